"""What a person did last: what the desk offers to put back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from teikei.registry.models import Change
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere

_RECENTLY = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class LastAct:
    """An act on agreements: what undoes it, what it was, when."""

    batch: str
    operation: str
    at: datetime


def last_act(*, by: Person, at: datetime) -> LastAct | None:
    """The last act of this person on agreements of this day, unless it was an undoing. One query."""
    return _last(require_anywhere(by, "agreement.undo"), ("agreement",), at)


def last_restructuring(*, by: Person, at: datetime) -> LastAct | None:
    """The same on institutions and units."""
    return _last(require_anywhere(by, "unit.revise", looking=True), ("institution", "unit"), at)


def _last(person: User, kinds: tuple[str, ...], at: datetime) -> LastAct | None:
    lines = Change.objects.filter(by=person, kind__in=kinds, at__gte=at - _RECENTLY).order_by("-position")
    found = lines.values_list("batch", "operation", "at").first()
    return LastAct(*found) if found and found[1] not in ("undo", "ingest") else None
