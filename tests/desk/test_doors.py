"""Every address of the project: who may pass. Generated from the URL map; what no door is declared for fails."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.utils.timezone import localdate

from teikei.desk import urls
from teikei.desk.doors import DOORS, PUBLIC, Door, behind_doors, guarded
from teikei.registry.models import Appointment, Draft
from teikei.registry.permissions.decide import OfAgreement
from teikei.registry.permissions.spec import ACTION_SPECS, ROLES, Role
from teikei.registry.queries.people import agreement_subject
from tests.people import made_person
from tests.registry.roles import Places, made_places

METHODS = ("get", "post")


def routes(patterns, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project by its full name, whatever language it is reached in."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


EVERY = dict(routes(get_resolver().url_patterns))
GUARDED = {name: pattern for name, pattern in EVERY.items() if name.startswith("desk:") and DOORS[name] != PUBLIC}
POSTED = {
    "desk:withdraw_edition",
    "desk:english_of_list",
    "desk:no_entry",
    "desk:judge",
    "desk:take_back",
    "desk:match_partners",
    "desk:undo_judgment",
    "desk:check_institution_act",
    "desk:check_unit_act",
}  # these take no GET
MISSING = 10**6


def addresses(draft: int, partner: int = 1, appointment: int = MISSING) -> dict[str, str]:
    arguments = {"draft_id": draft, "position": 1, "n": 1, "partner_id": partner, "appointment_id": appointment}
    arguments |= {
        "edition_id": MISSING,
        "language": "ja",
        "file_format": "csv",
        "agreement_id": MISSING,
        "sheet_id": MISSING,
        "form": "csv",
    }
    arguments |= {"memorandum": "m1", "act_name": "revise", "sha256": "0" * 64, "proposal_id": MISSING}
    arguments |= {"institution_id": MISSING, "unit_id": MISSING}
    return {
        name: reverse(name, kwargs={one: arguments[one] for one in pattern.pattern.converters}) for name, pattern in GUARDED.items()
    }  # fmt: skip


def client_of(person: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


@pytest.fixture
def all_addresses(draft) -> dict[str, str]:
    return addresses(Draft.objects.get().pk)


def test_every_address_of_the_project_declares_its_door_and_no_other_door_is_declared() -> None:
    assert set(EVERY) == set(DOORS)


def test_an_address_without_a_door_cannot_be_served() -> None:
    with pytest.raises(KeyError, match="desk:undeclared"):
        behind_doors("desk", [path("undeclared/", lambda _request: HttpResponse(), name="undeclared")])


def test_every_view_of_the_desk_stands_behind_its_door() -> None:
    assert {name: getattr(pattern.callback, "door", None) for name, pattern in GUARDED.items()} == {name: DOORS[name] for name in GUARDED}
    assert len(GUARDED) == len(urls.urlpatterns) - 2  # logging in and out


def test_whoever_has_not_logged_in_is_asked_to_everywhere(visitor, all_addresses) -> None:
    for name, address in all_addresses.items():
        for method in METHODS:
            response = getattr(visitor, method)(address)
            assert response.status_code == 302, (name, response.status_code)
            assert response["Location"].startswith("/desk/login/?next=/desk/"), name
    assert Draft.objects.count() == 1


def test_each_role_passes_the_doors_that_the_table_names_and_no_other(all_addresses, monkeypatch) -> None:
    """route × role: what a door lets through is told by what stands behind it, so that nothing is changed meanwhile."""
    mark = HttpResponse("passed")
    behind = {name: guarded(lambda *_, **__: mark, DOORS[name]) for name in GUARDED if not DOORS[name].of}
    people: dict[Role | None, User] = {role: made_person(f"p-{role}", role) for role in ROLES} | {None: made_person("teacher", None)}
    cells, wrong = 0, []
    for name, view in behind.items():
        door = DOORS[name]
        for role, person in people.items():
            for method in METHODS:
                asked = [door.read, door.write] if method == "post" else [door.read]
                expected = role is not None and all(role in ACTION_SPECS[one].roles for one in asked if one)
                request = getattr(RequestFactory(), method)(all_addresses[name])
                request.user = User.objects.get(pk=person.pk)
                cells += 1
                if _passed(view, request) != expected:
                    wrong.append((name, role, method))
    assert wrong == []
    assert cells == len(behind) * (len(ROLES) + 1) * 2


def _passed(view, request, **arguments) -> bool:
    from django.core.exceptions import PermissionDenied

    try:
        return view(request, **arguments).content == b"passed"
    except PermissionDenied:
        return False


def test_an_account_without_a_role_is_told_that_it_has_none(all_addresses) -> None:
    teacher = client_of(made_person("teacher", None))
    for name, address in all_addresses.items():
        for method in METHODS:
            response = getattr(teacher, method)(address)
            assert response.status_code == 403, (name, response.status_code)
            assert "このページは開けません" in response.content.decode()
            assert "あなたには役割がありません" in response.content.decode()
    assert Draft.objects.count() == 1


def test_a_viewer_reads_every_page_of_the_lists_and_changes_nothing(all_addresses) -> None:
    viewer = client_of(made_person("viewer", "viewer"))
    for name in ("desk:today", "desk:reading", "desk:findings", "desk:layout", "desk:keep", "desk:entry", "desk:partners"):
        assert viewer.get(all_addresses[name]).status_code == 200, name
        if DOORS[name].write:
            assert viewer.post(all_addresses[name], {"file": ""}).status_code == 403, name
    for name in ("desk:today", "desk:findings", "desk:keep"):
        page = viewer.get(all_addresses[name]).content.decode()
        assert "/desk/why/?action=list.take-in" in page, name
        assert page.count('method="post"') == 1, name  # logging out


def test_staff_of_one_office_share_their_drafts(all_addresses) -> None:
    colleague = client_of(made_person("jiro"))
    assert colleague.get(all_addresses["desk:reading"]).status_code == 200
    assert "list.txt" in colleague.get("/desk/").content.decode()


def test_a_draft_partner_or_appointment_that_is_not_there_is_not_found(client, all_addresses) -> None:
    chief = client_of(made_person("chief", "administrator"))
    for name, address in addresses(MISSING, MISSING).items():
        if GUARDED[name].pattern.converters and name != "desk:export_agreements":  # its argument is a format
            by = chief if name == "desk:end_appointment" else client
            response = by.post(address) if name in POSTED else by.get(address)
            assert response.status_code == 404, name


# Objects --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def places(db) -> Places:
    return made_places()


INSIDE = {
    "everything": {"own", "inner", "shared", "other", "university", "own-university", "foreign"},
    "unit": {"own", "inner", "shared"},
}


@pytest.mark.parametrize("scope", INSIDE)
@pytest.mark.parametrize("role", ROLES)
def test_a_door_to_an_agreement_is_open_closed_or_not_there_as_the_scope_says(places, role, scope) -> None:
    """route × role × object: own unit, inside it, another unit, other level, another institution, missing; both methods."""
    from django.http import Http404

    given = {} if scope == "everything" else {"unit": places.own, "level": "unit"}
    person = made_person("somebody", role, **given)
    view = guarded(lambda *_, **__: HttpResponse("passed"), Door("agreement.read", "agreement.revise", of="agreement_id"))
    reads, writes = (role in ACTION_SPECS[action].roles for action in ("agreement.read", "agreement.revise"))
    for name, pk in [*places.agreements.items(), ("missing", MISSING)]:
        for method in METHODS:
            request = getattr(RequestFactory(), method)("/")
            request.user = User.objects.get(pk=person.pk)
            if not reads or (method == "post" and not writes):
                expected = "refused" if not reads or name in INSIDE[scope] else "missing"
            else:
                expected = "passed" if name in INSIDE[scope] else "missing"
            try:
                found = "passed" if _passed(view, request, agreement_id=pk) else "refused"
            except Http404:
                found = "missing"
            # Whoever may change nothing is told so before anything is looked up: it says nothing of the agreement.
            assert found == expected or (method == "post" and not writes and found == "refused"), (name, method)


def test_bad_input_74_hidden_and_missing_are_the_same_page(places) -> None:
    editor = client_of(made_person("editor", "unit-editor", unit=places.own))
    chief = client_of(made_person("chief", "administrator", institution=places.elsewhere))
    taro = made_person("taro", "viewer", unit=places.own)
    appointment = Appointment.objects.get(person=taro).pk
    asked = [
        (editor, "/desk/why/?action=agreement.revise&agreement={}", places.agreements["other"]),
        (chief, "/desk/people/{}/end/", appointment),
    ]
    for by, address, hidden in asked:
        answers = [by.get(address.format(number)) for number in (hidden, MISSING)]
        assert [answer.status_code for answer in answers] == [404, 404]
        # The form to log out carries a token that Django masks anew each time.
        drawn = [re.sub('(name="csrfmiddlewaretoken" value=")[^"]+', r"\1T", answer.content.decode()) for answer in answers]
        pages = [re.sub(r"(agreement=|people/)\d+", r"\1N", page) for page in drawn]
        assert pages[0] == pages[1]
        assert [answer.headers.get("ETag") for answer in answers] == [None, None]
    assert editor.get(f"/desk/why/?action=agreement.revise&agreement={places.agreements['own']}").status_code == 200


def test_bad_input_74_no_count_or_menu_tells_of_what_is_not_shown(places) -> None:
    made_person("hidden-person", "viewer", unit=places.own)
    chief = client_of(made_person("chief", "administrator", institution=places.elsewhere))
    page = chief.get("/desk/people/").content.decode()
    assert "工学部" not in page
    assert "医学部" in page
    assert page.count("<tbody>") == 1


def test_bad_input_68_what_the_form_does_not_ask_for_is_not_taken(places) -> None:
    made_person("taro", None)
    chief = made_person("chief", "administrator")
    sent = {
        "name": "taro", "role": "viewer", "scope": f"unit-{places.own}", "level": "unit", "person": chief.pk, "by": 10**6, "version": 9,
        "ended_on": "2000-01-01", "appointed_by": 10**6, "institution": places.elsewhere, "is_superuser": "1", "is_staff": "1",
    }  # fmt: skip
    assert client_of(chief).post("/desk/people/", sent).status_code == 302
    made = Appointment.objects.get(person__username="taro")
    assert (made.role, made.unit_id, made.institution_id, made.appointed_by_id, made.version, made.ended_on) == (
        "viewer", places.own, None, chief.pk, 1, None,
    )  # fmt: skip
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_staff=True).exists()


def test_bad_input_67_a_scope_outside_the_own_one_is_not_taken_from_a_form(places) -> None:
    made_person("taro", None)
    chief = client_of(made_person("chief", "administrator", institution=places.home))
    for scope in (f"unit-{places.foreign}", f"institution-{places.elsewhere}", "", "unit-x"):
        response = chief.post("/desk/people/", {"name": "taro", "role": "viewer", "scope": scope, "level": "both"})
        assert response.status_code in (200, 403), scope
    assert not Appointment.objects.filter(person__username="taro").exists()


# Pages ----------------------------------------------------------------------------------------------------------------


def test_an_administrator_appoints_and_ends_on_the_page(places) -> None:
    made_person("taro", None)
    chief = client_of(made_person("chief", "administrator"))
    sent = {"name": "taro", "role": "unit-editor", "scope": f"unit-{places.own}", "level": "both", "kinds": "学術交流", "reason": "異動"}
    assert chief.post("/desk/people/", sent).status_code == 302
    page = chief.get("/desk/people/").content.decode()
    assert "部局担当者" in page
    assert "工学部" in page
    assert agreement_subject(places.agreements["own"], by=User.objects.get(username="taro"), day=localdate()) is not None
    made = Appointment.objects.get(person__username="taro")
    address = f"/desk/people/{made.pk}/end/"
    assert "任命を終了" in chief.get(address).content.decode()
    assert chief.post(address, {"version": 1, "reason": "退職"}).status_code == 302
    assert Appointment.objects.get(pk=made.pk).ended_on == localdate()
    assert client_of(User.objects.get(username="taro")).get("/desk/").status_code == 403


def test_an_auditor_sees_who_is_appointed_and_appoints_nobody(places) -> None:
    auditor = client_of(made_person("auditor", "auditor"))
    page = auditor.get("/desk/people/").content.decode()
    assert "/desk/why/?action=people.appoint" in page
    assert auditor.post("/desk/people/", {}).status_code == 403


@pytest.mark.parametrize("language", ["", "/en"])
def test_why_says_which_role_would_allow_it_and_who_has_it(places, language) -> None:
    made_person("hanako", "officer")
    made_person("far", "unit-editor", unit=places.foreign)
    viewer = client_of(made_person("viewer", "viewer"))
    page = viewer.get(f"{language}/desk/why/?action=agreement.revise&agreement={places.agreements['own']}").content.decode()
    words = {
        "": ["「協定を変更する」を行えるのは部局担当者・国際担当職員です。", "あなたの役割は閲覧者です。", "hanako"],
        "/en": ["To change an agreement is for: unit editor, officer.", "You are: viewer.", "hanako"],
    }[language]
    assert [one for one in words if one not in page] == []
    assert "<li>far" not in page
    assert viewer.get(f"{language}/desk/why/?action=nothing").status_code == 404
    assert viewer.get(f"{language}/desk/why/?action=partner.judge&agreement=1").status_code == 404


def test_what_decides_on_an_agreement_is_everything_its_units_sit_inside_on_the_day(places) -> None:
    officer = made_person("officer")
    inner = places.agreements["inner"]
    found = [agreement_subject(inner, by=officer, day=day) for day in (date(2009, 1, 1), date(2024, 5, 1))]
    assert [one.units for one in found if isinstance(one, OfAgreement)] == [
        frozenset([places.inner]), frozenset([places.inner, places.own]),
    ]  # fmt: skip


def test_a_session_that_ended_while_a_page_asks_for_the_state_leads_to_the_login(visitor, all_addresses):
    response = visitor.get(all_addresses["desk:state"], headers={"hx-request": "true"})
    assert response["HX-Redirect"].startswith("/desk/login/")


def test_no_page_of_the_desk_is_kept_by_a_cache(client, all_addresses):
    for name in ("today", "reading", "findings", "layout", "keep", "entry", "line", "partners", "accept_partners", "editions"):
        assert "no-store" in client.get(all_addresses[f"desk:{name}"])["Cache-Control"], name


def test_who_may_not_is_told_so_among_the_pages_of_the_desk(client, see):
    page = see("/desk/people/", status=403)
    assert "任命の状況を見る" in page.text
    assert {"/desk/", "/desk/agreements/"} <= set(page.hrefs)
    assert "/map/" not in page.hrefs
    assert "/desk/agreements/" in see("/desk/agreements/999999/", status=404).hrefs
    assert "/desk/agreements/" not in see("/nowhere/", status=404).hrefs
