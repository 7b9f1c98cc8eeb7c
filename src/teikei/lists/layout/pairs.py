"""Records that stand on two rows of a table under a head of two rows, each of which has its own fields."""

import re
from collections.abc import Sequence

from teikei.lists.layout.content import is_date_like
from teikei.lists.layout.records import BEGINNING, Records
from teikei.lists.layout.words import columns_of, head_fields
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text

_CJK = re.compile("[ぁ-ヿ㐀-鿿々가-힣]")


def paired_records(rows: Sequence[Row], spread: Sequence[Row]) -> Records | None:
    """Two rows a record (name and date above, name in the other language and end of validity below); None where rows are no pairs.

    rows: as the file has them, merged cells in their first row only. spread: the same with merged cells repeated.
    """
    at = next((at for at in range(min(len(rows) - 2, BEGINNING)) if is_double_head(rows[at], rows[at + 1])), None)
    if at is None:
        return None
    lower = {index for index, cell in enumerate(rows[at + 1].cells) if cell}
    above_only = {index for index, cell in enumerate(rows[at].cells) if cell} - lower
    pairs = _pairs(rows, at, lower, above_only)
    if not pairs:
        return None
    seconds = {second: first for first, second in pairs}
    made: list[Row] = []
    positions: list[tuple[int, ...]] = []
    for position, row in enumerate(spread):
        if position in seconds:
            made[-1], positions[-1] = _joined(spread[seconds[position]], row, sorted(lower)), (seconds[position], position)
        else:
            made.append(row)
            positions.append((position,))
    why = Text("the head has two rows, and so has each record", "見出しが2行あり、1件が2行に書かれています")
    return Records(made, positions, Decision("records", "two rows each", 0.8, why))


def is_double_head(upper: Row, lower: Row) -> bool:
    """Whether two rows are heads one below the other, where no head of the upper row is a wide one over those below."""
    below = [index for index, cell in enumerate(lower.cells) if cell]
    if not below or upper.sheet != lower.sheet or any(span.columns > 1 for span in upper.spans):
        return False
    if any(index >= len(upper.cells) or not upper.cells[index] for index in below):
        return False  # a head that stands below blanks belongs to the wide head before them
    if any(map(str.isdigit, "".join((*upper.cells, *lower.cells)))) or not columns_of(upper.cells):
        return False  # digits are looked for first: every row of a list has some, and heads are slow to tell
    fields = [(head_fields(upper.cells[index]), head_fields(lower.cells[index])) for index in below]
    known = [one != other for one, other in fields if one and other]
    return 2 * len(known) >= len(below) and any(known)


def _pairs(rows: Sequence[Row], head: int, lower: set[int], above_only: set[int]) -> list[tuple[int, int]]:
    """The two rows of the head and of each record below it, by position; empty where the rows below are not so."""
    pairs = [(head, head + 1)]
    first: int | None = None
    begun = 0
    for position in range(head + 2, len(rows)):
        row = rows[position]
        filled = {index for index, cell in enumerate(row.cells) if cell}
        if not filled or row.sheet != rows[head].sheet or row.hidden:
            first = None
        elif row.cells == rows[head].cells:
            first = position  # the head again
        elif first is not None and filled <= lower:
            pairs.append((first, position))
            first = None
        elif len(filled) > 1:
            if first is not None or (above_only and not filled & above_only and filled <= lower):
                return []  # a record of one row, or the rest of one that has not begun
            first = position
            begun += bool(filled & above_only)
        else:
            first = None
    records = pairs[1:]
    if above_only and records and 2 * begun >= len(records):
        return pairs
    scripts = [(_in_japanese(rows[first]), _in_japanese(rows[second])) for first, second in records]
    return pairs if len(scripts) > 1 and all(one and not other for one, other in scripts) else []


def _in_japanese(row: Row) -> bool:
    """Whether a cell of the row that is no date is written in kana, kanji or hangul."""
    return any(_CJK.search(cell) for cell in row.cells if cell and not is_date_like(cell))


def _joined(upper: Row, lower: Row, columns: Sequence[int]) -> Row:
    """One row: the cells of the upper, and behind them those of the lower that stand under a head of their own."""
    below = tuple(lower.cells[index] if index < len(lower.cells) else "" for index in columns)
    lines = (*[upper.line] * len(upper.cells), *[lower.line] * len(below))
    return upper._replace(cells=(*upper.cells, *below), raw=f"{upper.raw}\n{lower.raw}", tabbed=False, spans=(), lines=lines)
