"""Where a computed row stands: where the list had it; what is new goes under its country's heading, by its reading."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from teikei.lists.model import Heading, Region
from teikei.lists.write.words import words
from teikei.names.bilingual import Language
from teikei.names.neighbours import part_of_the_world
from teikei.names.territories import territory_name
from teikei.rules.placing import placed, reading_key


class Former(NamedTuple):
    """A row of the list whose order is followed: its id, number and name, and what it stands under."""

    key: int
    n: int
    name: str
    region: Region | None
    heading: Heading | None


class Present(NamedTuple):
    """A row to be placed. key: the former row that it is, or None. after: the former row that it was printed in with others.

    under: the region and territory, as another list prints them, of a row of which no country is known.
    """

    key: int | None
    name: str
    codes: tuple[str, ...]
    counted: bool
    after: int | None = None
    under: tuple[str, str] = ("", "")


class Place(NamedTuple):
    """Where a row goes: its region and heading, and what rows are sorted by."""

    region: Region | None
    heading: Heading | None
    order: tuple[float, int, int, int]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Under which label and region other editions of the institution have a territory; what they call several together; and
    the label and note of their block that is not counted, "" where they have none.
    """

    labels: Mapping[str, str]
    regions: Mapping[str, str]
    together: Mapping[frozenset[str], str]
    uncounted: tuple[str, str] = ("", "")


def arrange(
    former: Sequence[Former], headings: Sequence[Heading], regions: Sequence[Region], present: Sequence[Present], elsewhere: Elsewhere
) -> list[Place]:
    """A place for each present row. Rows of the former list keep region, heading and number."""
    table = _Table(former, headings, regions, elsewhere)
    return table.places(present)


class _Table:
    """The former list's regions and headings, and those that new rows need."""

    def __init__(self, former: Sequence[Former], headings: Sequence[Heading], regions: Sequence[Region], elsewhere: Elsewhere) -> None:
        self.rows = {row.key: row for row in former}
        self.elsewhere = elsewhere
        self.regions = list(regions)
        self.headings = list(headings)
        self.under: dict[int, list[Former]] = defaultdict(list)
        for row in former:
            self.under[id(row.heading or row.region)].append(row)
        self.former = former
        self.new_headings: dict[int, list[Heading]] = defaultdict(list)  # by id of their region
        self.by_codes: dict[tuple[bool, frozenset[str]], Heading] = {}
        for heading in headings:
            if heading.codes:
                self.by_codes.setdefault((heading.region is None or heading.region.counted, frozenset(heading.codes)), heading)
        labels = "".join(heading.label for heading in headings)
        self.language: Language = "en" if labels and labels.isascii() else "ja"

    def places(self, present: Sequence[Present]) -> list[Place]:
        found: list[Place | None] = [None] * len(present)
        new: dict[int, list[int]] = defaultdict(list)  # what it goes under → rows
        spots: dict[int, tuple[Region | None, Heading | None]] = {}
        for index, row in enumerate(present):
            old = self.rows.get(row.key or 0)
            if old is not None:
                found[index] = Place(old.region, old.heading, (old.n, 0, 0, 0))
                continue
            heading, region = self._spot(row)
            behind = self.rows.get(row.after or 0)
            if behind is not None and (behind.heading is heading or row.codes == ()):
                found[index] = Place(behind.region, behind.heading, (behind.n, 1, 0, index))
                continue
            spots[id(heading or region)] = (region, heading)
            new[id(heading or region)].append(index)
        for under, indexes in new.items():
            region, heading = spots[under]
            for index, order in self._ordered(under, heading, region, indexes, present):
                found[index] = Place(region, heading, order)
        return [place for place in found if place is not None]

    def _spot(self, row: Present) -> tuple[Heading | None, Region | None]:
        """The heading and region under which a new row goes; made where the list has none yet."""
        if not row.codes:
            return self._spot_by_words(*row.under) if row.counted else (None, self._uncounted())
        key = (row.counted, frozenset(row.codes))
        if key not in self.by_codes:
            region = self._region(row) if row.counted else self._uncounted()
            label = self.elsewhere.together.get(key[1]) or "・".join(
                self.elsewhere.labels.get(code) or territory_name(code, self.language) for code in row.codes
            )
            self.by_codes[key] = Heading(label, row.codes, None, region)
            self.new_headings[id(region)].append(self.by_codes[key])
        heading = self.by_codes[key]
        return heading, heading.region

    def _spot_by_words(self, region_label: str, label: str) -> tuple[Heading | None, Region | None]:
        region = self._region_named(region_label) if region_label else None
        if not label:
            return None, region
        every = [*self.headings, *self.new_headings[id(region)]]
        heading = next((one for one in every if one.label == label and one.region is region), None)
        if heading is None:
            heading = Heading(label, (), None, region)
            self.new_headings[id(region)].append(heading)
        return heading, region

    def _region_named(self, label: str) -> Region:
        region = next((one for one in self.regions if one.label == label and one.counted), None)
        if region is None:
            region = Region(label)
            self.regions.insert(sum(one.counted for one in self.regions), region)
        return region

    def _uncounted(self) -> Region:
        layout = words(self.language)
        region = next((one for one in self.regions if not one.counted), None)
        if region is None:
            label, note = self.elsewhere.uncounted
            region = Region(label or layout.not_counted_region, counted=False, note=note or layout.not_counted)
            self.regions.append(region)
        return region

    def _region(self, row: Present) -> Region | None:
        """The region that other lists name; else the one that has most of the neighbours."""
        code = row.codes[0]
        label = self.elsewhere.regions.get(code)
        if label is not None:
            return self._region_named(label)
        mine = part_of_the_world(code)
        votes: Counter[tuple[bool, int]] = Counter()
        for heading in self.headings:
            if heading.region and heading.region.counted and len(heading.codes) == 1 and mine[0]:
                theirs = part_of_the_world(heading.codes[0])
                if theirs[0] == mine[0]:
                    votes[theirs == mine, self._index(heading.region)] += 1
        if not votes:
            return None
        # One true neighbour says more than a continent of others.
        return self.regions[max(votes, key=lambda vote: (vote[0], votes[vote]))[1]]

    def _index(self, region: Region) -> int:
        return next(index for index, one in enumerate(self.regions) if one is region)

    def _ordered(
        self, under: int, heading: Heading | None, region: Region | None, indexes: list[int], present: Sequence[Present]
    ) -> Iterable[tuple[int, tuple[float, int, int, int]]]:
        """The new rows under one heading with what they are sorted by."""
        former = self.under.get(under, [])
        if not former:
            base = self._new_heading(heading, region)
            ordered = placed([], [(index, reading_key(present[index].name)) for index in indexes])
            return [(index, (*base, rank)) for rank, index in enumerate(ordered)]
        readings = [(("former", row.key), reading_key(row.name)) for row in former]
        # Those that are gone show the place too.
        new = [(("new", index), reading_key(present[index].name)) for index in indexes]
        numbers = {row.key: row.n for row in former}
        sequence = placed(readings, [*readings, *new])
        made: list[tuple[int, tuple[float, int, int, int]]] = []
        waiting: list[int] = []
        before: int | None = None
        for kind, value in sequence:
            if kind == "former":
                if before is None and waiting:
                    made += [(index, (numbers[value], -1, 0, rank)) for rank, index in enumerate(waiting)]
                    waiting = []
                before = value
            elif before is None:
                waiting.append(value)
            else:
                made.append((value, (numbers[before], 1, 0, len(made))))
        return made

    def _new_heading(self, heading: Heading | None, region: Region | None) -> tuple[float, int, int]:
        """Where the rows of a heading stand that the former list has no row under."""
        region_rows = [row for row in self.former if row.region is region]
        if heading is None and region_rows:
            return (max(row.n for row in region_rows), 3, 0)  # of a region, but of no country: last in it
        if heading is None or not region_rows:
            uncounted = [row.n for row in self.former if row.region is not None and not row.region.counted]
            counted = region is None or region.counted
            rank = self.regions.index(region) + 1 if region is not None and region in self.regions else 0
            if region is None and self.regions:
                return (0, -3, int(heading is not None))  # what stands under no region comes first
            return (min(uncounted) if counted and uncounted else float("inf"), -3, rank)
        own = [one for one in self.headings if one.region is region and self.under.get(id(one))]
        every = [(id(one), reading_key(one.label)) for one in own]
        new = [(id(one), reading_key(one.label)) for one in self.new_headings[id(region)]]
        sequence = placed(every, [*every, *new])
        place = sequence.index(id(heading))
        known = {id(one) for one in own}
        rank = place
        earlier = next((key for key in reversed(sequence[:place]) if key in known), None)
        if earlier is not None:
            return (max(row.n for row in self.under[earlier]), 2, rank)
        later = next((key for key in sequence[place + 1 :] if key in known), None)
        if later is not None:
            return (min(row.n for row in self.under[later]), -2, rank)
        return (max(row.n for row in region_rows), 2, rank)
