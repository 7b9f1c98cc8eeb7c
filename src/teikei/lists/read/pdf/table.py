"""The rows of one table: the cells of its bands and columns, each with the lines of text that stand in it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from teikei.lists.model import Span
from teikei.lists.read.pdf.page import Line, Rule, Word, joined, lines_of, room_for, text_of
from teikei.lists.read.pdf.rules import Lattice

# More cells than any page has: what is finer is a drawing.
MOST_CELLS = 200_000
# The rows at the top of a table of which one may be the rest of a row that the page end cut: after a repeated head.
CUT_ROWS = 4


class TableRow(NamedTuple):
    """A row as it stands on its page: its cells' texts, its merged cells, and its top.

    A table's last row tells the room that is left in the last line of each cell, and its first rows the room that the
    first word of each cell needs, so that a row that a page end cut can be put together.
    """

    cells: tuple[str, ...]
    spans: tuple[Span, ...]
    top: float
    room: Mapping[int, float] = MappingProxyType({})
    needs: Mapping[int, float] = MappingProxyType({})


@dataclass(slots=True)
class Cell:
    """A cell of a table: the bands and columns that it covers (the last one included), and its words."""

    band: int
    last_band: int
    column: int
    last_column: int
    words: list[Word] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """Its lines of text."""
        return lines_of(self.words)

    def text(self) -> str:
        """Its text, lines joined."""
        return joined([text_of(line.words) for line in self.lines()])


def rows_of_lattice(lattice: Lattice, words: Sequence[Word], cells: list[Cell] | None = None) -> list[TableRow]:
    """The rows of a ruled table: one for each band that has text of its own. `cells`: its cells, where these are known."""
    ruled = cells is None
    cells = cells or cells_of(lattice)
    at: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        for band in range(cell.band, cell.last_band + 1):
            for column in range(cell.column, cell.last_column + 1):
                at[band, column] = cell
    ys, xs = lattice.ys[1:-1], lattice.xs[1:-1]
    for word in words:
        at[bisect_right(ys, word.middle), bisect_right(xs, begin_of(word))].words.append(word)
    return rows_of_cells(cells, lattice, ruled=ruled)


def rows_of_cells(cells: list[Cell], lattice: Lattice, *, ruled: bool) -> list[TableRow]:
    """The rows of cells that hold their words already."""
    rows = emitted(cells, lattice.ys, len(lattice.xs) - 1)
    for index, row in enumerate(rows[:CUT_ROWS]):
        rows[index] = row._replace(needs=_needs([cell for cell in cells if lattice.ys[cell.band] == row.top]))
    if rows:
        rows[-1] = rows[-1]._replace(room=_room(cells, lattice, ruled=ruled))
    return rows


def begin_of(word: Word) -> float:
    """Where the word begins, for looking up its cell: a letter may hang over the rule."""
    return word.x0 + 0.2 * min(word.x1 - word.x0, word.size)


def _needs(cells: list[Cell]) -> dict[int, float]:
    return {cell.column: room_for(cell.lines()[0].words[0]) for cell in cells if cell.words}


def _room(cells: list[Cell], lattice: Lattice, *, ruled: bool) -> dict[int, float]:
    """How much room the last line of each column leaves."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    last: dict[int, Word] = {}
    for cell in cells:
        for word in cell.words if cell.column == cell.last_column else ():
            column = cell.column
            starts[column] = min(starts.get(column, math.inf), word.x0)
            ends[column] = max(ends.get(column, 0.0), word.x1)
            if column not in last or (word.base, word.x0) > (last[column].base, last[column].x0):
                last[column] = word
    if ruled:  # text stands as far from the one side of its cell as from the other
        ends = {column: lattice.xs[column + 1] - max(start - lattice.xs[column], 0.0) for column, start in starts.items()}
    return {column: ends[column] - word.x1 for column, word in last.items()}


def cells_of(lattice: Lattice) -> list[Cell]:
    """The cells that the rules enclose, merged ones over several bands and columns."""
    bands, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    if bands * columns > MOST_CELLS:
        return [Cell(0, bands - 1, 0, columns - 1)]
    # (column, band) with a rule right of it, or the table's side; (band, column) with a rule under it, or the table's end.
    right_of = {(place - 1, band) for place, band in _walled(lattice.upright, lattice.xs, lattice.ys)}
    right_of.update([(columns - 1, band) for band in range(bands)])
    below = {(place - 1, column) for place, column in _walled(lattice.level, lattice.ys, lattice.xs)}
    below.update([(bands - 1, column) for column in range(columns)])
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for band in range(bands):
        for column in range(columns):
            if (band, column) in taken:
                continue
            if (column, band) in right_of and (band, column) in below:  # what most cells are: of one band and column
                cells.append(Cell(band, band, column, column))
                continue
            last_column = column
            while (last_column, band) not in right_of and (band, last_column + 1) not in taken:
                last_column += 1
            last_band = band
            while not any((last_band, place) in below for place in range(column, last_column + 1)):
                last_band += 1
            cells.append(Cell(band, last_band, column, last_column))
            taken.update((row, place) for row in range(band, last_band + 1) for place in range(column, last_column + 1))
    return cells


def _walled(rules: list[Rule], across: list[float], along: list[float]) -> set[tuple[int, int]]:
    """For each rule, (the index of its place in `across`, the index of each stretch of `along` that it runs over)."""
    middles = [(start + end) / 2 for start, end in pairwise(along)]
    walls: set[tuple[int, int]] = set()
    for at, start, end in rules:
        place = bisect_left(across, at)
        if place == len(across) or (place and at - across[place - 1] < across[place] - at):
            place -= 1
        walls.update([(place, stretch) for stretch in range(bisect_left(middles, start), bisect_right(middles, end))])
    return walls


def emitted(cells: list[Cell], ys: Sequence[float], columns: int) -> list[TableRow]:
    """The cells as rows from the top down. A band in which no cell with text begins is no row."""
    texts = {id(cell): cell.text() for cell in cells}
    kept = sorted({cell.band for cell in cells if texts[id(cell)]})
    rows = [[""] * columns for _ in kept]
    spans: list[list[Span]] = [[] for _ in kept]
    for cell in cells:
        first, last = bisect_left(kept, cell.band), bisect_right(kept, cell.last_band) - 1
        if last < first:
            continue
        rows[first][cell.column] = texts[id(cell)]
        width = cell.last_column - cell.column + 1
        if width > 1 or last > first:
            for above, row in enumerate(range(first, last + 1)):
                spans[row].append(Span(cell.column, width, above, last - first + 1))
    return [TableRow(tuple(row), tuple(merged), ys[band]) for row, merged, band in zip(rows, spans, kept, strict=True)]
