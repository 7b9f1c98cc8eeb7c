"""What holds on every page, in both languages, themes and widths."""

import pytest
from django.core.management import call_command

from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Source

from .portal_sites import agree_on_exchanges, identify, lengthen

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


# What every page is looked at with: a filled registry, an empty one, names of any length, and addresses that name nothing.
EMPTY = [
    "/", "/search/", "/map/", "/students/", "/editions/", "/findings/", "/statistics/", "/statistics/development/", "/embed/",
    "/institutions/999999/", "/editions/999999/changes/",
]  # fmt: skip


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


def long_pages() -> list[str]:
    """The pages of what has the longest names, and those that list it."""
    partner = Institution.objects.filter(is_home=False).order_by("pk")[1]
    unit = OrganizationalUnit.objects.order_by("pk")[2]
    agreement = Agreement.objects.filter(parties__institution=partner).first()
    listed = ["/", "/search/", "/map/", "/students/", "/statistics/", f"/embed/institutions/{partner.pk}/"]
    return [f"/institutions/{partner.pk}/", f"/units/{unit.pk}/", f"/agreements/{agreement.pk}/", *listed]


@pytest.fixture(params=["full", "empty", "long"])
def addresses(request, small_site, settings) -> list[str]:
    """The addresses to look at in one state of the registry."""
    if request.param == "empty":
        call_command("flush", interactive=False, verbosity=0)
        return EMPTY
    identify()
    agree_on_exchanges()
    if request.param == "long":
        lengthen()
        return long_pages()
    return kinds_of_page()


@pytest.mark.parametrize("width", [320, 1280])  # 320: a window of 1280 at 400 %
@pytest.mark.parametrize("language", ["", "/en"])
def test_axe_finds_nothing_and_nothing_overflows(open_page, addresses, language, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed: make dev").Axe()
    page = open_page(viewport={"width": width, "height": 800}, color_scheme="light")
    # The dark theme differs in its colours only.
    rules = {"light": {"type": "tag", "values": WCAG}, "dark": {"type": "rule", "values": ["color-contrast"]}}
    for address in addresses:
        page.goto(language + address)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, f"{address} is {wider} px wider than its window"
        for scheme, run_only in rules.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = axe.run(page, options={"runOnly": run_only, "resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found] == [], (address, scheme)


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
    page.get_by_role("combobox").fill("フランス")
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
