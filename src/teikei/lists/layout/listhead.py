"""The head of a list: its title, totals, as-of day and legend."""

import re
import unicodedata
from abc import ABC
from collections.abc import Sequence
from datetime import date

from teikei.lists.layout.levels import whole_counts
from teikei.lists.layout.tables import Table
from teikei.lists.layout.words import (
    DAY_OF_THE_LIST,
    counts_in,
    counts_within,
    layout_words,
    rules_of,
    says_not_counted,
    without_bullet,
)
from teikei.lists.located import PRINTED_BY_BROWSER, Row
from teikei.lists.model import Entry, Role, Stated
from teikei.rules.counting import Counted
from teikei.rules.days import FoundDay, find_days

FURNITURE = re.compile(
    r"(?:©|\(c\)\s|copyright\b).*|.*\ball rights reserved\W*|"
    r"[-–—―\s(（]*(?:p\.?|page|ページ)?\s*\d{1,4}\s*(?:(?:/|of|／)\s*\d{1,4})?\s*(?:頁|ページ)?[-–—―\s)）]*|[-–—―=_*|+:\s]+|"
    rf"(?:home|top|ホーム|トップ(?:ページ)?)\s*[>›»].*|{PRINTED_BY_BROWSER.pattern}",
    re.IGNORECASE,
)
_LEGEND_LINE = re.compile(r"^(?:[※＊*†‡§♦◆◇★☆●○◎■□▲△▼▽・]|[(（]?注|Note|凡例|Legend\b|Key\s*[:：])|[。．.]$|.{20}[:：]$")
# A line whose letters are set apart: 令 和 6 年 5 月 1 日 現 在.
_SPACED = re.compile(r"(?:\S ){3,}\S")
_AS_OF = re.compile(rf"{DAY_OF_THE_LIST.pattern}|付け?(?=$|[\s)）])", re.IGNORECASE)
# A sentence that tells how many agreements or partners there are, and none that tells a rule or a part of them.
_SAYS_HOW_MANY = re.compile(
    r"^(?!.*(?:以上|以内|以下|うち|除|ごと|毎|各|場合|only|each|per\b|up to|at least|of which|except)).*(?:(?:協定|提携)[^。]*(?:締結|結ん|結び|有し|あり|いま)|(?:締結|提携)し|協定校|agreements? with|partners? with|partnerships? with|(?:Kooperation|Partnerschaft|Vereinbarung)\w* mit|convenios? con|acuerdos con|accords? avec|convênios? com|acordos com)",
    re.IGNORECASE,
)
LONGEST_LEGEND = 5_000
_BROKEN_LINE = 20
_LONGEST_TITLE = 40  # behind a sign: ■海外の協定校
_AROUND = " ()（）[]【】、,　・|"


class ListHead(ABC):
    """The part of the interpreter that knows what the list says of itself before its rows."""

    entries: list[Entry]
    table: Table | None
    unit: tuple[str, ...]

    def __init__(self) -> None:
        self.title = ""
        self.as_of: date | None = None
        self.as_of_row: Row | None = None
        self.stated: list[Stated] = []
        self.legend: list[str] = []
        self.broken = ""
        self.said: set[str] = set()  # lines of the head, which pages repeat

    def _head_line(self, row: Row, text: str) -> Role:
        """A line before the first table: title, totals, as-of day, legend. Pages may say it again."""
        role = self._head_role(row, text)
        if role == "title":
            self.unit = ()  # the office or the faculty that a page names over the list's title is not that of its rows
        if role != "unread":
            self.said.add(text)
        return role

    def _head_role(self, row: Row, text: str) -> Role:
        spaced = text.replace(" ", "") if _SPACED.fullmatch(text) else text
        plain = unicodedata.normalize("NFKC", spaced)
        if FURNITURE.fullmatch(plain):
            return "furniture"
        if counts := counts_in(spaced):
            self._state(row, text, counts)
            return "totals"
        if (role := self._as_of_line(row, text, plain)) is not None:
            return role
        bare = without_bullet(text)
        if not self.title and (
            not _LEGEND_LINE.search(text) or (list_words(bare) and not _LEGEND_LINE.search(bare) and len(bare) <= _LONGEST_TITLE)
        ):
            if counts_within(text) and not list_words(text):
                return self._said_with_counts(row, text) or "totals"
            self.title = bare if _LEGEND_LINE.search(text) else text
            self._said_with_counts(row, text)
            return "title"
        if _SAYS_HOW_MANY.search(plain) and list_words(text) and (role := self._said_with_counts(row, text)):
            return role
        if _LEGEND_LINE.search(text) or says_not_counted(text) or rules_of((text,)).rows_roll_up:
            before = self.legend.pop() if self.broken and self.legend and self.legend[-1] == self.broken else ""
            self.legend.append(f"{before}{' ' if before.isascii() and before else ''}{text}")
            self.broken = ""
            return "legend"
        if list_words(text) > list_words(self.title) and not self.entries and text[-1] not in ":：":
            self.title = text
            self._said_with_counts(row, text)
            return "title"
        if len(text) >= _BROKEN_LINE and row.page is not None:
            self.broken = text  # a paragraph of the legend that the page breaks into lines
            self.legend.append(text)
            return "legend"
        return self._said_with_counts(row, text) or "unread"

    def _as_of_line(self, row: Row, text: str, plain: str) -> Role | None:
        """The day that the list speaks for, alone or with the title or totals on its line."""
        days = [day for day in find_days(plain) if day.read.date and day.read.date.precision == "day" and day.read.problem is None]
        said = _AS_OF.search(plain)
        if not days or not (said or (len(days) == 1 and _is_alone(plain, days[0], text))):
            return None
        from_, to = said.span() if said else (days[0].start, days[0].start)
        day = min(days, key=lambda found: min(abs(found.start - to), abs(from_ - found.end)))
        if self.as_of is None and day.read.date:
            self.as_of, self.as_of_row = day.read.date.first, row
        first, last = min(day.start, from_), max(day.end, to)
        rest = re.sub(r"^[\s:：は]+", "", (plain[:first] + " " + plain[last:]).strip(_AROUND)).strip(_AROUND)
        if not rest:
            return "as-of"
        if counts := counts_in(rest):
            self._state(row, text, counts)
            return "totals"
        if not self.title:
            self.title = text
            self._said_with_counts(row, rest)
            return "title"
        return self._said_with_counts(row, rest) or "as-of"

    def _said_with_counts(self, row: Row, text: str) -> Role | None:
        """Totals inside a sentence: 協定校数は45か国137大学です, 137大学(45カ国・地域)."""
        found = counts_within(text)
        if not found:
            return None
        self._state(row, text, found)
        return "totals"

    def _state(self, row: Row, text: str, counts: Sequence[tuple[Counted, int | None, str]]) -> None:
        self.stated += [Stated(of, number, words, row) for of, number, words in whole_counts(text, counts)]

    def _long_line(self, row: Row, filled: list[int]) -> Role:
        """A legend may be a paragraph; nothing else of a list is so long, and patterns are not tried on it."""
        text = row.cells[filled[0]]
        if len(filled) == 1 and self.table is None and len(text) <= LONGEST_LEGEND and text.endswith(("。", ".", "．")):
            self.legend.append(text)
            return "legend"
        return "unread"


def _is_alone(plain: str, day: FoundDay, text: str) -> bool:
    """Whether a line is a day and nothing else, or a title with the day in brackets behind it: 協定校一覧（2021年5月1日）."""
    before, behind = plain[: day.start].rstrip(), plain[day.end :].strip(_AROUND)
    return not behind and (not before.strip(_AROUND) or (before[-1] in "([" and list_words(text) > 0))


def list_words(text: str) -> int:
    """How many of the words that titles of such lists hold stand in a text."""
    return sum(word in text.lower() for word in layout_words()["content"]["titles"])
