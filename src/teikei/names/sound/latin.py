"""Latin spellings to sounds, by the spelling rules of the languages of a territory (`data/spellings.toml`)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from teikei.names.sound.kana import smooth
from teikei.names.vocabulary import vocabulary

_VOWELS = "aeiouyàáâãäåāăąæèéêëēęěìíîïīıòóôõöøōőơùúûüūůűưýÿœ"
_CONSONANTS = "bcdfghjklmnpqrstvwxzçćčđďğłľñńňřśšşșťţțźżžß"
_EDGE = "|"  # stands before and after each word, so that a rule can ask for the edge of a word
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPTS = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u206f]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼʹʺʾʿ·"))
_DOUBLED = re.compile(r"([bcdfghjkmpqrstvxz])\1+|nn(?![aiueoyw])")
_SOUNDS_FIXED = [
    ("ts", "q"),
    ("tz", "q"),
    ("sy", "x"),
    ("zy", "j"),
    ("xy", "x"),
    ("cy", "c"),
    ("jy", "j"),
    ("si", "xi"),
    ("zi", "ji"),
    ("hu", "fu"),
    ("yi", "i"),
    ("wu", "u"),
    ("yy", "y"),
]
_BARE = re.compile("[^aiueon](?![aiueo]|[yw][aiueo])")  # a consonant that needs a vowel
_WRITTEN_BARE = {"t": "to", "d": "do", "c": "ci", "j": "ji", "y": "i", "w": "u"}
_LONGEST = 60  # letters of one word that are read; a longer run is no word of a name


class _Rule(NamedTuple):
    """One spelling rule: the letters it reads, as a pattern with what must stand around them, and their sound."""

    letters: str
    pattern: str
    sound: str
    context: int


class _Language(NamedTuple):
    """The rules of one language by the first letter they read."""

    patterns: dict[str, tuple[re.Pattern[str], tuple[tuple[int, str], ...]]]
    letters: frozenset[str]
    endings: re.Pattern[str] | None  # parts at the end of a word that are read as words


def _classes(context: str) -> str:
    """A context as a regular expression: V any vowel, C any consonant, | the edge of the word, [..] one of these."""
    inside, written = False, []
    for sign in context:
        if sign in "[]":
            inside = sign == "["
            written.append(sign)
        elif sign in "VC":
            signs = _VOWELS if sign == "V" else _CONSONANTS
            written.append(signs if inside else f"[{signs}]")
        else:
            written.append(re.escape(sign) if sign != "^" else sign)
    return "".join(written)


def _narrowness(context: str) -> int:
    """How much a context asks for: each place counts, and a letter named counts more than a class."""
    return sum(2 if place in "VC" else 3 for place in re.findall(r"\[[^\]]*\]|.", context))


def _rule(line: str) -> _Rule:
    spelling, sound = line.split()
    left, _, rest = spelling.rpartition("<")
    letters, _, right = rest.partition(">")
    pattern = (f"(?<={_classes(left)})" if left else "") + re.escape(letters) + (f"(?={_classes(right)})" if right else "")
    return _Rule(letters, pattern, "" if sound == "-" else sound, _narrowness(left + right))


@cache
def _language(name: str) -> _Language:
    """The rules of a language of `data/spellings.toml`, with those of the language it builds on."""
    rules: dict[str, _Rule] = {}
    for part in _lineage(name):
        for line in vocabulary("spellings")["languages"][part]["rules"].splitlines():
            line = line.partition("#")[0].strip()
            if line:
                rule = _rule(line)
                rules[rule.pattern] = rule
    by_letter: dict[str, list[_Rule]] = defaultdict(list)
    for rule in sorted(rules.values(), key=lambda rule: (-len(rule.letters), -rule.context)):
        by_letter[rule.letters[0]].append(rule)
    patterns = {
        letter: (re.compile("|".join(f"({rule.pattern})" for rule in own)), tuple((len(rule.letters), rule.sound) for rule in own))
        for letter, own in by_letter.items()
    }
    endings = "|".join(vocabulary("spellings")["languages"][name].get("endings", "").split())
    known = frozenset(letter for rule in rules.values() for letter in rule.letters)
    return _Language(patterns, known, re.compile(f"(?<=[^ ]{{3}})(?=(?:{endings})s?$)") if endings else None)


def _lineage(name: str) -> list[str]:
    """The language and those it builds on, the farthest first."""
    lineage = [name]
    while base := vocabulary("spellings")["languages"][lineage[0]].get("after", "letters" if lineage[0] != "letters" else None):
        lineage.insert(0, base)
    return lineage


@cache
def spelling_languages(territory: str) -> tuple[str, ...]:
    """The languages by which names of `territory` (ISO 3166 code) are read, the likeliest first, English always among them."""
    named = vocabulary("spellings")["territories"].get(territory.upper(), vocabulary("spellings")["anywhere"])
    return tuple(dict.fromkeys([*named[: 2 if "english" not in named[:3] else 3], "english", "plain"]))[:3]


def _known_letters(word: str, language: _Language) -> str:
    """The word in letters that the language's rules know; others lose their accents or are written in Latin letters."""
    if word.isascii():
        return word
    return "".join(letter if letter in language.letters else anyascii(letter).lower() for letter in word)


def _parted(word: str, language: _Language) -> str:
    """The word with a space before an ending that is a word of its own: wake field."""
    return word if language.endings is None else language.endings.sub(" ", word, count=1)


def _read(word: str, language: _Language) -> str:
    """The sounds of one word, without the vowels that katakana adds."""
    padded = _EDGE + word[:_LONGEST] + _EDGE
    sounds, at, end = [], 1, len(padded) - 1
    while at < end:
        step = 1
        if found := language.patterns.get(padded[at]):
            pattern, outcomes = found
            if match := pattern.match(padded, at):
                step, sound = outcomes[(match.lastindex or 1) - 1]
                sounds.append(sound)
        at += step
    return "".join(sounds)


def _as_kana(sounds: str) -> str:
    """Sounds as katakana can write them: a vowel after each bare consonant, n before b and p."""
    sounds = _DOUBLED.sub(_once, sounds)
    for before, after in _SOUNDS_FIXED:
        if before in sounds:
            sounds = sounds.replace(before, after)
    return smooth(_BARE.sub(_with_vowel, sounds).replace("hu", "fu"))


def _once(doubled: re.Match[str]) -> str:
    return doubled.group()[0]


def _with_vowel(bare: re.Match[str]) -> str:
    """A consonant that no vowel follows, as katakana write it."""
    sound = bare.group()
    if sound == "m" and bare.string[bare.end() : bare.end() + 1] in ("p", "b", "m"):
        return "n"
    return _WRITTEN_BARE.get(sound, sound + "u")


@lru_cache(maxsize=262_144)
def _reading(word: str, name: str) -> str:
    """The sound of one word in one language, as katakana writes it."""
    language = _language(name)
    spoken = _parted(_known_letters(word, language), language)
    return "".join([_as_kana(_read(part, language)) for part in _WORD.findall(spoken)])


@lru_cache(maxsize=65_536)
def latin_sounds(word: str, territory: str) -> tuple[str, ...]:
    """One to three plausible sounds of `word`, the likeliest first, by the languages of `territory` (ISO 3166 code, any case).

    `word` may be several words. Letters of other scripts are first written in Latin ones (anyascii). The English
    reading is always among them. An unknown territory is read as most romanisations are; `()` where there is no letter.
    """
    return tuple(dict.fromkeys(_readings(word, territory)))


def likeliest_sound(word: str, territory: str) -> str:
    """The first of `latin_sounds`, "" where there is none; no other language is read."""
    return next(_readings(word, territory), "")


def _readings(word: str, territory: str) -> Iterator[str]:
    if word.isascii():
        words = _WORD.findall(word.lower().translate(_APOSTROPHES))
    else:
        text = unicodedata.normalize("NFC", word).replace("İ", "i").lower().translate(_APOSTROPHES)
        words = _WORD.findall(_OTHER_SCRIPTS.sub(lambda found: anyascii(found.group()).lower(), text))
    for name in spelling_languages(territory):
        if reading := "".join([_reading(part, name) for part in words]):
            yield reading
