"""The addresses of the interfaces."""

from functools import cache

import msgspec
from django.urls import URLPattern, path, re_path

from teikei.api import openapi
from teikei.api.door.endpoint import Call, Endpoint, Plain, Routes, Sent, not_here
from teikei.api.reconciliation import views
from teikei.api.v1 import agreements, exchange, package, parts, writing
from teikei.names.bilingual import Language, Text

app_name = "api"

PREFIX = "api/v1/"
V1 = Routes(PREFIX)


@cache
def described(language: Language) -> bytes:
    """The OpenAPI document in a language, as JSON."""
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
    *exchange.ENDPOINTS,
    *package.ENDPOINTS,
    Endpoint(
        method="GET", path="openapi.json", name="openapi", tag="about", run=_openapi, media=("application/json",), kept=True,
        summary=Text("This document", "この文書"),
    ),
)  # fmt: skip

RECONCILIATION = [
    path("reconcile", views.reconcile, name="reconcile"),
    path("reconcile/suggest/entity", views.suggest_entity, name="suggest_entity"),
    path("reconcile/suggest/property", views.suggest_property, name="suggest_property"),
    path("reconcile/suggest/type", views.suggest_type, name="suggest_type"),
    path("reconcile/flyout", views.flyout, name="flyout"),
    path("reconcile/preview", views.preview, name="preview"),
    path("reconcile/entity", views.entity, name="entity"),
    path("reconcile/properties", views.propose_properties, name="propose_properties"),
]
urlpatterns: list[URLPattern] = [*V1.patterns(), *RECONCILIATION, re_path(r"^api/.", not_here, name="not_here")]
