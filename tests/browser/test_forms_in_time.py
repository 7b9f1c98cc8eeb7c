"""A button of a form that is pressed while the check of what was just typed is still to come: neither is lost."""

import re

import pytest

from tests.browser.test_agreements import desk  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_row_is_added_right_after_typing_and_what_was_typed_stays(desk):  # noqa: F811
    open_desk, world, _hanako = desk
    page = open_desk()
    page.goto(f"/desk/units/{world.science}/succeed/")
    page.locator("#f-on").fill("2027-04-01")
    page.get_by_role("button", name="後継を追加", exact=True).click()
    page.locator("#f-to-1-unit").wait_for()
    page.wait_for_timeout(1_200)  # longer than any delay of the check
    assert page.locator("#f-to-1-unit").is_visible()
    assert page.locator("#f-on").input_value() == "2027-04-01"


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name || document.activeElement.id")


def focused_id(page) -> str:
    return page.evaluate("document.activeElement.id")


def enter(page) -> None:
    """Press Enter in the field, once the check of what was typed has come back; until the next page is there."""
    page.evaluate("(() => { const at = document.activeElement; at.blur(); at.focus() })()")  # else Enter brings a last check of its own
    page.wait_for_timeout(1_000)
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, name: str) -> None:
    """Tab forward until that is in focus; each thing on the way shows that it is."""
    for _ in range(150):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const at = document.activeElement; return [at, at.closest('.field') || at].some((shown) => {"
            " const s = getComputedStyle(shown); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }) })()"
        )
        assert style or focused(page) == "", focused(page)
        if focused(page) == name or page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(name)


def test_a_partner_is_renamed_with_the_keyboard_alone(desk):  # noqa: F811
    open_desk, world, _hanako = desk
    page = open_desk()
    page.goto("/desk/institutions/?q=chiang")
    tab_to(page, "チェンマイ大学")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/institutions/{world.chiang_mai}/")
    tab_to(page, "改称する")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rename/")
    tab_to(page, "f-text")
    page.keyboard.type("北部大学")
    page.wait_for_timeout(1_000)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="変更される内容").wait_for()
    tab_to(page, "改称する")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/institutions/{world.chiang_mai}/")
    assert page.locator("h1").inner_text() == "北部大学"


def test_a_row_of_the_table_is_ticked_and_changed_together_with_the_keyboard_alone(desk):  # noqa: F811
    from tests.desk.agreements import kept, made_agreement

    open_desk, world, _hanako = desk
    kept(made_agreement(world))
    page = open_desk()
    page.goto("/desk/agreements/")
    tab_to(page, "agreement")
    page.keyboard.press("Space")
    tab_to(page, "まとめて変更する")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/**")
    assert "まとめて変更する" in page.locator("h1").inner_text()


def test_a_row_is_taken_apart_with_the_keyboard_alone(desk):  # noqa: F811
    from dataclasses import replace

    from teikei.rules.agreement import Party, PartyUnit
    from tests.desk.agreements import kept, made_agreement

    open_desk, world, _hanako = desk
    two = (PartyUnit(unit=world.science), PartyUnit(unit=world.letters))
    parties = (Party(institution=world.home, units=two), Party(institution=world.orleans))
    row = kept(replace(made_agreement(world), parties=parties, rolled_up=True, terms=()))[0]
    page = open_desk()
    page.goto(f"/desk/agreements/{row}/")
    tab_to(page, "集約行を分ける")
    page.keyboard.press("Enter")
    page.wait_for_url("**/split/")
    tab_to(page, "d1")
    page.keyboard.press("Control+A")
    page.keyboard.type("2018-04-01")
    tab_to(page, "この内容に分ける")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/agreements/{row}/")
    assert "この行を次の協定に分けました" in page.locator("main").inner_text()


def test_an_agreement_is_recorded_with_the_keyboard_alone_and_the_first_field_that_is_wrong_has_the_focus(desk):  # noqa: F811
    open_desk, _world, _hanako = desk
    page = open_desk()
    page.goto("/desk/agreements/new/")
    tab_to(page, "f-title")
    page.keyboard.type("学術交流に関する協定")
    enter(page)
    assert focused_id(page) == "f-parties"  # no partner is named yet
    tab_to(page, "f-parties-1-institution-find")
    page.keyboard.type("chiang")
    page.locator("#f-parties-1-institution-found input[type=radio]").first.wait_for()
    tab_to(page, "parties[1].institution")
    page.keyboard.press("Space")
    tab_to(page, "f-concluded-on")
    page.keyboard.type("2999-01-01")
    enter(page)
    assert focused_id(page) == "f-concluded-on"
    assert page.evaluate("document.activeElement.getBoundingClientRect().bottom <= window.innerHeight")
    page.keyboard.press("Control+A")
    page.keyboard.type("2015-11-09")
    enter(page)
    assert re.search(r"/desk/agreements/\d+/$", page.url)
    told = page.locator("main").inner_text()
    assert "学術交流に関する協定" in told
    assert "2015-11-09" in told
    assert "チェンマイ大学" in told
