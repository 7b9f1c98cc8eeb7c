"""How well a printed name may suit names of the authority, before these are looked at: what tells are its words, as numbers.

To rank only. A few hundred names share a key with a printed one, and a dozen of them are laid beside it (`candidates`).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from teikei.names.authority.parts import Shapes
from teikei.names.match.query import Reading
from teikei.names.words import neighbours_of, numbered, words_of

_NEARLY = 0.45  # a reading that suits a name nearly as well as the best one is laid beside it too
_SPOKEN = 0.4  # what a direction counts that only the record has: it may be spoken (ノースカロライナ)
_OFF = np.array([0.0, 0.25, 0.5, 0.75])  # what it costs that a name has so many proper names more or less, or even more
_SHARED = 2.0

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


class _Printed(NamedTuple):
    """The words of a printed name: a row for each of them, with how near every concept is to it (_SHARED for itself), and which rows
    are directions.
    """

    near: Floats
    directions: tuple[int, ...]


@lru_cache(maxsize=1_024)
def _printed(words: frozenset[str]) -> _Printed:
    known = numbered()
    near = np.zeros((len(words), len(known) + 1))  # the last one is no word
    for row, word in zip(near, sorted(words), strict=True):
        for other, likeness in neighbours_of(word).items():
            if other not in words:
                row[known[other]] = likeness
        row[known[word]] = _SHARED
    return _Printed(near, tuple(place for place, word in enumerate(sorted(words)) if word in words_of("direction")))


class _Theirs:
    """Some shapes of the authority, as columns."""

    def __init__(self, shapes: Shapes, numbers: Numbers) -> None:
        self.many = shapes.many[numbers]
        self.words = shapes.words[numbers, : self.many.max(initial=0)].T
        self.directions = shapes.directions[numbers]
        self.propers = shapes.propers[numbers]
        self.part, self.acronym = shapes.part[numbers], shapes.acronym[numbers]

    def go_with(self, printed: _Printed) -> Floats:
        """How well they go with printed words: near ones count in part, and what either has to spare is off."""
        near = printed.near.take(self.words, axis=1).max(axis=1, initial=0.0)
        shared = near == _SHARED
        near[shared] = 0.0
        many, close = shared.sum(axis=0), near.sum(axis=0)
        directions = self.directions
        for place in printed.directions:
            directions = directions - shared[place]
        over = self.many - many - directions + _SPOKEN * directions
        worth: Floats = 0.6 * (many + 0.8 * close) - 0.3 * (over - close) - 0.5 * (len(near) - many - close)
        return worth
