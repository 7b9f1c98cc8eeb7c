"""What an endpoint answers where it does not do what was asked: RFC 9457, in the language of whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from msgspec import Meta

from teikei.names.bilingual import Language, Refusal, Text
from teikei.registry.permissions import NotAllowed, Person
from teikei.registry.refusals import ChangedMeanwhile, NotSound

T = TypeVar("T")
Code = Literal[
    "parameters", "body", "token", "not-allowed", "not-found", "method", "changed-meanwhile", "too-large", "media-type", "refused",
    "no-condition", "too-many", "fault",
]  # fmt: skip

KINDS: Final[Mapping[Code, tuple[int, Text]]] = {
    "parameters": (400, Text("A parameter cannot be read.", "パラメーターを読めません。")),
    "body": (400, Text("The body cannot be read.", "本文を読めません。")),
    "token": (401, Text("A valid token is needed.", "有効なトークンが必要です。")),
    "not-allowed": (403, Text("This is not allowed.", "この操作は許可されていません。")),
    "not-found": (404, Text("There is nothing at this address.", "このアドレスには何もありません。")),
    "method": (405, Text("This address does not take this method.", "このアドレスではこのメソッドを使えません。")),
    "changed-meanwhile": (412, Text("It was changed meanwhile.", "その間に変更されました。")),
    "too-large": (413, Text("The body is too large.", "本文が大きすぎます。")),
    "media-type": (415, Text("The body is of a kind that is not taken.", "この種類の本文は受け付けていません。")),
    "refused": (422, Text("It was refused.", "受け付けられませんでした。")),
    "no-condition": (428, Text("Say which version you looked at.", "どの版を見て変更するのかを示してください。")),
    "too-many": (429, Text("Too many requests.", "要求が多すぎます。")),
    "fault": (500, Text("The fault is on our side.", "こちらの不具合です。")),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where: a parameter, or a place in the body."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ProblemBody:
    """What went wrong (RFC 9457): the title in general, the detail of this time, single faults with their places."""

    type: Annotated[str, Meta(description="urn:teikei:problem: and the kind")]
    title: str
    status: int
    detail: str
    faults: tuple[Fault, ...] = ()


class Problem(Exception):
    """An endpoint does not do what was asked."""

    def __init__(
        self, code: Code, detail: Text, *, faults: tuple[tuple[str, Text], ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:  # fmt: skip
        super().__init__(detail.en)
        self.code, self.detail, self.faults, self.headers = code, detail, faults, dict(headers or {})


def problem_answer(problem: Problem, language: Language) -> HttpResponse:
    """The answer that says so."""
    status, title = KINDS[problem.code]
    faults = tuple(Fault(place, text.to(language)) for place, text in problem.faults)
    body = ProblemBody(f"urn:teikei:problem:{problem.code}", title.to(language), status, problem.detail.to(language), faults)
    answer = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/problem+json")
    answer["Content-Language"], answer["Cache-Control"] = language, "no-store"
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


NOT_FOUND = Text(
    "What the address names is not in the registry, or not for you to see.", "アドレスが示すものは登録されていないか、閲覧できません。"
)
NEEDS_TOKEN = Text("Send a token: Authorization: Bearer teikei_…", "トークンを送ってください: Authorization: Bearer teikei_…")


def problem_of(fault: Exception, person: Person) -> Problem | None:
    """The problem that an exception of the registry stands for; None for what is a fault of ours."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, NotAllowed):
        if not person.is_authenticated:
            return Problem("token", NEEDS_TOKEN, headers={"WWW-Authenticate": 'Bearer realm="teikei"'})
        return Problem("not-allowed", fault.text)
    if isinstance(fault, ObjectDoesNotExist):
        return Problem("not-found", NOT_FOUND)
    if isinstance(fault, ChangedMeanwhile):
        return Problem("changed-meanwhile", fault.text)
    if isinstance(fault, NotSound):
        return Problem("refused", fault.text, faults=tuple(("", text) for text in fault.problems))
    if isinstance(fault, Refusal):
        return Problem("refused", fault.text)
    if isinstance(fault, RequestDataTooBig):
        return Problem(
            "too-large", Text("Send less at once: fewer queries in a batch.", "一度に送る量を減らしてください（照合の件数など）。")
        )
    if isinstance(fault, SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return Problem("body", Text("What was sent is no whole form.", "フォームとして読める本文ではありません。"))
    return None


def known(value: T | None) -> T:
    """The value, which is there; a problem where it is None."""
    if value is None:
        raise Problem("not-found", NOT_FOUND)
    return value
