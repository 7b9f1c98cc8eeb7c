"""Drafting a proposal: from scratch, or for an agreement that is kept."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.proposal_forms import (
    KINDS,
    AmendmentForm,
    EndingForm,
    NewAgreement,
    ProposalForm,
    RenewalForm,
    first_term_after,
)
from teikei.names.bilingual import Refusal
from teikei.registry.keys import name_key
from teikei.registry.operations.proposals import save_draft
from teikei.registry.queries.naming import units_by_key, units_named
from teikei.registry.queries.proposals import ProposalPage, agreement_proposed_for, homes_with_units, institution_named, proposal_page
from teikei.rules.agreement import Agreement
from teikei.rules.approval import Proposal, ProposalKind, refuse_shortcomings

About = tuple[int, int, Agreement, tuple[str, ...]]  # number, version, value, partners


@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: HttpRequest) -> HttpResponse:
    """?kind= and, but for a new agreement, ?agreement=. Saved as a draft; it is proposed from its own page."""
    kind = request.GET.get("kind", "new")
    if kind not in KINDS:
        raise Http404
    about = None if kind == "new" else _about(request, request.GET.get("agreement", ""))
    return _draft(request, kind, about, None, None, {})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A draft again, or one that was sent back."""
    page = proposal_page(proposal_id, by=request.user, today=timezone.localdate())
    if page is None:
        raise Http404
    if page.value.state not in ("draft", "returned"):
        return redirect("desk:proposal", proposal_id=proposal_id)
    about = None if page.value.agreement is None else _about(request, str(page.value.agreement))
    return _draft(request, page.value.kind, about, proposal_id, page.version, _filled(page))


def _about(request: HttpRequest, number: str) -> About:
    found = agreement_proposed_for(int(number), by=request.user) if number.isdecimal() and len(number) < 16 else None
    if found is None:
        raise Http404
    return (int(number), *found)


def _draft(
    request: HttpRequest, kind: ProposalKind, about: About | None, number: int | None, version: int | None, filled: dict[str, Any]
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = _form(request, kind, about, sent, {"version": version, **filled})
    if sent is not None and form.is_valid():
        try:
            proposal = _made(form, about)
            saved = save_draft(proposal, number=number, version=form.cleaned_data["version"], by=request.user, at=timezone.now())
            return redirect("desk:proposal", proposal_id=saved)
        except Refusal as refusal:
            tell(request, refusal)
    context = {"form": form, "kind": kind, "kinds": KINDS, "about": about, "partners": about[3] if about else (), "number": number}
    return render(request, "desk/propose.html", context)


def _form(request: HttpRequest, kind: ProposalKind, about: About | None, sent: Any, filled: dict[str, Any]) -> ProposalForm:
    now = about[2] if about else None
    if kind == "new" or now is None:
        return NewAgreement(
            sent, initial=filled, today=timezone.localdate(), homes=homes_with_units(by=request.user),
            partners=partial(institution_named, by=request.user), units=partial(_units, request),
        )  # fmt: skip
    if kind == "renewal":
        return RenewalForm(sent, initial={**first_term_after(now, timezone.localdate()), **filled})
    if kind == "amendment":
        as_it_is = {
            "agreement_title": now.title, "contents": now.contents, "renewal": now.renewal.kind, "years": now.renewal.years,
            "notice_months": now.renewal.notice_months,
        }  # fmt: skip
        return AmendmentForm(sent, initial={**as_it_is, **filled})
    return EndingForm(sent, initial=filled)


def _made(form: ProposalForm, about: About | None) -> Proposal:
    if isinstance(form, NewAgreement):
        return form.made()
    if about is None:
        raise Http404
    made = form.made(about[2]) if isinstance(form, AmendmentForm) else form.made()
    made = replace(made, agreement=about[0], seen=about[1])
    refuse_shortcomings(made, timezone.localdate(), about[2])
    return made


def _units(request: HttpRequest, partner: int, names: list[str]) -> tuple[list[str], list[list[int]]]:
    """All units of the partner; for each name or number those that it means."""
    known = {unit.id: unit.name for unit in units_named(partner, "", by=request.user)}
    return list(known.values()), [
        [int(name)]
        if name.isdecimal() and len(name) < 12 and int(name) in known
        else units_by_key(partner, name_key(name), by=request.user)
        for name in names
    ]


def _filled(page: ProposalPage) -> dict[str, Any]:
    """What was entered before."""
    value = page.value
    filled: dict[str, Any] = {"title": value.title, "note": value.note}
    if value.draft:
        draft = value.draft
        ours, partner = draft.parties[0], draft.parties[1]
        filled |= {
            "level": draft.level, "home": ours.institution, "units": [unit.unit for unit in ours.units], "partner": partner.institution,
            "partner_units": "、".join(name for pk, _name, units in page.parties if pk == partner.institution for name in units),
            "agreement_title": draft.title, "contents": draft.contents, "renewal": draft.renewal.kind, "years": draft.renewal.years,
            "notice_months": draft.renewal.notice_months,
        }  # fmt: skip
        filled |= {"valid_from": draft.terms[0].valid_from, "valid_to": draft.terms[0].valid_to} if draft.terms else {}
    if value.term:
        filled |= {"valid_from": value.term.valid_from, "valid_to": value.term.valid_to}
    if value.closed_on:
        filled |= {"closed_on": value.closed_on, "closing_reason": value.closing_reason}
    if value.effective_on:
        changes = value.changes or {}
        filled |= {"effective_on": value.effective_on}
        filled |= {"agreement_title": changes["title"]} if "title" in changes else {}
        filled |= {"contents": changes["contents"]} if "contents" in changes else {}
        renewal = changes.get("renewal", {})
        filled |= {"renewal": renewal["kind"], "years": renewal["years"], "notice_months": renewal["notice_months"]} if renewal else {}
    return filled
