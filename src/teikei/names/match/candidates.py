"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import NamedTuple
from weakref import WeakKeyDictionary

from teikei.names.authority.parts import NameParts
from teikei.names.authority.store import Authority
from teikei.names.match.query import KeyGroup, Query, Reading, keys_of
from teikei.names.match.suiting import Suiting, WordsSuiting, best_of, suiting_nearly

MOST = 12  # names that are laid beside the printed one
_OF_ONE = 3  # names of one record among them
_TOO_COMMON = 3_000  # names under one key; such a key tells nothing
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "c": 1.5, "p": 1.0, "e": 1.0, "m": 0.8, "s": 1.2, "x": 2.0, "f": 1.2, "w": 0.5}
_BY_SOUND = 2.0  # at most what keys of sound are worth together
_FIRST_LOOK = 16  # names after which it is first asked whether further ones may still be among the first
_KEPT = 400_000  # scores kept of first readings, about 100 bytes each
_REMEMBERED = 500  # combinations of words whose likeness to others is kept
_SURE = "=lhk"  # keys that hold without a territory


class Found(NamedTuple):
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
    memory = _MEMORIES.setdefault(authority, _Memory())
    begun = memory.begun(authority, query.readings[0], within)
    further = [
        group for group in dict.fromkeys(group for reading in query.readings[1:] for group in keys_of(reading)) if group not in begun.groups
    ]
    filed = _filed(authority, further, within, begun.filed)
    scores, propers = begun.scores, begun.propers
    if further and any(_tells(filed.get(key, ())) for group in further for keys in group for key in keys):
        scores = scores.copy()
        propers |= _add_groups(scores, further, filed)
    if not propers and within:
        scores = scores.copy()
        _add_words(authority, scores, query, within)
    ranked = _ranked(authority, memory, query.readings, scores)
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

    def __init__(self) -> None:
        self._begun: dict[tuple[str, str, str], _Begun] = {}
        self._kept = 0
        self._suiting: dict[frozenset[str], WordsSuiting] = {}

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

    def suiting(self, words: frozenset[str]) -> WordsSuiting:
        """How well printed words go with others."""
        if (known := self._suiting.get(words)) is None:
            if len(self._suiting) > _REMEMBERED:
                self._suiting.clear()
            known = self._suiting[words] = WordsSuiting(words)
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


def _ranked(
    authority: Authority, memory: _Memory, readings: Sequence[Reading], scores: dict[int, float]
) -> list[tuple[int, list[Reading]]]:
    """The names that suit best, at most MOST and _OF_ONE of one record, the best first, each with the readings that suit it best or nearly."""
    shapes, of, records = authority.shapes, authority.shapes.of, authority.shapes.records
    words = [memory.suiting(reading.outer_ids) for reading in readings]
    most = max([its.most for its in words])
    ours = [Suiting(reading, its) for reading, its in zip(readings, words, strict=True)]
    order = sorted(scores, key=scores.__getitem__, reverse=True)
    best: dict[int, float] = {}
    first: list[tuple[float, int]] = []
    least = -inf  # what a name has to be worth to be among the first, as far as these go
    start, end = 0, _FIRST_LOOK
    while start < len(order):
        look = order[start:end]
        if scores[look[-1]] + most < least:
            # Neither these nor any behind, however well they suit.
            look = [number for number in look if scores[number] + most >= least]
        if not look:
            break
        shaped = [of[number] for number in look]
        best |= best_of(ours, {*shaped}.difference(best), shapes)
        found = [(-scores[number] - best[shape], number) for number, shape in zip(look, shaped, strict=True)]
        if first := _first([*first, *[one for one in found if one[0] <= -least]], records):
            least = -first[-1][0] if len(first) == MOST else -inf
        start, end = end, end * 2
    return [(number, suiting_nearly(ours, of[number])) for _, number in first]


def _first(found: list[tuple[float, int]], records: Sequence[int]) -> list[tuple[float, int]]:
    """The best of names with what they are worth, turned round: at most MOST and _OF_ONE of one record."""
    found.sort()
    taken: dict[int, int] = {}
    first = []
    for one in found:
        record = records[one[1]]
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
