"""What became of agreements between two days."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from teikei.rules.agreement import Agreement, Amendment, Closing, Party, Renewal, Term
from teikei.rules.held import spans
from teikei.rules.institution import Institution, Name
from teikei.rules.yearly import Happened, happened, renamed
from tests.rules.agreements import agreements

SINCE, UNTIL = date(2023, 5, 1), date(2024, 5, 1)
FIRST = Term(valid_from=date(2019, 4, 1), valid_to=date(2024, 3, 31))
HELD = Agreement(level="unit", parties=(Party(institution=1), Party(institution=2)), concluded_on="2019-04-01", terms=(FIRST,))


def became(value: Agreement) -> list[Happened]:
    return happened({7: value}, SINCE, UNTIL)


def test_what_begins_in_the_year_is_new_and_the_first_day_itself_belongs_to_the_year_before() -> None:
    new = replace(HELD, concluded_on="2023-06-01", terms=(Term(valid_from=date(2023, 6, 1)),))
    assert became(new) == [Happened(7, "new", date(2023, 6, 1))]
    assert became(replace(new, terms=(Term(valid_from=SINCE),))) == []
    assert became(replace(new, terms=(Term(valid_from=UNTIL),))) == [Happened(7, "new", UNTIL)]


def test_what_ends_says_on_which_day_and_why() -> None:
    assert became(replace(HELD, renewal=Renewal(kind="none"))) == [Happened(7, "ended", date(2024, 3, 31), "", "expired")]
    closing = Closing(closed_on=date(2023, 10, 1), reason="cancelled", note="先方の申出")
    assert became(replace(HELD, closing=closing)) == [Happened(7, "ended", date(2023, 10, 1), "先方の申出", "cancelled")]


def test_a_further_term_is_a_renewal_and_one_that_nobody_confirmed_says_so() -> None:
    further = Term(valid_from=date(2024, 4, 1), valid_to=date(2029, 3, 31))
    assert became(replace(HELD, terms=(FIRST, further))) == [Happened(7, "renewed", date(2024, 4, 1))]
    assert became(replace(HELD, renewal=Renewal(kind="automatic", years=5))) == [Happened(7, "renewed-assumed", date(2024, 4, 1))]


def test_an_amendment_of_the_year_is_told_with_its_reason() -> None:
    amendment = Amendment(effective_on=date(2023, 9, 1), changes={"title": "新"}, reason="改称のため")
    value = replace(HELD, terms=(Term(valid_from=date(2019, 4, 1)),), amendments=(amendment,))
    assert became(value) == [Happened(7, "amended", date(2023, 9, 1), "改称のため")]


def test_a_partner_that_was_renamed_is_told_by_both_names_once() -> None:
    old = Name(text="旧大学", language="ja", used_to=date(2023, 9, 30))
    names = (
        old,
        Name(text="新大学", language="ja", used_from=date(2023, 10, 1)),
        Name(text="New University", language="en", used_from=date(2023, 10, 1)),
    )
    value = replace(HELD, terms=(Term(valid_from=date(2019, 4, 1)),))
    found = renamed({7: value}, {2: Institution(names=names)}, SINCE, UNTIL)
    assert found == [Happened(7, "renamed", date(2023, 10, 1), "旧大学 → 新大学")]
    assert renamed({7: value}, {2: Institution(names=names)}, UNTIL, date(2025, 5, 1)) == []


def test_a_first_name_in_another_language_is_no_renaming() -> None:
    names = (Name(text="大学", language="ja"), Name(text="University", language="en", used_from=date(2023, 10, 1)))
    assert renamed({7: replace(HELD, terms=(Term(valid_from=SINCE),))}, {2: Institution(names=names)}, SINCE, UNTIL) == []


@given(agreements(), st.dates(date(1995, 1, 1), date(2020, 1, 1)), st.integers(1, 4000))
def test_new_and_ended_are_exactly_what_holds_on_one_of_both_days(value: Agreement, since: date, days: int) -> None:
    until = date.fromordinal(since.toordinal() + days)
    before, after = (any(span.holds_on(day) for span in spans(value)) for day in (since, until))
    kinds = {one.became for one in happened({1: value}, since, until)}
    assert ("new" in kinds) == (after and not before)
    assert ("ended" in kinds) == (before and not after)
    for one in happened({1: value}, since, until):
        assert one.on is None or since <= one.on <= until
