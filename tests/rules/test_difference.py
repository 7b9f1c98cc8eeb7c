"""What differs between two values, and two edits of one value together."""

from dataclasses import replace
from datetime import date

from hypothesis import given

from teikei.rules.agreement import Agreement, Closing, Contact, Memorandum, Note, Party, PartyUnit, Renewal, Term
from teikei.rules.difference import Conflict, applied, difference, merged
from tests.rules.agreements import agreements, rough_agreements

BEFORE = Agreement(
    level="unit",
    parties=(Party(institution=1, units=(PartyUnit(unit=10),)), Party(institution=7, units=(PartyUnit(unit=70),))),
    concluded_on="2015-04-01",
    title="A",
    contents=(1, 7),
    terms=(Term(valid_from=date(2015, 4, 1), valid_to=date(2020, 3, 31)),),
    memoranda=(Memorandum(id="m1", title="M"),),
)


def changes(old: Agreement, new: Agreement) -> list[tuple[str, object, object]]:
    return [(change.path, change.old, change.new) for change in difference(old, new)]


def test_a_change_is_named_by_what_it_is_of_and_not_by_position() -> None:
    sides = (replace(BEFORE.parties[0], units=(PartyUnit(unit=11), PartyUnit(unit=10, role="responsible"))), BEFORE.parties[1])
    after = replace(
        BEFORE,
        parties=sides,
        contents=(2, 7),
        renewal=Renewal(kind="automatic", years=5),
        terms=(replace(BEFORE.terms[0], valid_to=date(2021, 3, 31)),),
        memoranda=(),
    )
    unit = {"unit": 11, "role": "participating", "printed": ""}
    found = changes(BEFORE, after)
    gone = found.pop(next(index for index, one in enumerate(found) if one[0] == "memoranda[m1]"))
    assert (gone[1]["title"], gone[2]) == ("M", None)
    assert found == [
        ("parties[1].units[10].role", "participating", "responsible"),
        ("parties[1].units[11]", None, unit),
        ("parties[1].units (order)", ["[10]"], ["[11]", "[10]"]),
        ("contents[1]", 1, None),
        ("contents[2]", None, 2),
        ("terms[2015-04-01].valid_to", "2020-03-31", "2021-03-31"),
        ("renewal.kind", "unknown", "automatic"),
        ("renewal.years", None, 5),
    ]


def test_parties_in_another_order_are_the_same_parties() -> None:
    assert changes(BEFORE, replace(BEFORE, parties=BEFORE.parties[::-1])) == [("parties (order)", ["[1]", "[7]"], ["[7]", "[1]"])]


@given(rough_agreements(), rough_agreements())
def test_a_difference_applied_gives_the_new_value(old: Agreement, new: Agreement) -> None:
    assert applied(old, difference(old, new)) == new


@given(agreements(), agreements())
def test_the_difference_the_other_way_round_is_its_mirror_image(old: Agreement, new: Agreement) -> None:
    there = {change.steps: (change.old, change.new) for change in difference(old, new)}
    back = {change.steps: (change.new, change.old) for change in difference(new, old)}
    assert there == back


@given(agreements())
def test_a_value_does_not_differ_from_itself(agreement: Agreement) -> None:
    assert difference(agreement, agreement) == ()


def test_names_that_look_like_keys_or_are_there_twice_are_kept_apart() -> None:
    notes = [Note(text=text, by=by, at="") for text, by in (("1", "x"), ("2", "x #2"), ("3", "x"), ("4", ""))]
    old = replace(BEFORE, notes=(notes[0], notes[1], notes[2]), contacts=(Contact(name="(order)"),), kinds=("(order)", "a"))
    new = replace(BEFORE, notes=(notes[2], notes[3], notes[1]), contacts=(), kinds=("a", "[order]", "(order)"))
    assert applied(old, difference(old, new)) == new


# Merging


def test_edits_of_different_fields_go_together() -> None:
    mine = replace(
        BEFORE, title="B", parties=(replace(BEFORE.parties[0], units=(PartyUnit(unit=10), PartyUnit(unit=11))), BEFORE.parties[1])
    )
    theirs = replace(BEFORE, contents=(1, 7, 9), parties=(BEFORE.parties[0], replace(BEFORE.parties[1], units=())), memoranda=())
    assert merged(BEFORE, mine, theirs) == (
        replace(mine, contents=(1, 7, 9), parties=(mine.parties[0], theirs.parties[1]), memoranda=()),
        (),
    )


def test_two_values_for_one_field_are_a_conflict() -> None:
    mine, theirs = replace(BEFORE, title="B"), replace(BEFORE, title="C")
    assert merged(BEFORE, mine, theirs) == (None, (Conflict(("title",), "A", "B", "C"),))


def test_changing_what_the_other_took_away_is_a_conflict_whoever_did_which() -> None:
    changed, without = replace(BEFORE, memoranda=(Memorandum(id="m1", title="N"),)), replace(BEFORE, memoranda=())
    for mine, theirs in ((changed, without), (without, changed)):
        value, (conflict,) = merged(BEFORE, mine, theirs)
        titles = [one and one["title"] for one in (conflict.was, conflict.mine, conflict.theirs)]
        assert (value, conflict.path) == (None, "memoranda[m1]")
        assert titles == ["M", *("N" if one is changed else None for one in (mine, theirs))]


def test_the_same_edit_twice_is_no_conflict() -> None:
    both = replace(BEFORE, title="B", closing=Closing(closed_on=date(2020, 4, 1), reason="expired"))
    assert merged(BEFORE, both, both) == (both, ())


def test_two_closings_are_a_conflict() -> None:
    one, other = (replace(BEFORE, closing=Closing(closed_on=date(year, 4, 1), reason="cancelled")) for year in (2020, 2021))
    value, conflicts = merged(BEFORE, one, other)
    assert (value, [conflict.path for conflict in conflicts]) == (None, ["closing"])


@given(agreements(), agreements())
def test_an_edit_merged_with_none_is_that_edit(was: Agreement, edit: Agreement) -> None:
    assert merged(was, edit, was) == (edit, ())
    assert merged(was, was, edit) == (edit, ())


@given(agreements(), agreements(), agreements())
def test_edits_of_other_fields_are_both_in_the_result(was: Agreement, one: Agreement, other: Agreement) -> None:
    mine = replace(was, title=one.title, parties=one.parties, memoranda=one.memoranda, notes=one.notes)
    theirs = replace(was, terms=other.terms, renewal=other.renewal, closing=other.closing, documents=other.documents)
    both = replace(mine, terms=other.terms, renewal=other.renewal, closing=other.closing, documents=other.documents)
    assert merged(was, mine, theirs) == merged(was, theirs, mine) == (both, ())


@given(agreements(), agreements(), agreements())
def test_a_merge_has_both_edits_or_says_where_they_differ(was: Agreement, mine: Agreement, theirs: Agreement) -> None:
    value, conflicts = merged(was, mine, theirs)
    assert (value is None) == bool(conflicts)
    assert {conflict.steps for conflict in conflicts} == {conflict.steps for conflict in merged(was, theirs, mine)[1]}
    for conflict in conflicts:
        assert conflict.mine != conflict.theirs
        assert conflict.was not in (conflict.mine, conflict.theirs) or conflict.path.endswith("(order)")
