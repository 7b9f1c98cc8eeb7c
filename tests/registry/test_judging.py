"""Who the partners are: candidates, judgments and their undoing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from teikei.names.bilingual import Refusal
from teikei.registry.models import Agreement, AuthorityRecord, Change, Institution, Judgment
from teikei.registry.operations import judging
from teikei.registry.operations.matching import find_candidates
from teikei.registry.operations.records import refresh_records
from teikei.registry.operations.verify import verify
from teikei.registry.proposals import mark_of, proposals_above
from teikei.registry.queries import partners as queries
from teikei.registry.queries.search import Terms, find
from teikei.registry.refusals import JudgedMeanwhile, NoAuthority, NoRecord, RecordWithdrawn
from tests.people import made_person
from tests.registry.authorities import DELHI, IPB, KASETSART, Authority, Candidate, Match, install, record
from tests.registry.made import RECEIVED, made_listing

pytestmark = pytest.mark.django_db
NOW = RECEIVED + timedelta(days=1)


@pytest.fixture
def hanako():
    return made_person("hanako")


@pytest.fixture
def authority(monkeypatch):
    return install(
        monkeypatch,
        Authority(
            IPB, KASETSART, DELHI,
            answers={
                "デリー大学理学部": Match("accept", (Candidate("04gzb2213", "University of Delhi", 0.98), Candidate("05smgpd89", "IPB University", 0.01))),
                "カセサート大学": Match("accept", (Candidate("05gzceg21", "Kasetsart University", 0.7),), "カセサート大学校"),
            },
        ),
    )  # fmt: skip


@pytest.fixture
def partners(take_in):
    take_in()
    return {one.printed: one.pk for one in Institution.objects.filter(is_home=False)}


@pytest.fixture
def matched(partners, authority):
    find_candidates(by=None, at=NOW)
    return partners


def english(partner: int) -> str:
    judgment = Institution.objects.select_related("judgment__record").get(pk=partner).judgment
    return judgment.record.name_en if judgment and judgment.record else ""


def found(words: str) -> int:
    return find(Terms(text=words)).total


def test_candidates_are_kept_with_their_evidence_and_their_records(matched, hanako):
    page = queries.partner_page(matched["デリー大学理学部"], by=hanako)
    assert [(choice.record.name, choice.score, [text.ja for text in choice.why]) for choice in page.choices] == [
        ("University of Delhi", 0.98, ["音が似ている"]), ("IPB University", 0.01, ["音が似ている"]),
    ]  # fmt: skip
    first = page.choices[0].record
    assert (first.city, first.territory, first.parents) == ("New Delhi", "IN", (("02n9z0v62", "Ministry of Education"),))
    assert queries.partner_page(matched["カセサート大学"], by=hanako).correction == "カセサート大学校"
    assert page.current is None


def test_only_partners_without_candidates_of_this_release_are_matched_again(matched, authority):
    assert find_candidates(by=None, at=NOW).matched == 0
    assert find_candidates(every=True, by=None, at=NOW).matched == 4
    authority.version = "v3.0"
    first = find_candidates(most=3, by=None, at=NOW)
    assert (first.matched, first.left) == (3, 1)
    assert find_candidates(by=None, at=NOW).matched == 1


def test_without_an_authority_nothing_is_matched_and_it_says_what_to_do(partners, settings):
    settings.TEIKEI_AUTHORITY = ""
    with pytest.raises(NoAuthority, match="teikei authority build"):
        find_candidates(by=None, at=NOW)


def test_choosing_a_candidate_gives_its_name_and_lets_every_name_find_the_agreement(matched, hanako):
    partner = matched["カセサート大学"]
    assert [found(words) for words in ("kasetsart", "มหาวิทยาลัยเกษตรศาสตร์", "bangkok")] == [0, 0, 0]
    judging.choose(partner, "https://ror.org/05gzceg21", reason="  the only one \n in Bangkok ", by=hanako, at=NOW)
    assert english(partner) == "Kasetsart University"
    assert [found(words) for words in ("kasetsart", "มหาวิทยาลัยเกษตรศาสตร์", "bangkok", "カセサート")] == [1, 1, 1, 1]
    made = Judgment.objects.get()
    assert (made.verdict, made.score, made.version, made.made_by, made.made_at) == ("accepted", 0.7, "v2.9", hanako, NOW)
    assert made.reason == "the only one   in Bangkok"


def test_a_record_that_was_no_candidate_is_another_verdict(matched, hanako):
    judging.choose(matched["カセサート大学"], "04gzb2213", by=hanako, at=NOW)
    assert Judgment.objects.get().verdict == "other"


@pytest.mark.parametrize("ror", ["", "05gzceg2", "https://ror.org/", "https://example.org/05gzceg21", "0aaaaaa00", "' or 1=1"])
def test_what_is_no_record_is_refused(matched, hanako, ror):
    with pytest.raises(NoRecord):
        judging.choose(matched["カセサート大学"], ror, by=hanako, at=NOW)
    assert not Judgment.objects.exists()


def test_a_record_without_an_authority_is_chosen_among_those_that_are_kept(matched, hanako, monkeypatch, settings):
    monkeypatch.undo()
    settings.TEIKEI_AUTHORITY = ""
    judging.choose(matched["カセサート大学"], "05gzceg21", by=hanako, at=NOW)
    with pytest.raises(NoRecord):
        judging.choose(matched["カセサート大学"], "03t78wx29", by=hanako, at=NOW)


def test_a_new_judgment_counts_and_undoing_it_brings_the_one_before_back(matched, hanako):
    partner = matched["カセサート大学"]
    judging.set_aside(partner, "unsure", by=hanako, at=NOW)
    judging.choose(partner, "05gzceg21", by=hanako, at=NOW)
    last = judging.set_aside(partner, "none", reason="a network", by=hanako, at=NOW)
    assert (english(partner), found("kasetsart")) == ("", 0)
    judging.undo(last, by=hanako, at=NOW)
    assert (english(partner), found("kasetsart")) == ("Kasetsart University", 1)
    assert Judgment.objects.count() == 3
    assert [line.verdict for line in queries.partner_page(partner, by=hanako).history] == ["none", "accepted", "unsure"]
    with pytest.raises(JudgedMeanwhile):
        judging.undo(last, by=hanako, at=NOW)


def test_one_step_accepts_exactly_what_was_shown_and_is_undone_as_one(matched, hanako):
    judging.set_aside(matched["インド工科大学"], "none", by=hanako, at=NOW)
    shown = queries.preview_above(0.6, by=hanako)
    assert [(row.printed, row.name) for row in shown.rows] == [
        ("デリー大学理学部", "University of Delhi"), ("カセサート大学", "Kasetsart University"),
    ]  # fmt: skip
    assert queries.preview_above(0.9, by=hanako).total == 1
    batch = judging.accept_above(0.6, mark=shown.mark, by=hanako, at=NOW)
    assert queries.queue_counts(by=hanako) == {"open": 1, "accepted": 2, "none": 1, "unsure": 0, "changed": 0}
    assert queries.last_step(by=hanako, at=NOW).count == 2
    assert judging.undo_batch(batch, by=hanako, at=NOW) == 2
    assert queries.queue_counts(by=hanako) == {"open": 3, "accepted": 0, "none": 1, "unsure": 0, "changed": 0}
    assert found("kasetsart") == 0


def test_what_the_matcher_leaves_to_a_person_is_in_no_step_however_high_its_score(partners, authority, hanako):
    authority.answers["インド工科大学"] = Match("review", (Candidate("04gzb2213", "University of Delhi", 0.99),))
    find_candidates(by=None, at=NOW)
    assert {row.printed for row in queries.preview_above(0.6, by=hanako).rows} == {"デリー大学理学部", "カセサート大学"}


def test_one_step_is_refused_where_somebody_judged_meanwhile(matched, hanako):
    mark = mark_of(proposals_above(0.6))
    judging.set_aside(matched["カセサート大学"], "none", by=hanako, at=NOW)
    with pytest.raises(JudgedMeanwhile):
        judging.accept_above(0.6, mark=mark, by=hanako, at=NOW)
    assert Judgment.objects.count() == 1


def test_undoing_no_batch_undoes_nothing(matched, hanako):
    judging.set_aside(matched["カセサート大学"], "none", by=hanako, at=NOW)
    with pytest.raises(JudgedMeanwhile):
        judging.undo_batch("", by=hanako, at=NOW)


def test_a_judgment_outlives_a_release_that_merged_its_record(matched, hanako, authority):
    partner = matched["カセサート大学"]
    judging.choose(partner, "05gzceg21", by=hanako, at=NOW)
    merged = record("0merged00", "Kasetsart and Mahidol University", city="Bangkok", territory="TH")
    withdrawn = KASETSART._replace(
        status="withdrawn", relations=(*KASETSART.relations, *record("0x", "", relations=[("successor", "0merged00", "")]).relations)
    )
    authority.version, authority.records = "v3.0", {"0merged00": merged, "05gzceg21": withdrawn}
    looked = refresh_records(by=hanako, at=NOW)
    assert (looked.version, looked.records, looked.changed, looked.absent) == ("v3.0", 1, 1, 0)
    assert queries.queue_counts(by=hanako)["changed"] == 1
    page = queries.partner_page(partner, by=hanako)
    assert (page.record.name, page.record.status) == ("Kasetsart University", "withdrawn")
    assert (page.choices[0].record.ror, page.choices[0].sort) == ("0merged00", "successor")
    with pytest.raises(RecordWithdrawn, match="Kasetsart and Mahidol"):
        judging.choose(partner, "05gzceg21", by=hanako, at=NOW)
    judging.choose(partner, "0merged00", by=hanako, at=NOW)
    assert queries.queue_counts(by=hanako)["changed"] == 0
    assert english(partner) == "Kasetsart and Mahidol University"


def test_a_judged_record_that_a_part_of_the_authority_lacks_is_left_as_it_is(matched, hanako, authority):
    judging.choose(matched["カセサート大学"], "05gzceg21", by=hanako, at=NOW)
    authority.records = {}
    assert refresh_records(by=None, at=NOW).absent == 1
    assert AuthorityRecord.objects.get(ror="05gzceg21").status == "active"


def test_a_row_of_the_next_list_is_found_by_the_record_at_once(matched, hanako, take_in):
    judging.choose(matched["カセサート大学"], "05gzceg21", by=hanako, at=NOW)
    lines = (("TH", "カセサート大学", ("工学部",), ""), ("TH", "カセサート大学", ("理学部",), "2024-04-01"))
    take_in(made_listing(lines))
    assert found("kasetsart") == 2
    assert all(
        "kasetsart" in key for key in Agreement.objects.filter(parties__institution=matched["カセサート大学"]).values_list("key", flat=True)
    )


def test_the_queue_leads_on_to_the_next_partner_and_round_to_the_first(matched, hanako):
    order = [row.id for row in queries.queue_page("open", page=1, by=hanako)]
    assert queries.next_in("open", order[1], by=hanako) == order[2]
    assert queries.next_in("open", order[-1], by=hanako) == order[0]
    assert queries.next_in("none", order[0], by=hanako) is None
    here = queries.around(order[1], "open", by=hanako)
    assert (here.position, here.total, here.earlier.id, here.later.id) == (2, 4, order[0], order[2])


def test_an_unknown_verdict_is_refused(matched, hanako):
    with pytest.raises(Refusal):
        judging.set_aside(matched["カセサート大学"], "accepted", by=hanako, at=NOW)


def test_every_query_and_operation_asks_who_it_is(matched):
    from teikei.registry.queries.records import records_found

    stranger, partner = User.objects.create_user("stranger", "", "x"), matched["カセサート大学"]
    asked = [
        lambda: judging.choose(partner, "05gzceg21", by=stranger, at=NOW),
        lambda: judging.set_aside(partner, "none", by=stranger, at=NOW),
        lambda: judging.accept_above(0.5, mark=mark_of(proposals_above(0.5)), by=stranger, at=NOW),
        lambda: judging.undo(1, by=stranger, at=NOW),
        lambda: judging.undo_batch("x", by=stranger, at=NOW),
        lambda: find_candidates(by=stranger, at=NOW),
        lambda: refresh_records(by=stranger, at=NOW),
        lambda: queries.queue_counts(by=stranger),
        lambda: queries.queue_page("open", page=1, by=stranger),
        lambda: queries.around(partner, "open", by=stranger),
        lambda: queries.next_in("open", 0, by=stranger),
        lambda: queries.partner_page(partner, by=stranger),
        lambda: queries.last_step(by=stranger, at=NOW),
        lambda: queries.preview_above(0.5, by=stranger),
        lambda: queries.matching_state(by=stranger),
        lambda: records_found("x", "", by=stranger, at=NOW),
    ]
    for ask in asked:
        with pytest.raises(PermissionDenied):
            ask()
    assert not Judgment.objects.exists()


def test_each_judgment_and_each_that_is_taken_back_is_a_line_of_the_ledger(matched, hanako):
    partner = matched["カセサート大学"]
    last = judging.choose(partner, "05gzceg21", reason="same place", by=hanako, at=NOW)
    judging.undo(last, by=hanako, at=NOW)
    lines = Change.objects.filter(kind="judgment", subject=last).order_by("version")
    assert [(line.operation, line.who, line.version) for line in lines] == [
        ("judge", hanako.username, 1),
        ("undo-judgment", hanako.username, 2),
    ]
    assert verify().tampering == ()
    Judgment.objects.filter(pk=last).update(reason="another")
    assert [one.place for one in verify().tampering] == [f"judgment {last}"]
