"""Agreements behind the rows of a list: at least one for each row."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from teikei.lists import model as lists
from teikei.registry.keys import name_key, search_key
from teikei.registry.models import Agreement, Edition, Entry, Institution, OrganizationalUnit, Party, Region, Territory
from teikei.registry.operations.names import BATCH
from teikei.registry.operations.search_names import rekey_agreements

Units = Mapping[tuple[int, str], OrganizationalUnit]


class Identity(NamedTuple):
    """What two rows of two editions share where they mean one agreement."""

    partner: int
    ours: frozenset[int]
    theirs: frozenset[int]
    concluded_on: date | None
    precision: str


def keep_agreements(
    edition: Edition, listing: lists.Listing, entries: Sequence[Entry], partners: Sequence[Institution], units: Units,
    regions: Mapping[str, Region], territories: Mapping[str, Territory],
) -> None:  # fmt: skip
    """Link each row to the agreement that an earlier edition brought, or make one.

    Two equal rows of one list are two agreements, and meet two in the next: each kept one is taken once.
    """
    home = edition.institution
    kept = _kept_agreements(home, edition.level)
    links: list[tuple[int, Entry]] = []
    new: list[tuple[Agreement, lists.Entry, Entry, Institution]] = []
    for entry, row, partner in zip(listing.entries, entries, partners, strict=True):
        if twins := kept.get(_identity(entry, home, partner, units)):
            links.append((twins.popleft(), row))
        else:
            new.append((_agreement(edition, listing, entry, regions, territories), entry, row, partner))
    Agreement.objects.bulk_create([agreement for agreement, *_ in new], batch_size=BATCH)
    _keep_parties(home, [(agreement, entry, partner) for agreement, entry, _, partner in new], units)
    place = Agreement.territories.through
    place.objects.bulk_create(
        [
            place(agreement_id=agreement.pk, territory_id=code)
            for agreement, entry, *_ in new
            for code in dict.fromkeys(entry.territory_codes)
            if code in territories
        ],
        batch_size=BATCH,
    )
    link = Agreement.entries.through
    links += [(agreement.pk, row) for agreement, _, row, _ in new]
    link.objects.bulk_create([link(agreement_id=pk, entry_id=row.pk) for pk, row in links], batch_size=BATCH)
    rekey_agreements(agreement.pk for agreement, _, _, partner in new if partner.judgment_id)


def _agreement(
    edition: Edition, listing: lists.Listing, entry: lists.Entry, regions: Mapping[str, Region], territories: Mapping[str, Territory]
) -> Agreement:
    day = entry.concluded_on
    places = [territories[code] for code in entry.territory_codes if code in territories]
    names = [entry.institution, entry.institution_alt or "", entry.partner_unit or "", entry.territory or ""]
    names += [name for place in places for name in (place.name_ja, place.name_en)]
    names += [entry.region.label if entry.region else "", *entry.units]
    return Agreement(
        level=edition.level, concluded_on=day.first if day else None, precision=day.precision if day else "",
        valid_to=entry.valid_to or "", rolled_up=listing.rules.rows_roll_up,
        region=regions[entry.region.label] if entry.region else None, key=search_key(names), sort_key=name_key(entry.institution),
    )  # fmt: skip


def _ours(entry: lists.Entry, home: Institution, units: Units) -> list[int]:
    return list(dict.fromkeys(units[home.pk, name].pk for name in entry.units))


def _theirs(entry: lists.Entry, partner: Institution, units: Units) -> list[int]:
    return [units[partner.pk, entry.partner_unit].pk] if entry.partner_unit else []


def _identity(entry: lists.Entry, home: Institution, partner: Institution, units: Units) -> Identity:
    day = entry.concluded_on
    return Identity(
        partner.pk, frozenset(_ours(entry, home, units)), frozenset(_theirs(entry, partner, units)), day.first if day else None,
        day.precision if day else "",
    )  # fmt: skip


def _keep_parties(home: Institution, made: Sequence[tuple[Agreement, lists.Entry, Institution]], units: Units) -> None:
    """Two parties each: home with its units, the partner with the unit that the list has in a cell of its own."""
    sides = [
        (Party(agreement=agreement, institution=institution, position=position), named)
        for agreement, entry, partner in made
        for position, institution, named in ((1, home, _ours(entry, home, units)), (2, partner, _theirs(entry, partner, units)))
    ]
    Party.objects.bulk_create([party for party, _ in sides], batch_size=BATCH)
    link = Party.units.through
    link.objects.bulk_create(
        [link(party_id=party.pk, organizationalunit_id=unit) for party, named in sides for unit in named], batch_size=BATCH
    )


def _kept_agreements(home: Institution, level: str) -> dict[Identity, deque[int]]:
    """Agreements of that institution and level by what identifies them, oldest first."""
    units: dict[int, set[int]] = defaultdict(set)
    of_home = {"agreement__level": level, "agreement__parties__institution": home}
    link = Party.units.through
    for party, unit in link.objects.filter(**{f"party__{path}": value for path, value in of_home.items()}).values_list(
        "party_id", "organizationalunit_id"
    ):
        units[party].add(unit)
    ours: dict[int, frozenset[int]] = {}
    theirs: dict[int, tuple[int, frozenset[int], date | None, str]] = {}
    parties = Party.objects.filter(**of_home).order_by("agreement_id", "position")
    for pk, agreement, institution, day, precision in parties.values_list(
        "pk", "agreement_id", "institution_id", "agreement__concluded_on", "agreement__precision"
    ):
        if institution == home.pk:
            ours[agreement] = frozenset(units[pk])
        else:
            theirs[agreement] = (institution, frozenset(units[pk]), day, precision)
    kept: dict[Identity, deque[int]] = defaultdict(deque)
    for agreement, (institution, named, day, precision) in theirs.items():
        kept[Identity(institution, ours[agreement], named, day, precision)].append(agreement)
    return dict(kept)
