"""Workbooks of the tests' own making: one table as XLSX, XLS and ODS, and archives with changed parts."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import LineBreak, P

Value = str | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: merged areas as (top, left, bottom, right), from 0."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    hidden: bool = False


def xlsx_of(*sheets: Sheet) -> bytes:
    def write(book: Any) -> None:
        codes = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm"}
        formats = {kind: book.add_format({"num_format": code}) for kind, code in codes.items()}
        for made in sheets:
            sheet = book.add_worksheet(made.name)
            for top, left, bottom, right in made.merged:
                sheet.merge_range(top, left, bottom, right, "")
            for row, values in enumerate(made.rows):
                for column, value in enumerate(values):
                    _write_xlsx(sheet, row, column, value, formats)
            for row in made.hidden_rows:
                sheet.set_row(row, None, None, {"hidden": True})
            for column in made.hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            if made.hidden:
                sheet.hide()

    return written(write)


def _write_xlsx(sheet: Any, row: int, column: int, value: Value, formats: Mapping[type, Any]) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date | time):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif value is not None:
        sheet.write(row, column, value)


def written(write: Callable[[Any], None], **options: object) -> bytes:
    """A workbook that XlsxWriter writes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        write(book)
    return content.getvalue()


def xls_of(*sheets: Sheet) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    styles = {
        kind: xlwt.easyxf(num_format_str=code) for kind, code in ((date, "yyyy-mm-dd"), (datetime, "yyyy-mm-dd hh:mm"), (time, "hh:mm"))
    }
    for made in sheets:
        sheet = book.add_sheet(made.name, cell_overwrite_ok=True)
        for row, values in enumerate(made.rows):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value, *([styles[type(value)]] if type(value) in styles else []))
        for top, left, bottom, right in made.merged:
            sheet.merge(top, bottom, left, right)
        for row in made.hidden_rows:
            sheet.row(row).hidden = True
        for column in made.hidden_columns:
            sheet.col(column).hidden = True
        sheet.visibility = int(made.hidden)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods_of(*sheets: Sheet) -> bytes:
    book = OpenDocumentSpreadsheet()
    concealed = Style(name="concealed", family="table")
    concealed.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(concealed)
    for made in sheets:
        table = Table(name=made.name, **({"stylename": concealed} if made.hidden else {}))
        for column in range(max([*(len(values) for values in made.rows), 1])):
            table.addElement(TableColumn(**({"visibility": "collapse"} if column in made.hidden_columns else {})))
        height = max([len(made.rows), *(bottom + 1 for _, _, bottom, _ in made.merged)])
        for row in range(height):
            table.addElement(_ods_row(made, row))
        book.spreadsheet.addElement(table)
    content = io.BytesIO()
    book.write(content)
    return content.getvalue()


def _ods_row(made: Sheet, row: int) -> Any:
    line = TableRow(**({"visibility": "collapse"} if row in made.hidden_rows else {}))
    values = made.rows[row] if row < len(made.rows) else ()
    width = max([len(values), *(right + 1 for top, _, bottom, right in made.merged if top <= row <= bottom)])
    for column in range(width):
        span = next((area for area in made.merged if area[0] <= row <= area[2] and area[1] <= column <= area[3]), None)
        value = values[column] if column < len(values) else None
        if span and (row, column) != span[:2]:
            line.addElement(CoveredTableCell())
            continue
        extent = {"numberrowsspanned": span[2] - span[0] + 1, "numbercolumnsspanned": span[3] - span[1] + 1} if span else {}
        line.addElement(_ods_cell(value, extent))
    return line


def _ods_cell(value: Value, extent: Mapping[str, int]) -> Any:
    match value:
        case None:
            return TableCell(**extent)
        case bool():
            return TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **extent)
        case int() | float():
            return TableCell(valuetype="float", value=repr(value), **extent)
        case date():
            return TableCell(valuetype="date", datevalue=value.isoformat(), **extent)
        case time():
            return TableCell(valuetype="time", timevalue=value.strftime("PT%HH%MM%SS"), **extent)
        case _:
            cell = TableCell(valuetype="string", **extent)
            paragraph = P()
            for number, line in enumerate(str(value).split("\n")):
                if number:
                    paragraph.addElement(LineBreak())
                paragraph.addText(line)
            cell.addElement(paragraph)
            return cell


WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": xlsx_of, "xls": xls_of, "ods": ods_of}


def changed(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None], *, level: int = 6) -> bytes:
    """The archive with some members changed, added, or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            body = parts.get(name, old.read(name) if name in old.namelist() else b"")
            if body is not None:
                new.writestr(name, body(old.read(name)) if callable(body) else body)
    return made.getvalue()


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A worksheet's XML around these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


SHEET1 = "xl/worksheets/sheet1.xml"
PLAIN = xlsx_of(Sheet("一覧", [["国・地域", "協定機関名", "部局", "締結年月日"], ["インド", "大学", "工学部", "2015-11-09"]]))
