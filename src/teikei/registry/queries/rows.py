"""Agreements as rows of a table: what every list on the portal shows of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from teikei.registry.models import Agreement, Entry, Party
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.known import holding

_DIGITS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was read: the source and the place in it. `line` is None where nothing is known."""

    source: int
    page: int | None
    line: int | None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class PartnerName:
    """An institution as a row names it: its id and the name as first printed."""

    id: int
    name: str
    is_home: bool = False
    name_en: str = ""  # of its record, else its own
    city: str = ""
    ror: str = ""


@dataclass(frozen=True, slots=True)
class UnitName:
    """An organizational unit as a row names it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement in a table.

    partners are the parties other than the registry's home institution (all parties where none is home).
    concluded_on is in ISO order at the printed precision, "" where it is not known; day and sort_key are what
    a page by keyset starts from. holds: whether it is in force, confirmed, assumed or as listed, on the day asked.
    """

    id: int
    day: str | None
    sort_key: str
    concluded_on: str
    rolled_up: bool
    region: str
    level: str
    partners: tuple[PartnerName, ...]
    units: tuple[UnitName, ...]
    territories: tuple[str, ...]
    place: Place | None
    holds: bool = True


def iso_day(day: date | None, precision: str) -> str:
    """A date at its precision: 2015-11-09, 2015-11 or 2015; "" for none."""
    return day.isoformat()[: _DIGITS[precision]] if day else ""


def agreement_rows(ordered: QuerySet[Agreement], *, day: date | None = None) -> list[AgreementRow]:
    """Rows for a sliced or filtered queryset of agreements, in its order, as of a day (None: today). Five queries, whatever the number of rows.

    Plain tuples instead of model instances: building instances and prefetches costs more than the queries.
    """
    named = ("pk", "concluded_on", "precision", "rolled_up", "region__label", "level", "sort_key", "holds")
    heads = list(ordered.annotate(holds=holding(day or localdate())).values_list(*named))
    ids = [head[0] for head in heads]
    parties = _parties(ids)
    units = _grouped(_units(ids))
    territories = _grouped(_territories(ids))
    places = places_of(ids)
    return [
        AgreementRow(
            id=pk,
            day=concluded_on.isoformat() if concluded_on else None,
            sort_key=sort_key,
            concluded_on=iso_day(concluded_on, precision),
            rolled_up=rolled_up,
            region=region or "",
            level=level,
            partners=tuple(parties.get(pk, ())),
            units=tuple(units.get(pk, ())),
            territories=tuple(territories.get(pk, ())),
            place=places.get(pk),
            holds=holds,
        )
        for pk, concluded_on, precision, rolled_up, region, level, sort_key, holds in heads
    ]


def _parties(ids: Sequence[int]) -> dict[int, list[PartnerName]]:
    found: dict[int, list[PartnerName]] = defaultdict(list)
    if not ids:
        return found
    parties = Party.objects.filter(agreement__in=ids).order_by("position")
    record = "institution__judgment__record"
    for agreement, institution, name, is_home, name_en, city, ror in parties.values_list(
        "agreement_id", "institution_id", "institution__printed", "institution__is_home", english_name("institution"), f"{record}__city",
        f"{record}_id",
    ):  # fmt: skip
        found[agreement].append(PartnerName(institution, name, is_home, name_en, city or "", ror or ""))
    return {agreement: [name for name in names if not name.is_home] or names for agreement, names in found.items()}


def _units(ids: Sequence[int]) -> Iterable[tuple[int, UnitName]]:
    if not ids:
        return
    through = Party.units.through.objects.filter(party__agreement__in=ids).order_by("pk")  # in the order of the printed row
    for agreement, unit, name in through.values_list("party__agreement_id", "organizationalunit_id", "organizationalunit__name"):
        yield agreement, UnitName(unit, name)


def _territories(ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    if not ids:
        return []
    through = Agreement.territories.through.objects.filter(agreement__in=ids).order_by("pk")
    pairs: Iterable[tuple[int, str]] = through.values_list("agreement_id", "territory_id")
    return pairs


def places_of(ids: Sequence[int]) -> dict[int, Place]:
    """Where each of these agreements was read last: the place of its entry in the newest edition that lists it."""
    if not ids:
        return {}
    entries = Entry.objects.filter(agreements__in=ids, edition__source__isnull=False).order_by("edition__as_of", "n")
    values = entries.values_list("agreements__pk", "edition__source_id", "page", "line", "sheet")
    return {agreement: Place(source, page, line, sheet) for agreement, source, page, line, sheet in values}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for agreement, value in pairs:
        grouped[agreement].append(value)
    return grouped
