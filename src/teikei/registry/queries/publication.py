"""What the registry holds, as the listings that `teikei.lists.write` lays out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar, cast

from django.db.models import Q

from teikei.lists import located
from teikei.lists import model as lists
from teikei.names.bilingual import Text
from teikei.registry.keys import name_key
from teikei.registry.models import Agreement, Edition, Entry, EntryUnit, Finding, FindingPlace, Heading, Institution
from teikei.registry.refusals import NothingKept
from teikei.rules.counting import Counted, CountingRules
from teikei.rules.days import PartialDate

Part = TypeVar("Part", lists.Region, lists.Heading)


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
    parts = _Parts(edition)
    entries = parts.entries(_rows(edition), located=True)
    return lists.Listing(
        title=edition.title,
        as_of=edition.as_of,
        stated=tuple(lists.Stated(cast("Counted", of), value) for of, value in edition.stated.items()),
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


def edition_for(institution: Institution, level: str, day: date) -> Edition:
    """The edition that speaks for a day: the latest as of that day or before, else the earliest. Raises NothingKept."""
    editions = Edition.objects.filter(institution=institution, level=level)
    speaking = editions.filter(as_of__lte=day).order_by("-as_of", "-number").first()
    speaking = speaking or editions.order_by("as_of", "number").first()
    if speaking is None:
        raise NothingKept(institution.printed, level)
    return speaking


def listing_as_of(institution: Institution, level: str, day: date) -> lists.Listing:
    """What the registry holds of an institution's agreements at one level as of a day, in the order of its own list.

    The edition that speaks for the day gives title, legend, rules, order and rows; rows concluded after the day are
    left out (a date known to the month or year counts from its first day; a row without a date stays). Agreements
    that only later editions show, concluded after that edition and not after the day, stand at the end of their
    territory. States no numbers of its own: whoever lays the listing out counts its rows. Raises NothingKept.
    """
    edition = edition_for(institution, level, day)
    parts = _Parts(edition)
    entries = [entry for entry in parts.entries(_rows(edition)) if not (entry.concluded_on and entry.concluded_on.first > day)]
    if added := [parts.adopted(entry) for entry in _later(edition, day)]:
        regions, headings = _places(parts.regions), _places(parts.headings)
        entries = sorted([*entries, *added], key=lambda entry: (regions[id(entry.region)], headings[id(entry.heading)]))
    kept = tuple(_moved(entry, n, entry.region, entry.heading) for n, entry in enumerate(entries, 1))
    return lists.Listing(
        title=edition.title, as_of=day, legend=tuple(edition.legend), rules=CountingRules(**edition.rules),
        regions=_once(entry.region for entry in kept), headings=_once(entry.heading for entry in kept), entries=kept,
    )  # fmt: skip


def _places(parts: Sequence[Part]) -> dict[int, int]:
    """The order of regions or territories, what stands under none first."""
    return {id(None): -1, **{id(part): position for position, part in enumerate(parts)}}


def _once(parts: Iterable[Part | None]) -> tuple[Part, ...]:
    """Each region or territory that a row stands under, in the order of the rows."""
    return tuple({id(part): part for part in parts if part is not None}.values())


def _later(edition: Edition, day: date) -> list[lists.Entry]:
    """Rows of later editions whose agreement the edition does not show, concluded after its day and by `day`.

    One that was concluded before the edition's day and is missing from it is left out: the edition knew better.
    """
    later = Edition.objects.filter(institution=edition.institution, level=edition.level).filter(
        Q(as_of__gt=edition.as_of) | Q(as_of=edition.as_of, number__gt=edition.number)
    )
    seen = set(Agreement.objects.filter(entries__edition=edition).values_list("pk", flat=True))
    found: list[lists.Entry] = []
    for other in later.order_by("as_of", "number"):
        agreements: dict[int, set[int]] = defaultdict(set)
        link = Agreement.entries.through
        for row_pk, agreement in link.objects.filter(entry__edition=other).values_list("entry_id", "agreement_id"):
            agreements[row_pk].add(agreement)
        rows = [row for row in _rows(other) if not agreements[row.pk] & seen and _between(row.concluded_on, edition.as_of, day)]
        seen.update(*(agreements[row.pk] for row in rows))
        found += _Parts(other).entries(rows)
    return found


def _between(concluded_on: str, after: date, by: date) -> bool:
    concluded = PartialDate.fromisoformat(concluded_on) if concluded_on else None
    return concluded is not None and concluded.last > after and concluded.first <= by


def _rows(edition: Edition) -> list[Entry]:
    return list(Entry.objects.filter(edition=edition).order_by("n"))


class _Parts:
    """The regions and territories of an edition as a listing has them, and entries made to stand under them."""

    def __init__(self, edition: Edition) -> None:
        kept = list(Heading.objects.filter(edition=edition).order_by("position"))
        codes: dict[int, list[str]] = defaultdict(list)
        link = Heading.territories.through
        for heading, code in link.objects.filter(heading__edition=edition).order_by("pk").values_list("heading_id", "territory_id"):
            codes[heading].append(code)
        self.units: dict[int, list[str]] = defaultdict(list)
        for entry, printed in (
            EntryUnit.objects.filter(entry__edition=edition).order_by("entry", "position").values_list("entry_id", "printed")
        ):
            self.units[entry].append(printed)
        self._regions = {h.pk: _region(h) for h in kept if h.region_id and h.parent_id is None}
        self._headings = {
            h.pk: lists.Heading(
                h.label, tuple(codes[h.pk]), None if h.stated is None else lists.Stated("institutions", h.stated),
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
            n=row.n, institution=row.institution, units=tuple(self.units[row.pk]),
            concluded_on=PartialDate.fromisoformat(row.concluded_on) if row.concluded_on else None,
            region=heading.region if heading else self._regions.get(row.heading_id or 0), heading=heading, counted=row.counted,
            institution_alt=row.institution_alt or None, partner_unit=row.partner_unit or None, valid_to=row.valid_to or None,
            kinds=tuple(row.kinds), marks=tuple(row.marks), units_text=row.units_text, date_text=row.date_text,
            row=_row(row) if located and row.line is not None else None, places=places, number=row.number or None,
            renewed_on=PartialDate.fromisoformat(row.renewed_on) if row.renewed_on else None, location=row.location or None,
            note=row.note or None, quota_in=row.quota_in or None, quota_out=row.quota_out or None,
        )  # fmt: skip

    def adopted(self, entry: lists.Entry) -> lists.Entry:
        """A row of another edition under this one's own region and territory; new ones come last of their kind."""
        region = entry.region and next((own for own in self.regions if own.label == entry.region.label), None)
        if entry.region and region is None:
            region = entry.region
            # What is not counted stays at the end of the list.
            self.regions.insert(sum(own.counted for own in self.regions) if region.counted else len(self.regions), region)
        heading = None
        if entry.heading:
            meant = entry.heading.codes or entry.heading.label
            same = [own for own in self.headings if own.region is region and (own.codes or own.label) == meant]
            heading = same[-1] if same else lists.Heading(entry.heading.label, entry.heading.codes, None, region)
            self.headings += [] if same else [heading]
        return _moved(entry, entry.n, region, heading)


def _region(heading: Heading) -> lists.Region:
    numbers = {"institutions": heading.stated, **heading.stated_others}
    stated = tuple(lists.Stated(cast("Counted", of), value) for of, value in numbers.items() if value is not None)
    return lists.Region(heading.label, stated, heading.counted, heading.note)


def _row(row: Entry) -> located.Row:
    """The row with its place. Its cells are not kept apart: `tabbed` False lets a column be where it was counted."""
    return located.Row(line=row.line or 0, cells=(), raw=row.raw, page=row.page, sheet=row.sheet or None, tabbed=False)


def _moved(entry: lists.Entry, n: int, region: lists.Region | None, heading: lists.Heading | None) -> lists.Entry:
    return entry._replace(n=n, region=region, heading=heading)
