"""What programs change, with which token, once, and under the version that they looked at (BAD_INPUTS 67–69, 72–74)."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from teikei.registry.models import Agreement, ApiToken, Appointment, Change, Institution
from teikei.registry.operations.appointing import end_appointment
from teikei.registry.operations.tokens import NoToken, make_token, revoke_token
from teikei.registry.queries.tokens import own_tokens
from teikei.rules.agreement import DocumentRef, Exchange, Memorandum, Note, Renewal, Term, Waiver
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person

BASE = "/api/v1/"
# What an agreement is read with, and has addresses of its own or comes from documents and lists.
OF_THE_REGISTRY = {"amendments", "closing", "notes", "documents", "entries", "rolled_up", "listed_end"}
JSON = "application/json"


@pytest.fixture
def officer(token) -> dict[str, str]:
    return token("officer")


@pytest.fixture
def one(world) -> int:
    """An agreement with a note and a document that programs do not name."""
    paper = DocumentRef(sha256="a" * 64, name="signed.pdf", visibility="staff")
    note = Note(text="内密", by="x", at="2024-01-01", visibility="staff")
    return kept(made_agreement(world, documents=(paper,), notes=(note,), memoranda=(Memorandum(id="m1", documents=(paper,)),)))[0]


@pytest.fixture
def send(client):
    """Send JSON; gives the answer."""

    def send(method: str, address: str, body: object = None, **headers: str):
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.generic(method, BASE + address, content if body is not None else b"", content_type=JSON, **headers)

    return send


def body(world, **changes: object) -> dict[str, object]:
    parties = [{"institution": world.home, "units": [{"unit": world.science, "role": "responsible"}]}, {"institution": world.orleans}]
    return {"agreement": {"level": "unit", "parties": parties, "concluded_on": "2020-04-01", **changes}, "reason": "新規締結"}


def tag(client, number: int, headers: dict[str, str]) -> str:
    return client.get(f"{BASE}agreements/{number}", **headers)["ETag"]


def test_an_agreement_is_recorded_under_the_holders_name_with_the_reason(send, client, world, officer) -> None:
    answer = send("POST", "agreements", body(world), **officer)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"{BASE}agreements/{made['agreement']['id']}"
    assert made["value"]["concluded_on"] == "2020-04-01"
    line = Change.objects.latest("position")
    assert (line.operation, line.who, line.reason) == ("record", "officer-0", "新規締結")
    assert client.get(answer["Location"], **officer)["ETag"] == answer["ETag"]


def test_it_is_corrected_and_what_programs_do_not_name_stays(send, client, world, one, officer) -> None:
    changed = body(world, title="新しい名", memoranda=[{"id": "m1", "title": "覚書"}])
    answer = send("PUT", f"agreements/{one}", changed, HTTP_IF_MATCH=tag(client, one, officer), **officer)
    assert answer.status_code == 200, answer.content
    value = answer.json()["value"]
    assert (value["title"], value["notes"][0]["text"], value["documents"][0]["name"]) == ("新しい名", "内密", "signed.pdf")
    assert [(one["title"], one["documents"][0]["name"]) for one in value["memoranda"]] == [("覚書", "signed.pdf")]


def test_a_value_that_is_sent_back_as_it_was_read_changes_nothing(send, client, world, officer) -> None:
    degree = Memorandum(
        id="d1", kind="double-degree", title="複数学位", concluded_on="2016", terms=(Term(valid_from=date(2016, 4, 1)),), renewal=Renewal(kind="none"),
        exchanges=(Exchange(sending=world.home, receiving=world.chiang_mai, places=2),), waiver=Waiver(conditions="免除"), contents=(3,),
        note="備考", selection="書類と面接", degrees="修士（工学）",
    )  # fmt: skip
    number = kept(made_agreement(world, title="協定", kinds=("協定",), contents=(1, 2), memoranda=(degree,)))[0]
    value = client.get(f"{BASE}agreements/{number}", **officer).json()["value"]
    assert value["memoranda"][0]["degrees"] == "修士（工学）"
    sent = {name: known for name, known in value.items() if name not in OF_THE_REGISTRY}
    sent["memoranda"] = [{name: known for name, known in one.items() if name != "documents"} for one in value["memoranda"]]
    answer = send("PUT", f"agreements/{number}", {"agreement": sent}, HTTP_IF_MATCH=tag(client, number, officer), **officer)
    assert answer.status_code == 200, answer.content
    assert answer.json()["value"] == value
    wrong = send("PUT", f"agreements/{number}?lang=en", {"agreement": value}, HTTP_IF_MATCH=tag(client, number, officer), **officer).json()
    assert "cannot be sent here: leave it out" in wrong["detail"]


def test_every_step_of_an_agreements_life_is_taken(send, client, one, officer) -> None:
    steps = [
        ("POST", "confirmations", {"until": "2022-01-01"}, "in-force"),
        ("POST", "renewals", {"valid_from": "2025-11-09", "valid_to": "2030-11-08"}, None),
        ("POST", "amendments", {"effective_on": "2022-04-01", "changes": {"title": "改称"}}, None),
        ("POST", "notes", {"text": "一言", "visibility": "public"}, None),
        ("POST", "closing", {"closed_on": "2023-04-01", "reason": "cancelled"}, "ended"),
        ("DELETE", "closing", None, None),
    ]
    for method, path, given, status in steps:
        answer = send(method, f"agreements/{one}/{path}", given, HTTP_IF_MATCH=tag(client, one, officer), **officer)
        assert answer.status_code == 200, (path, answer.content)
        if status == "ended":
            assert answer.json()["agreement"]["status"] == status
    assert [line.operation for line in Change.objects.filter(kind="agreement", subject=one).order_by("position")][1:] == [
        "confirm", "renew", "amend", "add-notes", "close", "reopen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "status"),
    [(None, 428), ('"9-x"', 412), ('W/"1-x"', 412), ('"1"', 412), ('"1-x", "2-x"', 412), ('"x-1"', 412), ("*", 200), ('"1-x"', 200)],
)
def test_a_change_says_which_version_it_looked_at(send, one, officer, given, status) -> None:
    headers = officer | ({"HTTP_IF_MATCH": given} if given else {})
    assert send("POST", f"agreements/{one}/notes", {"text": "x"}, **headers).status_code == status


def test_of_two_who_change_the_same_version_the_second_is_told(send, client, one, officer) -> None:
    seen = tag(client, one, officer)
    assert send("POST", f"agreements/{one}/notes", {"text": "x"}, HTTP_IF_MATCH=seen, **officer).status_code == 200
    answer = send("POST", f"agreements/{one}/notes", {"text": "y"}, HTTP_IF_MATCH=seen, **officer)
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:teikei:problem:changed-meanwhile")


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(send, world, officer, token) -> None:
    first, again = (send("POST", "agreements", body(world), HTTP_IDEMPOTENCY_KEY="k1", **officer) for _ in range(2))
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert Agreement.objects.count() == 1
    other = send("POST", "agreements", body(world, title="別"), HTTP_IDEMPOTENCY_KEY="k1", **officer)
    assert (other.status_code, Agreement.objects.count()) == (422, 1)
    assert send("POST", "agreements", body(world), HTTP_IDEMPOTENCY_KEY="k1", **token("officer")).status_code == 201  # another's key
    assert send("POST", "agreements", body(world), HTTP_IDEMPOTENCY_KEY="x" * 201, **officer).status_code == 400
    assert send("POST", "agreements", body(world), HTTP_IDEMPOTENCY_KEY="", **officer).status_code == 400


def test_a_refused_request_keeps_no_answer_under_its_key(send, world, officer) -> None:
    assert send("POST", "agreements", body(world, concluded_on="2999"), HTTP_IDEMPOTENCY_KEY="k", **officer).status_code == 422
    assert send("POST", "agreements", body(world), HTTP_IDEMPOTENCY_KEY="k", **officer).status_code == 201


def test_who_holds_no_token_is_asked_for_one_before_anything_is_read(send, world, one) -> None:
    for answer in (send("POST", "agreements", "{"), send("PUT", "agreements/999999", {}), send("POST", f"agreements/{one}/notes", {})):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="teikei"')


def test_hidden_and_missing_look_the_same_and_what_is_seen_but_not_theirs_is_not_allowed(send, world, one, token) -> None:
    star = {"HTTP_IF_MATCH": "*"}
    elsewhere = token("unit-editor", unit=world.medicine) | star
    hidden, missing = (send("POST", f"agreements/{number}/notes", {"text": "x"}, **elsewhere) for number in (one, 999_999))
    assert (hidden.status_code, missing.status_code, hidden.content) == (404, 404, missing.content)
    assert {name: value for name, value in hidden.headers.items() if "Limit" not in name} == {
        name: value for name, value in missing.headers.items() if "Limit" not in name
    }
    assert send("POST", f"agreements/{one}/notes", {"text": "x"}, **token("viewer") | star).status_code == 403


def test_a_token_does_no_more_than_its_scopes_say_whatever_its_holder_may(send, world, one, token) -> None:
    reads = token("officer", "read") | {"HTTP_IF_MATCH": "*"}
    answer = send("POST", f"agreements/{one}/notes", {"text": "x"}, **reads)
    assert (answer.status_code, "scope" in send("POST", "agreements?lang=en", body(world), **reads).json()["detail"]) == (403, True)
    judges = token("officer", "partners")
    assert send("POST", "agreements", body(world), **judges).status_code == 403
    assert send("POST", f"institutions/{world.orleans}/judgments", {"verdict": "none"}, **judges).status_code == 200
    assert send("POST", f"institutions/{world.orleans}/judgments", {"verdict": "none"}, **reads).status_code == 403


def test_no_scope_gives_what_a_role_does_not(send, world, token) -> None:
    assert send("POST", "agreements", body(world), **token("auditor")).status_code == 403
    assert send("POST", "agreements", body(world), **token(None)).status_code == 403


def test_a_unit_of_others_cannot_be_slipped_in(send, world, token) -> None:
    editor = token("unit-editor", unit=world.science)
    assert send("POST", "agreements", body(world), **editor).status_code == 201
    slipped = body(world)
    slipped["agreement"]["parties"][0]["units"].append({"unit": world.letters})  # type: ignore[index]
    assert send("POST", "agreements", slipped, **editor).status_code == 403


@pytest.mark.parametrize(
    "field", ["entries", "documents", "notes", "rolled_up", "version", "owner", "status", "role", "closing", "amendments"]
)
def test_fields_that_the_registry_itself_says_cannot_be_claimed(send, world, officer, field) -> None:
    answer = send("POST", "agreements", body(world, **{field: []}), **officer)
    assert (answer.status_code, Agreement.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "text",
    [" ", "{", "[]", "null", "NaN", '{"agreement": NaN}', '{"reason": "x", "reason": "y"}', "[" * 100_000, '{"a":' * 100_000, "\ufeff{}",
     b"\xff\xfe{}", '{"agreement": ' + "9" * 5000 + "}",
     ],
)  # fmt: skip
def test_a_body_that_readers_could_take_differently_is_not_read(send, officer, db, text) -> None:
    answer = send("POST", "agreements", text, **officer)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:teikei:problem:body")


@pytest.mark.parametrize("value", ['"\\u0000"', '"\\ud800"', "1e400", "18446744073709551616", "-9007199254740993"])
def test_a_value_that_no_database_keeps_is_refused_with_its_place(send, officer, db, value) -> None:
    answer = send("POST", "agreements", f'{{"agreement": {{"title": {value}}}}}', **officer)
    assert (answer.status_code, answer.json()["faults"][0]["place"]) == (422, "agreement.title")


def test_a_misspelt_field_however_deep_is_named(send, world, officer) -> None:
    answer = send("POST", "agreements", body(world, terms=[{"valid_from": "2020-04-01", "valid_until": "2025-03-31"}]), **officer)
    assert (answer.status_code, answer.json()["faults"][0]["place"]) == (400, "agreement.terms[0].valid_until")


def test_a_value_that_does_not_hold_together_is_refused_with_every_problem(send, world, officer) -> None:
    answer = send("POST", "agreements?lang=en", body(world, concluded_on="2999-01-01"), **officer)
    assert (answer.status_code, len(answer.json()["faults"])) == (422, 1)
    assert "2999-01-01 is still to come" in answer.json()["detail"]


def test_a_number_that_is_nobodys_is_refused(send, world, officer) -> None:
    def sent(home: int, unit: int) -> int:
        parties = [{"institution": home, "units": [{"unit": unit}]}, {"institution": world.orleans}]
        return send("POST", "agreements", body(world, parties=parties), **officer).status_code

    assert [sent(999_999, world.science), sent(world.home, 999_999), sent(world.home, world.faculty), sent(world.home, world.science)] == [
        422, 422, 422, 201,
    ]  # fmt: skip


def test_other_kinds_of_body_and_too_large_ones_are_not_taken(client, officer, db) -> None:
    assert client.post(f"{BASE}agreements", {"a": "b"}, **officer).status_code == 415
    assert client.generic("POST", f"{BASE}agreements", b" " * 1_000_001, content_type=JSON, **officer).status_code == 413


def test_a_partner_is_added_once_and_judged(send, world, officer) -> None:
    given = {"name": "ボン大学", "name_en": "University of Bonn", "territory": "DE"}
    answer = send("POST", "institutions", given, **officer)
    assert (answer.status_code, answer.json()["territory"]) == (201, "DE")
    assert send("POST", "institutions", given, **officer).status_code == 422
    number = answer.json()["id"]
    judged = send("POST", f"institutions/{number}/judgments", {"verdict": "unsure", "reason": "二校ある"}, **officer)
    assert (judged.json()["verdict"], Institution.objects.get(pk=number).judgment.reason) == ("unsure", "二校ある")  # type: ignore[union-attr]
    assert send("POST", f"institutions/{number}/judgments", {"ror": "05gzceg21"}, **officer).status_code == 422
    assert send("POST", "institutions/999999/judgments", {"verdict": "none"}, **officer).status_code == 404


# Tokens ---------------------------------------------------------------------------------------------------------------


def test_a_token_dies_with_its_day_its_revocation_and_its_account(client, officer, db) -> None:
    def status() -> int:
        return client.get(f"{BASE}territories", **officer).status_code

    assert status() == 200
    ApiToken.objects.update(made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(seconds=1))
    assert status() == 401
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    User.objects.update(is_active=False)
    assert status() == 401
    User.objects.update(is_active=True)
    revoke_token(ApiToken.objects.get().pk, by=User.objects.get(), at=timezone.now())
    assert status() == 401
    assert client.get(f"{BASE}territories", HTTP_AUTHORIZATION="Bearer x").status_code == 401
    assert client.get(f"{BASE}territories", HTTP_AUTHORIZATION="Basic eDp4").status_code == 401


def test_an_appointment_that_ends_ends_what_the_token_may(send, world, officer) -> None:
    assert send("POST", "agreements", body(world), **officer).status_code == 201
    end_appointment(Appointment.objects.get().pk, by=None, at=timezone.now())
    assert send("POST", "agreements", body(world), **officer).status_code == 403


def test_only_its_holder_revokes_a_token_and_its_text_is_nowhere_kept(db) -> None:
    hanako, taro = made_person("hanako"), made_person("taro")
    made = make_token("夜間の取込", ["read"], by=hanako, at=timezone.now())
    line = own_tokens(by=hanako)[0]
    revoke_token(line.id, by=taro, at=timezone.now())
    assert (own_tokens(by=hanako)[0].revoked_at, own_tokens(by=taro)) == (None, [])
    assert not ApiToken.objects.filter(sha256=made).exists()
    assert made not in "".join(Change.objects.values_list("after", flat=True))
    assert line.scopes == ("read",)


@pytest.mark.parametrize(("label", "scopes", "days"), [("", ["read"], 1), ("x", ["all"], 1), ("x", ["read"], 0), ("x", ["read"], 367)])
def test_a_token_without_a_use_a_known_scope_or_an_end_is_not_made(db, label, scopes, days) -> None:
    with pytest.raises(NoToken):
        make_token(label, scopes, days=days, by=made_person("hanako"), at=timezone.now())
    assert not ApiToken.objects.exists()
