"""A day in three columns, 年 月 日 or Year Month Day: brought into one, as every other list has it."""

import re
from collections.abc import Sequence

from teikei.lists.located import Row

_YEAR_HEAD = re.compile(r".{0,12}年|(?:.{0,20}\s)?year", re.IGNORECASE)
_HEADS = {("月", "日"), ("month", "day")}
_MONTHS = ("月", "month", "Month", "MONTH")
_YEAR = re.compile(r"((?:\D{0,2}\s*\d{1,2})|(?:19|20)\d\d|\D{2}元)年?")
_MONTH, _DAY = re.compile(r"(\d{1,2})月?"), re.compile(r"(\d{1,2})日?")


def with_whole_days(rows: Sequence[Row]) -> list[Row] | None:
    """The rows with each such day in the column of its year, the other two left empty; None where no head says so."""
    made: list[Row] = []
    at: list[int] = []
    sheet: str | None = None
    changed = False
    for row in rows:
        if row.sheet != sheet:
            sheet, at = row.sheet, []
        if heads := _heads(row.cells):
            at = heads
            changed = True
            row = row._replace(cells=_joined_head(row.cells, at))
        elif at:
            row = row._replace(cells=_joined(row.cells, at))
        made.append(row)
    return made if changed else None


def _heads(cells: tuple[str, ...]) -> list[int]:
    """The columns of years that have one of months and one of days behind them."""
    if not any(month in cells for month in _MONTHS):
        return []
    said = [cell.strip().casefold() for cell in cells]
    return [at for at in range(len(said) - 2) if (said[at + 1], said[at + 2]) in _HEADS and _YEAR_HEAD.fullmatch(said[at])]


def _joined_head(cells: tuple[str, ...], at: Sequence[int]) -> tuple[str, ...]:
    made = list(cells)
    for year in at:
        japanese = cells[year + 1] == "月"
        made[year : year + 3] = [f"{cells[year]}月日" if japanese else cells[year], "", ""]
    return tuple(made)


def _joined(cells: tuple[str, ...], at: Sequence[int]) -> tuple[str, ...]:
    """A row's cells; those of a day stay as they are where they are no numbers, so that what they say is seen."""
    made = list(cells)
    for place in at:
        parts = [*cells[place : place + 3], "", "", ""][:3]
        year, month, day = _YEAR.fullmatch(parts[0]), _MONTH.fullmatch(parts[1]), _DAY.fullmatch(parts[2])
        if year and month and (day or not parts[2]):
            made[place : place + 3] = [f"{year[1]}年{month[1]}月" + (f"{day[1]}日" if day else ""), "", ""]
    return tuple(made)
