"""The desk's pages of deadlines, addresses and calendars, and the calendar itself."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from teikei.registry.models import Institution, LeftAlone, OrganizationalUnit
from teikei.registry.operations.concluding import record
from teikei.registry.operations.ingest import ingest
from teikei.rules.agreement import Agreement, Party, PartyUnit, Renewal, Term
from tests.registry.made import made_listing

AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def agreement(client, settings, tmp_path) -> int:
    settings.TEIKEI_HOME = tmp_path
    ingest(made_listing(), b"list", institution="広島大学", received_at=AT)
    home, partner = Institution.objects.get(is_home=True).pk, Institution.objects.get(printed="カセサート大学").pk
    unit = OrganizationalUnit.objects.get(name="工学部", institution__is_home=True).pk
    value = Agreement(
        level="unit", parties=(Party(institution=home, units=(PartyUnit(unit=unit),)), Party(institution=partner)), concluded_on="2020-04-01",
        terms=(Term(valid_from=date(2020, 4, 1), valid_to=timezone.localdate() + timedelta(days=20)),), renewal=Renewal(kind="procedure"),
    )  # fmt: skip
    return record(value, by=User.objects.get(username="hanako"), at=timezone.now())


def test_a_near_deadline_is_shown_and_left_alone_with_a_reason(client, agreement, see):
    assert "あと20日" in see("/desk/reminders/").text
    fields = {"agreement": agreement, "about": "end", "due_on": (timezone.localdate() + timedelta(days=20)).isoformat()}
    assert "理由を入力してください" in client.post("/desk/reminders/", {**fields, "reason": ""}).content.decode()
    client.post("/desk/reminders/", {**fields, "reason": "先方と合意"})
    text = see("/desk/reminders/").text
    assert "あと20日" not in text
    assert "先方と合意" in text


@pytest.mark.parametrize(
    "fields", [{}, {"agreement": "9" * 30}, {"agreement": "1", "about": "end", "due_on": "2024-13-01"}, {"about": "x"}]
)
def test_a_deadline_that_is_not_there_is_not_left_alone(client, agreement, fields):
    answer = client.post("/desk/reminders/", {**fields, "reason": "x"})
    assert "この期限はもうありません" in answer.content.decode()
    assert not LeftAlone.objects.exists()


def test_an_address_is_added_and_removed(client, agreement, see):
    client.post("/desk/reminders/addresses/", {"unit": "", "email": "all@example.ac.jp", "language": "en"})
    assert "all@example.ac.jp" in see("/desk/reminders/addresses/").text
    number = re.search(r'name="remove" value="(\d+)"', client.get("/desk/reminders/addresses/").content.decode())[1]
    client.post("/desk/reminders/addresses/", {"remove": number})
    assert "all@example.ac.jp" not in see("/desk/reminders/addresses/").text


def test_a_calendar_is_subscribed_to_without_logging_in_until_it_is_revoked(client, visitor, agreement):
    page = client.post("/desk/reminders/calendars/", {"unit": "", "language": "ja", "label": "事務"}).content.decode()
    address = re.search(r"/calendar/[\w-]+\.ics", page)[0]
    assert address not in client.get("/desk/reminders/calendars/").content.decode()
    answer = visitor.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:end-{agreement}-" in answer.content.decode()
    number = re.search(r'name="revoke" value="(\d+)"', client.get("/desk/reminders/calendars/").content.decode())[1]
    client.post("/desk/reminders/calendars/", {"revoke": number})
    assert visitor.get(address).status_code == 404
