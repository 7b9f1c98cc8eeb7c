"""One organizational unit, "what my faculty has": its agreements, where, what is in force; the way to where its students can go."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from teikei.portal import linked
from teikei.registry.queries.institutions import unit_page


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Eight queries or fewer."""
    page = unit_page(unit_id, localdate())
    if page is None:
        raise Http404
    return render(request, "portal/unit.html", {"page": page, "linked": linked.unit(request, page)})
