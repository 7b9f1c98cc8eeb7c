"""An edition in preparation: what would change, why, and publishing it, which somebody else has to do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import staff_only, tell
from teikei.names.bilingual import Refusal
from teikei.registry.operations.editions import publish, withdraw_edition_draft
from teikei.registry.queries.edition_drafts import edition_draft_page

SHOWN = 500  # differences on the page; a first edition has as many as rows


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edition_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The differences from the edition before, each with its reasons; publish exactly these, or withdraw the draft."""
    if request.method == "POST":
        return _act(request, draft_id)
    page = edition_draft_page(draft_id, by=request.user)
    if page is None:
        raise Http404
    return render(
        request, "desk/edition_draft.html", {"page": page, "head": page.head, "differences": page.differences[:SHOWN], "most": SHOWN}
    )


def _act(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        if request.POST.get("decision") == "withdraw":
            withdraw_edition_draft(draft_id, by=request.user)
            messages.info(request, _("The draft was withdrawn. Nothing was published."))
            return redirect("desk:editions")
        edition = publish(draft_id, sha256=request.POST.get("sha256", ""), by=request.user, at=timezone.now())
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("desk:edition_draft", draft_id=draft_id)
    messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
    return redirect("desk:editions")
