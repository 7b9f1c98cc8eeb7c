"""Folded names as the tables keep them."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

from teikei.names.english import is_japanese
from teikei.names.folding import fold

T = TypeVar("T")

# Columns of names hold so many characters; an index of PostgreSQL could not hold many more.
NAME_LENGTH = 300
BATCH = 2_000  # rows written in one statement
# A separator that `fold` never yields, so that no search runs across two names.
BETWEEN_NAMES = "\n"
# What the list says stands before it, what the partner's record says after it: names are never empty.
BEFORE_RECORDS = "\n\n"


def name_key(text: str) -> str:
    """The folded name, never empty and never longer than its column.

    A name of signs only stays as printed; a name that folding makes too long keeps its start and a hash.
    """
    key = fold(text) or text
    if len(key) > NAME_LENGTH:
        return key[: NAME_LENGTH - 65] + "~" + hashlib.sha256(key.encode()).hexdigest()
    return key


def search_key(names: Iterable[str]) -> str:
    """The folded names, each once, joined so that one `contains` looks in all of them."""
    return BETWEEN_NAMES.join(dict.fromkeys(filter(None, map(fold, names))))


def with_record_names(key: str, names: Iterable[str]) -> str:
    """The search key with these names of records instead of those that it had."""
    own, added = key.partition(BEFORE_RECORDS)[0], search_key(names)
    return own + BEFORE_RECORDS + added if added else own


def language_of(name: str) -> str:
    """ "ja" for a name with kana or kanji, else "en": what a list's columns tell apart, and no more."""
    return "ja" if is_japanese(name) else "en"


def chunks(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The values in lists of at most that size: SQLite takes 999 values in a query."""
    chunk: list[T] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
