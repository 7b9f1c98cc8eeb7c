"""Plain text into located rows of cells: tab-separated as a rule, with the exceptions that real files have."""

import re
from collections.abc import Iterable
from itertools import accumulate, count, islice, repeat

from teikei.lists.located import Row
from teikei.lists.model import Document
from teikei.lists.read.encoding import Decoded, decode
from teikei.lists.read.limits import refuse_vast

_RARE_LINE_ENDS = "\r\x0b\x85\u2028\u2029"
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")


def document_of(content: bytes, name: str, decoded: Decoded | None = None) -> Document:
    """The lines of a text file (see `rows_of`). decoded: its text, where it is known already."""
    decoded = decoded or decode(content, name)
    refuse_vast(decoded.text, name, "\t")
    return Document(tuple(rows_of(decoded.text)), decoded.findings)


def rows_of(text: str) -> list[Row]:
    """Each line as a Row, cut at tabs; a line without any is one cell. A form feed starts a page; pages are unknown
    where there is none.
    """
    paged = "\f" in text
    lines = _LINE_ENDS.split(text) if any(sign in text for sign in _RARE_LINE_ENDS) else text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    cells = [tuple(map(str.strip, raw.split("\t"))) for raw in lines]
    pages: Iterable[int | None] = accumulate([raw.count("\f") for raw in lines], initial=1) if paged else repeat(None)
    return Row.many(count(1), cells, lines, pages=islice(pages, 1, None))
