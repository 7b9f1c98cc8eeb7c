"""The desk's pages of proposals: from the draft to the agreement."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from teikei.registry.models import Agreement, Institution, Proposal
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.institutions import add_unit
from teikei.registry.operations.kept import current
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.rules.institution import Name, Unit
from tests.registry.made import made_listing

AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(client, settings, tmp_path) -> int:
    settings.TEIKEI_HOME = tmp_path
    ingest(made_listing(), b"list", institution="広島大学", received_at=AT)
    return Institution.objects.get(is_home=True).pk


def draft(client, home, **more) -> str:
    fields = {
        "title": "新規提案", "level": "university", "home": home, "partner": "カセサート大学", "valid_from": "2026-04-01", "valid_to": "2031-03-31",
        "renewal": "automatic", "years": "5", "notice_months": "6", "contents": ["1", "7"], **more,
    }  # fmt: skip
    answer = client.post("/desk/proposals/new/", fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def act(client, page: str, name: str, **fields):
    version = Proposal.objects.get(pk=int(page.split("/")[3])).version
    prefixed = {f"{name}-{key}": value for key, value in {"version": version, **fields}.items()}
    return client.post(page, {"act": name, "version": version, **prefixed}, follow=True)


def approve(client, page: str, *steps: str) -> None:
    for step in steps:
        act(client, page, "decide", step=step, outcome="approved", on=timezone.localdate().isoformat(), minute="24-1")


def test_a_proposal_goes_from_its_draft_to_the_agreement(client, home, see):
    page = draft(client, home)
    assert "下書き" in see(page).text
    act(client, page, "propose")
    text = see(page).text
    assert "審議中" in text
    assert [name for name in ("部局", "国際センター", "委員会", "教育研究評議会") if name not in text] == []
    approve(client, page, "unit", "centre", "committee", "council")
    yesterday = timezone.localdate() - timedelta(days=1)
    partner = Institution.objects.get(printed="カセサート大学").pk
    signed = {"concluded_on": yesterday.isoformat(), f"name-{partner}": "Rector", f"signed_on-{partner}": yesterday.isoformat()}
    answer = act(client, page, "conclude", **signed)
    made = Agreement.objects.order_by("-pk")[0].pk
    assert f"協定 {made} として登録しました" in answer.content.decode()
    value = current(AGREEMENTS, made)[1]
    assert (value.level, value.contents, value.renewal.years, value.parties[1].signatures[0].name) == ("university", (1, 7), 5, "Rector")


def test_a_partner_that_is_not_known_is_said_and_nothing_is_lost(client, home):
    fields = {"title": "T", "level": "unit", "home": home, "partner": "存在しない大学", "renewal": "unknown"}
    answer = client.post("/desk/proposals/new/", fields)
    assert "存在しない大学: この名称の機関は登録されていません" in answer.content.decode()
    assert 'value="存在しない大学"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_all_that_is_wrong_is_told_at_once(client, home):
    fields = {"title": "", "level": "unit", "home": home, "partner": "存在しない大学", "valid_from": "2026年4月1日", "valid_to": "昨日"}
    answer = client.post("/desk/proposals/new/", {**fields, "renewal": "procedure", "notice_months": "6"}).content.decode()
    for told in (
        "このフィールドは必須です",
        "この名称の機関は登録されていません",
        "日付として読めません",
        "終了の通知は自動更新を止めるためのもの",
    ):
        assert told in answer
    answer = client.post("/desk/proposals/new/", {**fields, "title": "T", "valid_to": "令和8年3月31日", "renewal": "none"}).content.decode()
    assert "この名称の機関は登録されていません" in answer
    assert "期間の終わり 2026-03-31 が始まり 2026-04-01 より前です" in answer
    answer = client.post(
        "/desk/proposals/new/",
        {**fields, "partner": "カセサート大学", "title": "T", "valid_from": "", "valid_to": "2031-03-31", "renewal": "none"},
    )
    assert "期間に始まりがありません" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_change_that_cannot_be_carried_out_is_told_when_it_is_drafted(client):
    agreement = Agreement.objects.order_by("pk")[0].pk
    fields = {"title": "T", "closed_on": "1970-01-01", "closing_reason": "cancelled"}
    answer = client.post(f"/desk/proposals/new/?kind=ending&agreement={agreement}", fields).content.decode()
    assert "締結年月日" in answer
    assert "より前です" in answer
    assert not Proposal.objects.exists()


def test_a_draft_is_edited_with_what_was_entered_before(client, home, see):
    page = draft(client, home)
    assert 'value="2031-03-31"' in client.get(f"{page}edit/").content.decode()
    version = Proposal.objects.get().version
    fields = {"title": "直した提案", "level": "unit", "home": home, "partner": "カセサート大学", "renewal": "none", "version": version}
    assert client.post(f"{page}edit/", fields)["Location"] == page
    assert "直した提案" in see(page).text
    act(client, page, "propose")
    assert client.get(f"{page}edit/")["Location"] == page


def test_a_step_that_is_late_says_by_how_many_days(client, home, see):
    page = draft(client, home)
    act(client, page, "propose")
    number = int(page.split("/")[3])
    value = current(PROPOSALS, number)[1]
    from dataclasses import replace

    from teikei.registry.operations.kept import change
    from teikei.registry.operations.ledger import Act

    late = replace(value, proposed_on=timezone.localdate() - timedelta(days=33))
    change(PROPOSALS, {number: (None, late)}, Act("propose", timezone.now()))
    assert "3日超過" in see("/desk/proposals/").text
    assert "3日超過" in see(page).text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("renewal", {"valid_from": "2030-04-01", "valid_to": "2035-03-31"}),
        ("amendment", {"effective_on": "2030-04-01", "agreement_title": "新名称", "renewal": "unknown"}),
        ("ending", {"closed_on": "2030-04-01", "closing_reason": "cancelled"}),
    ],
)
def test_changes_are_proposed_for_an_agreement_that_is_kept(client, see, kind, fields):
    agreement = Agreement.objects.order_by("pk")[0].pk
    address = f"/desk/proposals/new/?kind={kind}&agreement={agreement}"
    assert client.get(address).status_code == 200
    page = client.post(address, {"title": kind, **fields})["Location"]
    value = current(PROPOSALS, int(page.split("/")[3]))[1]
    assert (value.kind, value.agreement, value.seen) == (kind, agreement, 1)
    assert "2030-04-01" in see(page).text
    assert client.get(f"{page}edit/").status_code == 200


@pytest.mark.parametrize("query", ["kind=nothing", "kind=renewal", "kind=renewal&agreement=999999", "kind=ending&agreement=x"])
def test_a_proposal_about_nothing_is_missing(client, query):
    assert client.get(f"/desk/proposals/new/?{query}").status_code == 404


def test_a_decision_of_a_day_to_come_is_refused_in_words(client, home):
    page = draft(client, home)
    act(client, page, "propose")
    answer = act(client, page, "decide", step="unit", outcome="approved", on=(timezone.localdate() + timedelta(days=1)).isoformat())
    assert "日を直してください" in answer.content.decode()
    assert current(PROPOSALS, int(page.split("/")[3]))[1].decisions == ()


def test_a_withdrawn_proposal_stands_among_the_closed(client, home, see):
    page = draft(client, home)
    act(client, page, "withdraw")
    assert "新規提案" not in see("/desk/proposals/").text
    assert "新規提案" in see("/desk/proposals/?show=closed").text


def test_an_english_reader_sees_english_steps(client, home, see):
    page = draft(client, home)
    act(client, page, "propose")
    assert "international centre" in see(f"/en{page}").text


def test_the_partners_units_are_named_in_a_proposal_and_come_back_when_it_is_edited(client, home):
    partner = Institution.objects.get(printed="カセサート大学").pk
    officer = User.objects.get(username="hanako")
    for name in ("農学部", "理学部"):
        add_unit(Unit(institution=partner, names=(Name(text=name, language="ja"),)), by=officer, at=timezone.now())
    fields = {
        "title": "T",
        "level": "unit",
        "home": home,
        "partner": "カセサート大学",
        "renewal": "unknown",
        "partner_units": "農学部、医学部",
    }
    answer = client.post("/desk/proposals/new/", fields).content.decode()
    assert "医学部: この名称の部局は登録されていません" in answer
    assert "農学部、理学部" in answer
    address = client.post("/desk/proposals/new/", fields | {"partner_units": "農学部、理学部"})["Location"]
    assert "農学部" in client.get(address).content.decode()
    page = client.get(f"{address}edit/").content.decode()
    assert 'value="農学部、理学部"' in page
