"""What a name is made of: words of kind and field, which translate, and proper names, which only sound or look alike.

The same reading serves a printed name and the names of an authority, so that both meet in one vocabulary:
ガジャマダ大学 is university + a proper name with a sound, Universitas Gadjah Mada is university + two Latin tokens.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from anyascii import anyascii
from msgspec import Struct

from teikei.names import han
from teikei.names.folding import INVISIBLE
from teikei.names.hangul import KOREAN
from teikei.names.places import place_names
from teikei.names.sound import kana_sound, latin_sounds
from teikei.names.words import Word, fold_word, han_words, latin_words, placed_words, word_tokens

Script = Literal["latin", "kana", "han", "hangul"]
_LEADING = ("direction", "status")  # words that a printed name may give by their sound: ノースカロライナ
_MOST_LEADING = 2
_ENGLISH = ("US", "GB", "IE", "AU", "NZ")
_GENITIVE = ("SE", "NO", "DK", "DE", "FI")
_KING = Word("royal", "status")
LONGEST_NAME = 400  # characters of a name that are looked at; no institution's name is longer

_RUN = re.compile(
    "(?P<kana>[ぁ-ゖァ-ヺー゛゜]+)|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]+)"
    "|(?P<hangul>[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+)|(?P<latin>[0-9a-zA-Z]+)"
)
_MIXED = re.compile("[\u4e00-\u9fff][ァ-ヺー]{2,}|[ァ-ヺー]{2,}[\u4e00-\u9fff]")
_LONG_COUNTRY = re.compile("[ァ-ヺー]+(?:首長国|民主|人民)*(?:共和国|連邦)")  # アラブ首長国連邦, whose words say no more than the country
EAST_ASIAN = re.compile("[ぁ-ヺ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]")  # scripts written without spaces, and hangul
_ROMAN = re.compile(r"(?<=[a-zà-ÿ][ -])[IV](?=$|[\s,)-])")
_REGNAL = re.compile("[ivx]{2,}")
_APOSTROPHE = re.compile("(?<=[a-z])['’‘`´ʼʻ](?=s\\b)|(?<=\\w)['’‘`´ʼʻ](?=\\w{3})", re.IGNORECASE)
_ELIDED = re.compile("\\b(?:[dlns]|qu|dell|dall|nell|sull|all)['’‘`´ʼ](\\w{3,})", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+[^\W_]*)*")


class Proper(Struct, frozen=True, gc=False):
    """A run of a name that is no word of kind or field: its folded text, and how it may sound, best first."""

    text: str
    script: Script
    sounds: tuple[str, ...] = ()


class Led(Struct, frozen=True, gc=False):
    """A proper name with the words that lead it, as one: North + Carolina, New + South + Wales. `of` is the proper's place."""

    of: int
    proper: Proper
    words: tuple[str, ...]


class Elements(Struct, frozen=True, gc=False):
    """A name taken apart: its words and its propers, each in the order of the name, and propers with leading words."""

    words: tuple[Word, ...]
    propers: tuple[Proper, ...]
    led: tuple[Led, ...] = ()


@lru_cache(maxsize=65_536)
def elements_of(text: str, territory: str) -> Elements:
    """The elements of a name in any script. `territory` (ISO 3166-1, "" where unknown) says how Latin letters sound there.

    Anything else than letters and digits separates; what is longer than LONGEST_NAME is not looked at.
    """
    words: list[Word] = []
    propers: list[Proper] = []
    led: list[Led] = []
    leading: list[tuple[Word, Proper]] = []
    for part in _parts(text, territory):
        if isinstance(part, Proper):
            if leading and part.script == "latin":
                led.append(_led(len(propers), leading, part))
            propers.append(part)
            leading.clear()
            continue
        word, spoken = part
        words.append(word)
        if spoken is not None and word.sort in _LEADING:
            leading.append((word, spoken))
        else:
            leading.clear()
    return Elements(tuple(words), tuple(propers), tuple(led))


def _led(of: int, leading: Sequence[tuple[Word, Proper]], proper: Proper) -> Led:
    spoken = [*(each for _, each in leading[-_MOST_LEADING:]), proper]
    sounds = together([each.sounds for each in spoken])
    text = "".join(each.text for each in spoken)
    return Led(of, Proper(text, "latin", sounds), tuple(word.id for word, _ in leading[-_MOST_LEADING:]))


def together(sounds: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """How names may sound as one, each given as it may sound alone; a name with fewer sounds keeps its last one."""
    if not all(sounds):
        return ()
    most = max([len(each) for each in sounds])
    if most == 1:
        return ("".join([each[0] for each in sounds]),)
    return tuple(dict.fromkeys("".join(each[min(place, len(each) - 1)] for each in sounds) for place in range(most)))


@lru_cache(maxsize=16_384)
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


def _latin_parts(text: str, territory: str) -> Iterator[tuple[Word, Proper | None] | Proper]:
    text = _joined(text)
    tokens = word_tokens(text)
    spelt = {fold_word(token): token for token in _TOKEN.findall(text.lower())}  # sounds follow the accents
    parts = placed_words(tokens)
    for number, (place, part) in enumerate(parts):
        if isinstance(part, Word) and not (_REGNAL.fullmatch(tokens[place]) and _in_a_person(parts, number)):
            yield part, _spoken(tokens[place], spelt, territory) if part.sort in _LEADING else None
        elif isinstance(part, str) and (folded := _in_latin(part)):
            yield Proper(folded, "latin", _sounds(spelt.get(part, part), territory))


def _in_a_person(parts: Sequence[tuple[int, Word | str]], number: int) -> bool:
    """Whether a number is a ruler's or a pope's, since words follow a proper name that bears it: John Paul II Catholic University."""
    if not 0 < number < len(parts) - 1:
        return False
    before, after = parts[number - 1][1], parts[number + 1][1]
    return isinstance(before, str) and isinstance(after, Word)


def _spoken(token: str, spelt: dict[str, str], territory: str) -> Proper:
    """A word as it sounds, which a printed name may give instead of what it means."""
    return Proper(_in_latin(token), "latin", _sounds(spelt.get(token, token), territory))


def _joined(text: str) -> str:
    """A text in letters without apostrophes: l'université is two words, for the second is a known one; L'Aquila is one name.

    A number of one Roman letter is written as a figure (Yaoundé I, Mohammed V), for such a letter is mostly an initial or a word.
    """
    text = _ROMAN.sub(lambda found: "1" if found[0] == "I" else "5", text)
    text = _ELIDED.sub(lambda found: " " + found[1] if _is_word(found[1]) else found[0], text)
    return _APOSTROPHE.sub("", text)


@lru_cache(maxsize=16_384)
def has_word(text: str) -> bool:
    """Whether a name in Latin letters has a word of kind, field, status or direction among its words."""
    return any(isinstance(part, Word) for part in latin_words(word_tokens(_joined(plain(text)))))


def _is_word(text: str) -> bool:
    return all(isinstance(part, Word) for part in latin_words(word_tokens(text)))


def _sounds(word: str, territory: str) -> tuple[str, ...]:
    """How a word may sound; where names of places take an s before "university" (Göteborgs), without it too."""
    sounds = latin_sounds(word, territory)
    if territory in _GENITIVE and len(word) > 5 and word.endswith("s"):
        sounds = tuple(dict.fromkeys((*sounds[:2], *latin_sounds(word[:-1], territory)[:2])))
    return sounds


def _parts(text: str, territory: str) -> Iterator[tuple[Word, Proper | None] | Proper]:
    text = plain(text)
    if not EAST_ASIAN.search(text):
        yield from _latin_parts(text, territory)
        return
    if (country := _LONG_COUNTRY.match(text)) and any(place.kind == "country" for place in place_names(country[0], territory or None)):
        yield Proper(country[0], "kana", _kana_sounds(country[0], territory))
        text = text[country.end() :]
    for token in han_words(text):
        if isinstance(token, Word):
            yield token, None
        else:
            yield from _propers(token, territory)


def _kana_sounds(text: str, territory: str) -> tuple[str, ...]:
    """How a name in kana sounds; ワ may stand for va too, as a German w is printed (ワイマール, ヴァイマル), but hardly an English one
    (ハワード, Howard, is not Harvard).
    """
    sound = kana_sound(text)
    return (sound, sound.replace("w", "v")) if "w" in sound and territory not in _ENGLISH else (sound,)


def _propers(text: str, territory: str) -> Iterator[tuple[Word, Proper | None] | Proper]:
    if _MIXED.fullmatch(text) and place_names(text, territory or None):
        yield Proper(text, "kana", _kana_sounds(text, territory))  # 内モンゴル is one name
        return
    for run in _RUN.finditer(text):
        printed = run[0]
        match run.lastgroup:
            case "kana":
                yield Proper(printed, "kana", _kana_sounds(printed, territory))
            case "han" if printed == "王" and run.start():
                yield _KING, None  # モンクット王工科大学, King Mongkut's
            case "han" if len(text) == 1:
                pass  # what is left of 天文学 or 都市 when the word is taken out says nothing
            case "han":
                # Korean readings tell apart what the common form does not: 圓 and 円.
                yield Proper(printed if territory in KOREAN else han.common(printed), "han")
            case "hangul":
                yield Proper(printed, "hangul")
            case _:
                yield from _latin_parts(printed, territory)
