"""What stands between the rows: regions, territories, units, counts, notes, totals."""

import re
import unicodedata
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from teikei.lists.layout.content import is_institution_like, is_our_unit_like, is_region_name_like, names_our_unit, one_language
from teikei.lists.layout.counts import Sum
from teikei.lists.layout.levels import level_and_counts, region_and_counts
from teikei.lists.layout.listhead import FURNITURE, ListHead, list_words
from teikei.lists.layout.tables import NUMBERED, carried_territory
from teikei.lists.layout.words import (
    columns_of,
    counts_in,
    glued_fields,
    label_and_count,
    says_its_day,
    says_not_counted,
    whole_number,
    without_bullet,
)
from teikei.lists.layout.years import YearHeading, year_heading
from teikei.lists.located import Row
from teikei.lists.model import Heading, Region, Role, Stated
from teikei.names.territories import codes_given, nearest_territory, territory_codes
from teikei.rules.counting import Counted
from teikei.rules.days import find_days

_NOTE_LINE = re.compile(r"^(?:[※＊*†‡§♦◆◇★☆●○◎■□▲△▼▽]|[(（]?注|凡例|Notes?\s*[:：]|備考\s*[:：])")


class Headings(ListHead):
    """The part of the interpreter that knows what is current while rows are read, and what the lines between them say."""

    rows: Sequence[Row]
    levels_alone: Mapping[str | None, set[str]]
    years_said: frozenset[YearHeading]  # the years that lines of the list say, and nothing else
    glue: tuple[str, ...]
    sums: list[Sum]

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[Region] = []
        self.headings: list[Heading] = []
        self.region: Region | None = None
        self.heading: Heading | None = None
        self.unit: tuple[str, ...] = ()
        self.year: YearHeading | None = None
        self.level = ""  # what a line says of the level of all agreements under it
        self.counts_only = False
        self.region_at = 0  # how many entries there were when the region began
        self.awaits_table = False  # between a region's label and its table stand counts and notes
        self.by_label: dict[tuple[int, str], Heading] = {}
        self.region_by_label: dict[str, Region] = {}
        self.bare: set[int] = set()  # ids of stated numbers whose words do not say what they count
        self.placings = 0  # how often a row or a line said a territory
        self.placed_by: list[int] = []  # that number for each entry: the same as before it where its row said none
        self.repeated = 0  # how many of them say that of the row above again
        self.doubted: dict[str, list[Row]] = defaultdict(list)  # by the keys of DOUBTS
        self.from_cells = False  # the columns were told without a head, so that nothing marks where rows begin
        self.unit_rows: list[Row] = []

    # Territories and regions -----------------------------------------------------------------------------------

    def _territory(self, row: Row, printed: str, cell: int) -> None:
        label, count = label_and_count(" ".join(printed.split("\n")))
        label = one_language(label)
        stated = self._stated(count, row)
        self.placings += 1
        current = self.heading
        self.repeated += current is not None and current.label == label
        if current and current.label == label and current.region is self.region and (stated is None or _same_count(stated, current.stated)):
            return
        self.heading = Heading(label, codes_given(label), stated, self.region, row, cell)
        self.headings.append(self.heading)

    def _stated(self, count: tuple[Counted | None, int | None, str] | None, row: Row) -> Stated | None:
        if count is None:
            return None
        stated = Stated(count[0] or "institutions", count[1], count[2], row)
        if count[0] is None:
            self.bare.add(id(stated))
        return stated

    def _flat_headings(self, row: Row, places: Mapping[str, int]) -> None:
        """Region and territory of a table that names them in every row, or in the first of a block."""

        def text(name: str) -> str:
            index = places.get(name)
            return row.cells[index] if index is not None and index < len(row.cells) else ""

        note = text("region_note")
        uncounted = says_not_counted(note)
        if label := text("region"):
            if label not in self.region_by_label:
                bare, count = label_and_count(" ".join(label.split("\n")))
                own = self._stated(count, row)
                stated = self._number("institutions", text("region_count"), row) or ((own,) if own else ())
                self.region_by_label[label] = Region(one_language(bare), stated, not uncounted, note if uncounted else "", row)
                self.regions.append(self.region_by_label[label])
            if self.region is not self.region_by_label[label]:
                self.region, self.heading = self.region_by_label[label], None
        territory = text("territory")
        if not territory:
            return
        self.placings += 1
        key = (id(self.region), territory)
        self.repeated += self.heading is not None and self.heading is self.by_label.get(key)
        if key not in self.by_label:
            label, count = label_and_count(" ".join(territory.split("\n")))
            label = one_language(label)
            said = next(iter(self._number("institutions", text("territory_count"), row)), None) or self._stated(count, row)
            self.by_label[key] = Heading(label, codes_given(label), said, self.region, row, places["territory"])
            self.headings.append(self.by_label[key])
        self.heading = self.by_label[key]

    @staticmethod
    def _number(of: Counted, text: str, row: Row) -> tuple[Stated, ...]:
        return (Stated(of, whole_number(text), text, row),) if text else ()

    def _start_region(self, row: Row, text: str) -> Role:
        label, count = label_and_count(text)
        stated = tuple(filter(None, [self._stated(count, row)]))
        if level := level_and_counts(text) or region_and_counts(text):
            label, stated = level[0], tuple(Stated(of, number, words, row) for of, number, words in level[1])
        self.region = Region(one_language(label), stated, True, "", row)
        self.regions.append(self.region)
        self.heading, self.unit = None, ()
        self.awaits_table, self.region_at = True, len(self.entries)
        return "region"

    def _change_region(self, region: Region) -> None:
        self.region = self.regions[-1] = region

    @property
    def begins_region(self) -> bool:
        """Whether a region was named and no row of it read yet: a count or note there is the region's own."""
        return self.awaits_table and len(self.entries) == self.region_at

    # Lines of one cell -----------------------------------------------------------------------------------------

    def _year_line(self, printed: str) -> Role | None:
        """A line that says only a year, in a list that has several such: the rows under it were concluded in it."""
        if len(self.years_said) < 2 or not (year := year_heading(without_bullet(printed))):
            return None
        self.year = year
        return "year"

    def _level_line(self, row: Row, printed: str) -> Role | None:
        """A line that says only a level, in a list that has several such: the agreements under it were concluded at it."""
        levels = self.levels_alone.get(row.sheet, set())
        if len(levels) < 2 or (level := without_bullet(printed)) not in levels:
            return None
        self.level, self.region, self.heading, self.unit = level, None, None, ()
        return "note"

    def _line(self, position: int, row: Row, printed: str) -> Role:
        """A line with one filled cell."""
        text = without_bullet(printed)
        if text != printed and not self._is_heading(text):
            text = printed
        if (text == self.title and self.title) or text in self.said:
            return "furniture"  # the head again, on top of a page
        if self._begins_region(position, text):
            return self._start_region(row, text)
        if says_not_counted(text) and (label := _region_before_note(text)):
            self._start_region(row, label)
            assert self.region is not None
            self._change_region(Region(self.region.label, self.region.stated, False, text[len(label) :].strip(), row))
            return "region"
        if self.begins_region and self.region and (role := self._region_line(self.region, row, text)):
            return role
        if (fields := glued_fields(text)) and "institution" in fields:
            return self._head_in_one(position, row, text) or self._start_glued(fields, None, row)
        if self.from_cells and not self.entries and (role := self._before_rows(row, text)):
            return role
        if self.glue:
            return self._glued_line(row, text)
        if self.table is None and self.region is None and not self.entries:
            first = next(index for index, cell in enumerate(row.cells) if cell)
            return (self._heading_before(row, text, first) if self.title else None) or self._head_line(row, text)
        return self._line_in_table(row, text)

    @staticmethod
    def _is_heading(text: str) -> bool:
        """Whether a text names a region, a territory or a unit."""
        return Headings._is_place(text) or names_our_unit(one_language(label_and_count(text)[0]))

    @staticmethod
    def _is_place(text: str) -> bool:
        """Whether a text names a region or a territory."""
        label = one_language(label_and_count(text)[0])
        return is_region_name_like(label) or bool(territory_codes(label))

    def _heading_before(self, row: Row, text: str, first: int) -> Role | None:
        """A territory or a unit of ours on a line over the first table."""
        label = one_language(label_and_count(" ".join(text.split()))[0])
        if (
            len(label) <= 60
            and text not in self.said
            and not _NOTE_LINE.match(text)
            and (territory_codes(label) or (names_our_unit(label) and not list_words(label)))
        ):
            return self._heading_line(row, text, first)
        return None

    def _before_rows(self, row: Row, text: str) -> Role | None:
        """A line of the list's head, where no head of a table parts it from the rows. None for a heading or a row."""
        first = next(index for index, cell in enumerate(row.cells) if cell)
        if self.glue and self._is_row(text):
            return None
        label = one_language(label_and_count(text)[0])
        if territory_codes(label) or (names_our_unit(label) and not list_words(label)):
            return self._known_line(row, text) or self._heading_line(row, text, first)
        role = self._head_line(row, text)
        return None if role == "unread" else role

    @abstractmethod
    def _is_row(self, text: str) -> bool:
        """Whether a line in which values stand without separators is a row of the table."""

    @abstractmethod
    def _head_in_one(self, position: int, row: Row, text: str) -> Role | None:
        """A head that stands in one cell over rows of several."""

    @abstractmethod
    def _start_glued(self, fields: tuple[str, ...], lines: list[str] | None, row: Row | None) -> Role:
        """A table whose columns stand in one line without anything between them."""

    @abstractmethod
    def _glued_line(self, row: Row, text: str) -> Role:
        """A line of such a table."""

    @abstractmethod
    def _entry_alone(self, row: Row, first: int) -> Role | None:
        """A line that holds nothing but a partner's name."""

    def _begins_region(self, position: int, text: str) -> bool:
        label, _ = label_and_count(text)
        if (
            is_region_name_like(label)
            or region_and_counts(text)
            or self._stands_over_territories(position, label)
            or self._is_level(position, text)
        ):
            return True
        if (
            counts_in(text)
            or says_not_counted(text)
            or _NOTE_LINE.match(text)
            or (self.table is None and not self.title and not self.entries)
        ):
            return False
        if territory_codes(one_language(label)) or is_our_unit_like(label) or is_institution_like(label) or glued_fields(text):
            return False
        if FURNITURE.fullmatch(unicodedata.normalize("NFKC", text)):
            return False
        if self.table is None and not self.stated and any(row.table for row in self.rows[position : position + 12]):
            return False  # what stands before the first table of a page is its title or its menu
        return len(text) <= 30 and not find_days(unicodedata.normalize("NFKC", text)) and self._header_follows(position)

    @cached_property
    def _levels(self) -> frozenset[str]:
        """The levels that lines of the list name with their counts."""
        return frozenset(level[0] for row in self.rows for cell in row.cells[:1] if (level := level_and_counts(cell)))

    def _is_level(self, position: int, text: str) -> bool:
        """Whether a line names one of several levels with its counts, right over a table's head."""
        if not level_and_counts(text) or len(self._levels) < 2:
            return False
        below = next((row.cells for row in self.rows[position + 1 : position + 4] if any(row.cells)), ())
        return columns_of(below) is not None

    def _stands_over_territories(self, position: int, label: str) -> bool:
        """Whether a territory's name (アメリカ) is a region's here: there are regions, and the row below names its own territory."""
        at = self.table.columns.get("territory") if self.table else None
        if at is None or self.region is None or not territory_codes(one_language(label)):
            return False
        below = next((row.cells for row in self.rows[position + 1 : position + 4] if any(row.cells)), ())
        own = below[at] if at < len(below) else ""
        return sum(map(bool, below)) > 1 and bool(territory_codes(label_and_count(own)[0])) and own != label

    def _header_follows(self, position: int) -> bool:
        """Whether counts and notes at most stand between this line and a table's head, with no title in between."""
        seen_count = False
        for row in self.rows[position + 1 : position + 12]:
            filled = [cell for cell in row.cells if cell]
            if not filled:
                continue
            if len(filled) > 1:
                return columns_of(row.cells) is not None and (seen_count or self.table is not None)
            if not (counts_in(filled[0]) or says_not_counted(filled[0])):
                return False
            seen_count = True
        return False

    def _region_line(self, region: Region, row: Row, text: str) -> Role | None:
        """A count or a note under a region's label."""
        if counts := counts_in(text):
            stated = tuple(Stated(of, number, words, row) for of, number, words in counts)
            self._change_region(Region(region.label, region.stated + stated, region.counted, region.note, region.row))
            return "count"
        if says_not_counted(text):
            self._change_region(Region(region.label, region.stated, False, text, region.row))
            return "note"
        return None

    def _line_in_table(self, row: Row, text: str) -> Role:
        first = next(index for index, cell in enumerate(row.cells) if cell)
        return (
            self._known_line(row, text)
            or self._heading_line(row, text, first)
            or self._entry_alone(row, first)
            or self._late_line(row, text)
        )

    def _known_line(self, row: Row, text: str) -> Role | None:
        """Page numbers, notes, repeated heads, counts that stand by themselves."""
        plain = unicodedata.normalize("NFKC", text)
        if text in self.said or (self.title and text == self.title) or FURNITURE.fullmatch(plain):
            return "furniture"
        if says_not_counted(text) and self.region and not (self.entries and self.entries[-1].region is self.region):
            self._change_region(Region(self.region.label, self.region.stated, False, text, self.region.row))
            return "note"
        if _NOTE_LINE.match(text) and not label_and_count(text)[1]:
            self.legend.append(text)
            return "legend"
        if (count := counts_in(text)) and (self.region or self.heading) and not self.begins_region:
            self.sums += [Sum("", of, value, words, row, len(self.entries), self.region, self.heading) for of, value, words in count]
            return "count"
        if says_its_day(plain) and self._as_of_line(row, text, plain):
            return "as-of"
        return None

    def _heading_line(self, row: Row, text: str, first: int) -> Role | None:
        """A line that says to what the rows under it belong: a region, a territory, one of our units."""
        label, count = label_and_count(" ".join(text.split("\n")))
        label = one_language(label)
        at = self.table.columns if self.table else {}
        if is_region_name_like(label):
            return self._start_region(row, text)
        if territory_codes(label) and "territory" not in {
            name for name, index in at.items() if index != first and len(row.cells) > 1 and self.table and self.table.flat
        }:
            self._territory(row, text, first)
            return "territory"
        if (
            names_our_unit(label)
            and "units" not in at
            and "units" not in self.glue
            and len(label) <= 60
            and not re.search("[:：]", label)
            and not self._is_lone_name(row, label, first)
        ):
            self.unit = (NUMBERED.sub("", label),)
            self.unit_rows.append(row)
            return "unit"
        named = first == at.get("territory") and len(text) <= 40
        if (
            (count and (not is_institution_like(label) or (named and count[1] is not None and count[0] in (None, "institutions"))))
            or (named and not is_institution_like(label) and len(row.cells) > 1)
            or nearest_territory(label)
        ):
            self._territory(row, text, first)
            return "territory"
        return None

    def _is_lone_name(self, row: Row, label: str, first: int) -> bool:
        """Whether what could be a unit over the rows is rather a partner without a date: rows before it stand under no unit."""
        if self.table is None or (len(row.cells) > 1 and first != self.table.columns["institution"]):
            return False
        if self.table.carried and carried_territory(label, self.table.carried):
            return True  # no unit of ours stands in another country
        if not self.entries or not is_institution_like(label):
            return False
        last = self.entries[-1]
        return not self.unit and not last.units and last.region is self.region

    def _late_line(self, row: Row, text: str) -> Role:
        """A line after the first table that is none of what a table holds: a legend, a title of a further part."""
        if self.table is None and self.entries and list_words(text):
            return "title"
        if self.table is None:
            return self._head_line(row, text)
        return "unread"


def _same_count(one: Stated, other: Stated | None) -> bool:
    return other is not None and one.value == other.value


def _region_before_note(text: str) -> str:
    """The region's label in a line that says on the same line that it is not counted; '' where there is none."""
    label = re.split(r"[\s(（※:：]", text, maxsplit=1)[0]
    return label if is_region_name_like(label) else ""
