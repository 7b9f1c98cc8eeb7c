"""What the dates of a list show of those that could be read in two ways: whether the month or the day comes first, whose years they count."""

import re
import unicodedata
from collections.abc import Sequence

from teikei.lists.located import Locator, Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text
from teikei.rules.days import DateOrder, read_day

_YEAR_LAST = re.compile(r"(?<![\d./-])\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{4}(?!\d)")

# 113/05/01, and 99.3.2 where such a date shows that the years are Taiwan's, which count from 1911.
_TAIWAN = re.compile(r"1\d\d\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,2}|民國.*")
_SHORT_YEAR = re.compile(r"(\d{2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})")


def in_years_of_taiwan(text: str) -> str | None:
    """A day with a year of two digits as one of Taiwan's calendar; None for any other text."""
    match = _SHORT_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"民國{match[1]}年{match[2]}月{match[3]}日" if match else None


def years_of_taiwan(rows: Sequence[Row]) -> Decision | None:
    """That the list counts years as Taiwan does, where a cell shows it by three digits or the calendar's name; None where none does."""
    for row in rows:
        for index, cell in enumerate(row.cells):
            if len(cell) <= 20 and _TAIWAN.fullmatch(unicodedata.normalize("NFKC", cell)):
                why = Text(f"“{cell}” counts its years from 1911, as Taiwan does", f"「{cell}」は民國(1911年起算)の年です")
                return Decision("dates", "years of Taiwan", 0.9, why, (row.locator(index),))
    return None


def order_of(rows: Sequence[Row]) -> tuple[DateOrder | None, Decision]:
    """The order that every date shows which can be read in one way only; None where none does, or they disagree."""
    shown: dict[DateOrder, tuple[str, Locator]] = {}
    for row in rows:
        for match in _YEAR_LAST.finditer(unicodedata.normalize("NFKC", row.raw)):
            order = read_day(match[0]).order
            if order and order not in shown:
                shown[order] = (match[0], row.locator())
    if len(shown) == 1:
        order, (text, place) = shown.popitem()
        return order, Decision(
            "dates", order, 0.95, Text(f"“{text}” can be read in this order only", f"「{text}」はこの順でしか読めません"), (place,)
        )
    if shown:
        texts = " / ".join(text for text, _ in shown.values())
        places = tuple(place for _, place in shown.values())
        return None, Decision("dates", "unsettled", 0.5, Text(f"both orders occur: {texts}", f"両方の順が現れます: {texts}"), places)
    return None, Decision("dates", "unsettled", 0.5, Text("no date shows which is the month", "月日の順を決められる日付がありません"))
