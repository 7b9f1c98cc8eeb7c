"""EWP over HTTP: our copy out, the partner's in, both side by side, for whom it is (BAD_INPUTS 5, 6, 67, 72)."""

from datetime import date

import pytest
from django.test import Client

from teikei.exchange.names import children, iias_of, text_at
from teikei.registry.models import Change, PartnerCopy
from teikei.rules.agreement import Exchange, Memorandum, Term
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person

BASE = "/api/v1/agreements"
XML = "application/xml"


@pytest.fixture
def one(world, client, token) -> int:
    """An agreement with an exchange each way, between institutions that EWP knows."""
    both = ((world.home, world.chiang_mai), (world.chiang_mai, world.home))
    exchanges = tuple(
        Exchange(sending=sending, receiving=receiving, places=3, first_year="2023/2024", last_year="2027/2028", languages=(("en", "B2"),))
        for sending, receiving in both
    )
    headers = token("officer", "partners")
    for number, schac in ((world.home, "our.ac.jp"), (world.chiang_mai, "cmu.ac.th")):
        answer = client.put(f"/api/v1/institutions/{number}/identifiers", {"schac": schac}, content_type="application/json", **headers)
        assert (answer.status_code, answer.json()["schac"]) == (200, schac), answer.content
    terms = (Term(valid_from=date(2023, 4, 1), valid_to=None),)
    return kept(made_agreement(world, terms=terms, memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=exchanges),)))[0]


@pytest.fixture
def theirs(client, one) -> bytes:
    """The partner's copy: ours with the partners turned, an id of their own, and five places where we say three."""
    content = client.get(f"{BASE}/{one}/iias").content.decode()
    return content.replace("<mobilities-per-year>3<", "<mobilities-per-year>5<", 1).replace(
        "<hei-id>cmu.ac.th</hei-id>", "<hei-id>cmu.ac.th</hei-id>\n      <iia-id>CMU-7</iia-id>", 1
    ).encode()  # fmt: skip


def test_our_copy_is_xml_for_anybody(client, one) -> None:
    answer = client.get(f"{BASE}/{one}/iias")
    (iia,) = iias_of(answer.content)
    assert answer["Content-Type"] == XML
    assert [text_at(partner, "hei-id") for partner in children(iia, "partner")] == ["our.ac.jp", "cmu.ac.th"]
    assert client.get(f"{BASE}/999999/iias").status_code == 404


def test_what_cannot_be_said_is_refused_with_the_reason(client, world) -> None:
    answer = client.get(f"{BASE}/{kept(made_agreement(world))[0]}/iias?lang=en")
    assert (answer.status_code, "No memorandum" in answer.json()["detail"]) == (422, True)


def test_the_partners_copy_is_kept_once_with_who_brought_it_and_laid_beside_ours(client, one, theirs, token) -> None:
    officer = token("officer", "agreements")
    answer = client.post(f"{BASE}/{one}/iias/copies", theirs, content_type=XML, **officer)
    assert answer.status_code == 201, answer.content
    (copy,) = answer.json()
    assert (copy["iia_id"], copy["hash_holds"]) == ("CMU-7", False)
    assert client.post(f"{BASE}/{one}/iias/copies", theirs, content_type=XML, **officer).status_code == 422
    line = Change.objects.latest("position")
    assert (line.operation, line.kind, line.who) == ("take-in-copy", "partner-copy", copy["received_by"])
    laid = client.get(f"{BASE}/{one}/iias/comparison", **token("viewer")).json()
    assert {row["place"]: (row["ours"], row["theirs"]) for row in laid["rows"] if row["ours"] != row["theirs"] and row["hashed"]} == {
        "student-studies-mobility-spec our.ac.jp → cmu.ac.th / mobilities-per-year": ("3", "5"),
    }  # fmt: skip
    assert (laid["agreed"], laid["copy"]["id"]) == (False, copy["id"])
    ours = iias_of(client.get(f"{BASE}/{one}/iias").content)[0]
    assert [text_at(partner, "iia-id") for partner in children(ours, "partner")] == [str(one), "CMU-7"]


def test_copies_are_for_those_who_may_see_the_agreement(client, one, theirs, token, world) -> None:
    officer = token("officer", "agreements")
    client.post(f"{BASE}/{one}/iias/copies", theirs, content_type=XML, **officer)
    elsewhere = token("unit-editor", unit=world.medicine)
    for path in ("copies", "comparison"):
        assert client.get(f"{BASE}/{one}/iias/{path}").status_code == 401
        assert client.get(f"{BASE}/{one}/iias/{path}", **elsewhere).status_code == 404
        assert client.get(f"{BASE}/{one}/iias/{path}", **token("viewer")).status_code == 200
    assert client.post(f"{BASE}/{one}/iias/copies", theirs + b"\n", content_type=XML, **elsewhere).status_code == 404
    assert client.post(f"{BASE}/{one}/iias/copies", theirs + b"\n", content_type=XML, **token("viewer")).status_code == 403
    assert PartnerCopy.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"<a/>", XML, 422), (b"", XML, 422), (b"{}", "application/json", 415), (b"\x00", XML, 422),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', XML, 422), (b" " * 1_000_001, XML, 413),
    ],
)  # fmt: skip
def test_what_is_no_copy_is_refused_and_nothing_is_kept(client, one, token, content, kind, status) -> None:
    answer = client.generic("POST", f"{BASE}/{one}/iias/copies", content, content_type=kind, CONTENT_TYPE=kind, **token("officer"))
    assert (answer.status_code, PartnerCopy.objects.count(), "root:" in answer.content.decode()) == (status, 0, False)


def test_a_copy_of_other_institutions_is_not_taken(client, one, theirs, token) -> None:
    other = theirs.replace(b"cmu.ac.th", b"elsewhere.ac.th")
    answer = client.post(f"{BASE}/{one}/iias/copies", other, content_type=XML, **token("officer"))
    assert (answer.status_code, "elsewhere.ac.th" in answer.json()["detail"]) == (422, True)


def test_the_desk_shows_both_copies_and_takes_one_in(client, one, theirs, tmp_path) -> None:
    desk = Client(headers={"host": "localhost"})
    desk.force_login(made_person("hanako"))
    address = f"/en/desk/agreements/{one}/iia/"
    path = tmp_path / "copy.xml"
    path.write_bytes(theirs)
    with path.open("rb") as file:
        assert desk.post(address, {"file": file}).status_code == 302
    page = desk.get(address).content.decode()
    assert "student-studies-mobility-spec our.ac.jp → cmu.ac.th / mobilities-per-year" in page
    assert "The iia-hash that the document states is not that of what it says." in page
    assert iias_of(desk.get(f"{address}?file=xml").content)
    desk.post(address, {})
    assert "Choose the partner" in desk.get(address).content.decode()
