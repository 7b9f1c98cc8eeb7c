"""The desk's pages on which partners are judged."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from teikei.registry.models import Institution, Judgment
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.matching import find_candidates
from teikei.registry.operations.records import refresh_records
from tests.people import made_person
from tests.registry.authorities import DELHI, IPB, KASETSART, Authority, Candidate, Match, install
from tests.registry.made import RECEIVED, made_listing

QUEUES = ("open", "accepted", "none", "unsure", "changed")


@pytest.fixture
def partners(db):
    ingest(made_listing(), b"document", institution="広島大学", received_at=RECEIVED)
    return {one.printed: one.pk for one in Institution.objects.filter(is_home=False)}


@pytest.fixture
def authority(monkeypatch, partners):
    delhi = (Candidate("04gzb2213", "University of Delhi", 0.98), Candidate("05smgpd89", "IPB University", 0.01))
    kasetsart = Match("accept", (Candidate("05gzceg21", "Kasetsart University", 0.7),), "カセサート大学校")
    found = {"bogor": Match("review", (Candidate("05smgpd89", "IPB University", 0.6),))}
    answers = {"デリー大学理学部": Match("accept", delhi), "カセサート大学": kasetsart}
    made = install(monkeypatch, Authority(IPB, KASETSART, DELHI, answers=answers, found=found))
    find_candidates(by=None, at=timezone.now())
    return made


def address(partner: int, **query: str) -> str:
    return f"/desk/partners/{partner}/" + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def counts(page) -> list[str]:
    return [text for _, tag, text in page.runs if tag == "span" and re.fullmatch(r"\d+", text)][:5]


def test_the_queue_shows_each_partner_with_its_first_candidate(see, partners, authority):
    text = see("/desk/partners/").text
    for words in ("デリー大学理学部", "University of Delhi", "New Delhi", "0.98", "カセサート大学校", "Kasetsart University", "候補なし"):
        assert words in text
    assert counts(see("/desk/partners/")) == ["4", "0", "0", "0", "0"]
    english = see("/en/desk/partners/").text
    assert "First candidate" in english
    assert "should read" in english


def test_a_partner_stands_beside_its_candidates_with_their_evidence(see, partners, authority):
    page = see("/en" + address(partners["デリー大学理学部"]))
    for words in (
        "University of Delhi", "certain", "0.98", "sounds alike", "New Delhi", "India", "6.5944° S, 106.7892° E", "education",
        "Ministry of Education", "https://example.org/", "https://ror.org/04gzb2213", "Indonesian", "Institut Pertanian Bogor", "acronym",
    ):  # fmt: skip
        assert words in page.text, words
    assert "https://ror.org/04gzb2213" in page.hrefs
    assert any(href.startswith("/en/agreements/") for href in page.hrefs)


def test_names_are_marked_with_the_language_that_the_record_gives(see, partners, authority):
    page = see(address(partners["カセサート大学"]))
    assert ("th", "span", "มหาวิทยาลัยเกษตรศาสตร์") in page.runs
    assert "カセサート大学校" in page.text


@pytest.mark.parametrize(
    ("sent", "verdict", "record"),
    [
        ({"ror": "05gzceg21"}, "accepted", "05gzceg21"), ({"ror": "https://ror.org/05smgpd89"}, "other", "05smgpd89"),
        ({"verdict": "none"}, "none", None), ({"verdict": "unsure", "reason": "two of the name"}, "unsure", None),
    ],
)  # fmt: skip
def test_a_form_judges_and_leads_to_the_next_partner(client, partners, authority, officer, sent, verdict, record):
    partner = partners["カセサート大学"]
    response = client.post(address(partner), {"show": "open", **sent})
    following = Institution.objects.filter(is_home=False, pk__gt=partner).order_by("pk").first()
    assert response["Location"] == address(following.pk, show="open")
    made = Judgment.objects.get()
    assert (made.verdict, made.record_id, made.reason, made.made_by) == (verdict, record, sent.get("reason", ""), officer)


def test_the_last_partner_leads_to_the_first_and_the_very_last_to_the_empty_queue(client, see, partners, authority):
    order = sorted(partners.values())
    assert client.post(address(order[-1]), {"verdict": "none"})["Location"] == address(order[0], show="open")
    for partner in order[:-1]:
        response = client.post(address(partner), {"verdict": "none"})
    assert response["Location"] == "/desk/partners/?show=open"
    assert "すべての協定機関を判定しました" in see("/desk/partners/").text


def test_what_is_refused_is_said_on_the_page_and_nothing_is_stored(client, see, partners, authority):
    here = address(partners["カセサート大学"])
    response = client.post(here, {"ror": "05gzceg2"})
    assert response["Location"] == here + "?show=open"
    assert "05gzceg2" in see(response["Location"]).text
    assert not Judgment.objects.exists()
    client.post(here, {"verdict": "accepted"})
    assert not Judgment.objects.exists()


def test_who_when_and_why_stand_with_the_partner_and_can_be_taken_back(client, see, partners, authority):
    partner = partners["カセサート大学"]
    client.post(address(partner), {"ror": "05gzceg21", "reason": "the only one in Bangkok"})
    page = see(address(partner))
    for words in ("hanako", "the only one in Bangkok", "確定", "0.70"):
        assert words in page.text
    response = client.post("/desk/partners/undo/", {"judgment": Judgment.objects.get().pk, "show": "accepted"})
    assert response["Location"] == address(partner, show="accepted")
    assert "判定を取り消しました。" in see(response["Location"]).text
    assert Institution.objects.get(pk=partner).judgment is None
    assert "に取消し" in see(address(partner)).text


def test_a_step_shows_which_it_would_accept_and_is_taken_back_as_one(client, see, partners, authority):
    page = see("/desk/partners/accept/?above=0.6")
    assert "2件" in page.text
    assert "Kasetsart University" in page.text
    mark = re.search(r'name="mark" value="(\w+)"', client.get("/desk/partners/accept/?above=0.6").content.decode())[1]
    response = client.post("/desk/partners/accept/", {"above": "0.6", "mark": mark})
    assert response["Location"] == "/desk/partners/?show=accepted"
    page = see(response["Location"])
    assert counts(page) == ["2", "2", "0", "0", "0"]
    assert "一括で2件" in page.text
    client.post("/desk/partners/undo/", {"batch": Judgment.objects.first().batch})
    assert counts(see("/desk/partners/")) == ["4", "0", "0", "0", "0"]


def test_a_step_with_another_mark_is_refused(client, see, partners, authority):
    response = client.post("/desk/partners/accept/", {"above": "0.6", "mark": "x"})
    assert "その間に判定または候補が変わりました" in see(response["Location"]).text
    assert not Judgment.objects.exists()


@pytest.mark.parametrize("above", ["", "x", "nan", "2", "0.1", "-1", "1e999"])
def test_what_is_no_score_is_said_to_be_none(client, see, partners, authority, above):
    response = client.get("/desk/partners/accept/", {"above": above})
    assert response.status_code == 302
    assert "確信度ではありません" in see(response["Location"]).text


def test_a_step_that_accepts_nothing_says_so(see, partners, authority):
    assert "0.99以上のものはありません" in see("/desk/partners/accept/?above=0.99").text


def test_another_record_is_found_by_words_or_by_its_id(see, partners, authority):
    partner = partners["カセサート大学"]
    for words in ("bogor", "https://ror.org/05smgpd89", "05SMGPD89"):
        page = see(address(partner, q=words))
        assert "IPB University" in page.text, words
        assert "検索結果" in page.text
    assert "「zzz」に当たるレコードはありません。" in see(address(partner, q="zzz")).text


def test_a_record_that_was_merged_is_told_with_what_stands_for_it_now(client, see, partners, authority):
    partner = partners["カセサート大学"]
    client.post(address(partner), {"ror": "05gzceg21"})
    tie = type(DELHI.relations[0])("successor", "05smgpd89", "IPB University")
    authority.records["05gzceg21"] = KASETSART._replace(status="withdrawn", relations=(tie,))
    refresh_records(by=None, at=timezone.now())
    assert "Kasetsart University" in see("/desk/partners/?show=changed").text
    response = client.get(address(partner, show="changed")).content.decode()
    page = see(address(partner, show="changed"))
    assert "取下げ・統合" in page.text
    assert response.index('value="05smgpd89" type="submit" data-key="a 1"') < response.index('value="05gzceg21"')
    client.post(address(partner), {"ror": "05smgpd89", "show": "changed"})
    assert "取下げ・統合はありません" in see("/desk/partners/?show=changed").text


def test_without_an_authority_the_pages_say_what_is_missing_and_work(client, see, partners, settings):
    settings.TEIKEI_AUTHORITY = ""
    assert "TEIKEI_AUTHORITY" in see("/desk/partners/").text
    here = address(partners["カセサート大学"])
    assert "まだ照合していません" in see(here).text
    assert "TEIKEI_AUTHORITY" in see(here + "?q=kasetsart").text
    client.post(here, {"verdict": "none"})
    assert Judgment.objects.get().verdict == "none"
    assert "TEIKEI_AUTHORITY" in see(client.post("/desk/partners/match/")["Location"]).text


def test_a_damaged_authority_is_said_to_be_damaged(see, partners, settings, tmp_path):
    settings.TEIKEI_AUTHORITY = str(tmp_path / "ror.authority")
    (tmp_path / "ror.authority").write_bytes(b"x" * 5000)
    assert "ror.authority" in see("/desk/partners/").text


def test_an_empty_registry_says_how_partners_come_here(see, officer):
    assert "まだ登録された一覧がありません" in see("/desk/partners/").text


def test_matching_from_the_desk_says_what_was_found(client, see, partners, authority):
    authority.version = "v3.0"
    authority.answers["インド工科大学"] = Match("review", (Candidate("05smgpd89", "IPB University", 0.4),))
    response = client.post("/desk/partners/match/")
    assert "照合 4件（確実 2、要確認 1、該当なし 1）" in see(response["Location"]).text


def test_a_partner_that_is_not_there_is_not_found(client, partners):
    assert client.get("/desk/partners/999999/").status_code == 404
    assert client.post("/desk/partners/999999/", {"verdict": "none"}).status_code == 404
    home = Institution.objects.get(is_home=True).pk
    assert client.get(f"/desk/partners/{home}/").status_code == 404


@pytest.mark.parametrize("queue", [*QUEUES, "", "x"])
def test_every_queue_opens_in_both_languages(see, partners, authority, queue):
    for language in ("", "/en"):
        page = see(f"{language}/desk/partners/?show={queue}&page=9")
        assert page.headings[0] == 1
        assert see(f"{language}{address(partners['カセサート大学'], show=queue)}").headings.count(1) == 1


def test_a_page_of_the_whole_example_needs_few_queries(client, partners, authority, django_assert_max_num_queries):
    with django_assert_max_num_queries(6 + 3):  # three for the session, the person and the roles
        client.get("/desk/partners/")
    with django_assert_max_num_queries(12 + 3):
        client.get(address(partners["デリー大学理学部"]))


def test_a_website_that_is_no_address_is_no_link(client, see, partners, authority):
    authority.records["05gzceg21"] = KASETSART._replace(website="javascript:alert(1)")
    find_candidates(every=True, by=None, at=timezone.now())
    page = see(address(partners["カセサート大学"]))
    assert "javascript:alert(1)" in page.text
    assert not [href for href in page.hrefs if href.startswith("javascript")]


def test_staff_of_one_office_see_the_same_judgments_and_undo_their_own_last(client, partners, authority, django_user_model):
    client.post(address(partners["カセサート大学"]), {"verdict": "none"})
    colleague = Client(headers={"host": "localhost"})
    colleague.force_login(made_person("jiro"))
    page = colleague.get("/desk/partners/?show=none").content.decode()
    assert "カセサート大学" in page
    assert "直前の判定" not in page


def test_today_says_how_many_partners_wait(client, see, partners):
    assert "4 | 特定していない協定機関" in see("/desk/").text
    for partner in partners.values():
        client.post(address(partner), {"verdict": "none"})
    assert "特定していない協定機関" not in see("/desk/").text
