"""Who stands for whom on a day: institutions and units that were merged or succeeded by one other.

An agreement names the unit that concluded it. A list of a later day names what stands for it then; a list of an earlier
day still names the unit itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from teikei.rules.agreement import Agreement, Party, PartyUnit
from teikei.rules.institution import Succession

Successions = Mapping[int, tuple[Succession, ...]]


def standing_for(subject: int, successions: Successions, day: date) -> int:
    """What stands for an institution or a unit on a day: itself, or the one that it was merged into or succeeded by.

    Where it was split, nobody can say which of several is meant: it stands for itself. A circle ends where it began.
    """
    seen = {subject}
    while True:
        past = [one for one in successions.get(subject, ()) if one.on <= day]
        last = max(past, key=lambda one: one.on, default=None)
        if last is None or len(last.to) != 1 or last.to[0] in seen:
            return subject
        subject = last.to[0]
        seen.add(subject)


def as_on(agreement: Agreement, day: date, *, institutions: Successions, units: Successions) -> Agreement:
    """The agreement with those in it who stand for its parties on that day, each once."""
    parties: dict[int, list[PartyUnit]] = {}
    first: dict[int, Party] = {}
    for party in agreement.parties:
        now = standing_for(party.institution, institutions, day)
        first.setdefault(now, party)
        parties.setdefault(now, []).extend(_units(party.units, units, day))
    if all(pk == party.institution and tuple(parties[pk]) == party.units for pk, party in first.items()):
        return agreement
    return replace(agreement, parties=tuple(replace(first[pk], institution=pk, units=_once(named)) for pk, named in parties.items()))


def _units(named: Iterable[PartyUnit], successions: Successions, day: date) -> list[PartyUnit]:
    return [one if (now := standing_for(one.unit, successions, day)) == one.unit else replace(one, unit=now, printed="") for one in named]


def _once(named: Iterable[PartyUnit]) -> tuple[PartyUnit, ...]:
    kept: dict[int, PartyUnit] = {}
    for one in named:
        if one.unit not in kept or one.role == "responsible":
            kept[one.unit] = one
    return tuple(kept.values())
