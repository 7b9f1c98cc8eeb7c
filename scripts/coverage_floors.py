"""Fails where the tests cover too little: read after `pytest --cov`, which leaves .coverage.

The floor is of the branches alone. coverage.py's own figure, (lines run + branches taken) / (lines + branches), is
printed beside it.
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import CoverageException

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "teikei"
CORE = ("names", "rules", "lists", "cli")
FLOORS = {"core": 93.0, "rest": 90.0}


@dataclass
class Group:
    """Sums over the files of a group, and its files from the least covered."""

    lines: int = 0
    lines_run: int = 0
    branches: int = 0
    branches_taken: int = 0

    def add(self, summary: dict[str, int]) -> None:
        """Add a file's sums."""
        self.lines += summary["num_statements"]
        self.lines_run += summary["covered_lines"]
        self.branches += summary["num_branches"]
        self.branches_taken += summary["covered_branches"]

    @property
    def percent(self) -> float:
        """Lines and branches together."""
        return _percent(self.lines_run + self.branches_taken, self.lines + self.branches)

    @property
    def percent_of_branches(self) -> float:
        """Branches alone."""
        return _percent(self.branches_taken, self.branches)


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0


def summaries() -> dict[Path, dict[str, int]]:
    """Path within the package → coverage.py's sums for that file."""
    coverage = Coverage(data_file=str(ROOT / ".coverage"), config_file=str(ROOT / "pyproject.toml"))
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {(ROOT / name).resolve().relative_to(PACKAGE): file["summary"] for name, file in files.items()}


def group_of(path: Path) -> str:
    return "core" if path.parts[0] in CORE else "rest"


def missing(summary: dict[str, int]) -> tuple[int, int]:
    return summary["num_statements"] - summary["covered_lines"], summary["num_branches"] - summary["covered_branches"]


def main() -> int:
    groups = {name: Group() for name in FLOORS}
    try:
        files = summaries()
    except (CoverageException, ValueError) as fault:
        print(f"coverage: {fault} Run pytest --cov first.", file=sys.stderr)
        return 1
    for path, summary in files.items():
        groups[group_of(path)].add(summary)
    failed = 0
    for name, group in groups.items():
        low = not group.lines or group.percent_of_branches < FLOORS[name]
        failed |= low
        figures = f"{group.percent_of_branches:.2f} % of branches, floor {FLOORS[name]:.0f} % (with lines {group.percent:.2f} %)"
        print(f"coverage of the {name}: {figures}{': TOO LOW' if low else ''}")
        if low:
            own = [(*missing(summary), path) for path, summary in files.items() if group_of(path) == name]
            for lines, branches, path in sorted(own, key=lambda file: -file[0] - file[1])[:8]:
                print(f"  {path}: {lines} lines, {branches} branches not run")
    return failed


if __name__ == "__main__":
    sys.exit(main())
