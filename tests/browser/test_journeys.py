"""Six journeys through the portal, as a visitor makes them in a real browser."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser


def total(page) -> int:
    return int(re.sub(r"\D", "", page.locator(".total").inner_text()))


def rows(page) -> int:
    return page.locator(".rows tbody tr").count()


@pytest.mark.parametrize("spelling", ["べとなむ", "ﾍﾞﾄﾅﾑ", "ベトナム", "ｖｉｅｔｎａｍ"])
def test_a_visitor_searches_in_japanese_however_it_is_typed(open_page, site, spelling):
    page = open_page()
    page.goto("/")
    page.get_by_role("combobox").fill(spelling)
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**/search/?**")
    assert total(page) == rows(page) == 19
    assert set(page.locator(".where").all_inner_texts()) == {"ベトナム"}


def test_a_visitor_sees_the_result_change_while_typing_and_keeps_the_focus(open_page, site):
    page = open_page()
    page.goto("/search/")
    box = page.get_by_role("combobox")
    box.click()
    page.keyboard.type("医科", delay=30)
    page.wait_for_url("**/search/?q=*")
    page.wait_for_function("document.querySelectorAll('.rows tbody tr').length < 50")
    assert "/search/?q=医科&" in unquote(page.url) + "&"
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("歯")
    page.wait_for_url("**q=*%AF*")
    assert "q=医科歯" in unquote(page.url)
    shown = page.locator("#found").inner_text()
    page.reload()
    assert page.locator("#found").inner_text() == shown


def test_a_visitor_filters_and_pages(open_page, site):
    page = open_page()
    page.goto("/search/")
    page.locator("#facet-region + ul a", has_text="アジア").click()
    page.wait_for_url("**region=*")
    assert total(page) == 254
    seen = set()
    while True:
        seen |= set(page.locator(".rows .day a").evaluate_all("links => links.map(link => link.href)"))
        following = page.get_by_role("link", name="次へ")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state()
    assert len(seen) == 254
    page.get_by_role("link", name="前へ").click()
    page.wait_for_load_state()
    assert rows(page) == 50
    page.get_by_role("link", name=re.compile("この絞り込みを外す")).click()
    page.wait_for_load_state()
    assert total(page) == 378


def test_a_visitor_follows_an_agreement_to_its_line_in_the_source(open_page, site):
    page = open_page()
    page.goto("/search/?q=テレコム大学")
    page.locator(".rows .day a").click()
    page.wait_for_url("**/agreements/**")
    marked = page.locator(".source .marked")
    assert "テレコム大学" in marked.inner_text()
    assert page.locator(".source li").count() == 9
    mark = page.locator(".chain .place")
    line = mark.inner_text().rpartition(".")[2]
    mark.click()
    page.wait_for_url(f"**/sources/**#L{line}")
    target = page.locator(":target")
    assert "テレコム大学" in target.inner_text()
    assert target.evaluate("line => { const box = line.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }")


def test_a_visitor_switches_the_language_and_stays_on_the_page(open_page, site):
    page = open_page()
    page.goto("/search/?q=ベトナム&sort=newest")
    first = page.locator(".rows .partner").first.inner_text()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/search/**")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "q=ベトナム&sort=newest" in unquote(page.url)
    assert page.get_by_role("heading", level=1).inner_text() == "Search the agreements"
    assert page.locator(".rows .partner").first.inner_text() == first
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url(lambda url: "/en/" not in url)
    assert page.get_by_role("heading", level=1).inner_text() == "協定を探す"


def test_a_visitor_downloads_each_of_the_six_formats(open_page, site):
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="一覧", exact=True).click()
    page.get_by_role("heading", level=2).get_by_role("link").click()
    starts = {"TXT": None, "CSV": b"\xef\xbb\xbf", "XLSX": b"PK", "HTML": b"<!", "JSON": b"{", "PDF": b"%PDF"}
    for name, start in starts.items():
        with page.expect_download() as arriving:
            page.get_by_role("link", name=name, exact=True).click()
        assert arriving.value.suggested_filename == f"agreements-unit-2024-05-01.{name.lower()}"
        content = Path(arriving.value.path()).read_bytes()
        assert content.startswith(start) if start else "部局間国際交流協定校一覧" in content.decode()


def test_a_visitor_needs_only_the_keyboard(open_page, site):
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "本文へ移動"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("フェニカ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert total(page) == 1
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        assert focus.evaluate("link => getComputedStyle(link).outlineStyle !== 'none' || link.matches('#q')"), focus.inner_text()
        if "/agreements/" in (focus.get_attribute("href") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/**")
    assert "フェニカ大学" in page.get_by_role("heading", level=1).inner_text()


def test_a_visitor_chooses_a_suggested_name_by_keys(open_page, site):
    page = open_page()
    page.goto("/")
    box = page.get_by_role("combobox")
    box.click()
    page.keyboard.type("カセ", delay=30)
    first = page.get_by_role("option").first
    first.wait_for()
    assert first.inner_text().startswith("カセサート大学")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert box.input_value() == "カセ"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert all("カセサート大学" in name for name in page.locator(".rows th[scope=row]").all_inner_texts())


def test_a_visitor_chooses_a_suggested_name_by_touch_on_the_page_of_the_search(open_page, site):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto("/search/")
    page.get_by_role("combobox").fill("hanoi")
    page.get_by_role("combobox").fill("国立")
    page.get_by_role("option").first.click()
    page.wait_for_function("document.querySelectorAll('.rows mark').length > 0")
    assert page.get_by_role("option").count() == 0


def test_without_the_script_the_search_is_a_form(open_page, site):
    page = open_page(java_script_enabled=False)
    page.goto("/search/")
    page.get_by_role("searchbox").fill("ﾍﾞﾄﾅﾑ")
    page.get_by_role("button", name="検索").click()
    assert page.locator(".rows mark").count() == 19
