"""What a cell looks like, whatever its head says: a date, a territory, an institution, a unit, a kind of agreement."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from teikei.lists.layout.values import read_date, two_languages
from teikei.lists.layout.words import counts_in, is_kind_like, is_region_name, label_and_count, layout_words, says_its_day, whole_number
from teikei.lists.layout.years import is_month_and_day
from teikei.names.territories import territory_codes
from teikei.names.units import is_unit_name, split_units
from teikei.rules.terms import saying

# A text longer than this is no name, heading or date (characters); what is longer is reported as unread.
LONGEST_CELL = 300
_MARKS_ONLY = re.compile(r"[\s○◯〇●◎◉✓✔☑レ×✕✗－―—–\-△▲★☆♦◆※*†]+")
# Four digits below it are a code (ISCED 0311), not a year.
_OLDEST_YEAR = 1600
_YEAR = re.compile(r"(19|20)\d\d年?")


@cache
def _institution_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    content = layout_words()["content"]
    inside = [word for word in content["institution_ja"] if len(word) > 1]
    ending = [word for word in content["institution_ja"] if len(word) == 1]
    japanese = re.compile(rf"{'|'.join(map(re.escape, inside))}|(?:{'|'.join(ending)})(?=$|[\s(（・])")
    latin = re.compile(rf"(?<![a-zà-ɏ])(?:{'|'.join(map(re.escape, content['institution_en']))})", re.IGNORECASE)
    return japanese, latin


@lru_cache(maxsize=65_536)
def is_institution_like(text: str) -> bool:
    """Whether a text holds a word that names of institutions hold: 大学, Universität, Ministry …"""
    if len(text) > LONGEST_CELL or len(text) < 3:
        return False
    japanese, latin = _institution_words()
    return bool(japanese.search(text) or latin.search(text))


@cache
def _sums() -> frozenset[str]:
    return frozenset(layout_words()["content"]["sums"])


@cache
def same_as_above() -> frozenset[str]:
    """Signs and words by which a cell repeats the one above it: 〃, 同上."""
    return frozenset(layout_words()["content"]["same_as_above"])


def is_sum(text: str) -> bool:
    """Whether a text is a word for a total: 合計, 小計, Total."""
    plain = re.sub(r"[\s:：()（）]+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    return plain in _sums() or plain.replace(" ", "") in _sums()


def is_date_like(text: str) -> bool:
    """Whether a text is a date, to the day, month or year, or a period."""
    read = read_date(text)
    old = read.date is not None and read.date.year < _OLDEST_YEAR
    return (read.problem not in ("unread", "day-number") and not old and not read.kinds) or is_month_and_day(text)


def is_dated_kind(text: str) -> bool:
    """Whether a text says kinds of agreement, each with its day: MoU, 12 March 2004."""
    return bool(read_date(text).kinds)


def is_territory(text: str) -> bool:
    """Whether a text names one territory or several, with or without its stated count."""
    label = label_and_count(text)[0]
    if len(label) > 60:
        return False
    return bool(territory_codes(label) or ((both := two_languages(label)) and territory_codes(both[0])))


# The university's own library, hospital or museum is a unit of it.
_OF_THE_UNIVERSITY = re.compile(
    r"\bUniversity(?= (?:Library|Libraries|Hospital|Museum|Archives|Headquarters|Office|Press)\b)|^University-wide$"
)


_NAMES_A_UNIVERSITY = re.compile("universi|college of", re.IGNORECASE)


def is_our_unit_like(text: str) -> bool:
    """Whether a text names units, and no university that they belong to."""
    text = _OF_THE_UNIVERSITY.sub("", text)
    if "大学" in text.replace("大学院", "").replace("大学病院", "").replace("全大学", "") or _NAMES_A_UNIVERSITY.search(text):
        return text in ("大学", "全学", "本学", "University", "University-wide")
    if any(char.isdigit() for char in text) and (counts_in(text) or says_its_day(text)):
        return False
    units = split_units(text).units
    return bool(units) and all(is_unit_name(unit) for unit in units)


def one_language(label: str) -> str:
    """The Japanese half of a label in two languages, where that half is what places it."""
    if label.isascii() or not (both := two_languages(label)):
        return label
    japanese, latin = both
    if territory_codes(japanese) and territory_codes(latin) == territory_codes(japanese):
        return japanese
    return japanese if is_region_name_like(japanese) and is_region_name_like(latin) else label


def names_our_unit(label: str) -> bool:
    """Whether a line names units of ours; a sentence names none."""
    return is_our_unit_like(label) and not label.endswith((".", "。", "!", "?"))


# What a column of levels says, where another has the units: no unit is called so.
UNIT_LEVELS = frozenset(
    ("faculty", "faculty level", "department", "department level", "departmental", "school", "部局間", "学部間", "部局間協定")
)
LEVELS = UNIT_LEVELS | {
    "university",
    "university level",
    "university-wide",
    "institutional",
    "inter-university",
    "大学間",
    "全学",
    "大学間協定",
}

# What stands for the university itself where other rows name a unit of it.
WHOLE_UNIVERSITY = frozenset(("University", "university", "University-wide", "Whole university", "All"))


@cache
def _kind_beginnings() -> re.Pattern[str]:
    words = sorted(layout_words()["content"]["kind_beginnings"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?![a-z])", re.IGNORECASE)


def kind_at(text: str) -> bool:
    """Whether a text begins with a word that begins the name of a kind of agreement: MOU, Agreement, Student …"""
    return bool(_kind_beginnings().match(text))


def is_region_name_like(text: str) -> bool:
    """Whether a text is a usual name for a group of territories, in one language or both."""
    return is_region_name(text) or bool((both := two_languages(text)) and is_region_name(both[0]))


_YEARS_LONG = re.compile(r"\d+\s*(?:年間|years?)")


def is_term_like(text: str) -> bool:
    """Whether a text says how long an agreement holds, other than by a mere date."""
    return saying(text) is not None or bool(_YEARS_LONG.search(text))


def is_mark(text: str) -> bool:
    """Whether a text is only signs: ○, ★, ―."""
    return bool(_MARKS_ONLY.fullmatch(text))


# The share of a column's filled cells that must look like a field's values for content alone to decide.
CLEAR = 0.7


class _Looks(NamedTuple):
    """How much of a cell (0 or 1) or of a column's cells (0 to 1) looks like each field's values."""

    region: float
    territory: float
    institution: float
    units: float
    concluded_on: float
    valid_to: float
    kinds: float
    dated_kinds: float
    marks: float


@lru_cache(maxsize=16_384)  # tables of one list repeat their cells
def _looks(cell: str) -> _Looks:
    return _Looks(
        is_region_name_like(label_and_count(cell)[0]),
        is_territory(cell),
        is_institution_like(cell),
        is_our_unit_like(cell) or cell.casefold() in LEVELS,
        is_date_like(cell) or bool(_YEAR.fullmatch(cell)) or is_dated_kind(cell),
        is_term_like(cell),
        is_kind_like(cell),
        is_dated_kind(cell),
        is_mark(cell),
    )


def shares(cells: Sequence[str]) -> dict[str, float]:
    """For each field the share of a column's filled cells that look like its values, 0 to 1; empty without cells."""
    filled = [cell for cell in cells if cell and cell not in same_as_above()][:60]
    if not filled:
        return {}

    looks = _Looks(*[sum(looking) / len(filled) for looking in zip(*map(_looks, filled), strict=True)])
    numbers = [whole_number(cell.rstrip(".．")) for cell in filled]
    rising = len(filled) > 1 and None not in numbers and all(b - a == 1 for a, b in pairwise(numbers))  # type: ignore[operator]
    found = {
        "number": 1.0 if rising else 0.0,
        "region": looks.region,
        "territory": looks.territory,
        "institution": looks.institution - 0.5 * looks.units,
        "units": looks.units,
        "concluded_on": looks.concluded_on,
        "valid_to": looks.valid_to,
        "kinds": looks.kinds,
        "dated_kinds": looks.dated_kinds,
        "marks": looks.marks,
    }
    if rising:
        found["concluded_on"] = 0.0
    return found
