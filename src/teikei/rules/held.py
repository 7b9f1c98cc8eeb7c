"""On which days an agreement holds: confirmed terms, renewals computed from its rule, amendments, closing.

Days are whole days, both ends of a span included. A closing day is the first on which the agreement no longer holds.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from teikei.rules.agreement import Agreement, Memorandum, Term

Basis = Literal["confirmed", "assumed", "listed"]
Status = Literal["not-yet", "in-force", "assumed", "pending", "ended"]


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end on which an agreement holds, both included. valid_to None: without end; valid_from date.min: since a day
    that nobody knows.

    basis: confirmed terms; assumed, computed from the rule of renewal; listed, a list says so and no term is known.
    """

    valid_from: date
    valid_to: date | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """What comes next for an agreement, seen from a day. None where there is no such day.

    ends_on: the end of the term that runs on the day (or of the next one), basis: whether it is confirmed.
    notice_by: the last day, on or after the day asked, on which notice keeps a term from being renewed automatically;
    notice_for: the end of that term. last_end: the end after all renewals that the rule still allows.
    """

    ends_on: date | None = None
    basis: Basis | None = None
    notice_by: date | None = None
    notice_for: date | None = None
    last_end: date | None = None


def took_effect(agreement: Agreement) -> date:
    """The day it took effect by its rule; a date known to month or year counts from its first day; date.min if unknown."""
    raise NotImplementedError


def on_day(agreement: Agreement, day: date) -> Agreement:
    """The agreement with the amendments effective by that day applied; those that come later stay in `amendments`."""
    raise NotImplementedError


def spans(agreement: Agreement) -> tuple[Span, ...]:
    """The days on which it holds, sorted, without overlap."""
    raise NotImplementedError


def status(agreement: Agreement, day: date) -> Status:
    """What it is on that day. pending (手続中): its term is over, and its renewal needs a procedure or is not known."""
    raise NotImplementedError


def renewal_terms(agreement: Agreement, until: date) -> tuple[Term, ...]:
    """The assumed terms one by one that begin on or before `until`; the last is open where the rule names no years."""
    raise NotImplementedError


def deadlines(agreement: Agreement, day: date) -> Deadlines:
    """The next end and the next day for giving notice."""
    raise NotImplementedError


def memorandum_status(agreement: Agreement, memorandum: Memorandum, day: date) -> Status:
    """It holds where the agreement holds and its own terms (if any) do."""
    raise NotImplementedError
