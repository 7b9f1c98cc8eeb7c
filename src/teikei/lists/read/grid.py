"""A sheet as a grid, whatever its format, made into located rows; and what it hides or lost, made into findings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import compress, repeat
from typing import NamedTuple

from teikei.lists.cells import kept_lines
from teikei.lists.located import Locator, Row, Span, column_letters
from teikei.lists.model import Document, Finding
from teikei.lists.read.archive import Unreadable
from teikei.lists.read.findings import report
from teikei.names.bilingual import Text

Place = tuple[int, int]
Value = str | float | int | bool | date | time | datetime | timedelta
Cells = tuple[str, ...]

# Filled cells of all sheets of a workbook, and characters that they may come to where a text is stored once.
# At the most of either, reading takes some 450 MB.
MOST_CELLS, MOST_TEXT = 1_200_000, 100_000_000
# A merged cell up to this size is kept whole though it reaches beyond the filled cells; a larger one ends with them.
_LARGEST_MERGED = 10_000
# Merged cells cannot overlap, so that rows and merged cells meet no more often than a sheet has filled places.
_MOST_SPANS = 1_000_000
# Rows of a sheet wider or larger than this end with their last filled cell: one stray cell would make all as long.
_WIDEST, _LARGEST_GRID = 256, 10_000_000
# A finding about more places than these says how many there are and cites the first.
_MOST_CITED = 1_000


class Area(NamedTuple):
    """A merged cell: its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns count from 0.

    rows: each with its index and its texts from column A; rows without any text may be missing. number: of the sheet
    in the workbook, from 1. hidden: the whole sheet is. hidden_columns: ranges of the first and the last.
    """

    name: str
    number: int
    rows: Sequence[tuple[int, Cells]]
    hidden: bool = False
    merged: Sequence[Area] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Sequence[tuple[int, int]] = ()
    errors: Sequence[Place] = ()
    unvalued: Sequence[Place] = ()
    leap_days: Sequence[Place] = ()
    struck: Sequence[Place] = ()


def document_of_grids(grids: Iterable[Grid]) -> Document:
    """The rows of all visible sheets in order, and findings about what is hidden, lost or doubtful.

    Of a run of empty rows the first is given, and none before the first filled row: a row knows its own number.
    Unreadable where merged cells overlap without end.
    """
    rows: list[Row] = []
    findings: list[Finding] = []
    for grid in grids:
        if grid.hidden:
            findings += _hidden_sheet(grid)
        else:
            found, covered = _rows(grid)
            rows += found
            findings += _findings(grid, found, covered)
    return Document(tuple(rows), tuple(findings))


def too_full() -> Unreadable:
    """What is said of a workbook over MOST_CELLS or MOST_TEXT."""
    return Unreadable(
        f"it has more than {MOST_CELLS:,} filled cells or {MOST_TEXT:,} characters",
        f"値の入ったセルが {MOST_CELLS:,}、または文字が {MOST_TEXT:,} を超えています",
    )


def text_of(value: Value) -> str:
    """A cell's value as text, its line breaks kept."""
    if isinstance(value, str):
        return kept_lines(value)
    return number_text(value) if isinstance(value, float | int) else day_text(value)


def number_text(value: float | bool) -> str:
    """A number as text: whole ones without a point, others to fifteen digits, as programs show them; TRUE and FALSE."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return str(value).upper()


@lru_cache(maxsize=50_000)  # the days of an age; lists repeat them
def day_text(value: date | time | timedelta) -> str:
    """A day or time in ISO order; a time of 0:00 is only how a day is stored."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


# Rows -----------------------------------------------------------------------------------------------------------


def _rows(grid: Grid) -> tuple[list[Row], list[Place]]:
    """The rows of a sheet, and the places whose values a merged cell covers."""
    present, spans, covered = grid.rows, _spans(grid), []
    if spans:
        covered = [(index, place) for index, cells in present for place in _covered(cells, spans.get(index, ()))]
        there = {index for index, _ in present}
        present = sorted([*present, *((index, ()) for index in spans if index not in there)])
    if present and present[-1][0] - present[0][0] >= len(present):
        present = list(_with_gaps(present))
    every = [cells for _, cells in present]
    widths = set(map(len, every))
    width = max([*widths, *(span.cell + span.columns for touching in spans.values() for span in touching)], default=0)
    ragged = width > _WIDEST or width * len(present) > _LARGEST_GRID
    if spans or ragged or len(widths) > 1:
        every = [_fitted(cells, width, spans.get(index, ()), ragged=ragged) for index, cells in present]
    rows = Row.many(
        [index + 1 for index, _ in present],
        every,
        map("\t".join, every),
        sheet=grid.name,
        tabbed=False,
        spans=[spans.get(index, ()) for index, _ in present] if spans else repeat(()),
        table=grid.number,
        hidden=[index in grid.hidden_rows for index, _ in present] if grid.hidden_rows else repeat(False),
    )
    return (rows if all(map(any, every)) else list(_without_blanks(rows))), covered


def _with_gaps(rows: Sequence[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """The rows, with an empty one where some are missing in between."""
    before = rows[0][0]
    for index, cells in rows:
        if index > before + 1:
            yield before + 1, ()
        yield index, cells
        before = index


def _without_blanks(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows without the empty ones at the beginning, and of each run of empty ones the first."""
    blank = [len(row.raw) < len(row.cells) and not row.spans for row in rows]
    return compress(rows, [not (one and before) for one, before in zip(blank, [True, *blank], strict=False)])


def _spans(grid: Grid) -> dict[int, tuple[Span, ...]]:
    """The merged cells by the rows that they touch, from left to right."""
    if not grid.merged:
        return {}
    last_row = max((index for index, _ in grid.rows), default=-1)
    last_column = max((len(cells) for _, cells in grid.rows), default=0) - 1
    spans: dict[int, list[Span]] = {}
    left = _MOST_SPANS
    for top, first, bottom, last in grid.merged:
        if (bottom - top + 1) * (last - first + 1) > _LARGEST_MERGED:
            bottom, last = min(bottom, last_row), min(last, last_column)
        height, breadth = bottom - top + 1, last - first + 1
        left -= max(height, 0)
        if left < 0:
            raise Unreadable(f"merged cells of the sheet “{grid.name}” overlap", f"シート「{grid.name}」の結合セルが重なり合っています")
        if height > 0 and breadth > 0 and height * breadth > 1:
            for above in range(height):
                spans.setdefault(top + above, []).append(Span(first, breadth, above, height))
    return {index: tuple(sorted(touching)) for index, touching in spans.items()}


def _covered(cells: Cells, spans: Sequence[Span]) -> list[int]:
    """The places of a row that hold text under a merged cell."""
    return [
        place
        for span in spans
        for place in range(span.cell, min(span.cell + span.columns, len(cells)))
        if cells[place] and (span.above or place > span.cell)
    ]


def _fitted(cells: Cells, width: int, spans: Sequence[Span], *, ragged: bool) -> Cells:
    """The row's cells as wide as the sheet, or as its own filled cells (ragged), with what merged cells cover empty."""
    fitted = [*cells, *[""] * (width - len(cells))]
    for place in _covered(cells, spans):
        fitted[place] = ""
    if ragged:
        needed = max((span.cell + span.columns for span in spans), default=1)
        while len(fitted) > needed and not fitted[-1]:
            fitted.pop()
    return tuple(fitted)


# Findings -------------------------------------------------------------------------------------------------------


def _hidden_sheet(grid: Grid) -> list[Finding]:
    filled = sum(any(cells) for _, cells in grid.rows)
    if not filled:
        return []
    text = Text(
        f"The sheet “{grid.name}” is hidden and was not read: {filled:,} filled rows.",
        f"シート「{grid.name}」は非表示のため読み込んでいません(値の入った行: {filled:,})。",
    )
    return [report("hidden-sheet", text, (Locator(sheet=grid.name),))]


def _findings(grid: Grid, rows: Sequence[Row], covered: Sequence[Place]) -> list[Finding]:
    findings = []
    hidden = [row.line for row in rows if row.hidden and any(row.cells)] if grid.hidden_rows else []
    if hidden:
        runs = _runs(hidden)
        text = Text(
            f"{len(hidden):,} filled rows of the sheet “{grid.name}” are hidden; no entries were made of them: {_some(runs)}.",
            f"シート「{grid.name}」の {len(hidden):,} 行が非表示です。協定としては読み込んでいません: {_some(runs)}。",
        )
        places = tuple(Locator(line=first, sheet=grid.name, cell=f"{first}:{last}") for first, last in runs[:_MOST_CITED])
        findings.append(report("hidden-rows", text, places))
    columns = [
        column
        for first, last in grid.hidden_columns
        for column in range(first, min(last + 1, max((len(row.cells) for row in rows), default=0)))
        if any(column < len(row.cells) and row.cells[column] for row in rows)
    ]
    if columns:
        named = ", ".join(column_letters(column) for column in columns)
        text = Text(
            f"Hidden columns of the sheet “{grid.name}” were read like the others: {named}.",
            f"シート「{grid.name}」の非表示の列も、ほかの列と同じように読み込みました: {named}。",
        )
        letters = [column_letters(column) for column in columns]
        findings.append(report("hidden-columns", text, tuple(Locator(sheet=grid.name, cell=f"{one}:{one}") for one in letters)))
    for code, cells, en, ja in (
        ("formula-without-value", grid.unvalued, "Formulas without a stored result, read as empty", "計算結果のない数式(空として読み込み)"),
        ("cell-error", grid.errors, "Error cells, read as empty", "エラーのセル(空として読み込み)"),
        ("day-of-1900", grid.leap_days, "Cells with the day 1900-02-29, which never was", "実在しない日付(1900年2月29日)のセル"),
        ("covered-cell", covered, "Values under a merged cell, which nobody sees, not read", "結合セルに隠れた値(読み込んでいません)"),
        (
            "text-struck",
            grid.struck,
            "Cells with text that is struck through, read like the others",
            "取り消し線のあるセル(ほかと同じように読み込み)",
        ),
    ):
        if cells:
            findings.append(_of_cells(grid, code, cells, Text(en, ja)))
    return findings


def _of_cells(grid: Grid, code: str, cells: Sequence[Place], words: Text) -> Finding:
    names = [f"{column_letters(column)}{row + 1}" for row, column in cells]
    shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    text = Text(
        f"{words.en}, in the sheet “{grid.name}”, {len(cells):,}: {shown}.",
        f"シート「{grid.name}」: {words.ja} {len(cells):,} か所: {shown}。",
    )
    places = tuple(
        Locator(line=row + 1, column=column + 1, sheet=grid.name, cell=f"{column_letters(column)}{row + 1}")
        for row, column in cells[:_MOST_CITED]
    )
    return report(code, text, places)


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as their first and last."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _some(runs: Sequence[tuple[int, int]]) -> str:
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:8]]
    return ", ".join(shown) + (" …" if len(runs) > 8 else "")
