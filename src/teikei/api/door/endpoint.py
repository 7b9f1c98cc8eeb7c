"""An endpoint and how a request comes to it: who asks, what they ask, whether they have it already, the answer."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Final, Literal

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, urlencode
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from msgspec import Meta

from teikei import __version__
from teikei.api.door.caller import Caller, allowance_headers, caller_of, language_of
from teikei.api.door.given import content_of, read_body, read_query, xml_of
from teikei.api.door.problems import KINDS, NEEDS_TOKEN, Code, Problem, problem_answer, problem_of
from teikei.api.door.rows import MEDIA, Cursor, Format, Instead, Page, Rows, chosen_fields, only, sent
from teikei.names.bilingual import Language, Text
from teikei.registry.operations.tokens import Answer, once
from teikei.registry.permissions.scopes import Scope
from teikei.registry.queries.revision import revision

Method = Literal["GET", "POST", "PUT", "DELETE"]
LOG = logging.getLogger("django.request")
MOST_ROWS = 500
_KEY = re.compile(r"[!-~]{1,200}")
_OPEN_HEADERS: Final[Mapping[str, str]] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After",
}


class Plain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every endpoint takes."""

    lang: Annotated[Literal["ja", "en"] | None, Meta(description=gettext_noop("Language of words for people, before Accept-Language"))] = (
        None
    )


class Listed(Plain, frozen=True, kw_only=True):
    """What every list takes."""

    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS, description=gettext_noop("Rows on a page"))] = 50
    after: Annotated[str, Meta(max_length=400, description=gettext_noop("Where the page begins: as `next` of the page before says"))] = ""
    fields: Annotated[str, Meta(max_length=1000, description=gettext_noop("Fields wanted, with commas between; all without it"))] = ""
    format: Annotated[Format, Meta(description=gettext_noop("json is a page; csv, jsonl and parquet are the whole result as a file"))] = (
        "json"
    )


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an endpoint: who asks, when, in which language, what stands in the path, which version they looked at."""

    caller: Caller
    at: datetime
    language: Language
    arguments: Mapping[str, Any]
    request: HttpRequest
    version: int | None = None

    @property
    def today(self) -> date:
        """The day of the request, in the registry's time zone."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Made:
    """Something was made: its address and what is said of it."""

    address: str
    answer: object


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that is no JSON: its bytes, their kind, the name of the file ("" for none)."""

    content: bytes
    media: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Streamed:
    """The same, of any size: its bytes are made while they are sent."""

    parts: Iterator[bytes]
    media: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method of one address. query, body, answer: types; kept: an answer may be kept until the registry changes.

    scope: which scope of a token it takes, None where anybody may ask. versioned: the change says by If-Match which version
    was looked at. media: the kinds of an answer that is no JSON. refuses: problems beside those that every endpoint may give.
    """

    method: Method
    path: str
    name: str
    tag: str
    summary: Text
    run: Callable[..., Any]
    query: type = Plain
    body: Any = None
    answer: Any = None
    kept: bool = False
    scope: Scope | None = None
    versioned: bool = False
    media: tuple[str, ...] = ()
    status: int = 200
    refuses: tuple[Code, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    @property
    def problems(self) -> tuple[Code, ...]:
        """Every problem that it may answer with."""
        found: list[Code] = ["parameters", "token", "too-many", *self.refuses]
        if self.scope:
            found.append("not-allowed")
        if "<" in self.path:
            found.append("not-found")
        if self.writes:
            found += ["body", "refused", "too-large", "media-type", "not-found"] if self.body is not None else ["refused"]
        if self.versioned:
            found += ["changed-meanwhile", "no-condition"]
        return tuple(code for code in KINDS if code in found)


@dataclass
class Routes:
    """The endpoints of an interface by their address."""

    prefix: str
    by_path: dict[str, dict[Method, Endpoint]] = field(default_factory=dict)

    def add(self, *endpoints: Endpoint) -> None:
        """Add endpoints."""
        for one in endpoints:
            self.by_path.setdefault(one.path, {})[one.method] = one

    def patterns(self) -> list[URLPattern]:
        """Their addresses for Django, each named by its first endpoint."""
        return [
            path(f"{self.prefix}{address}", csrf_exempt(_view(methods)), name=next(iter(methods.values())).name)
            for address, methods in self.by_path.items()
        ]


class Number:
    """A number in a path that a database can hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, text: str) -> int:
        """The number."""
        return int(text)

    def to_url(self, number: int) -> str:
        """Its text."""
        return str(number)


register_converter(Number, "number")


def _view(methods: Mapping[Method, Endpoint]) -> Callable[..., HttpResponseBase]:
    allowed = [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]
    reads = [method for method in allowed if method in ("GET", "HEAD")]

    def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight(allowed, reads)
        method: Any = "GET" if request.method == "HEAD" else request.method
        language = language_of(request)
        if method not in methods:
            said = Text(f"It takes {', '.join(allowed)}.", f"使えるのは {', '.join(allowed)} です。")
            return problem_answer(Problem("method", said, headers={"Allow": ", ".join(allowed)}), language)
        answer = answered(methods[method], request, arguments, language)
        if method == "GET":
            for name, value in _OPEN_HEADERS.items():
                answer[name] = value
        return answer

    return view


def _preflight(allowed: Sequence[str], reads: Sequence[str]) -> HttpResponse:
    """What a browser asks before a page of another site reads: reading is for all, writing for programs that have a token."""
    answer = HttpResponse(status=204)
    answer["Allow"] = ", ".join(allowed)
    if reads:
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Allow-Methods"] = ", ".join(reads)
        answer["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Authorization, If-None-Match"
        answer["Access-Control-Max-Age"] = "86400"
    return answer


def answered(one: Endpoint, request: HttpRequest, arguments: Mapping[str, Any], language: Language) -> HttpResponseBase:
    """What the endpoint answers; a problem in words where it does not do what was asked."""
    at = timezone.now()
    caller: Caller | None = None
    try:
        caller, allowance = caller_of(request, at)
        answer = _answer(one, Call(caller, at, language, arguments, request))
        for name, value in allowance_headers(allowance).items():
            answer[name] = value
    except Exception as fault:
        answer = problem_answer(problem_told(fault, caller, request), language)
    patch_vary_headers(answer, ("Accept-Language", "Authorization"))
    return answer


def problem_told(fault: Exception, caller: Caller | None, request: HttpRequest) -> Problem:
    """The problem that stands for what went wrong; a fault of ours is written into the log, and tells nothing of itself."""
    problem = problem_of(fault, caller.person) if caller else fault if isinstance(fault, Problem) else None
    if problem is None:
        if settings.DEBUG:
            raise fault
        LOG.error("%s %s", request.method, request.path, exc_info=fault)
        said = Text("Nothing was changed. Please try again later.", "何も変更していません。時間をおいてやり直してください。")
        problem = Problem("fault", said)
    return problem


def _answer(one: Endpoint, call: Call) -> HttpResponseBase:
    query: Any = read_query(call.request, one.query)
    if one.writes:
        return _written(one, call, query)
    etag = f'W/"{_mark(one, call)}"' if one.kept else ""
    if etag and _has_it(call.request, etag):
        return _with_cache(HttpResponse(status=304), call, etag)
    result = one.run(call, query)
    if isinstance(result, Rows):
        answer = _rows(result, call, query)
    elif isinstance(result, Sent | Streamed):
        answer = _sent(result)
    else:
        content = msgspec.json.encode(result)
        etag = etag or f'"{version_mark(result)}{sha256(content).hexdigest()[:24]}"'
        if _has_it(call.request, etag):
            return _with_cache(HttpResponse(status=304), call, etag)
        answer = HttpResponse(content, content_type=MEDIA["json"])
    return _with_cache(answer, call, etag)


def version_mark(result: object) -> str:
    """The version in the tag of an answer that has one: what If-Match is compared with."""
    version = getattr(result, "version", None)
    return f"{version}-" if isinstance(version, int) else ""


def _mark(one: Endpoint, call: Call) -> str:
    request = call.request
    seen = (revision(), one.name, request.get_full_path(), call.language, call.caller.token, call.today, __version__)
    return sha256(repr(seen).encode(errors="replace")).hexdigest()[:32]


def _has_it(request: HttpRequest, etag: str) -> bool:
    """Whether what was kept is still right (RFC 9110: weak comparison)."""
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return "*" in given or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in given}


def _with_cache(answer: HttpResponseBase, call: Call, etag: str) -> HttpResponseBase:
    if etag:
        answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache" if call.caller.token is None else "private, no-cache"
    return answer


def _rows(rows: Rows[Any], call: Call, query: Any) -> HttpResponseBase:
    wanted = chosen_fields(rows.kind, query.fields)
    if query.format != "json":
        answer = StreamingHttpResponse(sent(rows.every(), rows.kind, wanted, query.format), content_type=MEDIA[query.format])
        answer["Content-Disposition"] = f'attachment; filename="{rows.name}.{query.format}"'
        return answer
    found, after = rows.page(Cursor.read(query.after), query.limit)
    following = _following(call.request, after) if after else None
    content = msgspec.json.encode(Page([only(row, wanted) for row in found], following, [Instead(*pair) for pair in rows.instead()]))
    response = HttpResponse(content, content_type=MEDIA["json"])
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _following(request: HttpRequest, after: Cursor) -> str:
    """The same address for the next page. Without a host: a name that somebody else may have sent is never told on."""
    given = {name: request.GET[name] for name in request.GET if name != "after"}
    return f"{request.path}?{urlencode({**given, 'after': str(after)})}"


def _sent(result: Sent | Streamed) -> HttpResponseBase:
    answer: HttpResponseBase
    if isinstance(result, Streamed):
        answer = StreamingHttpResponse(result.parts, content_type=result.media)
    else:
        answer = HttpResponse(result.content, content_type=result.media)
    if result.name:
        answer["Content-Disposition"] = f'attachment; filename="{result.name}"'
    return answer


# Writing --------------------------------------------------------------------------------------------------------------


def _written(one: Endpoint, call: Call, query: Any) -> HttpResponse:
    """A change: once, where it has a key. The body is read only from somebody who holds a token."""
    if (token := call.caller.token) is None:
        raise Problem("token", NEEDS_TOKEN, headers={"WWW-Authenticate": 'Bearer realm="teikei"'})
    body = () if one.body is None else (xml_of(call.request) if one.body is bytes else read_body(call.request, one.body),)
    call = replace(call, version=_version(call.request) if one.versioned else None)

    def act() -> Answer:
        result = one.run(call, query, *body)
        status, headers = one.status, {}
        if isinstance(result, Made):
            status, headers, result = 201, {"Location": result.address}, result.answer
        content = "" if result is None else msgspec.json.encode(result).decode()
        if result is not None:
            headers["ETag"] = f'"{version_mark(result)}{sha256(content.encode()).hexdigest()[:24]}"'
        return Answer(status if content else 204, headers, content)

    key = call.request.META.get("HTTP_IDEMPOTENCY_KEY")
    answer = once(token, _key(key), _request_mark(call.request), act, at=call.at) if key is not None else act()
    response = HttpResponse(answer.body, status=answer.status, content_type=MEDIA["json"])
    if not answer.body:
        del response["Content-Type"]
    for name, value in answer.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _key(given: str) -> str:
    if not _KEY.fullmatch(given):
        said = Text("An Idempotency-Key has 1 to 200 visible ASCII characters.", "Idempotency-Key は空白を除くASCII文字1〜200字です。")
        raise Problem("parameters", said, faults=(("Idempotency-Key", said),))
    return given


def _request_mark(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n{request.META.get('HTTP_IF_MATCH', '')}\n"
    return sha256(head.encode(errors="replace") + content_of(request)).hexdigest()


def _version(request: HttpRequest) -> int | None:
    """The version that was looked at; None for `*`, whichever it is. Problems: nothing said; what no version ever had."""
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given:
        said = Text("Send If-Match with the ETag of what you looked at.", "見ていた内容の ETag を If-Match で送ってください。")
        raise Problem("no-condition", said)
    if given == "*":
        return None
    number, mark, _ = given.removeprefix('"').partition("-")
    if given.startswith("W/") or "," in given or not mark or not (number.isascii() and number.isdecimal()) or len(number) > 9:
        said = Text(
            "If-Match is no ETag of this agreement. Read it again with your token, and send its ETag.",
            "If-Match がこの協定の ETag ではありません。トークンを付けて読み直し、その ETag を送ってください。",
        )
        raise Problem("changed-meanwhile", said)
    return int(number)


@csrf_exempt
def not_here(request: HttpRequest) -> HttpResponse:
    """Any other address of the interface: nothing."""
    said = Text(
        "/api/v1/openapi.json and the page /api/ say which addresses there are.",
        "アドレスの一覧は /api/ と /api/v1/openapi.json にあります。",
    )
    return problem_answer(Problem("not-found", said), language_of(request))
