"""An agreement over EWP: our copy as a file, the partner's copy taken in, both side by side."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.names.bilingual import Refusal, Text
from teikei.pages.tongues import page_language
from teikei.registry.operations.exchanging import take_in_copy
from teikei.registry.queries.exchanged import both_copies

MOST = 1_000_000  # bytes of a document


@require_http_methods(["GET", "HEAD", "POST"])
def iia(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The copies, and the newest (or `copy`) beside ours; a form that takes in a file; `?file` gives ours."""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None or (file.size or 0) > MOST:
                raise Refusal(
                    "Choose the partner's answer as a file of at most 1 MB.", "相手校の応答のファイル（1 MB まで）を選んでください。"
                )
            take_in_copy(agreement_id, file.read(), by=request.user, at=timezone.now())
            messages.success(request, _("The partner's copy is kept."))
        except Refusal as refusal:
            tell(request, refusal)
        return redirect("desk:iia", agreement_id)
    number = request.GET.get("copy", "")
    copy = int(number) if number.isdecimal() and len(number) < 16 else None
    both = both_copies(agreement_id, copy, as_of=timezone.localdate(), by=request.user)
    if both is None:
        raise Http404
    if "file" in request.GET and both.document:
        answer = HttpResponse(both.document, content_type="application/xml")
        answer["Content-Disposition"] = f'attachment; filename="iias-{agreement_id}.xml"'
        return answer
    said = both.beside.to(page_language()) if isinstance(both.beside, Text) else ""
    context = {
        "agreement_id": agreement_id, "copies": both.copies, "refused": both.refused.to(page_language()) if both.refused else "",
        "beside": both.beside if not said else None, "words": said, "file": f"{reverse('desk:iia', args=[agreement_id])}?file=xml",
    }  # fmt: skip
    return render(request, "desk/iia.html", context)
