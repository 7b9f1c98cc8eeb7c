"""The survey and the year, whose answers are kept by the process, are never those of yesterday."""

from dataclasses import replace
from datetime import UTC, date, datetime

from teikei.registry.operations.concluding import revise
from teikei.rules.agreement import Term
from tests.desk.agreements import kept, made_agreement
from tests.desk.test_institutions import rename

AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


def test_what_changed_since_the_page_was_last_asked_for_stands_in_it(client, see, officer, world):
    address, year = "/desk/survey/?as_of=2024-05-01", "/desk/yearly/?since=2015-05-01&until=2016-05-01"
    nothing = see(address).text + see(year).text
    number = kept(made_agreement(world, title="", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),)))[0]
    page = see(address)
    assert f"/agreements/{number}/" in page.hrefs
    assert page.text.count("協定名がありません") == 1
    assert "チェンマイ大学" not in nothing
    assert "チェンマイ大学" in see(year).text
    revise(number, lambda value: replace(value, title="学術交流協定"), version=None, by=officer, at=AT)
    assert see(address).text.count("協定名がありません") == 0
    rename(client, f"/desk/institutions/{world.chiang_mai}/rename/", "清邁大学", "2015-12-01", confirmed="1")
    assert "清邁大学" in see(address).text
    assert "清邁大学" in see(year).text


def test_a_long_list_of_what_is_missing_comes_page_by_page(see, world):
    numbers = kept(*[made_agreement(world, title="", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),))] * 60)
    first, second = (see(f"/desk/survey/?as_of=2024-05-01&page={page}") for page in (1, 2))
    shown = [href for page in (first, second) for href in page.hrefs if href.startswith("/agreements/")]
    assert len(shown) == len(set(shown))
    assert {f"/agreements/{number}/" for number in numbers} <= set(shown)
    assert "?as_of=2024-05-01&page=2" in first.hrefs
