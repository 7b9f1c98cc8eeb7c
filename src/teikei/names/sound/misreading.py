"""What a printed name may have been before somebody misread one sign of it."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from teikei.names.vocabulary import vocabulary


class Misreading(NamedTuple):
    """A variant of a printed name by one exchange of signs that look alike."""

    name: str
    exchange: str  # "ポ→ボ": the printed sign, and the one that may have been meant


@cache
def _exchanges() -> dict[str, tuple[str, ...]]:
    """Each sign with those that look like it, both ways, in the order of `data/lookalikes.toml`."""
    lookalikes: dict[str, list[str]] = {}
    for groups in vocabulary("lookalikes").values():
        for group in groups["groups"]:
            for printed in group:
                others = lookalikes.setdefault(printed, [])
                others.extend(sign for sign in group if sign != printed and sign not in others)
    return {printed: tuple(others) for printed, others in lookalikes.items()}


def misread(text: str) -> Iterator[Misreading]:
    """Every variant of `text` by ONE exchange of look-alike signs (kana or kanji), in the order of the text.

    `misread("ポゴール")` gives ("ボゴール", "ポ→ボ") among others; one to four variants for each sign that has look-alikes.
    """
    exchanges = _exchanges()
    for place, printed in enumerate(text):
        for meant in exchanges.get(printed, ()):
            yield Misreading(text[:place] + meant + text[place + 1 :], f"{printed}→{meant}")
