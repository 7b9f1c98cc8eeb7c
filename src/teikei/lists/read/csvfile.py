"""CSV into located rows: comma, semicolon, tab or bar, whichever cuts most records into equally many cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from teikei.lists.cells import kept_lines, restored
from teikei.lists.located import Row
from teikei.lists.model import Document
from teikei.lists.read.encoding import Decoded, decode
from teikei.lists.read.limits import refuse_vast
from teikei.names.bilingual import Refusal

_DELIMITERS = (",", ";", "\t", "|")

# So many records, and so many characters, show how a file is cut.
_LOOKED_AT, _LOOKED_AT_CHARACTERS = 200, 200_000

# Excel's own way to say which delimiter follows.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
_RARE_LINE_ENDS = re.compile("(?<=[\n\x0b\x85\u2028\u2029])|(?<=\r)(?!\n)")


def document_of(content: bytes, name: str, decoded: Decoded | None = None) -> Document:
    """Each record as a Row whose line is the record's first. Line breaks inside a cell stay, as "\\n".

    decoded: the file's text, where it is known already. An apostrophe that keeps a cell from being taken for a formula comes off. Refusal where a quotation mark is
    never closed, or the bytes are not text.
    """
    decoded = decoded or decode(content, name)
    refuse_vast(decoded.text, name)
    lines = _lines(decoded.text)
    stated = _SEPARATOR_LINE.fullmatch(lines[0])
    delimiter = stated[1] if stated else _delimiter(lines)
    refuse_vast(decoded.text, name, delimiter)
    try:
        rows = list(_records(lines, delimiter))
    except _Unclosed as error:
        raise Refusal(
            f"{name}, line {error.line}: a cell begins with a quotation mark that is not closed where the cell ends. "
            "Close or remove it, or save the table as CSV again.",
            f'{name} {error.line}行目: 引用符(")が閉じられていません。引用符を補うか取り除く、または表を CSV で保存し直してください。',
        ) from error
    if stated:
        rows[0] = Row(1, ("",), rows[0].raw, tabbed=False)
    return Document(tuple(rows), decoded.findings)


class _Unclosed(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _lines(text: str) -> list[str]:
    """The lines with their ends; those of other systems and of Unicode too, where the file has any."""
    if re.search("[\x0b\x85\u2028\u2029]", text):
        return [line for line in _RARE_LINE_ENDS.split(text) if line]
    return list(io.StringIO(text, newline=""))


def _records(lines: list[str], delimiter: str) -> Iterator[Row]:
    """Each record. A record of one line that is no good CSV (a quoted word at a cell's start) is read as far as it goes."""
    source, first = iter(lines), 0
    while first < len(lines):
        before = first
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                end = before + reader.line_num
                yield _row(lines, first, end, cells)
                first = end
        except csv.Error as error:
            end = before + reader.line_num
            if end != first + 1 or lines[first].count('"') % 2:
                raise _Unclosed(_opened(lines, first, end, delimiter)) from error
            yield _row(lines, first, end, _loosely(lines[first], delimiter))
            first = end


def _loosely(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:  # a cell beyond the library's limit, which no list has
        return [line]


def _row(lines: list[str], first: int, end: int, cells: list[str]) -> Row:
    raw = lines[first] if end == first + 1 else "".join(lines[first:end])
    texts = [cell.strip() if cell.isprintable() and not cell.startswith("'") else restored(kept_lines(cell)) for cell in cells]
    return Row(first + 1, tuple(texts) or ("",), raw.rstrip("\r\n"), tabbed=False)


def _opened(lines: list[str], first: int, end: int, delimiter: str) -> int:
    """The line on which the quotation mark stands that opened the last quoted cell of these lines."""
    opened, quoted = first, False
    marks = re.compile(f'"+|{re.escape(delimiter)}')
    for number in range(first, end):
        cell_start = 0
        for mark in marks.finditer(lines[number]):
            if mark[0] == delimiter:
                cell_start = mark.end()
            elif quoted:
                quoted = len(mark[0]) % 2 == 0
            elif mark.start() == cell_start and len(mark[0]) % 2:
                opened, quoted = number, True
    return opened + 1


def _delimiter(lines: list[str]) -> str:
    """The delimiter under which most records have equally many cells, and whole quotations; the first where none has."""
    looked_at, characters = [], 0
    for line in lines[:_LOOKED_AT]:
        looked_at.append(line[:_LOOKED_AT_CHARACTERS])
        characters += len(line)
        if characters > _LOOKED_AT_CHARACTERS:
            break
    return max(_DELIMITERS, key=lambda delimiter: _cut_cells(looked_at, delimiter))


def _cut_cells(lines: list[str], delimiter: str) -> int:
    """How many cells it cuts off in the records of the most usual width; records with half a quotation in a cell count for none."""
    by_width: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if len(cells) > 1 and not any(cell.count('"') % 2 for cell in cells):
                by_width[len(cells)] += 1
    except csv.Error:
        return 0
    return max(((width - 1) * times for width, times in by_width.items()), default=0)
