"""Names that are spelled almost as a word of a question, for words that stand in no name."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from teikei.search.folding import Word, folded
from teikei.search.index import Index, Matches
from teikei.search.naming import Names

_CANDIDATES, _NEAREST = 400, 60  # that are compared as a whole, and those of them letter by letter
_MOST_WORDS = 3
NONE = Matches(np.zeros(0, np.intp), np.zeros(0, np.uint8))
_SHORTEST, _SHORTEST_LATIN = 3, 5


class Alike(NamedTuple):
    """A name that holds almost the word: whose it is, its worth, how many letters differ, and how it is printed."""

    entity: int
    worth: int
    differ: int
    printed: str


def resembling(index: Index, words: Sequence[Word]) -> tuple[Matches, tuple[tuple[str, str], ...]]:
    """The agreements of names spelled alike, for words that find nothing together; each misspelt word with the nearest name.

    Misspelt is what stands nowhere. Word by word first; then all of them run together, as one name.
    """
    found, misspelt = NONE, {word for word in words if not index.stands(word)}
    if not 0 < len(misspelt) <= _MOST_WORDS:
        return found, ()
    together = Word("".join(word.text for word in words), "")
    for asked in (words, [together])[: len(words)]:
        near = [(word, alike(index.names, word.text) if word in misspelt or word is together else []) for word in asked]
        found = index.resembling([(word, [(one.entity, one.worth) for one in several]) for word, several in near])
        if found.total:
            return found, tuple((word.text, several[0].printed) for word, several in near if several and several[0].differ)
    return found, ()


def alike(names: Names, word: str) -> list[Alike]:
    """Names with a part that differs from the word by one letter, in longer words by two or three; the nearest first.

    Only the smallest difference that occurs: who mistyped one letter is not shown what differs by three.
    """
    allowed = _allowed(word)
    if not allowed:
        return []
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    shared = np.zeros(len(names.texts), np.uint8)
    for pair in pairs:
        held = np.zeros(len(shared), np.bool_)
        held[names.texts.holding(pair)] = True
        shared += held
    shared[names.entity < 0] = 0
    # One letter that differs breaks two pairs.
    enough = max(1, len(pairs) - 2 * allowed)
    candidates = np.flatnonzero(shared >= enough)
    candidates = candidates[np.argsort(-shared[candidates].astype(np.int16), kind="stable")][:_CANDIDATES]
    parts = [folded(names.printed[text]) for text in candidates.tolist()]
    found = []
    for part, _, at in process.extract(word, parts, scorer=fuzz.partial_ratio, score_cutoff=_cutoff(word, allowed), limit=_NEAREST):
        text = int(candidates[at])
        if (differ := _difference(word, part, allowed)) <= allowed:
            found.append(Alike(int(names.entity[text]), max(1, int(names.worth[text]) - differ), differ, names.printed[text]))
    found.sort(key=lambda one: (one.differ, -one.worth, len(one.printed)))
    return [one for one in found if one.differ == found[0].differ]


def _allowed(word: str) -> int:
    """How many letters may differ: a kana or kanji says more than a letter of an alphabet, so three of them suffice."""
    if len(word) < (_SHORTEST_LATIN if word.isascii() else _SHORTEST):
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 14 else 3


def _cutoff(word: str, allowed: int) -> float:
    """How alike two strings must be, of 100, for no more than so many letters to differ."""
    return 100 * (1 - (allowed + 0.5) / max(2, len(word)) * 1.2)


def _difference(word: str, name: str, allowed: int) -> int:
    """How many letters the word and the part of the name that is most like it differ by."""
    found = fuzz.partial_ratio_alignment(word, name, score_cutoff=_cutoff(word, allowed))
    if found is None or len(name) + allowed < len(word):
        return allowed + 1
    # The part found is as long as the word; a letter too few or too many moves its end.
    start, end = found.dest_start, found.dest_end
    parts = {name[start + left : max(0, end + right)] for left in (-1, 0, 1) for right in (-1, 0, 1) if start + left >= 0}
    return min(OSA.distance(word, part) for part in parts)
