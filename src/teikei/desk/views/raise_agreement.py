"""A unit-level agreement raised to university level."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.names.bilingual import Refusal
from teikei.registry.operations.raising import raise_level
from teikei.registry.queries.one_agreement import current_value
from teikei.rules.changes import raised
from teikei.rules.days import exact_day


@require_http_methods(["GET", "HEAD", "POST"])
def raise_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """From which day, and which memoranda go on under the new agreement."""
    found = current_value(agreement_id, by=request.user)
    if found is None:
        raise Http404
    version, value = found
    now = timezone.now()
    today = timezone.localdate(now)
    typed = request.POST.get("raised_on", today.isoformat())[:100]
    if request.method == "POST":
        looked_at = request.POST.get("version", "")
        ticked = tuple(one.id for one in value.memoranda if one.id in request.POST.getlist("memoranda"))
        try:
            day = exact_day(typed)
            if day is None:
                raise Refusal(
                    f"{typed} is no day. Enter one as 2015-11-09.", f"{typed} は日付として読めません。2015-11-09 のように入力してください。"
                )
            number = raise_level(
                agreement_id, lambda old: raised(old, agreement_id, raised_on=day, memoranda=ticked, today=today),
                version=int(looked_at) if re.fullmatch("[0-9]{1,9}", looked_at) else 0, by=request.user, at=now,
                reason=request.POST.get("reason", "")[:1000],
            )  # fmt: skip
            messages.success(request, _("Raised: this is the new agreement between the universities."))
            return redirect("desk:agreement", agreement_id=number)
        except Refusal as refusal:
            tell(request, refusal)
    context = {"agreement": agreement_id, "version": version, "value": value, "raised_on": typed}
    return render(request, "desk/raise.html", context)
