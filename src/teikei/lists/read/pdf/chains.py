"""Rows set apart by room: lines of one cell stand closer than rows do, so that cells are found first, and rows from these."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from teikei.lists.read.pdf.columns import column_of
from teikei.lists.read.pdf.page import Word
from teikei.lists.read.pdf.rows import MORE_THAN_A_LINE, OTHER_SIZE, Habits, Strip
from teikei.lists.read.pdf.table import Cell

# A head's cells need not begin on one line.
_HEAD_ROWS = 2


def chained(strips: Sequence[Strip], boundaries: Sequence[float], habits: Habits) -> tuple[list[Cell], list[float]] | None:
    """The cells of a table and the heights at which its rows begin; None where cells of a row do not begin on one line."""
    if not habits.spaced:
        return None
    cells: list[Cell] = []
    starts: list[Strip] = []
    last: dict[int, tuple[Cell, Word]] = {}  # by column, the cell that may go on and the first word of its last line
    for strip in strips:
        begun = False
        for first, end, words in _runs(strip, boundaries):
            cell, word = last.get(first, (None, words[0]))
            if cell and cell.last_column == end and not strip.wide and _is_next_line(word, words[0], habits.lead):
                cell.words += words
                cell.last_band = max(len(starts) - 1, cell.last_band)
            else:
                if not begun:
                    starts.append(strip)
                    begun = True
                cell = Cell(len(starts) - 1, len(starts) - 1, first, end, list(words))
                cells.append(cell)
            for column in range(first, end + 1):
                last[column] = cell, words[0]
    lead = habits.lead * MORE_THAN_A_LINE
    tight = [after.base - before.base <= lead and not (before.wide or after.wide) for before, after in pairwise(starts)]
    if any(tight[_HEAD_ROWS:]):
        return None
    return cells, [strip.base - strip.size for strip in starts]


def _is_next_line(above: Word, word: Word, lead: float) -> bool:
    return word.base - above.base <= MORE_THAN_A_LINE * lead and abs(word.size - above.size) <= OTHER_SIZE * word.size


def _runs(strip: Strip, boundaries: Sequence[float]) -> list[tuple[int, int, list[Word]]]:
    """What a line holds by cell: its first and last column, and its words."""
    if strip.whole:
        return [(0, len(boundaries), [word for segment in strip.segments for word in segment.words])]
    runs: list[tuple[int, int, list[Word]]] = []
    for segment in strip.segments:
        first = column_of(segment, boundaries)
        end = first
        if strip.wide:
            end = max(first, bisect_right(boundaries, segment.x1 - 0.6 * segment.size))
        if runs and runs[-1][1] >= first:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]), runs[-1][2] + segment.words)
        else:
            runs.append((first, end, list(segment.words)))
    return runs
