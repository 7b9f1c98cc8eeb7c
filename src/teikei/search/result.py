"""A result: the agreements that match words and filters, their number, any page of them, and the counts of each filter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from teikei.search.columns import Mask
from teikei.search.index import GROUPS, Index, Scores
from teikei.search.known import Profile, Where
from teikei.search.terms import FACETS, FacetName, Sort, Terms
from teikei.search.texts import Numbers

Counts = npt.NDArray[np.int64]
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

    def every(self, sort: Sort) -> Iterator[list[int]]:
        """The numbers of all, in order, some thousand at a time."""
        places = self._best(0, self.total) if sort == "best" and self.scores is not None else self._ordered(sort)
        for start in range(0, len(places), CHUNK):
            yield self.index.columns.numbers[places[start : start + CHUNK]].tolist()

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
        left, found = start, []
        counts = np.bincount(scores)
        for level in np.flatnonzero(counts)[::-1].tolist():
            if level == 0 or size <= 0:
                break
            if left >= counts[level]:
                left -= int(counts[level])
                continue
            places = np.flatnonzero(scores == level)[left : left + size]
            found.append(places)
            left, size = 0, size - len(places)
        return np.concatenate(found) if found else np.zeros(0, np.intp)

    def counts(self) -> dict[FacetName, dict[str, int]]:
        """For each filter its values and how many match, its own choice left open and all others kept. Only what is there."""
        known, columns = self.index.known, self.index.columns
        wheres = self._counted("where", columns.where, len(known.wheres))
        profiles = self._counted("profile", columns.profile, len(known.profiles))
        units = self._mask("unit")
        named = columns.units if units.all() else columns.units[units[columns.units_of]]
        held = self.index.held(self.today)[self._mask("in_force")]
        counts: dict[FacetName, dict[str, int]] = {
            "unit": {
                str(known.entities[unit].key): count
                for unit, count in _positive(np.bincount(named))
                if known.entities[unit].ours
            },
            "year": {str(year): count for year, count in _positive(self._counted("year", columns.year, 0)) if year},
            "in_force": {name: count for name, count in (("yes", int(held.sum())), ("no", int((~held).sum()))) if count},
        }
        every: list[tuple[FacetName, Any, Counts, Callable[[Any], Iterable[Any]]]] = [
            ("region", known.wheres, wheres, lambda where: (where.region,) if where.region else ()),
            ("territory", known.wheres, wheres, lambda where: where.territories),
            ("kind", known.profiles, profiles, lambda profile: profile.kinds),
            ("level", known.profiles, profiles, lambda profile: (profile.level,)),
            ("contents", known.profiles, profiles, lambda profile: profile.contents),
            ("places", known.profiles, profiles, lambda profile: (profile.places,)),
            ("language", known.profiles, profiles, lambda profile: profile.languages),
        ]
        for name, values, counted, parts in every:
            counts[name] = self._shared(name, values, counted, parts)
        return {name: counts[name] for name in FACETS}

    def _mask(self, group: str) -> Mask:
        return self.mask if self._passing[group] is None else self._selected(group)

    def _counted(self, group: str, column: Any, size: int) -> Counts:
        mask = self._mask(group)
        return np.bincount(column if mask.all() else column[mask], minlength=size)

    def _shared(
        self, name: FacetName, values: list[Where] | list[Profile], counted: Counts, parts: Callable[[Any], Iterable[Any]]
    ) -> dict[str, int]:
        """Counts of one filter out of the counts of what is looked up together; the group's other filters are kept here."""
        group = next(group for group, names in GROUPS.items() if name in names)
        test = self.index.test(group, self.terms.without(name))
        found: dict[str, int] = {}
        for at, count in _positive(counted):
            if test is None or test(values[at]):
                for part in parts(values[at]):
                    found[str(part)] = found.get(str(part), 0) + count
        return found


def _positive(counts: Counts) -> Iterator[tuple[int, int]]:
    places = np.flatnonzero(counts)
    return zip(places.tolist(), counts[places].tolist(), strict=True)
