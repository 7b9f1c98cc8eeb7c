"""Signs that part the cells of a line, and rows between bars that are broken over several lines."""

import re
from collections.abc import Sequence

from teikei.lists.layout.words import columns_of
from teikei.lists.located import Row

# Two signs that stand alone are one word set apart: 備　考, 韓　国.
_ONE = "[一-鿿ァ-ヶ]"
_NO_WORD_APART = "".join(rf"(?!(?<={before}{_ONE}\u3000){_ONE}(?:[ \u3000]|$))" for before in ("^", "[ \\u3000]"))
# Dots lead the eye over a gap: Kazan Federal University ........ 2011.
WIDE_GAP = re.compile(rf"[ \u3000]*(?:\.{{4,}}|(?: \.){{4,}}|…{{2,}}|・{{4,}})[ \u3000]*|[ \u3000]{{2,}}|\u3000{_NO_WORD_APART}")
SEPARATORS = {
    "bar": re.compile(r"[^\S\n]*[|｜][^\S\n]*"), "gap": WIDE_GAP, "comma": re.compile("[,，]"), "semicolon": re.compile("[;；]"),
    "dash": re.compile(r"[^\S\n]+[-‐–—―][^\S\n]+"),
}  # fmt: skip
# How Markdown writes a heading, a link or a picture, and bold words.
_MARKDOWN = re.compile(r"^#{1,6}\s+(?=\S)|!?\[([^\[\]]*)\]\([^()\s]*\)|(\*\*|__)(?=\S)(.+?)(?<=\S)\2")
# A row broken over more lines than this is none.
_MOST_LINES = 40


_MARKDOWN_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_MARKDOWN_HEADING = re.compile(r"#{1,6} +\S")


def is_markdown(rows: Sequence[Row]) -> bool:
    """Whether a text is Markdown: it has the rule of a table, or headings; elsewhere such signs are a part of what is printed."""
    return any(_MARKDOWN_RULE.fullmatch(row.raw) for row in rows) or sum(bool(_MARKDOWN_HEADING.match(row.raw)) for row in rows) > 1


def without_markdown(text: str) -> str:
    """A text without the signs of Markdown: ## Chile, [Universidad de Chile](https://…), **Ocean University**."""
    if "](" not in text and "**" not in text and "__" not in text and text[:1] != "#":
        return text
    return _MARKDOWN.sub(lambda match: match[1] or match[3] or "", text)


def walled(rows: Sequence[Row]) -> bool:
    """Whether nearly all lines begin with a bar, which then parts no cells."""
    barred = [row.raw for row in rows if "|" in row.raw]
    return 10 * sum(raw.lstrip().startswith("|") for raw in barred) > 9 * len(barred)


def whole_bars(rows: Sequence[Row]) -> tuple[list[Row], list[tuple[int, ...]]] | None:
    """Rows between bars put together again where a cell of them stands on lines of its own; None where none is broken.

    A row begins with a bar. It is whole when it has as many bars as the head: `| Ireland |`, `City University`, `|`,
    `2021-03-11 |` are one row of three cells.
    """
    head = next((row.raw for row in rows if _starts(row.raw) and columns_of(_cells(row.raw))), None)
    if head is None:
        return None
    bars = head.count("|")
    made: list[Row] = []
    at: list[tuple[int, ...]] = []
    position = 0
    while position < len(rows):
        end = _end_of_row(rows, position, bars)
        lines = [index for index in range(position, end) if any(rows[index].cells)] or [position]
        raw = " ".join(rows[index].raw.strip() for index in lines) if end > position + 1 else rows[position].raw
        made.append(rows[position]._replace(raw=raw, cells=(raw.strip(),)) if end > position + 1 else rows[position])
        at.append(tuple(lines))
        position = end
    return (made, at) if len(made) < len(rows) else None


def _end_of_row(rows: Sequence[Row], start: int, bars: int) -> int:
    """The position behind the row that begins here: the next one, but where more lines make it whole."""
    found = rows[start].raw.count("|")
    if not _starts(rows[start].raw) or found >= bars:
        return start + 1
    for position in range(start + 1, min(len(rows), start + _MOST_LINES)):
        raw = rows[position].raw.strip()
        if _starts(raw) and raw.strip("| "):
            break  # another row begins
        found += raw.count("|")
        if found >= bars:
            return position + 1 if found == bars and raw.endswith("|") else start + 1
    return start + 1


def _starts(raw: str) -> bool:
    return raw.lstrip().startswith("|")


def _cells(raw: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in raw.strip().strip("|").split("|"))
