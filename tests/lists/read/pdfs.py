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
_UNITS = (
    "文学部",
    "法学部",
    "経済学部",
    "理学部",
    "工学部",
    "医学部・医系科学研究科",
    "先端物質科学研究科",
    "国際センター",
    "Institute for Peace",
)


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


def written(objects: Sequence[bytes], *, trailer: bytes = b"/Root 1 0 R", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects, numbered from 1, with a sound index."""
    content = bytearray(head)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(content)


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object's text."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_page(
    drawing: bytes,
    *,
    page: bytes = b"",
    catalog: bytes = b"",
    more: Sequence[bytes] = (),
    entries: bytes = b"",
    resources: bytes = b"",
    fonts: bytes = b"",
    box: bytes = b"0 0 595 842",
) -> bytes:
    """A page with this drawing, in Helvetica as /F1. Further objects are numbered from 6."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R %s >> %s >> %s >>"
            % (box, fonts, resources, page),
            stream(drawing, entries),
            _FONT,
            *more,
        ]
    )


def shown(rows: Sequence[Sequence[str]], *, mode: int = 0, top: int = 780, step: int = 20) -> bytes:
    """The drawing of rows of Latin text, 150 points from cell to cell, in a rendering mode."""
    lines = [
        b"BT /F1 10 Tf %d Tr 1 0 0 1 %d %d Tm (%s) Tj ET" % (mode, 50 + 150 * column, top - step * row, text.encode("latin-1"))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return b"\n".join(lines)


PLAIN = [("Country", "Institution", "Date"), ("Peru", "Universidad de Lima", "2019-04-01"), ("Chile", "Universidad de Chile", "2020-05-02")]
