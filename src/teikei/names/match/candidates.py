"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from teikei.names.authority.parts import NameParts, Shape
from teikei.names.authority.store import Authority
from teikei.names.match.query import KeyGroup, Query, Reading, keys_of
from teikei.names.words import near, sort_of

MOST = 12  # names that are laid beside the printed one
_OF_ONE = 3  # names of one record among them
_TOO_COMMON = 3_000  # names under one key; such a key tells nothing
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "c": 1.5, "p": 1.0, "e": 1.0, "m": 0.8, "s": 1.2, "x": 2.0, "f": 1.2, "w": 0.5}
_BY_SOUND = 2.0  # at most what keys of sound are worth together
_SPOKEN = 0.4
_NEARLY = 0.45  # a reading that suits a name nearly as well as the best one is laid beside it too
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
    scores: dict[int, float] = defaultdict(float)
    propers = False
    groups = dict.fromkeys(group for reading in query.readings for group in keys_of(reading))
    looked_up = [key for key in dict.fromkeys(key for group in groups for keys in group for key in keys) if within or key[0] in _SURE]
    filed = dict(zip(looked_up, authority.postings(looked_up, within), strict=True))
    for group in groups:
        propers |= _add_group(scores, group, filed)
    if not propers and within:
        # Words of kind alone: only where nothing else could be found.
        for reading in query.readings:
            words = ["w" + word for word in reading.outer_ids]
            for numbers in authority.postings(words, within):
                _add(scores, numbers, _WORTH["w"])
    ranked = _ranked(authority, query.readings, scores)
    names = authority.names_at([number for number, _ in ranked])
    return [
        Found(name, reading, any(number in filed[whole] for whole in reading.wholes))
        for (number, readings), name in zip(ranked, names, strict=True)
        for reading in readings
    ]


def _add_group(scores: dict[int, float], group: KeyGroup, filed: dict[str, Sequence[int]]) -> bool:
    """Add what a name is found by; whether it is a proper name or a whole one."""
    firm, sounds = ([key for key in keys if filed.get(key)] for keys in group)
    if len(firm) + len(sounds) < 2:
        return sum(_add(scores, filed[key], _WORTH[key[0]]) and key[0] not in "fw" for key in (*firm, *sounds)) > 0
    found: dict[int, float] = defaultdict(float)
    for key in sounds:
        _add(found, filed[key], _WORTH[key[0]])
    for number, worth in found.items():
        found[number] = min(worth, _BY_SOUND)
    for key in firm:
        _raise(found, filed[key], _WORTH[key[0]])
    for number, worth in found.items():
        scores[number] += worth
    return bool(found) and any(key[0] not in "fw" for key in (*firm, *sounds))


def _raise(found: dict[int, float], numbers: Sequence[int], worth: float) -> None:
    if len(numbers) <= _TOO_COMMON:
        worth /= 1 + len(numbers) / 800
        for number in numbers:
            if found[number] < worth:
                found[number] = worth


def _ranked(authority: Authority, readings: Sequence[Reading], scores: dict[int, float]) -> list[tuple[int, list[Reading]]]:
    """The names that suit best, at most MOST and _OF_ONE of one record, the best first, each with the readings that suit it best or nearly."""
    shape_numbers, record_numbers = authority.shape_numbers, authority.record_numbers
    suits: dict[int, tuple[float, list[tuple[float, Reading]]]] = {}
    found: list[tuple[float, int]] = []
    for number, score in scores.items():
        shaped = shape_numbers[number]
        if (suited := suits.get(shaped)) is None:
            shape = authority.shape(shaped)
            each = [(_suits(shape, reading), reading) for reading in readings if not reading.unit or shape.part]
            suited = suits[shaped] = (max([worth for worth, _ in each], default=0.0), each)
        found.append((-score - suited[0], number))
    found.sort()
    ranked: list[tuple[int, list[Reading]]] = []
    taken: dict[int, int] = defaultdict(int)
    for _, number in found:
        record = record_numbers[number]
        taken[record] += 1
        if taken[record] <= _OF_ONE:
            best, each = suits[shape_numbers[number]]
            ranked.append((number, [reading for worth, reading in each if worth >= best - _NEARLY] or [readings[0]]))
            if len(ranked) >= MOST:
                break
    return ranked


def _add(scores: dict[int, float], numbers: Sequence[int], worth: float) -> bool:
    if not numbers or len(numbers) > _TOO_COMMON:
        return False
    worth /= 1 + len(numbers) / 800
    for number in numbers:
        scores[number] += worth
    return True


def _suits(shape: Shape, reading: Reading) -> float:
    """How well the words go together, near ones in part, and how much either name has to spare; to rank only."""
    if shape.acronym:
        return 0.0
    ours, theirs = reading.outer_ids, shape.words
    shared = ours & theirs
    lacking, spare = ours - shared, theirs - shared
    close = sum([max([near(word, other) for other in spare]) for word in lacking]) if lacking and spare else 0.0
    # A direction may be spoken: ノースカロライナ.
    over = sum([_SPOKEN if sort_of(word) == "direction" else 1.0 for word in spare])
    propers = abs(shape.propers - len(reading.propers))
    return 0.6 * (len(shared) + 0.8 * close) - 0.3 * (over - close) - 0.5 * (len(lacking) - close) - 0.25 * min(propers, 3)
