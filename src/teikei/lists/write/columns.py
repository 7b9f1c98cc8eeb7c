"""The columns of a listing's table: which there are, and what one entry has in each."""

from collections.abc import Iterator

from teikei.lists.model import Entry, Listing
from teikei.lists.write.words import Column, Words
from teikei.rules.days import PartialDate

Cell = str | int | PartialDate | None

_PRINTED: tuple[Column, ...] = (
    "territory", "number", "institution", "institution_alt", "location", "partner_unit", "units", "concluded_on", "renewed_on", "valid_to",
    "kinds", "quota_in", "quota_out", "marks", "note",
)  # fmt: skip
_FLAT: tuple[Column, ...] = (
    "n", "region", "region_institutions", "region_note", "territory", "territory_codes", "territory_institutions", *_PRINTED[1:],
)  # fmt: skip
_ALWAYS: frozenset[Column] = frozenset(("territory", "institution", "units", "concluded_on"))

# Between kinds, and between marks, that are printed in one cell.
BETWEEN_KINDS = "、"


def printed_columns(listing: Listing) -> tuple[Column, ...]:
    """The columns of a printed list, in which territories are headings: optional ones where some entry has a value."""
    return _present(_PRINTED, listing)


def flat_columns(listing: Listing) -> tuple[Column, ...]:
    """The columns of one flat table, in which each row says its region and territory."""
    return _present(_FLAT, listing)


def _present(columns: tuple[Column, ...], listing: Listing) -> tuple[Column, ...]:
    optional = frozenset(_PRINTED) - _ALWAYS
    absent = {name for name in optional if not any(getattr(entry, name) for entry in listing.entries)}
    if not any(region.note for region in listing.regions):
        absent.add("region_note")
    return tuple(name for name in columns if name not in absent)


def flat_rows(listing: Listing, columns: tuple[Column, ...], layout: Words) -> Iterator[list[Cell]]:
    """Each entry as a row of the flat table. Counts are numbers, days are PartialDates, all else is text."""
    for entry in listing.entries:
        yield [flat_cell(entry, name, layout) for name in columns]


def flat_cell(entry: Entry, name: Column, layout: Words) -> Cell:
    """What one entry has in one column of the flat table."""
    region, heading = entry.region, entry.heading
    match name:
        case "n":
            return entry.n
        case "region":
            return region.label if region else None
        case "region_institutions":
            return region.stated[0].value if region and region.stated else None
        case "region_note":
            return region.note if region else None
        case "territory_codes":
            return " ".join(entry.territory_codes)
        case "territory_institutions":
            return heading.stated.value if heading and heading.stated else None
        case "concluded_on":
            return entry.concluded_on or entry.date_text
        case "renewed_on":
            return entry.renewed_on
        case _:
            return printed_cell(entry, name, layout, iso=True)


def printed_cell(entry: Entry, name: Column, layout: Words, *, iso: bool = False) -> str:
    """What one entry has in one column of a printed list; dates as printed, or in ISO order."""
    match name:
        case "territory":
            return entry.territory or ""
        case "units":
            return entry.units_text
        case "concluded_on":
            return entry.date_text
        case "renewed_on":
            return entry.renewed_on.printed() if entry.renewed_on else ""
        case "valid_to":
            return layout.term(entry.valid_to, iso=iso)
        case "kinds":
            return BETWEEN_KINDS.join(entry.kinds)
        case "marks":
            return BETWEEN_KINDS.join(entry.marks)
        case "institution" | "institution_alt" | "partner_unit" | "number" | "location" | "quota_in" | "quota_out" | "note":
            return getattr(entry, name) or ""
        case _:
            raise AssertionError(name)
