"""XLSX workbooks (also with macros, .xlsm) into grids: the parts that a reader needs, looked through and read.

The library that reads the values is given an archive of our own with those parts only, so that it never sees a
forged size, a second member of the same name, or a sheet whose few cells span the largest grid.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from python_calamine import CalamineWorkbook

from teikei.lists.read.archive import Archive, Unreadable, attribute, local, parsed, relations
from teikei.lists.read.days import LEAP_DAY, Shown, shown_by, without_day
from teikei.lists.read.grid import MOST_CELLS, MOST_TEXT, Cells, Grid, Place, Value, text_of, too_full
from teikei.lists.read.sheetxml import Compacted, Struck, Survey, compacted, is_plain, is_vast, survey, usual

# The library takes day 60 of 1900, which never was, for the day before.
_TAKEN_FOR_LEAP_DAY = "1900-02-28"

_SHARED_CELL = re.compile(rb"""\st=["']s["'][^>]*>\s*<v>\s*(\d{1,9})\s*</v>""")
_SHARED_STRING = re.compile(rb"<(?:\w+:)?si[ />]")

_STRIKES = re.compile(rb"""<(?:\w+:)?strike(?![^>]*\sval\s*=\s*["'](?:0|false)["'])[\s/>]""")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class _Sheet:
    """A worksheet as the workbook lists it, and what was found in its XML."""

    number: int
    name: str
    hidden: bool
    part: str
    survey: Survey | None = None
    compacted: Compacted | None = None


@dataclass(frozen=True)
class _Workbook:
    sheets: list[_Sheet]
    from_1904: bool
    shared: str | None
    styles: str | None


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order. Unreadable where a part is missing, damaged or larger than is safe."""
    archive = Archive(content)
    book = _workbook(archive)
    styles = archive.xml(book.styles) if book.styles else b""
    coarse = _coarse_styles(styles) if styles else {}
    repacked, sheets = _repacked(archive, book, styles, coarse)
    library = CalamineWorkbook.from_filelike(repacked)
    for sheet in sheets:
        yield _grid(library, sheet, from_1904=book.from_1904)


# Parts ----------------------------------------------------------------------------------------------------------


def _workbook(archive: Archive) -> _Workbook:
    """Which sheets there are, where their parts are, and from which year days are counted."""
    main = next((target for kind, target in relations(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main.endswith(".bin"):
        raise Unreadable("it is a binary workbook (XLSB)", "バイナリ形式のブック(XLSB)です")
    if main not in archive:
        raise Unreadable("it is not a workbook", "ブックではありません")
    related = relations(archive, main)
    root = parsed(archive.xml(main), main)
    sheets: list[_Sheet] = []
    from_1904 = False
    for element in root.iter():
        if local(element) == "workbookPr":
            from_1904 = attribute(element, "date1904") in ("1", "true")
        elif local(element) == "sheet":
            kind, target = related.get(attribute(element, "id") or "", ("worksheet", ""))
            if kind == "worksheet":  # a chart sheet has no cells
                hidden = (attribute(element, "state") or "visible") != "visible"
                sheets.append(_Sheet(len(sheets) + 1, attribute(element, "name") or "", hidden, target))
    if not sheets:
        raise Unreadable("it has no worksheet", "ワークシートがありません")
    parts = {kind: target for kind, target in related.values() if target in archive}
    return _Workbook(sheets, from_1904, parts.get("sharedStrings"), parts.get("styles"))


def _coarse_styles(xml: bytes) -> dict[int, Shown]:
    """The cell styles whose number format shows a month or a year and no day."""
    root = parsed(xml, "styles")
    codes = {attribute(element, "numFmtId"): attribute(element, "formatCode") for element in root.iter() if local(element) == "numFmt"}
    styles = next((element for element in root if local(element) == "cellXfs"), ())
    numbers = [attribute(style, "numFmtId") or "0" for style in styles]
    shown = {number: shown_by(int(number), codes.get(number)) for number in set(numbers) if number.isascii() and number.isdigit()}
    return {index: how for index, number in enumerate(numbers) if (how := shown.get(number)) in ("month", "year")}


def _struck(styles: bytes, shared: bytes) -> Struck:
    """What strikes text through: an agreement that has ended may still stand in the sheet so."""
    numbers: frozenset[int] = frozenset()
    if b"strike" in styles:
        parts = {local(part): part for part in parsed(styles, "styles")}
        fonts = [_STRIKES.search(etree.tostring(font)) for font in parts.get("fonts", ())]
        used = [attribute(style, "fontId") or "0" for style in parts.get("cellXfs", ())]
        numbers = frozenset(index for index, font in enumerate(used) if font.isdecimal() and any(fonts[int(font) : int(font) + 1]))
    strings = _SHARED_STRING.split(shared)[1:] if b"strike" in shared else []
    return Struck(numbers, frozenset(index for index, string in enumerate(strings) if _STRIKES.search(string)))


def _repacked(archive: Archive, book: _Workbook, styles: bytes, coarse: dict[int, Shown]) -> tuple[io.BytesIO, list[_Sheet]]:
    """An archive of the parts that the library needs, and the sheets with what was found in them."""
    shared = archive.xml(book.shared) if book.shared else b""
    struck = _struck(styles, shared)
    sheets: list[_Sheet] = []
    filled = copied = 0
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as repacked:
        for sheet in book.sheets:
            xml = archive.xml(sheet.part)
            plain = is_plain(xml)
            xml = xml if plain else usual(xml, sheet.part)
            found = survey(xml, coarse=coarse, struck=struck)
            copied += _shared_size(shared, xml, found.filled) if shared else 0
            filled += found.filled
            if filled > MOST_CELLS or copied > MOST_TEXT:
                raise too_full()
            dense = compacted(xml) if not plain and is_vast(xml) else None
            sheets.append(replace(sheet, survey=found, compacted=dense))
            repacked.writestr(f"xl/worksheets/sheet{sheet.number}.xml", dense.xml if dense else xml)
        if shared:
            repacked.writestr("xl/sharedStrings.xml", shared)
        if styles:
            repacked.writestr("xl/styles.xml", styles)
        _write_frame(repacked, book)
    made.seek(0)
    return made, sheets


def _write_frame(repacked: zipfile.ZipFile, book: _Workbook) -> None:
    """The parts that hold the others together. The library knows each sheet by its number."""
    parts = [(f"s{sheet.number}", "worksheet", f"worksheets/sheet{sheet.number}.xml") for sheet in book.sheets]
    parts += [("strings", "sharedStrings", "sharedStrings.xml")] if book.shared else []
    parts += [("styles", "styles", "styles.xml")] if book.styles else []
    relations = "".join(f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for key, kind, target in parts)
    listed = "".join(f'<sheet name="{sheet.number}" sheetId="{sheet.number}" r:id="s{sheet.number}"/>' for sheet in book.sheets)
    workbook = f'<workbookPr date1904="{int(book.from_1904)}"/><sheets>{listed}</sheets>'
    root = f'<Relationship Id="book" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    repacked.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
    repacked.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>')
    repacked.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{workbook}</workbook>')


def _shared_size(shared: bytes, xml: bytes, filled: int) -> int:
    """How many bytes the shared strings come to when each cell has its own copy; 0 where that is surely little."""
    if max(map(len, shared.split(b"<si>"))) * filled <= MOST_TEXT:
        return 0
    sizes = [len(string) for string in _SHARED_STRING.split(shared)[1:]]
    return sum([sizes[index] for index in map(int, _SHARED_CELL.findall(xml)) if index < len(sizes)])


# Values ---------------------------------------------------------------------------------------------------------


def _grid(library: CalamineWorkbook, sheet: _Sheet, *, from_1904: bool) -> Grid:
    found = sheet.survey
    assert found is not None
    rows = _rows(library, sheet)
    leap_days: list[Place] = []
    changed: dict[int, dict[int, str]] = {}
    if found.coarse or (found.sixties and not from_1904):
        at = dict(rows)
        for row, column in () if from_1904 else found.sixties:
            if at[row][column].startswith(_TAKEN_FOR_LEAP_DAY):
                leap_days.append((row, column))
                changed.setdefault(row, {})[column] = LEAP_DAY
        for (row, column), shown in found.coarse:
            if column < len(at.get(row, ())) and _DAY.fullmatch(at[row][column]):
                changed.setdefault(row, {})[column] = without_day(at[row][column], shown)
        if changed:
            rows = [(index, _with(cells, changed[index]) if index in changed else cells) for index, cells in rows]
    return Grid(
        sheet.name, sheet.number, rows, sheet.hidden, found.merged, found.hidden_rows, found.hidden_columns,
        found.errors, found.unvalued, leap_days, found.struck,
    )  # fmt: skip


def _with(cells: Cells, changed: dict[int, str]) -> Cells:
    return tuple([changed.get(column, text) for column, text in enumerate(cells)])


def _rows(library: CalamineWorkbook, sheet: _Sheet) -> list[tuple[int, Cells]]:
    """The texts of the sheet's cells, row by row, from column A on."""
    values = library.get_sheet_by_name(str(sheet.number))
    if values.start is None:
        return []
    top, left = values.start
    # The library gives the empty rows above the first filled one, but not the empty columns before it.
    filled = list(values.iter_rows())[top:]
    columns = [("",) * len(filled)] * left + [_texts(column) for column in zip(*filled, strict=True)]
    rows = list(enumerate(zip(*columns, strict=True), top))
    return _spread(rows, sheet.compacted) if sheet.compacted else rows


def _texts(column: Sequence[Value]) -> list[str]:
    """The texts of a column's values, each made once: columns repeat them. True equals 1, but its text is another."""
    if bool in set(map(type, column)):
        return list(map(text_of, column))
    texts = {value: value.strip() if value.__class__ is str and value.isprintable() else text_of(value) for value in set(column)}
    return list(map(texts.__getitem__, column))


def _spread(rows: list[tuple[int, Cells]], places: Compacted) -> list[tuple[int, Cells]]:
    """The rows and cells of a compacted sheet back where they stood."""
    spread: list[tuple[int, Cells]] = []
    for index, cells in rows:
        filled = [(places.columns[column], text) for column, text in enumerate(cells) if text]
        whole = [""] * (max((column for column, _ in filled), default=-1) + 1)
        for column, text in filled:
            whole[column] = text
        spread.append((places.rows[index], tuple(whole)))
    return spread
