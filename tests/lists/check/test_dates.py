"""Each finding code on dates, with the fault and without it."""

import pytest

from teikei.lists.check import check
from tests.lists.check.rows import KYUNGPOOK, THAI, found, line, places
from tests.lists.made import CLEAN, read, replaced


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2001.02.30", "date-impossible"),
        ("3/4/2001", "date-ambiguous"),
        ("", "date-missing"),
        ("2024.05.02", "date-future"),
        ("2025", "date-future"),
        ("1015.02.03", "date-implausible"),
        ("2001.3.04", "date-unpadded"),
    ],
)
def test_a_faulty_date_is_reported_by_its_own_code_and_no_other(date, code):
    lines = replaced(KYUNGPOOK, f"\t慶北大学校\t理学部\t{date}")
    codes = [finding.code for finding in check(read(lines)) if finding.code.startswith("date-")]
    assert codes == [code]
    assert places(found(lines, code)[0]) == [line(KYUNGPOOK)]


@pytest.mark.parametrize("date", ["2024.05.01", "2024.05", "2024", "1949.10.01"])
def test_a_date_up_to_the_day_of_the_list_is_no_fault(date):
    assert found(replaced(KYUNGPOOK, f"\t慶北大学校\t理学部\t{date}"), "date-future") == []


@pytest.mark.parametrize(
    "name",
    [
        "www.example.ac.th",
        "HTTPS://example.ac.th",
        "令和五年四月一日",
        "チェンマイ大学 2015.1.9",
        "12 May 2015",
        "チェンマイ大学(工学部",
        "A大学)",
    ],
)
def test_an_address_a_day_or_an_open_bracket_is_no_name(name):
    lines = replaced(THAI, THAI.replace("チェンマイ大学", name))
    assert [places(finding) for finding in found(lines, "value-misplaced")] == [[line(THAI)]]


@pytest.mark.parametrize(
    "name", ["パリ第8大学", "Université Paris 8", "St. Petersburg University", "青年大学", "大学2015", "A大学(B校)第2"]
)
def test_a_name_may_have_a_number_a_year_a_dot_and_brackets(name):
    assert found(replaced(THAI, THAI.replace("チェンマイ大学", name)), "value-misplaced") == []


def test_the_earliest_of_two_years_is_said_to_be_taken():
    lines = replaced(THAI, THAI.replace("2015.01.09", "2015, 2018"))
    assert [places(finding) for finding in found(lines, "date-converted")] == [[line(THAI)]]


def test_a_day_that_is_only_of_a_renewal_is_told():
    lines = replaced(THAI, THAI.replace("2015.01.09", "2021.03.05更新"))
    assert [places(finding) for finding in found(lines, "date-converted")] == [[line(THAI)]]


@pytest.mark.parametrize(("printed", "taken"), [("9-Jan-15", "2015-01-09"), ("15-Sep-98", "1998-09-15")])
def test_a_year_of_two_figures_beside_an_english_month_is_taken_and_told(printed, taken):
    [finding] = found(replaced(THAI, THAI.replace("2015.01.09", printed)), "date-converted")
    assert taken in finding.text.en


def test_where_most_dates_lack_the_zero_none_is_told_that_the_others_have_it():
    lines = [
        text.replace("2015.01.09", "2015.1.9").replace("2016.02.10", "2016.2.10").replace("2001.03.04", "2001.12.14") for text in CLEAN
    ]
    assert found(lines, "date-unpadded") == []


def test_a_list_that_never_pads_is_not_reproached_for_it():
    lines = [
        text.replace("2015.01.09", "2015.1.9")
        .replace("2016.02.10", "2016.2.10")
        .replace("2001.03.04", "2001.3.4")
        .replace("1998.05.26", "1998.5.26")
        for text in CLEAN
    ]
    assert found(lines, "date-unpadded") == []


def test_a_list_without_any_dates_lacks_none():
    lines = ["\t".join(text.split("\t")[:3]) if text.count("\t") == 3 else text for text in CLEAN]
    assert found(lines, "date-missing") == []


def test_a_list_without_its_day_says_so_and_knows_no_future():
    lines = [text for text in replaced(KYUNGPOOK, "\t慶北大学校\t理学部\t2099.01.01") if "現在" not in text]
    assert [finding.severity for finding in found(lines, "as-of-missing")] == ["info"]
    assert found(lines, "date-future") == []
