"""Exchange with partners over EWP: our copy as XML, theirs taken in, both side by side."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop
from msgspec import Meta

from teikei.api.door.endpoint import Call, Endpoint, Plain, Sent
from teikei.api.door.problems import Problem, known
from teikei.api.v1.agreements import Id
from teikei.names.bilingual import Text
from teikei.registry.operations.exchanging import take_in_copy
from teikei.registry.queries.exchanged import OpenComparison, OpenCopy, comparison, copies_of, iia_document

_PATH = "agreements/<number:agreement>/iias"


class DayAsked(Plain, frozen=True, kw_only=True):
    """As of which day."""

    as_of: Annotated[date | None, Meta(description=gettext_noop("The day that the answer speaks for; today without it"))] = None


class ComparisonAsked(DayAsked, frozen=True, kw_only=True):
    """Beside which copy."""

    copy: Annotated[Id | None, Meta(description=gettext_noop("Number of the partner's copy; the newest without it"))] = None


def _document(call: Call, query: DayAsked) -> Sent:
    number = call.arguments["agreement"]
    content = known(iia_document(number, as_of=query.as_of or call.today, by=call.caller.person))
    return Sent(content, "application/xml", f"iias-{number}.xml")


def _take_in(call: Call, _query: Plain, content: bytes) -> list[OpenCopy]:
    number = call.arguments["agreement"]
    made = take_in_copy(number, content, by=call.caller.person, at=call.at)
    return [one for one in known(copies_of(number, by=call.caller.person)) if one.id in made]


def _copies(call: Call, _query: Plain) -> list[OpenCopy]:
    return list(known(copies_of(call.arguments["agreement"], by=call.caller.person)))


def _compare(call: Call, query: ComparisonAsked) -> OpenComparison:
    found = comparison(call.arguments["agreement"], query.copy, as_of=query.as_of or call.today, by=call.caller.person)
    if isinstance(found, Text):
        raise Problem("refused", found)
    return known(found)


ENDPOINTS = (
    Endpoint(
        method="GET", path=_PATH, name="iias", tag="exchange", run=_document, query=DayAsked, media=("application/xml",), refuses=("refused",),
        summary=Text("An agreement as EWP's iias-get-response (IIA API v7)", "協定を EWP の iias-get-response（IIA API v7）で出力"),
    ),
    Endpoint(
        method="GET", path=f"{_PATH}/copies", name="iia_copies", tag="exchange", run=_copies, answer=list[OpenCopy], scope="read",
        summary=Text("The partner's copies that are kept", "登録済みの相手校の写し"),
    ),
    Endpoint(
        method="POST", path=f"{_PATH}/copies", name="take_in_copy", tag="exchange", run=_take_in, body=bytes, answer=list[OpenCopy],
        scope="agreements", status=201, summary=Text("Take in the partner's copy", "相手校の写しを取り込む"),
    ),
    Endpoint(
        method="GET", path=f"{_PATH}/comparison", name="iia_comparison", tag="exchange", run=_compare, query=ComparisonAsked,
        answer=OpenComparison, scope="read", refuses=("refused",),
        summary=Text("Both copies side by side, each difference named", "両校の写しを項目ごとに比べる"),
    ),
)  # fmt: skip
