"""Columns that no rule divides: gaps at one place through many lines, on a page and in a table."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from teikei.lists.read.pdf.page import Line, Word

# A gap between columns, in letters; blanks between words are narrower, and where they are not they do not persist.
_GAP = 0.6
# A word that fills its cell leaves no gap, and yet another cell's word stands behind it, as the file's order tells: a file
# writes a cell's words one after the other, with no more than blanks and a line's end between them.
_BETWEEN = 4
# The part of a table's lines that may run through a gap between its columns: headings over the whole width.
_MAY_CROSS = 0.15
# A label is larger than a table's type by so much, a head of the page smaller.
_OTHER = 1.06

# Among so few lines one head that stands over two columns closes the gap between them.
_FEW = 12


class Segment(NamedTuple):
    """Words of a line with no gap between them that could part columns."""

    x0: float
    x1: float
    size: float
    words: list[Word]


def segments_of(line: Line) -> list[Segment]:
    """The line cut at its gaps, from left to right."""
    found: list[Segment] = []
    run: list[Word] = []
    end = 0.0
    for word in line.words:
        if run and (word.x0 - end > _GAP * min(word.size, run[-1].size) or not follows(run[-1], word)):
            found.append(Segment(run[0].x0, end, run[0].size, run))
            run, end = [], 0.0
        run.append(word)
        end = max(end, word.x1)
    found.append(Segment(run[0].x0, end, run[0].size, run))
    return found


def follows(before: Word, word: Word) -> bool:
    """Whether the file writes the word right behind the other one: where it does not, it has written another cell's line between."""
    return -1 <= word.order - before.order - len(before.text) <= _BETWEEN


def column_of(segment: Segment, boundaries: Sequence[float]) -> int:
    """The column in which the segment begins; its first letter may hang over the boundary."""
    return bisect_right(boundaries, segment.x0 + min(segment.x1 - segment.x0, segment.size) / 2)


def crosses(segment: Segment, boundary: float) -> bool:
    """Whether the segment runs through the boundary, by more than half a letter on both sides."""
    return segment.x0 < boundary - 0.6 * segment.size and segment.x1 > boundary + 0.6 * segment.size


def crosses_any(segment: Segment, boundaries: Sequence[float]) -> bool:
    """Whether the segment runs through one of the boundaries, which are in order."""
    over = 0.6 * segment.size
    index = bisect_right(boundaries, segment.x0 + over)
    return index < len(boundaries) and boundaries[index] < segment.x1 - over


def boundaries_of(lines: list[list[Segment]]) -> list[float]:
    """Where the columns of these lines are bounded, by gaps that persist below a head that stands over several columns."""
    found = _boundaries(lines)
    first = next((index for index, line in enumerate(lines) if len(line) > 1), len(lines))
    if 3 < len(lines) - first <= _FEW and len(lines[first + 1]) > 1:
        below = _boundaries(lines[first + 1 :])
        if len(below) > len(found) and heads_a_group(lines[first], lines[first + 1], below):
            return below
    return found


def _boundaries(lines: list[list[Segment]]) -> list[float]:
    several = _fullest(lines)
    if len(several) < 2:
        return []
    segments = sorted([segment for line in several for segment in line])
    size = segments[len(segments) // 2].size
    found: list[float] = []
    for runs in _open_stretches(segments, int(_MAY_CROSS * len(several))):
        wide = _wide(runs, _GAP * size * 0.9)
        for (start, end), following in zip(wide, [start for start, _ in wide[1:]] + [math.inf], strict=False):
            # A column needs text that begins there; what only runs on from the left is a longer text of that column.
            begins = any(end - 1 <= segment.x0 < following for segment in segments)
            if begins and any(segment.x1 <= start + 1 for segment in segments):
                found.append(end - min(0.4 * size, (end - start) / 2))
    return sorted(found + _tight(several, found)) if len(several) > 2 else found


def _tight(lines: list[list[Segment]], boundaries: list[float]) -> list[float]:
    """Boundaries at which words hang over: cells begin at one place though there is no gap, as the file's order tells."""
    starts: list[Segment] = []
    for line in lines:
        for before, after in pairwise(line):
            apart = any(before.x0 < place <= after.x0 + 0.6 * after.size for place in boundaries)
            if not apart and not follows(before.words[-1], after.words[0]):
                starts.append(after)
    found: list[float] = []
    for first in sorted(starts):
        near = [one for one in starts if abs(one.x0 - first.x0) <= 0.1 * first.size]
        if len(near) < 3 or (found and first.x0 - found[-1] < first.size):
            continue
        place = first.x0 - 0.1 * first.size
        if not any(crosses(segment, place) and len(segment.words) > 1 for line in lines for segment in line):
            found.append(place)
    return found


def boundaries_of_row(lines: list[list[Segment]]) -> list[float]:
    """Where the columns of one row are bounded: one line of several texts, and lines of one or more below that go on in these."""
    fullest = max(lines, key=len, default=[])
    if len(fullest) < 3:
        return []
    found = [after.x0 - min(0.4 * after.size, (after.x0 - before.x1) / 2) for before, after in pairwise(fullest)]
    first = next(index for index, line in enumerate(lines) if line is fullest)
    ends = [*[segment.x0 for segment in fullest[1:]], math.inf]
    rest = [segment for line in lines[first + 1 :] for segment in line]
    if all(any(own.x0 - own.size <= one.x0 and one.x1 < end for own, end in zip(fullest, ends, strict=True)) for one in rest):
        return found
    return []


def gaps_of(segments: list[Segment], allowed: int, width: float) -> list[tuple[float, float]]:
    """The emptiest gaps that at most so many of the segments cross, if as wide as so many letters."""
    ordered = sorted(segments)
    size = ordered[len(ordered) // 2].size
    runs = [run for stretch in _open_stretches(ordered, allowed) for run in _emptiest(stretch)]
    return [(start, end) for start, end in runs if end - start >= width * size]


def _fullest(lines: list[list[Segment]]) -> list[list[Segment]]:
    """The lines that have about as many segments as most lines of several: headings have fewer.

    A short list has as many headings as rows: two texts in another type than the table's are a label and its count behind it,
    or the head of the page.
    """
    sizes = sorted([segment.size for line in lines if len(line) > 2 for segment in line])
    size = sizes[3 * len(sizes) // 4] if sizes else None
    several = [line for line in lines if len(line) > 2 or (len(line) == 2 and (not size or 1 / _OTHER <= line[0].size / size <= _OTHER))]
    counts = sorted(map(len, several))
    return [line for line in several if len(line) >= max(2, counts[len(counts) // 2] - 1)] if counts else []


_Run = tuple[float, float, int]


def _open_stretches(segments: list[Segment], allowed: int) -> list[list[_Run]]:
    """Stretches of x that at most so many segments cover, each as runs of equal cover."""
    edges = sorted([(segment.x0, 1) for segment in segments] + [(segment.x1, -1) for segment in segments])
    stretches: list[list[_Run]] = [[]]
    cover, before = 0, edges[0][0]
    for place, step in edges:
        if place > before:
            if cover <= allowed:
                stretches[-1].append((before, place, cover))
            elif stretches[-1]:
                stretches.append([])
            before = place
        cover += step
    return [stretch for stretch in stretches if stretch]


def _emptiest(runs: list[_Run], more: int = 0) -> list[tuple[float, float]]:
    """The runs with the least cover, or so many more, neighbours put together."""
    least = min(cover for _, _, cover in runs)
    found: list[tuple[float, float]] = []
    for start, end, cover in runs:
        if cover > least + more:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _wide(runs: list[_Run], least: float) -> list[tuple[float, float]]:
    """The emptiest runs that are as wide as a gap; where none is, those that few segments cover beside the emptiest."""
    most = max(cover for _, _, cover in runs)
    for more in range(most + 1):
        if found := [(start, end) for start, end in _emptiest(runs, more) if end - start >= least]:
            return found
    return []


def crossing_share(lines: list[list[Segment]], boundaries: list[float]) -> float:
    """The share of the fullest lines of which a segment runs through a boundary."""
    fullest = _fullest(lines)
    crossing = sum(any(crosses_any(segment, boundaries) for segment in line) for line in fullest)
    return crossing / max(len(fullest), 1)


def heads_a_group(line: list[Segment], below: list[Segment], boundaries: list[float]) -> bool:
    """Whether the line is the upper one of a head's two: what runs over columns has a head for each of these below it.

    The lower line holds nothing else, or else all that the upper one has begins where something below it does.
    """
    if len(line) < 2 or not any(crosses_any(segment, boundaries) for segment in line):
        return False
    over = [(segment, place) for segment in line for place in boundaries if crosses(segment, place)]
    for segment, place in over:
        sides = [one.x0 >= place - 0.6 * one.size for one in below if one.x0 < segment.x1 and one.x1 > segment.x0]
        if not (any(sides) and not all(sides)):
            return False
    alone = all(any(one.x0 < segment.x1 and one.x1 > segment.x0 - segment.size for segment, _ in over) for one in below)
    starts = [one.x0 for one in below]
    return alone or (len(line) > 2 and all(any(abs(one.x0 - start) <= 0.6 * one.size for start in starts) for one in line))
