"""Every page of the desk asks the database little, however much is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from teikei.lists.read import read_content
from teikei.registry.models import Appointment, Draft, Edition, EditionDraft, Institution
from teikei.registry.operations.appointing import appoint
from teikei.registry.operations.editions import draft_edition
from teikei.registry.operations.ingest import ingest
from teikei.rules.agreement import Exchange, Memorandum, Term
from tests.desk.agreements import kept, made_agreement
from tests.desk.conftest import LIST
from tests.desk.test_doors import GUARDED, POSTED
from tests.desk.test_editions import NEXT
from tests.people import APPOINTED_AT, LONG_AGO, made_person

MOST = 12
# These take no page of their own: parts of a form while it is typed into, and forms that are only sent.
SENT = (
    POSTED
    | {name for name in GUARDED if ":check_" in name}
    | {"desk:end_appointment", "desk:undo_act", "desk:undo_structure", "desk:saved_filters", "desk:bulk"}
)


def filled(client, world, hand_in, number) -> dict[str, int | str]:
    """So many agreements with memoranda, a list and a newer one, an edition in preparation, a file being read, a proposal."""
    exchange = Exchange(sending=world.home, receiving=world.chiang_mai, places=2)
    one = made_agreement(world, memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=(exchange,)),))
    soon = Term(valid_from=date(2015, 11, 9), valid_to=timezone.localdate() + timedelta(days=20))
    agreements = kept(*[replace(one, rolled_up=n == 1) for n in range(number)], replace(one, terms=(soon,)))
    rows = "".join(f"\t第{n}大学\t理学部\t2020.07.15\n" for n in range(number))
    for text in (LIST, NEXT):
        ingest(read_content((text + rows).encode(), "list.txt"), (text + rows).encode(), institution="本学", received_at=timezone.now())
    hand_in(LIST + rows + "\t高麗大学校\t理学部\t2020.07.15\n")
    home = Institution.objects.get(pk=world.home)
    draft = draft_edition(home.pk, "unit", date(2026, 5, 1), by=client.officer, at=timezone.now())
    sent = {
        "title": "提案",
        "level": "university",
        "home": home.pk,
        "partner": "チェンマイ大学",
        "valid_from": "2026-04-01",
        "renewal": "none",
    }
    proposal = client.post("/desk/proposals/new/", sent)["Location"]
    client.post(client.post("/desk/proposals/new/", sent)["Location"], {"act": "propose", "version": 1})
    client.post("/desk/agreements/new/check/", {"title": "途中"})
    return {
        "agreement_id": agreements[1], "memorandum": "m1", "act_name": "revise", "draft_id": Draft.objects.get().pk, "edition_draft": draft,
        "edition_id": Edition.objects.latest("pk").pk, "partner_id": world.chiang_mai, "institution_id": world.chiang_mai,
        "unit_id": world.science, "proposal_id": int(proposal.split("/")[3]), "appointment_id": Appointment.objects.first().pk, "n": 1,
        "position": 1, "form": "csv",
    }  # fmt: skip


@pytest.mark.parametrize("number", [10, 200])
def test_no_page_of_the_desk_asks_more_than_a_dozen_questions(client, officer, visitor, world, hand_in, number):
    client.officer = officer
    for role in ("administrator", "publisher"):
        appoint(officer.get_username(), role, valid_from=LONG_AGO, by=None, at=APPOINTED_AT)
    known = filled(client, world, hand_in, number)
    assert EditionDraft.objects.count() == 1
    visitor.force_login(made_person("jiro", "unit-editor", unit=world.science))
    asked, limited = {}, {}
    for name, pattern in GUARDED.items():
        arguments = {one: known.get(one) for one in pattern.pattern.converters}
        if name == "desk:edition_draft":
            arguments["draft_id"] = known["edition_draft"]
        if name in ("desk:institution_act", "desk:unit_act"):
            arguments["act_name"] = "rename"
        if name in SENT or None in arguments.values():
            continue
        address = reverse(name, kwargs=arguments) + ("?action=edition.publish" if name == "desk:why" else "")
        for who, told in ((client, asked), (visitor, limited)):
            with CaptureQueriesContext(connection) as queries:
                status = who.get(address).status_code
            told[name] = (status, len(queries))
    assert {name: one for name, one in asked.items() if one[0] != 200} == {}
    assert sum(status == 200 for status, _ in limited.values()) > 15
    many = [f"{name} {one}" for told in (asked, limited) for name, (_, one) in told.items() if one > MOST]
    assert "\n".join(many) == ""
