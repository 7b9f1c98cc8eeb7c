"""Faults of a list's content, each by its number in the catalogue of bad inputs: read right, or with a finding at its place."""

import pytest

from teikei.lists.check import check
from tests.lists.made import ASIA, CLEAN, COLUMNS, read, replaced

THAI = "タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09"
LAST = "ドイツ連邦共和国 (1機関)\tボン大学\t文学部\t1998.05.26"


def codes(lines):
    return {finding.code for finding in check(read(lines))}


def line_of(lines, text):
    return lines.index(text) + 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("(3ヶ国・地域 5機関 7協定)", "(3ヶ国・地域 6機関 7協定)", "headline-differs"),
        ("(3ヶ国・地域 5機関 7協定)", "(3ヶ国・地域 4機関 7協定)", "headline-differs"),
        ("4機関", "5機関", "region-differs"),
        ("4機関", "3機関", "region-differs"),
        (THAI, THAI.replace("2機関", "3機関"), "territory-differs"),
        (THAI, THAI.replace("2機関", "1機関"), "territory-differs"),
    ],
)
def test_bad_input_43_a_count_that_is_off_by_one_is_reported_at_its_level_and_place(old, new, code):
    lines = replaced(old, new)
    [finding] = [finding for finding in check(read(lines)) if finding.code == code]
    assert finding.locators[0].line == line_of(lines, new)


def test_bad_input_44_a_block_that_is_not_counted_is_read_and_not_counted():
    listing = read(CLEAN)
    assert [(entry.institution, entry.counted) for entry in listing.entries if not entry.counted] == [("国際教育ネットワーク", False)]
    assert listing.counted().institutions == 5


def test_bad_input_45_a_row_broken_by_a_page_and_a_heading_at_its_foot_change_nothing():
    at = CLEAN.index("大韓民国（2機関）\t\t") + 1
    broken = [*CLEAN[:at], "- 1 -", "\f" + CLEAN[0], COLUMNS, *CLEAN[at:]]
    assert [entry.content() for entry in read(broken).entries] == [entry.content() for entry in read(CLEAN).entries]


@pytest.mark.parametrize(
    ("label", "found"),
    [("スワジランド王国", ("SZ",)), ("台湾（地域）", ("TW",)), ("香港(HKSR)", ("HK",)), ("カナダ・ドイツ連邦共和国", ("CA", "DE"))],
)
def test_bad_input_46_renamed_countries_regions_and_two_countries_have_their_codes(label, found):
    listing = read(replaced(LAST, f"{label}\tボン大学\t文学部\t1998.05.26"))
    assert listing.entries[4].territory_codes == found


def test_bad_input_47_a_duplicate_is_reported_and_one_partner_of_several_units_is_none():
    twice = [*CLEAN[: CLEAN.index(ASIA[-1]) + 1], ASIA[-1], *CLEAN[CLEAN.index(ASIA[-1]) + 1 :]]
    assert "duplicate-row" in codes(twice)
    assert "duplicate-row" not in codes(CLEAN)


@pytest.mark.parametrize(("date", "code"), [("2015.02.30", "date-impossible"), ("2030.01.01", "date-future")])
def test_bad_input_48_a_day_that_never_was_or_is_yet_to_come_is_reported(date, code):
    lines = replaced(THAI, THAI.replace("2015.01.09", date))
    [finding] = [finding for finding in check(read(lines)) if finding.code == code]
    assert [place.line for place in finding.locators] == [line_of(lines, THAI.replace("2015.01.09", date))]


def test_bad_input_49_a_unit_that_is_no_more_is_kept_as_printed():
    assert read(replaced(THAI, THAI.replace("工学部", "教養部"))).entries[0].units == ("教養部",)


def test_bad_input_50_a_misread_country_has_no_code_and_a_proposal():
    lines = replaced(LAST, LAST.replace("ドイツ連邦共和国", "バトナム"))
    [finding] = [finding for finding in check(read(lines)) if finding.code == "territory-unknown"]
    assert read(lines).entries[4].territory_codes == ()
    assert finding.proposal is not None
    assert finding.proposal.proposed == "ベトナム"


@pytest.mark.parametrize(
    ("printed", "marks"), [("ボン大学※1", ("※1",)), ("ボン大学 *", ("*",)), ("ボン大学²", ("²",)), ("ボン大学(注2)", ("(注2)",))]
)
def test_bad_input_51_a_sign_of_a_note_is_a_mark_and_no_part_of_the_name(printed, marks):
    entry = read(replaced(LAST, LAST.replace("ボン大学", printed))).entries[4]
    assert (entry.institution, entry.marks) == ("ボン大学", marks)
