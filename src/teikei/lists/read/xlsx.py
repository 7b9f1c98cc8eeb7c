"""Workbooks into located rows: the first sheet on which the head of a list stands."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from teikei.lists.cells import one_line
from teikei.lists.layout.words import columns_of
from teikei.lists.model import Document, Row
from teikei.names.bilingual import Refusal

# A workbook of 60,000 rows unpacks to 40 MB, ten times its size.
_LARGEST_UNPACKED, _LARGEST_RATIO, _SMALLEST_BOMB = 1024**3, 200, 50 * 1024**2
_MOST_CELLS = 20_000_000
_CELL_AT = re.compile(rb"""\sr=["']([A-Za-z]{1,3})(\d{1,7})["']""")

# The head of a list stands within so many rows of the top.
_LOOKED_AT = 60

_Value = str | float | int | bool | date | time | datetime | timedelta


def document_of(content: bytes, name: str) -> Document:
    """Each row of the sheet as a Row; days in ISO order, whole numbers without a point, merged cells once.

    Refusal where the file is encrypted, damaged, not a workbook, or unpacks to more than is safe.
    """
    _refuse_unsafe(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found: list[Row] = []
        for sheet in workbook.sheet_names:
            rows = _sheet_rows(workbook, sheet)
            if any(columns_of(row.cells) for row in rows[:_LOOKED_AT]):
                return Document(tuple(rows))
            found = found or rows
    except BaseException as error:  # a panic of the Rust library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise _refused(name, f"the workbook is damaged ({error})", f"ブックが壊れています({error})") from error
    return Document(tuple(found))


def _sheet_rows(workbook: CalamineWorkbook, sheet: str) -> list[Row]:
    rows = []
    for number, values in enumerate(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1):
        cells = tuple([_text(value) for value in values])
        rows.append(Row(number, cells, "\t".join(cells), sheet=sheet, tabbed=False))
    return rows


def _text(value: _Value) -> str:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _refuse_unsafe(content: bytes, name: str) -> None:
    """Look into the ZIP before the library does: what it would unpack, and how large a grid it would make."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(name, "the workbook is encrypted, or of the old XLS form", "パスワード付き、または旧形式(XLS)のブックです")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise _refused(name, "the workbook is encrypted", "パスワード付きのブックです")
            if "xl/workbook.xml" not in archive.namelist():
                raise _refused(name, "not a workbook", "ブックではありません")
            unpacked = sum(member.file_size for member in members)
            if unpacked > _LARGEST_UNPACKED or unpacked > max(_SMALLEST_BOMB, _LARGEST_RATIO * len(content)):
                raise _refused(name, f"it unpacks to {unpacked // 1024**2:,} MB", f"展開すると {unpacked // 1024**2:,} MB になります")
            for member in (member for member in members if member.filename.endswith((".xml", ".rels"))):
                _refuse_vast_grid(archive.read(member), name)  # reading also proves the stated sizes
    # zipfile raises NotImplementedError for a compression that it does not know: the file's fault, not a gap of ours.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _refused(name, f"not a workbook, or cut off ({error})", f"ブックではないか、途中で切れています({error})") from error


def _refuse_vast_grid(xml: bytes, name: str) -> None:
    """The library lays out every cell from A1 to the last, however few are filled."""
    columns, rows = 0, 0
    for letters, number in set(_CELL_AT.findall(xml)):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        columns, rows = max(columns, column), max(rows, int(number))
    if columns * rows > _MOST_CELLS:
        raise _refused(name, f"its cells reach to row {rows:,}, column {columns:,}", f"セルが {rows:,} 行 {columns:,} 列まで広がっています")


def _refused(name: str, cause: str, cause_ja: str) -> Refusal:
    return Refusal(
        f"{name}: {cause}. Open it in a spreadsheet program and save the sheet with the list as XLSX, without a password, or as CSV.",
        f"{name}: {cause_ja}。表計算ソフトで開き、一覧のシートをパスワードなしの XLSX または CSV で保存し直してください。",
    )
