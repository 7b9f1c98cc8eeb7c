"""Reading PDF: pages a second and rows found, beside pdfplumber and camelot on the same pages in one run.

The list has the seed's rows, set by Typst as a full grid, with lines between rows only, without rules, and without rules
in two columns. A row counts as found when all its cells are one row of a peer's tables, blanks and line ends left out.
Seconds are those of the processor, since others may use the machine. camelot takes a second a page and reads the first pages only: "lattice" where there is a grid, "stream" elsewhere.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import camelot
import pdfplumber
import typst

from teikei.lists.read import read_listing
from teikei.lists.read.pdf import document_of
from teikei.lists.write.fonts import fonts
from teikei.names.collector import collector_waits

SEED = Path(__file__).parent.parent / "examples" / "hiroshima-2024-05-01.txt"
ROUNDS = 3
CAMELOT_PAGES = 4

Cells = tuple[str, ...]

# Stroke, columns of the page, columns of the table.
LAYOUTS = {
    "grid": ("0.5pt", 1, "(24mm, 1fr, 1fr, 20mm)"),
    "row lines": ("(x: none, y: 0.5pt)", 1, "(24mm, 1fr, 1fr, 20mm)"),
    "no rules": ("none", 1, "(24mm, 1fr, 1fr, 20mm)"),
    "two columns": ("none", 2, "(1fr, 1fr, 19mm)"),
}


def run() -> Iterator[dict[str, object]]:
    """Each layout as a dict of pages a second and recall, then time by number of pages, and peak memory."""
    rows = seed_rows()
    for name in LAYOUTS:
        yield _figure(name, rows if name != "two columns" else [row[1:] for row in rows])
    yield from _by_size(rows)


def seed_rows() -> list[Cells]:
    """Territory, institution, units and date of each row of the seed."""
    listing = read_listing(SEED)
    return [(entry.territory or "", entry.institution, entry.units_text, entry.date_text) for entry in listing.entries]


def typeset(rows: list[Cells], layout: str) -> bytes:
    """The rows as a table in this layout, over as many A4 pages as it needs."""
    stroke, columns, widths = LAYOUTS[layout]
    source = f"""
#set page(paper: "a4", margin: 15mm, columns: {columns})
#set text(font: ("Noto Sans", "Noto Sans CJK JP"), lang: "ja", size: 8.6pt)
#table(columns: {widths}, inset: (x: 1.5mm, y: 1.2mm), stroke: {stroke}, ..json(bytes(sys.inputs.rows)).flatten())
"""
    compiler = typst.Compiler(
        source.encode(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"rows": json.dumps(rows, ensure_ascii=False)}
    )
    content = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(content, bytes)
    return content


def _figure(layout: str, rows: list[Cells]) -> dict[str, object]:
    content = typeset(rows, layout)
    flavour = "lattice" if layout == "grid" else "stream"
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        readers: dict[str, Callable[[], tuple[int, Iterable[Cells]]]] = {
            "ours": lambda: _ours(content),
            "pdfplumber": lambda: _pdfplumber(file.name),
            f"camelot {flavour}": lambda: _camelot(file.name, flavour),
        }
        times: dict[str, list[float]] = {name: [] for name in readers}
        found: dict[str, float] = {}
        for turn in range(ROUNDS):
            for name, reader in readers.items():
                if name.startswith("camelot") and turn:
                    continue
                started = time.process_time()
                pages, cells = reader()
                times[name].append(pages / (time.process_time() - started))
                found[name] = _recall(rows, cells, share=CAMELOT_PAGES if name.startswith("camelot") else None, content=content)
    speeds = {name: statistics.median(values) for name, values in times.items()}
    figure: dict[str, object] = {"name": layout}
    for name, speed in speeds.items():
        figure[f"{name} pages/s"] = speed
        figure[f"{name} recall"] = round(found[name], 3)
    figure["times pdfplumber"] = speeds["ours"] / speeds["pdfplumber"]
    return figure


def _recall(rows: list[Cells], cells: Iterable[Cells], *, share: int | None, content: bytes) -> float:
    """The part of the rows that were found; of the rows on the first pages where only these were read."""
    plain = {tuple(map(_plain, row)) for row in cells}
    wanted = [tuple(map(_plain, row)) for row in rows]
    if share is not None:
        document = document_of(content, "bench.pdf")
        printed = {tuple(map(_plain, row.cells)) for row in document.rows if row.page is not None and row.page <= share}
        wanted = [row for row in wanted if row in printed]
    return sum(row in plain for row in wanted) / max(len(wanted), 1)


def _plain(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def _ours(content: bytes) -> tuple[int, Iterable[Cells]]:
    with collector_waits():  # as `read_content` does
        rows = document_of(content, "bench.pdf").rows
    return rows[-1].page or 0, [row.cells for row in rows]


def _pdfplumber(path: str) -> tuple[int, Iterable[Cells]]:
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
        return len(pdf.pages), [tuple(cell or "" for cell in row) for table in tables for row in table]


def _camelot(path: str, flavour: str) -> tuple[int, Iterable[Cells]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of each page without a table
        tables = camelot.read_pdf(path, pages=f"1-{CAMELOT_PAGES}", flavor=flavour)
    return CAMELOT_PAGES, [tuple(map(str, row)) for table in tables for row in table.df.itertuples(index=False)]


def _by_size(rows: list[Cells]) -> list[dict[str, object]]:
    """Seconds and peak memory (MB) of a process that only reads a PDF of so many pages.

    Linux's own figure: getrusage's counts the parent's memory where that is larger.
    """
    figures: list[dict[str, object]] = []
    code = (
        "import re, sys, time; from pathlib import Path; from teikei.lists.read.pdf import document_of\n"
        "content = Path(sys.argv[1]).read_bytes(); started = time.process_time(); rows = document_of(content, 'x.pdf').rows\n"
        "print(time.process_time() - started, rows[-1].page, int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)"
    )
    for times in (1, 10, 26):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(typeset(rows * times, "row lines"))
            file.flush()
            done = subprocess.run([sys.executable, "-c", code, file.name], check=True, capture_output=True, text=True)
        seconds, pages, peak = map(float, done.stdout.split())
        figures.append({"name": f"{pages:.0f} pages", "seconds": seconds, "pages/s": pages / seconds, "peak MB": round(peak)})
    return figures


if __name__ == "__main__":
    for figure in run():
        print(figure)
