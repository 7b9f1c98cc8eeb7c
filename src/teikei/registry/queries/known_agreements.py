"""The desk's table of agreements as the registry knew them on a day. What was not touched since is found as today; the rest is
read from the ledger.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from teikei.names.folding import fold
from teikei.registry.keys import chunks, search_key
from teikei.registry.models import Agreement, Change
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Asker, Person, asker, visible
from teikei.registry.queries.kept_agreements import (
    PAGE,
    DeskPage,
    DeskRow,
    Head,
    Wanted,
    choices_for,
    heads_of,
    matching_agreements,
    rows_shown,
)
from teikei.registry.queries.known import end_of_day, last_lines
from teikei.registry.queries.one_agreement import Names, names_of
from teikei.registry.queries.scope import within
from teikei.rules import agreement as values
from teikei.rules.held import spans, status
from teikei.rules.reminders import undecided

_LAST = "\uffff"  # behind every name and every day


def known_page(wanted: Wanted, known_on: date, *, page: int = 1, by: Person) -> DeskPage:
    """A page of the table as it was known at the end of that day."""
    asked = asker(by, "agreement.read")
    found = _known(wanted, end_of_day(known_on), asked, by)
    shown = found[(page - 1) * PAGE : page * PAGE]
    choices = choices_for(asked.person.pk)
    return DeskPage(list(_rows(shown, wanted, asked)), len(found), choices, choices.pop("saved", []), None, None)


def known_rows(wanted: Wanted, known_on: date, *, by: Person) -> Iterator[DeskRow]:
    """All rows of that table, in order, some hundred at a time."""
    asked = asker(by, "agreement.read")
    found = _known(wanted, end_of_day(known_on), asked, by)
    for keys in chunks(range(len(found))):
        yield from _rows([found[key] for key in keys], wanted, asked)


_Found = tuple[str, int, Head | None]  # what it is sorted by, its number, what was known of it (None: what is kept now)


def _known(wanted: Wanted, at: datetime, asked: Asker, by: Person) -> list[_Found]:
    """Every agreement of the table in its order."""
    since = set(Change.objects.filter(kind=AGREEMENTS.name, at__gt=at).order_by().values_list("subject", flat=True).distinct())
    kept = matching_agreements(wanted).filter(within("agreement.read", by=by))
    found: list[_Found] = [
        (_place(wanted, sort_key, day), pk, None)
        for pk, sort_key, day in kept.order_by().values_list("pk", "sort_key", "concluded_on").distinct()
        if pk not in since
    ]
    then = _then(sorted(since), at)
    seen = {pk: head for pk, head in then.items() if asked.reads(head[2])}
    names = names_of(head[2] for head in seen.values())
    regions = dict(Agreement.objects.filter(pk__in=list(seen)).values_list("pk", "region")) if wanted.region else {}
    for pk, head in seen.items():
        if _fits(pk, head[2], wanted, names, regions):
            day = head[2].concluded
            found.append((_place(wanted, _partner(head[2], names), day.first if day else None), pk, head))
    found.sort(key=lambda one: one[:2], reverse=wanted.order == "newest")
    return found


def _then(subjects: Sequence[int], at: datetime) -> dict[int, Head]:
    """Version and value of each of them at that instant."""
    lines = last_lines(AGREEMENTS.name, at, subjects)
    return {pk: (pk, version, value_of(AGREEMENTS, after), "") for pk, version, after in lines if after}


def _place(wanted: Wanted, partner: str, concluded: date | None) -> str:
    if wanted.order == "partner":
        return partner
    if wanted.order in ("newest", "oldest"):
        return concluded.isoformat() if concluded else ("" if wanted.order == "newest" else _LAST)
    return ""


def _partner(value: values.Agreement, names: Names) -> str:
    every = [names.institutions[party.institution] for party in value.parties if party.institution in names.institutions]
    return fold(next((one.printed for one in every if not one.is_home), every[0].printed if every else ""))


def _fits(pk: int, value: values.Agreement, wanted: Wanted, names: Names, regions: Mapping[int, int | None]) -> bool:
    """Whether what was known of it is what the table shows: matching_agreements, asked of one value."""
    sides = [names.institutions[party.institution] for party in value.parties if party.institution in names.institutions]
    partners = [one for one in sides if not one.is_home] or sides
    units = [unit.unit for party in value.parties for unit in party.units]
    plain = (
        (wanted.level, value.level), (wanted.rolled_up, value.rolled_up), (wanted.region, regions.get(pk)),
        (wanted.status, status(value, wanted.as_of)), ("assumed" if wanted.unconfirmed else None, status(value, wanted.as_of)),
    )  # fmt: skip
    if any(asked is not None and asked != found for asked, found in plain):
        return False
    if wanted.unit is not None and wanted.unit not in units:
        return False
    if wanted.institution is not None and value.party_of(wanted.institution) is None:
        return False
    if wanted.territory and wanted.territory not in [one.territory for one in partners]:
        return False
    if (wanted.kind and wanted.kind not in value.kinds) or (
        wanted.memorandum and wanted.memorandum not in [m.kind for m in value.memoranda]
    ):
        return False
    if wanted.expiring and not _due(value, wanted.as_of, wanted.expiring):
        return False
    texts = [text for one in partners for text in (one.printed, one.english, *one.others)]
    key = search_key([*texts, *(names.units[unit].name for unit in units if unit in names.units), value.title])
    words = [folded for part in wanted.text.split() if (folded := fold(part))]
    return all(word in key or word == str(pk) for word in words)


def _due(value: values.Agreement, first: date, last: date) -> bool:
    if value.closing is not None:
        return False
    confirmed_to = [span.valid_to for span in spans(value) if span.basis != "assumed"][-1:]
    return any(day and first <= day <= last for day in confirmed_to) or bool(undecided(value, first, last))


def _rows(found: Sequence[_Found], wanted: Wanted, asked: Asker) -> Iterator[DeskRow]:
    kept: dict[int, Head] = {
        head[0]: head for head in heads_of(Agreement.objects.filter(pk__in=[pk for _, pk, head in found if head is None]))
    }
    rows = rows_shown([head or kept[pk] for _, pk, head in found if head or pk in kept], wanted.as_of)
    for row in rows:
        yield replace(row, value=visible(row.value, asked.sight(row.value)))
