"""Dates as printed, at the precision printed."""

from datetime import date

import pytest

from teikei.rules.days import PartialDate, find_days, read_day


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2015.11.09", "2015-11-09"), ("2021.10.1", "2021-10-01"), ("1980. 5.31", "1980-05-31"), ("２０２１．１０．１", "2021-10-01"), ("2016/8/2", "2016-08-02"),
        ("1998-05-05", "1998-05-05"), ("2017年4月7日", "2017-04-07"), ("2017年 4月 7日", "2017-04-07"), ("平成16年5月1日", "2004-05-01"), ("令和元年5月1日", "2019-05-01"), ("令和６年８月３１日", "2024-08-31"),
        ("昭60.4.12", "1985-04-12"), ("平元.10.9", "1989-10-09"), ("令2年2月2日", "2020-02-02"), ("H16.5.1", "2004-05-01"), ("S63.12.31", "1988-12-31"), ("2004", "2004"), ("2004年", "2004"), ("2004.5", "2004-05"), ("2004年5月", "2004-05"), ("平成5年", "1993"),
        ("May 1, 2024", "2024-05-01"), ("1 May 2024", "2024-05-01"), ("Sept 2024", "2024-09"), ("May 2024", "2024-05"), ("2024.02.29", "2024-02-29"),
        ("平成十六年五月一日", "2004-05-01"), ("二〇一五年十一月九日", "2015-11-09"), ("平成二十一年十月", "2009-10"), ("㍻16年5月1日", "2004-05-01"), ("H.16.5.1", "2004-05-01"), ("令和1年5月1日", "2019-05-01"),
        ("2015年11月9日（月）", "2015-11-09"), ("2015年11月9日締結", "2015-11-09"), ("1st May 2024", "2024-05-01"), ("9-Nov-2015", "2015-11-09"), ("Nov. 2015", "2015-11"), ("2015-Nov-09", "2015-11-09"),
        ("25/1/2018", "2018-01-25"), ("1/25/2018", "2018-01-25"), ("31.12.2015", "2015-12-31"), ("3/3/2020", "2020-03-03"), ("11/2015", "2015-11"), ("20151109", "2015-11-09"),
    ],
)  # fmt: skip
def test_a_date_is_read_at_its_precision(printed, iso):
    read = read_day(printed).date
    assert (read.isoformat() if read else None) == iso


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("12 mars 2014", "2014-03-12"), ("1er septembre 2019", "2019-09-01"), ("février 1995", "1995-02"), ("12 de marzo de 2014", "2014-03-12"), ("2 de enero del 2010", "2010-01-02"),
        ("3 de março de 2020", "2020-03-03"), ("12. Mai 2014", "2014-05-12"), ("1° luglio 2018", "2018-07-01"), ("14 марта 2014 г.", "2014-03-14"), ("12 marca 2014 r.", "2014-03-12"),
        ("12 Maret 2014", "2014-03-12"), ("Mart 2014", "2014-03"), ("2015년 3월 12일", "2015-03-12"), ("2015년 3월", "2015-03"),
        ("民國104年3月12日", "2015-03-12"), ("中華民國98年", "2009"), ("104年3月12日", "2015-03-12"), ("104.03.12", "2015-03-12"), ("12 มีนาคม 2562", "2019-03-12"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_other_countries_write_it(printed, iso):
    read = read_day(printed).date
    assert (read.isoformat() if read else None) == iso


def test_a_date_in_another_language_is_found_where_it_stands():
    text = "Université de Tours (depuis le 12 mars 2014), 8 Universities 2011, 民國98年11月5日"
    assert [(text[day.start : day.end].strip(), day.read.date.isoformat()) for day in find_days(text)] == [
        ("12 mars 2014", "2014-03-12"), ("2011", "2011"), ("民國98年11月5日", "2009-11-05"),
    ]  # fmt: skip


@pytest.mark.parametrize("printed", ["2023.02.30", "2010/13/45", "2023.02.29", "令和5年2月30日", "Feb 30, 2023", "0000.01.01"])
def test_a_day_that_never_was_is_impossible(printed):
    assert (read_day(printed).date, read_day(printed).problem) == (None, "impossible")


@pytest.mark.parametrize(
    "printed",
    [
        "締結年月日",
        "2015.11.09-",
        "abc",
        "",
        "42217",
        "12345678",
        "2015.11.09・2016.01.01",
        "Marsch 2015",
        "5 Universities 2014",
        "98.11.05",
        "12 หมา 2562",
    ],
)
def test_what_is_no_date_in_one_way_only_is_unread(printed):
    assert (read_day(printed).date, read_day(printed).problem) == (None, "unread")


def test_a_date_that_can_be_read_two_ways_is_known_to_the_year_with_both_readings():
    read = read_day("03/04/2015")
    assert (read.problem, read.date, read.readings) == (
        "ambiguous",
        PartialDate(2015),
        (PartialDate(2015, 3, 4), PartialDate(2015, 4, 3)),
    )


def test_the_order_of_the_list_settles_a_date_unless_only_the_other_gives_a_day():
    read = [read_day(text, order).date for text in ("03/04/2015", "25/1/2018") for order in ("mdy", "dmy")]
    assert read == [PartialDate(2015, 3, 4), PartialDate(2015, 4, 3), PartialDate(2018, 1, 25), PartialDate(2018, 1, 25)]


def test_a_date_with_its_year_last_shows_its_order():
    assert [read_day(text).order for text in ("1/25/2018", "25/1/2018", "3/4/2015", "2015/3/4")] == ["mdy", "dmy", None, None]


def test_dates_are_found_in_a_longer_text():
    text = "2013.3.15~2018.3.14, 平成16年5月1日 and 12/9/2016 pending; Paris 8 in 1999, room 2150"
    assert [(text[day.start : day.end], day.read.date.isoformat()) for day in find_days(text)] == [
        ("2013.3.15", "2013-03-15"), ("2018.3.14", "2018-03-14"), ("平成16年5月1日", "2004-05-01"), ("12/9/2016", "2016"), ("1999", "1999"),
    ]  # fmt: skip


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
