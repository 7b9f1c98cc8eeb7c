"""Today, the table and the calendar speak of those deadlines of which nobody has decided."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from teikei.registry.operations.deadlines import make_calendar
from teikei.registry.operations.proposals import propose, save_draft
from teikei.rules.agreement import Closing, Renewal, Term
from teikei.rules.approval import Proposal
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)
ENDS = Term(valid_from=TODAY - timedelta(days=900), valid_to=SOON)
NEXT = Term(valid_from=SOON + timedelta(days=1), valid_to=SOON + timedelta(days=900))
END, NOTICE, RENEWAL = "90日以内に期間が満了する協定", "90日以内に予告期限が来る協定", "90日以内に自動更新される協定（予告期限の記録なし）"


def counted(client, words) -> int:
    """The number before these words on Today; 0 where they are not there."""
    found = re.search(rf'<span class="number">(\d+)</span> <p><a [^>]*>{words}</a>', client.get("/desk/").content.decode())
    return int(found[1]) if found else 0


def numbers_in(client, query) -> list[str]:
    """The agreements of the table, in its order."""
    page = client.get(f"/desk/agreements/?{query}").content.decode()
    return list(dict.fromkeys(re.findall(r'href="/desk/agreements/(\d+)/"', page)))


def listed(client) -> int:
    """How many agreements the table shows as expiring."""
    return len(numbers_in(client, f"expiring={TODAY + timedelta(days=90)}&sort=deadline"))


@pytest.mark.parametrize(
    ("terms", "renewal", "words"),
    [
        ((ENDS,), Renewal(kind="procedure"), END),
        ((ENDS,), Renewal(kind="automatic", years=3, notice_months=1), NOTICE),
        ((ENDS,), Renewal(kind="automatic", years=3), RENEWAL),
    ],
)
def test_a_deadline_is_counted_once_under_what_it_asks_for(client, officer, world, terms, renewal, words):
    kept(made_agreement(world, terms=terms, renewal=renewal))
    assert {one: counted(client, one) for one in (END, NOTICE, RENEWAL)} == {END: 0, NOTICE: 0, RENEWAL: 0} | {words: 1}
    assert listed(client) == 1


def test_what_is_due_next_is_named_with_its_day_above_what_has_none(client, officer, world):
    kept(made_agreement(world, terms=(ENDS,), renewal=Renewal(kind="procedure")), made_agreement(world, rolled_up=True))
    page = client.get("/desk/").content.decode()
    due, undated = page.split("期限のないもの")
    assert f'<time datetime="{SOON}">{SOON}</time> <span class="quiet">あと40日</span>' in due
    assert ">チェンマイ大学</a>" in due
    assert "複数の協定を含みうる一覧の行" not in due
    assert "複数の協定を含みうる一覧の行" in undated


def test_a_desk_without_deadlines_says_so(client, officer):
    assert "近い期限はありません。" in client.get("/desk/").content.decode()


def test_the_end_of_a_term_that_was_renewed_waits_for_nobody(client, officer, world):
    number = kept(made_agreement(world, terms=(ENDS,), renewal=Renewal(kind="procedure")))[0]
    assert (counted(client, END), listed(client)) == (1, 1)
    client.post(f"/desk/agreements/{number}/renew/", {"valid_from": str(NEXT.valid_from), "valid_to": str(NEXT.valid_to), "version": "1"})
    assert (counted(client, END), listed(client)) == (0, 0)


def test_an_agreement_that_was_closed_ahead_of_its_end_waits_for_nobody(client, officer, world):
    closing = Closing(closed_on=TODAY + timedelta(days=10), reason="cancelled")
    kept(made_agreement(world, terms=(ENDS,), renewal=Renewal(kind="procedure"), closing=closing))
    assert (counted(client, END), listed(client)) == (0, 0)


def test_a_deadline_that_was_let_pass_is_counted_listed_and_put_into_calendars_no_more(client, officer, world):
    one, other = kept(*[made_agreement(world, terms=(ENDS,), renewal=Renewal(kind="procedure"))] * 2)
    token = make_calendar(None, label="", language="ja", by=officer, at=timezone.now())
    assert (counted(client, END), listed(client)) == (2, 2)
    sent = client.post("/desk/reminders/", {"agreement": one, "about": "end", "due_on": str(SOON), "reason": "継続しない"})
    assert sent.status_code == 302
    assert (counted(client, END), listed(client)) == (1, 1)
    assert re.findall(r"UID:end-(\d+)-", client.get(f"/calendar/{token}.ics").content.decode()) == [str(other)]


def test_the_table_sorts_by_the_next_deadline_that_is_still_open(client, officer, world):
    later = Term(valid_from=ENDS.valid_from, valid_to=SOON + timedelta(days=20))
    procedure = Renewal(kind="procedure")
    numbers = kept(made_agreement(world, terms=(ENDS, NEXT), renewal=procedure), made_agreement(world, terms=(later,), renewal=procedure))
    assert numbers_in(client, "sort=deadline") == [str(numbers[1]), str(numbers[0])]


def test_an_edition_that_a_colleague_prepared_waits_for_who_may_publish_it(client, visitor, world):
    words = "ほかの担当者が準備し、公開を待つ版"
    kept(made_agreement(world))
    asked = {"institution": world.home, "level": "unit", "as_of": "2030-05-01", "correction": ""}
    assert client.post("/desk/editions/", asked).status_code == 302
    visitor.force_login(made_person("taro", "publisher"))
    assert counted(visitor, words) == 1
    assert counted(client, words) == 0


def test_a_proposal_waits_for_who_decides_its_step_and_for_nobody_else(client, visitor, officer, world):
    words, now = "あなたの決定を待つ提案", timezone.now()
    (number,) = kept(made_agreement(world))
    ending = Proposal(kind="ending", title="終了", agreement=number, closed_on=SOON, closing_reason="cancelled")
    proposed = save_draft(ending, by=officer, at=now)
    visitor.force_login(made_person("taro", "publisher"))
    assert counted(client, words) == 0
    propose(proposed, version=None, by=officer, at=now)
    assert (counted(client, words), counted(visitor, words)) == (1, 0)
