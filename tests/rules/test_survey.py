"""What an agreement answers to the ministry's survey, and what it lacks."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from teikei.rules.agreement import Agreement, Exchange, Memorandum, Party, PartyUnit, Renewal, Term
from teikei.rules.survey import Numbers, answer
from teikei.rules.words import CONTENTS
from tests.rules.agreements import HOME, agreements

DAY = date(2024, 5, 1)
PLAIN = Agreement(
    level="unit",
    parties=(Party(institution=1, units=(PartyUnit(unit=10),)), Party(institution=2)),
    title="学術交流協定",
    concluded_on="2020-04-01",
    contents=(1, 7),
    terms=(Term(valid_from=date(2020, 4, 1), valid_to=date(2025, 3, 31)),),
)
OUT, IN = Exchange(sending=1, receiving=2, places=2), Exchange(sending=2, receiving=1, places=3)
STUDENTS = Memorandum(id="m1", kind="student-exchange", exchanges=(OUT, IN))


def answered(value: Agreement, day: date = DAY):  # type: ignore[no-untyped-def]
    return answer(value, 1, day, has_english=True, has_territory=True)


def lacks(value: Agreement, **more: bool) -> list[str]:
    known = {"has_english": True, "has_territory": True, **more}
    return [text.en for text in answer(value, 1, DAY, **known).missing]


def test_there_are_ten_contents() -> None:
    assert len(CONTENTS) == 10


def test_one_that_renews_itself_ends_with_the_term_that_is_assumed_to_run() -> None:
    ended = replace(PLAIN, terms=(Term(valid_from=date(2015, 4, 1), valid_to=date(2020, 3, 31)),))
    renewing = replace(ended, renewal=Renewal(kind="automatic", years=3))
    assert answered(renewing).valid_to == date(2026, 3, 31)
    assert answered(replace(PLAIN, terms=(Term(valid_from=date(2015, 4, 1)),))).valid_to is None


def test_an_agreement_that_says_everything_lacks_nothing() -> None:
    full = replace(PLAIN, memoranda=(STUDENTS,))
    assert lacks(full) == []
    assert (answered(full).students, answered(full).units, answered(full).valid_to) == (Numbers(2, 3), (10,), date(2025, 3, 31))


def test_what_is_missing_is_told_thing_by_thing() -> None:
    bare = replace(
        PLAIN, title="", concluded_on="2020-04", contents=(), parties=(Party(institution=1), Party(institution=2)), rolled_up=True
    )
    assert lacks(bare, has_english=False, has_territory=False) == [
        "it is a printed row that may stand for several agreements: take it apart",
        "its title",
        "the partner's English name",
        "the partner's country or region",
        "the day on which it was concluded",
        "which of the ten contents it has",
        "our units",
    ]
    assert lacks(PLAIN) == ["the numbers of students sent and received"]


def test_a_memorandum_says_what_it_is_about_by_its_kind_and_only_while_it_holds() -> None:
    over = Memorandum(id="m2", kind="joint-degree", terms=(Term(valid_from=date(2020, 4, 1), valid_to=date(2023, 3, 31)),))
    value = replace(PLAIN, contents=(), memoranda=(STUDENTS, over))
    assert answered(value).contents == (1,)
    assert answered(value, date(2022, 5, 1)).contents == (1, 6)


def test_exchanges_of_one_pool_share_its_places() -> None:
    pooled = (replace(OUT, places=4, pool="a"), replace(OUT, places=4, pool="a"), OUT, replace(IN, places=None))
    value = replace(PLAIN, memoranda=(replace(STUDENTS, exchanges=pooled),))
    assert answered(value).students == Numbers(6, None)


def test_staff_who_teach_are_no_students() -> None:
    value = replace(PLAIN, memoranda=(replace(STUDENTS, exchanges=(replace(OUT, mobility="staff-teaching"),)),))
    assert answered(value).students == Numbers()


def test_credit_transfer_and_double_degree_answer_their_own_questions() -> None:
    credit = Memorandum(id="c", kind="credit-transfer", exchanges=(replace(OUT, places=5, sending_units=(11,)),))
    degree = Memorandum(
        id="d", kind="double-degree", selection="書類選考", degrees="修士（双方）", exchanges=(replace(OUT, fields=("0711",), places=1),)
    )
    value = replace(PLAIN, contents=(), memoranda=(credit, degree))
    made = answered(value)
    assert (made.contents, made.credit, made.credit_units) == ((4, 5), Numbers(5, None), (11,))
    assert (made.degree_units, made.degree_fields, made.missing) == ((10,), "0711", ())
    assert (made.degree_selection, made.degrees) == ("書類選考", "修士（双方）")
    bare = replace(PLAIN, contents=(4, 5))
    assert [text for text in lacks(bare) if text.startswith(("credit", "double"))] == [
        "credit transfer: numbers sent and received", "credit transfer: our units", "double degree: our units", "double degree: the field",
        "double degree: how students are selected", "double degree: which degrees they get",
    ]  # fmt: skip


def test_a_renewal_that_nobody_confirmed_is_missing() -> None:
    value = replace(
        PLAIN,
        memoranda=(STUDENTS,),
        renewal=Renewal(kind="automatic", years=5),
        terms=(Term(valid_from=date(2015, 4, 1), valid_to=date(2020, 3, 31)),),
    )
    assert lacks(value) == ["whether its automatic renewal took place"]


@given(agreements(), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_every_agreement_has_an_answer(value: Agreement, day: date) -> None:
    made = answer(value, HOME, day, has_english=True, has_territory=True)
    assert set(made.contents) <= set(range(1, 11))
    assert len(set(made.missing)) == len(made.missing)
