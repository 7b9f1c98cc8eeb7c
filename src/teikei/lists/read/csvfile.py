"""CSV into located rows: comma, semicolon or tab, whichever makes a table of it."""

import csv
import io
from collections.abc import Iterator

from teikei.lists.cells import one_line, restored
from teikei.lists.layout.words import columns_of
from teikei.lists.model import Document, Row
from teikei.lists.read.encoding import decode
from teikei.names.bilingual import Refusal

_DELIMITERS = (",", ";", "\t")

# The head of a table stands within so many records of the file's beginning.
_LOOKED_AT = 60


def document_of(content: bytes, name: str) -> Document:
    """Each record as a Row whose line is the record's first. A line break inside a cell becomes a space.

    An apostrophe that keeps a cell from being taken for a formula comes off. Refusal where a quotation mark is
    never closed, or the bytes are not text.
    """
    text, _ = decode(content, name)
    lines = list(io.StringIO(text, newline=""))
    try:
        return Document(tuple(_records(lines, _delimiter(lines))))
    except _Unclosed as error:
        raise Refusal(
            f"{name}, line {error.line}: a cell begins with a quotation mark that is not closed within 128 kB. "
            "Close or remove it, or save the table as CSV again.",
            f'{name} {error.line}行目: 引用符(")が閉じられていません。引用符を補うか取り除く、または表を CSV で保存し直してください。',
        ) from error


class _Unclosed(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _records(lines: list[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    first = 1
    try:
        for cells in reader:
            raw = "".join(lines[first - 1 : reader.line_num]).rstrip("\r\n")
            yield Row(first, tuple([restored(one_line(cell)) for cell in cells]) or ("",), raw, tabbed=False)
            first = reader.line_num + 1
    except csv.Error as error:
        raise _Unclosed(first) from error


def _delimiter(lines: list[str]) -> str:
    """The delimiter under which the head of a list appears, else the one that cuts the most cells."""
    cells_by: dict[str, int] = {}
    for delimiter in _DELIMITERS:
        cells = 0
        try:
            for _, row in zip(range(_LOOKED_AT), _records(lines, delimiter), strict=False):
                if columns_of(row.cells):
                    return delimiter
                cells += len(row.cells)
        except _Unclosed:
            continue
        cells_by[delimiter] = cells
    return max(cells_by, key=lambda delimiter: cells_by[delimiter], default=",")
