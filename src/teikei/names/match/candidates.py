"""Which records come into question: those whose names share keys with the printed one. Never a scan of all."""

from collections import defaultdict
from collections.abc import Iterable

from teikei.names.authority.store import Authority
from teikei.names.match.query import Query, Reading, keys_of, word_keys_of

MOST = 40  # names that are laid beside the printed one
_TOO_COMMON = 4_000  # names under one key; such a key tells nothing by itself
_WORTH = {"=": 9.0, "l": 2.0, "h": 3.0, "k": 2.5, "p": 1.0, "e": 1.0, "s": 1.2, "f": 1.0, "w": 0.4}


def candidate_names(authority: Authority, query: Query, territory: str) -> list[int]:
    """The numbers of the names that share most with the query, the most promising first; at most MOST for each reading."""
    chosen: dict[int, None] = {}
    for reading in query.readings:
        chosen.update(dict.fromkeys(_of_reading(authority, reading, territory)))
    return list(chosen)


def _of_reading(authority: Authority, reading: Reading, territory: str) -> Iterable[int]:
    scores: dict[int, float] = defaultdict(float)
    for key in dict.fromkeys(keys_of(reading)):
        _add(scores, authority.postings(key, territory), _WORTH[key[0]])
    strong = [number for number, score in scores.items() if score >= 1.0]
    if not reading.propers and len(strong) < MOST:
        for key in word_keys_of(reading):
            if key[0] == "w":
                _add(scores, authority.postings(key, territory), _WORTH["w"])
    elif scores:
        # The words only rank what the proper names have found.
        for key in word_keys_of(reading):
            if key[0] == "w":
                for number in scores.keys() & set(authority.postings(key, territory)):
                    scores[number] += _WORTH["w"]
    return sorted(scores, key=lambda number: (-scores[number], number))[:MOST]


def _add(scores: dict[int, float], numbers: Iterable[int], worth: float) -> None:
    numbers = list(numbers)
    if not numbers or len(numbers) > _TOO_COMMON:
        return
    worth /= 1 + len(numbers) / 400
    for number in numbers:
        scores[number] += worth
