"""Pages set in two columns, like a newspaper: where the left column ends and the right one begins."""

from collections.abc import Sequence
from itertools import pairwise

from teikei.lists.read.pdf.columns import Segment, boundaries_of, gaps_of
from teikei.lists.read.pdf.rules import Lattice

# Lines over both columns may be so many of all; the gap stands so far from the sides; and is so wide, in letters.
_MAY_CROSS, _FROM_SIDE, _WIDTH = 0.1, 0.25, 0.9
# Fewer lines are no column.
_FEWEST = 4
# Inner columns of both halves stand alike to within so much (points).
_ALIKE = 8.0


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
    if switches <= max(3, count // 10):
        beside = sum([bool(one) and bool(other) for one, other in zip(lefts, rights, strict=True)])
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
