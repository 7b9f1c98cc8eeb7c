"""What the index tells of days: how many agreements held in each year, and which of them exchange students."""

from datetime import date

import numpy as np

from teikei.search.columns import Columns
from teikei.search.index import Index

_YEAR_2 = date(2, 1, 1).toordinal()  # what holds since before anybody knows begins in year 1


def held_by_year(columns: Columns, today: date) -> dict[int, int]:
    """How many held at the end of each year since the first that is known, in this year today.

    The spans of one agreement never overlap, so each that has begun and is not over is one agreement more.
    """
    firsts = np.sort(np.concatenate([columns.first, columns.spans_first]))
    lasts = np.sort(np.concatenate([columns.last, columns.spans_last]))
    known = firsts[np.searchsorted(firsts, _YEAR_2) :]
    if not len(known) or known[0] > today.toordinal():
        return {}
    years = range(date.fromordinal(int(known[0])).year, today.year + 1)
    days = [min(date(year, 12, 31), today).toordinal() for year in years]
    # Agreements without a span count as begun and over before all days.
    held = np.searchsorted(firsts, days, "right") - np.searchsorted(lasts, days)
    return dict(zip(years, held.tolist(), strict=True))


def exchanging(index: Index, day: date) -> list[int]:
    """The numbers of the agreements that hold on a day and may have an exchange of students then, in order."""
    students = np.array([one.students for one in index.known.profiles[: index.profiles]], np.bool_)
    found: list[int] = index.columns.numbers[students[index.columns.profile] & index.columns.holding(day.toordinal())].tolist()
    return found
