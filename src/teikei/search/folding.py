"""The form in which searches compare: `names.folding` and further, as a reader types less exactly than a list prints."""

import re
from functools import lru_cache
from typing import NamedTuple

from teikei.names.folding import fold
from teikei.names.han import common, is_han
from teikei.names.onyomi import guessed_reading
from teikei.names.sound import kana_sound, likeliest_sound

# What `fold` runs together begins a word: by it a match at the beginning of a word is told from one inside.
_PARTS = re.compile(r"[^\s・･·‧•,，、.．\"“”()\[\]{}<>「」『』【】〈〉《》/／\\|:：;；_‐‑‒–—―−－〜～-]+")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_KANA_ONLY = re.compile("[\u3041-\u3096]+")  # of a folded word
_LATIN_ONLY, _VOWEL = re.compile("[a-z]+"), re.compile("[aeiouy]")
# Shorter sounds stand inside too many names to say anything.
_SHORTEST_SOUND = 4
MOST_WORDS = 12  # of a question; the rest say nothing more, and each costs


class Folded(NamedTuple):
    """A text as searches compare it, and the places in it where a word begins."""

    text: str
    begins: tuple[int, ...]


class Word(NamedTuple):
    """A word of a question: its folded form, and its sound where it has one that is worth looking for ("")."""

    text: str
    sound: str


@lru_cache(maxsize=131_072)
def folded(text: str) -> str:
    """The text without what spellings differ by: `fold`, old and new forms of Han characters, long vowel signs.

    Context does not matter, so that a part of a text folds to a part of the folded text.
    """
    return common(fold(text)).replace("ー", "")


def with_beginnings(text: str) -> Folded:
    """The folded text and where words begin in it. Text without any beginning but its own: where its words cannot be told."""
    whole, parts = folded(text), [folded(part) for part in _PARTS.findall(text)]
    if "".join(parts) != whole:
        return Folded(whole, (0,))
    begins, at = [], 0
    for part in parts:
        begins.append(at)
        at += len(part)
    return Folded(whole, tuple(begins))


def name_sound(name: str, territory: str = "") -> str:
    """How a name sounds, in the alphabet of `names.sound`; "" where that cannot be told.

    Kanji are read by their usual reading (大学, だいがく), so that taiwan daigaku finds 国立台湾大学: in a name with kana, and in one of
    kanji alone outside Japan, whose own names have readings of their own (広島). A Latin name is read by the spelling rules of
    its territory (ISO code), so that ガジャマダ finds Gadjah Mada and gajamada finds ガジャマダ.
    """
    if _KANA.search(name) or (is_han(name) and territory not in ("", "JP")):
        return reading_sound(name)
    return "" if is_han(name) else likeliest_sound(name, territory)


def reading_sound(name: str) -> str:
    """The sound of a Japanese name whose kanji are read in the usual way, as those of faculties are: 法学部, hogakubu."""
    return kana_sound(guessed_reading(name))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a question, each once; all must be found."""
    found: dict[str, Word] = {}
    for part in text.split():
        if (word := folded(part)) and word not in found:
            found[word] = Word(word, sound_of(word))
    return tuple(found.values())[:MOST_WORDS]


@lru_cache(maxsize=4_096)
def sound_of(word: str) -> str:
    """The sound of a folded word of a question: of kana alone, or of Latin letters read as romanised Japanese."""
    sound = ""
    if len(word) > 2 and _KANA_ONLY.fullmatch(word):
        sound = kana_sound(word)
    elif len(word) > 3 and _LATIN_ONLY.fullmatch(word) and _VOWEL.search(word):  # zzzqqq says nothing aloud
        sound = likeliest_sound(_spelt_once(word), "JP")
    return sound if len(sound) >= _SHORTEST_SOUND else ""


def _spelt_once(word: str) -> str:
    """Romanised Japanese in one spelling: long vowels are written in many ways (Ohtani, Ootani, Toukyou, Otani), and kokuritu is kokuritsu.

    Only a tu that ends a Japanese syllable is meant: not that of Turku or Tuebingen.
    """
    word = re.sub("(?<=[aiueo])h(?![aiueoy])|(?<=o)[ou]|(?<=u)u", "", word)
    return re.sub("(?<=[aiueo])tu(?![aiueoy])", "tsu", word)
