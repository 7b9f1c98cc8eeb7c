"""Rows of a table whose values stand in one line without anything between them."""

import re

from teikei.lists.layout import glued
from teikei.lists.layout.content import CLEAR, LONGEST_CELL, is_institution_like, is_our_unit_like
from teikei.lists.layout.doubts import DOUBTS
from teikei.lists.layout.elsewhere import doubtful_blanks
from teikei.lists.layout.glued import is_place
from teikei.lists.layout.heads import letters_of
from teikei.lists.layout.lineends import BROKEN_OFF
from teikei.lists.layout.linefields import begins_with_bullet, habits_of, with_number
from teikei.lists.layout.listhead import FURNITURE
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.tablerows import TableRows
from teikei.lists.layout.tables import in_brackets_behind
from teikei.lists.layout.words import says_its_day
from teikei.lists.located import Row
from teikei.lists.model import Decision, Document, Entry, Role
from teikei.names.bilingual import Text
from teikei.rules.terms import read_end

# Fields whose values nothing but their words tells from the partner's name beside them.
_ONLY_WORDS_TELL = ("units", "location", "partner_unit")
# A line goes on in the next one, or behind a blank line or two.
_FEW_LINES = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _names_unit_in_brackets(name: str) -> bool:
    """Whether a unit stands in brackets behind the name: ours or the partner's."""
    return name[-1:] in ")）" and (parts := in_brackets_behind(name)) is not None and is_our_unit_like(parts[1])


class GluedRows(TableRows):
    """The part of the interpreter that reads lines without separators, and says in the end what was doubtful in single rows."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__(document, known_units, profile)
        self.glue: tuple[str, ...] = ()
        self.glued_heads: dict[str, tuple[tuple[str, ...], glued.Habits]] = {}
        self.line_above: Row | None = None
        self.rows_bulleted = False  # every row begins with the sign of a list, and what stands between is prose

    def _start_glued(self, fields: tuple[str, ...], lines: list[str] | None, row: Row | None) -> Role:
        if row and (known := self.glued_heads.get(letters_of(row.cells))):
            (self.glue, self.habits), self.table = known, None  # few lines below it say less than all those below the first
            return "header"
        start = self.rows.index(row) + 1 if row else 0
        lines = lines or [" ".join(each.cells).strip() for each in self.rows[start : start + 400] if any(each.cells)]
        fields = with_number(fields, lines)
        if "territory" not in fields and habits_of(lines, ("territory", *fields)).counted_territories:
            fields = ("territory", *fields)  # the head does not say that lines begin with it: ドイツ (1) ハレ工科大学
        self.glue, self.table = fields, None
        self.habits = habits_of(lines, fields)
        if row:
            self.glued_heads[letters_of(row.cells)] = fields, self.habits
        why = Text("cells stand in one line without anything between", "値が区切りなしに1行に並んでいます")
        places = (row.locator(),) if row else ()
        self.decisions.append(Decision("separator", "none", 0.6, why, places))
        self.decisions.append(Decision("column", "1 = " + " ".join(fields), 0.6, why, places))
        return "header"

    def _is_row(self, text: str) -> bool:
        found = glued.split(text, self.glue, self.habits).parts
        return (
            not says_its_day(text)
            and (begins_with_bullet(text) or not self.rows_bulleted)
            and is_institution_like(found.get("institution", ""))
            and any(field in found for field in ("concluded_on", "valid_to", "number", "territory"))
        )

    def _glued_line(self, row: Row, text: str) -> Role:
        if self.rows_bulleted and not begins_with_bullet(row.raw):
            return self._known_line(row, text) or self._heading_line(row, text, 0) or "unread"
        above, self.line_above = self._broken_off_above(row), row
        if above and above.row:
            self.entries.pop()
            self.placed_by.pop()
            text = f"{' '.join(above.row.raw.split())} {text}"
            return "continued" if self._glued_row(above.row._replace(raw=f"{above.row.raw}\n{row.raw}"), text) == "entry" else "unread"
        return self._glued_row(row, text)

    def _broken_off_above(self, row: Row) -> Entry | None:
        """The last entry, where its line ends in the middle (… Japan and) and this line stands right below it, but for blank lines."""
        last = self.entries[-1] if self.entries else None
        if self.rows_bulleted and begins_with_bullet(row.raw):
            return None  # its sign begins a row
        if last is None or last.row is None or self.line_above is None or last.row.line != self.line_above.line:
            return None
        near = last.row.page == row.page and row.line - last.row.line <= _FEW_LINES and last.region is self.region
        return last if near and len(last.row.raw) <= LONGEST_CELL and BROKEN_OFF.search(last.row.raw.rstrip()) else None

    def _glued_row(self, row: Row, text: str) -> Role:
        if FURNITURE.fullmatch(text):
            return "furniture"
        parts = glued.split(text, self.glue, self.habits)
        found = dict(parts.parts)
        name = found.get("institution", "")
        if label := found.pop("region", ""):
            self._start_region(row, label)
            self.awaits_table = False
        if not name:
            if set(found) == {"valid_to"} and self.entries and not (last := self.entries[-1]).valid_to:
                self.entries[-1] = last._replace(valid_to=read_end(found["valid_to"], self.order))
                return "continued"
            if territory := found.get("territory"):
                self._territory(row, territory, 0)
                return "territory"
            return "region" if label else self._known_line(row, text) or "unread"
        anchored = any(field in found for field in ("concluded_on", "valid_to", "number")) or ("territory" in found and len(self.glue) > 2)
        bulleted = self.rows_bulleted and begins_with_bullet(row.raw) and not is_place(name, "territory")
        if not is_institution_like(name) and not anchored and not bulleted:
            return self._known_line(row, text) or self._heading_line(row, text, 0) or "unread"
        if not anchored and not bulleted and (role := self._known_line(row, text)):
            return role
        names = list(found)
        order = sorted(names, key=lambda field: max(row.raw.find(found[field]), 0))
        made = row._replace(cells=tuple(found[field] for field in order), tabbed=row.tabbed)
        role = self._entry(made, {field: index for index, field in enumerate(order)})
        if role == "entry" and "partner_unit" in found and "partner_unit" not in self.glue:
            self.doubted["unit of which side"].append(row)
        if role == "entry" and (parts.doubtful or not (anchored or bulleted) or self._holds_more(found)):
            self.doubted["split by words"].append(row)
        return role

    def _holds_more(self, found: dict[str, str]) -> bool:
        """Whether a value that only words could tell from a name in Latin script was not found: it may stand in the name."""
        name = found.get("institution", "")
        if "concluded_on" in self.glue and "concluded_on" not in found and _YEAR.search(name):
            return True
        return name.count(" ") > 1 and name[:1] < "\u0400" and any(field in self.glue and field not in found for field in _ONLY_WORDS_TELL)

    def _say_of_rows(self) -> None:
        """Decisions on single rows, which the checks report with their places."""
        if len(self.unit_rows) == 1 and self.table and any(is_institution_like(cell) for cell in self.unit_rows[0].cells):
            under = [entry.row for entry in self.entries if entry.row and entry.units and "units" not in entry.places]
            self.doubted["one unit over all"] = [*self.unit_rows, *under]
        bracketed = [entry.row for entry in self.entries if entry.row and not entry.units and _names_unit_in_brackets(entry.institution)]
        if len(bracketed) >= CLEAR * len(self.entries):
            self.doubted["unit of which side"] += bracketed
        behind = "territory" in self.glue and self.glue.index("territory") > self.glue.index("institution")
        self.doubted["territory above"] = doubtful_blanks(self.entries, self.placed_by, self.repeated, behind=behind)
        for value, (sure, why) in DOUBTS.items():
            if rows := self.doubted[value]:
                self.decisions.append(Decision("rows", value, sure, why, tuple(row.locator() for row in rows)))
