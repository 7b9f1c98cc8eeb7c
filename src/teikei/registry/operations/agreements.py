"""Agreements behind the rows of a list: at least one for each row that nothing kept stands behind."""

from collections.abc import Mapping, Sequence
from datetime import date

from teikei.lists import model as lists
from teikei.registry.models import Agreement, Edition, Entry, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import add
from teikei.registry.operations.ledger import Act
from teikei.rules import agreement as values
from teikei.rules.terms import AUTO_RENEW

Units = Mapping[tuple[int, str], OrganizationalUnit]


def keep_agreements(
    edition: Edition, rows: Sequence[tuple[lists.Entry, Entry]], partners: Sequence[Institution], units: Units, rolled_up: bool, act: Act
) -> list[Agreement]:
    """An agreement for each of these rows, which nothing kept stands behind yet. rolled_up: a row may stand for several."""
    home = edition.institution
    new = [
        _value(edition, entry, row, home, partner, units, rolled_up) for (entry, row), partner in zip(rows, partners, strict=True)
    ]  # fmt: skip
    return add(AGREEMENTS, new, act)


def _value(
    edition: Edition, entry: lists.Entry, row: Entry, home: Institution, partner: Institution, units: Units, rolled_up: bool
) -> values.Agreement:
    """What a row says of an agreement, and no more: its term only where it prints both ends, or an end in words."""
    day = entry.concluded_on
    terms, renewal, listed_end = term_printed(entry)
    ours, theirs = ([units[home.pk, name] for name in entry.units], [units[partner.pk, entry.partner_unit]] if entry.partner_unit else [])
    spelt = {units[home.pk, name].pk: name for name in entry.units}
    return values.Agreement(
        level="university" if edition.level == Agreement.Level.UNIVERSITY else "unit",
        parties=(
            values.Party(institution=home.pk, units=named_units(ours, spelt)),
            values.Party(institution=partner.pk, units=named_units(theirs, {})),
        ),
        concluded_on=day.isoformat() if day else "",
        terms=terms, renewal=renewal, entries=(row.pk,), rolled_up=rolled_up, listed_end=listed_end,
    )  # fmt: skip


def term_printed(entry: lists.Entry) -> tuple[tuple[values.Term, ...], values.Renewal, str]:
    """What a row says of the term: a term where it prints both ends, the rule of renewal, the end in its own words."""
    end = entry.valid_to or ""
    ends_on = _day(end)
    begins_on = entry.concluded_on.first if entry.concluded_on else None
    return (
        (values.Term(valid_from=begins_on, valid_to=ends_on),) if begins_on and ends_on and begins_on <= ends_on else (),
        values.Renewal(kind="automatic" if end == AUTO_RENEW else "unknown"),
        end,
    )


def named_units(units: Sequence[OrganizationalUnit], spelt: Mapping[int, str]) -> tuple[values.PartyUnit, ...]:
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
