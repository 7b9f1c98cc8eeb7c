"""The document that the code makes of itself."""

import json
import re

import msgspec

from teikei.api import openapi
from teikei.api.urls import PREFIX, V1, endpoints


def everything(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(inner)


def test_every_endpoint_stands_in_the_document_with_what_it_may_answer(ask, db) -> None:
    made = ask("openapi.json")
    assert made["openapi"] == "3.1.0"
    told = {(path, method.upper()) for path, methods in made["paths"].items() for method in methods}
    assert told == {
        (f"/{PREFIX}" + re.sub("<.*?:(.*?)>", r"{\1}", path), method) for path, methods in V1.by_path.items() for method in methods
    }
    for methods in made["paths"].values():
        for operation in methods.values():
            assert {"400", "401", "429"} <= set(operation["responses"])
            assert operation["summary"]


def test_every_reference_leads_somewhere_and_every_parameter_says_what_it_is_for(db) -> None:
    made = json.loads(msgspec.json.encode(openapi.document(endpoints(), f"/{PREFIX}")))
    names = {f"#/components/schemas/{name}" for name in made["components"]["schemas"]}
    assert {part["$ref"] for part in everything(made) if isinstance(part, dict) and "$ref" in part} <= names
    obvious = {"lang", "level"}
    silent = {
        (path, parameter["name"])
        for path, methods in made["paths"].items()
        for operation in methods.values()
        for parameter in operation["parameters"]
        if parameter["in"] == "query" and "description" not in parameter and parameter["name"] not in obvious | {"fields", "verdict"}
    }
    assert silent == set()


def test_the_document_speaks_both_languages(client, db) -> None:
    japanese, english = (client.get(f"/{PREFIX}openapi.json?lang={tongue}").json() for tongue in ("ja", "en"))
    assert japanese["paths"].keys() == english["paths"].keys()
    assert japanese["paths"]["/api/v1/agreements"]["get"]["summary"] == "条件と基準日で協定を探す"
    assert english["paths"]["/api/v1/agreements"]["get"]["summary"] == "Agreements by filters, as of a day"
