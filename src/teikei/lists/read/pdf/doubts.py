"""What stands on a page so that it can be read in two ways: reported at its row, so that nothing is wrong in silence."""

from collections.abc import Sequence
from itertools import pairwise

from teikei.lists.read.pdf.columns import follows
from teikei.lists.read.pdf.page import Line
from teikei.lists.read.pdf.rows import Strip

# Words of one line that reach into one another by more than so many letters are printed one over the other.
_OVER = 0.6


def overprints(lines: Sequence[Line]) -> tuple[tuple[float, str], ...]:
    """Where words that the file does not write one after the other stand over one another."""
    return tuple(
        (line.base, "text-overprinted")
        for line in lines
        if any(before.x1 - word.x0 > _OVER * line.size and not follows(before, word) for before, word in pairwise(line.words))
    )


def overruns(strips: Sequence[Strip]) -> tuple[tuple[float, str], ...]:
    """Lines of several texts of which one runs over the side of its column, the head left out: it may hold two cells."""
    return tuple((strip.base, "text-over-columns") for strip in strips[1:] if strip.wide and not strip.whole and len(strip.segments) > 1)
