"""A newer list…"""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.lists.read import read_content
from teikei.names.bilingual import Refusal
from teikei.registry.models import Agreement, AlignedRow, Change, Edition, EntryUnit, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.deciding import AlignedMeanwhile, decide, decide_waiting, undo_decided
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.kept import value_of
from teikei.registry.operations.verify import verify
from teikei.registry.queries.alignment import waiting_rows
from teikei.registry.queries.computed import listing_as_of
from teikei.registry.queries.publication import edition_for, home_named
from teikei.registry.refusals import NothingToUndo
from teikei.rules.comparison import compare_rows
from tests.people import made_person
from tests.registry.conftest import EXAMPLE
from tests.registry.made import RECEIVED, SAMPLE, made_listing
from tests.registry.next_year import next_year

LATER = datetime(2025, 6, 2, 1, 0, tzinfo=UTC)
DAY = date(2025, 5, 1)


@pytest.fixture
def officer(db):
    return made_person("hanako")


@pytest.fixture
def two_years(db):
    """The example list, and the next year's beside it, waiting."""
    content = EXAMPLE.read_bytes()
    ingest(read_content(content, EXAMPLE.name), content, institution="広島大学", received_at=RECEIVED)
    made = next_year()
    text = made.text.encode()
    return made, ingest(read_content(text, "next.txt"), text, institution="広島大学", received_at=LATER)


def waiting(edition):
    return AlignedRow.objects.filter(edition=edition, verdict="").order_by("position")


def names(listing):
    return [entry.institution for entry in listing.entries]


def test_says_of_each_row_what_it_is_and_changes_nothing(two_years):
    made, edition = two_years
    found = {(row.kind, tuple(row.changes)): row for row in waiting(edition)}
    assert set(found) == {("unit", ()), ("changed", ("renamed",)), ("changed", ("redated",)), ("new", ()), ("gone", ())}
    assert waiting(edition).count() == 5
    assert (found["unit", ()].ours["name"], found["unit", ()].theirs["name"]) == made.unit
    renamed, redated = found["changed", ("renamed",)], found["changed", ("redated",)]
    assert (renamed.ours["institution"], renamed.theirs["institution"]) == made.renamed
    assert redated.ours["institution"] == made.redated[0]
    assert redated.theirs["concluded_on"] == "2019-12-24"
    assert found["new", ()].theirs["institution"] == made.added
    assert found["gone", ()].ours["institution"] == made.gone
    assert AlignedRow.objects.filter(edition=edition, kind="same", verdict="linked").count() == 375
    kept = listing_as_of(home_named("広島大学"), "unit", DAY)
    assert names(kept) == names(listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1)))
    assert edition_for(home_named("広島大学"), "unit", DAY).number == 1


def test_links_the_rows_that_say_the_same(two_years):
    _, edition = two_years
    same = AlignedRow.objects.filter(edition=edition, kind="same").first()
    value = value_of(AGREEMENTS, Agreement.objects.get(pk=same.agreements[0]).body)
    assert value.entries[-1] == same.entry_id
    assert Change.objects.filter(kind="agreement", subject=same.agreements[0]).last().source == edition.source


def test_gives_the_newer_list_back_once_all_of_it_is_accepted(two_years, officer):
    made, edition = two_years
    decided = decide_waiting(edition.pk, "accepted", by=officer, at=LATER)
    assert (decided.total, decided.left) == (5, ())
    listing = read_content(made.text.encode(), "next.txt")
    laid_out = listing_as_of(home_named("広島大学"), "unit", DAY)
    assert [entry.content() for entry in laid_out.entries] == [entry.content() for entry in listing.entries]
    assert verify().tampering == ()


def test_still_gives_the_list_of_the_year_before(two_years, officer):
    _, edition = two_years
    decide_waiting(edition.pk, "accepted", by=officer, at=LATER)
    old = listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1))
    content = {entry.institution: entry for entry in read_content(EXAMPLE.read_bytes(), EXAMPLE.name).entries}
    made, _ = two_years
    assert made.renamed[0] in names(old)
    assert made.gone in names(old)
    assert made.added not in names(old)
    assert len(old.entries) == len(content)


def test_shows_what_was_known_before_the_decision(two_years, officer):
    made, edition = two_years
    decide_waiting(edition.pk, "accepted", by=officer, at=datetime(2025, 7, 1, tzinfo=UTC))
    home = home_named("広島大学")
    assert made.gone in names(listing_as_of(home, "unit", DAY, datetime(2025, 6, 30, tzinfo=UTC)))
    assert made.gone not in names(listing_as_of(home, "unit", DAY))


def test_keeps_what_is_kept_where_the_officer_says_so(two_years, officer):
    _, edition = two_years
    before = dict(Agreement.objects.values_list("pk", "concluded_on"))
    decide_waiting(edition.pk, "ours", by=officer, at=LATER)
    assert dict(Agreement.objects.values_list("pk", "concluded_on")) == before
    assert not Agreement.objects.exclude(closed_on=None).exists()
    assert not EntryUnit.objects.filter(entry__edition=edition, unit=None).exclude(entry__aligned__kind="new").exists()


def test_puts_the_source_and_the_reason_into_the_ledger(two_years, officer):
    _, edition = two_years
    gone = waiting(edition).get(kind="gone")
    decided = decide(edition.pk, [gone.position], "accepted", by=officer, at=LATER, reason="電話で確認")
    line = Change.objects.get(batch=decided.batch)
    assert (line.operation, line.who, line.reason, line.source) == ("align", "hanako", "電話で確認", edition.source)
    value = value_of(AGREEMENTS, line.after)
    assert (value.closing.reason, value.closing.closed_on) == ("not-listed", DAY)


def test_refuses_to_decide_a_row_twice(two_years, officer):
    _, edition = two_years
    row = waiting(edition).first()
    decide(edition.pk, [row.position], "ours", by=officer, at=LATER)
    with pytest.raises(AlignedMeanwhile):
        decide(edition.pk, [row.position], "accepted", by=officer, at=LATER)


def test_renames_the_unit_from_the_day_of_the_list(two_years, officer):
    made, edition = two_years
    decide(edition.pk, [waiting(edition).get(kind="unit").position], "accepted", by=officer, at=LATER)
    unit = OrganizationalUnit.objects.get(names__text=made.unit[1])
    assert [(name.text, name.used_from, name.used_to) for name in unit.names.order_by("pk")] == [
        (made.unit[0], None, date(2025, 4, 30)), (made.unit[1], DAY, None),
    ]  # fmt: skip
    assert not EntryUnit.objects.filter(entry__edition=edition, printed=made.unit[1], unit=None).exists()


def test_takes_a_corrected_spelling_for_what_it_always_was(take_in, officer):
    take_in()
    lines = [("TH", "カセサート農科大学", ("工学部",), "") if line[1] == "カセサート大学" else line for line in SAMPLE]
    newer = take_in(made_listing(lines, as_of=DAY), accept="none", received_at=LATER)
    row = waiting(newer).get()
    assert row.changes == ["renamed"]
    decide(newer.pk, [row.position], "corrected", by=officer, at=LATER)
    assert names(listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1)))[2] == "カセサート農科大学"


def test_takes_another_institution_for_the_partner_where_the_list_still_names_the_first(take_in, officer):
    lines = [("IN", "中央大学", ("理学部",), "2001-01-01"), ("IN", "中央大学", ("工学部",), "2002-02-02")]
    take_in(made_listing(lines))
    newer = take_in(made_listing([lines[0], ("IN", "中央学院", ("工学部",), "2002-02-02")], as_of=DAY), accept="none", received_at=LATER)
    decide_waiting(newer.pk, "accepted", by=officer, at=LATER)
    assert set(Institution.objects.filter(is_home=False).values_list("printed", flat=True)) == {"中央大学", "中央学院"}
    assert names(listing_as_of(home_named("広島大学"), "unit", DAY)) == ["中央大学", "中央学院"]


def test_ends_what_only_an_older_list_shows_with_the_next_list(take_in):
    take_in()
    older = made_listing([*SAMPLE, ("FR", "昔の大学", ("理学部",), "1990-01-01")], as_of=date(2023, 5, 1))
    take_in(older, received_at=LATER)
    home = home_named("広島大学")
    assert "昔の大学" in names(listing_as_of(home, "unit", date(2023, 5, 1)))
    assert "昔の大学" not in names(listing_as_of(home, "unit", date(2024, 5, 1)))
    assert not AlignedRow.objects.filter(kind="gone").exists()


def test_keeps_duplicate_rows_of_a_list_apart_as_it_prints_them(take_in):  # BAD_INPUTS 47
    lines = [("IN", "デリー大学", (f"第{n}学部",), f"200{n}-01-01") for n in range(5)]
    take_in(made_listing([*lines, lines[0]]))
    assert len(listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1)).entries) == 6
    newer = take_in(made_listing([*lines, lines[0]], as_of=DAY), accept="none", received_at=LATER)
    assert not waiting(newer).exists()
    assert len(listing_as_of(home_named("広島大学"), "unit", DAY).entries) == 6


def test_warns_where_a_later_date_may_be_a_renewal(take_in, officer):  # BAD_INPUTS 48
    from teikei.registry.queries.alignment import waiting_rows

    take_in()
    lines = [(*SAMPLE[0][:3], "2025-02-12"), *SAMPLE[1:]]
    newer = take_in(made_listing(lines, as_of=DAY), accept="none", received_at=LATER)
    (line,) = waiting_rows(newer.pk, None, by=officer)
    assert "renewal" in line.doubt.en
    assert Agreement.objects.get(entries__edition__number=1, entries__n=1).concluded_on == date(2020, 2, 12)


def test_refuses_a_single_row_that_cannot_be_so(take_in, officer):  # BAD_INPUTS 48: a date to come
    take_in()
    lines = [(*SAMPLE[0][:3], "2999-02-12"), *SAMPLE[1:]]
    newer = take_in(made_listing(lines, as_of=DAY), accept="none", received_at=LATER)
    with pytest.raises(Refusal, match="2999"):
        decide(newer.pk, [waiting(newer).get().position], "accepted", by=officer, at=LATER)
    assert waiting(newer).count() == 1


PARTNERS = st.lists(
    st.tuples(st.sampled_from(["IN", "TH"]), st.sampled_from([f"第{n}大学" for n in range(6)]), st.sampled_from([("理学部",), ("工学部",)]),
              st.sampled_from(["2001-01-01", "2010", ""])),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(PARTNERS, PARTNERS)
def test_compares_two_lists_the_same_way_round_and_back(one, other):
    from django.db import transaction

    with transaction.atomic():
        sides = []
        for number, lines in enumerate((one, other)):
            listing = made_listing(lines)
            ingest(listing, f"{number} {lines}".encode(), institution=f"機関{number}", received_at=RECEIVED)
            sides.append(listing_as_of(home_named(f"機関{number}"), "unit", date(2024, 5, 1)))
        held = Agreement.objects.filter(parties__institution=home_named("機関0")).exclude(concluded_on__gt=date(2024, 5, 1)).count()
        there, back = compare_rows(sides[0].entries, sides[1].entries), compare_rows(sides[1].entries, sides[0].entries)
        assert (len(there.added), len(there.gone), len(there.changed)) == (len(back.gone), len(back.added), len(back.changed))
        assert held == len(one)  # no agreement is lost between the list and the registry
        transaction.set_rollback(True)


def test_knows_editions_by_their_hash(two_years):
    _, edition = two_years
    Edition.objects.filter(pk=edition.pk).update(number=7)
    assert [one.place for one in verify().tampering] == [f"edition {edition.pk}"]


def test_takes_back_all_that_was_accepted_and_the_rows_wait_again(two_years, officer):
    _, edition = two_years
    before = listing_as_of(home_named("広島大学"), "unit", DAY)
    waited = list(waiting(edition).values_list("position", flat=True))
    decided = decide_waiting(edition.pk, "accepted", by=officer, at=LATER)
    assert names(listing_as_of(home_named("広島大学"), "unit", DAY)) != names(before)
    assert undo_decided(edition.pk, decided.batch, by=officer, at=LATER) == len(waited)
    assert compare_rows(before.entries, listing_as_of(home_named("広島大学"), "unit", DAY).entries) == compare_rows(
        before.entries, before.entries
    )
    assert list(waiting(edition).values_list("position", flat=True)) == waited
    assert verify().tampering == ()
    with pytest.raises(NothingToUndo):
        undo_decided(edition.pk, decided.batch, by=officer, at=LATER)
    assert decide_waiting(edition.pk, "accepted", by=officer, at=LATER).total == len(waited)


def test_says_so_where_a_row_is_dated_after_the_day_of_its_own_list(take_in, officer):
    take_in()
    lines = [*SAMPLE, ("TH", "チュラロンコン大学", ("工学部",), "2025-06-30"), ("TH", "マヒドン大学", ("工学部",), "2025-04-30")]
    newer = take_in(made_listing(lines, as_of=DAY), accept="none", received_at=LATER)
    doubts = {line.theirs["institution"]: line.doubt and line.doubt.en for line in waiting_rows(newer.pk, None, by=officer)}
    assert "later than the day of the list (2025-05-01)" in doubts["チュラロンコン大学"]
    assert doubts["マヒドン大学"] is None
