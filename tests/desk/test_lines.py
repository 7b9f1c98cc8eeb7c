"""A line that is no entry, a line that is one, and the region of an entry: set right by a person, with the line as provenance."""

import re

import pytest

from teikei.registry.models import Correction, DraftJudgment, Edition, Entry

from .conftest import LIST

MISSED = "欄外　ヴィン大学との協定　2019年締結"
KEPT = {"institution": "若葉大学", "institution_en": "", "level": "unit", "as_of": "2024-05-01"}


def line_number(client, draft: str, text: str) -> int:
    """The number of the line of the reading that holds this text."""
    page = client.get(draft).content.decode()
    return next(int(n) for n, line in re.findall(r'<li class="twin[^"]*" id="r(\d+)">(.*?)</li>', page, re.DOTALL) if text in line)


def say_no_entry(client, draft: str, n: int, reason: str = "見出しの行です"):
    return client.post(f"{draft}entries/{n}/no-entry/", {"reason": reason})


@pytest.fixture
def with_missed(hand_in) -> str:
    """A draft of a list with one more line, which the reader does not understand."""
    return hand_in(LIST + MISSED + "\n")


@pytest.fixture
def keep(client, draft):
    def keep(address: str = draft) -> Edition:
        response = client.post(f"{address}keep/", KEPT)
        if response.status_code == 200:  # serious findings are open, those that only the corrected list gives among them
            confirmed = re.search(r'name="confirmed" value="(\d+)"', response.content.decode())
            response = client.post(f"{address}keep/", KEPT | {"confirmed": confirmed[1]})
        assert response.status_code == 302, response.content.decode()
        return Edition.objects.get()

    return keep


def test_a_line_that_is_no_entry_is_left_out_and_stays_in_the_document(client, draft, keep, see):
    response = say_no_entry(client, draft, 2)
    assert response["Location"] == f"{draft}?page=1#r9"
    assert "協定の行ではないとした行" in see(draft).text
    edition = keep()
    assert list(Entry.objects.order_by("n").values_list("n", "institution"))[:3] == [
        (1, "チェンマイ大学"),
        (2, "ハノイ大学"),
        (3, "フエ大学"),
    ]
    assert edition.source.lines.filter(text__contains="カセサート大学", role="outside").count() == 1
    correction = Correction.objects.get()
    assert (correction.field, correction.value) == ("entry", ["no"])
    assert "カセサート大学" in correction.printed[0]


def test_corrections_of_later_entries_stay_theirs_when_one_is_taken_out(client, draft, keep):
    say_no_entry(client, draft, 2)
    fields = {field["name"]: field["text"] for field in client.get(f"{draft}entries/4/").context["fields"]}
    client.post(f"{draft}entries/4/", fields | {"concluded_on": "2018-02"})
    keep()
    assert Correction.objects.get(field="concluded_on").entry.institution == "フエ大学"
    assert Entry.objects.get(institution="フエ大学").concluded_on == "2018-02"


def test_saying_that_a_line_is_no_entry_needs_a_reason_and_is_taken_back(client, draft, see):
    client.post(f"{draft}entries/2/no-entry/", {"reason": " "})
    assert DraftJudgment.objects.count() == 0
    assert "理由を入力" in see(f"{draft}entries/2/").text
    say_no_entry(client, draft, 2)
    judgment = DraftJudgment.objects.get()
    assert judgment.reason == "見出しの行です"
    assert "見出しの行です" in see(f"{draft}entries/2/").text
    client.post(f"{draft}take-back/", {"key": judgment.key})
    assert "協定の行ではないとした行" not in see(draft).text


def test_an_entry_that_was_taken_out_is_not_corrected_by_mistake(client, draft):
    say_no_entry(client, draft, 2)
    response = client.post(f"{draft}entries/2/", {"institution": "別の大学"})
    assert "先に取り消してください" in response.content.decode()
    assert [one["field"] for one in DraftJudgment.objects.get().corrections] == ["entry"]


def test_a_line_that_the_reader_missed_becomes_an_entry_with_its_place(client, with_missed, keep, see):
    position = line_number(client, with_missed, "ヴィン大学")
    address = f"{with_missed}lines/{position}/"
    assert f'href="{address}"' in client.get(with_missed).content.decode()
    asked = {field["name"]: field["text"] for field in client.get(address).context["fields"]}
    assert (asked["region"], asked["territory"], asked["institution"]) == ("アジア", "韓国", "")
    sent = asked | {"territory": "ベトナム", "institution": "ヴィン大学", "concluded_on": "2019", "units": "理学部", "reason": "欄外にある"}
    response = client.post(address, sent)
    assert response["Location"] == f"{with_missed}?page=1#r{position}"
    assert "手作業で加えた協定の行" in see(with_missed).text
    edition = keep(with_missed)
    entry = Entry.objects.get(institution="ヴィン大学")
    assert (entry.n, entry.line, entry.raw, entry.concluded_on) == (8, position, MISSED, "2019")
    assert entry.heading.label == "ベトナム"
    assert edition.source.lines.get(position=position).role == "entry"
    assert {one.field for one in Correction.objects.filter(entry=entry)} == {
        "entry", "region", "territory", "institution", "concluded_on", "units",
    }  # fmt: skip


def test_adding_the_entry_decides_the_finding_on_its_line(client, with_missed):
    before = client.get(with_missed).context["head"].open_serious
    position = line_number(client, with_missed, "ヴィン大学")
    client.post(f"{with_missed}lines/{position}/", {"institution": "ヴィン大学", "reason": "欄外にある"})
    assert client.get(with_missed).context["head"].open_serious == before - 1
    client.post(f"{with_missed}take-back/", {"key": DraftJudgment.objects.get().key})
    assert client.get(with_missed).context["head"].open_serious == before


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"institution": "", "reason": "x"}, "空にできません"),
        ({"institution": "ヴィン大学", "reason": ""}, "理由を入力"),
        ({"institution": "ヴィン大学", "reason": "x", "concluded_on": "2019-13"}, "日付ではありません"),
    ],
)
def test_an_entry_that_cannot_stand_is_refused_and_what_was_typed_stays(client, with_missed, sent, words):
    address = f"{with_missed}lines/{line_number(client, with_missed, 'ヴィン大学')}/"
    response = client.post(address, sent)
    assert words in response.content.decode()
    assert next(field["text"] for field in response.context["fields"] if field["name"] == "institution") == sent["institution"]
    assert DraftJudgment.objects.count() == 0


def test_a_line_with_an_entry_leads_to_that_entry(client, draft):
    position = line_number(client, draft, "フエ大学")
    assert client.get(f"{draft}lines/{position}/")["Location"] == f"{draft}entries/4/"


@pytest.mark.parametrize("position", [0, 999, 10**9])
def test_a_line_that_is_not_there_is_not_found(client, draft, position):
    assert client.get(f"{draft}lines/{position}/").status_code == 404


def test_the_region_of_an_entry_is_set_right_with_its_territory_below_it(client, draft, keep, see):
    address = f"{draft}entries/7/"
    fields = {field["name"]: field["text"] for field in client.get(address).context["fields"]}
    assert fields["region"] == "アジア"
    client.post(address, fields | {"region": "欧州"})
    assert 'class="region corrected"' in client.get(draft).content.decode()
    keep()
    entry = Entry.objects.get(institution="延世大学校")
    assert (entry.heading.label, entry.heading.region.label) == ("韓国", "欧州")
    assert Entry.objects.get(institution="釜山大学校").heading.region.label == "アジア"


@pytest.mark.parametrize("part", ["entries/2/no-entry/", "lines/14/"])
def test_only_staff_may_say_what_a_line_is(visitor, draft, part):
    response = visitor.post(draft + part, {"reason": "x"})
    assert response.status_code == 302
    assert "/login/" in response["Location"]
    assert DraftJudgment.objects.count() == 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_of_lines_speak_one_language_and_hold_to_the_policy(client, with_missed, see, language):
    position = line_number(client, with_missed, "ヴィン大学")
    client.post(f"{with_missed}lines/{position}/", {"institution": "ヴィン大学", "reason": "欄外にある"})
    say_no_entry(client, with_missed, 2)
    for part in ("", f"lines/{position}/", "entries/2/", "entries/3/", "findings/"):
        page = see(language + with_missed + part)
        assert page.headings.count(1) == 1
        english = [
            words for words in ("This line is", "Entry added", "No entry, a person", "is an entry", "is no entry") if words in page.text
        ]
        assert bool(english) == (language == "/en")
