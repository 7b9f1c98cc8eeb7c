"""Two sets of rows compared: which rows are the same, which were renamed, redated, given other units, came or went."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from rapidfuzz import fuzz

from teikei.names.folding import fold
from teikei.rules.days import PartialDate

ChangeKind = Literal["renamed", "redated", "units", "territory", "validity", "counted"]

# Names at least so alike (0–100, rapidfuzz ratio of folded names) may be one partner renamed or respelled,
# where date or units agree too; the higher bound is for names alone.
ALIKE_WITH_DATE = 50.0
ALIKE_ALONE = 85.0
# Beyond so many pairs in one territory only rows of the same date are held against each other.
MOST_PAIRS = 1_000_000


class ComparableRow(Protocol):
    """What a comparison needs to know of a row."""

    @property
    def institution(self) -> str: ...  # noqa: D102
    @property
    def partner_unit(self) -> str | None: ...  # noqa: D102
    @property
    def units(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def concluded_on(self) -> PartialDate | None: ...  # noqa: D102
    @property
    def valid_to(self) -> str | None: ...  # noqa: D102
    @property
    def counted(self) -> bool: ...  # noqa: D102
    @property
    def territory_key(self) -> str | None: ...  # noqa: D102


R = TypeVar("R", bound=ComparableRow)


@dataclass(frozen=True, slots=True)
class Change(Generic[R]):
    """One row that stands in both sets and differs: what changed, and the two rows."""

    kinds: tuple[ChangeKind, ...]
    old: R
    new: R


@dataclass(frozen=True, slots=True)
class Comparison(Generic[R]):
    """Rows only in the new set, rows only in the old, rows in both that differ; each in its set's order."""

    added: tuple[R, ...]
    gone: tuple[R, ...]
    changed: tuple[Change[R], ...]

    @property
    def same(self) -> bool:
        """Whether the two sets say the same."""
        return not (self.added or self.gone or self.changed)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows taken for one, by their places in the two sets, and what differs; nothing differs in rows that say the same."""

    old: int
    new: int
    kinds: tuple[ChangeKind, ...]


def pair_rows(old: Sequence[R], new: Sequence[R]) -> tuple[Pair, ...]:
    """Which row of the one set is which of the other, as `compare_rows` pairs them, in the order of `new`."""
    pairs = _paired(old, new).pairs
    return tuple(Pair(i, j, _kinds(old[i], new[j])) for i, j in sorted(pairs.items(), key=lambda pair: pair[1]))


def compare_rows(old: Sequence[R], new: Sequence[R]) -> Comparison[R]:
    """Pair the rows of two sets, surest pairs first, and say what differs.

    First rows of one territory and folded name (by units and date where there are several); then, in one
    territory, like names with the same date or units; then a like name alone; then the same name and date in
    another territory. Whatever remains was added or is gone. Comparing the sets the other way round mirrors it.
    """
    pairing = _paired(old, new)
    changes = (Change(_kinds(old[i], new[j]), old[i], new[j]) for i, j in sorted(pairing.pairs.items(), key=lambda pair: pair[1]))
    taken = set(pairing.pairs.values())
    return Comparison(
        added=tuple(row for j, row in enumerate(new) if j not in taken),
        gone=tuple(row for i, row in enumerate(old) if i not in pairing.pairs),
        changed=tuple(change for change in changes if change.kinds),
    )


def _paired(old: Sequence[R], new: Sequence[R]) -> "_Pairing[R]":
    pairing = _Pairing(old, new)
    pairing.by_key(lambda row: (*_named(row), row.units, row.concluded_on))
    pairing.by_key(lambda row: (*_named(row), row.concluded_on))
    pairing.by_key(lambda row: (*_named(row), row.units))
    pairing.by_key(_named)
    pairing.by_likeness()
    pairing.by_key(lambda row: (fold(row.institution), row.partner_unit, row.concluded_on))
    return pairing


def _named(row: ComparableRow) -> tuple[Hashable, ...]:
    return row.territory_key, fold(row.institution), row.partner_unit


def _kinds(old: ComparableRow, new: ComparableRow) -> tuple[ChangeKind, ...]:
    differs: tuple[tuple[ChangeKind, bool], ...] = (
        ("renamed", (old.institution, old.partner_unit) != (new.institution, new.partner_unit)),
        ("redated", old.concluded_on != new.concluded_on),
        ("units", old.units != new.units),
        ("territory", old.territory_key != new.territory_key),
        ("validity", old.valid_to != new.valid_to),
        ("counted", old.counted != new.counted),
    )
    return tuple(kind for kind, holds in differs if holds)


class _Pairing(Generic[R]):
    """Pairs made so far: index in old → index in new."""

    def __init__(self, old: Sequence[R], new: Sequence[R]) -> None:
        self.old, self.new = old, new
        self.pairs: dict[int, int] = {}
        self.open_new = dict.fromkeys(range(len(new)))

    def _open_old(self) -> Iterator[int]:
        return (i for i in range(len(self.old)) if i not in self.pairs)

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        del self.open_new[j]

    def by_key(self, key: Callable[[R], Hashable]) -> None:
        """Pair open rows under the same key, in order."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for j in self.open_new:
            waiting[key(self.new[j])].append(j)
        for queue in waiting.values():
            queue.reverse()
        for i in list(self._open_old()):
            if same := waiting.get(key(self.old[i])):
                self._pair(i, same.pop())

    def by_likeness(self) -> None:
        """Pair open rows of one territory whose names are alike, the likest first."""
        territories: dict[Hashable, list[int]] = defaultdict(list)
        for j in self.open_new:
            territories[self.new[j].territory_key].append(j)
        scored: list[tuple[float, int, int]] = []
        open_old: dict[Hashable, list[int]] = defaultdict(list)
        for i in self._open_old():
            open_old[self.old[i].territory_key].append(i)
        for territory, left in open_old.items():
            right = territories.get(territory, [])
            dated_only = len(left) * len(right) > MOST_PAIRS
            scored += ((likeness, i, j) for i in left for j in right if (likeness := self._likeness(i, j, dated_only)))
        for _, i, j in sorted(scored, key=lambda score: (-score[0], score[1], score[2])):
            if i not in self.pairs and j in self.open_new:
                self._pair(i, j)

    def _likeness(self, i: int, j: int, dated_only: bool) -> float:
        old, new = self.old[i], self.new[j]
        dated = old.concluded_on is not None and old.concluded_on == new.concluded_on
        if dated_only and not dated:
            return 0.0
        shared = dated or bool(set(old.units) & set(new.units))
        ratio = fuzz.ratio(fold(old.institution), fold(new.institution))
        if ratio >= ALIKE_ALONE or (dated and shared and ratio >= ALIKE_WITH_DATE):
            return ratio + (50 if dated else 0) + (10 if shared else 0)
        return 0.0
