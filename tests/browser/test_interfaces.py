"""The pages of the interfaces in a browser: an endpoint tried, a token made, two copies beside each other; axe, widths."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from teikei.registry.operations.exchanging import take_in_copy
from teikei.registry.operations.institutions import revise_institution
from teikei.registry.queries.exchanged import iia_document
from teikei.rules.agreement import Exchange, Memorandum
from teikei.rules.institution import Identifier
from tests.browser.test_every_template import WCAG
from tests.browser.test_people import logged_in, looked_at
from tests.desk.agreements import World, kept, made_agreement, made_world
from tests.people import made_person

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


@pytest.fixture
def world(transactional_db) -> World:
    return made_world()


def with_copy(world: World) -> int:
    """An agreement with exchanges, and the partner's copy of it with other numbers."""
    by, now = made_person("hanako", password=PASSWORD), timezone.now()
    for number, schac in ((world.home, "our.ac.jp"), (world.chiang_mai, "cmu.ac.th")):
        known = (Identifier(scheme="schac", value=schac),)

        def edit(value, known=known):
            return replace(value, identifiers=known)

        revise_institution(number, edit, version=None, by=by, at=now)
    exchange = Exchange(sending=world.home, receiving=world.chiang_mai, places=3, first_year="2023/2024", last_year="2027/2028")
    number = kept(made_agreement(world, memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=(exchange,)),)))[0]
    ours = iia_document(number, as_of=date(2024, 5, 1), by=by) or b""
    take_in_copy(number, ours.replace(b">3<", b">5<"), by=by, at=now)
    return number


@pytest.mark.parametrize("width", [360, 1280])
def test_an_endpoint_is_tried_a_token_made_and_copies_compared(world, live_server, open_page, width) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed: make dev").Axe()
    number = with_copy(world)
    for language, scheme in (("", "light"), ("/en", "dark")):
        page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.goto(f"{live_server.url}{language}/api/#institutions_get")
        page.wait_for_selector("#institutions_get[open] .acts:not([hidden])")
        page.fill("#institutions_get-q", "orleans")
        page.select_option("#institutions_get-format", "json")
        page.click("#institutions_get button[type=submit]")
        page.wait_for_selector("#institutions_get .answer pre:not(:empty)")
        assert "Université d'Orléans" in page.inner_text("#institutions_get pre")
        page.evaluate(
            "for (const one of document.querySelectorAll('.endpoint')) one.open = ['institutions_get', 'record_post'].includes(one.id)"
        )
        _looked_at(page, axe, f"api-{width}{language.replace('/', '-')}")
        logged_in(page, live_server, "hanako")
        for name in ("tokens/", f"agreements/{number}/iia/"):
            page.goto(f"{live_server.url}{language}/desk/{name}")
            _looked_at(page, axe, f"{name.split('/')[0]}-{width}{language.replace('/', '-')}")
    page.goto(f"{live_server.url}/en/desk/tokens/")
    page.fill("[name=label]", "nightly")
    page.click("text=Make the token")
    page.wait_for_selector("#made")
    token = page.input_value("#made")
    page.goto(f"{live_server.url}/en/api/#versions_get")
    page.fill("#token", token)
    page.fill("#versions_get-agreement", str(number))
    page.click("#versions_get button[type=submit]")
    page.wait_for_selector("#versions_get .answer pre:not(:empty)")
    assert page.inner_text("#versions_get .status").startswith("200")


def _looked_at(page, axe, name: str) -> None:
    looked_at(page, name)
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
