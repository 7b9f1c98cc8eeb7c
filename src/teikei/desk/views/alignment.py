"""A newer list beside what is kept: decide row by row, or several at once after seeing what would be done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.numbers import number, page_number
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.deciding import VERDICTS, Decided, Verdict, decide, decide_waiting, undo_decided
from teikei.registry.queries.alignment import Alignment, effect, waiting_rows
from teikei.registry.queries.alignment import alignment as aligned

SHOWN = 500  # rows on the preview; all of them are decided


@require_http_methods(["GET", "HEAD", "POST"])
def alignment(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The rows that wait, or those of ?kind=; a decision is shown before it is done."""
    page = aligned(edition_id, by=request.user, kind=request.GET.get("kind", ""), page=page_number(request))
    if page is None:
        raise Http404
    if batch := request.POST.get("undo", ""):
        return _undo(request, page, batch)
    if request.method == "POST":
        return _decide(request, page)
    return render(request, "desk/alignment.html", {"page": page})


def _undo(request: HttpRequest, page: Alignment, batch: str) -> HttpResponse:
    try:
        number_undone = undo_decided(page.edition, batch[:32], by=request.user, at=timezone.now())
        words = ngettext("%(number)s row waits again.", "%(number)s rows wait again.", number_undone) % {"number": number_undone}
        messages.success(request, words)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("desk:alignment", edition_id=page.edition)


def _decide(request: HttpRequest, page: Alignment) -> HttpResponse:
    back = reverse("desk:alignment", kwargs={"edition_id": page.edition})
    verdict = next((known for known in VERDICTS if known == request.POST.get("decision")), None)
    positions = [int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit() and len(text) < 9]
    rows = waiting_rows(page.edition, None if "all" in request.POST else positions, by=request.user)
    if verdict is None or not rows:
        return redirect(back)
    if "confirmed" not in request.POST:
        lines = [(row, effect(row, verdict, page.as_of)) for row in rows]
        context = {
            "page": page, "lines": lines[:SHOWN], "total": len(lines), "all": "all" in request.POST, "verdict": verdict, "reason": request.POST.get("reason", "")[:500],
        }  # fmt: skip
        return render(request, "desk/alignment_preview.html", context)
    try:
        decided = _decided(request, page, positions, verdict)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect(back)
    words = ngettext("%(number)s row is decided.", "%(number)s rows are decided.", decided.total) % {"number": decided.total}
    messages.success(request, words)
    for _position, text in decided.left[:20]:
        messages.error(request, text.to(page_language()))
    return redirect(back)


def _decided(request: HttpRequest, page: Alignment, positions: list[int], verdict: Verdict) -> Decided:
    reason, now = request.POST.get("reason", "")[:500], timezone.now()
    if "all" in request.POST:
        expected = number(request.POST.get("total", ""))
        return decide_waiting(page.edition, verdict, expected=expected, reason=reason, by=request.user, at=now)
    return decide(page.edition, positions, verdict, reason=reason, by=request.user, at=now)
