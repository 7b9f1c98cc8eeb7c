"""Where the lines and cells of an input stand: what every reader makes, and nothing understood yet."""

import re
from collections.abc import Iterable
from functools import partial
from itertools import repeat
from typing import NamedTuple

from teikei.names.bilingual import Language

# What a browser prints above and below each page: the day, the hour and the page's title; its address and its number.
PRINTED_BY_BROWSER = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{2,4},?|\d{4}/\d{1,2}/\d{1,2}) +\d{1,2}:\d\d(?: +[AP]M)?(?: .*)?|(?:https?|file)://\S+ +\d+/\d+"
)


class Locator(NamedTuple):
    """Where a value stands: page and line of a text, sheet and cell of a workbook. All count from 1.

    `column` is the first character of the value in its line for text, the number of the cell in its row elsewhere.
    """

    page: int | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def to_json(self) -> dict[str, int | str | None]:
        """The five parts by name."""
        return self._asdict()

    def words(self, language: Language) -> str:
        """Short, for people: "p.3 · l.145", "Sheet1!C12", "Sheet1 · l.12"."""
        if self.cell:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        sheet = [self.sheet] if self.sheet else []
        page = [f"p.{self.page}"] if self.page else []
        line = [f"{self.line}行" if language == "ja" else f"l.{self.line}"] if self.line else []
        return " · ".join([*sheet, *page, *line]) or ("所在不明" if language == "ja" else "place unknown")


class Span(NamedTuple):
    """A merged cell as one of the rows that it covers sees it.

    cell, columns: its first column's index in the row and how many it covers. above: how many rows before this one it
    begins (0 in its first row). rows: how many it covers in all. Its text stands at `cell` of its first row; every
    other place that it covers holds ''.
    """

    cell: int
    columns: int
    above: int
    rows: int


_ALWAYS_NONE: Iterable[None] = repeat(None)


_NO_SPANS: Iterable[tuple[Span, ...]] = repeat(())


_NEVER: Iterable[bool] = repeat(False)


class Row(NamedTuple):
    """One line of the input, cut into cells by its format and not yet understood.

    cells: the text of each cell, trimmed, nothing else changed. raw: the whole line as it stood.
    tabbed: whether `raw` is a line of text, in which a cell begins at a character; elsewhere cells are numbered.
    spans: the merged cells that touch the row. table: the number of the table (of a page, document or workbook sheet)
    that the row belongs to, from 1; None for lines of text. hidden: the file hides the row from its reader.
    lines: where a record stands over several lines, the line of each of its cells.
    """

    line: int
    cells: tuple[str, ...]
    raw: str
    page: int | None = None
    sheet: str | None = None
    tabbed: bool = True
    spans: tuple[Span, ...] = ()
    table: int | None = None
    hidden: bool = False
    lines: tuple[int, ...] = ()

    @classmethod
    def many(
        cls,
        lines: Iterable[int],
        cells: Iterable[tuple[str, ...]],
        raws: Iterable[str],
        *,
        pages: Iterable[int | None] = _ALWAYS_NONE,
        sheet: str | None = None,
        tabbed: bool = True,
        spans: Iterable[tuple[Span, ...]] = _NO_SPANS,
        table: int | None = None,
        hidden: Iterable[bool] = _NEVER,
    ) -> list["Row"]:
        """The rows whose values stand in these columns, each as long as the list: one call for all, not one for each."""
        values = zip(lines, cells, raws, pages, repeat(sheet), repeat(tabbed), spans, repeat(table), hidden, repeat(()))
        return list(map(partial(tuple.__new__, cls), values))

    def locator(self, cell: int | None = None) -> Locator:
        """The place of the row, or of its cell with that index (from 0)."""
        line, cells, raw, page, sheet, tabbed, _, _, _, lines = self
        if cell is None:
            return Locator(page, line, None, sheet)
        if lines:
            return Locator(page, lines[cell], None, sheet)
        if sheet is not None:
            return Locator(page, line, cell + 1, sheet, f"{column_letters(cell)}{line}")
        if not tabbed:
            return Locator(page, line, cell + 1)
        if raw.count("\t") == len(cells) - 1:
            rest = raw.split("\t", cell)[-1]
            return Locator(page, line, len(raw) - len(rest.lstrip()) + 1)
        start = 0
        for text in cells[: cell + 1]:
            start = max(raw.find(text, start), 0) + len(text)
        return Locator(page, line, start - len(cells[cell]) + 1)


def column_letters(index: int) -> str:
    """The letters of a spreadsheet column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
