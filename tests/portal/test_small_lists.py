"""Pages of registries that are empty, or filled with small lists made for the case."""

import csv
import io
from datetime import date

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Source
from teikei.registry.queries.search import SORTS, Terms, find, stream
from tests.desk.agreements import kept as keep
from tests.desk.agreements import made_agreement, made_world

EMPTY = ["/", "/search/", "/editions/", "/findings/", "/statistics/"]


def both(addresses):
    return [*addresses, *("/en" + address for address in addresses)]


@pytest.mark.parametrize("sort", SORTS)
def test_paging_passes_rows_without_a_date(take_in, sort):
    rows = "".join(f"\t大学{n}\t理学部\t{day}\n" for n, day in enumerate(["2001.01.01", "不明", "2001.01.01", "なし", "1999.01.01"]))
    take_in(f"一覧\n2024年5月1日現在\nアジア\n国・地域\t協定機関名\t部局\t締結年月日\nインド (5機関){rows}")
    whole = [row.id for row in stream(Terms(), sort=sort)]
    page, seen = find(Terms(), sort=sort, page_size=2), []
    while True:
        seen += [row.id for row in page.rows]
        if page.after is None:
            break
        page = find(Terms(), sort=sort, cursor=page.after, page_size=2)
    assert seen == whole
    backwards = [row.id for row in page.rows]
    while page.before is not None:
        page = find(Terms(), sort=sort, cursor=page.before, page_size=2)
        backwards = [row.id for row in page.rows] + backwards
    assert backwards == whole
    if sort in ("newest", "oldest"):
        days = [row.concluded_on for row in stream(Terms(), sort=sort)]
        assert days[-2:] == ["", ""]
        assert days[:3] == sorted(days[:3], reverse=sort == "newest")


def test_no_cell_of_the_csv_is_a_formula(client, take_in):
    take_in(
        "一覧\n2024年5月1日現在\nアジア\n国・地域\t協定機関名\t部局\t締結年月日\nインド (2機関)\t=HYPERLINK(1)大学\t理学部\t2001.01.01\n\t@SUM大学\t理学部\t2002.01.01\n"
    )
    text = b"".join(client.get("/search/agreements.csv").streaming_content).decode("utf-8-sig")
    partners = [row["協定機関"] for row in csv.DictReader(io.StringIO(text))]
    assert partners == ["'=HYPERLINK(1)大学", "'@SUM大学"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", both(EMPTY))
def test_an_empty_registry_says_what_would_be_here(see, address):
    assert "teikei-admin ingest" in see(address).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/agreements/1/", "/institutions/1/", "/units/1/", "/territories/QQ/", "/territories/%00/", "/editions/1/", "/editions/1/findings/",
        "/editions/1/download/txt", "/sources/1/", "/nowhere/", "/agreements/99999999999999999999/", "/../../etc/passwd",
    ],
)  # fmt: skip
def test_what_is_not_there_gets_a_page_that_says_so(see, address):
    assert "このアドレスにページはありません" in see(address, 404).text
    assert "There is no page at this address" in see("/en" + address, 404).text


def test_agreements_that_no_list_names_stand_on_the_front_page(client, see, db):
    world = made_world()
    keep(made_agreement(world), made_agreement(world))
    page = see("/")
    assert "台帳はまだ空です" not in page.text
    assert "2 | 件" in page.text
    assert "チェンマイ大学" in page.text
    assert page.hrefs.count("/territories/TH/") == 2  # on the map and in words


def test_a_list_without_a_remark_says_so(see, take_in):
    edition = take_in(
        "一覧\n2024年5月1日現在\nアジア\n国・地域\t協定機関名\t部局\t締結年月日\nインド (1機関)\tデリー大学\t理学部\t2001.01.01\n"
    )
    edition.findings.all().delete()
    assert "指摘はありませんでした" in see(f"/editions/{edition.pk}/findings/").text


def test_statistics_count_rows_without_a_date_apart(see, take_in):
    take_in("一覧\n2024年5月1日現在\nアジア\n国・地域\t協定機関名\t部局\t締結年月日\nインド (1機関)\tデリー大学\t理学部\t不明\n")
    assert "締結年月日を読み取れない協定が1件" in see("/statistics/").text


def test_markup_in_a_name_appears_as_text_on_every_page(client, take_in):
    evil = "<script>alert(1)</script>../../etc 'x' \"y\" {{ 7 }}大学"
    edition = take_in(
        f"一覧 <img src=x>\n2024年5月1日現在\nアジア<b>\n国・地域\t協定機関名\t部局\t締結年月日\nインド (9機関)\t{evil}\t<i>理学部\t2001.01.01\n",
        institution="<u>本学", name="a<s>b.txt",
    )  # fmt: skip
    agreement = Agreement.objects.get()
    unit = OrganizationalUnit.objects.get()
    partner = Institution.objects.get(is_home=False)
    pages = [
        "/", "/search/", "/search/?q=<script>", f"/editions/{edition.pk}/", f"/editions/{edition.pk}/?as_of=2024-05-01",
        f"/editions/{edition.pk}/findings/", "/statistics/", f"/agreements/{agreement.pk}/", f"/units/{unit.pk}/",
        f"/institutions/{partner.pk}/", "/territories/IN/", f"/sources/{Source.objects.get().pk}/",
    ]  # fmt: skip
    for address in both(pages):
        text = client.get(address).content.decode().replace("<mark>", "").replace("</mark>", "")
        for tag in ("<script>", "<i>", "<b>", "<u>", "<s>", "<img"):
            assert tag not in text, (address, tag)
        assert "alert(1)" not in text or "&lt;script&gt;alert(1)" in text, address


DATED = "部局間国際交流協定校一覧\n2024年5月1日現在\n国名\t大学名\t部局名\t締結年月日\t有効期限\n" + "".join(
    f"タイ\t{name}\t工学部\t2015.4.1\t{end}\n" for name, end in (("長期大学", "2035.3.31"), ("短期大学", "2020.3.31"))
)


def test_only_agreements_that_hold_on_the_day_asked_are_found(take_in, see):
    take_in(DATED)
    assert {row.partners[0].name for row in find(Terms(as_of=date(2018, 1, 1))).rows} == {"長期大学", "短期大学"}
    assert {row.partners[0].name for row in find(Terms(as_of=date(2021, 1, 1))).rows} == {"長期大学"}
    assert {row.partners[0].name for row in find(Terms(as_of=date(2010, 1, 1))).rows} == set()


def test_what_has_ended_says_so_beside_its_date(take_in, see):
    take_in(DATED)
    page = see("/en/search/")
    assert page.text.count("not in force") == 1
    assert "短期大学" not in see("/en/search/?as_of=2021-01-01").text
