"""How well a printed name may suit a name of the authority, before that is looked at: what tells are its words, as bits of a number.

To rank only. A few hundred names share a key with a printed one, and a dozen of them are laid beside it (`candidates`).
"""

from collections.abc import Iterable, Sequence, Set
from functools import cache
from math import inf

from teikei.names.authority.parts import Shapes
from teikei.names.match.query import Reading
from teikei.names.words import bits_of, neighbours_of, words_of

_NEARLY = 0.45  # a reading that suits a name nearly as well as the best one is laid beside it too
_SPOKEN = 0.4  # what a direction counts that only the record has: it may be spoken (ノースカロライナ)
_OFF = {-2: 0.5, -1: 0.25, 0: 0.0, 1: 0.25, 2: 0.5}  # what it costs that a name has so many proper names more or less; else 0.75


class WordsSuiting(dict[int, float]):
    """For the words of a printed name, how well they go with those of another, by its bits: near ones in part, and what either has to spare.

    `most` is what no name exceeds. What was asked for once is kept.
    """

    def __init__(self, words: Set[str]) -> None:
        super().__init__()
        self.most = sum(map(_most_of, words)) + 1e-9
        self._ours = ours = bits_of(words)
        self._many = ours.bit_count()
        self._near = tuple((bits_of((word,)), found) for word in sorted(words) if (found := _nearest_first(word)))
        self._ever_near = bits_of({other for word in words for other in neighbours_of(word)}) & ~ours
        self._directions = bits_of(words_of("direction")) & ~ours
        self._known_close: dict[tuple[int, int], float] = {}

    def __missing__(self, theirs: int) -> float:
        shared = self._ours & theirs
        many = shared.bit_count()
        lacking = self._many - many
        close = self._close(self._ours ^ shared, near) if lacking and (near := theirs & self._ever_near) else 0.0
        directions = (theirs & self._directions).bit_count()
        over = theirs.bit_count() - many - directions + _SPOKEN * directions
        worth = self[theirs] = 0.6 * (many + 0.8 * close) - 0.3 * (over - close) - 0.5 * (lacking - close)
        return worth

    def _close(self, lacking: int, spare: int) -> float:
        """How near words that only the printed name has come to those that only the other one has, added up."""
        if (known := self._known_close.get((lacking, spare))) is None:
            nearest = [next((like for like, others in near if spare & others), 0.0) for bit, near in self._near if lacking & bit]
            known = self._known_close[lacking, spare] = sum(nearest)
        return known


class Suiting:
    """How well a reading suits shapes, by their numbers, of those that were asked for; where it may not be laid beside one, that is missing.

    A reading that names a unit may be laid only beside the name of a part of another record.
    """

    def __init__(self, reading: Reading, words: WordsSuiting) -> None:
        self.reading = reading
        self.worth: dict[int, float] = {}
        self._words = words

    def add(self, numbers: Iterable[int], shapes: Shapes) -> dict[int, float]:
        """Ask for further shapes; what was found of these."""
        suiting, unit, many = self._words, self.reading.unit, len(self.reading.propers)
        found = {}
        for number in numbers:
            words, propers, part, acronym = shapes[number]
            if part or not unit:
                found[number] = 0.0 if acronym else suiting[words] - _OFF.get(propers - many, 0.75)
        self.worth |= found
        return found


def best_of(ours: Sequence[Suiting], numbers: Set[int], shapes: Shapes) -> dict[int, float]:
    """How well the best of some readings suits shapes that were not asked for yet. The first reading names no unit, and suits all somehow."""
    best = ours[0].add(numbers, shapes)
    for each in ours[1:]:
        for number, worth in each.add(numbers, shapes).items():
            if worth > best[number]:
                best[number] = worth
    return best


def suiting_nearly(ours: Sequence[Suiting], number: int) -> list[Reading]:
    """The readings that suit a shape best or nearly."""
    least = max([each.worth.get(number, -inf) for each in ours]) - _NEARLY
    return [each.reading for each in ours if each.worth.get(number, -inf) >= least]


@cache
def _most_of(word: str) -> float:
    """At most what a printed word adds: where it is shared, or where its nearest one is there."""
    close = max(neighbours_of(word).values(), default=0.0)
    return max(0.6, 0.6 * 0.8 * close + 0.3 * close - 0.5 * (1 - close))


@cache
def _nearest_first(word: str) -> tuple[tuple[float, int], ...]:
    """How near others are to a word, the nearest first, each with the bits of those that are as near."""
    near = neighbours_of(word)
    return tuple((like, bits_of([other for other, its in near.items() if its == like])) for like in sorted({*near.values()}, reverse=True))
