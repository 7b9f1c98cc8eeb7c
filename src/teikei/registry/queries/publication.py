"""What editions keep, as the listings that `teikei.lists.write` lays out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, cast

from django.db.models import Exists, F, OuterRef, QuerySet

from teikei.lists import located
from teikei.lists import model as lists
from teikei.names.bilingual import Text
from teikei.registry.keys import name_key
from teikei.registry.models import AlignedRow, Edition, Entry, Finding, FindingPlace, Heading, Institution
from teikei.registry.refusals import NothingKept
from teikei.rules.counting import Counted, CountingRules
from teikei.rules.days import PartialDate


def home_named(name: str) -> Institution:
    """The institution of that name (any of its names, however spaced) whose lists are kept. Raises NothingKept."""
    key = name_key(name)
    for home in Institution.objects.filter(is_home=True).prefetch_related("names"):
        if key == home.key or any(key == name_key(form.text) for form in home.names.all()):
            return home
    raise NothingKept(name, "")


def homes_kept() -> list[Institution]:
    """The institutions whose lists are kept."""
    return list(Institution.objects.filter(is_home=True).order_by("printed"))


def levels_kept(institution: Institution) -> list[str]:
    """The levels of which the institution has an edition."""
    return list(Edition.objects.filter(institution=institution).order_by("level").values_list("level", flat=True).distinct())


def edition_listing(edition: Edition) -> lists.Listing:
    """The edition's rows as they were kept, with the places where they stood and the numbers that the list states."""
    parts = Parts(edition)
    entries = parts.entries(parts.rows, located=True)
    return lists.Listing(
        title=edition.title,
        as_of=edition.as_of,
        stated=tuple(lists.Stated(cast("Counted", of), value) for of, value in edition.stated),
        legend=tuple(edition.legend),
        rules=CountingRules(**edition.rules),
        regions=tuple(parts.regions),
        headings=tuple(parts.headings),
        entries=tuple(entries),
        findings=tuple(edition_findings(edition)),
    )


def edition_findings(edition: Edition) -> list[lists.Finding]:
    """The remarks on an edition as they were made when it was taken in."""
    places: dict[int, list[located.Locator]] = defaultdict(list)
    for place in FindingPlace.objects.filter(finding__edition=edition).order_by("finding", "position"):
        places[place.finding_id].append(_locator(place))
    return [
        lists.Finding(
            code=finding.code,
            severity=cast("lists.Severity", finding.severity),
            text=Text(en=finding.message_en, ja=finding.message_ja),
            locators=tuple(places[finding.pk]),
            proposal=lists.Proposal(**finding.proposal) if finding.proposal else None,
        )
        for finding in Finding.objects.filter(edition=edition)
    ]


def _locator(place: FindingPlace) -> located.Locator:
    cell = f"{located.column_letters(place.column - 1)}{place.line}" if place.sheet and place.column else None
    return located.Locator(place.page, place.line, place.column, place.sheet or None, cell)


def edition_for(institution: Institution, level: str, day: date, known_at: datetime | None = None) -> Edition:
    """The edition that speaks for a day: the latest as of that day or before, else the earliest. Raises NothingKept.

    A newer list of which rows still wait for a decision does not speak yet. known_at: as was known at that instant.
    """
    editions = Edition.objects.filter(institution=institution, level=level).exclude(waiting())
    speaking = speaking_for(day, editions if known_at is None else editions.filter(kept_at__lte=known_at))
    if speaking is None:
        raise NothingKept(institution.printed, level)
    return speaking


def speaking_for(day: date, editions: Iterable[Edition]) -> Edition | None:
    """The one of these editions that speaks for a day."""
    ordered = sorted(editions, key=lambda edition: (edition.as_of, edition.number))
    return next((edition for edition in reversed(ordered) if edition.as_of <= day), ordered[0] if ordered else None)


def waiting() -> Exists:
    """Whether rows of an edition wait for a decision: a filter, or an annotation."""
    return Exists(AlignedRow.objects.filter(edition=OuterRef("pk"), verdict=""))


class Headings(NamedTuple):
    """Headings of editions, those of the earliest first, in the lists' order; and the codes of those that name territories."""

    kept: Sequence[Heading]
    codes: Mapping[int, Sequence[str]]


def headings_of(editions: QuerySet[Edition] | Sequence[Edition | int]) -> Headings:
    """The headings of these editions, with their regions. Two queries."""
    kept = Heading.objects.filter(edition__in=editions).select_related("region")
    codes: dict[int, list[str]] = defaultdict(list)
    link = Heading.territories.through.objects.filter(heading__edition__in=editions).order_by("pk")
    for heading, code in link.values_list("heading_id", "territory_id"):
        codes[heading].append(code)
    return Headings(list(kept.order_by("edition__as_of", "edition__number", "position")), codes)


class Parts:
    """The regions and territories of editions as a listing has them, their rows, and entries made to stand under them.

    Three queries; one, where the headings of these editions, among others, are known.
    """

    def __init__(self, *editions: Edition | int, headings: Headings | None = None) -> None:
        numbers = {one if isinstance(one, int) else one.pk for one in editions}
        headings = headings or headings_of(editions)
        kept, codes = [one for one in headings.kept if one.edition_id in numbers], headings.codes
        self.named_units: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
        found: dict[int, Entry] = {}  # the rows in order, one edition after the other
        rows = Entry.objects.filter(edition__in=numbers).order_by("edition", "n", "units__position")
        for row in rows.annotate(unit=F("units__unit_id"), unit_printed=F("units__printed")):  # a joined row for each unit
            found.setdefault(row.pk, row)
            if row.unit_printed is not None:
                self.named_units[row.pk].append((row.unit, row.unit_printed))
        self.rows = list(found.values())
        self._regions = {h.pk: _region(h) for h in kept if h.region_id and h.parent_id is None}
        self._headings = {
            h.pk: lists.Heading(
                h.label, tuple(codes.get(h.pk, ())), None if h.stated is None else lists.Stated("institutions", h.stated),
                self._regions[h.parent_id] if h.parent_id else None,
            )
            for h in kept if h.pk not in self._regions
        }  # fmt: skip
        self.regions = list(self._regions.values())
        self.headings = list(self._headings.values())

    def entries(self, rows: Iterable[Entry], *, located: bool = False) -> list[lists.Entry]:
        """The kept rows as entries under these regions and territories; with their places where `located`."""
        return [self._entry(row, located) for row in rows]

    def _entry(self, row: Entry, located: bool) -> lists.Entry:
        heading = self._headings.get(row.heading_id or 0)
        places: Mapping[str, int] = {value: column - 1 for value, column in row.columns.items() if column} if located else {}
        return lists.Entry(
            n=row.n, institution=row.institution, units=tuple(printed for _, printed in self.named_units[row.pk]),
            concluded_on=PartialDate.fromisoformat(row.concluded_on) if row.concluded_on else None,
            region=heading.region if heading else self._regions.get(row.heading_id or 0), heading=heading, counted=row.counted,
            institution_alt=row.institution_alt or None, partner_unit=row.partner_unit or None, valid_to=row.valid_to or None,
            kinds=tuple(row.kinds), marks=tuple(row.marks), units_text=row.units_text, date_text=row.date_text,
            row=_row(row) if located and row.line is not None else None, places=places, number=row.number or None,
            renewed_on=PartialDate.fromisoformat(row.renewed_on) if row.renewed_on else None, location=row.location or None,
            note=row.note or None, quota_in=row.quota_in or None, quota_out=row.quota_out or None,
        )  # fmt: skip


def _region(heading: Heading) -> lists.Region:
    numbers = [("institutions", heading.stated), *heading.stated_others]
    stated = tuple(lists.Stated(cast("Counted", of), value) for of, value in numbers if value is not None)
    return lists.Region(heading.label, stated, heading.counted, heading.note)


def _row(row: Entry) -> located.Row:
    """The row with its place. Its cells are not kept apart: `tabbed` False lets a column be where it was counted."""
    return located.Row(line=row.line or 0, cells=(), raw=row.raw, page=row.page, sheet=row.sheet or None, tabbed=False)
