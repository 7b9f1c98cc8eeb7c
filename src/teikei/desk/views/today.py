"""Today: what waits at the desk, and a place to hand in a list."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.forms import HandIn
from teikei.desk.uploads import too_large
from teikei.names.bilingual import Refusal
from teikei.registry.operations.drafts import stage
from teikei.registry.operations.readings import start_reading
from teikei.registry.permissions import may
from teikei.registry.queries.drafts import drafts_waiting
from teikei.registry.queries.edition_drafts import rows_waiting
from teikei.registry.queries.partners import queue_counts
from teikei.registry.refusals import AlreadyKept

# Most lists are read in less: then the next page is the reading itself.
PATIENCE = 1.5


@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """The drafts, those that wait first; and the form. A file handed in begins to be read."""
    form, kept = HandIn(), None
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
    context = {
        "form": form, "drafts": drafts_waiting(by=request.user) if may(request.user, "list.read") else None, "kept": kept,
        "most": settings.UPLOAD_BYTES // (1024 * 1024),
        "partners": queue_counts(by=request.user) if may(request.user, "partner.read") else None,
        "rows_waiting": rows_waiting(by=request.user) if may(request.user, "edition.read") else None,
    }  # fmt: skip
    return render(request, "desk/today.html", context, status=413 if too_large(request) else 200)


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
