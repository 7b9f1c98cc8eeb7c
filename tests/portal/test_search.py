import csv
import io
from urllib.parse import quote

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Region
from teikei.registry.queries.search import FACETS, SORTS, Cursor, Terms, find, stream


def names(result):
    return {partner.name for row in result.rows for partner in row.partners}


def test_every_row_of_the_list_is_found_without_words(found):
    assert found().total == 378


@pytest.mark.parametrize(
    "spelling", ["ベトナム", "べとなむ", "ﾍﾞﾄﾅﾑ", "Vietnam", "ｖｉｅｔｎａｍ", "VIETNAM", "ベト ナム", "ベトナム社会主義共和国"]
)
def test_a_country_is_found_in_any_spelling(found, spelling):
    assert {row.territories for row in found(spelling).rows} == {("VN",)}


@pytest.mark.parametrize(("spelling", "code"), [("betonamu", "VN"), ("kankoku", "KR"), ("taiwan", "TW"), ("おーすとらりあ", "AU")])
def test_a_country_is_found_as_it_sounds(found, spelling, code):
    assert {row.id for row in found(spelling).rows} == {row.id for row in found(territory=code).rows}


def test_what_is_found_by_its_sound_alone_is_told(see, kept):
    assert "「betonamu」という表記はありません" in see("/search/?q=betonamu").text
    assert "表記はありません" not in see("/search/?q=ベトナム").text
    assert "当てはまる協定はありません" in see("/search/?q=zzzqqq").text


def test_one_character_suffices(found):
    assert names(found("泰")) == {name for name in names(found()) if "泰" in name}


def test_several_words_must_all_match(found):
    both = found("ベトナム 医系科学研究科")
    assert both.total == 5
    assert all("VN" in row.territories for row in both.rows)


def test_a_partner_is_found_without_the_space_that_the_list_prints(found):
    assert names(found("インド工科大学ハイデラバード校")) == {"インド工科大学 ハイデラバード校"}


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "<script>"])
def test_signs_with_a_meaning_to_the_database_are_plain_text(found, sign):
    assert found(f"国{sign}大").total in (0, found("国大").total)


def test_the_counts_of_a_filter_add_up(found):
    result = found()
    assert sum(value.count for value in result.facets["region"]) == 378
    assert sum(value.count for value in result.facets["year"]) == 378
    # Two territories stand only in the row of several countries, which the list does not count.
    assert len(result.facets["territory"]) == 55 + 2


def test_a_filter_gives_as_many_rows_as_its_count_said(found):
    for name in FACETS:
        for value in found().facets[name][:4]:
            chosen = int(value.value) if name in ("region", "unit", "year", "contents") else value.value
            assert found(**{name: chosen}).total == value.count, (name, value)


def test_a_filter_ignores_itself_and_respects_the_others(found):
    vietnam = found(territory="VN")
    assert {value.value: value.count for value in vietnam.facets["territory"]} == {
        value.value: value.count for value in found().facets["territory"]
    }
    assert sum(value.count for value in vietnam.facets["year"]) == vietnam.total == 19
    assert [value.label for value in vietnam.facets["region"]] == ["アジア"]


def test_a_filter_that_leaves_nothing_keeps_its_name(see, kept):
    unit = OrganizationalUnit.objects.get(name="法学部")
    region = Region.objects.get(label="オセアニア")
    page = see(f"/search/?unit={unit.pk}&region={region.pk}&year=1999")
    assert "法学部" in page.text
    assert "オセアニア" in page.text
    assert "当てはまる協定はありません" in page.text


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 7, 50])
def test_paging_forwards_and_back_visits_each_row_once(kept, sort, size):
    terms = Terms(text="医")
    forwards, page = [], find(terms, sort=sort, page_size=size)
    assert page.before is None
    while True:
        forwards.append([row.id for row in page.rows])
        if page.after is None:
            break
        page = find(terms, sort=sort, cursor=page.after, page_size=size)
    flat = [row for rows in forwards for row in rows]
    assert flat == [row.id for row in stream(terms, sort=sort)]
    assert len(set(flat)) == len(flat) == page.total
    backwards = [[row.id for row in page.rows]]
    while page.before is not None:
        page = find(terms, sort=sort, cursor=page.before, page_size=size)
        backwards.append([row.id for row in page.rows])
    assert [row for rows in reversed(backwards) for row in rows if rows] == flat


@pytest.mark.parametrize("sort", ["list", "partner", "newest", "oldest"])
def test_paging_skips_no_row_where_the_last_one_shown_has_left_the_result(kept, sort):
    every = [row.id for row in stream(Terms(), sort=sort)]
    there = {row.id for row in stream(Terms(territory="VN"))}
    for at in (0, len(every) // 2, len(every) - 1):
        gone = next((pk for pk in every[at::-1] if pk not in there), None)
        if gone is not None:
            following = [pk for pk in every[every.index(gone) :] if pk in there]
            assert [row.id for row in find(Terms(territory="VN"), sort=sort, cursor=Cursor(gone)).rows] == following


def test_paging_by_links_reaches_the_last_row(see, kept):
    page, rows = see("/search/?sort=partner"), 0
    while True:
        rows += sum("/agreements/" in href for href in page.hrefs)
        after = next((href for href in page.hrefs if href.startswith("?") and "after=" in href), None)
        if after is None:
            break
        page = see("/search/" + after)
    assert rows == 378


def test_the_csv_holds_exactly_the_rows_of_the_result(client, kept, found):
    response = client.get("/search/agreements.csv?q=" + quote("ベトナム") + "&sort=newest")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    expected = find(Terms(text="ベトナム"), sort="newest", page_size=1000).rows
    assert [row["協定機関"] for row in rows] == [row.partners[0].name for row in expected]
    assert [row["締結年月日"] for row in rows] == [row.concluded_on for row in expected]
    assert {row["国・地域"] for row in rows} == {"ベトナム"}
    assert rows[0]["行"] == str(expected[0].place.line)
    assert response["Content-Disposition"] == 'attachment; filename="agreements.csv"'


def test_the_csv_of_everything_is_not_cut_to_a_page(client, kept):
    response = client.get("/en/search/agreements.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 378
    assert rows[0]["Country or region"] == "India"


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("year=abc", "絞込み「締結年」"),
        ("year=99999", "絞込み「締結年」"),
        ("after=garbage", "最初のページ"),
        ("after=x~y", "最初のページ"),
        ("after=2020-99-99~5&sort=newest", "最初のページ"),
        ("before=~9999999999999999999999", "最初のページ"),
        ("territory=<b>", "絞込み「国・地域」"),
        ("region=one", "絞込み「地域区分」"),
        ("unit=-1", "絞込み「部局」"),
        ("sort=random", "一致の近い順"),
        ("contents=11", "絞込み「"),
        ("level=faculty", "絞込み「"),
        ("in_force=maybe", "絞込み「"),
        ("places=3", "絞込み「"),
        ("language=<script>", "絞込み「"),
        ("kind=" + "k" * 101, "絞込み「"),
        ("page=-1", "最初のページ"),
        ("page=1e9", "最初のページ"),
        ("page=" + "9" * 40, "最初のページ"),
        ("q=" + "a" * 10_000, "最初の200字"),
        ("q=%00", "制御文字"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_remarked_on(see, kept, query, remark):
    assert remark in see("/search/?" + query).text


@pytest.mark.parametrize(
    "query", ["region=999999999999999999", "unit=999999999999999999", "territory=ZZ", "year=0001", "q=" + "%E5%AD%A6%20" * 60]
)
def test_a_search_that_finds_nothing_says_what_to_do(see, kept, query):
    text = see("/search/?" + query).text
    assert "件" in text


@pytest.mark.parametrize("query", ["", "?q=%E5%A4%A7", "?territory=CN&sort=newest", "?sort=partner&after=77", "?q=zzz"])
def test_a_search_needs_six_queries_at_most(client, kept, django_assert_max_num_queries, query):
    with django_assert_max_num_queries(6):
        assert client.get("/search/" + query).status_code == 200


def test_htmx_gets_the_result_alone_and_caches_keep_the_two_apart(client, kept):
    response = client.get("/search/?q=taiwan", headers={"hx-request": "true"})
    text = response.content.decode()
    assert text.lstrip().startswith('<div id="found"')
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]
    restored = client.get("/search/?q=taiwan", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in restored.content.decode()


def test_the_form_keeps_the_filters_that_are_set(client, kept):
    text = client.get("/search/?territory=VN&year=2016&sort=newest").content.decode()
    for name, value in (("territory", "VN"), ("year", "2016"), ("sort", "newest")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text


def test_each_chip_leads_to_the_search_without_its_filter(see, kept):
    page = see("/search/?q=a&territory=VN&year=2016")
    assert "?q=a&year=2016" in page.hrefs
    assert "?q=a&territory=VN" in page.hrefs


def test_a_day_that_is_none_is_left_out_with_a_remark(kept, see):
    assert "日付を読み取れない" in see("/search/?as_of=2021-02-30").text
    assert see("/search/?as_of=令和3年2月28日").text == see("/search/?as_of=2021-02-28").text


def test_words_are_marked_where_they_stand_in_a_name(client, kept):
    text = client.get("/search/?q=" + quote("ｶｾｻｰﾄ")).content.decode()
    assert "<mark>カセサー</mark>ト大学" in text or "<mark>カセサート</mark>大学" in text
    assert "<mark>" not in client.get("/search/").content.decode()


def test_the_best_match_stands_first_and_the_list_s_order_is_a_choice(found):
    best = found("国立").rows
    begins = [any(partner.name.startswith("国立") for partner in row.partners) for row in best]
    assert begins == sorted(begins, reverse=True)
    assert 0 < sum(begins) < len(begins)
    assert sorted(row.id for row in best) == [row.id for row in find(Terms("国立"), sort="list", page_size=1000).rows]


def test_a_misspelt_name_is_found_and_the_page_says_so(see, kept):
    page = see("/search/?q=" + quote("カセサード大学"))
    assert "「かせさど大学」を含むものはありません" in page.text
    assert "カセサート大学" in page.text


def test_a_page_is_opened_by_its_number(kept):
    whole = [row.id for row in stream(Terms(), sort="partner")]
    third = find(Terms(), sort="partner", page=3, page_size=50)
    assert [row.id for row in third.rows] == whole[100:150]
    assert (third.start, third.total) == (100, 378)
    assert [row.id for row in find(Terms(), sort="partner", cursor=third.before, page_size=50).rows] == whole[50:100]


# BAD_INPUTS 71: pages and filters that no form makes.
@pytest.mark.parametrize("query", ["page=1000000000000", "page=999999999999999999", "after=999999999999999999", "before=1"])
def test_beyond_the_last_page_there_is_a_way_back(see, kept, query):
    assert "すべての協定を表示" in see("/search/?" + query).text


@pytest.mark.parametrize(
    "query",
    [
        "size=-1", "page_size=100000", "limit=0&offset=-5", "key__contains=a", "region__label__regex=(a%2B)%2B%24", "order_by=body", "sort=-body",
        "&".join(f"unit={n}" for n in range(900)), "&".join(f"filter{n}={n}" for n in range(900)), "q[]=a&q[$ne]=b", "q=(((((((%22a%22%20OR%20",
    ],
)  # fmt: skip
def test_parameters_that_are_none_change_nothing_of_the_page_s_size(see, kept, query):
    page = see("/search/?" + query)
    assert sum("/agreements/" in href for href in page.hrefs) <= 52


def test_ten_thousand_filters_are_refused_or_read_in_no_time(client, kept):
    response = client.get("/search/?" + "&".join(f"year={n}" for n in range(10_000)))
    assert response.status_code in (200, 400)


# BAD_INPUTS 70 and 75.
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/", "/search/agreements.csv"])
def test_only_reading_is_answered(client, kept, address, method):
    assert getattr(client, method)(address, headers={"x-http-method-override": "GET"}).status_code in (403, 405)


@pytest.mark.parametrize("query", ["%2525", "%E0%A4%A", "%ff%fe", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC"])
def test_bytes_that_are_no_text_are_searched_for_as_they_come(client, kept, query):
    for address in ("/search/", "/search/suggestions/"):
        assert client.get(f"{address}?q={query}").status_code == 200


def test_suggestions_are_names_with_the_words_marked(client, kept):
    text = client.get("/search/suggestions/?q=" + quote("カセサ")).content.decode()
    assert 'role="option"' in text
    assert 'data-text="カセサート大学' in text
    assert "<mark>カセサ" in text
    assert client.get("/search/suggestions/?q=").content.decode().strip() == ""
    assert client.get("/search/suggestions/?q=" + quote("存在しない名称")).content.decode().strip() == ""


def test_suggestions_need_one_query(client, kept, django_assert_num_queries):
    client.get("/search/")
    with django_assert_num_queries(1):
        client.get("/search/suggestions/?q=a")


# BAD_INPUTS 74: what is not public is not guessed letter by letter.
def test_suggestions_know_only_what_agreements_name(client, kept):
    Institution.objects.create(printed="秘密大学", key="秘密大学", body='{"names":[{"text":"秘密大学"}]}')
    assert "秘密" not in client.get("/search/suggestions/?q=" + quote("秘密")).content.decode()


# BAD_INPUTS 52: what looks like code is a name.
@pytest.mark.parametrize(
    "evil",
    [
        "<img src=x onerror=alert(1)>大学",
        "'; DROP TABLE registry_agreement;--大学",
        "{{ 7*7 }}大学",
        '"><script>alert(1)</script>大学',
        "#set page(width: 1pt)大学",
    ],
)
def test_code_in_a_name_is_shown_and_found_as_text(client, take_in, evil):
    take_in(f"一覧\n2024年5月1日現在\nアジア\n国・地域\t協定機関名\t部局\t締結年月日\nインド (1機関)\t{evil}\t理学部\t2001.01.01\n")
    for address in ("/search/?q=" + quote(evil[:12]), "/search/?q=" + quote("大学"), "/search/suggestions/?q=" + quote("大学")):
        text = client.get(address).content.decode()
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "7*7" in text or "{{" not in evil


def test_the_csv_of_words_has_the_rows_of_the_page_in_its_order(client, kept):
    text = b"".join(client.get("/search/agreements.csv?q=" + quote("ハノイ") + "&territory=VN").streaming_content).decode("utf-8-sig")
    assert [int(row["番号"]) for row in csv.DictReader(io.StringIO(text))] == [
        row.id for row in find(Terms("ハノイ", territory="VN"), page_size=1000).rows
    ]


def test_a_filter_that_all_rows_pass_alike_is_not_offered(see, kept):
    text = see("/search/").text
    assert "枠なし" not in text
    assert "枠なし" in see("/search/?places=no").text


def test_an_english_page_names_regions_in_english(client, kept, see):
    regions = dict(Region.objects.values_list("label", "pk"))
    agreement = Agreement.objects.filter(region=regions["中東・アフリカ"]).first()
    for address in (
        "/en/search/",
        f"/en/search/?region={regions['中東・アフリカ']}&q=zzz",
        "/en/statistics/",
        f"/en/agreements/{agreement.pk}/",
    ):
        runs = {text for _, _, text in see(address).runs}
        assert "Middle East and Africa" in runs, address
        assert runs.isdisjoint(regions), address
    text = b"".join(client.get("/en/search/agreements.csv").streaming_content).decode("utf-8-sig")
    told = {row["Region"] for row in csv.DictReader(io.StringIO(text))}
    assert told == {"Asia", "Europe", "Oceania", "Middle East and Africa", "Latin America", "North America", "Multiple countries"}
    assert "中東・アフリカ" in see("/search/").text
