"""Where partners are: what the map draws of the agreements that a search finds, and where one institution stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from teikei.registry.models import Agreement, Party
from teikei.registry.queries.search import Terms, matching


@dataclass(frozen=True, slots=True)
class PartnerThere:
    """A partner with the number of its agreements; latitude and longitude (degrees, WGS 84) are None where no record is accepted."""

    id: int
    name: str
    name_en: str
    territory: str  # ISO code of where it sits, "" where the lists do not say
    city: str
    latitude: float | None
    longitude: float | None
    agreements: int


def partners_there(terms: Terms) -> list[PartnerThere]:
    """The partners of the agreements found, with the place of their accepted record, most agreements first. One query."""
    parties = Party.objects.filter(institution__is_home=False, agreement__in=matching(terms).values("pk"))
    record = "institution__judgment__record"
    fields = (
        "institution_id", "institution__printed", f"{record}__name_en", "institution__territory_id", f"{record}__city",
        f"{record}__latitude", f"{record}__longitude",
    )  # fmt: skip
    found = parties.order_by().values(*fields).annotate(found=Count("agreement_id", distinct=True)).order_by("-found", "institution_id")
    return [
        PartnerThere(pk, name, name_en or "", code or "", city or "", latitude, longitude, count)
        for pk, name, name_en, code, city, latitude, longitude, count in found.values_list(*fields, "found")
    ]


def territories_counted(terms: Terms) -> dict[str, int]:
    """How many of the agreements found each territory has; one of several territories counts in each. One query."""
    through = Agreement.territories.through.objects.filter(agreement__in=matching(terms).values("pk"))
    counted: Any = through.order_by().values("territory_id").annotate(found=Count("pk"))
    return dict(counted.values_list("territory_id", "found"))
