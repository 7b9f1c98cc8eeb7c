"""The one layout interpreter: located rows of any format → a listing.

A list is a head (title, totals, as-of day, legend) and one or more tables. Rows are first brought into columns
(`shape`); a table's columns are told by its head and its cells (`tables`); values without anything between them are told
apart by what they look like (`glued`). Then rows are read from first to last: territories, regions and our units stand
in a cell of the first row, on a line of their own, in every row, or in the name. What a row was taken for is kept as its
role; a row that is none of these is "unread", which the checks report. Nothing is guessed across two readings.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from teikei.lists.layout.bars import WIDE_GAP
from teikei.lists.layout.content import (
    LONGEST_CELL,
    is_institution_like,
    is_our_unit_like,
    is_region_name_like,
    is_sum,
    same_as_above,
)
from teikei.lists.layout.counts import Sum, settled
from teikei.lists.layout.heads import is_unknown_head, letters_of
from teikei.lists.layout.levels import levels_alone
from teikei.lists.layout.linefields import bulleted_rows, fields_of_lines
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.shape import Shaped, shape
from teikei.lists.layout.tableheads import RULE, TableHeads
from teikei.lists.layout.tables import SAMPLE, carried_territory, decide_table
from teikei.lists.layout.values import plain_day
from teikei.lists.layout.words import (
    columns_of,
    glued_fields,
    label_and_count,
    rules_of,
    without_bullet,
)
from teikei.lists.layout.years import year_heading
from teikei.lists.located import Row
from teikei.lists.model import Document, Listing, Role
from teikei.rules.days import find_days

_REPEATED = same_as_above()
MOST_UNREAD = 10_000
_NO_SHEET = "\0"  # no sheet of a workbook is called so


class _HeadSoFar(NamedTuple):
    """What the head of the list says so far; of what is kept in lists, how many there are."""

    title: str
    as_of: date | None
    as_of_row: Row | None
    counts: tuple[int, int, int, int]


class NotAList(Exception):
    """So many lines could not be read, beside so few entries, that this is another kind of document."""


def interpret(document: Document, *, known_units: Collection[str] = (), profile: Profile | None = None) -> Listing:
    """The listing that the rows of a file of any format make up.

    `known_units` are names that are never split; `profile` overrules what would be decided from the rows.
    """
    profile = profile or Profile()
    units = frozenset((*known_units, *profile.units))
    if document.beside and not _hold_partners([document.rows[at] for at in document.beside]):
        kept = Document(tuple(row for at, row in enumerate(document.rows) if at not in document.beside))
        listing = _Interpreter(kept, units, profile).listing()
        if listing.entries:
            read = iter(listing.roles)
            roles = tuple(_role_beside(row) if at in document.beside else next(read) for at, row in enumerate(document.rows))
            return replace(listing, rows=document.rows, roles=roles, findings=document.findings)
    return replace(_Interpreter(document, units, profile).listing(), findings=document.findings)


def _hold_partners(rows: Sequence[Row]) -> bool:
    """Whether rows beside a page's text are the list's own all the same: two of them name an institution with its date."""
    texts = [" ".join(row.cells) for row in rows]
    return sum(is_institution_like(text) and bool(find_days(text)) for text in texts) > 1


def _has_cells(row: Row) -> bool:
    """Whether the file itself parts the row's cells: then no head in it stands over lines of text."""
    return "\t" in row.raw.strip() and row.page is None and sum(map(bool, row.cells)) > 1


def _role_beside(row: Row) -> Role:
    return "hidden" if row.hidden else "outside" if any(row.cells) else "blank"


class _Interpreter(TableHeads):
    """Reads rows from first to last. One region, one territory, one unit and one table are current at a time."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__(document, known_units, profile)
        self.shaped: Shaped = shape(document.rows, profile)
        self.rows: Sequence[Row] = self.shaped.rows
        self.decisions = self.shaped.decisions
        self.sums: list[Sum] = []
        alone = [cells[0] for row in self.rows if len(cells := [cell for cell in row.cells if cell]) == 1 and len(cells[0]) <= 40]
        self.levels_alone = levels_alone(self.rows)
        self.years_said = frozenset(year for text in alone if (year := year_heading(without_bullet(text))))
        self.list_in_tables = False
        # Where gaps make the columns, a name without its date is a line of one cell. The last line that is cut:
        gapped = any(made.about == "separator" and made.value == "gap" for made in self.decisions)
        self.bulleted = gapped
        self.last_gapped = max((row.line for row in self.rows if sum(map(bool, row.cells)) > 1), default=0) if gapped else 0
        self.roles: list[Role] = ["blank"] * len(document.rows)
        self.sheet: str | None = _NO_SHEET
        placed = {name for name in {row.sheet for row in document.rows} if name and self._is_place(name)}
        self.sheets_by_place = placed if len(placed) > 1 else set()
        self.before = self._head_so_far()
        self.cover: _HeadSoFar | None = None  # what a sheet without rows said, for a list whose other sheets say nothing of it

    def listing(self) -> Listing:
        """Read every row and gather what they said."""
        roles = self.roles
        unread = 0
        moved = self.shaped.at
        for position, row in enumerate(self.rows):
            role = self._role(position, row)
            if moved is None:
                roles[position] = role
            else:
                for number, at in enumerate(moved[position]):
                    if roles[at] != "entry":
                        roles[at] = "continued" if number and role == "entry" else role
            if role == "unread":
                unread += 1
                if unread > MOST_UNREAD and unread > 10 * len(self.entries):
                    raise NotAList
        self._end_sheet()
        self._say_of_rows()
        if self.cover:
            self.title = self.title or self.cover.title
            if self.as_of is None:
                self.as_of, self.as_of_row = self.cover.as_of, self.cover.as_of_row
        numbered = [region.row.locator() for region in self.regions if region.stated and region.row]
        numbered += [heading.row.locator() for heading in self.headings if heading.stated and heading.row]
        if not self.entries and not self.counts_only and len(numbered) > 1 and "header" not in roles:
            self._say_counts_only(tuple(numbered))
        legend = tuple(dict.fromkeys(self.legend))
        listing = Listing(
            title=self.title, as_of=self.as_of, stated=tuple(self.stated), legend=legend, rules=rules_of(legend),
            regions=tuple(self.regions), headings=tuple(self.headings), entries=tuple(self.entries),
            rows=self.document.rows, roles=tuple(self._outside(roles)), as_of_row=self.as_of_row, decisions=tuple(self.decisions),
        )  # fmt: skip
        return settled(listing, bare=self.bare, sums=self.sums, profile=self.profile)

    def _without_head(self, rows: Sequence[Row]) -> None:
        """Decide from the cells alone: by columns where rows have cells, by the order of parts where they are lines."""
        self.from_cells = True
        wide = [row for row in rows if sum(map(bool, row.cells)) > 1 and not row.hidden]
        self.list_in_tables = bool(wide) and all(row.table is not None for row in wide)
        widths = [len(row.cells) for row in wide]
        alike = len(wide) > 2 and len(set(widths)) == 1  # however few, among headings and notes
        if self.profile.columns or alike or 3 * len(wide) >= sum(any(row.cells) for row in rows) > 0:
            usual = max(set(widths), key=widths.count) if widths else 0
            whole = [row for row in wide if len(row.cells) == usual and not any(map(is_sum, row.cells))][: SAMPLE + 1]
            sample = [row.cells for row in whole]
            head = whole[0] if whole and is_unknown_head(sample[0], sample[1:]) else None
            decided = decide_table(head.cells if head else (), sample[bool(head) :], self.profile, head)
            if decided and head:
                self.heads_read.add(letters_of(head.cells))
            if decided and {"concluded_on", "territory"} & decided[0].columns.keys():
                self._take_table(*decided)
                return
        lines = [" ".join(row.cells).strip() for row in rows if any(row.cells) and len(row.raw) <= LONGEST_CELL]
        if fields := fields_of_lines(lines):
            self.rows_bulleted = bool(bulleted_rows(lines))
            self._start_glued(fields, lines, None)

    def _outside(self, roles: list[Role]) -> list[Role]:
        """Unread rows of tables and of text that hold no part of the list stand outside it."""
        if all(row.table is None and row.sheet is None for row in self.document.rows):
            return roles
        holding = {(row.sheet, row.table) for row, role in zip(self.document.rows, roles, strict=True) if role == "entry"}
        return [
            "outside" if role == "unread" and (row.sheet, row.table) not in holding else role
            for row, role in zip(self.document.rows, roles, strict=True)
        ]

    # One row ---------------------------------------------------------------------------------------------------

    def _role(self, position: int, row: Row) -> Role:
        if row.sheet != self.sheet or row.hidden:
            if row.hidden:
                return "hidden"
            self._start_sheet(row)
        if self.profile.sheets and row.sheet is not None and row.sheet not in self.profile.sheets:
            return "outside" if any(row.cells) else "blank"
        if position < self.skip:
            return "header"
        cells = row.cells
        table = self.table
        if table and table.day_at < len(cells) and len(row.raw) <= LONGEST_CELL and (text := cells[table.day_at]):
            # What all but a few rows are: a date stands where the table has its dates.
            read = plain_day(text, self.order)
            if read and _REPEATED.isdisjoint(cells):
                role = self._entry(row, table.columns, read)
                # Where cells are no pieces of a line, one without a name may be merged with the one above: see below.
                if role == "entry" or row.tabbed:
                    return role
        return self._other_row(position, row)

    def _other_row(self, position: int, row: Row) -> Role:
        cells = row.cells
        filled = [index for index, cell in enumerate(cells) if cell]
        if not filled:
            if self.table and any(span.above and span.cell == self.table.columns["institution"] for span in row.spans):
                self.doubted["blank within a partner"].append(self.rows[position - 1])
                self.doubted["blank within a partner"].append(row)
            return "blank"
        if len(filled) > 1 and all(RULE.fullmatch(cells[index]) for index in filled):
            return "furniture"
        if long := [index for index in filled if len(cells[index]) > LONGEST_CELL]:
            return self._beside_long(row, long) or self._long_line(row, filled)
        if self.table and not _REPEATED.isdisjoint(cells):
            row = self._as_above(row)
            cells = row.cells
        if self._states_in_pairs(row, filled):
            return "totals"
        if self._is_sum_row(cells, filled):
            return self._sum_row(row, filled)
        if 1 < len(filled) < 4 and " ".join(cells[index] for index in filled) in self.said:
            return "furniture"  # a line of the head again, on top of a page
        if len(filled) > 1 or (self.table and filled[0] > 0):
            return self._head(position, row) or self._wide_row(row, filled)
        text = cells[filled[0]]
        return self._year_line(text) or self._level_line(row, text) or self._line(position, row, text)

    def _beside_long(self, row: Row, long: list[int]) -> Role | None:
        """A whole row whose only long cells stand in columns of remarks, or in such as are not read."""
        if self.table is None or self.table.compound or len(row.cells) != self.table.width:
            return None
        fields = self.table.field_of()
        if any(fields.get(index, "note") != "note" for index in long):
            return None
        short = {name: row.cells[index] for name, index in self.table.columns.items() if index not in long}
        dated = "concluded_on" not in short or not short["concluded_on"] or self._date(short["concluded_on"]).problem != "unread"
        return self._entry(row, self.table.columns) if short["institution"] and dated else None

    def _wide_row(self, row: Row, filled: list[int]) -> Role:
        """A row with several cells that is no head, or one seen before whose cells came apart otherwise."""
        letters = letters_of(row.cells)
        if letters in self.glued_heads:
            return self._start_glued((), None, row)
        if letters in self.heads_read:
            return "header"
        if self.from_cells and not self.entries and (role := self._said_before_rows(row, filled)):
            return role
        if self.counts_only and self.table is None:
            return "count"
        if self.glue:
            return self._glued_line(row, " ".join(row.cells).strip())
        if self.table and len(filled) == 2:
            text = " ".join(row.cells[index] for index in filled)
            label, count = label_and_count(text)
            if count and label == row.cells[filled[0]] and self._is_place(label):
                return self._line_in_table(row, text)  # the heading's count stands in a cell of its own
        if self.table and (role := self._table_row(row, self.table, filled)):
            return role
        return self._loose_row(row, filled)

    def _said_before_rows(self, row: Row, filled: list[int]) -> Role | None:
        """A line of the list's head that was cut into cells: 2006年10月1日時点　36大学(13カ国・地域)."""
        role = self._head_line(row, " ".join(row.cells[index] for index in filled)) if len(filled) < 4 else "unread"
        return role if role in ("totals", "as-of") else None

    def _head_so_far(self) -> _HeadSoFar:
        counts = (len(self.stated), len(self.legend), len(self.regions), len(self.headings))
        return _HeadSoFar(self.title, self.as_of, self.as_of_row, counts)

    def _end_sheet(self) -> None:
        """A sheet without a row or a head of the list says nothing of it: a cover, a sheet of counts."""
        if self.sheet in (None, _NO_SHEET):
            return
        at = [index for index, row in enumerate(self.document.rows) if row.sheet == self.sheet]
        if any(self.roles[index] in ("entry", "header") for index in at):
            return
        if not self.cover and self.title != self.before.title and "header" not in self.roles and not self.entries:
            self.cover = self._head_so_far()  # a sheet behind the list's own is no cover
        self.title, self.as_of, self.as_of_row, counts = self.before
        kept: tuple[list[Any], ...] = (self.stated, self.legend, self.regions, self.headings)
        for made, number in zip(kept, counts, strict=True):
            del made[number:]
        for index in at:
            if self.roles[index] not in ("blank", "hidden"):
                self.roles[index] = "outside"

    def _start_sheet(self, row: Row) -> None:
        """Nothing is current any more; where the sheet (or the file) has no head, its cells alone decide."""
        self._end_sheet()
        self.sheet, self.before = row.sheet, self._head_so_far()
        self.table, self.glue, self.region, self.heading, self.unit, self.awaits_table = None, (), None, None, (), False
        self.year, self.level = None, ""
        self.from_cells = self.rows_bulleted = False
        if self.profile.separator == "none" and len(fields := self.profile.fields_of("1")) > 1 and row.sheet is None:
            self._start_glued(fields, None, None)
            self.from_cells = True
            return
        rows = [each for each in self.rows if each.sheet == row.sheet]
        headed = any(columns_of(each.cells) or self.profile.names_partner(each.cells) for each in rows if len(each.cells) > 1)
        if not headed and not any(
            "institution" in glued_fields(each.raw) for each in rows[:400] if len(each.raw) <= LONGEST_CELL and not _has_cells(each)
        ):
            self._without_head(rows)
        if row.sheet in self.sheets_by_place and not any(row.sheet in each.cells for each in rows):
            # A workbook with a sheet for each country or region: the sheet's name is the heading of its rows.
            self._heading_line(row, row.sheet, 0)

    def _as_above(self, row: Row) -> Row:
        """A cell of 〃 says what the cell above it says."""
        if not self.entries or self.entries[-1].row is None:
            return row
        above = self.entries[-1].row.cells
        cells = tuple(above[i] if cell in _REPEATED and i < len(above) else cell for i, cell in enumerate(row.cells))
        return row._replace(cells=cells)

    def _loose_row(self, row: Row, filled: list[int]) -> Role:
        """Several cells outside what the table allows: a head line spread over cells, or a line whose tabs are gone."""
        text = " ".join(row.cells[index] for index in filled)
        if self.table is None:
            if not _has_cells(row) and (fields := glued_fields(text)) and "institution" in fields:
                return self._start_glued(fields, None, row)
            if is_region_name_like(label_and_count(row.cells[filled[0]])[0]):
                return "count"  # a summary before the list: each region with its number
            role = self._head_line(row, text)
            return role if role in ("totals", "as-of", "legend", "title") else "unread"
        return self._known_line(row, text) or "unread"

    def _lacks_its_date(self, row: Row, text: str) -> bool:
        """Whether a line of one cell, where gaps make the columns, is a name without its date: no later than right under the rows."""
        return row.line < self.last_gapped or (row.line == self.last_gapped + 1 and not re.search("[:：©]", text))

    def _entry_alone(self, row: Row, first: int) -> Role | None:
        """A line that holds nothing but a partner's name, where the table has its names; or a line whose tabs are gone."""
        table = self.table
        if table is None:
            return None
        text = row.cells[first]
        names = first == table.columns["institution"]
        if (names or (row.page is not None and first == table.columns.get("units"))) and (role := self._goes_on(row, table, [first])):
            return role
        if (
            names
            and is_institution_like(text)
            and not table.compound
            and (first > 0 or len(row.cells) >= table.width or self._lacks_its_date(row, text))
        ):
            return self._entry(row, table.columns)
        beside = self.list_in_tables and row.table is None  # a page's menu or foot, not a row
        alone = self.from_cells and len(row.cells) == 1 and not beside and is_institution_like(text) and not is_our_unit_like(text)
        if alone or (table.carried and carried_territory(text, table.carried)):
            return self._entry(row, {"institution": first})
        split = tuple(cell.strip() for cell in WIDE_GAP.split(row.raw.strip()))
        if len(split) > 1 and row.tabbed:
            filled = [index for index, cell in enumerate(split) if cell]
            return self._table_row(row._replace(cells=split), table, filled)
        return None
