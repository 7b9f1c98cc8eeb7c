"""Names on lines of their own, each with its country or its day on the line below: that line is the name's above it, not a heading."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from teikei.lists.layout.content import is_date_like, is_institution_like, is_territory
from teikei.lists.layout.listhead import list_words
from teikei.lists.layout.records import Records, text_of
from teikei.lists.layout.words import head_fields, says_its_day
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text

# So many pairs in a row are no chance, as long as a country comes again: a heading would not.
_FEWEST = 4
# A day on a line of its own is no heading: two pairs are enough.
_FEWEST_WITH_DAYS = 2

_HEADS = ("協定機関名", "締結年月日")


def followed_by_territory(rows: Sequence[Row]) -> Records | None:
    """Pairs of a name and the territory below it as rows of two cells; None where the rows are not such.

    In such a run each name has a territory right below it, and one territory at least comes twice one after the other,
    which no heading does.
    """
    filled = _filled(rows)
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
    why = Text("each name has its country on the line below", "各機関名の次の行に国・地域があります")
    return _joined(rows, pairs, Decision("records", "country below each name", 0.8, why))


def followed_by_day(rows: Sequence[Row]) -> Records | None:
    """Pairs of a name and the day below it as rows of two cells; None where a line with a day stands below anything else."""
    filled = _filled(rows)
    texts = [text_of(rows[position]) for position in filled]
    days = [index for index, text in enumerate(texts) if is_date_like(text)]
    first = next((index for index in days if index and is_institution_like(texts[index - 1]) and not list_words(texts[index - 1])), 0)
    days = [index for index in days if index >= first]  # a day over the first name is the list's own
    named = [index for index in days if index and is_institution_like(texts[index - 1]) and not _is_of_the_list(texts[index - 1])]
    if len(named) < _FEWEST_WITH_DAYS or named != days:
        return None
    why = Text("each name has its day on the line below", "各機関名の次の行に日付があります")
    made = _joined(rows, {filled[index - 1]: filled[index] for index in days}, Decision("records", "day below each name", 0.8, why))
    # The heads stand nowhere: a row of them, which is no line of the file, begins the table.
    start = made.at.index((filled[days[0] - 1], filled[days[0]]))
    made.rows.insert(start, rows[filled[days[0] - 1]]._replace(cells=_HEADS, raw="", tabbed=False))
    made.at.insert(start, ())
    return made


def _is_of_the_list(text: str) -> bool:
    return bool(is_date_like(text) or head_fields(text) or says_its_day(text))


def _filled(rows: Sequence[Row]) -> list[int]:
    """The positions of rows that are not blank; none where a row has several cells."""
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        return []
    return [position for position, row in enumerate(rows) if any(row.cells)]


def _joined(rows: Sequence[Row], pairs: Mapping[int, int], decision: Decision) -> Records:
    """The rows, each pair as one of two cells."""
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
    return Records(made, at, decision)
