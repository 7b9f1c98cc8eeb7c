"""Search over agreements: words and filters, counts on each filter, a page by keyset, all rows as a stream."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Literal, get_args

from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear

from teikei.names.folding import fold
from teikei.registry.models import Agreement, OrganizationalUnit, Region
from teikei.registry.queries.known import in_force
from teikei.registry.queries.rows import AgreementRow, agreement_rows

Sort = Literal["list", "partner", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FacetName = Literal["region", "territory", "unit", "year"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)

PAGE = 50
STREAM = 500  # rows fetched at once for a download: few queries, little memory
_EXPRESSIONS = {"region": "region_id", "territory": "territories__code", "unit": "parties__units__id"}
_LABELS = {"region": "region__label", "unit": "parties__units__name"}
_POSITIONS = {"region": "region__position", "unit": "parties__units__position"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is searched for. Empty terms find every agreement. as_of: only those that hold on that day."""

    text: str = ""
    region: int | None = None
    territory: str | None = None
    unit: int | None = None
    year: int | None = None
    as_of: date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the text, folded as the names are; all must match."""
        return tuple(dict.fromkeys(word for part in self.text.split() if (word := fold(part))))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter: its parameter, label, number of agreements, place in its own order."""

    value: str
    label: str
    count: int
    position: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row after or before which a page starts: the value it is sorted by, and its id."""

    value: str | None
    id: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a result.

    facets: filter → its values with counts that respect every filter but its own. chosen: filter → label of the
    value that is set, even where nothing matches it.
    """

    rows: list[AgreementRow]
    total: int
    facets: dict[FacetName, list[FacetValue]]
    chosen: dict[str, str]
    after: Cursor | None
    before: Cursor | None


def find(terms: Terms, *, sort: Sort = "list", cursor: Cursor | None = None, page_size: int = PAGE) -> Found:
    """One page of agreements, with the filters' counts. Six queries at any page and size."""
    matching = _matching(terms)
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        matching = matching.filter(_beyond(sort, cursor))
    rows = agreement_rows(_ordered(matching, sort, backwards=backwards)[: page_size + 1], day=terms.as_of)
    more = len(rows) > page_size
    rows = rows[:page_size]
    if backwards:
        rows.reverse()
    total, facets, chosen = _counts(terms)
    edges = _edges(sort, rows)
    has_after = more if not backwards else True
    has_before = more if backwards else cursor is not None
    return Found(
        rows=rows,
        total=total,
        facets=facets,
        chosen=chosen,
        after=edges[1] if edges and has_after else None,
        before=edges[0] if edges and has_before else None,
    )


def stream(terms: Terms, *, sort: Sort = "list") -> Iterator[AgreementRow]:
    """Every row of a result in order, some hundred at a time, so that a download of any size needs little memory."""
    ids = _ordered(_matching(terms), sort).values_list("pk", flat=True).iterator(chunk_size=10_000)
    while chunk := list(islice(ids, STREAM)):
        rows = {row.id: row for row in agreement_rows(Agreement.objects.filter(pk__in=chunk), day=terms.as_of)}
        yield from (rows[pk] for pk in chunk if pk in rows)


def matching(terms: Terms) -> QuerySet[Agreement]:
    """The agreements that a search finds, in no order: what other views of the same result count."""
    return _matching(terms)


def _matching(terms: Terms) -> QuerySet[Agreement]:
    matching = Agreement.objects.all()
    for word in terms.words:
        matching = matching.filter(key__contains=word)
    if terms.region is not None:
        matching = matching.filter(region=terms.region)
    if terms.territory is not None:
        matching = matching.filter(territories=terms.territory)
    if terms.unit is not None:
        matching = matching.filter(parties__units=terms.unit)
    if terms.year is not None:
        matching = matching.filter(concluded_on__year=terms.year)
    if terms.as_of is not None:
        matching = matching.filter(in_force(terms.as_of))
    return matching


def _ordered(matching: QuerySet[Agreement], sort: Sort, *, backwards: bool = False) -> QuerySet[Agreement]:
    """The id breaks ties, so that each row has one place; agreements without a date come last either way."""
    last = F("pk").desc() if backwards else F("pk").asc()
    if sort == "list":
        return matching.order_by(last)
    if sort == "partner":
        return matching.order_by(F("sort_key").desc() if backwards else F("sort_key").asc(), last)
    day = F("concluded_on")
    if (sort == "newest") != backwards:
        return matching.order_by(day.desc(nulls_first=backwards or None, nulls_last=not backwards or None), last)
    return matching.order_by(day.asc(nulls_first=backwards or None, nulls_last=not backwards or None), last)


def _beyond(sort: Sort, cursor: Cursor) -> Q:
    """The rows on the far side of the cursor, in the direction of reading."""
    side = "lt" if cursor.backwards else "gt"
    tie = Q(**{f"pk__{side}": cursor.id})
    if sort == "list":
        return tie
    if sort == "partner":
        return Q(**{f"sort_key__{side}": cursor.value}) | (Q(sort_key=cursor.value) & tie)
    dateless = Q(concluded_on=None)
    if cursor.value is None:
        return (dateless & tie) | (~dateless if cursor.backwards else Q(pk__in=()))
    day = date.fromisoformat(cursor.value)
    rising = (sort == "oldest") != cursor.backwards
    beyond = Q(**{"concluded_on__gt" if rising else "concluded_on__lt": day}) | (Q(concluded_on=day) & tie)
    return beyond if cursor.backwards else beyond | dateless


def _edges(sort: Sort, rows: list[AgreementRow]) -> tuple[Cursor, Cursor] | None:
    """Cursors before the first and after the last row of a page."""
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    if sort == "partner":
        return Cursor(first.sort_key, first.id, backwards=True), Cursor(last.sort_key, last.id)
    if sort == "list":
        return Cursor(None, first.id, backwards=True), Cursor(None, last.id)
    return Cursor(first.day, first.id, backwards=True), Cursor(last.day, last.id)


def _counts(terms: Terms) -> tuple[int, dict[FacetName, list[FacetValue]], dict[str, str]]:
    """The total, the filters' values with their counts, and the labels of the chosen values: one query."""
    branches = [_branch("total", _matching(terms)), *(_facet(name, _matching(_without(terms, name))) for name in FACETS)]
    branches += _chosen(terms)
    total, facets, chosen = 0, defaultdict[Any, list[FacetValue]](list), {}
    for kind, value, label, position, count in branches[0].union(*branches[1:], all=True):
        if kind == "total":
            total = count
        elif kind.startswith("chosen "):
            chosen[kind.removeprefix("chosen ")] = label
        elif value is not None:
            facets[kind].append(FacetValue(value, label or value, count, position or 0))
    return total, {name: _in_order(name, facets[name]) for name in FACETS}, chosen


def _without(terms: Terms, name: FacetName) -> Terms:
    """The terms without one filter: the counts of a filter ignore what is chosen in it."""
    without: dict[str, Any] = {name: None}
    return replace(terms, **without)


def _branch(kind: str, rows: QuerySet[Any], value: Any = None, label: Any = None, position: Any = None) -> QuerySet[Any, Any]:
    """One part of the union: kind, value, label, position, count."""
    nothing = Value(None, output_field=CharField())
    annotated: Any = rows.order_by().annotate(
        branch=Value(kind, output_field=CharField()),
        facet_value=nothing if value is None else Cast(value, CharField()),
        facet_label=nothing if label is None else Cast(label, CharField()),
        facet_position=Cast(Value(None) if position is None else position, IntegerField()),
    )
    columns = ("branch", "facet_value", "facet_label", "facet_position")
    counted: QuerySet[Any, Any] = annotated.values(*columns).annotate(found=Count("pk")).values_list(*columns, "found")
    return counted


def _facet(name: FacetName, matching: QuerySet[Agreement]) -> QuerySet[Any, Any]:
    if name == "year":
        return _branch(name, matching, ExtractYear("concluded_on"))
    label, position = _LABELS.get(name), _POSITIONS.get(name)
    return _branch(name, matching, F(_EXPRESSIONS[name]), F(label) if label else None, F(position) if position else None)


def _chosen(terms: Terms) -> list[QuerySet[Any, Any]]:
    """A filter that is set keeps its name on the page even where it leaves nothing."""
    branches = []
    if terms.region is not None:
        branches.append(_branch("chosen region", Region.objects.filter(pk=terms.region), F("pk"), F("label")))
    if terms.unit is not None:
        branches.append(_branch("chosen unit", OrganizationalUnit.objects.filter(pk=terms.unit), F("pk"), F("name")))
    return branches


def _in_order(name: FacetName, values: list[FacetValue]) -> list[FacetValue]:
    if name == "region":
        return sorted(values, key=lambda value: (value.position, value.value))
    if name == "year":
        return sorted(values, key=lambda value: value.value, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.position, value.label))
