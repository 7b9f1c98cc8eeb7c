"""Who asks: nobody in particular, or the holder of a token; and how often they have asked within this minute."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from teikei.api.door.problems import NEEDS_TOKEN, Problem
from teikei.names.bilingual import Language, Text
from teikei.pages.visitor import address_of
from teikei.registry.permissions import Person
from teikei.registry.queries.tokens import holder_of

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. token: the number of their token, None without one."""

    person: Person
    token: int | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests a minute, how many are left of them, in how many seconds they begin anew."""

    limit: int
    left: int
    reset: int


def caller_of(request: HttpRequest, at: datetime) -> tuple[Caller, Allowance]:
    """Who asks, once more; a problem where the token opens nothing, or they asked too often. A cookie says nothing here."""
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if not given:
        return Caller(AnonymousUser()), _counted(f"address {address_of(request)}", settings.API_REQUESTS, at)
    scheme, _, token = given.partition(" ")
    holder = holder_of(token.strip(), at=at) if scheme.lower() == "bearer" and len(token) < 200 else None
    if holder is None:
        _counted(f"address {address_of(request)}", settings.API_REQUESTS, at)
        text = Text(
            "The token is not known, has expired or was revoked. " + NEEDS_TOKEN.en,
            "トークンが無効か、期限切れか、失効しています。" + NEEDS_TOKEN.ja,
        )
        raise Problem("token", text, headers={"WWW-Authenticate": 'Bearer realm="teikei", error="invalid_token"'})
    return Caller(holder.person, holder.token), _counted(f"token {holder.token}", settings.API_TOKEN_REQUESTS, at)


def _counted(who: str, limit: int, at: datetime) -> Allowance:
    window = int(at.timestamp()) // WINDOW
    reset = WINDOW - int(at.timestamp()) % WINDOW
    key = f"api {window} {who}".replace(" ", "-")
    cache.add(key, 0, WINDOW * 2)
    try:
        asked = cache.incr(key)
    except ValueError:  # dropped by the cache between the two
        asked = 1
    if asked > limit:
        text = Text(f"More than {limit} within a minute. Wait {reset} s.", f"1分間に{limit}回を超えました。{reset}秒待ってください。")
        raise Problem("too-many", text, headers={"Retry-After": str(reset), **allowance_headers(Allowance(limit, 0, reset))})
    return Allowance(limit, limit - asked, reset)


def allowance_headers(one: Allowance) -> dict[str, str]:
    """What is left, as programs read it."""
    return {"RateLimit-Limit": str(one.limit), "RateLimit-Remaining": str(one.left), "RateLimit-Reset": str(one.reset)}


def language_of(request: HttpRequest) -> Language:
    """?lang=, else what the request accepts first of Japanese and English; Japanese where it says neither."""
    try:
        asked = request.GET.get("lang", "")
    except SuspiciousOperation:  # more parameters than are read: reading them tells so
        asked = ""
    if asked in ("ja", "en"):
        return "ja" if asked == "ja" else "en"
    for code, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower()[:200]):
        if code == "*":
            break
        try:
            return "en" if get_supported_language_variant(code) == "en" else "ja"
        except LookupError:
            continue
    return "ja"
