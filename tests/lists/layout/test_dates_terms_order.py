"""Dates and terms as printed, and the order of days and months where only the whole list shows it."""

import pytest

from teikei.rules.terms import find_sayings, read_end, read_period, saying
from tests.lists.layout.small import codes, day, decided, listing


def _dated(*dates: str, more: str = "") -> str:
    return "国名\t大学名\t締結日\n" + "".join(f"タイ\tナコン{number}大学\t{text}\n" for number, text in enumerate(dates)) + more


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2001年4月1日", "2001-04-01"),
        ("平成13年4月1日", "2001-04-01"),
        ("2001.4.1締結", "2001-04-01"),
        ("2001年4月", "2001-04"),
        ("2001", "2001"),
        ("April 1, 2001", "2001-04-01"),
        ("2001.4.1※", "2001-04-01"),
        ("2011.4.1 2001.4.1", "2001-04-01"),
        ("2001.4.1～2031.3.31", "2001-04-01"),
        ("36982", "2001-04-01"),
        ("未定", None),
        ("2001.13.45", None),
    ],
)
def test_a_date_is_read_as_printed(text: str, iso: str | None) -> None:
    read = listing(_dated("2003.5.6", text, "2004.5.6", "2005.5.6"))
    assert [day(entry) for entry in read.entries] == ["2003-05-06", iso, "2004-05-06", "2005-05-06"]
    assert read.entries[1].date_text == text


def test_a_sign_beside_a_date_is_a_mark_and_a_period_says_its_end() -> None:
    read = listing(_dated("2003.5.6", "2001.4.1※1", "2001.4.1～2031.3.31", "2001.4.1-自動更新"))
    assert [entry.marks for entry in read.entries] == [(), ("※1",), (), ()]
    assert [entry.valid_to for entry in read.entries] == [None, None, "2031-03-31", "auto-renew"]


def test_an_end_in_its_own_column_counts_for_more_than_one_beside_the_date() -> None:
    read = listing(
        "国名\t大学名\t締結日\t有効期限\nタイ\tナコン大学\t2001.4.1～2006.3.31\t2031.3.31\nタイ\tサラブリ大学\t2003.5.6\t無期限\n"
    )
    assert [(day(entry), entry.valid_to) for entry in read.entries] == [("2001-04-01", "2031-03-31"), ("2003-05-06", "indefinite")]


def test_the_order_of_days_and_months_is_that_of_a_date_with_one_reading() -> None:
    read = listing(_dated("3/4/2015", "25/12/2016", "1/2/2017"))
    assert [day(entry) for entry in read.entries] == ["2015-04-03", "2016-12-25", "2017-02-01"]
    assert decided(read, "dates") == ["dmy"]
    american = listing(_dated("3/4/2015", "12/25/2016", "1/2/2017"))
    assert [day(entry) for entry in american.entries] == ["2015-03-04", "2016-12-25", "2017-01-02"]


def test_dates_of_both_orders_are_not_guessed() -> None:
    read = listing(_dated("3/4/2015", "25/12/2016", "12/25/2016"))
    assert day(read.entries[0]) == "2015"
    assert decided(read, "dates") == ["unsettled"]
    [made] = [made for made in read.decisions if made.about == "dates"]
    assert made.why.en == "both orders occur: 25/12/2016 / 12/25/2016"
    assert [place.line for place in made.places] == [3, 4]


def test_dates_that_never_show_their_order_are_known_to_the_year() -> None:
    read = listing(_dated("3/4/2015", "5/6/2016"))
    assert [day(entry) for entry in read.entries] == ["2015", "2016"]
    assert decided(read, "dates") == ["unsettled"]
    assert any("date" in code for code in codes(read))


def test_a_profile_says_the_order_of_days_and_months() -> None:
    read = listing(_dated("3/4/2015", "5/6/2016"), profile='dates = "dmy"')
    assert [day(entry) for entry in read.entries] == ["2015-04-03", "2016-06-05"]
    assert decided(read, "dates") == []


def test_an_end_of_validity_follows_the_order_of_the_list() -> None:
    read = listing("国名\t大学名\t締結日\t有効期限\nタイ\tナコン大学\t3/4/2015\t2/4/2020\nタイ\tサラブリ大学\t25/12/2016\t24/12/2026\n")
    assert [entry.valid_to for entry in read.entries] == ["2020-04-02", "2026-12-24"]


# The rules for terms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", None),
        ("  ", None),
        ("2031.3.31", "2031-03-31"),
        ("2031年3月31日まで", "2031-03-31"),
        ("～2031.3.31", "2031-03-31"),
        ("until 2031-03-31", "2031-03-31"),
        ("2013.3.15～2018.3.14", "2018-03-14"),
        ("2013.3.15～2018.3.14（自動更新）", "auto-renew"),
        ("2006.4.5-自動延長", "auto-renew"),
        ("2015年4月1日から", "2015年4月1日から"),
        ("2013.3.15～2018.3.14 ほか", "2013.3.15～2018.3.14 ほか"),
        ("2013.3.15～2018.3.14～2020.3.14", "2013.3.15～2018.3.14～2020.3.14"),
        ("2013.3.15～不明", "2013.3.15～不明"),
        ("自動更新", "auto-renew"),
        ("renewed automatically", "auto-renew"),
        ("更新中", "renewal-pending"),
        ("期間の定めなし", "indefinite"),
        ("no expiry date", "indefinite"),
        ("5年間", "5年間"),
        ("2031年3月", "2031-03"),
        ("2013.3.15から5年", "2013.3.15から5年"),
    ],
)
def test_an_end_of_validity_is_a_day_or_what_its_words_say(text: str, end: str | None) -> None:
    assert read_end(text) == end


@pytest.mark.parametrize("text", ["5年間", "更新後2013.3.15～2018.3.14", "2013.3.15", "2013.3.15～2018.3.14～2020.3.14", "2013.3.15～未定"])
def test_what_has_no_beginning_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_a_period_without_an_end_has_its_beginning() -> None:
    term = read_period("2015年4月1日から")
    assert term is not None
    assert term.valid_to is None
    assert term.valid_from is not None
    assert term.valid_from.date is not None
    assert term.valid_from.date.isoformat() == "2015-04-01"


def test_words_about_an_end_are_found_in_their_order() -> None:
    assert saying("五年ごと") is None
    assert [said for _, _, said in find_sayings("無期限、自動更新、更新手続中")] == ["indefinite", "auto-renew", "renewal-pending"]
