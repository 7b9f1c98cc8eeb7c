"""One entry of a draft: every value, to be set right by hand; or that the line is none."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from teikei.desk.doors import draft_or_404, tell
from teikei.lists.corrections import FIELDS, SEVERAL
from teikei.names.bilingual import Refusal
from teikei.registry.operations.drafts import correct_entry, take_out_entry
from teikei.registry.queries.drafts import DraftEntry, entry_of


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, draft_id: int, n: int) -> HttpResponse:
    """The line, and a form with what was read from it."""
    head = draft_or_404(request, draft_id)
    if not head.is_read:
        return redirect("desk:reading", draft_id=draft_id)
    found = entry_of(head, n, by=request.user)
    if found is None:
        raise Http404
    shown, line, judgment = found
    typed: dict[str, str] = {}
    back = f"{reverse('desk:reading', args=[draft_id])}?page={line.page}#r{line.position}"
    if request.method == "POST":
        typed = {name: request.POST[name] for name in FIELDS if name in request.POST}
        try:
            correct_entry(draft_id, n, {name: text.splitlines() for name, text in typed.items()}, by=request.user, at=timezone.now())
            return redirect(back)
        except Refusal as refusal:
            tell(request, refusal)
    fields = value_fields(shown, typed)
    context = {"head": head, "entry": shown, "line": line, "fields": fields, "judgment": judgment, "back": back, "tab": "reading"}
    return render(request, "desk/entry.html", context)


def value_fields(shown: DraftEntry, typed: Mapping[str, str]) -> list[dict[str, object]]:
    """What a form asks of an entry: each field with what holds now, or what was typed."""
    return [
        {"name": name, "value": value, "text": typed.get(name, "\n".join(value.texts) if value else ""), "several": name in SEVERAL}
        for name in FIELDS
        for value in [shown.value(name)]
    ]


@require_POST
def no_entry(request: HttpRequest, draft_id: int, n: int) -> HttpResponse:
    """Say that the entry's line is none."""
    head = draft_or_404(request, draft_id)
    found = entry_of(head, n, by=request.user) if head.is_read else None
    if found is None:
        raise Http404
    line = found[1]
    try:
        take_out_entry(draft_id, n, request.POST.get("reason", ""), by=request.user, at=timezone.now())
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("desk:entry", draft_id=draft_id, n=n)
    return redirect(f"{reverse('desk:reading', args=[draft_id])}?page={line.page}#r{line.position}")
