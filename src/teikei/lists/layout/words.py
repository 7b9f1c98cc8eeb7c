"""What the words of a list's layout mean: heads of columns, region names, counters, legend sentences."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from teikei.names.folding import fold
from teikei.rules.counting import Counted, CountingRules


@cache
def layout_words() -> dict[str, Any]:
    """The authored vocabulary data/layout.toml."""
    return tomllib.loads(files("teikei.lists").joinpath("data", "layout.toml").read_text(encoding="utf-8"))


@cache
def _headers() -> dict[str, str]:
    return {fold(word): name for name, words in layout_words()["headers"].items() for word in words}


@cache
def _regions() -> frozenset[str]:
    return frozenset(fold(name) for name in layout_words()["regions"]["names"])


def column_meaning(head: str) -> str | None:
    """What a column with this head holds ("institution", "units" …), or None where the head is not known."""
    return _headers().get(fold(head))


def columns_of(cells: tuple[str, ...]) -> dict[str, int] | None:
    """Which column holds what, where the cells are the head of a list's table; else None.

    A head names the institution's column and at least one more, and most of its cells are known words.
    """
    named = [(index, column_meaning(cell)) for index, cell in enumerate(cells) if cell]
    columns: dict[str, int] = {}
    for index, name in named:
        if name:
            columns.setdefault(name, index)
    if "institution" not in columns or len(columns) < 2 or 2 * len(columns) < len(named):
        return None
    return columns


def is_region_name(label: str) -> bool:
    """Whether a label is a usual name for a group of territories."""
    return fold(label) in _regions()


def whole_number(text: str) -> int | None:
    """The number that a text is, in any width, with or without thousands commas; None where it is not one."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


@cache
def _counter_pattern() -> re.Pattern[str]:
    words = sorted((word for group in layout_words()["counters"].values() for word in group), key=len, reverse=True)
    return re.compile(rf"([^\s()（）\[\]【】、。:：・]*?)\s*({'|'.join(map(re.escape, words))})(?![A-Za-z])")


@cache
def _counter_meaning() -> dict[str, Counted]:
    return {word: of for of, words in layout_words()["counters"].items() for word in words}


def counts_in(text: str) -> list[tuple[Counted, int | None, str]]:
    """The counts that a line or bracket states: what is counted, the number (None where unreadable), its words.

    "(55ヶ国・地域 378機関423協定)" gives three. Empty where anything but numbers with their counters, brackets and
    words such as 計 stands in the text.
    """
    plain = unicodedata.normalize("NFKC", text).replace("カ国", "ヶ国")
    found: list[tuple[Counted, int | None, str]] = []

    def take(match: re.Match[str]) -> str:
        found.append((_counter_meaning()[match[2]], whole_number(match[1]), match[0].strip()))
        return ""

    rest = _counter_pattern().sub(take, plain)
    rest = re.sub(r"合計|総計|全|計|総数|total|in|and|[\s()\[\]【】、,。.:・/約]", "", rest, flags=re.IGNORECASE)
    if rest or not any(number is not None for _, number, _ in found):
        return []
    return found


_COUNT_IN_BRACKETS = re.compile(r"^(.*?)\s*[(（]\s*([^()（）]*?)\s*[)）]$")


def label_and_count(text: str) -> tuple[str, tuple[Counted | None, int | None, str] | None]:
    """A heading's label and the count in its last brackets: インド (10機関) → インド and 10 institutions.

    The count's kind is None for a bare number. A bracket that states no count stays in the label: 香港(HKSR).
    A bracket with a counter but no readable number gives the number None.
    """
    match = _COUNT_IN_BRACKETS.match(text)
    if not match or not match[1]:
        return text, None
    inside = match[2]
    if (number := whole_number(inside)) is not None:
        return match[1], (None, number, inside)
    plain = unicodedata.normalize("NFKC", inside)
    counter = _counter_pattern().fullmatch(re.sub("^(合計|計|約|全)", "", plain))
    if counter is None or (len(counter[1]) > 6 and whole_number(counter[1]) is None):
        return text, None
    return match[1], (_counter_meaning()[counter[2]], whole_number(counter[1]), inside)


@cache
def _legend_patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in layout_words()["legend"].items()}


def says_not_counted(text: str) -> bool:
    """Whether a note says that the rows under it are not counted."""
    return bool(_legend_patterns()["not_counted"].search(unicodedata.normalize("NFKC", text)))


def rules_of(legend: tuple[str, ...]) -> CountingRules:
    """The counting rules that a list's legend states."""
    text = unicodedata.normalize("NFKC", "\n".join(legend))
    patterns = _legend_patterns()
    return CountingRules(
        institution_itself_once=bool(patterns["institution_itself_once"].search(text)),
        oldest_date_only=bool(patterns["oldest_date_only"].search(text)),
    )
