"""Lines that say at which level the agreements under them were concluded, and lines that state several counts."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from teikei.lists.layout.content import is_our_unit_like
from teikei.lists.layout.words import counts_in, is_region_name, without_bullet
from teikei.lists.located import Row
from teikei.rules.counting import Counted

_JAPANESE = "大学間|部局間|学部間|研究科間|全学"
# A part of the list by who concluded it, with its numbers behind: 【大学間協定】 5大学(4か国), 部局間交流協定 計3か国 4機関.
_LEVEL = re.compile(rf"^[【\[《〈]?((?:{_JAPANESE})[^\d【】《》〈〉\[\]()（）計]*?)[】\]》〉]?\s*((?:[\d(（]|計|合計|全).*)$")
_LEVEL_AND_UNITS = re.compile(
    rf"^((?:{_JAPANESE}|faculty|department|school|unit)[^()（）]{{0,20}}?)\s*[(（]([^()（）]+)[)）]$", re.IGNORECASE
)
_SEVERAL_COUNTS = re.compile(r"^(\D{1,30}?)\s*[(（\[【：:]?\s*(\d.*?)[)）\]】]?$")
_A_LEVEL = re.compile(rf"{_JAPANESE}|(?:university|faculty|department)(?=[- ](?:level|wide))", re.IGNORECASE)
# A line that says only at which level the agreements under it were concluded.
_LEVEL_ALONE = re.compile(
    r"(?:大学|部局|学部|研究科|機関)等?間(?:学術|国際|学生|交流|協力|連携|・)*(?:協定|覚書|提携)?(?:締結)?(?:校|大学|機関)?(?:一覧)?|全学協定"
    r"|(?:inter-?)?(?:university|institution(?:al)?|faculty|department(?:al)?|school)(?:[- ](?:level|wide))?"
    r"(?: (?:academic|student|exchange|cooperation))*(?: (?:agreements?|mous?|partners?))",
    re.IGNORECASE,
)


def is_level(text: str) -> bool:
    """Whether a text names a level at which agreements are concluded, and nothing else: 部局間協定, Faculty-level agreements."""
    return len(text) <= 60 and bool(_LEVEL_ALONE.fullmatch(text))


def level_and_units(text: str) -> tuple[str, str] | None:
    """The level that a cell names and the units in brackets behind it: 部局間（農学部・獣医学部）. None where it says anything else."""
    match = _LEVEL_AND_UNITS.match(text)
    return (match[1], match[2]) if match and is_our_unit_like(match[2]) else None


def level_and_counts(text: str) -> tuple[str, list[tuple[Counted, int | None, str]]] | None:
    """The level that a line names and the counts behind it; None where it says anything else."""
    match = _LEVEL.match(text) if len(text) <= 60 else None
    return (match[1].strip(), counts) if match and (counts := counts_in(match[2])) else None


def whole_counts(text: str, found: Sequence[tuple[Counted, int | None, str]]) -> list[tuple[Counted, int | None, str]]:
    """The counts of a line, with those of the levels put together: 大学間3校、部局間2校 are 5; of 計5校（3校＋2校） the whole stands alone.

    Countries of two levels may be the same ones: those numbers say nothing of the whole, and are left out.
    """
    made: list[tuple[Counted, int | None, str]] = []
    for of in dict.fromkeys(each[0] for each in found):
        same = [each for each in found if each[0] == of]
        numbers = [number for _, number, _ in same if number is not None]
        if len(numbers) == len(same) > 1 and len(_A_LEVEL.findall(text)) == len(same):
            same = [] if of == "territories" else [(of, sum(numbers), " + ".join(words for *_, words in same))]
        elif len(numbers) == len(same) > 2 and 2 * max(numbers) == sum(numbers):
            same = [each for each in same if each[1] == max(numbers)][:1]
        made += same
    return made


def region_and_counts(text: str) -> tuple[str, list[tuple[Counted, int | None, str]]] | None:
    """A region and what is counted in it: アジア（3か国・地域 5大学）; None where the line says anything else."""
    match = _SEVERAL_COUNTS.match(text) if len(text) <= 60 else None
    return (match[1], counts) if match and is_region_name(match[1]) and (counts := counts_in(match[2])) else None


def levels_alone(rows: Sequence[Row]) -> Mapping[str | None, set[str]]:
    """The levels that stand on lines of their own, by sheet."""
    levels: dict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        if len(cells := [cell for cell in row.cells if cell]) == 1 and is_level(label := without_bullet(cells[0])):
            levels[row.sheet].add(label)
    return levels
