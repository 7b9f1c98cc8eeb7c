"""Saved web pages into located rows: each table row a row, each other block of text a row of one cell."""

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from teikei.lists.cells import kept_lines, one_line
from teikei.lists.located import Row, Span
from teikei.lists.model import Document, Finding
from teikei.lists.read.encoding import Decoded, declared_charset, decode
from teikei.lists.read.findings import report
from teikei.lists.read.htmltable import Table, columns_spanned, rows_spanned, shortened
from teikei.lists.read.limits import MOST_LINES, too_many_cells, too_many_lines
from teikei.names.bilingual import Refusal, Text

_SILENT = frozenset(("head", "script", "style", "template", "noscript", "svg", "math", "select", "iframe", "object", "textarea"))
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong")
) | frozenset(("sub", "sup", "time", "tt", "u", "var", "wbr", "ruby", "rb", "img", "input", "label"))
_UNSHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)

# What stands beside the text of a page, by its tag, its role or the words that pages call it by (class="gnav", id="page-footer").
_BESIDE_TAGS = frozenset(("nav", "footer", "aside"))
_BESIDE_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "tablist"))
_BESIDE_WORDS = frozenset(
    ("nav", "navi", "gnav", "gnavi", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "pankuzu", "topicpath")
) | frozenset(("footer", "sidebar", "sidemenu", "sitemap", "pagetop"))
_WORDS = re.compile("[a-z]+")
# A class of these says how the page is laid out (class="has-sidebar"), not what stands in them.
_WHOLE_PAGE = frozenset(("html", "body", "main", "article"))

# More cells than any list of agreements has. A span takes the memory of so many empty ones.
_MOST_CELLS, _CELLS_IN_A_SPAN = 20_000_000, 20
_MOST_PLACES = 100

# White space that holds a line break or tab is the source's own layout; plain spaces may be the name's.
_LAYOUT_SPACE = re.compile("[ ]*[\t\n\r\f][ \t\n\r\f]*")
# 60,000 rows of ten cells, each in two tags, have less than half.
_MOST_TAGS = 3_000_000
# Stands for a break that the page shows. No text holds it: decoding leaves none.
_BREAK = "\0"


def document_of(content: bytes, name: str, decoded: Decoded | None = None) -> Document:
    """The page's blocks of text and table rows in document order. Their line is their number.

    A cell that spans rows or columns has its text in the first place, '' in the others, and a Span in each row. What
    the page hides becomes hidden rows, which are reported. The page is never held as a tree, so that deep nesting
    costs nothing. Nothing that it names is fetched. Refusal where it spans more cells than any list has.
    """
    decoded = decoded or decode(content, name)
    if decoded.text.count("<") > _MOST_TAGS:
        raise too_many_cells(name)
    collector = _Collector(name)
    # The encoding is given: else the parser would heed what the page says of itself.
    parser = etree.HTMLParser(target=collector, huge_tree=True, encoding="utf-8")  # type: ignore[arg-type]  # HTML gives str, never bytes
    parser.feed(decoded.text.encode("utf-8", errors="replace"))
    parser.close()
    said = [replace(finding, locators=()) for finding in decoded.findings]  # rows of a page are not its source's lines
    findings = (*said, *_contradicted(content, decoded, name), *_hidden(collector))
    return Document(tuple(collector.rows), findings, frozenset(collector.rows_beside))


def _contradicted(content: bytes, decoded: Decoded, name: str) -> list[Finding]:
    declared = declared_charset(content)
    same = {"shift_jis": "cp932", "iso2022_jp": "iso2022_jp", "iso8859-1": "cp1252"}
    if declared is None or same.get(declared, declared) == decoded.encoding or content.isascii():
        return []
    text = Text(
        f"{name}: the page says that it is {declared}, and is {decoded.encoding}.",
        f"{name}: ページには {declared} とありますが、実際は {decoded.encoding} です。",
    )
    return [report("charset-contradicted", text)]


def _hidden(collector: "_Collector") -> list[Finding]:
    found = []
    for code, en, ja, rows in (
        ("hidden-text", "hidden text in a table", "表の中の表示されない文字", [row for row in collector.rows if row.hidden and row.table]),
        ("hidden-blocks", "hidden blocks", "表示されない部分", [row for row in collector.rows if row.hidden and not row.table]),
    ):
        if rows:
            sample = rows[0].raw[:40].replace("\t", " ")
            text = Text(f"{collector.name}: {en} ({len(rows)}): “{sample}” …", f"{collector.name}: {ja}({len(rows)}か所):「{sample}」など")
            found.append(report(code, text, tuple(row.locator() for row in rows[:_MOST_PLACES])))
    return found


class _Collector:
    """Receives the parser's events. The parser closes what the page leaves open, so that starts and ends are in pairs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.text: list[str] = []
        self.silent = 0  # depth within what a page never shows as text
        self.unshown = 0  # depth within what this page hides
        self.unshown_text: list[str] = []
        self.preformatted = 0
        self.beside = 0  # depth within what stands beside the page's text
        self.rows_beside: list[int] = []
        self.flat = 0  # depth of tables within a cell of a data table
        self.tables: list[Table] = []
        self.tables_seen = 0
        self.in_cell = False
        self.size = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.silent or tag in _SILENT:
            self.silent += 1
        elif self.unshown or (attributes and _is_unshown(attributes)):
            self._start_unshown(tag)
        else:
            self._start_shown(tag, attributes)
            if self.beside or _is_beside(tag, attributes):
                self.beside += 1

    def _start_shown(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("td", "th") and self.tables and not self.flat:
            self._start_cell(attributes)
        elif tag == "tr" and self.tables and not self.flat:
            self._end_row()
            self.tables[-1].start_row()
        elif tag == "table":
            self._start_table()
        elif tag not in _INLINE:
            self._separate()
            self.preformatted += tag == "pre"

    def end(self, tag: str) -> None:
        if self.silent:
            self.silent -= 1
        elif self.unshown:
            self._end_unshown(tag)
        else:
            self._end_shown(tag)
            self.beside -= self.beside > 0

    def _end_shown(self, tag: str) -> None:
        if tag in ("td", "th") and self.tables and not self.flat:
            self._end_cell()
        elif tag == "tr" and self.tables and not self.flat:
            self._end_row()
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in ("thead", "tbody", "tfoot") and self.tables and not self.flat:
            self._end_row()
            self._end_group()
        elif tag not in _INLINE:
            self._separate()
            self.preformatted -= tag == "pre"

    def data(self, data: str) -> None:
        if self.silent:
            return
        if self.unshown:
            self.unshown_text.append(_LAYOUT_SPACE.sub(" ", data))
        elif self.preformatted:
            self.text.append(data.replace("\r", "").replace("\n", _BREAK).replace("\t", "  "))
        else:
            self.text.append(data)

    def comment(self, text: str) -> None:
        """Comments print nothing."""

    def close(self) -> None:
        """The end of the page."""
        self._flush()

    # What the page hides ---------------------------------------------------------------------------------------

    def _start_unshown(self, tag: str) -> None:
        if not self.unshown and tag not in _INLINE and tag not in ("td", "th") and not self.in_cell:
            self._flush()
        self.unshown += 1
        if tag in ("td", "th"):
            self.unshown_text.append("\t")
        elif tag not in _INLINE:
            self.unshown_text.append(_BREAK)

    def _end_unshown(self, tag: str) -> None:
        self.unshown -= 1
        if tag not in _INLINE and tag not in ("td", "th"):
            self.unshown_text.append(_BREAK)
        if self.unshown:
            return
        for line in "".join(self.unshown_text).split(_BREAK):
            cells = tuple(map(one_line, line.removeprefix("\t").split("\t")))
            if any(cells):
                self._add(cells, table=self.tables[-1].number if self.tables else None, hidden=True)
        self.unshown_text = []
        if tag == "tr" and self.tables:
            self.tables[-1].pass_row()

    # Text ------------------------------------------------------------------------------------------------------

    def _separate(self) -> None:
        """Between two blocks: a line break in a cell, a new row elsewhere."""
        if self.in_cell:
            self.text.append(_BREAK)
        else:
            self._flush()

    def _flush(self) -> None:
        """What was gathered outside cells. A table's own text (its caption) is the table's."""
        if not self.text:
            return
        table = self.tables[-1].number if self.tables else None
        pieces, self.text = "".join(self.text).split(_BREAK), []
        for piece in pieces:
            if text := one_line(_LAYOUT_SPACE.sub(" ", piece)):
                self._add((text,), table=table)

    def _taken_text(self) -> str:
        text = "".join(self.text)
        self.text = []
        return text.strip() if text.isprintable() else kept_lines(_LAYOUT_SPACE.sub(" ", text).replace(_BREAK, "\n"))

    def _add(self, cells: tuple[str, ...], *, table: int | None, spans: tuple[Span, ...] = (), hidden: bool = False) -> None:
        self.size += len(cells) + _CELLS_IN_A_SPAN * len(spans)
        if self.size > _MOST_CELLS:
            raise Refusal(
                f"{self.name}, row {len(self.rows) + 1}: the tables span more than {_MOST_CELLS:,} cells, which no list does. "
                "Save the page again without merged cells.",
                f"{self.name} {len(self.rows) + 1}行目: 表のセルが {_MOST_CELLS:,} を超えています。"
                "結合セルのない形で保存し直してください。",
            )
        if len(self.rows) >= MOST_LINES:
            raise too_many_lines(self.name)
        if self.beside:
            self.rows_beside.append(len(self.rows))
        self.rows.append(Row(len(self.rows) + 1, cells, "\t".join(cells), tabbed=False, spans=spans, table=table, hidden=hidden))

    # Tables ----------------------------------------------------------------------------------------------------

    def _start_table(self) -> None:
        if self.flat or (self.in_cell and self.tables[-1].holds_records):
            self.flat += 1
            self._separate()
            return
        self._leave_layout_row()
        self._flush()
        self.tables_seen += 1
        self.tables.append(Table(self.tables_seen))

    def _end_table(self) -> None:
        if self.flat:
            self.flat -= 1
            self._separate()
            return
        self._end_row()
        self._end_group()
        self.tables.pop()

    def _leave_layout_row(self) -> None:
        """A table inside a cell: the outer table is layout only, and what its row had so far are blocks of text."""
        if self.tables and self.tables[-1].cells:
            self._end_cell()
            for text in self.tables[-1].cells:
                for line in text.split("\n"):
                    if line:
                        self._add((line,), table=None)
            self.tables[-1].become_layout()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        table = self.tables[-1]
        self._end_cell()
        self._flush()
        if attributes:
            self.at = table.start_cell(columns_spanned(attributes), rows_spanned(attributes))
        else:
            self.at = table.start_cell(1, 1)
        self.in_cell = True

    def _end_cell(self) -> None:
        cells = self.tables[-1].cells
        if self.in_cell and cells is not None:
            cells[self.at] = self._taken_text()
        self.in_cell = False

    def _end_row(self) -> None:
        self._end_cell()
        self._flush()
        table = self.tables[-1]
        if table.cells is not None:
            cells, spans = table.finish_row(len(self.rows))
            self._add(cells, table=table.number, spans=spans)

    def _end_group(self) -> None:
        for place, rows in self.tables[-1].end_group().items():
            self.rows[place] = self.rows[place]._replace(spans=shortened(self.rows[place].spans, rows))


def _is_unshown(attributes: Mapping[str, str]) -> bool:
    """What no reader of the page sees. `aria-hidden` is no such sign: it hides from those who listen, and is mostly shown."""
    return "hidden" in attributes or ("style" in attributes and bool(_UNSHOWN.search(attributes["style"])))


def _is_beside(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element holds a menu, the way to the page, or the page's foot."""
    if tag in _BESIDE_TAGS or attributes.get("role") in _BESIDE_ROLES:
        return True
    if tag in _WHOLE_PAGE or tag in _INLINE or not attributes:
        return False
    called = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(called.strip()) and not _BESIDE_WORDS.isdisjoint(_WORDS.findall(called.lower()))
