"""The survey and the year, whose answers are kept by the process, are never those of yesterday."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from lxml import html

from teikei.registry.operations.concluding import revise
from teikei.registry.queries import worked_out
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


class Later:
    """A worker that does what it was given when it is told to, in the test's own transaction."""

    def submit(self, work, *args):
        self.given = lambda: work(*args)
        self.future = Future()
        return self.future

    def works(self):
        try:
            self.future.set_result(self.given())
        except ValueError as fault:
            self.future.set_exception(fault)


@pytest.fixture
def worker(monkeypatch):
    """Of any number of agreements the page says at once that they are being worked out."""
    later = Later()
    monkeypatch.setattr(worked_out, "_worker", later)
    monkeypatch.setattr(worked_out, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(worked_out, "AT_ONCE", 0)
    monkeypatch.setattr(worked_out, "PATIENCE", 0)
    monkeypatch.setattr(worked_out, "_kept", {})
    return later


@pytest.mark.parametrize("address", ["/desk/survey/?as_of=2016-05-01", "/desk/yearly/?since=2015-05-01&until=2016-05-01"])
def test_a_page_that_takes_seconds_says_so_at_once_asks_again_and_then_shows_what_was_found(see, client, world, worker, address):
    number = kept(made_agreement(world, title="", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),)))[0]
    for _ in range(2):
        page = html.document_fromstring(client.get(address).content)
        (asks,) = page.xpath("//*[@id='found']/*[@role='status']")
        assert "すべての協定を調べています" in asks.text_content()
        assert (asks.get("hx-get"), asks.get("hx-select"), asks.get("hx-target")) == (address, "#found", "#found")
        assert page.xpath("//noscript/meta[@http-equiv='refresh']")
    worker.works()
    page = see(address)
    assert f"/agreements/{number}/" in page.hrefs
    assert "すべての協定を調べています" not in page.text


def test_what_failed_while_it_was_worked_out_is_not_waited_for_and_is_tried_again(see, client, world, worker, monkeypatch):
    def fails(_day, _numbers):
        raise ValueError("no")

    kept(made_agreement(world))
    with monkeypatch.context() as broken:
        broken.setattr("teikei.registry.queries.survey._survey_rows", fails)
        see("/desk/survey/")
        worker.works()
    with pytest.raises(ValueError, match="no"):
        client.get("/desk/survey/")
    see("/desk/survey/")
    worker.works()
    assert "すべての協定を調べています" not in see("/desk/survey/").text


def test_an_edition_in_preparation_shows_its_differences_once_they_are_worked_out(client, see, world, worker):
    number = kept(made_agreement(world, level="unit", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),)))[0]
    address = client.post("/desk/editions/", {"institution": world.home, "level": "unit", "as_of": "2016-05-01", "correction": ""})[
        "Location"
    ]
    assert "すべての協定を調べています" in see(address).text
    worker.works()
    assert f"/desk/agreements/{number}/" in see(address).hrefs


def test_the_differences_of_an_edition_come_page_by_page(client, see, world, monkeypatch):
    for place in ("teikei.registry.queries.edition_drafts.PAGE", "teikei.desk.views.edition_draft.PAGE"):
        monkeypatch.setattr(place, 1)
    one = made_agreement(world, level="unit", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),))
    numbers = kept(one, replace(one, parties=(one.parties[0], replace(one.parties[1], institution=world.orleans))))
    address = client.post("/desk/editions/", {"institution": world.home, "level": "unit", "as_of": "2016-05-01", "correction": ""})[
        "Location"
    ]
    pages = [see(f"{address}?page={page}") for page in (1, 2)]
    shown = [number for page in pages for number in numbers if f"/desk/agreements/{number}/" in page.hrefs]
    assert sorted(shown) == sorted(numbers)
    assert "?page=2" in pages[0].hrefs


@pytest.mark.parametrize(
    "address", ["/desk/survey/?as_of=2016-05-01&file=xlsx", "/desk/yearly/?since=2015-05-01&until=2016-05-01&file=xlsx"]
)
def test_a_file_that_takes_seconds_comes_by_itself_once_it_is_made(client, world, worker, address):
    kept(made_agreement(world, title="", terms=(Term(valid_from=date(2015, 11, 9), valid_to=None),)))
    page = html.document_fromstring(client.get(address).content)
    assert "できあがると自動で届きます" in page.text_content()
    assert page.xpath("//*[@id='found']/*[@role='status']/@hx-get") == [address]
    assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == ["2"]
    worker.works()
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == address
    assert client.get(address).content.startswith(b"PK")
