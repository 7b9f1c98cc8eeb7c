"""Rows of a table whose values stand in one line without anything between them."""

from teikei.lists.layout import glued
from teikei.lists.layout.content import is_institution_like
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.tablerows import TableRows
from teikei.lists.located import Row
from teikei.lists.model import Decision, Document, Role
from teikei.names.bilingual import Text


class GluedRows(TableRows):
    """The part of the interpreter that reads lines without separators."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__(document, known_units, profile)
        self.glue: tuple[str, ...] = ()
        self.guessed: list[Row] = []

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
        return is_institution_like(found.get("institution", "")) and any(
            field in found for field in ("concluded_on", "valid_to", "number", "territory")
        )

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
