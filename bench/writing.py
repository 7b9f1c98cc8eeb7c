"""Writing the list: PDF against a bare Typst table, XLSX against bare XlsxWriter, of the same rows in one run."""

import io
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import typst
from xlsxwriter.workbook import Workbook

from teikei.lists.model import Listing
from teikei.lists.read import read_listing
from teikei.lists.write import Format, write_listing
from teikei.lists.write.columns import flat_columns, flat_rows
from teikei.lists.write.compose import compose
from teikei.lists.write.fonts import fonts
from teikei.lists.write.words import words
from teikei.rules.days import PartialDate

SEED = Path(__file__).parent.parent / "examples" / "hiroshima-2024-05-01.txt"
REPEATS = 5

# The least that sets a table: the same fonts, page, standards and rows; no headings, groups, rules or bookmarks.
BARE_TABLE = b"""#let rows = json(bytes(sys.inputs.rows))
#set document(title: "rows", date: datetime(year: 2024, month: 5, day: 1))
#set page(paper: "a4")
#set text(font: ("Noto Sans", "Noto Sans CJK JP"), lang: "ja", size: 8.6pt)
#table(columns: (1fr, 1.2fr, 1fr, 20mm), table.header([a], [b], [c], [d]), ..rows.flatten())
"""


def run() -> list[dict[str, object]]:
    """Each figure as a dict: name, seconds of ours and of the peer (medians), their ratio, peak memory of ours in MB."""
    return [
        _figure("PDF of the seed list / bare Typst table", "pdf", 378, bare_pdf),
        _figure("XLSX of the seed list / bare XlsxWriter", "xlsx", 378, bare_xlsx),
        _figure("XLSX of 60,000 rows / bare XlsxWriter", "xlsx", 60_000, bare_xlsx),
    ]


def rows_of_seed(rows: int, turn: int) -> Listing:
    """The seed's rows over and over up to so many, each name with a number, so that nothing is shared or remembered."""
    seed = read_listing(SEED)
    many = (seed.entries[number % len(seed.entries)] for number in range(rows))
    entries = (entry._replace(institution=f"{entry.institution} {turn}.{number // len(seed.entries)}") for number, entry in enumerate(many))
    return Listing(seed.title, seed.as_of, legend=seed.legend, rules=seed.rules, entries=tuple(entries))


def ours(listing: Listing, format: Format) -> float:
    """Seconds that the writer takes, laying out included."""
    started = time.perf_counter()
    write_listing(listing, format)
    return time.perf_counter() - started


def bare_pdf(listing: Listing) -> float:
    """Seconds for the listing's rows as one Typst table, tagged to the same standards."""
    started = time.perf_counter()
    rows = [[entry.territory or "", entry.institution, "・".join(entry.units), entry.date_text] for entry in listing.entries]
    compiler = typst.Compiler(BARE_TABLE, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"rows": json.dumps(rows)})
    compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=0)
    return time.perf_counter() - started


def bare_xlsx(listing: Listing) -> float:
    """Seconds for the same cells with no format but the days'. Making the cells ready is not the peer's work."""
    composed = compose(listing)
    cells = list(flat_rows(composed, flat_columns(composed), words("ja")))
    started = time.perf_counter()
    workbook = Workbook(io.BytesIO(), {"in_memory": True})
    sheet, day = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy-mm-dd"})
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, PartialDate):
                sheet.write_datetime(row, column, value.first, day)
            elif value is not None:
                sheet.write_number(row, column, value)
    workbook.close()
    return time.perf_counter() - started


def _figure(name: str, format: Format, rows: int, peer: Callable[[Listing], float]) -> dict[str, object]:
    """Ours and the peer by turns, so that both meet the same weather; the first turn warms up and does not count."""
    our_times, peer_times = [], []
    for turn in range(REPEATS + 1):
        our_times.append(ours(rows_of_seed(rows, 2 * turn), format))
        peer_times.append(peer(rows_of_seed(rows, 2 * turn + 1)))
    our_time, peer_time = statistics.median(our_times[1:]), statistics.median(peer_times[1:])
    return {
        "name": name,
        "ours_seconds": round(our_time, 3),
        "peer_seconds": round(peer_time, 3),
        "ratio": round(our_time / peer_time, 2),
        "peak_mb": _peak_memory(format, rows),
    }


def _peak_memory(format: Format, rows: int) -> int:
    """Megabytes at most of a process that does this alone, reading included."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.writing", format, str(rows)], check=True, capture_output=True, text=True, cwd=SEED.parent.parent
    )
    return int(ran.stdout)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        ours(rows_of_seed(int(sys.argv[2]), 0), sys.argv[1])  # type: ignore[arg-type]
        # Not getrusage: its maximum is inherited from the process that started this one.
        print(int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)  # type: ignore[index]
    else:
        for figure in run():
            print(figure)
