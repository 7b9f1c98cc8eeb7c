"""Ten journeys through the public pages: a student, a professor, somebody who prints, an office that embeds, a program."""

import json
import re
import threading
import xml.etree.ElementTree as ET
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import expect

from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.records import refresh_records
from teikei.rules.mobility import academic_year
from tests.registry.authorities import Authority, install, record

from .portal_sites import agree_on_exchanges, identify

pytestmark = pytest.mark.browser
NEXT = academic_year(localdate()) + 1


@pytest.fixture
def known(site) -> str:
    """The example list with its partners' records and some terms for students."""
    identify()
    agree_on_exchanges()
    return site


def test_a_student_types_a_name_and_finds_the_university_and_where_it_is(open_page, known):
    page = open_page()
    page.goto("/")
    page.get_by_role("combobox").fill("ガジャマダ")
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**/search/?**")
    page.locator(".rows .partner").first.click()
    page.wait_for_url("**/institutions/**")
    assert "Gadjah Mada" in page.locator(".known-as").inner_text()
    assert page.locator(".map.small .dot").is_visible()
    assert page.locator(".time-line li").count() == 1


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_student_reaches_the_partner_by_katakana_by_its_name_at_home_and_by_its_acronym(
    open_page, known, language, monkeypatch
):  # fmt: skip
    ror = Institution.objects.get(printed="ガジャマダ大学経済ビジネス学部").judgment.record_id
    names = [("Universitas Gadjah Mada", "label", "id"), ("UGM", "acronym", "id")]
    install(monkeypatch, Authority(record(ror, "Gadjah Mada University", names=names, city="Yogyakarta")))
    refresh_records(by=None, at=timezone.now())
    page, reached = open_page(), []
    for words in ("ガジャマダ", "gajah mada", "UGM"):
        page.goto(f"{language}/")
        page.get_by_role("combobox").fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?**")
        page.locator(".rows .partner", has_text="ガジャマダ大学経済ビジネス学部").click()
        page.wait_for_url("**/institutions/**")
        assert "Gadjah Mada" in page.locator(".known-as").inner_text(), words
        reached.append(page.url)
    assert len(set(reached)) == 1


def test_a_student_asks_where_to_go_from_the_faculty_next_year(open_page, known):
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="留学", exact=True).click()
    page.wait_for_url("**/students/")
    every = page.locator(".places-table tbody tr").count()
    name = page.locator(".places-table .units a").first.inner_text()
    page.get_by_label("所属部局").select_option(label=name)
    page.get_by_label("課程").select_option(label="修士課程")
    page.get_by_role("button", name="表示").click()
    page.wait_for_url("**unit=*")
    rows = page.locator(".places-table tbody tr")
    assert 1 <= rows.count() <= every
    assert f"year={NEXT}" in page.url
    for row in rows.all():
        assert name in row.inner_text()
        assert "修士課程" in row.inner_text()
    rows.first.locator("td a").last.click()
    page.wait_for_url("**/agreements/**")
    assert page.locator(".memorandum").count() == 1


def test_a_professor_asks_what_her_faculty_has_in_a_country_that_still_runs_next_year(open_page, known):
    unit = OrganizationalUnit.objects.get(name="先進理工系科学研究科")
    page = open_page()
    page.goto(f"/en/units/{unit.pk}/")
    page.locator(".places a", has_text="Vietnam").click()
    page.wait_for_url(f"**unit={unit.pk}&territory=VN")
    page.get_by_label("In force on").fill(f"{NEXT}-04-01")
    page.keyboard.press("Tab")
    page.wait_for_url(f"**as_of={NEXT}-04-01*")
    expected = Agreement.objects.filter(parties__units=unit, territories="VN").count()
    assert page.locator(".rows tbody tr").count() == expected > 0
    assert set(page.locator(".rows .where").all_inner_texts()) == {"Vietnam"}


def test_a_visitor_moves_the_map_by_keys_and_by_hand_and_can_send_what_is_seen(open_page, known):
    page = open_page()
    page.goto("/map/?territory=CN")
    sheet = page.locator(".sheet")
    sheet.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**view=2*")
    expect(page.locator("#map")).to_have_attribute("viewBox", re.compile("2000 890$"))
    box = sheet.bounding_box()
    before = page.locator("#map").get_attribute("viewBox")
    page.mouse.move(box["x"] + 600, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 450, box["y"] + 250, steps=4)
    page.mouse.up()
    expect(page.locator("#map")).not_to_have_attribute("viewBox", before)
    page.wait_for_timeout(400)
    page.wait_for_load_state("networkidle")
    assert "territory=CN" in page.url
    shown = page.locator("#map").get_attribute("viewBox"), page.locator("[data-marks] a").count()
    page.reload()
    assert (page.locator("#map").get_attribute("viewBox"), page.locator("[data-marks] a").count()) == shown


def test_a_narrow_window_begins_with_the_middle_and_scrolls_to_the_edges(open_page, known):
    page = open_page(viewport={"width": 360, "height": 700}, has_touch=True)
    page.goto("/map/")
    sheet = page.locator(".sheet")
    assert sheet.evaluate("one => Math.abs(one.scrollLeft - (one.scrollWidth - one.clientWidth) / 2)") < 2
    assert sheet.evaluate("one => getComputedStyle(one).touchAction") == "pan-y"
    sheet.focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert sheet.evaluate("one => Math.abs(one.scrollLeft - (one.scrollWidth - one.clientWidth))") < 2
    page.keyboard.press("+")
    page.wait_for_url("**view=2*")
    assert sheet.evaluate("one => getComputedStyle(one).touchAction") == "none"


def test_a_visitor_opens_a_partner_from_the_map_with_the_keyboard(open_page, known):
    page = open_page()
    page.goto("/map/?territory=AU")
    clusters = page.locator("[data-marks] a[data-view]")
    for _ in range(6):
        if not clusters.count() or page.locator("[data-marks] a[href^='/institutions/']").count():
            break
        clusters.first.focus()
        shown = page.url
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(shown)
        page.wait_for_timeout(500)
    partner = page.locator("[data-marks] a[href^='/institutions/'], .map-table a[href^='/institutions/']").first
    partner.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/institutions/**")
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_visitor_without_a_script_has_map_filters_zoom_and_table(open_page, known):
    page = open_page(java_script_enabled=False)
    page.goto("/en/map/")
    every = page.locator("[data-marks] a").count()
    page.get_by_text("More filters").click()
    page.get_by_label("Country or region", exact=True).select_option(value="VN")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**territory=VN*")
    assert page.locator("[data-marks] a").count() < every
    cities = set(page.locator(".map-table th[scope=row]").all_inner_texts())
    assert "Hanoi" in cities
    page.get_by_role("link", name="Zoom in").click()
    page.wait_for_url("**view=2*")
    page.get_by_role("link", name="Zoom out").click()
    page.wait_for_load_state()
    assert set(page.locator(".map-table th[scope=row]").all_inner_texts()) == cities
    page.get_by_role("link", name="The same as a list").click()
    page.wait_for_url("**/search/?*territory=VN*")


def test_an_office_prints_the_map_and_keeps_it_as_a_file(open_page, known):
    page = open_page()
    page.goto("/map/?territory=VN")
    with page.expect_download() as arriving:
        page.get_by_role("link", name=re.compile("SVG")).click()
    drawn = ET.parse(arriving.value.path()).getroot()
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "ベトナム" in "".join(drawn.itertext())
    page.emulate_media(media="print")
    assert page.locator("#map").is_visible()
    assert page.locator(".map-table").is_visible()
    assert not page.locator(".narrowing").is_visible()
    assert not page.locator(".map-moves").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


class _Foreign(BaseHTTPRequestHandler):
    """The university's own site: one page with a frame."""

    def __init__(self, framed: str, *arguments: object) -> None:
        self.framed = framed
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = f'<!doctype html><html lang="ja"><title>本学</title><h1>国際交流</h1><iframe src="{self.framed}" title="協定" width="900" height="700"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def foreign(known):
    """A site of another origin that frames the searchable list."""
    server = HTTPServer(("127.0.0.1", 0), partial(_Foreign, f"{known}/embed/"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_university_embeds_the_searchable_list_on_its_own_site(chromium, foreign, settings):
    settings.TEIKEI_FRAMED_BY = [foreign]
    context = chromium.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto(foreign)
    frame = page.frame_locator("iframe")
    frame.get_by_role("searchbox").fill("ベトナム")
    frame.get_by_role("button", name="検索").click()
    frame.locator(".total strong", has_text="19").wait_for()
    with context.expect_page() as opened:
        frame.locator(".partner").first.click()
    opened.value.wait_for_url("**/institutions/**")
    assert page.url.rstrip("/") == foreign
    context.close()


def test_a_site_that_was_not_named_frames_nothing(chromium, foreign):
    context = chromium.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda one: refused.append(one.text))
    page.goto(foreign)
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in refused)
    assert page.frame_locator("iframe").get_by_role("searchbox").count() == 0
    context.close()


def test_an_analyst_reads_growth_and_balance_as_drawings_and_as_tables(open_page, known):
    page = open_page()
    page.goto("/en/statistics/")
    page.get_by_role("link", name="Growth, renewals, balance").click()
    page.wait_for_url("**/development/")
    page.get_by_text("In force by year, as a table").click()
    counts = [int(text) for text in page.locator("#growth ~ details td").all_inner_texts()]
    assert counts[-1] == 378
    assert page.locator(".chart rect.column").count() > 20
    assert page.locator("#balance").is_visible()
    with page.expect_download() as arriving:
        page.get_by_role("link", name="The ends as a calendar").click()
    assert Path(arriving.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_program_reads_what_a_page_is_and_the_browser_refuses_nothing_of_it(open_page, known):
    page = open_page()
    page.goto("/search/?q=ガジャマダ")
    page.locator(".rows .partner").first.click()
    page.wait_for_url("**/institutions/**")
    told = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert told["@id"] == page.url
    assert told["location"]["geo"]["latitude"] < 0
    assert page.locator('link[rel="canonical"]').get_attribute("href") == page.url
    feed = page.request.get(page.locator('link[type="application/atom+xml"]').get_attribute("href"))
    assert ET.fromstring(feed.body()).tag == "{http://www.w3.org/2005/Atom}feed"
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/institutions/**")
    assert unquote(page.url).startswith(known)
