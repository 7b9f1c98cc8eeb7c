"""How alike two sounds are, and the coarse key under which alike sounds meet."""

import re
from collections import defaultdict
from functools import lru_cache

from rapidfuzz.distance import Indel

# Each sound is written as a few signs: what two sounds share is what they do not pay for. A consonant is its class twice,
# then itself; a vowel one sign or two; glides are half a vowel. So k/g costs a third of k/s, and an added u costs one sign.
_SIGNS = {
    "k": "KKk", "g": "KKg", "s": "SSs", "x": "SSx", "z": "SSz", "j": "SJj", "t": "TTt", "d": "TTd", "c": "TSc", "q": "TSq",
    "n": "NNn", "m": "NNm", "h": "HHh", "f": "HBf", "b": "BBb", "p": "BBp", "v": "BBb", "r": "RRr", "y": "I", "w": "u",
    "a": "Aa", "i": "Ii", "u": "u", "e": "Ie", "o": "Oo",
}  # fmt: skip
_CLASS = str.maketrans(
    {
        "g": "k",
        "x": "s",
        "z": "s",
        "j": "s",
        "q": "s",
        "c": "s",
        "d": "t",
        "m": "n",
        "f": "p",
        "b": "p",
        "v": "p",
        "h": None,
        "y": None,
        "w": None,
    }
)
_VOWEL = re.compile("[aiueo]+")


_WRITTEN: defaultdict[int, str] = defaultdict(str, {ord(letter): signs for letter, signs in _SIGNS.items()})


@lru_cache(maxsize=131_072)
def signs(sound: str) -> str:
    """A sound, written so that the edit distance of two is how much they differ; for what is compared often (`alike`)."""
    return sound.translate(_WRITTEN)


def likeness(a: str, b: str) -> float:
    """How alike two sounds of this package's alphabet are, from 0 to 1; 1 for the same sound.

    A weighted edit distance: r/l and b/v are one sound already; an added u and voicing cost little, another vowel more,
    a consonant of another class most.
    """
    return Indel.normalized_similarity(signs(a), signs(b))


alike = Indel.normalized_similarity
"""How alike two sounds are that are written as `signs`."""


@lru_cache(maxsize=131_072)
def skeleton(sound: str) -> str:
    """The consonant classes of a sound, for an inverted index: `k t s n p r`, with `a` for a vowel at the beginning, `A` for a last a.

    Other vowels, glides and h vanish (many spellings write an h that nobody says); voicing, s/sh/z/j/ch/ts, b/p/f/v and n/m are
    one class each. A right pair shares its skeleton or, in 98 of 100, differs by one letter (`bench/names/sounds.py`).
    """
    classes = sound.translate(_CLASS)
    return ("a" if classes[:1] in tuple("aiueo") else "") + _VOWEL.sub("", classes) + ("A" if classes.endswith("a") else "")
