"""How well a printed name may suit names of the authority, before these are looked at: what tells are its words, as numbers.

To rank only. A few hundred names share a key with a printed one, and a dozen of them are laid beside it (`candidates`).
"""

from collections.abc import Iterator, Sequence

import numpy as np

from teikei.names.authority.parts import Shapes
from teikei.names.match.laid import Reading
from teikei.names.words import neighbours_of, numbered, words_of

# In thousandths, so that what suits equally well comes out equal in whatever order it is added up.
WHOLE = 1_000
_MET, _NEARLY_MET = 1_400, 1_280  # a printed word that the name has; one of which it has a near one, times how near
_UNMET, _TO_SPARE = -500, -300  # each printed word; each word of the name
_SPOKEN = 180  # how much less a direction counts that only the name has: it may be spoken (ノースカロライナ)
_OFF, _MOST_OFF = -250, 3  # each proper name more or less
_NEVER = -20_000  # a reading that may not be laid beside it
_NEARLY_BEST = 450  # a reading that suits a name nearly as well as the best one is laid beside it too
_KEPT = 1_000  # rows of words, about 80,000 bytes each

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.integer]]


class Suiting:
    """How well readings suit the shapes of an authority. What one word counts beside each shape is worked out once, when first asked for."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._of_words: dict[tuple[str, frozenset[str]], Numbers] = {}
        self._of_propers: dict[int, Numbers] = {}
        self._of_units = np.where(shapes.part, 0, _NEVER).astype(np.int16)
        order = np.argsort(shapes.words, axis=None, kind="stable")
        ends = np.bincount(shapes.words.ravel(), minlength=len(numbered()) + 1).cumsum()
        self._having = np.split(order // shapes.words.shape[1], ends[:-1])  # the shapes that have each word

    def of(self, readings: Sequence[Reading], names: Numbers) -> Numbers:
        """How well each reading (row) suits each of some names (column), in thousandths; an acronym is indifferent.

        A reading that names a unit may be laid only beside the name of a part of another record. The first reading names none.
        """
        shapes = self._shapes.of[names]
        worths = np.zeros((len(readings), len(names)), np.int32)
        for worth, reading in zip(worths, readings, strict=True):
            for row in self._rows(reading):
                worth += row.take(shapes)
        return worths

    def _rows(self, reading: Reading) -> Iterator[Numbers]:
        """What a reading counts beside each shape is the sum of these."""
        yield self._propers(len(reading.propers))
        for word in reading.outer_ids:
            yield self._word(word, reading.outer_ids.intersection(neighbours_of(word)))
        if reading.unit:
            yield self._of_units

    def _propers(self, many: int) -> Numbers:
        """What the words of each shape count that no printed one meets, and the difference in the number of proper names."""
        if (known := self._of_propers.get(many)) is None:
            shapes = self._shapes
            row = _OFF * np.minimum(np.abs(shapes.propers - many), _MOST_OFF) + _TO_SPARE * shapes.many + _SPOKEN * shapes.directions
            row[shapes.acronym] = 0
            known = self._of_propers[many] = row.astype(np.int16)
        return known

    def _word(self, word: str, others: frozenset[str]) -> Numbers:
        """What a printed word counts; those of its near words that are printed too are no counterparts of it."""
        if (known := self._of_words.get((word, others))) is None:
            if len(self._of_words) > _KEPT:
                self._of_words.clear()
            counts = {other: round(_NEARLY_MET * near) for other, near in neighbours_of(word).items() if other not in others}
            counts[word] = _MET - _SPOKEN if word in words_of("direction") else _MET
            known = self._of_words[word, others] = np.full(len(self._shapes.propers), _UNMET, np.int16)
            for other in sorted(counts, key=counts.__getitem__):  # of several the nearest counts
                known[self._having[numbered()[other]]] = _UNMET + counts[other]
            known[self._shapes.acronym] = 0
        return known


def nearly_best(worths: Sequence[int]) -> list[int]:
    """The places of the readings that suit a name best or nearly."""
    least = max(worths) - _NEARLY_BEST
    return [place for place, worth in enumerate(worths) if worth >= least]
