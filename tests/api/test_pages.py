"""The pages about the interfaces: what programs can ask for, and the tokens of one's own programs (BAD_INPUTS 52, 73, 75)."""

import re

import pytest
from django.test import Client

from teikei.api.urls import endpoints
from teikei.registry.models import ApiToken
from tests.people import made_person


@pytest.fixture
def desk(db) -> Client:
    """Somebody of the office."""
    desk = Client(headers={"host": "localhost"}, enforce_csrf_checks=False)
    desk.force_login(made_person("hanako"))
    return desk


@pytest.mark.parametrize(("address", "title"), [("/api/", "プログラム向け"), ("/en/api/", "For programs")])
def test_the_page_shows_every_endpoint_and_asks_no_third_party(client, db, address, title) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert f"<h1>{title}</h1>" in page
    assert set(re.findall(r'<details class="endpoint" id="(\w+)"', page)) == {f"{one.name}_{one.method.lower()}" for one in endpoints()}
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//(?!localhost|testserver)', page)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)


def test_a_token_is_shown_once_and_opens_the_interface(desk, client) -> None:
    answer = desk.post("/en/desk/tokens/", {"label": "夜間の取込 <b>", "scopes": ["read", "agreements"], "days": "30"})
    (made,) = re.findall(r'id="made" readonly value="(teikei_[\w-]+)"', answer.content.decode())
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    assert client.get("/api/v1/territories", HTTP_AUTHORIZATION=f"Bearer {made}").status_code == 200
    again = desk.get("/en/desk/tokens/").content.decode()
    assert made not in again
    assert "夜間の取込 &lt;b&gt;" in again
    assert desk.post("/en/desk/tokens/", {"revoke": str(ApiToken.objects.get().pk)}).status_code == 302
    assert client.get("/api/v1/territories", HTTP_AUTHORIZATION=f"Bearer {made}").status_code == 401


@pytest.mark.parametrize("form", [{"label": "", "scopes": ["read"], "days": "1"}, {"label": "x", "scopes": ["all"], "days": "1"},
                                  {"label": "x", "scopes": ["read"], "days": "99999"}, {}])  # fmt: skip
def test_a_form_that_says_too_little_or_too_much_makes_no_token(desk, form) -> None:
    assert desk.post("/desk/tokens/", form).status_code == 200
    assert not ApiToken.objects.exists()


def test_a_form_of_another_site_makes_no_token(db) -> None:
    desk = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    desk.force_login(made_person("hanako"))
    assert desk.post("/desk/tokens/", {"label": "x", "scopes": ["read"], "days": "1"}).status_code == 403
    assert not ApiToken.objects.exists()
