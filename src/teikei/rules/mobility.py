"""Students under agreements: which exchanges hold in an academic year, for whom, until when, and how many places they give."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from teikei.rules.agreement import Agreement, Exchange, Memorandum
from teikei.rules.held import memorandum_status, on_day, spans

Direction = Literal["out", "in"]
FIRST_MONTH = 4  # the academic year of Japanese universities begins on 1 April (School Education Act, enforcement regulation, article 59)


@dataclass(frozen=True, slots=True)
class Offer:
    """An exchange of students as it holds on a day. until: the last day known of what it rests on, None without end.

    assumed: it rests on an automatic renewal that nobody has confirmed.
    """

    memorandum: Memorandum
    exchange: Exchange
    until: date | None
    assumed: bool


def academic_year(day: date) -> int:
    """The year in which the academic year of that day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def first_day(year: int) -> date:
    """The first day of an academic year."""
    return date(year, FIRST_MONTH, 1)


def offers(agreement: Agreement, day: date) -> tuple[Offer, ...]:
    """The exchanges of students that hold on the day, by the memoranda as they are on it."""
    value = on_day(agreement, day)
    found = []
    for paper in value.memoranda:
        state = memorandum_status(agreement, paper, day)
        if state not in ("in-force", "assumed"):
            continue
        until = _until(agreement, paper, day)
        found += [
            Offer(paper, one, until, state == "assumed")
            for one in paper.exchanges
            if one.mobility.startswith("student") and _said_for(one, academic_year(day))
        ]
    return tuple(found)


def _said_for(exchange: Exchange, year: int) -> bool:
    """Whether the academic years that it names, if any, include this one."""
    first, last = exchange.first_year[:4], exchange.last_year[:4]
    return (not first or int(first) <= year) and (not last or year <= int(last))


def _until(agreement: Agreement, paper: Memorandum, day: date) -> date | None:
    own = Agreement(level=agreement.level, parties=(), concluded_on=paper.concluded_on, terms=paper.terms, renewal=paper.renewal)
    ends = [span.valid_to for one in (agreement, own) for span in spans(one) if span.holds_on(day)]
    return min((end for end in ends if end is not None), default=None)


def places(offered: Iterable[tuple[Hashable, Offer]]) -> int:
    """How many persons a year these give, each told with what it belongs to."""
    return shared_places(((belongs, one.memorandum.id), one.exchange) for belongs, one in offered)


def shared_places(exchanges: Iterable[tuple[Hashable, Exchange]]) -> int:
    """How many persons a year exchanges give, each told with the memorandum it stands in: those of one pool share its places."""
    shared: dict[Hashable, int] = {}
    for index, (paper, one) in enumerate(exchanges):
        key = (paper, one.pool) if one.pool else index
        shared[key] = max(shared.get(key, 0), one.places or 0)
    return sum(shared.values())
