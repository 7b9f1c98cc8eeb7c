"""Where a string stands in many texts: exactly, whatever its length, without reading them all.

All places of all texts stand in an array, sorted by the four characters that begin there. A string of up to four characters
is a range of it, found by bisection; of a longer one, the rarest of its windows of four is, and the other characters are compared
at those places alone. So one and two characters cost no more than ten, and nothing is found that is not there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from teikei.search.folding import Folded

Numbers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint16]

WINDOW = 4
# How a string stands in a text; a higher number is a better match.
INSIDE, WORD, START, WHOLE = 1, 2, 3, 4
_BITS = 16
_MOST_WINDOWS = 12  # of a long string; one of them is rare enough
_APART = 64  # places between two strings that are kept as numbers


@dataclass(frozen=True, slots=True)
class Segment:
    """Some texts and their places in order. Some eleven bytes a character.

    alphabet: the code points that occur, sorted; a character's code is its place there, from 1, and 0 ends each text.
    codes, begins (INSIDE, WORD or START): one for each character of all texts, one after the other. starts: where each text
    begins, and where the last one ends. order: places with a character, sorted; owner: the text of each of these.
    heads: the four codes at every 64th of these, as one number, so that a bisection begins near its end.
    """

    alphabet: npt.NDArray[np.uint32]
    codes: Codes
    begins: Bytes
    starts: Numbers
    order: Numbers
    owner: Numbers
    heads: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def holding(self, sought: str) -> Numbers:
        """The number of a text for every place where a string stands in it; a text may come several times."""
        return self._places(sought)[0]

    def find(self, sought: str) -> tuple[Numbers, Bytes]:
        """The same, and how it stands there."""
        owners, places, size = self._places(sought)
        how = self.begins[places]
        first = np.flatnonzero(how == START)
        own = owners[first]
        how[first[self.starts[own + 1] - self.starts[own] - 1 == size]] = WHOLE
        return owners, how

    def _places(self, sought: str) -> tuple[Numbers, Numbers, int]:
        """Text and place of each occurrence, and the length of what was sought."""
        codes = self._codes_of(sought)
        size = len(codes)
        if not codes:
            return _NONE, _NONE, 0
        last = max(0, size - WINDOW)
        windows = [*range(0, last, WINDOW)[:_MOST_WINDOWS], last]
        ranges = ((*self._range(codes[at : at + WINDOW]), at) for at in windows)
        low, high, at = min(ranges, key=lambda found: found[1] - found[0])
        owners, places = self.owner[low:high], self.order[low:high]
        if size <= WINDOW:
            return owners, places, size
        places = places - np.int32(at)
        inside = places >= 0
        places, owners = places[inside], owners[inside]
        for offset, code in enumerate(codes):
            if not at <= offset < at + WINDOW:
                same = self.codes.take(places + offset, mode="clip") == code
                places, owners = places[same], owners[same]
        return owners, places, size

    def _codes_of(self, sought: str) -> list[int]:
        """The codes of its characters; none where one of them occurs nowhere."""
        points = np.frombuffer(sought.encode("utf-32-le", "surrogatepass"), np.uint32)
        places = np.searchsorted(self.alphabet, points)
        known = places < len(self.alphabet)
        if not known.all() or (self.alphabet[places] != points).any():
            return []
        return [place + 1 for place in places.tolist()]

    def _range(self, window: Sequence[int]) -> tuple[int, int]:
        """The first and the last place (excluded) in `order` of the strings that begin with these codes."""
        value = 0
        for code in window:
            value = value << _BITS | code
        shift = _BITS * (WINDOW - len(window))
        codes, order = self.codes.data, self.order

        def key(place: int) -> int:
            return codes[place] << 48 | codes[place + 1] << 32 | codes[place + 2] << 16 | codes[place + 3]

        def place(value: int) -> int:
            block = int(np.searchsorted(self.heads, np.uint64(min(value, _LARGEST))))
            return bisect_left(order, value, max(0, block - 1) * _APART, min(len(order), block * _APART), key=key)

        return place(value << shift), place((value + 1) << shift)

    def text(self, number: int) -> str:
        """The text of that number."""
        codes = self.codes[self.starts[number] : self.starts[number + 1] - 1]
        return "".join(map(chr, self.alphabet[codes - np.uint16(1)].tolist()))


_LARGEST = 2 ** (_BITS * WINDOW) - 1
_NONE: Numbers = np.zeros(0, np.int32)


def segment(texts: Sequence[Folded]) -> Segment:
    """These texts, numbered from 0. Sorting takes some 0.2 s for a million characters."""
    joined = "".join(f"{text.text}\0" for text in texts) + "\0" * WINDOW
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    # No collection of names has 65,535 characters; what is beyond them is not found, as if it were not there.
    alphabet = np.flatnonzero(np.bincount(points))[1:][: 2**_BITS - 1].astype(np.uint32)
    code_of = np.zeros(int(points.max(initial=0)) + 1, np.uint16)
    code_of[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint16)
    codes = code_of[points]
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text.text) + 1 for text in texts], out=starts[1:])
    begins = np.full(len(codes), INSIDE, np.uint8)
    begins[[start + place for start, text in zip(starts.tolist(), texts, strict=False) for place in text.begins]] = WORD
    begins[starts[:-1]] = START
    keys = np.zeros(len(codes) - WINDOW, np.uint64)
    for offset in range(WINDOW):
        keys = keys << np.uint64(_BITS) | codes[offset : len(keys) + offset].astype(np.uint64)
    places = np.flatnonzero(codes[: len(keys)]).astype(np.int32)
    order = places[np.argsort(keys[places], kind="stable")]
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(starts))
    return Segment(alphabet, codes, begins, starts, order, owners[order], keys[order[::_APART]])


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in segments: a large one, and those that came later. Numbers run on from one to the next."""

    segments: tuple[Segment, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, self.segments))

    def holding(self, sought: str) -> Numbers:
        """The number of a text for every place where a string stands in it; a text may come several times."""
        found = [one.holding(sought) + np.int32(base) if base else one.holding(sought) for base, one in self._based()]
        if len(found) == 1:
            return found[0]
        return np.concatenate(found) if found else _NONE

    def find(self, sought: str) -> tuple[Numbers, Bytes]:
        """The same, and how it stands there."""
        found = [(owners + np.int32(base), how) for base, one in self._based() for owners, how in [one.find(sought)]]
        if not found:
            return _NONE, _NONE.astype(np.uint8)
        return np.concatenate([owners for owners, _ in found]), np.concatenate([how for _, how in found])

    def _based(self) -> Iterable[tuple[int, Segment]]:
        base = 0
        for one in self.segments:
            yield base, one
            base += len(one)

    def text(self, number: int) -> str:
        """The text of that number."""
        for one in self.segments:
            if number < len(one):
                return one.text(number)
            number -= len(one)
        raise IndexError(number)

    def with_more(self, texts: Sequence[Folded]) -> "Texts":
        """These texts with more after them. What came later is sorted again with it, until it is worth a segment of its own."""
        if not texts:
            return self
        kept, last = self.segments, [*texts]
        while kept and len(kept) > 1 and len(kept[-1]) <= 4 * len(last):
            last = [*_folded_texts(kept[-1]), *last]
            kept = kept[:-1]
        return Texts((*kept, segment(last)))


def _folded_texts(one: Segment) -> Iterable[Folded]:
    for number in range(len(one)):
        start, end = int(one.starts[number]), int(one.starts[number + 1]) - 1
        yield Folded(one.text(number), tuple(np.flatnonzero(one.begins[start:end] >= WORD).tolist()))
