"""What stands around the tables of a page: titles in large type that had to wrap, and what a browser prints."""

from collections.abc import Sequence

from teikei.lists.located import PRINTED_BY_BROWSER
from teikei.lists.read.pdf.before import Block
from teikei.lists.read.pdf.page import Line, Word, joined, lines_of, text_of

# A title is set in type so much larger than most of the page, and its lines stand no farther apart than so many of them.
_LARGE, _NEXT_LINE = 1.2, 1.6


def with_titles(blocks: list[Block], words: Sequence[Word]) -> list[Block]:
    """The blocks; lines in large type of which the upper one had no room for the next one's first word are one title."""
    if not words:
        return blocks
    sizes = sorted([word.size for word in words])
    large = _LARGE * sizes[len(sizes) // 2]
    joined_up: list[Block] = []
    for block in blocks:
        above = joined_up[-1] if joined_up else None
        if above and above.columns is block.columns is None and block.starts.size > large and _wraps_title(above, block, blocks):
            text = joined([above.rows[-1].cells[0], block.rows[0].cells[0]])
            row = above.rows[-1]._replace(cells=(text,), top=block.top)
            joined_up[-1] = above._replace(top=block.top, right=block.right, rows=[row])
        else:
            joined_up.append(block)
    return joined_up


def _wraps_title(above: Block, block: Block, blocks: Sequence[Block]) -> bool:
    if (
        above.starts.size != block.starts.size
        or abs(above.left - block.left) > 1
        or not 0 < block.top - above.top <= _NEXT_LINE * block.starts.size
    ):
        return False
    right = max([other.right for other in blocks if other.left < above.right], default=above.right)
    return above.right + block.rows[0].needs[0] > right


def lines_by_browser(words: Sequence[Word]) -> list[Line]:
    """The first and the last line of the page where a browser printed them: no cells of a table, though gaps part them."""
    if not any("://" in word.text for word in words):
        return []
    lines = lines_of(list(words))
    return [line for line in (lines[0], lines[-1]) if PRINTED_BY_BROWSER.fullmatch(text_of(line.words))]
