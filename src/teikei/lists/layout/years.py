"""Years that stand over the rows concluded in them: 2015年度, 平成27年, FY2015, and a month and day below such a year."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from teikei.lists.layout.values import DateCell
from teikei.rules.days import PartialDate, read_day

_YEAR = re.compile(
    r"(?:(?P<fy>FY|fiscal year)\s*)?(?P<year>(?:(?:令和|平成|昭和)\s*(?:\d{1,2}|元)(?=年)|(?:19|20)\d\d)年?)(?P<kanji>度)?", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*(?:に?(?:締結|協定締結|調印)(?:した(?:協定|大学|機関))?|の締結|agreements?)$", re.IGNORECASE)
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*(?:月|[/.])\s*(\d{1,2})\s*日?")
# The fiscal year of Japan begins in this month.
_APRIL = 4


class YearHeading(NamedTuple):
    """A year over rows. fiscal: from its April to March of the next. text: as printed."""

    year: int
    fiscal: bool
    text: str


@lru_cache(maxsize=4096)
def year_heading(text: str) -> YearHeading | None:
    """The year that a line says and nothing else; None for any other line."""
    if len(text) > 40:
        return None
    match = _YEAR.fullmatch(_BEHIND.sub("", unicodedata.normalize("NFKC", text).strip()))
    day = read_day(match["year"]).date if match else None
    return YearHeading(day.year, bool(match["fy"] or match["kanji"]), text) if match and day else None


def is_month_and_day(text: str) -> bool:
    """Whether a text is a month and a day without their year, in kanji: 4月7日."""
    return "月" in text and bool(_MONTH_AND_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def below_year(text: str, heading: YearHeading) -> DateCell | None:
    """The date of a row below such a year, from the month and day that the row says or from nothing; None where it says another thing."""
    if not text:
        return DateCell(PartialDate(heading.year))
    match = _MONTH_AND_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    month, day = int(match[1]), int(match[2])
    year = heading.year + (heading.fiscal and month < _APRIL)
    try:
        return DateCell(PartialDate.fromisoformat(f"{year:04d}-{month:02d}-{day:02d}"))
    except ValueError:
        return DateCell(None, "impossible")
