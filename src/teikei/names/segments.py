"""A printed name as levels: the institution, then what stands inside it, and what brackets add.

カセサート大学5学部(農学部・…) names a university and five faculties of it; 北京大学第三医院 a hospital with a record of its
own. What ends a level is a word for a kind of institution or unit; which level has a record, the matcher finds out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from teikei.names.elements import plain
from teikei.names.words import Span, Word, latin_words, spans, word_tokens

_BRACKETS = re.compile(r"[(（\[［〔【]([^()（）\[\]［］〔〕【】]*)[)）\]］〕】]?")
_EAST_ASIAN = re.compile("[ぁ-ヺ\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_KANA_FOLLOWS = re.compile("[・･ =＝]?[ァ-ヺ]")
_PIECES = re.compile(r"\s*[,;/|]\s*|\s+[-–—:]\s+|\s+at\s+(?=the\s|[A-Z])")
_INSTITUTIONS = ("university", "hochschule", "polytechnic", "academy")  # what a faculty or centre is part of
_MOST_LEVELS = 4


@lru_cache(maxsize=65_536)
def segments_of(name: str) -> tuple[str, ...]:
    """The levels of a printed name in Japanese, Chinese, Korean or Latin letters, the institution first; none where it is empty.

    What stands in brackets is a level where it stands: テキサス大学(オースティン分校)化学部.
    """
    levels: list[str] = []
    for position, part in enumerate(_BRACKETS.split(plain(name))):
        if text := " ".join(part.split()):
            # Every second part stood in brackets.
            levels.extend([text] if position % 2 else _eastern(text) if _EAST_ASIAN.search(text) else _western(text))
    return tuple(levels[:_MOST_LEVELS])


def _eastern(text: str) -> Iterator[str]:
    """Levels of a name without spaces: each ends with a word of kind or unit that has something before it."""
    start, told = 0, False
    for span in spans(text):
        ends = any(word.sort in ("kind", "inner") for word in span.words)
        if not ends or not told:
            told = told or not span.link
            if not ends or not _alone(span):
                continue
        if _is_kana(span.text) and _KANA_FOLLOWS.match(text, span.end):
            continue  # カレッジ in インペリアル・カレッジ・ロンドン ends nothing
        yield text[start : span.end].strip(" ・,、")
        start, told = span.end, False
    if rest := text[start:].strip(" ・,、"):
        yield rest


def _alone(span: Span) -> bool:
    """Whether a span says by itself what is meant, kind and field in one: 医学部, 病院, 図書館."""
    return len(span.words) > 1 or span.words[0].id in ("hospital", "library", "museum")


def _is_kana(text: str) -> bool:
    return all("ァ" <= char <= "ヺ" or char in "ー・" for char in text)


def _western(text: str) -> list[str]:
    """Levels of a name in letters: the pieces between commas, the one that holds others first."""
    pieces = [piece for piece in _PIECES.split(text) if piece]
    kinds = [_kinds(piece) for piece in pieces]
    holder = next((place for place, found in enumerate(kinds) if place and found & {*_INSTITUTIONS}), None)
    if holder is not None and not kinds[0] & {*_INSTITUTIONS}:
        return [pieces[holder], *pieces[:holder], *pieces[holder + 1 :]]
    return pieces


def _kinds(piece: str) -> set[str]:
    return {word.id for word in latin_words(word_tokens(piece)) if isinstance(word, Word)}
