"""From the lines and cells of a file to rows whose cells stand in columns: merged cells, separators, tables side by side."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from teikei.lists.layout.alternating import followed_by_day, followed_by_territory
from teikei.lists.layout.bars import SEPARATORS, is_markdown, walled, whole_bars, without_markdown
from teikei.lists.layout.cards import card_records
from teikei.lists.layout.content import is_date_like, is_dated_kind, is_institution_like, is_territory
from teikei.lists.layout.dayparts import with_whole_days
from teikei.lists.layout.fitting import align
from teikei.lists.layout.oneline import rows_of_lines
from teikei.lists.layout.pairs import paired_records
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.records import BEGINNING, block_records, keyed_records, stream_records
from teikei.lists.layout.words import LONGEST_HEAD, columns_of, glued_fields, head_fields, without_bullet
from teikei.lists.layout.wrapped import whole_rows
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text

# Lines looked at to choose a separator.
_LOOKED_AT = 3_000


@dataclass(slots=True)
class Shaped:
    """Rows in columns. at: for each of them the positions of its lines in the document; None where they are the same."""

    rows: list[Row]
    at: list[tuple[int, ...]] | None = None
    decisions: list[Decision] = field(default_factory=list)


def shape(rows: Sequence[Row], profile: Profile) -> Shaped:
    """The rows of a document in columns."""
    shaped = Shaped(list(rows))
    if any(row.spans for row in rows):
        _spread(shaped)
    shaped.rows = with_whole_days(shaped.rows) or shaped.rows
    if not any(len(row.cells) > 1 for row in rows) and _of_lines(shaped, profile):
        return shaped
    rest = [
        partial(way, shaped.rows)
        for way in (keyed_records, stream_records, card_records, block_records, followed_by_territory, followed_by_day)
    ]
    for way in (partial(paired_records, rows, shaped.rows), *rest):
        if found := way():
            shaped.rows, shaped.at = found.rows, found.at
            shaped.decisions.append(found.decision)
            return shaped
    if any(len(_lanes(row.cells)) > 1 for row in shaped.rows[:BEGINNING]):
        _side_by_side(shaped)
    return shaped


def _of_lines(shaped: Shaped, profile: Profile) -> bool:
    """Cut lines of text into cells; whether this made whole rows of them, so that nothing else need be tried."""
    if is_markdown(shaped.rows[:_LOOKED_AT]):
        shaped.rows = [_plain(row) for row in shaped.rows]
    if on_one_line := rows_of_lines(shaped.rows):
        shaped.rows, shaped.at = on_one_line
        shaped.decisions.append(
            Decision("records", "on one line", 0.7, Text("a line names one partner after the other", "1行に機関が続けて書かれています"))
        )
        return True
    broken = whole_bars(shaped.rows)
    if broken:
        shaped.rows, shaped.at = broken
    _cut(shaped, profile)
    by_gaps = any(made.value == "gap" for made in shaped.decisions)
    if by_gaps and (wrapped := whole_rows(shaped.rows)):
        shaped.rows, shaped.at = wrapped
        why = Text(
            "each row begins with its number, and its cells go on in the lines below", "番号で始まる行の各項目が次の行に続いています"
        )
        shaped.decisions.append(Decision("records", "cells over several lines", 0.8, why))
        return True
    if broken:
        why = Text("rows between bars are broken over several lines", "縦線で区切られた行が複数行に分かれています")
        shaped.decisions.append(Decision("records", "bars over several lines", 0.9, why))
        return True
    return False


def _plain(row: Row) -> Row:
    """A line without the signs of Markdown: it is cut into cells, and what was printed stays in the document."""
    raw = without_markdown(row.raw)
    return row if raw == row.raw else row._replace(raw=raw, cells=(raw.strip(),))


def _spread(shaped: Shaped) -> None:
    """A cell that is merged over several rows says the same in each of them."""
    for index, row in enumerate(shaped.rows):
        below = [span for span in row.spans if span.above]
        if not below or not any(row.cells):
            continue
        cells = list(row.cells)
        for span in below:
            if index >= span.above and span.cell < len(cells) and not cells[span.cell]:
                origin = shaped.rows[index - span.above]
                cells[span.cell] = origin.cells[span.cell] if span.cell < len(origin.cells) else ""
        shaped.rows[index] = row._replace(cells=tuple(cells))


# Lines of text ---------------------------------------------------------------------------------------------------


def _cut(shaped: Shaped, profile: Profile) -> None:
    """Cut lines at whichever of bars, wide gaps, commas, semicolons and dashes makes a table of them; leave them whole else."""
    name, sure = (profile.separator, 1.0) if profile.separator in SEPARATORS else _separator(shaped.rows[:_LOOKED_AT])
    if profile.separator == "none" or name is None:
        return
    in_walls = walled(shaped.rows)
    cut = [_cut_line(row, name, walled=in_walls) for row in shaped.rows]
    if name == "gap" and not any(len(cells) > 1 and columns_of(cells) for cells in cut):
        cut = _under_each_other(shaped.rows, cut)
    shaped.rows = (
        _under_heads(shaped.rows, cut)
        if name == "gap"
        else [row._replace(cells=cells) for row, cells in zip(shaped.rows, cut, strict=True)]
    )
    shaped.decisions.append(Decision("separator", name, sure, Text("it makes columns of most lines", "多くの行がこの区切りで列になります")))


def _cut_line(row: Row, name: str, *, walled: bool) -> tuple[str, ...]:
    text = row.raw.strip()
    if name == "bar":
        text = re.sub(r"<br ?/?>", "\n", (text.removeprefix("|") if walled else text).removesuffix("|"))
    if name == "dash":
        text = without_bullet(text)
    return tuple([cell.strip() for cell in SEPARATORS[name].split(text)]) if len(row.raw) < 10_000 else row.cells


def _separator(rows: Sequence[Row]) -> tuple[str | None, float]:
    """The separator under which a head and rows of as many cells appear, else one that cuts most lines alike."""
    lines = [row for row in rows if row.raw.strip() and len(row.raw) < 1_000]
    glued = [row for row in lines if len(row.raw) < 3 * LONGEST_HEAD and "institution" in glued_fields(row.raw)]
    in_walls = walled(lines)
    best: tuple[float, str | None] = (0.0, None)
    for name in SEPARATORS:
        cut = [_cut_line(row, name, walled=in_walls) for row in lines]
        heads = [cells for cells in cut if len(cells) > 1 and columns_of(cells)]
        if heads:
            counts = Counter(sum(map(bool, cells)) for cells in cut)
            width = sum(map(bool, heads[0]))
            fitting = sum(number for count, number in counts.items() if count > 1 and width - 2 <= count <= width) / len(lines)
            score = 2.0 if name == "bar" else 1.0 + fitting
            if name != "bar" and fitting < 0.4 and not (name == "gap" and _most_fit(counts, width)):
                continue
        else:
            cut = _under_each_other(lines, cut) if name == "gap" else cut
            alike = Counter(len(cells) for cells in cut if sum(map(bool, cells)) > 1)
            score = max(alike.values(), default=0) / len(lines) if lines else 0.0
            several = sum(alike.values())
            most = name in ("gap", "dash") and score * len(lines) > 2 and 10 * score * len(lines) >= 7 * several
            if name == "dash" and not (most and alike.most_common(1)[0][0] > 2):
                continue  # a name may have one: Technion - Israel Institute of Technology
            if glued or (not most and score < (0.5 if name in ("bar", "gap") else 0.8)) or not _holds_partners(cut, placed=name == "bar"):
                continue
        if score > best[0]:
            best = (score, name)
    return best[1], min(1.0, 0.5 + best[0] / 4)


def _most_fit(counts: Counter[int], width: int) -> bool:
    """Whether nearly all lines that are cut at all make rows under the head: the others are headings over one row each."""
    cut = sum(number for count, number in counts.items() if count > 1)
    fitting = sum(number for count, number in counts.items() if max(1, width - 2) < count <= width)
    return fitting > 2 and 10 * fitting >= 9 * cut


def _holds_partners(cut: list[tuple[str, ...]], *, placed: bool) -> bool:
    """Whether lines cut so hold a name and a date, as the rows of a list do; between bars a territory does as well."""
    wide = [cells for cells in cut if sum(map(bool, cells)) > 1][:100]
    anchored = [
        any(map(is_date_like, cells)) or any(map(is_dated_kind, cells)) or (placed and any(map(is_territory, cells))) for cells in wide
    ]
    named = [any(map(is_institution_like, cells)) for cells in wide]
    both = sum(one and other for one, other in zip(anchored, named, strict=True))
    return 2 * both >= len(wide) > 0


def _under_heads(rows: list[Row], cut: list[tuple[str, ...]]) -> list[Row]:
    """Cells of lines with wide gaps, each under the head that begins nearest to it: a blank cell leaves only a wider gap."""
    made: list[Row] = []
    starts: list[int] = []
    fields: dict[int, tuple[str, ...]] = {}
    for row, cells in zip(rows, cut, strict=True):
        if len(cells) > 1 and columns_of(cells):
            starts = _starts(row.raw, cells)
            fields = {index: head_fields(cell) or ("-",) for index, cell in enumerate(cells)}
        elif (starts and 1 < len(cells) < len(starts)) or (starts and len(cells) == 1 and cells[0] and row.raw[:1] in " \u3000"):
            looks = align(cells, fields)
            if looks and looks[1] >= 3 * len(cells) - 1:
                cells = tuple(cells[looks[0].index(index)] if index in looks[0] else "" for index in range(len(starts)))
            elif row.raw[:1] in " \u3000" or len(cells) > 1:
                cells = _placed(cells, _starts(row.raw, cells), starts)
        made.append(row._replace(cells=cells))
    return made


def _under_each_other(rows: list[Row], cut: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Cells of lines with wide gaps and no head, each in the column that begins where it does: those of the fullest lines."""
    widest = max(map(len, cut), default=0)
    wide = [_starts(row.raw, cells) for row, cells in zip(rows, cut, strict=True) if len(cells) == widest]
    starts, alike = Counter(map(tuple, wide)).most_common(1)[0] if wide else ((), 0)
    if widest < 3 or 2 * alike < len(wide):
        return cut
    made = []
    for row, cells in zip(rows, cut, strict=True):
        begins = _starts(row.raw, cells)
        if 1 < len(cells) < widest and set(begins) <= set(starts):
            cells = tuple(cells[begins.index(start)] if start in begins else "" for start in starts)
        made.append(cells)
    return made


def _starts(line: str, cells: tuple[str, ...]) -> list[int]:
    """The column on screen at which each cell begins, where a full-width sign takes two."""
    found, position = [], 0
    for cell in cells:
        position = max(line.find(cell, position), position)
        found.append(sum(2 if unicodedata.east_asian_width(char) in "FWA" else 1 for char in line[:position]))
        position += len(cell)
    return found


def _placed(cells: tuple[str, ...], at: list[int], starts: list[int]) -> tuple[str, ...]:
    placed = [""] * len(starts)
    free = 0
    for index, (cell, start) in enumerate(zip(cells, at, strict=True)):
        last = len(starts) - (len(cells) - index)
        column = min(range(free, last + 1), key=lambda column: abs(starts[column] - start))
        placed[column] = cell
        free = column + 1
    return tuple(placed)


# Tables side by side ---------------------------------------------------------------------------------------------


def _side_by_side(shaped: Shaped) -> None:
    """A head that says the same columns twice stands over two tables: the left is read down before the right."""
    rows: list[Row] = []
    at: list[tuple[int, ...]] = []
    index = 0
    while index < len(shaped.rows):
        row = shaped.rows[index]
        lanes = _lanes(row.cells)
        if len(lanes) < 2:
            rows.append(row)
            at.append((index,))
            index += 1
            continue
        end = index + 1
        while end < len(shaped.rows) and sum(map(bool, shaped.rows[end].cells)) > 1 and len(_lanes(shaped.rows[end].cells)) < 2:
            end += 1
        for lane in lanes:
            for position in range(index, end):
                cells = shaped.rows[position].cells
                # Cells of the other tables are blanked, not cut off, so that places stay true.
                kept = tuple(cell if place in lane else "" for place, cell in enumerate(cells))
                if any(kept):
                    rows.append(shaped.rows[position]._replace(cells=kept))
                    at.append((position,))
        index = end
    shaped.rows, shaped.at = rows, at
    why = Text("the head says the same columns more than once", "見出しが同じ列を繰り返しています")
    shaped.decisions.append(Decision("records", "side by side", 0.9, why))


def _lanes(cells: tuple[str, ...]) -> list[range]:
    """The columns of each table that stands side by side under a head; blank columns may stand before and between them."""
    said = [index for index, cell in enumerate(cells) if cell]
    if len(said) < 4:
        return []
    fields = [head_fields(cells[index]) for index in said]
    for lanes in (2, 3, 4):
        width, rest = divmod(len(said), lanes)
        if (
            not rest
            and width > 1
            and ("institution",) in fields[:width]
            and sum(map(bool, fields[:width])) > 1  # a row may say 大学 twice
            and all(fields[:width] == fields[n * width : (n + 1) * width] for n in range(1, lanes))
        ):
            starts = [0, *said[width::width], len(cells)]
            return [range(start, end) for start, end in pairwise(starts)]
    return []
