"""Where a row ends and the next begins when no rule says so: by spacing, by the column that every row fills, by wrapping."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from teikei.lists.read.pdf.columns import Segment, column_of, crosses_any
from teikei.lists.read.pdf.page import Line, room_for

# Lines of one cell are set evenly; a step larger than that by so much is more than the next line of a cell.
MORE_THAN_A_LINE = 1.04
# Lines of one cell stand no farther apart than so many times their size: where all lines do, none wraps.
_FARTHEST_LINES = 1.8
# Lines of one cell have one size of type.
OTHER_SIZE = 0.08
# What comes nearer to the next column's text than so many letters may hang over.
_GUTTER = 0.9
# How many groups of lines show that each is a row, and of how many of them that must hold.
_FEWEST_ROWS, _MOST_OF = 3, 0.8


_HEADING = re.compile(r"[■◆●].*|[【《≪][^】》≫]*[】》≫](?:[(（].*[)）])?")


class Piece(NamedTuple):
    """What one line has in one column: its baseline, from where to where, its size, and the room its first word needs."""

    base: float
    x0: float
    x1: float
    size: float
    first: float


class Strip(NamedTuple):
    """A line of a table by column. wide: text of it runs over several columns; whole: all of it is one text."""

    base: float
    size: float
    pieces: dict[int, Piece]
    wide: bool
    segments: list[Segment]
    whole: bool = False


class Habits(NamedTuple):
    """How the rows of a table are set.

    lead: the step from line to line in a cell. spaced: rows stand farther apart than that. anchor: the column that every
    row fills with one line. rights: how far text reaches in each column. lines: on how many lines this was seen.
    """

    lead: float
    spaced: bool
    anchor: int
    rights: dict[int, float]
    lines: int


def strip_of(line: Line, segments: list[Segment], boundaries: Sequence[float]) -> Strip:
    """The line with each of its segments in the column where it begins."""
    pieces: dict[int, Piece] = {}
    wide = False
    for segment in segments:
        column = column_of(segment, boundaries)
        if not wide and column < len(boundaries) and segment.x1 > boundaries[column]:
            wide = crosses_any(segment, boundaries) and not (column and _hangs(segment))
        if column in pieces:
            pieces[column] = pieces[column]._replace(x1=max(pieces[column].x1, segment.x1))
        else:
            pieces[column] = Piece(segment.words[0].base, segment.x0, segment.x1, segment.size, room_for(segment.words[0]))
    return Strip(line.base, line.size, pieces, wide, segments)


def _hangs(segment: Segment) -> bool:
    """Whether it is one word that cannot break: too long for its cell, it hangs over into the next."""
    return len(segment.words) == 1 and segment.x1 - segment.x0 <= room_for(segment.words[0])


def with_headings(strips: Sequence[Strip]) -> list[Strip]:
    """The lines, with those marked that are one text: a heading is set in another size than the cells of its column.

    In a short list there are more headings than rows: what is larger has only to fill fewer columns than the fullest lines.
    """
    usual = {column: sizes.most_common(1)[0][0] for column, sizes in _sizes(strips).items()}
    counts = sorted([len(strip.pieces) for strip in strips])
    filled, fullest = counts[len(counts) // 2], counts[4 * len(counts) // 5]
    marked: list[Strip] = []
    for strip in strips:
        column = min(strip.pieces)
        larger = strip.pieces[column].size / usual[column] - 1
        heading = abs(larger) > 2 * OTHER_SIZE and len(strip.pieces) < (fullest if larger > 0 else filled)
        marked.append(strip._replace(wide=True, whole=True) if heading else strip)
    return marked


def _sizes(strips: Sequence[Strip]) -> dict[int, Counter[float]]:
    found: dict[int, list[float]] = {}
    for strip in strips:
        for column, piece in strip.pieces.items():
            found.setdefault(column, []).append(piece.size)
    return {column: Counter([round(size, 1) for size in sizes]) for column, sizes in found.items()}


def habits_of(strips: Sequence[Strip]) -> Habits:
    """What the lines of a table have in common."""
    rights = _rights(strips)
    anchor = _anchor(strips, rights)
    lead = min(_lead(strips, anchor, rights), _FARTHEST_LINES * sorted(strip.size for strip in strips)[len(strips) // 2])
    groups = _groups(strips, lead)
    spaced = 2 * (len(groups) - 1) >= sum(anchor in strip.pieces for strip in strips) or _is_spaced(groups, rights)
    return Habits(lead, spaced, anchor, rights, len(strips))


def _is_spaced(groups: list[list[Strip]], rights: dict[int, float]) -> bool:
    """Whether lines that stand together are one row, though a column of it has several lines in each row.

    Some column has a text in the first line of each and nowhere else; and the other lines hold much less, or wrap. A column
    of territories has one in each block of rows too, but the other lines of that block are rows.
    """
    rows = [group for group in groups if len(group[0].pieces) > 1 and not group[0].wide]
    rest = [strip for group in rows for strip in group[1:]]
    if len(rows) < _FEWEST_ROWS or not rest:
        return False
    columns = {column for group in rows for column in group[0].pieces}
    once = [
        column
        for column in columns
        if sum(column in group[0].pieces for group in rows) >= _MOST_OF * len(rows)
        and sum(any(column in strip.pieces for strip in group[1:]) for group in rows) <= (1 - _MOST_OF) * len(rows) / 2
    ]
    first, then = _median([len(group[0].pieces) for group in rows]), _median([len(strip.pieces) for strip in rest])
    wraps = sum(
        all(
            column in above.pieces and _wraps(above.pieces[column], piece, rights.get(column, 0.0))
            for column, piece in strip.pieces.items()
        )
        for group in rows
        for above, strip in pairwise(group)
    )
    return bool(once) and (then < first - 1 or 2 * wraps >= len(rest))


def _median(counts: list[int]) -> int:
    return sorted(counts)[len(counts) // 2]


def as_before(strips: Sequence[Strip], before: Habits | None) -> Habits | None:
    """The habits of a further part of a table, where the part before had more lines to show them; else None."""
    if before is None or before.lines <= len(strips):
        return None
    own = _rights(strips)
    rights = {column: max(own.get(column, 0.0), before.rights.get(column, 0.0)) for column in own | before.rights}
    return before._replace(rights=rights)


def moved_by(habits: Habits | None, shift: float) -> Habits | None:
    """The habits of a table that stands so far to the right."""
    return habits._replace(rights={column: right + shift for column, right in habits.rights.items()}) if habits else None


def rest_above(strips: Sequence[Strip], first: Strip, habits: Habits) -> int:
    """How many lines right above the first row are the rest of a cell of the page before: several, as near as lines of a cell."""
    count = 0
    below = first
    for strip in reversed(strips):
        near = step(strip, below) if count else habits.lead
        if len(strip.pieces) > 1 or strip.wide or strip.whole or near > MORE_THAN_A_LINE * habits.lead:
            break
        if abs(strip.size - first.size) > OTHER_SIZE * first.size:
            break
        below = strip
        count += 1
    columns = {column for strip in strips[len(strips) - count :] for column in strip.pieces}
    return count if count and len(columns) == 1 and (count > 1 or 0 not in columns) else 0


def _rights(strips: Sequence[Strip]) -> dict[int, float]:
    """How far text reaches in each column, words aside that are too long for it and hang over into the next."""
    lefts: dict[int, float] = {}
    for strip in strips:
        for column, piece in strip.pieces.items():
            lefts[column] = min(lefts.get(column, math.inf), piece.x0)
    rights: dict[int, float] = {}
    hanging: dict[int, float] = {}
    for strip in strips:
        for column, piece in strip.pieces.items() if not strip.wide else ():
            is_one_word = piece.x1 - piece.x0 <= piece.first + 0.1 * piece.size
            found = hanging if is_one_word and piece.x1 > lefts.get(column + 1, math.inf) - _GUTTER * piece.size else rights
            found[column] = max(found.get(column, 0.0), piece.x1)
    return hanging | rights


def _lead(strips: Sequence[Strip], anchor: int, rights: dict[int, float]) -> float:
    """The step from line to line in a cell: that of lines that plainly wrap, else the least step that is common."""
    above: dict[int, Piece] = {}
    steps: list[float] = []
    wraps: list[float] = []
    for strip in strips:
        for column, piece in strip.pieces.items():
            if column in above and piece.base - above[column].base <= 3 * piece.size:
                steps.append(piece.base - above[column].base)
                if anchor not in strip.pieces and _wraps(above[column], piece, rights.get(column, 0.0)):
                    wraps.append(steps[-1])
            above[column] = piece
    return sorted(wraps)[len(wraps) // 2] if len(wraps) > 1 else _least_common(sorted(steps))


def _wraps(above: Piece, piece: Piece, right: float, *, letters: int = 0) -> bool:
    """Whether the line looks like the rest of the one above it, which had no room for its first word (or so many letters)."""
    if above.x1 + piece.first + letters * piece.size <= right:
        return False
    return min(abs(piece.x0 - above.x0), abs(piece.x0 + piece.x1 - above.x0 - above.x1) / 2) <= 0.6 * piece.size


def step(before: Strip, after: Strip) -> float:
    """From one line to the next: in a column that both fill, where columns have types of different height."""
    return min(
        [piece.base - before.pieces[column].base for column, piece in after.pieces.items() if column in before.pieces],
        default=after.base - before.base,
    )


def _least_common(steps: list[float]) -> float:
    """The least step that occurs more than once or twice."""
    often = max(2, len(steps) // 50)
    for index, step in enumerate(steps):
        if index + often <= len(steps) and steps[index + often - 1] <= step * 1.04:
            return steps[index + often - 1]
    return steps[0] if steps else 0.0


def _anchor(strips: Sequence[Strip], rights: dict[int, float]) -> int:
    """The column that the first lines of rows fill, and no others: of those, the one with the fewest lines."""
    above: dict[int, Piece] = {}
    lines = Counter([column for strip in strips for column in strip.pieces])
    starts: list[Strip] = []
    for strip in strips:
        several = len(strip.pieces) > 1 and not strip.wide
        if several and not all(
            column in above and _wraps(above[column], piece, rights.get(column, 0.0)) for column, piece in strip.pieces.items()
        ):
            starts.append(strip)
        above.update(strip.pieces)
    filled = Counter(column for strip in starts for column in strip.pieces)
    # Where cells are centred in the height of their rows, no line holds all of a row's cells.
    for share in (0.8, 0.4):
        if always := [column for column, count in filled.items() if count >= share * len(starts)]:
            return min(always, key=lambda column: (lines[column], column))
    return 0


def breaks_in(strips: Sequence[Strip], habits: Habits) -> list[float]:
    """The heights at which a new row begins among these lines, the first one's left out."""
    found: list[float] = []
    for group in _groups(strips, habits.lead):
        if group[0] is not strips[0]:
            found.append(_above(group[0]))
        anchored = sum(habits.anchor in strip.pieces for strip in group)
        row: dict[int, Piece] = {}
        for before, strip in pairwise(group):
            row.update(before.pieces)
            if _differs(before, strip) or not ((habits.spaced and anchored <= 1) or _goes_on(row, strip, habits)):
                found.append(_above(strip))
                row = {}
    return found


def _groups(strips: Sequence[Strip], lead: float) -> list[list[Strip]]:
    """The lines cut where more room stands between two than between lines of a cell."""
    groups: list[list[Strip]] = [[strips[0]]]
    for before, strip in pairwise(strips):
        if step(before, strip) > MORE_THAN_A_LINE * lead:
            groups.append([])
        groups[-1].append(strip)
    return groups


def _above(strip: Strip) -> float:
    return strip.base - 0.85 * strip.size


def _differs(before: Strip, strip: Strip) -> bool:
    """Whether one of two lines is a heading beside the other: over several columns, or of another size."""
    return before.wide != strip.wide or any(
        abs(before.pieces[column].size - piece.size) > OTHER_SIZE * piece.size
        for column, piece in strip.pieces.items()
        if column in before.pieces
    )


def _goes_on(row: dict[int, Piece], strip: Strip, habits: Habits) -> bool:
    """Whether all that the line holds goes on from the line above it in the same cells."""
    if (habits.anchor in strip.pieces and habits.anchor in row) or _is_in_brackets(strip):
        return False
    # A line that stands in the first column alone may be a heading.
    return all(
        column in row
        and piece.base - row[column].base <= 1.15 * habits.lead
        and _wraps(row[column], piece, habits.rights.get(column, 0.0), letters=1 if column else 0)
        for column, piece in strip.pieces.items()
    )


def _is_in_brackets(strip: Strip) -> bool:
    """Whether the line is one text in the brackets of headings, 【工学部】 or 【タイ】（3校）: no rest of a cell is."""
    text = "".join([word.text for segment in strip.segments for word in segment.words])
    return len(strip.segments) == 1 and _HEADING.fullmatch(text) is not None


def is_one_row(strips: Sequence[Strip], habits: Habits, *, bounded: bool) -> bool:
    """Whether lines between two rules are one row: some cell has one line only, or all of them wrap."""
    if len(strips) < 2:
        return True
    if any(before.base + 0.9 * strip.size < strip.base - 0.85 * strip.size for before, strip in pairwise(strips)):
        return False
    counts: dict[int, int] = {}
    for strip in strips:
        for column in strip.pieces:
            counts[column] = counts.get(column, 0) + 1
    if any(_differs(before, strip) for before, strip in pairwise(strips)):
        return bounded
    return min(counts.values()) == 1 or not any(_truly_broken(column, strips, habits) for column in counts)


def _truly_broken(column: int, strips: Sequence[Strip], habits: Habits) -> bool:
    """Whether most lines of a column end with room for the next one's first word: they did not wrap."""
    pieces = [strip.pieces[column] for strip in strips if column in strip.pieces]
    broken = sum(before.x1 + piece.first <= habits.rights.get(column, 0.0) for before, piece in pairwise(pieces))
    return 2 * broken >= len(pieces) - 1
