"""A printed name as levels: the institution, then what stands inside it, and what brackets add.

カセサート大学5学部(農学部・…) names a university and five faculties of it; 北京大学第三医院 a hospital with a record of its
own. What ends a level is a word for a kind of institution or unit; which level has a record, the matcher finds out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from teikei.names.elements import EAST_ASIAN, plain
from teikei.names.words import Span, Word, latin_words, spans, word_tokens

_BRACKETS = re.compile(r"[(（\[［〔【]([^()（）\[\]［］〔〕【】]*)[)）\]］〕】]?")
_COLLEGE = re.compile("・?(?:ユニバーシティ・?)?カレッジ$")
_KANA_FOLLOWS = re.compile("[・･ =＝]?[ァ-ヺ]")
_PIECES = re.compile(r"\s*[,;/|]\s*|\s+[-–—:]\s+|\s+at\s+(?=the\s|[A-Z])")
_TOKEN = re.compile(r"\S+")
_THAI, _ARABIC = re.compile("[\u0e00-\u0e7f]"), re.compile("[\u0600-\u06ff]")
_LINKS = re.compile(r"(?:\s+(?:of|de|du|da|do|di|der|la|the))+$", re.IGNORECASE)
_AGAIN = re.compile(r"(.*\S)\s+[/／]\s+(\S.*)")
_NOTE = re.compile(r"(?:[※*†‡★☆]+|注記?|註|備考)\s*\d*")
_INSTITUTIONS = ("university", "hochschule", "polytechnic", "academy")  # what a faculty or centre is part of
_BETWEEN = " ・,、"
_CAMPUS = re.compile("(?<=[ァ-ヺー])(?:分校|校)")
_MOST_LEVELS = 4


class Level(Struct, frozen=True, gc=False):
    """A level of a name as printed, and whether it stood in brackets."""

    text: str
    bracketed: bool = False


@lru_cache(maxsize=65_536)
def segments_of(name: str) -> tuple[Level, ...]:
    """The levels of a printed name in Japanese, Chinese, Korean or Latin letters, the institution first; none where it is empty.

    What stands in brackets is a level where it stands: テキサス大学(オースティン分校)化学部.
    """
    levels: list[Level] = []
    for position, part in enumerate(_BRACKETS.split(_once_more(plain(name)))):
        if (text := " ".join(part.split())) and not (position % 2 and _NOTE.fullmatch(text)):
            # Every second part stood in brackets.
            inside = bool(position % 2)
            parts = [text] if inside else _by_campus(text) if EAST_ASIAN.search(text) else _western(text)
            levels.extend(Level(part, inside) for part in parts)
    return tuple(levels[:_MOST_LEVELS])


def _once_more(name: str) -> str:
    """A name that stands there in two languages with a stroke between them, the second one in brackets: Kyiv Polytechnic / КПІ."""
    both = _AGAIN.fullmatch(name)
    if both is None or not all(_kinds(text) & {*_INSTITUTIONS, "college", "school", "institute"} for text in both.groups()):
        return name
    return f"{both[1]}({both[2]})"


def _by_campus(text: str) -> Iterator[str]:
    """Levels of a name without spaces; after a campus named in katakana (ロサンゼルス校) a new one begins."""
    start = 0
    for campus in _CAMPUS.finditer(text):
        yield from _eastern(text[start : campus.end()])
        start = campus.end()
    yield from _eastern(text[start:])


def _eastern(text: str) -> Iterator[str]:
    """Levels of a name without spaces: each ends with a word of kind or unit that has something before it.

    After a kind that ends nothing (カレッジ in インペリアル・カレッジ・ロンドン医学部) a unit begins with its own words: 医学部.
    """
    start = unit = 0
    told = kept = False
    for span in spans(text):
        if not span.words and not span.link:
            unit = span.end
        ends = any(word.sort in ("kind", "inner") for word in span.words)
        if not ends or not (told or _alone(span)):
            told = told or not span.link
            continue
        if _COLLEGE.match(text, span.end):
            kept = told = True  # 大学カレッジ is one kind
            continue
        if _is_kana(span.text) and _KANA_FOLLOWS.match(text, span.end):
            kept = told = True
            continue
        if kept and start < unit < span.end and any(word.sort == "inner" for word in span.words):
            yield text[start:unit].strip(_BETWEEN)
            start = unit
        yield text[start : span.end].strip(_BETWEEN)
        start = unit = span.end
        told = kept = False
    if rest := text[start:].strip(_BETWEEN):
        yield rest


def _alone(span: Span) -> bool:
    """Whether a span says by itself what is meant, kind and field in one: 医学部, 病院, 図書館."""
    return len(span.words) > 1 or span.words[0].id in ("hospital", "library", "museum")


def _is_kana(text: str) -> bool:
    return all("ァ" <= char <= "ヺ" or char in "ー・" for char in text)


def _western(text: str) -> list[str]:
    """Levels of a name in letters: the pieces between commas, the one that holds others first."""
    pieces = [part for piece in _PIECES.split(text) if piece for part in _by_unit(piece)]
    kinds = [_kinds(piece) for piece in pieces]
    holder = next((place for place, found in enumerate(kinds) if place and found & {*_INSTITUTIONS}), None)
    if holder is not None and not kinds[0] & {*_INSTITUTIONS}:
        return [pieces[holder], *pieces[:holder], *pieces[holder + 1 :]]
    return pieces


def _by_unit(piece: str) -> tuple[str, ...]:
    """A piece whose words for kinds open what they name, parted where the other begins: คณะวิทยาศาสตร์ มหาวิทยาลัยมหิดล,
    جامعة القاهرة كلية الطب, Khoa Nông nghiệp Trường Đại học Cần Thơ, Universitas Gadjah Mada Fakultas Pertanian.

    What opens nothing, since it stands last, is left (Ziraat Fakültesi), unless it is written as one with its name, as in Thai.
    """
    tokens = list(_TOKEN.finditer(piece))
    alone = [_opens(token.group()) for token in tokens]
    opens = alone.copy()
    for place, (one, other) in enumerate(pairwise(tokens)):
        both = _opens(f"{one.group()} {other.group()}")
        if not alone[place] and not alone[place + 1]:
            opens[place] = both  # Đại học
        elif alone[place + 1] and not both:
            opens[place + 1] = ""  # khoa is a faculty, but not in bách khoa
    first = next(filter(None, opens), "")
    for place, token in enumerate(tokens):
        if opens[place] not in ("", first) and first and (place < len(tokens) - 1 or _THAI.match(token.group())):
            if place and tokens[place - 1].group().casefold() in ("truong", "trường"):
                place -= 1
            return _LINKS.sub("", piece[: tokens[place].start()].strip()), piece[tokens[place].start() :]
    return (piece,)


def _opens(token: str) -> str:
    """Whether a word opens the name of an institution or of a unit: "institution", "unit" or ""."""
    words = [word for word in latin_words(word_tokens(token)) if isinstance(word, Word)]
    if any(word.id == "university" for word in words):
        return "institution"
    return "unit" if any(word.id == "faculty" or (word.id == "college" and _ARABIC.match(token)) for word in words) else ""


def _kinds(piece: str) -> set[str]:
    return {word.id for word in latin_words(word_tokens(piece)) if isinstance(word, Word)}
