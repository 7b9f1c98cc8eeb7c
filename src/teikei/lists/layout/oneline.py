"""A whole list on one line: partners one after the other, each with its number before it or its country in brackets."""

import re
from collections.abc import Sequence

from teikei.lists.layout.content import is_institution_like
from teikei.lists.layout.tables import carried_territory
from teikei.lists.located import Row

# So many partners on a line are no chance.
_FEWEST = 5
# A page with more lines has a line for each partner; so long is a line of several at least.
_MOST_LINES, _LONG = 200, 40
_BETWEEN = re.compile(r"(?<=[)）\]］])\s*[、，,;；・/／]\s*")
_LEAD = re.compile(r"^[^:：(（]{0,80}[:：]\s*")
_HEADS = ("協定機関名", "国・地域")
_NUMBER = re.compile(r"(?<!\S)(\d{1,4})[.)]?\s+(?=[^\W\d])")


def rows_of_lines(rows: Sequence[Row]) -> tuple[list[Row], list[tuple[int, ...]]] | None:
    """A row for each partner of a line that names several; None where no line does."""
    if len(rows) > _MOST_LINES or max((len(row.raw) for row in rows), default=0) < _LONG:
        return None
    made: list[Row] = []
    at: list[tuple[int, ...]] = []

    def add(position: int, *cells: str) -> None:
        made.append(rows[position]._replace(cells=cells, raw=" ".join(cells)))
        at.append((position,))

    for position, row in enumerate(rows):
        line = row.raw.strip()
        lead = _LEAD.match(line)
        placed = _placed(line[lead.end() if lead else 0 :])
        parts = [] if placed else _numbered(line)
        if placed:
            if lead:
                add(position, lead[0].strip(" :："))
            made.append(row._replace(cells=_HEADS, raw=""))  # the heads stand nowhere
            at.append(())
        for cells in placed or [(part,) for part in parts]:
            add(position, *cells)
        if not (placed or parts):
            made.append(row)
            at.append((position,))
    return (made, at) if len(made) > len(rows) else None


def _placed(line: str) -> list[tuple[str, ...]]:
    """The partners of a line with their countries, which stand in brackets behind them; a part without one by itself."""
    parts = [part.strip() for part in _BETWEEN.split(line)]
    found = [carried_territory(part, "brackets") if is_institution_like(part) else None for part in parts]
    placed = len(parts) - found.count(None)
    return [own or (part,) for own, part in zip(found, parts, strict=True)] if placed >= _FEWEST and 5 * placed >= 4 * len(parts) else []


def _numbered(line: str) -> list[str]:
    """The parts of a line that begin with the numbers 1, 2, 3 … in this order, and what stands before the first."""
    begins: list[int] = []
    for match in _NUMBER.finditer(line):
        if int(match[1]) == len(begins) + 1:
            begins.append(match.start())
    if len(begins) < _FEWEST:
        return []
    parts = [line[begin:end].strip() for begin, end in zip(begins, [*begins[1:], len(line)], strict=True)]
    if 5 * sum(map(is_institution_like, parts)) < 3 * len(parts):
        return []
    return [*filter(None, [line[: begins[0]].strip()]), *parts]
