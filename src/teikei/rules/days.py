"""Days as printed: a date may be known to the day, the month or the year, and is kept no more exactly than that."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month of a year, or a year. `month` and `day` are None where they are not known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    def isoformat(self) -> str:
        """YYYY-MM-DD, YYYY-MM or YYYY."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def printed(self) -> str:
        """As published lists print it: 2015.11.09, 2015.11 or 2015."""
        return self.isoformat().replace("-", ".")

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def fromisoformat(cls, text: str) -> "PartialDate":
        """The inverse of isoformat. ValueError where the text has another form or there is no such day."""
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            raise ValueError(f"not a date in ISO order: {text!r}")
        made = cls(*(int(part) for part in text.split("-")))
        _ = made.first  # refuses 2023-02-30
        return made


@dataclass(frozen=True, slots=True)
class ReadDay:
    """What a printed date gave: the date, or none and why not; and whether it lacked a padding zero."""

    date: PartialDate | None
    problem: Literal["impossible", "unread"] | None = None
    unpadded: bool = False


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "R": 2018, "H": 1988, "S": 1925, "T": 1911}
_WESTERN = re.compile(r"(\d{4})\s*(?:[./・-]\s*(\d{1,2})(?:\s*[./・-]\s*(\d{1,2}))?|年\s*(?:(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日)?)?)?")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|[RHST])\s*(\d{1,2}|元)\s*(?:[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{1,2}))?|年\s*(?:(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日)?)?)?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


@lru_cache(maxsize=65_536)
def read_day(text: str) -> ReadDay:
    """Read one printed date that says its year first, or an era year, or an English month.

    2015.11.09, 1980. 5.31, 2021-10-1, 2017年4月7日, 平成16年5月1日, H16.5.1, May 1, 2024; full-width digits;
    month or year only. `problem` is "impossible" where the form is a date's but there is no such day, "unread"
    where it is not a date at all. 3/4/2015 is unread: nobody can say which is the month.
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".")
    if match := _WESTERN.fullmatch(plain):
        year, *rest = match.groups()
        month, day = rest[0] or rest[2], rest[1] or rest[3]
        dotted = bool(rest[0]) and " " not in plain
        return _made(int(year), month, day, dotted=dotted)
    if match := _ERA.fullmatch(plain):
        era, era_year, *rest = match.groups()
        year = _ERAS[era.upper()] + (1 if era_year == "元" else int(era_year))
        return _made(year, rest[0] or rest[2], rest[1] or rest[3])
    if (match := _ENGLISH.fullmatch(plain)) and match[2].lower() in _MONTHS and not (match[1] and match[3]):
        return _made(int(match[4]), str(_MONTHS[match[2].lower()]), match[1] or match[3])
    return ReadDay(None, "unread")


def _made(year: int, month: str | None, day: str | None, dotted: bool = False) -> ReadDay:
    made = PartialDate(year, int(month) if month else None, int(day) if day else None)
    try:
        _ = made.first
    except ValueError:
        return ReadDay(None, "impossible")
    unpadded = dotted and any(part is not None and len(part) == 1 for part in (month, day))
    return ReadDay(made, None, unpadded)
