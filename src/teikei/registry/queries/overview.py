"""What the home page and the statistics ask: the newest and oldest agreements, and how many by year, place and unit."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import ExtractYear

from teikei.registry.models import Agreement, OrganizationalUnit, Party, Region, Territory
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


def agreements_by_year() -> list[Counted]:
    """Agreements by the year concluded, each year from the first to the last, also those without any. One query."""
    counts = dict(
        Agreement.objects.filter(concluded_on__isnull=False)
        .order_by()
        .annotate(year=ExtractYear("concluded_on"))
        .values("year")
        .annotate(found=Count("pk"))
        .values_list("year", "found")
    )
    if not counts:
        return []
    return [Counted(str(year), str(year), counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)]


def agreements_without_day() -> int:
    """How many agreements have no date that could be read. One query."""
    return Agreement.objects.filter(concluded_on=None).count()


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
