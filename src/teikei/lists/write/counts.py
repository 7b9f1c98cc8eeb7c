"""What a list stated of itself beside what its rows give: the lines of the sheet of counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from teikei.lists.cells import one_line
from teikei.lists.model import Listing
from teikei.lists.write.words import Words
from teikei.rules.counting import Counted


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line: a part of the list, the number stated and the number counted (None where there is none).

    depth: 0 for the whole list and for a region, 1 for what stands under it.
    """

    label: str
    depth: int
    stated: int | None
    counted: int | None

    @property
    def difference(self) -> int | None:
        """Stated less counted."""
        return None if self.stated is None or self.counted is None else self.stated - self.counted


def comparisons(original: Listing, composed: Listing, layout: Words) -> Iterator[Comparison]:
    """The whole list's numbers, then each region and its territories in the order of the composed list.

    original: as read, with what it states. A part that states nothing has no stated number.
    """
    tally = composed.counted()
    counted: dict[Counted, int | None] = {
        "territories": tally.territories,
        "institutions": tally.institutions,
        "agreements": tally.agreements,
    }
    for of, value in counted.items():
        stated = original.stated_total(of)
        yield Comparison(f"{layout.whole_list}: {layout.headline[of]}", 0, stated.value if stated else None, value)
    by_region = {
        (one_line(region.label), region.counted): next((s.value for s in region.stated if s.of == "institutions"), None)
        for region in original.regions
    }
    by_heading: dict[tuple[str | None, str], int] = {}
    for heading in original.headings:
        if heading.stated and heading.stated.value is not None:
            region_label = one_line(heading.region.label) if heading.region else None
            by_heading.setdefault((region_label, one_line(heading.label)), heading.stated.value)
    for region, territories in composed.blocks():
        if region is not None:
            value = region.stated[0].value if region.stated else None
            yield Comparison(region.label, 0, by_region.get((region.label, region.counted)), value)
        for printed, entries in territories:
            label = printed.label if printed else layout.unnamed_territory
            stated_here = by_heading.get((region.label if region else None, label))
            yield Comparison(label, 1, stated_here, len(entries) if region is None or region.counted else None)
