"""A list as published, on the screen; and the list of lists."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from teikei import __version__
from teikei.lists.write import FORMATS
from teikei.pages import tongues
from teikei.portal import linked
from teikei.portal.days import held_as_asked
from teikei.registry.queries.editions import edition_counts, edition_head, edition_heads
from teikei.registry.queries.findings import finding_counts
from teikei.registry.queries.published import laid_out, listed_edition


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every list that is kept, the latest first. One query."""
    return render(request, "portal/editions.html", {"editions": edition_heads()})


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Regions, territories and rows in the list's order. Six queries; ?as_of= lays out what is held as of that day."""
    if "as_of" in request.GET:
        return _as_of(request, edition_id)
    head = edition_head(edition_id)
    if head is None:
        raise Http404
    etag = quote_etag(
        f"{head.sha256[:24]}-{head.id}-{head.changed_at.isoformat()}-{tongues.page_language()}-{__version__}-{request.META.get('QUERY_STRING', '')}"
    )
    modified = int(head.changed_at.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    if unchanged is not None:
        return unchanged
    start = request.GET.get("from", "")
    counts = edition_counts(head)
    context = {
        "head": head,
        "counts": counts,
        "listed": listed_edition(head, counts, start=int(start) if re.fullmatch("[1-9][0-9]{0,8}", start) else 1),
        "findings": finding_counts(head),
        "formats": FORMATS,
        "linked": linked.edition(request, head),
    }
    response = render(request, "portal/edition.html", context)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    return response


def _as_of(request: HttpRequest, edition_id: int) -> HttpResponse:
    held = held_as_asked(request, edition_id)
    if isinstance(held, HttpResponse):
        return held
    day, head, computed = held
    counts, listed = laid_out(computed)
    context = {
        "head": head, "counts": counts, "listed": listed, "as_of": day.isoformat(), "formats": FORMATS, "totals": computed.totals,
    }  # fmt: skip
    return render(request, "portal/edition.html", context)
