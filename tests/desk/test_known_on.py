"""/desk/agreements/?known_on=: the table and its sheets as the registry knew them on a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from teikei.lists.read import rows_of
from teikei.registry.models import Change
from teikei.registry.operations.concluding import revise
from tests.desk.agreements import kept, made_agreement


@pytest.fixture
def two_days(world, officer):
    """One agreement known since ten days and renamed today, one that is new today."""
    old = kept(made_agreement(world))[0]
    # Only the clock is moved: the chain of hashes is not looked at here.
    Change.objects.all().update(at=timezone.now() - timedelta(days=10))
    revise(old, lambda value: replace(value, title="改めた名称", contents=(1,)), version=None, by=officer, at=timezone.now())
    new = kept(made_agreement(world, title="新しい協定", level="university"))[0]
    return old, new, (timezone.localdate() - timedelta(days=5)).isoformat()


def test_the_table_shows_what_was_known_and_offers_no_change(see, two_days):
    old, new, day = two_days
    page = see(f"/desk/agreements/?known_on={day}")
    assert "学術交流協定" in page.text
    assert "改めた名称" not in page.text
    assert "新しい協定" not in page.text
    assert "ここでは変更できません" in page.text
    assert f"/desk/agreements/{old}/?known_on={day}" in page.hrefs
    assert not any(f"/agreements/{new}/" in href for href in page.hrefs)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("q=学術交流", True), ("q=改めた", False), ("q=chiang", True), ("level=unit", True), ("level=university", False), ("status=assumed", True),
        ("status=ended", False), ("territory=TH", True), ("territory=FR", False), ("sort=newest", True), ("unconfirmed=yes", True),
        ("as_of=2014-01-01&status=not-yet", True), ("rolled_up=yes", False), ("memorandum=staff", False), ("as_of=2020-01-01&expiring=2020-12-31", True),
    ],
)  # fmt: skip
def test_its_filters_ask_what_was_known(see, two_days, query, there):
    page = see(f"/desk/agreements/?{query}&known_on={two_days[2]}")
    assert ("学術交流協定" in page.text) == there, query


def test_on_a_day_before_anything_was_known_there_is_nothing(see, two_days):
    page = see("/desk/agreements/?known_on=2001-01-01")
    assert "当てはまる協定はありません" in page.text


def test_the_sheet_holds_what_was_known(client, two_days):
    _old, _new, day = two_days
    content = client.get(f"/desk/agreements/agreements.csv?known_on={day}")
    assert f"-known-{day}.csv" in content["Content-Disposition"]
    text = "\n".join("|".join(row.cells) for row in rows_of(content.content, "sheet.csv"))
    assert "学術交流協定" in text
    assert "改めた名称" not in text
    assert "新しい協定" not in text
