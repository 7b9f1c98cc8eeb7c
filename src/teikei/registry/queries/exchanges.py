"""Places for students: where somebody may go from our units, and how many come for those who go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions.parts import PUBLIC_SIGHT, visible
from teikei.registry.queries.search import exchanging
from teikei.registry.queries.worked_out import worked_out
from teikei.rules import agreement as values
from teikei.rules.mobility import Direction, Offer, offers

MOST = 5_000  # agreements looked through for one page


@dataclass(frozen=True, slots=True)
class Partner:
    """The other side of an exchange."""

    id: int
    name: str
    name_en: str
    city: str
    territory: str


@dataclass(frozen=True, slots=True)
class StudentPlaces:
    """One exchange of students seen from the home institution. units: ours that it is for; none: for the whole institution."""

    agreement: int
    partner: Partner
    direction: Direction
    offer: Offer
    units: tuple[int, ...]

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """Tags and levels of the languages that are asked for."""
        return self.offer.exchange.languages


@dataclass(frozen=True, slots=True)
class Unit:
    """One of our units: its names, and the units that it is in."""

    id: int
    name: str
    name_en: str
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """All exchanges of students on a day; left_out: so many agreements were not looked through."""

    places: tuple[StudentPlaces, ...]
    left_out: int


def our_units() -> dict[int, Unit]:
    """The units of home institutions by number, in their order, closed ones left out. One query."""
    rows = OrganizationalUnit.objects.filter(institution__is_home=True, closed_on=None).order_by("institution", "position")
    found = {pk: (name, name_en, parent) for pk, name, name_en, parent in rows.values_list("pk", "name", "name_en", "parent_id")}

    def above(pk: int) -> tuple[int, ...]:
        line: list[int] = []
        while (parent := found[line[-1] if line else pk][2]) in found and parent not in line:
            line.append(parent)
        return tuple(line)

    return {pk: Unit(pk, name, name_en, above(pk)) for pk, (name, name_en, _) in found.items()}


def student_places(day: date) -> Exchanges:
    """The exchanges of students that hold on a day, by the agreements' memoranda. Six queries, two where nothing has changed
    since they were last asked for.
    """
    wanted = exchanging(day)
    first = wanted[:MOST]
    found = worked_out(
        ("exchanges of students", day),
        lambda touched: _read(first if touched is None else [pk for pk in first if pk in touched], day), aside=False,
    ) or {}  # fmt: skip
    # Others of the first may have left since: those that come after them are read now.
    found = found | _read([pk for pk in first if pk not in found], day)
    return Exchanges(tuple(one for pk in first for one in found[pk]), max(0, len(wanted) - MOST))


def _read(numbers: Sequence[int], day: date) -> dict[int, tuple[StudentPlaces, ...]]:
    """What each of these agreements offers; none of them more often than once."""
    if not numbers:
        return {}
    bodies = Agreement.objects.filter(pk__in=numbers).values_list("pk", "body")
    read = [(pk, visible(value_of(AGREEMENTS, body), PUBLIC_SIGHT)) for pk, body in bodies]
    offered = [(pk, value, one) for pk, value in read for one in offers(value, day)]
    sides = _partners({side for _, _, one in offered for side in (one.exchange.sending, one.exchange.receiving)})
    found: dict[int, tuple[StudentPlaces, ...]] = dict.fromkeys(numbers, ())
    for pk, value, one in offered:
        for direction, ours, theirs in (
            ("out", one.exchange.sending, one.exchange.receiving), ("in", one.exchange.receiving, one.exchange.sending),
        ):  # fmt: skip
            if ours in sides and theirs in sides and sides[ours] is None and (partner := sides[theirs]) is not None:
                units = _units(value, one, ours, direction)
                found[pk] += (StudentPlaces(pk, partner, "out" if direction == "out" else "in", one, units),)
    return found


def _units(value: values.Agreement, offer: Offer, ours: int, direction: str) -> tuple[int, ...]:
    """Our units that an exchange is for: those that it names, else those that are party to the agreement."""
    named = offer.exchange.sending_units if direction == "out" else offer.exchange.receiving_units
    party = value.party_of(ours)
    return named or (tuple(unit.unit for unit in party.units) if party else ())


def _partners(numbers: Iterable[int]) -> dict[int, Partner | None]:
    """Who these institutions are; None for a home institution."""
    record = "judgment__record"
    found: dict[int, Partner | None] = {}
    for pks in chunks(sorted(numbers), MOST):
        rows = Institution.objects.filter(pk__in=pks)
        for pk, is_home, printed, code, name_en, city in rows.values_list(
            "pk", "is_home", "printed", "territory_id", f"{record}__name_en", f"{record}__city"
        ):
            found[pk] = None if is_home else Partner(pk, printed, name_en or "", city or "", code or "")
    return found
