"""A result: the agreements that match words and filters, their number, any page of them, and the counts of each filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from teikei.search.columns import Mask
from teikei.search.index import GROUPS, Counts, Index, Scores
from teikei.search.terms import FACETS, FacetName, Sort, Terms
from teikei.search.texts import Numbers

CHUNK = 10_000


@dataclass(frozen=True)
class Result:
    """The agreements of an index that match. scores: what each is worth for the words, None where there are none."""

    index: Index
    terms: Terms
    today: int
    scores: Scores | None

    @cached_property
    def _passing(self) -> dict[str, Mask | None]:
        return self.index.filtered(self.terms, self.today)

    @cached_property
    def mask(self) -> Mask:
        """Which agreements match words and all filters."""
        return self._selected(None)

    @cached_property
    def total(self) -> int:
        """How many match."""
        return int(np.count_nonzero(self.mask))

    def _selected(self, but: str | None) -> Mask:
        """Which match, one group of filters left open."""
        masks = [mask for group, mask in self._passing.items() if group != but and mask is not None]
        if self.scores is not None:
            masks.append(self.scores > 0)
        if not masks:
            return np.ones(len(self.index.columns), np.bool_)
        return np.logical_and.reduce(masks) if len(masks) > 1 else masks[0]

    def page(self, sort: Sort, start: int, size: int) -> list[int]:
        """The numbers of the agreements from the start-th on (from 0)."""
        places = self._best(start, size) if sort == "best" and self.scores is not None else self._ordered(sort)[start : start + size]
        found: list[int] = self.index.columns.numbers[places].tolist()
        return found

    def every(self, sort: Sort, start: int = 0) -> Iterator[list[int]]:
        """The numbers of all from the start-th on (from 0), in order, some thousand at a time."""
        places = self._best(start, self.total) if sort == "best" and self.scores is not None else self._ordered(sort)[start:]
        for at in range(0, len(places), CHUNK):
            yield self.index.columns.numbers[places[at : at + CHUNK]].tolist()

    def position(self, sort: Sort, number: int) -> int | None:
        """How many of the result stand before that agreement in an order; None where it is not in the index."""
        at = self.index.columns.place(number)
        if at is None:
            return None
        if sort in ("best", "list"):
            if sort == "list" or self.scores is None:
                return int(np.count_nonzero(self.mask[:at]))
            own = self.scores[at]
            return int(np.count_nonzero(self.mask & (self.scores > own)) + np.count_nonzero(self.mask[:at] & (self.scores[:at] == own)))
        order = self.index.order(sort)
        return int(np.count_nonzero(self.mask[order[: int(np.flatnonzero(order == at)[0])]]))

    def _ordered(self, sort: Sort) -> Numbers | npt.NDArray[np.intp]:
        if sort in ("best", "list"):
            return np.flatnonzero(self.mask)
        order = self.index.order(sort)
        return order[self.mask[order]]

    def _best(self, start: int, size: int) -> npt.NDArray[np.intp]:
        """Level by level from the highest: within one, the list's order."""
        assert self.scores is not None
        scores = np.where(self.mask, self.scores, 0)
        found, left, level = [], start, int(scores.max(initial=0))
        while level and size > 0:
            places = np.flatnonzero(scores == level)
            found.append(places[left : left + size])
            left, size = max(0, left - len(places)), size - len(found[-1])
            level = int(scores.max(initial=0, where=scores < level))
        return np.concatenate(found) if found else np.zeros(0, np.intp)

    def counts(self, most: int | None = None) -> dict[FacetName, dict[str, int]]:
        """For each filter its values and how many match, its own choice left open and all others kept.

        Only what is there; of units the `most` with the highest counts (None: all).
        """
        known, held = self.index.known, self._mask("in_force")
        units = np.where(self.index.ours, self._counted("unit"), 0)
        wheres, profiles = self._counted("where"), self._counted("profile")
        in_force = int(np.count_nonzero(self.index.held(self.today) & held))
        counts: dict[str, dict[str, int]] = {
            "unit": {str(known.entities[unit].key): count for unit, count in _highest(units, most)},
            "year": {str(year): count for year, count in _highest(self._counted("year"), None) if year},
            "in_force": {name: n for name, n in (("yes", in_force), ("no", int(np.count_nonzero(held)) - in_force)) if n},
        }
        for group, counted in (("where", wheres), ("profile", profiles)):
            counts |= {name: self._shared(group, name, counted) for name in GROUPS[group]}
        return {name: counts[name] for name in FACETS}

    def partners(self) -> dict[int, int]:
        """How many of the result each partner has, by its id; one of several partners counts in each."""
        columns, known = self.index.columns, self.index.known
        counted = np.bincount(columns.partner[self.mask], minlength=self.index.entities)
        counted += np.bincount(columns.others[self.mask[columns.others_of]], minlength=self.index.entities)
        named = ((known.entities[at], count) for at, count in _highest(counted, None))
        return {int(one.key): count for one, count in named if one.kind == "institution" and not one.ours}

    def territories(self) -> dict[str, int]:
        """How many of the result each territory has, by its code; one of several territories counts in each."""
        counted = np.bincount(self.index.columns.where[self.mask], minlength=self.index.wheres)
        return self._by_part("territory", counted)

    def _mask(self, group: str) -> Mask:
        return self.mask if self._passing[group] is None else self._selected(group)

    def _counted(self, group: str) -> Counts:
        """How many match of each value of a column, its group of filters left open; of the fewer rows: those in it, or not."""
        mask, every = self._mask(group), self.index.totals[group]
        most = 2 * np.count_nonzero(mask) > len(mask)
        counted = self.index.tally(group, ~mask if most else mask)
        counted = np.pad(counted, (0, len(every) - len(counted)))
        return every - counted if most else counted

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
