"""From the cells of a row to an entry: names without what stands beside them, dates, units, terms."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from teikei.lists.layout.content import WHOLE_UNIVERSITY, is_institution_like, is_mark, is_our_unit_like
from teikei.lists.layout.daykinds import days_of_kinds
from teikei.lists.layout.levels import level_and_units
from teikei.lists.layout.lineends import partners_in
from teikei.lists.layout.order import in_years_of_taiwan, order_of, years_of_taiwan
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.tables import NO_COLUMN, NUMBERED, Table, carried_territory, in_brackets_behind
from teikei.lists.layout.totals import Totals
from teikei.lists.layout.values import (
    LINK_ENDS,
    DateCell,
    last_day,
    read_date,
    read_quotas,
    several,
    two_languages,
    without_link_words,
    without_marks,
)
from teikei.lists.layout.words import QUOTAS, without_bullet
from teikei.lists.layout.years import below_year
from teikei.lists.located import Row
from teikei.lists.model import Decision, Document, Entry, Role
from teikei.names.units import split_units
from teikei.rules.days import DateOrder, find_days
from teikei.rules.terms import read_end, read_period

# Signs of notes, of which a name has some behind it, a dash before a unit, and the end of a line.
_MARK_OR_LINE = re.compile(r" [-–—] |[※＊*†‡§♦◆◇★☆●◎■□▲△▼▽♯¹²³⁴⁵⁶⁷⁸⁹注\n]")
_AGREEMENT_IN_BRACKETS = re.compile(
    r"^(?P<name>.+?)\s*[(（](?P<kind>[^()（）]*(?:協定|覚書|agreement|memorandum|\bMoU\b|\bMoA\b|addendum|articulation)[^()（）]*)[)）]$",
    re.IGNORECASE,
)
# A unit behind a dash with blanks: University of Karlsvik - Faculty of Law.
_UNIT_BEHIND = re.compile(r"^(?P<name>\S.*?\S)\s+[-–—]\s+(?P<unit>\S.*)$")
_SINCE_IN_BRACKETS = re.compile(
    r"^(?P<name>.+?)\s*[(（\[](?P<since>(?:since|from|signed|concluded|established|seit|depuis|desde)\b[^()（）]*\d{4}[^()（）]*|\d{4}[^()（）]*(?:締結|調印|から|～|~))[)）\]]$",
    re.IGNORECASE,
)
_NOTE_BEHIND = re.compile(r"^(?P<kinds>[^※＊*]+?)\s*(?P<note>[(（]?[※＊*]\s*\D.+)$")
_BULLETS = frozenset("・•‣◦·⁃")
_TICKS = frozenset("○◯〇●◎◉✓✔☑レ★☆△")
_NO = frozenset(("false", "no", "いいえ", "否", "×", "対象外"))
_NO_VALUES: Mapping[str, object] = MappingProxyType({})


def _kinds_and_note(text: str) -> tuple[str, tuple[str, ...], str]:
    """What a cell of kinds says without the signs of notes behind it, and the note that it says itself: 学術交流協定※学生交流を含む."""
    if (match := _NOTE_BEHIND.match(text)) and not without_marks(text)[1]:
        return match["kinds"], (), match["note"]
    bare, marks = without_marks(text)
    return (bare, marks, "") if bare else (text, (), "")


def _is_unit_of(name: str, unit: str) -> bool:
    return is_our_unit_like(unit) and is_institution_like(name) and not is_our_unit_like(name)


def _is_ambiguous(text: str) -> bool:
    """Whether a longer text holds a day that can be read two ways: 10/03/2020 a 09/03/2025."""
    return any(day.read.problem == "ambiguous" or day.read.order for day in find_days(unicodedata.normalize("NFKC", text)))


class Entries(Totals):
    """The part of the interpreter that makes entries."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__()
        self.document, self.profile, self.known_units = document, profile, known_units
        self.decisions: list[Decision] = []
        self.entries: list[Entry] = []
        self.table: Table | None = None
        self.units_of: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.bulleted = False  # lines cut at gaps may begin with the sign of a list
        self.order: DateOrder | None = profile.dates
        self.order_known = profile.dates is not None

    def _entry(self, row: Row, places: Mapping[str, int], read: DateCell | None = None) -> Role:
        cells = row.cells
        width = len(cells)
        table = self.table
        # The four usual columns are read in line and the others only where the table has them: this runs once a row.
        at = places["institution"]
        name = cells[at] if at < width else ""
        if not name:
            return "unread"
        if "\n" in name and (partners := partners_in(name)) and all(cell.count("\n") in (0, len(partners) - 1) for cell in cells):
            return self._each_partner(row, places, partners)
        if table and table.flat:
            self._flat_headings(row, places)
        elif (at := places.get("territory", width)) < width and cells[at]:
            self._territory(row, cells[at], at)
        at = places.get("units", width)
        units_text = cells[at] if at < width else ""
        at = places.get("concluded_on", width)
        date_text = cells[at] if at < width else ""
        if read is None:
            read, date_text = self._dated(row, date_text, places)
        values: Mapping[str, object] = _NO_VALUES
        if table is None or table.rare:
            values = self._rare(row, places, table)
            places, read, date_text = self._rare_day(row, places, table, read, date_text)
        if (
            table is None
            or table.named_with_more
            or name[-1] in LINK_ENDS
            or (self.bulleted and name[0] in _BULLETS)
            or _MARK_OR_LINE.search(name)
        ):
            name, more = self._name(row, name, values, table, date_text)
            units_text = str(more.pop("units_text", units_text))
            values = more
        if read.marks or read.valid_to or read.renewed_on or read.kinds or self.level:
            values = self._beside_row(read, values)
        units = self.unit
        if units_text:
            units_text, units = self.units_of.get(units_text) or self._learnt_units(units_text, table)
        self.placed_by.append(self.placings)
        region = self.region
        counted = region is None or region.counted
        entry = Entry(
            len(self.entries) + 1, name, units, read.date, region, self.heading, counted, None, None, None, (), (), units_text, date_text, row, places
        )  # fmt: skip
        self.entries.append(entry._replace(**values) if values else entry)  # type: ignore[arg-type]  # fields of an entry
        return "entry"

    def _rare_day(
        self, row: Row, places: Mapping[str, int], table: Table | None, read: DateCell, text: str
    ) -> tuple[Mapping[str, int], DateCell, str]:
        """The day of a row, its text and the places: the earliest of the days of several kinds, or the first day of the term."""
        if table is None or not table.day_kinds:
            return places, *self._first_day(row, places, read, text)
        columns = days_of_kinds(row.cells, table.day_kinds, self.order)
        if len(columns) > 1:
            self.doubted["days of several kinds"].append(row)
        said = columns or [at for at in table.day_kinds if at < len(row.cells) and any(map(str.isalnum, row.cells[at]))]
        if not said:
            return places, DateCell(None), ""
        return {**places, "concluded_on": said[0]}, self._date(row.cells[said[0]]), row.cells[said[0]]

    def _each_partner(self, row: Row, places: Mapping[str, int], partners: list[str]) -> Role:
        """An entry for each partner of one cell; what another cell says on as many lines is said of each by its own line."""
        at = places["institution"]
        self.doubted["several partners"].append(row)
        for number, partner in enumerate(partners):
            own = [lines[number] if len(lines := cell.split("\n")) == len(partners) else cell for cell in row.cells]
            own[at] = partner
            self._entry(row._replace(cells=tuple(own)), places)
        return "entry"

    def _dated(self, row: Row, text: str, places: Mapping[str, int]) -> tuple[DateCell, str]:
        """The date of a row and its text; below a year with the month and day that it says or, where no column has dates, the year."""
        read = self._date(text)
        if self.year is None or read.date is not None or (not text and "concluded_on" in places):
            return read, text
        found = below_year(text, self.year)
        if found is None:
            return read, text
        if not text and self.year.fiscal:
            self.doubted["fiscal year"].append(row)
        return found, text or self.year.text

    def _first_day(self, row: Row, places: Mapping[str, int], read: DateCell, text: str) -> tuple[DateCell, str]:
        """The first day of the term and its text, where the table has no column of dates and the row none from above."""
        at = len(row.cells) if "concluded_on" in places or read.date or text else places.get("valid_to", len(row.cells))
        period = read_period(row.cells[at], self.order) if at < len(row.cells) else None
        if period is None or period.valid_from is None or period.valid_from.date is None or period.valid_from.problem:
            return read, text
        self.doubted["first day of the term"].append(row)
        return DateCell(period.valid_from.date), period.valid_from.date.printed()

    def _date(self, text: str) -> DateCell:
        if not text:
            return DateCell(None)
        read = read_date(text, self.order)
        if read.problem == "unread" and self._of_taiwan and (there := in_years_of_taiwan(text)):
            return read_date(there)
        if not self.order_known and (read.order or (read.problem and _is_ambiguous(text))):
            self.order, decision = order_of(self.document.rows)
            self.order_known = True
            self.decisions.append(decision)
            read = read_date(text, self.order)
        return read

    @cached_property
    def _of_taiwan(self) -> bool:
        decision = years_of_taiwan(self.document.rows)
        self.decisions += [decision] if decision else []
        return decision is not None

    def _rare(self, row: Row, places: Mapping[str, int], table: Table | None) -> dict[str, object]:
        """The values of columns that few lists have."""
        cells = row.cells
        found: dict[str, object] = {}
        for name in ("institution_alt", "partner_unit", "number", "location", "note", "quota_in", "quota_out"):
            if (at := places.get(name, len(cells))) < len(cells) and cells[at]:
                found[name] = " ".join(cells[at].split("\n"))
        if places.get("quota_in") == places.get("quota_out", NO_COLUMN) and "quota_in" in found:
            found |= read_quotas(str(found["quota_in"]), [name for name in places if name in QUOTAS])
        if (at := places.get("valid_to", len(cells))) < len(cells) and cells[at]:
            self._date(cells[at])  # learns the order of days and months
            found["valid_to"] = read_end(cells[at], self.order)
        if (at := places.get("renewed_on", len(cells))) < len(cells) and cells[at]:
            self._date(cells[at])
            found["renewed_on"] = last_day(cells[at], self.order)
        if (at := places.get("counted", len(cells))) < len(cells) and cells[at].strip().casefold() in _NO:
            found["counted"] = False
        kinds, marks = self._kinds(row, places, table, found)
        if table:
            kinds += tuple(table.day_kinds[index] for index in sorted(days_of_kinds(cells, table.day_kinds, self.order)))
            kinds += tuple(head for index, head in table.flags.items() if index < len(cells) and cells[index] in _TICKS)
        if table and (ticked := [unit for index, unit in table.unit_flags.items() if index < len(cells) and cells[index] in _TICKS]):
            found |= {"units": tuple(ticked), "units_text": "・".join(ticked)}
        marks += several(cells[at]) if (at := places.get("marks", len(cells))) < len(cells) else ()
        return {**found, **({"kinds": kinds} if kinds else {}), **({"marks": marks} if marks else {})}

    def _kinds(
        self, row: Row, places: Mapping[str, int], table: Table | None, found: dict[str, object]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The kinds of agreement that a row's cell names and the signs behind them; the note and the units that it names are found as well."""
        at = places.get("kinds", len(row.cells))
        if at >= len(row.cells) or not row.cells[at]:
            return (), ()
        text, signs, note = _kinds_and_note(row.cells[at])
        if note:
            found.setdefault("note", note)
        kinds = several(text)
        for at, kind in enumerate(kinds):
            if "units" not in places and (parts := level_and_units(kind)):
                kinds = (*kinds[:at], parts[0], *kinds[at + 1 :])
                found["units_text"], found["units"] = self._our_units(parts[1], table)
        return kinds, signs

    def _name(
        self, row: Row, name: str, values: Mapping[str, object], table: Table | None, date_text: str = ""
    ) -> tuple[str, dict[str, object]]:
        """The partner's name without what stands beside it: a link's words, signs, its territory, its other language."""
        values = dict(values)
        if table and table.numbered and (match := NUMBERED.match(name)):
            name = name[match.end() :]
            values["number"] = match[1]
        name = self._unmarked(without_link_words(without_bullet(name) if self.bulleted and name[0] in _BULLETS else name), values)
        if table and table.bracketed and (parts := in_brackets_behind(name)):
            name = self._unmarked(parts[0], values)
            self._in_brackets(row, table.bracketed, parts[1], values)
        elif (match := _SINCE_IN_BRACKETS.match(name)) and not date_text and self._date(match["since"]).date:
            name = match["name"]
            self._in_brackets(row, "concluded_on", match["since"], values)
        if table and table.carried and (parts := carried_territory(name, table.carried)):
            name = self._unmarked(parts[0], values)
            self._territory(row, parts[1], 0)
        if (match := _UNIT_BEHIND.match(name)) and "partner_unit" not in values and _is_unit_of(match["name"], match["unit"]):
            name, values["partner_unit"] = match["name"], match["unit"]
            if table is None or "units" not in table.columns:
                self.doubted["unit of which side"].append(row)
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
        elif field == "concluded_on":
            read = self._date(text)
            values |= {"concluded_on": read.date, "date_text": text}
            if read.valid_to:
                values.setdefault("valid_to", read.valid_to)
        elif field in ("partner_unit", "location"):
            values[field] = text

    def _beside_row(self, read: DateCell, values: Mapping[str, object]) -> Mapping[str, object]:
        """What the date's cell says beside the day (signs, kinds, an end, a renewal), and the level that a line over the row says."""
        made = dict(values)
        if read.kinds:
            made.setdefault("kinds", read.kinds)
        if self.level:
            made["kinds"] = (self.level, *made.get("kinds", ()))  # type: ignore[misc]
        if read.marks:
            made["marks"] = (*made.get("marks", ()), *read.marks)  # type: ignore[misc]
        if read.valid_to:
            made.setdefault("valid_to", read.valid_to)
        if read.renewed_on:
            made.setdefault("renewed_on", read.renewed_on)
        return made

    def _learnt_units(self, text: str, table: Table | None) -> tuple[str, tuple[str, ...]]:
        found = self.units_of[text] = self._our_units(text, table)
        return found

    def _our_units(self, text: str, table: Table | None) -> tuple[str, tuple[str, ...]]:
        """Units without the sign of a note and without their names in the other language, and each by itself."""
        if text in WHOLE_UNIVERSITY:
            return "", self.unit
        if is_mark(text):
            return text, self.unit  # a sign that says which unit only where the head names it
        bare, marks = without_marks(text)
        plain = bare if bare and marks else text
        if (table is None or table.bilingual or table.compound) and (both := two_languages(plain)) and is_our_unit_like(both[0]):
            plain = both[0]
        return plain, self._units(plain)

    def _units(self, text: str) -> tuple[str, ...]:
        return split_units(text, self.known_units).units
