"""One agreement on one page: now, as of a day, or as it was known on a day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teikei.desk.days import day_asked
from teikei.desk.doors import tell
from teikei.desk.words import said_changes
from teikei.names.bilingual import Refusal
from teikei.pages.term_bar import term_bar
from teikei.pages.tongues import page_language
from teikei.registry.operations.concluding import undo
from teikei.registry.queries.known import end_of_day
from teikei.registry.queries.one_agreement import HistoryLine, KeptAgreement, kept_agreement
from teikei.rules.difference import difference
from teikei.rules.held import deadlines, memorandum_status, on_day, renewal_terms, spans, took_effect

SHOWN_LINES = 50


@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Twelve queries or fewer."""
    today = timezone.localdate()
    known_on, as_of = day_asked(request, "known_on", None), day_asked(request, "as_of", today)
    kept = kept_agreement(agreement_id, known_at=end_of_day(known_on) if known_on else None, by=request.user)
    if kept is None and known_on:
        tell(
            request,
            Refusal(f"On {known_on} this agreement was not known here yet.", f"{known_on} の時点では、この協定はまだ登録されていません。"),
        )
        return redirect("desk:agreement", agreement_id=agreement_id)
    if kept is None:
        raise Http404
    return render(request, "desk/agreement.html", _context(kept, as_of, today, known_on))


def _context(kept: KeptAgreement, as_of: date, today: date, known_on: date | None) -> dict[str, Any]:
    value = on_day(kept.value, as_of)
    coming = deadlines(kept.value, as_of)
    bar = term_bar(kept.value, as_of)
    assumed = renewal_terms(kept.value, bar.last)
    listed = [one for one in spans(kept.value) if one.basis == "listed"]
    parties: list[dict[str, Any]] = [
        {"party": party, "institution": kept.names.institutions.get(party.institution),
         "units": [(kept.names.units.get(unit.unit), unit) for unit in party.units]}
        for party in value.parties
    ]  # fmt: skip
    return {
        "kept": kept, "value": value, "whole": kept.value, "as_of": as_of, "today": today, "known_on": known_on, "bar": bar,
        "status": bar.status, "coming": coming, "assumed": assumed, "listed": listed, "parties": parties,
        "partners": [one for one in parties if one["institution"] and not one["institution"].is_home] or parties,
        "took_effect": took_effect(value) if took_effect(value) > date.min else None, "institutions": kept.names.institutions,
        "memoranda": [
            {"memorandum": one, "status": memorandum_status(kept.value, one, as_of), "exchanges": [
                (exchange, kept.names.institutions.get(exchange.sending), kept.names.institutions.get(exchange.receiving))
                for exchange in one.exchanges
            ]}
            for one in value.memoranda
        ],
        "history": [(line, _changes(line, kept)) for line in kept.history[:SHOWN_LINES]], "earlier": max(0, len(kept.history) - SHOWN_LINES),
        "linked": [(link, kept.linked.get(link.agreement, "")) for link in value.links],
        "linking": [(pk, title) for pk, title in kept.linked.items() if all(link.agreement != pk for link in value.links)],
        "editable": known_on is None,
    }  # fmt: skip


def _changes(line: HistoryLine, kept: KeptAgreement) -> list[Any]:
    return said_changes(difference(line.before, line.after), kept.names, page_language()) if line.before else []


@require_POST
def undo_act(request: HttpRequest) -> HttpResponse:
    """Put back what an act changed, all of it, as a further act."""
    batch = request.POST.get("batch", "")[:32]
    back = request.POST.get("agreement", "")
    try:
        number = undo(batch, by=request.user, at=timezone.now())
        messages.success(request, _("Put back: %(number)s. The history shows both acts.") % {"number": number})
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(reverse("desk:agreement", args=[int(back)]) if back.isdecimal() and len(back) < 16 else reverse("desk:agreements"))
