"""What a page holds, in one frame: x from the left and y from the top, upright, in points."""

import re
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

# Kana, kanji, hangul, full-width forms: between these a line breaks at any place and a blank is not due.
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]")
_BREAKS = re.compile(f".(?={_WIDE.pattern})|[/\u2010-](?=.)")
# A word of a name in Latin script where a line begins or ends: a capital and small letters, or a word of small ones.
_NAME_BEGINS = re.compile(r"[A-ZÀ-ÞĀ-ɏ][a-zß-ɏ]{2}|[A-ZÀ-ÞĀ-ɏ]['’][A-ZÀ-ÞĀ-ɏ][a-zß-ɏ]|[A-Z][a-z]\.\s")
_NAME_ENDS = re.compile(r"(?:^|[\s'’(-])[A-ZÀ-Þa-zß-ɏ][a-zß-ɏ]{2,}\)?$")
# Brackets that open and marks that part hold on to what follows, those that close to what stands before.
_NO_WORD_END, _NO_WORD_START = re.compile("[（［【「『・、，／]"), re.compile("[）］】」』・、，／]")
# What Japanese keeps together at a line's end: brackets that open, a letter, and what may not begin a line.
_KEPT = re.compile(
    "[（［｛「『【〔〈《]*.[）］｝」』】〕〉》、。，．・：；？！々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ゛゜〜～…‥]*"
)
_BLANKS_AT_ENDS = " \u3000\u00a0\t"
# Blanks between two letters of a cell are the text's own up to so many; more of them only move the next word.
_MOST_BLANKS = 2


class Word(NamedTuple):
    """Characters that touch: their box, baseline and size, their text, and the blank characters that stood before.

    order: the place of its first character in the file's own order.
    """

    x0: float
    x1: float
    base: float
    size: float
    text: str
    blank: str
    order: int

    @property
    def middle(self) -> float:
        """Half the height of its letters, where its row is looked up."""
        return self.base - 0.35 * self.size


class Rule(NamedTuple):
    """A straight line, upright or level: where it stands on the other axis, and from where to where it runs."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page's words in the file's order and its rules, and what is odd about it.

    odd: the codes of what must be reported of this page.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    level: list[Rule]
    upright: list[Rule]
    odd: tuple[str, ...]


class Line(NamedTuple):
    """Words on one baseline, from left to right."""

    base: float
    size: float
    words: list[Word]


def is_wide(char: str) -> bool:
    """Whether the letter belongs to a script that sets no blanks between words."""
    return _WIDE.match(char) is not None


_by_base = attrgetter("base")


def lines_of(words: list[Word]) -> list[Line]:
    """The words by baseline, from the top down."""
    found: list[Line] = []
    current: list[Word] = []
    base = size = 0.0
    for word in sorted(words, key=_by_base):
        if current and word.base - base <= 0.35 * min(size, word.size):
            current.append(word)
            size = max(size, word.size)
            continue
        if current:
            found.append(Line(base, size, sorted(current)))
        current, base, size = [word], word.base, word.size
    if current:
        found.append(Line(base, size, sorted(current)))
    return found


def text_of(words: list[Word]) -> str:
    """The text of words of one line: their own blanks, and one where there is room for it."""
    text = words[0].text
    for before, word in pairwise(words):
        text += _between(before, word) + word.text
    return text.strip(_BLANKS_AT_ENDS)


def _between(before: Word, word: Word) -> str:
    if word.blank:
        return word.blank if len(word.blank) <= _MOST_BLANKS else " "
    # Typesetters put a quarter of a letter between Japanese and Latin, and stretch Japanese lines: no blank of the text.
    room = 0.45 if is_wide(before.text[-1]) or is_wide(word.text[0]) else 0.12
    return " " if word.x0 - before.x1 > room * min(before.size, word.size) else ""


def room_for(word: Word) -> float:
    """The room that a line must have for the word to begin there: it may break between wide letters, and after a stroke."""
    if is_wide(word.text[0]):
        kept = _KEPT.match(word.text)
        return max(2.1, kept.end() + 0.1 if kept else 0.0) * word.size  # a sign that may not begin a line takes the letter before along
    letters = _BREAKS.search(word.text)
    return (word.x1 - word.x0) * (letters.end() if letters else len(word.text)) / len(word.text) + 0.3 * word.size


def joined(lines: list[str]) -> str:
    """The lines of a cell as one text: Japanese without a blank, Latin with one, none after a hyphen.

    Where a name in Latin script follows a Japanese one, or the other way round, the line broke at the blank between them.
    """
    text = ""
    for line in lines:
        if not line:
            continue
        if not text:
            text = line
        elif text[-1] in "\u00ad\u200b":  # a soft hyphen or a break inside a word: only there for the break
            text = text[:-1] + line
        elif _hyphenated(text) or ((is_wide(text[-1]) or is_wide(line[0])) and not _meets_a_name(text, line)):
            text += line
        else:
            text += f" {line}"
    return text


def _meets_a_name(text: str, line: str) -> bool:
    """Whether one line ends in Japanese and the next begins with a word of a Latin name (no mere IT or PhD), or the other way."""
    if is_wide(text[-1]):
        return not _NO_WORD_END.match(text[-1]) and _NAME_BEGINS.match(line) is not None
    return not _NO_WORD_START.match(line) and _NAME_ENDS.search(text) is not None


def _hyphenated(text: str) -> bool:
    return text[-1] in "-\u2010\u2011" and len(text) > 1 and text[-2].isalpha()
