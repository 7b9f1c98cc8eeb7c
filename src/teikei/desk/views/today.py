"""Today: what waits at the desk, and a place to hand in a list."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.agreement_forms.acts import ACTS
from teikei.desk.doors import tell
from teikei.desk.forms import HandIn
from teikei.desk.structure_acts import ACTS as STRUCTURE_ACTS
from teikei.desk.uploads import too_large
from teikei.desk.views.reminders import shown_deadlines
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.desk_drafts import form_drafts
from teikei.registry.operations.drafts import stage
from teikei.registry.operations.readings import start_reading
from teikei.registry.permissions import may
from teikei.registry.queries.deadlines import nearest_deadlines
from teikei.registry.queries.drafts import drafts_waiting
from teikei.registry.queries.proposals import proposals_to_decide
from teikei.registry.queries.waiting import AHEAD, Matter, waiting
from teikei.registry.refusals import AlreadyKept

# Most lists are read in less: then the next page is the reading itself.
PATIENCE = 1.5
NEAREST = 5


@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """The drafts, those that wait first; and the form. A file handed in begins to be read."""
    form, kept, day = HandIn(), None, timezone.localdate()
    if request.method == "POST":
        form = HandIn(request.POST, request.FILES)
        if too_large(request):
            form.errors.clear()
            form.add_error("file", _too_large())
        elif form.is_valid():
            try:
                return _take(request, form)
            except AlreadyKept as refusal:
                kept = refusal.edition
                tell(request, refusal)
            except Refusal as refusal:
                tell(request, refusal)
            form = HandIn()
    waits = _waits(request, day)
    context = {
        "form": form, "drafts": drafts_waiting(by=request.user) if may(request.user, "list.read") else None, "kept": kept,
        "most": settings.UPLOAD_BYTES // (1024 * 1024), "due": [one for one in waits if one["due_on"]], "undated": [one for one in waits if not one["due_on"]],
        "typed": [(*_form(form_name), when) for form_name, when in form_drafts(by=request.user)],
        "nearest": shown_deadlines(nearest_deadlines(by=request.user, today=day, most=NEAREST), day) if may(request.user, "agreement.read") else (),
    }  # fmt: skip
    return render(request, "desk/today.html", context, status=413 if too_large(request) else 200)


def _waits(request: HttpRequest, today: date) -> list[dict[str, Any]]:
    """What needs somebody: words, number, the first day, and the way there."""
    table, expiring = reverse("desk:agreements"), f"?expiring={(today + AHEAD).isoformat()}&sort=deadline"
    ways: dict[Matter, tuple[str, str]] = {
        "notice": (_("Notice due within 90 days"), table + expiring),
        "end": (_("Terms that end within 90 days"), table + expiring),
        "renewal": (_("Terms that renew themselves within 90 days, no day for notice known"), table + expiring),
        "assumed": (_("Automatic renewals assumed, not confirmed"), f"{table}?unconfirmed=yes"),
        "pending": (_("Terms that are over, renewal to be decided"), f"{table}?status=pending"),
        "rolled-up": (_("Rows of lists that may stand for several agreements"), f"{table}?rolled_up=yes"),
        "to-publish": (_("Editions that a colleague prepared, to be published"), reverse("desk:editions")),
        "newer-rows": (_("Rows of newer lists, to be decided"), reverse("desk:editions")),
        "findings": (_("Open findings of the latest list"), reverse("portal:latest_findings")),
        "partners": (_("Partners to identify"), reverse("desk:partners")),
        "records-changed": (_("Partners whose record changed"), reverse("desk:partners") + "?show=changed"),
    }
    found = [
        {"words": ways[one.matter][0], "address": ways[one.matter][1], "count": one.count, "due_on": one.due_on}
        for one in waiting(today, by=request.user)
    ]
    if may(request.user, "proposal.read"):
        count, due_on = proposals_to_decide(by=request.user, today=today)
        yours = {"words": _("Proposals for you to decide"), "address": reverse("desk:proposals"), "count": count, "due_on": due_on}
        return [yours, *found] if count else found
    return found


def _form(name: str) -> tuple[str, str]:
    """The words and the address for a form of which there is a draft."""
    parts = name.split("/")
    if parts[1] == "new":
        return _("A new agreement"), reverse("desk:record_agreement")
    if parts[0] in ("institutions", "units"):
        of = parts[0].removesuffix("s")
        return STRUCTURE_ACTS[of][parts[2]].title.to(page_language()), reverse(f"desk:{of}_act", args=[int(parts[1]), parts[2]])
    number, act, memorandum = int(parts[1]), parts[2], parts[3]
    words = _("Agreement %(number)s") % {"number": number} + f" · {ACTS[act].title.to(page_language())}"
    if act == "memorandum":
        return words, reverse("desk:memorandum", args=[number, memorandum or "new"])
    return words, reverse("desk:agreement_act", args=[number, act])


def _take(request: HttpRequest, form: HandIn) -> HttpResponse:
    file = form.cleaned_data["file"]
    draft, new = stage(file.read(), file.name, by=request.user, at=timezone.now())
    if new:
        start_reading(draft, wait=PATIENCE)
    else:
        messages.info(request, _("This very file was handed in before. This is the draft made from it."))
    return redirect("desk:reading", draft_id=draft)


def _too_large() -> str:
    words = _("The file is larger than %(most)s MB, which no list of agreements is. Hand in the list alone, without scans or attachments.")
    return words % {"most": settings.UPLOAD_BYTES // (1024 * 1024)}
