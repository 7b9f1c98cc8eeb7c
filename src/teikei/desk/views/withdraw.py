"""Deleting a draft, after asking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import draft_or_404, tell
from teikei.names.bilingual import Refusal
from teikei.registry.operations import drafts


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Say what would be deleted; delete it."""
    head = draft_or_404(request, draft_id)
    if request.method != "POST":
        return render(request, "desk/withdraw.html", {"head": head, "tab": ""})
    try:
        drafts.withdraw(draft_id, by=request.user)
        messages.info(request, _("The draft %(name)s is deleted, with its file.") % {"name": head.name})
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("desk:today")
