"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from teikei.names.authority.store import Authority, NameParts
from teikei.names.match.query import Query, Reading, keys_of
from teikei.names.words import near

MOST = 12  # names that are laid beside the printed one
_OF_ONE = 3  # names of one record among them
_LOOKED_AT = 48  # names with the most telling keys, whose words are compared before that
_TOO_COMMON = 3_000  # names under one key; such a key tells nothing
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "c": 1.5, "p": 1.0, "e": 1.0, "m": 0.8, "s": 1.2, "f": 1.2, "w": 0.5}
_ALIKE = 0.3
_FAR_BELOW = 0.5
_NEARLY = 0.45  # a reading that suits a name nearly as well as the best one is laid beside it too
_SURE = "=lhk"  # keys that hold without a territory


class Found(NamedTuple):
    """A name of the authority, the reading of the printed name that suits it best, and a rough measure of how well."""

    name: NameParts
    reading: Reading
    rough: float


def candidates(authority: Authority, query: Query, within: str) -> list[Found]:
    """The names that share most with the query within a territory, or anywhere for "", the most promising first: at most MOST names,
    each with the reading that suits it best, or several that do so nearly.

    Anywhere, only keys that say more than a likeness of sound are looked up.
    """
    scores: dict[int, float] = defaultdict(float)
    propers = False
    for key, worth in _keys(query):
        if within or key[0] in _SURE:
            propers |= _add(scores, authority.postings(key, within), worth) and key[0] not in "fw"
    if not propers and within:
        # Words of kind alone: only where nothing else could be found.
        for reading in query.readings:
            for word in {word.id for word in reading.words if word.sort != "inner"}:
                _add(scores, authority.postings("w" + word, within), _WORTH["w"])
    if len(scores) > _LOOKED_AT:
        _prefer_alike(authority, scores, query.readings[0], within)
    found: list[list[Found]] = []
    for number, score in _most_promising(scores):
        name = authority.name_parts(number)
        suited = [
            Found(name, reading, score + _suits(name, reading))
            for reading in query.readings
            if not reading.unit or authority.record_at(name.record).related("parent")
        ] or [Found(name, query.readings[0], score)]
        best = max(one.rough for one in suited)
        found.append([one for one in suited if one.rough >= best - _NEARLY])
    found.sort(key=lambda ones: -max(one.rough for one in ones))
    return [one for ones in _few_of_each(found) for one in ones]


def _few_of_each(found: Iterable[list[Found]]) -> Iterator[list[Found]]:
    """The first MOST names, at most _OF_ONE of one record, so that one with many names does not keep others out."""
    taken: dict[int, int] = defaultdict(int)
    for ones in found:
        record = ones[0].name.record
        taken[record] += 1
        if taken[record] <= _OF_ONE:
            yield ones
        if sum(min(count, _OF_ONE) for count in taken.values()) >= MOST:
            return


def _most_promising(scores: dict[int, float]) -> list[tuple[int, float]]:
    """The _LOOKED_AT names with the highest scores, the lower number first among equals."""
    if len(scores) > _LOOKED_AT:
        bound = max(scores.values()) * _FAR_BELOW
        near = {number: score for number, score in scores.items() if score >= bound}
        scores = near if len(near) >= _LOOKED_AT else scores
    return nlargest(_LOOKED_AT, scores.items(), key=lambda item: (item[1], -item[0]))


def _prefer_alike(authority: Authority, scores: dict[int, float], reading: Reading, within: str) -> None:
    """Names of the same kind and field go first where hundreds share a place: ニューサウスウェールズ大学."""
    for word in reading.word_ids:
        having = authority.named(word, within)
        for number in scores:
            if number in having:
                scores[number] += _ALIKE


def _keys(query: Query) -> Iterable[tuple[str, float]]:
    keys: dict[str, float] = {}
    for reading in query.readings:
        for key in keys_of(reading):
            keys.setdefault(key, _WORTH[key[0]])
    return keys.items()


def _add(scores: dict[int, float], numbers: Iterable[int], worth: float) -> bool:
    numbers = list(numbers)
    if not numbers or len(numbers) > _TOO_COMMON:
        return False
    worth /= 1 + len(numbers) / 800
    for number in numbers:
        scores[number] += worth
    return True


def _suits(name: NameParts, reading: Reading) -> float:
    """How well the words go together, near ones in part, and how much either name has to spare; to rank only."""
    ours, theirs = reading.outer_ids, name.word_ids
    shared = ours & theirs
    lacking, spare = ours - shared, theirs - shared
    close = sum(max(near(word, other) for other in spare) for word in lacking) if lacking and spare else 0.0
    return (
        0.6 * (len(shared) + 0.8 * close)
        - 0.3 * (len(spare) - close)
        - 0.5 * (len(lacking) - close)
        - 0.35 * abs(len(name.propers) - len(reading.propers))
    )
