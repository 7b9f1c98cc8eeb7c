"""One institution: its names, its agreements, the rows that name it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.registry.queries.institutions import institution_page


@require_safe
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Eight queries or fewer."""
    page = institution_page(institution_id)
    if page is None:
        raise Http404
    return render(request, "portal/institution.html", {"page": page})
