"""On which days an agreement holds: confirmed terms, renewals computed from its rule, amendments, closing.

Days are whole days, both ends of a span included. A closing day is the first on which the agreement no longer holds.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

from teikei.rules.agreement import Agreement, Amendment, Memorandum, Renewal, Term, agreement_from, plain

Basis = Literal["confirmed", "assumed", "listed"]
Status = Literal["not-yet", "in-force", "assumed", "pending", "ended"]

# What an amendment may change. The rest are facts of the signing, or records that carry their own days.
AMENDABLE: Final = frozenset({"title", "parties", "kinds", "contents", "terms", "renewal", "memoranda"})
_ONE_DAY = timedelta(days=1)
# Of two papers the one that holds less decides: a memorandum cannot hold where its agreement does not.
_WEAKEST: tuple[Status, ...] = ("ended", "not-yet", "pending", "assumed", "in-force")


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end on which an agreement holds, both included. valid_to None: without end; valid_from date.min: since a day
    that nobody knows.

    basis: confirmed terms; assumed, computed from the rule of renewal; listed, a list says so and no term is known.
    """

    valid_from: date
    valid_to: date | None
    basis: Basis

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


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
    """The day it took effect by its rule; a date known to month or year counts from its first day; date.min if unknown.

    Where the rule's own day is not known (no signature is dated, none is stated), the date concluded stands for it.
    """
    if agreement.effect == "stated" and agreement.effective_on:
        return agreement.effective_on
    if agreement.effect == "last-signature":
        signed = [one.signed_on for party in agreement.parties for one in party.signatures if one.signed_on]
        if signed:
            return max(signed)
    return agreement.concluded.first if agreement.concluded else date.min


def on_day(agreement: Agreement, day: date) -> Agreement:
    """The agreement with the amendments effective by that day applied; those that come later stay in `amendments`.

    For what it says, not for when it holds: ask `status` and `spans` of the whole agreement, which knows the rules of
    renewal before an amendment. msgspec.ValidationError for changes that make no agreement; `rules.problems` keeps them out.
    """
    effective = [amendment for amendment in _in_order(agreement) if amendment.effective_on <= day]
    if not effective:
        return agreement
    fields = plain(agreement)
    for amendment in effective:
        fields |= {name: value for name, value in amendment.changes.items() if name in AMENDABLE}
    later = tuple(amendment for amendment in agreement.amendments if amendment.effective_on > day)
    return replace(agreement_from(fields), amendments=later)


def _in_order(agreement: Agreement) -> list[Amendment]:
    return sorted(agreement.amendments, key=lambda amendment: amendment.effective_on)


def spans(agreement: Agreement) -> tuple[Span, ...]:
    """The days on which it holds, sorted, without overlap.

    Confirmed terms as they are; then automatic renewals one by one, or one open span where the rule sets no limit. An
    agreement without any term holds since it took effect, because a list says so. An amendment of the terms counts from
    its day on; one of the renewal decides what happens at the ends that come after it.
    """
    return tuple(_pieces(agreement, None))


def status(agreement: Agreement, day: date) -> Status:
    """What it is on that day. pending (手続中): its term is over, and its renewal needs a procedure or is not known, or a
    later term is on record that had not yet begun.
    """
    if agreement.closing and day >= agreement.closing.closed_on:
        return "ended"
    every = spans(agreement)
    for span in every:
        if span.holds_on(day):
            return "assumed" if span.basis == "assumed" else "in-force"
    over = [span.valid_to for span in every if span.valid_to is not None and span.valid_to < day]
    if not over:
        return "not-yet"
    if any(span.valid_from > day for span in every):
        return "pending"
    return "pending" if _rule_on(agreement)(over[-1]).kind in ("procedure", "unknown") else "ended"


def renewal_terms(agreement: Agreement, until: date) -> tuple[Term, ...]:
    """The assumed terms one by one that begin on or before `until`; the last is open where the rule names no years."""
    return tuple(
        Term(valid_from=piece.valid_from, valid_to=piece.valid_to, automatic=True)
        for piece in _pieces(agreement, until)
        if piece.basis == "assumed" and piece.valid_from <= until
    )


def deadlines(agreement: Agreement, day: date) -> Deadlines:
    """The next end and the next day for giving notice, as seen from a day.

    Notice is due so many months before a term's end: the same day of the month, or its last where it has none such.
    """
    every = spans(agreement)
    last_end = every[-1].valid_to if every else None
    reach = 1 + 2 * max((rule.years or 0) + (rule.notice_months or 0) // 12 for _, rule in _rules(agreement))
    coming = [piece for piece in _pieces(agreement, _years_later(day, reach)) if piece.valid_to is None or piece.valid_to >= day]
    if not coming or coming[0].valid_to is None:
        return Deadlines(basis=coming[0].basis if coming else None, last_end=last_end)
    rule_on = _rule_on(agreement)
    notice_by = notice_for = None
    for piece, following in pairwise(coming):
        if piece.valid_to is None or following.basis != "assumed":
            continue
        months = rule_on(piece.valid_to).notice_months
        due = months_before(piece.valid_to, months) if months is not None else None
        if due is not None and due >= day:
            notice_by, notice_for = due, piece.valid_to
            break
    return Deadlines(ends_on=coming[0].valid_to, basis=coming[0].basis, notice_by=notice_by, notice_for=notice_for, last_end=last_end)


def memorandum_status(agreement: Agreement, memorandum: Memorandum, day: date) -> Status:
    """It holds where the agreement holds and its own terms (if any) do; without terms, from the day it was concluded."""
    own = Agreement(
        level=agreement.level, parties=(), concluded_on=memorandum.concluded_on, terms=memorandum.terms, renewal=memorandum.renewal
    )
    return min(status(agreement, day), status(own, day), key=_WEAKEST.index)


def term_from(start: date, years: int) -> Term:
    """A term of so many years from that day: it ends on the day before the same day of its last year; from 29 February on
    28 February where there is no such day (Civil Code of Japan, article 143).
    """
    year = start.year + years
    if year > date.max.year:
        return Term(valid_from=start, valid_to=date.max)
    if (start.month, start.day) == (2, 29) and not calendar.isleap(year):
        return Term(valid_from=start, valid_to=date(year, 2, 28))
    return Term(valid_from=start, valid_to=start.replace(year=year) - _ONE_DAY)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before, or the last of that month where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    if month < 12:
        return date.min
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _years_later(day: date, years: int) -> date:
    return term_from(day, years).valid_to or date.max


# Pieces: terms one by one ---------------------------------------------------------------------------------------


def _epochs(agreement: Agreement) -> list[tuple[date, Agreement]]:
    """The values that decide on days, each with its first day: the agreement as concluded, then one an amendment of terms."""
    days = {one.effective_on for one in agreement.amendments if one.changes.keys() & {"terms", "renewal"}}
    return [(date.min, agreement), *((day, on_day(agreement, day)) for day in sorted(days))]


def _rules(agreement: Agreement) -> list[tuple[date, Renewal]]:
    return [(first, value.renewal) for first, value in _epochs(agreement)]


def _rule_on(agreement: Agreement) -> Callable[[date], Renewal]:
    """The rule of renewal that holds on a day."""
    rules = _rules(agreement)[::-1]
    return lambda day: next(rule for first, rule in rules if first <= day)


def _pieces(agreement: Agreement, until: date | None) -> list[Span]:
    """Spans, sorted; assumed terms one by one up to those that begin by `until`. None: renewals without limit are one span."""
    epochs = _epochs(agreement)
    made: list[Span] = []
    for index, (first, value) in enumerate(epochs):
        last = epochs[index + 1][0] - _ONE_DAY if index + 1 < len(epochs) else None
        for piece in _terms_of(value, _rule_on(agreement), epochs[-1][0], until):
            cut = _within(piece, first, last)
            if cut is None:
                continue
            before = made[-1] if made else None
            # A term that runs on over the day of an amendment stays one.
            if before and piece.valid_from < first and before.valid_to == first - _ONE_DAY and before.basis == cut.basis:
                made[-1] = Span(before.valid_from, cut.valid_to, cut.basis)
            else:
                made.append(cut)
    if agreement.closing is None:
        return made
    closed_on = agreement.closing.closed_on
    if closed_on == date.min:
        return []
    return [cut for piece in made if (cut := _within(piece, date.min, closed_on - _ONE_DAY))]


def _within(span: Span, first: date, last: date | None) -> Span | None:
    """The part of a span from first to last, or None."""
    start = max(span.valid_from, first)
    end = span.valid_to if last is None else last if span.valid_to is None else min(span.valid_to, last)
    return Span(start, end, span.basis) if end is None or start <= end else None


def _terms_of(value: Agreement, rule_on: Callable[[date], Renewal], settled: date, until: date | None) -> Iterator[Span]:
    """The terms of one value, confirmed and assumed. `settled`: the day from which the rule changes no more."""
    if not value.terms:
        yield Span(took_effect(value), None, "listed")
        return
    terms = _sorted_terms(value.terms)
    for term in terms:
        yield Span(term.valid_from, term.valid_to, "confirmed")
    end = terms[-1].valid_to if terms else None
    used = next((count for count, term in enumerate(reversed(terms)) if not term.automatic), len(terms))
    while end is not None and end < date.max:
        rule = rule_on(end)
        start = end + _ONE_DAY
        limited = rule.at_most is not None
        if rule.kind != "automatic" or (rule.at_most is not None and used >= rule.at_most) or (until is not None and start > until):
            return
        if not rule.years or rule.years < 1 or (until is None and not limited and end >= settled):
            yield Span(start, None, "assumed")
            return
        end, used = term_from(start, rule.years).valid_to, used + 1
        yield Span(start, end, "assumed")


def _sorted_terms(terms: tuple[Term, ...]) -> list[Term]:
    """Terms by their first day, each ending before the next begins, however they were entered."""
    ordered = sorted(terms, key=lambda term: term.valid_from)
    made = []
    for index, term in enumerate(ordered):
        end = term.valid_to
        if index + 1 < len(ordered) and (end is None or end >= ordered[index + 1].valid_from):
            if ordered[index + 1].valid_from == term.valid_from:
                continue
            end = ordered[index + 1].valid_from - _ONE_DAY
        if end is None or term.valid_from <= end:
            made.append(replace(term, valid_to=end))
    return made
