"""One act on one agreement: its form, the check while typing, saving, and two versions side by side where edits met."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teikei.desk.agreement_forms.acts import ACTS, Act, Told, without_memorandum
from teikei.desk.agreement_forms.filling import Filled, as_fields, judge, opened, sent
from teikei.desk.agreement_forms.reading import kept_fields
from teikei.desk.doors import tell
from teikei.desk.words import said_change, said_changes
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.desk_drafts import forget_form
from teikei.registry.queries.one_agreement import changed_by, current_value, names_of, value_at_version
from teikei.registry.refusals import ChangedMeanwhile
from teikei.rules.agreement import Agreement
from teikei.rules.difference import Conflict, difference, merged
from teikei.rules.settling import Side, settled


@dataclass(frozen=True, slots=True)
class Room:
    """What a request is about: the act, the agreement as it is now, and what the act is told."""

    act: Act
    agreement: int
    version: int
    value: Agreement
    told: Told

    @property
    def form(self) -> str:
        """The form's name among drafts."""
        return f"agreements/{self.agreement}/{self.act.name}/{self.told.memorandum}"


def _room(request: HttpRequest, agreement_id: int, name: str, memorandum: str) -> Room:
    act = ACTS.get(name)
    found = current_value(agreement_id, by=request.user)
    if act is None or found is None:
        raise Http404
    if memorandum and memorandum != "new" and memorandum not in [one.id for one in found[1].memoranda]:
        raise Http404
    now = timezone.now()
    about = "" if memorandum == "new" else memorandum
    told = Told(timezone.localdate(now), now, request.user.get_username(), about, frozenset(one.id for one in found[1].memoranda))
    return Room(act, agreement_id, found[0], found[1], told)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_act(request: HttpRequest, agreement_id: int, act_name: str, memorandum: str = "") -> HttpResponse:
    """The form; saved where nothing is wrong. Where somebody else changed the agreement meanwhile, both versions."""
    room = _room(request, agreement_id, act_name, memorandum)
    if request.method != "POST":
        return _page(
            request, room, opened(room.form, room.act.spec, lambda: room.act.first(room.value, room.told), room.version, by=request.user)
        )
    if "discard" in request.POST:
        forget_form(room.form, by=request.user)
        return redirect(request.path)
    filled = sent(request, room.form, room.act.spec)
    if filled.goes_on:
        return _page(request, room, filled)
    was = room.value if filled.version == room.version else value_at_version(agreement_id, filled.version, by=request.user)
    if was is None:
        tell(
            request,
            Refusal(
                "The form was not complete. Open it again; nothing was stored.",
                "フォームが不完全です。もう一度開いてください。保存していません。",
            ),
        )
        return redirect(request.path)
    mine = judge(filled, lambda plain: room.act.made(was, plain, room.told), was, room.told.today, room.act.within(was, room.told))
    if mine is None:
        return _page(request, room, filled)
    if filled.version != room.version:
        return _settle(request, room, filled, was, mine)
    return _save(request, room, filled, mine, room.version)


@require_POST
def check_act(request: HttpRequest, agreement_id: int, act_name: str, memorandum: str = "") -> HttpResponse:
    """What is wrong with a form that is being typed into; it is kept as a draft."""
    room = _room(request, agreement_id, act_name, memorandum)
    filled = sent(request, room.form, room.act.spec)
    was = room.value if filled.version == room.version else value_at_version(agreement_id, filled.version, by=request.user)
    if was is not None:
        judge(filled, lambda plain: room.act.made(was, plain, room.told), was, room.told.today, room.act.within(was, room.told))
    return checked(request, filled, [party.institution for party in room.value.parties])


def checked(request: HttpRequest, filled: Filled, parties: list[int]) -> HttpResponse:
    """The answer to a check: a summary, and each field's own place for what is wrong with it."""
    drawn = filled.nodes(parties)
    return render(request, "desk/parts/checked.html", {"nodes": drawn, "summary": filled.summary(drawn), "kept_at": timezone.now()})


def _page(request: HttpRequest, room: Room, filled: Filled, status: int = 200) -> HttpResponse:
    for refusal in filled.said:
        tell(request, refusal)
    parties = [party.institution for party in room.value.parties]
    drawn = filled.nodes(parties)
    names = filled.names
    partners = [names.institutions[pk] for pk in parties if pk in names.institutions and not names.institutions[pk].is_home]
    context = {
        "act": room.act, "agreement": room.agreement, "nodes": drawn, "summary": filled.summary(drawn), "version": filled.version,
        "filled": filled, "partners": partners, "check": f"{request.path}check/", "stale": filled.version != room.version,
    }  # fmt: skip
    return render(request, "desk/agreement_form.html", context, status=status)


def _save(request: HttpRequest, room: Room, filled: Filled, value: Agreement, version: int) -> HttpResponse:
    try:
        revise(
            room.agreement,
            lambda _: value,
            version=version,
            by=request.user,
            at=room.told.at,
            operation=room.act.name,
            reason=filled.reason,
        )
    except ChangedMeanwhile:  # in the moment between reading and writing
        return agreement_act(request, room.agreement, room.act.name, room.told.memorandum)
    except Refusal as refusal:
        tell(request, refusal)
        return _page(request, room, filled)
    forget_form(room.form, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("desk:agreement", agreement_id=room.agreement)


# Two edits that met ------------------------------------------------------------------------------------------------


def _settle(request: HttpRequest, room: Room, filled: Filled, was: Agreement, mine: Agreement) -> HttpResponse:
    """Both versions side by side; saved once the person has chosen, field by field."""
    both, conflicts = merged(was, mine, room.value)
    chosen = _choices(request, conflicts)
    if request.POST.get("theirs") == str(room.version):
        try:
            value = settled(was, mine, room.value, chosen)
            return _save(request, room, filled, value, room.version)
        except Refusal as refusal:
            tell(request, refusal)
    language = page_language()
    names = names_of([was, mine, room.value])
    met = {conflict.steps for conflict in conflicts}
    context = {
        "act": room.act, "agreement": room.agreement, "theirs": room.version, "was_version": filled.version,
        "fields": as_fields(kept_fields(request.POST)), "by": changed_by(room.agreement, room.version, by=request.user),
        "both": both, "reason": filled.reason,
        "conflicts": [
            {
                "name": f"choice-{index}", "was": said_change(one.steps, one.was, one.was, names, language).before,
                "said": said_change(one.steps, one.mine, one.theirs, names, language), "chosen": chosen.get(one.steps),
            }
            for index, one in enumerate(conflicts)
        ],
        "mine": said_changes([one for one in difference(was, mine) if not _met(one.steps, met)], names, language),
        "others": said_changes([one for one in difference(was, room.value) if not _met(one.steps, met)], names, language),
    }  # fmt: skip
    return render(request, "desk/agreement_conflict.html", context, status=409)


def _met(steps: tuple[str, ...], met: set[tuple[str, ...]]) -> bool:
    return any(steps[: len(place)] == place for place in met)


def _choices(request: HttpRequest, conflicts: tuple[Conflict, ...]) -> dict[tuple[str, ...], Side]:
    made: dict[tuple[str, ...], Side] = {}
    for index, conflict in enumerate(conflicts):
        given = request.POST.get(f"choice-{index}", "")
        if given == "mine":
            made[conflict.steps] = "mine"
        elif given == "theirs":
            made[conflict.steps] = "theirs"
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def remove_memorandum(request: HttpRequest, agreement_id: int, memorandum: str) -> HttpResponse:
    """Take a memorandum out, after a look at it."""
    room = _room(request, agreement_id, "memorandum", memorandum)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            revise(
                agreement_id, lambda value: without_memorandum(value, room.told), version=int(version) if re.fullmatch("[0-9]{1,9}", version) else 0,
                by=request.user, at=room.told.at, operation="memorandum", reason=request.POST.get("reason", "")[:1000],
            )  # fmt: skip
            messages.success(request, _("The memorandum was taken out. The history keeps it."))
        except Refusal as refusal:
            tell(request, refusal)
        return redirect("desk:agreement", agreement_id=agreement_id)
    found: Any = next((one for one in room.value.memoranda if one.id == memorandum), None)
    if found is None:
        raise Http404
    return render(request, "desk/memorandum_remove.html", {"memorandum": found, "agreement": agreement_id, "version": room.version})
