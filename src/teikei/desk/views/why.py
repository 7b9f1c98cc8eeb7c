"""Why can't I? Whether somebody may do something, for which reason, and who may."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from teikei.desk.numbers import number
from teikei.registry.queries.people import why_page


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """?action= names the action, ?agreement= the agreement that it is to be done to, where it is one."""
    asked = request.GET.get("agreement", "")
    agreement = number(asked) if asked else None
    page = why_page(request.GET.get("action", ""), agreement, by=request.user, day=localdate())
    if page is None:
        raise Http404
    return render(request, "desk/why.html", {"page": page})
