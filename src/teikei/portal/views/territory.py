"""One country or region: how the lists print it, and the agreements there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from teikei.portal import links
from teikei.registry.queries.institutions import territory_page


@require_safe
def territory(request: HttpRequest, code: str) -> HttpResponse:
    """Eight queries or fewer. A code in small letters leads to the one address."""
    page = territory_page(code.upper())
    if page is None:
        raise Http404
    if page.code != code:
        return redirect("portal:territory", code=page.code, permanent=True)
    return render(request, "portal/territory.html", {"page": page, "name": links.territory(page.code)})
