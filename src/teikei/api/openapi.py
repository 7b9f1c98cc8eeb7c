"""The OpenAPI 3.1 document, made from the endpoints and their types: nothing in it is written twice."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin

import msgspec
from django.utils import translation
from django.utils.translation import gettext_noop

from teikei import __version__
from teikei.api.door.endpoint import Endpoint, Listed
from teikei.api.door.problems import KINDS, ProblemBody
from teikei.api.door.rows import MEDIA, Page
from teikei.names.bilingual import Language, Text

ABOUT = Text(
    "Everything that the public pages show, as of any day; with a token also what its holder may read, and change. "
    "Errors are problems by RFC 9457, in Japanese or English.",
    "公開ページの内容を、任意の基準日で取得できます。トークンを付けると、保有者が閲覧・変更できるものも扱えます。"
    "エラーは RFC 9457 の形式で、日本語または英語で返します。",
)
_ARGUMENT = re.compile(r"<(\w+):(\w+)>")
_OF_CONVERTER = {
    "number": {"type": "integer", "minimum": 1, "maximum": 10**18 - 1},
    "str": {"type": "string", "minLength": 1, "pattern": "^[A-Z]{2}$"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 64, "minLength": 1},
}
_CONDITION = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
    "description": gettext_noop("The ETag of the version that was looked at, as the token's holder reads it; or *"),
}  # fmt: skip
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$", "maxLength": 200},
    "description": gettext_noop("The same request sent again with the same key is done once, and answered the same"),
}  # fmt: skip


def document(endpoints: Iterable[Endpoint], prefix: str, language: Language = "en") -> dict[str, Any]:
    """The document of these endpoints, whose addresses begin with that prefix."""
    every = list(endpoints)
    types = [kind for one in every for kind in (one.answer, one.body if one.body is not bytes else None) if kind is not None]
    schemas, components = msgspec.json.schema_components([*types, ProblemBody], ref_template="#/components/schemas/{name}")
    of_type = dict(zip(map(repr, [*types, ProblemBody]), schemas, strict=True))
    bodies = {name for one in every if one.body not in (None, bytes) for name in _named(of_type[repr(one.body)], components)}
    for name in bodies:
        if components[name].get("type") == "object" and "properties" in components[name]:
            components[name]["additionalProperties"] = False
    _add_partial_rows(every, of_type, components)
    paths: dict[str, Any] = {}
    for one in every:
        address = prefix + _ARGUMENT.sub(r"{\2}", one.path)
        paths.setdefault(address, {})[one.method.lower()] = _operation(one, of_type, language)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Teikei", "version": __version__, "description": ABOUT.to(language),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "teikei_…, made at the desk"}},
        },
    }  # fmt: skip


def _add_partial_rows(endpoints: Iterable[Endpoint], of_type: dict[str, Any], components: dict[str, Any]) -> None:
    """A page of rows of which some fields were asked for: the rows as they are, and none of their fields for sure."""
    for one in endpoints:
        if get_origin(one.answer) is Page:
            row = _row_type(one).__name__
            components[f"{row}Fields"] = {name: value for name, value in components[row].items() if name != "required"}
            of_type[repr(one.answer)] = {
                "type": "object", "required": ["rows", "next"], "description": (Page.__doc__ or ""),
                "properties": {
                    "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{row}Fields"}},
                    "next": {"type": ["string", "null"]},
                },
            }  # fmt: skip


def _named(schema: Any, components: dict[str, Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """The names of all parts that a schema leads to."""
    found: set[str] = set()
    if isinstance(schema, dict):
        if (name := str(schema.get("$ref", "")).rpartition("/")[2]) and name not in seen:
            return {name} | _named(components[name], components, seen | {name})
        for inner in schema.values():
            found |= _named(inner, components, seen | found)
    elif isinstance(schema, list):
        for inner in schema:
            found |= _named(inner, components, seen | found)
    return found


def _operation(one: Endpoint, of_type: dict[str, Any], language: Language) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{one.name}_{one.method.lower()}", "tags": [one.tag], "summary": one.summary.to(language),
        "parameters": [_told(given, language) for given in _parameters(one)], "responses": _responses(one, of_type, language),
    }  # fmt: skip
    made["security"] = [{"token": []}] if one.scope else [{}, {"token": []}]
    if one.body is bytes:
        made["requestBody"] = {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}}
    elif one.body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": of_type[repr(one.body)]}}}
    return made


def _parameters(one: Endpoint) -> list[dict[str, Any]]:
    return [*_path_parameters(one), *_query_parameters(one), *([_CONDITION] if one.versioned else []), *([_KEY] if one.writes else [])]


def _told(parameter: dict[str, Any], language: Language) -> dict[str, Any]:
    """A parameter with its description in the language."""
    words = parameter.get("description")
    if words is None:
        return parameter
    with translation.override(language):
        return {**parameter, "description": translation.gettext(words)}


def _path_parameters(one: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _OF_CONVERTER[kind]} for kind, name in _ARGUMENT.findall(one.path)
    ]  # fmt: skip


def _query_parameters(one: Endpoint) -> list[dict[str, Any]]:
    (_,), components = msgspec.json.schema_components([one.query], ref_template="#/components/schemas/{name}")
    found = []
    for name, schema in components[one.query.__name__]["properties"].items():
        schema = {key: value for key, value in schema.items() if key != "default" or value is not None}
        described = schema.pop("description", "")
        if "anyOf" in schema:  # "or nothing" is said by leaving the parameter out
            several = [inner for inner in schema["anyOf"] if inner.get("type") != "null"]
            schema = several[0] if len(several) == 1 else {"anyOf": several}
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
        if name == "fields" and issubclass(one.query, Listed):
            names = "|".join(field.name for field in fields(_row_type(one)))
            schema = {"type": "string", "pattern": f"^(({names})(,({names}))*)?$", "maxLength": 1000}
        found.append(
            {"name": name, "in": "query", "required": False, "schema": schema, **({"description": described} if described else {})}
        )
    return found


def _row_type(one: Endpoint) -> Any:
    row = get_args(one.answer)[0]
    if get_origin(one.answer) is not Page or not is_dataclass(row):
        raise TypeError(f"{one.name}: a list answers with a page of rows")
    return row


def _responses(one: Endpoint, of_type: dict[str, Any], language: Language) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": of_type[repr(ProblemBody)]}}
    content: dict[str, Any] = {}
    if one.answer is not None:
        content["application/json"] = {"schema": of_type[repr(one.answer)]}
    if get_origin(one.answer) is Page:
        content |= {media.partition(";")[0]: {"schema": {}} for name, media in MEDIA.items() if name != "json"}
    content |= {media: {"schema": {}} for media in one.media}
    tag = {"ETag": {"schema": {"type": "string"}, "description": "The version of what is answered"}}
    found: dict[str, Any] = {}
    if one.writes:
        said = {"description": "Done", **({"content": content, "headers": tag} if content else {})}
        found[str(one.status if content else 204)] = said
    else:
        found["200"] = {"description": "What was asked for", "content": content, "headers": tag}
        found["414"] = {"description": "The address is too long for the server", "content": {"text/html": {"schema": {}}}}
        found["304"] = {"description": "What was kept is still right"}
    by_status: dict[int, list[str]] = {}
    for code in one.problems:
        status, title = KINDS[code]
        by_status.setdefault(status, []).append(title.to(language))
    return found | {str(status): {"description": " / ".join(titles), "content": problem} for status, titles in by_status.items()}
