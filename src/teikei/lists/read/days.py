"""Day numbers of workbooks and the number formats that make days of them."""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from teikei.lists.read.grid import day_text

# What a number format shows of a number: a day, a month or year alone, a time, a length of time, or the number.
Shown = Literal["day", "month", "year", "time", "elapsed", "number"]

# Formats that every program knows by number alone, those of Japanese workbooks among them (ECMA-376, 18.8.30).
_KNOWN: tuple[tuple[Shown, tuple[int, ...]], ...] = (
    ("day", (14, 15, 16, 22, 27, 28, 29, 30, 31, 35, 36, 50, 51, 53, 54, 56, 57, 58)),
    ("month", (17, 34, 52, 55)),
    ("time", (18, 19, 20, 21, 32, 33, 45, 47)),
    ("elapsed", (46,)),
)
_BY_NUMBER = {number: shown for shown, numbers in _KNOWN for number in numbers}
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|am/pm|a/p', re.IGNORECASE)

LEAP_DAY = "1900-02-29"
_LEAP_DAY_NUMBER = 60
_LAST_DAY_NUMBER = 2_958_465  # 9999-12-31


def shown_by(number: int, code: str | None) -> Shown:
    """What a cell with that number format shows; `code` is the format's text where the workbook gives one."""
    if code is None:
        return _BY_NUMBER.get(number, "number")
    first = code.partition(";")[0]
    if _ELAPSED.search(first):
        return "elapsed"
    letters = re.sub(r"s\.0+", "s", _NOT_SHOWN.sub("", first).lower())
    if "general" in letters or re.search("[0#?@]", letters):
        return "number"
    if "d" in letters:
        return "day"
    if re.search("[hs]", letters):
        return "day" if "y" in letters else "time"
    if re.search("y|g+e|^e", letters):
        return "month" if "m" in letters else "year"
    return "day" if "m" in letters else "number"


def without_day(day: str, shown: Shown) -> str:
    """An ISO day as far as its number format shows it. What is typed as a month is stored as its first day; a day that
    is not the first was typed as a day, whatever the format shows.
    """
    kept = {"month": 7, "year": 4}.get(shown, len(day))
    return day[:kept] if len(day) == 10 and "-01-01".endswith(day[kept:]) else day


def day_number_text(number: float, shown: Shown, *, from_1904: bool) -> str | None:
    """A number that a cell shows as a day or time, in ISO order. None where there is no such day."""
    if not 0 <= number < _LAST_DAY_NUMBER + 1:
        return None
    if shown == "elapsed":
        minutes, seconds = divmod(round(number * 86_400), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    whole = timedelta(days=int(number), seconds=round(number % 1 * 86_400))
    if number < 1 and (shown == "time" or not from_1904):
        return day_text((datetime(1900, 1, 1) + whole).time())  # noqa: DTZ001 - a workbook's days have no zone
    if from_1904:
        start = date(1904, 1, 1)
    elif int(number) == _LEAP_DAY_NUMBER:
        return LEAP_DAY
    else:
        start = date(1899, 12, 30 if number > _LEAP_DAY_NUMBER else 31)
    try:
        at = datetime(start.year, start.month, start.day) + whole  # noqa: DTZ001
    except OverflowError:
        return None
    return without_day(day_text(at), shown)
