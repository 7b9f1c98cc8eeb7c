"""`python -m made accuracy`: how exactly lists are read, kept and made ones, and whether wrong counts are found."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from made.key import Key, key_from
from made.layout import Format
from made.lists import Made, made, made_with_counts
from made.marking import FALSE_ALARMS, Mark, Reading, Wrong, f1, mark, reading, reported

ROOT = Path(__file__).resolve().parent.parent
# Never looked at while the reader is developed: what they say is told apart.
KEPT_ASIDE = ("csuohio", "kyoto2004")
CRASH = "crash"


@dataclass
class Sum:
    """Marks added up."""

    lists: int = 0
    perfect: int = 0
    exact: int = 0
    read: int = 0
    demanded: int = 0
    silent: int = 0
    told: int = 0

    def add(self, one: Mark) -> None:
        """One list more."""
        self.lists += 1
        self.perfect += not one.wrong
        self.exact += one.exact
        self.read += one.read
        self.demanded += one.demanded
        self.silent += len(one.silent)
        self.told += len(one.wrong) - len(one.silent)

    def line(self) -> str:
        """The figures in a line."""
        score = f1(self.exact, self.read, self.demanded)
        return f"F1 {score:.4f}  lists exact {self.perfect}/{self.lists}  rows {self.exact}/{self.demanded} (read {self.read})  wrong: silent {self.silent}, told {self.told}"


@dataclass
class Made1000:
    """The figures of made lists: in all, by axis, and what went wrong where."""

    total: Sum = field(default_factory=Sum)
    by_axis: dict[tuple[str, str], Sum] = field(default_factory=lambda: defaultdict(Sum))
    silent: list[tuple[int, str, str]] = field(default_factory=list)
    crashes: list[tuple[int, str]] = field(default_factory=list)
    what: Counter[str] = field(default_factory=Counter)


def marked(content: bytes, name: str, key: Key) -> Mark:
    """A list's reading, marked. A crash reads nothing, and says so."""
    try:
        return mark(reading(content, name), key)
    except Exception as error:  # whatever it is, it is to be counted
        told = f"{CRASH}: {type(error).__name__}: {error}"
        return Mark(0, 0, len(key.rows), (Wrong("list", "all", f"{len(key.rows)} rows", told, True),), told)


def on_kept_lists(folder: Path, *, details: bool = False) -> list[str]:
    """A line for each list with an answer key in the folder; those kept aside in total figures only."""
    lines, whole, aside = [], Sum(), Sum()
    for path in sorted(folder.glob("*.truth.json")):
        name, key = key_from(path)
        kept = path.name.split(".")[0] in KEPT_ASIDE
        result = marked((folder / name).read_bytes(), name, key)
        (aside if kept else whole).add(result)
        if kept and not details:
            continue
        lines.append(f"{name:28} F1 {result.f1:.4f}  exact {result.exact}/{result.demanded}  silent {len(result.silent)}")
        if details:
            lines += [f"    {wrong}" for wrong in result.wrong]
    return [*lines, f"{'all of these':28} {whole.line()}", f"{'kept aside':28} {aside.line()}"]


def on_made_lists(seeds: Iterable[int], format: Format | None, progress: Callable[[], None] = lambda: None) -> Made1000:
    """The figures of the lists of those seeds."""
    figures = Made1000()
    for seed in seeds:
        one = made(seed, format)
        result = marked(one.content, one.name, one.key)
        figures.total.add(result)
        for axis in one.layout.axes().items():
            figures.by_axis[axis].add(result)
        if result.refused and result.refused.startswith(CRASH):
            figures.crashes.append((seed, result.refused))
        for wrong in result.wrong:
            figures.what[f"{'silent' if wrong.silent else 'told'} {wrong.what}"] += 1
        if result.silent:
            figures.silent.append((seed, one.layout.format, str(result.silent[0])))
        progress()
    return figures


def on_counts(seeds: Iterable[int], format: Format | None) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Planted wrong counts by level as (reported, planted, missed seeds…), and false alarms by code as seeds."""
    planted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    alarms: dict[str, list[int]] = defaultdict(list)
    for seed in seeds:
        wrong = made_with_counts(seed, format, wrong=True)
        assert wrong.planted is not None
        found = reported(_quiet(wrong), wrong.planted)
        told = planted[wrong.planted.level]
        told[0] += found
        told[1] += 1
        if not found:
            told.append(seed)
        clean = _quiet(made_with_counts(seed, format, wrong=False))
        for code in {finding.code for finding in clean.findings} & FALSE_ALARMS:
            alarms[code].append(seed)
    return planted, alarms


def _quiet(one: Made) -> Reading:
    try:
        return reading(one.content, one.name)
    except Exception as error:
        return Reading(None, refused=f"{CRASH}: {error}")
