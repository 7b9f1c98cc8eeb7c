"""Cells that hold a value: dates with marks and periods, ends of validity, several kinds or marks, two languages."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from teikei.lists.layout.words import is_kind_like
from teikei.names.territories import territory_codes
from teikei.rules.days import DateOrder, FoundDay, PartialDate, find_days, read_day
from teikei.rules.terms import read_period

# Signs that refer to a note. Digits count only behind ※ and the like, or in brackets with 注.
_MARK = re.compile(r"[※＊*†‡§♦◆◇★☆●○◎■□▲△▼▽♯#]\s*\d{0,2}|[(（\[［]?注\s*\d{0,2}[)）\]］]?|[¹²³⁴⁵⁶⁷⁸⁹]+")
# In front of a name a sign refers to a note as well; 注 and digits without a blank are part of it there, and # is a number's.
_MARKS_BEFORE = re.compile(r"(?:[※＊*†‡§♦◆◇★☆●○◎■□▲△▼▽♯](?:\d{1,2}(?=\s))?\s*)+")
RENEWED = r"(?:last )?(?:renewed|extended|更新|再締結|延長)"  # what is said of the day of a renewal
_SAID = rf"(?:当初)?締結|調印|署名|発効|効力発生|施行|開始|{RENEWED}|付|signed|since|from|on|in|as of|concluded|effective"
_SAID_OF_A_DATE = re.compile(rf"(?:[\s()\[\]:,、;；/。・.日]|{_SAID})*", re.IGNORECASE)
_RENEWAL = re.compile(RENEWED, re.IGNORECASE)
_BETWEEN_DATES = re.compile(r"[\s,、;；/・&]+|and", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[/,、;&]\s*(?:19|20)\d\d)+")
# A day as spreadsheets show it in English, 15-Sep-18; their years are those of 1930 to 2029.
_SHORT_YEAR = re.compile(r"(\d{1,2}[\s-][A-Za-z]{3,9}\.?[\s-])(\d\d)")
_THIS_CENTURY = 30
# Days since 1899-12-30, as spreadsheets count them, of 1954 to 2064.
_DAY_NUMBERS = range(20_000, 60_000)


_LONGEST_KIND = 60
_AROUND_A_KIND = " 　()[]:,、;；/。・.\n–—-"


@dataclass(frozen=True, slots=True)
class DateCell:
    """What a cell in a date's column gave.

    problem: None where the text is plainly a date (with marks or a word beside it); "day-number" (a spreadsheet's
    number of a day, converted), "short-year" (15-Sep-18), "several" (the earliest of several dates is taken), "renewal"
    (the only day is that of a renewal), "ambiguous" (known to the year; `readings` are both), "impossible" and "unread" (no
    date). valid_to: the end, where the cell holds a period. renewed_on: the last of its days, where it says that one is of a
    renewal. kinds: the kinds of agreement that it names beside their days.
    """

    date: PartialDate | None
    problem: Literal["day-number", "short-year", "several", "renewal", "ambiguous", "impossible", "unread"] | None = None
    marks: tuple[str, ...] = ()
    valid_to: str | None = None
    readings: tuple[PartialDate, ...] = ()
    order: DateOrder | None = None
    unpadded: bool = False
    renewed_on: PartialDate | None = None
    kinds: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def read_date(text: str, order: DateOrder | None = None) -> DateCell:
    """The date in a cell of a date's column."""
    read = read_day(text, order)
    if read.problem != "unread":
        return DateCell(read.date, read.problem, (), None, read.readings, read.order, read.unpadded)
    bare, marks = without_marks(text)
    plain = unicodedata.normalize("NFKC", bare).strip()
    if plain.isdigit() and plain.isascii() and int(plain[:9]) in _DAY_NUMBERS:
        day = date(1899, 12, 30) + timedelta(days=int(plain))
        return DateCell(PartialDate(day.year, day.month, day.day), "day-number", marks)
    if marks and bare and (read := read_day(bare, order)).problem != "unread":
        return DateCell(read.date, read.problem, marks, None, read.readings, read.order, read.unpadded)
    if match := _SHORT_YEAR.fullmatch(plain):
        read = read_day(f"{match[1]}{'20' if int(match[2]) < _THIS_CENTURY else '19'}{match[2]}")
        return DateCell(read.date, read.problem or "short-year", marks)
    if _YEARS.fullmatch(plain):
        return DateCell(PartialDate(min(map(int, re.findall(r"\d{4}", plain)))), "several", marks)
    if (term := read_period(bare, order)) and term.valid_from:
        return DateCell(
            term.valid_from.date, term.valid_from.problem, marks, term.valid_to, term.valid_from.readings, term.valid_from.order
        )
    return _among_words(plain, marks, order)


@lru_cache(maxsize=65_536)
def plain_day(text: str, order: DateOrder | None = None) -> DateCell | None:
    """The date in a cell that holds nothing else and can be read in one way only, as nearly all do; None for any other."""
    read = read_day(text, order)
    return DateCell(read.date) if read.problem is None and read.order is None else None


def _among_words(plain: str, marks: tuple[str, ...], order: DateOrder | None) -> DateCell:
    """A date with a word beside it, or several dates."""
    days = find_days(plain, order)
    if not days:
        return DateCell(None, "unread", marks)
    if with_kinds := _kinds_beside(plain, days):
        return replace(with_kinds, marks=marks)
    rest = plain[: days[0].start] + "\0" + plain[days[-1].end :]
    if not all(_SAID_OF_A_DATE.fullmatch(part) for part in rest.split("\0")):
        return DateCell(None, "unread", marks)
    read = days[0].read
    if len(days) == 1:
        problem = "renewal" if read.problem is None and _RENEWAL.search(rest) else read.problem
        return DateCell(read.date, problem, marks, None, read.readings, read.order)
    gaps = [plain[one.end : other.start] for one, other in pairwise(days)]
    dates = [day.read.date for day in days]
    if None in dates or not all(_SAID_OF_A_DATE.fullmatch(gap) or _BETWEEN_DATES.search(gap) for gap in gaps):
        return DateCell(None, "unread", marks)
    if len(set(dates)) == 1:
        return DateCell(read.date, read.problem, marks)  # one day in two languages
    if len(dates) == 2 and not gaps[0].strip(" /\n") and (end := dates[1]) and _is_term(dates[0], end):
        return DateCell(dates[0], read.problem, marks, end.isoformat())  # 12 March 2015 / 11 March 2025
    first, *_, last = sorted((day for day in dates if day), key=_first_day)
    if any(_RENEWAL.search(part) for part in (rest, *gaps)) and all(_SAID_OF_A_DATE.fullmatch(gap) for gap in gaps):
        return DateCell(first, None, marks, renewed_on=last)
    return DateCell(first, "several", marks)


def _kinds_beside(plain: str, days: Sequence[FoundDay]) -> DateCell | None:
    """Kinds of agreement, each with its day before or behind it: MoU, 12 March 2004; 学生交流覚書（2006年5月3日）. None where it says more."""
    ends = [0, *(day.end for day in days)]
    starts = [*(day.start for day in days), len(plain)]
    beside = [plain[end:start] for end, start in zip(ends, starts, strict=True)]
    spare = beside.pop(0 if _SAID_OF_A_DATE.fullmatch(beside[0]) else -1)
    said = [_SAID_OF_A_DATE.fullmatch(text) is not None for text in beside]
    kinds = tuple(text.strip(_AROUND_A_KIND) for text, bare in zip(beside, said, strict=True) if not bare)
    if not kinds or not _SAID_OF_A_DATE.fullmatch(spare) or not all(len(kind) < _LONGEST_KIND and is_kind_like(kind) for kind in kinds):
        return None
    first: list[PartialDate] = []
    renewed: list[PartialDate] = []
    for text, bare, day in zip(beside, said, days, strict=True):
        if day.read.date is None or (bare and not _RENEWAL.search(text)):
            return None
        (renewed if bare else first).append(day.read.date)
    problem: Literal["several"] | None = "several" if len(set(first)) > 1 else None
    return DateCell(min(first, key=_first_day), problem, kinds=kinds, renewed_on=max(renewed, key=_first_day, default=None))


def _first_day(day: PartialDate) -> date:
    return day.first


def _is_term(first: PartialDate | None, last: PartialDate) -> bool:
    """Whether the second day is the one before an anniversary of the first, or the anniversary: a term of whole years."""
    if not first or first.day is None or last.day is None or last.year <= first.year:
        return False
    return any((day.month, day.day) == (first.first.month, first.first.day) for day in (last.first, last.first + timedelta(days=1)))


@lru_cache(maxsize=65_536)
def last_day(text: str, order: DateOrder | None = None) -> PartialDate | None:
    """The day of the last renewal that a cell names; None where it names none that can be read."""
    read = read_date(text, order)
    if read.problem != "several":
        return read.date
    days = [day.read.date for day in find_days(unicodedata.normalize("NFKC", text), order)]
    return max((day for day in days if day), key=_first_day, default=None)


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the signs that refer to notes, and these signs: 1996. 1.23※ → 1996. 1.23 and ※; ＊大学 → 大学 and ＊."""
    marks: list[str] = []
    front = before[0] if (before := _MARKS_BEFORE.match(text)) else ""
    rest = text.removeprefix(front)
    again = any(sign in rest for sign in "".join(front.split()))  # *大学* is a name between signs
    front, text = (front, rest) if rest and not again else ("", text)
    last = len(text)
    while True:
        found = [match for match in _MARK.finditer(text, 0, last) if not text[match.end() : last].strip()]
        if not found or found[0].start() == 0:
            break
        marks.insert(0, text[found[0].start() : last].strip())
        last = len(text[: found[0].start()].rstrip().rstrip("、,，・"))
    return text[:last], tuple([front.strip(), *marks] if front else marks)


_KIND_JOINT = re.compile(r"[・、，,／/;；\n](?![^(（]*[)）])")


def several(text: str) -> tuple[str, ...]:
    """The kinds or marks of one cell, apart."""
    return tuple(part.strip() for part in _KIND_JOINT.split(text) if part.strip()) if text else ()


_TWO_QUOTAS = re.compile(
    r"(?P<way>派遣|受け?入れ?|out(?:going|bound)?|in(?:coming|bound)?)?\s*[:：]?\s*(?P<first>[^/／・:：、,;\n]*[^/／・:：、,;\n\s])"
    r"\s*[/／・:：、,;\n]\s*(?:派遣|受け?入れ?|out(?:going|bound)?|in(?:coming|bound)?)?\s*[:：]?\s*(?P<second>[^/／・:：、,;\n]+)",
    re.IGNORECASE,
)
_EACH = re.compile(r"^各\s*|\s+each$", re.IGNORECASE)


def read_quotas(text: str, fields: Sequence[str]) -> dict[str, str]:
    """The places out and in that one cell says, by field, in the order of its head: 3／2. Both have what it says once: 各2名, 若干名."""
    match = _TWO_QUOTAS.fullmatch(text)
    if match is None:
        return dict.fromkeys(fields, _EACH.sub("", text))
    first = fields[0] if not match["way"] else "quota_out" if match["way"][0] in "派oO" else "quota_in"
    return {name: match["first" if name == first else "second"].strip() for name in fields}


_CJK = "ぁ-ヿㇰ-ㇿ㐀-鿿豈-﫿々〆ｦ-ﾟ"
_TWO_SCRIPTS = re.compile(
    rf"(?P<ja>[^A-Za-zÀ-ɏ]*[{_CJK}][^a-zÀ-ɏ]*?)[\s　/／|]+(?P<en>[A-ZÀ-ɏa-z(\"“‘'][^{_CJK}]*[A-Za-zÀ-ɏ][^{_CJK}]*)", re.DOTALL
)
_TWO_SCRIPTS_TURNED = re.compile(rf"(?P<en>[A-ZÀ-ɏa-z(\"“‘'][^{_CJK}]*?)[\s　/／|]+(?P<ja>[^a-zÀ-ɏ]*[{_CJK}][^a-zÀ-ɏ]*)", re.DOTALL)
_SCRIPT_IN_BRACKETS = re.compile(rf"(?P<ja>[^a-zÀ-ɏ]*[{_CJK}][^a-zÀ-ɏ]*?)\s*[(（](?P<en>[A-ZÀ-ɏa-z][^{_CJK}]*)[)）]", re.DOTALL)
_LATIN_THEN_BRACKETS = re.compile(
    rf"(?P<en>[A-ZÀ-ɏa-z(\"“‘'][^{_CJK}]*?)\s*[(（\[［](?P<ja>[^A-Za-zÀ-ɏ]*[{_CJK}][^a-zÀ-ɏ]*)[)）\]］]", re.DOTALL
)
_HANGUL = re.compile("[가-힣]")
_LETTER = re.compile("[A-Za-zÀ-ɏ]")


_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2}|[A-Z]\.\s?[A-Z]")


@lru_cache(maxsize=65_536)
def two_languages(text: str) -> tuple[str, str] | None:
    """A cell that says one name in Japanese and in Latin script: ウィーン大学 Universität Wien → both. None where it does not."""
    if len(text) > 600:
        return None
    bracketed = _LATIN_THEN_BRACKETS.fullmatch(text)
    behind = _SCRIPT_IN_BRACKETS.fullmatch(text)
    match = bracketed or _TWO_SCRIPTS.fullmatch(text) or _TWO_SCRIPTS_TURNED.fullmatch(text) or behind
    if behind and not _LETTER.search(behind["ja"]):
        match = behind  # ルーヴェン大学（KU Leuven）, however many words its other name has
    if bracketed and territory_codes(bracketed["ja"]):
        return None  # Peking University (中国) says its country
    if match and _HANGUL.search(match["ja"]):
        # A Korean list gives its readers both; ours read the Latin one.
        return " ".join(match["en"].split()), match["ja"].strip(" []［］()（）")
    if not match or len(match["ja"].strip()) < 2 or not _WORD.search(match["en"]):
        return None
    english = re.sub(r"\s+", " ", match["en"]).strip(" /|")
    inside = english[1:-1] if english[0] == "(" and english[-1] == ")" else ""
    return match["ja"].strip(" 　\n/／|"), inside if inside and not {"(", ")"} & set(inside) else english


LINK_ENDS = ")）]］】!W"  # signs in which such words end
_LINK_WORDS = re.compile(
    r"\s*[(（\[［【](?:新規|新着|新|NEW!?|外部サイト|外部リンク|別ウィンドウ(?:で開く|表示)?|新しいウィンドウで開く|新規ウィンドウ|external (?:link|site)|new window|opens in (?:a )?new window|PDF)[)）\]］】]\s*|\s+NEW!?$",
    re.IGNORECASE,
)


def without_link_words(text: str) -> str:
    """A cell without the words that a page puts behind links: ハザール大学 (外部サイト)."""
    return _LINK_WORDS.sub(" ", text).strip() if text and text[-1] in LINK_ENDS else text
