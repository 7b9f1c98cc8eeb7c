import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

import teikei
from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Source
from teikei.registry.queries.index import current_index

from .conftest import Page


@pytest.fixture
def addresses(kept) -> list[str]:
    """Every page of a filled registry."""
    unit = OrganizationalUnit.objects.get(name="先進理工系科学研究科")
    home = Institution.objects.get(is_home=True)
    partner = Institution.objects.get(printed="テレコム大学")
    agreement = Agreement.objects.get(parties__institution=partner)
    source = Source.objects.get()
    return [
        "/", "/search/", "/search/?q=vietnam", "/search/?q=zzz", "/editions/", f"/editions/{kept.pk}/",
        f"/editions/{kept.pk}/?as_of=2000-01-01", f"/editions/{kept.pk}/findings/", "/statistics/", f"/units/{unit.pk}/",
        f"/institutions/{home.pk}/", f"/institutions/{partner.pk}/", "/map/", "/students/", "/territories/VN/", "/territories/AQ/",
        f"/agreements/{agreement.pk}/", f"/sources/{source.pk}/",
    ]  # fmt: skip


def both(addresses):
    return [*addresses, *("/en" + address for address in addresses)]


def test_every_page_opens_in_both_languages(see, addresses):
    for address in both(addresses):
        page = see(address)
        assert page.headings[0] == 1, address
        assert page.headings.count(1) == 1, address
        assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False)), (address, page.headings)


def test_detail_pages_need_eight_queries_at_most(client, addresses, django_assert_max_num_queries):
    current_index()  # as a server takes it when it starts
    for address in addresses:
        if "as_of" in address:
            continue
        with django_assert_max_num_queries(8):
            client.get(address)


def test_home_and_list_need_six_queries_at_most(client, kept, django_assert_max_num_queries):
    current_index()  # as a server takes it when it starts
    for address in ("/", f"/editions/{kept.pk}/", "/search/", "/statistics/"):
        with django_assert_max_num_queries(6):
            client.get(address)


def test_every_link_of_every_page_opens(client, addresses):
    seen: set[str] = set()
    for address in both(addresses):
        for href in Page(client.get(address).content.decode()).hrefs:
            path = href.partition("#")[0] if not href.startswith("?") else re.sub(r"\?.*", "", address) + href
            # One of each kind is enough: their numbers do not matter to whether the page opens.
            kind = re.sub(r"\d+|%[0-9A-F]{2}|territories/[A-Z]{2}|territory=[A-Z]{2}", "0", path)
            if path and kind not in seen and "/download/" not in path:
                seen.add(kind)
                assert client.get(path).status_code in (200, 302), (address, path)
    assert len(seen) > 40


def test_no_page_has_an_address_of_a_third_party(client, addresses):
    for address in both(addresses):
        # JSON-LD names its vocabularies by their addresses; nobody asks for them.
        text = re.sub(r"<script type=.application/ld.json.>.*?</script>", "", client.get(address).content.decode())
        outside = set(re.findall(r"(?:https?:)?//[^\s\"'<>]+", text)) - set(re.findall(r"http://localhost/[^\s\"'<>]*", text))
        assert outside == set(), address


def test_the_policy_lets_no_page_run_what_is_not_a_file_of_the_site(client, addresses):
    for address in both(addresses):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        text = response.content.decode()
        # JSON-LD is a data block, which no browser runs.
        assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)", text), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", text), address


def test_a_japanese_page_holds_no_english_of_ours(client, addresses):
    from scripts.messages import wanted

    msgids = [msgid if isinstance(msgid, str) else msgid[0] for msgid in wanted()]
    bare = (re.sub(r"%\(\w+\)s|<[^>]+>", "", msgid).strip() for msgid in msgids)
    phrases = [phrase for phrase in bare if " " in phrase and len(phrase) > 8]
    for address in [*addresses, "/nowhere/"]:
        text = Page(client.get(address).content.decode()).text
        assert [phrase for phrase in phrases if phrase in text] == [], address


def test_an_english_page_marks_every_japanese_run(see, addresses):
    japanese = re.compile("[ぁ-ヿ一-鿿]")
    for address in addresses:
        unmarked = [(tag, text) for lang, tag, text in see("/en" + address).runs if lang != "ja" and japanese.search(text)]
        # A page's title and a drawing's description hold names and can hold no element that says so.
        assert [run for run in unmarked if run[0] not in ("title", "desc", "h1")] == [], address


def test_each_page_names_its_language_and_its_twin(client, addresses):
    for address in addresses:
        japanese, english = client.get(address).content.decode(), client.get("/en" + address).content.decode()
        assert '<html lang="ja">' in japanese
        assert '<html lang="en">' in english
        for text in (japanese, english):
            assert f'hreflang="en" href="http://localhost/en{address}"'.replace("&", "&amp;") in text
            assert f'hreflang="ja" href="http://localhost{address}"'.replace("&", "&amp;") in text


def test_the_language_of_a_browser_does_not_change_an_address(client, kept):
    assert b'<html lang="ja">' in client.get("/", headers={"accept-language": "en"}).content


def test_an_address_with_two_slashes_does_not_lead_to_another_host(client, db):
    text = client.get("//evil.example/").content.decode()
    assert 'href="//' not in text


def test_a_fault_of_ours_gets_a_page_in_the_same_style(kept, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("teikei.portal.views.search.find", fail)
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for address, words in (("/search/", "ページを表示できませんでした"), ("/en/search/", "The page could not be made")):
        response = client.get(address)
        assert response.status_code == 500
        assert words in response.content.decode()
        assert "a fault" not in response.content.decode()


def test_a_request_that_cannot_be_read_gets_a_page(db):
    response = Client(headers={"host": "evil.example"}).get("/")
    assert response.status_code == 400
    assert "リクエストを読み取れません" in response.content.decode()


def test_a_form_larger_than_any_of_ours_gets_a_page(db):
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.get("/desk/login/")
    response = client.generic("POST", "/desk/login/", b"username=" + b"x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "送信された内容が大きすぎます" in response.content.decode()


def test_what_is_forbidden_gets_a_page(rf):
    from django.core.exceptions import PermissionDenied

    from teikei.pages.errors import forbidden

    request = rf.get("/", headers={"host": "localhost"})
    with override("ja"):
        page = forbidden(request, PermissionDenied()).content.decode()
    assert "このページは開けません" in page


def test_robots_are_asked_to_leave_the_search_alone(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /en/search/" in response.content.decode()


def test_home_sets_stated_beside_counted_and_links_to_the_reason(see, kept):
    page = see("/")
    for words in ("部局間国際交流協定校一覧", "2024-05-01", "378", "377", "423", "377以上", "違いの理由", "数え直せない理由"):
        assert words in page.text
    assert f"/editions/{kept.pk}/findings/#headline-differs" in page.hrefs
    reasons = see(f"/editions/{kept.pk}/findings/")
    assert "377行 + " in reasons.text


def test_only_numbers_that_differ_are_marked(client, kept):
    text = client.get("/").content.decode()
    assert re.findall(r'class="[^"]*differs"', text) == ['class="two large differs"']


def test_home_shows_the_newest_and_the_oldest_agreement(see, kept):
    text = see("/").text
    assert "2024-04-19" in text
    assert "1985-05-15" in text


def test_an_agreement_leads_down_to_its_line(see, kept):
    partner = Institution.objects.get(printed="東南アジア教育大臣機構 幼児教育・保育・子育て支援地域センター")
    agreement = Agreement.objects.get(parties__institution=partner)
    page = see(f"/agreements/{agreement.pk}/")
    for words in ("2021-10-01", "2021.10.1", "集約された行です", "hiroshima-2024-05-01.txt", "広島大学", "l.52", "人間社会科学研究科"):
        assert words in page.text
    assert any(href.endswith("#L52") for href in page.hrefs)
    lines = [text for _, tag, text in page.runs if tag == "span" and text.isdigit()]
    assert [str(line) for line in range(48, 57)] == [line for line in lines if 48 <= int(line) <= 56]


def test_the_marked_line_is_the_one_that_was_read(client, kept):
    agreement = Agreement.objects.get(parties__institution__printed="テレコム大学")
    text = client.get(f"/agreements/{agreement.pk}/").content.decode()
    assert re.search(r'class="marked"[^>]*>.*?テレコム大学', text)


def test_a_territory_page_sets_its_stated_number_beside_its_rows(see, kept):
    page = see("/en/territories/VN/")
    for words in ("Vietnam", "ベトナム", "ベトナム社会主義共和国", "Stated", "Counted", "19"):
        assert words in page.text


def test_a_territory_in_small_letters_leads_to_its_address(client, kept):
    response = client.get("/territories/vn/")
    assert (response.status_code, response["Location"]) == (301, "/territories/VN/")


def test_a_unit_page_tells_how_often_it_is_printed(see, kept):
    unit = OrganizationalUnit.objects.get(name="人間社会科学研究所")
    assert "22" in see(f"/units/{unit.pk}/").text


def test_a_long_page_shows_the_first_rows_and_leads_to_the_search(see, kept, monkeypatch):
    monkeypatch.setattr("teikei.registry.queries.institutions.SHOWN", 10)
    unit = OrganizationalUnit.objects.get(name="先進理工系科学研究科")
    home = Institution.objects.get(is_home=True)
    assert "98件すべて" in see(f"/units/{unit.pk}/").text
    assert "378件すべて" in see(f"/institutions/{home.pk}/").text


def test_findings_show_the_lines_that_they_compare(see, kept):
    page = see(f"/editions/{kept.pk}/findings/")
    assert "(55ヶ国・地域 378機関423協定)" in page.text
    assert "人間社会科学研究所" in page.text
    assert "修正案" in page.text
    assert any(href.endswith("#L5") for href in page.hrefs)


def test_findings_lead_to_those_of_the_latest_list(client, kept):
    assert client.get("/findings/")["Location"] == f"/editions/{kept.pk}/findings/"
    assert client.get("/en/findings/")["Location"] == f"/en/editions/{kept.pk}/findings/"


def test_statistics_draw_what_their_tables_say(client, kept):
    text = client.get("/statistics/").content.decode()
    assert text.count("<svg") == text.count("</desc>") == text.count("<table") == 4
    assert "style=" not in text
    years = re.findall(r"<rect class=\"column[^>]*><title>(\d{4}): (\d+)</title>", text)
    assert sum(int(count) for _, count in years) == 378


def test_the_source_page_holds_every_line_under_its_number(client, kept):
    text = client.get(f"/sources/{Source.objects.get().pk}/").content.decode()
    assert 'id="L5"' in text
    assert 'id="L440"' in text
    assert "hiroshima-2024-05-01.txt" in text


def test_a_long_source_is_cut_into_windows_that_hold_the_line_asked_for(client, kept, monkeypatch):
    monkeypatch.setattr("teikei.registry.queries.sources.WINDOW", 100)
    address = f"/sources/{Source.objects.get().pk}/"
    text = client.get(address + "?line=145").content.decode()
    assert 'id="L145"' in text
    assert 'id="L100"' not in text
    assert 'id="L201"' not in text
    assert 'href="?line=1"' in text
    assert 'href="?line=201"' in text
    assert 'id="L1"' in client.get(address + "?line=x").content.decode()


def test_a_line_of_a_long_source_is_linked_with_its_window():
    from teikei.portal.links import place_url, place_words
    from teikei.registry.queries.rows import Place

    assert place_url(Place(3, 40, 1500)) == "/sources/3/?line=1500#L1500"
    assert place_url(Place(3, None, None)) == "/sources/3/"
    assert place_url(Place(3, None, 12, "表 1")).startswith("/sources/3/?line=12&sheet=%E8%A1%A8+1#S")
    assert place_words(Place(3, 40, 1500)) == "p.40 · l.1500"
    assert place_words(Place(3, None, 12, "表 1")) == "表 1 · l.12"


def test_the_list_on_screen_keeps_the_printed_order(client, kept, example):
    text = client.get(f"/editions/{kept.pk}/").content.decode()
    shown = re.findall(r'class="partner" href="/agreements/\d+/">([^<]+)<', text)
    assert shown == [entry.institution for entry in example.entries]
    assert "(機関数には含まない。)" in text


def test_a_long_list_is_cut_into_windows(see, kept, monkeypatch):
    monkeypatch.setattr("teikei.registry.queries.published.WINDOW", 100)
    page, rows = see(f"/editions/{kept.pk}/"), 0
    while True:
        rows += sum("/agreements/" in href for href in page.hrefs)
        after = [href for href in page.hrefs if href.startswith("?from=")]
        forwards = max((int(href[6:]) for href in after), default=0)
        if forwards <= 1 or rows >= 378:
            break
        page = see(f"/editions/{kept.pk}/?from={forwards}")
    assert rows == 378
    assert see(f"/editions/{kept.pk}/?from=x").headings


def test_the_list_as_of_an_earlier_day_leaves_out_what_came_later(see, kept):
    page = see(f"/editions/{kept.pk}/?as_of=2000-01-01")
    days = re.findall(r"\d{4}-\d\d-\d\d", page.text)
    assert max(day for day in days if day != "2024-05-01") <= "2000-01-01"
    assert "記載数はありません" in page.text


@pytest.mark.parametrize("day", ["x", "2024-13-01", "2024", "", "2024-05-01\x00"])
def test_a_day_that_is_none_gets_a_page_that_says_so(client, kept, day):
    for path in ("", "download/txt"):
        response = client.get(f"/editions/{kept.pk}/{path}", {"as_of": day})
        assert response.status_code == 400
        assert "日付ではありません" in response.content.decode()


FORMATS = {
    "txt": ("text/plain; charset=utf-8", "広".encode()),
    "csv": ("text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "html": ("text/html; charset=utf-8", b"<!"),
    "json": ("application/json", b"{"),
    "pdf": ("application/pdf", b"%PDF"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_downloads_under_its_type_and_name(client, kept, name):
    response = client.get(f"/editions/{kept.pk}/download/{name}")
    content_type, start = FORMATS[name]
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="agreements-unit-2024-05-01.{name}"'
    assert response.content.startswith(start) or name == "txt"


def test_a_download_that_has_not_changed_is_not_sent_again(client, kept, django_assert_max_num_queries):
    for path in ("", "download/txt", "download/json?as_of=2010-01-01"):
        first = client.get(f"/editions/{kept.pk}/{path}")
        assert client.get(f"/editions/{kept.pk}/{path}", headers={"if-none-match": first["ETag"]}).status_code == 304
    modified = client.get(f"/editions/{kept.pk}/download/txt")["Last-Modified"]
    with django_assert_max_num_queries(1):
        again = client.get(f"/editions/{kept.pk}/download/txt", headers={"if-modified-since": modified})
    assert again.status_code == 304


def test_the_two_languages_of_a_page_have_tags_of_their_own(client, kept):
    assert client.get(f"/editions/{kept.pk}/")["ETag"] != client.get(f"/en/editions/{kept.pk}/")["ETag"]


def test_a_json_download_as_of_a_day_holds_the_rows_up_to_it(client, kept):
    listing = json.loads(client.get(f"/editions/{kept.pk}/download/json?as_of=2000-01-01").content)
    assert "2000-01-01" in json.dumps(listing)


def test_an_unknown_format_is_not_there(client, kept):
    assert client.get(f"/editions/{kept.pk}/download/exe").status_code == 404


def test_pages_answer_only_to_reading(client, kept):
    assert client.post("/search/").status_code == 405


def test_the_catalogue_is_complete():
    from scripts.messages import problems

    assert problems() == []


def test_a_partners_agreements_stand_on_one_time_line_beside_its_place(kept, client, see):
    partner = Institution.objects.get(printed="テレコム大学")
    page = see(f"/en/institutions/{partner.pk}/")
    assert "Time line" in page.text
    text = client.get(f"/en/institutions/{partner.pk}/").content.decode()
    assert text.count('class="term-bar small"') == partner.parties.count()
    assert 'class="map small"' not in text  # no record is accepted: no place is known


def test_a_units_page_says_what_it_has_where_and_leads_to_map_and_places(kept, see):
    unit = OrganizationalUnit.objects.get(name="先進理工系科学研究科")
    page = see(f"/en/units/{unit.pk}/")
    count = Agreement.objects.filter(parties__units=unit).count()
    assert f"{count} | agreements | {count} | in force today" in page.text
    assert {f"/en/map/?unit={unit.pk}", f"/en/students/?unit={unit.pk}"} <= set(page.hrefs)
    assert f"/en/search/?unit={unit.pk}&territory=VN" in page.hrefs


def test_no_style_puts_what_comes_later_before_what_came_earlier() -> None:
    """A page that arrives in pieces moves where it does; grid areas of a known place are the way."""
    sheets = list(Path(teikei.__file__).parent.glob("*/static/**/*.css"))
    assert len(sheets) > 5
    assert [sheet.name for sheet in sheets if re.search(r"(?<![-\w])order\s*:", sheet.read_text(encoding="utf-8"))] == []
