"""The desk's table of agreements: filters as of a day, a page by keyset, and what each row shows. Eight queries at any size."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from teikei.names.folding import fold
from teikei.registry.keys import chunks
from teikei.registry.models import (
    Agreement,
    AgreementKind,
    Deadline,
    Institution,
    LeftAlone,
    OrganizationalUnit,
    Party,
    Region,
    SavedFilter,
    Span,
    Territory,
)
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Person, asker, visible
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.rows import PartnerName, UnitName
from teikei.registry.queries.scope import within
from teikei.rules import agreement as values
from teikei.rules.agreement import Level, MemorandumKind
from teikei.rules.held import Status, deadlines, status

Order = Literal["list", "partner", "newest", "oldest", "deadline"]
ORDERS: tuple[Order, ...] = get_args(Order)
STATUSES: tuple[Status, ...] = ("in-force", "assumed", "pending", "not-yet", "ended")
MEMORANDUM_KINDS: tuple[MemorandumKind, ...] = get_args(MemorandumKind)
PAGE = 50
Head = tuple[int, int, values.Agreement, Any]  # number, version, value, and what the table is sorted by
# More are not changed in one go: a preview has to be read.
MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the table shows, seen from a day. Nothing wanted: every agreement. expiring: with an end or a day for notice until then."""

    as_of: date
    text: str = ""
    status: Status | None = None
    level: Level | None = None
    kind: str = ""
    region: int | None = None
    territory: str = ""
    unit: int | None = None
    institution: int | None = None
    memorandum: MemorandumKind | None = None
    rolled_up: bool | None = None
    expiring: date | None = None
    unconfirmed: bool = False
    ror: str = ""
    concluded_from: date | None = None
    concluded_to: date | None = None
    order: Order = "list"


@dataclass(frozen=True, slots=True)
class Edge:
    """The row after or before which a page starts: the value it is sorted by ("" for none), and its number."""

    value: str
    id: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One agreement in the table: its whole value with its number and version, names, status on the day, next days."""

    id: int
    version: int
    value: values.Agreement
    partners: tuple[PartnerName, ...]
    units: tuple[UnitName, ...]
    territories: tuple[str, ...]
    status: Status
    ends_on: date | None
    notice_by: date | None
    edge: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter may take, and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of the table. choices: filter → its values; saved: this person's filters, name and query string."""

    rows: list[DeskRow]
    total: int
    choices: dict[str, list[Choice]]
    saved: list[Choice]
    after: Edge | None
    before: Edge | None


def desk_page(wanted: Wanted, *, edge: Edge | None = None, page_size: int = PAGE, with_choices: bool = True, by: Person) -> DeskPage:
    """A page of the table with all that its form needs, where it has one."""
    person = require_anywhere(by, "agreement.read")
    matching = matching_agreements(wanted).filter(within("agreement.read", by=by))
    total = matching.count()
    matching = _with_due(matching, wanted.as_of) if wanted.order == "deadline" else matching
    backwards = edge is not None and edge.backwards
    in_order = ordered(matching if edge is None else matching.filter(beyond(wanted.order, edge)), wanted.order, backwards=backwards)
    heads = list(_heads(in_order, wanted.order)[: page_size + 1])
    more, heads = len(heads) > page_size, heads[:page_size]
    if backwards:
        heads.reverse()
    rows = _rows(heads, wanted.as_of)
    choices = choices_for(person.pk) if with_choices else {}
    return DeskPage(
        rows, total, choices, choices.pop("saved", []),
        Edge(rows[-1].edge, rows[-1].id) if rows and (more or backwards) else None,
        Edge(rows[0].edge, rows[0].id, backwards=True) if rows and (more if backwards else edge is not None) else None,
    )  # fmt: skip


def every_row(wanted: Wanted, *, by: Person) -> Iterator[DeskRow]:
    """All rows of a result in order, some hundred at a time."""
    asked = asker(by, "agreement.read")
    ids = numbers_of(wanted, by=by, most=None)
    for chunk in chunks(ids):
        found = {row.id: row for row in _rows(list(_heads(Agreement.objects.filter(pk__in=chunk), "list")), wanted.as_of)}
        for row in (found[pk] for pk in chunk if pk in found):
            yield replace(row, value=visible(row.value, asked.sight(row.value)))


def numbers_of(wanted: Wanted, *, by: Person, most: int | None = MOST_AT_ONCE + 1) -> list[int]:
    """The numbers of all agreements of a result, in order, as many at most."""
    require_anywhere(by, "agreement.read")
    return list(_whole(wanted).filter(within("agreement.read", by=by)).values_list("pk", flat=True)[:most])


def rows_by_number(numbers: Sequence[int], *, as_of: date, by: Person) -> list[DeskRow]:
    """Those agreements that are kept, in the order given, as far as the person may see them."""
    asked = asker(by, "agreement.read")
    mine = within("agreement.read", by=by)
    found: dict[int, DeskRow] = {}
    for chunk in chunks(dict.fromkeys(numbers)):
        rows = _rows(list(_heads(Agreement.objects.filter(mine, pk__in=chunk), "list")), as_of)
        found |= {row.id: replace(row, value=visible(row.value, asked.sight(row.value))) for row in rows}
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


# Which rows --------------------------------------------------------------------------------------------------------


def matching_agreements(wanted: Wanted) -> QuerySet[Agreement]:
    """The agreements that a search of the table finds, in no order."""
    matching = Agreement.objects.all()
    for word in dict.fromkeys(folded for part in wanted.text.split() if (folded := fold(part))):
        found = Q(key__contains=word)
        matching = matching.filter(found | Q(pk=int(word)) if word.isdecimal() and len(word) < 10 else found)
    plain: dict[str, Any] = {
        "level": wanted.level, "region": wanted.region, "territories": wanted.territory or None, "rolled_up": wanted.rolled_up,
        "concluded_on__gte": wanted.concluded_from, "concluded_on__lte": wanted.concluded_to,
    }  # fmt: skip
    matching = matching.filter(**{name: value for name, value in plain.items() if value is not None})
    if wanted.unit is not None:
        matching = matching.filter(parties__units=wanted.unit)
    if wanted.institution is not None:  # in a filter of its own: the unit may be another party's
        matching = matching.filter(parties__institution=wanted.institution)
    if wanted.kind:
        matching = matching.filter(pk__in=AgreementKind.objects.filter(kind=wanted.kind).values("agreement"))
    if wanted.memorandum:
        matching = matching.filter(pk__in=Agreement.objects.filter(memoranda__kind=wanted.memorandum).values("pk"))
    if wanted.expiring:
        matching = matching.filter(_due(wanted.as_of, wanted.expiring), closed_on=None)
    if wanted.ror:
        named = Party.objects.filter(institution__judgment__record=wanted.ror)
        matching = matching.filter(pk__in=named.values("agreement"))
    if wanted.unconfirmed:
        matching = matching.filter(has_status("assumed", wanted.as_of))
    return matching.filter(has_status(wanted.status, wanted.as_of)) if wanted.status else matching


def open_deadlines(first: date, last: date) -> QuerySet[Deadline]:
    """The deadlines from one day to another of which nobody has decided, nor said that they may pass."""
    return Deadline.objects.filter(_not_left(OuterRef("kind"), OuterRef("due_on")), due_on__gte=first, due_on__lte=last)


def _not_left(about: Any, due_on: OuterRef) -> Q:
    return ~Q(Exists(LeftAlone.objects.filter(agreement=OuterRef("agreement"), about=about, due_on=due_on)))


def _due(first: date, last: date) -> Q:
    """Those with an open deadline from one day to another. Ends long past are known by their spans alone: those after which
    nothing is confirmed.
    """
    found = Q(pk__in=open_deadlines(first, last).values("agreement"))
    if first >= (today := localdate()):
        return found
    followed = Span.objects.filter(agreement=OuterRef("agreement"), valid_from__gt=OuterRef("valid_to")).exclude(basis="assumed")
    over = Span.objects.filter(
        ~Exists(followed), _not_left(Value("end"), OuterRef("valid_to")), valid_to__gte=first, valid_to__lte=min(last, today)
    )
    return found | Q(pk__in=over.values("agreement"))


def _open_on(day: date) -> Q:
    return Q(closed_on=None) | Q(closed_on__gt=day)


def has_status(wanted: Status, day: date) -> Q:
    """A filter on agreements of that status on that day: what rules.held.status says of each, asked of the derived tables."""
    running = Q(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    if wanted == "assumed":
        return Q(pk__in=Span.objects.filter(running, basis="assumed").values("agreement"))
    own = Span.objects.filter(agreement=OuterRef("pk"))
    holding = own.filter(running)
    if wanted == "in-force":
        return Q(Exists(holding.exclude(basis="assumed")))
    holds, over = Exists(holding), Exists(own.filter(valid_to__lt=day))
    later = Q(pk__in=Span.objects.filter(valid_from__gt=day).values("agreement"))  # few have one: asked once, not of each row
    if wanted == "not-yet":
        return Q(_open_on(day), ~holds, ~over)
    if wanted == "pending":
        return (Q(afterwards="pending") | later) & Q(_open_on(day), ~holds, over)
    return Q(closed_on__lte=day) | (Q(~later, afterwards="ended") & Q(~holds, over))


# In which order ----------------------------------------------------------------------------------------------------


def _heads(rows: QuerySet[Agreement], order: Order) -> QuerySet[Agreement, Any]:
    edge = {"partner": "sort_key", "newest": "concluded_on", "oldest": "concluded_on", "deadline": "due"}.get(order, "pk")
    return rows.values_list("pk", "version", "body", edge)


def ordered(matching: QuerySet[Agreement], order: Order, *, backwards: bool = False) -> QuerySet[Agreement]:
    """These rows in that order; the number breaks ties, so that each row has one place."""
    last = F("pk").desc() if backwards else F("pk").asc()
    if order == "list":
        return matching.order_by(last)
    if order == "partner":
        return matching.order_by(F("sort_key").desc() if backwards else F("sort_key").asc(), last)
    name = "concluded_on"
    if order == "deadline":
        name = "due"
    day = F(name)
    nulls: dict[str, bool | None] = {"nulls_first": backwards or None, "nulls_last": not backwards or None}
    falling = (order == "newest") != backwards
    return matching.order_by(day.desc(**nulls) if falling else day.asc(**nulls), last)


def _whole(wanted: Wanted) -> QuerySet[Agreement]:
    """The whole result in its order."""
    matching = matching_agreements(wanted)
    return ordered(_with_due(matching, wanted.as_of) if wanted.order == "deadline" else matching, wanted.order)


def _with_due(matching: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    """With the next deadline of which nobody has decided."""
    own = open_deadlines(day, date.max).filter(agreement=OuterRef("pk")).order_by("due_on")
    return matching.annotate(due=Subquery(own.values("due_on")[:1]))


def beyond(order: Order, edge: Edge) -> Q:
    """A filter: the rows on the far side of an edge, in the direction of reading."""
    side = "lt" if edge.backwards else "gt"
    tie = Q(**{f"pk__{side}": edge.id})
    if order == "list":
        return tie
    if order == "partner":
        return Q(**{f"sort_key__{side}": edge.value}) | (Q(sort_key=edge.value) & tie)
    name = "due" if order == "deadline" else "concluded_on"
    dateless = Q(**{name: None})
    if not edge.value:
        return (dateless & tie) | (~dateless if edge.backwards else Q(pk__in=()))
    rising = (order != "newest") != edge.backwards
    further = Q(**{f"{name}__{'gt' if rising else 'lt'}": edge.value}) | (Q(**{name: edge.value}) & tie)
    return further if edge.backwards else further | dateless


# What a row shows --------------------------------------------------------------------------------------------------


def heads_of(agreements: QuerySet[Agreement]) -> list[Head]:
    """Number, version and value of agreements, in the list's order."""
    return _decoded(_heads(agreements, "list"))


def _decoded(heads: Iterable[Any]) -> list[Head]:
    return [(pk, version, value_of(AGREEMENTS, body), edge) for pk, version, body, edge in heads]


def _rows(heads: Sequence[Any], as_of: date) -> list[DeskRow]:
    return rows_shown(_decoded(heads), as_of)


def rows_shown(decoded: Sequence[Head], as_of: date) -> list[DeskRow]:
    """What the table shows of these agreements, as of a day."""
    institutions = _institutions({party.institution for _, _, value, _ in decoded for party in value.parties})
    units = _unit_names({unit.unit for _, _, value, _ in decoded for party in value.parties for unit in party.units})
    made = []
    for pk, version, value, edge in decoded:
        named = [institutions[party.institution] for party in value.parties if party.institution in institutions]
        partners = [one for one in named if not one[0].is_home] or named
        coming = deadlines(value, as_of)
        made.append(
            DeskRow(
                pk, version, value, tuple(one for one, _ in partners),
                tuple(units[unit.unit] for party in value.parties for unit in party.units if unit.unit in units),
                tuple(dict.fromkeys(code for _, code in partners if code)), status(value, as_of), coming.ends_on, coming.notice_by,
                edge.isoformat() if isinstance(edge, date) else str(edge or ""),
            )
        )  # fmt: skip
    return made


def _institutions(numbers: set[int]) -> dict[int, tuple[PartnerName, str]]:
    found: dict[int, tuple[PartnerName, str]] = {}
    record = "judgment__record"
    for pks in chunks(sorted(numbers)):
        named = Institution.objects.filter(pk__in=pks)
        for pk, printed, home, code, name_en, city, ror in named.values_list(
            "pk", "printed", "is_home", "territory_id", f"{record}__name_en", f"{record}__city", f"{record}_id"
        ):
            found[pk] = (PartnerName(pk, printed, home, name_en or "", city or "", ror or ""), code or "")
    return found


def _unit_names(numbers: set[int]) -> dict[int, UnitName]:
    found: dict[int, UnitName] = {}
    for pks in chunks(sorted(numbers)):
        found |= {pk: UnitName(pk, name) for pk, name in OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "name")}
    return found


def choices_for(person: int) -> dict[str, list[Choice]]:
    """What the filters may be set to, and the filters that this person saved: one query."""
    used = Exists(Institution.objects.filter(territory=OuterRef("pk"), is_home=False))
    parts = [
        _part("region", Region.objects.all(), F("pk"), F("label"), F("position")),
        _part("territory", Territory.objects.filter(used), F("code"), F("code"), None),
        _part("unit", OrganizationalUnit.objects.filter(institution__is_home=True), F("pk"), F("name"), F("position")),
        _part("kind", AgreementKind.objects.order_by().distinct(), F("kind"), F("kind"), None),
        _part("saved", SavedFilter.objects.filter(person=person), F("query"), F("name"), None),
    ]
    found: dict[str, list[tuple[int, str, Choice]]] = {}
    for name, value, label, position in parts[0].union(*parts[1:], all=True):
        found.setdefault(name, []).append((position or 0, label, Choice(value, label)))
    return {name: [choice for _, _, choice in sorted(every, key=lambda one: one[:2])] for name, every in found.items()}


def _part(name: str, rows: QuerySet[Any], value: F, label: F, position: F | None) -> QuerySet[Any, Any]:
    annotated: Any = rows.order_by().annotate(
        choice_name=Value(name, output_field=CharField()), choice_value=Cast(value, CharField()), choice_label=Cast(label, CharField()),
        choice_position=Cast(Value(None) if position is None else position, IntegerField()),
    )  # fmt: skip
    listed: QuerySet[Any, Any] = annotated.values_list("choice_name", "choice_value", "choice_label", "choice_position")
    return listed


def without(wanted: Wanted, **changes: Any) -> Wanted:
    """The same search with some of it changed."""
    return replace(wanted, **changes)
