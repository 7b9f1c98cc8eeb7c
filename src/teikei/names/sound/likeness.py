"""How alike two sounds are, and the coarse key under which alike sounds meet."""

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

# Each sound is written as a few signs: what two sounds share is what they do not pay for. A consonant is its class twice,
# then itself; a vowel its own sign once or twice. So k/g costs a third of k/s, and an added u costs one sign.
_SIGNS = {
    "k": "KKk", "g": "KKg", "s": "SSs", "x": "SSx", "z": "SSz", "j": "SJj", "t": "TTt", "d": "TTd", "c": "TSc", "q": "TSq",
    "n": "NNn", "m": "NNm", "h": "HHh", "f": "HBf", "b": "BBb", "p": "BBp", "v": "BBb", "r": "RRr", "y": "y", "w": "w",
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
        "h": "p",
        "f": "p",
        "b": "p",
        "v": "p",
        "y": None,
        "w": None,
    }
)
_VOWEL = re.compile("[aiueo]+")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=524_288)
def _signs(sound: str) -> str:
    return "".join(_SIGNS.get(letter, "") for letter in sound)


def likeness(a: str, b: str) -> float:
    """How alike two sounds of this package's alphabet are, from 0 to 1; 1 for the same sound.

    A weighted edit distance: r/l and b/v are one sound already; an added u and voicing cost little, another vowel more,
    a consonant of another class most.
    """
    return Indel.normalized_similarity(_signs(a), _signs(b))


@lru_cache(maxsize=524_288)
def skeleton(sound: str) -> str:
    """The consonant classes of a sound, for an inverted index: `k t s n p r`, and `a` for a vowel at the beginning.

    Vowels, glides and doubling vanish; voicing, s/sh/z/j/ch/ts, b/p/h/f/v and n/m are one class each.
    """
    first = "a" if sound[:1] in tuple("aiueo") else ""
    return first + _REPEATED.sub(r"\1", _VOWEL.sub("", sound.translate(_CLASS)))
