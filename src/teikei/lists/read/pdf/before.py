"""What goes on from a table before, on the page before or in the column of the page before: its columns and how its rows are set."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from teikei.lists.read.pdf.columns import Segment, boundaries_of, column_of, crosses, crossing_share
from teikei.lists.read.pdf.page import Rule, text_of
from teikei.lists.read.pdf.rows import MORE_THAN_A_LINE, OTHER_SIZE, Habits, Strip, moved_by, step
from teikei.lists.read.pdf.rules import Lattice
from teikei.lists.read.pdf.starts import NO_STARTS, Starts, shift_to
from teikei.lists.read.pdf.table import TableRow

# A table's head is repeated among so many first lines of a column of the page.
_HEAD_LINES = 4
# The part of a page's lines that may run through the columns of the page before, if these still are its columns.
_MAY_CROSS = 0.1
# The next row of a table without rules stands no farther below than so many lines of a cell.
_NEXT_ROW = 3.0
# A head begins with no longer a word.
_LONGEST_HEAD = 40
# Rules of one table stand so near the same places on each page (points).
_SAME_RULE = 3.0


class Block(NamedTuple):
    """Rows that belong together, and where they stand. `columns`: where a table's columns are bounded, else None. `head`,
    `head_xs`: the texts of its first line, and where they begin; `habits`, `starts`: how its rows are set and where its cells
    begin, where no rules say so. `doubts`: what may be read otherwise, by height and code.
    """

    top: float
    left: float
    right: float
    rows: list[TableRow]
    columns: tuple[float, ...] | None
    head: tuple[str, ...] = ()
    head_xs: tuple[float, ...] = ()
    habits: Habits | None = None
    starts: Starts = NO_STARTS
    doubts: tuple[tuple[float, str], ...] = ()


class Known(NamedTuple):
    """What is known of a table from a part before: its columns, how its rows are set and where its cells begin.

    exact: whether the lines begin where its cells do, to a fraction of a point.
    """

    columns: list[float]
    habits: Habits | None
    starts: Starts
    exact: bool


def columns_as_before(segments: list[list[Segment]], before: Sequence[Block]) -> Known | None:
    """The columns of a table before that these lines have, in its place or beside it; else None.

    Its head stands above them at the same places, or they begin where its cells do, or they fit into its columns.
    """
    if heads := [(block, line) for line in segments[:_HEAD_LINES] for block in before if _is_head(line, block)]:
        return next((_moved(block, shift, exact=True) for block, line in heads if (shift := _shift(line, block)) is not None), None)
    for block in before:
        if block.columns and (shift := shift_to(segments, block.starts)) is not None:
            return _moved(block, shift, exact=True)
    if not any(len(line) > 1 for line in segments):
        return next((_moved(block, 0.0, exact=True) for block in before if any(_is_rest(line[0], block) for line in segments)), None)
    left = min((line[0].x0 for line in segments), default=0.0)
    right = max((segment.x1 for line in segments for segment in line), default=0.0)
    for block in before:
        columns = list(block.columns or ())
        if not any(left < place < right for place in columns) or _crowds(segments, columns):
            continue
        share = crossing_share(segments, columns)
        if share <= _MAY_CROSS and not (share and _fits_better(segments, len(columns), share)):
            return _moved(block, 0.0, exact=False)
    return None


def _crowds(segments: list[list[Segment]], columns: Sequence[float]) -> bool:
    """Whether most lines of several texts have two of them in one of these columns: their own columns are others."""
    several = [line for line in segments if len(line) > 2]
    placed = [[column_of(segment, columns) for segment in line] for line in several]
    return 2 * sum(len(set(places)) < len(places) for places in placed) > len(several)


def _is_rest(line: Segment, block: Block) -> bool:
    """Whether a line of one text begins where an inner column of the table does, in its size."""
    return bool(block.starts.column(line.x0)) and abs(line.size - block.starts.size) <= OTHER_SIZE * line.size


def set_anew(segments: Sequence[list[Segment]], before: Sequence[Block]) -> list[int]:
    """The lines that are a head seen before, at other places: another table of the same kind begins there."""
    seen: dict[tuple[str, ...], tuple[float, ...]] = {}
    for block in before:  # the last table first: it is the one that goes on
        if len(block.head) > 1:
            seen.setdefault(block.head, block.head_xs)
    found: list[int] = []
    for index, line in enumerate(segments):
        if len(line) < 2 or not 0 < len(line[0].words[0].text) < _LONGEST_HEAD:
            continue
        texts, xs = _texts(line), tuple([segment.x0 for segment in line])
        if texts in seen and _shift_of(xs, seen[texts]) != 0.0:
            found.append(index)
        if texts in seen or len(line) > 2 or not index or len(segments[index - 1]) == 1:
            seen[texts] = xs
    return found


def _texts(line: Sequence[Segment]) -> tuple[str, ...]:
    return tuple([text_of(segment.words) for segment in line])


def _is_head(line: Sequence[Segment], block: Block) -> bool:
    return len(line) == len(block.head) > 1 and _texts(line) == block.head


def _shift(line: Sequence[Segment], block: Block) -> float | None:
    return _shift_of([segment.x0 for segment in line], block.head_xs)


def _shift_of(places: Sequence[float], others: Sequence[float]) -> float | None:
    """How far to the right of the others these places stand; None where they do not stand alike."""
    shift = places[0] - others[0]
    alike = all(abs(place - other - shift) <= _SAME_RULE / 3 for place, other in zip(places, others, strict=True))
    return (shift if abs(shift) > _SAME_RULE / 3 else 0.0) if alike else None


def _moved(block: Block, shift: float, *, exact: bool) -> Known:
    columns = [place + shift for place in block.columns or ()]
    return Known(columns, moved_by(block.habits, shift) if shift else block.habits, block.starts.moved(shift), exact)


def _fits_better(segments: list[list[Segment]], columns: int, share: float) -> bool:
    """Whether columns that the lines themselves have are as many, and fewer lines run through them."""
    own = boundaries_of(segments)
    return len(own) >= columns and crossing_share(segments, own) < share


def with_columns_before(lattice: Lattice, segments: Sequence[Segment], before: Sequence[Block]) -> Lattice:
    """The lattice with the columns of a table before of the same width, where its own rules show only some of these.

    On a page on which a merged cell goes on to the end, no rule may stand beside it.
    """
    left, right, inner = lattice.xs[0], lattice.xs[-1], lattice.xs[1:-1]
    for block in before:
        shift = left - block.left
        columns = [place + shift for place in block.columns or ()]
        lacking = [place for place in columns if not _is_near(place, lattice.xs)]
        if abs(right - block.right - shift) > _SAME_RULE or not lacking or not all(_is_near(place, columns) for place in inner):
            continue
        walls = [
            Rule(place, top, bottom)
            for place in lacking
            for top, bottom in pairwise(lattice.ys)
            if not any(crosses(one, place) and top <= one.words[0].middle <= bottom for one in segments)
        ]
        return lattice._replace(xs=sorted(lattice.xs + lacking), upright=lattice.upright + walls)
    return lattice


def _is_near(place: float, places: Sequence[float]) -> bool:
    return any(abs(place - other) <= _SAME_RULE for other in places)


def goes_on_in(strips: Sequence[Strip], known: Known) -> tuple[int, int]:
    """Where a few lines stand that go on a table before: each text of them begins where cells of the table do. (0, 0): nowhere."""
    if not known.exact or not known.habits:
        return 0, 0
    aligned = [_is_aligned(strip, known.starts) for strip in strips]
    first = next((index for index, here in enumerate(aligned) if here), None)
    if first is None:
        return 0, 0
    last = first + 1
    while last < len(strips) and _is_further(strips[last - 1], strips[last], known.starts, known.habits.lead):
        last += 1
    return first, last


def begins_at(strips: Sequence[Strip], first: int, starts: Starts) -> int:
    """The line at which a table that goes on begins, above its first whole row: rests of cells, and headings under these."""
    begin = first
    for index in range(first - 1, -1, -1):
        columns = [starts.column(segment.x0) for segment in strips[index].segments]
        if None in columns or abs(strips[index].size - starts.size) > OTHER_SIZE * starts.size:
            break
        if columns != [0]:
            begin = index
    return begin


def ends_at(strips: Sequence[Strip], last: int, starts: Starts, lead: float) -> int:
    """The line after a table's last one, when rows below that lack what every row fills begin where its inner cells do."""
    while last < len(strips):
        if _is_further(strips[last - 1], strips[last], starts, lead):
            last += 1
        elif last + 1 < len(strips) and _is_heading(strips[last], starts) and _is_further(strips[last], strips[last + 1], starts, lead):
            last += 2
        else:
            break
    return last


def _is_heading(strip: Strip, starts: Starts) -> bool:
    """Whether a line is one text that begins where the first column does."""
    return [starts.column(segment.x0) for segment in strip.segments] == [0] and abs(strip.size - starts.size) <= OTHER_SIZE * strip.size


def _is_further(above: Strip, strip: Strip, starts: Starts, lead: float) -> bool:
    """Whether a line below the last one of a table is of it: of inner columns, or the rest of a cell of the first one."""
    if _is_aligned(strip, starts):
        return strip.base - above.base <= _NEXT_ROW * lead
    return _is_heading(strip, starts) and 0 in above.pieces and step(above, strip) <= MORE_THAN_A_LINE * lead


def is_page_head(strip: Strip, starts: Starts) -> bool:
    """Whether a line above a table that goes on is none of it: in another size, and beside the places where its cells begin.

    A line with a text for each column is the table's own head, in whatever size it is set.
    """
    other = abs(strip.size - starts.size) > OTHER_SIZE * starts.size and len(strip.segments) < len(starts.places)
    return other and any(starts.column(segment.x0) is None for segment in strip.segments)


def _is_aligned(strip: Strip, starts: Starts) -> bool:
    same = abs(strip.size - starts.size) <= OTHER_SIZE * starts.size
    columns = [starts.column(segment.x0) for segment in strip.segments]
    return same and None not in columns and (len(columns) > 1 or columns != [0])


def parted_in(blocks: Sequence[Block]) -> bool:
    """Whether tables of a page, the last one first, stand beside one another."""
    return any(one.top < above.top for one, above in pairwise(blocks))
