"""The desk for agreements in a real browser: record, term, memorandum, a conflict, taking a row apart, undo. Each page looked at."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from teikei.registry.models import Agreement
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.kept import current
from teikei.rules.agreement import Party, PartyUnit
from tests.desk.agreements import kept, made_agreement, made_world
from tests.people import made_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("TEIKEI_SHOTS")


@pytest.fixture
def desk(open_page, live_server):
    """A page of a browser in which hanako has logged in, with a small world of agreements."""
    world = made_world()
    hanako = made_person("hanako", password="a long enough password")
    client = Client(headers={"host": "localhost"})
    client.force_login(hanako)
    cookie = client.cookies["teikei-desk"].value

    def desk(**properties):
        page = open_page(**properties)
        page.context.add_cookies([{"name": "teikei-desk", "value": cookie, "url": str(live_server.url)}])
        return page

    return desk, world, hanako


def look(page, name):
    """Keep a picture where TEIKEI_SHOTS names a folder; nothing may be wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), name
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def settle(page):
    """Until the check of what was typed has come back: the tests' database in memory has no room for two at once."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(1_000)
    page.wait_for_load_state("networkidle")


def save(page):
    settle(page)
    page.locator("p.acts button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")


def value_of(number):
    return current(AGREEMENTS, number)[1]


@pytest.mark.parametrize(("language", "width"), [("", 1280), ("/en", 360)])
def test_an_agreement_lives_its_life_at_the_desk(desk, language, width):  # noqa: PLR0915 (one journey, step by step)
    open_desk, world, hanako = desk
    page = open_desk(viewport={"width": width, "height": 900})
    page.goto(f"{language}/desk/agreements/new/")
    page.locator("#f-parties-1-institution-find").fill("chiang")
    page.locator("#f-parties-1-institution-found input[type=radio]").first.check()
    page.locator("#f-concluded-on").fill("2999-01-01")
    page.locator("#problems a").wait_for()
    look(page, f"record-{width}")
    page.locator("#f-concluded-on").fill("平成27年11月9日")
    page.locator("#problems .quiet").wait_for()
    save(page)
    page.wait_for_url("**/agreements/*/")
    number = Agreement.objects.latest("pk").pk
    assert value_of(number).concluded_on == "2015-11-09"

    page.goto(f"{language}/desk/agreements/{number}/terms/")
    page.locator("button[name=more][value=terms]").click()
    page.locator("#f-terms-0-valid-from").fill("2015-11-09")
    page.locator("#f-terms-0-valid-to").fill("2020-11-08")
    page.locator("#f-renewal-kind").select_option("automatic")
    page.locator("#f-renewal-years").fill("5")
    save(page)
    page.locator(".term-bar .assumed").first.wait_for(state="attached")
    look(page, f"agreement-{width}")

    page.goto(f"{language}/desk/agreements/{number}/memoranda/new/")
    page.locator("#f-exchanges-0-places").fill("2")
    page.locator("#f-exchanges-1-places").fill("3")
    look(page, f"memorandum-{width}")
    save(page)
    page.locator("table.exchanges").wait_for()
    assert [one.places for one in value_of(number).memoranda[0].exchanges] == [2, 3]

    page.goto(f"{language}/desk/agreements/{number}/revise/")
    page.locator("#f-title").fill("私の名称")
    settle(page)
    revise(number, lambda value: replace(value, title="同僚の名称"), version=None, by=hanako, at=timezone.now())
    save(page)
    page.locator("table.compare").wait_for()
    look(page, f"conflict-{width}")
    page.locator("input[name=choice-0][value=mine]").check()
    save(page)
    page.wait_for_url(f"**/agreements/{number}/")
    assert value_of(number).title == "私の名称"

    two = (PartyUnit(unit=world.science), PartyUnit(unit=world.letters))
    parties = (Party(institution=world.home, units=two), Party(institution=world.orleans))
    row = kept(replace(made_agreement(world), parties=parties, rolled_up=True, terms=()))[0]
    page.goto(f"{language}/desk/agreements/{row}/")
    begun = time.monotonic()
    page.locator(".acts-on a.button").first.click()
    page.locator("#d1").fill("2018-04-01")
    look(page, f"split-{width}")
    page.locator("#d1").press("Enter")
    page.locator(".notices").wait_for()
    page.wait_for_load_state("networkidle")
    assert time.monotonic() - begun < 60
    made = Agreement.objects.latest("pk").pk
    assert (value_of(made).concluded_on, value_of(row).rolled_up) == ("2018-04-01", False)

    page.goto(f"{language}/desk/agreements/?q=orl")
    look(page, f"table-{width}")
    page.locator("form.undo button").click()
    page.locator(".notices").wait_for()
    page.wait_for_load_state("networkidle")
    assert value_of(row).rolled_up
    assert value_of(made).closing.reason == "mistaken"
    page.goto(f"{language}/desk/")
    look(page, f"today-{width}")
