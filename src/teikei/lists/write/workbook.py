"""Any tables as one workbook: sheets of texts, numbers, days and addresses under heads that stay in sight."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from teikei.lists.write.xlsx import HEAD_FILL, INDIGO, INK, QUIET, RULE

LONGEST_CELL = 32_767  # Excel's own limit
_MOST_LINKS = 65_000  # of one sheet; Excel shows no more
_A3, _A4 = 8, 9  # as Excel numbers them
_WIDEST_OF_A4 = 250  # in characters: what is wider cannot be read on A4
_FIRST_SAFE_DAY = date(1900, 3, 1)  # Excel counts 1900 as a leap year


class Linked(NamedTuple):
    """A text or a number with the address that it leads to."""

    text: str | int
    url: str


Cell = str | int | float | date | Linked | None


class Sheet(NamedTuple):
    """A sheet: its name, lines above the table, heads with their widths in characters, rows."""

    name: str
    lines: Sequence[str]
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], *, title: str, day: date, japanese: bool) -> bytes:
    """The bytes of an XLSX, the same for the same sheets. A text is never a formula; only a Linked is a link."""
    content = io.BytesIO()
    font = "Yu Gothic" if japanese else "Calibri"
    book = Workbook(content, {"in_memory": True, "default_format_properties": {"font_name": font, "font_size": 10, "font_color": INK}})
    book.set_properties({"title": title, "created": datetime(max(day.year, 1900), day.month, day.day)})  # noqa: DTZ001 - a workbook's days have no zone
    row = {"valign": "top", "bottom": 7, "bottom_color": RULE}
    formats = {
        "title": book.add_format({"font_size": 16, "font_color": INDIGO}),
        "line": book.add_format({"font_color": QUIET}),
        "head": book.add_format(
            {"bold": True, "font_color": INDIGO, "bg_color": HEAD_FILL, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({**row, "text_wrap": True}),
        "number": book.add_format({**row, "align": "right"}),
        "date": book.add_format({**row, "num_format": "yyyy-mm-dd", "align": "left"}),
        "link": book.add_format({**row, "font_color": INDIGO, "underline": 1}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name[:31]), sheet, formats)
    book.close()
    return content.getvalue()


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for row, line in enumerate(sheet.lines):
        page.write_string(row, 0, line, formats["title" if row == 0 else "line"])
    head = len(sheet.lines) + bool(sheet.lines)
    page.set_row(head, 15 * max(2, *(_lines(label, width) for label, width in sheet.heads)))
    for column, (label, width) in enumerate(sheet.heads):
        page.set_column(column, column, width)
        page.write_string(head, column, label, formats["head"])
    last = head
    links = 0
    widths = [width for _, width in sheet.heads]
    for last, cells in enumerate(sheet.rows, head + 1):
        lines = max((_lines(cell, width) for cell, width in zip(cells, widths, strict=True)), default=1)
        if lines > 1:
            page.set_row(last, min(15 * lines, 405))
        for column, cell in enumerate(cells):
            links += isinstance(cell, Linked)
            _cell(page, last, column, cell, formats, links <= _MOST_LINKS)
    page.autofilter(head, 0, last, len(sheet.heads) - 1)
    page.freeze_panes(head + 1, 0)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(_A3 if sum(widths) > _WIDEST_OF_A4 else _A4)
    page.repeat_rows(head)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")


def _cell(page: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Format], linking: bool) -> None:
    match cell:
        case None | "":
            page.write_blank(row, column, None, formats["text"])
        case Linked() if linking and cell.url:
            page.write_url(row, column, cell.url, formats["link"], str(cell.text)[:255])
            if isinstance(cell.text, int):
                page.write_number(row, column, cell.text, formats["link"])  # in the place of the text: numbers sort as numbers
        case Linked():
            _cell(page, row, column, cell.text, formats, linking)
        case date() if cell >= _FIRST_SAFE_DAY:
            page.write_datetime(row, column, cell, formats["date"])
        case int() | float():
            page.write_number(row, column, cell, formats["number"])
        case _:
            page.write_string(row, column, str(cell)[:LONGEST_CELL], formats["text"])


def _lines(cell: Cell, width: int) -> int:
    """How many lines a text takes in a column of that width."""
    text = cell.text if isinstance(cell, Linked) else cell
    if not isinstance(text, str) or 2 * len(text) < width:
        return 1
    shown = [sum(2 if east_asian_width(char) in "WFA" else 1 for char in line) for line in text.split("\n")]
    return sum(max(1, -(-size // max(1, width - 2))) for size in shown)
