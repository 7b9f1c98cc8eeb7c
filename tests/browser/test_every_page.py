"""What holds on every page, in both languages, themes and widths."""

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Source

pytestmark = pytest.mark.browser


def kinds_of_page() -> list[str]:
    """Every kind of page, with search results full, filtered and empty."""
    agreement = Agreement.objects.order_by("pk")[11]
    partner = Institution.objects.get(is_home=False, parties__agreement=agreement)
    unit = OrganizationalUnit.objects.get(name="法学部")
    source = Source.objects.get()
    edition = source.edition.pk
    return [
        "/", "/search/", "/search/?q=vietnam&year=2016", "/search/?q=zzz&year=abc", f"/agreements/{agreement.pk}/",
        f"/institutions/{partner.pk}/", "/territories/VN/", "/territories/AQ/", f"/units/{unit.pk}/", "/editions/",
        f"/editions/{edition}/", f"/editions/{edition}/?as_of=2000-01-01", f"/editions/{edition}/?as_of=x", f"/editions/{edition}/findings/",
        f"/editions/{edition}/changes/", f"/sources/{source.pk}/", "/statistics/", "/statistics/development/", "/map/", "/map/?q=zzz&region=x",
        "/map/?view=8,1500,700", "/students/", "/students/?q=zzz", "/embed/", f"/embed/units/{unit.pk}/", f"/embed/institutions/{partner.pk}/",
    ]  # fmt: skip


def test_no_page_of_the_whole_list_is_wider_than_a_small_window(open_page, site):
    page = open_page(viewport={"width": 320, "height": 640})
    for address in kinds_of_page():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_everything_essential_works_without_a_script(open_page, site):
    page = open_page(java_script_enabled=False)
    for address in kinds_of_page():
        page.goto(address)
        assert page.get_by_role("heading", level=1).is_visible(), address
    page.goto("/search/")
    page.get_by_role("searchbox").fill("フランス")
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**q=*")
    assert page.locator(".rows tbody tr").count() == 7
    page.get_by_role("link", name="新しい順").click()
    page.wait_for_url("**sort=newest*")
    page.locator(".rows .day a").first.click()
    page.wait_for_url("**/agreements/**")
    page.locator(".chain .place").click()
    page.wait_for_url("**/sources/**")


def test_filters_stand_open_beside_a_wide_result_and_fold_over_a_narrow_one(open_page, site):
    wide = open_page()
    wide.goto("/search/")
    assert wide.locator("#facet-year").is_visible()
    narrow = open_page(viewport={"width": 360, "height": 800})
    narrow.goto("/search/")
    assert not narrow.locator("#facet-year").is_visible()
    narrow.get_by_text("絞り込み", exact=True).first.click()
    assert narrow.locator("#facet-year").is_visible()


def test_the_policy_stops_a_script_inside_a_page(open_page, site):
    page = open_page()
    page.goto("/search/")
    assert page.evaluate("typeof htmx") == "object"
    assert page.evaluate("htmx.config.allowEval") is False
    assert page.locator("style").count() == 0


def test_motion_stops_for_those_who_asked_for_less(open_page, site):
    page = open_page(reduced_motion="reduce")
    page.goto("/")
    assert page.locator("a").first.evaluate("link => getComputedStyle(link).transitionDuration") == "0s"


def test_a_page_prints_without_its_controls(open_page, site):
    page = open_page()
    page.goto("/search/")
    page.emulate_media(media="print")
    assert not page.locator(".sections").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator(".rows").is_visible()
