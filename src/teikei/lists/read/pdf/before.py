"""What goes on from a table before, on the page before or in the column of the page before: its columns and how its rows are set."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from teikei.lists.read.pdf.columns import Segment, boundaries_of, crosses, crossing_share
from teikei.lists.read.pdf.page import Rule, text_of
from teikei.lists.read.pdf.rows import MORE_THAN_A_LINE, OTHER_SIZE, Habits, Strip, moved_by, step
from teikei.lists.read.pdf.rules import Lattice
from teikei.lists.read.pdf.starts import NO_STARTS, Starts, shift_to
from teikei.lists.read.pdf.table import TableRow

# A table's head is repeated among so many first lines of a column of the page.
_HEAD_LINES = 4
# The part of a page's lines that may run through the columns of the page before, if these still are its columns.
_MAY_CROSS = 0.1
# Rules of one table stand so near the same places on each page (points).
_SAME_RULE = 3.0


class Block(NamedTuple):
    """Rows that belong together, and where they stand. `columns`: where a table's columns are bounded, else None. `head`,
    `head_at`: the texts of its first line, and where it begins; `habits`, `starts`: how its rows are set and where its cells
    begin, where no rules say so.
    """

    top: float
    left: float
    right: float
    rows: list[TableRow]
    columns: tuple[float, ...] | None
    head: tuple[str, ...] = ()
    head_at: float = 0.0
    habits: Habits | None = None
    starts: Starts = NO_STARTS


class Known(NamedTuple):
    """What is known of a table from a part before: its columns, how its rows are set and where its cells begin.

    exact: whether the lines begin where its cells do, to a fraction of a point.
    """

    columns: list[float]
    habits: Habits | None
    starts: Starts
    exact: bool


def columns_as_before(segments: list[list[Segment]], before: Sequence[Block]) -> Known | None:
    """The columns of a table before whose cells begin where these lines do, in its place or beside it; else of one into which
    the lines fit, in its place or as far to the side as its head is; else None."""
    for block in before:
        if block.columns and (shift := shift_to(segments, block.starts)) is not None:
            return _moved(block, shift, exact=True)
    left = min((line[0].x0 for line in segments), default=0.0)
    right = max((segment.x1 for line in segments for segment in line), default=0.0)
    for block in before:
        columns = list(block.columns or ())
        if not any(left < place < right for place in columns):
            continue
        share = crossing_share(segments, columns)
        if share <= _MAY_CROSS and not (share and _fits_better(segments, len(columns), share)):
            return _moved(block, 0.0, exact=not any(len(line) > 1 for line in segments))
    heads = [(tuple(text_of(segment.words) for segment in line), line[0].x0) for line in segments[:_HEAD_LINES] if len(line) > 2]
    for block in before:
        for head, at in heads:
            moved = [place + at - block.head_at for place in block.columns or ()]
            if head == block.head and not crossing_share(segments, moved):
                return _moved(block, at - block.head_at, exact=False)
    return None


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
    lead = known.habits.lead
    while (
        last < len(strips)
        and aligned[last]
        and (len(strips[last].pieces) > 1 or step(strips[last - 1], strips[last]) <= MORE_THAN_A_LINE * lead)
    ):
        last += 1
    return first, last


def _is_aligned(strip: Strip, starts: Starts) -> bool:
    same = abs(strip.size - starts.size) <= OTHER_SIZE * starts.size
    columns = [starts.column(segment.x0) for segment in strip.segments]
    return same and None not in columns and (len(columns) > 1 or columns != [0])


def parted_in(blocks: Sequence[Block]) -> bool:
    """Whether tables of a page, the last one first, stand beside one another."""
    return any(one.top < above.top for one, above in pairwise(blocks))
