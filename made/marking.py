"""Marking a reading against a key, fairly: names after NFKC and without blanks, dates at the same precision only.

A row that is wrong and silent costs more than one that is left out and reported: both are told apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from made.key import Key, KeyRow, StatedCount
from teikei.lists.check import check
from teikei.lists.located import Locator, Row
from teikei.lists.model import Entry, Finding, Listing
from teikei.lists.read import read_content
from teikei.names.bilingual import Refusal

COUNT_CODES = {"headline": "headline-differs", "region": "region-differs", "territory": "territory-differs"}
FALSE_ALARMS = frozenset((*COUNT_CODES.values(), "agreements-fewer-than-rows"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that differs from the key. `silent`: no finding cites its line."""

    what: str
    partner: str
    expected: str
    read: str
    silent: bool

    def __str__(self) -> str:
        return f"{'SILENT ' if self.silent else ''}{self.what} of {self.partner}: expected {self.expected}, read {self.read}"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a list was read: rows exact, rows read, rows in the key, and every value that differs."""

    exact: int
    read: int
    demanded: int
    wrong: tuple[Wrong, ...] = ()
    refused: str | None = None

    @property
    def silent(self) -> tuple[Wrong, ...]:
        """What is wrong without a finding."""
        return tuple(wrong for wrong in self.wrong if wrong.silent)

    @property
    def precision(self) -> float:
        """Exact rows among those read; 1 where none was read."""
        return self.exact / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Exact rows among those in the key."""
        return self.exact / self.demanded if self.demanded else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return f1(self.exact, self.read, self.demanded)


def f1(exact: int, read: int, demanded: int) -> float:
    """F1 from counts of rows; 1 where nothing was to be read and nothing was."""
    return 2 * exact / (read + demanded) if read + demanded else 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as the product read it: the listing with all findings, or the words of the refusal."""

    listing: Listing | None
    findings: tuple[Finding, ...] = ()
    refused: str | None = None


def reading(content: bytes, name: str) -> Reading:
    """What the product makes of the file. A refusal is an answer; any other exception is let through."""
    try:
        listing = read_content(content, name)
        return Reading(listing, check(listing))
    except Refusal as refusal:
        return Reading(None, refused=str(refusal))


def mark(read: Reading, key: Key) -> Mark:
    """The reading held against the key."""
    if read.listing is None:
        return Mark(0, 0, len(key.rows), (Wrong("list", "all", f"{len(key.rows)} rows", "refused", False),), read.refused)
    cited = _cited(read.findings)
    exact, wrong = 0, list(_of_the_whole(read.listing, key))
    for row, entry in _pairs(key.rows, read.listing.entries):
        if row is None and entry is not None:
            wrong.append(Wrong("row", entry.institution, "no such row", _shown(entry), not cited & _places(entry)))
        elif entry is None and row is not None:
            wrong.append(Wrong("row", row.institution, "a row", "none", not _reported(row, read.listing.rows, cited)))
        elif row is not None and entry is not None:
            differing = list(_differing(row, entry, bool(cited & _places(entry))))
            exact += not differing
            wrong += differing
    return Mark(exact, len(read.listing.entries), len(key.rows), tuple(wrong))


def _of_the_whole(listing: Listing, key: Key) -> Iterator[Wrong]:
    """The day that the list speaks for: no finding excuses another day than the printed one, and one left out is told."""
    if key.as_of and listing.as_of != key.as_of:
        yield Wrong("as-of", "the list", str(key.as_of), str(listing.as_of), listing.as_of is not None)


def squeezed(text: str | None) -> str:
    """The text after NFKC and without blanks, as names are compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def _shown(entry: Entry) -> str:
    return f"{entry.institution} / {entry.territory} / {'・'.join(entry.units)} / {entry.concluded_on and entry.concluded_on.isoformat()}"


_Place = tuple[int | None, int | None, str | None]


def _place(at: Row | Locator | None) -> _Place:
    return (at.page, at.line, at.sheet) if at else (None, None, None)


def _places(entry: Entry) -> set[_Place]:
    """The lines of an entry: several where each value has its own."""
    row = entry.row
    return {_place(row)} | ({(row.page, line, row.sheet) for line in row.lines} if row else set())


def _cited(findings: Iterable[Finding]) -> set[_Place]:
    """The lines that a finding holds up for a person to look at: counts that differ cite whole blocks, and do not count."""
    told = [finding for finding in findings if finding.severity != "info" and finding.code not in FALSE_ALARMS]
    return {_place(locator) for finding in told for locator in finding.locators}


def _reported(row: KeyRow, rows: Iterable[Row], cited: set[_Place]) -> bool:
    """Whether a finding cites a line that holds the name of a row that was not read."""
    name = squeezed(row.institution)
    return any(_place(line) in cited for line in rows if name in squeezed(line.raw))


def _pairs(rows: tuple[KeyRow, ...], entries: tuple[Entry, ...]) -> Iterator[tuple[KeyRow | None, Entry | None]]:
    """Rows of the key beside entries, aligned by their names in order."""
    ours, theirs = [squeezed(row.institution) for row in rows], [squeezed(entry.institution) for entry in entries]
    for _, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        for step in range(max(b - a, d - c)):
            yield rows[a + step] if a + step < b else None, entries[c + step] if c + step < d else None


def _differing(row: KeyRow, entry: Entry, cited: bool) -> Iterator[Wrong]:
    """The values of one row that differ."""

    def wrong(what: str, expected: object, read: object) -> Wrong:
        return Wrong(what, row.institution, repr(expected), repr(read), not cited)

    if not _same_name(row, entry):
        yield wrong("institution", row.institution, entry.institution)
    if not _same_units(row, entry):
        yield wrong("units", row.units, entry.units)
    if row.territory is not None and entry.territory_codes != (row.territory,):
        yield wrong("territory", f"{row.territory} ({row.country})", f"{entry.territory_codes} ({entry.territory})")
    if row.counted is not None and entry.counted != row.counted:
        yield wrong("counted", row.counted, entry.counted)
    day = entry.concluded_on.isoformat() if entry.concluded_on else None
    if not (day == row.date and (cited or not row.flagged)) and not (day in row.dates and cited):
        yield wrong("date", row.date if not row.flagged else f"{row.date} with a finding", day)


def _same_name(row: KeyRow, entry: Entry) -> bool:
    read = squeezed(entry.institution)
    if row.partner_unit is not None and read != squeezed(row.institution):
        return read in (squeezed(row.institution + row.partner_unit), squeezed(f"{row.partner_unit}, {row.institution}"))
    return read == squeezed(row.institution)


def _same_units(row: KeyRow, entry: Entry) -> bool:
    expected, read = [squeezed(unit) for unit in row.units], [squeezed(unit) for unit in entry.units]
    if row.units_joined:
        return _apart(expected) == _apart(read)
    return expected == read


def _apart(units: list[str]) -> list[str]:
    return [part for unit in units for part in re.split("[・,、/;]", unit) if part]


def reported(read: Reading, planted: StatedCount) -> bool:
    """Whether the planted count is reported at its level, citing a line that states it."""
    if read.listing is None:
        return False
    raw = {_place(row): squeezed(row.raw) for row in read.listing.rows}
    for finding in read.findings:
        if finding.code == COUNT_CODES[planted.level]:
            lines = [raw.get(_place(locator), "") for locator in finding.locators]
            if any(str(planted.value) in line and _label(planted) in line for line in lines):
                return True
    return False


def _label(planted: StatedCount) -> str:
    """What the cited line must hold beside the number: a territory's label; an area's may stand a line above."""
    return squeezed(planted.label) if planted.level == "territory" else ""
