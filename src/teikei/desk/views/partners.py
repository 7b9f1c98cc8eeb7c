"""Partners: the queue of those to judge and of those judged; matching, and taking back what was judged last."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teikei.desk.doors import tell
from teikei.desk.numbers import number, page_number
from teikei.names.bilingual import Refusal
from teikei.registry.operations import judging
from teikei.registry.operations.matching import find_candidates
from teikei.registry.operations.records import refresh_records
from teikei.registry.queries.partners import PARTNERS_SHOWN, QUEUES, Queue, last_step, matching_state, queue_counts, queue_page

MATCHED_AT_ONCE = 500  # more would keep the browser waiting; pressed again it goes on
USUAL_SCORE = "0.6"  # from here on the matcher is sure of a tidy name


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """One queue of partners with the way to each, and what can be done to all of them."""
    queue, page = queue_of(request.GET.get("show", "")), page_number(request)
    counts = queue_counts(by=request.user)
    context = {
        "queue": queue, "counts": [(name, counts[name]) for name in QUEUES], "rows": queue_page(queue, page=page, by=request.user),
        "total": sum(counts[name] for name in QUEUES if name != "changed"), "number": page, "pages": -(-counts[queue] // PARTNERS_SHOWN),
        "state": matching_state(by=request.user), "undoable": last_step(by=request.user, at=timezone.now()), "above": USUAL_SCORE,
        "open_number": counts["open"],
    }  # fmt: skip
    return render(request, "desk/partners.html", context)


def queue_of(name: str) -> Queue:
    """The queue of that name; those to judge for any other."""
    return next((queue for queue in QUEUES if queue == name), "open")


@require_POST
def match_partners(request: HttpRequest) -> HttpResponse:
    """Find candidates for partners that have none of this release, and look at the judged records again."""
    now = timezone.now()
    try:
        found = find_candidates(most=MATCHED_AT_ONCE, by=request.user, at=now)
        refresh_records(by=request.user, at=now)
        words = _("Matched: %(matched)s (%(accept)s sure, %(review)s to review, %(none)s without a record). Still to be matched: %(left)s.")
        figures = {"matched": found.matched, "accept": found.accept, "review": found.review, "none": found.none, "left": found.left}
        messages.info(request, words % figures)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("desk:partners")


@require_POST
def undo_judgment(request: HttpRequest) -> HttpResponse:
    """Take back one judgment, or all of one step; then show the partner again, or the queue."""
    queue, now, batch = queue_of(request.POST.get("show", "")), timezone.now(), request.POST.get("batch", "")[:32]
    partner = number(request.POST.get("partner", ""))
    try:
        if batch:
            count = judging.undo_batch(batch, by=request.user, at=now)
            messages.info(request, _("Taken back: %(number)s judgments.") % {"number": count})
        else:
            partner = judging.undo(number(request.POST.get("judgment", "")), by=request.user, at=now)
            messages.info(request, _("The judgment is taken back."))
    except Refusal as refusal:
        tell(request, refusal)
    address = reverse("desk:partner", args=[partner]) if partner else reverse("desk:partners")
    return redirect(f"{address}?show={queue}")
