"""Deadlines as people see them: those that come near, who is reminded, calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, cast

from django.db.models import Max, Q, QuerySet

from teikei.lists.write.calendar import Event, calendar
from teikei.names.bilingual import Language, Text
from teikei.registry.digests import ABOUT, Remark, link
from teikei.registry.keys import chunks
from teikei.registry.models import (
    Agreement,
    CalendarToken,
    Change,
    Deadline,
    LeftAlone,
    OrganizationalUnit,
    Party,
    Reminder,
    ReminderAddress,
)
from teikei.registry.operations.coming_due import remarks_about
from teikei.registry.operations.deadlines import token_hash
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries import scope
from teikei.registry.queries.kept_agreements import open_deadlines
from teikei.rules.reminders import LINGERING, About, Due

WITHIN = 180
PAGE = 50
MOST_EVENTS = 5_000


class Coming(NamedTuple):
    """One page of deadlines, and how many there are on all."""

    remarks: list[Remark]
    total: int


@dataclass(frozen=True, slots=True)
class Left:
    """A deadline that somebody let pass."""

    agreement: int
    about: str
    due_on: date
    reason: str
    by: str
    at: datetime


def nearest_deadlines(*, by: Person, today: date, most: int) -> list[Remark]:
    """The first few of `coming_deadlines`."""
    return _remarks(_coming(today, by), 0, most)


def coming_deadlines(*, by: Person, today: date, page: int = 1) -> Coming:
    """Deadlines that come within WITHIN days, and ends that passed lately, of which nobody has decided: the nearest first."""
    rows = _coming(today, by)
    return Coming(_remarks(rows, (page - 1) * PAGE, page * PAGE), rows.count())


def _remarks(rows: QuerySet[Deadline], first: int, end: int) -> list[Remark]:
    found = rows.order_by("due_on", "agreement", "kind").values_list("agreement_id", "kind", "due_on")[first:end]
    return remarks_about([(pk, Due(cast(About, kind), due_on, WITHIN, False)) for pk, kind, due_on in found])


def comes(agreement: int, about: str, due_on: date, *, by: Person, today: date) -> bool:
    """Whether that deadline is one of them."""
    return _coming(today, by).filter(agreement=agreement, kind=about, due_on=due_on).exists()


def _coming(today: date, by: Person) -> QuerySet[Deadline]:
    require_anywhere(by, "agreement.read")
    rows = open_deadlines(today - timedelta(days=LINGERING), today + timedelta(days=WITHIN))
    # Of what was never to be renewed nothing is said once it is over.
    lately = Q(kind=Deadline.Kind.END) & ~Q(agreement__afterwards="ended")
    return rows.filter(Q(due_on__gte=today) | lately, scope.agreement_within("agreement.read", by=by))


def left_alone(*, by: Person) -> list[Left]:
    """What was let pass, the newest first; a hundred at most."""
    require_anywhere(by, "agreement.read")
    mine = Agreement.objects.filter(scope.within("agreement.read", by=by))
    rows = LeftAlone.objects.filter(agreement__in=mine).select_related("by").order_by("-pk")[:100]
    return [Left(row.agreement_id, row.about, row.due_on, row.reason, row.by.get_username(), row.at) for row in rows]


def last_sent(*, by: Person) -> datetime | None:
    """When a reminder was sent last."""
    require_anywhere(by, "agreement.read")
    found: datetime | None = Reminder.objects.aggregate(last=Max("sent_at"))["last"]
    return found


def addresses(*, by: Person) -> list[tuple[int, str, str, str]]:
    """Who is reminded: number, unit ("": all), address, language."""
    require_anywhere(by, "agreement.read")
    rows = ReminderAddress.objects.order_by("unit__position", "email").values_list("pk", "unit__name", "email", "language")
    return [(pk, unit or "", email, language) for pk, unit, email, language in rows]


def calendars(*, by: Person) -> list[CalendarToken]:
    """The calendars' tokens, those that open something first."""
    require_anywhere(by, "agreement.read")
    return list(CalendarToken.objects.select_related("unit", "made_by").order_by("revoked_at", "-made_at"))


def calendar_feed(token: str, today: date) -> bytes | None:
    """The deadlines that a token opens, as iCalendar; None for a token that is unknown or revoked."""
    row = CalendarToken.objects.select_related("unit").filter(sha256=token_hash(token), revoked_at=None).first()
    if row is None:
        return None
    language: Language = "en" if row.language == "en" else "ja"
    rows = open_deadlines(today, date.max)
    if row.unit_id is not None:
        rows = rows.filter(
            agreement__in=Party.units.through.objects.filter(organizationalunit__in=_within(row.unit_id)).values("party__agreement")
        )
    found = list(rows.order_by("due_on", "agreement").values_list("agreement_id", "kind", "due_on")[:MOST_EVENTS])
    numbers = list(dict.fromkeys(pk for pk, *_ in found))
    names: dict[int, list[str]] = {}
    changed: dict[int, datetime] = {}
    for pks in chunks(numbers):
        parties = Party.objects.filter(agreement__in=pks, institution__is_home=False).order_by("agreement", "position")
        for agreement, name in parties.values_list("agreement_id", "institution__printed"):
            names.setdefault(agreement, []).append(name)
        lines = Change.objects.filter(kind="agreement", subject__in=pks).order_by("subject").values("subject")
        changed |= dict(lines.annotate(last=Max("at")).values_list("subject", "last"))
    title = Text(en="Agreements", ja="協定の期限")
    name = f"{title.to(language)} · {row.unit.name}" if row.unit else title.to(language)
    events = (
        Event(
            uid=f"{kind}-{pk}-{due_on}@teikei", on=due_on, summary=f"{' · '.join(names.get(pk, ()))}: {ABOUT[kind].to(language)}",
            description="", url=link("agreement", pk, language), changed_at=changed.get(pk, datetime(2000, 1, 1, tzinfo=UTC)),
        )
        for pk, kind, due_on in found
    )  # fmt: skip
    return calendar(name, events)


def _within(unit: int) -> list[int]:
    """A unit and the units in it."""
    children: dict[int, list[int]] = {}
    for pk, parent in OrganizationalUnit.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = [unit], [unit]
    while waiting:
        inner = [pk for pk in children.get(waiting.pop(), []) if pk not in found]
        found += inner
        waiting += inner
    return found


def units_to_remind(*, by: Person) -> list[tuple[int, str]]:
    """Our units that are not closed."""
    require_anywhere(by, "agreement.read")
    rows = OrganizationalUnit.objects.filter(institution__is_home=True, closed_on=None).order_by("institution", "position")
    return list(rows.values_list("pk", "name"))
