"""A page as blocks in reading order: tables, ruled or not, and lines of text that stand outside them."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from teikei.lists.read.pdf.before import (
    Block,
    Known,
    begins_at,
    columns_as_before,
    ends_at,
    goes_on_in,
    is_page_head,
    parted_in,
    set_anew,
    with_columns_before,
)
from teikei.lists.read.pdf.chains import chained
from teikei.lists.read.pdf.columns import (
    Segment,
    boundaries_of,
    boundaries_of_row,
    crosses,
    heads_a_group,
    segments_of,
)
from teikei.lists.read.pdf.doubts import overprints, overruns
from teikei.lists.read.pdf.halves import gutter_of, halves_of
from teikei.lists.read.pdf.page import Line, Page, Rule, Word, lines_of, room_for, text_of
from teikei.lists.read.pdf.parts import tables_in
from teikei.lists.read.pdf.rows import (
    Habits,
    Strip,
    as_before,
    breaks_in,
    habits_of,
    is_one_row,
    rest_above,
    step,
    strip_of,
    with_headings,
)
from teikei.lists.read.pdf.rules import Lattice, lattices
from teikei.lists.read.pdf.seams import begun, seamed, settled
from teikei.lists.read.pdf.starts import Starts, recut, starts_of
from teikei.lists.read.pdf.table import Cell, TableRow, begin_of, cells_of, rows_of_cells, rows_of_lattice
from teikei.lists.read.pdf.titles import lines_by_browser, with_titles

# A head or foot of the page stands apart from the table by more than so many of its lines.
_APART = 2.2
# Lines of a cell stand no farther apart than so many times their size, where one row alone shows it.
_ONE_CELL = 1.6
# Rules that reach so far over both sides of a gap (points) are of one table.
_BEYOND = 12.0


def blocks_of(page: Page, before: Sequence[Block] = ()) -> list[Block]:
    """The page's blocks in reading order. `before`: the tables of the page before, the last one first."""
    printed = lines_by_browser(page.words)
    if printed:
        page = page._replace(words=[word for word in page.words if not any(word in line.words for line in printed)])
        return sorted([*blocks_of(page, before), *map(_single, printed)], key=lambda block: block.top)
    ruled, loose = lattices(page.level, page.upright)
    if loose and (seams := seamed([rule for rule in page.level if _is_of(rule, loose)])):
        lines = [segments_of(line) for line in lines_of(page.words)]
        texts = [segment for line in lines for segment in line]
        seams = [begun(settled(lattice, texts), lines) for lattice in seams]
        ruled = sorted(ruled + seams, key=lambda lattice: lattice.ys[0])
        loose = [rule for rule in loose if not any(_holds(lattice, rule) for lattice in seams)]
    return with_titles(_in_order(page, ruled, loose, before), page.words)


def _in_order(page: Page, ruled: list[Lattice], loose: list[Rule], before: Sequence[Block]) -> list[Block]:
    """The blocks of a page whose rules are known."""
    halves = halves_of(page.words, page.height)
    if halves and not _stands_over(ruled, halves.gutter):
        return [
            *map(_single, lines_of(halves.above)),
            *_both((halves.left, halves.right), halves.gutter, ruled, loose, (0.0, math.inf), before),
            *map(_single, lines_of(halves.below)),
        ]
    return _blocks(page.words, ruled, loose, before)


def _stands_over(ruled: list[Lattice], place: float) -> bool:
    """Whether the rules of one table stand on both sides of the place: no columns of the page part there."""
    return any(lattice.xs[0] < place - _BEYOND and lattice.xs[-1] > place + _BEYOND for lattice in ruled)


def _is_of(piece: Rule, rules: list[Rule]) -> bool:
    first = bisect_left(rules, (piece.at - 2.1,))
    return any(
        rule.start <= piece.start and piece.end <= rule.end for rule in takewhile(lambda rule: rule.at <= piece.at + 2.1, rules[first:])
    )


def _holds(lattice: Lattice, rule: Rule) -> bool:
    return lattice.ys[0] - 1 <= rule.at <= lattice.ys[-1] + 1 and rule.start < lattice.xs[-1] and rule.end > lattice.xs[0]


def _blocks(words: list[Word], ruled: list[Lattice], rules: list[Rule], before: Sequence[Block]) -> list[Block]:
    """The blocks of a page: of its one column, or of the left one and then of the right one."""
    lines = lines_of(words)
    segments = [segments_of(line) for line in lines]
    if not ruled and before and not parted_in(before) and columns_as_before(segments, before[:1]):
        return _column(lines, segments, ruled, rules, before)  # what goes on in the columns of one table is one
    gutter = gutter_of(segments, ruled)
    if gutter is None or _stands_over(ruled, gutter):
        return _column(lines, segments, ruled, rules, before)
    blocks: list[Block] = []
    sides: tuple[list[Word], list[Word]] = [], []
    for line, pieces in zip(lines, segments, strict=True):
        if any(piece.x0 < gutter < piece.x1 for piece in pieces):
            blocks += _both(sides, gutter, ruled, rules, (blocks[-1].top if blocks else 0.0, line.base), before)
            sides = [], []
            blocks.append(_single(line))
        else:
            for word in line.words:
                sides[word.x0 > gutter].append(word)
    return blocks + _both(sides, gutter, ruled, rules, (blocks[-1].top if blocks else 0.0, math.inf), before)


def _both(
    sides: tuple[list[Word], list[Word]],
    gutter: float,
    ruled: list[Lattice],
    rules: list[Rule],
    between: tuple[float, float],
    before: Sequence[Block],
) -> list[Block]:
    """The left column's blocks and then the right one's, between two lines over both columns."""
    top, bottom = between
    lattices_there = [lattice for lattice in ruled if top <= lattice.ys[-1] and lattice.ys[0] <= bottom]
    left = [lattice for lattice in lattices_there if lattice.xs[0] + lattice.xs[-1] < 2 * gutter]
    right = [lattice for lattice in lattices_there if lattice.xs[0] + lattice.xs[-1] >= 2 * gutter]
    left_rules = [Rule(at, start, min(end, gutter)) for at, start, end in rules if start < gutter and top < at < bottom]
    right_rules = [Rule(at, max(start, gutter), end) for at, start, end in rules if end > gutter and top < at < bottom]
    blocks: list[Block] = []
    for words, lattices_here, rules_here in ((sides[0], left, left_rules), (sides[1], right, right_rules)):
        lines = lines_of(words)
        known = [*[block for block in reversed(blocks) if block.columns], *before]
        blocks += _column(lines, [segments_of(line) for line in lines], lattices_here, rules_here, known)
    return blocks


def _column(
    lines: list[Line], segments: list[list[Segment]], ruled: list[Lattice], rules: list[Rule], before: Sequence[Block]
) -> list[Block]:
    """The blocks of lines that no gutter parts: ruled tables, and what stands between them."""
    if not ruled:
        return _unruled(lines, segments, rules, before)
    inside: list[list[Word]] = [[] for _ in ruled]
    outside: list[Word] = []
    for word in (word for line in lines for word in line.words):
        for lattice, own in zip(ruled, inside, strict=True):
            if lattice.ys[0] <= word.middle <= lattice.ys[-1] and lattice.xs[0] - 1 <= begin_of(word) <= lattice.xs[-1] + 1:
                own.append(word)
                break
        else:
            outside.append(word)
    if before:
        pieces = [segment for line in segments for segment in line]
        ruled = [with_columns_before(lattice, pieces, before) for lattice in ruled]
    blocks = [
        Block(lattice.ys[0], lattice.xs[0], lattice.xs[-1], rows, tuple(lattice.xs[1:-1]), doubts=overprints(lines_of(own)))
        for lattice, own in zip(ruled, inside, strict=True)
        if (rows := rows_of_lattice(_with_breaks(lattice, own), own))
    ]
    # What stands above a ruled table is no row of what stands below it.
    for _, group in groupby(lines_of(outside), key=lambda line: sum(lattice.ys[-1] < line.base for lattice in ruled)):
        others = list(group)
        blocks += _unruled(others, [segments_of(line) for line in others], rules, ())
    return sorted(blocks, key=lambda block: block.top)


def _with_breaks(lattice: Lattice, words: list[Word]) -> Lattice:
    """The lattice with a rule where rows of one band are told apart by their text only."""
    if len(lattice.ys) > 4:  # its rows are ruled
        return lattice
    inner = lattice.xs[1:-1]
    strips = [strip_of(line, segments_of(line), inner) for line in lines_of(words)]
    if not strips:
        return lattice
    habits = habits_of(strips)
    added: list[float] = []
    for top, bottom in pairwise(lattice.ys):
        band = [strip for strip in strips if top <= strip.base - 0.35 * strip.size <= bottom]
        if band and not is_one_row(band, habits, bounded=True):
            added += breaks_in(band, habits)
    levels = lattice.level + [Rule(at, lattice.xs[0], lattice.xs[-1]) for at in added]
    return lattice._replace(ys=sorted(lattice.ys + added), level=levels)


def _unruled(lines: list[Line], segments: list[list[Segment]], rules: list[Rule], before: Sequence[Block]) -> list[Block]:
    """Lines without rules between columns: tables where gaps persist, single lines elsewhere."""
    blocks: list[Block] = []
    cuts = [_with_heading(segments, index) for index in set_anew(segments, before)]
    for first, last in pairwise([0, *cuts, len(lines)]):
        for start, end in tables_in(segments[first:last]):
            above = () if blocks else before
            blocks += _one_unruled(lines[first + start : first + end], segments[first + start : first + end], rules, above)
    return blocks


def _with_heading(segments: list[list[Segment]], index: int) -> int:
    """The line at which a table begins whose head is that line: at a heading above it."""
    return index - 1 if index > 1 and len(segments[index - 1]) == 1 else index


def _one_unruled(lines: list[Line], segments: list[list[Segment]], rules: list[Rule], before: Sequence[Block]) -> list[Block]:
    """The same for lines of which one table at most is made."""
    known = columns_as_before(segments, before)
    boundaries = known.columns if known else boundaries_of(segments)
    if not boundaries and sum(len(own) > 1 for own in segments) > 1:
        boundaries = boundaries_of_row(segments[max(range(len(segments)), key=lambda index: len(segments[index])) :])
    if not boundaries:
        return _without_columns(lines, segments)
    starts = known.starts if known and known.exact else starts_of(segments, boundaries)
    segments = recut(segments, starts)
    strips = with_headings([strip_of(line, own, boundaries) for line, own in zip(lines, segments, strict=True)])
    habits: dict[tuple[int, int], Habits] = {}
    first, last = _extent(strips, habits)
    if 0 < first < last and heads_a_group(segments[first - 1], segments[first], boundaries):
        first -= 1
    if last - first < 2:
        first, last = goes_on_in(strips, known) if known else (0, 0)
    if first == last:
        return [_single(line) for line in lines]
    before_habits = known.habits if known and not rules else None  # rules part the rows
    first, last = _reach(strips, (first, last), known, starts, before_habits, habits)
    own = as_before(strips[first:last], before_habits) or _habits(strips, first, last, habits)
    rows = _table(lines[first:last], strips[first:last], boundaries, rules, own)
    left = starts.places[0]
    table = Block(
        rows[0].top,
        min(line.words[0].x0 for line in lines[first:last]) if left is None else left,
        max(line.words[-1].x1 for line in lines[first:last]),
        rows,
        tuple(boundaries),
        tuple(text_of(segment.words) for segment in segments[first]),
        tuple(segment.x0 for segment in segments[first]),
        own,
        starts,
        (*overprints(lines[first:last]), *overruns(strips[first:last])),
    )
    return [*map(_single, lines[:first]), table, *map(_single, lines[last:])]


def _without_columns(lines: list[Line], segments: list[list[Segment]]) -> list[Block]:
    """Lines whose gaps do not persist: a head and one row, or a head of columns that are set anew below it, or text."""
    several = [len(own) > 2 for own in segments]
    is_head = several.count(True) == 1 and len(segments[0]) == 1
    if is_head and (row := _one_row(lines, segments)):
        return row
    return [_head(own) if is_head and many else _single(line) for line, own, many in zip(lines, segments, several, strict=True)]


def _habits(strips: Sequence[Strip], first: int, last: int, found: dict[tuple[int, int], Habits]) -> Habits:
    """The habits of these lines, found once."""
    if (first, last) not in found:
        found[first, last] = habits_of(strips[first:last])
    return found[first, last]


def _reach(
    strips: Sequence[Strip],
    extent: tuple[int, int],
    known: Known | None,
    starts: Starts,
    before: Habits | None,
    found: dict[tuple[int, int], Habits],
) -> tuple[int, int]:
    """The first line of a table and the one after its last, with rests of cells above and rows of few cells below."""
    first, last = extent
    exact = known is not None and known.exact
    while exact and first < last - 1 and is_page_head(strips[first], starts):
        first += 1
    if last < len(strips):
        last = ends_at(strips, last, starts, _habits(strips, first, last, found).lead)
    if before:
        first -= rest_above(strips[:first], strips[first], before)
    return begins_at(strips, first, starts) if exact else first, last


def _extent(strips: list[Strip], found: dict[tuple[int, int], Habits]) -> tuple[int, int]:
    """The first line of the table and the one after its last: lines that fill columns, heads and feet left out."""
    filling = [index for index, strip in enumerate(strips) if len(strip.pieces) > 1 and not strip.wide]
    if len(filling) < 2:
        return 0, 0
    steps = sorted(after.base - before.base for before, after in pairwise(strips))
    sizes = sorted(strip.size for strip in strips)
    apart = _APART * max(steps[len(steps) // 2], sizes[len(sizes) // 2])
    while len(filling) > 2 and strips[filling[0] + 1].base - strips[filling[0]].base > apart:
        filling.pop(0)
    while len(filling) > 2 and strips[filling[-1]].base - strips[filling[-1] - 1].base > apart:
        filling.pop()
    end = filling[-1] + 1
    lead = _habits(strips, filling[0], end, found).lead if end < len(strips) else 0.0
    while end < len(strips) and not strips[end].wide and step(strips[end - 1], strips[end]) <= 1.1 * lead:
        end += 1  # the last row wraps
    return filling[0], end


def _head(segments: list[Segment]) -> Block:
    """The head of columns that are set anew below it."""
    words = segments[0].words[0]
    cells = tuple([text_of(segment.words) for segment in segments])
    row = TableRow(cells, (), words.base - words.size)
    return Block(row.top, segments[0].x0, segments[-1].x1, [row], tuple(segment.x0 for segment in segments[1:]))


def _one_row(lines: list[Line], segments: list[list[Segment]]) -> list[Block]:
    """A table of one row whose cells wrap, and the headings above it; nothing where its lines are no such row."""
    first = max(range(len(lines)), key=lambda index: len(segments[index]))
    boundaries = boundaries_of_row(segments[first:])
    if not boundaries or any(after.base - before.base > _ONE_CELL * after.size for before, after in pairwise(lines[first:])):
        return []
    words = [word for line in lines[first:] for word in line.words]
    left, right = min(word.x0 for word in words) - 1, max(word.x1 for word in words) + 1
    ys = [lines[first].base - lines[first].size, lines[-1].base + 0.3 * lines[-1].size]
    rows = rows_of_lattice(Lattice([left, *boundaries, right], ys, [], [Rule(place, *ys) for place in boundaries]), words)
    return [*map(_single, lines[:first]), Block(ys[0], left, right, rows, tuple(boundaries))]


def _single(line: Line) -> Block:
    row = TableRow((text_of(line.words),), (), line.base - line.size, needs={0: room_for(line.words[0])})
    return Block(row.top, line.words[0].x0, line.words[-1].x1, [row], None, starts=Starts((line.words[0].x0,), line.size))


def _table(lines: list[Line], strips: list[Strip], boundaries: Sequence[float], rules: list[Rule], habits: Habits) -> list[TableRow]:
    """The rows of a table whose columns no rule divides, by a lattice made of its gaps."""
    left = min(line.words[0].x0 for line in lines) - 1
    right = max(word.x1 for line in lines for word in line.words) + 1
    top, bottom = lines[0].base - lines[0].size, lines[-1].base + 0.3 * lines[-1].size
    across = [rule for rule in rules if top < rule.at < bottom and rule.end - rule.start > 0.3 * (right - left)]
    if not across and (found := chained(strips, boundaries, habits)):
        cells, tops = found
        return rows_of_cells(cells, Lattice([left, *boundaries, right], [*tops, bottom], [], []), ruled=False)
    across = [rule for rule in rules if any(rule.at == other.at for other in across)]
    heights = sorted({rule.at for rule in across})
    levels = list(across)
    for number, band in enumerate(_bands(strips, heights)):
        if not band:
            continue
        bounded = 0 < number < len(heights)
        if not (bounded and is_one_row(band, habits, bounded=len(heights) > 3)):
            levels += [Rule(at, left, right) for at in breaks_in(band, habits)]
    xs = [left, *boundaries, right]
    ys = sorted({top, bottom, *(rule.at for rule in levels)})
    uprights = [Rule(place, start, end) for place in xs for start, end in _free(place, strips, ys)]
    lattice, cells = _parted(Lattice(xs, ys, levels, uprights), strips, habits.lead)
    return rows_of_lattice(lattice, [word for line in lines for word in line.words], cells)


def _bands(strips: list[Strip], heights: list[float]) -> list[list[Strip]]:
    bands: list[list[Strip]] = [[] for _ in range(len(heights) + 1)]
    for strip in strips:
        bands[bisect_left(heights, strip.base - 0.35 * strip.size)].append(strip)
    return bands


def _free(place: float, strips: list[Strip], ys: list[float]) -> list[tuple[float, float]]:
    """From where to where no text crosses the place: all of the height but some bands."""
    closed = {bisect_left(ys, strip.base - 0.35 * strip.size) for strip in strips if strip.wide and _closes(strip, place)}
    ends = [0, *sorted(closed), len(ys)]
    return [(ys[before], ys[after - 1]) for before, after in pairwise(ends) if before < after - 1]


def _closes(strip: Strip, place: float) -> bool:
    if strip.whole and strip.segments[0].x0 < place < strip.segments[-1].x1:
        return True
    return any(crosses(segment, place) for segment in strip.segments)


def _parted(lattice: Lattice, strips: list[Strip], lead: float) -> tuple[Lattice, list[Cell]]:
    """A column in which no rules stand is not one merged cell where its lines stand beside the first lines of rows."""
    bands = _bands(strips, lattice.ys)[1:-1]
    added: list[Rule] = []
    cells = cells_of(lattice)
    for cell in cells:
        if cell.last_band == cell.band:
            continue
        own = [(band, strip) for band in range(cell.band, cell.last_band + 1) for strip in bands[band] if cell.column in strip.pieces]
        heads = [band for band, strip in own if strip.base - bands[band][0].base <= 0.15 * strip.size]
        apart = any(after.base - before.base > 1.3 * lead for (_, before), (_, after) in pairwise(own))
        if len(set(heads)) == len(own) and (apart or len(own) == cell.last_band - cell.band + 1):
            added += [
                Rule(lattice.ys[band], lattice.xs[cell.column], lattice.xs[cell.last_column + 1]) for band in heads if band > cell.band
            ]
    if not added:
        return lattice, cells
    lattice = lattice._replace(level=lattice.level + added)
    return lattice, cells_of(lattice)


__all__ = ["Block", "Habits", "blocks_of"]
