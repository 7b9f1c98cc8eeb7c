"""The checks of a listing."""

from teikei.lists.model import Finding, Listing


def check(listing: Listing) -> tuple[Finding, ...]:
    """Until the checkers land: what reading found."""
    return listing.findings
