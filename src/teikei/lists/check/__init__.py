"""What is wrong with a list, or doubtful, or worth knowing. Each finding code is one function of the catalogue."""

from collections.abc import Mapping

from teikei.lists.check import characters, counts, dates, reading, rows, units, unread  # noqa: F401  (each registers its codes)
from teikei.lists.check.catalogue import CATALOGUE, Check
from teikei.lists.check.names import Misread, misread_names, territory_of
from teikei.lists.model import Finding, Listing, Severity

__all__ = ["CATALOGUE", "SEVERITIES", "Check", "Misread", "check", "territory_of"]

SEVERITIES: tuple[Severity, ...] = ("serious", "warning", "info")


def check(listing: Listing, *, misread: Mapping[tuple[str, str], Misread] | None = None) -> tuple[Finding, ...]:
    """All findings of a listing, the reader's own first, then the gravest first, each group in the list's order.

    misread: names that an authority says are misread, by name and code of the territory.
    """
    findings = [finding for entry in CATALOGUE.values() for finding in entry.find(listing)]
    findings += CATALOGUE["name-misread"].of(misread_names(listing, misread or {}))
    order = {severity: position for position, severity in enumerate(SEVERITIES)}
    findings.sort(key=lambda finding: order[finding.severity])
    return (*listing.findings, *findings)
