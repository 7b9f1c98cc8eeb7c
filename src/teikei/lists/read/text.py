"""Plain text into located rows of cells: tab-separated as a rule, with the exceptions that real files have."""

import re

from teikei.lists.layout.words import columns_of
from teikei.lists.model import Document, Row
from teikei.lists.read.encoding import decode
from teikei.lists.read.limits import refuse_vast

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_SEPARATORS = (_WIDE_GAP, re.compile(r"\s*\|\s*"), re.compile(","))


def document_of(content: bytes, name: str) -> Document:
    """The lines of a text file (see `rows_of`)."""
    decoded = decode(content, name)
    refuse_vast(decoded.text, name, "\t")
    return Document(tuple(rows_of(decoded.text)), decoded.findings)


def rows_of(text: str) -> list[Row]:
    """Each line as a Row. Cells are cut at tabs; in a file without any tab, at whichever of wide gaps, bars and
    commas makes a head of a table appear. A form feed starts a page; pages are unknown where there is none.
    """
    paged = "\f" in text
    lines = text.split("\n") if "\r" not in text and not re.search("[\x0b\x85\u2028\u2029]", text) else _LINE_ENDS.split(text)
    if lines and not lines[-1]:
        lines.pop()
    separator = None if "\t" in text else _separator(lines)
    page = 1 if paged else None
    rows = []
    for number, raw in enumerate(lines, 1):
        if paged and "\f" in raw:
            page = (page or 1) + raw.count("\f")
        if "\t" in raw:
            cells = tuple(map(str.strip, raw.split("\t")))
        elif separator is not None:
            cells = tuple([cell.strip() for cell in separator.split(raw.strip("|").strip())])
        else:
            cells = (raw.strip(),)
        rows.append(Row(number, cells, raw, page))
    return rows


def _separator(lines: list[str]) -> re.Pattern[str] | None:
    for separator in _SEPARATORS:
        if any(columns_of(tuple(cell.strip() for cell in separator.split(line.strip()))) for line in lines if len(line) < 500):
            return separator
    return None
