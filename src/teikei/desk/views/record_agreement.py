"""A new agreement, recorded as it was signed. No proposal and no approval is asked for."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teikei.desk.agreement_forms.acts import agreement_of
from teikei.desk.agreement_forms.filling import Filled, judge, opened, sent
from teikei.desk.agreement_forms.reading import overlaid
from teikei.desk.agreement_forms.spec import AGREEMENT
from teikei.desk.doors import tell
from teikei.desk.views.agreement_act import checked
from teikei.names.bilingual import Refusal, Text
from teikei.registry.operations.concluding import record
from teikei.registry.operations.desk_drafts import forget_form
from teikei.registry.queries.naming import home_institutions
from teikei.rules.agreement import Agreement

FORM = "agreements/new"
_PAGE = {
    "title": Text("Record an agreement", "協定を登録する"),
    "hint": Text(
        "As it was signed. What is not known may be left empty and entered later.",
        "署名された協定を登録します。わからない項目は空欄のままにして、後から入力できます。",
    ),
    "button": Text("Record", "登録する"),
}


def _first(by: Any) -> dict[str, Any]:
    homes = home_institutions(by=by)
    home = {"institution": str(homes[0]) if len(homes) == 1 else "", "units": [], "signatures": [], "index": 0}
    return {"level": "unit", "parties": [home, {"units": [], "signatures": [], "index": 1}], "terms": [], "renewal": {"kind": "unknown"}}


def _made(sent_values: Mapping[str, Any]) -> Agreement:
    return agreement_of(overlaid({}, AGREEMENT, sent_values))


@require_http_methods(["GET", "HEAD", "POST"])
def record_agreement(request: HttpRequest) -> HttpResponse:
    """The form; recorded where nothing is wrong."""
    if request.method != "POST":
        return _page(request, opened(FORM, AGREEMENT, lambda: _first(request.user), 0, by=request.user))
    if "discard" in request.POST:
        forget_form(FORM, by=request.user)
        return redirect("desk:record_agreement")
    filled = sent(request, FORM, AGREEMENT)
    if filled.goes_on:
        return _page(request, filled)
    now = timezone.now()
    value = judge(filled, _made, None, timezone.localdate(now))
    if value is None:
        return _page(request, filled)
    try:
        number = record(value, by=request.user, at=now)
    except Refusal as refusal:
        tell(request, refusal)
        return _page(request, filled)
    forget_form(FORM, by=request.user)
    messages.success(request, _("Recorded as agreement %(number)s.") % {"number": number})
    return redirect("desk:agreement", agreement_id=number)


@require_POST
def check_record(request: HttpRequest) -> HttpResponse:
    """What is wrong with what has been typed so far."""
    filled = sent(request, FORM, AGREEMENT)
    judge(filled, _made, None, timezone.localdate())
    return checked(request, filled, [])


def _page(request: HttpRequest, filled: Filled) -> HttpResponse:
    for refusal in filled.said:
        tell(request, refusal)
    drawn = filled.nodes()
    context = {
        "act": _PAGE, "agreement": None, "nodes": drawn, "summary": filled.summary(drawn), "version": 0, "filled": filled, "partners": (),
        "check": f"{request.path}check/", "stale": False,
    }  # fmt: skip
    return render(request, "desk/agreement_form.html", context)
