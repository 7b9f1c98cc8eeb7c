"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from teikei.names.authority.parts import NameParts, Shape
from teikei.names.authority.store import Authority
from teikei.names.match.query import Query, Reading, keys_of

MOST = 10  # names that are laid beside the printed one
_LOOKED_AT = 48  # names with the most telling keys, whose words are compared before that
_TOO_COMMON = 3_000  # names under one key; such a key tells nothing
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "c": 1.5, "p": 1.0, "e": 1.0, "m": 0.8, "s": 1.2, "f": 1.2, "w": 0.5}
_ALIKE = 0.3
_FAR_BELOW = 0.5
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
    keys = _keys(query)
    looked_up = [key for key in keys if within or key[0] in _SURE]
    filed = dict(zip(looked_up, authority.postings(looked_up, within), strict=True))
    for key, numbers in filed.items():
        propers |= _add(scores, numbers, keys[key]) and key[0] not in "fw"
    if not propers and within:
        # Words of kind alone: only where nothing else could be found.
        for reading in query.readings:
            words = ["w" + word for word in reading.outer_ids]
            for numbers in authority.postings(words, within):
                _add(scores, numbers, _WORTH["w"])
    if len(scores) > _LOOKED_AT and within:
        _prefer_alike(authority, scores, query.readings[0])
    ranked = _ranked(authority, query.readings, _most_promising(scores))
    names = authority.names_at([number for number, _ in ranked])
    return [
        Found(name, reading, any(number in filed[whole] for whole in reading.wholes))
        for (number, readings), name in zip(ranked, names, strict=True)
        for reading in readings
    ]


def _ranked(authority: Authority, readings: Sequence[Reading], scored: Sequence[tuple[int, float]]) -> list[tuple[int, list[Reading]]]:
    """The names that suit best, at most MOST, the best first, each with the readings that suit it best or nearly."""
    shape_numbers = authority.shape_numbers
    suits: dict[int, list[tuple[float, Reading]]] = {}
    found: list[tuple[float, int, list[Reading]]] = []
    for number, score in scored:
        shaped = shape_numbers[number]
        if (suited := suits.get(shaped)) is None:
            shape = authority.shape(shaped)
            suited = [(_suits(shape, reading), reading) for reading in readings if not reading.unit or shape.part]
            suits[shaped] = suited
        if not suited:
            found.append((score, number, [readings[0]]))
        elif len(suited) == 1:
            found.append((score + suited[0][0], number, [suited[0][1]]))
        else:
            rough = [(score + worth, reading) for worth, reading in suited]
            best = max([worth for worth, _ in rough])
            found.append((best, number, [reading for worth, reading in rough if worth >= best - _NEARLY]))
    found.sort(key=lambda one: -one[0])
    return [(number, suited) for _, number, suited in found[:MOST]]


def _most_promising(scores: dict[int, float]) -> list[tuple[int, float]]:
    """The _LOOKED_AT names with the highest scores, the lower number first among equals."""
    if len(scores) > _LOOKED_AT:
        bound = max(scores.values()) * _FAR_BELOW
        near = [number for number, score in scores.items() if score >= bound]
        numbers = near if len(near) >= _LOOKED_AT else list(scores)
    else:
        numbers = list(scores)
    numbers.sort()
    numbers.sort(key=scores.__getitem__, reverse=True)
    return [(number, scores[number]) for number in numbers[:_LOOKED_AT]]


def _prefer_alike(authority: Authority, scores: dict[int, float], reading: Reading) -> None:
    """Names of the same kind and field go first where hundreds share a place: ニューサウスウェールズ大学."""
    shape_numbers, shape_of, ours = authority.shape_numbers, authority.shape, reading.word_ids
    shared: dict[int, int] = {}
    for number in scores:
        shaped = shape_numbers[number]
        if (count := shared.get(shaped)) is None:
            shape = shape_of(shaped)
            count = shared[shaped] = 0 if shape.acronym else len(ours & shape.words)
        for _ in range(count):
            scores[number] += _ALIKE


def _keys(query: Query) -> dict[str, float]:
    """Each key with what it is worth, the most telling first."""
    return {key: _WORTH[key[0]] for reading in query.readings for key in keys_of(reading)}


def _add(scores: dict[int, float], numbers: Sequence[int], worth: float) -> bool:
    if not numbers or len(numbers) > _TOO_COMMON:
        return False
    worth /= 1 + len(numbers) / 800
    for number in numbers:
        scores[number] += worth
    return True


def _suits(shape: Shape, reading: Reading) -> float:
    """How well the words go together, and how much either name has to spare; to rank only."""
    ours, theirs = reading.outer_ids, shape.words
    shared = len(ours & theirs)
    return 0.6 * shared - 0.3 * (len(theirs) - shared) - 0.5 * (len(ours) - shared) - 0.35 * abs(shape.propers - len(reading.propers))
