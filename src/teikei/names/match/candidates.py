"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from msgspec import Struct

from teikei.names.authority.parts import NameParts, Shapes
from teikei.names.authority.store import Authority
from teikei.names.match.laid import Reading
from teikei.names.match.query import KeyGroup, Query, keys_of
from teikei.names.match.suiting import WHOLE, Suiting, nearly_best

MOST = 12  # names that are laid beside the printed one
_OF_ONE = 3  # names of one record among them
_TOO_COMMON = 3_000  # names under one key; such a key tells nothing
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "c": 1.5, "p": 1.0, "e": 1.0, "m": 0.8, "s": 1.2, "x": 2.0, "f": 1.2, "w": 0.5}
_BY_SOUND = 2.0  # at most what keys of sound are worth together
_FIRST_LOOK = 48  # names that are put in order first; where they are of too few records, all are
_KEPT = 400_000  # scores kept of first readings, about 100 bytes each
_SURE = "=lhk"  # keys that hold without a territory


class Found(Struct, frozen=True):
    """A name of the authority, a reading of the printed name that suits it, and whether both are the same but for how they are written."""

    name: NameParts
    reading: Reading
    same: bool


def candidates(authority: Authority, query: Query, within: str) -> list[Found]:
    """The names that share most with the query within a territory, or anywhere for "", the most promising first: at most MOST names,
    each with the reading that suits it best, or several that do so nearly.

    Anywhere, only keys that say more than a likeness of sound are looked up.
    """
    if not query.readings:
        return []
    if (memory := _MEMORIES.get(authority)) is None:
        memory = _MEMORIES[authority] = _Memory(authority.shapes)
    begun = memory.begun(authority, query.readings[0], within)
    # The further readings mostly have the proper names of the first one, and words of their own.
    groups = dict.fromkeys(group for reading in query.readings[1:] for group in keys_of(reading, but=query.readings[0]))
    further = [group for group in groups if group not in begun.groups]
    filed = _filed(authority, further, within, begun.filed)
    scores, propers = begun.scores, begun.propers
    if further and any(_tells(filed.get(key, ())) for group in further for keys in group for key in keys):
        scores = scores.copy()
        propers |= _add_groups(scores, further, filed)
    if not propers and within:
        scores = scores.copy()
        _add_words(authority, scores, query, within)
    ranked = _ranked(authority.shapes, memory.suiting, query.readings, scores)
    names = authority.names_at([number for number, _ in ranked])
    same = {reading.text: {number for whole in reading.wholes for number in filed[whole]} for reading in query.readings}
    return [
        Found(name, reading, number in same[reading.text])
        for (number, readings), name in zip(ranked, names, strict=True)
        for reading in readings
    ]


class _Begun(NamedTuple):
    """What the first reading of a name gives: its keys, the numbers under each, the scores of these, and whether any key is a proper
    name's. Not to be changed.
    """

    groups: frozenset[KeyGroup]
    filed: dict[str, Sequence[int]]
    scores: dict[int, float]
    propers: bool


class _Memory:
    """What is kept of an authority from one query to the next: an institution comes with many faculties."""

    def __init__(self, shapes: Shapes) -> None:
        self.suiting = Suiting(shapes)
        self._begun: dict[tuple[str, str, str], _Begun] = {}
        self._kept = 0

    def begun(self, authority: Authority, reading: Reading, within: str) -> _Begun:
        """What a first reading gives."""
        key = reading.text, reading.territory, within
        if (known := self._begun.get(key)) is None:
            if self._kept > _KEPT:
                self._begun.clear()
                self._kept = 0
            groups = dict.fromkeys(keys_of(reading))
            filed = _filed(authority, groups, within, {})
            scores: dict[int, float] = {}
            propers = _add_groups(scores, groups, filed)
            known = self._begun[key] = _Begun(frozenset(groups), filed, scores, propers)
            self._kept += len(scores)
        return known


_MEMORIES: WeakKeyDictionary[Authority, _Memory] = WeakKeyDictionary()


def _filed(authority: Authority, groups: Iterable[KeyGroup], within: str, known: dict[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    """What is known, and for each further key the numbers of the names filed under it."""
    keys = dict.fromkeys(key for group in groups for keys in group for key in keys if key not in known and (within or key[0] in _SURE))
    return known | dict(zip(keys, authority.postings(tuple(keys), within), strict=True)) if keys else known


def _tells(numbers: Sequence[int]) -> bool:
    return 0 < len(numbers) <= _TOO_COMMON


def _add_groups(scores: dict[int, float], groups: Iterable[KeyGroup], filed: Mapping[str, Sequence[int]]) -> bool:
    """Add what a name is found by, what one run finds once; whether any of it is a proper name or a whole one."""
    propers = False
    for group in groups:
        propers |= _add_group(scores, group, filed)
    return propers


def _add_group(scores: dict[int, float], group: KeyGroup, filed: Mapping[str, Sequence[int]]) -> bool:
    firm, sounds = ([key for key in keys if filed.get(key)] for keys in group)
    if len(firm) + len(sounds) < 2:
        key = next(iter((*firm, *sounds)), "")
        return bool(key) and _add(scores, filed[key], _WORTH[key[0]]) and key[0] not in "fw"
    found: dict[int, float] = {}
    for key in sounds:
        _add(found, filed[key], _WORTH[key[0]])
    for number, worth in found.items():
        if worth > _BY_SOUND:
            found[number] = _BY_SOUND
    for key in firm:
        _raise(found, filed[key], _WORTH[key[0]])
    if scores:
        for number, worth in found.items():
            scores[number] = scores[number] + worth if number in scores else worth
    else:
        scores.update(found)
    return bool(found) and any(key[0] not in "fw" for key in (*firm, *sounds))


def _raise(found: dict[int, float], numbers: Sequence[int], worth: float) -> None:
    if len(numbers) <= _TOO_COMMON:
        worth /= 1 + len(numbers) / 800
        if not found:
            found.update(dict.fromkeys(numbers, worth))
            return
        for number in numbers:
            if number not in found or found[number] < worth:
                found[number] = worth


def _add_words(authority: Authority, scores: dict[int, float], query: Query, within: str) -> None:
    """Words of kind alone: only where nothing else could be found."""
    for reading in query.readings:
        for numbers in authority.postings(["w" + word for word in reading.outer_ids], within):
            _add(scores, numbers, _WORTH["w"])


def _ranked(shapes: Shapes, suiting: Suiting, readings: Sequence[Reading], scores: dict[int, float]) -> list[tuple[int, list[Reading]]]:
    """The names that suit best, at most MOST and _OF_ONE of one record, the best first, each with the readings that suit it best or nearly."""
    numbers = np.fromiter(scores, np.int64, len(scores))
    worths = suiting.of(readings, numbers)
    worth = -np.fromiter(scores.values(), np.float64, len(scores)) - (worths[0] if len(readings) == 1 else worths.max(axis=0)) / WHOLE
    for look in (_FIRST_LOOK, len(scores)):
        near = np.flatnonzero(worth <= np.partition(worth, look)[look]) if look < len(scores) else np.arange(len(scores))
        order = near[np.lexsort((numbers[near], worth[near]))]
        first = _first(order.tolist(), shapes.records[numbers[order]].tolist())
        if len(first) == MOST:
            break
    if len(readings) == 1:
        return [(number, [*readings]) for number in numbers[first].tolist()]
    each = zip(numbers[first].tolist(), worths[:, first].T.tolist(), strict=True)
    return [(number, [readings[place] for place in nearly_best(suits)]) for number, suits in each]


def _first(order: Sequence[int], records: Sequence[int]) -> list[int]:
    """The first of some, of which the records are given: at most MOST and _OF_ONE of one record."""
    taken: dict[int, int] = {}
    first = []
    for one, record in zip(order, records, strict=True):
        taken[record] = taken.get(record, 0) + 1
        if taken[record] <= _OF_ONE:
            first.append(one)
            if len(first) == MOST:
                break
    return first


def _add(scores: dict[int, float], numbers: Sequence[int], worth: float) -> bool:
    if not _tells(numbers):
        return False
    worth /= 1 + len(numbers) / 800
    if not scores:
        scores.update(dict.fromkeys(numbers, worth))
        return True
    for number in numbers:
        scores[number] = scores[number] + worth if number in scores else worth
    return True
