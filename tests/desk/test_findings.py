import re

import pytest

from teikei.registry.models import DraftFinding, DraftJudgment

from .conftest import LIST


def number(code: str) -> int:
    return DraftFinding.objects.filter(code=code).order_by("position").values_list("position", flat=True)[0]


def codes() -> list[str]:
    return list(DraftFinding.objects.order_by("position").values_list("code", flat=True))


@pytest.fixture
def judge(client, draft):
    def judge(position: int, decision: str, **more: str):
        return client.post(f"{draft}findings/{position}/", {"decision": decision, **more})

    return judge


def test_the_list_has_the_findings_that_it_was_written_for(draft):
    assert {"unit-spelling", "territory-unknown", "date-impossible"} <= set(codes()), codes()


def test_an_accepted_proposal_sets_the_spelling_right_wherever_it_stands(client, draft, judge, see):
    position = number("unit-spelling")
    response = judge(position, "accept")
    assert response["Location"] == f"{draft}findings/#finding-{position}"
    text = client.get(draft).content.decode()
    assert re.findall(r'class="units corrected"', text) == ['class="units corrected"']
    assert '<s class="before">人間社会科学研究所</s>' in text
    page = see(f"{draft}findings/")
    for words in ("採用", "hanako", "取り消す"):
        assert words in page.text


def test_an_accepted_territory_is_known_again(judge, see, draft):
    judge(number("territory-unknown"), "accept")
    assert see(draft).text.count("ベトナム") >= 2


def test_a_value_at_its_place_is_corrected(client, draft, judge):
    position = number("date-impossible")
    judge(position, "correct-0", **{"value-0": "2018-02-28"})
    text = client.get(draft).content.decode()
    assert "2018-02-28" in text
    assert 'class="concluded_on corrected"' in text
    assert DraftJudgment.objects.get().verdict == "corrected"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2018-02-30", "日付ではありません"), ("昨日", "日付ではありません"), ("x" * 400, "長すぎる"), (" ", "正しい値を入力")],
)
def test_a_value_that_cannot_stand_there_is_refused(see, draft, judge, value, words):
    judge(number("date-impossible"), "correct-0", **{"value-0": value})
    assert words in see(f"{draft}findings/").text
    assert DraftJudgment.objects.count() == 0


def test_another_spelling_than_the_proposed_holds_wherever_the_printed_one_stands(client, draft, judge):
    judge(number("unit-spelling"), "correct-0", **{"value-0": "社会科学研究所"})
    assert "社会科学研究所</span></a> <s" in client.get(draft).content.decode()


def test_a_finding_is_dismissed_with_a_reason(see, draft, judge):
    judge(number("date-impossible"), "dismiss", reason="原本どおり")
    text = see(f"{draft}findings/").text
    assert "対応不要" in text
    assert "原本どおり" in text


def test_a_decision_is_taken_back(client, draft, judge, see):
    judge(number("unit-spelling"), "accept")
    key = DraftJudgment.objects.get().key
    response = client.post(f"{draft}take-back/", {"key": key, "position": "1"})
    assert response["Location"].endswith("#finding-1")
    assert DraftJudgment.objects.count() == 0
    assert "corrected" not in client.get(draft).content.decode()


def test_only_the_open_ones_are_shown_on_request(client, see, draft, judge):
    before = len(re.findall("<article", client.get(f"{draft}findings/?show=open").content.decode()))
    judge(number("unit-spelling"), "accept", show="open")
    after = len(re.findall("<article", client.get(f"{draft}findings/?show=open").content.decode()))
    assert (before, after) == (len(codes()), len(codes()) - 1)


def test_coming_back_to_the_page_that_the_form_stood_on(judge, draft):
    assert judge(1, "dismiss", page="2", show="open")["Location"] == f"{draft}findings/?page=2&show=open#finding-1"
    assert judge(1, "dismiss", page="https://evil.example", show="x")["Location"] == f"{draft}findings/#finding-1"


@pytest.mark.parametrize("decision", ["", "accept-all", "correct-", "correct-x", "correct-999", "correct--1", "accept"])
def test_a_decision_that_is_none_changes_nothing(judge, decision):
    position = number("headline-differs") if "headline-differs" in codes() else number("date-impossible")
    assert judge(position, decision).status_code == 302
    assert DraftJudgment.objects.count() == 0


def test_a_finding_that_is_not_there_is_said_to_be_gone(judge, see, draft):
    judge(999, "accept")
    assert "該当する指摘はもうありません" in see(f"{draft}findings/").text


def test_a_decision_needs_the_form(client, draft):
    assert client.get(f"{draft}findings/1/").status_code == 405
    assert client.get(f"{draft}take-back/").status_code == 405


def test_decisions_hold_when_the_file_is_read_again(client, draft, judge):
    judge(number("unit-spelling"), "accept")
    client.post(f"{draft}layout/", {"units": "理学部"})
    assert 'class="units corrected"' in client.get(draft).content.decode()
    assert DraftJudgment.objects.filter(key__in=DraftFinding.objects.values("key")).count() == 1


def test_a_list_without_findings_says_so(hand_in, see):
    clean = LIST.replace("研究所", "研究科").replace("バトナム", "ベトナム").replace("02.30", "02.28")
    assert "指摘はありません" in see(hand_in(clean, "clean.txt") + "findings/").text or codes() != []


def test_a_heading_that_nothing_is_proposed_for_is_corrected_for_all_its_rows(hand_in, client):
    address = hand_in(LIST.replace("バトナム", "某国"), "other.txt")
    position = number("territory-unknown")
    assert DraftFinding.objects.get(position=position).proposal is None
    client.post(f"{address}findings/{position}/", {"decision": "correct-0", "value-0": "ベトナム"})
    assert client.get(address).content.decode().count('class="territory corrected"') == 2
