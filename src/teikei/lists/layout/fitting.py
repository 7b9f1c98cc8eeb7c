"""Laying cells that do not stand under their heads to the columns that they fit."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

from teikei.lists.layout.content import (
    is_date_like,
    is_institution_like,
    is_mark,
    is_our_unit_like,
    is_term_like,
    is_territory,
)
from teikei.lists.layout.words import is_kind_like
from teikei.rules.days import find_days

_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "concluded_on": is_date_like,
    "renewed_on": is_date_like,
    "territory": is_territory,
    "institution": is_institution_like,
    "units": is_our_unit_like,
    "kinds": is_kind_like,
    "marks": is_mark,
}


def fit(cell: str, name: str) -> int:
    """How well a cell's text fits a field: 3 where it looks like it, below 0 where it looks like another."""
    if name == "valid_to":
        return 3 if is_term_like(cell) or is_date_like(cell) else -2
    if name == "concluded_on" and not is_date_like(cell) and (days := find_days(unicodedata.normalize("NFKC", cell))):
        return 2 if cell.rstrip().endswith(("日", *"0123456789０１２３４５６７８９")) and days else -3
    looks = _LOOKS.get(name)
    if looks is not None and looks(cell):
        return 3
    if is_date_like(cell) and not cell.isdigit():
        return -4
    if name in ("concluded_on", "renewed_on", "territory", "marks"):
        return -3
    if name == "units":
        return -1
    if name == "number":
        return 2 if cell.rstrip(".").isdigit() else -3
    return -1 if name not in ("institution", "partner_unit") and is_institution_like(cell) else 0


def align(cells: Sequence[str], columns: Mapping[int, tuple[str, ...]], *, leftmost: bool = False) -> tuple[list[int], int] | None:
    """Which columns cells in order belong to, leaving columns out but none of the cells, and how well they fit in all.

    columns: index → fields. None where there are more cells than columns, or where two ways fit equally well (unless the
    leftmost of them is asked for).
    """
    order = sorted(columns)
    m, n = len(cells), len(order)
    if m > n:
        return None
    worst = -1_000_000
    best = [[worst] * (n + 1) for _ in range(m + 1)]
    ways = [[0] * (n + 1) for _ in range(m + 1)]
    for j in range(n + 1):
        best[0][j], ways[0][j] = 0, 1
    for i in range(1, m + 1):
        for j in range(i, n + 1):
            here = best[i - 1][j - 1] + max(fit(cells[i - 1], name) for name in columns[order[j - 1]])
            left = best[i][j - 1] if j - 1 >= i else worst
            best[i][j] = max(here, left)
            ways[i][j] = (ways[i - 1][j - 1] if here == best[i][j] else 0) + (ways[i][j - 1] if left == best[i][j] else 0)
    if ways[m][n] != 1 and not leftmost:
        return None
    found, i, j = [], m, n
    while i:
        if j - 1 >= i and best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            found.append(order[j - 1])
            i, j = i - 1, j - 1
    return found[::-1], best[m][n]
