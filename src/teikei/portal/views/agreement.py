"""One agreement: who, when, and where that is printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.registry.queries.agreements import agreement_page


@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Eight queries or fewer."""
    page = agreement_page(agreement_id)
    if page is None:
        raise Http404
    return render(request, "portal/agreement.html", {"page": page})
