"""Proposals: those that are open, what is due first at the top, and those that are closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teikei.desk.proposal_forms import KINDS
from teikei.registry.queries import proposals as queries


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """A list."""
    closed = request.GET.get("show") == "closed"
    rows = queries.proposals(by=request.user, today=timezone.localdate(), closed=closed)
    return render(request, "desk/proposals.html", {"rows": rows, "closed": closed, "kinds": KINDS})
