"""The findings of a list, with what the server's authority says of its names."""

from collections.abc import Mapping

from teikei.lists.check import Misread, check, territory_of
from teikei.lists.model import Finding, Listing
from teikei.registry import authority as authorities
from teikei.registry.authority import Asked


def findings_of(listing: Listing) -> tuple[Finding, ...]:
    """All findings of a listing; names that are probably misread among them where there is an authority to ask."""
    return check(listing, misread=_misread(listing))


def _misread(listing: Listing) -> Mapping[tuple[str, str], Misread]:
    """The names for which the matcher proposes a correction, by name and code of the territory; none without an authority."""
    if authorities.missing():
        return {}
    asked = {(entry.institution, territory_of(entry)): entry.institution_alt or "" for entry in listing.entries}
    names = [Asked(name, other, territory) for (name, territory), other in asked.items()]
    found = {}
    for name, matched in zip(names, authorities.matches(names), strict=True):
        if matched.correction:
            best = matched.candidates[0] if matched.candidates and matched.decision != "none" else None
            record = f"{best.name} (https://ror.org/{best.ror})" if best else ""
            found[name.institution, name.territory] = Misread(matched.correction, record)
    return found
