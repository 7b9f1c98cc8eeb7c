"""A newer list beside what is kept: which of its rows is which of ours, and what each would change. Nothing is decided here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from teikei.lists import model as lists
from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import Agreement, AlignedRow, Edition, Entry, Institution, OrganizationalUnit, Territory
from teikei.registry.operations import printed
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import change, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.names import known_partners_of, known_units
from teikei.registry.queries.computed import Computed, ComputedRow, computed_as_of
from teikei.registry.queries.held import label_on
from teikei.rules.comparison import ChangeKind, Pair, pair_rows
from teikei.rules.days import PartialDate
from teikei.rules.standing import Successions, standing_for


class Side(NamedTuple):
    """A row as a comparison sees it: everybody under the name by which the registry knows them."""

    institution: str
    units: tuple[str, ...]
    concluded_on: PartialDate | None
    territory_key: str | None
    valid_to: str | None
    partner_unit: str | None = None
    counted: bool = True


def kept_before(home: Institution, level: str, as_of: date) -> Computed | None:
    """The list as the registry holds it on that day, before another is taken in; None where it holds no agreement."""
    if not Agreement.objects.filter(level=level, parties__institution=home).exists():
        return None
    return computed_as_of(home, level, as_of)


def align(
    edition: Edition, listing: lists.Listing, entries: Sequence[Entry], before: Computed, territories: Mapping[str, Territory], act: Act
) -> None:
    """Say of each row of the list, and of each kept one that it lacks, what it is; link those that say the same.

    A list older than one that is kept already says nothing of what is gone: only its rows are looked at.
    """
    home = edition.institution
    known = _Known.of(home, listing, before, territories)
    printed.keep_entry_units(home, listing, entries, known.units)
    older = Edition.objects.filter(institution=home, level=edition.level, as_of__gt=edition.as_of).exists()
    ours = [known.kept_side(one) for one in before.rows]
    theirs = [known.listed_side(entry, partner) for entry, partner in zip(listing.entries, known.partners, strict=True)]
    ours, theirs = _comparable(ours, theirs)
    renamed = _units_renamed(ours, theirs, pair_rows(ours, theirs), known.ours)
    theirs = [one._replace(units=tuple(sorted(renamed.get(unit, unit) for unit in one.units))) for one in theirs]
    pairs = {pair.new: pair for pair in pair_rows(ours, theirs)}
    made = [_unit_row(edition, old, new, known.ours[old]) for new, old in renamed.items()]
    linked: dict[int, int] = {}
    for index, (entry, row) in enumerate(zip(listing.entries, entries, strict=True)):
        pair = pairs.get(index)
        made.append(_aligned(edition, entry, row, pair, before.rows[pair.old] if pair else None, act))
        if pair and not pair.kinds:
            linked |= dict.fromkeys(before.rows[pair.old].row.agreements, row.pk)
    if not older:
        paired = {pair.old for pair in pairs.values()}
        made += [_gone(edition, one) for index, one in enumerate(before.rows) if index not in paired]
    for position, one in enumerate(made, 1):
        one.position = position
    AlignedRow.objects.bulk_create(made, batch_size=BATCH // 2)
    link(linked, act)


def link(rows: Mapping[int, int], act: Act) -> None:
    """Agreement → a row that shows it too."""
    changed: dict[int, tuple[int | None, Any]] = {}
    for pks in chunks(rows):
        for pk, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "body"):
            value = value_of(AGREEMENTS, body)
            if rows[pk] not in value.entries:
                changed[pk] = (None, replace(value, entries=(*value.entries, rows[pk])))
    change(AGREEMENTS, changed, act)


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom a list names, as far as the registry knows them already."""

    day: date
    partners: Sequence[Institution | None]
    units: Mapping[tuple[int, str], OrganizationalUnit]
    before: Computed
    home: int
    ours: Mapping[str, int]  # our units by the name that is compared
    unit_heirs: Successions
    heirs: Successions

    @classmethod
    def of(cls, home: Institution, listing: lists.Listing, before: Computed, territories: Mapping[str, Territory]) -> "_Known":
        partners = known_partners_of(listing.entries, territories)
        named = [(home.pk, unit) for entry in listing.entries for unit in entry.units]
        named += [(p.pk, e.partner_unit) for p, e in zip(partners, listing.entries, strict=True) if p and e.partner_unit]
        ours = {label_on(one, before.held.day): pk for pk, one in before.held.units.items() if one.institution == home.pk}
        unit_heirs = {pk: one.successions for pk, one in before.held.units.items() if one.successions}
        heirs = {pk: one.successions for pk, one in before.held.institutions.items() if one.successions}
        return cls(before.held.day, partners, known_units(named), before, home.pk, ours, unit_heirs, heirs)

    def kept_side(self, one: ComputedRow) -> Side:
        held = self.before.held
        partners = "・".join(label_on(held.institutions[pk], self.day) for pk in one.row.partners)
        inner = "・".join(sorted(label_on(held.units[pk], self.day) for pk in one.row.partner_units))
        units = tuple(sorted(self._unit(pk) for pk in one.row.units))
        return Side(partners + inner, units, one.row.concluded, one.entry.territory_key, one.entry.valid_to)

    def listed_side(self, entry: lists.Entry, partner: Institution | None) -> Side:
        name, inner = entry.institution, entry.partner_unit or ""
        if partner is not None:
            name = self._institution(partner)
            unit = self.units.get((partner.pk, inner)) if inner else None
            inner = unit.name if unit else inner
        units = []
        for text in entry.units:
            kept = self.units.get((self.home, text))
            units.append(self._unit(kept.pk) if kept else text)
        return Side(name + inner, tuple(sorted(set(units))), entry.concluded_on, entry.territory_key, entry.valid_to)

    def _unit(self, pk: int) -> str:
        held = self.before.held
        if pk not in held.units:
            return ""
        return label_on(held.units[standing_for(pk, self.unit_heirs, self.day)], self.day)

    def _institution(self, partner: Institution) -> str:
        held = self.before.held
        if partner.pk not in held.institutions:
            return partner.printed
        return label_on(held.institutions[standing_for(partner.pk, self.heirs, self.day)], self.day)


def _comparable(ours: Sequence[Side], theirs: Sequence[Side]) -> tuple[list[Side], list[Side]]:
    """Without the ends of terms where one of the lists has no column for them."""
    if any(one.valid_to for one in ours) and any(one.valid_to for one in theirs):
        return list(ours), list(theirs)
    return [one._replace(valid_to=None) for one in ours], [one._replace(valid_to=None) for one in theirs]


def _units_renamed(ours: Sequence[Side], theirs: Sequence[Side], pairs: Iterable[Pair], known: Mapping[str, int]) -> dict[str, str]:
    """New name → old name of a unit that has the new one in every row in which it had the old one, and in no other."""
    gained: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        old, new = set(ours[pair.old].units), set(theirs[pair.new].units)
        for name in old - new:
            gained[name].update(new - old)
            if not new - old:
                gained[name].add("")
        for name in new - old:
            if name not in known and not old - new:
                gained[""].add(name)  # somewhere it simply came in addition
    still = {unit for one in theirs for unit in one.units}
    found = {}
    for old_name, names in gained.items():
        (new_name, *others) = names
        if not others and new_name and old_name in known and old_name not in still and new_name not in known:
            found[old_name] = new_name
    taken = list(found.values())
    return {new: old for old, new in found.items() if taken.count(new) == 1 and new not in gained.get("", ())}


# What is shown and stored ---------------------------------------------------------------------------------------


def shown(entry: lists.Entry) -> dict[str, Any]:
    """A row as a person who decides sees it."""
    return {
        "institution": entry.institution, "partner_unit": entry.partner_unit or "", "units": list(entry.units),
        "concluded_on": entry.concluded_on.isoformat() if entry.concluded_on else "", "valid_to": entry.valid_to or "",
        "territory": entry.territory or "",
    }  # fmt: skip


def _aligned(edition: Edition, entry: lists.Entry, row: Entry, pair: Pair | None, kept: ComputedRow | None, act: Act) -> AlignedRow:
    kinds: Sequence[ChangeKind] = pair.kinds if pair else ()
    kind = AlignedRow.Kind.NEW if kept is None else AlignedRow.Kind.CHANGED if kinds else AlignedRow.Kind.SAME
    same = kind == AlignedRow.Kind.SAME
    return AlignedRow(
        edition=edition, kind=kind, changes=list(kinds), entry=row, agreements=list(kept.row.agreements) if kept else [],
        ours=shown(kept.entry) if kept else None, theirs=shown(entry), verdict=AlignedRow.Verdict.LINKED if same else "",
        decided_at=act.at if same else None, decided_by=act.by if same else None, batch=act.batch if same else "",
    )  # fmt: skip


def _gone(edition: Edition, one: ComputedRow) -> AlignedRow:
    return AlignedRow(edition=edition, kind=AlignedRow.Kind.GONE, agreements=list(one.row.agreements), ours=shown(one.entry))


def _unit_row(edition: Edition, old: str, new: str, unit: int) -> AlignedRow:
    return AlignedRow(edition=edition, kind=AlignedRow.Kind.UNIT, ours={"unit": unit, "name": old}, theirs={"name": new})
