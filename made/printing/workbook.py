"""Workbooks: XLSX, XLS and ODS with merged cells, true dates and their number formats, one sheet or one for each area."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

import xlsxwriter
import xlwt
from odf import opendocument, table, text

from made.cells import Cell
from made.layout import Layout
from made.page import Page, PageRow

_DATE_FORMATS = ("yyyy/m/d", "yyyy-mm-dd", "d mmm yyyy", '[$-411]ggge"年"m"月"d"日"', "m/d/yyyy", 'yyyy"年"m"月"d"日"')

_Cells = tuple[Cell | None, ...]


class Sheet(NamedTuple):
    """A sheet: its name and its rows."""

    name: str
    rows: list[_Cells]


def sheets(page: Page, layout: Layout) -> list[Sheet]:
    """The page as sheets: lines stand in the first column; in some lists they are merged over the table.

    Where each area has a table of its own, some lists give it a sheet of its own.
    """
    rows = list(_rows(page, layout))
    name = ("Sheet1", "一覧")[layout.pick("sheet name", 2)]
    if layout.sections == "one" or layout.pick("sheet each", 2):
        return [Sheet(name, rows)]
    heads = [at for at, row in enumerate(page.rows) if row.kind == "line" and _begins_section(page.rows, at)]
    above = len(rows) - len(page.rows) - len(page.after)
    cuts = [0, *(above + at for at in heads[1:]), len(rows)]
    return [Sheet(f"{name}{number}", rows[start:end]) for number, (start, end) in enumerate(pairwise(cuts), 1)]


def _begins_section(rows: tuple[PageRow, ...], at: int) -> bool:
    """Whether this line begins an area: the first of the lines under the rows of the one before, above a head."""
    following = next((row.kind for row in rows[at:] if row.kind != "line"), "")
    return following == "head" and (at == 0 or rows[at - 1].kind == "row")


def _rows(page: Page, layout: Layout) -> Iterator[_Cells]:
    width = len(layout.columns) if layout.pick("merged lines", 3) == 0 else 1
    for line in page.before:
        yield (Cell(line, columns=width),)
    if page.before and layout.pick("gap above", 2):
        yield (None,)
    for row in page.rows:
        first = row.cells[0]
        yield (Cell(first.text, columns=width),) if row.kind in ("line", "within") and first else row.cells
    for line in page.after:
        yield (Cell(line),)


def _placed(rows: list[_Cells]) -> Iterator[tuple[int, int, Cell]]:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                yield at, column, cell


def printed_xlsx(page: Page, layout: Layout) -> bytes:
    """The page as XLSX."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": _DATE_FORMATS[layout.pick("date format", 6)]})
    merged = book.add_format({"valign": "top"})
    for one in sheets(page, layout):
        sheet = book.add_worksheet(one.name)
        for at, column, cell in _placed(one.rows):
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


def printed_xls(page: Page, layout: Layout) -> bytes:
    """The page as XLS, the binary form of Excel 97."""
    out = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str=("yyyy/m/d", "yyyy-mm-dd", "d mmm yyyy")[layout.pick("date format", 3)])
    for one in sheets(page, layout):
        sheet = book.add_sheet(one.name)
        for at, column, cell in _placed(one.rows):
            if cell.rows > 1 or cell.columns > 1:
                sheet.write_merge(at, at + cell.rows - 1, column, column + cell.columns - 1, cell.text)
            elif isinstance(cell.value, date):
                sheet.write(at, column, cell.value, dated)
            elif cell.value is not None or cell.text:
                sheet.write(at, column, cell.text if cell.value is None else cell.value)
    book.save(out)
    return out.getvalue()


def printed_ods(page: Page, layout: Layout) -> bytes:
    """The page as an OpenDocument spreadsheet."""
    out = io.BytesIO()
    book = opendocument.OpenDocumentSpreadsheet()
    for one in sheets(page, layout):
        sheet = table.Table(name=one.name)
        covered = {
            (at + down, column + right)
            for at, column, cell in _placed(one.rows)
            for down in range(cell.rows)
            for right in range(cell.columns)
            if down or right
        }
        for at, row in enumerate(one.rows):
            line = table.TableRow()
            width = max([len(row), *(column + 1 for covered_row, column in covered if covered_row == at)])
            for column in range(width):
                cell = row[column] if column < len(row) else None
                line.addElement(table.CoveredTableCell() if (at, column) in covered else _ods_cell(cell or Cell("")))
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
    book.write(out)
    return out.getvalue()


def _ods_cell(cell: Cell) -> table.TableCell:
    spans = {"numberrowsspanned": cell.rows, "numbercolumnsspanned": cell.columns} if cell.rows > 1 or cell.columns > 1 else {}
    if isinstance(cell.value, date):
        made = table.TableCell(valuetype="date", datevalue=cell.value.isoformat(), **spans)
    elif cell.value is not None:
        made = table.TableCell(valuetype="float", value=cell.value, **spans)
    else:
        made = table.TableCell(valuetype="string", **spans) if cell.text else table.TableCell(**spans)
    for line in cell.text.split("\n") if cell.text else ():
        made.addElement(text.P(text=line))
    return made
