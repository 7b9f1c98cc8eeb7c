"""Every address of the desk: who may pass."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from teikei.desk import urls
from teikei.registry.models import Draft

OPEN = {"log_in", "log_out"}


def addresses(draft: int) -> dict[str, str]:
    arguments = {
        "draft_id": draft,
        "position": 1,
        "n": 1,
        "partner_id": 1,
        "agreement_id": 1,
        "sha256": "0" * 64,
        "proposal_id": 1,
        "token_id": 1,
    }
    return {
        pattern.name: reverse(f"desk:{pattern.name}", kwargs={name: arguments[name] for name in pattern.pattern.converters})
        for pattern in urls.urlpatterns
        if pattern.name not in OPEN
    }


@pytest.fixture
def all_addresses(draft) -> dict[str, str]:
    return addresses(Draft.objects.get().pk)


def test_whoever_has_not_logged_in_is_asked_to_everywhere(visitor, all_addresses):
    for name, address in all_addresses.items():
        for method in (visitor.get, visitor.post):
            response = method(address)
            if response.status_code == 405:
                continue
            assert response.status_code == 302, (name, response.status_code)
            assert response["Location"].startswith("/desk/login/?next=/desk/"), name
    assert Draft.objects.count() == 1


def test_an_account_that_is_not_staff_gets_the_page_for_what_is_forbidden(all_addresses):
    teacher = Client(headers={"host": "localhost"})
    teacher.force_login(User.objects.create_user("teacher", "", "x"))
    for name, address in all_addresses.items():
        for method in (teacher.get, teacher.post):
            response = method(address)
            if response.status_code != 405:
                assert response.status_code == 403, (name, response.status_code)
                assert "このページは開けません" in response.content.decode()
    assert Draft.objects.count() == 1


def test_the_permission_alone_opens_the_desk(all_addresses):
    person = User.objects.create_user("taro", "", "x")
    person.user_permissions.add(Permission.objects.get(codename="keep_list"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    assert client.get(all_addresses["reading"]).status_code == 200


def test_staff_of_one_office_share_their_drafts(all_addresses):
    colleague = Client(headers={"host": "localhost"})
    colleague.force_login(User.objects.create_user("jiro", "", "x", is_staff=True))
    assert colleague.get(all_addresses["reading"]).status_code == 200
    assert "list.txt" in colleague.get("/desk/").content.decode()


def test_a_draft_that_is_not_there_is_not_found(client, all_addresses):
    for name, address in addresses(10**6).items():
        if "/drafts/" not in address:
            continue  # of no draft
        response = client.post(address) if name in ("judge", "take_back") else client.get(address)
        assert response.status_code == 404, name


def test_every_query_and_operation_asks_who_it_is(all_addresses):
    from django.utils import timezone

    from teikei.registry.operations import drafts, keeping
    from teikei.registry.queries import drafts as queries

    stranger, now, draft = User.objects.create_user("stranger", "", "x"), timezone.now(), Draft.objects.get().pk
    head = queries.draft_head(draft, by=User.objects.get(username="hanako"))
    asked = [
        lambda: drafts.stage(b"x", "x", by=stranger, at=now),
        lambda: drafts.withdraw(draft, by=stranger),
        lambda: drafts.read_again(draft, "", by=stranger, at=now),
        lambda: drafts.accept(draft, 1, by=stranger, at=now),
        lambda: drafts.correct(draft, 1, 0, ["x"], by=stranger, at=now),
        lambda: drafts.dismiss(draft, 1, "", by=stranger, at=now),
        lambda: drafts.undo(draft, "x", by=stranger),
        lambda: drafts.correct_entry(draft, 1, {}, by=stranger, at=now),
        lambda: keeping.keep_draft(draft, institution="本学", level="unit", as_of=None, by=stranger, at=now),
        lambda: queries.drafts_waiting(by=stranger),
        lambda: queries.draft_head(draft, by=stranger),
        lambda: queries.reading_page(head, 1, by=stranger),
        lambda: queries.entry_of(head, 1, by=stranger),
        lambda: queries.findings_page(head, page=1, only_open=False, by=stranger),
        lambda: queries.decided_by_hand(head, by=stranger),
    ]
    for ask in asked:
        with pytest.raises(PermissionDenied):
            ask()


def test_a_session_that_ended_while_a_page_asks_for_the_state_leads_to_the_login(visitor, all_addresses):
    response = visitor.get(all_addresses["state"], headers={"hx-request": "true"})
    assert response["HX-Redirect"].startswith("/desk/login/")


def test_no_page_of_the_desk_is_kept_by_a_cache(client, all_addresses):
    for name in ("today", "reading", "findings", "layout", "keep", "entry", "partners", "accept_partners"):
        assert "no-store" in client.get(all_addresses[name])["Cache-Control"], name
