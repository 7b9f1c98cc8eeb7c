"""What the columns of a table hold: told by their heads and by what stands under them, with how sure that is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from teikei.lists.layout.content import (
    CLEAR,
    LEVELS,
    UNIT_LEVELS,
    is_date_like,
    is_institution_like,
    is_our_unit_like,
    same_as_above,
    shares,
)
from teikei.lists.layout.daykinds import kinds_of_columns
from teikei.lists.layout.profile import Profile
from teikei.lists.layout.values import two_languages
from teikei.lists.layout.words import QUOTAS, YEAR_HEAD, bracketed_field, head_fields
from teikei.lists.located import Locator, Row, column_letters
from teikei.lists.model import Decision
from teikei.names.bilingual import Text
from teikei.names.territories import territory_codes

NO_COLUMN = 1_000_000
_FLAT = {"region", "territory_code", "territory_count", "region_note"}
_RARE = {
    "institution_alt", "partner_unit", "valid_to", "kinds", "marks", "number", "renewed_on", "location", "note", "quota_in", "quota_out",
    "counted",
}  # fmt: skip
# So many names are no chance.
_MANY = 4
# Rows looked at to learn what a table's columns hold.
SAMPLE = 60
_CJK = re.compile("[ぁ-ヿ一-鿿]")
# One pair of brackets may stand in another: （中華民国（台湾））.
_INSIDE = r"(?:[^()（）\[\]［］【】]|[(（][^()（）\[\]［］【】]*[)）])"
_IN_BRACKETS = re.compile(rf"^(?P<name>.+?)\s*[(（\[［【](?P<territory>{_INSIDE}{{1,120}})[)）\]］】]\s*$", re.DOTALL)
_IN_FRONT = re.compile(
    r"^(?:[(（\[［【](?P<territory>[^()（）\[\]［］【】]{2,40})[)）\]］】]|(?P<plain>[^:：]{2,40})[:：])\s*(?P<name>.+)$", re.DOTALL
)
_BEHIND = re.compile(r"^(?P<name>.+?)\s*[,，、;；/／]\s*(?P<territory>[^,，、;；/／]{2,60})$", re.DOTALL)
NUMBERED = re.compile(r"^[(（]?([0-9０-９]{1,4})\s*[.．)）、:：]\s*(?=\S)")
_LAST_BRACKETS = re.compile(rf"^(.+?)\s*[(（\[［【]({_INSIDE}*)[)）\]］】]\s*$", re.DOTALL)
CARRIERS: Mapping[str, re.Pattern[str]] = {"brackets": _IN_BRACKETS, "suffix": _BEHIND, "prefix": _IN_FRONT}


def carried_territory(name: str, way: str) -> tuple[str, str] | None:
    """The name without the territory that it carries in that way, and the territory; None where it carries none."""
    match = CARRIERS[way].match(name)
    if not match:
        return None
    label = (match["territory"] or match.groupdict().get("plain") or "").strip()
    return (match["name"].strip(), label) if territory_codes(label) else None


def in_brackets_behind(name: str) -> tuple[str, str] | None:
    """A name and what stands in the last brackets behind it."""
    match = _LAST_BRACKETS.match(name)
    return (match[1].strip(), match[2].strip()) if match else None


def bare_name(name: str, carried: str | None, bracketed: str | None) -> str:
    """A name without the territory or other value that it carries."""
    if bracketed and (parts := in_brackets_behind(name)):
        name = parts[0]
    if carried and (parts := carried_territory(name, carried)):
        return parts[0]
    return name


@dataclass(slots=True)
class Table:
    """The columns of the table being read.

    columns: field → cell index. compound: cell index → the fields that share the cell. width: how many cells a whole
    row has. flags: cell index → the head of a column of signs (学生交流 ○). bilingual: fields whose cells say a name in
    two languages. carried: how a name carries its territory ("brackets", "suffix", "prefix"), if it does. bracketed: the
    field that stands in brackets behind each name, where the head says so. numbered: names begin with the row's number.
    day_kinds: cell index → the kind of agreement whose days stand there, where the table has a column for each.
    """

    columns: dict[str, int]
    width: int
    compound: dict[int, tuple[str, ...]] = field(default_factory=dict)
    flags: dict[int, str] = field(default_factory=dict)
    bilingual: frozenset[str] = frozenset()
    carried: str | None = None
    bracketed: str | None = None
    numbered: bool = False
    unit_flags: dict[int, str] = field(default_factory=dict)
    day_kinds: dict[int, str] = field(default_factory=dict)
    day_at: int = NO_COLUMN
    flat: bool = False
    rare: bool = False
    named_with_more: bool = False

    def __post_init__(self) -> None:
        self.flat = not _FLAT.isdisjoint(self.columns)
        self.rare = not _RARE.isdisjoint(self.columns) or bool(self.flags or self.unit_flags or self.day_kinds)
        self.named_with_more = bool(self.bilingual or self.carried or self.bracketed or self.numbered)
        self.day_at = NO_COLUMN if self.compound or self.day_kinds else self.columns.get("concluded_on", NO_COLUMN)

    def field_of(self) -> dict[int, str]:
        """Cell index → field, for columns of one field."""
        return {index: name for name, index in self.columns.items() if index not in self.compound}


def decide_table(
    heads: Sequence[str], sample: Sequence[Sequence[str]], profile: Profile, row: Row | None, *, headed: bool = False
) -> tuple[Table, list[Decision]] | None:
    """The columns under these heads ("" where there is none), or None where no column can hold the partner.

    sample: the cells of some rows under the head. row: the head's row, for the places of the decisions. headed: whether
    territories stand on lines between the rows, so that a few names with one behind them (Ministry of Health, Egypt)
    carry none.
    """
    width = max([len(heads), *(len(cells) for cells in sample)], default=0)
    again = same_as_above()
    columns = [[cells[index] if index < len(cells) and cells[index] not in again else "" for cells in sample] for index in range(width)]
    looks = [shares(column) for column in columns]
    heads = [*heads, *([""] * (width - len(heads)))]
    chosen = _Choice(heads, columns, looks, profile, headed=headed)
    chosen.by_profile()
    chosen.by_units()
    chosen.by_head()
    chosen.by_content()
    if "institution" not in chosen.at:
        return None
    table = Table(
        chosen.at, max(1, (len([head for head in heads if head]) and max(i for i, head in enumerate(heads) if head) + 1) or width),
        chosen.compound, chosen.flags(), chosen.bilingual(), chosen.carried(), chosen.bracketed(), chosen.numbered(), chosen.unit_flags, chosen.day_kinds,
    )  # fmt: skip
    return table, chosen.decisions(row)


class _Choice:
    """Fields taking their columns: first what a person said, then the heads, then the cells."""

    def __init__(
        self, heads: Sequence[str], columns: list[list[str]], looks: list[dict[str, float]], profile: Profile, *, headed: bool
    ) -> None:
        self.headed = headed
        self.heads, self.columns, self.looks, self.profile = heads, columns, looks, profile
        self.at: dict[str, int] = {}
        self.compound: dict[int, tuple[str, ...]] = {}
        self.closed: set[int] = set()
        self.unit_flags: dict[int, str] = {}
        self.day_kinds: dict[int, str] = {}
        self.why: dict[str, tuple[float, Text]] = {}

    def take(self, name: str, index: int, sure: float, en: str, ja: str) -> None:
        self.at[name] = index
        self.why[name] = (sure, Text(en, ja))

    def by_profile(self) -> None:
        """Columns that a person has named, by their heads, their letters where they have none, or their numbers."""
        for index, head in enumerate(self.heads):
            fields = self.profile.fields_of(head, "" if head else column_letters(index), str(index + 1))
            if not fields:
                continue
            if fields == ("kinds",) and self.looks[index].get("marks", 0.0) == 1.0:
                continue  # a column of signs says its kind by its head
            self.closed.add(index)
            self._share(index, fields)
            for name in fields:
                if name != "-" and name not in self.at:
                    self.take(name, index, 1.0, "the profile says so", "プロファイルの指定")

    def by_units(self) -> None:
        """Columns of signs, each for one of our units: 工学部 ○, or 工 under 担当部局. A head that names a field is no unit's."""
        for index, head in enumerate(self.heads):
            if index in self.closed or not head:
                continue
            over, _, under = head.partition("\n")
            grouped = bool(under) and head_fields(over) == ("units",) and not head_fields(under)
            signs = self.looks[index].get("marks", 1.0 if grouped and not any(self.columns[index]) else 0.0)
            if signs == 1.0 and (grouped or (is_our_unit_like(head) and not head_fields(head))):
                self.unit_flags[index] = under if grouped else head
                self.closed.add(index)

    def by_head(self) -> None:
        """Columns whose heads are known words. Of two columns with one meaning the content decides."""
        wanted: dict[str, list[int]] = {}
        for index, head in enumerate(self.heads):
            if index in self.closed:
                continue
            fields = self._fields(index, head)
            if fields:
                self.closed.add(index)
            self._share(index, fields)
            for name in fields:
                if name != "-" and name not in self.at:
                    wanted.setdefault(name, []).append(index)
        for name, indexes in wanted.items():
            self._settle(name, indexes)
        for name in ("institution", "territory"):
            alt = self.at.pop(f"{name}_alt", None) if name not in self.at else None
            if alt is not None:
                self.take(name, alt, *self.why_of(f"{name}_alt"))
        self.at.pop("territory_alt", None)

    def _share(self, index: int, fields: tuple[str, ...]) -> None:
        """Note which fields share a column; the places out and in of one stay together, since one number may be of both."""
        if len(fields) > 1 and set(fields) != QUOTAS:
            self.compound[index] = fields

    def _fields(self, index: int, head: str) -> tuple[str, ...]:
        """What the head says, but that a column of University and Faculty names no unit, and one of kinds with their days is of days."""
        fields = head_fields(head)
        if (
            fields == ("kinds",)
            and self.looks[index].get("dated_kinds", 0.0) >= CLEAR
            and not any("concluded_on" in head_fields(other) for other in self.heads)
        ):
            return ("concluded_on",)
        said = {cell.casefold() for cell in self.columns[index] if cell}
        return ("kinds",) if fields == ("units",) and said <= LEVELS and not said.isdisjoint(UNIT_LEVELS) else fields

    def why_of(self, name: str) -> tuple[float, str, str]:
        sure, why = self.why.pop(name)
        return sure, why.en, why.ja

    def _settle(self, name: str, indexes: list[int]) -> None:
        best = indexes[0]
        if len(indexes) > 1 and name in ("institution", "territory"):
            japanese = [index for index in indexes if sum(bool(_CJK.search(cell)) for cell in self.columns[index]) > 0]
            best = (japanese or indexes)[0]
            other = next((index for index in indexes if index != best), None)
            if name == "institution" and other is not None and "institution_alt" not in self.at and self._may_be_names(other):
                self.take("institution_alt", other, 0.8, "a second column of names", "2つ目の名称の列")
        if name == "concluded_on":
            self.day_kinds = kinds_of_columns(self.heads, indexes)
        share = self.looks[best].get(name)
        sure = 0.9 if share is None else 0.75 + 0.25 * share
        if name == "concluded_on" and share is not None and share < 0.3 and (other := self._clearest(name)) is not None:
            best, sure = other, 0.6
        head = self.heads[best]
        self.take(name, best, sure, f"its head is “{head}”", f"見出しが「{head}」")

    def _may_be_names(self, index: int) -> bool:
        """Whether a further column under a head for names holds some: 全学 and Liberal Arts are none."""
        return self.looks[index].get("institution", 1.0) >= CLEAR / 2

    def _clearest(self, name: str) -> int | None:
        """The column not yet taken whose cells look most like the field's, where that is clear."""
        taken = set(self.at.values())
        free = [i for i in range(len(self.looks)) if i not in taken and i not in self.closed and self.looks[i].get(name, 0.0) >= CLEAR]
        free = [i for i in free if not YEAR_HEAD.fullmatch(self.heads[i])]
        return max(free, key=lambda index: (self.looks[index][name], -index), default=None)

    def _names_like_units(self) -> int | None:
        """The one column of names many of which a unit of ours could have too (Cancer Center), though not most."""
        taken = set(self.at.values())
        found = [
            index
            for index, looks in enumerate(self.looks)
            if index not in taken and looks.get("units", 1.0) < CLEAR <= looks["institution"] + looks["units"] / 2
        ]
        return found[0] if len(found) == 1 else None

    def _worth_telling(self, index: int) -> bool:
        """Whether a column without a head holds words, here and there at least: what is lost with it."""
        words = sum(any(map(str.isalpha, cell)) for cell in self.columns[index])
        return words > 1 and not self.looks[index].get("marks")

    def by_content(self) -> None:
        """What no head told: a column whose cells are clearly dates, territories, names, units."""
        headless = not any(self.heads)
        names = ("number", "concluded_on", "region", "territory", "institution", "units", "valid_to", "kinds", "institution_alt") if headless else ("concluded_on", "territory", "institution", "units")  # fmt: skip
        if not headless and not any(map(head_fields, self.heads)):
            names = ("number", *names)
        for name in names:
            if name in self.at:
                continue
            if name == "institution_alt":
                index = self._clearest("institution")
                index = self._names_like_units() if index is None else index
                if index is None or not self._other_script(index):
                    continue
            else:
                index = self._clearest(name)
            if index is None and name == "institution" and headless:
                index = self._names_like_units()
            if index is None:
                continue
            share = self.looks[index]["institution" if name == "institution_alt" else name]
            if name == "units" and not headless and self.heads[index]:
                continue  # a head that is not known over names of units may be the partner's
            if name == "institution_alt" and not self._is_japanese(self.at["institution"]):
                # As under heads, the Japanese of two columns of names is the partner's.
                self.at["institution"], index = index, self.at["institution"]
            percent = round(100 * share)
            self.take(name, index, 0.5 + 0.4 * share, f"{percent} % of its cells look like it", f"セルの{percent}%がそう読めます")

    def _is_japanese(self, index: int) -> bool:
        return any(_CJK.search(cell) for cell in self.columns[index])

    def _other_script(self, index: int) -> bool:
        return self._is_japanese(self.at["institution"]) != self._is_japanese(index)

    def flags(self) -> dict[int, str]:
        """Columns of signs under a head of their own: 学生交流 ○ says that the agreement is of that kind."""
        return {
            index: head
            for index, head in enumerate(self.heads)
            if head and index not in self.closed and index not in self.at.values() and self.looks[index].get("marks", 0.0) == 1.0
        }

    def bilingual(self) -> frozenset[str]:
        """Fields half of whose cells say a name in Japanese and in Latin script."""
        found = set()
        for name in ("institution", "territory", "region", "units", "partner_unit", "location"):
            if name in self.at:
                filled = [cell for cell in self.columns[self.at[name]] if cell]
                if name == "institution":
                    carried, bracketed = self.carried(), self.bracketed()
                    filled = [bare_name(cell, carried, bracketed) for cell in filled]
                both = [cell for cell in filled if two_languages(cell)]
                if 2 * len(both) >= len(filled) > 0 and (len(both) > 1 or is_institution_like(both[0]) or name != "institution"):
                    found.add(name)
        return frozenset(found)

    def bracketed(self) -> str | None:
        """What stands in brackets behind each name: what the institution's head says, or the day where no column has days."""
        field = bracketed_field(self.heads[self.at["institution"]])
        if field is None and "concluded_on" not in self.at:
            names = [cell for cell in self.columns[self.at["institution"]] if cell]
            dated = sum((parts := in_brackets_behind(name)) is not None and is_date_like(parts[1]) for name in names)
            field = "concluded_on" if dated > 1 and dated >= CLEAR * len(names) else None
        return None if field in self.at else field

    def numbered(self) -> bool:
        """Whether names begin with numbers that rise row by row: １．ボン大学."""
        if "number" in self.at:
            return False
        names = [cell for cell in self.columns[self.at["institution"]] if cell]
        found = [match[1] for name in names if (match := NUMBERED.match(name))]
        return len(found) > 2 and 10 * len(found) >= 9 * len(names) and all(int(b) > int(a) for a, b in pairwise(found))

    def carried(self) -> str | None:
        """How the names of a table without a column of territories carry them."""
        bracketed = self.bracketed()
        if "territory" in self.at or bracketed == "territory":
            return None
        names = [bare_name(cell, None, bracketed) for cell in self.columns[self.at["institution"]] if cell]
        for way in CARRIERS:
            found = sum(carried_territory(name, way) is not None for name in names)
            if self.headed and (found < len(names) or found < _MANY):
                continue
            if names and found >= CLEAR * len(names):
                return way
        return None

    def decisions(self, row: Row | None) -> list[Decision]:
        """One decision for each column, with the head's place."""
        made = []
        by_index = {index: " ".join(name for name, at in self.at.items() if at == index) for index in self.at.values()}
        for index, head in enumerate(self.heads):
            places: tuple[Locator, ...] = (row.locator(index),) if row and index < len(row.cells) else ()
            called = head or f"{column_letters(index)}"
            if index in self.compound:
                fields = " ".join(self.compound[index])
                made.append(
                    Decision("column", f"{called} = {fields}", 0.7, Text("its head names several", "見出しが複数の項目を示す"), places)
                )
            elif index in by_index:
                sure, why = self.why[by_index[index].split()[0]]
                made.append(Decision("column", f"{called} = {by_index[index]}", sure, why, places))
            elif index in self.day_kinds:
                why = Text("the days of a kind of agreement", "協定の種別ごとの締結日")
                made.append(Decision("column", f"{called} = concluded_on", 0.8, why, places))
            elif index in self.unit_flags:
                why = Text("signs under the name of a unit", "見出しが部局名で、欄には記号だけがある")
                made.append(Decision("column", f"{self.unit_flags[index]} = units", 0.8, why, places))
            elif index in self.flags():
                why = Text("signs under a head that names a kind", "見出しが種別を示し、欄には記号だけがある")
                made.append(Decision("column", f"{called} = kinds", 0.8, why, places))
            elif head or self._worth_telling(index):
                known = index in self.closed
                why = (
                    Text("known, and not read", "既知の項目で、取り込まない")
                    if known
                    else Text("its head is not known", "見出しの意味が分からない")
                    if head
                    else Text("it has no head, and its cells say nothing known", "見出しがなく、内容からも項目が分からない")
                )
                made.append(Decision("column", f"{called} = -", 0.9 if known else 0.5, why, places))
        return made
