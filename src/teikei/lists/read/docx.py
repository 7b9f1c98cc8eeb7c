"""DOCX documents into located rows: each table row a row with its merged cells, each other paragraph a row of one cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from teikei.lists.cells import kept_lines, one_line
from teikei.lists.located import Locator, Row, Span
from teikei.lists.model import Document, Finding
from teikei.lists.read.archive import Archive, Unreadable, relations
from teikei.lists.read.findings import report
from teikei.lists.read.grid import MOST_CELLS
from teikei.names.bilingual import Text

_REMEDY = Text(
    "Open it in a word processor and save it again as DOCX, without a password, or copy its table into a workbook.",
    "ワープロソフトで開いてパスワードなしの DOCX で保存し直すか、表をブックに貼り付けて保存してください。",
)
# Deletions, what was moved away, readings (furigana), and the second copy of a drawing for old programs.
_SKIPPED = frozenset(("del", "moveFrom", "rt", "Fallback"))
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Word itself knows 63 columns.
_WIDEST_SPAN = 1_000
_MOST_CITED, _STEP = 1_000, 1024**2
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}")
_OFF = frozenset(("0", "false", "off"))


def document_of(content: bytes, name: str) -> Document:
    """The document's paragraphs and table rows in order, page heads first, notes and page feet last.

    A row's line is its number. Tables count from 1, a table in a cell after the row that it stands in; paragraphs
    have none, and one that tabs cut has several cells. Deletions are not read and insertions are; hidden text is left
    out; both are reported. Refusal where the file is damaged, not a document, or unpacks to more than is safe.
    """
    try:
        archive = Archive(content)
        reader = _Reader()
        for part in _parts(archive):
            reader.read(archive.short_xml(part), part)
        return reader.document()
    except Unreadable as error:
        raise error.refusal(name, _REMEDY) from error


def _parts(archive: Archive) -> list[str]:
    """The parts that hold text, in the order in which they are read."""
    main = next((part for kind, part in relations(archive, "").values() if kind == "officeDocument"), "word/document.xml")
    related = sorted(relations(archive, main).values())

    def of(*kinds: str) -> list[str]:
        return [part for kind, part in related if kind in kinds and part in archive]

    return [*of("header"), main, *of("footnotes", "endnotes"), *of("footer")]


@dataclass(slots=True)
class _Merged:
    """A merged cell while it grows downwards."""

    cell: int
    columns: int
    rows: int = 1


@dataclass(slots=True)
class _Line:
    """A row before its merged cells are known to their end: each with how many rows above it begins."""

    cells: list[str]
    table: int | None = None
    hidden: bool = False
    merged: list[tuple[_Merged, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """The table being read: its open row, the merged cells that may go on in it and below it, and its open cell."""

    number: int
    line: _Line | None = None
    inner: list[_Line] = field(default_factory=list)  # rows of tables and text boxes in the open row: they follow it
    above: dict[int, _Merged] = field(default_factory=dict)
    below: dict[int, _Merged] = field(default_factory=dict)
    deleted: bool = False
    columns: int = 1
    vertical: str | None = None


@dataclass(slots=True)
class _Story:
    """What holds paragraphs: the part itself, a text box, or a cell, whose paragraphs are lines of one text."""

    in_cell: bool
    texts: list[str] = field(default_factory=list)


class _Reader:
    """Receives the parser's events of one part after another. No tree is built, so that size and nesting cost little."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.cells = 0
        self.tables = 0
        self.tracked: list[int] = []
        self.hides: list[int] = []
        self.covers: list[int] = []
        self.strikes: list[int] = []
        self._begin()

    def _begin(self) -> None:
        self.path = ["", ""]
        self.skipping = 0
        self.open_tables: list[_Table] = []
        self.stories = [_Story(in_cell=False)]
        self.vanished = self.struck = self.heard = self.placeholder = False

    def read(self, xml: bytes, part: str) -> None:
        """Read one part. Unreadable where it is not well formed."""
        self._begin()
        parser = etree.XMLParser(target=self, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)  # type: ignore[arg-type]
        try:
            for at in range(0, len(xml), _STEP):
                parser.feed(xml[at : at + _STEP])
            parser.close()
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"its part {part} is damaged ({error})", f"内部の {part} が壊れています({error})") from error
        except IndexError as error:  # a row outside a table
            raise Unreadable(f"the tables of its part {part} are damaged", f"内部の {part} の表が壊れています") from error

    def document(self) -> Document:
        """The rows and findings of all parts."""
        rows = []
        for number, line in enumerate(self.lines, 1):
            spans = [Span(one.cell, one.columns, above, one.rows) for one, above in line.merged if one.columns * one.rows > 1]
            cells = tuple(line.cells)
            rows.append(Row(number, cells, "\t".join(cells), None, None, False, tuple(spans), line.table, line.hidden))
        return Document(tuple(rows), tuple(self._findings(rows)))

    # The parser's events ---------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name, parent = _local(tag), self.path[-1]
        if name in _TRACKED:
            self._note(self.tracked)
        if self.skipping:
            self.skipping += 1
        elif name in _SKIPPED or (name == "sdtContent" and self.placeholder):
            self.skipping = 1
            self.placeholder = False
            if name == "del" and parent == "trPr":
                self.open_tables[-1].deleted = True
        else:
            self.path.append(name)
            if parent == "r" or name == "r":
                self._start_in_run(name, attributes)
            elif parent in ("tcPr", "trPr"):
                self._start_property(name, attributes)
            elif name == "vanish" and parent == "rPr" and self.path[-3] == "r":
                self.vanished = _value(attributes) not in _OFF
            elif name in ("strike", "dstrike") and parent == "rPr" and self.path[-3] == "r":
                self.struck = _value(attributes) not in _OFF
            elif name in ("sdtPr", "showingPlcHdr"):
                self.placeholder = name == "showingPlcHdr"
            else:
                self._start_block(name)

    def end(self, _tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        name = self.path.pop()
        if name in ("t", "r"):
            self.heard = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self._end_cell()
        elif name == "tr":
            self._end_row()
        elif name == "tbl":
            self.open_tables.pop()
        elif name == "txbxContent":
            self.stories.pop()

    def data(self, data: str) -> None:
        if self.heard and not self.skipping:
            if not self.vanished:
                self.stories[-1].texts.append(data)
                if self.struck and data.strip():
                    self._note(self.strikes)
            elif data.strip():
                self._note(self.hides)

    def close(self) -> None:
        """The end of a part."""

    def comment(self, text: str) -> None:
        """Comments print nothing."""

    # What begins -----------------------------------------------------------------------------------------------

    def _start_in_run(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "r":
            self.vanished = self.struck = False
        elif name == "t":
            self.heard = True
        elif name in _SIGNS and not self.vanished:
            self.stories[-1].texts.append(_SIGNS[name])
        elif name == "sym" and not self.vanished:
            code = _value(attributes, "char")
            self.stories[-1].texts.append(chr(int(code, 16)) if _HEXADECIMAL.fullmatch(code) else "\ufffd")

    def _start_property(self, name: str, attributes: Mapping[str, str]) -> None:
        table = self.open_tables[-1]
        if name == "gridBefore" and table.line:
            table.line.cells += [""] * _columns(attributes)
        elif name == "hidden" and table.line:
            table.line.hidden = _value(attributes) not in _OFF
        elif name == "gridSpan":
            table.columns = _columns(attributes)
        elif name == "vMerge":
            table.vertical = _value(attributes) or "continue"

    def _start_block(self, name: str) -> None:
        if name == "tbl":
            self.tables += 1
            self.open_tables.append(_Table(self.tables))
        elif name == "tr":
            table = self.open_tables[-1]
            table.line, table.below, table.deleted = _Line([], table.number), {}, False
        elif name == "tc":
            self.stories.append(_Story(in_cell=True))
            self.open_tables[-1].columns, self.open_tables[-1].vertical = 1, None
        elif name == "txbxContent":
            self.stories.append(_Story(in_cell=False))

    # What ends -------------------------------------------------------------------------------------------------

    def _end_paragraph(self) -> None:
        story = self.stories[-1]
        if story.in_cell:
            story.texts.append("\n")
            return
        for line in "".join(story.texts).split("\n"):
            cells = [one_line(piece) for piece in line.split("\t")]
            filled = [cell for cell in cells if cell]
            while cells and not cells[-1]:
                cells.pop()
            if filled:
                self._add(_Line(filled if len(filled) == 1 else cells), [table for table in self.open_tables if table.line])
        story.texts = []

    def _end_cell(self) -> None:
        text = kept_lines("".join(self.stories.pop().texts))
        table = self.open_tables[-1]
        line = table.line
        if line is None or table.deleted:
            return
        at = len(line.cells)
        above = table.above.get(at)
        if above and table.vertical not in (None, "restart") and above.columns == table.columns:
            above.rows += 1
            table.below[at] = above
            line.merged.append((above, above.rows - 1))
            if text:
                text = ""
                self._note(self.covers)
        elif table.vertical or table.columns > 1:
            merged = _Merged(at, table.columns)
            line.merged.append((merged, 0))
            if table.vertical:
                table.below[at] = merged
        line.cells += [text, *[""] * (table.columns - 1)]
        self.cells += table.columns
        if self.cells > MOST_CELLS:
            raise Unreadable(f"it has more than {MOST_CELLS:,} cells", f"セルが {MOST_CELLS:,} を超えています")

    def _end_row(self) -> None:
        table = self.open_tables[-1]
        line, inner = table.line, table.inner
        table.line, table.inner = None, []
        if line is not None and not table.deleted:
            table.above = table.below
            around = [outer for outer in self.open_tables[:-1] if outer.line]
            for one in (line, *inner):
                self._add(one, around)

    def _add(self, line: _Line, around: Sequence[_Table]) -> None:
        """Give a row; one inside a cell waits until the row of that cell has been given."""
        (around[-1].inner if around else self.lines).append(line)

    # Findings --------------------------------------------------------------------------------------------------

    def _note(self, places: list[int]) -> None:
        """Remember where something stood: in the row that comes next."""
        if not places or places[-1] != len(self.lines) + 1:
            places.append(len(self.lines) + 1)

    def _findings(self, rows: Sequence[Row]) -> Iterator[Finding]:
        for code, lines, text in (
            (
                "tracked-changes",
                self.tracked,
                Text(
                    "Tracked changes: insertions were read, deletions were not.",
                    "変更履歴があります。挿入は読み、削除は読み込んでいません。",
                ),
            ),
            ("hidden-text", self.hides, Text("Hidden text was left out.", "隠し文字は読み込んでいません。")),
            (
                "text-struck",
                self.strikes,
                Text("Text that is struck through was read like the rest.", "取り消し線のある文字も、ほかと同じように読み込みました。"),
            ),
            (
                "covered-cell",
                self.covers,
                Text("Text under a merged cell, which nobody sees, was not read.", "結合セルに隠れた文字は読み込んでいません。"),
            ),
        ):
            if lines:
                places = tuple(Locator(line=min(line, len(rows))) for line in lines[:_MOST_CITED] if rows)
                yield report(code, text, tuple(dict.fromkeys(places)))


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _value(attributes: Mapping[str, str], name: str = "val") -> str:
    """An attribute by its name without namespace; "" where there is none."""
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")


def _columns(attributes: Mapping[str, str]) -> int:
    number = _value(attributes)
    return min(int(number), _WIDEST_SPAN) if number.isascii() and number.isdigit() and 0 < len(number) < 9 else 1
