"""The rows of one table: the cells of its bands and columns, each with the lines of text that stand in it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from teikei.lists.located import Span
from teikei.lists.read.pdf.page import Line, Rule, Word, is_wide, joined, lines_of, room_for, text_of
from teikei.lists.read.pdf.rules import Lattice

# More cells than any page has: what is finer is a drawing.
MOST_CELLS = 200_000
# Signs that may not begin a line take what stands before them along: so many letters more than a line's first word.
_MOST_KEPT_TOGETHER = 2.1
# The rows at the top of a table of which one may be the rest of a row that the page end cut: after a repeated head.
CUT_ROWS = 4


class TableRow(NamedTuple):
    """A row as it stands on its page: its cells' texts, its merged cells, and its top.

    A table's last row tells the room that is left in the last line of each cell and in which columns cells have several
    lines, and its first rows the room that the first word of each cell needs, so that a row that a page end cut can be put
    together.
    """

    cells: tuple[str, ...]
    spans: tuple[Span, ...]
    top: float
    room: Mapping[int, float] = MappingProxyType({})
    needs: Mapping[int, float] = MappingProxyType({})
    wraps: frozenset[int] = frozenset()


@dataclass(slots=True)
class Cell:
    """A cell of a table: the bands and columns that it covers (the last one included), and its words.

    width: how long a line in it may be, 0 where that is not known; ruled: whether rules say so, or the longest line there;
    bilingual: cells of its column have a line for each language. longest: the longest Japanese line of its column.
    """

    band: int
    last_band: int
    column: int
    last_column: int
    words: list[Word] = field(default_factory=list)
    width: float = 0.0
    ruled: bool = False
    bilingual: bool = False
    longest: float = 0.0
    found: list[Line] | None = None

    def lines(self) -> list[Line]:
        """Its lines of text, once it has all its words."""
        if self.found is None:
            self.found = lines_of(self.words)
        return self.found

    def text(self) -> str:
        """Its text: lines that had to wrap are joined, and a line end that had no need to be is kept."""
        if len(self.words) == 1:
            return self.words[0].text
        lines = self.lines()
        text = ""
        for number, line in enumerate(lines):
            words = text_of(line.words)
            text = f"{text}\n{words}" if number and self._is_broken(lines[number - 1], line) else joined([text, words])
        return text

    def changes_language(self) -> bool:
        """Whether a line in the other script begins though it had room on the line above."""
        if len(self.words) < 2:
            return False
        return any(_is_change(above, line) and self._had_room(above, line) for above, line in pairwise(self.lines()))

    def _is_broken(self, above: Line, line: Line) -> bool:
        if self.ruled:
            return (self.bilingual and _is_change(above, line)) or self._had_room(above, line)
        if _is_change(above, line):
            return self.bilingual or self._had_room(above, line)
        # Japanese breaks at any letter and never hangs over: a line as long as another of the column had room for it.
        return is_wide(above.words[-1].text[-1]) and is_wide(line.words[0].text[0]) and self._had_room(above, line, self.longest)

    def _had_room(self, above: Line, line: Line, width: float | None = None) -> bool:
        """Whether the line above had room for the first word of this one, and for the signs that may not begin a line."""
        taken = max(word.x1 for word in above.words) - above.words[0].x0
        between = room_for(line.words[0])
        if not _is_change(above, line):  # a stroke or a bracket clings to its word, a long vowel or a comma to its letter
            between += _MOST_KEPT_TOGETHER * line.size
        return 0 < taken + between <= (self.width if width is None else width)


def _is_change(above: Line, line: Line) -> bool:
    """From Japanese to another language, as names stand one below the other."""
    return is_wide(above.words[-1].text[-1]) and not is_wide(line.words[0].text[0]) and line.words[0].text[0].isalpha()


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
    starts, ends = _sides(cells, lattice, ruled=ruled)
    for cell in cells:
        if len(cell.words) > 1 and (cell.column == cell.last_column or ruled) and cell.column in starts and cell.last_column in ends:
            cell.width, cell.ruled = ends[cell.last_column] - starts[cell.column], ruled
    if not ruled:
        _measure_japanese(cells, starts)
    changing = {cell.column for cell in cells if cell.width and cell.changes_language()}
    for cell in cells:
        cell.bilingual = cell.column in changing
    rows = emitted(cells, lattice.ys, len(lattice.xs) - 1)
    for index, row in enumerate(rows[:CUT_ROWS]):
        rows[index] = row._replace(needs=_needs([cell for cell in cells if lattice.ys[cell.band] == row.top]))
    if rows:
        wraps = frozenset(cell.column for cell in cells if len(cell.words) > 1 and cell.column == cell.last_column and _has_lines(cell))
        rows[-1] = rows[-1]._replace(room=_room(cells, ends), wraps=wraps)
    return rows


def _measure_japanese(cells: list[Cell], starts: Mapping[int, float]) -> None:
    longest: dict[int, float] = {}
    own = [cell for cell in cells if cell.column == cell.last_column]
    for cell in own:
        for word in cell.words:
            if is_wide(word.text[-1]):
                longest[cell.column] = max(longest.get(cell.column, 0.0), word.x1 - starts[cell.column])
    for cell in own:
        cell.longest = longest.get(cell.column, 0.0)


def begin_of(word: Word) -> float:
    """Where the word begins, for looking up its cell: a letter may hang over the rule."""
    return word.x0 + 0.2 * min(word.x1 - word.x0, word.size)


def _has_lines(cell: Cell) -> bool:
    bases = [word.base for word in cell.words]
    return max(bases) - min(bases) > 0.5 * cell.words[0].size


def _needs(cells: list[Cell]) -> dict[int, float]:
    return {cell.column: room_for(cell.lines()[0].words[0]) for cell in cells if cell.words}


def _sides(cells: list[Cell], lattice: Lattice, *, ruled: bool) -> tuple[dict[int, float], dict[int, float]]:
    """From where to where lines of each column may run: as far from the one rule as from the other, or as lines there do."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for cell in cells:
        if cell.words and cell.column == cell.last_column:
            column = cell.column
            start, end = starts.get(column, math.inf), ends.get(column, 0.0)
            for word in cell.words:
                start, end = word.x0 if word.x0 < start else start, word.x1 if word.x1 > end else end
            starts[column], ends[column] = start, end
    if ruled:
        ends = {column: lattice.xs[column + 1] - max(start - lattice.xs[column], 0.0) for column, start in starts.items()}
    return starts, ends


def _room(cells: list[Cell], ends: Mapping[int, float]) -> dict[int, float]:
    """How much room the last line of each column leaves."""
    last: dict[int, Word] = {}
    for cell in cells:
        for word in cell.words if cell.column == cell.last_column else ():
            lowest = last.get(cell.column)
            if lowest is None or word.base > lowest.base or (word.base == lowest.base and word.x0 > lowest.x0):
                last[cell.column] = word
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
