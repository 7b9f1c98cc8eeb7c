"""The reconciliation service, by the specification's own schemas and examples (BAD_INPUTS 70–72, 75)."""

import json
from functools import cache

import jsonschema
import pytest
from referencing import Registry, Resource

from teikei.registry.models import AuthorityRecord
from teikei.registry.operations.judging import choose
from tests.api.conftest import NOW
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person
from tests.registry.authorities import Authority, Candidate, Match, install, record
from tests.shared import SHARED, shared

CMU = record("05m2fqn25", "Chiang Mai University", names=[("มหาวิทยาลัยเชียงใหม่", "label", "th")], city="Chiang Mai", territory="TH")


@cache
def schemas() -> Registry:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in shared("reconciliation/schemas").glob("*.json")]
    resources = [(one["$id"], Resource.from_contents(one, default_specification=referencing_draft())) for one in found if "$id" in one]
    return Registry().with_resources(resources)


def referencing_draft():
    from referencing.jsonschema import DRAFT7

    return DRAFT7


def fits(value: object, schema: str) -> None:
    """Check a value by a schema of the specification."""
    made = json.loads(shared(f"reconciliation/schemas/{schema}.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(made, registry=schemas()).validate(value)


def examples(kind: str, sort: str) -> list:
    return [
        pytest.param(path.read_text(encoding="utf-8"), id=path.stem)
        for path in sorted((SHARED / "reconciliation" / "examples" / kind / sort).glob("*.json"))
    ]


@pytest.fixture
def ask(client):
    def ask(address: str = "", status: int = 200, post: bool = False, **given: object):
        told = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        answer = client.post(f"/reconcile{address}", told) if post else client.get(f"/reconcile{address}", told)
        assert answer.status_code == status, answer.content
        assert answer["Access-Control-Allow-Origin"] == "*"
        return answer.json()

    return ask


def test_the_manifest_is_one_and_its_addresses_answer(ask, client, world) -> None:
    made = ask()
    fits(made, "manifest")
    assert made["versions"] == ["0.2"]
    service = made["extend"]["propose_properties"]
    for path in (service["service_path"], *(made["suggest"][name]["service_path"] for name in ("entity", "property", "type"))):
        assert client.get(path, {"prefix": "x"}).status_code == 200
    address = made["preview"]["url"].replace("{{id}}", f"p{world.orleans}").removeprefix("http://localhost")
    assert "Orléans" in client.get(address).content.decode()


@pytest.mark.parametrize("batch", examples("reconciliation-query-batch", "valid"))
def test_every_batch_of_the_specification_is_answered(ask, world, batch) -> None:
    answered = ask(post=True, queries=batch)
    fits(answered, "reconciliation-result-batch")
    assert answered.keys() == json.loads(batch).keys()


@pytest.mark.parametrize("batch", [*examples("reconciliation-query-batch", "invalid"), "[]", "{", '{"q": 1}', '{"q":{"query":"a"},"q":{"query":"b"}}',
                                   "[" * 100_000, json.dumps({f"q{n}": {"query": "x"} for n in range(101)})])  # fmt: skip
def test_what_is_no_batch_is_refused_in_words(ask, db, batch) -> None:
    assert ask(status=400, post=True, queries=batch)["status"] == 400


@pytest.mark.parametrize(
    ("body", "sort", "status"),
    [
        (b"queries=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(2_000)), "application/x-www-form-urlencoded", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=", 400),
    ],
)
def test_a_body_that_is_no_form_is_refused_in_words(client, db, body, sort, status) -> None:
    answer = client.generic("POST", "/reconcile", body, content_type=sort)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("text", "properties", "first", "match"),
    [
        ("チェンマイ大学", [], "chiang_mai", True),
        ("ﾁｪﾝﾏｲ 大学", [], "chiang_mai", True),
        ("チェンマイ大學", [], "chiang_mai", True),
        ("chiang mai university", [], "chiang_mai", True),
        ("Chaing Mai Univercity", [], "chiang_mai", False),
        ("Universite d'Orleans", [], "orleans", True),
        ("チェンマイ大学", [{"pid": "territory", "v": "FR"}], None, False),
        ("チェンマイ大学", [{"pid": "territory", "v": ["FR", {"id": "TH"}]}], "chiang_mai", True),
        ("チェンマイ大学", [{"pid": "territory", "v": "タイ王国"}], "chiang_mai", True),
        ("まったく別の名前", [], None, False),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling_finds_its_partner(ask, world, text, properties, first, match) -> None:
    found = ask(queries={"q": {"query": text, "properties": properties}})["q"]["result"]
    best = found[0] if found else None
    if first is None:
        assert best is None or (best["score"] < 60 and not best["match"])
    else:
        assert (best["id"], best["match"]) == (f"p{getattr(world, first)}", match)
        assert best["type"] == [{"id": "partner", "name": "登録機関の協定機関"}]


def test_two_of_the_same_name_are_nobody_for_sure_but_one_of_them_in_a_territory_is(ask, world) -> None:
    from teikei.registry.operations.naming import add_institution

    other = add_institution("チェンマイ大学", territory="FR", by=made_person("hanako"), at=NOW)
    found = ask(
        queries={"a": {"query": "チェンマイ大学"}, "b": {"query": "チェンマイ大学", "properties": [{"pid": "territory", "v": "FR"}]}}
    )
    assert [one["match"] for one in found["a"]["result"]] == [False, False]
    assert next((one["id"], one["match"]) for one in found["b"]["result"]) == (f"p{other}", True)


def test_with_an_authority_the_matchers_records_are_found_and_lead_to_the_partner_judged_to_be_one(ask, world, monkeypatch) -> None:
    answer = Match("accept", (Candidate(CMU.ror, "Chiang Mai University", 0.97),))
    install(monkeypatch, Authority(CMU, found={"เชียงใหม่": answer}))
    asked = {"q": {"query": "เชียงใหม่"}, "p": {"query": "เชียงใหม่", "type": "partner"}}
    found = ask(queries=asked)
    assert [(one["id"], one["type"][0]["id"], one["match"]) for one in found["q"]["result"]] == [(CMU.ror, "record", True)]
    assert found["p"]["result"] == []
    choose(world.chiang_mai, CMU.ror, by=made_person("hanako"), at=NOW)
    assert [(one["id"], one["match"]) for one in ask(queries=asked)["q"]["result"]] == [(f"p{world.chiang_mai}", True)]
    by_id = ask(queries={"q": {"properties": [{"pid": "ror", "v": f"https://ror.org/{CMU.ror}"}]}})["q"]["result"]
    assert [one["id"] for one in by_id] == [f"p{world.chiang_mai}"]


def test_suggestions_begin_with_what_begins_so(ask, world) -> None:
    entities = ask("/suggest/entity", prefix="chia")
    fits(entities, "suggest-entities-response")
    assert [one["id"] for one in entities["result"]] == [f"p{world.chiang_mai}"]
    assert ask("/suggest/entity", prefix="chia", cursor="1") == {"result": []}
    properties, types = ask("/suggest/property", prefix="terr"), ask("/suggest/type", prefix="ROR")
    fits(properties, "suggest-properties-response")
    fits(types, "suggest-types-response")
    assert ([one["id"] for one in properties["result"]], [one["id"] for one in types["result"]]) == (
        ["territory", "territory_name"],
        ["record"],
    )


@pytest.mark.parametrize("asked", examples("data-extension-query", "valid"))
def test_every_extension_of_the_specification_is_answered(ask, db, asked) -> None:
    fits(ask(extend=asked), "data-extension-response")


def test_properties_of_partners_and_records_are_fetched(ask, world, monkeypatch) -> None:
    install(monkeypatch, Authority(CMU))
    kept(made_agreement(world))
    choose(world.chiang_mai, CMU.ror, by=made_person("hanako"), at=NOW)
    ids = [f"p{world.chiang_mai}", f"p{world.orleans}", CMU.ror, "p999999", "x"]
    wanted = [
        {"id": "territory"},
        {"id": "agreements"},
        {"id": "city"},
        {"id": "latitude"},
        {"id": "names", "settings": {"limit": "1"}},
        {"id": "secret"},
    ]
    made = ask(extend={"ids": ids, "properties": wanted})
    fits(made, "data-extension-response")
    thai = made["rows"][ids[0]]
    assert (thai["territory"], thai["agreements"], thai["city"], thai["latitude"]) == (
        [{"str": "TH"}], [{"int": 1}], [{"str": "Chiang Mai"}], [{"float": -6.5944}],
    )  # fmt: skip
    assert (made["rows"][ids[1]]["city"], made["rows"][ids[2]]["territory"], made["rows"]["x"]["city"]) == ([], [{"str": "TH"}], [])
    assert len(thai["names"]) == 1
    assert [one["id"] for one in made["meta"]] == ["territory", "agreements", "city", "latitude", "names"]


def test_properties_are_proposed(ask, db) -> None:
    made = ask("/properties", type="partner", limit="2")
    fits(made, "data-extension-property-proposal")
    assert ([one["id"] for one in made["properties"]], made["type"]) == (["territory", "ror"], "partner")


def test_a_partner_is_previewed_in_a_frame_of_another_site_and_its_page_is_here(client, world) -> None:
    shown = client.get("/reconcile/preview", {"id": f"p{world.orleans}"})
    assert "frame-ancestors *" in shown["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers
    assert "<script" not in shown.content.decode()
    flyout = client.get("/reconcile/flyout", {"id": f"p{world.orleans}"}).json()
    assert (flyout["id"], "Orléans" in flyout["html"]) == (f"p{world.orleans}", True)
    assert client.get("/reconcile/entity", {"id": f"p{world.orleans}"})["Location"] == f"/institutions/{world.orleans}/"
    AuthorityRecord.objects.create(ror="05m2fqn25", status="active", name_en="Chiang Mai University", taken_at=NOW)
    assert client.get("/reconcile/entity", {"id": "05m2fqn25"})["Location"] == "https://ror.org/05m2fqn25"


@pytest.mark.parametrize(
    "entity", ["", "p0", "p99999999999999999999999", "https://example.org/", "//example.org", "p1\x00", f"p{'9' * 17}"]
)
def test_an_id_of_nobody_is_not_found_and_leads_nowhere(client, db, entity) -> None:
    for address in ("preview", "flyout", "entity"):
        assert client.get(f"/reconcile/{address}", {"id": entity}).status_code == 404


def test_a_name_is_text_and_no_markup(client, world) -> None:
    from teikei.registry.operations.naming import add_institution

    number = add_institution("<script>alert(1)</script>大学", by=made_person("hanako"), at=NOW)
    for address in ("preview", "flyout"):
        assert "<script>" not in client.get(f"/reconcile/{address}", {"id": f"p{number}"}).content.decode()


def test_other_methods_are_not_taken_and_other_sites_may_ask(client, db) -> None:
    assert client.put("/reconcile").status_code == 405
    answer = client.options("/reconcile", HTTP_ORIGIN="https://example.org")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    english = client.get("/reconcile", HTTP_ACCEPT_LANGUAGE="en").json()
    assert english["name"] == "Teikei: partners in agreements"
