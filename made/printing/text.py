"""Text: cells at tabs, in columns of blanks, at bars, one a line, as "key: value", or glued by a blank; and CSV."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from made.cells import Cell, head_word
from made.layout import Layout
from made.page import Page, PageRow

_ROWS_A_PAGE = 24


def printed(page: Page, layout: Layout) -> bytes:
    """The page as a text file."""
    above = 1 if layout.cut in ("lines", "pairs") else layout.pick("gap above", 2)  # or the title would be of the first record
    lines = [*page.before, *([""] * above), *_body(page, layout), *([""] * layout.pick("gap below", 2)), *page.after]
    end = ("\n", "\n", "\r\n")[layout.pick("line ends", 3)]
    return _encoded(end.join(lines) + end, layout.encoding)


def _encoded(text: str, encoding: str) -> bytes:
    """The text in that encoding, or in UTF-8 where it has signs that the encoding lacks."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _texts(row: PageRow) -> list[str]:
    return [cell.text.replace("\n", " ") if cell else "" for cell in row.cells]


def _body(page: Page, layout: Layout) -> Iterator[str]:
    if layout.cut in ("lines", "pairs"):
        yield from _records(page, layout)
        return
    widths = _widths(page)
    head = [_line(row, layout, widths) for row in page.rows if row.kind == "head"]
    blank = layout.pick("blank before headings", 2)
    begun = ruled = False
    for number, row in enumerate(page.rows):
        if row.kind in ("line", "within"):
            if blank and begun and page.rows[number - 1].kind == "row":
                yield ""
            yield _texts(row)[0]
            continue
        begun = True
        yield _line(row, layout, widths)
        if row.kind == "head" and layout.cut == "bar" and not ruled and layout.pick("bars", 3) == 0:
            ruled = True
            yield "|" + "---|" * len(row.cells)
        if row.kind == "row" and (layout.furniture or layout.head == "each-page") and number % _ROWS_A_PAGE == _ROWS_A_PAGE - 1:
            yield from _page_break(page, layout, number // _ROWS_A_PAGE + 1, head)


def _page_break(page: Page, layout: Layout, number: int, head: list[str]) -> Iterator[str]:
    """The foot of a page and the head of the next."""
    total = len(page.rows) // _ROWS_A_PAGE + 1
    yield (f"- {number} -", f"{number}/{total}", f"{number}", f"Page {number}")[layout.pick("foot", 4)]
    if layout.pick("form feed", 2):
        yield "\f" + page.before[0] if page.before else "\f"
    elif page.before and layout.pick("title again", 2):
        yield page.before[0]
    if layout.head == "each-page":
        yield from head[:1]


def _line(row: PageRow, layout: Layout, widths: list[int]) -> str:
    cells = _texts(row)
    match layout.cut:
        case "gap":
            return "  ".join(_padded(text, width) for text, width in zip(cells, widths, strict=False)).rstrip()
        case "bar":
            form = ("| {} |", "{} |", "{}")[layout.pick("bars", 3)]
            return form.format(" | ".join(cells))
        case "glued":
            return " ".join(text for text in cells if text)
        case _:
            return "\t".join(cells)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _widths(page: Page) -> list[int]:
    rows = [_texts(row) for row in page.rows if row.kind in ("head", "row")]
    most = max((len(row) for row in rows), default=0)
    return [max((_width(row[at]) for row in rows if at < len(row)), default=0) for at in range(most)]


def _records(page: Page, layout: Layout) -> Iterator[str]:
    """A record over several lines, a blank line between."""
    names = [head_word(layout, name) for name in layout.columns]
    joint = (": ", "：", ":")[layout.pick("pair joint", 3)]
    for row in page.rows:
        if row.kind in ("line", "within"):
            yield from (_texts(row)[0], "")
            continue
        for name, text in zip(names, _texts(row), strict=True):
            if text:
                yield f"{name}{joint}{text}" if layout.cut == "pairs" else text
        yield ""


def printed_csv(page: Page, layout: Layout) -> bytes:
    """The page as CSV: the delimiter, the padding of short lines and the quotation marks are the list's own."""
    width = max((len(row.cells) for row in page.rows), default=1)
    padded = width if layout.pick("pad", 2) else 1
    delimiter = (",", ",", ";", "\t")[layout.pick("delimiter", 4)]
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if layout.pick("quotes", 3) == 0 else csv.QUOTE_MINIMAL,
        lineterminator=("\r\n", "\n")[layout.pick("line ends", 2)],
    )
    lines = [PageRow("line", (Cell(text),)) for text in page.before]
    after = [PageRow("line", (Cell(text),)) for text in page.after]
    for row in (*lines, *page.rows, *after):
        texts = [cell.text if cell else "" for cell in row.cells]
        writer.writerow(texts + [""] * (padded - len(texts)) if row.kind in ("line", "within") else texts)
    return _encoded(out.getvalue(), layout.encoding)
