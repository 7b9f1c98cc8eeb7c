"""The one layout interpreter: located rows of any format → a listing.

A list is a head (title, totals, as-of day, legend) and one or more tables. Rows are first brought into columns
(`shape`); a table's columns are told by its head and its cells (`tables`); values without anything between them are told
apart by what they look like (`glued`). Then rows are read from first to last: territories, regions and our units stand
in a cell of the first row, on a line of their own, in every row, or in the name. What a row was taken for is kept as its
role; a row that is none of these is "unread", which the checks report. Nothing is guessed across two readings.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from teikei.lists.layout import glued
from teikei.lists.layout.content import LONGEST_CELL, is_institution_like, is_our_unit_like, is_region_name_like, is_sum, same_as_above
from teikei.lists.layout.counts import Sum, settled
from teikei.lists.layout.headings import Headings
from teikei.lists.layout.order import order_of
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.shape import WIDE_GAP, Shaped, shape
from teikei.lists.layout.tables import SAMPLE, Table, align, carried_territory, decide_table, fit, in_brackets_behind
from teikei.lists.layout.values import DateCell, read_date, several, two_languages, without_link_words, without_marks
from teikei.lists.layout.words import columns_of, glued_fields, head_fields, label_and_count, rules_of
from teikei.lists.model import Decision, Document, Entry, Listing, Role, Row
from teikei.names.bilingual import Text
from teikei.names.territories import territory_codes
from teikei.names.units import is_unit_name, split_units
from teikei.rules.days import DateOrder, read_day
from teikei.rules.terms import read_end

_RULE = re.compile(r"[-–—―─=_:+\s]+")
_MAY_END_IN_MARK = re.compile(r"[※＊*†‡§♦◆◇★☆●◎■□▲△▼▽♯¹²³⁴⁵⁶⁷⁸⁹]|注")
_AGREEMENT_IN_BRACKETS = re.compile(
    r"^(?P<name>.+?)\s*[(（](?P<kind>[^()（）]*(?:協定|覚書|agreement|memorandum|\bMoU\b|\bMoA\b|addendum|articulation)[^()（）]*)[)）]$",
    re.IGNORECASE,
)
_WHOLE_UNIVERSITY = frozenset(("University", "university", "University-wide", "Whole university", "All"))
_REPEATED = same_as_above()
_NO_VALUES: Mapping[str, object] = MappingProxyType({})
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
    interpreter = _Interpreter(document, frozenset((*known_units, *profile.units)), profile)
    return replace(interpreter.listing(), findings=document.findings)


class _Interpreter(Headings):
    """Reads rows from first to last. One region, one territory, one unit and one table are current at a time."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__()
        self.document, self.profile, self.known_units = document, profile, known_units
        self.shaped: Shaped = shape(document.rows, profile)
        self.rows: Sequence[Row] = self.shaped.rows
        self.decisions = self.shaped.decisions
        self.entries: list[Entry] = []
        self.table: Table | None = None
        self.glue: tuple[str, ...] = ()
        self.habits = glued.Habits()
        self.units_of: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.order: DateOrder | None = profile.dates
        self.order_known = profile.dates is not None
        self.sums: list[Sum] = []
        self.guessed: list[Row] = []
        self.roles: list[Role] = ["blank"] * len(document.rows)
        self.sheet: str | None = _NO_SHEET
        self.before = self._head_so_far()
        self.skip = 0

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
        legend = tuple(dict.fromkeys(self.legend))
        listing = Listing(
            title=self.title, as_of=self.as_of, stated=tuple(self.stated), legend=legend, rules=rules_of(legend),
            regions=tuple(self.regions), headings=tuple(self.headings), entries=tuple(self.entries),
            rows=self.document.rows, roles=tuple(self._outside(roles)), as_of_row=self.as_of_row, decisions=tuple(self.decisions),
        )  # fmt: skip
        return settled(listing, bare=self.bare, sums=self.sums, profile=self.profile)

    def _say_of_rows(self) -> None:
        """Decisions on single rows, which the checks report with their places."""
        if self.guessed:
            why = Text("words alone tell the parts of these lines apart", "値の境目を語だけから判断した行です")
            self.decisions.append(Decision("rows", "split by words", 0.5, why, tuple(row.locator() for row in self.guessed)))
        if self.carried_down:
            why = Text(
                "these rows name no partner; they are taken for the partner above", "相手機関の欄が空の行を、上の行と同じ機関とみなしました"
            )
            self.decisions.append(Decision("rows", "partner above", 0.7, why, tuple(row.locator() for row in self.carried_down)))

    def _without_head(self, rows: Sequence[Row]) -> None:
        """Decide from the cells alone: by columns where rows have cells, by the order of parts where they are lines."""
        self.from_cells = True
        wide = [row for row in rows if sum(map(bool, row.cells)) > 1 and not row.hidden]
        if self.profile.columns or 3 * len(wide) >= sum(any(row.cells) for row in rows) > 0:
            widths = [len(row.cells) for row in wide]
            usual = max(set(widths), key=widths.count) if widths else 0
            sample = [row.cells for row in wide if len(row.cells) == usual][:SAMPLE]
            decided = decide_table((), sample, self.profile, None)
            if decided and {"concluded_on", "territory"} & decided[0].columns.keys():
                self._take_table(*decided)
                return
        lines = [" ".join(row.cells).strip() for row in rows if any(row.cells) and len(row.raw) <= LONGEST_CELL]
        if fields := glued.fields_of_lines(lines):
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
            read = read_day(text, self.order)
            if read.problem is None and read.order is None and _REPEATED.isdisjoint(cells):
                return self._entry(row, table.places(0), DateCell(read.date))
        return self._other_row(position, row)

    def _other_row(self, position: int, row: Row) -> Role:
        cells = row.cells
        filled = [index for index, cell in enumerate(cells) if cell]
        if not filled:
            return "blank"
        if len(filled) > 1 and all(_RULE.fullmatch(cells[index]) for index in filled):
            return "furniture"
        if any(len(cells[index]) > LONGEST_CELL for index in filled):
            return self._long_line(row, filled)
        if self.table and not _REPEATED.isdisjoint(cells):
            row = self._as_above(row)
            cells = row.cells
        if is_sum(cells[filled[0]]) or (len(filled) == 1 and self._says_sum(cells[filled[0]])):
            return self._sum_row(row, filled)
        if len(filled) > 1 or (self.table and filled[0] > 0):
            if columns := self._head(position, row):
                return columns
            if self.from_cells and not self.entries and (role := self._said_before_rows(row, filled)):
                return role
            if self.glue:
                return self._glued_line(row, " ".join(cells).strip())
            if self.table and (role := self._table_row(row, self.table, filled)):
                return role
            return self._loose_row(row, filled)
        return self._line(position, row, cells[filled[0]])

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
        self.from_cells = False
        if self.profile.separator == "none" and len(fields := self.profile.fields_of("1")) > 1 and row.sheet is None:
            self._start_glued(fields, None, None)
            self.from_cells = True
            return
        rows = [each for each in self.rows if each.sheet == row.sheet]
        headed = any(columns_of(each.cells) for each in rows if len(each.cells) > 1)
        if not headed and not any("institution" in glued_fields(each.raw) for each in rows[:400] if len(each.raw) <= LONGEST_CELL):
            self._without_head(rows)

    def _as_above(self, row: Row) -> Row:
        """A cell of 〃 says what the cell above it says."""
        if not self.entries or self.entries[-1].row is None:
            return row
        above = self.entries[-1].row.cells
        cells = tuple(above[i] if cell in _REPEATED and i < len(above) else cell for i, cell in enumerate(row.cells))
        return row._replace(cells=cells)

    # Heads of tables ---------------------------------------------------------------------------------------------

    def _head(self, position: int, row: Row) -> Role | None:
        """The row as the head of a table, alone or with the row under it."""
        below = self.rows[position + 1] if position + 1 < len(self.rows) else None
        double = below is not None and below.sheet == row.sheet and self._is_second_head(row, below)
        heads = _two_rows(row, below) if double and below else row.cells
        if not columns_of(heads) and not self._known_to_profile(heads):
            return None
        if double:
            self.skip = position + 2
        sample = self._sample(position + 1 + double, row)
        decided = decide_table(heads, sample, self.profile, row)
        if decided is None:
            return None
        self._take_table(*decided)
        self.awaits_table = False
        return "header"

    def _known_to_profile(self, heads: Sequence[str]) -> bool:
        """Whether a person has said what columns with these heads hold, the partner's among them."""
        fields = [name for head in heads for name in self.profile.fields_of(head)]
        return len(fields) > 1 and "institution" in fields

    @staticmethod
    def _is_second_head(row: Row, below: Row) -> bool:
        """Whether the row below goes on with the head: it has heads of its own under a wide head or beside tall ones."""
        filled = [cell for cell in below.cells if cell]
        wide = any(span.columns > 1 and not span.above for span in row.spans)
        tall = any(span.rows > 1 and not span.above for span in row.spans)
        within = bool(row.cells[0]) and not below.cells[0] and len(filled) < sum(map(bool, row.cells))
        gaps = not all(row.cells) and not all(below.cells)
        if not filled or not (wide or tall or gaps) or (not (wide or tall or within) and columns_of(below.cells)):
            return False
        known = sum(bool(head_fields(cell)) for cell in filled)
        return 2 * known >= len(filled) and all(read_date(cell).problem == "unread" for cell in filled)

    def _sample(self, start: int, head: Row) -> list[tuple[str, ...]]:
        sample: list[tuple[str, ...]] = []
        for row in self.rows[start : start + 4 * SAMPLE]:
            if row.sheet != head.sheet or len(sample) >= SAMPLE:
                break
            if (
                not row.hidden
                and sum(map(bool, row.cells)) > 1
                and len(row.raw) <= 10 * LONGEST_CELL
                and not _RULE.fullmatch("".join(row.cells))
            ):
                if columns_of(row.cells):
                    break
                sample.append(row.cells)
        return sample

    def _take_table(self, table: Table, decisions: list[Decision]) -> None:
        self.table, self.glue = table, ()
        said = {(made.about, made.value) for made in self.decisions}
        self.decisions += [made for made in decisions if (made.about, made.value) not in said]

    # Rows of a table ---------------------------------------------------------------------------------------------

    def _table_row(self, row: Row, table: Table, filled: list[int]) -> Role | None:
        """A row of the current table with two or more filled cells, or one that is not its first."""
        cells = row.cells
        if table.compound:
            return self._compound_row(row, table)
        at = table.columns
        fields = table.field_of()
        day_at = table.day_at
        whole = at["institution"] < len(cells) and bool(cells[at["institution"]])
        dated = day_at < len(cells) and bool(cells[day_at])
        if whole and (parts := self._several_records(row, table)):
            return parts
        if whole and (dated or day_at >= len(cells) or self._stands_right(cells, fields, filled)):
            if dated and read_date(cells[day_at], self.order).problem == "unread" and not self._stands_right(cells, fields, filled):
                return self._moved(row, table, filled)
            if not dated and (moved := self._moved(row, table, filled)):
                return moved
            if not dated and not self._whole_row(row, table, filled):
                return None
            if filled[-1] >= table.width and dated and read_date(cells[day_at], self.order).problem == "unread":
                return None
            return self._entry(row, table.places(0))
        if not whole and dated and read_date(cells[day_at], self.order).problem != "unread":
            return self._moved(row, table, filled) or self._same_partner(row, table)
        return self._moved(row, table, filled) or self._goes_on(row, table, filled)

    @staticmethod
    def _whole_row(row: Row, table: Table, filled: list[int]) -> bool:
        """Whether a row without a date has the cells of a row: as many as the head, or such as fit where they stand."""
        if filled[-1] >= table.width:
            return False
        cells, at = row.cells, table.columns["institution"]
        if len(cells) >= table.width or (at and not cells[0]):
            return True
        return is_institution_like(cells[at]) and all(
            fit(cells[index], name) >= 0 for index, name in table.field_of().items() if index < len(cells) and cells[index]
        )

    @staticmethod
    def _stands_right(cells: tuple[str, ...], fields: dict[int, str], filled: list[int]) -> bool:
        """Whether no cell looks like another column's: a date outside the dates' columns shows that cells have moved."""
        names = ("institution", "territory", "region", "units")
        return not any(fields.get(index) in names and read_date(cells[index]).problem not in ("unread", "day-number") for index in filled)

    def _moved(self, row: Row, table: Table, filled: list[int]) -> Role | None:
        """A row whose cells do not stand under their heads (a cell before them is missing), laid to those that they fit."""
        cells = [row.cells[index] for index in filled]
        if table.flat or len(cells) < 2 or filled != list(range(filled[0], filled[0] + len(filled))):
            return None
        fields = {index: (name,) for index, name in table.field_of().items()}
        found = align(cells, fields)
        if found is None or found[1] < 3 * min(2, len(cells) - 1):
            return None
        places = {fields[column][0]: index for column, index in zip(found[0], filled, strict=True)}
        dated = "concluded_on" in places or "concluded_on" not in table.columns
        if "institution" not in places or [*found[0]] == filled or len(row.cells) >= table.width + filled[0] > table.width:
            return None
        name = row.cells[places["institution"]]
        if not dated and not ("units" in places and all(is_unit_name(unit) for unit in self._units(row.cells[places["units"]]))):
            return None
        if not dated and territory_codes(label_and_count(name)[0]):
            return None
        return self._entry(row, places)

    def _same_partner(self, row: Row, table: Table) -> Role:
        """A row with a date and no name: one more agreement of the partner above, where there is one in the same territory."""
        if not self.entries or self.entries[-1].row is None:
            return "unread"
        last = self.entries[-1]
        at = table.columns["institution"]
        territory_at = table.columns.get("territory")
        if (
            territory_at is not None
            and territory_at < len(row.cells)
            and row.cells[territory_at]
            and row.cells[territory_at] != last.territory
        ):
            return "unread"
        cells = list(row.cells) + [""] * max(0, at + 1 - len(row.cells))
        cells[at] = last.institution
        self.carried_down.append(row)
        return self._entry(row._replace(cells=tuple(cells)), table.places(0))

    def _goes_on(self, row: Row, table: Table, filled: list[int]) -> Role | None:
        """Cells that go on with those of the row above, which was broken off: more units, the rest of a name."""
        fields = table.field_of()
        if not self.entries or any(index not in fields for index in filled) or self.entries[-1].row is None:
            return None
        names = {fields[index] for index in filled}
        last = self.entries[-1]
        if names == {"units"} and table.columns["units"] in filled and last.units_text:
            text = row.cells[table.columns["units"]]
            self.entries[-1] = last._replace(units=(*last.units, *self._units(text)), units_text=f"{last.units_text}\n{text}")
            return "continued"
        return None

    def _several_records(self, row: Row, table: Table) -> Role | None:
        """A row whose cells hold several names and as many dates, line by line, is as many records."""
        at = table.columns["institution"]
        if "\n" not in row.cells[at] or table.day_at >= len(row.cells):
            return None
        count = len(row.cells[at].split("\n"))
        days = row.cells[table.day_at].split("\n")
        if len(days) != count or any(read_date(day, self.order).problem == "unread" for day in days):
            return None
        for number in range(count):
            cells = tuple(lines[number] if len(lines := cell.split("\n")) == count else cell for cell in row.cells)
            self._entry(row._replace(cells=cells), table.places(0))
        return "entry"

    def _compound_row(self, row: Row, table: Table) -> Role | None:
        """A row of a table in which one column holds several values."""
        names: list[str] = []
        cells: list[str] = []
        lines: list[int] = []
        for index, cell in enumerate(row.cells):
            if index in table.compound:
                for name, part in glued.split(cell, table.compound[index], self.habits).parts.items():
                    names.append(name)
                    cells.append(part)
                    lines.append(row.lines[index] if row.lines else row.line)
            else:
                names.append(table.field_of().get(index, ""))
                cells.append(cell)
                lines.append(row.lines[index] if row.lines else row.line)
        places = {name: index for index, name in enumerate(names) if name}
        if not ("institution" in places and cells[places["institution"]]):
            return None
        return self._entry(row._replace(cells=tuple(cells), lines=tuple(lines) if row.lines else ()), places)

    def _loose_row(self, row: Row, filled: list[int]) -> Role:
        """Several cells outside what the table allows: a head line spread over cells, or a line whose tabs are gone."""
        text = " ".join(row.cells[index] for index in filled)
        if self.table is None:
            if (fields := glued_fields(text)) and "institution" in fields:
                return self._start_glued(fields, None, row)
            if is_region_name_like(label_and_count(row.cells[filled[0]])[0]):
                return "count"  # a summary before the list: each region with its number
            role = self._head_line(row, text)
            return role if role in ("totals", "as-of", "legend", "title") else "unread"
        return self._known_line(row, text) or "unread"

    def _entry_alone(self, row: Row, first: int) -> Role | None:
        """A line that holds nothing but a partner's name, where the table has its names; or a line whose tabs are gone."""
        table = self.table
        if table is None:
            return None
        text = row.cells[first]
        if (
            first == table.columns["institution"]
            and is_institution_like(text)
            and not table.compound
            and (first > 0 or len(row.cells) >= table.width)
        ):
            return self._entry(row, table.places(0))
        if table.carried and carried_territory(text, table.carried):
            return self._entry(row, {"institution": first})
        split = tuple(cell.strip() for cell in WIDE_GAP.split(row.raw.strip()))
        if len(split) > 1 and row.tabbed:
            filled = [index for index, cell in enumerate(split) if cell]
            return self._table_row(row._replace(cells=split), table, filled)
        return None

    # Lines in which values stand without separators --------------------------------------------------------------

    def _start_glued(self, fields: tuple[str, ...], lines: list[str] | None, row: Row | None) -> Role:
        start = self.rows.index(row) + 1 if row else 0
        lines = lines or [" ".join(each.cells).strip() for each in self.rows[start : start + 400] if any(each.cells)]
        if "territory" not in fields and glued.habits_of(lines, ("territory", *fields)).counted_territories:
            fields = ("territory", *fields)  # the head does not say that lines begin with it: ドイツ (1) ハレ工科大学
        self.glue, self.table = fields, None
        self.habits = glued.habits_of(lines, fields)
        why = Text("cells stand in one line without anything between", "値が区切りなしに1行に並んでいます")
        places = (row.locator(),) if row else ()
        self.decisions.append(Decision("separator", "none", 0.6, why, places))
        self.decisions.append(Decision("column", "1 = " + " ".join(fields), 0.6, why, places))
        return "header"

    def _is_row(self, text: str) -> bool:
        found = glued.split(text, self.glue, self.habits).parts
        return bool(found.get("institution")) and any(field in found for field in ("concluded_on", "valid_to", "number", "territory"))

    def _glued_line(self, row: Row, text: str) -> Role:
        parts = glued.split(text, self.glue, self.habits)
        found = dict(parts.parts)
        name = found.get("institution", "")
        if label := found.pop("region", ""):
            self._start_region(row, label)
            self.awaits_table = False
        if not name:
            if territory := found.get("territory"):
                self._territory(row, territory, 0)
                return "territory"
            return "region" if label else self._known_line(row, text) or "unread"
        anchored = any(field in found for field in ("concluded_on", "valid_to", "number")) or ("territory" in found and len(self.glue) > 2)
        if not is_institution_like(name) and not anchored:
            return self._known_line(row, text) or self._heading_line(row, text, 0) or "unread"
        if not anchored and (role := self._known_line(row, text)):
            return role
        names = list(found)
        order = sorted(names, key=lambda field: max(row.raw.find(found[field]), 0))
        made = row._replace(cells=tuple(found[field] for field in order), tabbed=row.tabbed)
        role = self._entry(made, {field: index for index, field in enumerate(order)})
        if role == "entry" and (parts.doubtful or not anchored):
            self.guessed.append(row)
        return role

    # Entries -----------------------------------------------------------------------------------------------------

    def _entry(self, row: Row, places: Mapping[str, int], read: DateCell | None = None) -> Role:
        cells = row.cells
        width = len(cells)
        table = self.table
        # The four usual columns are read in line and the others only where the table has them: this runs once a row.
        at = places["institution"]
        name = cells[at] if at < width else ""
        if not name:
            return "unread"
        if table and table.flat:
            self._flat_headings(row, places)
        elif (at := places.get("territory", width)) < width and cells[at]:
            self._territory(row, cells[at], at)
        at = places.get("units", width)
        units_text = cells[at] if at < width else ""
        at = places.get("concluded_on", width)
        date_text = cells[at] if at < width else ""
        if read is None:
            read = self._date(date_text)
        values: Mapping[str, object] = _NO_VALUES
        if table is None or table.rare:
            values = self._rare(row, places, table)
        if (
            table is None
            or table.bilingual
            or table.carried
            or table.bracketed
            or name[-1] in ")）"
            or "\n" in name
            or _MAY_END_IN_MARK.search(name)
        ):
            name, values = self._name(row, name, values, table)
        if "units_text" in values:
            values = dict(values)
            units_text = str(values.pop("units_text"))
        if read.marks or read.valid_to:
            values = self._beside_date(read, values)
        units = self.unit
        if units_text:
            if units_text not in self.units_of:
                self.units_of[units_text] = self._our_units(units_text, table)
            units_text, units = self.units_of[units_text]
        region = self.region
        self.entries.append(
            Entry(
                len(self.entries) + 1, name, units, read.date, region, self.heading, region is None or region.counted,
                units_text=units_text, date_text=date_text, row=row, places=places, **values,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        return "entry"

    def _date(self, text: str) -> DateCell:
        if not text:
            return DateCell(None)
        read = read_date(text, self.order)
        if (read.problem == "ambiguous" or read.order) and not self.order_known:
            self.order, decision = order_of(self.document.rows)
            self.order_known = True
            self.decisions.append(decision)
            read = read_date(text, self.order)
        return read

    def _rare(self, row: Row, places: Mapping[str, int], table: Table | None) -> dict[str, object]:
        """The values of columns that few lists have."""
        cells = row.cells
        found: dict[str, object] = {}
        for name in ("institution_alt", "partner_unit", "number", "location", "note", "quota_in", "quota_out"):
            if (at := places.get(name, len(cells))) < len(cells) and cells[at]:
                found[name] = " ".join(cells[at].split("\n"))
        if (at := places.get("valid_to", len(cells))) < len(cells) and cells[at]:
            self._date(cells[at])  # learns the order of days and months
            found["valid_to"] = read_end(cells[at], self.order)
        if (at := places.get("renewed_on", len(cells))) < len(cells) and cells[at]:
            found["renewed_on"] = self._date(cells[at]).date
        kinds = several(cells[at]) if (at := places.get("kinds", len(cells))) < len(cells) else ()
        if table:
            kinds += tuple(
                head for index, head in table.flags.items() if index < len(cells) and cells[index] and cells[index] in "○◯〇●◎◉✓✔☑レ★☆△"
            )
        marks = several(cells[at]) if (at := places.get("marks", len(cells))) < len(cells) else ()
        return {**found, **({"kinds": kinds} if kinds else {}), **({"marks": marks} if marks else {})}

    def _name(self, row: Row, name: str, values: Mapping[str, object], table: Table | None) -> tuple[str, Mapping[str, object]]:
        """The partner's name without what stands beside it: a link's words, signs, its territory, its other language."""
        values = dict(values)
        name = self._unmarked(without_link_words(name), values)
        if table and table.bracketed and (parts := in_brackets_behind(name)):
            name = self._unmarked(parts[0], values)
            self._in_brackets(row, table.bracketed, parts[1], values)
        if table and table.carried and (parts := carried_territory(name, table.carried)):
            name = self._unmarked(parts[0], values)
            self._territory(row, parts[1], 0)
        if "kinds" not in values and (match := _AGREEMENT_IN_BRACKETS.match(name)):
            name = match["name"].strip()
            values["kinds"] = (match["kind"].strip(),)
        if (
            (table is None or "institution" in table.bilingual or "\n" in name)
            and "institution_alt" not in values
            and (both := two_languages(name))
        ):
            name = self._unmarked(" ".join(both[0].split()), values)
            values["institution_alt"] = both[1]
        return " ".join(name.split("\n")), values

    @staticmethod
    def _unmarked(name: str, values: dict[str, object]) -> str:
        """The name without the signs of notes behind it, which become marks of the entry."""
        bare, marks = without_marks(name)
        if not (bare and marks):
            return name
        values["marks"] = (*values.get("marks", ()), *marks)  # type: ignore[misc]
        return bare

    def _in_brackets(self, row: Row, field: str, text: str, values: dict[str, object]) -> None:
        """What the head says stands in brackets behind each name."""
        if field == "territory":
            self._territory(row, text, 0)
        elif field == "units":
            values["units_text"] = text
        elif field in ("partner_unit", "location"):
            values[field] = text

    @staticmethod
    def _beside_date(read: DateCell, values: Mapping[str, object]) -> Mapping[str, object]:
        """Signs beside the date, and the end of a period in the date's cell."""
        made = dict(values)
        if read.marks:
            made["marks"] = (*made.get("marks", ()), *read.marks)  # type: ignore[misc]
        if read.valid_to and "valid_to" not in made:
            made["valid_to"] = read.valid_to
        return made

    def _our_units(self, text: str, table: Table | None) -> tuple[str, tuple[str, ...]]:
        """Units without the sign of a note and without their names in the other language, and each by itself."""
        if text in _WHOLE_UNIVERSITY:
            return "", self.unit
        bare, marks = without_marks(text)
        plain = bare if bare and marks else text
        if (table is None or table.bilingual or table.compound) and (both := two_languages(plain)) and is_our_unit_like(both[0]):
            plain = both[0]
        return plain, self._units(plain)

    def _units(self, text: str) -> tuple[str, ...]:
        return split_units(text, self.known_units).units


def _two_rows(row: Row, below: Row) -> tuple[str, ...]:
    """The heads of two rows as one: a wide head speaks for each of those under it."""
    width = max(len(row.cells), len(below.cells))
    upper = [*row.cells, *([""] * (width - len(row.cells)))]
    for span in row.spans:
        if span.columns > 1 and not span.above:
            for index in range(span.cell + 1, min(span.cell + span.columns, width)):
                upper[index] = upper[index] or upper[span.cell]
    lower = [*below.cells, *([""] * (width - len(below.cells)))]
    heads: list[str] = []
    wide = ""
    for over, under in zip(upper, lower, strict=True):
        # Without spans, a head with blanks after it and heads under them is wide.
        wide = over or (wide if under and not row.spans else "")
        if not (wide and under) or over == under:
            heads.append(over or under)
        else:
            joined = f"{wide}{under}" if not under.isascii() else f"{wide} {under}"
            own = head_fields(under)
            # 部局 under 相手機関 is the partner's; what says for itself what it is needs no wide head.
            heads.append(under if own and "units" not in own else joined if head_fields(joined) else under if own else over or under)
    return tuple(heads)
