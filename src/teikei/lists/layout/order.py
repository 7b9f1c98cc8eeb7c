"""Whether the dates of a list that say their year last say the month or the day first."""

import re
import unicodedata
from collections.abc import Sequence

from teikei.lists.located import Locator, Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text
from teikei.rules.days import DateOrder, read_day

_YEAR_LAST = re.compile(r"(?<![\d./-])\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{4}(?!\d)")


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
