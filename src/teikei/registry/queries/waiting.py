"""What waits for somebody among what is kept: counts, each with the first day by which it has to be decided."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from django.db.models import Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from teikei.registry.models import AlignedRow, Edition, EditionDraft, Finding
from teikei.registry.permissions import Person, may, require
from teikei.registry.queries.kept_agreements import Wanted, matching_agreements, open_deadlines
from teikei.registry.queries.partners import partners_of
from teikei.registry.queries.scope import agreement_within, within

# In the order in which those without a day are named.
Matter = Literal[
    "notice", "end", "renewal", "to-publish", "newer-rows", "pending", "assumed", "findings", "partners", "records-changed", "rolled-up"
]
AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of a matter, and the first day on which one of them is due (None: none has a day)."""

    matter: Matter
    count: int
    due_on: date | None


def waiting(today: date, *, by: Person) -> list[Waiting]:
    """What waits, the earliest day first, then what has no day; matters of which there is none are left out. One query."""
    person = require(by, "desk.open")
    mine = within("agreement.read", by=by)
    soon = open_deadlines(today, today + AHEAD).filter(agreement_within("agreement.read", by=by))
    newest = Edition.objects.order_by("-as_of", "-pk").values("pk")[:1]
    parts = [
        _part(F("kind"), soon, of="agreement", due=Min("due_on")),
        _part("assumed", matching_agreements(Wanted(as_of=today, unconfirmed=True)).filter(mine)),
        _part("pending", matching_agreements(Wanted(as_of=today, status="pending")).filter(mine)),
        _part("rolled-up", matching_agreements(Wanted(as_of=today, rolled_up=True)).filter(mine)),
        _part("findings", Finding.objects.filter(verdict="", edition__in=newest)),
    ]
    if may(by, "edition.read"):
        parts.append(_part("newer-rows", AlignedRow.objects.filter(verdict="")))
    if may(by, "edition.publish"):
        parts.append(_part("to-publish", EditionDraft.objects.filter(state="open").exclude(drafted_by=person)))
    if may(by, "partner.read"):
        parts += [_part("partners", partners_of("open")), _part("records-changed", partners_of("changed"))]
    found = [Waiting(matter, count, due_on) for matter, count, due_on in parts[0].union(*parts[1:], all=True) if count]
    order = get_args(Matter)
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, order.index(one.matter)))


def _part(matter: Matter | F, rows: QuerySet[Any], *, of: str = "pk", due: Any = None) -> QuerySet[Any, Any]:
    """How many different rows, and the first day: one row of a union (a matter that is a column: one for each)."""
    counted: Any = (
        rows.order_by().values(what=matter if isinstance(matter, F) else Value(matter)).annotate(number=Count(of, distinct=of != "pk"))
    )
    counted = counted.annotate(first=due if due is not None else Cast(Value(None), DateField()))
    listed: QuerySet[Any, Any] = counted.values_list("what", "number", "first")
    return listed
