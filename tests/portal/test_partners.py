"""What the public pages show of who a partner is."""

import csv
import io
import json
import re

import pytest

from teikei.registry.models import Institution, Judgment
from teikei.registry.operations.judging import choose, set_aside, undo
from teikei.registry.operations.judgment_files import load_judgments
from tests.people import made_person

from .conftest import EXAMPLE, RECEIVED, Page

JUDGMENTS = EXAMPLE.with_name("hiroshima-2024-05-01.judgments.tsv")


@pytest.fixture
def judged(kept):
    """The example list with its judgments, as `make run` shows it."""
    load_judgments(JUDGMENTS.read_bytes(), JUDGMENTS.name, at=RECEIVED)
    return {one.printed: one.pk for one in Institution.objects.all()}


@pytest.fixture
def hanako(db):
    return made_person("hanako")


def test_an_institution_shows_its_record_its_place_and_why(see, judged):
    address = f"/institutions/{judged['デリー大学理学部']}/"
    for language in ("", "/en"):
        page = see(language + address)
        for words in ("デリー大学理学部", "University of Delhi", "New Delhi", "28.6214° N, 77.2148° E", "https://ror.org/04gzb2213"):
            assert words in page.text, words
        assert "the faculty has no record" in page.text
        assert "https://ror.org/04gzb2213" in page.hrefs
    assert "From hiroshima-2024-05-01.judgments.tsv, taken in on 2024-06-03" in see("/en" + address).text


def test_an_institution_without_a_record_says_so_with_the_reason(see, judged):
    page = see(f"/institutions/{judged['ジャダプブル大学理学部']}/")
    assert "この機関に当たる典拠レコードは見つかっていません。" in page.text
    assert "Jadavpur University" in page.text
    assert not [href for href in page.hrefs if "ror.org" in href]


def test_a_judgment_of_a_person_shows_by_whom_and_when_and_leaves_with_its_undoing(see, judged, hanako):
    partner = judged["ジャダプブル大学理学部"]
    made = choose(partner, "04gzb2213", reason="for the test", by=hanako, at=RECEIVED)
    text = see(f"/en/institutions/{partner}/").text
    assert "Judged by staff of this registry on 2024-06-03" in text
    assert "hanako" not in text  # the name of an account is half of a login
    assert "for the test" in text
    hanako.first_name, hanako.last_name = "Hanako", "Yamada"
    hanako.save()
    assert "Judged by Hanako Yamada on 2024-06-03" in see(f"/en/institutions/{partner}/").text
    undo(made, by=hanako, at=RECEIVED)
    assert "for the test" not in see(f"/en/institutions/{partner}/").text
    set_aside(partner, "unsure", by=hanako, at=RECEIVED)
    assert "has not been settled" in see(f"/en/institutions/{partner}/").text


@pytest.mark.parametrize("address", ["/search/?q=デリー大学", "/territories/IN/", "/editions/{edition}/"])
def test_english_pages_show_the_english_name_beside_the_printed_one(see, judged, kept, address):
    address = address.format(edition=kept.pk)
    text = see("/en" + address).text
    assert "デリー大学理学部" in text
    assert "University of Delhi" in text
    assert "University of Delhi" not in see(address).text
    assert "デリー大学理学部" in see(address).text


def test_the_page_of_a_territory_shows_the_cities(see, judged):
    text = see("/territories/IN/").text
    assert "New Delhi" in text
    assert "Chandigarh" in text


@pytest.mark.parametrize("words", ["University of Delhi", "university of delhi 理学部", "chandigarh"])
def test_the_search_finds_a_partner_by_its_record(see, judged, words):
    assert "0 agreements" not in see("/en/search/?q=" + words).text
    assert any("/institutions/" in href for href in see("/en/search/?q=" + words).hrefs)


def test_a_list_kept_by_a_browser_is_fetched_anew_after_a_judgment(client, judged, kept, hanako):
    address = f"/en/editions/{kept.pk}/"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    made = set_aside(judged["デリー大学理学部"], "none", by=hanako, at=RECEIVED.replace(year=2025))
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "University of Delhi" not in answer.content.decode()
    undo(made, by=hanako, at=RECEIVED.replace(year=2026))
    assert "University of Delhi" in client.get(address, headers={"if-none-match": answer["ETag"]}).content.decode()


def test_the_json_of_a_list_carries_the_records_and_reads_as_before(client, judged, kept):
    from teikei.lists.read import read_content

    content = client.get(f"/editions/{kept.pk}/download/json").content
    entries = {entry["institution"]: entry for entry in json.loads(content)["entries"]}
    assert entries["デリー大学理学部"]["partner"] == {
        "ror": "https://ror.org/04gzb2213", "name_en": "University of Delhi", "place": "New Delhi", "territory_code": "IN",
        "latitude": 28.62137, "longitude": 77.2148,
    }  # fmt: skip
    assert "partner" not in entries["ジャダプブル大学理学部"]
    assert len(read_content(content, "list.json").entries) == 378


def test_the_csv_of_a_search_names_the_records_in_its_last_columns(client, judged):
    text = b"".join(client.get("/en/search/agreements.csv?q=デリー大学").streaming_content).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert list(row)[-2:] == ["Partner in English", "ROR"]
    assert (row["Partner in English"], row["ROR"]) == ("University of Delhi", "https://ror.org/04gzb2213")


def test_pages_with_records_ask_no_third_party(client, judged, kept):
    partner = judged["デリー大学理学部"]
    for address in (f"/institutions/{partner}/", f"/en/editions/{kept.pk}/", "/en/search/?q=delhi"):
        # JSON-LD names vocabularies and identifiers by their addresses; nobody asks for them.
        text = re.sub(r"<script type=.application/ld.json.>.*?</script>", "", client.get(address).content.decode())
        without_links = re.sub(r'<a [^>]*href="https?://[^"]*"[^>]*>.*?</a>', "", text)
        outside = set(re.findall(r"(?:https?:)?//[^\s\"'<>]+", without_links)) - set(re.findall(r"http://localhost/[^\s\"'<>]*", text))
        assert outside == set(), address


def test_pages_need_no_more_queries_for_the_records(client, judged, kept, django_assert_max_num_queries):
    client.get("/en/search/")  # the first search after a write also reads what was written
    for address, most in (
        ("/en/", 6),
        ("/en/search/", 6),
        (f"/en/editions/{kept.pk}/", 6),
        (f"/en/institutions/{judged['デリー大学理学部']}/", 8),
    ):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_an_english_page_marks_the_japanese_of_a_reason(client, judged, hanako):
    partner = judged["デリー大学理学部"]
    choose(partner, "04gzb2213", reason="理学部の記録はない", by=hanako, at=RECEIVED)
    page = Page(client.get(f"/en/institutions/{partner}/").content.decode())
    assert ("ja", "span", "理学部の記録はない") in page.runs
    assert Judgment.objects.filter(institution=partner).count() == 2
