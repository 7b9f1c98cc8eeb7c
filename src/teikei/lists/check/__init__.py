"""What is wrong with a list, or doubtful, or worth knowing. Each finding code is one function of the catalogue."""

from teikei.lists.check import characters, counts, dates, reading, rows, units  # noqa: F401  (each registers its codes)
from teikei.lists.check.catalogue import CATALOGUE, Check
from teikei.lists.model import Finding, Listing, Severity

__all__ = ["CATALOGUE", "SEVERITIES", "Check", "check"]

SEVERITIES: tuple[Severity, ...] = ("serious", "warning", "info")


def check(listing: Listing) -> tuple[Finding, ...]:
    """All findings of a listing, the reader's own first, then the gravest first, each group in the list's order."""
    findings = [finding for entry in CATALOGUE.values() for finding in entry.find(listing)]
    order = {severity: position for position, severity in enumerate(SEVERITIES)}
    findings.sort(key=lambda finding: order[finding.severity])
    return (*listing.findings, *findings)
