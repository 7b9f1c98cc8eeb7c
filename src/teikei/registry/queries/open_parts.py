"""Institutions, units, territories, editions, printed rows and judgments as programs read them: what the public pages show."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from msgspec import Meta

from teikei.registry.keys import chunks
from teikei.registry.models import Edition, Entry, EntryUnit, Institution, Judgment, OrganizationalUnit, Territory
from teikei.registry.operations.institution_rows import INSTITUTIONS
from teikei.registry.operations.kept import value_of
from teikei.registry.queries.editions import EditionCounts, edition_counts, edition_head
from teikei.registry.queries.search import named
from teikei.rules.counting import Tally

STREAM = 500


@dataclass(frozen=True, slots=True)
class OpenName:
    """One name, its language ("" where nobody said), its kind (label, alias, acronym), the days on which it is used."""

    text: str
    language: str
    kind: str
    used_from: date | None
    used_to: date | None


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """Who an institution is, by the authority's record that a person judged it to be."""

    ror: Annotated[str, Meta(description="https://ror.org/…")]
    name: str
    status: str
    city: str
    territory: str
    latitude: float | None
    longitude: float | None
    website: str


@dataclass(frozen=True, slots=True)
class OpenInstitution:
    """An institution: one side of agreements."""

    id: int
    name: Annotated[str, Meta(description="As first printed")]
    names: tuple[OpenName, ...]
    territory: Annotated[str, Meta(description="ISO 3166-1 code, empty where it sits in several or where that is unknown")]
    home: Annotated[bool, Meta(description="Whether its lists are kept here")]
    part_of: Annotated[int | None, Meta(description="The institution of which it is an inner unit")]
    schac: Annotated[str, Meta(description="SCHAC id, by which EWP knows it; empty where not known")]
    erasmus: Annotated[str, Meta(description="Erasmus code; empty where not known")]
    verdict: Annotated[str, Meta(description="accepted, other, none, unsure; empty where nobody has judged who it is")]
    record: OpenRecord | None


@dataclass(frozen=True, slots=True)
class OpenUnitRow:
    """A unit of an institution."""

    id: int
    name: str
    name_en: str
    institution: int
    parent: Annotated[int | None, Meta(description="The unit inside which it sits now")]
    closed_on: Annotated[date | None, Meta(description="The first day without it")]


@dataclass(frozen=True, slots=True)
class OpenTerritory:
    """A country or region by its ISO 3166-1 code, with the names that CLDR gives."""

    code: str
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """A published list: of whom, at which level, as of which day."""

    id: int
    number: int
    institution: int
    institution_name: str
    level: str
    as_of: date
    title: str
    kept_at: datetime
    published: Annotated[bool, Meta(description="Whether the registry made it; else it was taken in from a document")]
    sha256: Annotated[str, Meta(description="Of the listing")]
    corrects: int | None
    correction: str


@dataclass(frozen=True, slots=True)
class OpenEditionInFull:
    """An edition with what it states and what its rows give."""

    edition: OpenEdition
    legend: tuple[str, ...]
    stated: dict[str, int | None]
    counted: Tally


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """One printed row of an edition, verbatim, with the agreements behind it."""

    edition: int
    n: int
    region: str
    territory_label: Annotated[str, Meta(description="The heading that it stands under, as printed")]
    institution: str
    institution_alt: str
    partner_unit: str
    units: tuple[str, ...]
    date_text: str
    concluded_on: str
    renewed_on: str
    valid_to: str
    number: str
    location: str
    note: str
    counted: Annotated[bool, Meta(description="Whether the list counts it")]
    page: int | None
    line: int | None
    sheet: str
    raw: str
    agreements: Annotated[tuple[int, ...], Meta(description="Numbers of the agreements behind it")]


@dataclass(frozen=True, slots=True)
class OpenJudgment:
    """What was decided of who an institution is, where that holds now."""

    id: int
    institution: int
    institution_name: str
    verdict: str
    ror: Annotated[str, Meta(description="https://ror.org/…, empty where no record was chosen")]
    name: str
    reason: str
    made_at: datetime
    person: Annotated[str, Meta(description="The name that the person gives to the public; empty where none")]
    source: Annotated[str, Meta(description="The data set that it came with; empty where a person judged")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Which of them are wanted; nothing said: all. text: words as the search takes them."""

    text: str = ""
    territory: str = ""
    home: bool | None = None
    ror: str = ""
    verdict: str = ""
    institution: int | None = None
    level: str = ""
    edition: int | None = None
    as_of: date | None = None


def institutions_open(of: Of, *, after: int = 0, most: int | None = None) -> Iterator[OpenInstitution]:
    """Institutions by number, beyond one, as many at most (None: all)."""
    found = Institution.objects.select_related("judgment__record").prefetch_related("names").filter(_judged(of))
    if of.territory:
        found = found.filter(territory=of.territory)
    if of.home is not None:
        found = found.filter(is_home=of.home)
    for some in _some(found, after, most, among=named("institution", of.text)):
        yield from map(_institution, some)


def _judged(of: Of) -> Q:
    wanted = Q()
    if of.ror:
        wanted &= Q(judgment__record=of.ror)
    return wanted & Q(judgment__verdict=of.verdict) if of.verdict else wanted


def _institution(one: Institution) -> OpenInstitution:
    record = one.judgment.record if one.judgment else None
    identifiers = {known.scheme: known.value for known in value_of(INSTITUTIONS, one.body).identifiers}
    names = tuple(OpenName(form.text, form.language, form.kind, form.used_from, form.used_to) for form in one.names.all())
    return OpenInstitution(
        one.pk, one.printed, names, one.territory_id or "", one.is_home, one.part_of_id, identifiers.get("schac", ""),
        identifiers.get("erasmus", ""), one.judgment.verdict if one.judgment else "",
        OpenRecord(
            f"https://ror.org/{record.ror}", record.name_en, record.status, record.city, record.territory_code, record.latitude,
            record.longitude, record.website,
        ) if record else None,
    )  # fmt: skip


def units_open(of: Of, *, after: int = 0, most: int | None = None) -> Iterator[OpenUnitRow]:
    """Units by number, beyond one, as many at most. as_of: those that were not closed by that day."""
    found = OrganizationalUnit.objects.all()
    if of.institution is not None:
        found = found.filter(institution=of.institution)
    if of.as_of:
        found = found.filter(Q(closed_on=None) | Q(closed_on__gt=of.as_of))
    for some in _some(found, after, most, among=named("unit", of.text)):
        yield from (OpenUnitRow(one.pk, one.name, one.name_en, one.institution_id, one.parent_id, one.closed_on) for one in some)


def territories_open() -> list[OpenTerritory]:
    """All territories by code."""
    return [OpenTerritory(one.code, one.name_ja, one.name_en) for one in Territory.objects.order_by("code")]


def editions_open(of: Of, *, after: int = 0, most: int | None = None) -> Iterator[OpenEdition]:
    """Editions by number, beyond one, as many at most. as_of: those of that day or before."""
    found = Edition.objects.select_related("institution")
    if of.institution is not None:
        found = found.filter(institution=of.institution)
    if of.level:
        found = found.filter(level=of.level)
    if of.as_of:
        found = found.filter(as_of__lte=of.as_of)
    for some in _some(found, after, most):
        yield from map(_edition, some)


def _edition(one: Edition) -> OpenEdition:
    return OpenEdition(
        one.pk, one.number, one.institution_id, one.institution.printed, one.level, one.as_of, one.title, one.kept_at,
        one.source_id is None, one.sha256, one.corrects_id, one.correction,
    )  # fmt: skip


def edition_open(edition: int) -> OpenEditionInFull | None:
    """One edition with its numbers; None where there is none."""
    head, row = edition_head(edition), Edition.objects.select_related("institution").filter(pk=edition).first()
    if head is None or row is None:
        return None
    counts: EditionCounts = edition_counts(head)
    return OpenEditionInFull(_edition(row), head.legend, head.stated, counts.tally)


def entries_open(of: Of, *, after: int = 0, most: int | None = None) -> Iterator[OpenEntry]:
    """The printed rows of an edition by their number in it, beyond one, as many at most."""
    found = Entry.objects.filter(edition=of.edition).select_related("heading__region", "heading__parent__region")
    for some in _some(found, after, most, by="n"):
        yield from _entries(some)


def _entries(some: Sequence[Entry]) -> Iterator[OpenEntry]:
    pks = [one.pk for one in some]
    units: dict[int, list[str]] = defaultdict(list)
    for entry, printed in EntryUnit.objects.filter(entry__in=pks).order_by("entry", "position").values_list("entry_id", "printed"):
        units[entry].append(printed)
    behind: dict[int, dict[int, None]] = defaultdict(dict)
    for link in (Entry.agreements.through, Entry.stands_for.through):
        for entry, agreement in link.objects.filter(entry__in=pks).order_by("pk").values_list("entry_id", "agreement_id"):
            behind[entry][agreement] = None
    for one in some:
        heading = one.heading
        region = heading.region or (heading.parent.region if heading.parent else None) if heading else None
        yield OpenEntry(
            one.edition_id, one.n, region.label if region else "", heading.label if heading else "", one.institution, one.institution_alt,
            one.partner_unit, tuple(units[one.pk]), one.date_text, one.concluded_on, one.renewed_on, one.valid_to, one.number, one.location,
            one.note, one.counted, one.page, one.line, one.sheet, one.raw, tuple(behind[one.pk]),
        )  # fmt: skip


def judgments_open(of: Of, *, after: int = 0, most: int | None = None) -> Iterator[OpenJudgment]:
    """The judgments that count, by number, beyond one, as many at most."""
    found = Judgment.objects.filter(pk__in=Institution.objects.filter(judgment__isnull=False).values("judgment"))
    found = found.select_related("institution", "record", "made_by")
    if of.verdict:
        found = found.filter(verdict=of.verdict)
    if of.institution is not None:
        found = found.filter(institution=of.institution)
    for some in _some(found, after, most):
        for one in some:
            yield OpenJudgment(
                one.pk, one.institution_id, one.institution.printed, one.verdict, f"https://ror.org/{one.record_id}" if one.record_id else "",
                one.record.name_en if one.record else "", one.reason, one.made_at, one.made_by.get_full_name() if one.made_by else "",
                one.source,
            )  # fmt: skip


def _some(found: QuerySet[Any], after: int, most: int | None, *, by: str = "pk", among: Sequence[int] | None = None) -> Iterator[list[Any]]:
    """Rows by number, beyond one, in lists of some hundred. among: of these numbers alone, in ascending order."""
    if among is not None:
        for chunk in chunks(number for number in among if number > after):
            for some in _some(found.filter(pk__in=chunk), after, most):
                yield some
                most = None if most is None else most - len(some)
        return
    ordered = found.order_by(by)
    while most is None or most > 0:
        size = STREAM if most is None else min(most, STREAM)
        some = list(ordered.filter(**{f"{by}__gt": after})[:size])
        if some:
            yield some
        if len(some) < size:
            return
        after, most = getattr(some[-1], by), None if most is None else most - size
