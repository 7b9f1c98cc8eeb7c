"""The page of people and roles in a browser: appointing by keyboard, and nothing wider than a phone."""

import os
from pathlib import Path

import pytest

from tests.people import made_person
from tests.registry.roles import made_places

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("TEIKEI_SHOTS")  # a directory to look at the pages in


@pytest.fixture
def places(transactional_db):
    return made_places()


def logged_in(page, live_server, name: str) -> None:
    page.goto(f"{live_server.url}/desk/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def looked_at(page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS, f"{name}.png")), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_an_administrator_appoints_somebody_and_a_viewer_reads_why_not(places, live_server, open_page, width) -> None:
    made_person("chief", "administrator", password="a long enough password")
    made_person("hanako", "officer")
    made_person("taro", "viewer", password="a long enough password")
    page = open_page(viewport={"width": width, "height": 800})
    logged_in(page, live_server, "chief")
    for language in ("", "/en"):
        page.goto(f"{live_server.url}{language}/desk/people/")
        looked_at(page, f"people-{width}{language.replace('/', '-')}")
    page.select_option("[name=name]", "taro")
    page.select_option("[name=role]", "unit-editor")
    page.select_option("[name=scope]", f"unit-{places.own}")
    page.focus("[name=reason]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notices")
    assert "taro is appointed." in page.inner_text(".notices")
    page.click("tr:has-text('unit editor') a")
    looked_at(page, f"end-{width}")
    page.click(".log-out button")
    logged_in(page, live_server, "taro")
    looked_at(page, f"today-{width}")
    page.click("a[href*='/desk/why/']")
    assert "hanako" in page.inner_text("main")
    looked_at(page, f"why-{width}")
