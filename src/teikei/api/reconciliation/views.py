"""The addresses of the reconciliation service."""

from collections.abc import Callable
from typing import Any

import msgspec
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from teikei import __version__
from teikei.api.door.caller import Caller, caller_of, language_of
from teikei.api.door.endpoint import problem_told
from teikei.api.door.problems import Problem, known, problem_answer
from teikei.api.reconciliation.batch import TYPES, answers, extended, properties_like, proposed, queries_of, type_of, types_like
from teikei.names.bilingual import Language, Text
from teikei.registry.queries.reconciling import Entity, entities, named_so

Answer = dict[str, Any] | HttpResponseBase
SUGGESTED = 10
_METHODS = ("GET", "HEAD", "POST")


def open_to_all(view: Callable[[HttpRequest, Language], Answer]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A view for pages and programs of whoever asks: other sites may read it, a fault is a problem in words."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        if request.method == "OPTIONS":
            answer: HttpResponseBase = HttpResponse(status=204)
        else:
            answer = _tried(view, request, language)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        answer["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
        patch_vary_headers(answer, ("Accept-Language",))
        return answer

    answered.__name__ = view.__name__
    return csrf_exempt(answered)


def _tried(view: Callable[[HttpRequest, Language], Answer], request: HttpRequest, language: Language) -> HttpResponseBase:
    caller: Caller | None = None
    try:
        if request.method not in _METHODS:
            said = Text("It takes GET and POST.", "使えるのは GET と POST です。")
            raise Problem("method", said, headers={"Allow": ", ".join(_METHODS)})
        caller, _ = caller_of(request, timezone.now())
        result = view(request, language)
        return HttpResponse(msgspec.json.encode(result), content_type="application/json") if isinstance(result, dict) else result
    except Exception as fault:
        return problem_answer(problem_told(fault, caller, request), language)


def _given(request: HttpRequest, name: str) -> str:
    """A parameter of the address or of the form. NUL, which no name has, is dropped."""
    return (request.GET.get(name) or (request.POST.get(name) if request.method == "POST" else "") or "").replace("\x00", "")


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    text = _given(request, name)
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise


@open_to_all
def reconcile(request: HttpRequest, language: Language) -> Answer:
    """The manifest; with `queries` the candidates of a batch; with `extend` the properties of those that were matched."""
    if text := _given(request, "queries"):
        return answers(queries_of(text), language)
    if text := _given(request, "extend"):
        return extended(text, language)
    return manifest(request, language)


def manifest(request: HttpRequest, language: Language) -> dict[str, Any]:
    """What the service is and can."""
    root = settings.TEIKEI_URL or request.build_absolute_uri("/").rstrip("/")

    def address(name: str) -> str:
        return root + reverse(f"api:{name}")

    def suggested(name: str) -> dict[str, str]:
        return {"service_url": root, "service_path": reverse(f"api:suggest_{name}")}

    flyout = {"flyout_service_url": root, "flyout_service_path": reverse("api:flyout") + "?id=${id}"}
    return {
        "versions": ["0.2"],
        "name": Text("Teikei: partners in agreements", "提携: 協定機関").to(language),
        "identifierSpace": f"{address('entity')}?id=", "schemaSpace": f"{root}/api/v1/", "documentation": root + reverse("api_pages:documentation"),
        "serviceVersion": __version__,
        "defaultTypes": [type_of(sort, language) for sort in TYPES],
        "view": {"url": f"{address('entity')}?id={{{{id}}}}"},
        "preview": {"url": f"{address('preview')}?id={{{{id}}}}", "width": 400, "height": 220},
        "suggest": {"entity": {**suggested("entity"), **flyout}, "property": suggested("property"), "type": suggested("type")},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": reverse("api:propose_properties")},
            "property_settings": [
                {
                    "name": "limit", "label": Text("How many at most", "最大件数").to(language), "type": "number", "default": 0,
                    "help_text": Text("For properties with several values; 0 for all", "値が複数ある項目で使う。0 はすべて").to(language),
                }
            ],
        },
    }  # fmt: skip


@open_to_all
def suggest_entity(request: HttpRequest, language: Language) -> Answer:
    """Partners of which a name begins as `prefix` does."""
    found = named_so(_given(request, "prefix")[:200], most=SUGGESTED, skip=_number(request, "cursor", 0, 10_000))
    return {
        "result": [{"id": one.id, "name": one.name, "description": one.about, "notable": [type_of(one.sort, language)]} for one in found]
    }


@open_to_all
def suggest_property(request: HttpRequest, language: Language) -> Answer:
    """Properties named so."""
    return {"result": list(properties_like(_given(request, "prefix"), language))[_number(request, "cursor", 0, 10_000) :]}


@open_to_all
def suggest_type(request: HttpRequest, language: Language) -> Answer:
    """Types named so."""
    return {"result": list(types_like(_given(request, "prefix"), language))[_number(request, "cursor", 0, 10_000) :]}


@open_to_all
def propose_properties(request: HttpRequest, language: Language) -> Answer:
    """What can be fetched of a type: of both the same."""
    asked = _given(request, "type")
    return {**proposed(language, _number(request, "limit", 100, 100)), **({"type": asked} if asked else {})}


@open_to_all
def flyout(request: HttpRequest, language: Language) -> Answer:
    """A few words on one of them, as markup."""
    one = _entity(request)
    with translation.override(language):
        return {"id": one.id, "html": "".join(render_to_string("api/flyout.html", {"one": one}))}


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@open_to_all
def preview(request: HttpRequest, language: Language) -> Answer:
    """A small page on one of them, which other sites may show in a frame: it can do nothing."""
    one = _entity(request)
    with translation.override(language):
        return render(request, "api/preview.html", {"one": one, "language": language})


@open_to_all
def entity(request: HttpRequest, _language: Language) -> Answer:
    """The page of one of them: the partner's here, a record's at the authority."""
    one = _entity(request)
    if one.sort == "record":
        return HttpResponseRedirect(f"https://ror.org/{one.ror}")
    return HttpResponseRedirect(reverse("portal:institution", args=[int(one.id[1:])]))


def _entity(request: HttpRequest) -> Entity:
    asked = _given(request, "id")
    return known(entities([asked]).get(asked))
