"""How fast the matcher is: names a second, one name, memory; opening and building the authority. The peer scans with rapidfuzz.

How the names are made. The distinct names of the example list, the shared gold and the traps, each with its territory, are
taken once as they are: "each name once". Then each is taken with one of UNITS behind it, in rounds, until ROUNDS rounds are
full: no printed name comes twice, so no answer can be remembered, but what a university's second name shares with its first
(the institution itself, the candidates) can be, as in a list where many faculties of one university stand. The order is
shuffled by a fixed seed. The first chunk of each process (64 names) is start-up: opening the file, reading tables, spawning.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from rapidfuzz import fuzz, process

from bench.names.filed import MOST, by_territory, known_names, romanised
from bench.names.labelled import labelled, traps
from bench.names.run import DUMP, authority_file
from teikei.names.authority import Authority, build
from teikei.names.match import Named, match

UNITS = [
    "理学部", "工学部", "農学部", "医学部", "法学部", "経済学部", "教育学部", "人文学院", "環境学院", "情報学院", "化学工程系", "国際関係学院",
    "薬学研究科", "図書館", "附属小学校",
]  # fmt: skip
LATIN_UNITS = [
    "Faculty of Science", "School of Engineering", "College of Agriculture", "Faculty of Medicine", "School of Law",
    "Department of Economics", "Faculty of Education", "School of Humanities", "Department of Chemistry", "Institute of Physics",
    "Graduate School of Arts", "Centre for Languages", "School of Pharmacy", "Library", "Department of Mathematics",
]  # fmt: skip
ROUNDS = 4  # each name bare and with three units
REPEATS = 3
STARTING = 64  # names in the first chunk of a process
SCANNED = 150  # names for the peer, which is slow


def run() -> list[dict[str, object]]:
    """Every figure as a dict; a line that says what is missing where there is no dump."""
    if not DUMP.is_file():
        return [{"name": f"skipped: no dump of ROR at {DUMP}", "names": 0}]
    path = authority_file()
    bare, varied = printed(1), printed(ROUNDS)
    return [_whole(path, "each name once", bare), _whole(path, "with varied inner units", varied), _one(path, bare), *_authority(path)]


def printed(rounds: int) -> list[Named]:
    """The names as told above, no printed name with its territory twice."""
    known = list(dict.fromkeys((name.institution, name.territory) for name in (*labelled(), *traps()) if name.institution))
    made = dict.fromkeys(known)
    for turn in range(1, rounds):
        for place, (institution, territory) in enumerate(known):
            # A step of its own for each name, so that neighbours do not all get the same unit.
            number = (turn + place) % len(UNITS)
            made[f"{institution}, {LATIN_UNITS[number]}" if institution.isascii() else institution + UNITS[number], territory] = None
    names = [Named(institution, "", territory) for institution, territory in made]
    random.Random(20261123).shuffle(names)
    return names


def _whole(path: Path, title: str, names: list[Named]) -> dict[str, object]:
    """Names a second after start-up with one process and two, taken in turns, and the peer's; the peak of one process."""
    rates: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(REPEATS):
        for jobs, of in rates.items():
            of.append(rate(path, names, jobs))
    (one, busy), (two, _) = ([statistics.median(column) for column in zip(*of, strict=True)] for of in rates.values())
    peer = scanned(names)
    return {
        "name": f"matching, {title}",
        "distinct names": len(names),
        "names/s, 1 process": round(one),
        "per second of CPU": round(busy),
        "names/s, 2 processes": round(two),
        "times one": round(two / one, 2),
        "rapidfuzz names/s": round(peer, 1),
        "times rapidfuzz": round(one / peer, 1),
        "peak MB of one": peak(path, names),
    }


def rate(path: Path, names: list[Named], jobs: int) -> tuple[float, float]:
    """Names a second once each process has done its first chunk, and a second of the asking process's CPU (of use with one job only).

    Each run is a new process with empty caches. On a busy machine the second figure says more.
    """
    code = (
        "import json, sys, time; from pathlib import Path; from teikei.names.match import Named, match_all\n"
        "if __name__ == '__main__':\n"
        "    names, first = [Named(*each) for each in json.load(sys.stdin)], int(sys.argv[2]) * int(sys.argv[3])\n"
        "    for done, _ in enumerate(match_all(Path(sys.argv[1]), names, jobs=int(sys.argv[2])), 1):\n"
        "        if done == first: began, busy = time.perf_counter(), time.process_time()\n"
        "    print((done - first) / (time.perf_counter() - began), (done - first) / (time.process_time() - busy))\n"
    )
    wall, busy = _in_child(code, names, str(path), str(jobs), str(STARTING)).split()
    return float(wall), float(busy)


def peak(path: Path, names: list[Named]) -> int:
    """The most memory, in MB, that a process takes which does nothing but match the names."""
    code = (
        "import json, resource, sys; from pathlib import Path; from teikei.names.match import Named, match_all\n"
        "for _ in match_all(Path(sys.argv[1]), [Named(*each) for each in json.load(sys.stdin)]): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    return round(float(_in_child(code, names, str(path))))


def _in_child(code: str, names: list[Named], *arguments: str) -> str:
    # A file, not -c: the processes of a pool import the main module anew.
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "child.py"
        script.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script), *arguments], input=json.dumps(names), check=True, capture_output=True, text=True
        )
    return done.stdout


def scanned(names: list[Named]) -> float:
    """Names a second of the peer that goes through all names of the territory; romanising these beforehand is not counted."""
    grouped = by_territory(known_names())
    asked = [name for name in names if name.territory][:SCANNED]
    choices = {territory: [romanised(known.text) for known in grouped[territory]] for territory in {name.territory for name in asked}}
    began = time.perf_counter()
    for name in asked:
        process.extract(romanised(name.institution), choices[name.territory], scorer=fuzz.WRatio, limit=MOST)
    return len(asked) / (time.perf_counter() - began)


def _one(path: Path, names: list[Named]) -> dict[str, object]:
    """One name in a process that has been started: the first time that it is seen, and again."""
    with Authority(path) as authority:
        for name in names[:STARTING]:
            match(authority, name.institution, name.territory)
        cold, warm = ([_milliseconds(authority, name) for name in names[STARTING:]] for _ in range(2))
    return {
        "name": "one name, in ms",
        "distinct names": len(cold),
        "first time, median": round(statistics.median(cold), 2),
        "p95": round(statistics.quantiles(cold, n=20)[-1], 2),
        "again, median": round(statistics.median(warm), 2),
        "again, p95": round(statistics.quantiles(warm, n=20)[-1], 2),
        "times again": round(statistics.median(cold) / statistics.median(warm), 1),
    }


def _milliseconds(authority: Authority, name: Named) -> float:
    began = time.perf_counter()
    match(authority, name.institution, name.territory)
    return (time.perf_counter() - began) * 1000


def _authority(path: Path) -> list[dict[str, object]]:
    """Opening the file (median), and building it once, beside merely unpacking and parsing the dump."""
    opened = []
    for _ in range(REPEATS * 3):
        began = time.perf_counter()
        Authority(path).close()
        opened.append((time.perf_counter() - began) * 1000)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        built = build(DUMP, Path(folder) / "authority")
        spent = time.perf_counter() - began
        size = (Path(folder) / "authority").stat().st_size / 1e6
    began = time.perf_counter()
    with zipfile.ZipFile(DUMP) as archive:
        json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json"))))
    parsed = time.perf_counter() - began
    return [
        {"name": "opening the authority, in ms", "median": round(statistics.median(opened), 2), "first": round(opened[0], 1)},
        {
            "name": "building the authority (once)",
            "records": built.records,
            "names": built.names,
            "s": round(spent, 1),
            "times parsing the dump": round(spent / parsed, 1),
            "size MB": round(size, 1),
        },
    ]


if __name__ == "__main__":
    for figure in run():
        print(figure)
