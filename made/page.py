"""A list set out as rows of cells, whatever its format, with its answer key. A pure function of truth and layout."""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from made import words
from made.cells import Cell, Values, area_label, head_rows, land_label
from made.key import Key, KeyRow, Level, StatedCount
from made.layout import Layout
from made.truth import Agreement, Area, Block, Truth


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the page. A "line" has one cell; "within" says that it stands inside the table; a "table" row begins one.

    cells: None where a merged cell reaches to.
    """

    kind: Literal["line", "within", "head", "row", "blank"]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The list set out: lines above and below the table, and its rows."""

    before: tuple[str, ...]
    rows: tuple[PageRow, ...]
    after: tuple[str, ...]
    key: Key


def page_of(truth: Truth, layout: Layout, wrong: int | None = None) -> Page:
    """The page. wrong: which of the stated counts (by its place in `key.counts`) is to be wrong."""
    return _Setter(truth, layout, wrong).page()


def _regrouped(truth: Truth, layout: Layout) -> list[tuple[str | None, Area, Block]]:
    """What stands together, with the heading of a unit where lists are cut by our units."""
    if layout.units != "headings":
        return [(None, area, block) for area in truth.areas for block in area.blocks]
    found: dict[str, list[tuple[Area, Block]]] = {}
    for area, block, agreement in truth.agreements():
        alone = replace(agreement, units=agreement.units[:1])
        label = alone.units[0].text("en" if layout.language == "en" else "ja")
        found.setdefault(label, []).append((area, Block(block.lands, (alone,))))
    return [(label, area, block) for label, held in found.items() for area, block in held]


class _Setter:
    def __init__(self, truth: Truth, layout: Layout, wrong: int | None) -> None:
        self.truth, self.layout, self.wrong = truth, layout, wrong
        self.english = layout.language == "en"
        self.values = Values(layout, truth)
        self.counts: list[StatedCount] = []
        self.rows: list[PageRow] = []
        self.keys: list[KeyRow] = []

    def page(self) -> Page:
        before = self._before()
        self._body()
        after = self._after()
        key = Key(tuple(self.keys), self.truth.as_of if self.layout.as_of else None, tuple(self.counts))
        return Page(tuple(before), tuple(self.rows), tuple(after), key)

    # Counts ---------------------------------------------------------------------------------------------------

    def _said(self, level: Level, of: str, label: str, best: int, right: set[int]) -> int:
        """The number to print; what it is and what would be right are noted."""
        value = best
        if self.wrong == len(self.counts):
            off = Random(f"{self.layout.style} off").sample((1, -1, 2, -2, 3, 4, 5, 10), 8)
            value = next(best + step for step in off if best + step > 0 and best + step not in right)
        self.counts.append(StatedCount(level, of, label, label, value, tuple(sorted(right))))
        return value

    def _number(self, level: Level, of: str, label: str, held: list[tuple[Area, Block, Agreement]]) -> int:
        """The stated number of institutions, territories or agreements; a bare one may be any, and is of institutions."""
        rows = [(block.lands[0].code, agreement.partner) for area, block, agreement in held if area.counted]
        told = rows if self.layout.territory != "none" else [("", partner) for _, partner in rows]  # partners as the page tells them apart
        numbers = {"agreements": len(rows), "institutions": len(set(told)), "territories": len({code for code, _ in rows})}
        right = {numbers["institutions"], numbers["agreements"]} if of != "territories" else {numbers["territories"]}
        if of == "bare":
            right |= {numbers["territories"]} if level == "region" else set()
        return self._said(level, of, label, numbers.get(of, numbers["institutions"]), right)

    def _count(self, level: Level, of: str, label: str, held: list[tuple[Area, Block, Agreement]]) -> str:
        number = self._number(level, of, label, held)
        wordings = words.BARE if of == "bare" else words.COUNTS[of][self.english]
        return wordings[self.layout.pick(f"{level} count", len(wordings))].format(number)

    def _totals(self, patterns: tuple[str, ...], what: str) -> str:
        """A line of totals. Agreements are not totalled where some rows are not counted: nobody could say how."""
        every = self.truth.agreements()
        fit = [text for text in patterns if "{a}" not in text or all(area.counted for area, _, _ in every)]
        pattern = fit[self.layout.pick(what, len(fit))]
        named = (("i", "institutions"), ("t", "territories"), ("a", "agreements"))
        numbers = {sign: self._number("headline", of, pattern, every) for sign, of in named if f"{{{sign}}}" in pattern}
        text = pattern.format(**numbers)
        self.counts = [replace(count, text=text) if count.text == pattern else count for count in self.counts]
        return text

    # Above and below the table ------------------------------------------------------------------------------------

    def _before(self) -> list[str]:
        layout, lines = self.layout, []
        totals = ""
        if layout.headline != "none":
            totals = self._totals(words.HEADLINES_EN if self.english else words.HEADLINES_JA, "headline")
        if layout.title:
            titles = words.TITLES_EN if self.english else words.TITLES_JA
            title = titles[layout.pick("title", len(titles))].format(home=self.truth.home.text("en" if self.english else "ja"))
            if layout.headline == "title" and not totals.startswith(("(", "【")):
                title, totals = (f"{title} ({totals})" if self.english else f"{title}（{totals}）"), ""
            lines.append(title)
        as_of = self._as_of() if layout.as_of else ""
        if as_of and totals and layout.pick("as-of with totals", 5) == 0:
            lines.append(f"{as_of}　{totals}" if not self.english else f"{as_of}  {totals}")
        elif layout.pick("as-of first", 2):
            lines += [line for line in (as_of, totals) if line]
        else:
            lines += [line for line in (totals, as_of) if line]
        return lines + (self._legend() if layout.pick("legend above", 2) else [])

    def _as_of(self) -> str:
        day, pick = self.truth.as_of, self.layout.pick
        wordings = words.AS_OF_EN if self.english else words.AS_OF_JA
        forms = ("english-mdy", "english-dmy", "iso", "dots") if self.english else ("kanji", "era", "dots-bare", "slash", "era-letter")
        return wordings[pick("as-of", len(wordings))].format(self.values.printed(forms[pick("as-of form", len(forms))], day))

    def _legend(self) -> list[str]:
        if self.layout.marks == "none":
            return []
        joint = (" ", "：", ": ")[self.layout.pick("legend joint", 3)]
        used = sorted({agreement.mark for _, _, agreement in self.truth.agreements() if agreement.mark is not None})
        return [f"{self.values.signs[mark]}{joint}{words.MEANINGS[mark][self.english]}" for mark in used]

    def _after(self) -> list[str]:
        lines = [] if self.layout.pick("legend above", 2) else self._legend()
        if self.layout.furniture:
            lines.append(
                "Contact: International Office, phone 03-0000-0000" if self.english else "問い合わせ先：国際交流課 電話 03-0000-0000"
            )
        if not self.layout.foot or self.layout.cut in ("lines", "pairs", "glued"):
            return lines
        foot = self._totals(words.FEET_EN if self.english else words.FEET_JA, "foot").split("\t")
        if len(foot) == 1:
            return [foot[0], *lines]
        at = max(self.layout.columns.index("institution"), 1)
        cells = [Cell("")] * max(len(self.layout.columns), 2)
        cells[0], cells[at] = Cell(foot[0]), Cell(foot[1])
        self.rows.append(PageRow("row", tuple(cells)))
        return lines

    # The table ----------------------------------------------------------------------------------------------------

    def _body(self) -> None:
        layout = self.layout
        if layout.sections == "one":
            self.rows += self._head()
        area: Area | None = None
        unit: str | None = None
        groups = _regrouped(self.truth, layout)
        for label, of_area, block in groups:
            if label != unit and label is not None:
                self._line(label)
            if of_area is not area:
                self._area(of_area)
            area, unit = of_area, label
            self._block(area, block)

    def _head(self) -> list[PageRow]:
        return [PageRow("head", cells) for cells in head_rows(self.layout)]

    def _line(self, text: str) -> None:
        self.rows.append(PageRow("within" if self.layout.sections == "one" else "line", (Cell(text),)))

    def _area(self, area: Area) -> None:
        layout = self.layout
        if layout.region == "heading":
            label = area_label(area, layout)
            if not area.counted:
                self._line(label)
                self._line(words.NOT_COUNTED[self.english])
            elif layout.region_count == "none":
                self._line(label)
            else:
                count = self._count("region", layout.region_count, label, self._held(area))
                if layout.pick("count below", 4) == 0 and layout.region_count != "bare":
                    self._line(label)
                    self._line(count)
                else:
                    self._line(label + (" " if self.english or not layout.pick("count gap", 3) else "") + count)
        if layout.sections == "each":
            self.rows += self._head()

    def _held(self, area: Area) -> list[tuple[Area, Block, Agreement]]:
        return [(area, block, agreement) for block in area.blocks for agreement in block.agreements]

    def _block(self, area: Area, block: Block) -> None:
        layout = self.layout
        land = land_label(block.lands, layout)
        if layout.territory_count != "none" and area.counted:
            held = [(area, block, agreement) for agreement in block.agreements]
            count = self._count("territory", layout.territory_count, land, held)
            gap = " " if self.english or layout.cut == "glued" or layout.pick("territory gap", 2) else ""
            land = f"{land}{gap}{count}"
        if layout.territory == "heading":
            self._line(land)
        for index, agreement in enumerate(block.agreements):
            self.keys.append(self.values.key_row(area, block, agreement, layout))
            cells = [self._cell(name, area, block, index, land) for name in layout.columns]
            self.rows.append(PageRow("row", tuple(cells)))

    def _cell(self, name: str, area: Area, block: Block, index: int, land: str) -> Cell | None:
        layout, agreement = self.layout, block.agreements[index]
        if name == "region":
            return self._region_cell(area, block, index)
        if name == "territory":
            return self._territory_cell(block, index, land)
        if name == "number":
            return Cell(str(len(self.keys)), value=len(self.keys))
        if name in ("institution", "institution_en") and layout.repeats != "again":
            same = [other.partner == agreement.partner for other in block.agreements]
            if index and same[index - 1]:
                return None if layout.repeats == "merged" else Cell("〃")
            if layout.repeats == "merged" and (run := sum(same)) > 1:
                return replace(self.values.cell(name, agreement, block), rows=run)
        cell = self.values.cell(name, agreement, block)
        if name == "institution" and layout.territory == "glued" and index == 0:
            return replace(cell, text=f"{land} {cell.text}")
        return cell

    def _region_cell(self, area: Area, block: Block, index: int) -> Cell | None:
        label = area_label(area, self.layout)
        if self.layout.region == "column":
            return Cell(label)
        if block is not area.blocks[0] or index:
            return None
        if self.layout.region_count != "none" and area.counted:
            label = f"{label} {self._count('region', self.layout.region_count, label, self._held(area))}"
        return Cell(label, rows=len(self._held(area)))

    def _territory_cell(self, block: Block, index: int, land: str) -> Cell | None:
        match self.layout.territory:
            case "merged":
                return None if index else Cell(land, rows=len(block.agreements))
            case "first":
                return Cell("" if index else land)
            case "ditto":
                return Cell(land if not index else ("〃", "同上", '"')[self.layout.pick("ditto", 3)])
            case _:
                return Cell(land)
