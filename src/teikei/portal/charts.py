"""Charts as numbers for SVG: presentation attributes and classes only, as the content security policy wants.

Lengths across are per cent of the drawing and heights are pixels: without a viewBox the drawing fits any width
and its letters keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from teikei.registry.queries.overview import Counted

YEAR_HEIGHT = 180
BAR_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class Column:
    """One year: where its column stands (per cent), how high it is (pixels), its label where it has one."""

    year: str
    count: int
    x: str
    width: str
    middle: str
    y: int
    height: int
    label: str


@dataclass(frozen=True, slots=True)
class YearChart:
    """Columns by year, with rules at round numbers (number, y) and the column that is highest."""

    columns: tuple[Column, ...]
    rules: tuple[tuple[int, int], ...]
    height: int
    base: int
    label_y: int
    top: Column | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart: its label above a bar of that length (per cent)."""

    label: str
    count: int
    length: str
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from top to bottom."""

    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a balance: its label above two bars, those who go and those who come (lengths in per cent)."""

    label: str
    out: int
    back: int
    out_length: str
    back_length: str
    text_y: int
    bar_y: int


def year_chart(years: Sequence[Counted]) -> YearChart:
    """One column for each year, also for those without an agreement; every fifth year is labelled."""
    every = 5 if len(years) > 12 else 1
    return column_chart(years, [year.label if int(year.value) % every == 0 else "" for year in years])


def month_chart(months: Sequence[Counted]) -> YearChart:
    """One column for each month; every third is labelled."""
    return column_chart(months, [month.label if index % 3 == 0 else "" for index, month in enumerate(months)])


def column_chart(years: Sequence[Counted], labels: Sequence[str]) -> YearChart:
    """One column for each, with the label that stands below it ("" for none)."""
    highest = max((year.count for year in years), default=0)
    step = _round_step(highest)
    ceiling = max(step, -(-highest // step) * step)
    top, base = 22, YEAR_HEIGHT
    scale = (base - top) / ceiling
    # The numbers of the rules stand in the first 6 per cent.
    slot = 94 / max(1, len(years))
    columns = []
    for index, (year, label) in enumerate(zip(years, labels, strict=True)):
        x, height = 6 + index * slot, round(year.count * scale)
        columns.append(
            Column(
                year=year.label,
                count=year.count,
                x=f"{x + slot * 0.14:.2f}%",
                width=f"{slot * 0.72:.2f}%",
                middle=f"{x + slot / 2:.2f}%",
                y=base - height,
                height=height,
                label=label,
            )
        )
    rules = tuple((number, round(base - number * scale)) for number in range(step, ceiling + 1, step))
    best = max(columns, key=lambda column: column.count, default=None)
    return YearChart(tuple(columns), rules, base + 24, base, base + 18, best)


def bar_chart(counted: Sequence[Counted]) -> BarChart:
    """One bar for each, in the order given."""
    highest = max((one.count for one in counted), default=0) or 1
    bars = tuple(
        Bar(one.label, one.count, f"{one.count / highest * 100:.2f}%", index * BAR_HEIGHT + 16, index * BAR_HEIGHT + 23)
        for index, one in enumerate(counted)
    )
    return BarChart(bars, len(bars) * BAR_HEIGHT + 2)


def pair_chart(balance: Sequence[tuple[str, int, int]]) -> tuple[tuple[Pair, ...], int]:
    """Two bars for each, and the height of the drawing."""
    highest = max((max(out, back) for _, out, back in balance), default=0) or 1
    step = BAR_HEIGHT + 6
    pairs = tuple(
        Pair(label, out, back, f"{out / highest * 100:.2f}%", f"{back / highest * 100:.2f}%", index * step + 16, index * step + 23)
        for index, (label, out, back) in enumerate(balance)
    )
    return pairs, len(pairs) * step + 2


def _round_step(highest: int) -> int:
    """The distance of the rules: 1, 2 or 5 times a power of ten, so that there are at most five."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= step * factor * 5:
                return step * factor
        step *= 10
