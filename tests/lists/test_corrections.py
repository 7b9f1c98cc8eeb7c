import pytest

from teikei.lists.corrections import Correction, Where, checked, corrected, places_of, values_of
from teikei.lists.read import read_content
from teikei.names.bilingual import Refusal

LIST = """国・地域\t協定機関名\t部局\t締結年月日
タイ\tA大学\t理学部・理学郎\t2015.01.09
\tB大学\t理学郎\t2016.01.09
バトナム\tC大学\t工学部\t2017
\tD大学\t工学部\t2018.02.30
"""


@pytest.fixture
def listing():
    return read_content(LIST.encode(), "list.txt")


def at(line: int) -> Where:
    return Where("", 0, line)


def test_a_spelling_is_set_right_wherever_it_stands_and_named_once(listing):
    new = corrected(listing, [Correction("units", ("理学部",), "理学郎")])
    assert [entry.units for entry in new.entries] == [("理学部",), ("理学部",), ("工学部",), ("工学部",)]
    assert [entry.units_text for entry in new.entries] == [entry.units_text for entry in listing.entries]
    assert new.rows == listing.rows


def test_a_territory_is_known_again_for_all_its_rows_and_stays_one_heading(listing):
    new = corrected(listing, [Correction("territory", ("ベトナム",), "バトナム")])
    assert [entry.territory_codes for entry in new.entries] == [("TH",), ("TH",), ("VN",), ("VN",)]
    assert new.entries[2].heading is new.entries[3].heading
    assert [heading.label for heading in new.headings] == ["タイ", "ベトナム"]
    assert new.counted().territories == 2


def test_a_value_is_set_right_at_its_place_only(listing):
    new = corrected(listing, [Correction("concluded_on", ("2018-02",), where=at(5)), Correction("quota_in", ("2名",), where=at(3))])
    assert [values_of(entry, "concluded_on") for entry in new.entries] == [("2015-01-09",), ("2016-01-09",), ("2017",), ("2018-02",)]
    assert [entry.quota_in for entry in new.entries] == [None, "2名", None, None]
    assert new.entries[0] is listing.entries[0]


def test_a_row_is_moved_to_a_territory_that_the_list_has_or_to_one_of_its_own(listing):
    new = corrected(listing, [Correction("territory", ("タイ",), where=at(4)), Correction("territory", ("ラオス",), where=at(2))])
    assert [heading.label for heading in new.headings] == ["タイ", "ラオス", "バトナム"]
    assert new.entries[2].heading is new.headings[0]
    assert new.entries[0].territory_codes == ("LA",)
    assert new.entries[1].heading is new.headings[0]
    nowhere = corrected(listing, [Correction("territory", (), where=at(2))])
    assert nowhere.entries[0].heading is None


def test_a_value_is_taken_away(listing):
    new = corrected(listing, [Correction("concluded_on", (), where=at(2)), Correction("units", (), where=at(2))])
    assert (new.entries[0].concluded_on, new.entries[0].units) == (None, ())


def test_the_later_of_two_corrections_holds_and_a_place_before_a_spelling(listing):
    two = [
        Correction("units", ("医学部",), where=at(3)),
        Correction("units", ("理学部",), "理学郎"),
        Correction("units", ("法学部",), where=at(3)),
    ]
    assert corrected(listing, two).entries[1].units == ("法学部",)


def test_a_correction_of_a_place_that_is_not_there_changes_nothing(listing):
    assert corrected(listing, [Correction("note", ("x",), where=at(99)), Correction("units", ("x",), "y")]).content() == listing.content()
    assert corrected(listing, []) is listing


def test_rows_that_hold_several_entries_are_told_apart(listing):
    twice = [listing.entries[0], listing.entries[0]._replace(n=2)]
    assert places_of(twice) == [Where("", 0, 2, 0), Where("", 0, 2, 1)]


def test_a_correction_is_kept_and_found_again():
    for one in (Correction("units", ("a", "b"), where=Where("表", 1, 2, 3)), Correction("territory", ("ベトナム",), "バトナム")):
        assert Correction.fromjson(one.to_json()) == one


def test_values_are_tidied_before_they_stand():
    assert checked("units", [" 理学部 ", "", "工 学部"]) == ("理学部", "工 学部")
    assert checked("concluded_on", ["2015-11"]) == ("2015-11",)
    assert checked("note", [""]) == ()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("owner", ["x"]), ("institution", []), ("concluded_on", ["2015-02-30"]), ("renewed_on", ["soon"]), ("note", ["a", "b"]),
        ("institution", ["x" * 301]), ("valid_to", ["x" * 101]), ("location", ["a\x00b"]),
    ],
)  # fmt: skip
def test_a_value_that_cannot_stand_is_refused_in_both_languages(field, values):
    with pytest.raises(Refusal) as caught:
        checked(field, values)
    assert caught.value.text.en
    assert caught.value.text.ja
