"""Words of kind, field, status and direction in names of institutions, in every script (data/words.toml).

A name in two languages shares few letters but most of its concepts: 北京外国語大学 and "Beijing Foreign Studies University"
are both (a proper name), foreign studies, university. These functions read the concepts out of a name and leave the
proper names as they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from teikei.names.places import place_tokens
from teikei.names.vocabulary import vocabulary


class Word(NamedTuple):
    """A concept: its id and what sort of word it is (kind, field, status, direction, inner)."""

    id: str
    sort: str


class Span(NamedTuple):
    """A stretch of a name: `text[start:end]`, with the words it stands for; no words where it is a proper name.

    Two spans may share one sign: 医学院 is 医学 and 学院. `link` marks what carries no meaning (の, 及び, オブ).
    """

    start: int
    end: int
    text: str
    words: tuple[Word, ...] = ()
    link: bool = False


_SPECIAL = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ə": "a", "ʻ": "", "ʼ": "", "’": "", "'": ""})
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# A word with the marks that Indic, Thai and Burmese vowels are, which \w leaves out.
_TOKEN = re.compile(r"(?:[^\W_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+")


@lru_cache(maxsize=131_072)
def fold_word(text: str) -> str:
    """A word or phrase as the lexicon compares it: lower case, without accents, apostrophes and Arabic vowel signs."""
    if text.isascii():
        return text.lower().replace("'", "")
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return unicodedata.normalize("NFC", _MARKS.sub("", text))


def word_tokens(name: str) -> list[str]:
    """The folded words of a name that is written with spaces, in order; punctuation is dropped."""
    return _TOKEN.findall(fold_word(name))


# ---------------------------------------------------------------- the lexicon, read once

_SCANNED = ("ja", "zh", "ko", "th")
_ARTICLE, _PARTICLE = "article", "particle"
_CYRILLIC = dict(
    zip("абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяёўјљњћђџѓќѕқғұүөәңһ", "a b v g g d e ie zh z i i i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia e u j lj nj c dj dz g k dz q g u u o a n h".split(), strict=True)
)
_CYRILLIC["ъ"] = _CYRILLIC["ь"] = ""
_CYRILLIC_HABITS = ({}, {"й": "y", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi"}, {"й": "j", "ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ю": "ju", "я": "ja"})


class _Entry(NamedTuple):
    words: tuple[Word, ...]
    link: str = ""


class _Lexicon(NamedTuple):
    whole: dict[tuple[str, ...], _Entry]
    longest: dict[str, int]
    stems: dict[str, _Entry]
    runs: dict[str, _Entry]
    lengths: dict[str, tuple[int, ...]]
    kana: dict[str, _Entry]


@cache
def _lexicon() -> _Lexicon:
    known: dict[str, Word] = {}
    spoken: dict[tuple[str, ...], _Entry] = {}
    stems: dict[str, _Entry] = {}
    runs: dict[str, _Entry] = {}
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
    return _Lexicon(spoken, longest, stems, runs, {sign: tuple(sorted(found, reverse=True)) for sign, found in lengths.items()}, kana)


def _entries(known: dict[str, Word]) -> Iterator[tuple[dict[str, Any], _Entry]]:
    """Each table of the file with what its forms stand for; compounds first, for they are the longer forms."""
    tables = vocabulary("words")
    for table in tables["word"]:
        known[table["id"]] = Word(table["id"], table["sort"])
    for table in tables.get("compound", ()):
        yield table, _Entry(tuple(known[name] for name in table["ids"]))
    for table in tables["word"]:
        if table["sort"] == "link":
            yield table, _Entry((), table["id"])
        else:
            yield table, _Entry((known[table["id"]],))


def _spellings(form: str) -> Iterator[str]:
    """A form folded, and what else it may be written as: Cyrillic in Latin letters, Arabic with its article."""
    folded = fold_word(form)
    yield folded
    lower = form.casefold()
    if any(sign in _CYRILLIC for sign in lower):
        yield lower
        for habit in _CYRILLIC_HABITS:
            yield "".join((_CYRILLIC | habit).get(sign, sign) for sign in lower)
    elif "\u0621" <= folded[0] <= "\u06d3" and not folded.startswith("ال"):
        for opening in ("ال", "وال", "لل", "بال", "و"):
            yield opening + folded


# ---------------------------------------------------------------- words between spaces


def latin_words(tokens: Sequence[str]) -> list[Word | str]:
    """The concepts among folded words, in order; the longest phrase wins, other words stay as they are.

    tokens: as `word_tokens` gives them, in any script that is written with spaces. Words that carry no meaning
    (of, und, della) are dropped; an article (la, el) only before a concept, for La Plata needs its own.
    """
    lexicon = _lexicon()
    longest, whole = lexicon.longest, lexicon.whole
    found: list[Word | str] = []
    articles: list[str] = []
    place, end = 0, len(tokens)
    while place < end:
        token = tokens[place]
        entry, size = None, longest.get(token, 0)
        while size:
            if (entry := whole.get(tuple(tokens[place : place + size]))) is not None:
                break
            size -= 1
        if entry is None:
            size, entry = 1, _inflected(token)
        place += size
        if entry is not None and entry.link == _ARTICLE:
            articles.append(token)
            continue
        if entry is None:
            found += articles
            found.append(token)
        else:
            found += entry.words
        articles.clear()
    return found + articles


@lru_cache(maxsize=262_144)
def _inflected(token: str) -> _Entry | None:
    """What a word that the lexicon does not hold as such stands for by its beginning."""
    if token[:1] >= "\u0e00" and (words := tuple(word for word in han_words(token) if isinstance(word, Word))):
        return _Entry(words) if _THAI.match(token) else None
    stems = _lexicon().stems
    for size in range(len(token), 2, -1):
        if (entry := stems.get(token[:size])) is not None:
            # Sydney does not begin with the Danish south, nor Lawrence with law; Freiburg is a place, whatever it begins with.
            return None if (size <= _SHORT_STEM < len(token) - size) or token in place_tokens() else entry
    return None


_SHORT_STEM = 4


# ---------------------------------------------------------------- words inside a run of text

_THAI = re.compile("[\u0e00-\u0e7f]")
_KATAKANA = re.compile("[ァ-ヺー]+")
_PIECES = re.compile("(?P<kana>[ァ-ヺー]+)|(?P<gap>[\\s・･·‧、，,()（）\\[\\]「」『』/／&＆:：;；\\-‐‑–—―=＝]+)|(?P<other>[^ァ-ヺー\\s・･·‧、，,()（）\\[\\]「」『』/／&＆:：;；\\-‐‑–—―=＝]+)")


def han_words(text: str) -> list[Word | str]:
    """The concepts in a Japanese, Chinese, Korean or Thai name, in order, with the rest as strings between them.

    The longest form wins, from left to right: 科学技術 before 科学. The strings between keep their inner separators
    (ルートヴィヒ・マクシミリアン). Words that carry no meaning (の, 及び, オブ) are dropped.
    """
    found: list[Word | str] = []
    for span in spans(text):
        if span.words:
            found += span.words
        elif not span.link:
            found.append(span.text)
    return found


def spans(text: str) -> list[Span]:
    """The same as `han_words`, with places: what a word is to one reader may be part of a proper name to another (東北).

    Places count in the NFKC form of the text. Separators between spans belong to none.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    found: list[Span] = []
    rest = -1
    for span in _matches(text):
        if not span.words and not span.link:
            rest = span.start if rest < 0 else rest
            found_end = span.end
            found.append(Span(rest, found_end, text[rest:found_end]))
            if len(found) > 1 and found[-2].start == rest:
                del found[-2]
            continue
        rest = -1
        found.append(span)
    return found


def _matches(text: str) -> Iterator[Span]:
    """Spans in order; proper names in pieces."""
    after_word = False
    for piece in _PIECES.finditer(text):
        if piece.lastgroup == "gap":
            continue
        start, end = piece.span()
        read = _kana_spans if piece.lastgroup == "kana" else _run_spans
        for span in read(text, start, end, after_word):
            after_word = bool(span.words)
            yield span


def _kana_spans(text: str, start: int, end: int, after_word: bool) -> Iterable[Span]:
    """A run of katakana is a word as a whole; else words of kind may open or end it: インペリアルカレッジ."""
    kana = _lexicon().kana
    run = text[start:end]
    if (entry := kana.get(run)) is not None:
        if entry.link == _PARTICLE and not after_word:
            return (Span(start, end, run),)
        return (Span(start, end, run, entry.words, bool(entry.link)),)
    for cut in range(1, len(run) - 2):
        if _is_kind(entry := kana.get(run[cut:])) and entry is not None:
            return (*_kana_spans(text, start, start + cut, after_word), Span(start + cut, end, run[cut:], entry.words))
    for cut in range(len(run) - 2, 3, -1):
        if _is_kind(entry := kana.get(run[:cut])) and entry is not None:
            return (Span(start, start + cut, run[:cut], entry.words), *_kana_spans(text, start + cut, end, True))
    return (Span(start, end, run),)


def _is_kind(entry: _Entry | None) -> bool:
    return entry is not None and any(word.sort in ("kind", "inner") for word in entry.words)


def _run_spans(text: str, start: int, end: int, after_word: bool) -> Iterator[Span]:
    """The words in a run of Han, hangul or other signs without a separator, and the signs between them."""
    lexicon = _lexicon()
    runs, lengths = lexicon.runs, lexicon.lengths
    place = rest = start
    while place < end:
        entry, size = None, 0
        for size in lengths.get(text[place], ()):
            entry = runs.get(text[place : place + size]) if place + size <= end else None
            if entry is not None and (_ends_well(text, place + size) if size > 1 else _may_stand_alone(text, place, start, end, entry, after_word)):
                break
            entry = None
        if entry is None:
            place += 1
            after_word = False
            continue
        if rest < place:
            yield Span(rest, place, text[rest:place])
        yield Span(place, place + size, text[place : place + size], entry.words, bool(entry.link))
        after_word = bool(entry.words)
        place += size
        rest = place
        if size > 1 and text[place - 1] == "学" and _opens_kind(text, place - 1, end):
            place -= 1
            rest = place
    if rest < end:
        yield Span(rest, end, text[rest:end])


def _ends_well(text: str, end: int) -> bool:
    """Whether a form that is short for a university (工大, 과기대) is not followed by the rest of the long one (工大学)."""
    return text[end - 1] not in "大대" or text[end : end + 1] not in {"学", "學", "학"}


def _opens_kind(text: str, place: int, end: int) -> bool:
    """Whether the last sign of a field also opens a kind: 医学 + 学院 in 医学院. 大学 never gives its 学 away."""
    if text[place - 1] == "大":
        return False
    runs = _lexicon().runs
    return any(_is_kind(runs.get(text[place : place + size])) for size in (4, 3, 2) if place + size <= end)


def _may_stand_alone(text: str, place: int, start: int, end: int, entry: _Entry, after_word: bool) -> bool:
    """Whether a form of one sign is meant as a word there, and not as a part of a proper name (河南, 北京, 山東省).

    A kind or a unit ends the run, after a word (教育省) or, for 校 and 系, after anything; a direction or status opens
    the run before kana (南カリフォルニア); の stands between two signs that are not hiragana.
    """
    if entry.link:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return len(around) == 2 and not any("ぁ" <= sign <= "ゟ" for sign in around)
    sort = entry.words[0].sort
    if sort in ("direction", "status"):
        return place == start and place + 1 == end and "ァ" <= text[end : end + 1] <= "ヺ"
    if place + 1 != end:
        return False
    return after_word or (text[place] in "校系" and place > 0)


# ---------------------------------------------------------------- likeness of concepts


def near(a: str, b: str) -> float:
    """How alike two concepts are, by id: 1 for the same, 0 for strangers, between them as the lexicon says."""
    return 1.0 if a == b else _nearness().get((a, b), 0.0)


@cache
def _nearness() -> dict[tuple[str, str], float]:
    likeness: dict[tuple[str, str], float] = {}
    for table in vocabulary("words").get("near", ()):
        ids = table["ids"]
        for one in ids:
            for other in ids:
                if one != other:
                    likeness.setdefault((one, other), table["likeness"])
    return likeness


def sort_of(word: str) -> str:
    """The sort of the concept with that id. KeyError where there is none."""
    return _sorts()[word]


@cache
def _sorts() -> dict[str, str]:
    return {table["id"]: table["sort"] for table in vocabulary("words")["word"]}
