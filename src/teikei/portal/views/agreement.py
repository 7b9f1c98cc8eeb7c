"""One agreement: who, when, and where that is printed."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teikei.pages.term_bar import term_bar
from teikei.portal import linked
from teikei.registry.queries.agreements import agreement_page
from teikei.rules.held import memorandum_status, on_day


class Side(NamedTuple):
    """A party of an exchange, by its name as printed."""

    printed: str


@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Eight queries or fewer."""
    page = agreement_page(agreement_id)
    if page is None:
        raise Http404
    today = timezone.localdate()
    value = on_day(page.value, today)
    sides = {party.institution: Side(party.name) for party in page.parties}
    memoranda = [
        {
            "memorandum": one, "status": memorandum_status(page.value, one, today),
            "exchanges": [(exchange, sides.get(exchange.sending), sides.get(exchange.receiving)) for exchange in one.exchanges],
        }
        for one in value.memoranda
    ]  # fmt: skip
    bar = term_bar(page.value, today)
    # A bar of nothing but "the list says so" tells no more than the date above it.
    context = {
        "page": page,
        "linked": linked.agreement(request, page),
        "names": " · ".join(party.name for party in page.partners),
        "value": value,
        "bar": bar,
        "told": any(piece.basis != "listed" for piece in bar.pieces),
        "memoranda": memoranda,
    }
    return render(request, "portal/agreement.html", context)
