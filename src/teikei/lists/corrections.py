"""What people correct in a reading: another value for what stands at a place, or for a spelling wherever it stands; that a
line is no entry, or that it is one.

The printed line stays as it is; a correction changes the value that was read from it. Corrections name places of the
file and not numbers of entries, so that they hold when the file is read again with another profile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from teikei.lists.located import Row
from teikei.lists.model import Entry, Heading, Listing, Region, Role
from teikei.names.bilingual import Refusal
from teikei.names.territories import codes_given
from teikei.rules.days import PartialDate

FIELDS = (
    "number", "region", "territory", "institution", "institution_alt", "partner_unit", "units", "concluded_on", "renewed_on", "valid_to",
    "kinds", "marks", "location", "note", "quota_in", "quota_out",
)  # fmt: skip
SEVERAL = frozenset(("units", "kinds", "marks"))
DATES = frozenset(("concluded_on", "renewed_on"))
LONGEST = 300
# Fields whose spelling is one thing wherever it stands: a unit of ours, a territory.
SPELT = frozenset(("units", "territory"))

# Not a value but the whole entry: a line that was taken for one is none, or one that was not is one.
ENTRY, IS_ENTRY, NO_ENTRY = "entry", ("yes",), ("no",)

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
    if field == "region":
        return (entry.region.label,) if entry.region else ()
    if field == ENTRY:
        return IS_ENTRY
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
        whole = {where: one.value for (where, field), one in self.at.items() if field == ENTRY}
        self.out = {where for where, value in whole.items() if value == NO_ENTRY}
        self.added = {where for where, value in whole.items() if value == IS_ENTRY}

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
    return corrected_with_places(listing, corrections)[0]


def corrected_with_places(listing: Listing, corrections: Iterable[Correction]) -> tuple[Listing, list[Where]]:
    """The same, and where each of its entries stands as the reading has it: a row may have lost an entry, or got one."""
    known = Corrections(corrections)
    read = dict(zip(places_of(listing.entries), listing.entries, strict=True))
    if not known.at and not known.spelt:
        return listing, list(read)
    added = _added(listing, known, read)
    headings = _Headings(listing, known)
    entries: list[Entry] = []
    places: list[Where] = []
    for where, entry in _in_order(listing, {**read, **added}) if added else read.items():
        if where in known.out:
            continue
        entry = _set_right(entry, where, known, headings)
        if known.out or added:
            entry = entry._replace(n=len(entries) + 1)
        entries.append(entry)
        places.append(where)
    made = replace(
        listing, entries=tuple(entries), headings=tuple(headings.in_order), regions=tuple(headings.regions),
        roles=_roles(listing, known, places, added),
    )  # fmt: skip
    return made, places


def _set_right(entry: Entry, where: Where, known: Corrections, headings: "_Headings") -> Entry:
    """The entry with what was corrected of it."""
    changed: dict[str, Any] = {}
    placed = {field: known.at[where, field].value for field in ("region", "territory") if (where, field) in known.at}
    region = headings.region(placed["region"]) if "region" in placed else entry.region
    if region is not entry.region:
        changed |= {"region": region, "counted": region is None or region.counted}
    heading = headings.of(entry)
    if "territory" in placed or (region is not entry.region and heading is not None):
        label = placed.get("territory", (heading.label,) if heading else ())
        heading = headings.at(heading, region, label)
    if heading is not entry.heading:
        changed["heading"] = heading
    for field in FIELDS if where in known.lines else known.fields_spelt:
        if field in ("region", "territory"):
            continue
        before = values_of(entry, field)
        after = known.value(where, field, before)
        if after != before:
            changed[field] = _as_kept(field, after)
    return entry._replace(**changed) if changed else entry


def _added(listing: Listing, known: Corrections, read: Mapping[Where, Entry]) -> dict[Where, Entry]:
    """The entries that a person found on lines from which none was read: as yet without a value, on the rows of those lines."""
    if not known.added - read.keys():
        return {}
    rows = {(row.sheet or "", row.page or 0, row.line): row for row in reversed(listing.rows)}
    return {
        where: Entry(0, "", row=rows[where[:3]])
        for where in known.added
        if where not in read and where[:3] in rows and (where, "institution") in known.at
    }


def _in_order(listing: Listing, entries: Mapping[Where, Entry]) -> list[tuple[Where, Entry]]:
    """The entries in the order of the rows on which they stand."""
    position = {(row.sheet or "", row.page or 0, row.line): number for number, row in reversed(list(enumerate(listing.rows)))}
    return sorted(entries.items(), key=lambda found: (position.get(found[0][:3], 0), found[0].nth))


def _roles(listing: Listing, known: Corrections, places: list[Where], added: Mapping[Where, Entry]) -> tuple[Role, ...]:
    """What each line was taken for, by the corrections too."""
    if not known.out and not added:
        return listing.roles
    standing = {where[:3] for where in places}
    out, new = {where[:3] for where in known.out} - standing, {where[:3] for where in added}

    def role_of(row: Row, role: Role) -> Role:
        place = (row.sheet or "", row.page or 0, row.line)
        return "entry" if place in new else "outside" if place in out and role == "entry" else role

    return tuple(role_of(row, role) for row, role in zip(listing.rows, listing.roles, strict=True))


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
        self.regions: list[Region] = list(listing.regions)
        self._new: dict[int, Heading] = {}
        for heading in listing.headings:
            self.in_order.append(self._corrected(heading, known))
        self._known = known

    def _corrected(self, heading: Heading, known: Corrections) -> Heading:
        right = known.spelt.get(("territory", heading.label))
        made = heading
        if right and right.value:
            made = replace(heading, label=right.value[0], codes=codes_given(right.value[0]))
        self._new[id(heading)] = made
        return made

    def of(self, entry: Entry) -> Heading | None:
        """The heading that the entry stands under, with its label set right."""
        return self._new.get(id(entry.heading), entry.heading)

    def region(self, value: Values) -> Region | None:
        """The region of that label: one that the list has, else one made after the last."""
        if not value:
            return None
        for region in self.regions:
            if region.label == value[0]:
                return region
        self.regions.append(Region(value[0]))
        return self.regions[-1]

    def at(self, own: Heading | None, region: Region | None, value: Values) -> Heading | None:
        """A heading of that label in that region: one that the list has, else one made after the entry's own."""
        if not value:
            return None
        for heading in self.in_order:
            if heading.label == value[0] and heading.region is region:
                return heading
        made = Heading(value[0], codes_given(value[0]), None, region)
        after = next((position for position, one in enumerate(self.in_order) if one is own), len(self.in_order) - 1)
        self.in_order.insert(after + 1, made)
        return made
