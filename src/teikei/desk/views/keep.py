"""Keeping a draft: what the list does not say of itself is asked, and then it becomes an edition."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import draft_or_404, tell
from teikei.desk.forms import Keeping
from teikei.names.bilingual import Refusal
from teikei.registry.operations.keeping import keep_draft
from teikei.registry.queries.alignment import waiting_rows
from teikei.registry.queries.drafts import DraftHead
from teikei.registry.queries.publication import homes_kept
from teikei.registry.refusals import AlreadyKept, DraftKept, SeriousOpen


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask; then one operation, which refuses with nothing stored or makes the edition."""
    head = draft_or_404(request, draft_id)
    if not head.is_read and request.method != "POST":
        return redirect("desk:reading", draft_id=draft_id)
    form = Keeping(request.POST) if request.method == "POST" else Keeping(initial=_known(head))
    serious = head.open_serious
    if request.method == "POST" and form.is_valid():
        answers = {**form.cleaned_data, "confirmed": form.cleaned_data["confirmed"] or 0}
        try:
            edition = keep_draft(draft_id, **answers, by=request.user, at=timezone.now())
            if waiting_rows(edition.pk, None, by=request.user):
                return redirect("desk:alignment", edition_id=edition.pk)
            return redirect("desk:reading", draft_id=draft_id)
        except (DraftKept, AlreadyKept) as refusal:
            tell(request, refusal)
            return redirect("desk:reading", draft_id=draft_id)
        except SeriousOpen as refusal:
            serious = refusal.number
            tell(request, refusal)
        except Refusal as refusal:
            tell(request, refusal)
    return render(request, "desk/keep.html", {"head": head, "form": form, "tab": "keep", "serious": serious})


def _known(head: DraftHead) -> dict[str, Any]:
    """What is known already: from the list, from the settings, from what is kept."""
    home = settings.TEIKEI_INSTITUTION or next((one.printed for one in homes_kept()), "")
    name_en = settings.TEIKEI_INSTITUTION_EN if home == settings.TEIKEI_INSTITUTION else ""
    return {"institution": home, "institution_en": name_en, "level": head.summary["level"], "as_of": head.summary["as_of"]}
