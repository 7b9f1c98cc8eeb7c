"""Reading and checking text lists: rows a second, whether time is linear, memory. The peer reads the same rows bare.

The peer does what anyone would write first: split each line at its tabs and parse the date with the standard
library. It finds no regions, no counts, no units, no codes, keeps no places, and checks nothing. Seconds are those of the
processor, since others may use the machine.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from teikei.lists.check import check
from teikei.lists.read import read_content, read_listing
from teikei.lists.write import write_listing
from teikei.names.collector import collector_waits

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "hiroshima-2024-05-01.txt"
ROUNDS = 5


def run() -> list[dict[str, object]]:
    """Each size as a dict: rows a second of ours (medians of the rounds, taken in turns with the peer's) and the peer's."""
    figures: list[dict[str, object]] = []
    for rows in (378, 6_000, 60_000):
        content = list_of(rows)
        times = [(*_ours(content), _bare(content)) for _ in range(ROUNDS)]
        read, checked, bare = (statistics.median(column) for column in zip(*times, strict=True))
        figures.append(
            {
                "name": f"{rows:,} rows",
                "read rows/s": round(rows / read),
                "read and checked rows/s": round(rows / checked),
                "bare rows/s": round(rows / bare),
                "reading's time by the bare one's": round(read / bare, 1),
                "peak MB": _peak_of(content),
            }
        )
    return figures


def list_of(rows: int) -> bytes:
    """A list in the seed's form with so many rows: the seed's own, each partner numbered anew, counts restated."""
    seed = read_listing(EXAMPLE)
    entries = [seed.entries[number % (len(seed.entries) - 1)] for number in range(rows)]
    numbered = tuple(entry._replace(institution=f"{entry.institution}{number}") for number, entry in enumerate(entries))
    return write_listing(type(seed)(seed.title, seed.as_of, legend=seed.legend, rules=seed.rules, entries=numbered), "txt")


def _ours(content: bytes) -> tuple[float, float]:
    """Seconds to read, and to read and check."""
    started = time.process_time()
    listing = read_content(content, "list.txt")
    read = time.process_time() - started
    with collector_waits():
        check(listing)
    return read, time.process_time() - started


def _bare(content: bytes) -> float:
    started = time.process_time()
    rows = []
    for line in content.decode().split("\n"):
        cells = line.split("\t")
        if len(cells) == 4 and cells[3][:1].isdigit():
            rows.append((cells[1], cells[2].split("・"), datetime.strptime(cells[3], "%Y.%m.%d").date()))  # noqa: DTZ007
    return time.process_time() - started


def _peak_of(content: bytes) -> float:
    """Peak memory (MB) of a process that does nothing but read and check the list."""
    code = (
        "import resource, sys; from pathlib import Path; from teikei.lists.read import read_listing; from teikei.lists.check import check;"
        "check(read_listing(Path(sys.argv[1]))); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(content)
        file.flush()
        done = subprocess.run([sys.executable, "-c", code, file.name], check=True, capture_output=True, text=True)
    return round(float(done.stdout))


if __name__ == "__main__":
    for figure in run():
        print(figure)
