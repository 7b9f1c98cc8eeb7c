"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

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
_SHARED_WORD = 0.6  # what a word that both names have is worth in the ranking
_KEPT = 400_000  # scores kept of first readings, about 100 bytes each
_REMEMBERED = 500  # combinations of words and number of proper names whose likeness to shapes is kept
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
    first = query.readings[0]
    begun = memory.begun(authority, first, within)
    further = _filed(authority, query.readings[1:], within, begun.filed)
    filed = begun.filed | further if further else begun.filed
    propers = begun.propers or _names_any(further)
    if any(map(_tells, further.values())) or (within and not propers):
        scores = begun.scores.copy()
        _add_all(scores, further)
        if within and not propers:
            _add_words(authority, scores, query, within)
        promising = _most_promising(authority, memory, scores, first, within)
    else:
        if begun.promising is None:
            begun.promising = _most_promising(authority, memory, begun.scores, first, within)
        promising = begun.promising
    ranked = _ranked(authority, memory, query.readings, promising)
    names = authority.names_at([number for number, _ in ranked])
    same = {reading.text: {number for whole in reading.wholes for number in filed[whole]} for reading in query.readings}
    return [
        Found(name, reading, number in same[reading.text])
        for (number, readings), name in zip(ranked, names, strict=True)
        for reading in readings
    ]


@dataclass(slots=True)
class _Begun:
    """What the first reading of a name gives: the numbers under each of its keys, the scores of these, whether any key is a proper
    name's, and the most promising names where no further reading changes the scores.
    """

    filed: dict[str, Sequence[int]]
    scores: dict[int, float]
    propers: bool
    promising: list[tuple[int, float]] | None = None


class _Memory:
    """What is kept of an authority from one query to the next: an institution comes with many faculties."""

    def __init__(self) -> None:
        self._begun: dict[tuple[str, str, str], _Begun] = {}
        self._kept = 0
        self._sharing: dict[frozenset[str], tuple[int, dict[int, int]]] = {}
        self._suiting: dict[tuple[frozenset[str], int], tuple[int, dict[int, float]]] = {}

    def begun(self, authority: Authority, reading: Reading, within: str) -> _Begun:
        """What a first reading gives."""
        key = reading.text, reading.territory, within
        if (known := self._begun.get(key)) is None:
            if self._kept > _KEPT:
                self._begun.clear()
                self._kept = 0
            filed = _filed(authority, (reading,), within, {})
            scores: dict[int, float] = {}
            _add_all(scores, filed)
            known = self._begun[key] = _Begun(filed, scores, _names_any(filed))
            self._kept += len(scores)
        return known

    def suiting(self, authority: Authority, reading: Reading) -> tuple[int, dict[int, float]]:
        """The words of a reading as bits, and how well they suit the shapes that were asked for; readings of one shape share these."""
        key = reading.outer_ids, len(reading.propers)
        if (known := self._suiting.get(key)) is None:
            if len(self._suiting) > _REMEMBERED:
                self._suiting.clear()
            known = self._suiting[key] = authority.shapes.bits(reading.outer_ids), {}
        return known

    def sharing(self, authority: Authority, reading: Reading) -> tuple[int, dict[int, int]]:
        """The words of a reading as bits, and how many of them the shapes that were asked for share; readings of the same words share these."""
        if (known := self._sharing.get(reading.word_ids)) is None:
            if len(self._sharing) > _REMEMBERED:
                self._sharing.clear()
            known = self._sharing[reading.word_ids] = authority.shapes.bits(reading.word_ids), {}
        return known


_MEMORIES: WeakKeyDictionary[Authority, _Memory] = WeakKeyDictionary()


def _filed(authority: Authority, readings: Iterable[Reading], within: str, known: Container[str]) -> dict[str, Sequence[int]]:
    """The keys of readings, but for those that are known already, with the numbers of the names filed under each."""
    keys = dict.fromkeys(key for reading in readings for key in keys_of(reading) if key not in known and (within or key[0] in _SURE))
    return dict(zip(keys, authority.postings(tuple(keys), within), strict=True)) if keys else {}


def _tells(numbers: Sequence[int]) -> bool:
    return 0 < len(numbers) <= _TOO_COMMON


def _names_any(filed: Mapping[str, Sequence[int]]) -> bool:
    """Whether a key of a proper name or a whole name is among those that tell something."""
    return any(key[0] not in "fw" and _tells(numbers) for key, numbers in filed.items())


def _add_all(scores: dict[int, float], filed: Mapping[str, Sequence[int]]) -> None:
    for key, numbers in filed.items():
        if _tells(numbers):
            _add(scores, numbers, _WORTH[key[0]])


def _add_words(authority: Authority, scores: dict[int, float], query: Query, within: str) -> None:
    """Words of kind alone: only where nothing else could be found."""
    for reading in query.readings:
        for numbers in authority.postings(["w" + word for word in reading.outer_ids], within):
            if _tells(numbers):
                _add(scores, numbers, _WORTH["w"])


def _add(scores: dict[int, float], numbers: Sequence[int], worth: float) -> None:
    worth /= 1 + len(numbers) / 800
    if not scores:
        scores.update(dict.fromkeys(numbers, worth))
        return
    for number in numbers:
        scores[number] = scores[number] + worth if number in scores else worth


def _ranked(
    authority: Authority, memory: _Memory, readings: Sequence[Reading], scored: Sequence[tuple[int, float]]
) -> list[tuple[int, list[Reading]]]:
    """The names that suit best, at most MOST, the best first, each with the readings that suit it best or nearly."""
    shapes, of = authority.shapes.shapes, authority.shapes.of
    ours = [(reading, *memory.suiting(authority, reading)) for reading in readings]
    by_shape: dict[int, tuple[float, list[tuple[float, Reading]]]] = {}
    most = _SHARED_WORD * max([len(reading.outer_ids) for reading in readings])
    rough: list[tuple[float, int, int]] = []
    least = -math.inf
    for place, (number, score) in enumerate(scored):
        if place >= MOST:
            if place == MOST:
                least = -max(rough)[0]
            if score + most < least:
                break  # neither it nor any behind it, however well they suit
        shaped = of[number]
        if (best := by_shape.get(shaped)) is None:
            best = by_shape[shaped] = _suited(shaped, shapes[shaped], ours) or (0.0, [(0.0, readings[0])])
        rough.append((-score - best[0], place, shaped))
    rough.sort()
    found = []
    for negative, place, shaped in rough[:MOST]:
        number, score = scored[place]
        found.append((number, [reading for suits, reading in by_shape[shaped][1] if score + suits >= -negative - _NEARLY]))
    return found


def _suited(
    number: int, shape: Shape, ours: Sequence[tuple[Reading, int, dict[int, float]]]
) -> tuple[float, list[tuple[float, Reading]]] | None:
    """How well readings suit a shape, and the best of that; None where none may be laid beside it."""
    suited = []
    for reading, bits, known in ours:
        if shape.part or not reading.unit:
            if (suits := known.get(number)) is None:
                suits = known[number] = _suits(shape, reading, bits)
            suited.append((suits, reading))
    return (max([suits for suits, _ in suited]), suited) if suited else None


def _most_promising(
    authority: Authority, memory: _Memory, scores: dict[int, float], first: Reading, within: str
) -> list[tuple[int, float]]:
    """The _LOOKED_AT names with the highest scores, the lower number first among equals; `first` is the institution alone."""
    if len(scores) > _LOOKED_AT and within:
        scores = _preferring_alike(authority, memory, scores, first)
    numbers = list(scores)
    if len(scores) > _LOOKED_AT:
        bound = max(scores.values()) * _FAR_BELOW
        near = [number for number, score in scores.items() if score >= bound]
        numbers = near if len(near) >= _LOOKED_AT else numbers
    numbers.sort()
    numbers.sort(key=scores.__getitem__, reverse=True)
    return [(number, scores[number]) for number in numbers[:_LOOKED_AT]]


def _preferring_alike(authority: Authority, memory: _Memory, scores: dict[int, float], reading: Reading) -> dict[int, float]:
    """The scores of names that may be among the first _LOOKED_AT: of the same kind and field go first where hundreds share a place,
    as in ニューサウスウェールズ大学.
    """
    shapes, of = authority.shapes.shapes, authority.shapes.of
    ours, shared = memory.sharing(authority, reading)
    if not ours:
        return scores
    # Preference only adds: what stays below today's last place with all of it has no place.
    least = sorted(scores.values())[-_LOOKED_AT] - _ALIKE * len(reading.word_ids) - 1e-6
    preferred = {number: score for number, score in scores.items() if score >= least}
    for number, score in preferred.items():
        shaped = of[number]
        if (count := shared.get(shaped)) is None:
            shape = shapes[shaped]
            count = shared[shaped] = 0 if shape.acronym else (ours & shape.words).bit_count()
        if count:
            for _ in range(count):
                score += _ALIKE
            preferred[number] = score
    return preferred


def _suits(shape: Shape, reading: Reading, bits: int) -> float:
    """How well the words go together, and how much either name has to spare; to rank only. `bits`: the reading's outer words."""
    shared = (bits & shape.words).bit_count()
    spare = 0.3 * (shape.size - shared)
    return _SHARED_WORD * shared - spare - 0.5 * (len(reading.outer_ids) - shared) - 0.35 * abs(shape.propers - len(reading.propers))
