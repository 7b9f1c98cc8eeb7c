"""On which days an agreement holds. The examples of docs/reference/rules.md, run; the page is written from the same file."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.rules.agreement import Agreement, Memorandum, Renewal, Term, agreement_from
from teikei.rules.held import (
    Basis,
    Status,
    deadlines,
    memorandum_status,
    months_before,
    on_day,
    renewal_terms,
    spans,
    status,
    term_from,
)
from tests.rules.agreements import agreements, days, rough_agreements

SPEC = tomllib.loads(Path(__file__).with_name("spec_held.toml").read_text(encoding="utf-8"))
ONE_DAY = timedelta(days=1)


def made(fields: dict[str, Any]) -> Agreement:
    return agreement_from({"level": "unit", "parties": [], **fields})


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize("example", SPEC["example"], ids=lambda example: example["en"][:50])
def test_an_example_holds_on_the_days_that_the_manual_prints(example: dict[str, Any]) -> None:
    agreement, gives = made(example["agreement"]), example["gives"]
    assert [[iso(span.valid_from), iso(span.valid_to), span.basis] for span in spans(agreement)] == gives["spans"]
    assert [[day, status(agreement, date.fromisoformat(day))] for day, _ in gives["days"]] == gives["days"]
    seen = [(day, deadlines(agreement, date.fromisoformat(day))) for day, *_ in gives.get("notice", [])]
    assert [[day, iso(due.notice_by), iso(due.notice_for)] for day, due in seen] == gives.get("notice", [])


def test_every_ground_and_state_is_described_and_shown() -> None:
    words = list(dict.fromkeys((*get_args(Basis), *get_args(Status))))
    assert sorted(word["name"] for word in SPEC["word"]) == sorted(words)
    shown = {
        one
        for example in SPEC["example"]
        for one in [*(s[2] for s in example["gives"]["spans"]), *(d[1] for d in example["gives"]["days"])]
    }
    assert shown == set(words)


@given(rough_agreements())
def test_spans_are_sorted_and_never_overlap(agreement: Agreement) -> None:
    every = spans(agreement)
    assert all(span.valid_to is None or span.valid_from <= span.valid_to for span in every)
    assert all(one.valid_to is not None and one.valid_to < other.valid_from for one, other in zip(every, every[1:], strict=False))


@given(rough_agreements(), st.data())
def test_what_it_is_on_a_day_agrees_with_its_spans(agreement: Agreement, draw: st.DataObject) -> None:
    edges = [day for span in spans(agreement) for day in (span.valid_from, span.valid_to) if day]
    day = draw.draw(st.sampled_from(edges) if edges else days)
    for near in {day, *((day - ONE_DAY,) if day > date.min else ()), *((day + ONE_DAY,) if day < date.max else ())}:
        bases = [span.basis for span in spans(agreement) if span.holds_on(near)]
        state = status(agreement, near)
        assert (state in ("in-force", "assumed")) == bool(bases)
        assert (state == "assumed") == (bases == ["assumed"])
        if agreement.closing and near >= agreement.closing.closed_on:
            assert state == "ended"
        if state == "pending":
            assert any(span.valid_to and span.valid_to < near for span in spans(agreement))


@given(agreements(), days)
def test_the_value_of_a_day_holds_from_then_on_as_the_whole_does_unless_its_terms_were_amended(agreement: Agreement, day: date) -> None:
    value = on_day(agreement, day)
    assert on_day(value, day) == value
    if not any(one.effective_on <= day and {"terms", "renewal"} & set(one.changes) for one in agreement.amendments):
        assert [status(value, later) for later in (day, day + 400 * ONE_DAY)] == [
            status(agreement, later) for later in (day, day + 400 * ONE_DAY)
        ]


@given(agreements(), days)
def test_assumed_terms_one_by_one_are_the_assumed_days(agreement: Agreement, until: date) -> None:
    terms = renewal_terms(agreement, until)
    for span in spans(agreement):
        if span.basis == "assumed" and span.valid_from <= until:
            for day in (span.valid_from, min(span.valid_to or until, until)):
                assert sum(term.valid_from <= day <= (term.valid_to or date.max) for term in terms) == 1
    assert all(status(agreement, term.valid_from) == "assumed" for term in terms)


@given(agreements(), days)
def test_a_deadline_is_still_to_come_and_lies_before_the_end_it_is_for(agreement: Agreement, day: date) -> None:
    due = deadlines(agreement, day)
    assert due.ends_on is None or due.ends_on >= day
    if due.notice_by and due.notice_for:
        assert day <= due.notice_by <= due.notice_for
        assert status(agreement, due.notice_for) in ("in-force", "assumed")
        assert status(agreement, due.notice_for + ONE_DAY) == "assumed"


def test_an_unknown_effect_leaves_the_date_concluded_to_decide() -> None:
    by_rule = [made({"concluded_on": "2019-06", "effect": effect}) for effect in ("concluded", "last-signature", "stated")]
    assert [spans(one)[0].valid_from for one in by_rule] == [date(2019, 6, 1)] * 3
    assert spans(replace(by_rule[2], effective_on=date(2019, 7, 1)))[0].valid_from == date(2019, 7, 1)


def test_an_amendment_shows_from_its_day_on_and_a_later_one_waits() -> None:
    agreement = made(
        {
            "title": "old",
            "amendments": [
                {"effective_on": "2022-04-01", "changes": {"title": "newest"}},
                {"effective_on": "2020-04-01", "changes": {"title": "new", "level": "university"}},
            ],
        }
    )
    shown = [on_day(agreement, day) for day in (date(2020, 3, 31), date(2020, 4, 1), date(2022, 4, 1))]
    assert [(one.title, one.level, len(one.amendments)) for one in shown] == [("old", "unit", 2), ("new", "unit", 1), ("newest", "unit", 0)]


def test_the_end_that_comes_next_says_whether_it_is_confirmed() -> None:
    agreement = made(
        {"terms": [{"valid_from": "2015-04-01", "valid_to": "2020-03-31"}], "renewal": {"kind": "automatic", "years": 5, "at_most": 1}}
    )
    seen = [deadlines(agreement, day) for day in (date(2014, 1, 1), date(2020, 4, 1), date(2025, 4, 1))]
    assert [(due.ends_on, due.basis, due.last_end) for due in seen] == [
        (date(2020, 3, 31), "confirmed", date(2025, 3, 31)),
        (date(2025, 3, 31), "assumed", date(2025, 3, 31)),
        (None, None, date(2025, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2020-04-01", 5, "2025-03-31"),
        ("2020-02-29", 4, "2024-02-28"),
        ("2020-02-29", 1, "2021-02-28"),
        ("2023-03-01", 1, "2024-02-29"),
        ("9998-01-02", 5, "9999-12-31"),
    ],
)
def test_a_term_of_years_ends_on_the_day_before_its_anniversary(start: str, years: int, end: str) -> None:
    assert term_from(date.fromisoformat(start), years) == Term(valid_from=date.fromisoformat(start), valid_to=date.fromisoformat(end))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2025-08-31", 6, "2025-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2025-03-31", 12, "2024-03-31"),
        ("2025-01-15", 1, "2024-12-15"),
        ("2025-01-15", 0, "2025-01-15"),
        ("0001-02-01", 2, "0001-01-01"),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_of_the_month(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


def test_a_memorandum_holds_where_its_agreement_and_its_own_term_do() -> None:
    agreement = made(
        {"concluded_on": "2015-04-01", "terms": [{"valid_from": "2015-04-01", "valid_to": "2020-03-31"}], "renewal": {"kind": "procedure"}}
    )
    bare = Memorandum(id="a", concluded_on="2018-04")
    own = Memorandum(id="b", terms=(Term(valid_from=date(2016, 4, 1), valid_to=date(2025, 3, 31)),))
    short = replace(own, terms=(Term(valid_from=date(2016, 4, 1), valid_to=date(2017, 3, 31)),), renewal=Renewal(kind="automatic", years=1))
    asked = [date(2015, 3, 31), date(2016, 4, 1), date(2018, 4, 1), date(2020, 4, 1)]
    assert [[memorandum_status(agreement, one, day) for day in asked] for one in (bare, own, short)] == [
        ["not-yet", "not-yet", "in-force", "pending"],
        ["not-yet", "in-force", "in-force", "pending"],
        ["not-yet", "in-force", "assumed", "pending"],
    ]
