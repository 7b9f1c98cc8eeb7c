"""Dates: impossible, unreadable, missing, after the as-of day, implausibly old, unpadded."""

import re
from collections.abc import Callable, Iterator

from teikei.lists.check.catalogue import Remark, finding_code, of_rows, places
from teikei.lists.layout.values import read_date
from teikei.lists.model import Entry, Listing
from teikei.names.bilingual import Text
from teikei.rules.days import read_day

# The first agreements between universities of Japan and abroad that lists name are of the twentieth century.
EARLIEST_PLAUSIBLE_YEAR = 1900
# The zero before a month or day of one figure, and the blank that some lists print in its place.
_ZERO = re.compile(r"[./-](?:0| )\d(?!\d)")

_CONVERTED: dict[str, Callable[[str], Text]] = {
    "day-number": lambda day: Text(f"taken as the number of a day, {day}.", f"日付番号とみて{day}としました。"),
    "short-year": lambda day: Text(f"its year has two figures; {day} is taken.", f"年が2桁です。{day}としました。"),
    "several": lambda day: Text(f"the earliest is taken, {day}.", f"最も古い{day}としました。"),
    "renewal": lambda day: Text(f"the day of a renewal is taken, {day}.", f"更新の日{day}を締結日としました。"),
}


@finding_code(
    "date-impossible",
    "serious",
    meaning=Text("A date has the form of one, but there is no such day.", "日付の形をしていますが、存在しない日です。"),
    remedy=Text("Look the day up in the agreement and correct the row.", "協定書で日付を確かめ、行を直してください。"),
)
def impossible(listing: Listing) -> Iterator[Remark]:
    """2023.02.30, 2010/13/45."""
    yield from _each(listing, "impossible", Text("there is no such day.", "存在しない日付です。"))


@finding_code(
    "date-unreadable",
    "serious",
    meaning=Text(
        "What stands in the date's column is no date that can be read in one way only.", "締結日の欄が、日付として一通りに読めません。"
    ),
    remedy=Text("Type the day as 2015.11.09 or 2015-11-09.", "2015.11.09 または 2015-11-09 の形で入力し直してください。"),
)
def unreadable(listing: Listing) -> Iterator[Remark]:
    """Text in the date column that is not a date."""
    yield from _each(listing, "unread", Text("this is no date that can be read.", "日付として読めません。"))


@finding_code(
    "date-ambiguous",
    "warning",
    meaning=Text(
        "A date can be read in two ways, month or day first, and no other date of the list settles it. Only the year is taken.",
        "月日の順が2通りに読める日付です。一覧のほかの日付からも決められないため、年だけを取り込んでいます。",
    ),
    remedy=Text(
        'Look the day up in the agreement, or say the order in a profile: dates = "mdy" or "dmy".',
        '協定書で日付を確かめるか、プロファイルで順を指定してください(dates = "mdy" または "dmy")。',
    ),
)
def ambiguous(listing: Listing) -> Iterator[Remark]:
    """3/4/2015 where nothing shows whether the month comes first: both readings."""
    for entry in _said(listing, "ambiguous"):
        date, read = entry.concluded_on, read_date(entry.date_text)
        if date is not None and date.month is None:
            one, other = (reading.isoformat() for reading in read.readings)
            yield _remark(
                entry, Text(f"this is {one} or {other}; only the year is taken.", f"{one}とも{other}とも読めます。年だけを取り込みました。")
            )


@finding_code(
    "date-converted",
    "warning",
    meaning=Text(
        "A date was taken from a cell that does not say it plainly: a spreadsheet's number of a day, the earliest of several, or"
        " the day of a renewal where no other stands.",
        "日付がそのままでは書かれていないセルから読み取りました(表計算ソフトの日付番号、複数の日付のうち最も古いもの、"
        "または更新の日しかないもの)。",
    ),
    remedy=Text("Compare it with the agreement.", "協定書と見比べてください。"),
)
def converted(listing: Listing) -> Iterator[Remark]:
    """42217 is 2015-08-01 as spreadsheets count days; of 1999, 11/17/2008 the earliest is taken; 2021.3.5更新 may be no first day."""
    for problem, how in _CONVERTED.items():
        for entry in _said(listing, problem):
            if entry.concluded_on is not None:
                yield _remark(entry, how(entry.concluded_on.isoformat()))


@finding_code(
    "date-missing",
    "warning",
    meaning=Text("A row has no date, though the list has a column for it.", "締結日の欄が空です。"),
    remedy=Text("Add the day from the agreement.", "協定書を見て日付を補ってください。"),
)
def missing(listing: Listing) -> Iterator[Remark]:
    """Rows without a date in a list whose other rows have one."""
    if not any(entry.date_text for entry in listing.entries):
        return
    for entry in listing.entries:
        if not entry.date_text:
            yield Remark(Text(f"{entry.institution}: no date.", f"「{entry.institution}」: 締結日がありません。"), places([entry]))


@finding_code(
    "date-future",
    "warning",
    meaning=Text("A date lies after the day that the list speaks for.", "一覧の基準日より後の日付です。"),
    remedy=Text("Correct the date, or take the row out of this year's list.", "日付を直すか、この年の一覧から行を外してください。"),
)
def future(listing: Listing) -> Iterator[Remark]:
    """Dates after the as-of day, by the first day that they can mean."""
    day = listing.as_of
    if day is None:
        return
    # As printed, ISO order is day order: compare text before making a date of each row.
    text = day.isoformat()
    for entry in listing.entries:
        date = entry.concluded_on
        if date is not None and date.year >= day.year and date.isoformat() > text[: len(date.isoformat())]:
            yield _remark(entry, Text(f"this is after {text}, the day that the list speaks for.", f"一覧の基準日({text})より後です。"))


@finding_code(
    "date-implausible",
    "warning",
    meaning=Text(f"A date lies before {EARLIEST_PLAUSIBLE_YEAR}.", f"{EARLIEST_PLAUSIBLE_YEAR}年より前の日付です。"),
    remedy=Text("Look the year up in the agreement.", "協定書で年を確かめてください。"),
)
def implausible(listing: Listing) -> Iterator[Remark]:
    """Years that no agreement of the kind has."""
    for entry in listing.entries:
        if entry.concluded_on is not None and entry.concluded_on.year < EARLIEST_PLAUSIBLE_YEAR:
            yield _remark(entry, Text("no agreement of this kind is so old.", "この種の協定としては古すぎます。"))


@finding_code(
    "date-unpadded",
    "info",
    meaning=Text("A date lacks the zero that the others have.", "ほかの日付にある0(ゼロ埋め)がありません。"),
    remedy=Text("Type it like the others, so that the column sorts as text.", "ほかと同じ桁数で入力すると、並べ替えが正しくなります。"),
)
def unpadded(listing: Listing) -> Iterator[Remark]:
    """2021.10.1 among dates such as 2021.10.01, where most of those that could lack the zero have it."""
    found = [entry for entry in listing.entries if len(entry.date_text) < 10 and entry.date_text and read_day(entry.date_text).unpadded]
    padded = sum(1 for entry in listing.entries if _ZERO.search(entry.date_text)) if found else 0
    if len(found) >= padded:
        return
    for entry in found:
        date = entry.concluded_on.printed() if entry.concluded_on else ""
        yield _remark(
            entry, Text(f"unpadded; the others are written like {date}.", f"ゼロ埋めがありません。ほかの行の書き方では{date}です。")
        )


def _each(listing: Listing, problem: str, why: Text) -> Iterator[Remark]:
    for entry in _said(listing, problem):
        if entry.concluded_on is None:
            yield _remark(entry, why)


def _said(listing: Listing, *problems: str) -> list[Entry]:
    """The entries whose date's cell has one of these problems. Each text is asked once: a list repeats them."""
    texts = {text for text in {entry.date_text for entry in listing.entries} if text and read_date(text).problem in problems}
    return [entry for entry in listing.entries if entry.date_text in texts] if texts else []


def _remark(entry: Entry, why: Text) -> Remark:
    text = Text(f"{entry.institution}: “{entry.date_text}”: {why.en}", f"「{entry.institution}」の「{entry.date_text}」: {why.ja}")
    return Remark(text, places([entry], "concluded_on"))


@finding_code(
    "days-of-several-kinds",
    "info",
    meaning=Text(
        "A row has a day for each of several kinds of agreement. The earliest was taken for the date concluded, and all the kinds.",
        "協定の種別ごとに締結日が書かれた行です。最も古い日付を締結日とし、種別はすべて取り込みました。",
    ),
    remedy=Text("Split the row into its agreements once it is kept.", "取り込んだあと、行を個々の協定に分けてください。"),
)
def several_kinds(listing: Listing) -> Iterator[Remark]:
    """Rows with days under 学術協定締結日 and 学生交流覚書締結日."""
    yield from of_rows(listing, "days of several kinds", Text("Days of several kinds of agreement", "種別ごとの締結日がある行です"))
