"""Laying entries out as a listing again: order, headings, counts. The writers only render what this gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from teikei.lists.cells import one_line
from teikei.lists.model import Entry, Heading, Listing, Region, Stated
from teikei.lists.write.words import Words, words
from teikei.names.bilingual import Language
from teikei.names.units import split_units
from teikei.rules.counting import Counted

# Between units that are printed in one cell. The first that the splitter undoes is taken.
_BETWEEN_UNITS = ("・", "、", ",", "/", ";")
_NO_PLACES: MappingProxyType[str, int] = MappingProxyType({})


def compose(listing: Listing, *, language: Language = "ja") -> Listing:
    """The listing laid out anew: entries grouped by region and territory in order of first appearance and numbered
    from 1, every count computed from the rows, rows that are not counted under a region that says so.

    Title, legend, labels and names stay as they are; `language` chooses the words of the layout only. Headings
    without a row are left out. Text is on one line and trimmed. Composing what was composed changes nothing.
    """
    layout = words(language)
    tidy = [_tidied(entry) for entry in listing.entries]
    blocks = _blocks(tidy, layout)
    regions: list[Region] = []
    headings: list[Heading] = []
    entries: list[Entry] = []
    for block in blocks:
        region = block.composed_region(layout)
        if region is not None:
            regions.append(region)
        for printed, rows in block.by_heading():
            heading = _composed_heading(printed, region, rows, layout)
            if heading is not None:
                headings.append(heading)
            for entry in rows:
                entries.append(entry._replace(n=len(entries) + 1, region=region, heading=heading, counted=block.counted))
    composed = Listing(
        title=one_line(listing.title),
        as_of=listing.as_of,
        legend=tuple(line for line in map(one_line, listing.legend) if line),
        rules=listing.rules,
        regions=tuple(regions),
        headings=tuple(headings),
        entries=tuple(entries),
    )
    return replace(composed, stated=_totals(composed, layout))


def order_of(entries: Iterable[Entry]) -> list[int]:
    """The places of the entries, from 0, in the order in which `compose` lays them out."""
    marked = [entry._replace(n=place) for place, entry in enumerate(entries)]
    return [entry.n for block in _blocks(marked, words("ja")) for _, rows in block.by_heading() for entry in rows]


@dataclass(slots=True)
class _Block:
    """Entries under one region (or under none), counted or not."""

    region: Region | None
    counted: bool
    entries: list[Entry]

    def by_heading(self) -> Iterator[tuple[Heading | None, list[Entry]]]:
        """Entries by territory label in order of first appearance, those without a territory first."""
        grouped: dict[str, tuple[Heading | None, list[Entry]]] = {"": (None, [])}
        for entry in self.entries:
            label = one_line(entry.heading.label) if entry.heading else ""
            grouped.setdefault(label, (entry.heading, []))[1].append(entry)
        return ((heading, rows) for heading, rows in grouped.values() if rows)

    def composed_region(self, layout: Words) -> Region | None:
        """The region with its computed count, or with the note that it is not counted."""
        if self.region is None:
            return None
        label = one_line(self.region.label)
        if not self.counted:
            return Region(label, counted=False, note=one_line(self.region.note) or layout.not_counted)
        return Region(label, stated=(_stated("institutions", len(self.entries), layout),))


def _blocks(entries: Iterable[Entry], layout: Words) -> list[_Block]:
    """Entries by region in order of first appearance, those of no region first.

    A row that is not counted though its region is (or though it has none) has no place in a printed list:
    it goes under a heading of its own at the end.
    """
    blocks: dict[tuple[str, bool], _Block] = {}
    stray: list[Entry] = []
    for entry in entries:
        region = entry.region if entry.region and one_line(entry.region.label) else None
        if not entry.counted and (region is None or region.counted):
            stray.append(entry)
            continue
        counted = region is None or region.counted
        key = (one_line(region.label) if region else "", counted)
        blocks.setdefault(key, _Block(region, counted, [])).entries.append(entry)
    ordered = sorted(blocks.values(), key=lambda block: block.region is not None)
    if stray:
        ordered.append(_Block(Region(layout.not_counted_region, counted=False), False, stray))
    return ordered


def _composed_heading(printed: Heading | None, region: Region | None, rows: list[Entry], layout: Words) -> Heading | None:
    if printed is None:
        return None
    counted = region is None or region.counted
    stated = _stated("institutions", len(rows), layout) if counted else None
    return Heading(one_line(printed.label), printed.codes, stated, region)


def _totals(composed: Listing, layout: Words) -> tuple[Stated, ...]:
    """Territories, institutions and, where every row is one agreement, agreements."""
    tally = composed.counted()
    totals = [_stated("institutions", tally.institutions, layout)]
    if tally.territories:
        totals.insert(0, _stated("territories", tally.territories, layout))
    if tally.agreements is not None:
        totals.append(_stated("agreements", tally.agreements, layout))
    return tuple(totals)


def _stated(of: Counted, value: int, layout: Words) -> Stated:
    return Stated(of, value, layout.number(of, value))


def _tidied(entry: Entry) -> Entry:
    """The entry with each text on one line, and with its units and date as they will be printed."""
    units = _tidy_all(entry.units)
    day = entry.concluded_on
    return entry._replace(
        institution=one_line(entry.institution),
        institution_alt=_tidy(entry.institution_alt),
        partner_unit=_tidy(entry.partner_unit),
        valid_to=_tidy(entry.valid_to),
        number=_tidy(entry.number),
        location=_tidy(entry.location),
        note=_tidy(entry.note),
        quota_in=_tidy(entry.quota_in),
        quota_out=_tidy(entry.quota_out),
        units=units,
        kinds=_tidy_all(entry.kinds),
        marks=_tidy_all(entry.marks),
        units_text=joined_units(units) if units else one_line(entry.units_text),
        date_text=day.printed() if day else one_line(entry.date_text),
        row=None,
        places=_NO_PLACES,
    )


def _tidy(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _tidy_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(one_line, texts) if text)


@lru_cache(maxsize=65_536)
def joined_units(units: tuple[str, ...]) -> str:
    """Units in one cell, joined by ・, or by the first separator that the splitter undoes.

    Where none is undone (a unit's own name holds several separators), ・ all the same: a person can correct it.
    """
    for separator in _BETWEEN_UNITS:
        text = separator.join(units)
        if len(units) == 1 or split_units(text).units == units:
            return text
    return _BETWEEN_UNITS[0].join(units)
