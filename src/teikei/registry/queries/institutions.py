"""Institutions, territories and units: what each one's page asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Value

from teikei.registry.models import Agreement, Entry, EntryUnit, Heading, Institution, OrganizationalUnit, Party, Territory
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions.parts import PUBLIC_SIGHT, visible
from teikei.registry.queries.known import in_force
from teikei.registry.queries.partners import JudgmentLine, judgment_line
from teikei.registry.queries.records import Record, record_shown
from teikei.registry.queries.rows import AgreementRow, Place, agreement_rows
from teikei.rules import agreement as values

# A page shows so many agreements and links to the search for the rest.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an institution: its text, language ("" where nobody said), kind, and the days it is used."""

    text: str
    language: str
    kind: str
    used_from: str
    used_to: str


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """An institution with its names, agreements and the list's rows that name it."""

    id: int
    printed: str
    is_home: bool
    territory: str | None
    names: tuple[Name, ...]
    agreements: list[AgreementRow]
    total: int
    rows: list["PrintedRow"]
    judgment: JudgmentLine | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of an edition as printed, with its place."""

    edition: int
    as_of: str
    n: int
    raw: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class TerritoryHeading:
    """How an edition prints a territory: its label, region, and the number it states against its rows."""

    edition: int
    as_of: str
    label: str
    region: str
    region_id: int | None
    stated: int | None
    counted: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class TerritoryPage:
    """A territory with the lists' headings for it and its agreements."""

    code: str
    name_ja: str
    name_en: str
    headings: list[TerritoryHeading]
    agreements: list[AgreementRow]
    total: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """How often the lists print a unit in one spelling."""

    printed: str
    count: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with its spellings, its span of years and its agreements."""

    id: int
    name: str
    institution_id: int
    institution: str
    spellings: list[Spelling]
    agreements: list[AgreementRow]
    total: int
    held: int  # on the day
    territories: list[tuple[str, int]]  # code and number of agreements, most first
    first: str
    last: str


def institution_page(institution: int) -> InstitutionPage | None:
    """All of one institution. Eight queries or fewer."""
    judged = Institution.objects.select_related("judgment__record", "judgment__maybe", "judgment__made_by", "judgment__undone_by")
    parties = Party.objects.all()
    found = judged.annotate(total=_total(parties, "institution")).filter(pk=institution).first()
    if found is None:
        return None
    forms = sorted(value_of(INSTITUTIONS, found.body).names, key=lambda form: (form.kind, form.language))
    names = tuple(Name(form.text, form.language, form.kind, _day(form.used_from), _day(form.used_to)) for form in forms)
    agreements = _first(parties.filter(institution=found))
    rows = [] if found.is_home else _printed_rows(found)
    return InstitutionPage(
        found.pk, found.printed, found.is_home, found.territory_id, names, agreements, found.total or 0, rows,
        judgment_line(found.judgment) if found.judgment else None,
        record_shown(found.judgment.record) if found.judgment and found.judgment.record else None,
    )  # fmt: skip


def shown_values(rows: Iterable[AgreementRow]) -> list[tuple[int, values.Agreement]]:
    """The whole values of the agreements of a page, as anybody may see them, in its order. One query."""
    numbers = [row.id for row in rows]
    bodies = dict(Agreement.objects.filter(pk__in=numbers).values_list("pk", "body"))
    return [(pk, visible(value_of(AGREEMENTS, bodies[pk]), PUBLIC_SIGHT)) for pk in numbers if pk in bodies]


def territory_page(code: str) -> TerritoryPage | None:
    """All of one territory. Eight queries or fewer."""
    links = Agreement.territories.through.objects.all()
    found = Territory.objects.annotate(total=_total(links, "territory")).filter(pk=code).first()
    if found is None:
        return None
    agreements = _first(links.filter(territory=found))
    return TerritoryPage(found.code, found.name_ja, found.name_en, _territory_headings(found), agreements, found.total or 0)


def unit_page(unit: int, day: date) -> UnitPage | None:
    """All of one unit, and what of it holds on the day. Eight queries."""
    found = OrganizationalUnit.objects.select_related("institution").filter(pk=unit).first()
    if found is None:
        return None
    of_unit = Agreement.objects.filter(parties__units=found)
    held = Count("pk", filter=in_force(day))
    span = of_unit.aggregate(first=Min("concluded_on"), last=Max("concluded_on"), total=Count("pk"), held=held)
    spellings, territories = _unit_counts(found)
    return UnitPage(
        id=found.pk,
        name=found.name,
        institution_id=found.institution_id,
        institution=found.institution.printed,
        spellings=spellings,
        agreements=agreement_rows(of_unit.order_by("pk")[:SHOWN]),
        total=span["total"],
        held=span["held"],
        territories=territories,
        first=_day(span["first"])[:4],
        last=_day(span["last"])[:4],
    )


def _unit_counts(unit: OrganizationalUnit) -> tuple[list[Spelling], list[tuple[str, int]]]:
    """How often lists print each spelling of a unit, and its agreements by territory; both most first. One query for both."""
    printed: Any = EntryUnit.objects.filter(unit=unit).order_by().annotate(of=Value("printed"), counted=F("printed"))
    placed: Any = Agreement.territories.through.objects.filter(agreement__parties__units=unit).order_by()
    placed = placed.annotate(of=Value("territory"), counted=F("territory_id"))
    each = [one.values("of", "counted").annotate(found=Count("pk")).values_list("of", "counted", "found") for one in (printed, placed)]
    found = sorted(each[0].union(each[1], all=True), key=lambda row: (-row[2], row[1]))
    return [Spelling(name, count) for of, name, count in found if of == "printed"], [(c, n) for of, c, n in found if of == "territory"]


def _first(links: QuerySet[Any]) -> list[AgreementRow]:
    """The first of the agreements that these rows lead to; none of the others is looked at."""
    numbers = links.order_by("agreement").values("agreement")[:SHOWN]
    return agreement_rows(Agreement.objects.filter(pk__in=numbers).order_by("pk"))


def _total(links: QuerySet[Any], by: str) -> Subquery:
    """How many of these rows lead to each; None for none. A part of another query."""
    return Subquery(links.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(found=Count("pk")).values("found"))


def _printed_rows(institution: Institution) -> list[PrintedRow]:
    entries = Entry.objects.filter(agreements__parties__institution=institution).distinct().order_by("edition__as_of", "edition", "n")
    values = entries.values_list("edition_id", "edition__as_of", "edition__source_id", "n", "raw", "page", "line", "sheet")[:SHOWN]
    return [
        PrintedRow(edition, as_of.isoformat(), n, raw, Place(source, page, line, sheet) if source and line else None)
        for edition, as_of, source, n, raw, page, line, sheet in values
    ]


def _territory_headings(territory: Territory) -> list[TerritoryHeading]:
    headings = Heading.objects.filter(territories=territory).annotate(rows=Count("entries")).select_related("edition", "region", "parent")
    return [
        TerritoryHeading(
            edition=heading.edition_id,
            as_of=heading.edition.as_of.isoformat(),
            label=heading.label,
            region=heading.parent.label if heading.parent else "",
            region_id=heading.region_id or (heading.parent.region_id if heading.parent else None),
            stated=heading.stated,
            counted=heading.rows,
            place=Place(heading.edition.source_id, heading.page, heading.line) if heading.edition.source_id and heading.line else None,
        )
        for heading in headings.order_by("-edition__as_of", "position")
    ]


def _day(day: object) -> str:
    return str(day) if day else ""
