"""The table of a web page as its rows are read: which cells span what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teikei.lists.located import Span

# What the HTML standard allows at most.
_WIDEST_SPAN, _LONGEST_SPAN = 1000, 65_534


@dataclass(slots=True)
class _Merged:
    """A cell that spans columns or rows: where it begins, how many of both, how many rows have passed, which show it."""

    cell: int
    columns: int
    rows: int
    seen: int = 0
    shown_in: list[int] = field(default_factory=list)


class Table:
    """The cells of the row being read, and for each column how many more rows a cell above covers it."""

    def __init__(self, number: int) -> None:
        self.number: int | None = number
        self.cells: list[str] | None = None
        self.covered: dict[int, int] = {}
        self.merged: list[_Merged] = []
        self.rows_of_many = 0

    @property
    def holds_records(self) -> bool:
        """Whether rows of many filled cells came before: then a table within one of its cells is part of a value.

        A table for layout has one such row at most, a menu.
        """
        return self.rows_of_many > 1

    def become_layout(self) -> None:
        """The table only arranges the page: the row so far is none, and what follows belongs to no table."""
        self.cells, self.number, self.covered, self.merged = None, None, {}, []

    def start_row(self) -> None:
        """A new row without cells."""
        self.cells = []

    def start_cell(self, columns: int, rows: int) -> int:
        """Room for a cell that spans so many; its index in the row. '' stands where a cell above reaches down."""
        if self.cells is None:
            self.cells = []
        cells = self.cells
        if self.covered:
            while self.covered.get(len(cells), 0) > 0:
                cells.append("")
        at = len(cells)
        if columns == rows == 1:
            cells.append("")
        else:
            cells += [""] * columns
            self.merged.append(_Merged(at, columns, rows))
        return at

    def finish_row(self, place: int) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        """The cells of the row, which is to stand at `place`, and the merged cells that touch it. What is covered at its
        end is filled.
        """
        cells = self.cells or []
        for column in sorted(self.covered):
            if column >= len(cells) and self.covered[column] > 0:
                cells += [""] * (column + 1 - len(cells))
        spans = tuple([Span(merged.cell, merged.columns, merged.seen, merged.rows) for merged in self.merged])
        for merged in self.merged:
            merged.shown_in.append(place)
        if self.rows_of_many < 2:
            self.rows_of_many += sum(map(bool, cells)) > 2
        self.pass_row()
        self.cells = None
        return tuple(cells), spans

    def pass_row(self) -> None:
        """Count the spans down by a row. A row that the page hides is one of those that a cell spans."""
        if not (self.merged or self.covered):
            return
        self.covered = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}
        for merged in self.merged:
            if merged.seen == 0 and merged.rows > 1:
                self.covered.update(dict.fromkeys(range(merged.cell, merged.cell + merged.columns), merged.rows - 1))
            merged.seen += 1
        self.merged = [merged for merged in self.merged if merged.seen < merged.rows]

    def end_group(self) -> dict[int, dict[int, int]]:
        """No cell spans beyond its group of rows. For each place, the cells whose spans turned out shorter, and how long."""
        shorter: dict[int, dict[int, int]] = {}
        for merged in self.merged:
            for place in merged.shown_in:
                shorter.setdefault(place, {})[merged.cell] = merged.seen
        self.covered, self.merged = {}, []
        return shorter


def shortened(spans: tuple[Span, ...], rows: Mapping[int, int]) -> tuple[Span, ...]:
    """The spans, with as many rows as `rows` says for those that begin at that cell; what spans nothing is left out."""
    cut = [span._replace(rows=rows.get(span.cell, span.rows)) for span in spans]
    return tuple([span for span in cut if span.rows > 1 or span.columns > 1])


def columns_spanned(attributes: Mapping[str, str]) -> int:
    """The columns that a cell spans."""
    return _span(attributes.get("colspan"), _WIDEST_SPAN)


def rows_spanned(attributes: Mapping[str, str]) -> int:
    """The rows that a cell spans: as many as there are where it says 0."""
    return _span(attributes.get("rowspan"), _LONGEST_SPAN)


def _span(text: str | None, most: int) -> int:
    """A span as the standard reads it: 1 where it is missing or not a number, capped; 0 is as far as it goes."""
    plain = (text or "1").strip()
    if not (plain.isascii() and plain.isdigit()):
        return 1
    return min(int(plain[:9]) or most, most)
