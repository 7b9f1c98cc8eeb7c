"""One partner beside its candidates: who is it? One key, one button or one link decides, and the next one is shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.views.partners import queue_of
from teikei.names.bilingual import Refusal, Text
from teikei.registry.operations import judging
from teikei.registry.queries.partners import PartnerPage, Queue, around, last_step, next_in, partner_page
from teikei.registry.queries.records import Choice, records_found

LONGEST_QUESTION = 300
_KEYS = "123456789"


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The partner, its rows, its candidates with their evidence, what was judged before. ?q= looks for other records."""
    page = partner_page(partner_id, by=request.user)
    if page is None:
        raise Http404
    queue = queue_of(request.POST.get("show", "") or request.GET.get("show", ""))
    if request.method == "POST":
        try:
            _judge(request, partner_id)
            return redirect(_next(request, partner_id, queue))
        except Refusal as refusal:
            tell(request, refusal)
            return redirect(f"{reverse('desk:partner', args=[partner_id])}?show={queue}")
    return render(request, "desk/partner.html", _context(request, page, queue))


def _judge(request: HttpRequest, partner_id: int) -> None:
    reason, now = request.POST.get("reason", ""), timezone.now()
    if verdict := request.POST.get("verdict", ""):
        judging.set_aside(partner_id, verdict, reason=reason, by=request.user, at=now)
    else:
        judging.choose(partner_id, request.POST.get("ror", ""), reason=reason, by=request.user, at=now)


def _next(request: HttpRequest, partner_id: int, queue: Queue) -> str:
    following = next_in(queue, partner_id, by=request.user)
    address = reverse("desk:partner", args=[following]) if following and following != partner_id else reverse("desk:partners")
    return f"{address}?show={queue}"


def _context(request: HttpRequest, page: PartnerPage, queue: Queue) -> dict[str, object]:
    asked = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    found: tuple[Choice, ...] = ()
    remark: Text | None = None
    if asked:
        found, remark = records_found(asked, page.territory or "", by=request.user, at=timezone.now())
    here = {choice.record.ror for choice in found}
    choices = [*found, *(choice for choice in page.choices if choice.record.ror not in here)]
    beside = around(page.id, queue, by=request.user)
    return {
        "page": page, "queue": queue, "counts": list(beside.counts.items()), "around": beside,
        "choices": [(choice, _KEYS[place : place + 1]) for place, choice in enumerate(choices)], "asked": asked, "found": found,
        "remark": remark, "undoable": last_step(by=request.user, at=timezone.now()),
    }  # fmt: skip
