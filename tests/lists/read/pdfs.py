"""PDFs for the tests: tables of made-up names set by Typst in many layouts, and files written by hand."""

import json
import random
from collections.abc import Sequence

import typst

from teikei.lists.write.fonts import FAMILIES, fonts

Table = list[tuple[str, ...]]

HEAD = ("国・地域", "協定機関名", "部局", "締結年月日")
_SYLLABLES = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
_KINDS = ("大学", "工科大学", "大学医学部", "大学大学院理工学研究科", "研究所", " University", "（旧校名）大学", "大学 農学部")
_UNITS = ("文学部", "法学部", "経済学部", "理学部", "工学部", "医学部・医系科学研究科", "先端物質科学研究科", "国際センター", "Institute for Peace")


def names(count: int, seed: int = 0, *, countries: int = 6) -> Table:
    """Rows of country, institution, units and date, sorted by country; the same ones for the same seed."""
    chance = random.Random(seed)
    rows: Table = []
    for number in range(count):
        country = f"{_word(chance, 2, 6)}国" if number % max(count // countries, 1) == 0 or not rows else rows[-1][0]
        name = _word(chance, 2, 14) + chance.choice(_KINDS)
        units = "・".join(chance.sample(_UNITS, chance.randint(1, 5)))
        rows.append((country, name, units, f"{chance.randint(1980, 2024)}.{chance.randint(1, 12):02}.{chance.randint(1, 28):02}"))
    return rows


def _word(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(least, most)))


def typeset(source: str, **inputs: object) -> bytes:
    """The PDF that a Typst source makes, with our fonts. Inputs reach it as JSON in `input`."""
    head = f'#let input = json(bytes(sys.inputs.input))\n#set text(font: {json.dumps(FAMILIES, ensure_ascii=False).replace("[", "(").replace("]", ")")}, size: 9pt, lang: "ja")\n'
    compiler = typst.Compiler(
        (head + source).encode(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"input": json.dumps(inputs, ensure_ascii=False)}
    )
    content = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(content, bytes)
    return content


_STROKES = {"grid": "0.5pt", "rows": "(x: none, y: 0.5pt)", "none": "none", "head": "(_, y) => (bottom: if y == 0 { 0.8pt } else { none })"}


def table_pdf(
    rows: Sequence[Sequence[str]],
    *,
    stroke: str = "grid",
    head: Sequence[str] = HEAD,
    widths: str = "(24mm, 1fr, 1fr, 22mm)",
    inset: str = "(x: 1.5mm, y: 1.2mm)",
    page: str = 'paper: "a4", margin: 15mm',
    options: str = "",
    before: str = "",
    after: str = "",
    merged: bool = False,
) -> bytes:
    """A table over as many pages as it needs, its head on each of them. `merged`: the first column spans equal cells."""
    cells: list[tuple[str, int]] = []
    for number, row in enumerate(rows):
        if not merged:
            cells += [(text, 1) for text in row]
            continue
        if number == 0 or rows[number - 1][0] != row[0]:
            cells.append((row[0], sum(other[0] == row[0] for other in rows)))
        cells += [(text, 1) for text in row[1:]]
    return typeset(
        f"""
#set page({page})
{before}
#table(
  columns: {widths}, inset: {inset}, stroke: {_STROKES[stroke]}, {options}
  table.header(..input.head.map(text => [#text])),
  ..input.cells.map(((text, rows)) => table.cell(rowspan: rows, text)),
)
{after}
""",
        head=list(head),
        cells=cells,
    )
