"""Days as printed: a date may be known to the day, the month or the year, and is kept no more exactly than that."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from teikei.names.abroad import months_abroad

Precision = Literal["day", "month", "year"]
DateOrder = Literal["mdy", "dmy"]
Problem = Literal["impossible", "unread", "ambiguous"]


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
    """What a printed date gave: the date, or none and why not; and whether it lacked a padding zero.

    An ambiguous date (3/4/2015) is known to the year; `readings` are both, the month first and the day first. `order`
    is the order that a date with its year last shows by itself: 25/1/2018 can only be day, month, year.
    """

    date: PartialDate | None
    problem: Problem | None = None
    unpadded: bool = False
    readings: tuple[PartialDate, ...] = ()
    order: DateOrder | None = None


class FoundDay(NamedTuple):
    """A date inside a longer text: where it begins and ends there, and what it says."""

    start: int
    end: int
    read: ReadDay


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
_ERAS |= {era[0]: year for era, year in _ERAS.items() if len(era) == 2}  # 平10.6.1
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

# A year is followed by its month and day, either with signs between or with 年, 月, 日.
_REST = r"(?:\s*[./・-]\s*(\d{1,2})(?:\s*[./・-]\s*(\d{1,2}))?|\s*年\s*(?:(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日)?)?)?"
_WESTERN = re.compile(rf"(\d{{4}}){_REST}")
_ERA = re.compile(rf"(令和|平成|昭和|大正|明治|[令平昭大明RHSTM])\.?\s*(\d{{1,2}}|元){_REST}", re.IGNORECASE)
_ENGLISH = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?({_MONTH})\b\.?[\s,-]*(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(\d{{4}})", re.IGNORECASE
)
_YEAR_MONTH_NAME = re.compile(rf"(\d{{4}})[\s,.-]+({_MONTH})\b\.?(?:[\s-]+(\d{{1,2}}))?", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
# Years since 1911, as Taiwan counts them: of three digits, before a month and a day, they can be nothing else.
_TAIWAN = re.compile(r"(1\d\d)(?:\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)")
_SAYS_TAIWAN = re.compile(r"(?:中華)?民國\s*(\d{1,3})(?=\s*年)")
# A day whose month may be named in another language: 12 de marzo de 2014, 1er juillet 2019, 3. März 2007, 14 марта 2014 г.
_ABROAD = re.compile(
    r"(?P<day>(?<![\d./-])\d{1,2})?(?P<lead>(?(day)(?:\.?[oª°]|\.|er|re)?\s*(?:d[ei]\s+)?|(?<!\w)))"
    r"(?P<month>[^\s\d.,;:()/–-]{3,})(?P<gap>\.?,?\s+(?:del?\s+)?)(?P<year>(?:19|20|24|25)\d\d)(?!\d)(?P<behind>\s*(?:года?|г\.?|року|р\.|roku|r\.)(?!\w))?",
    re.IGNORECASE,
)
_YEAR_BEHIND_A_WORD = re.compile(r"(?<=[^\s\d_.,])[.,]{0,2}\s+(?:19|20|24|25)\d\d(?!\d)")
_ENGLISH_MONTHS = ("", *calendar.month_abbr[1:])
_KOREAN = {"년": "年", "월": "月", "일": "日"}
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_WEEKDAY = re.compile(r"\s*\((?:[月火水木金土日]|[A-Za-z]{3,9})曜?日?\)$")
_SAID_OF_IT = re.compile(r"\s*(?:に?(?:締結|調印|署名)|付け?)$")
_KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十]+(?=[年月日])")
_KANJI_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}


@lru_cache(maxsize=65_536)
def read_day(text: str, order: DateOrder | None = None) -> ReadDay:
    """Read one printed date.

    2015.11.09, 1980. 5.31, 2021-10-1, 20151109, 2017年4月7日, 平成16年5月1日, 令和元年, H16.5.1, May 1, 2024, 1-Nov-2015,
    11/2015; months named in other languages (12 mars 2014); years of Taiwan (民國104年3月12日, 104.03.12) and, beside a month in
    Thai, of Thailand; full-width digits and kanji numerals; month or year only. `order` is that of dates with their year last:
    25/1/2018 can be read in one way only, 3/4/2015 is ambiguous where no order is given. `problem` is "impossible"
    where the form is a date's but there is no such day, "unread" where it is not a date at all.
    """
    plain = _plain(text)
    if match := _WESTERN.fullmatch(plain):
        return _year_first(int(match[1]), match, dotted=bool(match[2]) and " " not in plain)
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(int(match[1]), int(match[2]), int(match[3]), order)
    if match := _ERA.fullmatch(plain):
        year = _ERAS[match[1].upper()] + (1 if match[2] == "元" else int(match[2]))
        return _made(year, match[3] or match[5], match[4] or match[6])
    if (match := _ENGLISH.fullmatch(plain)) and not (match[1] and match[3]):
        return _made(int(match[4]), str(_MONTHS[match[2].lower()]), match[1] or match[3])
    if match := _YEAR_MONTH_NAME.fullmatch(plain):
        return _made(int(match[1]), str(_MONTHS[match[2].lower()]), match[3])
    if match := _MONTH_YEAR.fullmatch(plain):
        return _made(int(match[2]), match[1], None)
    if match := _RUN_TOGETHER.fullmatch(plain):
        return _made(int(match[1]), match[2], match[3])
    if match := _TAIWAN.fullmatch(plain):
        return _made(int(match[1]) + 1911, match[2] or match[4], match[3] or match[5])
    return ReadDay(None, "unread")


def exact_day(text: str) -> date | None:
    """The day that a text names, in any form that read_day knows; None for what is less exact, in doubt, or no date."""
    found = read_day(text[:100])
    return found.date.first if found.date and not found.problem and found.date.precision == "day" else None


def _plain(text: str) -> str:
    plain = _as_usual(unicodedata.normalize("NFKC", text).strip()).strip().rstrip(".,、。")
    if plain.isascii():
        return plain
    plain = _SAID_OF_IT.sub("", _WEEKDAY.sub("", plain))
    return _KANJI_NUMBER.sub(lambda found: str(_from_kanji(found[0])), plain)


def _as_usual(plain: str) -> str:
    """A text as long as this one, in which days written as in other countries stand as English and Japanese write them."""
    if not plain.isascii():
        if "년" in plain:
            plain = re.sub(r"(?<=\d)(\s*)([년월일])", lambda found: found[1] + _KOREAN[found[2]], plain)
        if "民國" in plain:
            plain = _SAYS_TAIWAN.sub(lambda found: str(int(found[1]) + 1911).ljust(len(found[0])), plain)
    for year in _YEAR_BEHIND_A_WORD.finditer(plain):
        word = plain[: year.start()].rsplit(None, 1)[-1].rstrip(".,").lower()
        if word in months_abroad() or word in ("de", "del"):
            return _ABROAD.sub(_in_english, plain)
    return plain


def _in_english(found: re.Match[str]) -> str:
    month = months_abroad().get(found["month"].lower())
    year = int(found["year"]) - (543 if "\u0e00" <= found["month"][0] <= "\u0e7f" else 0)
    if month is None or not 1900 <= year < 2100:
        return found[0]
    lead, behind = " " * len(found["lead"]), " " * len(found["behind"] or "")
    name = _ENGLISH_MONTHS[month].ljust(len(found["month"]))
    return f"{found['day'] or ''}{lead}{name}{' ' * len(found['gap'])}{year}{behind}"


def _from_kanji(numeral: str) -> int:
    """二〇一五 is 2015, 十六 is 16, 二十一 is 21."""
    if "十" not in numeral:
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in numeral))
    tens, _, ones = numeral.partition("十")
    return (_from_kanji(tens) if tens else 1) * 10 + (_from_kanji(ones) if ones and "十" not in ones else 0)


def _year_first(year: int, match: re.Match[str], *, dotted: bool) -> ReadDay:
    return _made(year, match[2] or match[4], match[3] or match[5], dotted=dotted)


def _year_last(first: int, second: int, year: int, order: DateOrder | None) -> ReadDay:
    """A date such as 3/4/2015 or 31.12.2015, in the given order unless only the other gives a day."""
    month_first, day_first = _made(year, str(first), str(second)), _made(year, str(second), str(first))
    if not (month_first.date and day_first.date):
        if not (month_first.date or day_first.date):
            return month_first
        return ReadDay((month_first.date or day_first.date), order="mdy" if month_first.date else "dmy")
    if first == second:
        return month_first
    if order:
        return month_first if order == "mdy" else day_first
    return ReadDay(PartialDate(year), "ambiguous", readings=(month_first.date, day_first.date))


def _made(year: int, month: str | None, day: str | None, dotted: bool = False) -> ReadDay:
    made = PartialDate(year, int(month) if month else None, int(day) if day else None)
    try:
        _ = made.first
    except ValueError:
        return ReadDay(None, "impossible")
    unpadded = dotted and any(part is not None and len(part) == 1 for part in (month, day))
    return ReadDay(made, None, unpadded)


# Forms of a date inside a text, the longest first. A bare year must look like one and stand by itself.
_IN_TEXT = re.compile(
    r"(?<![\d.-])(?<!\d/)(?:"
    r"(?:令和|平成|昭和|大正|明治)\s*(?:\d{1,2}|元|[一二三四五六七八九十]{1,3})\s*(?:年\s*(?:[\d一二三四五六七八九十]{1,3}\s*月\s*(?:[\d一二三四五六七八九十]{1,3}\s*日)?)?|[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?)"
    r"|(?<![ァ-ヿ一-鿿])[令平昭大明]\s?(?:\d{1,2}|元)(?:\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?|\s*[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?!\d))"
    r"|(?<![A-Za-z])[RHSTM]\.?\s?\d{1,2}\s*[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?!\d)"
    r"|\d{4}\s*年\s*(?:\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?)?"
    r"|\d{4}\s*[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?!\d)"
    r"|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{4}(?!\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?\b(?:{_MONTH})\b\.?[\s,-]*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}(?!\d)"
    rf"|\d{{4}}[\s,.-]+(?:{_MONTH})\b\.?(?:[\s-]+\d{{1,2}}(?!\d))?"
    r"|\d{1,2}/\d{4}(?!\d)"
    r"|(?<![A-Za-z0-9])(?:19|20)\d\d(?![\dA-Za-z])"
    r")",
    re.IGNORECASE,
)


# What any of these forms holds.
_HAS_A_DAY = re.compile(r"\d{4}|[年년]|[\d元一二三四五六七八九十]\s*[./-]\s*\d")


def find_days(text: str, order: DateOrder | None = None) -> list[FoundDay]:
    """The dates in a longer text in NFKC form, in order: "2013.3.15～2018.3.14" gives two. A bare year must be of 1900–2099.

    Only the first thousand characters are searched: what is longer is no line of a list.
    """
    found: list[FoundDay] = []
    if not _HAS_A_DAY.search(text, 0, 1000):
        return found
    for match in _IN_TEXT.finditer(_as_usual(text[:1000])):
        read = read_day(match[0], order)
        if read.problem != "unread":
            found.append(FoundDay(match.start(), match.end(), read))
    return found
