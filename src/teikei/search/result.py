"""A result: the agreements that match words and filters, their number, any page of them, and the counts of each filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teikei.search.columns import Mask
from teikei.search.index import EVERY, GROUPS, Counts, Index, Matches, Rows, Scores
from teikei.search.terms import FACETS, FacetName, Sort, Terms
from teikei.search.texts import Numbers

CHUNK = 10_000


@dataclass(frozen=True)
class Selection:
    """Some agreements of an index: their places in ascending order, or EVERY."""

    index: Index
    rows: Rows | slice

    def __len__(self) -> int:
        return len(self.index.columns) if isinstance(self.rows, slice) else len(self.rows)

    @cached_property
    def mask(self) -> Mask:
        """Which agreements of the index are among them."""
        mask = np.zeros(len(self.index.columns), np.bool_)
        mask[self.rows] = True
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

    @cached_property
    def _passing(self) -> dict[str, Mask | None]:
        return self.index.filtered(self.terms, self.today, EVERY if self.matches is None else self.matches.rows)

    @cached_property
    def found(self) -> Selection:
        """The agreements that match words and all filters."""
        return self._selected(None)

    @property
    def total(self) -> int:
        """How many match."""
        return len(self.found)

    def _passed(self, but: str | None) -> Mask | None:
        """Which of those that the words find pass all filters but one group."""
        masks = [mask for group, mask in self._passing.items() if group != but and mask is not None]
        return np.logical_and.reduce(masks) if len(masks) > 1 else masks[0] if masks else None

    def _selected(self, but: str | None) -> Selection:
        passed = self._passed(but)
        if self.matches is None:
            return Selection(self.index, EVERY if passed is None else np.flatnonzero(passed))
        return Selection(self.index, self.matches.rows if passed is None else self.matches.rows[passed])

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
            rows, scores = self.matches
            place = int(np.searchsorted(rows, at))
            if place == len(rows) or rows[place] != at:
                return None
            own = scores[place]
            ordered = self._scores
            return int(np.count_nonzero(ordered > own) + np.count_nonzero(ordered[: self.found.before(at)] == own))
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
        """What those found are worth for the words."""
        assert self.matches is not None
        passed = self._passed(None)
        return self.matches.scores if passed is None else self.matches.scores[passed]

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
        return places if isinstance(self.found.rows, slice) else self.found.rows[places]

    def counts(self, most: int | None = None) -> dict[FacetName, dict[str, int]]:
        """For each filter its values and how many match, its own choice left open and all others kept.

        Only what is there; of units the `most` with the highest counts (None: all).
        """
        known, held = self.index.known, self._open("in_force")
        units = np.where(self.index.ours, self._counted("unit"), 0)
        wheres, profiles = self._counted("where"), self._counted("profile")
        in_force = int(np.count_nonzero(self.index.held(self.today)[held.rows]))
        counts: dict[str, dict[str, int]] = {
            "unit": {str(known.entities[unit].key): count for unit, count in _highest(units, most)},
            "year": {str(year): count for year, count in _highest(self._counted("year"), None) if year},
            "in_force": {name: n for name, n in (("yes", in_force), ("no", len(held) - in_force)) if n},
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
        sums = np.bincount(parts.parts, weights=counted[parts.owners], minlength=len(parts.values)).astype(np.int64)
        return {parts.values[at]: count for at, count in _highest(sums, None)}


def _highest(counts: Counts, most: int | None) -> Iterator[tuple[int, int]]:
    """The numbers with a count and their counts; the `most` with the highest, of equal ones the first."""
    places = np.flatnonzero(counts)
    if most is not None and len(places) > most:
        places = places[np.argsort(-counts[places], kind="stable")[:most]]
    return zip(places.tolist(), counts[places].tolist(), strict=True)
