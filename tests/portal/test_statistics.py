from datetime import date

import pytest
from django.utils.timezone import localdate

from teikei.portal.charts import month_chart, pair_chart
from teikei.registry.models import Agreement
from teikei.registry.queries import overview
from teikei.registry.queries.known import in_force
from teikei.rules.agreement import Closing, Exchange, Memorandum, Renewal, Term
from tests.desk.agreements import kept as keep
from tests.desk.agreements import made_agreement, made_world


@pytest.fixture
def world(db):
    return made_world()


def term(first: str, last: str) -> Term:
    return Term(valid_from=date.fromisoformat(first), valid_to=date.fromisoformat(last))


def test_the_numbers_in_force_are_those_that_hold_on_each_last_day_of_a_year(world) -> None:
    none = Renewal(kind="none")
    keep(
        made_agreement(world, terms=(term("2001-04-01", "2004-03-31"), term("2004-04-01", "2009-12-31")), renewal=none),
        made_agreement(world, terms=(term("2003-01-01", "2008-12-30"),), renewal=none),
        made_agreement(world, terms=(term("2006-05-05", "2030-01-01"),), closing=Closing(closed_on=date(2012, 2, 2), reason="cancelled")),
        made_agreement(world, terms=(), concluded_on="2010"),
        made_agreement(world, terms=(term("2011-07-01", "2013-06-30"),)),
    )
    told = {int(year.value): year.count for year in overview.held_by_year(date(2016, 6, 1))}
    assert min(told) == 2001
    for year in range(2001, 2016):
        assert told[year] == Agreement.objects.filter(in_force(date(year, 12, 31))).count(), year


def test_ends_stand_in_their_months(world) -> None:
    today = localdate()
    ahead = overview.months_after(today, 5)
    keep(made_agreement(world, terms=(Term(valid_from=date(2020, 1, 1), valid_to=ahead),), renewal=Renewal(kind="procedure")))
    ends = overview.ends_coming(today)
    assert len(ends) == 24
    assert [month.value for month in ends if month.count] == [ahead.strftime("%Y-%m")]


def test_the_balance_sets_those_who_go_beside_those_who_come(see, world) -> None:
    exchanges = (
        Exchange(sending=world.home, receiving=world.chiang_mai, places=3),
        Exchange(sending=world.chiang_mai, receiving=world.home, places=5),
    )
    lasting = (Term(valid_from=date(2020, 1, 1), valid_to=date(2099, 12, 31)),)
    keep(made_agreement(world, memoranda=(Memorandum(id="m", exchanges=exchanges),), terms=lasting))
    page = see("/en/statistics/development/")
    assert "3 to go, 5 to come." in page.text
    assert "Thailand | 3 | 5" in page.text


def test_an_empty_registry_says_what_would_be_on_each_page_of_statistics(see, db) -> None:
    assert "Here would stand how many agreements were in force" in see("/en/statistics/development/").text
    assert "Here would stand how many students" in see("/en/statistics/development/").text


def test_kinds_stand_in_the_offices_own_words(see, world) -> None:
    keep(
        made_agreement(world, kinds=("学術交流協定",)),
        made_agreement(world, kinds=("学術交流協定", "<b>覚書</b>"), concluded_on="2016-01-01"),
    )
    page = see("/statistics/")
    assert "学術交流協定 | 2" in page.text
    assert "<b>覚書</b> | 1" in page.text


@pytest.mark.parametrize("numbers", [[], [("XX", 0, 0)], [("タイ", 3, 5), ("", 0, 10**9)]])
def test_a_balance_of_any_size_is_drawn_within_its_width(numbers) -> None:
    pairs, height = pair_chart(numbers)
    assert height >= 2
    assert all(0 <= float(length.rstrip("%")) <= 100 for pair in pairs for length in (pair.out_length, pair.back_length))


def test_a_chart_of_months_has_a_column_for_each() -> None:
    months = [overview.Counted(f"2027-{month:02}", f"2027-{month:02}", month) for month in range(1, 13)]
    assert len(month_chart(months).columns) == 12


LIST = """交流協定校一覧
{day}現在
アジア
タイ
{thai}
ベトナム
ハノイ大学\t工学部\t2015.4.1
フエ大学\t{unit}\t2016.4.1
"""


def test_two_editions_side_by_side_say_what_came_what_went_and_what_changed(see, take_in) -> None:
    old = take_in(LIST.format(day="2023年5月1日", thai="チェンマイ大学\t文学部\t2001.1.1", unit="文学部"))
    new = take_in(LIST.format(day="2024年5月1日", thai="コンケン大学\t理学部\t2024.3.1", unit="理学部"), name="new.txt")
    page = see(f"/en/editions/{new.pk}/changes/")
    assert "1 added · 1 gone · 1 changed" in page.text
    assert "コンケン大学" in page.text
    assert "チェンマイ大学" in page.text
    assert "フエ大学" in page.text
    assert "ハノイ大学" not in page.text
    assert "no earlier edition" in see(f"/en/editions/{old.pk}/changes/").text
    assert see(f"/en/editions/{new.pk}/changes/?since=99999").text == page.text


def test_an_edition_that_is_not_there_has_no_changes(see, db) -> None:
    see("/editions/77/changes/", status=404)
