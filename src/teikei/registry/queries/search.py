"""Search over agreements: words and filters, counts on each filter, any page, all rows as a stream, names while typing.

One question at a time: `find` for a page, `numbers` and `stream` for all of a result, `counted_by` for its partners and
territories, `counts` for the whole registry, `suggestions` for what is being typed.
All ask one index in memory (search.index), which is the same whatever database stands behind it; the rows that are shown
come from the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from django.utils.timezone import localdate

from teikei.registry.models import Agreement
from teikei.registry.queries.index import current_index
from teikei.registry.queries.rows import AgreementRow, agreement_rows
from teikei.search import in_time
from teikei.search.folding import Word, folded, words_of
from teikei.search.index import Index
from teikei.search.naming import OWN
from teikei.search.result import Result
from teikei.search.spelling import resembling
from teikei.search.suggesting import Suggested, suggested
from teikei.search.terms import FACETS, SORTS, FacetName, Sort, Terms, YesNo

__all__ = ["FACETS", "SORTS", "Counts", "Cursor", "FacetName", "FacetValue", "Found", "Sort", "Suggested", "Terms", "YesNo", "counted_by", "counts", "exchanging", "find", "held_by_year", "named", "nearest_names", "numbers", "stream", "suggestions"]  # fmt: skip

PAGE = 50
MOST_UNITS = 60  # values of the filter by unit: a country's universities have some ten thousand
MOST_LISTED = 300  # units of the statistics: those with the most agreements
STREAM = 500  # rows fetched at once for a download: few queries, little memory


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter: its parameter, label (of a region or unit; else the value), number of agreements, place in its own order."""

    value: str
    label: str
    count: int
    position: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """The agreement after or before which a page starts."""

    id: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a result.

    facets: filter → its values with counts that respect every filter but its own. chosen: filter → label of the value that is
    set, even where nothing matches it. start: how many rows stand before this page. also: agreement → names by which it was
    found and that its row does not show. instead: words that stand nowhere, each with a name that is spelled alike, by which
    the rows were found. heard: words that are written nowhere and found names by their sound alone.
    """

    rows: list[AgreementRow]
    total: int
    facets: dict[FacetName, list[FacetValue]]
    chosen: dict[str, str]
    after: Cursor | None
    before: Cursor | None
    start: int = 0
    also: dict[int, tuple[str, ...]] = field(default_factory=dict)
    instead: tuple[tuple[str, str], ...] = ()
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many agreements there are, and of each filter its values with theirs."""

    total: int
    facets: dict[FacetName, list[FacetValue]]


def find(terms: Terms, *, sort: Sort = "best", cursor: Cursor | None = None, page: int = 1, page_size: int = PAGE) -> Found:
    """One page of agreements, with the filters' counts: beyond the cursor, else the page of that number. Six queries at most;
    the first one after a write also reads what was written.

    Every page costs the same. sort "best": the best match first, without words the list's order.
    """
    index = current_index()
    result, instead = _result(index, terms)
    start, size = _stretch(result, sort, cursor, page, page_size)
    shown = result.page(sort, start, size)
    rows = {row.id: row for row in agreement_rows(Agreement.objects.filter(pk__in=shown), day=terms.as_of)} if shown else {}
    ordered = [rows[pk] for pk in shown if pk in rows]
    return Found(
        rows=ordered,
        total=result.total,
        facets={name: _values(index, name, counted) for name, counted in result.counts(MOST_UNITS).items()},
        chosen=_chosen(index, terms),
        after=Cursor(shown[-1]) if shown and start + len(shown) < result.total else None,
        before=Cursor(shown[0], backwards=True) if shown and start else None,
        start=start,
        also=_also(index, terms, ordered),
        instead=instead,
        heard=()
        if instead or not result.total
        else tuple(one.text for one in terms.words if one.sound and not index.stands(Word(one.text, ""))),
    )


def numbers(terms: Terms, *, sort: Sort = "best", after: int | None = None) -> Iterator[list[int]]:
    """The ids of every agreement of a result in order, some thousand at a time: all, or those beyond an agreement.

    LookupError where nobody can tell any more where that agreement stood.
    """
    result = _result(current_index(), terms)[0]
    if after is not None and result.position(sort, after) is None:
        raise LookupError(after)
    start, _ = _stretch(result, sort, None if after is None else Cursor(after), 1, PAGE)
    return result.every(sort, start)


def nearest_names(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Words that stand nowhere, each with a name that is spelled alike, by which the rows were found."""
    return _result(current_index(), terms)[1] if terms.text else ()


def stream(terms: Terms, *, sort: Sort = "best") -> Iterator[AgreementRow]:
    """Every row of a result in order, some hundred at a time, so that a download of any size needs little memory."""
    for several in numbers(terms, sort=sort):
        for start in range(0, len(several), STREAM):
            chunk = several[start : start + STREAM]
            rows = {row.id: row for row in agreement_rows(Agreement.objects.filter(pk__in=chunk), day=terms.as_of)}
            yield from (rows[pk] for pk in chunk if pk in rows)


def counts() -> Counts:
    """How many agreements each value of each filter has. One query."""
    index = current_index()
    result = _result(index, Terms())[0]
    return Counts(result.total, {name: _values(index, name, counted) for name, counted in result.counts(MOST_LISTED).items()})


def counted_by(terms: Terms) -> tuple[dict[int, int], dict[str, int]]:
    """How many of the agreements found each partner and each territory has: id → count, code → count.

    An agreement of several partners or territories counts in each.
    """
    result = _result(current_index(), terms)[0]
    return result.partners(), result.territories()


def held_by_year(today: date) -> dict[int, int]:
    """How many agreements held at the end of each year, in this year today; by what is known of their terms. One query."""
    return in_time.held_by_year(current_index().columns, today)


def exchanging(day: date) -> list[int]:
    """The numbers of the agreements that hold on a day and may have an exchange of students then, in order. One query."""
    return in_time.exchanging(current_index(), day)


def suggestions(text: str, *, size: int = 8) -> list[Suggested]:
    """Names of what agreements name, for what is being typed: the best match first, then those of the most agreements."""
    return suggested(current_index(), text, size)


def named(kind: Literal["institution", "unit"], text: str) -> list[int] | None:
    """The numbers of the institutions or units that all words name, in ascending order; None for no words. One query."""
    words, index = words_of(text), current_index()
    if not words:
        return None
    held = np.logical_and.reduce([index.names.scores(word.text, word.sound, index.entities) > 0 for word in words])
    found = (index.known.entities[at] for at in np.flatnonzero(held).tolist())
    return sorted(int(one.key) for one in found if one.kind == kind)


def _result(index: Index, terms: Terms) -> tuple[Result, tuple[tuple[str, str], ...]]:
    """What matches; where the words find nothing, what names spelled alike find, with these names."""
    words = terms.words
    matches = index.matching(words)
    instead: tuple[tuple[str, str], ...] = ()
    if matches is not None and not matches.total:
        matches, instead = resembling(index, words)
    return Result(index, terms, localdate().toordinal(), matches), instead


def _stretch(result: Result, sort: Sort, cursor: Cursor | None, page: int, size: int) -> tuple[int, int]:
    """Where a page starts in the result, and how many rows it has at most."""
    if cursor is None:
        return (max(1, page) - 1) * size, size
    at = result.position(sort, cursor.id)
    if at is None:
        return result.total, 0
    if cursor.backwards:
        return max(0, at - size), min(size, at)
    return at + result.holds(cursor.id), size  # it may have left the result since: what follows it must not be skipped


def _values(index: Index, name: FacetName, counted: dict[str, int]) -> list[FacetValue]:
    """A filter's values in its own order: regions as the list has them, years and contents by number, the others by count."""
    if name in ("region", "unit"):
        known, numbers = index.known.entities, index.known.numbers
        entities = [(known[numbers[name, int(value)]], count) for value, count in counted.items()]
        values = [FacetValue(str(one.key), one.label, count, one.position) for one, count in entities]
    else:
        values = [FacetValue(value, value, count, 0) for value, count in counted.items()]
    if name == "region":
        return sorted(values, key=lambda value: (value.position, int(value.value)))
    if name in ("year", "contents"):
        return sorted(values, key=lambda value: int(value.value), reverse=name == "year")
    if name in ("in_force", "places"):
        return sorted(values, key=lambda value: value.value, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.position, value.label))


def _chosen(index: Index, terms: Terms) -> dict[str, str]:
    """A filter that is set keeps its name on the page even where it leaves nothing."""
    asked = {"region": terms.region, "unit": terms.unit}
    numbers = {
        name: index.known.numbers[name, key] for name, key in asked.items() if key is not None and (name, key) in index.known.numbers
    }
    return {name: index.known.entities[number].label for name, number in numbers.items()}


def _also(index: Index, terms: Terms, rows: list[AgreementRow]) -> dict[int, tuple[str, ...]]:
    """Names of the partners by which rows were found although they do not show them: of their records, former ones."""
    also: dict[int, tuple[str, ...]] = {}
    for row in rows if terms.words else ():
        shown = "\n".join(map(folded, [*(partner.name for partner in row.partners), *(unit.name for unit in row.units)]))
        unseen = [word.text for word in terms.words if word.text not in shown]
        found = [
            name
            for word in unseen
            for partner in row.partners
            if (number := index.known.numbers.get(("institution", partner.id))) is not None
            if (name := index.names.among(number, word, OWN))
        ]
        if found:
            also[row.id] = tuple(dict.fromkeys(found))
    return also
