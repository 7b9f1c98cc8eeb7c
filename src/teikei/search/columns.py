"""Agreements as columns: one array for each fact, so that a filter is a comparison and a count is one pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from teikei.search.texts import Numbers

Mask = npt.NDArray[np.bool_]
NO_END = 2**31 - 1  # a span without an end, in days


class Row(NamedTuple):
    """One agreement. Entities, profile and sort key are numbers of `Known`; title and papers are numbers of writings.

    partner: the first other party; others: further parties that a search finds it by. where: region and territories.
    day: ordinal of the day concluded, 0 where not known; spans: ordinals of first and last days on which it holds.
    """

    number: int
    partner: int
    others: tuple[int, ...]
    where: int
    profile: int
    year: int
    day: int
    sorting: int
    title: int
    units: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Facts of agreements in the order of their numbers. Pairs of arrays ending in _of hold what one may have several of.

    first, last: the first span (0 and 0 for none); further spans are in spans_of, spans_first, spans_last.
    Some 60 bytes an agreement.
    """

    numbers: npt.NDArray[np.int64]
    partner: Numbers
    where: Numbers
    profile: Numbers
    year: npt.NDArray[np.int16]
    day: Numbers
    sorting: Numbers
    title: Numbers
    first: Numbers
    last: Numbers
    units_of: Numbers
    units: Numbers
    others_of: Numbers
    others: Numbers
    papers_of: Numbers
    papers: Numbers
    spans_of: Numbers
    spans_first: Numbers
    spans_last: Numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def place(self, number: int) -> int | None:
        """The place of an agreement, None where it is not here."""
        at = int(np.searchsorted(self.numbers, number))
        return at if at < len(self) and self.numbers[at] == number else None

    def holding(self, day: int) -> Mask:
        """Which of them hold on that day (an ordinal)."""
        held = (self.first <= day) & (self.last >= day)
        held[self.spans_of[(self.spans_first <= day) & (self.spans_last >= day)]] = True
        return held

    def without(self, numbers: Iterable[int]) -> "Columns":
        """The same without these agreements."""
        gone = np.isin(self.numbers, np.fromiter(numbers, np.int64))
        if not gone.any():
            return self
        kept = ~gone
        place = np.cumsum(kept, dtype=np.int32) - 1
        changed: dict[str, Any] = {name: getattr(self, name)[kept] for name in _SINGLE}
        for owners, several in _SEVERAL.items():
            stay = kept[getattr(self, owners)]
            changed[owners] = place[getattr(self, owners)[stay]]
            changed |= {name: getattr(self, name)[stay] for name in several}
        return replace(self, **changed)

    def with_rows(self, rows: Sequence[Row]) -> "Columns":
        """The same with these agreements, which were not here, each in its place."""
        if not rows:
            return self
        more = columns(sorted(rows))
        numbers = np.concatenate([self.numbers, more.numbers])
        changed: dict[str, Any] = {name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in _SINGLE}
        for owners, several in _SEVERAL.items():
            changed[owners] = np.concatenate([getattr(self, owners), getattr(more, owners) + np.int32(len(self))])
            changed |= {name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in several}
        if len(self) and more.numbers[0] < self.numbers[-1]:
            order = np.argsort(numbers, kind="stable")
            place = np.empty(len(order), np.int32)
            place[order] = np.arange(len(order), dtype=np.int32)
            changed |= {name: changed[name][order] for name in _SINGLE} | {owners: place[changed[owners]] for owners in _SEVERAL}
        return replace(self, **changed)


_SEVERAL = {"units_of": ("units",), "others_of": ("others",), "papers_of": ("papers",), "spans_of": ("spans_first", "spans_last")}
_SINGLE = tuple(
    one.name for one in fields(Columns) if one.name not in _SEVERAL and not any(one.name in several for several in _SEVERAL.values())
)


def columns(rows: Iterable[Row]) -> Columns:
    """Columns of agreements that come in the order of their numbers."""
    single: dict[str, list[int]] = {name: [] for name in _SINGLE}
    several: dict[str, list[int]] = {name: [] for owners, named in _SEVERAL.items() for name in (owners, *named)}
    for at, row in enumerate(rows):
        first, last = row.spans[0] if row.spans else (0, 0)
        values = (row.number, row.partner, row.where, row.profile, row.year, row.day, row.sorting, row.title, first, last)
        for kept, value in zip(single.values(), values, strict=True):
            kept.append(value)
        for owners, name in (("units_of", "units"), ("others_of", "others"), ("papers_of", "papers")):
            if found := getattr(row, name):
                several[name] += found
                several[owners] += [at] * len(found)
        for first, last in row.spans[1:]:
            several["spans_of"].append(at)
            several["spans_first"].append(first)
            several["spans_last"].append(last)
    kinds: dict[str, Any] = {"numbers": np.int64, "year": np.int16}
    return Columns(**{name: np.array(values, kinds.get(name, np.int32)) for name, values in (single | several).items()})
