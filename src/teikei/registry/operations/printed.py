"""What a list printed, row by row and heading by heading, kept verbatim with its places."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from teikei.lists import model as lists
from teikei.names.bilingual import Text
from teikei.registry.keys import BATCH
from teikei.registry.models import (
    Edition,
    Entry,
    EntryUnit,
    Finding,
    FindingPlace,
    Heading,
    Institution,
    OrganizationalUnit,
    Region,
    Source,
    SourceLine,
    Territory,
)
from teikei.registry.operations.judged import Judged, Judgment

# PositiveIntegerField of both databases; a larger "count" is no count, and its finding keeps the words.
_LARGEST = 2**31 - 1
_NO_REASONS: Mapping[int, Sequence[Text]] = MappingProxyType({})


def keep_lines(source: Source, listing: lists.Listing) -> None:
    """Every line of the document as it stood, with what the reader took it for."""
    SourceLine.objects.bulk_create(
        (
            SourceLine(source=source, position=position, sheet=row.sheet or "", page=row.page, line=row.line, text=row.raw, role=role)
            for position, (row, role) in enumerate(zip(listing.rows, listing.roles, strict=True), 1)
        ),
        batch_size=BATCH,
    )


def keep_regions(home: Institution, listing: lists.Listing) -> dict[str, Region]:
    """The institution's regions by label; new ones follow those of its earlier lists."""
    kept = {region.label: region for region in Region.objects.filter(institution=home)}
    position = max((region.position for region in kept.values()), default=0)
    new = []
    for region in _regions(listing):
        if region.label not in kept:
            position += 1
            kept[region.label] = Region(institution=home, label=region.label, position=position, counted=region.counted)
            new.append(kept[region.label])
    Region.objects.bulk_create(new, batch_size=BATCH)
    return kept


def keep_headings(
    edition: Edition, listing: lists.Listing, regions: Mapping[str, Region], territories: Mapping[str, Territory]
) -> dict[int, Heading]:
    """The headings in the list's order, by the `id` of the listing's own object: labels may repeat, objects do not."""
    kept: dict[int, Heading] = {}
    for position, found in enumerate(headings_in_order(listing), 1):
        row, region = found.row, found if isinstance(found, lists.Region) else found.region
        heading = Heading(
            edition=edition, region=regions[region.label] if region else None, label=found.label, position=position,
            page=row.page if row else None, line=row.line if row else None, counted=region.counted if region else True,
        )  # fmt: skip
        if isinstance(found, lists.Region):
            numbers = {stated.of: stated.value for stated in found.stated}
            heading.stated = _count(numbers.pop("institutions", None))
            heading.stated_others = list(numbers.items())
            heading.note = found.note
        else:
            heading.stated = _count(found.stated.value if found.stated else None)
        kept[id(found)] = heading
    # Regions first: a territory's heading needs its parent's number.
    Heading.objects.bulk_create([heading for found, heading in _pairs(listing, kept) if isinstance(found, lists.Region)], batch_size=BATCH)
    below = [(found, heading) for found, heading in _pairs(listing, kept) if isinstance(found, lists.Heading)]
    for found, heading in below:
        heading.parent = kept[id(found.region)] if found.region else None
    Heading.objects.bulk_create([heading for _, heading in below], batch_size=BATCH)
    link = Heading.territories.through
    link.objects.bulk_create(
        [
            link(heading_id=heading.pk, territory_id=code)
            for found, heading in below
            for code in dict.fromkeys(found.codes)
            if code in territories
        ],
        batch_size=BATCH,
    )
    return kept


def _pairs(listing: lists.Listing, kept: Mapping[int, Heading]) -> list[tuple[lists.Region | lists.Heading, Heading]]:
    return [(found, kept[id(found)]) for found in headings_in_order(listing)]


def headings_in_order(listing: lists.Listing) -> list[lists.Region | lists.Heading]:
    """Regions and territories as a reader meets them: each region before its first territory, empty ones in their place."""
    pending = _regions(listing)
    ordered: list[lists.Region | lists.Heading] = []
    seen: set[int] = set()
    for heading in _headings(listing):
        if heading.region is not None:
            while id(heading.region) not in seen:
                seen.add(id(pending[0]))
                ordered.append(pending.pop(0))
        ordered.append(heading)
    return ordered + pending


def _regions(listing: lists.Listing) -> list[lists.Region]:
    found = [*listing.regions, *(heading.region for heading in listing.headings), *(entry.region for entry in listing.entries)]
    return list({id(region): region for region in found if region is not None}.values())


def _headings(listing: lists.Listing) -> list[lists.Heading]:
    found = [*listing.headings, *(entry.heading for entry in listing.entries)]
    return list({id(heading): heading for heading in found if heading is not None}.values())


def _count(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= _LARGEST else None


def keep_entries(
    edition: Edition, listing: lists.Listing, headings: Mapping[int, Heading], why: Mapping[int, Sequence[Text]] = _NO_REASONS
) -> list[Entry]:
    """One row for each of the listing's entries, in their order; with the reasons why it is one row, by its number."""
    made = (_entry(edition, entry, headings, why.get(entry.n, ())) for entry in listing.entries)
    return Entry.objects.bulk_create(made, batch_size=BATCH)


def _entry(edition: Edition, entry: lists.Entry, headings: Mapping[int, Heading], why: Sequence[Text]) -> Entry:
    under = entry.heading or entry.region
    place = entry.locator()
    return Entry(
        edition=edition, heading=headings[id(under)] if under else None, n=entry.n, institution=entry.institution,
        institution_alt=entry.institution_alt or "", partner_unit=entry.partner_unit or "", units_text=entry.units_text,
        date_text=entry.date_text, concluded_on=entry.concluded_on.isoformat() if entry.concluded_on else "",
        renewed_on=entry.renewed_on.isoformat() if entry.renewed_on else "", valid_to=entry.valid_to or "",
        kinds=list(entry.kinds), marks=list(entry.marks), counted=entry.counted, number=entry.number or "",
        location=entry.location or "", note=entry.note or "", quota_in=entry.quota_in or "", quota_out=entry.quota_out or "",
        page=place.page, line=place.line, sheet=place.sheet or "",
        columns={value: entry.locator(value).column for value in entry.places}, raw=entry.row.raw if entry.row else "",
        why=[[text.en, text.ja] for text in why],
    )  # fmt: skip


def keep_entry_units(
    home: Institution, listing: lists.Listing, entries: Sequence[Entry], units: Mapping[tuple[int, str], OrganizationalUnit]
) -> None:
    """Our units of each row, spelt as it prints them; without a unit where none is known by that name."""
    EntryUnit.objects.bulk_create(
        (
            EntryUnit(entry=row, unit=units.get((home.pk, printed)), printed=printed, position=position)
            for entry, row in zip(listing.entries, entries, strict=True)
            for position, printed in enumerate(entry.units, 1)
        ),
        batch_size=BATCH,
    )


def keep_findings(edition: Edition, judged: Judged, entries: Sequence[Entry]) -> list[Finding]:
    """The checkers' remarks with what was decided of each and all their places, each with the entry on that line."""
    kept = Finding.objects.bulk_create(
        (_finding(edition, position, finding, judgment) for position, (finding, judgment) in enumerate(judged.findings, 1)),
        batch_size=BATCH,
    )
    standing: dict[tuple[str, int | None], Entry] = {(entry.sheet, entry.line): entry for entry in entries if entry.line is not None}
    FindingPlace.objects.bulk_create(
        (
            FindingPlace(
                finding=row, position=position, page=place.page, line=place.line, column=place.column, sheet=place.sheet or "",
                entry=standing.get((place.sheet or "", place.line)),
            )
            for (finding, _), row in zip(judged.findings, kept, strict=True)
            for position, place in enumerate(finding.locators, 1)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return kept


def _finding(edition: Edition, position: int, finding: lists.Finding, judgment: Judgment | None) -> Finding:
    kept = Finding(
        edition=edition, position=position, code=finding.code, severity=finding.severity, message_en=finding.text.en,
        message_ja=finding.text.ja, proposal=finding.to_json()["proposal"],
    )  # fmt: skip
    if judgment:
        kept.verdict, kept.reason = judgment.verdict, judgment.reason
        kept.judged_by_id, kept.judged_at = judgment.by, judgment.at
    return kept
