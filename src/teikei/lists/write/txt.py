"""A composed listing as text, in the form in which universities publish it: headings, and rows of tabbed cells."""

from collections.abc import Iterator

from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write.columns import printed_cell, printed_columns
from teikei.lists.write.words import Column, Words


def render(composed: Listing, layout: Words) -> bytes:
    """The listing as UTF-8 text. A blank line stands between its parts; a territory is named on its first row."""
    columns = printed_columns(composed)
    head = "\t".join(layout.columns[name] for name in columns)
    parts = list(title_block(composed, layout))
    if not composed.entries:
        parts.append(head)
    for region, territories in composed.blocks():
        parts += _region_lines(region, layout)
        lines = [head]
        for heading, entries in territories:
            lines += _territory_lines(heading, entries, columns, layout)
        parts.append("\n".join(lines))
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def title_block(composed: Listing, layout: Words) -> Iterator[str]:
    """The lines at the head of a list, in order: title, totals, the day that it speaks for, legend."""
    if composed.title:
        yield composed.title
    yield layout.totals([(stated.of, stated.value or 0) for stated in composed.stated])
    if composed.as_of:
        yield layout.as_of(composed.as_of)
    yield from composed.legend


def region_count(region: Region, layout: Words) -> str:
    """What stands under a region's heading: its number of institutions, or the note that they are not counted."""
    return region.note or " ".join(layout.number(stated.of, stated.value or 0) for stated in region.stated)


def territory_label(heading: Heading, layout: Words) -> str:
    """A territory as printed, with its count."""
    return layout.counted_heading(heading.label, heading.stated.value if heading.stated else None)


def _region_lines(region: Region | None, layout: Words) -> Iterator[str]:
    if region is not None:
        yield region.label
        yield region_count(region, layout)


def _territory_lines(heading: Heading | None, entries: list[Entry], columns: tuple[Column, ...], layout: Words) -> Iterator[str]:
    label = territory_label(heading, layout) if heading else ""
    for entry in entries:
        cells = [label, *(printed_cell(entry, name, layout) for name in columns[1:])]
        yield "\t".join(cells)
        label = ""
