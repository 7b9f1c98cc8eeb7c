from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from teikei.registry.models import FailedLogin
from tests.people import made_person

from .conftest import PASSWORD


def log_in(client, name="hanako", password=PASSWORD, address="/desk/login/", **more):
    return client.post(address, {"username": name, "password": password, **more.pop("fields", {})}, **more)


def test_the_right_password_leads_to_the_desk(visitor, officer):
    response = log_in(visitor)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert visitor.get("/desk/").status_code == 200


def test_an_english_page_leads_to_the_english_desk(visitor, officer):
    response = log_in(visitor, address="/en/desk/login/")
    assert response["Location"] == "/en/desk/"


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_wrong_password_says_so_and_lets_nobody_in(visitor, officer, language):
    response = log_in(visitor, password="another password", address=f"{language}/desk/login/")
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert visitor.get("/desk/").status_code == 302


def test_a_name_that_nobody_has_gets_the_same_answer(visitor, officer):
    one = log_in(visitor, password="another password").content.decode()
    other = log_in(visitor, name="nobody", password="another password").content.decode()
    assert alert(one) == alert(other)


def alert(text: str) -> str:
    return text.partition('role="alert">')[2].partition("<")[0]


def test_the_page_that_was_wanted_is_opened_after(visitor, officer):
    response = log_in(visitor, fields={"next": "/desk/?page=2"})
    assert response["Location"] == "/desk/?page=2"


@pytest.mark.parametrize(
    "going",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "desk", "http:evil", "\thttps://evil.example"],
)
def test_nobody_is_led_to_another_site(visitor, officer, going):
    assert log_in(visitor, fields={"next": going})["Location"] == "/desk/"


def test_five_mistakes_are_followed_by_a_pause(visitor, officer):
    for _ in range(5):
        assert log_in(visitor, password="wrong wrong wrong").status_code == 200
    refused = log_in(visitor)
    assert refused.status_code == 429
    assert "分ほど待って" in refused.content.decode()
    assert visitor.get("/desk/").status_code == 302


def test_the_pause_ends_and_concerns_one_account_from_one_address(visitor, officer):
    made_person("taro", password=PASSWORD)
    for _ in range(5):
        log_in(visitor, password="wrong wrong wrong")
    assert log_in(Client(headers={"host": "localhost"}), name="taro").status_code == 302
    assert log_in(Client(headers={"host": "localhost"}), REMOTE_ADDR="192.0.2.9").status_code == 302
    FailedLogin.objects.update(failed_at=timezone.now() - timedelta(minutes=16))
    assert log_in(visitor).status_code == 302


def test_the_name_in_another_width_or_case_is_the_same_account_to_the_pause(visitor, officer):
    for name in ("hanako", "Hanako", "ＨＡＮＡＫＯ", "HANAKO", "hanako "):
        log_in(visitor, name=name, password="wrong wrong wrong")
    assert log_in(visitor).status_code == 429


def test_the_right_password_forgets_the_mistakes(visitor, officer):
    for _ in range(4):
        log_in(visitor, password="wrong wrong wrong")
    log_in(visitor)
    assert FailedLogin.objects.count() == 0


def test_a_mistake_is_kept_without_what_was_typed_and_not_longer_than_a_day(visitor, officer):
    log_in(visitor, name="my secret password", password="x")
    assert "secret" not in FailedLogin.objects.get().account
    FailedLogin.objects.update(failed_at=timezone.now() - timedelta(days=2))
    log_in(visitor, password="wrong wrong wrong")
    assert FailedLogin.objects.count() == 1


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(visitor, officer, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for last in range(5):
        log_in(visitor, password="wrong wrong wrong", headers={"x-forwarded-for": f"10.0.0.{last}, 192.0.2.7"})
    assert set(FailedLogin.objects.values_list("address", flat=True)) == {"192.0.2.7"}


def test_a_person_who_is_in_already_is_led_on(client):
    assert client.get("/desk/login/")["Location"] == "/desk/"


def test_logging_out_needs_a_form_and_ends_the_session(client):
    assert client.get("/desk/logout/").status_code == 405
    assert client.post("/desk/logout/")["Location"] == "/"
    assert client.get("/desk/").status_code == 302


def test_a_deleted_or_stopped_account_is_out_at_once(client, officer):
    officer.is_active = False
    officer.save()
    assert client.get("/desk/").status_code == 302


def test_a_form_without_its_token_is_refused(officer):
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    response = log_in(strict)
    assert response.status_code == 403
    assert "送信を受け付けられません" in response.content.decode()
    strict.force_login(officer)
    assert strict.post("/desk/", {}).status_code == 403


def test_the_session_cookie_is_for_this_site_only(visitor, officer):
    cookie = log_in(visitor).cookies["teikei-desk"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_public_pages_set_no_cookie(visitor):
    response = visitor.get("/")
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
