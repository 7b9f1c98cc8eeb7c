"""Plain text into located rows of cells: tab-separated as a rule, with the exceptions that real files have."""

import re

from teikei.lists.model import Document, Row
from teikei.lists.read.encoding import decode
from teikei.lists.read.limits import refuse_vast

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")


def document_of(content: bytes, name: str) -> Document:
    """The lines of a text file (see `rows_of`)."""
    decoded = decode(content, name)
    refuse_vast(decoded.text, name, "\t")
    return Document(tuple(rows_of(decoded.text)), decoded.findings)


def rows_of(text: str) -> list[Row]:
    """Each line as a Row, cut at tabs; a line without any is one cell. A form feed starts a page; pages are unknown
    where there is none.
    """
    paged = "\f" in text
    lines = text.split("\n") if "\r" not in text and not re.search("[\x0b\x85\u2028\u2029]", text) else _LINE_ENDS.split(text)
    if lines and not lines[-1]:
        lines.pop()
    page = 1 if paged else None
    rows = []
    for number, raw in enumerate(lines, 1):
        if paged and "\f" in raw:
            page = (page or 1) + raw.count("\f")
        rows.append(Row(number, tuple(map(str.strip, raw.split("\t"))), raw, page))
    return rows
