"""What people correct in a reading: another value for what stands at a place, or for a spelling wherever it stands.

The printed line stays as it is; a correction changes the value that was read from it. Corrections name places of the
file and not numbers of entries, so that they hold when the file is read again with another profile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from teikei.lists.model import Entry, Heading, Listing
from teikei.names.bilingual import Refusal
from teikei.names.territories import territory_codes
from teikei.rules.days import PartialDate

FIELDS = (
    "number", "territory", "institution", "institution_alt", "partner_unit", "units", "concluded_on", "renewed_on", "valid_to",
    "kinds", "marks", "location", "note", "quota_in", "quota_out",
)  # fmt: skip
SEVERAL = frozenset(("units", "kinds", "marks"))
DATES = frozenset(("concluded_on", "renewed_on"))
LONGEST = 300
# Fields whose spelling is one thing wherever it stands: a unit of ours, a territory.
SPELT = frozenset(("units", "territory"))

Values = tuple[str, ...]


class Where(NamedTuple):
    """An entry by its place: the row that it stands on, and which of that row's entries it is (0 for the first)."""

    sheet: str
    page: int
    line: int
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """One value set right: at one place, or (where `where` is None) for a spelling wherever it stands."""

    field: str
    value: Values
    printed: str = ""
    where: Where | None = None

    def to_json(self) -> dict[str, Any]:
        """As kept beside the judgment that made it."""
        return {"field": self.field, "value": list(self.value), "printed": self.printed, "where": list(self.where) if self.where else None}

    @classmethod
    def fromjson(cls, kept: Mapping[str, Any]) -> "Correction":
        """The inverse of to_json."""
        return cls(kept["field"], tuple(kept["value"]), kept["printed"], Where(*kept["where"]) if kept["where"] else None)


def values_of(entry: Entry, field: str) -> Values:
    """A field of an entry as a person corrects it: its values as text, dates in ISO order; () for none."""
    if field == "territory":
        return (entry.territory,) if entry.territory else ()
    value = getattr(entry, field)
    if isinstance(value, tuple):
        return value
    if isinstance(value, PartialDate):
        return (value.isoformat(),)
    return (value,) if value else ()


def checked(field: str, values: Iterable[str]) -> Values:
    """The values as they may stand in that field. Refusal for no date, no name, too long a value, too many."""
    found = tuple(text for text in (" ".join(value.split()) for value in values) if text)
    if field not in FIELDS:
        raise Refusal("There is no such field to correct.", "訂正できる項目ではありません。")
    if len(found) > 1 and field not in SEVERAL:
        raise Refusal("Only one value can stand here.", "値は1つだけ入力してください。")
    if any(len(text) > (100 if field in ("valid_to", "number", "quota_in", "quota_out") else LONGEST) or "\x00" in text for text in found):
        raise Refusal("The value is too long, or holds a sign that is no text.", "値が長すぎるか、文字でない符号があります。")
    if field == "institution" and not found:
        raise Refusal("The partner needs a name.", "協定機関名は空にできません。")
    if field in DATES and found:
        try:
            PartialDate.fromisoformat(found[0])
        except ValueError:
            raise Refusal(
                f"{found[0]}: not a date. Write it as 2015-11-09, or 2015-11 or 2015 where no more is known.",
                f"{found[0]}: 日付ではありません。2015-11-09（わからない場合は 2015-11 や 2015）の形で入力してください。",
            ) from None
    return found


def places_of(entries: Iterable[Entry]) -> list[Where]:
    """Where each entry stands, in their order."""
    seen: Counter[tuple[str, int, int]] = Counter()
    found = []
    for entry in entries:
        row = entry.row
        place = (row.sheet or "", row.page or 0, row.line) if row else ("", 0, -entry.n)
        found.append(Where(*place, seen[place]))
        seen[place] += 1
    return found


class Corrections:
    """Many corrections, ready to be asked for one value: the later one holds where two meet."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self.at: dict[tuple[Where, str], Correction] = {}
        self.spelt: dict[tuple[str, str], Correction] = {}
        for one in corrections:
            if one.where is None:
                self.spelt[one.field, one.printed] = one
            else:
                self.at[one.where, one.field] = one
        self.fields_spelt = {field for field, _ in self.spelt}
        self.lines = {where for where, _ in self.at}

    def value(self, where: Where, field: str, values: Values) -> Values:
        """What a field reads after the corrections: that of its place first, then those of its spellings."""
        if own := self.at.get((where, field)):
            return own.value
        if field not in self.fields_spelt:
            return values
        found = [new for text in values for new in (self.spelt[field, text].value if (field, text) in self.spelt else (text,))]
        return tuple(dict.fromkeys(found)) if found != list(values) else values


def corrected(listing: Listing, corrections: Iterable[Correction]) -> Listing:
    """The listing with the corrections made. Its rows, and every printed text in them, stay as they stood."""
    known = Corrections(corrections)
    if not known.at and not known.spelt:
        return listing
    headings = _Headings(listing, known)
    entries = []
    for where, entry in zip(places_of(listing.entries), listing.entries, strict=True):
        changed: dict[str, Any] = {}
        for field in FIELDS if where in known.lines else known.fields_spelt:
            before = values_of(entry, field)
            after = known.value(where, field, before)
            if field == "territory":
                heading = headings.at(entry, known.at[where, field].value) if (where, field) in known.at else headings.of(entry)
                if heading is not entry.heading:
                    changed["heading"] = heading
            elif after != before:
                changed[field] = _as_kept(field, after)
        entries.append(entry._replace(**changed) if changed else entry)
    return replace(listing, entries=tuple(entries), headings=tuple(headings.in_order))


def _as_kept(field: str, values: Values) -> object:
    if field in SEVERAL:
        return values
    if not values:
        return None
    return PartialDate.fromisoformat(values[0]) if field in DATES else values[0]


class _Headings:
    """The headings after correction: a misspelt label is one object again, a row of its own gets one beside it."""

    def __init__(self, listing: Listing, known: Corrections) -> None:
        self.in_order: list[Heading] = []
        self._new: dict[int, Heading] = {}
        for heading in listing.headings:
            self.in_order.append(self._corrected(heading, known))
        self._known = known

    def _corrected(self, heading: Heading, known: Corrections) -> Heading:
        right = known.spelt.get(("territory", heading.label))
        made = heading
        if right and right.value:
            made = replace(heading, label=right.value[0], codes=territory_codes(right.value[0]))
        self._new[id(heading)] = made
        return made

    def of(self, entry: Entry) -> Heading | None:
        """The heading that the entry stands under, with its label set right."""
        return self._new.get(id(entry.heading), entry.heading)

    def at(self, entry: Entry, value: Values) -> Heading | None:
        """A heading of that label in the entry's region: one that the list has, else one made after its own."""
        if not value:
            return None
        for heading in self.in_order:
            if heading.label == value[0] and heading.region is entry.region:
                return heading
        made = Heading(value[0], territory_codes(value[0]), None, entry.region)
        own = self.of(entry)
        after = next((position for position, one in enumerate(self.in_order) if one is own), len(self.in_order) - 1)
        self.in_order.insert(after + 1, made)
        return made
