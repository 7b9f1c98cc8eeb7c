import re

import pytest

from teikei.registry.models import Draft
from tests.shared import shared

from .conftest import EXAMPLE, LIST, the_draft


def test_each_line_stands_beside_what_was_read_from_it(client, draft):
    text = client.get(draft).content.decode()
    line = re.search(r'<li class="twin is-entry" id="r8">.*?</li>', text, re.DOTALL)[0]
    assert '<span class="cell" id="r8c1">チェンマイ大学</span>' in line
    assert 'href="#r8c1"' in line
    assert 'href="#r8c2"' in line
    assert 'href="#r8c3"' in line
    assert "2015-01-09" in line
    assert "l.8" in line


def test_every_link_to_a_place_on_the_page_has_its_target(client, draft):
    for address in (draft, f"/en{draft}"):
        text = client.get(address).content.decode()
        ids = re.findall(r'id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_lines_say_what_they_were_taken_for(see, draft):
    text = see(draft).text
    for words in ("表題", "基準日", "地域区分", "表の見出し"):
        assert words in text


def test_the_numbers_stated_and_counted_stand_at_the_top(see, draft):
    text = see(f"/en{draft}").text
    for words in ("Stated", "Counted", "Lines accounted for", "100 |", "2024-05-01", "from 14 lines"):
        assert words.rstrip(" |") in text


def test_a_number_that_the_list_does_not_state_differs_from_nothing(see, draft):
    assert "Why they differ" not in see(f"/en{draft}").text  # its only number is a region's


def test_every_number_stated_that_differs_leads_to_its_reason(see, hand_in):
    totals = "3か国・地域 9機関 11協定"  # the rows give 3, 7 and 7
    page = see(f"/en{hand_in(LIST.replace('2024年5月1日現在', '2024年5月1日現在 ' + totals))}")
    assert page.text.count("Why they differ") == 2
    for differing in ("9", "11"):
        assert f"Stated | {differing} | Counted | 7" in page.text


def test_a_line_that_could_not_be_read_stands_out(client, hand_in, see):
    address = hand_in(LIST + "\n欄外の覚え書きで、どの列にも当たらないもの\tあ\n")
    assert '<li class="twin is-unread"' in client.get(address).content.decode()
    assert "未読 1行" in see(address).text


def test_a_long_file_is_paged(client, see, hand_in):
    address = hand_in(EXAMPLE.read_bytes(), "hiroshima.txt")
    pages = [client.get(f"{address}?page={page}").content.decode() for page in range(1, 6)]
    assert [len(re.findall(r'<li class="twin', page)) for page in pages] == [100, 100, 100, 100, 40]
    assert "2 / 5" in pages[1]
    for odd in ("0", "-1", "abc", "999999999999", "", "1e3"):
        assert client.get(f"{address}?page={odd}").status_code == 200


def test_a_finding_is_marked_on_its_line_and_leads_to_its_words(see, draft):
    assert any(re.fullmatch(re.escape(draft) + r"findings/\?page=1#finding-\d+", href) for href in see(draft).hrefs)


def test_a_draft_that_waits_shows_how_far_it_is_with_and_without_a_script(client, draft):
    Draft.objects.update(state="reading")
    text = client.get(draft).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in text
    assert f'hx-get="{draft}state/"' in text
    assert "読取り中" in text
    assert f'href="{draft}"' in text


def test_the_state_asks_again_while_it_waits_and_shows_the_page_anew_when_done(client, draft):
    assert client.get(f"{draft}state/")["HX-Refresh"] == "true"
    Draft.objects.update(state="reading")
    response = client.get(f"{draft}state/")
    assert response.content.decode().lstrip().startswith("<div")
    assert "HX-Refresh" not in response


def test_a_reading_that_was_lost_with_its_server_begins_again(client, draft):
    from datetime import timedelta

    from django.utils import timezone

    Draft.objects.update(state="reading", state_at=timezone.now() - timedelta(hours=1))
    client.get(f"{draft}state/")
    assert the_draft().state == "read"


def test_a_reading_that_comes_late_is_dropped(client, draft):
    from teikei.registry.operations import readings

    late = the_draft()
    late.round = 1
    Draft.objects.update(state="reading", round=2)
    readings._refused(late, readings.Refusal("late", "遅い"))
    readings._keep_reading(late, readings.listing_of(late))
    assert the_draft().state == "reading"


def test_a_fault_of_the_reader_is_a_refused_draft(client, hand_in, monkeypatch, caplog):
    def fail(_):
        raise RuntimeError("a fault")

    monkeypatch.setattr("teikei.registry.operations.readings.listing_of", fail)
    address = hand_in()
    assert the_draft().state == "refused"
    text = client.get(address).content.decode()
    assert "a fault" not in text
    assert "不具合" in text
    assert "a fault" in caplog.text


def test_hidden_rows_and_other_formats_are_shown_with_their_places(hand_in, see):
    html = (
        "<html><title>部局間協定一覧</title><p>2024年5月1日現在</p><table><tr><th>国・地域</th><th>協定機関名</th><th>部局</th><th>締結年月日</th></tr>"
        "<tr><td>タイ</td><td>チェンマイ大学</td><td>工学部</td><td>2015.01.09</td></tr></table>"
    )
    page = see(hand_in(html, "list.html"))
    assert "チェンマイ大学" in page.text
    assert "HTML" in page.text


@pytest.mark.parametrize("part", ["", "findings/", "layout/", "keep/", "entries/3/", "lines/1/", "delete/"])
def test_a_page_needs_eight_queries_of_its_own_at_most(client, draft, part, django_assert_max_num_queries):
    with django_assert_max_num_queries(8 + 3):  # three for the session, the person and the roles
        assert client.get(draft + part).status_code == 200


@pytest.mark.parametrize("part", ["", "findings/", "findings/?show=open", "layout/", "keep/", "entries/3/", "lines/1/", "delete/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_holds_to_the_policy_and_to_one_language(see, client, draft, part, language):
    from scripts.messages import wanted

    response = client.get(language + draft + part)
    text = response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text)
    page = see(language + draft + part)
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    if not language:
        phrases = [msgid if isinstance(msgid, str) else msgid[0] for msgid in wanted()]
        assert [phrase for phrase in phrases if " " in phrase and len(phrase) > 8 and "%" not in phrase and phrase in page.text] == []


@pytest.mark.parametrize("name", ["kyoto2004.txt", "otaru2004.txt", "csuohio.txt", "doshisha_europe.txt", "adv_xlsx.xlsx", "adv_csv.csv"])
def test_lists_of_other_universities_are_shown_with_every_place(client, hand_in, name):
    address = hand_in(shared(f"lists/{name}").read_bytes(), name)
    pages = client.get(address).context["pages"]
    for page in range(1, pages + 1):
        text = client.get(f"{address}?page={page}").content.decode()
        ids = re.findall(r'id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert client.get(f"{address}findings/").status_code == 200
    assert client.get(f"{address}layout/").status_code == 200


def test_a_reading_that_an_older_version_made_is_made_again(client, draft, see):
    Draft.objects.update(summary={"title": "old"})
    assert "読取り" in see(draft).text
    assert "チェンマイ大学" in see(draft).text
    for part in ("findings/", "keep/"):
        Draft.objects.update(summary={"shape": 0})
        assert client.get(draft + part).status_code == 302
    Draft.objects.update(summary={"shape": 0})
    assert client.get("/desk/").status_code == 200
    assert client.get(f"{draft}layout/").status_code == 302
