"""Values of an agreement as JSON and back, and what is wrong with them."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from hypothesis import given

from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Closing,
    Exchange,
    Memorandum,
    Party,
    PartyUnit,
    Renewal,
    Signature,
    SigningCheck,
    Term,
    agreement_from,
    plain,
)
from teikei.rules.problems import problems
from tests.rules.agreements import TODAY, agreements, rough_agreements

SOUND = Agreement(
    level="unit",
    parties=(Party(institution=1, units=(PartyUnit(unit=10),)), Party(institution=2)),
    concluded_on="2015-11-09",
    terms=(Term(valid_from=date(2015, 11, 9), valid_to=date(2020, 11, 8)),),
    renewal=Renewal(kind="automatic", years=5, notice_months=6),
)


def where(agreement: Agreement) -> list[str]:
    return [problem.path for problem in problems(agreement, TODAY)]


@given(rough_agreements())
def test_an_agreement_comes_back_from_its_plain_form_the_same(agreement: Agreement) -> None:
    assert agreement_from(msgspec.json.decode(msgspec.json.encode(plain(agreement)))) == agreement


@given(agreements())
def test_nothing_is_wrong_with_a_sound_agreement(agreement: Agreement) -> None:
    assert problems(agreement, TODAY) == ()


@given(rough_agreements())
def test_every_problem_names_a_field_and_says_what_to_do_in_both_languages(agreement: Agreement) -> None:
    for problem in problems(agreement, TODAY):
        assert problem.path
        assert problem.text.en.count(". ") >= 1
        assert problem.text.ja.endswith("ください。") or "だけです。" in problem.text.ja or problem.text.ja.endswith("登録します。")


def test_an_agreement_of_one_party_lacks_the_other() -> None:
    assert where(replace(SOUND, parties=SOUND.parties[:1])) == ["parties"]


def test_an_institution_is_named_once_and_so_is_a_unit() -> None:
    twice = (*SOUND.parties, Party(institution=1, units=(PartyUnit(unit=10),)))
    assert where(replace(SOUND, parties=twice)) == ["parties[2].institution", "parties[2].units[0].unit"]


@pytest.mark.parametrize("printed", ["2026-05-02", "2026-06", "2027"])
def test_an_agreement_cannot_have_been_concluded_in_the_future(printed: str) -> None:
    assert where(replace(SOUND, concluded_on=printed)) == ["concluded_on"]


def test_this_month_and_this_year_are_not_the_future() -> None:
    assert [where(replace(SOUND, concluded_on=printed, terms=())) for printed in ("2026-05-01", "2026-05", "2026")] == [[], [], []]


def test_a_day_that_never_was_is_refused_alone() -> None:
    assert where(replace(SOUND, concluded_on="2023-02-30", parties=())) == ["concluded_on"]


def test_a_content_that_the_ministry_does_not_know_is_refused_at_its_place() -> None:
    assert where(replace(SOUND, contents=(1, 11))) == ["contents[1]"]


def test_a_term_cannot_end_before_it_begins() -> None:
    assert where(replace(SOUND, terms=(Term(valid_from=date(2020, 1, 2), valid_to=date(2020, 1, 1)),))) == ["terms[0].valid_to"]


@pytest.mark.parametrize(
    ("concluded_on", "path"), [("2020-11-09", ["terms[0].valid_to"]), ("2020-11-08", []), ("2020", []), ("2021", ["terms[0].valid_to"])]
)
def test_a_term_is_not_over_before_the_agreement_or_the_memorandum_was_concluded(concluded_on: str, path: list[str]) -> None:
    assert where(replace(SOUND, concluded_on=concluded_on)) == path
    memorandum = Memorandum(id="m1", concluded_on=concluded_on, terms=SOUND.terms)
    assert where(replace(SOUND, memoranda=(memorandum,))) == [f"memoranda[0].{one}" for one in path]


def test_terms_of_one_common_day_overlap_wherever_they_stand() -> None:
    later = Term(valid_from=date(2020, 11, 8), valid_to=date(2025, 1, 1))
    assert where(replace(SOUND, terms=(later, *SOUND.terms))) == ["terms[0].valid_from"]


def test_only_the_last_term_may_be_open() -> None:
    opened = (Term(valid_from=date(2015, 1, 1)), Term(valid_from=date(2020, 1, 1)))
    assert where(replace(SOUND, terms=opened, renewal=Renewal())) == ["terms[1].valid_from"]
    assert where(replace(SOUND, terms=opened[1:], renewal=Renewal())) == []


def test_an_open_term_is_not_renewed_automatically() -> None:
    assert where(replace(SOUND, terms=(Term(valid_from=date(2015, 1, 1)),))) == ["renewal.kind"]


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (Renewal(kind="procedure", notice_months=6), ["renewal.notice_months"]),
        (Renewal(kind="none", years=5), ["renewal.kind"]),
        (Renewal(kind="automatic", at_most=2), ["renewal.years"]),
        (Renewal(kind="automatic", years=1, notice_months=12), ["renewal.notice_months"]),
        (Renewal(kind="automatic", years=0), ["renewal.years"]),
    ],
)
def test_a_rule_of_renewal_that_cannot_be_followed_is_a_problem(rule: Renewal, path: list[str]) -> None:
    assert where(replace(SOUND, renewal=rule)) == path


def test_it_cannot_be_closed_before_it_was_concluded_nor_expire_while_a_term_runs() -> None:
    assert where(replace(SOUND, closing=Closing(closed_on=date(2015, 11, 8), reason="cancelled"))) == ["closing.closed_on"]
    assert where(replace(SOUND, closing=Closing(closed_on=date(2020, 11, 8), reason="expired"))) == ["closing.reason"]
    assert where(replace(SOUND, closing=Closing(closed_on=date(2020, 11, 9), reason="expired"))) == []


def test_the_stated_day_of_effect_has_to_be_stated() -> None:
    assert where(replace(SOUND, effect="stated")) == ["effective_on"]


def test_nobody_signed_or_checked_tomorrow() -> None:
    tomorrow = date(2026, 5, 2)
    signed = replace(SOUND.parties[0], signatures=(Signature(signed_on=tomorrow),))
    checked = SigningCheck(kind="end-user", result="cleared", checked_on=tomorrow)
    assert where(replace(SOUND, parties=(signed, SOUND.parties[1]), checks=(checked,))) == [
        "parties[0].signatures[0].signed_on",
        "checks[0].checked_on",
    ]


def test_memoranda_have_ids_of_their_own_and_exchange_between_parties() -> None:
    strange = Memorandum(id="a", exchanges=(Exchange(sending=1, receiving=3), Exchange(sending=2, receiving=2)))
    assert where(replace(SOUND, memoranda=(Memorandum(id="a"), strange))) == [
        "memoranda[1].id",
        "memoranda[1].exchanges[0].receiving",
        "memoranda[1].exchanges[1].receiving",
    ]


def test_exchanges_of_a_pool_have_one_number_of_places_and_years_are_academic_years() -> None:
    exchanges = (
        Exchange(sending=1, receiving=2, places=2, pool="a", first_year="2024/2025", last_year="2023/2024"),
        Exchange(sending=2, receiving=1, places=3, pool="a", first_year="2024"),
    )
    assert where(replace(SOUND, memoranda=(Memorandum(id="a", exchanges=exchanges),))) == [
        "memoranda[0].exchanges[0].last_year",
        "memoranda[0].exchanges[1].first_year",
        "memoranda[0].exchanges[1].places",
    ]


def test_an_amendment_changes_only_what_was_agreed_and_its_result_is_sound_too() -> None:
    def amended(day: date, **changes: object) -> Agreement:
        return replace(SOUND, amendments=(Amendment(effective_on=day, changes=plain(changes)),))

    day = date(2017, 1, 1)
    assert where(amended(day, level="university")) == ["amendments[0].changes"]
    assert where(amended(date(2015, 1, 1), title="A")) == ["amendments[0].effective_on"]
    assert where(amended(day, terms="never")) == ["amendments[0].changes"]
    assert where(amended(day, parties=SOUND.parties[:1])) == ["amendments[0].changes.parties"]
    assert where(replace(amended(day, title="A"), closing=Closing(closed_on=day, reason="cancelled"))) == ["amendments[0].effective_on"]
    assert where(amended(day, terms=(Term(valid_from=date(2014, 1, 1), valid_to=date(2016, 12, 31)),))) == ["amendments[0].changes.terms"]
    assert where(amended(day, title="A")) == []
