"""Words of kind, field, status and direction in names of institutions, in every script (data/words.toml).

A name in two languages shares few letters but most of its concepts: 北京外国語大学 and "Beijing Foreign Studies University"
are both (a proper name), foreign studies, university. These functions read the concepts out of a name and leave the
proper names as they are.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

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


# ---------------------------------------------------------------- the lexicon, read once

_SCANNED = ("ja", "zh", "ko", "th")
_ARTICLE, _PARTICLE = "article", "particle"
_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяёўјљњћђџѓќѕқғұүөәңһ",
        "a b v g g d e ie zh z i i i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia e u j lj nj c dj dz g k dz q g u u o a n h".split(),
        strict=True,
    )
)
_CYRILLIC["ъ"] = _CYRILLIC["ь"] = ""
_CYRILLIC_HABITS = (
    {},
    {"й": "y", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi"},
    {"й": "j", "ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ю": "ju", "я": "ja"},
)


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
            latin = "".join((_CYRILLIC | habit).get(sign, sign) for sign in lower)
            if len(latin) > 6 or not latin.endswith("*"):  # viln* of вільний would take Vilnius
                yield latin
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
            return entry
    return None


# ---------------------------------------------------------------- words inside a run of text

_THAI = re.compile("[\u0e00-\u0e7f]")
_KATAKANA = re.compile("[ァ-ヺー]+")
_GAP = "\\s・･·‧、，,()（）\\[\\]「」『』/／&＆:：;；\\-‐‑–—―=＝"
_PIECES = re.compile(f"(?P<kana>[ァ-ヺー]+)|(?P<run>[^ァ-ヺー{_GAP}]+)")


def han_words(text: str) -> list[Word | str]:
    """The concepts in a Japanese, Chinese, Korean or Thai name, in order, with the rest as strings between them.

    The longest form wins, from left to right: 科学技術 before 科学. The strings between keep their inner separators
    (ルートヴィヒ・マクシミリアン). Words that carry no meaning (の, 及び, オブ) are dropped.
    """
    found: list[Word | str] = []
    text, marked = _marked(text)
    for start, end, entry in marked:
        if entry is None:
            found.append(text[start:end])
        else:
            found += entry.words
    return found


def spans(text: str) -> list[Span]:
    """The same as `han_words`, with places: what a word is to one reader may be part of a proper name to another (東北).

    Places count in the NFKC form of the text. Separators between spans belong to none.
    """
    text, marked = _marked(text)
    return [Span(start, end, text[start:end], entry.words if entry else (), bool(entry and entry.link)) for start, end, entry in marked]


_Mark = tuple[int, int, _Entry | None]


def _marked(text: str) -> tuple[str, list[_Mark]]:
    """The text in NFKC, with the places of its words and of its proper names, in order."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    marks: list[_Mark] = []
    lexicon = _lexicon()
    after_word = False
    for piece in _PIECES.finditer(text):
        start, end = piece.span()
        if piece.lastgroup == "kana":
            after_word = _mark_kana(text, start, end, after_word, marks)
        else:
            after_word = _mark_run(text, start, end, after_word, marks, lexicon)
    return text, marks


def _mark_rest(start: int, end: int, marks: list[_Mark]) -> None:
    """A proper name; it goes on from the one before it, over the separator between them."""
    if marks and marks[-1][2] is None:
        start = marks.pop()[0]
    marks.append((start, end, None))


def _mark_kana(text: str, start: int, end: int, after_word: bool, marks: list[_Mark]) -> bool:
    """A run of katakana is a word as a whole; else words of kind may open or end it: インペリアルカレッジ."""
    lexicon = _lexicon()
    run = text[start:end]
    if (entry := lexicon.kana.get(run)) is not None:
        if entry.link == _PARTICLE and not after_word:
            entry = None
    else:
        for form in _kana_ends().get(run[-2:], ()):
            if run.endswith(form) and len(form) < len(run):
                _mark_kana(text, start, end - len(form), after_word, marks)
                marks.append((end - len(form), end, lexicon.kana[form]))
                return True
        for form in _kana_openings().get(run[:2], ()):
            if run.startswith(form) and len(form) + 1 < len(run):
                marks.append((start, start + len(form), lexicon.kana[form]))
                return _mark_kana(text, start + len(form), end, True, marks)
    if entry is None:
        _mark_rest(start, end, marks)
        return False
    marks.append((start, end, entry))
    return bool(entry.words)


@cache
def _kana_ends() -> dict[str, list[str]]:
    """Katakana forms of kind by their last two signs, the longest first."""
    return _by_key([form for form, entry in _lexicon().kana.items() if _is_kind(entry) and len(form) > 2], lambda form: form[-2:])


@cache
def _kana_openings() -> dict[str, list[str]]:
    """Katakana forms of kind of four signs and more by their first two, the longest first."""
    return _by_key([form for form, entry in _lexicon().kana.items() if _is_kind(entry) and len(form) > 3], lambda form: form[:2])


def _by_key(forms: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        found.setdefault(key(form), []).append(form)
    return found


def _is_kind(entry: _Entry | None) -> bool:
    return entry is not None and any(word.sort in ("kind", "inner") for word in entry.words)


def _mark_run(text: str, start: int, end: int, after_word: bool, marks: list[_Mark], lexicon: _Lexicon) -> bool:
    """The words in a run of Han, hangul or other signs without a separator, and the signs between them."""
    runs, lengths = lexicon.runs, lexicon.lengths
    place = rest = start
    while place < end:
        sizes = lengths.get(text[place])
        entry = None
        for size in sizes or ():
            stop = place + size
            if stop <= end and (entry := runs.get(text[place:stop])) is not None:
                if size == 1:
                    if _may_stand_alone(text, place, start, end, entry, after_word and rest == place):
                        break
                elif text[stop - 1] not in "大대" or text[stop : stop + 1] not in _GOES_ON:
                    break  # 工大 is short for a university, but not in 工大学
                entry = None
        if entry is None:
            place += 1
            continue
        if rest < place:
            _mark_rest(rest, place, marks)
        marks.append((place, stop, entry))
        after_word = bool(entry.words)
        place = rest = stop
        if size > 1 and text[stop - 1] == "学" and _opens_kind(text, stop - 1, end):
            place = rest = stop - 1
    if rest < end:
        _mark_rest(rest, end, marks)
        return False
    return after_word


_GOES_ON = frozenset("学學학")


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
    if entry.link and text[place] not in "のとや":
        return after_word  # 与 and 和 join two words; elsewhere they are part of a name (昭和, 和歌山)
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
