"""What the home page and the statistics ask: the newest and oldest agreements, and how many by year, place, unit and kind, and how they change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear, TruncMonth

from teikei.registry.models import Agreement, AgreementKind, Deadline, OrganizationalUnit, Party, Region, Span, Territory
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
        "institution__judgment__record__name_en",
    )
    found: dict[int, DatedPartner] = {}
    for agreement, concluded_on, precision, institution, name, territory, name_en in values:
        partner = PartnerName(institution, name, name_en=name_en or "")
        found.setdefault(agreement, DatedPartner(agreement, partner, iso_day(concluded_on, precision), territory))
    return list(found.values())[:size]


def agreements_by_year() -> tuple[list[Counted], int]:
    """Agreements by the year concluded, each year from the first to the last, also those without any; and how many have no date. One query."""
    years: Any = Agreement.objects.order_by().annotate(year=ExtractYear("concluded_on")).values("year").annotate(found=Count("pk"))
    counts: dict[int | None, int] = dict(years.values_list("year", "found"))
    without = counts.pop(None, 0)
    named = [year for year in counts if year is not None]
    if not named:
        return [], without
    return [Counted(str(year), str(year), counts.get(year, 0)) for year in range(min(named), max(named) + 1)], without


def agreements_by_kind() -> list[Counted]:
    """Agreements by kind, in the office's own words, most first. One query."""
    kinds: Any = AgreementKind.objects.order_by().values("kind").annotate(found=Count("pk"))
    return [Counted(kind, kind, found) for kind, found in kinds.order_by("-found", "kind").values_list("kind", "found")]


def held_by_year(today: date) -> list[Counted]:
    """How many agreements were in force at the end of each year, this year's so far; by what is known of their terms. Two queries.

    An agreement's spans never overlap, so that each beginning is one more and each end, on the day after it, one less.
    """
    begun = _by_year("valid_from", Span.objects.filter(valid_from__lte=today))
    # Whatever ends on 31 December was in force at the end of that year: it is gone in the next.
    over = Span.objects.filter(valid_to__lt=today)
    at_new_year = Q(valid_to__month=12, valid_to__day=31)
    gone = _by_year("valid_to", over.exclude(at_new_year))
    for year, count in _by_year("valid_to", over.filter(at_new_year)).items():
        gone[year + 1] = gone.get(year + 1, 0) + count
    known = [year for year in begun if year > 1]
    if not known:
        return []
    first = min(known)
    held = sum(count for year, count in begun.items() if year < first)
    made = []
    for year in range(first, today.year + 1):
        held += begun.get(year, 0) - gone.get(year, 0)
        made.append(Counted(str(year), str(year), held))
    return made


def _by_year(field: str, spans: QuerySet[Span]) -> dict[int, int]:
    counted: Any = spans.order_by().annotate(year=ExtractYear(field)).values("year").annotate(found=Count("pk"))
    return dict(counted.values_list("year", "found"))


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


def agreements_by_region() -> list[Counted]:
    """Agreements by region, in the list's order. One query."""
    regions = Region.objects.order_by("position", "pk").annotate(found=Count("agreements")).filter(found__gt=0)
    return [Counted(str(pk), label, found) for pk, label, found in regions.values_list("pk", "label", "found")]


def agreements_by_territory() -> list[Counted]:
    """Agreements by territory, most first; one of several territories counts in each. One query."""
    territories = Territory.objects.annotate(found=Count("agreements")).filter(found__gt=0).order_by("-found", "code")
    return [Counted(code, code, found) for code, found in territories.values_list("code", "found")]


def agreements_by_unit() -> list[Counted]:
    """Agreements by unit, most first; one of several units counts in each. One query."""
    units = OrganizationalUnit.objects.annotate(found=Count("parties__agreement", distinct=True)).filter(found__gt=0)
    ordered = units.order_by("-found", "position", "pk")
    return [Counted(str(pk), name, found) for pk, name, found in ordered.values_list("pk", "name", "found")]
