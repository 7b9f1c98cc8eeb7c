"""The page on which people read what programs can ask for, and try it: made from the OpenAPI document, with nothing from elsewhere."""

import json
from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teikei.api.urls import described
from teikei.pages.tongues import page_language

_DEPTH = 4  # an example goes no deeper


def tag_titles() -> dict[str, str]:
    """The groups of endpoints, in the order of the page."""
    return {
        "agreements": _("Agreements"), "institutions": _("Institutions, units, territories"), "editions": _("Published lists"),
        "changes": _("Changes (with a token)"), "exchange": _("Exchange with partners (EWP)"), "about": _("About the interface"),
    }  # fmt: skip


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters, what it answers, and a form to try it."""
    made = json.loads(described(page_language()))
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append(_shown(path, method.upper(), operation, made["components"]["schemas"]))
    shown = [(tag, title, groups[tag]) for tag, title in tag_titles().items() if groups.get(tag)]
    return render(request, "api/documentation.html", {"groups": shown, "about": made["info"]["description"]})


def _shown(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    given = operation.get("requestBody", {}).get("content", {})
    body = next(({"kind": kind, "text": _text(kind, one["schema"], schemas)} for kind, one in given.items()), None)
    return {
        "id": operation["operationId"], "method": method, "path": path, "summary": operation["summary"], "body": body,
        "token": {} not in operation["security"],
        "parameters": [
            {**one, "choices": one["schema"].get("enum", ()), "kind": one["schema"].get("format") or one["schema"].get("type", "")}
            for one in operation["parameters"]
        ],
        "answers": [(status, said["description"], ", ".join(said.get("content", ()))) for status, said in operation["responses"].items()],
    }  # fmt: skip


def _text(kind: str, schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    return json.dumps(_example(schema, schemas), ensure_ascii=False, indent=2) if kind == "application/json" else ""


def _example(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """The smallest value that such a schema allows, where it can be told."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return _example(schemas[name], schemas, depth)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas, depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        wanted = schema.get("required", ())
        return {key: _example(one, schemas, depth + 1) for key, one in schema.get("properties", {}).items() if key in wanted}
    if kind == "array":
        several = schema.get("minItems", 0) if depth < _DEPTH else 0
        return [_example(schema["items"], schemas, depth + 1) for _ in range(several)]
    return {"integer": 1, "number": 1, "boolean": False}.get(str(kind), "2024-05-01" if schema.get("format") == "date" else "…")
