"""The words of a page by PDFium's raw calls: a page of a list has a thousand letters, and each call costs.

A word's box is asked for at its first and last letter only, and at every letter where these two do not agree.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from teikei.lists.read.pdf.frame import Frame
from teikei.lists.read.pdf.page import Rule, Word
from teikei.lists.read.pdf.unseen import address

_PIECES = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_NO_LETTER = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
# Beyond so many letters a blank is a gap between cells, whatever it is made of.
_FARTHEST = 2.5
# Letters written from the top down stand no farther apart than so many times their size.
_STACKED = 1.25
# The sign of a note is set so much smaller and higher than the word before it, and so near behind it.
_RAISED_SIZE, _RAISED_BY, _RAISED_NEAR = 0.9, 0.7, 0.4
# Letters of one word stand so near, in letters.
_TOUCHING = 0.15
# What PDFium gives for a hyphen at the end of a line.
_LINE_END_HYPHENS = str.maketrans("\x02\ufffe", "--")


class _Letter(NamedTuple):
    x0: float
    x1: float
    bottom: float
    top: float
    char: str


class Letters:
    """The letters of one page, in the file's order, as words of an upright frame."""

    def __init__(self, text_page: Any, count: int, frame: Frame, blanks: Callable[[], list[tuple[float, float]]], mapped: set[str]) -> None:
        self.page = text_page
        self.frame = frame
        self.mapped = mapped
        self.find_blanks = blanks
        self.blanks: set[tuple[int, int]] | None = None
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.text = self._text(count)
        self.odd: set[str] = set()
        self.drawn: dict[tuple[str, int], list[float]] = {}
        self.whole = self.broken = 0  # words whose letters stand on one line, and others

    def words(self, walls: list[Rule]) -> list[Word]:
        """The words; where one crosses a wall (an upright rule) it is cut there."""
        words: list[Word] = []
        end = 0
        before: Word | None = None
        for piece in _PIECES.finditer(self.text):
            start = piece.start()
            word = self._word(start, self._sound(start, piece[0]))
            whole = word is not None and not (walls and any(_crosses(word, wall) for wall in walls))
            self.broken += word is None
            pieces = [word] if word and whole else list(self._cut(start, piece.end(), walls))
            for index, one in enumerate(pieces):
                above = pieces[index - 1] if index else before
                if above and _is_raised(one, above):
                    pieces[index] = one._replace(base=above.base)
            first, last = pieces[0], pieces[-1]
            blank = self._blank(before, first, end, start) if before else ""
            end = piece.end()
            if blank:
                first = first._replace(blank=blank)
            if not whole:
                words += [first, *pieces[1:]]
            elif not self._is_overprint(first):
                self.whole += len(first.text) > 1
                words.append(first)
            before = last
        return words

    def _is_overprint(self, word: Word) -> bool:
        """Whether the same word stands there already: drawn twice to look bold, or by a form that draws itself."""
        key = word.text, round(word.base)
        places = self.drawn.get(key)
        if places is None:
            self.drawn[key] = [word.x0]
            return False
        if any(abs(word.x0 - place) < 0.15 * word.size for place in places):
            return True
        places.append(word.x0)
        return False

    def turned(self) -> int:
        """By how many quarters most of the text is turned in the frame, clockwise."""
        turns = [0, 0, 0, 0]
        for piece in _PIECES.finditer(self.text):
            if len(piece[0]) > 1 and self._word(piece.start(), piece[0]) is None:
                angle = pdfium.FPDFText_GetCharAngle(self.page, piece.start())
                turns[-round(angle / (math.pi / 2)) % 4] += 1
            else:
                turns[self.frame.turn] += 1
        return turns.index(max(turns))

    def without(self, objects: set[int]) -> bool:
        """Leave out the letters of these text objects, given by their addresses; whether there were any."""
        kept = [char if char.isspace() or not self._is_of(index, objects) else "\x00" for index, char in enumerate(self.text)]
        before, self.text = self.text, "".join(kept)
        return self.text != before

    def _is_of(self, index: int, objects: set[int]) -> bool:
        item = pdfium.FPDFText_GetTextObject(self.page, index)
        return bool(item) and address(item) in objects

    def _text(self, count: int) -> str:
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self.page, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
        if written != count or len(text) != count:
            codes = (pdfium.FPDFText_GetUnicode(self.page, index) for index in range(count))
            text = "".join([chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes])
        return text.translate(_LINE_END_HYPHENS)

    def _blank(self, before: Word, word: Word, start: int, end: int) -> str:
        """The blanks that the text itself has between two words: PDFium adds others where it sees room."""
        between = self.text[start:end]
        room = word.x0 - before.x1
        if not between or "\n" in between or room > _FARTHEST * word.size:
            return ""
        own = "".join([char for index, char in enumerate(between, start) if char in " \u3000\u00a0" and not self._added(index)])
        if own or not self._blank_object(before):
            return own
        return "\u3000" if room > 0.8 * word.size else " "

    def _blank_object(self, before: Word) -> bool:
        """Whether a blank that is an object of its own stands behind the word: PDFium leaves such out of the text."""
        if self.blanks is None:
            self.blanks = {(round(x), round(y)) for x, y in self.find_blanks()}
        x, y = round(before.x1), round(before.base)
        return bool(self.blanks) and any((x + right, y + down) in self.blanks for right in (0, -1, 1) for down in (0, -1, 1))

    def _added(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self.page, index) == 1)

    def _sound(self, start: int, text: str) -> str:
        """The text with U+FFFD for each letter that the file does not map to Unicode."""
        if self.mapped.issuperset(text) and not self._is_lost(start):
            return text
        lost = {index for index in range(len(text)) if self._is_lost(start + index)}
        if lost:
            text = "".join(["\ufffd" if index in lost else char for index, char in enumerate(text)])
        self.mapped.update(text)
        self.mapped.discard("\ufffd")
        if lost or _NO_LETTER.search(text):
            self.mapped.difference_update(_NO_LETTER.findall(text))
            self.odd.add("text-unmapped")
        return text

    def _is_lost(self, index: int) -> bool:
        return bool(pdfium.FPDFText_HasUnicodeMapError(self.page, index) == 1)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        rect, frame = self.rect, self.frame
        pdfium.FPDFText_GetLooseCharBox(self.page, index, rect)
        if frame.turn == 0:  # what nearly every page is
            return rect.left - frame.left, frame.top - rect.top, rect.right - frame.left, frame.top - rect.bottom
        return frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def _letter(self, index: int) -> _Letter:
        x0, top, x1, bottom = self._box(index)
        return _Letter(x0, x1, bottom, top, self.text[index])

    def _base(self, index: int, bottom: float) -> float:
        if not pdfium.FPDFText_GetCharOrigin(self.page, index, self.x, self.y):
            return bottom
        return self.frame.point(self.x.value, self.y.value)[1]

    def _word(self, start: int, text: str) -> Word | None:
        """The word from its first and last letter; None where they do not stand as on one line."""
        x0, top, x1, bottom = self._box(start)
        height = bottom - top
        if len(text) > 1:
            left, _, right, below = self._box(start + len(text) - 1)
            x0, x1 = min(x0, left), max(x1, right)
            room = len(text) * height
            if abs(below - bottom) > 0.4 * height or not 0.1 * room <= x1 - x0 <= 1.5 * room:
                return None
        matrix = self.matrix
        if not pdfium.FPDFText_GetMatrix(self.page, start, matrix):
            return Word(x0, x1, bottom, height, text, "", start)
        # The matrix says where the text object begins, which on a level line is the height of each of its letters.
        base = self.frame.point(matrix.e, matrix.f)[1]
        if not top <= base <= bottom + 0.5 * height:
            base = self._base(start, bottom)
        return Word(x0, x1, base, self._size(start, height), text, "", start)

    def _size(self, index: int, height: float) -> float:
        """The size of type, which fonts of different heights share; the height where the file's own figure cannot be."""
        size: float = pdfium.FPDFText_GetFontSize(self.page, index) * math.hypot(self.matrix.c, self.matrix.d)
        return size if 0.5 * height <= size <= 2 * height else height

    def _cut(self, start: int, end: int, walls: list[Rule]) -> Iterator[Word]:
        """Word by word, letter for letter: a new one at each wall, and wherever the next letter does not follow on the line."""
        run: list[tuple[int, _Letter]] = []
        for index in range(start, end):
            letter = self._letter(index)
            if run and not self._follows(run, letter, walls):
                yield self._run(run)
                run = []
            run.append((index, letter))
        yield self._run(run)

    def _follows(self, run: list[tuple[int, _Letter]], letter: _Letter, walls: list[Rule]) -> bool:
        before = run[-1][1]
        size = before.bottom - before.top
        level = abs(letter.bottom - before.bottom) <= 0.4 * size
        if level and -0.6 * size <= letter.x0 - before.x1 <= 0.6 * size:
            if letter.x0 - before.x1 <= _TOUCHING * size and self._is_one_object(run[-1][0]):
                return True  # a word too long for its cell runs on through the rule
            left, right, height = (before.x0 + before.x1) / 2, (letter.x0 + letter.x1) / 2, before.bottom - 0.4 * size
            return not any(left < wall.at <= right and wall.start <= height <= wall.end for wall in walls)
        stacked = max(abs(letter.x0 - before.x0), abs(run[0][1].x0 - before.x0)) <= 0.3 * size
        pdfium.FPDFText_GetMatrix(self.page, run[-1][0], self.matrix)
        # Lines of a cell as narrow as a letter stand farther apart than letters one below the other.
        if stacked and 0.6 * size <= letter.bottom - before.bottom <= _STACKED * self._size(run[-1][0], size):
            self.odd.add("vertical-writing")
            return True
        return False

    def _is_one_object(self, index: int) -> bool:
        """Whether the letter and the next one were drawn by one command: no file draws two cells so."""
        item = pdfium.FPDFText_GetTextObject(self.page, index)
        following = pdfium.FPDFText_GetTextObject(self.page, index + 1)
        return bool(item) and ctypes.addressof(item.contents) == ctypes.addressof(following.contents) if following else False

    def _run(self, run: list[tuple[int, _Letter]]) -> Word:
        start, first = run[0]
        letters = [letter for _, letter in run]
        text = self._sound(start, self.text[start : run[-1][0] + 1])
        base = self._base(start, first.bottom)
        x0, x1 = min(letter.x0 for letter in letters), max(letter.x1 for letter in letters)
        pdfium.FPDFText_GetMatrix(self.page, start, self.matrix)
        return Word(x0, x1, base, self._size(start, first.bottom - first.top), text, "", start)


def _is_raised(word: Word, before: Word) -> bool:
    """Whether the word is the small sign of a note, set high behind the one before: it belongs to that one's line."""
    near = -0.1 * before.size <= word.x0 - before.x1 <= _RAISED_NEAR * before.size
    return near and word.size < _RAISED_SIZE * before.size and 0 < before.base - word.base < _RAISED_BY * before.size


def _crosses(word: Word, wall: Rule) -> bool:
    return word.x0 + 0.3 * word.size < wall.at < word.x1 - 0.3 * word.size and wall.start <= word.middle <= wall.end
