"""A draft's file and what was read from it, side by side; and how far the reading is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from teikei.desk.doors import draft_or_404
from teikei.desk.numbers import page_number
from teikei.registry.operations.readings import restart_if_lost
from teikei.registry.queries.drafts import DraftHead, reading_page


@require_safe
def reading(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A page of lines, each beside what was read from it; or that the file is being read, refused, or kept."""
    head = draft_or_404(request, draft_id)
    if not head.is_read:
        return _not_read(request, head, "desk/waiting.html")
    pages = head.summary["pages"]
    number = min(page_number(request), max(pages, 1))
    lines = reading_page(head, number, by=request.user)
    context = {"head": head, "lines": lines, "number": number, "pages": pages, "tab": "reading"}
    return render(request, "desk/reading.html", context)


@require_safe
def state(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How far the reading is, for a page that asks again and again; once it is done that page is shown anew."""
    head = draft_or_404(request, draft_id)
    return _not_read(request, head, "desk/parts/progress.html") if head.busy else HttpResponseClientRefresh()


def _not_read(request: HttpRequest, head: DraftHead, template: str) -> HttpResponse:
    restart_if_lost(head.id, head.state, head.state_at)
    return render(request, template, {"head": head, "tab": "reading"})
