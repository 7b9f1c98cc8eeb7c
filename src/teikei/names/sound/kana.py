"""Kana to sounds."""

import re
import unicodedata
from functools import lru_cache

_ROWS = {
    "a": "アカガサザタダナハバパマヤラワァャヮ",
    "i": "イキギシジチヂニヒビピミ リヰィ",
    "u": "ウクグスズツヅヌフブプムユルヴゥュ",
    "e": "エケゲセゼテデネヘベペメ レヱェ",
    "o": "オコゴソゾトドノホボポモヨロヲォョ",
}
_FIRST = {
    "k": "カキクケコヵヶ", "g": "ガギグゲゴ", "s": "サスセソ", "x": "シ", "z": "ザズヅゼゾ", "j": "ジヂ", "t": "タテト", "c": "チ", "q": "ツ",
    "d": "ダデド", "n": "ナニヌネノ", "h": "ハヒヘホ", "f": "フ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "y": "ヤユヨ",
    "r": "ラリルレロ", "w": "ワヰヱ", "v": "ヴ",
}  # fmt: skip
_CONSONANT = {kana: sound for sound, row in _FIRST.items() for kana in row}
_SYLLABLE = {kana: _CONSONANT.get(kana, "") + vowel for vowel, row in _ROWS.items() for kana in row if kana != " "}
_SYLLABLE |= {"ヵ": "ka", "ヶ": "ke", "ン": "n", "ヷ": "va", "ヸ": "vi", "ヹ": "ve", "ヺ": "vo", "ッ": "", "ー": ""}
_SMALL_VOWEL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}


def _joined() -> dict[str, str]:
    """Two-sign syllables: シャ xa, キャ kya, ティ ti, ファ fa, ウィ wi, クァ kwa."""
    pairs: dict[str, str] = {}
    for kana, sound in _SYLLABLE.items():
        if not sound or kana in _SMALL_VOWEL or kana == "ン":
            continue
        first, vowel = sound[:-1], sound[-1]
        for small, ending in _SMALL_VOWEL.items():
            if len(ending) == 2 and ending[0] == "y" and first:
                pairs[kana + small] = (first if first in "xcj" else first + "y") + ending[1]
            elif (first in ("x", "c", "j", "q", "f", "v") and first) or (vowel in "eo" and first in ("t", "d")):
                pairs[kana + small] = first + ending[-1]
            elif kana == "ウ":
                pairs[kana + small] = "w" + ending[-1] if ending != "yu" else "yu"
            elif kana == "イ":
                pairs[kana + small] = "y" + ending[-1]
            elif vowel == "u" and first in ("k", "g"):
                pairs[kana + small] = first + "w" + ending[-1]
            elif vowel == "u" and first in ("s", "z"):  # スィ, ズィ: the sound that シ and ジ stand for in most names
                pairs[kana + small] = {"si": "xi", "zi": "ji"}.get(first + ending[-1], first + "w" + ending[-1])
    return pairs


_PAIRS = _joined()
_SIGNS = re.compile("[ァ-ヺ][ァィゥェォャュョヮ]?")
_SAME_VOWEL = re.compile(r"([aiueo])\1+")
_APART = {0x309B: 0x3099, 0x309C: 0x309A}  # a voicing mark that stands apart (う゛) joins its kana
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def smooth(sound: str) -> str:
    """A sound without what spellings rarely agree on: long vowels (aa, ei, ou) short, テュ as チュ, デュ as ジュ."""
    return _SAME_VOWEL.sub(r"\1", sound.replace("ei", "e").replace("ou", "o").replace("tyu", "cu").replace("dyu", "ju"))


def _sign(found: re.Match[str]) -> str:
    signs = found.group()
    if (pair := _PAIRS.get(signs)) is not None:
        return pair
    return "".join(_SYLLABLE.get(sign, "") for sign in signs)


@lru_cache(maxsize=65_536)
def kana_sound(text: str) -> str:
    """The sound of `text` in katakana or hiragana, in the alphabet of this package; `""` where it holds no kana.

    Half-width kana count as kana. Long vowels, small tsu, dots, spaces and every sign that is no kana are dropped.
    """
    text = unicodedata.normalize("NFKC", text.translate(_APART)).translate(_HIRAGANA)
    return smooth("".join(_sign(found) for found in _SIGNS.finditer(text)))
