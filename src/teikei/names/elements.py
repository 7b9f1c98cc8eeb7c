"""What a name is made of: words of kind and field, which translate, and proper names, which only sound or look alike.

The same reading serves a printed name and the names of an authority, so that both meet in one vocabulary:
ガジャマダ大学 is university + a proper name with a sound, Universitas Gadjah Mada is university + two Latin tokens.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from anyascii import anyascii

from teikei.names import han
from teikei.names.folding import INVISIBLE
from teikei.names.sound import kana_sound, latin_sounds
from teikei.names.words import Word, fold_word, han_words, latin_words, word_tokens

Script = Literal["latin", "kana", "han", "hangul"]
_GENITIVE = ("SE", "NO", "DK", "DE", "FI")
LONGEST_NAME = 400  # characters of a name that are looked at; no institution's name is longer

_RUN = re.compile(
    "(?P<kana>[ぁ-ゖァ-ヺー゛゜]+)|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]+)"
    "|(?P<hangul>[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+)|(?P<latin>[0-9a-zA-Z]+)"
)
_EAST_ASIAN = re.compile("[ぁ-ヺ㐀-䶿一-鿿豈-﫿가-힣]")
_APOSTROPHE = re.compile("(?<=[a-z])['’‘`´ʼʻ](?=s\\b)|(?<=\\w)['’‘`´ʼʻ](?=\\w{3})", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+[^\W_]*)*")


class Proper(NamedTuple):
    """A run of a name that is no word of kind or field: its folded text, and how it may sound, best first."""

    text: str
    script: Script
    sounds: tuple[str, ...] = ()


class Elements(NamedTuple):
    """A name taken apart: ids of its words, its propers, each in the order of the name."""

    words: tuple[Word, ...]
    propers: tuple[Proper, ...]


@lru_cache(maxsize=65_536)
def elements_of(text: str, territory: str) -> Elements:
    """The elements of a name in any script. `territory` (ISO 3166-1, "" where unknown) says how Latin letters sound there.

    Anything else than letters and digits separates; what is longer than LONGEST_NAME is not looked at.
    """
    words: list[Word] = []
    propers: list[Proper] = []
    for part in _parts(text, territory):
        if isinstance(part, Word):
            words.append(part)
        else:
            propers.append(part)
    return Elements(tuple(words), tuple(propers))


def plain(text: str) -> str:
    """NFKC without what prints nothing, cut to LONGEST_NAME."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:LONGEST_NAME]))


def latin_tokens(text: str) -> list[str]:
    """The tokens of a text in letters: lower case, no accents, Latin."""
    return [_in_latin(token) for token in word_tokens(_APOSTROPHE.sub("", text))]


@lru_cache(maxsize=131_072)
def _in_latin(token: str) -> str:
    if token.isascii():
        return token
    return "".join(char for char in anyascii(token).lower() if char.isalnum())


def _latin_parts(text: str, territory: str) -> Iterator[Word | Proper]:
    text = _APOSTROPHE.sub("", text)
    spelt = {fold_word(token): token for token in _TOKEN.findall(text.lower())}  # sounds follow the accents
    for part in latin_words(word_tokens(text)):
        if isinstance(part, Word):
            yield part
        elif folded := _in_latin(part):
            yield Proper(folded, "latin", _sounds(spelt.get(part, part), territory))


def _sounds(word: str, territory: str) -> tuple[str, ...]:
    """How a word may sound; where names of places take an s before "university" (Göteborgs), without it too."""
    sounds = latin_sounds(word, territory)
    if territory in _GENITIVE and len(word) > 5 and word.endswith("s"):
        sounds = tuple(dict.fromkeys((*sounds[:2], *latin_sounds(word[:-1], territory)[:2])))
    return sounds


def _parts(text: str, territory: str) -> Iterator[Word | Proper]:
    text = plain(text)
    if not _EAST_ASIAN.search(text):
        yield from _latin_parts(text, territory)
        return
    for token in han_words(text):
        if isinstance(token, Word):
            yield token
        else:
            yield from _propers(token, territory)


def _propers(text: str, territory: str) -> Iterator[Word | Proper]:
    for run in _RUN.finditer(text):
        printed = run[0]
        match run.lastgroup:
            case "kana":
                yield Proper(printed, "kana", (kana_sound(printed),))
            case "han":
                yield Proper(han.common(printed), "han")
            case "hangul":
                yield Proper(printed, "hangul")
            case _:
                yield from _latin_parts(printed, territory)
