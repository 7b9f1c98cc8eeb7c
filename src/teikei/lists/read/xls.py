"""XLS workbooks (Excel 5 to 2003) into grids.

Records: [MS-XLS]. Read here and not by a library, because one that trusts the sizes stated in such a file can be made
to ask for more memory than there is, and none tells hidden rows, formats and errors.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from teikei.lists.cells import kept_lines
from teikei.lists.read.archive import Unreadable
from teikei.lists.read.days import LEAP_DAY, Shown, day_number_text, shown_by
from teikei.lists.read.grid import MOST_CELLS, MOST_TEXT, Area, Cells, Grid, Place, number_text, too_full
from teikei.lists.read.ole import CompoundFile
from teikei.names.bilingual import Text

_BOF, _EOF, _CONTINUE, _FILEPASS, _DATE1904, _CODEPAGE = 0x809, 0x0A, 0x3C, 0x2F, 0x22, 0x42
_BOUNDSHEET, _XF, _FORMAT, _SST = 0x85, 0xE0, 0x41E, 0xFC
_ROW, _COLINFO, _MERGECELLS = 0x208, 0x7D, 0xE5
_NUMBER, _RK, _MULRK, _FORMULA, _STRING, _BOOLERR = 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205
_LABEL, _LABELSST, _RSTRING = 0x204, 0xFD, 0xD6
_BIFF8, _BIFF5 = 0x600, 0x500
_UNICODE = 1200
# Code pages as Python calls them; others as "cp" and their number.
_CODE_PAGES = {10000: "mac_roman", 10001: "shift_jis", 32768: "mac_roman", 32769: "cp1252"}

_Record = tuple[int, bytes]
_E = "ファイルが途中で切れているか、壊れています"


@dataclass
class _Book:
    """What the workbook's own records say, and the sheets: their offset, visibility, kind and name."""

    sheets: list[tuple[int, int, int, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    style_formats: list[int] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    from_1904: bool = False
    code_page: str = "cp1252"
    wide: bool = True


@dataclass
class _Cells:
    """The cells of a sheet as they are met."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    leap_days: list[Place] = field(default_factory=list)
    count: int = 0
    characters: int = 0


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order. Unreadable where the file is encrypted, damaged, or no workbook."""
    try:
        stream = _workbook_stream(CompoundFile(content))
        book = _book(stream)
        worksheets = [sheet for sheet in book.sheets if sheet[2] == 0]  # the others are charts, macros and modules
        for number, (offset, hidden, _, name) in enumerate(worksheets, 1):
            found = _cells(stream, offset, book)
            rows = [(row, _dense(cells)) for row, cells in sorted(found.rows.items())]
            yield Grid(
                name, number, rows, hidden != 0, found.merged, frozenset(found.hidden_rows), found.hidden_columns, found.errors,
                leap_days=found.leap_days,
            )  # fmt: skip
    except (struct.error, IndexError, UnicodeDecodeError, LookupError) as error:
        raise Unreadable("the file is cut off or damaged", _E) from error


def _workbook_stream(file: CompoundFile) -> bytes:
    names = file.names()
    if "EncryptedPackage" in names:
        raise Unreadable("it is encrypted with a password", "パスワードで暗号化されています")
    if "WordDocument" in names:
        raise Unreadable(
            "it is a document of the old Word form (DOC)",
            "旧形式の Word 文書(DOC)です",
            remedy=Text("Open it in a word processor and save it as DOCX.", "ワープロソフトで開き、DOCX で保存し直してください。"),
        )
    for name in ("Workbook", "WORKBOOK", "Book", "BOOK"):
        if name in names:
            return file.read(name)
    raise Unreadable("it is not a workbook", "ブックではありません")


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records of one substream, without those of charts inside it. struct.error where it is cut off."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, data


# The workbook's own records -------------------------------------------------------------------------------------


def _book(stream: bytes) -> _Book:
    book = _Book()
    shared: list[bytes] = []
    last = 0
    for kind, data in _records(stream, 0):
        if kind in (_BOF, _FILEPASS):
            book.wide = _is_wide(kind, data)
        elif kind == _SST or (kind == _CONTINUE and last == _SST):
            shared.append(data)
            kind = _SST
        elif kind == _DATE1904:
            book.from_1904 = data[:1] == b"\x01"
        elif kind == _CODEPAGE:
            page = struct.unpack_from("<H", data)[0]
            book.code_page = _CODE_PAGES.get(page, "utf-16-le" if page == _UNICODE else f"cp{page}")
        elif kind == _BOUNDSHEET:
            offset, hidden, sheet_kind, count = struct.unpack_from("<IBBB", data)
            book.sheets.append((offset, hidden & 3, sheet_kind, _short_text(book, data[6:], count)))
        elif kind == _FORMAT:
            book.formats[struct.unpack_from("<H", data)[0]] = _text(book, [data[2:]]) if book.wide else _short_text(book, data[2:], data[2])
        elif kind == _XF:
            book.style_formats.append(struct.unpack_from("<H", data, 2)[0])
        last = kind
    book.strings = _shared_strings(shared)
    book.shown = [shown_by(number, book.formats.get(number)) for number in book.style_formats]
    return book


def _is_wide(kind: int, data: bytes) -> bool:
    """Whether texts are Unicode (Excel 97 and later). Unreadable where the workbook is older than Excel 5, or encrypted."""
    if kind == _FILEPASS:
        raise Unreadable("it is encrypted with a password", "パスワードで暗号化されています")
    version = struct.unpack_from("<H", data)[0]
    if version not in (_BIFF8, _BIFF5):
        raise Unreadable("it is of a form older than Excel 5", "Excel 5 より古い形式です")
    return bool(version == _BIFF8)


def _short_text(book: _Book, data: bytes, count: int) -> str:
    """A text whose length is one byte."""
    if not book.wide:
        return data[1 : 1 + count].decode(book.code_page, "replace")
    return _Texts([struct.pack("<H", count) + data[1:]]).text()


def _text(book: _Book, chunks: list[bytes]) -> str:
    """A text whose length is two bytes; it may go on in further records."""
    if book.wide:
        return _Texts(chunks).text()
    count = struct.unpack_from("<H", chunks[0])[0]
    return b"".join([chunks[0][2:], *chunks[1:]])[:count].decode(book.code_page, "replace")


def _shared_strings(chunks: list[bytes]) -> list[str]:
    if not chunks:
        return []
    count = struct.unpack_from("<I", chunks[0], 4)[0]
    texts = _Texts(chunks, 8)
    found: list[str] = []
    while len(found) < count and not texts.ended():
        found.append(kept_lines(texts.text()))
    return found


class _Texts:
    """Texts one after another over a record and its continuations, each of which may change the width of characters."""

    def __init__(self, chunks: list[bytes], at: int = 0) -> None:
        self.chunks = chunks
        self.number = 0
        self.at = at

    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.number >= len(self.chunks) - 1 and self.at >= len(self.chunks[-1])

    def text(self) -> str:
        """The next text, without the readings (furigana) and formats that follow it."""
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        wide = flags & 1
        parts = []
        while count:
            chunk = self.chunks[self.number]
            if self.at >= len(chunk):
                self._next()
                wide = self._take(1)[0] & 1
                continue
            end = min(len(chunk), self.at + (count << wide))
            part = chunk[self.at : end]
            parts.append(part.decode("utf-16-le", "replace") if wide else part.decode("latin-1"))
            count -= (len(part) + wide) >> wide
            self.at = end
        self._take(4 * runs + extra)
        return "".join(parts)

    def _next(self) -> None:
        self.number += 1
        self.at = 0
        if self.number >= len(self.chunks):
            raise IndexError

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            chunk = self.chunks[self.number]
            if self.at >= len(chunk):
                self._next()
                continue
            part = chunk[self.at : self.at + size - len(taken)]
            taken += part
            self.at += len(part)
        return taken


# Cells ----------------------------------------------------------------------------------------------------------


def _cells(stream: bytes, offset: int, book: _Book) -> _Cells:
    """The cells of the worksheet that begins there."""
    found = _Cells()
    formula: Place | None = None  # its text stands in the next record
    pieces: list[bytes] = []
    for kind, data in _records(stream, offset):
        if pieces and kind != _CONTINUE and formula:
            _put(found, *formula, kept_lines(_text(book, pieces)))
            pieces, formula = [], None
        if kind in (_NUMBER, _RK, _MULRK):
            for row, column, style, number in _numbers(kind, data):
                _put_number(found, book, row, column, style, number)
        elif kind == _LABELSST:
            row, column, _, index = struct.unpack_from("<HHHI", data)
            _put(found, row, column, book.strings[index])
        elif kind in (_LABEL, _RSTRING):
            row, column = struct.unpack_from("<HH", data)
            _put(found, row, column, kept_lines(_text(book, [data[6:]])))
        elif kind == _FORMULA:
            formula = _put_result(found, book, data)
        elif kind == _STRING or (kind == _CONTINUE and pieces):
            pieces.append(data)
        elif kind == _BOOLERR:
            row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
            _put_flag(found, row, column, value, is_error=bool(is_error))
        else:
            _look_at_layout(found, kind, data)
    return found


def _numbers(kind: int, data: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Row, column, style and value of the cells of a record of numbers."""
    row, column = struct.unpack_from("<HH", data)
    if kind == _NUMBER:
        style, value = struct.unpack_from("<Hd", data, 4)
        yield row, column, style, value
        return
    for at in range(4, len(data) - (5 if kind == _RK else 7), 6):
        style, packed = struct.unpack_from("<HI", data, at)
        yield row, column + (at - 4) // 6, style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """A number kept in 30 bits: whole or the upper half of a float, perhaps in hundredths."""
    if packed & 2:
        value: float = struct.unpack("<i", struct.pack("<I", packed))[0] >> 2
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else float(value)


def _put(found: _Cells, row: int, column: int, text: str) -> None:
    if not text:
        return
    found.count += 1
    found.characters += len(text)
    if found.count > MOST_CELLS or found.characters > MOST_TEXT:
        raise too_full()
    found.rows.setdefault(row, {})[column] = text


def _put_number(found: _Cells, book: _Book, row: int, column: int, style: int, number: float) -> None:
    shown = book.shown[style] if style < len(book.shown) else "number"
    day = day_number_text(number, shown, from_1904=book.from_1904) if shown != "number" else None
    if day and day.startswith(LEAP_DAY):
        found.leap_days.append((row, column))
    _put(found, row, column, day or number_text(number))


def _put_flag(found: _Cells, row: int, column: int, value: int, *, is_error: bool) -> None:
    if is_error:
        found.errors.append((row, column))
    else:
        _put(found, row, column, number_text(bool(value)))


def _put_result(found: _Cells, book: _Book, data: bytes) -> Place | None:
    """The stored result of a formula; its place where the result is a text, which follows in a record of its own."""
    row, column, style = struct.unpack_from("<HHH", data)
    if data[12:14] != b"\xff\xff":
        _put_number(found, book, row, column, style, struct.unpack_from("<d", data, 6)[0])
    elif data[6] == 0:
        return row, column
    elif data[6] in (1, 2):
        _put_flag(found, row, column, data[8], is_error=data[6] == 2)
    return None


def _look_at_layout(found: _Cells, kind: int, data: bytes) -> None:
    if kind == _ROW:
        row, flags = struct.unpack_from("<H10xH", data)
        if flags & 0x20:
            found.hidden_rows.add(row)
    elif kind == _COLINFO:
        first, last, flags = struct.unpack_from("<HH4xH", data)
        if flags & 1:
            found.hidden_columns.append((first, last))
    elif kind == _MERGECELLS:
        for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + struct.unpack_from("<H", data)[0] * 8]):
            found.merged.append(Area(top, left, bottom, right))


def _dense(cells: dict[int, str]) -> Cells:
    whole = [""] * (max(cells) + 1)
    for column, text in cells.items():
        whole[column] = text
    return tuple(whole)
