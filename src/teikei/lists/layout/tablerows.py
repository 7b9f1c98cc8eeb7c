"""Rows of a table that are more than a whole row under its head: moved, broken off, of several records, of shared columns."""

import re

from teikei.lists.layout import glued
from teikei.lists.layout.content import is_institution_like, is_our_unit_like, one_language
from teikei.lists.layout.entries import Entries
from teikei.lists.layout.fitting import align, fit
from teikei.lists.layout.lineends import BROKEN_OFF, runs_on
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.tables import Table
from teikei.lists.layout.values import read_date, two_languages
from teikei.lists.layout.words import label_and_count
from teikei.lists.located import Row
from teikei.lists.model import Document, Entry, Role
from teikei.names.territories import territory_codes
from teikei.names.units import is_unit_name
from teikei.rules.terms import RENEWAL_PENDING, saying


class TableRows(Entries):
    """The part of the interpreter that knows what a row of the current table is."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__(document, known_units, profile)
        self.habits = glued.Habits()
        self.head_table: int | None = None  # the number of the table in which the current head stands

    def _table_row(self, row: Row, table: Table, filled: list[int]) -> Role | None:
        """A row of the current table with two or more filled cells, or one that is not its first."""
        cells = row.cells
        if table.compound:
            return self._compound_row(row, table)
        at = table.columns
        if filled == [at["institution"]] and (role := self._goes_on(row, table, filled)):
            return role
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
            return self._entry(row, table.columns)
        settled = dated and (read_date(cells[day_at], self.order).problem != "unread" or saying(cells[day_at]) == RENEWAL_PENDING)
        if not whole and settled:
            in_place = all(index in fields and fit(cells[index], fields[index]) >= 0 for index in filled)
            return (None if in_place else self._moved(row, table, filled)) or self._same_partner(row, table)
        return self._moved(row, table, filled) or self._goes_on(row, table, filled)

    def _whole_row(self, row: Row, table: Table, filled: list[int]) -> bool:
        """Whether a row without a date has the cells of a row: as many as the head, or such as fit where they stand."""
        if filled[-1] >= table.width:
            return False
        cells, at = row.cells, table.columns["institution"]
        elsewhere = self.head_table not in (None, row.table) and "concluded_on" in table.columns
        if elsewhere and not (len(cells) == table.width and is_institution_like(cells[at])):
            return False  # another table of the page, without a head and a date: a menu
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
        named = table.field_of()
        at = table.columns["institution"]
        beside_unknown = any(index not in named for index in filled) and at in filled and not row.cells[0]
        if beside_unknown and is_institution_like(row.cells[at]) and all(fit(row.cells[i], named[i]) >= 0 for i in filled if i in named):
            return None  # every cell stands right under a head, and one of the heads is not known
        fields = {index: (name,) for index, name in named.items()}
        found = align(cells, fields)
        if found is None or found[1] < 3 * min(2, len(cells) - 1):
            return None
        places = {fields[column][0]: index for column, index in zip(found[0], filled, strict=True)}
        dated = "concluded_on" in places or "concluded_on" not in table.columns
        if "institution" not in places or [*found[0]] == filled or len(row.cells) >= table.width + filled[0] > table.width:
            return None
        name = row.cells[places["institution"]]
        if _ADDRESS.match(name):
            return None
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
            and not self._same_territory(row.cells[territory_at], last)
        ):
            return "unread"
        cells = list(row.cells) + [""] * max(0, at + 1 - len(row.cells))
        cells[at] = last.institution
        self.doubted["partner above"].append(row)
        return self._entry(row._replace(cells=tuple(cells)), table.columns)

    @staticmethod
    def _same_territory(text: str, last: Entry) -> bool:
        """Whether the text names the territory of the entry, in whatever wording."""
        codes = territory_codes(one_language(label_and_count(text)[0]))
        return text == last.territory or bool(codes and tuple(codes) == last.territory_codes)

    def _goes_on(self, row: Row, table: Table, filled: list[int]) -> Role | None:
        """Cells that go on with those of the row above, which was broken off: more units, the rest of a name."""
        fields = table.field_of()
        if not self.entries or any(index not in fields for index in filled) or self.entries[-1].row is None:
            return None
        names = {fields[index] for index in filled}
        last = self.entries[-1]
        if names == {"units"} and table.columns["units"] in filled and last.units_text:
            text = row.cells[table.columns["units"]]
            broken = BROKEN_OFF.search(last.units_text) is not None
            if filled == [0] and not (_is_below(last, row) and (broken or (is_our_unit_like(text) and not _LABELLED.search(text)))):
                return None  # at the left a note may stand as well
            text, units = self._our_units(f"{last.units_text}{' ' if broken else chr(10)}{text}", table)
            self.entries[-1] = last._replace(units=units, units_text=text)
            return "continued"
        if names == {"institution"} and self._is_other_language(last, row, text := row.cells[filled[0]], table):
            self.entries[-1] = last._replace(institution_alt=" ".join([last.institution_alt or "", *text.split("\n")]).strip())
            return "continued"
        broken = row.page is not None or (row.tabbed and "\t" not in row.raw)  # only there lines have an end that breaks text
        if broken and names == {"institution"} and runs_on(last.institution, text := row.cells[table.columns["institution"]]):
            joint = " " if text.isascii() else ""
            self.entries[-1] = last._replace(institution=f"{last.institution}{joint}{text}")
            return "continued"
        return None

    @staticmethod
    def _is_other_language(last: Entry, row: Row, text: str, table: Table) -> bool:
        """Whether a line right below a row says its partner in Latin script, or goes on to, where the table's names stand in both."""
        if "institution" not in table.bilingual or last.row is None or last.concluded_on is None:
            return False
        if last.row.page != row.page or not _LATIN.fullmatch(text):
            return False
        if last.institution_alt:
            return BROKEN_OFF.search(last.institution_alt) is not None
        return _is_below(last, row) and not _LATIN.fullmatch(last.institution)

    def _several_records(self, row: Row, table: Table) -> Role | None:
        """A row whose cells hold several names and as many dates, line by line, is as many records."""
        at = table.columns["institution"]
        if "\n" not in row.cells[at] or table.day_at >= len(row.cells):
            return None
        count = len(row.cells[at].split("\n"))
        days = row.cells[table.day_at].split("\n")
        read = [read_date(day, self.order) for day in days]
        if len(days) != count or any(day.problem == "unread" for day in read):
            return None
        if two_languages(row.cells[at]) and len({day.date for day in read}) == 1:
            return None  # one partner and one day, each in two languages
        for number in range(count):
            cells = tuple(lines[number] if len(lines := cell.split("\n")) == count else cell for cell in row.cells)
            self._entry(row._replace(cells=cells), table.columns)
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


_LATIN = re.compile(r"[^぀-ヿ㐀-鿿]*[A-Za-z][^぀-ヿ㐀-鿿]*")
_LABELLED = re.compile("[:：]")
_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)


def _is_below(last: Entry, row: Row) -> bool:
    """Whether a line stands right below an entry's row, or on another page."""
    return last.row is not None and (row.page != last.row.page or row.line == last.row.line + 1)
