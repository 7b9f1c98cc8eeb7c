"""Small lists typed in the tests themselves, and what a reader of the result looks at."""

from collections.abc import Collection, Iterable, Sequence

from teikei.lists.check import check
from teikei.lists.layout.profile import Profile
from teikei.lists.model import Entry, Listing
from teikei.lists.read import read_content
from tests.lists.read.workbooks import Sheet, Value, xlsx_of


def listing(text: str, name: str = "list.txt", *, profile: Profile | str | None = None, known_units: Collection[str] = ()) -> Listing:
    """The listing of a text; a profile may be given as its TOML."""
    if isinstance(profile, str):
        profile = Profile.fromtoml(profile, "profile.toml")
    return read_content(text.encode(), name, profile=profile, known_units=known_units)


def table(*rows: str) -> str:
    """A page with one table: cells with bars between them."""
    made = "".join("<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    return page(f"<table>{made}</table>")


def page(body: str) -> str:
    """A whole page with this in its body."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'


def workbook(*sheets: tuple[str, Sequence[Sequence[Value]]], profile: Profile | None = None) -> Listing:
    """The listing of a workbook with these sheets."""
    content = xlsx_of(*(Sheet(name, rows) for name, rows in sheets))
    return read_content(content, "list.xlsx", profile=profile)


def day(entry: Entry) -> str | None:
    """The date concluded as the registry writes it."""
    return entry.concluded_on.isoformat() if entry.concluded_on else None


def line(entry: Entry) -> str:
    """An entry in one line: codes, name, units, date."""
    return f"{' '.join(entry.territory_codes) or '-'} | {entry.institution} | {' '.join(entry.units) or '-'} | {day(entry) or '-'}"


def lines(read: Listing) -> list[str]:
    """The entries, each in one line."""
    return [line(entry) for entry in read.entries]


def decided(read: Listing, about: str) -> list[str]:
    """What was decided about something."""
    return [made.value for made in read.decisions if made.about == about]


def roles(read: Listing) -> list[str]:
    """What the filled lines were taken for."""
    return [role for role in read.roles if role != "blank"]


def codes(read: Listing) -> set[str]:
    """The findings of reading and checking."""
    return {finding.code for finding in check(read)}


def stated(of: Iterable[object]) -> list[tuple[str, int | None]]:
    """Stated numbers: what they count and how many."""
    return [(each.of, each.value) for each in of]  # type: ignore[attr-defined]
