"""Rows of plain text whose cells go on in the lines below, each in its own column: what a program prints of a wide table."""

from collections.abc import Sequence

from teikei.lists.layout.content import is_date_like, is_territory
from teikei.lists.layout.words import columns_of, label_and_count, whole_number
from teikei.lists.located import Row

# So many rows with a number are no chance.
_FEWEST = 3


def whole_rows(rows: Sequence[Row]) -> tuple[list[Row], list[tuple[int, ...]]] | None:
    """Rows put together again where each begins with its number and none of the lines below it does; None where none is broken.

    The head may go on in the line below it, too: "Date of", "signing".
    """
    head = next((at for at, row in enumerate(rows) if len(row.cells) > 2 and "number" in (columns_of(row.cells) or {})), None)
    if head is None:
        return None
    columns = columns_of(rows[head].cells) or {}
    number = columns["number"]
    numbered = [at for at in range(head + 1, len(rows)) if _number(rows[at], number)]
    dated = [at for at in range(head + 1, len(rows)) if any(map(is_date_like, rows[at].cells[number + 1 :]))]
    if len(numbered) < _FEWEST or not set(dated) <= set(numbered):
        return None
    made = list(rows[: head + 1])
    at: list[tuple[int, ...]] = [(position,) for position in range(head + 1)]
    for position in range(head + 1, len(rows)):
        row, above = rows[position], at[-1]
        begun = above[0] == head or above[0] in numbered
        if begun and above[-1] == position - 1 and (joined := _joined(made[-1], row, columns, is_head=above[0] == head)):
            made[-1] = joined
            at[-1] = (*above, position)
        else:
            made.append(row)
            at.append((position,))
    return (made, at) if len(made) < len(rows) else None


def _number(row: Row, at: int) -> bool:
    return at < len(row.cells) and whole_number(row.cells[at].strip("().")) is not None


def _joined(above: Row, row: Row, columns: dict[str, int], *, is_head: bool) -> Row | None:
    """The row above with this line's cells behind its own; None where the line is no part of it."""
    if len(row.cells) != len(above.cells) or not any(row.cells):
        return None
    cells = tuple(" ".join(filter(None, both)) for both in zip(above.cells, row.cells, strict=True))
    if is_head:
        goes_on = any(map(str.isalpha, row.raw)) and not any(map(str.isdigit, row.raw)) and columns_of(cells) is not None
    else:
        place = columns.get("territory", len(cells))
        says_place = place < len(cells) and bool(row.cells[place])
        alone = [cell for cell in row.cells if cell]
        heading = len(alone) == 1 and is_territory(alone[0]) and not says_place
        goes_on = not row.cells[columns["number"]] and not heading and (not says_place or is_territory(label_and_count(cells[place])[0]))
    return above._replace(cells=cells, raw=f"{above.raw}\n{row.raw}", lines=(above.line,) * len(cells)) if goes_on else None
