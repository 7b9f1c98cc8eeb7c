"""Names on lines of their own, each with its country on the line below: the country is the name's above it, not a heading."""

from collections.abc import Sequence
from itertools import pairwise

from teikei.lists.layout.content import is_institution_like, is_territory
from teikei.lists.layout.records import Records, text_of
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text

# So many pairs in a row are no chance, as long as a country comes again: a heading would not.
_FEWEST = 4


def followed_by_territory(rows: Sequence[Row]) -> Records | None:
    """Pairs of a name and the territory below it as rows of two cells; None where the rows are not such.

    In such a run each name has a territory right below it, and one territory at least comes twice one after the other,
    which no heading does.
    """
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        return None
    filled = [position for position, row in enumerate(rows) if any(row.cells)]
    placed = [is_territory(text_of(rows[position])) for position in filled]
    pairs: dict[int, int] = {}
    for index in range(len(filled) - 1):
        alone = not placed[index] and placed[index + 1] and not (index + 2 < len(filled) and placed[index + 2])
        if alone and is_institution_like(text_of(rows[filled[index]])):
            pairs[filled[index]] = filled[index + 1]
    said = [text_of(rows[below]) for below in pairs.values()]
    again = any(one == other for one, other in pairwise(said))
    if len(pairs) < _FEWEST or not again or 10 * len(pairs) < 9 * sum(placed):
        return None
    made: list[Row] = []
    at: list[tuple[int, ...]] = []
    below = set(pairs.values())
    for position, row in enumerate(rows):
        if position in below:
            continue
        if (under := pairs.get(position)) is not None:
            lower = rows[under]
            cells = (text_of(row), text_of(lower))
            row = row._replace(cells=cells, raw=f"{row.raw}\n{lower.raw}", tabbed=False, lines=(row.line, lower.line))
        made.append(row)
        at.append((position,) if under is None else (position, under))
    why = Text("each name has its country on the line below", "各機関名の次の行に国・地域があります")
    return Records(made, at, Decision("records", "country below each name", 0.8, why))
