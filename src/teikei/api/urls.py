"""The addresses of the interfaces."""

from functools import cache

from django.urls import URLPattern, re_path

from teikei.api import openapi
from teikei.api.door.endpoint import Call, Endpoint, Plain, Routes, Sent, not_here
from teikei.api.v1 import agreements, parts, writing
from teikei.names.bilingual import Language, Text

app_name = "api"

PREFIX = "api/v1/"
V1 = Routes(PREFIX)


@cache
def described(language: Language) -> bytes:
    """The OpenAPI document in a language, as JSON."""
    import msgspec

    return msgspec.json.encode(openapi.document(endpoints(), f"/{PREFIX}", language))


def endpoints() -> list[Endpoint]:
    """Every endpoint of the first version."""
    return [one for methods in V1.by_path.values() for one in methods.values()]


def _openapi(call: Call, _query: Plain) -> Sent:
    return Sent(described(call.language), "application/json")


V1.add(
    *agreements.ENDPOINTS,
    *parts.ENDPOINTS,
    *writing.ENDPOINTS,
    Endpoint(
        method="GET", path="openapi.json", name="openapi", tag="about", run=_openapi, media=("application/json",), kept=True,
        summary=Text("This document", "この文書"),
    ),
)  # fmt: skip

urlpatterns: list[URLPattern] = [*V1.patterns(), re_path(r"^api/", not_here, name="not_here")]
