"""How well a printed name may suit names of the authority, before these are looked at: what tells are its words, as numbers.

To rank only. A few hundred names share a key with a printed one, and a dozen of them are laid beside it (`candidates`).
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from teikei.names.authority.parts import Shapes
from teikei.names.match.query import Reading
from teikei.names.words import neighbours_of, numbered, words_of

_NEARLY = 0.45  # a reading that suits a name nearly as well as the best one is laid beside it too
_SPARE, _SPARE_DIRECTION = 0.3, 0.12  # what it costs that only they have a word; a direction may be spoken (ノースカロライナ)
_UNMET = 0.5  # what a printed word costs that they lack
_SHARED, _CLOSE = 1.4, 1.28  # what one that they have counts beside that and its spare like; at most, one that is near to it
_OFF = np.array([0.0, 0.25, 0.5, 0.75])  # what it costs that a name has so many proper names more or less, or even more

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.integer]]


def suiting(readings: Sequence[Reading], shapes: Shapes, numbers: Numbers) -> Floats:
    """How well each reading (row) suits each of some shapes (column); minus infinity where it may not be laid beside one.

    A reading that names a unit may be laid only beside the name of a part of another record. The first reading names none.
    """
    theirs = _Theirs(shapes, numbers)
    worths = np.empty((len(readings), len(numbers)))
    of_words: dict[frozenset[str], Floats] = {}
    of_propers: dict[int, Floats] = {}
    for worth, reading in zip(worths, readings, strict=True):
        if (known := of_words.get(reading.outer_ids)) is None:
            known = of_words[reading.outer_ids] = theirs.go_with(_printed(reading.outer_ids))
        many = len(reading.propers)
        if (off := of_propers.get(many)) is None:
            off = of_propers[many] = _OFF.take(np.minimum(np.abs(theirs.propers - many), 3))
        np.subtract(known, off, worth)
        worth[theirs.acronym] = 0.0
        if reading.unit:
            worth[~theirs.part] = -np.inf
    return worths


def nearly_best(worths: Sequence[float]) -> list[int]:
    """The places of the readings that suit a shape best or nearly."""
    least = max(worths) - _NEARLY
    return [place for place, worth in enumerate(worths) if worth >= least]


@lru_cache(maxsize=1_024)
def _printed(words: frozenset[str]) -> Floats:
    """Printed words: a row for each, with what every concept counts beside it, the last one being no word."""
    known, directions = numbered(), words_of("direction")
    near = np.zeros((len(words), len(known) + 1))
    for row, word in zip(near, sorted(words), strict=True):
        for other, likeness in neighbours_of(word).items():
            if other not in words:
                row[known[other]] = _CLOSE * likeness
        row[known[word]] = _SHARED - (_SPARE - _SPARE_DIRECTION) * (word in directions)
    return near


class _Theirs:
    """Some shapes of the authority, as columns."""

    def __init__(self, shapes: Shapes, numbers: Numbers) -> None:
        many = shapes.many[numbers]
        self.words = shapes.words[numbers, : many.max(initial=0)].T
        self.spare = _SPARE * many - (_SPARE - _SPARE_DIRECTION) * shapes.directions[numbers]
        self.propers = shapes.propers[numbers]
        self.part, self.acronym = shapes.part[numbers], shapes.acronym[numbers]

    def go_with(self, printed: Floats) -> Floats:
        """How well they go with printed words, each of which counts by the word of theirs that is nearest to it."""
        worth: Floats = printed.take(self.words, axis=1).max(axis=1, initial=0.0).sum(axis=0) - self.spare
        return worth - _UNMET * len(printed)
