"""Days as lists print them, in every form, and what a careful reader can make of each."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple

Reading = Literal["day", "month", "year", "mdy", "dmy", "serial"]

_ERAS = ((date(2019, 5, 1), "令和", "R", 2018), (date(1989, 1, 8), "平成", "H", 1988), (date(1926, 12, 25), "昭和", "S", 1925))
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_FIRST_SERIAL = date(1899, 12, 30)


class Form(NamedTuple):
    """One way to print a day. parts: the text for year, month and day, which need not exist (30 February)."""

    reading: Reading
    parts: Callable[[int, int, int], str]
    language: Literal["ja", "en", "any"] = "any"


def _era(year: int, month: int, day: int) -> tuple[str, str, int]:
    known = date(year, month if month <= 12 else 12, min(day, 28))
    return next((name, letter, year - offset) for since, name, letter, offset in _ERAS if known >= since)


def _era_day(pattern: str, first: str = "元") -> Callable[[int, int, int], str]:
    def parts(year: int, month: int, day: int) -> str:
        name, letter, number = _era(year, month, day)
        return pattern.format(era=name, letter=letter, n=first if number == 1 else number, m=month, d=day)

    return parts


def _numbers(pattern: str, *, wide: bool = False) -> Callable[[int, int, int], str]:
    def parts(year: int, month: int, day: int) -> str:
        text = pattern.format(y=year, m=month, d=day)
        return text.translate(_WIDE) if wide else text

    return parts


def _serial(year: int, month: int, day: int) -> str:
    """The day's number in the 1900 system of spreadsheets."""
    return str((date(year, month, day) - _FIRST_SERIAL).days)


def _english(pattern: str, *, short: bool = False) -> Callable[[int, int, int], str]:
    names = calendar.month_abbr if short else calendar.month_name
    return lambda y, m, d: pattern.format(y=y, m=names[m], d=d)


# Months as the languages of other lists name them.
_ABROAD = {
    "french": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "german": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}


def _abroad(pattern: str, language: str) -> Callable[[int, int, int], str]:
    names = ["", *_ABROAD[language].split()]
    return lambda y, m, d: pattern.format(y=y, m=names[m], d=d)


FORMS: Mapping[str, Form] = {
    "dots": Form("day", _numbers("{y}.{m:02}.{d:02}")),
    "dots-bare": Form("day", _numbers("{y}.{m}.{d}")),
    "dots-blank": Form("day", _numbers("{y}.{m:2}.{d:2}")),
    "kanji": Form("day", _numbers("{y}年{m}月{d}日"), "ja"),
    "kanji-blank": Form("day", _numbers("{y}年 {m}月 {d}日"), "ja"),
    "kanji-wide": Form("day", _numbers("{y}年{m}月{d}日", wide=True), "ja"),
    "era": Form("day", _era_day("{era}{n}年{m}月{d}日"), "ja"),
    "era-one": Form("day", _era_day("{era}{n}年{m}月{d}日", "1"), "ja"),
    "era-letter": Form("day", _era_day("{letter}{n}.{m}.{d}", "1"), "ja"),
    "era-letter-blank": Form("day", _era_day("{letter}{n}. {m}. {d}", "1"), "ja"),
    "slash": Form("day", _numbers("{y}/{m}/{d}")),
    "slash-wide": Form("day", _numbers("{y}／{m}／{d}", wide=True), "ja"),
    "iso": Form("day", _numbers("{y}-{m:02}-{d:02}")),
    "english-mdy": Form("day", _english("{m} {d}, {y}"), "en"),
    "english-dmy": Form("day", _english("{d} {m} {y}"), "en"),
    "english-short": Form("day", _english("{m}. {d}, {y}", short=True), "en"),
    "english-dashes": Form("day", _english("{d}-{m}-{y}", short=True), "en"),
    "french": Form("day", _abroad("{d} {m} {y}", "french"), "en"),
    "spanish": Form("day", _abroad("{d} de {m} de {y}", "spanish"), "en"),
    "german": Form("day", _abroad("{d}. {m} {y}", "german"), "en"),
    "polish": Form("day", _abroad("{d} {m} {y} r.", "polish"), "en"),
    "dots-month": Form("month", _numbers("{y}.{m:02}")),
    "kanji-month": Form("month", _numbers("{y}年{m}月"), "ja"),
    "era-month": Form("month", _era_day("{era}{n}年{m}月"), "ja"),
    "english-month": Form("month", _english("{m}. {y}", short=True), "en"),
    "year": Form("year", _numbers("{y}")),
    "kanji-year": Form("year", _numbers("{y}年"), "ja"),
    "era-year": Form("year", _era_day("{era}{n}年"), "ja"),
    "mdy": Form("mdy", _numbers("{m}/{d}/{y}")),
    "mdy-padded": Form("mdy", _numbers("{m:02}/{d:02}/{y}")),
    "dmy": Form("dmy", _numbers("{d}/{m}/{y}")),
    "dmy-dots": Form("dmy", _numbers("{d:02}.{m:02}.{y}")),
    "serial": Form("serial", _serial),
}


def forms_for(language: str) -> list[str]:
    """The forms that a list in that language ("ja", "en", "both") may print."""
    return [name for name, form in FORMS.items() if form.language in ("any", "ja" if language == "both" else language) and name != "serial"]


def printed(form: str, day: date) -> str:
    """The day in that form."""
    return FORMS[form].parts(day.year, day.month, day.day)


def impossible(form: str, day: date) -> str:
    """A day that does not exist, in the form, or in dots where the form has no days."""
    chosen = FORMS[form] if FORMS[form].reading in ("day", "mdy", "dmy") else FORMS["dots"]
    return chosen.parts(day.year, 2, 30)


def known(form: str, day: date) -> str:
    """What the form tells of the day: YYYY-MM-DD, YYYY-MM or YYYY."""
    return day.isoformat()[: {"month": 7, "year": 4}.get(FORMS[form].reading, 10)]


def two_ways(form: str, day: date) -> bool:
    """Whether the printed text alone can be read as two different days."""
    return FORMS[form].reading in ("mdy", "dmy") and day.day <= 12 and day.day != day.month
