"""Pages set in two columns, like a newspaper: where the left column ends and the right one begins."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from teikei.lists.read.pdf.columns import Segment, boundaries_of, gaps_of, segments_of
from teikei.lists.read.pdf.page import Word, lines_of
from teikei.lists.read.pdf.rules import Lattice
from teikei.lists.read.pdf.starts import shift_to, starts_of

# Lines over both columns may be so many of all; the gap stands so far from the sides; and is so wide, in letters.
_MAY_CROSS, _FROM_SIDE, _WIDTH = 0.1, 0.25, 0.9
# Where the file goes from the foot of one column to the head of the next it goes up by so much of the page; and so many
# words may stand astray: heads and feet over both columns.
_JUMP, _ASTRAY = 0.15, 0.06
# Fewer lines are no column.
_FEWEST = 4
# Inner columns of both halves stand alike to within so much (points).
_ALIKE = 8.0

# A word may hang over the side of its column by so many letters.
_HANGS = 6


class Halves(NamedTuple):
    """Two columns of the page told by the order in which the file writes them: their words, and what stands over or under both."""

    gutter: float
    above: list[Word]
    left: list[Word]
    right: list[Word]
    below: list[Word]


def halves_of(words: Sequence[Word], height: float) -> Halves | None:
    """The columns of a page that is written down its left column and then down its right one; None where it is not.

    Words that are too long for their cell may hang over the gutter: each belongs to the side where it begins.
    """
    best: Halves | None = None
    for index, (before, word) in enumerate(pairwise(words), 1):
        if before.base - word.base < _JUMP * height or word.x0 < before.x0:
            continue
        first, then = words[:index], words[index:]
        gutter = _parting(first, then)
        lefts, rights = [other for other in first if other.x0 < gutter], [other for other in then if other.x0 >= gutter]
        astray = [other for other in first if other.x0 >= gutter] + [other for other in then if other.x0 < gutter]
        if not (lefts and rights) or len(astray) > _ASTRAY * len(words) or _beside(lefts, rights):
            continue
        if min(len(lefts), len(rights)) < 2 * _FEWEST and (astray or len(lefts) < len(rights) or not _set_alike(lefts, rights)):
            continue
        top = min(other.base for other in chain(lefts, rights))
        above = [other for other in astray if other.base < top + other.size]
        below = [other for other in astray if other.base >= top + other.size]
        if best is None or len(above) + len(below) < len(best.above) + len(best.below):
            best = Halves(gutter, above, lefts, rights, below)
    return best


def _parting(first: Sequence[Word], then: Sequence[Word]) -> float:
    """The place left of which most of the first words begin and right of which most of the others do."""
    places = sorted([(word.x0, 1) for word in first] + [(word.x0, -1) for word in then])
    # Going right, the words of the first that lie behind count for the place, and those of the others against it.
    counts = list(accumulate(count for _, count in places))
    best = counts.index(max(counts))
    return places[min(best + 1, len(places) - 1)][0] - 0.5


def _beside(lefts: Sequence[Word], rights: Sequence[Word]) -> bool:
    """Whether the lines of both sides stand beside one another as cells of a table do."""
    ones, others = ({round(word.base) for word in words} for words in (lefts, rights))
    return len(ones & others) >= 0.9 * min(len(ones), len(others)) and _starts(lefts) != _starts(rights)


def _set_alike(lefts: Sequence[Word], rights: Sequence[Word]) -> bool:
    """Whether the few words right of many stand in the same columns as these: a line of them begins at places of theirs."""
    left = [segments_of(line) for line in lines_of(list(lefts))]
    fullest = max((segments_of(line) for line in lines_of(list(rights))), key=len, default=[])
    boundaries = boundaries_of(left)
    starts = starts_of(left, boundaries)
    shift = shift_to([fullest], starts) if len(fullest) > 1 else None
    return (
        shift is not None
        and shift >= lefts[-1].size + max(word.x1 for word in lefts) - min(word.x0 for word in lefts) - _HANGS * lefts[-1].size
    )


def _starts(words: Sequence[Word]) -> list[int]:
    """How far from the first column the columns of these words begin, in letters."""
    starts = Counter(round(word.x0) for word in words)
    least = max(3, starts.most_common(1)[0][1] // 4)
    kept = sorted(place for place, count in starts.items() if count >= least)
    return [round((place - kept[0]) / _ALIKE) for place in kept] if kept else []


def gutter_of(lines: Sequence[list[Segment]], ruled: Sequence[Lattice]) -> float | None:
    """The x between two columns of the page; None where the page has one.

    A gap between columns of a table looks the same on paper. What tells them apart: a file writes a table row by row
    and page columns one after the other; and the halves of a page that is set twice side by side are built alike.
    """
    for lattice, other in pairwise(sorted(ruled, key=lambda lattice: lattice.xs[0])):
        overlap = min(lattice.ys[-1], other.ys[-1]) - max(lattice.ys[0], other.ys[0])
        if other.xs[0] >= lattice.xs[-1] - 1 and overlap > 0.3 * min(lattice.ys[-1] - lattice.ys[0], other.ys[-1] - other.ys[0]):
            return (lattice.xs[-1] + other.xs[0]) / 2
    segments = [segment for line in lines for segment in line]
    if len(segments) < 2 * _FEWEST:
        return None
    left, right = min(segment.x0 for segment in segments), max(segment.x1 for segment in segments)
    margin = _FROM_SIDE * (right - left)
    for start, end in gaps_of(segments, int(_MAY_CROSS * len(lines)), _WIDTH):
        place = (start + end) / 2
        if left + margin < place < right - margin and _parts(lines, place):
            return place
    return None


def _parts(lines: Sequence[list[Segment]], place: float) -> bool:
    """Whether the gap parts columns of the page and not of a table."""
    lefts = [[segment for segment in line if segment.x1 <= place] for line in lines]
    rights = [[segment for segment in line if segment.x0 >= place] for line in lines]
    count = min(sum(map(bool, lefts)), sum(map(bool, rights)))
    if count < _FEWEST:
        return False
    order = sorted([(segment.words[0].order, segment.x0 >= place) for side in (lefts, rights) for line in side for segment in line])
    switches = sum([side != after for (_, side), (_, after) in pairwise(order)])
    beside = sum([bool(one) and bool(other) for one, other in zip(lefts, rights, strict=True)])
    by_row = 2 * beside >= count and switches >= 2 * beside - 1  # so few lines that the switches of a table are few, too
    if switches <= max(3, count // 10) and not by_row:
        return beside < 0.9 * count or _inner_columns(lefts, rights) is not None
    both = next((line for line in zip(lefts, rights, strict=True) if all(line)), None)
    return both is not None and _texts(both[0]) == _texts(both[1]) and bool(_inner_columns(lefts, rights))


def _inner_columns(lefts: list[list[Segment]], rights: list[list[Segment]]) -> int | None:
    """How many boundaries of columns both halves have at the same places; None where they are not alike."""
    inner = []
    for half in (lefts, rights):
        filled = [line for line in half if line]
        edge = min(segment.x0 for line in filled for segment in line)
        inner.append([boundary - edge for boundary in boundaries_of(filled)])
    same = len(inner[0]) == len(inner[1]) and all(abs(one - other) <= _ALIKE for one, other in zip(*inner, strict=True))
    return len(inner[0]) if same else None


def _texts(line: list[Segment]) -> list[str]:
    return [word.text for segment in line for word in segment.words]
