"""Pages put together: rows numbered on each page, tables that go on over pages, rows that a page end cut in two."""

from bisect import bisect_right
from collections import Counter

from teikei.lists.located import Locator, Row
from teikei.lists.read.pdf.layout import Block, blocks_of
from teikei.lists.read.pdf.page import Page, is_wide, joined
from teikei.lists.read.pdf.table import TableRow

# Columns of one table stand at the same places on each page, from the page's side or from the table's own (points).
_SAME_PLACE = 12.0
# The rows at the top of a table that may be repeated on each page.
_HEAD_ROWS = 3
# A column that so many of a table's rows fill is filled in every row.
_FILLED = 0.9
# A column that so many fill has merged cells, or lacks a value here and there.
_MOSTLY = 0.75
# A row that lacks the first and so many columns that every row fills is none.
_LACKS_MOST = 2

_CLOSING = ")）]］」』"


class Pages:
    """The rows of the pages so far, and the table that may go on on the next."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.table = 0
        self.block: Block | None = None  # the last part of the last table
        self.tables: list[Block] = []  # those of the last page that had any, the last one first
        self.last = -1  # its last row
        self.heads: set[tuple[str, ...]] = set()
        self.head: tuple[str, ...] = ()  # the first of them
        self.filled: Counter[int] = Counter()
        self.wraps: frozenset[int] = frozenset()  # columns of the table that have cells of several lines
        self.doubts: dict[str, dict[Locator, None]] = {}  # by code, the rows that allow another reading

    def add(self, page: Page) -> None:
        """The rows of the next page."""
        line = 0
        blocks = blocks_of(page, self.tables)
        if tables := [block for block in reversed(blocks) if block.columns]:
            self.tables = tables
        for block in blocks:
            rows, parted = (block.rows, None) if block.columns is None else self._part(block, page.number)
            table = None if block.columns is None else self.table
            for row, doubts in zip(rows, self._doubts_of(block, rows), strict=True):
                line += 1
                if parted and row.cells not in self.heads:
                    self._doubt("row-over-pages", parted, Locator(page.number, line))
                    parted = None
                for code in doubts:
                    self._doubt(code, Locator(page.number, line))
                self.rows.append(Row(line, row.cells, "\t".join(row.cells), page.number, tabbed=False, spans=row.spans, table=table))
                if table:
                    self._count(row)

    def _part(self, block: Block, page: int) -> tuple[list[TableRow], Locator | None]:
        """The rows of a part of a table, and the last row before it if one of the two at the page end lacks something."""
        rows, parted = block.rows, None
        if self._goes_on(block):
            self.wraps |= block.rows[-1].wraps
            if self._is_cut(block, page):
                rows = self._whole(block.rows)
                parted = self.rows[self.last].locator() if self._is_parted(rows) else None
        else:
            self.table += 1
            self.heads = {row.cells for row in block.rows[:_HEAD_ROWS]}
            self.head = block.rows[0].cells
            self.filled = Counter()
            self.wraps = block.rows[-1].wraps
        self.block = block
        return rows, parted

    def _count(self, row: TableRow) -> None:
        """Notes which columns the last row fills."""
        self.last = len(self.rows) - 1
        filled = [index for index, cell in enumerate(row.cells) if cell]
        if len(filled) > 1:  # a heading among the rows fills one cell
            self.filled.update([-1, *filled])

    def _doubt(self, code: str, *places: Locator) -> None:
        self.doubts.setdefault(code, {}).update(dict.fromkeys(places))

    @staticmethod
    def _doubts_of(block: Block, rows: list[TableRow]) -> list[set[str]]:
        """For each row the codes of what its place on the page leaves in doubt."""
        doubts: list[set[str]] = [set() for _ in rows]
        tops = [row.top for row in rows]
        for height, code in block.doubts:
            if (index := bisect_right(tops, height) - 1) >= 0:
                doubts[index].add(code)
        return doubts

    def _is_parted(self, rows: list[TableRow]) -> bool:
        """Whether one of the two rows at a page end lacks what every row fills: a merged cell, or a row, may be cut there."""
        last, first = self.rows[self.last], next((row for row in rows if row.cells not in self.heads), None)
        if first is None or len(last.cells) != len(first.cells) or min(_filled(last.cells), _filled(first.cells)) < 2:
            return False
        mostly = [index for index in range(len(last.cells)) if self.filled[index] >= _MOSTLY * self.filled[-1]]
        covered = {span.cell for span in last.spans if span.above}
        return any(bool(last.cells[index]) != bool(first.cells[index]) for index in mostly if index not in covered)

    def _goes_on(self, block: Block) -> bool:
        """Whether the block is a further part of the last table."""
        before = self.block
        if before is None or before.columns is None or block.columns is None or len(block.columns) != len(before.columns):
            return False
        pairs = list(zip(block.columns, before.columns, strict=True))
        shift = block.left - before.left
        return all(abs(new - old) <= _SAME_PLACE for new, old in pairs) or all(abs(new - old - shift) <= _SAME_PLACE for new, old in pairs)

    def _is_cut(self, block: Block, page: int) -> bool:
        """Whether a page end, or the end of a column of the page, stands between the block and the last row."""
        return self.rows[self.last].page != page or (self.block is not None and block.top <= self.block.top + 1)

    def _whole(self, rows: list[TableRow]) -> list[TableRow]:
        """The rows of a further part; what its first row has of the row that the page end cut is put back there."""
        first = next((index for index, row in enumerate(rows) if row.cells not in self.heads), None)
        if first is None or not self._is_rest(rows[first]):
            return rows
        last, rest = self.rows[self.last], rows[first]
        cells = tuple(
            [
                f"{text}\n{more}" if text and _changes_script(text, more) else joined([text, more])
                for text, more in zip(last.cells, rest.cells, strict=True)
            ]
        )
        self.rows[self.last] = last._replace(cells=cells, raw="\t".join(cells))
        if rest.cells[0] and not _is_open(last.cells[0]):
            self._doubt("row-over-pages", last.locator())  # a heading or a sum stands in the first column too
        return rows[:first] + [_without(row, index) for index, row in enumerate(rows[first + 1 :], 1)]

    def _is_rest(self, row: TableRow) -> bool:
        """Whether the row only goes on from the last one: it lacks what every row has, and its texts had no room there."""
        last = self.rows[self.last]
        before = self.block.rows[-1] if self.block else None
        if before is None or len(last.cells) != len(row.cells) or any(row.cells[span.cell] for span in row.spans):
            return False
        if last.cells == self.head:
            return False
        has = [index for index, cell in enumerate(row.cells) if cell]
        if not self.wraps.issuperset(has):
            return False  # where no cell has two lines it is rather a heading, or a row
        always = [index for index in range(len(row.cells)) if self.filled[index] >= _FILLED * self.filled[-1]]
        lacking = [index for index in always if not row.cells[index]]
        if 0 in lacking and len(lacking) >= _LACKS_MOST and all(last.cells[index] for index in has):
            return True  # a heading or a row would fill the first column, or others that every row fills
        return bool(lacking) and all(last.cells[index] and self._had_no_room(index, last.cells[index], row) for index in has)

    def _had_no_room(self, index: int, text: str, row: TableRow) -> bool:
        """Whether the text had to go on on the next page: no room was left for the first word there, or it changes its language."""
        before = self.block.rows[-1] if self.block else row
        if before.room.get(index, 0.0) < row.needs.get(index, 0.0):
            return True
        # A heading stands in the first column too, and a list's own language follows on the other one there.
        return _changes_script(text, row.cells[index]) and (index > 0 or is_wide(text[-1]))


def _is_open(text: str) -> bool:
    """Whether the text ends within brackets."""
    return sum(map(text.count, "(（[［「『")) > sum(map(text.count, ")）]］」』"))


def _filled(cells: tuple[str, ...]) -> int:
    return sum(map(bool, cells))


def _changes_script(text: str, more: str) -> bool:
    """Whether a name goes on in another language, as on the next line of its cell."""
    if not (more and more[0].isalpha() and (text[-1].isalpha() or text[-1] in _CLOSING)):
        return False
    return is_wide(text[-1]) != is_wide(more[0])


def _without(row: TableRow, index: int) -> TableRow:
    """The row at that place below one that is taken out: what was merged with that begins later."""
    if not row.spans:
        return row
    spans = [span._replace(above=span.above - 1, rows=span.rows - 1) if span.above >= index else span for span in row.spans]
    return row._replace(spans=tuple(span for span in spans if span.rows > 1 or span.columns > 1))
