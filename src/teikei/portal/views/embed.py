"""The list on a university's own site: a page for a frame, and a fragment of plain HTML to be put into another page.

Both are public reads without cookies. Who may frame the page is said by TEIKEI_FRAMED_BY; without it nobody may.
"""

from dataclasses import dataclass, replace
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from teikei.pages.tongues import absolute
from teikei.portal.parameters import SearchAddress, search_address
from teikei.registry.queries.institutions import institution_page
from teikei.registry.queries.rows import AgreementRow
from teikei.registry.queries.search import find

FRAGMENT_ROWS = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What is embedded: its title ("" for the whole list), the rows, how many there are in all, the page behind it, further pages."""

    title: str
    rows: list[AgreementRow]
    total: int
    behind: str
    after: str = ""
    before: str = ""


@require_safe
def embed(request: HttpRequest, unit_id: int | None = None, institution_id: int | None = None) -> HttpResponseBase:
    """The searchable list, or the agreements of one unit or one institution, without head and foot. Eight queries or fewer."""
    address = search_address(request.GET)
    shown = _shown(address, unit_id, institution_id)
    context = {"address": address, "shown": shown, "searched": institution_id is None, "here": request.path}
    return _framed(request, context)


def _framed(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "portal/embed.html", context)

    if not settings.TEIKEI_FRAMED_BY:
        return page(request)
    allowed = csp_replace({"frame-ancestors": list(settings.TEIKEI_FRAMED_BY)})(page)
    return xframe_options_exempt(allowed)(request)


@require_safe
def fragment(request: HttpRequest, unit_id: int | None = None, institution_id: int | None = None) -> HttpResponse:
    """The same rows as one table with whole addresses: no script, no style, no head. Any site may fetch it."""
    shown = _shown(search_address(request.GET), unit_id, institution_id, page_size=FRAGMENT_ROWS)
    root = absolute(request, reverse("portal:home"))
    answer = render(request, "portal/fragment.html", {"shown": shown, "root": root.rstrip("/"), "today": localdate()})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _shown(address: SearchAddress, unit: int | None, institution: int | None, *, page_size: int = 50) -> Shown:
    if institution is not None:
        page = institution_page(institution)
        if page is None:
            raise Http404
        return Shown(page.printed, page.agreements, page.total, reverse("portal:institution", args=[institution]))
    if unit is not None:
        address = replace(address, terms=replace(address.terms, unit=unit))
    found = find(address.terms, sort=address.sort, cursor=address.cursor, page_size=page_size)
    if unit is not None and "unit" not in found.chosen:
        raise Http404
    title = "" if unit is None else found.chosen["unit"]
    behind = reverse("portal:search") if unit is None else reverse("portal:unit", args=[unit])
    return Shown(
        title, found.rows, found.total, behind,
        address.page_query(found.after) if found.after else "", address.page_query(found.before) if found.before else "",
    )  # fmt: skip
