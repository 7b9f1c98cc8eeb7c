"""Which unit sits inside which on a day: the scope of whoever is appointed to a unit reaches down its subtree."""

from collections.abc import Iterable, Mapping
from datetime import date

from teikei.rules.institution import Unit


class Tree:
    """The units of the institutions whose lists are kept here, by number."""

    def __init__(self, units: Mapping[int, Unit]) -> None:
        self.units = units

    def above(self, units: Iterable[int], day: date) -> frozenset[int]:
        """These units, all that they sit inside on the day, and those that stand for any of them since then.

        A unit that was merged, split or succeeded by the day counts as its successors too: an agreement names the unit that
        signed it, and whoever follows it has to be able to keep the agreement.
        """
        found: set[int] = set()
        waiting = list(units)
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            if unit := self.units.get(one):
                waiting += [parent.unit for parent in unit.parents if _holds(parent.valid_from, parent.valid_to, day)]
                waiting += [other for succession in unit.successions if succession.on <= day for other in succession.to]
        return frozenset(found)

    def below(self, unit: int, day: date) -> frozenset[int]:
        """All units that `above` leads from to this one, itself included."""
        return frozenset([unit, *(one for one in self.units if unit in self.above([one], day))])


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first or date.min) <= day <= (last or date.max)
