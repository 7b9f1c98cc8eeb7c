"""What may be done with an agreement, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Closing,
    DocumentRef,
    Exchange,
    Link,
    Memorandum,
    Note,
    Party,
    PartyUnit,
    Renewal,
    Term,
    plain,
)
from teikei.rules.changes import amended, closed, confirmed, raised, renewed, reopened, with_memorandum, without_memorandum
from teikei.rules.held import on_day, spans, status
from teikei.rules.problems import problems
from teikei.rules.splitting import Uncovered, by_unit, split
from tests.rules.agreements import TODAY, agreements, days

FIRST = Term(valid_from=date(2015, 4, 1), valid_to=date(2020, 3, 31))
ROW = Agreement(
    level="unit",
    parties=(Party(institution=1, units=(PartyUnit(unit=10), PartyUnit(unit=11))), Party(institution=2)),
    concluded_on="2015-04-01",
    notes=(Note(text="seen", by="a", at="2024-05-01T00:00:00+09:00"),),
    entries=(7,),
    rolled_up=True,
)
TERMED = replace(ROW, terms=(FIRST,), renewal=Renewal(kind="procedure"), rolled_up=False)
AUTOMATIC = replace(TERMED, renewal=Renewal(kind="automatic", years=5, at_most=3))


def term(first: str, last: str = "") -> Term:
    return Term(valid_from=date.fromisoformat(first), valid_to=date.fromisoformat(last) if last else None)


def held(agreement: Agreement) -> list[tuple[str, str, str]]:
    return [(str(span.valid_from), str(span.valid_to or ""), span.basis) for span in spans(agreement)]


# Renewal and confirmation


def test_a_renewal_is_a_further_confirmed_term() -> None:
    new = renewed(TERMED, term("2020-04-01", "2025-03-31"), today=TODAY)
    assert held(new) == [("2015-04-01", "2020-03-31", "confirmed"), ("2020-04-01", "2025-03-31", "confirmed")]


def test_renewing_what_was_assumed_confirms_it_up_to_the_day_before() -> None:
    new = renewed(AUTOMATIC, term("2022-10-01", "2027-09-30"), today=TODAY)
    assert held(new)[:3] == [
        ("2015-04-01", "2020-03-31", "confirmed"),
        ("2020-04-01", "2022-09-30", "confirmed"),
        ("2022-10-01", "2027-09-30", "confirmed"),
    ]


def test_renewing_what_only_a_list_names_keeps_the_years_before() -> None:
    assert held(renewed(ROW, term("2025-04-01", "2030-03-31"), today=TODAY)) == [
        ("2015-04-01", "2025-03-31", "confirmed"),
        ("2025-04-01", "2030-03-31", "confirmed"),
    ]
    undated = renewed(replace(ROW, concluded_on=""), term("2025-04-01", "2030-03-31"), today=TODAY)
    assert status(undated, date(2024, 5, 1)) == "in-force"


@pytest.mark.parametrize("first", ["2020-03-31", "2014-01-01"])
def test_a_renewal_cannot_begin_before_the_last_term_is_over(first: str) -> None:
    with pytest.raises(Refusal, match="runs until 2020-03-31"):
        renewed(TERMED, term(first, "2030-01-01"), today=TODAY)


def test_an_open_term_and_a_closed_agreement_are_not_renewed() -> None:
    with pytest.raises(Refusal, match="has no end"):
        renewed(replace(TERMED, terms=(term("2015-04-01"),)), term("2020-04-01"), today=TODAY)
    with pytest.raises(Refusal, match="Reopen it first"):
        renewed(closed(TERMED, date(2020, 4, 1), "expired", today=TODAY), term("2020-04-01"), today=TODAY)


def test_a_renewal_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal, match="before it begins"):
        renewed(TERMED, term("2021-04-01", "2021-03-01"), today=TODAY)


def test_a_renewal_after_an_amendment_of_the_terms_counts_too() -> None:
    changed = amended(TERMED, date(2018, 1, 1), {"terms": plain((term("2015-04-01", "2021-03-31"),))}, today=TODAY)
    assert held(renewed(changed, term("2021-04-01", "2026-03-31"), today=TODAY)) == [
        ("2015-04-01", "2021-03-31", "confirmed"),
        ("2021-04-01", "2026-03-31", "confirmed"),
    ]


def test_confirming_changes_the_ground_and_not_the_days() -> None:
    new = confirmed(AUTOMATIC, date(2025, 4, 1), today=TODAY)
    assert held(AUTOMATIC) == [
        ("2015-04-01", "2020-03-31", "confirmed"), ("2020-04-01", "2025-03-31", "assumed"),
        ("2025-04-01", "2030-03-31", "assumed"), ("2030-04-01", "2035-03-31", "assumed"),
    ]  # fmt: skip
    assert held(new) == [(first, last, "confirmed" if first < "2030" else "assumed") for first, last, _ in held(AUTOMATIC)]


def test_confirming_a_renewal_of_unknown_length_goes_up_to_the_day_given() -> None:
    unknown = replace(TERMED, renewal=Renewal(kind="automatic"))
    assert held(confirmed(unknown, date(2024, 3, 31), today=TODAY)) == [
        ("2015-04-01", "2020-03-31", "confirmed"), ("2020-04-01", "2024-03-31", "confirmed"), ("2024-04-01", "", "assumed"),
    ]  # fmt: skip


@given(agreements(), days)
def test_confirming_never_changes_whether_it_holds(agreement: Agreement, until: date) -> None:
    assume(agreement.closing is None)
    try:
        new = confirmed(agreement, until, today=TODAY)
    except Refusal:
        return
    edges = {span.valid_from for span in spans(agreement)} | {
        span.valid_to + timedelta(days=1) for span in spans(agreement) if span.valid_to
    }
    for day in edges:
        assert any(span.holds_on(day) for span in spans(new)) == any(span.holds_on(day) for span in spans(agreement))


def test_where_nothing_is_assumed_nothing_is_confirmed() -> None:
    for agreement, until in ((TERMED, date(2030, 1, 1)), (AUTOMATIC, date(2020, 3, 31)), (ROW, date(2030, 1, 1))):
        with pytest.raises(Refusal, match="nothing to confirm"):
            confirmed(agreement, until, today=TODAY)


# Closing


def test_closing_and_reopening_leave_it_as_it_was() -> None:
    shut = closed(AUTOMATIC, date(2027, 4, 1), "cancelled", note="by letter", today=TODAY)
    assert [status(shut, day) for day in (date(2027, 3, 31), date(2027, 4, 1))] == ["assumed", "ended"]
    assert reopened(shut, today=TODAY) == AUTOMATIC


def test_it_is_closed_once_and_reopened_only_when_closed() -> None:
    shut = closed(TERMED, date(2020, 4, 1), "expired", today=TODAY)
    with pytest.raises(Refusal, match="was closed on 2020-04-01"):
        closed(shut, date(2021, 4, 1), "cancelled", today=TODAY)
    with pytest.raises(Refusal, match="not closed"):
        reopened(TERMED, today=TODAY)


@pytest.mark.parametrize(("day", "reason"), [(date(2015, 3, 31), "cancelled"), (date(2018, 1, 1), "expired")])
def test_a_closing_that_cannot_be_is_refused(day: date, reason: str) -> None:
    with pytest.raises(Refusal):
        closed(TERMED, day, reason, today=TODAY)


# Amendments and memoranda


def test_an_amendment_keeps_only_what_differs_and_counts_from_its_day() -> None:
    new = amended(TERMED, date(2018, 1, 1), {"title": "B", "kinds": []}, reason="renamed", today=TODAY)
    assert new.amendments == (Amendment(effective_on=date(2018, 1, 1), changes={"title": "B"}, reason="renamed"),)
    assert [on_day(new, day).title for day in (date(2017, 12, 31), date(2018, 1, 1))] == ["", "B"]


def test_amendments_stand_in_the_order_of_their_days() -> None:
    new = TERMED
    for year, title in ((2019, "C"), (2018, "B")):
        new = amended(new, date(year, 1, 1), {"title": title}, today=TODAY)
    assert [one.changes["title"] for one in new.amendments] == ["B", "C"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"concluded_on": "2016-01-01"},
        {"renewal": "soon"},
        {"parties": [{"institution": 1}]},
        {"terms": [{"valid_from": "2020-02-30"}]},
    ],
)
def test_an_amendment_that_changes_nothing_or_too_much_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        amended(TERMED, date(2018, 1, 1), changes, today=TODAY)


def test_a_memorandum_comes_changes_and_goes() -> None:
    paper = Memorandum(id="a", exchanges=(Exchange(sending=1, receiving=2, places=2),))
    added = with_memorandum(TERMED, paper, today=TODAY)
    more = replace(paper, title="B")
    assert with_memorandum(added, more, replacing=True, today=TODAY).memoranda == (more,)
    assert without_memorandum(added, "a", today=TODAY) == TERMED


def test_memoranda_under_an_id_that_is_taken_or_gone_are_refused() -> None:
    paper = Memorandum(id="a")
    added = with_memorandum(TERMED, paper, today=TODAY)
    with pytest.raises(Refusal, match="already there"):
        with_memorandum(added, paper, today=TODAY)
    with pytest.raises(Refusal, match="no memorandum a any more"):
        with_memorandum(TERMED, paper, replacing=True, today=TODAY)
    with pytest.raises(Refusal, match="no memorandum a any more"):
        without_memorandum(TERMED, "a", today=TODAY)
    with pytest.raises(Refusal, match="no party"):
        with_memorandum(TERMED, Memorandum(id="b", exchanges=(Exchange(sending=1, receiving=3),)), today=TODAY)


def test_a_fault_that_was_there_before_does_not_stop_another_change() -> None:
    faulty = replace(TERMED, parties=TERMED.parties[:1])
    assert with_memorandum(faulty, Memorandum(id="a"), today=TODAY).memoranda == (Memorandum(id="a"),)


# Raising


def test_a_raised_agreement_goes_on_at_university_level() -> None:
    with_paper = replace(AUTOMATIC, memoranda=(Memorandum(id="a"), Memorandum(id="b")))
    old, new = raised(with_paper, 42, raised_on=date(2023, 4, 1), memoranda=("b",), today=TODAY)
    assert old == replace(with_paper, closing=Closing(closed_on=date(2023, 4, 1), reason="raised"))
    assert new == Agreement(
        level="university",
        parties=(Party(institution=1), Party(institution=2)),
        concluded_on="2023-04-01",
        renewal=AUTOMATIC.renewal,
        links=(Link(kind="raised-from", agreement=42),),
        memoranda=(Memorandum(id="b"),),
    )
    assert problems(new, TODAY) == ()


def test_what_is_closed_of_that_level_or_lacks_the_memorandum_is_not_raised() -> None:
    for agreement, papers in (
        (replace(TERMED, level="university"), ()),
        (closed(TERMED, TODAY, "cancelled", today=TODAY), ()),
        (TERMED, ("x",)),
    ):
        with pytest.raises(Refusal):
            raised(agreement, 42, raised_on=date(2023, 4, 1), memoranda=papers, today=TODAY)


# Splitting


def part(units: tuple[int, ...], concluded_on: str, **fields: object) -> Agreement:
    ours = Party(institution=1, units=tuple(PartyUnit(unit=unit) for unit in units))
    return Agreement(level="unit", parties=(ours, Party(institution=2)), concluded_on=concluded_on, **fields)


def test_a_row_is_split_into_its_agreements_which_keep_its_entries_and_notes() -> None:
    parts = split(ROW, [part((10,), "2015-04-01"), part((11,), "2018-01-01", entries=(9,))], today=TODAY)
    assert [(one.entries, one.rolled_up, one.notes) for one in parts] == [((7,), False, ROW.notes), ((7, 9), False, ())]


def test_one_part_says_that_nothing_else_stood_behind_the_row() -> None:
    (only,) = split(ROW, [part((10, 11), "2015-04-01")], today=TODAY)
    assert only == replace(ROW, rolled_up=False)


def test_a_proposal_by_unit_can_be_kept_as_it_is() -> None:
    paper = DocumentRef(sha256="0" * 64, name="a.pdf")
    row = replace(ROW, documents=(paper,))
    parts = split(row, by_unit(row, 1), today=TODAY)
    assert [[unit.unit for unit in one.party_of(1).units] for one in parts] == [[10], [11]]
    assert [one.documents for one in parts] == [(paper,), ()]
    assert by_unit(row, 2) == (replace(row, rolled_up=False),)


def test_a_note_that_a_part_took_is_not_doubled() -> None:
    first, second = split(ROW, [part((10,), "2015-04-01"), part((11,), "2018-01-01", notes=ROW.notes)], today=TODAY)
    assert (first.notes, second.notes) == ((), ROW.notes)


def test_parts_that_leave_out_a_unit_or_the_institution_itself_are_refused_by_name() -> None:
    inner = replace(part((10,), "2015-04-01"), parties=(part((10,), "").parties[0], Party(institution=2, units=(PartyUnit(unit=20),))))
    with pytest.raises(Uncovered, match="1 unit and 1 institution itself") as refused:
        split(ROW, [inner], today=TODAY)
    assert refused.value.missing == ((1, 11), (2, None))


@pytest.mark.parametrize("dates", [("2016-01-01", "2017-01-01"), ("2015-04-01", "2014-01-01"), ("2016", "")])
def test_the_date_of_the_row_is_the_oldest_of_its_parts(dates: tuple[str, str]) -> None:
    with pytest.raises(Refusal, match=r"2015\.04\.01 as its oldest date"):
        split(ROW, [part((10,), dates[0]), part((11,), dates[1])], today=TODAY)


def test_a_date_known_more_exactly_than_the_row_prints_it_will_do() -> None:
    row = replace(ROW, concluded_on="2015")
    assert len(split(row, [part((10,), "2015-06-30"), part((11,), "2016")], today=TODAY)) == 2


def test_only_an_open_row_that_nobody_has_split_is_split_into_sound_parts() -> None:
    sound = part((10, 11), "2015-04-01")
    future = part((11,), "2027-01-01")
    for row, parts in (
        (replace(ROW, rolled_up=False), [sound]),
        (ROW, []),
        (closed(ROW, TODAY, "cancelled", today=TODAY), [sound]),
        (ROW, [sound, future]),
    ):
        with pytest.raises(Refusal):
            split(row, parts, today=TODAY)
