"""Where the cells of a column begin: one place to a fraction of a point, by which lines are known to be of that table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from teikei.lists.read.pdf.columns import Segment, column_of
from teikei.lists.read.pdf.page import Word

# Cells of one column begin so near one another (points); the part of a column's lines that must; and on how many.
SAME_START, _SHARE, _FEWEST = 0.8, 0.5, 2
# A word that begins another cell stands so far from the word before it, in letters: more than a blank between letters.
_APART = 0.1
# The part of the texts of lines that must begin where cells of the table did; and how many lines are looked at.
_ALIGNED, _LOOKED_AT = 0.9, 12


class Starts(NamedTuple):
    """Where the cells of each column begin, None where they do not begin at one place; and the size of their type."""

    places: tuple[float | None, ...]
    size: float

    def moved(self, shift: float) -> "Starts":
        """The same so far to the right."""
        return self._replace(places=tuple(place if place is None else place + shift for place in self.places))

    def column(self, place: float) -> int | None:
        """The column whose cells begin there."""
        for column, start in enumerate(self.places):
            if start is not None and -SAME_START <= start - place <= SAME_START:
                return column
        return None


NO_STARTS = Starts((), 0.0)


def starts_of(lines: Iterable[Sequence[Segment]], boundaries: Sequence[float]) -> Starts:
    """Where the cells of the columns with these boundaries begin, by lines of several texts."""
    found: list[Counter[int]] = [Counter() for _ in range(len(boundaries) + 1)]
    sizes: Counter[float] = Counter()
    for line in lines:
        for segment in line if len(line) > 1 else ():
            column = column_of(segment, boundaries)
            found[column][round(4 * segment.x0)] += 1
            sizes[round(segment.size, 1)] += 1
    return Starts(tuple(map(_common, found)), sizes.most_common(1)[0][0] if sizes else 0.0)


def _common(places: Counter[int]) -> float | None:
    if not places:
        return None
    best = max(places, key=lambda place: (sum(places[place + step] for step in (-1, 0, 1)), places[place]))
    count = sum(places[best + step] for step in (-1, 0, 1))
    return best / 4 if count >= max(_FEWEST, _SHARE * places.total()) else None


def recut(lines: Sequence[list[Segment]], starts: Starts) -> list[list[Segment]]:
    """The lines; where a word of a line of several texts begins exactly where cells of a column do, it begins a text."""
    places = [place for place in starts.places[1:] if place is not None]
    return [
        [piece for segment in line for piece in (_pieces(segment, places) if len(segment.words) > 1 else (segment,))]
        if len(line) > 1
        else line
        for line in lines
    ]


def _pieces(segment: Segment, places: list[float]) -> Iterator[Segment]:
    inner = [place for place in places if segment.x0 + SAME_START < place < segment.x1]
    if not inner:
        yield segment
        return
    run: list[Word] = []
    for word in segment.words:
        begins = run and any(abs(word.x0 - place) <= SAME_START for place in inner)
        if begins and word.x0 - run[-1].x1 >= _APART * word.size:
            yield _segment(run)
            run = []
        run.append(word)
    yield _segment(run)


def _segment(words: list[Word]) -> Segment:
    return Segment(words[0].x0, max(word.x1 for word in words), words[0].size, words)


def shift_to(lines: Sequence[list[Segment]], starts: Starts) -> float | None:
    """How far to the right of these places the cells of these lines begin; None where they do not begin so."""
    several = [line for line in lines if len(line) > 1]
    if sum(place is not None for place in starts.places) < 2 or not several:
        return None
    shifts = [0.0]
    for line in several[:_LOOKED_AT]:
        shifts += [line[0].x0 - place for place in starts.places[:-1] if place is not None]
    for shift in dict.fromkeys([round(shift, 1) for shift in shifts]):
        moved = starts.moved(shift)
        texts = [segment for line in recut(several, moved) for segment in line]
        aligned = sum(moved.column(segment.x0) is not None for segment in texts)
        if aligned >= _ALIGNED * len(texts):
            return shift
    return None
