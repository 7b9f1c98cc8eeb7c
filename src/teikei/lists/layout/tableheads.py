"""Where a table begins: its head of one row or two, or in one cell, and what stands under it."""

import re

from teikei.lists.layout.content import LONGEST_CELL, is_region_name_like, is_territory
from teikei.lists.layout.gluedrows import GluedRows
from teikei.lists.layout.heads import is_second_head, letters_of, two_rows
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.tables import SAMPLE, Table, decide_table
from teikei.lists.layout.words import columns_of, head_fields, label_and_count, whole_number
from teikei.lists.located import Locator, Row
from teikei.lists.model import Decision, Document, Role
from teikei.names.bilingual import Text

RULE = re.compile(r"[:+\s]*[-–—―─=_][-–—―─=_:+\s]*")


class TableHeads(GluedRows):
    """The part of the interpreter that knows the heads of tables."""

    def __init__(self, document: Document, known_units: frozenset[str], profile: Profile) -> None:
        super().__init__(document, known_units, profile)
        self.skip = 0
        self.heads_read: set[str] = set()
        self.tables_read: dict[tuple[str | None, tuple[str, ...]], tuple[Table, list[Decision]]] = {}

    def _head(self, position: int, row: Row) -> Role | None:
        """The row as the head of a table, alone or with the row under it."""
        below = self.rows[position + 1] if position + 1 < len(self.rows) else None
        double = below is not None and below.sheet == row.sheet and is_second_head(row, below)
        heads = two_rows(row, below) if double and below else row.cells
        if not columns_of(heads) and not self.profile.names_partner(heads):
            return self._counts_head(row)
        if double:
            self.skip = position + 2
        decided = self.tables_read.get((row.sheet, tuple(heads))) or decide_table(  # its few rows here change no head's meaning
            heads, self._sample(position + 1 + double, row), self.profile, row, headed=self._headed(position, row)
        )
        if decided is None:
            return None
        self._take_table(*decided)
        self.heads_read.add(letters_of(row.cells))
        self.tables_read[row.sheet, tuple(heads)] = decided
        self.awaits_table, self.head_table = False, row.table
        return "header"

    def _head_in_one(self, position: int, row: Row, text: str) -> Role | None:
        """A head whose words ran together in one cell: the rows below it have as many cells as it has words."""
        words = tuple(text.split())
        widths = [len(each.cells) for each in self.rows[position + 1 : position + 1 + SAMPLE] if sum(map(bool, each.cells)) > 1]
        fits = len(words) > 1 and 2 * widths.count(len(words)) > len(widths) and columns_of(words) and all(map(head_fields, words))
        return self._head(position, row._replace(cells=words)) if fits else None

    def _counts_head(self, row: Row) -> Role | None:
        """The head of a table that has only numbers for each region or territory, and names no partner."""
        fields = [name for cell in row.cells for name in head_fields(cell)]
        if self.entries or "institution" in fields or not {"territory", "region"} & set(fields):
            return None
        if "stated_count" not in fields and not self._numbers_below(row):
            return None
        self.counts_only = True
        self._say_counts_only((row.locator(),))
        return "header"

    def _numbers_below(self, head: Row) -> bool:
        """Whether every filled cell but the first of the rows below is a number, in two rows and more."""
        start = self.rows.index(head) + 1
        below = [[cell for cell in row.cells if cell] for row in self.rows[start : start + SAMPLE] if row.sheet == head.sheet]
        rows = [cells for cells in below if len(cells) > 1]
        return len(rows) > 1 and all(whole_number(cell) is not None for cells in rows for cell in cells[1:])

    def _say_counts_only(self, places: tuple[Locator, ...]) -> None:
        why = Text("the table gives numbers for each country and names no partner", "国・地域ごとの数だけの表で、相手機関の名がありません")
        self.decisions.append(Decision("table", "counts only", 0.9, why, places))

    def _sample(self, start: int, head: Row) -> list[tuple[str, ...]]:
        sample: list[tuple[str, ...]] = []
        for row in self.rows[start : start + 4 * SAMPLE]:
            if row.sheet != head.sheet or len(sample) >= SAMPLE:
                break
            if (
                not row.hidden
                and sum(map(bool, row.cells)) > 1
                and len(row.raw) <= 10 * LONGEST_CELL
                and not RULE.fullmatch("".join(row.cells))
            ):
                if columns_of(row.cells):
                    break
                if self._is_sum_row(row.cells, [index for index, cell in enumerate(row.cells) if cell]):
                    continue
                sample.append(row.cells)
        return sample

    def _headed(self, position: int, head: Row) -> bool:
        """Whether a line over or among the first rows under a head names a territory."""
        above = self.rows[position - 1] if position else None
        if above and self.heading and self.heading.row is above and sum(map(bool, above.cells)) == 1:
            return True
        for row in self.rows[position + 1 : position + 4 * SAMPLE]:
            filled = [cell for cell in row.cells if cell]
            if row.sheet != head.sheet or columns_of(row.cells):
                break
            if len(filled) == 1 and not is_region_name_like(label_and_count(filled[0])[0]) and is_territory(filled[0]):
                return True
        return False

    def _take_table(self, table: Table, decisions: list[Decision]) -> None:
        self.table, self.glue = table, ()
        said = {(made.about, made.value) for made in self.decisions}
        self.decisions += [made for made in decisions if (made.about, made.value) not in said]
