"""Workbooks: XLSX with merged cells, true dates and their number formats, several sheets."""

import io
from collections.abc import Iterator
from datetime import date, datetime

import xlsxwriter

from made.cells import Cell
from made.layout import Layout
from made.page import Page, PageRow

_DATE_FORMATS = ("yyyy/m/d", "yyyy-mm-dd", "d mmm yyyy", '[$-411]ggge"年"m"月"d"日"', "m/d/yyyy", 'yyyy"年"m"月"d"日"')


def printed_xlsx(page: Page, layout: Layout) -> bytes:
    """The page as XLSX."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": _DATE_FORMATS[layout.pick("date format", 6)]})
    sheet = book.add_worksheet("Sheet1" if layout.pick("sheet name", 2) else "一覧")
    merged = book.add_format({"valign": "top"})
    for at, row in enumerate(sheet_rows(page, layout)):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_range(at, column, at + cell.rows - 1, column + cell.columns - 1, cell.text, merged)
            elif isinstance(cell.value, date):
                sheet.write_datetime(at, column, datetime(cell.value.year, cell.value.month, cell.value.day))  # noqa: DTZ001
            elif cell.value is not None:
                sheet.write_number(at, column, cell.value)
            elif cell.text:
                sheet.write_string(at, column, cell.text)
    book.close()
    return out.getvalue()


def sheet_rows(page: Page, layout: Layout) -> Iterator[tuple[Cell | None, ...]]:
    """The page as rows of a sheet: lines stand in the first column; in some lists they are merged over the table."""
    width = len(layout.columns) if layout.pick("merged lines", 3) == 0 and len(layout.columns) > 1 else 1
    for text in page.before:
        yield (Cell(text, columns=width),)
    if page.before and layout.pick("gap above", 2):
        yield (None,)
    for row in page.rows:
        yield _wide(row, width)
    for text in page.after:
        yield (Cell(text),)


def _wide(row: PageRow, width: int) -> tuple[Cell | None, ...]:
    if row.kind in ("line", "within") and row.cells[0]:
        return (Cell(row.cells[0].text, columns=width),)
    return row.cells
