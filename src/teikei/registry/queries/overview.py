"""What the home page and the statistics ask: the newest and oldest agreements, and how many by year, place, unit and kind, and how they change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from teikei.registry.models import Deadline, Party
from teikei.registry.queries import search
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.rows import PartnerName, iso_day


@dataclass(frozen=True, slots=True)
class DatedPartner:
    """An agreement by its partner and day."""

    agreement: int
    partner: PartnerName
    concluded_on: str
    territory: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """So many agreements under a name. `value` is what a search by it takes: a year, a code, an id."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """Agreements by what they are told apart by. years: each from the first to the last, also those without any. without_day:
    how many have no date. Regions stand in the list's order, the others with most first, of units the first some hundred; one of several counts in each.
    """

    years: list[Counted]
    without_day: int
    regions: list[Counted]
    territories: list[Counted]
    units: list[Counted]
    kinds: list[Counted]


def newest_agreements(size: int = 6) -> list[DatedPartner]:
    """The agreements concluded last, the latest first. One query."""
    return _dated(size, newest=True)


def oldest_agreements(size: int = 6) -> list[DatedPartner]:
    """The agreements concluded first. One query."""
    return _dated(size, newest=False)


def _dated(size: int, *, newest: bool) -> list[DatedPartner]:
    day = F("agreement__concluded_on")
    parties = Party.objects.filter(institution__is_home=False, agreement__concluded_on__isnull=False)
    # Twice as many as asked for: an agreement with several partners comes once for each.
    values = parties.order_by(day.desc() if newest else day.asc(), "agreement_id", "position")[: 2 * size].values_list(
        "agreement_id",
        "agreement__concluded_on",
        "agreement__precision",
        "institution_id",
        "institution__printed",
        "institution__territory_id",
        english_name("institution"),
    )
    found: dict[int, DatedPartner] = {}
    for agreement, concluded_on, precision, institution, name, territory, name_en in values:
        partner = PartnerName(institution, name, name_en=name_en)
        found.setdefault(agreement, DatedPartner(agreement, partner, iso_day(concluded_on, precision), territory))
    return list(found.values())[:size]


def agreements_counted() -> Tallies:
    """How many agreements each year, region, territory, unit and kind has, as the search counts them. One query."""
    every = search.counts()
    found = {name: [Counted(one.value, one.label, one.count) for one in values] for name, values in every.facets.items()}
    dated = {int(one.value): one.count for one in found["year"]}
    years = [Counted(str(year), str(year), dated.get(year, 0)) for year in range(min(dated), max(dated) + 1)] if dated else []
    return Tallies(years, every.total - sum(dated.values()), found["region"], found["territory"], found["unit"], found["kind"])


def held_by_year(today: date) -> list[Counted]:
    """How many agreements were in force at the end of each year, this year's so far; by what is known of their terms. One query."""
    return [Counted(str(year), str(year), count) for year, count in search.held_by_year(today).items()]


def ends_coming(today: date, months: int = 24) -> list[Counted]:
    """How many terms end in each of the coming months, by what is on record now; value and label are 2027-03. One query."""
    last = months_after(today, months)
    due: Any = Deadline.objects.filter(kind="end", due_on__gte=today, due_on__lt=last)
    due = due.order_by().annotate(month=TruncMonth("due_on")).values("month").annotate(found=Count("pk"))
    counts = {month.strftime("%Y-%m"): found for month, found in due.values_list("month", "found")}
    names = [months_after(today, ahead).strftime("%Y-%m") for ahead in range(months)]
    return [Counted(name, name, counts.get(name, 0)) for name in names]


def months_after(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
