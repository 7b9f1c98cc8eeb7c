"""/desk/agreements/N/: one agreement on one page."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from teikei.registry.operations.concluding import revise
from teikei.rules.agreement import Amendment, Closing, Contact, Exchange, Link, Memorandum, Note, SigningCheck, Waiver

from .agreements import kept, made_agreement


def full(world):
    exchanges = (
        Exchange(
            sending=world.home, receiving=world.chiang_mai, places=2, months=10.0, levels=(6,), fields=("0511",), languages=(("en", "B2"),)
        ),
        Exchange(sending=world.chiang_mai, receiving=world.home, places=3),
    )
    return replace(
        made_agreement(world), contents=(1, 7), kinds=("学術交流協定",),
        memoranda=(Memorandum(id="m1", kind="student-exchange", concluded_on="2018-04-01", exchanges=exchanges, waiver=Waiver(at_most=3)),),
        contacts=(Contact(name="佐藤", role="窓口"),), notes=(Note(text="電話で確認", by="hanako", at="2024-01-01T00:00:00"),),
        checks=(SigningCheck(kind="export-control", result="cleared", checked_on=date(2015, 10, 1)),),
        amendments=(Amendment(effective_on=date(2019, 1, 1), changes={"title": "改訂協定"}, reason="名称変更"),),
    )  # fmt: skip


HANGING = {"documents": "/documents/", "checks": "/checks/", "contacts": "/people/", "ewp": "/iia/"}


def test_everything_of_an_agreement_stands_on_its_page(see, world):
    number = kept(full(world))[0]
    page = see(f"/desk/agreements/{number}/")
    for words in (
        "チェンマイ大学", "Chiang Mai University", "理学部", "責任部局", "2015-11-09", "2020-11-08", "自動更新", "学生の交流", "共同研究", "2018-04-01",
        "佐藤", "電話で確認", "問題なし", "改訂協定", "名称変更", "学士課程", "0511",
    ):  # fmt: skip
        assert words in page.text, words
    english = see(f"/en/desk/agreements/{number}/").text
    for words in ("Chiang Mai University", "in force, renewal assumed", "student exchange", "at most 3 a year", "responsible"):
        assert words in english, words


@pytest.mark.parametrize("recorded", [True, False])
def test_contacts_checks_and_ewp_stand_under_their_own_heads_with_the_way_to_change_them(client, world, recorded):
    number = kept(full(world) if recorded else made_agreement(world))[0]
    page = client.get(f"/desk/agreements/{number}/").content.decode()
    part = {name: page.split(f'<section aria-labelledby="{name}">')[1].split("</section>")[0] for name in HANGING}
    assert {name: HANGING[name] in text for name, text in part.items()} == dict.fromkeys(HANGING, True)
    shown = {name: [words for words in ("佐藤", "電話で確認", "問題なし") if words in text] for name, text in part.items()}
    there = {"contacts": ["佐藤", "電話で確認"], "checks": ["問題なし"]} if recorded else {}
    assert shown == {"documents": [], "checks": [], "contacts": [], "ewp": []} | there


def test_the_time_line_is_drawn_with_words_that_stand_for_it(client, world):
    markup = client.get(f"/desk/agreements/{kept(made_agreement(world))[0]}/?as_of=2019-01-01").content.decode()
    assert '<rect class="confirmed"' in markup
    assert '<line class="assumed"' in markup
    assert '<line class="notice"' in markup
    assert "2015-11-09 – 2020-11-08" in markup
    assert "style=" not in markup


def test_an_agreement_as_of_a_day_has_the_values_of_that_day(see, world):
    number = kept(full(world))[0]
    assert "改訂協定" not in [text for _, tag, text in see(f"/desk/agreements/{number}/?as_of=2018-12-31").runs if tag == "p"]
    assert "改訂協定" in [text for _, tag, text in see(f"/desk/agreements/{number}/?as_of=2019-01-01").runs if tag == "p"]


def test_a_day_that_cannot_be_read_is_said(see, world):
    number = kept(full(world))[0]
    for name in ("as_of", "known_on"):
        assert "日付を読み取れない" in see(f"/desk/agreements/{number}/?{name}=2023-02-30").text
    assert "日付を読み取れない" not in see(f"/desk/agreements/{number}/?as_of=令和6年5月1日").text


def test_the_history_says_who_changed_what_and_why(see, world, officer):
    number = kept(made_agreement(world))[0]
    revise(
        number,
        lambda value: replace(value, title="新しい名称", level="university"),
        version=1,
        by=officer,
        at=timezone.now(),
        reason="届出による",
    )
    page = see(f"/desk/agreements/{number}/")
    for words in ("hanako", "届出による", "学術交流協定", "新しい名称", "部局間", "大学間"):
        assert words in page.text, words


def test_what_was_believed_on_a_day_is_shown_with_a_remark(see, client, world, officer):
    number = kept(made_agreement(world))[0]
    revise(number, lambda value: replace(value, title="新しい名称"), version=1, by=officer, at=datetime(2100, 1, 1, tzinfo=UTC))
    page = see(f"/desk/agreements/{number}/?known_on={timezone.localdate()}")
    assert "学術交流協定" in page.text
    assert [text for _, tag, text in page.runs if tag == "p" and text == "新しい名称"] == []
    assert f"/desk/agreements/{number}/revise/" not in page.hrefs
    assert client.get(f"/desk/agreements/{number}/?known_on=1999-01-01").status_code == 302


def test_an_act_is_undone_from_its_history(client, see, world, officer):
    number = kept(made_agreement(world))[0]
    revise(number, lambda value: replace(value, title="誤り"), version=1, by=officer, at=timezone.now())
    from teikei.registry.models import Change

    batch = Change.objects.filter(subject=number, kind="agreement").latest("position").batch
    client.post("/desk/agreements/undo/", {"batch": batch, "agreement": number})
    assert "誤り" not in [text for _, tag, text in see(f"/desk/agreements/{number}/").runs if tag == "p"]
    assert "取消し" in see(f"/desk/agreements/{number}/").text


@pytest.mark.parametrize("batch", ["", "x" * 500, "%00"])
def test_an_act_that_is_none_is_not_undone(client, world, batch):
    assert client.post("/desk/agreements/undo/", {"batch": batch, "agreement": "1" * 40}).status_code == 302


def test_links_are_shown_from_both_ends(see, world):
    first = kept(made_agreement(world))[0]
    second = kept(replace(made_agreement(world), links=(Link(kind="supersedes", agreement=first),)))[0]
    assert f"/desk/agreements/{first}/" in see(f"/desk/agreements/{second}/").hrefs
    assert f"/desk/agreements/{second}/" in see(f"/desk/agreements/{first}/").hrefs


def test_a_closed_agreement_offers_to_be_reopened_only(see, world):
    number = kept(replace(made_agreement(world), closing=Closing(closed_on=date(2019, 3, 1), reason="cancelled", note="相手校の閉校")))[0]
    page = see(f"/desk/agreements/{number}/")
    assert "相手校の閉校" in page.text
    assert f"/desk/agreements/{number}/reopen/" in page.hrefs
    assert f"/desk/agreements/{number}/renew/" not in page.hrefs


def test_the_page_needs_twelve_queries_at_most(client, world, django_assert_max_num_queries):
    number = kept(full(world))[0]
    with django_assert_max_num_queries(12):
        client.get(f"/desk/agreements/{number}/")


def test_an_agreement_that_is_not_there_is_not_found(see, officer):
    see("/desk/agreements/999/", 404)
