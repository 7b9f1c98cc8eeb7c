"""Of what somebody has to be reminded, by pure rules. BAD_INPUTS 83: day boundaries and leap days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Closing, Party, Renewal, Term
from teikei.rules.reminders import Due, Leads, due, leads_from_toml, stage_on, step_due, undecided
from tests.rules.agreements import agreements, rough_agreements

LEADS = Leads()
END = date(2025, 3, 31)
HELD = Agreement(
    level="unit",
    parties=(Party(institution=1), Party(institution=2)),
    concluded_on="2020-04-01",
    terms=(Term(valid_from=date(2020, 4, 1), valid_to=END),),
    renewal=Renewal(kind="procedure"),
)
AUTOMATIC = replace(HELD, renewal=Renewal(kind="automatic", years=5, notice_months=6))


@pytest.mark.parametrize(
    ("before", "stage"),
    [
        (181, None),
        (180, 180),
        (179, 180),
        (91, 180),
        (90, 90),
        (30, 30),
        (8, 30),
        (7, 7),
        (0, 7),
        (-1, -1),
        (-29, -1),
        (-30, -30),
        (-60, -30),
        (-61, None),
    ],
)
def test_a_stage_holds_from_its_day_until_the_next_one_begins(before: int, stage: int | None) -> None:
    assert stage_on(END, END - timedelta(days=before), LEADS.end) == stage


def test_a_stage_before_the_deadline_does_not_hold_after_it() -> None:
    assert stage_on(END, END + timedelta(days=1), LEADS.notice) is None


def test_an_end_that_needs_a_procedure_is_spoken_of_and_after_it_too() -> None:
    assert due(HELD, date(2024, 10, 2), LEADS) == (Due("end", END, 180, False),)
    assert due(HELD, END, LEADS) == (Due("end", END, 7, True),)
    assert due(HELD, date(2025, 4, 1), LEADS) == (Due("end", END, -1, True),)


def test_an_end_without_renewal_is_not_spoken_of_once_it_passed() -> None:
    ending = replace(HELD, renewal=Renewal(kind="none"))
    assert due(ending, END, LEADS) == (Due("end", END, 7, True),)
    assert due(ending, END + timedelta(days=1), LEADS) == ()


def test_of_an_automatic_renewal_the_day_for_notice_is_spoken_of_and_not_the_end() -> None:
    notice = date(2024, 9, 30)  # six months before 31 March: September has no 31st
    assert due(AUTOMATIC, date(2024, 9, 1), LEADS) == (Due("notice", notice, 30, True),)
    assert due(AUTOMATIC, notice + timedelta(days=1), LEADS) == ()


def test_a_renewal_without_a_known_day_for_notice_is_spoken_of_itself() -> None:
    unknown = replace(AUTOMATIC, renewal=Renewal(kind="automatic", years=5))
    assert due(unknown, date(2025, 3, 1), LEADS) == (Due("renewal", END, 30, True),)


@pytest.mark.parametrize(
    "decided",
    [
        replace(HELD, terms=(*HELD.terms, Term(valid_from=date(2025, 4, 1), valid_to=date(2030, 3, 31)))),
        replace(HELD, closing=Closing(closed_on=date(2025, 4, 1), reason="cancelled")),
        replace(AUTOMATIC, closing=Closing(closed_on=date(2025, 4, 1), reason="cancelled")),
    ],
)
def test_nothing_is_said_of_what_is_decided(decided: Agreement) -> None:
    assert [due(decided, END - timedelta(days=days), LEADS) for days in (180, 90, 30, 7, 0, -1)] == [()] * 6


def test_nothing_is_said_of_a_deadline_that_was_left_alone_and_the_next_one_counts_again() -> None:
    left = {("notice", date(2024, 9, 30))}
    assert due(AUTOMATIC, date(2024, 9, 1), LEADS, left) == ()
    assert due(AUTOMATIC, date(2029, 9, 1), LEADS, left) == (Due("notice", date(2029, 9, 30), 30, True),)


@pytest.mark.parametrize(
    ("end", "days", "on"),
    [
        (date(2024, 2, 29), 7, date(2024, 2, 22)),
        (date(2024, 2, 29), -1, date(2024, 3, 1)),
        (date(2023, 2, 28), -1, date(2023, 3, 1)),
        (date(2024, 3, 1), 1, date(2024, 2, 29)),
    ],
)
def test_days_before_and_after_a_leap_day_are_counted_on_the_calendar(end: date, days: int, on: date) -> None:
    held = replace(HELD, terms=(Term(valid_from=date(2019, 3, 1), valid_to=end),))
    assert due(held, on, Leads(end=(days,)))[0] == Due("end", end, days, True)


def test_a_notice_six_months_before_the_end_of_august_falls_on_the_leap_day() -> None:
    value = replace(AUTOMATIC, terms=(Term(valid_from=date(2019, 9, 1), valid_to=date(2024, 8, 31)),))
    assert undecided(value, date(2024, 1, 1), date(2024, 12, 31)) == (("notice", date(2024, 2, 29)),)


def test_a_step_of_a_proposal_is_spoken_of_near_its_day_and_after() -> None:
    assert step_due(END, END - timedelta(days=8), LEADS) is None
    assert step_due(END, END - timedelta(days=7), LEADS) == Due("step", END, 7, False)
    assert step_due(END, END + timedelta(days=1), LEADS) == Due("step", END, -1, True)
    assert step_due(None, END, LEADS) is None


def test_lead_times_are_read_from_a_file_and_the_rest_stays_as_it_is() -> None:
    leads = leads_from_toml("end = [365, 30]\nescalate = 60\n", "reminders.toml")
    assert (leads.end, leads.notice, leads.escalate, leads.longest) == ((365, 30), (180, 90, 30, 7), 60, 365)


@pytest.mark.parametrize("text", ["end = 30", "end = ['x']", "colour = [1]", "end = [99999]", "escalate = [1]", "end = [true]", "x ["])
def test_what_are_no_lead_times_is_refused_with_the_file_named(text: str) -> None:
    with pytest.raises(Refusal, match=r"^reminders\.toml: these are no lead times"):
        leads_from_toml(text, "reminders.toml")


@given(agreements(), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_run_every_day_speaks_of_each_stage_on_days_on_end(value: Agreement, start: date) -> None:
    spoken = [{(one.about, one.due_on, one.stage) for one in due(value, start + timedelta(days=day), LEADS)} for day in range(40)]
    for key in set().union(*spoken):
        days = [index for index, keys in enumerate(spoken) if key in keys]
        assert days == list(range(days[0], days[-1] + 1))


@given(rough_agreements(), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_no_agreement_however_unsound_breaks_the_reminders_of_the_others(value: Agreement, today: date) -> None:
    for one in due(value, today, LEADS):
        assert -60 <= (one.due_on - today).days <= 180
