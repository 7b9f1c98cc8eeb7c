"""Rules drawn cell by cell, with none between columns: where their pieces meet are the sides of the columns."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from teikei.lists.read.pdf.columns import Segment, crosses
from teikei.lists.read.pdf.page import Rule
from teikei.lists.read.pdf.rules import Lattice

# Lines so near are one line drawn twice, by the cell above and by the one below (points).
_SAME = 2.0
# Pieces meet where their ends are so near: each is drawn longer by the width of its stroke.
_MEET = 2.5
# Of the lines that reach the side of a column, the part that must end there: fewer are ornaments of a head. And on how
# many pieces must meet.
_SHARE, _FEWEST = 0.4, 2
# Columns of the page stand no farther apart (points): a wider gap is a merged column.
_GUTTER = 28.0
# Pieces that cover their line so many times were drawn by the cells above it and by those below.
_TWICE = 1.5

# Lines of one row stand no farther apart than so many letters, and differ in size by no more.
_LINES, _OTHER_SIZE = 1.6, 0.08
# So many cells of a column begin at one place.
_FEWEST_ALIKE = 4


def seamed(rules: Sequence[Rule]) -> list[Lattice]:
    """The lattices of the tables whose level rules are drawn cell by cell."""
    found: list[Lattice] = []
    for group in _side_by_side(rules):
        for lines in _tables(_lines(group)):
            lattice = _lattice(lines)
            if lattice:
                found.append(lattice)
    return sorted(found, key=lambda lattice: lattice.ys[0])


def settled(lattice: Lattice, texts: Sequence[Segment]) -> Lattice:
    """The lattice with its walls as its texts show them, where the rules of a band leave both readings.

    A heading runs through: the only text of its band, over the side of a column. Texts on both sides, each of which begins
    where the cells of its column do, stand in cells of their own.
    """
    bands = len(lattice.ys) - 1
    held: list[list[Segment]] = [[] for _ in range(bands)]
    for text in texts:
        band = bisect_right(lattice.ys, text.words[0].middle) - 1
        if 0 <= band < bands and lattice.xs[0] <= text.x0 < lattice.xs[-1]:
            held[band].append(text)
    begin = Counter(round(text.x0) for own in held for text in own)
    walls = lattice.upright
    for (top, bottom), own in zip(pairwise(lattice.ys), held, strict=True):
        for side in lattice.xs[1:-1]:
            if len(own) == 1 and crosses(own[0], side):
                walls = [piece for wall in walls for piece in (_without(wall, top, bottom) if wall.at == side else [wall])]
            elif (
                len(own) > 1
                and _parts(side, own, begin)
                and not any(wall.at == side and wall.start < bottom and wall.end > top for wall in walls)
            ):
                walls = [*walls, Rule(side, top, bottom)]
    return lattice._replace(upright=walls)


def begun(lattice: Lattice, lines: Sequence[Sequence[Segment]]) -> Lattice:
    """The lattice with the row above its first rule, where rules are drawn under rows only: a head, or a page's first row.

    Its lines stand as near as lines of a cell, over no side of a column, and fill all columns or all but one.
    """
    inner = lattice.xs[1:-1]
    top, found = lattice.ys[0], set[int]()
    size = 0.0
    for line in reversed(lines):
        base = line[0].words[0].base
        if base > lattice.ys[0] or line[-1].x1 < lattice.xs[0] or line[0].x0 > lattice.xs[-1]:
            continue
        size = size or line[0].size
        outside = line[0].x0 < lattice.xs[0] - 1 or line[-1].x1 > lattice.xs[-1] + 1
        if top - base > _LINES * size or abs(line[0].size - size) > _OTHER_SIZE * size or outside:
            break
        if any(crosses(piece, side) for piece in line for side in inner):
            break
        top = base
        found.update(bisect_right(inner, piece.x0) for piece in line)
    if len(found) < max(2, len(inner)):
        return lattice
    top -= size
    upright = [wall._replace(start=top) if wall.start <= lattice.ys[0] + 1 else wall for wall in lattice.upright]
    return lattice._replace(ys=[top, *lattice.ys], upright=upright)


def _parts(side: float, texts: list[Segment], begin: Counter[int]) -> bool:
    """Whether texts stand on both sides, none over it, and the one on the right begins where cells of that column do."""
    rights = [text for text in texts if text.x0 > side]
    if not rights or len(rights) == len(texts) or any(crosses(text, side) for text in texts):
        return False
    return begin[round(min(text.x0 for text in rights))] >= _FEWEST_ALIKE


def _without(wall: Rule, top: float, bottom: float) -> list[Rule]:
    """What is left of a wall when the band is taken out of it."""
    pieces = [Rule(wall.at, wall.start, min(wall.end, top)), Rule(wall.at, max(wall.start, bottom), wall.end)]
    return [piece for piece in pieces if piece.end > piece.start]


_Rules = list[Rule]


def _side_by_side(rules: Iterable[Rule]) -> list[_Rules]:
    """The rules of tables that stand beside one another. A merged column parts none: lines of one height go on beyond it."""
    groups: list[_Rules] = []
    end = 0.0
    for rule in sorted(rules, key=lambda rule: rule.start):
        if not groups or rule.start > end + _MEET:
            groups.append([])
            end = rule.end
        groups[-1].append(rule)
        end = max(end, rule.end)
    joined: list[_Rules] = []
    for group in groups:
        if joined and group[0].start - max(rule.end for rule in joined[-1]) > _GUTTER and _heights(group) == _heights(joined[-1]):
            joined[-1] += group
        else:
            joined.append(group)
    return joined


def _heights(rules: _Rules) -> list[int]:
    return [round(line[0].at) for line in _lines(rules)]


def _lines(rules: _Rules) -> list[_Rules]:
    """The rules by height, from the top down."""
    lines: list[_Rules] = []
    for rule in sorted(rules):
        if not lines or rule.at - lines[-1][0].at > _SAME:
            lines.append([])
        lines[-1].append(rule)
    return lines


def _tables(lines: list[_Rules]) -> list[list[_Rules]]:
    """The lines by table.

    Another table begins where a line both has new ends and runs through sides of columns; and where lines are drawn by
    the cells above and below, a line that is drawn once is the table's first or last. A table of one row has only these two.
    """
    tables: list[list[_Rules]] = []
    sides: list[float] = []
    drawn_twice = [_is_twice(line) for line in lines]
    closed = doubled = False  # doubled: whether a line of the table so far is drawn twice
    for line, twice, then in zip(lines, drawn_twice, [*drawn_twice[1:], False], strict=True):
        ends = _distinct([rule.start for rule in line] + [rule.end for rule in line])
        fresh = [end for end in ends if not _is_near(end, sides)]
        crossed = any(_crossings(line, side) and not _is_near(side, ends) for side in sides)
        if not tables or closed or (fresh and crossed):
            tables.append([])
            sides, doubled = [], False
        tables[-1].append(line)
        alone = len(tables[-1]) == _FEWEST and not then and any(drawn_twice)
        closed = not twice and (doubled or alone)
        doubled = doubled or twice
        sides = _distinct(sides + ends)
    return tables


def _is_twice(line: _Rules) -> bool:
    covered, reached = 0.0, 0.0
    for rule in sorted(line, key=lambda rule: rule.start):  # what a merged cell leaves free is no part of the line
        covered += max(rule.end - max(rule.start, reached), 0.0)
        reached = max(reached, rule.end)
    return sum(rule.end - rule.start for rule in line) >= _TWICE * covered


def _lattice(lines: list[_Rules]) -> Lattice | None:
    """The lattice of one table; None where its rules are not drawn cell by cell."""
    ends = [_distinct([end for rule in line for end in (rule.start, rule.end)]) for line in lines]
    sides = _distinct([end for line in ends for end in line])
    inner = []
    # One row of a page alone has a line above and one below; the one above it may still be the head's.
    alone = len(lines) == _FEWEST and any(all(_meet(line, side) for line in lines) for side in sides[1:-1])
    for side in sides[1:-1]:
        ending = sum(_is_near(side, line) for line in ends)
        reaching = sum(_is_near(side, line) or _crossings(rules, side) > 0 for rules, line in zip(lines, ends, strict=True))
        if sum(_meet(line, side) for line in lines) >= _FEWEST - alone and ending >= _SHARE * reaching:
            inner.append(side)
    if not inner:
        return None
    heights = [line[0].at for line in lines]
    upright = [Rule(sides[place], heights[0], heights[-1]) for place in (0, -1)]
    for side in inner:
        upright += _walls(side, lines)
    level = [rule for line in lines for rule in line]
    return Lattice([sides[0], *inner, sides[-1]], heights, level, upright)


def _walls(side: float, lines: list[_Rules]) -> list[Rule]:
    """Where cells end at the side. A line is the bottom of the cells above it and the top of those below it."""
    walls: list[Rule] = []
    merged: bool | None = None
    top = 0.0
    for line in lines:
        crossing = _crossings(line, side)
        ending = _is_near(side, [end for rule in line for end in (rule.start, rule.end)])
        if not crossing and not ending:
            continue  # cells on both sides go on
        if merged and not crossing and (line is lines[-1] or _is_twice(line)):
            merged = False  # cells above the line have drawn it too; the line above may be the rest of the page before
        if merged is False:
            walls.append(Rule(side, top, line[0].at))
        # One piece that runs through is the bottom of the merged cell above, if there was one.
        merged = crossing > 0 and not (merged and crossing == 1 and ending)
        top = line[0].at
    return walls


def _meet(line: _Rules, side: float) -> bool:
    """Whether one piece ends at the side and another begins there: rules may be set in without being cut."""
    return any(abs(rule.end - side) <= _MEET for rule in line) and any(abs(rule.start - side) <= _MEET for rule in line)


def _crossings(line: _Rules, side: float) -> int:
    return sum(rule.start < side - _MEET and rule.end > side + _MEET for rule in line)


def _is_near(place: float, places: Sequence[float]) -> bool:
    return any(abs(place - other) <= _MEET for other in places)


def _distinct(places: list[float]) -> list[float]:
    """The places in order, those that are nearly the same once, at their middle."""
    found: list[list[float]] = []
    for place in sorted(places):
        if not found or place - found[-1][0] > _MEET:
            found.append([])
        found[-1].append(place)
    return [(group[0] + group[-1]) / 2 for group in found]
