"""Agreements one below the other on one time line, each by its term bar."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teikei.pages.term_bar import BEFORE, TermBar, term_bar
from teikei.registry.queries.rows import AgreementRow, UnitName
from teikei.rules.agreement import Agreement

_OLDEST = 45  # years; what began earlier runs in from the left


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Rows with their bars, all over the same years; the axis is that of any bar."""

    rows: tuple[tuple[AgreementRow, TermBar], ...]

    @property
    def axis(self) -> TermBar:
        """The bar whose years stand below all."""
        return self.rows[0][1]


def time_line(rows: Sequence[AgreementRow], values: Sequence[tuple[int, Agreement]], day: date) -> TimeLine | None:
    """The rows with their bars from the first year that any of them names; None where there is nothing to draw."""
    named = {row.id: row for row in rows}
    years = [int(row.concluded_on[:4]) for row in rows if row.concluded_on]
    since = max(min([*years, day.year - BEFORE]), day.year - _OLDEST)
    drawn = tuple((named[pk], term_bar(value, day, small=True, since=since)) for pk, value in values if pk in named)
    return TimeLine(drawn) if drawn else None


def units_counted(rows: Sequence[AgreementRow]) -> list[tuple[UnitName, int]]:
    """The units of some agreements, with how many of these each has, most first."""
    return Counter(unit for row in rows for unit in row.units).most_common()
