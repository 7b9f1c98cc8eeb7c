"""The findings of a draft: each is accepted, corrected, dismissed or left open."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from teikei.desk.doors import draft_or_404, tell
from teikei.desk.numbers import number, page_number
from teikei.names.bilingual import Refusal
from teikei.registry.operations import drafts
from teikei.registry.queries.drafts import FINDINGS_SHOWN, decided_by_hand, findings_page


@require_safe
def findings(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A page of findings, all or those that are open, with what was corrected by hand."""
    head = draft_or_404(request, draft_id)
    if not head.is_read:
        return redirect("desk:reading", draft_id=draft_id)
    page, only_open = page_number(request), request.GET.get("show") == "open"
    found, total = findings_page(head, page=page, only_open=only_open, by=request.user)
    pages = -(-total // FINDINGS_SHOWN)
    context = {
        "head": head, "findings": found, "total": total, "number": page, "pages": pages, "only_open": only_open, "tab": "findings",
        "by_hand": decided_by_hand(head, by=request.user),
    }  # fmt: skip
    return render(request, "desk/findings.html", context)


@require_POST
def judge(request: HttpRequest, draft_id: int, position: int) -> HttpResponse:
    """Decide of one finding, and come back to it."""
    draft_or_404(request, draft_id)
    decided, now = request.POST.get("decision", ""), timezone.now()
    try:
        if decided == "accept":
            drafts.accept(draft_id, position, by=request.user, at=now)
        elif place := re.fullmatch("correct-([0-9]{1,4})", decided):
            values = request.POST.get(f"value-{place[1]}", "").splitlines()
            drafts.correct(draft_id, position, int(place[1]), values, by=request.user, at=now)
        elif decided == "dismiss":
            drafts.dismiss(draft_id, position, request.POST.get("reason", ""), by=request.user, at=now)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(f"{_back(request, draft_id)}#finding-{position}")


@require_POST
def take_back(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Undo one decision."""
    draft_or_404(request, draft_id)
    try:
        drafts.undo(draft_id, request.POST.get("key", "")[:64], by=request.user)
    except Refusal as refusal:
        tell(request, refusal)
    anchor = number(request.POST.get("position", ""))
    return redirect(_back(request, draft_id) + (f"#finding-{anchor}" if anchor else "#by-hand"))


def _back(request: HttpRequest, draft_id: int) -> str:
    """The page of findings that the form stood on."""
    page, shown = number(request.POST.get("page", "")), request.POST.get("show", "")
    parts = [("page", str(page))] if page > 1 else []
    query = urlencode([*parts, *([("show", "open")] if shown == "open" else [])])
    return reverse("desk:findings", args=[draft_id]) + (f"?{query}" if query else "")
