"""One proposal: its path drawn, what the step that waits decides, and what becomes of it once it is approved."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.proposal_forms import KINDS, Concluding, Deciding
from teikei.desk.views.documents import version_in
from teikei.names.bilingual import Refusal
from teikei.registry.operations.proposals import conclude, decide, propose, withdraw
from teikei.registry.queries.proposals import ProposalPage, proposal_page
from teikei.rules.approval import STATES, Outcome


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """`act` says which of its forms was sent."""
    page = proposal_page(proposal_id, by=request.user, today=timezone.localdate())
    if page is None:
        raise Http404
    deciding, concluding = _forms(page, None)
    if request.method == "POST":
        deciding, concluding = _forms(page, request.POST)
        try:
            if _done(request, page, deciding, concluding):
                return redirect("desk:proposal", proposal_id=proposal_id)
        except Refusal as refusal:
            tell(request, refusal)
    context = {
        "page": page, "value": page.value, "deciding": deciding, "concluding": concluding, "kinds": KINDS,
        "state": STATES[page.value.state], "subject": page.value.draft or page.now,
    }  # fmt: skip
    return render(request, "desk/proposal.html", context)


def _forms(page: ProposalPage, sent: Any) -> tuple[Deciding, Concluding]:
    act = sent.get("act") if sent else ""
    today = timezone.localdate()
    step = page.waiting.step.id if page.waiting else ""
    deciding = Deciding(sent if act == "decide" else None, initial={"step": step, "on": today, "version": page.version}, prefix="decide")
    parties = [(pk, name) for pk, name, _units in page.parties] if page.value.kind == "new" else []
    concluding = Concluding(
        sent if act == "conclude" else None, initial={"concluded_on": today, "version": page.version}, prefix="conclude", parties=parties,
        changed=page.changed_since,
    )  # fmt: skip
    return deciding, concluding


def _done(request: HttpRequest, page: ProposalPage, deciding: Deciding, concluding: Concluding) -> bool:
    at, act = timezone.now(), request.POST.get("act")
    if act == "propose":
        propose(page.id, version=version_in(request), by=request.user, at=at)
        messages.success(request, _("The proposal is on its way."))
        return True
    if act == "withdraw":
        withdraw(page.id, version=version_in(request), by=request.user, at=at)
        return True
    if deciding.is_bound and deciding.is_valid():
        said = deciding.cleaned_data
        decide(
            page.id, said["step"], cast("Outcome", said["outcome"]), on=said["on"], minute=said["minute"],
            delegate_of=said["delegate_of"], comment=said["comment"], version=said["version"], by=request.user, at=at,
        )  # fmt: skip
        return True
    if concluding.is_bound and concluding.is_valid():
        said = concluding.cleaned_data
        number = conclude(
            page.id, concluded_on=said["concluded_on"], signatures=concluding.signatures(), still_fits=said.get("still_fits", False),
            version=said["version"], by=request.user, at=at,
        )  # fmt: skip
        messages.success(request, _("It is kept as agreement %(number)s.") % {"number": number})
        return True
    return False
