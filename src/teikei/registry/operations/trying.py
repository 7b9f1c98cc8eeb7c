"""What an act on institutions or units would change on lists: found by doing it, looking, and taking it back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from teikei.lists.model import Entry
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Institution
from teikei.registry.operations.agreement_rows import AGREEMENTS, agreements_of
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import Kind, value_of
from teikei.registry.permissions import Asker, Person, asker
from teikei.registry.queries.computed import printed_alone
from teikei.registry.queries.held import Held, with_related
from teikei.rules import agreement as values
from teikei.rules.held import on_day, status
from teikei.rules.standing import as_on, standing_for

# More agreements are not looked at: the preview says how many there are.
MOST = 300
_IN_FORCE = ("in-force", "assumed")


class Printed(NamedTuple):
    """What a list prints of an agreement: its partners, and our units."""

    partners: str
    units: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of lists as of a day. named: how many agreements name what is changed, looked_at: how many were looked at.

    in_force: those of these in force on the day. changed: number → as printed on the day without the act, and with it.
    earlier: how many are printed otherwise on lists of the day before, too.
    """

    day: date
    named: int
    looked_at: int
    in_force: tuple[int, ...]
    changed: Mapping[int, tuple[Printed, Printed]]
    earlier: int


def effect(act: Callable[[], object], *, institutions: Sequence[int], units: Sequence[int], day: date, by: Person) -> Effect:
    """What the act would do to lists as of that day; it is done and taken back, so that it refuses what it would refuse.

    institutions, units: those that it is about. Only agreements that the person may see are told of.
    """
    asked = asker(by, "agreement.read")
    before_day = day - timedelta(days=1) if day > date.min else day
    with transaction.atomic():
        numbers = sorted(agreements_of(institutions=_standing_in(INSTITUTIONS, institutions), units=_standing_in(UNITS, units)))
        looked_at = numbers[:MOST]
        seen = _held(looked_at, asked)
        then, earlier_then = _printed(seen, day), _printed(seen, before_day)
        act()
        now = _held(seen, asked)
        after, earlier = _printed(now, day), _printed(now, before_day)
        transaction.set_rollback(True)
    return Effect(
        day=day, named=len(numbers) if asked.everywhere else len(seen), looked_at=len(looked_at) if asked.everywhere else len(seen),
        in_force=tuple(after), changed={pk: (then[pk], after[pk]) for pk in after if pk in then and then[pk] != after[pk]},
        earlier=sum(earlier_then.get(pk) != text for pk, text in earlier.items()),
    )  # fmt: skip


def _standing_in(kind: Kind[Any], subjects: Sequence[int]) -> list[int]:
    """These, and all that they stand for on any day: agreements go on naming who signed them."""
    rows = kind.table.objects.filter(body__contains='"successions":[{').values_list("pk", "body")
    successions = {pk: value_of(kind, body).successions for pk, body in rows}
    wanted = set(subjects)
    return [*subjects, *(pk for pk in successions if pk not in wanted and standing_for(pk, successions, date.max) in wanted)]


def _held(numbers: Iterable[int], asked: Asker) -> dict[int, values.Agreement]:
    """The agreements of these numbers that the person may see."""
    found: dict[int, values.Agreement] = {}
    for pks in chunks(numbers):
        rows = Agreement.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "body")
        found |= {pk: value for pk, body in rows if asked.reads(value := value_of(AGREEMENTS, body))}
    return found


def _printed(every: Mapping[int, values.Agreement], day: date) -> dict[int, Printed]:
    """What a list of that day prints of those that are in force then."""
    held = {pk: on_day(value, day) for pk, value in every.items() if status(value, day) in _IN_FORCE}
    sides = [party for value in held.values() for party in value.parties]
    institutions = _with_related(INSTITUTIONS, {party.institution for party in sides})
    units = _with_related(UNITS, {unit.unit for party in sides for unit in party.units})
    successions = {pk: one.successions for pk, one in institutions.items()}
    of_units = {pk: one.successions for pk, one in units.items()}
    shown = {pk: as_on(value, day, institutions=successions, units=of_units) for pk, value in held.items()}
    views: dict[int, list[Entry]] = defaultdict(list)
    for home in Institution.objects.filter(is_home=True).order_by("pk").values_list("pk", flat=True):
        own = tuple((pk, value) for pk, value in shown.items() if value.party_of(home))
        for pk, entry in printed_alone(Held(home, day, own, institutions, units, {}, frozenset(), ({}, {}))).items():
            views[pk].append(entry)
    return {
        pk: Printed(" · ".join(entry.institution for entry in views[pk]), "・".join(unit for entry in views[pk] for unit in entry.units))
        for pk in held
    }


def _with_related(kind: Kind[Any], wanted: Iterable[int]) -> dict[int, Any]:
    """The values of these, and of those that stand for them, or that they are part of, in turn."""
    bodies = (row for pks in chunks(wanted) for row in kind.table.objects.filter(pk__in=pks).values_list("pk", "body"))
    return with_related(kind, bodies)
