"""Saved web pages into located rows: each table row a row, each other block of text a row of one cell."""

import re
from collections.abc import Mapping

from lxml import etree

from teikei.lists.cells import one_line
from teikei.lists.model import Document, Row
from teikei.lists.read.encoding import decode
from teikei.names.bilingual import Refusal

_SILENT = frozenset(("head", "script", "style", "template", "noscript", "svg", "math", "select"))
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong")
) | frozenset(("sub", "sup", "time", "tt", "u", "var", "wbr", "ruby", "rb", "img", "input", "label"))

# What the HTML standard allows at most, and more cells than any list of agreements has.
_WIDEST_SPAN, _LONGEST_SPAN, _MOST_CELLS = 1000, 65_534, 20_000_000

# White space that holds a line break or tab is the source's own layout; plain spaces may be the name's.
_LAYOUT_SPACE = re.compile("[ ]*[\t\n\r\f][ \t\n\r\f]*")


def document_of(content: bytes, name: str) -> Document:
    """The page's blocks of text and table rows in document order. Their line is their number.

    A cell that spans rows or columns has its text in the first place and '' in the others. The page is never
    held as a tree, so that deep nesting costs nothing. Refusal where it spans more cells than any list has.
    """
    text = decode(content, name).text
    collector = _Collector(name)
    parser = etree.HTMLParser(target=collector, huge_tree=True)  # type: ignore[arg-type]  # HTML gives str, never bytes
    parser.feed(text)
    parser.close()
    return Document(tuple(collector.rows))


class _Table:
    """The table being read: the cells of its current row, and for each column how many rows a span still covers."""

    def __init__(self) -> None:
        self.cells: list[str] | None = None
        self.covered: dict[int, int] = {}
        self.spans: list[tuple[int, int, int]] = []

    def skip_covered(self) -> None:
        """Leave '' where a cell above reaches down."""
        assert self.cells is not None
        while self.covered.get(len(self.cells), 0) > 0:
            self.cells.append("")

    def finish_row(self) -> None:
        """Fill what is covered at the row's end, and count the spans down."""
        assert self.cells is not None
        for column in sorted(self.covered):
            if column >= len(self.cells) and self.covered[column] > 0:
                self.cells += [""] * (column + 1 - len(self.cells))
        self.covered = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}
        for column, width, rows in self.spans:
            self.covered.update(dict.fromkeys(range(column, column + width), rows - 1))
        self.spans = []


class _Collector:
    """Receives the parser's events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.text: list[str] = []
        self.silent: list[str] = []
        self.tables: list[_Table] = []
        self.in_cell = False
        self.size = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.silent or tag in _SILENT:
            self.silent.append(tag)
        elif tag == "table":
            self._leave_layout_row()
            self._flush()
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self._end_row()
            self.tables[-1].cells = []
        elif tag in ("td", "th") and self.tables:
            self._start_cell(attributes)
        elif tag not in _INLINE:
            self._separate()

    def end(self, tag: str) -> None:
        if self.silent:
            self.silent.pop()
        elif tag == "table" and self.tables:
            self._end_row()
            self.tables.pop()
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
        elif tag == "tr" and self.tables:
            self._end_row()
        elif tag in ("thead", "tbody", "tfoot") and self.tables:
            self._end_row()
            self.tables[-1].covered = {}
        elif tag not in _INLINE:
            self._separate()

    def data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def comment(self, text: str) -> None:
        """Comments print nothing."""

    def close(self) -> None:
        """The end of the page."""
        self._flush()

    def _separate(self) -> None:
        """Between two blocks: a space in a cell, a new row elsewhere."""
        if self.in_cell:
            self.text.append("\n")
        else:
            self._flush()

    def _flush(self) -> None:
        text = self._taken_text()
        if text:
            self._add((text,))

    def _taken_text(self) -> str:
        text = one_line(_LAYOUT_SPACE.sub(" ", "".join(self.text)))
        self.text = []
        return text

    def _add(self, cells: tuple[str, ...]) -> None:
        self.size += len(cells)
        if self.size > _MOST_CELLS:
            raise Refusal(
                f"{self.name}, row {len(self.rows) + 1}: the tables span more than {_MOST_CELLS:,} cells, which no list does. "
                "Save the page again without merged cells.",
                f"{self.name} {len(self.rows) + 1}行目: 表のセルが {_MOST_CELLS:,} を超えています。"
                "結合セルのない形で保存し直してください。",
            )
        self.rows.append(Row(len(self.rows) + 1, cells, "\t".join(cells), tabbed=False))

    def _leave_layout_row(self) -> None:
        """A table inside a cell: the outer table is layout only, and what its row had so far are blocks of text."""
        if self.tables and self.tables[-1].cells:
            self._end_cell()
            for text in self.tables[-1].cells:
                if text:
                    self._add((text,))
            self.tables[-1].cells = None

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        table = self.tables[-1]
        self._end_cell()
        self._flush()
        if table.cells is None:
            table.cells = []
        table.skip_covered()
        width = _span(attributes.get("colspan"), _WIDEST_SPAN)
        rows = _span(attributes.get("rowspan"), _LONGEST_SPAN)
        if rows > 1:
            table.spans.append((len(table.cells), width, rows))
        table.cells += [""] * width
        self.in_cell = True
        self.at = len(table.cells) - width

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if self.in_cell and table.cells is not None:
            table.cells[self.at] = self._taken_text()
        self.in_cell = False

    def _end_row(self) -> None:
        self._end_cell()
        self._flush()
        table = self.tables[-1]
        if table.cells is not None:
            table.finish_row()
            self._add(tuple(table.cells))
            table.cells = None


def _span(text: str | None, most: int) -> int:
    """A span as the standard reads it: 1 where it is missing or not a number, capped; 0 is as far as it goes."""
    plain = (text or "1").strip()
    if not (plain.isascii() and plain.isdigit()):
        return 1
    return min(int(plain[:9]) or most, most)
