"""Text that a page holds and does not show: drawn without ink, in the colour of what lies beneath it, or covered later."""

import ctypes
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from teikei.lists.read.pdf.page import Rule, Word

Box = tuple[float, float, float, float]

# What is so light, of 255, is white on paper; what is so nearly transparent is not there.
_WHITE, _CLEAR = 250, 8
# Of a text's width and height, the part that what is drawn over it must leave free if it is to be read.
_LEFT_FREE = 0.2
# Boxes are looked up by height, in bands of so many points; more looks than these a page is not given.
_BAND, _MOST_LOOKS = 12.0, 500_000
# A line that strikes text through stands so near to half the height of its letters, and runs under so much of the word.
_NEAR_MIDDLE, _UNDER = 0.15, 0.6


class Fill(NamedTuple):
    """What was filled, in the order of drawing: its box, whether it is white, and whether nothing under it shows."""

    order: int
    box: Box
    white: bool
    covers: bool


class Printed(NamedTuple):
    """A text object in the order of drawing: its box, and whether its letters are white."""

    order: int
    item: Any
    box: Box
    white: bool


class Ink:
    """Asks for the colour in which objects are filled."""

    def __init__(self) -> None:
        self.colour = [ctypes.c_uint() for _ in range(4)]

    def is_white(self, item: Any) -> bool:
        """Whether it is filled with white, or with what cannot be seen."""
        red, green, blue, alpha = self.colour
        if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
            return False
        return (red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE) or alpha.value <= _CLEAR


def unseen(texts: Sequence[Printed], fills: Sequence[Fill]) -> set[int]:
    """The addresses of the text objects that are white on white, or wholly under what was filled after them."""
    by_band: dict[int, list[Fill]] = defaultdict(list)
    looks = 0
    for fill in fills:
        bands = range(int(fill.box[1] // _BAND), int(fill.box[3] // _BAND) + 1)
        looks += len(bands)
        if looks > _MOST_LOOKS:
            return set()
        for band in bands:
            by_band[band].append(fill)
    found: set[int] = set()
    for text in texts:
        x0, y0, x1, y1 = text.box
        near = by_band.get(int((y0 + y1) / 2 // _BAND), ())
        looks += len(near)
        if looks > _MOST_LOOKS:
            break
        beneath = [fill for fill in near if fill.order < text.order and _holds(fill.box, (x0 + x1) / 2, (y0 + y1) / 2)]
        lost = text.white and (not beneath or beneath[-1].white)
        if lost or any(fill.covers and fill.order > text.order and _covers(fill.box, text.box) for fill in near):
            found.add(address(text.item))
    return found


def address(item: Any) -> int:
    """Where PDFium keeps the object: the same for each pointer to it."""
    return ctypes.addressof(item.contents)


def is_struck(words: Sequence[Word], level: Sequence[Rule]) -> bool:
    """Whether a line runs through the middle of a word, and not far beyond it as the rules of tables do."""
    rules = sorted(level)
    for word in words:
        near = _NEAR_MIDDLE * word.size
        at = bisect_left(rules, (word.middle - near,))
        while at < len(rules) and rules[at].at <= word.middle + near:
            rule = rules[at]
            ends = abs(rule.start - word.x0) <= near or abs(rule.end - word.x1) <= near
            if ends and min(rule.end, word.x1) - max(rule.start, word.x0) >= _UNDER * (word.x1 - word.x0):
                return True
            at += 1
    return False


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _covers(box: Box, text: Box) -> bool:
    x0, y0, x1, y1 = text
    across, down = _LEFT_FREE * (x1 - x0), _LEFT_FREE * (y1 - y0)
    return box[0] <= x0 + across and box[2] >= x1 - across and box[1] <= y0 + down and box[3] >= y1 - down
