"""A published list as read: entries, headings, what the list states of itself, and where each value stood."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from teikei.lists.cells import characters_in
from teikei.lists.located import Locator, Row
from teikei.names.bilingual import Text
from teikei.names.folding import fold
from teikei.rules.counting import Counted, CountingRules, Tally, tally
from teikei.rules.days import PartialDate

Severity = Literal["info", "warning", "serious"]
# How grave a finding is, in the words that every screen, file and terminal uses.
SEVERITY_WORDS: Mapping[Severity, Text] = {
    "serious": Text("Serious", "重大"),
    "warning": Text("To be checked", "要確認"),
    "info": Text("For information", "参考"),
}
Role = Literal[
    "blank", "title", "totals", "as-of", "legend", "region", "count", "note", "header", "territory", "unit", "year", "entry", "continued", "furniture",
    "outside", "hidden", "unread",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that the list states: what it counts, the value (None where it is not a number), its words."""

    of: Counted
    value: int | None
    text: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A heading of the list's own grouping of territories, as printed. `counted` is False where the list says so."""

    label: str
    stated: tuple[Stated, ...] = ()
    counted: bool = True
    note: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A country or territory of the list: its label without the stated count, and the codes it means.

    `codes` is empty where the label is unknown, and has several where the label names several territories.
    """

    label: str
    codes: tuple[str, ...] = ()
    stated: Stated | None = None
    region: Region | None = None
    row: Row | None = None
    cell: int = 0
    key: str = field(init=False, compare=False)  # what entries of one territory share: its code, else its label

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", " ".join(self.codes) or self.label)


class Entry(NamedTuple):
    """One printed row: the partner, our units, the date concluded. Text is as printed, trimmed.

    Entries and rows are named tuples, not dataclasses: a national list makes 60,000 of each, five times as fast.

    `places` maps a field's name to the index of its cell in `row`. Composed entries have no row.
    """

    n: int
    institution: str
    units: tuple[str, ...] = ()
    concluded_on: PartialDate | None = None
    region: Region | None = None
    heading: Heading | None = None
    counted: bool = True
    institution_alt: str | None = None
    partner_unit: str | None = None
    valid_to: str | None = None
    kinds: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    units_text: str = ""
    date_text: str = ""
    row: Row | None = None
    places: Mapping[str, int] = MappingProxyType({})
    number: str | None = None
    renewed_on: PartialDate | None = None
    location: str | None = None
    note: str | None = None
    quota_in: str | None = None
    quota_out: str | None = None

    @property
    def territory(self) -> str | None:
        """The territory's label as printed."""
        return self.heading.label if self.heading else None

    @property
    def territory_codes(self) -> tuple[str, ...]:
        """The ISO codes of the territory: none where unknown, several for an agreement of several territories."""
        return self.heading.codes if self.heading else ()

    @property
    def territory_key(self) -> str | None:
        """What entries of one territory share: its code, else its label."""
        return self.heading.key if self.heading else None

    @property
    def institution_key(self) -> object:
        """What rows of one institution share: its territory and its folded name."""
        return self.territory_key, fold(self.institution)

    def locator(self, value: str | None = None) -> Locator:
        """The place of the row, or of one value ("institution", "units", "concluded_on" …)."""
        row = self.row
        if row is None:
            return Locator()
        return row.locator(self.places.get(value) if value else None)

    def content(self) -> tuple[object, ...]:
        """What the row says, without its place: equal for the same row read from another format."""
        return (
            self.n, self.region.label if self.region else None, self.territory, self.territory_codes, self.institution,
            self.institution_alt, self.partner_unit, self.units, self.concluded_on, self.valid_to, self.kinds, self.marks,
            self.counted, self.renewed_on, self.location, self.note, self.quota_in, self.quota_out,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The command line's contract for one entry (docs/reference/entries.md)."""
        codes = self.territory_codes
        return {
            "n": self.n,
            "locator": {key: value for key, value in self.locator().to_json().items() if key != "column"},
            "region": self.region.label if self.region else None,
            "territory": self.territory,
            "territory_code": codes[0] if len(codes) == 1 else None,
            "institution": self.institution,
            "institution_alt": self.institution_alt,
            "partner_unit": self.partner_unit,
            "units": list(self.units),
            "concluded_on": self.concluded_on.isoformat() if self.concluded_on else None,
            "renewed_on": self.renewed_on.isoformat() if self.renewed_on else None,
            "valid_to": self.valid_to,
            "kinds": list(self.kinds),
            "marks": list(self.marks),
            "number": self.number,
            "location": self.location,
            "quota_in": self.quota_in,
            "quota_out": self.quota_out,
            "note": self.note,
            "counted": self.counted,
            "raw": self.row.raw if self.row else "",
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that a person may accept: of what ("unit", "territory" …), as printed, and as it should read."""

    of: str
    printed: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A checker's remark: what, how grave, in words of both languages, and the place of every line it compares."""

    code: str
    severity: Severity
    text: Text
    locators: tuple[Locator, ...] = ()
    proposal: Proposal | None = None

    def to_json(self) -> dict[str, Any]:
        """The command line's contract for one finding (docs/reference/findings.md)."""
        proposal = self.proposal
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.text.en,
            "message_ja": self.text.ja,
            "locators": [locator.to_json() for locator in self.locators],
            "proposal": {"of": proposal.of, "printed": proposal.printed, "proposed": proposal.proposed} if proposal else None,
        }


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a listing was read from: its name, format, encoding, size in bytes and SHA-256."""

    name: str
    format: str
    encoding: str | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: its located rows in order, and what it has to report (hidden sheets, damaged parts).

    beside: the positions of rows that stand in the menus and the foot of a web page, beside what the page is about.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the layout interpreter decided, and why.

    about: what was decided ("table", "column", "territory", "records", "counts", "dates", "separator" …). value: the
    decision in the words of a profile. sure: 0 to 1. why: the evidence in a sentence. places: where it stood.
    """

    about: str
    value: str
    sure: float
    why: Text
    places: tuple[Locator, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract of `teikei read --explain` for one decision."""
        return {
            "about": self.about,
            "value": self.value,
            "sure": round(self.sure, 2),
            "why": self.why.en,
            "why_ja": self.why.ja,
            "locators": [place.to_json() for place in self.places],
        }


@dataclass(frozen=True)
class Listing:
    """A published list: what its head says, its regions and territories in order, its entries in order.

    rows are all lines of the input and roles what each was taken for, so that every line is accounted for.
    findings are those of reading; `teikei.lists.check` adds its own.
    """

    title: str = ""
    as_of: date | None = None
    stated: tuple[Stated, ...] = ()
    legend: tuple[str, ...] = ()
    rules: CountingRules = CountingRules()
    regions: tuple[Region, ...] = ()
    headings: tuple[Heading, ...] = ()
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    source: SourceFile | None = None
    rows: tuple[Row, ...] = ()
    roles: tuple[Role, ...] = ()
    as_of_row: Row | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of filled lines of the input that were accounted for: 1.0 where none is unread."""
        filled = sum(role != "blank" for role in self.roles)
        return 1.0 - self.roles.count("unread") / filled if filled else 1.0

    @property
    def counts_only(self) -> tuple[Locator, ...]:
        """Where a list that gives only numbers, and names no partner, gives them; empty for any other list."""
        return () if self.entries else next((made.places for made in self.decisions if made.value == "counts only"), ())

    def stated_total(self, of: Counted) -> Stated | None:
        """The headline's number of territories, institutions or agreements, where it states one."""
        return next((stated for stated in self.stated if stated.of == of), None)

    def counted(self) -> Tally:
        """What the rows give."""
        return self._tally

    def counted_for(self, stated: Stated) -> int | None:
        """What the rows give of what a total states: those of the whole list, or of the sheet on which it stands, where
        that comes nearer (a sheet of a workbook may speak for itself). None where the rows cannot say.
        """
        sheet = stated.row.sheet if stated.row else None
        own = [entry for entry in self.entries if sheet is not None and entry.row and entry.row.sheet == sheet]
        scopes = [self._tally, tally(own, self.rules)] if 0 < len(own) < len(self.entries) else [self._tally]
        numbers = [number for number in (getattr(scope, stated.of) for scope in scopes) if number is not None]
        return min(numbers, key=lambda number: abs(number - (stated.value or 0)), default=None)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character of the input, so that a check can pass by what does not occur at all."""
        return characters_in("".join([row.raw for row in self.rows]))

    @cached_property
    def folded_institutions(self) -> list[str]:
        """The folded names of the entries' institutions, in order."""
        return list(map(fold, [entry.institution for entry in self.entries]))

    @cached_property
    def by_units(self) -> dict[tuple[str, ...], list[int]]:
        """The positions of the entries that name the same units, in order of first appearance."""
        positions: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for position, entry in enumerate(self.entries):
            positions[entry.units].append(position)
        return positions

    @cached_property
    def _tally(self) -> Tally:
        return tally(self.entries, self.rules)

    def blocks(self) -> Iterator[tuple[Region | None, list[tuple[Heading | None, list[Entry]]]]]:
        """Entries by region and territory, both in order of first appearance."""
        grouped: dict[int, tuple[Region | None, dict[int, tuple[Heading | None, list[Entry]]]]] = {}
        for entry in self.entries:
            region, heading = entry.region, entry.heading
            _, headings = grouped.setdefault(id(region), (region, {}))
            headings.setdefault(id(heading), (heading, []))[1].append(entry)
        for region, headings in grouped.values():
            yield region, list(headings.values())

    def content(self) -> tuple[object, ...]:
        """What the list says, without places: equal for the same list read from another format."""
        return (
            self.title, self.as_of, tuple((s.of, s.value) for s in self.stated), self.legend, self.rules,
            tuple((r.label, tuple((s.of, s.value) for s in r.stated), r.counted, r.note) for r in self.regions),
            tuple((h.label, h.codes, h.stated.value if h.stated else None, h.region.label if h.region else None) for h in self.headings),
            tuple(entry.content() for entry in self.entries),
        )  # fmt: skip
