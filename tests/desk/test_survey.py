"""The desk's pages of the survey and the year's changes."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from teikei.registry.models import Agreement
from teikei.registry.operations.ingest import ingest
from tests.registry.made import made_listing

AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def listed(client):
    ingest(made_listing(), b"list", institution="広島大学", received_at=AT)


def test_what_is_missing_is_listed_with_links(see):
    page = see("/desk/survey/?as_of=2024-05-01")
    assert "一覧の1行のままです" in page.text
    assert f"/agreements/{Agreement.objects.order_by('pk')[0].pk}/" in page.hrefs
    assert "/desk/survey/?as_of=2024-05-01" not in page.hrefs


@pytest.mark.parametrize("day", ["令和6年5月1日", "2024.5.1", "1 May 2024"])
def test_a_day_in_the_address_is_read_as_in_every_form(client, day):
    assert 'value="2024-05-01"' in client.get("/desk/survey/", {"as_of": day}).content.decode()
    assert 'value="2024-05-01"' in client.get("/desk/yearly/", {"until": day}).content.decode()


def test_both_files_are_workbooks(client):
    for address, name in (
        ("/desk/survey/?as_of=2024-05-01&file=xlsx", "survey-2024-05-01.xlsx"),
        ("/desk/yearly/?since=1990-01-01&until=2024-05-01&file=xlsx", "changes-1990-01-01-2024-05-01.xlsx"),
    ):
        answer = client.get(address)
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets


def test_the_year_lists_what_is_new(see):
    assert "新規" in see("/desk/yearly/?since=2019-05-01&until=2020-05-01").text
    assert "デリー大学理学部" in see("/desk/yearly/?since=2019-05-01&until=2020-05-01").text
    assert "異動はありません" in see("/desk/yearly/?since=2021-05-01&until=2022-05-01").text


def test_days_the_wrong_way_round_are_said_and_a_day_that_never_was_gives_the_usual_one(see):
    assert "起点の日は終わりの日より前にしてください" in see("/desk/yearly/?since=2024-05-01&until=2023-05-01").text
    assert see("/desk/yearly/?since=2023-02-29&until=x").text
    assert see("/desk/survey/?as_of=2023-02-29").text
    assert see("/desk/yearly/?until=0001-05-01").text
