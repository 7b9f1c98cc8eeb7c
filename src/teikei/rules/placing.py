"""The order of a list: its own, kept; what is new is placed by its reading."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def reading_key(name: str) -> str:
    """What Japanese names are sorted by: kana in the order of the fifty sounds, voicing and size of kana only to break ties."""
    raise NotImplementedError


def placed(former: Sequence[tuple[K, str]], present: Sequence[tuple[K, str]]) -> tuple[K, ...]:
    """The keys of `present` in order: those of the former list as they stood there, new ones by reading among them.

    Both are keys with the reading key of their name ("" where there is none). A new one goes where the fewest former ones
    stand on the wrong side of it, after those that read the same. What has no reading stands last.
    """
    raise NotImplementedError
