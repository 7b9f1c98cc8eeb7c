"""Where one table without rules ends and another begins: at a heading, where the columns below it are others."""

from itertools import pairwise

from teikei.lists.read.pdf.columns import Segment, boundaries_of, boundaries_of_row, crosses_any, crossing_share, heads_a_group
from teikei.lists.read.pdf.rows import OTHER_SIZE
from teikei.lists.read.pdf.starts import SAME_START, starts_of

# A heading stands no nearer to what is above it than to what is below, give or take so much.
_NEARER = 1.15
# A head has no more lines of several texts, and stands over as many columns at least.
_HEAD_LINES = 3


def tables_in(lines: list[list[Segment]]) -> list[tuple[int, int]]:
    """Where tables of different columns begin and end among these lines: each begins with a heading, a line of one text."""
    if not lines:
        return []
    left = min(line[0].x0 for line in lines)
    cuts = [
        index
        for index, (line, after) in enumerate(pairwise(lines))
        if index and len(line) == 1 and len(after) > 1 and line[0].x0 <= left + line[0].size and not _clings(lines, index)
    ]
    if not cuts or _fit(lines, boundaries_of(lines)):
        return [(0, len(lines))]
    tables: list[tuple[int, int]] = []
    for start, end in pairwise([0, *cuts, len(lines)]):
        above = lines[tables[-1][0] : start] if tables else []
        if above and (_is_head_of(above, lines[start:end]) or _is_one_table(above, lines[start:end])):
            start = tables.pop()[0]
        tables.append((start, end))
    return tables


def _clings(lines: list[list[Segment]], index: int) -> bool:
    """Whether a line goes on from a row above it, as the last line of a cell does and no heading: it stands nearer to it."""
    lead = _step(lines, index)
    if _step(lines, index + 1) <= _NEARER * lead:
        return False
    first, size = index - 1, lines[index][0].size
    while first and len(lines[first]) == 1 and _step(lines, first) <= _NEARER * lead:
        first -= 1
    return len(lines[first]) > 1 and abs(lines[first][0].size - size) <= OTHER_SIZE * size


def _step(lines: list[list[Segment]], index: int) -> float:
    """From the line before to this one."""
    return lines[index][0].words[0].base - lines[index - 1][0].words[0].base


def _fit(lines: list[list[Segment]], boundaries: list[float]) -> bool:
    """Whether the lines of several texts have no more of these than there are columns, and none but a group's head runs
    through a side.
    """
    return all(
        index + 1 < len(lines) and heads_a_group(line, lines[index + 1], boundaries)
        for index, line in enumerate(lines)
        if len(line) > 1 and (len(line) > len(boundaries) + 1 or any(crosses_any(segment, boundaries) for segment in line))
    )


def _is_head_of(above: list[list[Segment]], below: list[list[Segment]]) -> bool:
    """Whether the fullest of a few lines above a heading begins where cells of the lines below it do: the head of these."""
    fullest = max(above, key=len)
    places = [place for place in starts_of(below, boundaries_of(below)).places if place is not None]
    if len(places) < _HEAD_LINES or sum(len(line) > 1 for line in above) > _HEAD_LINES:
        return False
    return all(any(abs(segment.x0 - place) <= SAME_START for segment in fullest) for place in places)


def _is_one_table(above: list[list[Segment]], below: list[list[Segment]]) -> bool:
    """Whether the columns of lines below a heading are those of the lines above it."""
    if not all(any(len(line) > 1 for line in lines) for lines in (above, below)):
        return True
    together = boundaries_of(above + below)
    for lines in (_without_group_heads(above, together), _without_group_heads(below, together)):
        own = boundaries_of(lines) or boundaries_of_row(lines)
        if len(own) > len(together) or crossing_share(lines, together) > crossing_share(lines, own):
            return False
    return True


def _without_group_heads(lines: list[list[Segment]], boundaries: list[float]) -> list[list[Segment]]:
    """The lines without those upper lines of heads that stand over several columns."""
    heads = {index for index, (line, below) in enumerate(pairwise(lines)) if len(line) > 1 and heads_a_group(line, below, boundaries)}
    return [line for index, line in enumerate(lines) if index not in heads] if heads else lines
