"""Institutions: a list to search, one of them, one unit; and putting back what was done to them last."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teikei.desk.days import day_asked
from teikei.desk.doors import tell
from teikei.desk.forms import NewInstitution
from teikei.desk.numbers import page_number
from teikei.desk.structure_acts import ACTS
from teikei.desk.words import numbers_in, said_changes
from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.pages.templatetags.pages import territory_words
from teikei.pages.tongues import page_language
from teikei.registry.operations.naming import AlreadyNamed, add_institution
from teikei.registry.operations.restoring import restore
from teikei.registry.permissions import may
from teikei.registry.queries.acts import last_restructuring
from teikei.registry.queries.kept_agreements import Wanted, desk_page
from teikei.registry.queries.one_agreement import names_by_number
from teikei.registry.queries.structure import PAGE, Act, institution_list, kept_institution, kept_unit, last_of
from teikei.rules.institution import KINDS

SHOWN = 10
SHOWN_ACTS = 30


@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """A page of the list."""
    text, kind = one_line(request.GET.get("q", ""))[:200], request.GET.get("kind", "")
    wanted = {"q": text, "kind": kind if kind in KINDS else "", "territory": request.GET.get("territory", "")[:2].upper()}
    number = page_number(request)
    page = institution_list(text, kind=wanted["kind"], territory=wanted["territory"], page=number, by=request.user)
    pages = max(1, -(-page.total // PAGE))
    context = {
        "page": page, "wanted": wanted, "number": min(number, pages), "pages": pages, "query": urlencode({k: v for k, v in wanted.items() if v}),
        "kinds": KINDS, "territories": sorted(((code, territory_words(code)) for code in page.territories), key=lambda one: one[1]),
        "last": _last(request),
    }  # fmt: skip
    return render(request, "desk/institutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_institution(request: HttpRequest) -> HttpResponse:
    """An institution that no list has named yet. One that is there already is shown instead."""
    form = NewInstitution(request.POST if request.method == "POST" else None, initial={"name": one_line(request.GET.get("q", ""))[:300]})
    if form.is_bound and form.is_valid():
        try:
            made = add_institution(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("desk:institution", institution_id=made)
        except AlreadyNamed as refusal:
            tell(request, refusal)
            return redirect("desk:institution", institution_id=refusal.found)
        except Refusal as refusal:
            tell(request, refusal)
    return render(request, "desk/new_institution.html", {"form": form})


@require_safe
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    """One institution, with its units as they are on a day."""
    day = _day(request)
    kept = kept_institution(institution_id, day=day, by=request.user)
    if kept is None:
        raise Http404
    context = {"kept": kept, "value": kept.value, "agreements": _agreements(request, institution=institution_id)}
    return render(request, "desk/institution.html", {**context, **_around(request, "institution", kept.history), "day": day})


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit."""
    day = _day(request)
    kept = kept_unit(unit_id, day=day, by=request.user)
    if kept is None:
        raise Http404
    parents = [(kept.parents.get(parent.unit, ""), parent) for parent in kept.value.parents]
    context = {"kept": kept, "value": kept.value, "parents": parents, "agreements": _agreements(request, unit=unit_id)}
    return render(request, "desk/unit.html", {**context, **_around(request, "unit", kept.history), "day": day})


def _day(request: HttpRequest) -> date:
    return day_asked(request, "as_of", timezone.localdate())


def _agreements(request: HttpRequest, **wanted: int) -> Any:
    return desk_page(Wanted(as_of=timezone.localdate(), order="newest", **wanted), page_size=SHOWN, with_choices=False, by=request.user)  # type: ignore[arg-type]


def _around(request: HttpRequest, of: str, history: tuple[Act, ...]) -> dict[str, Any]:
    """What can be done, and what was done, in words."""
    shown = history[:SHOWN_ACTS]
    changes = [change for act in shown for change in act.changes]
    numbers = numbers_in(changes)
    followers = {to for change in changes for value in (change.old, change.new) if isinstance(value, dict) for to in value.get("to", ())}
    numbers[0 if of == "institution" else 1].update(followers)
    names = names_by_number(*numbers)
    last = _last(request)
    return {
        "acts": ACTS[of].values() if may(request.user, "unit.revise") else (), "of": of,
        "history": [(act, said_changes(act.changes, names, page_language())) for act in shown],
        "last": last if last and any(act.batch == last.batch for act in shown) else None,
    }  # fmt: skip


def _last(request: HttpRequest) -> Any:
    return last_restructuring(by=request.user, at=timezone.now()) if may(request.user, "unit.revise") else None


@require_POST
def undo_structure(request: HttpRequest) -> HttpResponse:
    """Put back what an act did to institutions and units, all of it, as a further act."""
    batch = request.POST.get("batch", "")[:32]
    of, number = last_of(batch, by=request.user)
    try:
        restore(batch, by=request.user, at=timezone.now())
        messages.success(request, _("Put back. The history shows both acts."))
    except Refusal as refusal:
        tell(request, refusal)
    if of == "unit" and kept_unit(number, day=timezone.localdate(), by=request.user):
        return redirect("desk:unit", unit_id=number)
    if of == "institution" and kept_institution(number, day=timezone.localdate(), by=request.user):
        return redirect("desk:institution", institution_id=number)
    return redirect("desk:institutions")
