"""The term bar: an agreement's terms on a time line, as numbers for SVG. One component for desk and portal, large or small.

Confirmed terms are solid, assumed ones striped, what only a list says an outline; the next day for notice is a tick,
the day that the page speaks for a rule. Lengths across are per cent, so that the drawing fits any width.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from teikei.rules.agreement import Agreement
from teikei.rules.held import Basis, Status, deadlines, renewal_terms, spans, status

# A small bar shows the same years in every row of a table, so that rows can be compared.
BEFORE, AFTER = 10, 6
_OLDEST_SHOWN = 60  # years before the day; what began earlier runs in from the left


@dataclass(frozen=True, slots=True)
class Piece:
    """A term: its days, on what it rests, and where it is drawn (per cent). open: it runs on beyond the drawing."""

    valid_from: date | None
    valid_to: date | None
    basis: Basis
    x: str
    width: str
    x_end: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day and where it stands (per cent)."""

    day: date
    x: str


@dataclass(frozen=True, slots=True)
class TermBar:
    """A bar from `first` to `last`; notice and closed are None where there is no such day in sight."""

    pieces: tuple[Piece, ...]
    today: Mark
    notice: Mark | None
    closed: Mark | None
    years: tuple[Mark, ...]
    first: date
    last: date
    status: Status


def term_bar(agreement: Agreement, day: date, *, small: bool = False, since: int | None = None) -> TermBar:
    """The bar as of a day: some years around it, or, large, from the first term to the last that matters.

    since: the year that a small bar begins with instead, where bars stand one below the other on a time line.
    """
    coming = deadlines(agreement, day)
    first, last = _year(day.year - BEFORE if since is None else min(since, day.year - 1)), _year(day.year + AFTER)
    every = spans(agreement)
    if not small:
        starts = [one.valid_from for one in every if one.valid_from > date.min]
        ends = [one.valid_to for one in every if one.valid_to and one.valid_to < date.max]
        first = _year(max(min([*starts, day]).year, day.year - _OLDEST_SHOWN))
        last = _year(min(max([*ends, *filter(None, [coming.ends_on]), day]).year + 2, day.year + 40))
    length = max((last - first).days, 1)

    def at(one: date) -> float:
        return max(0.0, min(100.0, (one - first).days / length * 100))

    assumed: list[tuple[date, date | None, Basis]] = [(one.valid_from, one.valid_to, "assumed") for one in renewal_terms(agreement, last)]
    firm = [(one.valid_from, one.valid_to, one.basis) for one in every if one.basis != "assumed"]
    pieces = []
    for start, end, basis in sorted([*firm, *assumed], key=lambda one: one[0]):
        x, x_end = at(start), at(end + timedelta(days=1)) if end and end < date.max else 100.0
        if x_end > x:
            shown_from = start if start > date.min else None
            # A hair between two terms, so that each can be told.
            pieces.append(
                Piece(shown_from, end, basis, f"{x:.2f}%", f"{max(x_end - x - 0.3, 0.3):.2f}%", f"{max(x_end - 0.3, x + 0.3):.2f}%")
            )
    closed = agreement.closing.closed_on if agreement.closing else None
    step = max(1, (last.year - first.year) // 6) if (last.year - first.year) <= 18 else 5 if last.year - first.year <= 35 else 10
    years = [_year(year) for year in range(first.year - first.year % step + (step if first.year % step else 0), last.year, step)]

    def mark(one: date | None) -> Mark | None:
        return Mark(one, f"{at(one):.2f}%") if one and first <= one <= last else None

    return TermBar(
        tuple(pieces), Mark(day, f"{at(day):.2f}%"), mark(coming.notice_by), mark(closed),
        tuple(Mark(one, f"{at(one):.2f}%") for one in years), first, last, status(agreement, day),
    )  # fmt: skip


def _year(year: int) -> date:
    return date(min(max(year, 1), 9999), 1, 1)
