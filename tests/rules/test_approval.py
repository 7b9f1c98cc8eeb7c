"""The path of a proposal, by pure rules."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Party, Signature, Term
from teikei.rules.approval import (
    Decided,
    Outcome,
    Proposal,
    Step,
    agreement_of,
    applied,
    concluded,
    current_step,
    decided,
    edited,
    may_decide,
    path_from_toml,
    proposed,
    shortcomings,
    told_of,
    waiting,
    withdrawn,
)

UNIT = Step(id="unit", ja="部局", en="unit", roles=("unit-editor",), days=30)
CENTRE = Step(id="centre", ja="センター", en="centre", people=("hanako",), days=14)
COUNCIL = Step(id="council", ja="評議会", en="council", roles=("officer",), minute=True)
PATH = (UNIT, CENTRE, COUNCIL)
DAY = date(2024, 1, 31)
DRAFT = Agreement(level="unit", parties=(Party(institution=1), Party(institution=2)))
NEW = Proposal(kind="new", title="New", by="taro", draft=DRAFT)


def decision(step: str, on: date, outcome: Outcome = "approved", minute: str = "24-1") -> Decided:
    return Decided(step=step, outcome=outcome, on=on, by="taro", minute=minute)


def through(*steps: str) -> Proposal:
    value = proposed(NEW, PATH, on=DAY)
    for number, step in enumerate(steps, 1):
        value = decided(value, decision(step, DAY + timedelta(days=number)), today=date(2024, 12, 31))
    return value


def test_steps_decide_one_after_the_other_and_the_last_one_approves() -> None:
    here = [current_step(through(*("unit", "centre", "council")[:number])) for number in range(4)]
    assert here == [UNIT, CENTRE, COUNCIL, None]
    assert through("unit", "centre", "council").state == "approved"


def test_a_decision_for_a_step_that_does_not_wait_is_refused() -> None:
    for value in (NEW, through("unit"), through("unit", "centre", "council")):
        with pytest.raises(Refusal, match="decided meanwhile"):
            decided(value, decision("unit", DAY), today=date(2024, 12, 31))


def test_a_decision_is_of_a_day_between_the_step_before_and_today() -> None:
    value = proposed(NEW, PATH, on=DAY)
    for on in (DAY - timedelta(days=1), DAY + timedelta(days=2)):
        with pytest.raises(Refusal, match="cannot be of"):
            decided(value, decision("unit", on), today=DAY + timedelta(days=1))
    assert decided(value, decision("unit", DAY), today=DAY).decisions[0].on == DAY


def test_a_step_with_minutes_approves_only_with_a_number_and_rejects_without() -> None:
    value = through("unit", "centre")
    with pytest.raises(Refusal, match="minute number"):
        decided(value, decision("council", date(2024, 3, 1), minute=" "), today=date(2024, 3, 1))
    rejected = decided(value, decision("council", date(2024, 3, 1), "rejected", minute=""), today=date(2024, 3, 1))
    assert (rejected.state, current_step(rejected)) == ("rejected", None)


def test_what_was_returned_is_edited_and_begins_again_at_the_first_step() -> None:
    value = decided(through("unit"), decision("centre", date(2024, 3, 1), "returned"), today=date(2024, 3, 1))
    again = edited(value, replace(NEW, title="Better", by="somebody else"))
    assert (again.state, again.by, again.title, len(again.decisions)) == ("returned", "taro", "Better", 2)
    assert current_step(proposed(again, PATH, on=date(2024, 4, 1))) == UNIT


def test_what_is_under_way_is_not_edited() -> None:
    with pytest.raises(Refusal, match="being decided"):
        edited(through("unit"), NEW)


def test_a_path_that_changes_later_moves_nothing_that_is_under_way() -> None:
    assert [step.id for step in through("unit").path] == ["unit", "centre", "council"]


@pytest.mark.parametrize(
    ("today", "due_on", "late", "told"),
    [
        (date(2024, 3, 1), date(2024, 3, 1), 0, ("unit-editor",)),  # 30 days after 31 January of a leap year
        (date(2024, 3, 2), date(2024, 3, 1), 1, ("unit-editor", "hanako")),
    ],
)
def test_a_step_that_did_not_answer_in_time_is_brought_before_the_next(today: date, due_on: date, late: int, told: tuple[str, ...]) -> None:
    value = proposed(NEW, PATH, on=DAY)
    found = waiting(value, today)
    assert found
    assert (found.due_on, found.late, told_of(value, today)) == (due_on, late, told)


def test_a_step_escalates_to_whom_it_names_instead_of_the_next() -> None:
    path = (replace(UNIT, escalate_to=("dean",)), CENTRE)
    assert told_of(proposed(NEW, path, on=DAY), date(2024, 6, 1)) == ("unit-editor", "dean")


def test_a_step_without_deadline_is_never_late() -> None:
    assert waiting(through("unit", "centre"), date(2034, 1, 1)) == (COUNCIL, DAY + timedelta(days=2), None, 0)


@pytest.mark.parametrize(
    ("account", "roles", "delegate_of", "may"),
    [("hanako", (), "", True), ("jiro", ("officer",), "", False), ("jiro", (), "hanako", True), ("jiro", (), "somebody", False)],
)
def test_a_step_of_named_people_is_decided_by_them_or_their_deputies(
    account: str, roles: tuple[str, ...], delegate_of: str, may: bool
) -> None:
    assert may_decide(CENTRE, account, roles, delegate_of) is may


def test_a_step_of_a_role_is_decided_by_whoever_has_it() -> None:
    assert may_decide(UNIT, "jiro", ("unit-editor", "x"))
    assert not may_decide(UNIT, "jiro", ("viewer",))


@pytest.mark.parametrize(
    "lacking",
    [
        replace(NEW, draft=None), replace(NEW, draft=replace(DRAFT, parties=DRAFT.parties[:1])), Proposal(kind="renewal", agreement=1),
        Proposal(kind="amendment", agreement=1, effective_on=DAY, changes={}), Proposal(kind="ending", agreement=1),
        Proposal(kind="renewal", term=Term(valid_from=DAY)),
    ],
)  # fmt: skip
def test_what_lacks_something_is_not_proposed(lacking: Proposal) -> None:
    assert shortcomings(lacking, DAY)
    with pytest.raises(Refusal):
        proposed(lacking, PATH, on=DAY)


def test_an_approved_draft_becomes_an_agreement_with_its_signatures() -> None:
    signed = Signature(signed_on=date(2024, 5, 1), name="学長", post="学長")
    value = agreement_of(through("unit", "centre", "council"), date(2024, 5, 2), {2: signed})
    assert (value.concluded_on, value.parties[0].signatures, value.parties[1].signatures) == ("2024-05-02", (), (signed,))


def test_only_what_is_approved_becomes_anything() -> None:
    with pytest.raises(Refusal):
        agreement_of(through("unit"), DAY, {})
    with pytest.raises(Refusal):
        concluded(through("unit"), 7)
    with pytest.raises(Refusal):
        applied(replace(NEW, kind="renewal", agreement=1, term=Term(valid_from=DAY)), DRAFT, today=DAY)


def test_approved_changes_are_carried_out() -> None:
    term = Term(valid_from=date(2020, 4, 1), valid_to=date(2025, 3, 31))
    kept = replace(DRAFT, concluded_on="2020-04-01", terms=(term,))
    further = Term(valid_from=date(2025, 4, 1), valid_to=date(2030, 3, 31))
    renewal = Proposal(kind="renewal", agreement=1, term=further, state="approved")
    amendment = Proposal(kind="amendment", agreement=1, effective_on=date(2024, 4, 1), changes={"title": "T"}, note="why", state="approved")
    ending = Proposal(kind="ending", agreement=1, closed_on=date(2024, 10, 1), closing_reason="cancelled", state="approved")
    today = date(2024, 6, 1)
    assert applied(renewal, kept, today=today).terms == (term, further)
    assert applied(amendment, kept, today=today).amendments[0].changes == {"title": "T"}
    closing = applied(ending, kept, today=today).closing
    assert closing
    assert (closing.closed_on, closing.reason) == (date(2024, 10, 1), "cancelled")


def test_what_is_decided_for_good_is_not_withdrawn() -> None:
    assert withdrawn(through("unit")).state == "withdrawn"
    with pytest.raises(Refusal):
        withdrawn(concluded(through("unit", "centre", "council"), 7))


def test_the_usual_path_has_the_four_steps_of_a_japanese_university() -> None:
    text = (files("teikei.rules") / "data" / "approval.toml").read_text(encoding="utf-8")
    assert [step.id for step in path_from_toml(text, "approval.toml")] == ["unit", "centre", "committee", "council"]


@pytest.mark.parametrize(
    "text",
    [
        "", "step = 1", "[[step]]\nid='a'\nja='あ'\n", "[[step]]\nid='a'\nja='あ'\nen='a'\n", "[[step]]\nid='a'\nja='あ'\nen='a'\nroles=['x']\ndays=0\n",
        "[[step]]\nid='a'\nja='あ'\nen='a'\nroles=['x']\n[[step]]\nid='a'\nja='い'\nen='b'\nroles=['x']\n", "[[step]]\nid='a'\nja='あ'\nen='a'\nroles=[1]\n",
        "[[step]]\nid='a'\nja='あ'\nen='a'\nroles=['x']\ncolour='red'\n", "not toml [",
    ],
)  # fmt: skip
def test_what_is_no_path_is_refused_with_the_file_named(text: str) -> None:
    with pytest.raises(Refusal, match=r"^path\.toml: this is no path"):
        path_from_toml(text, "path.toml")


@given(st.lists(st.sampled_from(["approved", "returned", "rejected", "propose"]), max_size=20))
def test_however_it_is_decided_a_proposal_waits_in_exactly_one_step_or_in_none(acts: list[str]) -> None:
    value = proposed(NEW, PATH, on=DAY)
    approvals = 0
    for act in acts:
        step = current_step(value)
        if act == "propose":
            if value.state == "returned":
                value, approvals = proposed(value, PATH, on=DAY), 0
        elif step is not None:
            value = decided(value, decision(step.id, DAY, act), today=DAY)  # type: ignore[arg-type]
            approvals += act == "approved"
        expected = PATH[approvals] if value.state == "proposed" else None
        assert current_step(value) == expected
        assert (value.state == "approved") == (approvals == len(PATH))
