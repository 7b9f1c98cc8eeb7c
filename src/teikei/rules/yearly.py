"""What became of agreements between two days: new, renewed, amended, ended; and partners that were renamed."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from teikei.rules.agreement import Agreement, ClosingReason
from teikei.rules.held import on_day, renewal_terms, spans
from teikei.rules.institution import Institution, name_on

Became = Literal["new", "renewed", "renewed-assumed", "amended", "ended", "renamed"]


class Happened(NamedTuple):
    """One thing that happened to one agreement, on which day (None where only the year's ends are known), with a word on it."""

    agreement: int
    became: Became
    on: date | None
    note: str = ""
    reason: ClosingReason | None = None


def happened(agreements: Mapping[int, Agreement], since: date, until: date) -> list[Happened]:
    """What happened after `since` up to `until`, in the order of agreements. Mirrored days give what began as what ended."""
    found: list[Happened] = []
    for number, value in agreements.items():
        found += _of_one(number, value, since, until)
    return found


def _of_one(number: int, value: Agreement, since: date, until: date) -> list[Happened]:
    holding = [span for span in spans(value) if span.holds_on(since) or span.holds_on(until)]
    before, after = (any(span.holds_on(day) for span in holding) for day in (since, until))
    if not before and not after:
        return []
    if not before:
        began = min(span.valid_from for span in holding)
        return [Happened(number, "new", began if began > date.min else None)]
    if not after:
        if value.closing and since < value.closing.closed_on <= until:
            return [Happened(number, "ended", value.closing.closed_on, value.closing.note, value.closing.reason)]
        return [Happened(number, "ended", max(span.valid_to for span in holding if span.valid_to), "", "expired")]
    found = [Happened(number, "amended", one.effective_on, one.reason) for one in value.amendments if since < one.effective_on <= until]
    # The first term begins the agreement; every later one renews it.
    first = min(span.valid_from for span in spans(value))
    confirmed = {term.valid_from for term in on_day(value, until).terms if since < term.valid_from <= until and term.valid_from > first}
    assumed = {term.valid_from for term in renewal_terms(value, until) if since < term.valid_from <= until}
    found += [Happened(number, "renewed", day) for day in sorted(confirmed)]
    return found + [Happened(number, "renewed-assumed", day) for day in sorted(assumed - confirmed)]


def renamed(agreements: Mapping[int, Agreement], institutions: Mapping[int, Institution], since: date, until: date) -> list[Happened]:
    """Agreements that hold on `until` and of which a party goes by another name than on `since`."""
    changed = {pk: found for pk, one in institutions.items() if (found := _new_name(one, since, until))}
    return [
        Happened(number, "renamed", *changed[party.institution])
        for number, value in agreements.items()
        for party in value.parties
        if party.institution in changed and any(span.holds_on(until) for span in spans(value))
    ]


def _new_name(institution: Institution, since: date, until: date) -> tuple[date, str] | None:
    """The day from which it goes by another name, and "old → new"; names in other languages that came with it are not told."""
    for name in institution.names:
        if name.kind == "label" and name.used_from and since < name.used_from <= until:
            old = name_on([one for one in institution.names if one.language == name.language], since)
            if old and old != name.text:
                return name.used_from, f"{old} → {name.text}"
    return None
