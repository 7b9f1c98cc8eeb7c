"""The doors: every address of the project is declared here, public or with the action that it takes to pass.

`behind_doors` puts the desk's views behind theirs; an address that is not declared cannot be served. What an address names by
a number is looked up first, and is as good as missing for whoever may not see it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.permissions import Action, NotAllowed, Person, decision_on
from teikei.registry.permissions.asking import look_at_homes, require_anywhere
from teikei.registry.permissions.decide import Subject
from teikei.registry.queries.drafts import DraftHead, draft_head
from teikei.registry.queries.people import agreement_subject, appointment_subject


@dataclass(frozen=True, slots=True)
class Door:
    """What it takes to read an address, and to send to it. read None: nothing, it is public. write None: nothing is taken.

    of: the argument of the address that names what both are done to; "" where it is done to nothing in particular.
    """

    read: Action | None
    write: Action | None = None
    of: str = ""


PUBLIC: Final = Door(None)
_LIST: Final = Door("list.read", "list.take-in")
_AGREEMENT: Final = Door("agreement.read", of="agreement_id")
_CHANGE: Final = Door("agreement.revise", "agreement.revise", of="agreement_id")
_STRUCTURE: Final = Door("unit.revise", "unit.revise")
_PARTNER: Final = Door("partner.read", "partner.judge")

DOORS: Final[Mapping[str, Door]] = {
    "robots": PUBLIC,
    "theme": PUBLIC,
    "logo": PUBLIC,
    "sitemap": PUBLIC,
    "sitemap_section": PUBLIC,
    "portal:home": PUBLIC,
    "portal:search": PUBLIC,
    "portal:search_csv": PUBLIC,
    "portal:map": PUBLIC,
    "portal:embed": PUBLIC,
    "portal:embed_unit": PUBLIC,
    "portal:embed_institution": PUBLIC,
    "portal:fragment": PUBLIC,
    "portal:fragment_unit": PUBLIC,
    "portal:fragment_institution": PUBLIC,
    "portal:changes": PUBLIC,
    "portal:ends": PUBLIC,
    "portal:students": PUBLIC,
    "portal:map_file": PUBLIC,
    "portal:suggestions": PUBLIC,
    "portal:agreement": PUBLIC,
    "portal:institution": PUBLIC,
    "portal:territory": PUBLIC,
    "portal:unit": PUBLIC,
    "portal:editions": PUBLIC,
    "portal:edition": PUBLIC,
    "portal:download": PUBLIC,
    "portal:findings": PUBLIC,
    "portal:latest_findings": PUBLIC,
    "portal:source": PUBLIC,
    "portal:statistics": PUBLIC,
    "portal:development": PUBLIC,
    "portal:edition_changes": PUBLIC,
    "portal:document": PUBLIC,
    "portal:calendar": PUBLIC,
    # Programs pass a door of their own: each endpoint says which scope of a token it takes, and operations ask for the role.
    "api:not_here": PUBLIC,
    "api:agreements": PUBLIC,
    "api:agreement": PUBLIC,
    "api:versions": PUBLIC,
    "api:institutions": PUBLIC,
    "api:institution": PUBLIC,
    "api:units": PUBLIC,
    "api:unit": PUBLIC,
    "api:territories": PUBLIC,
    "api:territory": PUBLIC,
    "api:editions": PUBLIC,
    "api:edition": PUBLIC,
    "api:edition_rows": PUBLIC,
    "api:judgments": PUBLIC,
    "api_pages:documentation": PUBLIC,
    "api:reconcile": PUBLIC,
    "api:suggest_entity": PUBLIC,
    "api:suggest_property": PUBLIC,
    "api:suggest_type": PUBLIC,
    "api:flyout": PUBLIC,
    "api:preview": PUBLIC,
    "api:entity": PUBLIC,
    "api:propose_properties": PUBLIC,
    "api:openapi": PUBLIC,
    "api:renew": PUBLIC,
    "api:confirm": PUBLIC,
    "api:close": PUBLIC,
    "api:amend": PUBLIC,
    "api:note": PUBLIC,
    "api:judge": PUBLIC,
    "api:data_package": PUBLIC,
    "api:identify": PUBLIC,
    "api:iias": PUBLIC,
    "api:iia_copies": PUBLIC,
    "api:iia_comparison": PUBLIC,
    "desk:log_in": PUBLIC,
    "desk:log_out": PUBLIC,
    "desk:today": Door("desk.open", "list.take-in"),
    "desk:why": Door("desk.open"),
    "desk:tokens": Door("desk.open", "desk.open"),
    "desk:people": Door("people.read", "people.appoint"),
    "desk:end_appointment": Door("people.read", "people.appoint", of="appointment_id"),
    "desk:partners": _PARTNER,
    "desk:match_partners": _PARTNER,
    "desk:undo_judgment": _PARTNER,
    "desk:accept_partners": _PARTNER,
    "desk:partner": _PARTNER,
    "desk:document_search": Door("agreement.read"),
    "desk:documents": Door("agreement.read", "agreement.revise", of="agreement_id"),
    "desk:document_file": Door("agreement.read", "agreement.revise", of="agreement_id"),
    "desk:people_of": Door("agreement.read", "agreement.revise", of="agreement_id"),
    "desk:iia": Door("agreement.read", "agreement.revise", of="agreement_id"),
    "desk:checks": Door("agreement.read", "agreement.revise", of="agreement_id"),
    "desk:proposals": Door("proposal.read"),
    "desk:new_proposal": Door("proposal.make", "proposal.make"),
    "desk:proposal": Door("proposal.read", "proposal.decide"),
    "desk:edit_proposal": Door("proposal.make", "proposal.make"),
    "desk:reminders": Door("agreement.read", "agreement.revise"),
    "desk:reminded": Door("agreement.read", "feed.make"),
    "desk:calendars": Door("agreement.read", "feed.make"),
    "desk:survey": Door("report.read"),
    "desk:yearly": Door("report.read"),
    "desk:agreements": Door("agreement.read"),
    "desk:record_agreement": Door("agreement.record", "agreement.record"),
    "desk:check_record": Door("agreement.record", "agreement.record"),
    "desk:saved_filters": Door("agreement.read", "agreement.read"),
    "desk:bulk": Door("agreement.revise", "agreement.revise"),
    "desk:undo_act": Door("agreement.undo", "agreement.undo"),
    "desk:sheets": Door("agreement.revise", "agreement.revise"),
    "desk:sheet": Door("agreement.revise", "agreement.revise"),
    "desk:export_agreements": Door("agreement.read"),
    "desk:agreement": _AGREEMENT,
    "desk:split_agreement": Door("agreement.split", "agreement.split", of="agreement_id"),
    "desk:raise_agreement": _CHANGE,
    "desk:new_memorandum": _CHANGE,
    "desk:check_new_memorandum": _CHANGE,
    "desk:memorandum": _CHANGE,
    "desk:check_memorandum": _CHANGE,
    "desk:remove_memorandum": _CHANGE,
    "desk:agreement_act": _CHANGE,
    "desk:check_act": _CHANGE,
    "desk:institutions": Door("agreement.read"),
    "desk:institution": Door("agreement.read"),
    "desk:unit": Door("agreement.read"),
    "desk:new_institution": Door("partner.judge", "partner.judge"),
    "desk:undo_structure": _STRUCTURE,
    "desk:institution_act": _STRUCTURE,
    "desk:check_institution_act": _STRUCTURE,
    "desk:unit_act": _STRUCTURE,
    "desk:check_unit_act": _STRUCTURE,
    "desk:choose_institutions": Door("agreement.record", "agreement.record"),
    "desk:choose_units": Door("agreement.record", "agreement.record"),
    "desk:editions": Door("edition.read", "edition.draft"),
    "desk:edition_draft": Door("edition.read", "edition.publish"),
    "desk:english_of_list": Door("edition.draft", "edition.draft"),
    "desk:withdraw_edition": Door("edition.draft", "edition.draft"),
    "desk:alignment": _LIST,
    "desk:edition_file": Door("edition.read"),
    "desk:reading": _LIST,
    "desk:state": _LIST,
    "desk:findings": _LIST,
    "desk:judge": _LIST,
    "desk:take_back": _LIST,
    "desk:entry": _LIST,
    "desk:no_entry": _LIST,
    "desk:line": _LIST,
    "desk:layout": _LIST,
    "desk:profile": _LIST,
    "desk:keep": _LIST,
    "desk:withdraw": _LIST,
}

# What the argument of an address names, for somebody on a day; None where there is none that they may see.
_SUBJECTS: Final[Mapping[str, Callable[..., Subject | None]]] = {
    "agreement_id": agreement_subject,
    "appointment_id": appointment_subject,
}


def behind_doors(space: str, patterns: Sequence[URLPattern]) -> list[URLPattern]:
    """The same addresses, each behind the door declared for it. KeyError, at the start of the program, for one without."""
    for pattern in patterns:
        door = DOORS[f"{space}:{pattern.name}"]
        if door.read is not None:
            pattern.callback = guarded(pattern.callback, door)
    return list(patterns)


def guarded(view: Callable[..., HttpResponse], door: Door) -> Callable[..., HttpResponse]:
    """A view behind a door: who has not logged in is asked to, who may not is told why. Never cached."""

    @wraps(view)
    def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        _pass(request.user, door, request.method not in ("GET", "HEAD", "OPTIONS"), kwargs)
        return view(request, *args, **kwargs)

    passed.__dict__["door"] = door  # told to whoever looks at the URL map
    return never_cache(passed)


def _to_login(request: HttpRequest) -> HttpResponse:
    # After logging in a person sees a page again; what they had sent has to be sent anew.
    back = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else reverse("desk:today")
    answer = redirect_to_login(back, reverse("desk:log_in"))
    return HttpResponseClientRedirect(answer.url) if "HX-Request" in request.headers else answer


def _pass(person: Person, door: Door, writing: bool, arguments: Mapping[str, Any]) -> None:
    require_anywhere(person, "desk.open")
    look_at_homes(person)
    for action in (door.read, door.write if writing else None):
        if action is None:
            continue
        require_anywhere(person, action, looking=True)
        if not door.of:
            continue
        # May they see it at all? If not, there is no such thing.
        subject = _SUBJECTS[door.of](arguments[door.of], by=person, day=localdate())
        if subject is None:
            raise Http404
        decision = decision_on(person, action, subject)
        if not decision.allowed:
            raise NotAllowed(decision)


def draft_or_404(request: HttpRequest, draft_id: int) -> DraftHead:
    """The draft, for somebody who may see it."""
    head = draft_head(draft_id, by=request.user)
    if head is None:
        raise Http404
    return head


def tell(request: HttpRequest, refusal: Refusal) -> None:
    """Show a refusal on the next page, in its language."""
    messages.error(request, refusal.text.to(page_language()))
