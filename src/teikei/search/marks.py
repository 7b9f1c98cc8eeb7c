"""Which parts of a printed text the words of a question stand in."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from teikei.search.folding import folded

# They fold together with the character before: half-width voicing marks, the sign that repeats a kanji.
_WITH_THE_ONE_BEFORE = frozenset("ﾞﾟ々")


class Run(NamedTuple):
    """A stretch of a text, and whether a word stands in it."""

    text: str
    is_match: bool


@lru_cache(maxsize=8_192)
def marked(text: str, words: tuple[str, ...]) -> tuple[Run, ...]:
    """The text in runs, those apart in which one of the folded words stands; together they are the text."""
    clusters = list(_clusters(text))
    parts = [folded(cluster) for cluster in clusters]
    whole = "".join(parts)
    if not words or whole != folded(text):
        return (Run(text, False),)
    hit = [False] * len(whole)
    for word in words:
        at = whole.find(word)
        while at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = whole.find(word, at + 1)
    return tuple(_runs(clusters, parts, hit))


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (unicodedata.combining(text[at]) or text[at] in _WITH_THE_ONE_BEFORE):
            yield text[start:at]
            start = at


def _runs(clusters: Sequence[str], parts: Sequence[str], hit: Sequence[bool]) -> Iterator[Run]:
    """What folds to nothing (a space, a long vowel) is marked where it stands between two marked characters."""
    run, is_match, at = "", False, 0
    for cluster, part in zip(clusters, parts, strict=True):
        found = any(hit[at : at + len(part)]) if part else bool(0 < at < len(hit) and hit[at - 1] and hit[at])
        if found != is_match and run:
            yield Run(run, is_match)
            run = ""
        run, is_match, at = run + cluster, found, at + len(part)
    if run:
        yield Run(run, is_match)
