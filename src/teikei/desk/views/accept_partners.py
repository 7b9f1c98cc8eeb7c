"""Accepting all first candidates above a score: shown first, then done in one step that can be undone as one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.views.partners import USUAL_SCORE
from teikei.names.bilingual import Refusal
from teikei.registry.operations import judging
from teikei.registry.queries.partners import preview_above


@require_http_methods(["GET", "HEAD", "POST"])
def accept_partners(request: HttpRequest) -> HttpResponse:
    """How many and which would be accepted with ?above=; the form does exactly that."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("above", USUAL_SCORE)
    above = _score(text)
    if above is None:
        messages.error(request, _("%(text)s is not a score. Give a number from 0.5 to 1, such as 0.95.") % {"text": text[:20]})
        return redirect("desk:partners")
    if request.method == "POST":
        try:
            judging.accept_above(above, mark=given.get("mark", ""), by=request.user, at=timezone.now())
            return redirect(f"{reverse('desk:partners')}?show=accepted")
        except Refusal as refusal:
            tell(request, refusal)
            return redirect(f"{reverse('desk:accept_partners')}?above={above}")
    return render(request, "desk/accept_partners.html", {"preview": preview_above(above, by=request.user)})


def _score(text: str) -> float | None:
    """A score from 0.5 to 1; None for anything else: below it the first candidate is more likely wrong than right."""
    try:
        score = float(text)
    except ValueError:
        return None
    return score if 0.5 <= score <= 1 else None
