"""The order of a list: its own, kept; what is new is placed by its reading."""

import unicodedata
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TypeVar

from teikei.names.folding import fold
from teikei.names.onyomi import guessed_reading

K = TypeVar("K", bound=Hashable)

# The vowel of each kana without its mark: ー after か is sorted as あ (JIS X 4061).
_ROWS = ("あかさたなはまやらわ", "いきしちにひみり", "うくすつぬふむゆる", "えけせてねへめれ", "おこそとのほもよろを")
_VOWELS = {kana: row[0] for row in _ROWS for kana in row}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")


@lru_cache(maxsize=65_536)
def reading_key(name: str) -> str:
    """What Japanese names are sorted by: kana in the order of the fifty sounds, voicing and size of kana only to break ties.

    Katakana and hiragana, widths, spaces and dots are alike; ー stands for the vowel before it; Latin letters come before
    kana. Han characters are read by `names.onyomi.guessed_reading`: right for 中国, 台湾 and most Chinese and Korean names,
    for names in the Japanese reading (広島) only where the table has the word. "" for an empty name.
    """
    read = fold(guessed_reading(name))
    if not read:
        return ""
    sounds: list[str] = []
    for char in read:
        if char == "ー" and sounds:
            sounds.append(_VOWELS.get(sounds[-1], char))
        else:
            sounds += (mark for mark in unicodedata.normalize("NFD", char).translate(_SMALL) if mark not in "\u3099\u309a")
    return f"{''.join(sounds)}\0{read}"


def placed(former: Sequence[tuple[K, str]], present: Sequence[tuple[K, str]]) -> tuple[K, ...]:
    """The keys of `present` in order: those of the former list as they stood there, new ones by reading among them.

    Both are keys with the reading key of their name ("" where there is none). The longest run of former ones that are in
    the order of their readings shows the places; one that is not, such as 香港 after 中国, stays right behind the one that
    it stood behind. Former ones that are gone still show the place. What is new and has no reading stands last.
    """
    there = {key for key, _ in present}
    old = {key for key, _ in former}
    guides = _in_reading_order([reading for _, reading in former])
    readings = [former[index][1] for index in guides]
    before: dict[int, list[K]] = {}
    for key, reading in sorted(((key, reading) for key, reading in present if key not in old and reading), key=lambda one: one[1]):
        place = bisect_right(readings, reading)
        before.setdefault(guides[place] if place < len(guides) else len(former), []).append(key)
    keys: list[K] = []
    for index in range(len(former) + 1):
        keys += before.get(index, ())
        if index < len(former) and former[index][0] in there:
            keys.append(former[index][0])
    keys += (key for key, reading in present if key not in old and not reading)
    return tuple(dict.fromkeys(keys))


def _in_reading_order(readings: list[str]) -> list[int]:
    """Where the longest run stands whose readings never go back (patience sorting)."""
    ends: list[str] = []
    places: list[int] = []
    previous: list[int | None] = []
    for index, reading in enumerate(readings):
        length = bisect_right(ends, reading) if reading else 0
        previous.append(places[length - 1] if length else None)
        if not reading:
            continue
        ends[length : length + 1] = [reading]
        places[length : length + 1] = [index]
    run: list[int] = []
    at = places[-1] if places else None
    while at is not None:
        run.append(at)
        at = previous[at]
    return run[::-1]
