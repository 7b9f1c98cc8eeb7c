"""Agreements behind the rows of a list: at least one for each row."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from teikei.lists import model as lists
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Edition, Entry, Institution, OrganizationalUnit, Party
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import add, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.rules import agreement as values
from teikei.rules.terms import AUTO_RENEW

Units = Mapping[tuple[int, str], OrganizationalUnit]


class Identity(NamedTuple):
    """What two rows of two editions share where they mean one agreement."""

    partner: int
    ours: frozenset[int]
    theirs: frozenset[int]
    concluded_on: date | None
    precision: str


def keep_agreements(
    edition: Edition, listing: lists.Listing, entries: Sequence[Entry], partners: Sequence[Institution], units: Units, act: Act
) -> None:
    """Link each row to the agreement that an earlier edition brought, or make one.

    Two equal rows of one list are two agreements, and meet two in the next: each kept one is taken once.
    """
    home = edition.institution
    kept = _kept_agreements(home, edition.level)
    again: dict[int, int] = {}
    new: list[values.Agreement] = []
    for entry, row, partner in zip(listing.entries, entries, partners, strict=True):
        if twins := kept.get(_identity(entry, home, partner, units)):
            again[twins.popleft()] = row.pk
        else:
            new.append(_value(edition, listing, entry, row, home, partner, units))
    add(AGREEMENTS, new, act)
    linked: dict[int, tuple[int | None, values.Agreement]] = {}
    for pks in chunks(again):
        for pk, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "body"):
            value = value_of(AGREEMENTS, body)
            linked[pk] = (None, replace(value, entries=(*value.entries, again[pk])))
    change(AGREEMENTS, linked, act)


def _value(
    edition: Edition, listing: lists.Listing, entry: lists.Entry, row: Entry, home: Institution, partner: Institution, units: Units
) -> values.Agreement:
    """What a row says of an agreement, and no more: its term only where it prints both ends, or an end in words."""
    day, end = entry.concluded_on, entry.valid_to or ""
    ends_on = _day(end)
    begins_on = day.first if day else None
    ours, theirs = ([units[home.pk, name] for name in entry.units], [units[partner.pk, entry.partner_unit]] if entry.partner_unit else [])
    spelt = {units[home.pk, name].pk: name for name in entry.units}
    return values.Agreement(
        level="university" if edition.level == Agreement.Level.UNIVERSITY else "unit",
        parties=(
            values.Party(institution=home.pk, units=_named(ours, spelt)),
            values.Party(institution=partner.pk, units=_named(theirs, {})),
        ),
        concluded_on=day.isoformat() if day else "",
        terms=(values.Term(valid_from=begins_on, valid_to=ends_on),) if begins_on and ends_on and begins_on <= ends_on else (),
        renewal=values.Renewal(kind="automatic" if end == AUTO_RENEW else "unknown"),
        entries=(row.pk,), rolled_up=listing.rules.rows_roll_up, listed_end=end,
    )  # fmt: skip


def _named(units: Sequence[OrganizationalUnit], spelt: Mapping[int, str]) -> tuple[values.PartyUnit, ...]:
    """Units of a party, each once, with the spelling of the row where that is another than the unit's name."""
    once = {unit.pk: unit for unit in units}
    return tuple(
        values.PartyUnit(unit=pk, printed=printed if (printed := spelt.get(pk, unit.name)) != unit.name else "")
        for pk, unit in once.items()
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
