"""How a list is printed: one frozen value of independent choices, drawn at random."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from random import Random
from typing import Literal, get_args

from made.dates import forms_for
from made.words import GROUPS

Format = Literal["txt", "csv", "html", "xlsx", "xls", "ods", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
# How lines of a text file are cut: tabs, columns of blanks, bars, a cell a line, "key: value", or a blank alone.
Cut = Literal["tab", "gap", "bar", "lines", "pairs", "glued"]


# How often each format is drawn.
_SHARES: tuple[tuple[Format, int], ...] = (
    ("txt", 8), ("csv", 4), ("html", 5), ("xlsx", 5), ("xls", 2), ("ods", 2), ("docx", 4), ("pdf", 6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """The choices. Every field but `style` is an axis of its own in the figures.

    territory: heading, first (of the block), merged, column, ditto, brackets, suffix, glued, none. region: heading,
    merged, column, none. units: none, column, brackets, headings. columns: what the columns hold, left to right.
    language: ja, en, both. english: where a bilingual list has the English name: column, blank, break. head: words,
    spaced, two-rows, each-page, none. sections: one table, or one for each heading. repeats: how a partner's further
    rows name it. dates: the forms. counts: what is stated for the whole, areas, territories.
    rules, page_columns: of a PDF: grid, rows, none; one or two. style: an endless supply
    of whole numbers that picks wordings.
    """

    format: Format
    cut: Cut
    language: str
    english: str
    territory: str
    formal: bool
    region: str
    units: str
    joint: str
    columns: tuple[str, ...]
    head: str
    sections: Literal["one", "each"]
    repeats: str
    dates: tuple[str, ...]
    true_dates: bool
    period: bool
    headline: str
    region_count: str
    territory_count: str
    foot: bool
    as_of: bool
    title: bool
    marks: Literal["none", "name", "date"]
    furniture: bool
    encoding: str
    rules: str
    page_columns: int
    style: int

    def axes(self) -> dict[str, str]:
        """Each choice in a word, for tables of figures."""
        told = {name: value for name, value in asdict(self).items() if name not in ("style", "columns", "joint", "dates")}
        extras = "with" if set(self.columns) & {"contact", "url", "note", "place", "quota_in"} else "none"
        first = next(name for name in self.columns if name != "number")
        return {name: str(value) for name, value in told.items()} | {
            "dates": "/".join(sorted(set(self.dates))) if len(self.dates) == 1 else "mixed",
            "joint": repr(self.joint),
            "extras": extras,
            "first column": first,
        }

    def pick(self, what: str, number: int) -> int:
        """Which of `number` wordings is used for `what`: the same all through a list, and independent of other choices."""
        return Random(f"{self.style} {what}").randrange(number)


def draw_layout(random: Random, format: Format | None = None) -> Layout:
    """A layout that a careful person can read: choices that would make one ambiguous are not drawn together."""
    kind = format or random.choices(*zip(*_SHARES, strict=True))[0]
    cut: Cut = random.choices(get_args(Cut), (6, 3, 3, 1, 1, 1.5))[0] if kind == "txt" else "tab"
    language = random.choices(("ja", "en", "both"), (6, 3, 1.5))[0]
    units = random.choices(("none", "column", "brackets", "headings"), (4, 8, 0.5, 0.7))[0]
    territory, region = _carried(random, kind, cut, units)
    if territory == "suffix" and language != "en":
        territory = "brackets"
    if cut == "glued":
        units = "none"
    if units == "brackets" and (territory == "brackets" or cut in ("lines", "pairs")):
        units = "column"
    english = random.choice(("column", "blank", "break")) if language == "both" else "none"
    if cut in ("lines", "pairs", "glued", "gap") and english == "break":
        english = "blank"
    if cut in ("lines", "glued") and language == "both":
        language, english = "ja", "none"
    columns = _columns(random, cut, territory, region, units, english)
    head = _head(random, kind, cut, columns)
    if units == "brackets" and head == "none":
        head = "words"
    repeats = random.choices(("again", "ditto", "merged"), (8, 1, 1))[0] if cut in ("tab", "bar") else "again"
    if (repeats == "merged" and kind in ("csv", "txt")) or units == "brackets":
        repeats = "again"  # 〃 would repeat the units in brackets behind the name as well
    count_of = random.choice(("bare", "institutions", "territories", "agreements", "none", "none"))
    bare = cut == "glued"
    dates = tuple(random.sample(_forms(random, language, cut), 1 if random.random() < 0.8 else 2))
    return Layout(
        format=kind, cut=cut, language=language, english=english, territory=territory, formal=random.random() < 0.4, region=region,
        units=units, joint=_joint(random, kind, language),
        columns=columns, head=head, sections="each" if region == "heading" and random.random() < 0.4 else "one", repeats=repeats,
        dates=dates, true_dates=kind in ("xlsx", "xls", "ods") and random.random() < 0.6, period=cut != "glued" and random.random() < 0.05,
        headline=random.choice(("none", "line", "line", "title")), region_count=count_of if region in ("heading", "merged") else "none",
        territory_count="bare" if bare else random.choice(("none", "none", "bare", "institutions"))
        if territory in ("heading", "first", "merged") and cut not in ("lines", "pairs") else "none",
        foot=random.random() < 0.15, as_of=random.random() < 0.7, title=random.random() < 0.9,
        marks=random.choices(("none", "name", "date"), (8, 2, 0.7))[0], furniture=random.random() < 0.3,
        encoding=_encoding(random, kind), rules=random.choice(("grid", "rows", "none")) if kind == "pdf" else "-",
        page_columns=random.choice((1, 1, 2)) if kind == "pdf" and len(columns) <= 4 else 1, style=random.randrange(10**9),
    )  # fmt: skip


def _joint(random: Random, kind: Format, language: str) -> str:
    """What stands between our units. In a PDF a line break could be the column's edge as well."""
    joints = ["; ", " / ", ", "] if language == "en" else ["・", "、", "，", "／"]
    return random.choice(joints if kind == "pdf" else [*joints, "\n"])


def _carried(random: Random, kind: Format, cut: Cut, units: str) -> tuple[str, str]:
    """How territory and region are carried."""
    if cut == "glued":
        return "glued", random.choice(("heading", "none"))
    choices = ["heading", "first", "merged", "column", "column", "ditto", "brackets", "suffix", "none"]
    if kind in ("txt", "csv"):
        choices.remove("merged")
    if cut in ("lines", "pairs"):
        choices = ["heading", "column", "brackets", "suffix"]
    if units == "headings":
        return random.choice(("column", "brackets", "suffix")), "none"
    territory = random.choice(choices)
    regions = ["heading", "heading", "none", "none"]
    if cut not in ("lines", "pairs") and territory not in ("heading",):
        regions += ["column"] if kind in ("txt", "csv") else ["column", "merged"]
    return territory, random.choice(regions)


def _columns(random: Random, cut: Cut, territory: str, region: str, units: str, english: str) -> tuple[str, ...]:
    """Which columns there are, in any order; a column for an area stands left of the territory's."""
    if cut == "glued":
        return ("institution", "concluded")
    own = ["institution", "concluded"]
    if units == "column":
        own.append("units")
    if english == "column":
        own.append("institution_en")
    extras = ("renewed", "until", "kinds", "partner_unit", "contact", "url", "note", "place", "quota_in")
    for extra in extras if cut not in ("lines", "gap") else ():
        if random.random() < 0.12:
            own += ["quota_in", "quota_out"] if extra == "quota_in" else [extra]
    lead = ["region"] if region in ("column", "merged") else []
    if territory in ("first", "merged"):
        lead.append("territory")
    elif territory in ("column", "ditto"):
        own.append("territory")
    if random.random() < 0.6:
        random.shuffle(own)
    if "quota_out" in own:
        own.remove("quota_out")
        own.insert(own.index("quota_in") + 1, "quota_out")
    number = ["number"] if random.random() < 0.3 and cut != "lines" else []
    return tuple(lead + number + own) if random.random() < 0.5 else tuple(number + lead + own)


def _head(random: Random, kind: Format, cut: Cut, columns: tuple[str, ...]) -> str:
    if cut == "lines":
        return "none"
    if cut in ("pairs", "glued"):
        return "words"
    choices = ["words"] * 6 + ["spaced"]
    if any(frozenset(pair) in GROUPS for pair in pairwise(columns)) and cut not in ("gap", "bar"):
        choices += ["two-rows"] * 3
    if kind == "txt":
        choices.append("each-page")
    if set(columns) <= {"number", "territory", "institution", "units", "concluded", "institution_en", "region"}:
        choices.append("none")
    return random.choice(choices)


def _forms(random: Random, language: str, cut: Cut) -> list[str]:
    """The forms for this list: day, month and year forms as often as published lists have them."""
    forms = forms_for(language)
    if cut == "glued":
        forms = [form for form in forms if form in ("year", "dots", "slash", "dots-month", "iso", "kanji")] or ["year"]
    if random.random() < 0.75:
        return [form for form in forms if "month" not in form and "year" not in form and not form.startswith(("mdy", "dmy"))] or forms
    other = random.choice((("mdy", "mdy-padded"), ("dmy", "dmy-dots")))
    return [form for form in forms if form not in other]


def _encoding(random: Random, kind: Format) -> str:
    if kind == "txt":
        return random.choices(("utf-8", "utf-8-sig", "cp932", "euc_jp"), (8, 1, 1, 1))[0]
    if kind == "csv":
        return random.choice(("utf-8", "utf-8-sig", "cp932", "cp932", "euc_jp", "utf-16"))
    return "utf-8"
