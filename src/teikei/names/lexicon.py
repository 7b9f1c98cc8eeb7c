"""The lexicon of words of kind, field, status and direction (data/words.toml), read once and indexed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from teikei.names.vocabulary import vocabulary


class Word(Struct, frozen=True, gc=False):
    """A concept: its id and what sort of word it is (kind, field, status, direction, inner)."""

    id: str
    sort: str


_KATAKANA = re.compile("[ァ-ヺー]+")
_SPECIAL = str.maketrans(
    {
        "ı": "i",
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ʻ": "'",
        "ʼ": "'",
        "’": "'",
        "`": "'",
    }
)
# d'études and dell'Aquila are two words, Xi'an and people's one.
_ELISION = re.compile(r"\b([dlnjst]|all|dell|nell|dall|sull|qu)'(?=\w)")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# A word with the marks that Indic, Thai and Burmese vowels are, which \w leaves out.
_TOKEN = re.compile(r"(?:[^\W_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+")


@lru_cache(maxsize=131_072)
def fold_word(text: str) -> str:
    """A word or phrase as the lexicon compares it: lower case, without accents, apostrophes and Arabic vowel signs."""
    text = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    if "'" in text:
        text = _ELISION.sub(r"\1 ", text).replace("'", "")
    return text if text.isascii() else unicodedata.normalize("NFC", _MARKS.sub("", text))


def word_tokens(name: str) -> list[str]:
    """The folded words of a name that is written with spaces, in order; punctuation is dropped."""
    return _TOKEN.findall(fold_word(name))


_SCANNED = ("ja", "zh", "ko", "th")
ARTICLE, PARTICLE = "article", "particle"
_FAITHS = ("catholic", "christian", "islamic")  # what katakana writes in one with the name before it: ルーバンカトリック
# Each sign with its Latin letters; where habits differ, the commonest, and the others below.
_CYRILLIC_SIGNS = """
а a б b в v г g ґ g д d е e є ie ж zh з z и i і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
ы y э e ю iu я ia ё e ў u ј j љ lj њ nj ћ c ђ dj џ dz ѓ g ќ k ѕ dz қ q ғ g ұ u ү u ө o ә a ң n һ h
""".split()  # noqa: SIM905
_CYRILLIC = dict(zip(_CYRILLIC_SIGNS[::2], _CYRILLIC_SIGNS[1::2], strict=True))
_CYRILLIC["ъ"] = _CYRILLIC["ь"] = ""
_CYRILLIC_HABITS: tuple[dict[str, str], ...] = (
    {},
    {"й": "y", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi"},
    {"й": "j", "ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ю": "ju", "я": "ja"},
)


class Entry(Struct, frozen=True, gc=False):
    """What a form stands for; `link` is the id of the words without a meaning that it belongs to."""

    words: tuple[Word, ...]
    link: str = ""

    @property
    def is_kind(self) -> bool:
        """Whether the form says what an institution, or a unit of one, is."""
        return any(word.sort in ("kind", "inner") for word in self.words)


class Lexicon(NamedTuple):
    """The forms of data/words.toml, by the way they are looked for."""

    whole: dict[tuple[str, ...], Entry]  # phrases of folded words
    longest: dict[str, int]  # a phrase's first word → words of the longest such phrase
    stems: dict[str, Entry]  # beginnings of folded words
    runs: dict[str, Entry]  # forms inside a run of text
    lengths: dict[str, tuple[int, ...]]  # a form's first sign → lengths of such forms, the longest first
    kana: dict[str, Entry]  # those of `runs` that are katakana
    kana_ends: dict[str, list[str]]  # katakana of kind and faith, by the last two signs, the longest first
    kana_openings: dict[str, list[str]]  # katakana of kind of five signs or more, by the first two
    kana_fields: dict[str, list[str]]  # katakana of field of three signs or more, by the last two
    kana_directions: dict[str, list[str]]  # katakana of direction of three signs or more, by the first two
    after_study: tuple[str, ...]  # kinds that begin with 学


@cache
def lexicon() -> Lexicon:
    """The whole lexicon, indexed at the first call (about a third of a second)."""
    known: dict[str, Word] = {}
    spoken: dict[tuple[str, ...], Entry] = {}
    stems: dict[str, Entry] = {}
    runs: dict[str, Entry] = {}
    for table, entry in _entries(known):
        for form in (*table.get("latin", ()), *table.get("native", ())):
            for spelling in _spellings(form):
                if spelling.endswith("*"):
                    stems.setdefault(spelling[:-1], entry)
                else:
                    spoken.setdefault(tuple(_TOKEN.findall(spelling)), entry)
        for language in _SCANNED:
            for form in table.get(language, ()):
                runs.setdefault(unicodedata.normalize("NFKC", form), entry)
    longest: dict[str, int] = {}
    for phrase in spoken:
        longest[phrase[0]] = max(longest.get(phrase[0], 1), len(phrase))
    kana = {form: entry for form, entry in runs.items() if _KATAKANA.fullmatch(form)}
    lengths: dict[str, set[int]] = {}
    for form in runs.keys() - kana.keys():
        lengths.setdefault(form[0], set()).add(len(form))
    kinds = [form for form, entry in kana.items() if entry.is_kind]
    faiths = [form for form, entry in kana.items() if entry.words and entry.words[0].id in _FAITHS]
    fields = [form for form, entry in kana.items() if entry.words and entry.words[0].sort == "field"]
    directions = [form for form, entry in kana.items() if entry.words and entry.words[0].sort == "direction"]
    return Lexicon(
        whole=spoken,
        longest=longest,
        stems=stems,
        runs=runs,
        lengths={sign: tuple(sorted(found, reverse=True)) for sign, found in lengths.items()},
        kana=kana,
        kana_ends=_by_key([form for form in (*kinds, *faiths) if len(form) > 2], lambda form: form[-2:]),
        kana_openings=_by_key([form for form in kinds if len(form) > 4], lambda form: form[:2]),
        kana_fields=_by_key([form for form in fields if len(form) > 2], lambda form: form[-2:]),
        kana_directions=_by_key([form for form in directions if len(form) > 2], lambda form: form[:2]),
        after_study=tuple(form for form, entry in runs.items() if form[0] == "学" and len(form) > 1 and entry.is_kind),
    )


def _by_key(forms: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        found.setdefault(key(form), []).append(form)
    return found


def _entries(known: dict[str, Word]) -> Iterator[tuple[dict[str, Any], Entry]]:
    """Each table of the file with what its forms stand for; compounds first, for they are the longer forms."""
    tables = vocabulary("words")
    for table in tables["word"]:
        known[table["id"]] = Word(table["id"], table["sort"])
    for table in tables.get("compound", ()):
        yield table, Entry(tuple(known[name] for name in table["ids"]))
    for table in tables["word"]:
        if table["sort"] == "link":
            yield table, Entry((), table["id"])
        else:
            yield table, Entry((known[table["id"]],))


def _spellings(form: str) -> Iterator[str]:
    """A form folded, and what else it may be written as: Cyrillic in Latin letters, Arabic with its article; a phrase in the plural."""
    folded = fold_word(form)
    if " " in folded and folded.endswith("*"):
        yield folded[:-1]
        yield folded[:-1] + "s"
        return
    yield folded
    lower = form.casefold()
    if any(sign in _CYRILLIC for sign in lower):
        yield lower
        for habit in _CYRILLIC_HABITS:
            latin = "".join((_CYRILLIC | habit).get(sign, sign) for sign in lower)
            if len(latin) > 6 or not latin.endswith("*"):  # viln* of вільний would take Vilnius
                yield latin
    elif "\u0621" <= folded[0] <= "\u06d3" and not folded.startswith("ال"):
        for opening in ("ال", "وال", "لل", "بال", "و"):
            yield opening + folded
