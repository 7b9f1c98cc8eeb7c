"""Where partners are: what the map draws of the agreements that a search finds, and where one institution stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from teikei.registry.keys import chunks
from teikei.registry.models import Institution
from teikei.registry.queries.english_names import english_name

FEW = 2_000  # so many partners are asked for by their ids; more are found by reading all


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


def partners_there(counted: Mapping[int, int]) -> list[PartnerThere]:
    """The partners with these numbers of agreements (id → count), with the place of their accepted record, most agreements first."""
    record = "judgment__record__"
    fields = ("pk", "printed", english_name(), "territory_id", f"{record}city", f"{record}latitude", f"{record}longitude")
    partners = Institution.objects.filter(is_home=False)
    chosen = [partners] if len(counted) > FEW else [partners.filter(pk__in=chunk) for chunk in chunks(counted)]
    found = [
        PartnerThere(pk, name, name_en, code or "", city or "", latitude, longitude, counted[pk])
        for some in chosen
        for pk, name, name_en, code, city, latitude, longitude in some.values_list(*fields)
        if pk in counted
    ]
    return sorted(found, key=lambda one: (-one.agreements, one.id))
