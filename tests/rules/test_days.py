"""Dates as printed, at the precision printed."""

from datetime import date

import pytest

from teikei.rules.days import PartialDate, read_day


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2015.11.09", "2015-11-09"), ("2021.10.1", "2021-10-01"), ("1980. 5.31", "1980-05-31"), ("２０２１．１０．１", "2021-10-01"), ("2016/8/2", "2016-08-02"),
        ("1998-05-05", "1998-05-05"), ("2017年4月7日", "2017-04-07"), ("2017年 4月 7日", "2017-04-07"), ("平成16年5月1日", "2004-05-01"), ("令和元年5月1日", "2019-05-01"), ("令和６年８月３１日", "2024-08-31"),
        ("H16.5.1", "2004-05-01"), ("S63.12.31", "1988-12-31"), ("2004", "2004"), ("2004年", "2004"), ("2004.5", "2004-05"), ("2004年5月", "2004-05"), ("平成5年", "1993"),
        ("May 1, 2024", "2024-05-01"), ("1 May 2024", "2024-05-01"), ("Sept 2024", None), ("May 2024", "2024-05"), ("2024.02.29", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_date_is_read_at_its_precision(printed, iso):
    read = read_day(printed).date
    assert (read.isoformat() if read else None) == iso


@pytest.mark.parametrize("printed", ["2023.02.30", "2010/13/45", "2023.02.29", "令和5年2月30日", "Feb 30, 2023", "0000.01.01"])
def test_a_day_that_never_was_is_impossible(printed):
    assert (read_day(printed).date, read_day(printed).problem) == (None, "impossible")


@pytest.mark.parametrize("printed", ["3/4/2015", "締結年月日", "2015.11.09-", "abc", "", "20151109", "2015.11.09・2016.01.01", "Mars 2015"])
def test_what_is_no_date_in_one_way_only_is_unread(printed):
    assert (read_day(printed).date, read_day(printed).problem) == (None, "unread")


def test_only_a_dotted_date_without_its_zero_is_unpadded():
    unpadded = [
        text for text in ("2021.10.1", "2021.1.10", "2021.10.01", "1980. 5.31", "2017年4月7日", "H16.5.1") if read_day(text).unpadded
    ]
    assert unpadded == ["2021.10.1", "2021.1.10"]


def test_a_partial_date_knows_its_first_and_last_day():
    assert (PartialDate(2024).first, PartialDate(2024).last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (PartialDate(2024, 2).first, PartialDate(2024, 2).last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert PartialDate(2024, 2, 3).first == PartialDate(2024, 2, 3).last == date(2024, 2, 3)


def test_a_partial_date_prints_at_its_precision():
    dates = [PartialDate(2024), PartialDate(2024, 2), PartialDate(2024, 2, 3)]
    assert [(day.precision, day.isoformat(), day.printed()) for day in dates] == [
        ("year", "2024", "2024"),
        ("month", "2024-02", "2024.02"),
        ("day", "2024-02-03", "2024.02.03"),
    ]


def test_iso_text_makes_the_same_date():
    assert [PartialDate.fromisoformat(text) for text in ("2024", "2024-02", "2024-02-03")] == [
        PartialDate(2024),
        PartialDate(2024, 2),
        PartialDate(2024, 2, 3),
    ]


@pytest.mark.parametrize("text", ["2024.02.03", "2024-2-3", "2023-02-30", ""])
def test_other_text_makes_no_date(text):
    with pytest.raises(ValueError):  # noqa: PT011
        PartialDate.fromisoformat(text)
