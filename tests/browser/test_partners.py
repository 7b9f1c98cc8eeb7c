"""Judging partners in a real browser: by keys, without a script, in one step; and nothing that axe remarks."""

from collections import defaultdict

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from teikei.registry.models import Institution, Judgment
from teikei.registry.operations.judging import choose
from teikei.registry.operations.matching import find_candidates
from teikei.registry.operations.records import refresh_records
from tests.browser.conftest import EXAMPLE
from tests.people import made_person
from tests.registry.authorities import DELHI, IPB, KASETSART, Authority, Candidate, Match, install

pytestmark = pytest.mark.browser

JUDGMENTS = EXAMPLE.with_name("hiroshima-2024-05-01.judgments.tsv")
ANSWER = Match(
    "accept",
    (Candidate("04gzb2213", "University of Delhi", 0.97), Candidate("05gzceg21", "Kasetsart University", 0.02), Candidate("05smgpd89", "IPB University", 0.01)),
    "デリー大学",
)  # fmt: skip


@pytest.fixture
def authority(monkeypatch):
    return install(
        monkeypatch,
        Authority(IPB, KASETSART, DELHI, answers=defaultdict(lambda: ANSWER), found={"bogor": Match("review", ANSWER.candidates[2:])}),
    )


@pytest.fixture
def hanako(transactional_db):
    return made_person("hanako")


@pytest.fixture
def at_desk(open_page, hanako, live_server):
    """A page of a browser in which hanako has logged in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(hanako)
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": client.cookies[django_settings.SESSION_COOKIE_NAME].value}

    def at_desk(**properties):
        page = open_page(**properties)
        page.context.add_cookies([{**cookie, "url": str(live_server.url)}])
        return page

    return at_desk


def verdicts() -> list[tuple[str, str | None]]:
    return list(Judgment.objects.filter(undone_at=None).order_by("pk").values_list("verdict", "record_id"))


def press(page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_officer_judges_by_keys_alone(at_desk, site, authority):
    find_candidates(by=None, at=timezone.now())
    page = at_desk()
    page.goto("/desk/partners/")
    assert page.locator(".partners tbody tr").count() == 378
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator(":focus").inner_text()
    press(page, "Enter")
    assert page.get_by_role("heading", level=1).inner_text() == first
    assert page.locator(".keys").is_visible()
    press(page, "a")
    second = page.get_by_role("heading", level=1).inner_text()
    assert second != first
    press(page, "2")
    press(page, "n")
    page.keyboard.press("r")
    page.keyboard.type("not sure, under the new name")
    page.keyboard.press("Escape")
    press(page, "u")
    assert verdicts() == [("accepted", "04gzb2213"), ("accepted", "05gzceg21"), ("none", None), ("unsure", None)]
    assert Judgment.objects.order_by("pk").last().reason == "not sure, under the new name"
    # To and fro, and the last one back.
    here = page.get_by_role("heading", level=1).inner_text()
    press(page, "ArrowRight")
    press(page, "k")
    assert page.get_by_role("heading", level=1).inner_text() == here
    press(page, "z")
    assert len(verdicts()) == 3
    # Another record: by words, then by its id.
    page.keyboard.press("o")
    page.keyboard.type("bogor")
    press(page, "Enter")
    assert page.locator(".choice h3").first.inner_text() == "IPB University"
    press(page, "1")
    assert verdicts()[-1] == ("accepted", "05smgpd89")


def test_keys_are_only_letters_where_something_is_typed_or_they_are_switched_off(at_desk, site, authority):
    find_candidates(by=None, at=timezone.now())
    page = at_desk()
    page.goto(f"/desk/partners/{Institution.objects.filter(is_home=False).first().pk}/")
    page.locator("#reason").fill("")
    page.locator("#reason").press_sequentially("a none 1")
    assert page.locator("#reason").input_value() == "a none 1"
    page.keyboard.press("Escape")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("n")
    page.reload()
    assert not page.locator("#keys-on").is_checked()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert verdicts() == []
    assert not page.locator(".verdicts kbd").first.is_visible()


def test_an_officer_judges_without_a_script(at_desk, site, authority):
    find_candidates(by=None, at=timezone.now())
    page = at_desk(java_script_enabled=False)
    page.goto("/en/desk/partners/")
    assert not page.locator(".keys").is_visible()
    page.locator(".partners a.partner").first.click()
    page.wait_for_url("**/desk/partners/*/**")
    assert not page.locator("kbd").first.is_visible()
    page.locator("#reason").fill("as printed")
    page.get_by_role("button", name="This one").first.click()
    page.wait_for_load_state()
    page.get_by_role("button", name="No record").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Take back").first.click()
    page.wait_for_load_state()
    page.locator("#q").fill("https://ror.org/05smgpd89")
    page.get_by_role("button", name="Look for it").click()
    page.wait_for_url("**q=*")
    page.get_by_role("button", name="This one · IPB University").first.click()
    page.wait_for_load_state()
    assert verdicts() == [("accepted", "04gzb2213"), ("accepted", "05smgpd89")]
    assert Judgment.objects.order_by("pk").first().reason == "as printed"


def test_an_officer_accepts_in_one_step_and_takes_it_back(at_desk, site, authority):
    find_candidates(by=None, at=timezone.now())
    page = at_desk()
    page.goto("/desk/partners/")
    page.get_by_role("button", name="対象を確かめる").click()
    page.wait_for_url("**/accept/**")
    assert page.locator(".partners tbody tr").count() == 378
    page.get_by_role("button", name="この378件を確定する").click()
    page.wait_for_url("**show=accepted")
    assert Judgment.objects.filter(undone_at=None).count() == 378
    assert page.locator(".undo").is_visible()
    press(page, "z")
    assert Judgment.objects.filter(undone_at=None).count() == 0


def test_one_key_chooses_what_stands_for_a_merged_record(at_desk, site, authority, hanako):
    find_candidates(by=None, at=timezone.now())
    partner = Institution.objects.filter(is_home=False).first().pk
    choose(partner, "05gzceg21", by=hanako, at=timezone.now())
    tie = type(DELHI.relations[0])("successor", "05smgpd89", "IPB University")
    authority.records["05gzceg21"] = KASETSART._replace(status="withdrawn", relations=(tie,))
    refresh_records(by=None, at=timezone.now())
    page = at_desk()
    page.goto("/desk/partners/?show=changed")
    page.keyboard.press("j")
    press(page, "Enter")
    press(page, "a")
    assert Institution.objects.get(pk=partner).judgment.record_id == "05smgpd89"
