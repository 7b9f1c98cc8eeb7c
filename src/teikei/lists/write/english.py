"""The headings of a list in English. What has no English stays as printed."""

from collections.abc import Sequence
from dataclasses import replace

from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write.words import words
from teikei.names.regions import region_in_english
from teikei.names.territories import territory_codes, territory_name


def territory_label(label: str, codes: Sequence[str]) -> str:
    """A territory's label in English, by the codes that it means."""
    named = [territory_name(code, "en") for code in codes or territory_codes(label)]
    return ", ".join(named) or label


def region_label(label: str, *, counted: bool = True) -> str:
    """A region's label in English. One that is not counted has a usual name where its own has no English."""
    return region_in_english(label) or (label if counted else words("en").not_counted_region)


def headings_in_english(listing: Listing) -> Listing:
    """The listing with its regions and territories in English."""
    regions = {id(one): _region(one) for one in listing.regions}
    headings: dict[int, Heading] = {}

    def region_of(one: Region | None) -> Region | None:
        return one and regions.setdefault(id(one), _region(one))

    def heading_of(one: Heading | None) -> Heading | None:
        if one is not None and id(one) not in headings:
            headings[id(one)] = replace(one, label=territory_label(one.label, one.codes), region=region_of(one.region))
        return one and headings[id(one)]

    def entry(one: Entry) -> Entry:
        return one._replace(region=region_of(one.region), heading=heading_of(one.heading))

    return replace(
        listing, regions=tuple(regions[id(one)] for one in listing.regions),
        headings=tuple(made for one in listing.headings if (made := heading_of(one))), entries=tuple(map(entry, listing.entries)),
    )  # fmt: skip


def _region(one: Region) -> Region:
    note = words("en").not_counted if one.note and not one.counted else one.note
    return replace(one, label=region_label(one.label, counted=one.counted), note=note)
