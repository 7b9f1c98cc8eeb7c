"""Agreements as programs read them: rows of a result with names, a page by keyset or all of them, and one in full.

Rows hold nothing but what anybody may see. One agreement in full shows as much of its value as whoever asks may see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Any, cast

from django.db.models import QuerySet
from msgspec import Meta

from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Entry, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS, end_words
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Person, asker, visible
from teikei.registry.permissions.asking import sight_of
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.kept_agreements import Edge, Wanted, beyond, matching_agreements, ordered
from teikei.registry.queries.known import history_of, in_force
from teikei.registry.queries.search import Sort, Terms, nearest_names, numbers
from teikei.rules import agreement as values
from teikei.rules.held import Status, deadlines, on_day, status
from teikei.rules.mobility import shared_places

STREAM = 500  # rows made at once for a download: few queries, little memory
# Of what words find, the first 500 are looked up in the tables; then it is asked whether so few pass the other filters at all.
TRIED, RARE = 1, 50_000
_ORDERED_BY = {"partner": "sort_key", "newest": "concluded_on", "oldest": "concluded_on"}


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """A unit of a party and the part that it has."""

    id: int
    name: str
    role: values.UnitRole


@dataclass(frozen=True, slots=True)
class OpenParty:
    """One side of an agreement: an institution and its units."""

    id: Annotated[int, Meta(description="Number of the institution")]
    name: Annotated[str, Meta(description="Its name as first printed")]
    name_en: Annotated[str, Meta(description="Its name in English: of the record that it was identified with, else its own")]
    ror: Annotated[str, Meta(description="https://ror.org/… where it was identified")]
    territory: Annotated[str, Meta(description="ISO 3166-1 code, empty where it sits in several or where that is unknown")]
    home: Annotated[bool, Meta(description="Whether its lists are kept here")]
    units: tuple[OpenUnit, ...]


@dataclass(frozen=True, slots=True)
class OpenAgreement:
    """One agreement in a list."""

    id: int
    level: values.Level
    title: str
    parties: tuple[OpenParty, ...]
    territories: Annotated[tuple[str, ...], Meta(description="ISO 3166-1 codes of the partners")]
    region: Annotated[str, Meta(description="The list's own grouping, as printed")]
    concluded_on: Annotated[str, Meta(description="Day, month or year in ISO order, as exactly as it is known")]
    status: Annotated[Status, Meta(description="What it is on the day asked about")]
    ends_on: Annotated[date | None, Meta(description="When the term ends that runs on the day asked about")]
    valid_to: Annotated[str, Meta(description="How long it holds, as lists print it: a day, auto-renew, indefinite, other words")]
    kinds: tuple[str, ...]
    contents: Annotated[tuple[int, ...], Meta(description="The ministry's ten contents")]
    memoranda: Annotated[tuple[values.MemorandumKind, ...], Meta(description="Kinds of the memoranda under it")]
    places: Annotated[int, Meta(description="Persons a year in exchanges, all directions")]
    rolled_up: Annotated[bool, Meta(description="Whether it comes from a row that may stand for several agreements")]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A printed row that an agreement comes from."""

    edition: int
    as_of: date
    n: int
    raw: str
    source: Annotated[int | None, Meta(description="Number of the document")]
    sha256: Annotated[str, Meta(description="Of the document")]
    page: int | None
    line: int | None
    sheet: str


@dataclass(frozen=True, slots=True)
class OpenAgreementInFull:
    """One agreement with its whole value, as far as whoever asks may see it, and its provenance."""

    agreement: OpenAgreement
    value: values.Agreement
    rows: tuple[OpenRow, ...]
    version: Annotated[int | None, Meta(description="Its version, for those who may see the parts for staff")]


@dataclass(frozen=True, slots=True)
class OpenChange:
    """One version of an agreement: when, by whom, why, and the value then."""

    version: int
    at: datetime
    who: str
    operation: str
    reason: str
    source: int | None
    value: values.Agreement


def agreements_page(
    wanted: Wanted, *, holding: bool, edge: Edge | None, most: int, best: bool = False
) -> tuple[list[OpenAgreement], Edge | None]:  # fmt: skip
    """A page of a result and where the next one starts, None at its end. Four queries; with words and rare filters four more.

    holding: only what holds on as_of. best: what matches the words best first, instead of wanted.order. LookupError where
    nobody can tell any more where the edge was.
    """
    if wanted.text:
        found = list(islice(_found(wanted, holding=holding, best=best, after=edge.id if edge else None), most + 1))
        heads = _heads_of(found[:most], wanted)
        return _rows(heads, wanted.as_of, _Names()), Edge("", found[most - 1]) if len(found) > most else None
    matching = _matching(wanted, holding=holding)
    if edge is not None:
        matching = matching.filter(beyond(wanted.order, edge))
    heads = list(_heads(ordered(matching, wanted.order), wanted)[: most + 1])
    more, heads = len(heads) > most, heads[:most]
    last = heads[-1] if more else None
    after = Edge(last[4].isoformat() if isinstance(last[4], date) else str(last[4] or ""), last[0]) if last else None
    return _rows(heads, wanted.as_of, _Names()), after


def spelled_alike(wanted: Wanted, *, holding: bool) -> tuple[tuple[str, str], ...]:
    """Words of the question that stand nowhere, each with a name that is spelled alike, by which the rows were found."""
    return nearest_names(_terms(wanted, holding=holding))


def every_agreement(wanted: Wanted, *, holding: bool, best: bool = False) -> Iterator[OpenAgreement]:
    """All rows of a result in order, some hundred at a time: any number of them needs the same memory."""
    names = _Names()
    if wanted.text:
        found = _found(wanted, holding=holding, best=best)
        while several := list(islice(found, STREAM)):
            yield from _rows(_heads_of(several, wanted), wanted.as_of, names)
        return
    heads = _heads(ordered(_matching(wanted, holding=holding), wanted.order), wanted).iterator(chunk_size=2_000)
    while some := list(islice(heads, STREAM)):
        yield from _rows(some, wanted.as_of, names)


def agreement_in_full(
    agreement: int, *, as_of: date, known_at: datetime | None = None, by: Person
) -> OpenAgreementInFull | None:  # fmt: skip
    """One agreement as it is on a day, as far as the person may see it. None where there is none.

    known_at: as the registry had it at that instant, for those who may read it at the desk; NotAllowed for others.
    """
    found = Agreement.objects.filter(pk=agreement).values_list("pk", "version", "body", "region__label").first()
    if found is None:
        return None
    pk, version, body, region = found
    value = value_of(AGREEMENTS, body)
    if known_at is not None:
        asked = asker(by, "agreement.read")
        if not asked.reads(value):
            return None
        known = [line for line in history_of(AGREEMENTS.name, agreement) if line["at"] <= known_at and line["after"]]
        if not known:
            return None
        version, value = known[-1]["version"], value_of(AGREEMENTS, known[-1]["after"])
    sight = sight_of(by, value)
    shown = visible(value, sight)
    then = on_day(shown, as_of)
    row = _row(pk, shown, region or "", as_of, _Names().learn([then]), then)
    return OpenAgreementInFull(row, shown, _printed(shown.entries), version if "staff" in sight else None)


def agreement_history(agreement: int, *, by: Person) -> tuple[OpenChange, ...] | None:
    """Every version, the newest first, as far as the person may see it. None where there is none that they may see."""
    asked = asker(by, "agreement.read")
    body = Agreement.objects.filter(pk=agreement).values_list("body", flat=True).first()
    if body is None or not asked.reads(value_of(AGREEMENTS, body)):
        return None
    lines = [(line, value_of(AGREEMENTS, line["after"])) for line in history_of(AGREEMENTS.name, agreement) if line["after"]]
    return tuple(
        OpenChange(
            line["version"], line["at"], line["who"], line["operation"], line["reason"], line["source_id"], visible(value, asked.sight(value))
        )
        for line, value in reversed(lines)
    )  # fmt: skip


def _matching(wanted: Wanted, *, holding: bool) -> QuerySet[Agreement]:
    matching = matching_agreements(wanted)
    return matching.filter(in_force(wanted.as_of)) if holding else matching


def _found(wanted: Wanted, *, holding: bool, best: bool, after: int | None = None) -> Iterator[int]:
    """The numbers of what the words find, in order: the index of the search knows the words, the tables every other filter."""
    matching = _matching(replace(wanted, text=""), holding=holding).order_by().values_list("pk", flat=True)
    every = numbers(_terms(wanted, holding=holding), sort="best" if best else cast(Sort, wanted.order), after=after)
    rare: set[int] | None = None
    for at, some in enumerate(chunks(pk for several in every for pk in several)):
        if at == TRIED:
            first = set(matching[: RARE + 1])
            rare = first if len(first) <= RARE else None
        passing = set(matching.filter(pk__in=some)) if rare is None else rare
        yield from (pk for pk in some if pk in passing)


def _terms(wanted: Wanted, *, holding: bool) -> Terms:
    return Terms(
        text=wanted.text, region=wanted.region, territory=wanted.territory or None, unit=wanted.unit, kind=wanted.kind or None,
        level=wanted.level, as_of=wanted.as_of if holding else None,
    )  # fmt: skip


def _heads_of(found: Sequence[int], wanted: Wanted) -> list[Any]:
    """The heads of these agreements, in the order given."""
    heads = {head[0]: head for head in _heads(Agreement.objects.filter(pk__in=found), wanted)}
    return [heads[pk] for pk in found if pk in heads]


def _heads(rows: QuerySet[Agreement], wanted: Wanted) -> QuerySet[Agreement, Any]:
    return rows.values_list("pk", "version", "body", "region__label", _ORDERED_BY.get(wanted.order, "pk"))


class _Names:
    """Institutions and units by number, asked for when first named and remembered for the rows that follow."""

    def __init__(self) -> None:
        self.institutions: dict[int, tuple[str, str, str, str, bool]] = {}
        self.units: dict[int, str] = {}

    def learn(self, mentioned: Sequence[values.Agreement]) -> "_Names":
        """Ask for those that are not known yet: two queries at most for each 500."""
        sides = [party for value in mentioned for party in value.parties]
        record = "judgment__record"
        for pks in chunks({party.institution for party in sides} - self.institutions.keys()):
            columns = ("pk", "printed", english_name(), f"{record}_id", "territory_id", "is_home")
            for pk, printed, name_en, ror, code, home in Institution.objects.filter(pk__in=pks).values_list(*columns):
                self.institutions[pk] = (printed, name_en, f"https://ror.org/{ror}" if ror else "", code or "", home)
        for pks in chunks({unit.unit for party in sides for unit in party.units} - self.units.keys()):
            self.units |= dict(OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "name"))
        return self

    def party(self, one: values.Party) -> OpenParty:
        """A party with its names."""
        units = tuple(OpenUnit(unit.unit, self.units.get(unit.unit, ""), unit.role) for unit in one.units)
        return OpenParty(one.institution, *self.institutions.get(one.institution, ("", "", "", "", False)), units)


def _rows(heads: Sequence[Any], as_of: date, names: _Names) -> list[OpenAgreement]:
    whole = [(pk, value_of(AGREEMENTS, body), region or "") for pk, _, body, region, _ in heads]
    then = [on_day(value, as_of) for _, value, _ in whole]
    names.learn(then)
    return [_row(pk, value, region, as_of, names, shown) for (pk, value, region), shown in zip(whole, then, strict=True)]


def _row(
    pk: int, whole: values.Agreement, region: str, as_of: date, names: _Names, value: values.Agreement
) -> OpenAgreement:  # fmt: skip
    """A row as of a day. Its status asks the whole value, which knows the rules of renewal before an amendment."""
    parties = tuple(map(names.party, value.parties))
    partners = [party for party in parties if not party.home] or list(parties)
    coming = deadlines(whole, as_of)
    return OpenAgreement(
        pk, value.level, value.title, parties, tuple(dict.fromkeys(one.territory for one in partners if one.territory)), region,
        value.concluded_on, status(whole, as_of), coming.ends_on, end_words(value), value.kinds, value.contents,
        tuple(dict.fromkeys(one.kind for one in value.memoranda)),
        shared_places((one.id, exchange) for one in value.memoranda for exchange in one.exchanges), value.rolled_up,
    )  # fmt: skip


def _printed(entries: Sequence[int]) -> tuple[OpenRow, ...]:
    found = Entry.objects.filter(pk__in=list(entries)).order_by("-edition__as_of", "n")
    columns = (
        "edition_id", "edition__as_of", "n", "raw", "edition__source_id", "edition__source__sha256", "page", "line", "sheet",
    )  # fmt: skip
    return tuple(
        OpenRow(edition, as_of, n, raw, source, sha256 or "", page, line, sheet)
        for edition, as_of, n, raw, source, sha256, page, line, sheet in found.values_list(*columns)
    )
