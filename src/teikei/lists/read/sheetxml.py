"""One worksheet of an XLSX file as XML: what the library that reads its values does not tell, and what it must not see.

The library (calamine) gives each cell's value. It says nothing of hidden rows and columns, errors, or formulas
without a value, and it lays out every place from the first filled cell to the last, however few are filled. Patterns
over the bytes find the rest at a tenth of its cost, given that the XML has the form that spreadsheet programs write;
XML of any other form is first rewritten in that form by a true parser.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from teikei.lists.read.archive import Unreadable
from teikei.lists.read.days import Shown
from teikei.lists.read.grid import Area, Place

# Places that the library may lay out for one sheet, at 32 bytes each.
_LARGEST_GRID = 6_000_000
# Cells of a sheet in another form that are rewritten, at ten microseconds each.
_MOST_REWRITTEN = 500_000

_CELL = rb'<c r="([A-Za-z]+)(\d+)"'
_FILLED = re.compile(_CELL + rb"[^>]*(?<!/)>")
# A cell outside the first 199,999 rows of columns A to Z, which alone make no more places than that, or of no usual form.
_FAR_OR_UNUSUAL = re.compile(rb'<c(?! r="[A-Za-z]1?\d{1,5}")')
_ROW = re.compile(rb'<row r="(\d+)"([^>]*)>')
_ROW_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_COLUMN = re.compile(rb"<col\s([^>]*)>")
_COLUMN_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']|\swidth="0(?:\.0*)?\"""")
_COLUMN_BOUND = re.compile(rb"""\b(min|max)\s*=\s*["'](\d+)["']""")
_ERROR = re.compile(_CELL + rb'[^>]*\st="e"')
_UNVALUED = re.compile(_CELL + rb"([^>]*)><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(<v\s*/>|<v></v>)?</c>")
_SIXTY = re.compile(rb"<v>60(?:\.\d+)?</v>")
_CELL_HEAD = re.compile(_CELL + rb"([^>]*)>")
_STYLED = re.compile(_CELL + rb'[^>]*\ss="(\d+)"[^>]*>')
_SHARED = re.compile(_CELL + rb'[^>]*\st="s"[^>]*>(?:<f[^>]*/>)?<v>(\d{1,9})</v>')
_MERGED = re.compile(rb'<mergeCell\s+ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"')
_DIMENSION = re.compile(rb"<dimension[^>]*/>")

_STATED_PLACE = re.compile(r"\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*")

_PARTS = tuple(f"{{*}}{name}" for name in ("sheetData", "row", "c", "col", "mergeCell"))
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Struck(NamedTuple):
    """The numbers of the cell styles that strike text through, and of the shared strings that have such a part."""

    styles: frozenset[int]
    strings: frozenset[int]


@dataclass(frozen=True)
class Survey:
    """What a sheet's XML says beside its values. Rows and columns count from 0.

    hidden_columns: ranges of the first and the last. unvalued: formulas without a value. sixties: cells that hold the
    number 60, which is 29 February 1900 where it is a day. coarse: cells whose number
    format shows a month or year and no day. struck: cells whose text, or a part of it, is struck through.
    """

    filled: int
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    merged: tuple[Area, ...]
    errors: tuple[Place, ...]
    unvalued: tuple[Place, ...]
    sixties: tuple[Place, ...]
    coarse: tuple[tuple[Place, Shown], ...]
    struck: tuple[Place, ...]


@dataclass(frozen=True)
class Compacted:
    """A sheet without its empty rows and columns, and where the others stood, from 0."""

    xml: bytes
    rows: list[int]
    columns: list[int]


def is_plain(xml: bytes) -> bool:
    """Whether a sheet has the usual form and is surely not vast, as nearly all: told by one look at each cell."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    placed = b"hidden" not in xml or xml.count(b"<row", start, end) == xml.count(b'<row r="', start, end)
    return start > 0 and placed and not _FAR_OR_UNUSUAL.search(xml, start, end)


def usual(xml: bytes, name: str) -> bytes:
    """The sheet in the form that the patterns know: unchanged where it has it already, as nearly all have.

    Each row and cell says its place first, in double quotes, and nothing has a prefix.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    said = [(b"<c", b'<c r="')] + ([(b"<row", b'<row r="')] if b"hidden" in xml else [])
    if start > 0 and all(xml.count(opened, start, end) == xml.count(place, start, end) for opened, place in said):
        return xml
    return b"".join(_rewritten(xml, name))


def survey(xml: bytes, *, coarse: Mapping[int, Shown], struck: Struck) -> Survey:
    """Look through a sheet in the usual form. coarse: the cell styles whose number format shows no day."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    unvalued = _UNVALUED.finditer(xml) if b"</f>" in xml else ()
    return Survey(
        filled=xml.count(b"</c>"),
        hidden_rows=frozenset([int(m[1]) - 1 for m in _ROW.finditer(xml) if _ROW_HIDDEN.search(m[2])] if b"hidden" in xml else ()),
        hidden_columns=tuple(_hidden_columns(xml[:start])),
        merged=tuple([Area(int(m[2]) - 1, _index(m[1]), int(m[4]) - 1, _index(m[3])) for m in _MERGED.finditer(xml, max(end, 0))]),
        errors=tuple([_place(m) for m in _ERROR.finditer(xml)] if b't="e"' in xml else ()),
        unvalued=tuple([_place(m) for m in unvalued if not (m[4] and b't="str"' in m[3])]),
        sixties=tuple(_sixties(xml)),
        coarse=tuple([(_place(m), coarse[int(m[3])]) for m in _STYLED.finditer(xml) if int(m[3]) in coarse] if coarse else ()),
        struck=tuple(sorted(_struck(xml, struck))),
    )


def _struck(xml: bytes, struck: Struck) -> set[Place]:
    styled = [_place(m) for m in _STYLED.finditer(xml) if int(m[3]) in struck.styles and not m[0].endswith(b"/>")] if struck.styles else []
    shared = [_place(m) for m in _SHARED.finditer(xml) if int(m[3]) in struck.strings] if struck.strings else []
    return {*styled, *shared}


def is_vast(xml: bytes) -> bool:
    """Whether the filled cells reach so far that their grid, which may be nearly empty, would not be safe to lay out."""
    places = _FILLED.findall(xml)
    if not places:
        return False
    letters, numbers = map(set, zip(*places, strict=True))
    rows, columns = list(map(int, numbers)), list(map(_index, letters))
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > _LARGEST_GRID


def compacted(xml: bytes) -> Compacted:
    """The sheet with its filled rows and columns moved together. Unreadable where even they make too large a grid."""
    places = [_place(m) for m in _FILLED.finditer(xml)]
    rows, columns = sorted({row for row, _ in places}), sorted({column for _, column in places})
    widths: dict[int, int] = {}
    for row, column in places:
        widths[row] = max(widths.get(row, 0), column)
    if len(rows) * len(columns) > _LARGEST_GRID or sum(widths.values()) > _LARGEST_GRID:
        raise Unreadable(
            f"its cells are scattered over {len(rows):,} rows and {len(columns):,} columns",
            f"セルが {len(rows):,} 行 {len(columns):,} 列に散らばっています",
        )
    row_at = {row: index + 1 for index, row in enumerate(rows)}
    letters_at = {column: _letters(index) for index, column in enumerate(columns)}

    def moved(match: re.Match[bytes]) -> bytes:
        if match[3].endswith(b"/"):
            return b""
        row, column = _place(match)
        return b'<c r="%b%d"%b>' % (letters_at[column], row_at[row], match[3])

    made = _ROW.sub(lambda match: b"<row/>" if match[2].endswith(b"/") else b"<row>", _DIMENSION.sub(b"", xml))
    return Compacted(re.sub(_CELL + rb"([^>]*)>", moved, made), rows, columns)


def _sixties(xml: bytes) -> Iterator[Place]:
    """The cells that hold the number 60: found from their value, of which there are few, and not from their head."""
    for match in _SIXTY.finditer(xml):
        head = _CELL_HEAD.match(xml, xml.rfind(b'<c r="', 0, match.start()))
        if head and b't="s"' not in head[3]:
            yield _place(head)


def _hidden_columns(head: bytes) -> Iterator[tuple[int, int]]:
    for match in _COLUMN.finditer(head):
        bounds = dict(_COLUMN_BOUND.findall(match[1]))
        if _COLUMN_HIDDEN.search(b" " + match[1]) and len(bounds) == 2:
            yield int(bounds[b"min"]) - 1, int(bounds[b"max"]) - 1


def _place(match: re.Match[bytes]) -> Place:
    return int(match[2]) - 1, _index(match[1])


@cache
def _index(letters: bytes) -> int:
    """The index of a column from its letters: A is 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


@lru_cache(maxsize=20_000)
def _letters(index: int) -> bytes:
    """The inverse of `_index`."""
    letters = b""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


# Another form ---------------------------------------------------------------------------------------------------


def _rewritten(xml: bytes, name: str) -> Iterator[bytes]:
    """The sheet's columns, rows, cells and merged cells, as spreadsheet programs write them."""
    yield f'<worksheet xmlns="{_NAMESPACE}">'.encode()
    row = column = filled = 0
    try:
        for event, element in etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), tag=_PARTS, resolve_entities=False, no_network=True, load_dtd=False
        ):
            part = _local(str(element.tag))
            if part == "c":
                if event == "end":
                    row, column = _cell_place(element, row, column + 1)
                    cell = _cell(element, f"{_letters(column - 1).decode()}{row}")
                    filled += bool(cell)
                    yield cell
            elif part == "row" and event == "start":
                row, column = _number(element, row + 1), 0
                yield _opened("row", element, ("hidden",), place=str(row))
            else:
                yield _other_part(part, event, element)
            if filled > _MOST_REWRITTEN:
                raise Unreadable(
                    f"its part {name} has more than {_MOST_REWRITTEN:,} cells, in a form that no spreadsheet program writes",
                    f"内部の {name} は表計算ソフトが書かない形式で、セルが {_MOST_REWRITTEN:,} を超えています",
                )
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"its part {name} is damaged ({error})", f"内部の {name} が壊れています({error})") from error
    yield b"</worksheet>"


def _other_part(part: str, event: str, element: etree._Element) -> bytes:
    if event == "start":
        return b"<sheetData>" if part == "sheetData" else b""
    if part == "col":
        return _opened("col", element, ("min", "max", "hidden", "width"), close="/")
    if part == "mergeCell":
        return _opened("mergeCell", element, ("ref",), close="/")
    element.clear()
    return f"</{part}>".encode()


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _opened(tag: str, element: etree._Element, kept: tuple[str, ...], *, place: str = "", close: str = "") -> bytes:
    found = [("r", place)] if place else []
    found += [(key, value) for key in kept if (value := element.get(key)) is not None]
    return f"<{' '.join([tag, *(f'{key}={_quoted(value)}' for key, value in found)])}{close}>".encode()


def _quoted(value: str) -> str:
    return quoteattr(value.replace('"', ""))


def _number(element: etree._Element, otherwise: int) -> int:
    """The row's own number, else the next. A sheet ends at row 1,048,576, and the numbers beyond name no place."""
    stated = element.get("r", "").strip()
    return min(int(stated), 9_999_999) if stated.isascii() and stated.isdigit() and len(stated) < 12 else otherwise


def _cell_place(element: etree._Element, row: int, column: int) -> tuple[int, int]:
    """The cell's row and column from 1: as it says itself, else the next in its row."""
    stated = _STATED_PLACE.fullmatch(element.get("r", ""))
    return (int(stated[2]), _index(stated[1].encode()) + 1) if stated else (row, column)


def _cell(element: etree._Element, place: str) -> bytes:
    """The cell, at that place; nothing where nothing is in it. Its parts are let go of."""
    body = ""
    for child in element:
        part = _local(str(child.tag))
        if part == "v":
            body += f"<v>{escape(child.text or '')}</v>"
        elif part == "f":
            body = f"<f></f>{body}"
        elif part == "is":
            texts = [text.text or "" for text in child.iter("{*}t") if _local(str(_parent(text).tag)) != "rPh"]
            body += f'<is><t xml:space="preserve">{escape("".join(texts))}</t></is>'
    kept = "".join([f" {key}={_quoted(value)}" for key in ("s", "t") if (value := element.get(key))])
    element.clear()
    return f'<c r="{place}"{kept}>{body}</c>'.encode() if body else b""


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent
