"""An edition as a page shows it: regions, territories and rows in the list's order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery

from teikei.lists import model as lists
from teikei.lists.write.partners import KnownPartner, partner_key
from teikei.names.bilingual import Text
from teikei.registry.keys import chunks, name_key
from teikei.registry.models import Edition, EditionFile, Entry, EntryUnit, Institution, Party
from teikei.registry.operations.documents import document_path
from teikei.registry.queries.computed import Computed, computed_after
from teikei.registry.queries.editions import EditionCounts, EditionHead, HeadingCount, edition_heads, head_of, with_heads
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.publication import Parts, edition_listing, speaking_for, waiting
from teikei.registry.queries.rows import Place, UnitName
from teikei.rules.comparison import Comparison, compare_rows
from teikei.rules.rollup import PrintedRow

WINDOW = 2000  # rows on one page of a long list


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One printed row. `agreement`: the first of those behind it, None where a newer list's row waits for a decision.

    why: why its agreements are one row, where the registry made it of them.
    """

    n: int
    agreement: int | None
    institution: str
    institution_alt: str
    partner_unit: str
    units: tuple[UnitName, ...]
    concluded_on: str
    date_text: str
    counted: bool
    place: Place | None
    name_en: str = ""
    why: tuple[Text, ...] = ()
    agreements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedTerritory:
    """A territory's rows; no heading for rows that stand under none."""

    heading: HeadingCount | None
    rows: tuple[ListedRow, ...]


@dataclass(frozen=True, slots=True)
class ListedRegion:
    """A region's territories; no heading for those that stand under none."""

    heading: HeadingCount | None
    territories: tuple[ListedTerritory, ...]


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """A window of an edition: its regions, where it starts, and the first rows of the neighbouring windows."""

    regions: tuple[ListedRegion, ...]
    earlier: int | None
    later: int | None


def listed_edition(head: EditionHead, counts: EditionCounts, *, start: int = 1) -> ListedEdition:
    """The rows of an edition from number `start` on, at most WINDOW of them, under their headings. Two queries."""
    rows = list(_rows(head, start))
    by_heading: dict[int | None, list[ListedRow]] = defaultdict(list)
    for heading, row in rows[:WINDOW]:
        by_heading[heading].append(row)
    later = rows[WINDOW][1].n if len(rows) > WINDOW else None
    return ListedEdition(_under_headings(counts, by_heading), max(1, start - WINDOW) if start > 1 else None, later)


def _under_headings(counts: EditionCounts, by_heading: dict[int | None, list[ListedRow]]) -> tuple[ListedRegion, ...]:
    regions = []
    for region in counts.regions:
        is_region = region.region_id is not None
        territories = [ListedTerritory(part, tuple(by_heading[part.id])) for part in region.parts if by_heading.get(part.id)]
        if own := by_heading.get(region.id):
            territories.insert(0, ListedTerritory(None if is_region else region, tuple(own)))
        if territories:
            regions.append(ListedRegion(region if is_region else None, tuple(territories)))
    if homeless := by_heading.get(None):
        regions.append(ListedRegion(None, (ListedTerritory(None, tuple(homeless)),)))
    return tuple(regions)


def _rows(head: EditionHead, start: int) -> Iterable[tuple[int | None, ListedRow]]:
    window = {"n__gte": start, "n__lte": start + WINDOW}
    units: dict[int, list[UnitName]] = defaultdict(list)
    printed = EntryUnit.objects.filter(entry__edition=head.id, **{f"entry__{key}": value for key, value in window.items()})
    for entry, unit, name in printed.order_by("entry", "position").values_list("entry_id", "unit_id", "printed"):
        units[entry].append(UnitName(unit or 0, name))
    # Rows of a list that was taken in brought agreements; rows that the registry published were made of them.
    link = "agreements" if head.source_id is not None else "stands_for"
    # Of the parties the partner stands second; a subquery, as a join would give a row for each party.
    behind = {"agreement__entries" if head.source_id is not None else "agreement__printed_rows": OuterRef("pk")}
    parties = Party.objects.filter(**behind, position__gt=1).order_by("agreement_id", "position")
    name_of_partner = Subquery(parties.values_list(english_name("institution"))[:1])
    entries = Entry.objects.filter(edition=head.id, **window).annotate(name_en=name_of_partner).order_by("n", f"{link}__pk")
    seen = 0
    for pk, heading, agreement, n, institution, alt, partner_unit, day, day_text, counted, page, line, sheet, why, name_en in entries.values_list(
        "pk", "heading_id", f"{link}__pk", "n", "institution", "institution_alt", "partner_unit", "concluded_on", "date_text",
        "counted", "page", "line", "sheet", "why", "name_en",
    ):  # fmt: skip
        if pk == seen:
            continue  # a row of several agreements joins once for each; it is shown once, with the first
        seen = pk
        place = Place(head.source_id, page, line, sheet) if head.source_id is not None and line is not None else None
        reasons = tuple(Text(en, ja) for en, ja in why)
        yield (
            heading,
            ListedRow(
                n, agreement, institution, alt, partner_unit, tuple(units[pk]), day, day_text, counted, place, name_en or "", reasons
            ),
        )


def published_file(edition: int, written: str, language: str) -> tuple[str, bytes] | None:
    """The SHA-256 and the bytes of a file that was made when the edition was published; None where there is none."""
    kept = EditionFile.objects.filter(edition=edition, format=written, language=language).first()
    if kept is None:
        return None
    return kept.sha256, document_path(kept.sha256).read_bytes()


def kept_listing(edition: int) -> lists.Listing | None:
    """The listing that an edition kept, with its findings."""
    found = Edition.objects.filter(pk=edition).first()
    return edition_listing(found) if found else None


def known_partners(listing: lists.Listing) -> dict[tuple[str, str], KnownPartner]:
    """Who the institutions of a listing are, where that is judged. One query for each 500 names."""
    keys = {(name_key(entry.institution), partner_key(entry)) for entry in listing.entries}
    records: dict[tuple[str, str], KnownPartner] = {}
    for part in chunks({key for key, _ in keys}):
        judged = Institution.objects.filter(key__in=part, judgment__record__isnull=False).values_list(
            "key", "territory_id", "judgment__record_id", "judgment__record__name_en", "judgment__record__city",
            "judgment__record__territory_code", "judgment__record__latitude", "judgment__record__longitude",
        )  # fmt: skip
        for key, code, ror, name_en, city, land, latitude, longitude in judged:
            records[key, code or ""] = KnownPartner(f"https://ror.org/{ror}", name_en, city, land, latitude, longitude)
    return {place: known for key, place in keys if (known := records.get((key, place[1])))}


def held_listing(edition: int, day: date) -> tuple[EditionHead, Computed] | None:
    """An edition's head, and what the registry holds as of a day for its institution and level, as a computed list.

    Six queries; one more each for institutions and for units that others stand for, and for agreements without a country.
    """
    same = Edition.objects.filter(institution__editions=edition, level=F("institution__editions__level"))
    several: list[Any] = list(with_heads(same.annotate(waits=waiting())))
    asked = next((one for one in several if one.pk == edition), None)
    if asked is None:
        return None
    speaking = speaking_for(day, [one for one in several if not one.waits])
    return head_of(asked), computed_after(asked.institution, asked.level, day, speaking)


def laid_out(computed: Computed) -> tuple[EditionCounts, ListedEdition]:
    """A computed list in the same shape as an edition that was taken in, each row with its agreement and its reasons."""
    listing = computed.listing
    behind = {one.entry.n: one.row for one in computed.rows}
    regions, counts = [], []
    for region, blocks in listing.blocks():
        territories = [
            ListedTerritory(
                _heading_count(heading, entries) if heading else None, tuple(_listed_row(entry, behind[entry.n]) for entry in entries)
            )
            for heading, entries in blocks
        ]
        parts = tuple(part.heading for part in territories if part.heading)
        above = _region_count(region, [entry for _, entries in blocks for entry in entries], parts) if region else None
        regions.append(ListedRegion(above, tuple(territories)))
        counts += [above] if above else list(parts)
    return EditionCounts(tuple(counts), listing.counted()), ListedEdition(tuple(regions), None, None)


def _listed_row(entry: lists.Entry, behind: PrintedRow) -> ListedRow:
    day = entry.concluded_on.isoformat() if entry.concluded_on else ""
    units = tuple(UnitName(0, unit) for unit in entry.units)
    return ListedRow(
        entry.n, behind.agreements[0], entry.institution, entry.institution_alt or "", entry.partner_unit or "", units, day, entry.date_text,
        entry.counted, None, why=behind.why, agreements=behind.agreements,
    )  # fmt: skip


def _count_of(label: str, codes: tuple[str, ...], entries: list[lists.Entry]) -> HeadingCount:
    counted = sum(entry.counted for entry in entries)
    return HeadingCount(0, None, None, label, codes, None, True, "", None, counted, len(entries) - counted)


def _heading_count(heading: lists.Heading, entries: list[lists.Entry]) -> HeadingCount:
    return _count_of(heading.label, heading.codes, entries)


def _region_count(region: lists.Region, entries: list[lists.Entry], parts: tuple[HeadingCount, ...]) -> HeadingCount:
    return replace(_count_of(region.label, (), entries), is_counted=region.counted, note=region.note, parts=parts)


def earlier_editions(head: EditionHead) -> list[EditionHead]:
    """The editions before this one of the same institution and level, the latest first. One query."""
    others = [one for one in edition_heads() if (one.institution_id, one.level) == (head.institution_id, head.level)]
    return [one for one in others if (one.as_of, one.id) < (head.as_of, head.id)]


def compared_editions(old: int, new: int) -> Comparison[lists.Entry]:
    """What differs between two editions as they were published. Three queries."""
    parts = Parts(old, new)
    entries = list(zip(parts.rows, parts.entries(parts.rows), strict=True))
    before, after = ([entry for row, entry in entries if row.edition_id == edition] for edition in (old, new))
    return compare_rows(before, after)
