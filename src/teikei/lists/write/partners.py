"""Who a partner is, as a registry knows it: what a list does not print, and a file for programs may carry."""

from collections.abc import Mapping
from typing import NamedTuple

from teikei.lists.cells import one_line
from teikei.lists.model import Entry


class KnownPartner(NamedTuple):
    """The record of an institution: ROR's address, its name in English, its place (degrees north and east)."""

    ror: str
    name_en: str
    place: str
    territory_code: str
    latitude: float | None
    longitude: float | None


Partners = Mapping[tuple[str, str], KnownPartner]


def partner_key(entry: Entry) -> tuple[str, str]:
    """What tells a partner from another: its printed name, and the code of its territory where the row has just one."""
    codes = entry.territory_codes
    return one_line(entry.institution), codes[0] if len(codes) == 1 else ""
