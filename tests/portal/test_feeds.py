"""Feeds of the public pages: changes as Atom, ends of terms as iCalendar."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from teikei.registry.models import Agreement
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import change, value_of
from teikei.registry.operations.ledger import Act
from teikei.rules.agreement import Closing, Contact, Note, Renewal, Term
from tests.desk.agreements import kept as keep
from tests.desk.agreements import made_agreement, made_world

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(db):
    return made_world()


def revise(pk: int, **changes: object) -> None:
    value = value_of(AGREEMENTS, Agreement.objects.get(pk=pk).body)
    change(AGREEMENTS, {pk: (None, replace(value, **changes))}, Act("revise", timezone.now(), program="tests", reason="a secret reason"))


def entries(client, address="/en/changes.atom"):
    feed = ET.fromstring(client.get(address).content)
    return [(one.find(f"{ATOM}id").text, one.find(f"{ATOM}title").text) for one in feed.iterfind(f"{ATOM}entry")]


def test_the_feed_tells_what_became_of_agreements(world, client) -> None:
    (pk,) = keep(made_agreement(world))
    terms = (Term(valid_from=date(2015, 11, 9), valid_to=date(2020, 11, 8)), Term(valid_from=date(2020, 11, 9), valid_to=date(2030, 11, 8)))
    revise(pk, terms=terms)
    revise(pk, title="協定")
    revise(pk, closing=Closing(closed_on=date(2026, 1, 1), reason="cancelled"))
    assert entries(client) == [
        (f"urn:teikei:agreement:{pk}:{version}", f"チェンマイ大学: {what}")
        for version, what in ((4, "ended"), (3, "changed"), (2, "renewed"), (1, "entered in the register"))
    ]
    text = client.get("/en/changes.atom").content.decode()
    assert "secret" not in text


def test_a_change_that_only_staff_can_see_is_no_news(world, client) -> None:  # BAD_INPUTS 74
    (pk,) = keep(made_agreement(world))
    revise(pk, notes=(Note(text="内密", by="a", at="2026-01-01T00:00:00+09:00"),))
    revise(pk, contacts=(Contact(name="山田"),))
    assert len(entries(client)) == 1
    assert "内密" not in client.get("/changes.atom").content.decode()


def test_ends_of_terms_are_a_calendar_narrowed_like_the_search(world, client) -> None:
    keep(made_agreement(world, terms=(Term(valid_from=date(2020, 1, 1), valid_to=date(2027, 12, 31)),), renewal=Renewal(kind="procedure")))
    text = client.get("/en/ends.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20271231" in text
    assert "/en/agreements/" in text
    assert "BEGIN:VEVENT" not in client.get("/en/ends.ics?territory=FR").content.decode()


def test_a_feed_of_nothing_is_still_a_feed(client, db) -> None:
    assert entries(client, "/changes.atom") == []
    assert client.get("/ends.ics").status_code == 200


def test_the_pages_lead_to_the_feed(client, db) -> None:
    assert '<link rel="alternate" type="application/atom+xml" href="/changes.atom"' in client.get("/").content.decode()


def test_a_list_that_was_taken_in_is_one_entry_and_not_one_for_each_row(take_in, client) -> None:
    take_in("交流協定校一覧\n2023年5月1日現在\nアジア\nタイ\nチェンマイ大学\t文学部\t2001.1.1\nコンケン大学\t文学部\t2002.1.1\n")
    assert [title for _, title in entries(client)] == ["交流協定校一覧: an edition was published"]
