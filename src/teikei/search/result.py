"""A result: the agreements that match words and filters, their number, any page of them, and the counts of each filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teikei.search.columns import Mask
from teikei.search.filters import GROUPS, Counts
from teikei.search.index import EVERY, Index, Matches, Rows, Scores
from teikei.search.terms import FACETS, FacetName, Sort, Terms
from teikei.search.texts import Numbers

CHUNK = 10_000


@dataclass(frozen=True)
class Selection:
    """Some agreements of an index: their places in ascending order, or EVERY; where some are marked, those of all."""

    index: Index
    places: Rows | slice
    marked: Mask | None = None

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _size(self) -> int:
        if self.marked is not None:
            return int(np.count_nonzero(self.marked))
        return len(self.index.columns) if isinstance(self.places, slice) else len(self.places)

    @cached_property
    def rows(self) -> Rows | slice:
        """Their places in ascending order, or EVERY."""
        return self.places if self.marked is None or len(self) == len(self.marked) else np.flatnonzero(self.marked)

    @cached_property
    def mask(self) -> Mask:
        """Which agreements of the index are among them."""
        if self.marked is not None:
            return self.marked
        mask = np.zeros(len(self.index.columns), np.bool_)
        mask[self.places] = True
        return mask

    @cached_property
    def _rest(self) -> Rows:
        return np.flatnonzero(~self.mask)

    def tally(self, group: str) -> Counts:
        """How many have each value of a column; of the fewer rows: these, or all others."""
        if 2 * len(self) <= len(self.index.columns):
            return self.index.tally(group, self.rows)
        every = self.index.totals[group]
        return every if isinstance(self.rows, slice) else every - self.index.tally(group, self._rest)

    def among(self, mask: Mask) -> int:
        """How many of them are among others too."""
        return int(np.count_nonzero(mask & self.mask if 8 * len(self) > len(mask) else mask[self.rows]))

    def before(self, at: int) -> int:
        """How many of them stand before a place."""
        return at if isinstance(self.rows, slice) else int(np.searchsorted(self.rows, at))


@dataclass(frozen=True)
class Result:
    """The agreements of an index that match. matches: those that the words find, None where there are no words."""

    index: Index
    terms: Terms
    today: int
    matches: Matches | None

    @property
    def _rows(self) -> Rows | slice:
        return EVERY if self.matches is None else self.matches.rows

    @cached_property
    def _passing(self) -> dict[str, Mask | None]:
        """For each group of filters, and the words where these hold of many, which of `_rows` pass."""
        found = self.index.filtered(self.terms, self.today, self._rows)
        if self.matches is not None and isinstance(self._rows, slice):
            found["words"] = self.matches.scores > 0
        return found

    @cached_property
    def found(self) -> Selection:
        """The agreements that match words and all filters."""
        return self._selected(None)

    @property
    def total(self) -> int:
        """How many match."""
        return len(self.found)

    def _passed(self, but: str | None) -> Mask | None:
        """Which of `_rows` pass all but one group of filters."""
        masks = [mask for group, mask in self._passing.items() if group != but and mask is not None]
        return np.logical_and.reduce(masks) if len(masks) > 1 else masks[0] if masks else None

    def _selected(self, but: str | None) -> Selection:
        passed = self._passed(but)
        if passed is None:
            return Selection(self.index, self._rows)
        return Selection(self.index, EVERY, passed) if isinstance(self._rows, slice) else Selection(self.index, self._rows[passed])

    def page(self, sort: Sort, start: int, size: int) -> list[int]:
        """The numbers of the agreements from the start-th on (from 0)."""
        places = self._best(start, size) if sort == "best" and self.matches is not None else self._ordered(sort)[start : start + size]
        found: list[int] = self.index.columns.numbers[places].tolist()
        return found

    def every(self, sort: Sort, start: int = 0) -> Iterator[list[int]]:
        """The numbers of all from the start-th on (from 0), in order, some thousand at a time."""
        places = self._best(start, self.total) if sort == "best" and self.matches is not None else self._ordered(sort)[start:]
        for at in range(0, len(places), CHUNK):
            yield self.index.columns.numbers[places[at : at + CHUNK]].tolist()

    def position(self, sort: Sort, number: int) -> int | None:
        """How many of the result stand before that agreement in an order, itself among them or not.

        None where it is not in the index, and, best first, where the words do not find it: its place is not known then.
        """
        at = self.index.columns.place(number)
        if at is None:
            return None
        if sort == "best" and self.matches is not None:
            before = at if isinstance(self._rows, slice) else int(np.searchsorted(self._rows, at))
            worth = self.matches.scores
            own = worth[before] if isinstance(self._rows, slice) or at in self._rows[before : before + 1] else 0
            better = np.count_nonzero(self._scores > own)
            return int(better + np.count_nonzero(self._scores[:before] == own)) if own else None
        if sort in ("best", "list"):
            return self.found.before(at)
        order = self.index.order(sort)
        return int(np.count_nonzero(self.found.mask[order[: int(np.flatnonzero(order == at)[0])]]))

    def holds(self, number: int) -> bool:
        """Whether that agreement is among them."""
        at = self.index.columns.place(number)
        return at is not None and bool(self.found.mask[at])

    def _ordered(self, sort: Sort) -> Numbers | Rows:
        if sort in ("best", "list"):
            return np.arange(self.total) if isinstance(self.found.rows, slice) else self.found.rows
        order = self.index.order(sort)
        return order if isinstance(self.found.rows, slice) else order[self.found.mask[order]]

    @cached_property
    def _scores(self) -> Scores:
        """What each of `_rows` is worth for the words; 0 for those that do not pass."""
        assert self.matches is not None
        passed = self._passed(None)
        return self.matches.scores if passed is None else self.matches.scores * passed

    def _best(self, start: int, size: int) -> Numbers | Rows:
        """Level by level from the highest: within one, the list's order."""
        scores = self._scores
        found, left = [np.zeros(0, np.intp)], start
        for level in range(int(scores.max(initial=0)), 0, -1):
            places = np.flatnonzero(scores == level)
            found.append(places[left : left + size])
            left, size = max(0, left - len(places)), size - len(found[-1])
            if size <= 0:
                break
        places = np.concatenate(found)
        return places if isinstance(self._rows, slice) else self._rows[places]

    def counts(self, most: int | None = None) -> dict[FacetName, dict[str, int]]:
        """For each filter its values and how many match, its own choice left open and all others kept.

        Only what is there; of units the `most` with the highest counts (None: all).
        """
        known, open_ = self.index.known, self._open("in_force")
        units = np.where(self.index.ours, self._counted("unit"), 0)
        wheres, profiles = self._counted("where"), self._counted("profile")
        in_force = open_.among(self.index.held(self.today))
        counts: dict[str, dict[str, int]] = {
            "unit": {str(known.entities[unit].key): count for unit, count in _highest(units, most)},
            "year": {str(year): count for year, count in _highest(self._counted("year"), None) if year},
            "in_force": {name: n for name, n in (("yes", in_force), ("no", len(open_) - in_force)) if n},
        }
        for group, counted in (("where", wheres), ("profile", profiles)):
            counts |= {name: self._shared(group, name, counted) for name in GROUPS[group]}
        return {name: counts[name] for name in FACETS}

    def partners(self) -> dict[int, int]:
        """How many of the result each partner has, by its id; one of several partners counts in each."""
        index, rows, known = self.index, self.found.rows, self.index.known
        counted = np.bincount(index.columns.partner[rows], minlength=index.entities)
        counted += np.bincount(index.several("others", rows), minlength=index.entities)
        named = ((known.entities[at], count) for at, count in _highest(counted, None))
        return {int(one.key): count for one, count in named if one.kind == "institution" and not one.ours}

    def territories(self) -> dict[str, int]:
        """How many of the result each territory has, by its code; one of several territories counts in each."""
        return self._by_part("territory", self.found.tally("where"))

    def _open(self, group: str) -> Selection:
        """What matches, one group of filters left open."""
        return self.found if self._passing[group] is None else self._selected(group)

    def _counted(self, group: str) -> Counts:
        """How many match of each value of a column, its group of filters left open."""
        return self._open(group).tally(group)

    def _shared(self, group: str, name: FacetName, counted: Counts) -> dict[str, int]:
        """Counts of one filter out of the counts of what is looked up together; the group's other filters are kept here."""
        passing = self.index.passing(group, self.terms.without(name))
        if passing is not None:
            counted = np.where(passing, counted, 0)
        return self._by_part(name, counted)

    def _by_part(self, name: FacetName, counted: Counts) -> dict[str, int]:
        parts = self.index.parts[name]
        return {parts.values[at]: count for at, count in _highest(parts.sums(counted), None)}


def _highest(counts: Counts, most: int | None) -> Iterator[tuple[int, int]]:
    """The numbers with a count and their counts; the `most` with the highest, of equal ones the first."""
    places = np.flatnonzero(counts)
    if most is not None and len(places) > most:
        places = places[np.argsort(-counts[places], kind="stable")[:most]]
    return zip(places.tolist(), counts[places].tolist(), strict=True)
