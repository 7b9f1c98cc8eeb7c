"""One act on an institution or a unit: its form, the check while typing, what it would change on lists, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teikei.desk.agreement_forms.filling import Filled, as_fields, opened, sent
from teikei.desk.agreement_forms.reading import kept_fields
from teikei.desk.doors import tell
from teikei.desk.structure_acts import ACTS, Doing, StructureAct, Subject
from teikei.names.bilingual import Refusal, Text
from teikei.registry.operations.desk_drafts import forget_form
from teikei.registry.operations.trying import Effect, effect
from teikei.registry.queries.structure import KeptUnit, kept_institution, kept_unit, unit_values
from teikei.rules.institution import Unit, name_on
from teikei.rules.institution_problems import institution_problems, unit_problems
from teikei.rules.problems import Problem, brought

SHOWN = 100
_OWN = ("confirmed", "back", "preview")


@dataclass(frozen=True, slots=True)
class _Room:
    """What a request is about: the act, its subject with its name, the units of the institution."""

    act: StructureAct
    subject: Subject
    name: str
    units: Mapping[int, Unit]
    today: date

    @property
    def form(self) -> str:
        """The form's name among drafts."""
        return f"{self.subject.of}s/{self.subject.id}/{self.act.name}"

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The units to choose among: all of the institution but the one that the act is about; those that ended last."""
        own = self.subject.id if self.subject.of == "unit" else 0
        ordered = sorted(self.units.items(), key=lambda one: (one[1].closed_on is not None, one[1].position, one[0]))
        return [(pk, _called(one)) for pk, one in ordered if pk != own]

    @property
    def page(self) -> str:
        """The address of its subject's page."""
        return reverse(f"desk:{self.subject.of}", args=[self.subject.id])


def _called(unit: Unit) -> str:
    name = name_on(unit.names, None, unit.names[0].language)
    return f"{name} (– {unit.closed_on})" if unit.closed_on else name


def _room(request: HttpRequest, act_name: str, institution_id: int | None, unit_id: int | None) -> _Room:
    today, by = timezone.localdate(), request.user
    of = "institution" if unit_id is None else "unit"
    act = ACTS[of].get(act_name)
    found = kept_institution(institution_id or 0, day=today, by=by) if unit_id is None else kept_unit(unit_id, day=today, by=by)
    if act is None or found is None:
        raise Http404
    home = found.institution.id if isinstance(found, KeptUnit) else found.id
    subject = Subject(of, found.id, found.version, found.value, home)
    return _Room(act, subject, found.name, unit_values(home, by=by), today)


@require_http_methods(["GET", "HEAD", "POST"])
def structure_act(request: HttpRequest, act_name: str, institution_id: int | None = None, unit_id: int | None = None) -> HttpResponse:
    """The form; then what the act would change; then it is done."""
    room = _room(request, act_name, institution_id, unit_id)
    if request.method != "POST":
        first = room.act.first(room.subject.value, room.today)
        return _page(request, room, opened(room.form, room.act.spec, lambda: first, room.subject.version, by=request.user))
    if "discard" in request.POST:
        forget_form(room.form, by=request.user)
        return redirect(request.path)
    filled = sent(request, room.form, room.act.spec)
    if filled.goes_on or "back" in request.POST or not _judged(filled, room):
        return _page(request, room, filled)
    doing = Doing(request.user, timezone.now(), filled.reason)
    if "confirmed" not in request.POST:
        return _preview(request, room, filled, doing)
    try:
        room.act.do(room.subject, filled.read.plain, filled.version, doing)
    except Refusal as refusal:
        tell(request, refusal)
        return _page(request, room, filled)
    forget_form(room.form, by=request.user)
    messages.success(request, _("Saved."))
    into = filled.read.plain.get("into")
    return redirect(reverse(f"desk:{room.subject.of}", args=[into]) if into else room.page)


@require_POST
def check_structure(request: HttpRequest, act_name: str, institution_id: int | None = None, unit_id: int | None = None) -> HttpResponse:
    """What is wrong with a form that is being typed into; it is kept as a draft."""
    room = _room(request, act_name, institution_id, unit_id)
    filled = sent(request, room.form, room.act.spec)
    _judged(filled, room)
    drawn = filled.nodes((), room.choices)
    return render(request, "desk/parts/checked.html", {"nodes": drawn, "summary": filled.summary(drawn), "kept_at": timezone.now()})


def _judged(filled: Filled, room: _Room) -> bool:
    """Whether nothing is wrong; each thing that is gets its field."""
    if filled.read.problems or room.act.made is None:
        return not filled.read.problems
    was = room.subject.value
    try:
        value = room.act.made(was, filled.read.plain)
    except Refusal as refusal:
        filled.problems.append(Problem("", refusal.text))
        return False
    except msgspec.ValidationError as error:
        filled.problems.append(Problem("", Text(str(error), f"値を読めません（{error}）。")))
        return False
    if room.subject.of == "institution":
        known, found = institution_problems(was), institution_problems(value)
    else:
        known, found = (unit_problems(one, room.subject.id, room.units) for one in (was, value))
    wrong = brought(found, known)
    filled.problems += [Problem(filled.read.placed(problem.path), problem.text) for problem in wrong]
    return not wrong


def _page(request: HttpRequest, room: _Room, filled: Filled) -> HttpResponse:
    for refusal in filled.said:
        tell(request, refusal)
    drawn = filled.nodes((), room.choices)
    context = {
        "act": room.act, "room": room, "subject": room.subject, "nodes": drawn, "summary": filled.summary(drawn), "filled": filled,
        "version": filled.version, "check": f"{request.path}check/", "stale": filled.version != room.subject.version, "back": room.page,
    }  # fmt: skip
    return render(request, "desk/structure_form.html", context)


def _preview(request: HttpRequest, room: _Room, filled: Filled, doing: Doing) -> HttpResponse:
    plain, subject = filled.read.plain, room.subject
    institutions, units = room.act.about(plain)
    of_institution = subject.of == "institution"
    try:
        found = effect(
            lambda: room.act.do(subject, plain, filled.version, doing),
            institutions=[subject.id, *institutions] if of_institution else institutions,
            units=units if of_institution else [subject.id, *units], day=room.act.day(plain, room.today), by=request.user,
        )  # fmt: skip
    except Refusal as refusal:
        tell(request, refusal)
        return _page(request, room, filled)
    fields = [(name, value) for name, value in as_fields(kept_fields(request.POST)) if name not in (*_OWN, "for_history")]
    context = {
        "act": room.act, "room": room, "subject": subject, "version": filled.version, "fields": fields, "filled": filled, "effect": found,
        "changed": _lines(found), "more": max(0, len(found.changed) - SHOWN),
        "left": len(found.in_force) - len(found.changed), "back": room.page,
    }  # fmt: skip
    return render(request, "desk/structure_preview.html", context)


def _lines(found: Effect) -> list[tuple[int, Any, Any]]:
    return [(pk, was, becomes) for pk, (was, becomes) in list(found.changed.items())[:SHOWN]]
