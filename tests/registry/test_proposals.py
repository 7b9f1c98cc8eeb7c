"""Proposals in the registry: each act in the ledger, what comes of them, who may decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from teikei.names.bilingual import Refusal
from teikei.registry.approval_path import approval_path
from teikei.registry.models import Agreement, Decision, Institution, Proposal
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.kept import current
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.registry.operations.proposals import AgreementChanged, NotYours, conclude, decide, propose, save_draft, withdraw
from teikei.registry.operations.verify import verify
from teikei.registry.queries.known import history_of
from teikei.registry.queries.proposals import institution_named, proposal_page, proposals, proposals_to_decide
from teikei.registry.refusals import ChangedMeanwhile, NotSound
from teikei.rules.agreement import Agreement as Value
from teikei.rules.agreement import Party, Signature, Term
from teikei.rules.approval import Proposal as Proposed
from tests.people import made_person
from tests.registry.made import made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
TODAY = date(2024, 7, 1)
FIVE_YEARS = Term(valid_from=date(2020, 4, 1), valid_to=date(2025, 3, 31))
TWO_STEPS = """
[[step]]
id = "unit"
ja = "部局"
en = "unit"
people = ["dean"]
days = 30

[[step]]
id = "council"
ja = "評議会"
en = "council"
roles = ["officer"]
"""


@pytest.fixture(autouse=True)
def path(settings, tmp_path):
    settings.TEIKEI_HOME = tmp_path
    (tmp_path / "approval.toml").write_text(TWO_STEPS, encoding="utf-8")
    return tmp_path / "approval.toml"


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def dean():
    return made_person("dean")


@pytest.fixture
def parties(take_in):
    take_in(made_listing())
    return tuple(Institution.objects.get(**{key: word}).pk for key, word in (("is_home", True), ("printed", "カセサート大学")))


@pytest.fixture
def new(parties) -> Proposed:
    return Proposed(
        kind="new", title="新規", draft=Value(level="unit", parties=tuple(Party(institution=pk) for pk in parties), terms=(FIVE_YEARS,))
    )


@pytest.fixture
def kept(parties, officer) -> int:
    value = Value(level="unit", parties=tuple(Party(institution=pk) for pk in parties), concluded_on="2020-04-01", terms=(FIVE_YEARS,))
    return record(value, by=officer, at=AT)


def approved(proposal: Proposed, officer: User, dean: User) -> int:
    number = save_draft(proposal, by=officer, at=AT)
    propose(number, version=None, by=officer, at=AT)
    decide(number, "unit", "approved", on=TODAY, version=None, by=dean, at=AT)
    decide(number, "council", "approved", on=TODAY, minute="24-7", version=None, by=officer, at=AT)
    return number


def test_an_approved_proposal_becomes_an_agreement_and_every_act_is_in_the_ledger(new, officer, dean, parties):
    number = approved(new, officer, dean)
    signed = {parties[1]: Signature(signed_on=date(2024, 6, 30), name="Rector")}
    made = conclude(number, concluded_on=date(2024, 6, 30), signatures=signed, version=None, by=officer, at=AT)
    value = current(AGREEMENTS, made)[1]
    assert (value.concluded_on, value.parties[1].signatures) == ("2024-06-30", (signed[parties[1]],))
    assert current(PROPOSALS, number)[1].result == made
    assert [line["operation"] for line in history_of("proposal", number)] == ["draft", "propose", "decide", "decide", "conclude"]
    assert [line["who"] for line in history_of("proposal", number)] == ["officer", "officer", "dean", "officer", "officer"]
    assert list(Decision.objects.values_list("step", "outcome", "minute", "by")) == [
        ("unit", "approved", "", "dean"), ("council", "approved", "24-7", "officer"),
    ]  # fmt: skip
    assert verify().tampering == ()


def test_an_agreement_that_is_signed_already_is_recorded_while_proposals_wait(new, officer, kept):
    propose(save_draft(new, by=officer, at=AT), version=None, by=officer, at=AT)
    assert Agreement.objects.filter(pk=kept).exists()


def test_a_step_of_named_people_is_not_decided_by_others_but_by_their_deputies(new, officer):
    number = save_draft(new, by=officer, at=AT)
    propose(number, version=None, by=officer, at=AT)
    with pytest.raises(NotYours):
        decide(number, "unit", "approved", on=TODAY, version=None, by=officer, at=AT)
    decide(number, "unit", "approved", on=TODAY, delegate_of="dean", version=None, by=officer, at=AT)
    assert Decision.objects.values_list("by", "delegate_of").get() == ("officer", "dean")


def test_two_who_decide_the_same_step_do_so_once(new, officer, dean):
    number = save_draft(new, by=officer, at=AT)
    propose(number, version=None, by=officer, at=AT)
    version = Proposal.objects.get(pk=number).version
    decide(number, "unit", "approved", on=TODAY, version=version, by=dean, at=AT)
    with pytest.raises(ChangedMeanwhile):
        decide(number, "unit", "rejected", on=TODAY, version=version, by=dean, at=AT)
    with pytest.raises(Refusal, match="decided meanwhile"):
        decide(number, "unit", "rejected", on=TODAY, version=None, by=dean, at=AT)
    assert Decision.objects.count() == 1


def test_what_could_not_be_carried_out_is_told_before_anybody_decides_it(kept, officer):
    runs = Proposed(kind="ending", title="満了", agreement=kept, closed_on=date(2024, 10, 1), closing_reason="expired")
    number = save_draft(runs, by=officer, at=AT)
    with pytest.raises(Refusal, match="so it did not expire then"):
        propose(number, version=None, by=officer, at=AT)
    assert current(PROPOSALS, number)[1].state == "draft"


@pytest.mark.parametrize("kind", ["renewal", "amendment", "ending"])
def test_an_approved_change_is_carried_out_on_the_agreement(kind, kept, officer, dean):
    further = Term(valid_from=date(2025, 4, 1), valid_to=date(2030, 3, 31))
    wanted = {
        "renewal": Proposed(kind="renewal", term=further),
        "amendment": Proposed(kind="amendment", effective_on=TODAY, changes={"title": "新しい名称"}),
        "ending": Proposed(kind="ending", closed_on=date(2024, 10, 1), closing_reason="cancelled"),
    }[kind]
    number = approved(replace(wanted, title=kind, agreement=kept, seen=1), officer, dean)
    assert conclude(number, concluded_on=TODAY, version=None, by=officer, at=AT) == kept
    value = current(AGREEMENTS, kept)[1]
    seen = {
        "renewal": value.terms[-1],
        "amendment": value.amendments and value.amendments[0].changes,
        "ending": value.closing and value.closing.closed_on,
    }
    assert seen[kind] == {"renewal": further, "amendment": {"title": "新しい名称"}, "ending": date(2024, 10, 1)}[kind]
    assert history_of("agreement", kept)[-1]["operation"] == kind


def test_a_change_to_an_agreement_that_was_changed_since_has_to_be_confirmed(kept, officer, dean):
    ending = Proposed(kind="ending", agreement=kept, seen=1, closed_on=date(2024, 10, 1), closing_reason="cancelled")
    number = approved(ending, officer, dean)
    revise(kept, lambda value: replace(value, title="changed"), version=None, by=officer, at=AT)
    with pytest.raises(AgreementChanged):
        conclude(number, concluded_on=TODAY, version=None, by=officer, at=AT)
    assert current(AGREEMENTS, kept)[1].closing is None
    conclude(number, concluded_on=TODAY, still_fits=True, version=None, by=officer, at=AT)
    assert current(AGREEMENTS, kept)[1].closing


def test_concluding_on_a_day_to_come_stores_nothing(new, officer, dean):
    number, before = approved(new, officer, dean), Agreement.objects.count()
    with pytest.raises(NotSound):
        conclude(number, concluded_on=TODAY + timedelta(days=1), version=None, by=officer, at=AT)
    assert (Agreement.objects.count(), current(PROPOSALS, number)[1].state) == (before, "approved")


def test_what_is_concluded_is_not_concluded_again(new, officer, dean):
    number = approved(new, officer, dean)
    conclude(number, concluded_on=TODAY, version=None, by=officer, at=AT)
    with pytest.raises(Refusal):
        conclude(number, concluded_on=TODAY, version=None, by=officer, at=AT)
    with pytest.raises(Refusal):
        withdraw(number, version=None, by=officer, at=AT)


def test_the_list_shows_what_is_due_first_and_whose_it_is(new, officer, dean):
    waits = save_draft(new, by=officer, at=AT)
    propose(waits, version=None, by=officer, at=AT)
    draft = save_draft(replace(new, title="draft"), by=officer, at=AT)
    gone = save_draft(replace(new, title="gone"), by=officer, at=AT)
    withdraw(gone, version=None, by=officer, at=AT)
    assert [(row.id, row.yours) for row in proposals(by=dean, today=TODAY)] == [(waits, True), (draft, False)]
    assert [row.id for row in proposals(by=officer, today=TODAY, closed=True)] == [gone]
    assert proposals_to_decide(by=dean, today=TODAY) == (1, TODAY + timedelta(days=30))
    assert proposals_to_decide(by=officer, today=TODAY) == (0, None)


def test_the_list_needs_as_many_queries_for_many_as_for_one(new, kept, officer, django_assert_max_num_queries):
    for _ in range(8):
        save_draft(new, by=officer, at=AT)
        save_draft(Proposed(kind="renewal", agreement=kept, term=FIVE_YEARS), by=officer, at=AT)
    with django_assert_max_num_queries(4):
        assert len(proposals(by=officer, today=TODAY)) == 16


def test_a_late_step_is_brought_before_the_next(new, officer):
    number = save_draft(new, by=officer, at=AT)
    propose(number, version=None, by=officer, at=AT)
    page = proposal_page(number, by=officer, today=TODAY + timedelta(days=31))
    assert (page.waiting.late, page.told) == (1, ("dean", "officer"))


def test_an_altered_proposal_is_found_by_verify(new, officer):
    number = save_draft(new, by=officer, at=AT)
    Proposal.objects.filter(pk=number).update(state="approved")
    assert [one.place for one in verify().tampering] == [f"proposal {number}"]


def test_a_path_that_is_none_is_refused_before_anything_is_proposed(new, officer, path):
    number = save_draft(new, by=officer, at=AT)
    path.write_text("[[step]]\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"approval\.toml"):
        propose(number, version=None, by=officer, at=AT)
    path.unlink()
    assert [step.id for step in approval_path()] == ["unit", "centre", "committee", "council"]


def test_a_partner_is_found_by_any_of_its_names_or_its_number(parties, officer):
    assert institution_named("ｶｾｻｰﾄ大学", by=officer) == [(parties[1], "カセサート大学")]
    assert institution_named(str(parties[1]), by=officer) == [(parties[1], "カセサート大学")]
    assert institution_named("存在しない大学", by=officer) == []


def test_nobody_else_proposes_decides_or_reads(new, officer):
    number = save_draft(new, by=officer, at=AT)
    for person in (AnonymousUser(), User.objects.create_user("stranger")):
        for act in (
            lambda person=person: save_draft(new, by=person, at=AT),
            lambda person=person: propose(number, version=None, by=person, at=AT),
            lambda person=person: decide(number, "unit", "approved", on=TODAY, version=None, by=person, at=AT),
            lambda person=person: withdraw(number, version=None, by=person, at=AT),
            lambda person=person: conclude(number, concluded_on=TODAY, version=None, by=person, at=AT),
            lambda person=person: proposals(by=person, today=TODAY),
            lambda person=person: proposal_page(number, by=person, today=TODAY),
        ):
            with pytest.raises(PermissionDenied):
                act()
