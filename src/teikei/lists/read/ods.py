"""ODS workbooks (OpenDocument) into grids: content.xml, read once from beginning to end and never held whole."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from teikei.lists.cells import kept_lines
from teikei.lists.read.archive import Archive, Unreadable
from teikei.lists.read.days import Shown, without_day
from teikei.lists.read.grid import MOST_CELLS, MOST_TEXT, Area, Cells, Grid, Place, number_text, too_full

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE, _NUMBER = (f"{{{_OASIS}{name}:1.0}}" for name in ("office", "table", "text", "style", "datastyle"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_PARTS = (f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row", f"{_STYLE}style", f"{_NUMBER}date-style")
# A comment, a note, a reading (furigana) or a drawing in a cell is no text of the cell.
_NOT_TEXT = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text", f"{_TABLE}shapes")

# The largest sheet that any program knows; repeats beyond it name no place.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_TIME = re.compile(r"(-?)P(?:\d+Y)?(?:\d+M)?(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")


@dataclass
class _Sheet:
    """The sheet being read. `at` is the row that comes next."""

    name: str
    style: str
    at: int = 0
    columns: int = 0
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    unvalued: list[Place] = field(default_factory=list)


def grids(content: bytes) -> Iterator[Grid]:
    """The sheets in order. Unreadable where the file is encrypted, damaged, or no workbook."""
    archive = Archive(content)
    if "mimetype" in archive and b"spreadsheet" not in archive.read("mimetype"):
        raise Unreadable("it is an OpenDocument file, but not a workbook", "OpenDocument ファイルですが、ブックではありません")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable("it is encrypted with a password", "パスワードで暗号化されています")
    return _Reader().grids(archive.short_xml("content.xml"))


class _Reader:
    """Reads the sheets; styles, which come first, say which sheets are hidden and which days are shown as months."""

    def __init__(self) -> None:
        self.hidden_styles: set[str] = set()
        self.shown: dict[str, Shown] = {}
        self.cells = self.characters = 0

    def grids(self, xml: bytes) -> Iterator[Grid]:
        sheet: _Sheet | None = None
        number = 0
        parser = etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), tag=_PARTS, resolve_entities=False, no_network=True, load_dtd=False
        )
        try:
            for event, element in parser:
                part = element.tag
                if event == "start":
                    if part == _PARTS[0] and sheet is None:
                        sheet = _Sheet(element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""))
                elif part in (f"{_STYLE}style", f"{_NUMBER}date-style"):
                    self._style(element)
                elif sheet and part == f"{_TABLE}table-column":
                    _column(sheet, element)
                elif sheet and part == f"{_TABLE}table-row":
                    self._row(sheet, element)
                    _forget(element)
                elif sheet and part == f"{_TABLE}table":
                    number += 1
                    yield self._grid(sheet, number)
                    sheet = None
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"its part content.xml is damaged ({error})", f"内部の content.xml が壊れています({error})") from error

    def _style(self, element: etree._Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_NUMBER}date-style":
            shows = {str(child.tag).rpartition("}")[2] for child in element}
            if "year" in shows and not shows & {"day", "hours"}:
                self.shown[name] = "month" if "month" in shows else "year"
        elif any(child.get(f"{_TABLE}display") == "false" for child in element):
            self.hidden_styles.add(name)
        elif (format_name := element.get(f"{_STYLE}data-style-name")) in self.shown:
            self.shown[name] = self.shown[format_name]

    def _grid(self, sheet: _Sheet, number: int) -> Grid:
        return Grid(
            sheet.name, number, sheet.rows, sheet.style in self.hidden_styles, sheet.merged, frozenset(sheet.hidden_rows),
            sheet.hidden_columns, sheet.errors, sheet.unvalued,
        )  # fmt: skip

    def _row(self, sheet: _Sheet, row: etree._Element) -> None:
        repeated = min(_repeats(row, "rows"), _LAST_ROW - sheet.at)
        cells: list[str] = []
        column = 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            columns = min(_repeats(cell, "columns"), _LAST_COLUMN - column)
            text = self._text(sheet, cell, column)
            _merge(sheet, cell, column)
            if text:
                cells += [""] * (column - len(cells)) + [text] * columns
            column += columns
        if cells:
            self.cells += sum(map(bool, cells)) * repeated
            self.characters += sum(map(len, cells)) * repeated
            if self.cells > MOST_CELLS or self.characters > MOST_TEXT:
                raise too_full()
            indexes = range(sheet.at, sheet.at + repeated)
            sheet.rows += [(index, tuple(cells)) for index in indexes]
            if row.get(f"{_TABLE}visibility", "visible") != "visible":
                sheet.hidden_rows.update(indexes)
        sheet.at += repeated

    def _text(self, sheet: _Sheet, cell: etree._Element, column: int) -> str:
        kind = cell.get(f"{_OFFICE}value-type")
        if cell.get(f"{_CALC}value-type") == "error":
            sheet.errors.append((sheet.at, column))
            return ""
        if kind is None and cell.get(f"{_TABLE}formula"):
            sheet.unvalued.append((sheet.at, column))
        match kind:
            case "float" | "percentage" | "currency":
                return _number(cell.get(f"{_OFFICE}value", ""))
            case "date":
                day = cell.get(f"{_OFFICE}date-value", "").replace("T", " ").removesuffix(" 00:00:00").partition(".")[0]
                return without_day(day, self.shown.get(cell.get(f"{_TABLE}style-name", ""), "day"))
            case "time":
                return _time(cell.get(f"{_OFFICE}time-value", ""))
            case "boolean":
                return cell.get(f"{_OFFICE}boolean-value", "").upper()
            case _:
                lines = [kept_lines("".join(_pieces(line))) for line in cell if line.tag == f"{_TEXT}p"]
                return "\n".join([line for line in lines if line])


def _forget(element: etree._Element) -> None:
    """Let go of what has been read, and of its elder siblings, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _column(sheet: _Sheet, column: etree._Element) -> None:
    first = sheet.columns
    sheet.columns += min(_repeats(column, "columns"), _LAST_COLUMN)
    if column.get(f"{_TABLE}visibility", "visible") != "visible":
        sheet.hidden_columns.append((first, sheet.columns - 1))


def _merge(sheet: _Sheet, cell: etree._Element, column: int) -> None:
    rows, columns = _whole(cell.get(f"{_TABLE}number-rows-spanned")), _whole(cell.get(f"{_TABLE}number-columns-spanned"))
    if rows * columns > 1:
        sheet.merged.append(Area(sheet.at, column, min(sheet.at + rows, _LAST_ROW) - 1, min(column + columns, _LAST_COLUMN) - 1))


def _repeats(element: etree._Element, of: str) -> int:
    return _whole(element.get(f"{_TABLE}number-{of}-repeated"))


def _whole(text: str | None) -> int:
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph in order: runs of blanks, tabs and line breaks are elements."""
    if element.tag == f"{_TEXT}s":
        yield " " * min(_whole(element.get(f"{_TEXT}c")), 1_000)
    elif element.tag == f"{_TEXT}tab":
        yield " "
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
            yield from _pieces(child)
        yield child.tail or ""


def _number(text: str) -> str:
    try:
        return number_text(float(text))
    except (ValueError, OverflowError):
        return text.strip()


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if not match:
        return text.strip()
    sign, days, hours, minutes, seconds = match.groups("0")
    return f"{sign.strip('0')}{int(days) * 24 + int(hours):02}:{int(minutes):02}:{int(seconds):02}"
