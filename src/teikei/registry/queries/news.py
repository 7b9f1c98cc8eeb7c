"""What is new for everybody: public changes of agreements and published editions, newest first; what a sitemap lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q

from teikei.lists.write.calendar import Event
from teikei.names.bilingual import Language, Text
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change, Deadline, Edition, Institution, OrganizationalUnit, Party, Territory
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions.parts import PUBLIC_SIGHT, visible
from teikei.registry.queries.search import Terms, numbers
from teikei.rules.agreement import Agreement as Value

NewsKind = Literal["recorded", "renewed", "ended", "changed", "published"]
Listed = Literal["institution", "agreement", "territory", "unit", "edition"]
MOST_EVENTS = 5_000


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new. number: of the agreement or edition; names: its partners, or the edition's title."""

    kind: NewsKind
    number: int
    version: int
    at: datetime
    names: tuple[str, ...]
    on: str  # the day that it is about: when it was concluded, ended, or the day of the edition


def news(most: int = 60) -> list[News]:
    """The latest of both. A change that only staff can see is no news: neither what it was, nor that it was. Four queries.

    A list that was taken in is one edition, and not as many agreements as it has rows.
    """
    lines = Change.objects.filter(kind=AGREEMENTS.name).exclude(after="").exclude(operation="ingest").order_by("-position")[: 4 * most]
    latest = list(lines.values_list("subject", "version", "at", "after"))
    earlier = Q(pk__in=())
    for subject, version, _, _ in latest:
        if version > 1:
            earlier |= Q(subject=subject, version=version - 1)
    versions = Change.objects.filter(earlier, kind=AGREEMENTS.name).exclude(after="")
    before = {
        (subject, version + 1): value_of(AGREEMENTS, after)
        for subject, version, after in versions.values_list("subject", "version", "after")
    }  # fmt: skip
    told: list[tuple[int, int, datetime, Value, NewsKind]] = []
    for subject, version, at, after in latest:
        value, old = visible(value_of(AGREEMENTS, after), PUBLIC_SIGHT), before.get((subject, version))
        kind = _kind(visible(old, PUBLIC_SIGHT) if old else None, value, version)
        if kind and len(told) < most:
            told.append((subject, version, at, value, kind))
    names = _partners({subject for subject, *_ in told})
    found = [
        News(kind, subject, version, at, tuple(names[subject]), _day(value, kind))
        for subject, version, at, value, kind in told
        if subject in names
    ]  # fmt: skip
    editions = Edition.objects.order_by("-kept_at")[:most].values_list("pk", "number", "kept_at", "title", "as_of")
    found += [News("published", pk, number, kept_at, (title,), as_of.isoformat()) for pk, number, kept_at, title, as_of in editions]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _kind(old: Value | None, new: Value, version: int) -> NewsKind | None:
    if version == 1:
        return "recorded"
    if old is None or old == new:
        return None
    if new.closing and not old.closing:
        return "ended"
    return "renewed" if len(new.terms) > len(old.terms) and old.terms else "changed"


def _day(value: Value, kind: NewsKind) -> str:
    return value.closing.closed_on.isoformat() if kind == "ended" and value.closing else value.concluded_on


def _partners(numbers: set[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for pks in chunks(sorted(numbers), MOST_EVENTS):
        parties = Party.objects.filter(agreement__in=pks, institution__is_home=False).order_by("agreement", "position")
        for agreement, name in parties.values_list("agreement_id", "institution__printed"):
            names.setdefault(agreement, []).append(name)
    return names


def ends_in_calendar(terms: Terms, today: date, language: Language, addresses: str) -> list[Event]:
    """The ends of the terms of the agreements found, as events; addresses: that of an agreement, with {} for its number. Two queries."""
    asked = {pk for several in numbers(terms) for pk in several} if terms != Terms() else None
    due = Deadline.objects.filter(kind="end", due_on__gte=today).order_by("due_on", "agreement")
    ending = due.values_list("agreement_id", "due_on", "agreement__version").iterator(chunk_size=MOST_EVENTS)
    found = list(islice((one for one in ending if asked is None or one[0] in asked), MOST_EVENTS))
    names = _partners({pk for pk, *_ in found})
    words = Text("a term ends", "期間満了")
    return [
        Event(
            uid=f"end-{pk}-{due_on}@teikei", on=due_on, summary=f"{' · '.join(names.get(pk, ()))}: {words.to(language)}", description="",
            url=addresses.format(pk), changed_at=datetime.fromisoformat("2000-01-01T00:00:00+00:00"),
        )
        for pk, due_on, _ in found
    ]  # fmt: skip


def listed(what: Listed) -> Sequence[Any]:
    """The numbers (of territories: the codes) of all that has a public page, to be sliced: a sitemap asks for its part only."""
    tables = {
        "institution": Institution.objects.order_by("pk"), "agreement": Agreement.objects.order_by("pk"),
        "unit": OrganizationalUnit.objects.order_by("pk"), "edition": Edition.objects.order_by("pk"),
        "territory": Territory.objects.filter(Exists(Agreement.territories.through.objects.filter(territory=OuterRef("pk")))).order_by("pk"),
    }  # fmt: skip
    numbers: Any = tables[what].values_list("pk", flat=True)
    return numbers  # type: ignore[no-any-return]
