"""Words of kind, field, status and direction in names of institutions, in every script (data/words.toml).

A name in two languages shares few letters but most of its concepts: 北京外国語大学 and "Beijing Foreign Studies University"
are both (a proper name), foreign studies, university. These functions read the concepts out of a name and leave the
proper names as they are.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache

from msgspec import Struct

from teikei.names.lexicon import ARTICLE, PARTICLE, Entry, Lexicon, Word, fold_word, lexicon, word_tokens
from teikei.names.places import place_names
from teikei.names.vocabulary import vocabulary

__all__ = ["Span", "Word", "fold_word", "han_words", "is_particle", "latin_words", "near", "placed_words", "spans", "word_tokens"]


class Span(Struct, frozen=True, gc=False):
    """A stretch of a name: `text[start:end]`, with the words it stands for; no words where it is a proper name.

    Two spans may share one sign: 医学院 is 医学 and 学院. `link` marks what carries no meaning (の, 及び, オブ).
    """

    start: int
    end: int
    text: str
    words: tuple[Word, ...] = ()
    link: bool = False


# ---------------------------------------------------------------- words between spaces


def latin_words(tokens: Sequence[str]) -> list[Word | str]:
    """The concepts among folded words, in order; the longest phrase wins, other words stay as they are.

    tokens: as `word_tokens` gives them, in any script that is written with spaces. Words that carry no meaning
    (of, und, della) are dropped; an article (la, el) only before a concept, for La Plata needs its own.
    """
    return [part for _, part in placed_words(tokens)]


def placed_words(tokens: Sequence[str]) -> list[tuple[int, Word | str]]:
    """The same as `latin_words`, each with the place of the token that it begins with.

    A word without a meaning at the end of a name joins nothing there, and is a name itself: Universidade Federal do Pará.
    """
    known = lexicon()
    longest, whole = known.longest, known.whole
    found: list[tuple[int, Word | str]] = []
    articles: list[tuple[int, str]] = []
    place, end = 0, len(tokens)
    while place < end:
        first, token = place, tokens[place]
        entry, size = None, longest.get(token, 0)
        while size:
            if (entry := whole.get(tuple(tokens[place : place + size]))) is not None:
                break
            size -= 1
        if entry is None:
            size, entry = 1, _inflected(token)
        place += size
        if entry is not None and entry.link == ARTICLE:
            articles.append((first, token))
            continue
        if entry is None or (entry.link and place == end > 1 and len(token) > _LINK):
            found += articles
            found.append((first, token))
        else:
            found += [(first, word) for word in entry.words]
        articles.clear()
    return found + articles


_LINK = 2  # letters of a word that is never a name of its own: de, of, i


@lru_cache(maxsize=262_144)
def _inflected(token: str) -> Entry | None:
    """What a word that the lexicon does not hold as such stands for by its beginning."""
    if token[:1] >= "\u0e00" and (words := tuple(word for word in han_words(token) if isinstance(word, Word))):
        return Entry(words) if _THAI.match(token) else None
    stems = lexicon().stems
    for size in range(len(token), 2, -1):
        if (entry := stems.get(token[:size])) is not None:
            return entry
    if (plainer := without_umlauts(token)) != token:
        return lexicon().whole.get((plainer,)) or _inflected(plainer)
    return None


def without_umlauts(token: str) -> str:
    """A folded word with its umlauts as folding leaves them, where they are spelt out: universitaet, kuenste, koeln, hoegskolan."""
    return _SPELT_OUT.sub(r"\1", token) if token.isascii() else token


_SPELT_OUT = re.compile("([aou])e(?=[bcdfghjklmnprstvwz])")


# ---------------------------------------------------------------- words inside a run of text

_THAI = re.compile("[\u0e00-\u0e7f]")
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


_Mark = tuple[int, int, Entry | None]


@lru_cache(maxsize=8_192)
def _marked(text: str) -> tuple[str, tuple[_Mark, ...]]:
    """The text in NFKC, with the places of its words and of its proper names, in order."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    marks: list[_Mark] = []
    known = lexicon()
    after_word = False
    passed = 0
    for piece in _PIECES.finditer(text):
        start, end = piece.span()
        if start < passed and (start := passed) >= end:
            continue
        if piece.lastgroup == "kana" and (form := _over_the_border(text, start)):
            marks.append((start, passed := start + len(form), known.runs[form]))
            after_word = True
        elif piece.lastgroup == "kana":
            after_word = _mark_kana(text, start, end, after_word, marks)
        else:
            after_word = _mark_run(text, start, end, after_word, marks, known)
    return text, tuple(marks)


def _over_the_border(text: str, start: int) -> str:
    """The form that begins with the katakana at a place and goes on after them: コミュニティ・カレッジ, キリスト教; else ""."""
    forms = _mixed_forms().get(text[start : start + 2], ())
    return next((form for form in forms if text.startswith(form, start) and not _GOES_ON_IN_KANA.match(text, start + len(form))), "")


@cache
def _mixed_forms() -> dict[str, tuple[str, ...]]:
    """The forms that begin with katakana and hold other signs too, the longest first, by their first two signs."""
    found: dict[str, tuple[str, ...]] = {}
    for form, entry in sorted(lexicon().runs.items(), key=lambda each: -len(each[0])):
        if entry.words and _MIXED.fullmatch(form):
            found[form[:2]] = (*found.get(form[:2], ()), form)
    return found


_GOES_ON_IN_KANA = re.compile("[ァ-ヺー]")
_MIXED = re.compile("[ァ-ヺー]+[^ァ-ヺー].*")


def is_particle(text: str) -> bool:
    """Whether a run of katakana is a word such as de or von, which says nothing though it stands within a proper name."""
    entry = lexicon().kana.get(text)
    return entry is not None and entry.link == PARTICLE


def _mark_rest(start: int, end: int, marks: list[_Mark]) -> None:
    """A proper name; it goes on from the one before it, over the separator between them."""
    if marks and marks[-1][2] is None:
        start = marks.pop()[0]
    marks.append((start, end, None))


# A longer run of katakana is no name, and not worth looking into.
_LONGEST_KANA = 60


def _mark_kana(text: str, start: int, end: int, after_word: bool, marks: list[_Mark]) -> bool:
    """A run of katakana is a word as a whole; else words of kind may open or end it: インペリアルカレッジ."""
    known = lexicon()
    run = text[start:end]
    if (entry := known.kana.get(run)) is not None:
        if entry.link == PARTICLE and not after_word:
            entry = None
    elif len(run) <= _LONGEST_KANA:
        for form in known.kana_ends.get(run[-2:], ()):
            if run.endswith(form) and len(form) < len(run):
                _mark_kana(text, start, end - len(form), after_word, marks)
                marks.append((end - len(form), end, known.kana[form]))
                return True
        for form in known.kana_openings.get(run[:2], ()):
            if run.startswith(form) and len(form) + 1 < len(run):
                marks.append((start, start + len(form), known.kana[form]))
                return _mark_kana(text, start + len(form), end, True, marks)
        if cut := _beside_a_place(run, known):
            after_word = _mark_kana(text, start, start + cut, after_word, marks)
            return _mark_kana(text, start + cut, end, after_word, marks)
    if entry is None:
        _mark_rest(start, end, marks)
        return False
    marks.append((start, end, entry))
    return bool(entry.words)


def _beside_a_place(run: str, known: Lexicon) -> int:
    """Where a word of field or direction that is written as one with a place is parted from it: ケルン|スポーツ, ノーザン|アイオワ; else 0."""
    parts = [(run[: -len(form)], len(run) - len(form)) for form in known.kana_fields.get(run[-2:], ()) if run.endswith(form)]
    parts += [(run[len(form) :], len(form)) for form in known.kana_directions.get(run[:2], ()) if run.startswith(form)]
    if not parts or place_names(run, None):
        return 0
    return next((cut for place, cut in parts if place_names(place, None)), 0)


def _mark_run(text: str, start: int, end: int, after_word: bool, marks: list[_Mark], known: Lexicon) -> bool:
    """The words in a run of Han, hangul or other signs without a separator, and the signs between them."""
    lengths, after_study = known.lengths, known.after_study
    place = rest = start
    while place < end:
        sizes = lengths.get(text[place])
        mark = _form_at(text, place, start, end, sizes, after_word and rest == place, known.runs) if sizes else None
        if mark is None:
            place += 1
            continue
        if rest < place:
            _mark_rest(rest, place, marks)
        marks.append(mark)
        _, stop, entry = mark
        after_word = bool(entry.words)
        if text[stop - 1] == "学" and stop > place + 1 and text[stop - 2] != "大" and text.startswith(after_study, stop - 1, end):
            stop -= 1  # 医学 and 学院 share a sign in 医学院
        place = rest = stop
    if rest < end:
        _mark_rest(rest, end, marks)
        return False
    return after_word


_GOES_ON = frozenset("学學학")


def _form_at(
    text: str, place: int, start: int, end: int, sizes: tuple[int, ...], after_word: bool, runs: dict[str, Entry]
) -> tuple[int, int, Entry] | None:
    """The longest form that begins at a place of a run, where it is meant as a word."""
    for size in sizes:
        stop = place + size
        if stop > end or (entry := runs.get(text[place:stop])) is None:
            continue
        if size == 1:
            if _may_stand_alone(text, place, start, end, entry, after_word):
                return place, stop, entry
        elif text[stop - 1] in "大대" and text[stop : stop + 1] in _GOES_ON:
            continue  # 工大 is short for a university, but not in 工大学
        elif not (size > 2 and text.startswith(("科学技術", "科学院"), stop - 2)):
            return place, stop, entry  # 海洋科学技術 is 海洋 and 科学技術, 農業科学院 is 農業 and 科学院
    return None


def _may_stand_alone(text: str, place: int, start: int, end: int, entry: Entry, after_word: bool) -> bool:
    """Whether a form of one sign is meant as a word there, and not as a part of a proper name (河南, 北京, 山東省).

    A kind or a unit ends the run, after a word (教育省) or, for 校 and 系, after anything; a direction or status opens
    the run before kana (南カリフォルニア), a direction also one of 大学 after kana (パリ東大学); の stands between two signs that are not hiragana.
    """
    if entry.link and text[place] not in "のとや":
        return after_word  # 与 and 和 join two words; elsewhere they are part of a name (昭和, 和歌山)
    if entry.link:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return len(around) == 2 and not any("ぁ" <= sign <= "ゟ" for sign in around)
    sort = entry.words[0].sort
    if sort == "direction" and place == start and "ァ" <= text[place - 1 : place] <= "ヺ" and text.startswith("大学", place + 1):
        return True  # ティミショアラ西大学
    if text[place] == "癌":
        return True  # it is in no proper name
    if sort in ("direction", "status"):
        return place == start and place + 1 == end and "ァ" <= text[end : end + 1] <= "ヺ"
    if place + 1 != end:
        return False
    return after_word or (text[place] in "校系" and place > 0)


# ---------------------------------------------------------------- likeness of concepts


def near(a: str, b: str) -> float:
    """How alike two concepts are, by id: 1 for the same, 0 for strangers, between them as the lexicon says."""
    return 1.0 if a == b else _nearness().get((a, b), 0.0)


def nearest(word: str, others: Set[str]) -> float:
    """How alike a concept is to the nearest of others; 0 where there are none."""
    if word in others:
        return 1.0
    neighbours = _neighbours().get(word)
    if not neighbours:
        return 0.0
    return max([neighbours[other] for other in others if other in neighbours], default=0.0)


def neighbours_of(word: str) -> Mapping[str, float]:
    """The other concepts that one is near to, with how near."""
    return _neighbours().get(word, {})


@cache
def _neighbours() -> dict[str, dict[str, float]]:
    """Each concept that is near to others, with these and how near."""
    found: dict[str, dict[str, float]] = {}
    for (one, other), likeness in _nearness().items():
        found.setdefault(one, {})[other] = likeness
    return found


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
def words_of(sort: str) -> frozenset[str]:
    """The ids of all concepts of a sort."""
    return frozenset(word for word, its in _sorts().items() if its == sort)


@cache
def numbered() -> dict[str, int]:
    """All concepts by id, each with a number of its own, from 0 without gaps."""
    return {word: place for place, word in enumerate(_sorts())}


@cache
def _sorts() -> dict[str, str]:
    return {table["id"]: table["sort"] for table in vocabulary("words")["word"]}
