"""The one layout interpreter: located rows of any format → a listing.

A list is a head (title, totals, as-of day, legend) and one or more tables. A table's columns are told by its head
row. Territories stand in a cell of the first row, on a line of their own, or in every row; regions stand above
tables or in a column. What a row was taken for is kept as its role; a row that is none of these is "unread", which
the checks report. Nothing is guessed across two readings: such a row is unread.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from teikei.lists.layout.profile import Profile
from teikei.lists.layout.values import several, valid_to
from teikei.lists.layout.words import columns_of, counts_in, is_region_name, label_and_count, rules_of, says_not_counted, whole_number
from teikei.lists.model import Document, Entry, Heading, Listing, Region, Role, Row, Stated
from teikei.names.territories import nearest_territory, territory_codes
from teikei.names.units import is_unit_name, split_units
from teikei.rules.counting import Counted
from teikei.rules.days import ReadDay, read_day

_FURNITURE = re.compile(
    r"[-–—―\s(（]*(?:p\.?|page|ページ)?\s*\d{1,4}\s*(?:(?:/|of|／)\s*\d{1,4})?\s*(?:頁|ページ)?[-–—―\s)）]*|[-–—―=_*|+:\s]+", re.IGNORECASE
)
_DAY = r"(?:\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|(?:令和|平成|昭和)\s*(?:\d{1,2}|元)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[RHS]\d{1,2}\.\d{1,2}\.\d{1,2}|\d{1,2}\s+[A-Z][a-z]+\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},?\s+\d{4})"
_AS_OF = re.compile(rf"({_DAY})\s*(?:現在|時点)|(?:as of|as at|last updated)\s*:?\s*({_DAY})", re.IGNORECASE)
_LEGEND_LINE = re.compile(r"^(?:※|\*|＊|注|Note|\(注|（注|・|●|○|◎|★|☆|♦)|[。．.]$")
# No name, heading or date of a list is longer (characters); what is longer is reported as unread.
LONGEST_CELL = 300
LONGEST_LEGEND = 5_000
MOST_UNREAD = 10_000
NO_COLUMN = 1_000_000
_FLAT_COLUMNS = {"region", "territory_code", "territory_count"}
_RARE_COLUMNS = {"institution_alt", "partner_unit", "valid_to", "kinds", "marks"}
_Rare = tuple[str | None, str | None, str | None, tuple[str, ...], tuple[str, ...]]
_NOTHING_RARE: _Rare = (None, None, None, (), ())


@dataclass(slots=True)
class _Table:
    """The columns of the table being read. `width` is how many cells a whole row has."""

    columns: dict[str, int]
    width: int
    flat: bool
    rare: bool
    day_at: int
    shifts: dict[int, dict[str, int]] = field(default_factory=dict)

    def places(self, shift: int) -> dict[str, int]:
        """Field → cell index for rows that lack `shift` cells at their start."""
        if shift not in self.shifts:
            self.shifts[shift] = {name: index - shift for name, index in self.columns.items() if index >= shift}
        return self.shifts[shift]


def interpret(document: Document, *, known_units: Collection[str] = (), profile: Profile | None = None) -> Listing:
    """The listing that the rows of a file of any format make up.

    `known_units` are names that are never split; `profile` overrules what would be decided from the rows.
    """
    profile = profile or Profile()
    listing = _Interpreter(document.rows, frozenset((*known_units, *profile.units))).listing()
    return replace(listing, findings=document.findings)


class NotAList(Exception):
    """So many lines could not be read, beside so few entries, that this is another kind of document."""


class _Interpreter:
    """Reads rows from first to last. One region, one territory and one table are current at a time."""

    def __init__(self, rows: Sequence[Row], known_units: frozenset[str]) -> None:
        self.rows = rows
        self.known_units = known_units
        self.roles: list[Role] = []
        self.title = ""
        self.as_of: date | None = None
        self.as_of_row: Row | None = None
        self.stated: list[Stated] = []
        self.legend: list[str] = []
        self.regions: list[Region] = []
        self.headings: list[Heading] = []
        self.entries: list[Entry] = []
        self.region: Region | None = None
        self.heading: Heading | None = None
        self.table: _Table | None = None
        self.awaits_table = False  # between a region's label and its table stand counts and notes
        self.by_label: dict[tuple[int, str], Heading] = {}
        self.region_by_label: dict[str, Region] = {}
        self.units_of: dict[str, tuple[str, ...]] = {}

    def listing(self) -> Listing:
        """Read every row and gather what they said."""
        unread = 0
        for position, row in enumerate(self.rows):
            role = self._role(position, row)
            self.roles.append(role)
            if role == "unread":
                unread += 1
                if unread > MOST_UNREAD and unread > 10 * len(self.entries):
                    raise NotAList
        legend = tuple(self.legend)
        return Listing(
            title=self.title, as_of=self.as_of, stated=tuple(self.stated), legend=legend, rules=rules_of(legend),
            regions=tuple(self.regions), headings=tuple(self.headings), entries=tuple(self.entries),
            rows=tuple(self.rows), roles=tuple(self.roles), as_of_row=self.as_of_row,
        )  # fmt: skip

    # One row ---------------------------------------------------------------------------------------------------

    def _role(self, position: int, row: Row) -> Role:
        cells = row.cells
        table = self.table
        short = len(row.raw) <= LONGEST_CELL
        if short and table and table.day_at < len(cells) and (text := cells[table.day_at]):
            # What all but a few rows are: a date stands where the table has its dates.
            read = read_day(text)
            if read.problem != "unread":
                return self._entry(row, table, 0, read)
        filled = [index for index, cell in enumerate(cells) if cell]
        if not filled:
            return "blank"
        if not short and any(len(cells[index]) > LONGEST_CELL for index in filled):
            return self._long_line(row, filled)
        if len(filled) > 1 or (table and filled[0] > 0):
            if table and (role := self._table_row(row, table, filled)):
                return role
            if columns := columns_of(row.cells):
                return self._start_table(columns)
            return self._loose_row(row, filled)
        return self._line(position, row, row.cells[filled[0]])

    def _long_line(self, row: Row, filled: list[int]) -> Role:
        """A legend may be a paragraph; nothing else of a list is so long, and patterns are not tried on it."""
        text = row.cells[filled[0]]
        if len(filled) == 1 and self.table is None and len(text) <= LONGEST_LEGEND and text.endswith(("。", ".", "．")):
            self.legend.append(text)
            return "legend"
        return "unread"

    def _start_table(self, columns: dict[str, int]) -> Role:
        flat = not _FLAT_COLUMNS.isdisjoint(columns)
        self.table = _Table(
            columns, max(columns.values()) + 1, flat, not _RARE_COLUMNS.isdisjoint(columns), columns.get("concluded_on", NO_COLUMN)
        )
        self.awaits_table = False
        return "header"

    def _table_row(self, row: Row, table: _Table, filled: list[int]) -> Role | None:
        """A row of the current table with two or more filled cells, or one that is not its first."""
        cells = row.cells
        width = len(cells)
        day_at = table.day_at
        if day_at == NO_COLUMN:
            return None if columns_of(cells) else self._entry(row, table, 0) if width >= table.width else None
        short = self._short_row(row, table, day_at)
        if short is not None:
            return short
        if columns_of(cells) or filled[-1] >= table.width:
            return None
        institution_at = table.columns["institution"]
        if institution_at < width and cells[institution_at] and (width >= table.width or (institution_at and not cells[0])):
            return self._entry(row, table, 0)
        return None

    def _short_row(self, row: Row, table: _Table, day_at: int) -> Role | None:
        """A row that lacks its first cell (the tab before it is missing), told by where its date stands."""
        cells = row.cells
        if table.flat or day_at < 1 or table.columns.get("territory") != 0 or table.columns["institution"] != 1:
            return None
        before = day_at - 1
        if before >= len(cells) or any(cells[day_at:]):
            return None
        dated = read_day(cells[before]).problem != "unread"
        names_territory = bool(label_and_count(cells[0])[1] or territory_codes(cells[0]))
        if dated and not names_territory:
            return self._entry(row, table, 1, read_day(cells[before]))
        if len(cells) >= table.width:  # no tab is missing: a row of which only the institution is known
            return None
        units_at = table.columns.get("units")
        undated = not names_territory and bool(units_at) and not any(cells[units_at or 0 :])
        if undated and units_at and cells[units_at - 1] and all(is_unit_name(unit) for unit in self._units(cells[units_at - 1])):
            return self._entry(row, table, 1)
        return None

    def _loose_row(self, row: Row, filled: list[int]) -> Role:
        """Several cells outside what the table allows: a head line spread over cells, or a line whose tabs are gone."""
        if self.table is None and all(counts_in(row.cells[index]) for index in filled):
            return self._head_line(row, " ".join(row.cells[index] for index in filled))
        return "unread"

    def _entry(self, row: Row, table: _Table, shift: int, read: ReadDay | None = None) -> Role:
        places = table.places(shift)
        cells = row.cells
        width = len(cells)
        # The four usual columns are read in line and the others only where the table has them: this runs once a row.
        at = places["institution"]
        institution = cells[at] if at < width else ""
        if not institution:
            return "unread"
        if table.flat:
            self._flat_headings(row, places)
        elif (at := places.get("territory", width)) < width and cells[at]:
            self._territory(row, cells[at], at)
        at = places.get("units", width)
        units_text = cells[at] if at < width else ""
        at = places.get("concluded_on", width)
        date_text = cells[at] if at < width else ""
        if read is None:
            read = read_day(date_text) if date_text else ReadDay(None)
        region = self.region
        alt, partner_unit, valid_to, kinds, marks = self._rare(row, places) if table.rare else _NOTHING_RARE
        self.entries.append(
            Entry(
                len(self.entries) + 1, institution, self._units(units_text), read.date, region, self.heading,
                region is None or region.counted, alt, partner_unit, valid_to, kinds, marks, units_text, date_text, row, places,
            )
        )  # fmt: skip
        return "entry"

    def _rare(self, row: Row, places: dict[str, int]) -> _Rare:
        return (
            _text(row, places, "institution_alt") or None, _text(row, places, "partner_unit") or None,
            valid_to(_text(row, places, "valid_to")), several(_text(row, places, "kinds")), several(_text(row, places, "marks")),
        )  # fmt: skip

    def _units(self, text: str) -> tuple[str, ...]:
        units = self.units_of.get(text)
        if units is None:
            units = self.units_of[text] = split_units(text, self.known_units).units
        return units

    # Territories and regions -----------------------------------------------------------------------------------

    def _territory(self, row: Row, printed: str, cell: int) -> None:
        label, count = label_and_count(printed)
        stated = Stated("institutions", count[1], count[2], row) if count else None
        current = self.heading
        if current and current.label == label and current.region is self.region and (stated is None or _same_count(stated, current.stated)):
            return
        self.heading = Heading(label, territory_codes(label), stated, self.region, row, cell)
        self.headings.append(self.heading)

    def _flat_headings(self, row: Row, places: dict[str, int]) -> None:
        """Region and territory of a table that names them in every row."""

        def text(name: str) -> str:
            return _text(row, places, name)

        note = text("note")
        uncounted = says_not_counted(note)
        if label := text("region"):
            if label not in self.region_by_label:
                stated = _number("institutions", text("region_count"), row)
                self.region_by_label[label] = Region(label, stated, not uncounted, note if uncounted else "", row)
                self.regions.append(self.region_by_label[label])
            self.region = self.region_by_label[label]
        else:
            self.region = None
        territory = text("territory")
        if not territory:
            self.heading = None
            return
        key = (id(self.region), territory)
        if key not in self.by_label:
            label, count = label_and_count(territory)
            own = Stated("institutions", count[1], count[2], row) if count else None
            stated = _number("institutions", text("territory_count"), row)
            self.by_label[key] = Heading(label, territory_codes(label), stated[0] if stated else own, self.region, row, places["territory"])
            self.headings.append(self.by_label[key])
        self.heading = self.by_label[key]

    def _start_region(self, row: Row, text: str) -> Role:
        label, count = label_and_count(text)
        stated = (Stated(count[0] or "institutions", count[1], count[2], row),) if count else ()
        self.region = Region(label, stated, True, "", row)
        self.regions.append(self.region)
        self.heading = None
        self.awaits_table = True
        return "region"

    def _change_region(self, region: Region) -> None:
        self.region = self.regions[-1] = region

    # Lines of one cell -----------------------------------------------------------------------------------------

    def _line(self, position: int, row: Row, text: str) -> Role:
        """A line with one filled cell."""
        if text == self.title and self.title:
            return "furniture"  # the title again, on top of a page
        if self._begins_region(position, text):
            return self._start_region(row, text)
        if self.awaits_table and self.region and (role := self._region_line(self.region, row, text)):
            return role
        if self.table is None and self.region is None:
            return self._head_line(row, text)
        return self._line_in_table(row, text)

    def _begins_region(self, position: int, text: str) -> bool:
        label, _ = label_and_count(text)
        if is_region_name(label):
            return True
        if counts_in(text) or says_not_counted(text) or (self.table is None and not self.title):
            return False
        return bool(not territory_codes(label) and len(text) <= 30 and self._header_follows(position))

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

    def _head_line(self, row: Row, text: str) -> Role:
        """A line before the first table: title, totals, as-of day, legend."""
        plain = unicodedata.normalize("NFKC", text)
        if counts := counts_in(text):
            self.stated += [Stated(of, number, words, row) for of, number, words in counts]
            return "totals"
        found = _AS_OF.search(plain)
        if found and (read := read_day(found[1] or found[2])).date and read.date and read.date.precision == "day":
            self.as_of, self.as_of_row = read.date.first, row
            rest = _AS_OF.sub("", plain).strip(" ()（）[]【】、,　")
            if not rest:
                return "as-of"
            if counts := counts_in(rest):
                self.stated += [Stated(of, number, words, row) for of, number, words in counts]
                return "totals"
            if self.title:
                return "as-of"
        if not self.title and not _LEGEND_LINE.search(text):
            self.title = text
            return "title"
        if _LEGEND_LINE.search(text) or says_not_counted(text) or rules_of((text,)).rows_roll_up:
            self.legend.append(text)
            return "legend"
        return "furniture" if _FURNITURE.fullmatch(plain) else "unread"

    def _line_in_table(self, row: Row, text: str) -> Role:
        label, count = label_and_count(text)
        first = next(index for index, cell in enumerate(row.cells) if cell)
        if territory_codes(label) or (count and count[1] is not None and count[0] in (None, "institutions")):
            self._territory(row, text, first)
            return "territory"
        if count or (len(row.cells) > 1 and len(text) <= 40) or nearest_territory(label):
            self._territory(row, text, first)
            return "territory"
        if _FURNITURE.fullmatch(unicodedata.normalize("NFKC", text)):
            return "furniture"
        if self.table and len(split := wide_cells(row)) > 1:
            spaced = Row(row.line, split, row.raw, row.page, row.sheet, row.tabbed)
            filled = [index for index, cell in enumerate(split) if cell]
            return self._table_row(spaced, self.table, filled) or "unread"
        return "unread"


_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")


def wide_cells(row: Row) -> tuple[str, ...]:
    """The row cut at wide gaps, for a line of a tabbed file whose tabs became spaces."""
    return tuple(cell.strip() for cell in _WIDE_GAP.split(row.raw.strip()))


def _text(row: Row, places: dict[str, int], name: str) -> str:
    index = places.get(name)
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def _same_count(one: Stated, other: Stated | None) -> bool:
    return other is not None and one.value == other.value


def _number(of: Counted, text: str, row: Row) -> tuple[Stated, ...]:
    return (Stated(of, whole_number(text), text, row),) if text else ()
