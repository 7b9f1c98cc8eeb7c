"""One line of a draft from which nothing was read: it is an entry, a person says, and what it says."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import draft_or_404, tell
from teikei.desk.views.entry import value_fields
from teikei.lists.corrections import FIELDS
from teikei.names.bilingual import Refusal
from teikei.registry.operations.drafts import add_entry
from teikei.registry.queries.drafts import DraftEntry, line_of, place_before


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, draft_id: int, position: int) -> HttpResponse:
    """The line, and a form for what it says."""
    head = draft_or_404(request, draft_id)
    if not head.is_read:
        return redirect("desk:reading", draft_id=draft_id)
    found = line_of(head, position, by=request.user)
    if found is None:
        raise Http404
    shown, judgment = found
    if read := next((entry for entry in shown.entries if not entry.added), None):
        return redirect("desk:entry", draft_id=draft_id, n=read.n)
    back = f"{reverse('desk:reading', args=[draft_id])}?page={shown.page}#r{shown.position}"
    own = shown.entries[0] if shown.entries else DraftEntry(0, True, (), "")
    typed = {} if shown.entries else {name: "\n".join(texts) for name, texts in place_before(head, shown, by=request.user).items()}
    reason = judgment.reason if judgment else ""
    if request.method == "POST":
        typed = {name: request.POST[name] for name in FIELDS if name in request.POST}
        reason = request.POST.get("reason", "")
        values = {name: text.splitlines() for name, text in typed.items()}
        try:
            add_entry(draft_id, position, values, reason, by=request.user, at=timezone.now())
            return redirect(back)
        except Refusal as refusal:
            tell(request, refusal)
    context = {
        "head": head, "line": shown, "fields": value_fields(own, typed), "judgment": judgment, "reason": reason, "back": back, "tab": "reading",
    }  # fmt: skip
    return render(request, "desk/line.html", context)
