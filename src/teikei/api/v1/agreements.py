"""Agreements to read: a list by filters and day, one in full, its versions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_noop
from msgspec import Meta

from teikei.api.door.endpoint import Call, Endpoint, Listed, Plain
from teikei.api.door.problems import known
from teikei.api.door.rows import Cursor, Page, Rows, no_page
from teikei.names.bilingual import Text
from teikei.registry.queries.kept_agreements import Edge, Wanted
from teikei.registry.queries.open_agreements import (
    OpenAgreement,
    OpenAgreementInFull,
    OpenChange,
    agreement_history,
    agreement_in_full,
    agreements_page,
    every_agreement,
    spelled_alike,
)
from teikei.registry.queries.search import Sort
from teikei.rules.agreement import Level, MemorandumKind
from teikei.rules.held import Status

Id = Annotated[int, Meta(ge=1, le=10**18 - 1)]
Ror = Annotated[str, Meta(pattern="^(https://ror\\.org/)?0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$")]
Code = Annotated[str, Meta(pattern="^[A-Z]{2}$")]


class AgreementsAsked(Listed, frozen=True, kw_only=True):
    """Which agreements. Every filter that is given has to hold."""

    q: Annotated[
        str,
        Meta(
            max_length=200,
            description=gettext_noop("Words in any spelling of names, places, units, title, public documents; all have to be found"),
        ),
    ] = ""
    as_of: Annotated[
        date | None,
        Meta(description=gettext_noop("The day that the answer speaks for: only what holds then. Without it: all, as of today")),
    ] = None
    status: Annotated[Status | None, Meta(description=gettext_noop("What it is on that day, instead of only what holds"))] = None
    level: Level | None = None
    territory: Annotated[Code | None, Meta(description=gettext_noop("ISO 3166-1 code of a partner"))] = None
    region: Annotated[Id | None, Meta(description=gettext_noop("Number of a region of the list"))] = None
    institution: Annotated[Id | None, Meta(description=gettext_noop("Number of a party"))] = None
    unit: Annotated[Id | None, Meta(description=gettext_noop("Number of a unit of a party"))] = None
    ror: Annotated[Ror | None, Meta(description=gettext_noop("ROR id of a party"))] = None
    kind: Annotated[str, Meta(max_length=100, description=gettext_noop("Kind of agreement, in the office's own words"))] = ""
    memorandum: Annotated[MemorandumKind | None, Meta(description=gettext_noop("With a memorandum of that kind"))] = None
    rolled_up: Annotated[bool | None, Meta(description=gettext_noop("Whether it may stand for several"))] = None
    concluded_from: Annotated[date | None, Meta(description=gettext_noop("Concluded on that day or later"))] = None
    concluded_to: Annotated[date | None, Meta(description=gettext_noop("Concluded on that day or before"))] = None
    sort: Annotated[
        Sort, Meta(description=gettext_noop("The order; best: what matches the words best first, without words the list's order"))
    ] = "best"


class AgreementAsked(Plain, frozen=True, kw_only=True):
    """As of which day, and as the registry knew it when."""

    as_of: Annotated[date | None, Meta(description=gettext_noop("The day that the answer speaks for; today without it"))] = None
    known_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description=gettext_noop("As the registry had it at that instant: with a token, for who may read its history")),
    ] = None


def wanted_of(query: AgreementsAsked, today: date) -> Wanted:
    """The search that the parameters say."""
    return Wanted(
        as_of=query.as_of or today, text=query.q.replace("\x00", " ").strip(), status=query.status, level=query.level, kind=query.kind.replace("\x00", " "),
        region=query.region, territory=query.territory or "", unit=query.unit, institution=query.institution, memorandum=query.memorandum,
        rolled_up=query.rolled_up, ror=(query.ror or "").rpartition("/")[2], concluded_from=query.concluded_from,
        concluded_to=query.concluded_to, order="list" if query.sort == "best" else query.sort,
    )  # fmt: skip


def _agreements(call: Call, query: AgreementsAsked) -> Rows[OpenAgreement]:
    wanted = wanted_of(query, call.today)
    holding, best = query.as_of is not None and query.status is None, query.sort == "best"

    def page(after: Cursor | None, most: int) -> tuple[Sequence[OpenAgreement], Cursor | None]:
        try:
            found, edge = agreements_page(wanted, holding=holding, edge=_edge(after, query), most=most, best=best)
        except LookupError:
            raise no_page() from None
        return found, Cursor(edge.value if wanted.order != "list" else "", edge.id) if edge else None

    return Rows(
        OpenAgreement, page, lambda: every_agreement(wanted, holding=holding, best=best), "agreements",
        lambda: spelled_alike(wanted, holding=holding),
    )  # fmt: skip


def _edge(after: Cursor | None, query: AgreementsAsked) -> Edge | None:
    if after is None:
        return None
    if query.sort in ("newest", "oldest") and after.value:
        try:
            date.fromisoformat(after.value)
        except ValueError:
            raise no_page() from None
    return Edge(after.value, after.id)


def _agreement(call: Call, query: AgreementAsked) -> OpenAgreementInFull:
    day = query.as_of or call.today
    return known(agreement_in_full(call.arguments["agreement"], as_of=day, known_at=query.known_at, by=call.caller.person))


def _history(call: Call, _query: Plain) -> list[OpenChange]:
    return list(known(agreement_history(call.arguments["agreement"], by=call.caller.person)))


ENDPOINTS = (
    Endpoint(
        method="GET", path="agreements", name="agreements", tag="agreements", run=_agreements, query=AgreementsAsked,
        answer=Page[OpenAgreement], kept=True, refuses=("not-found",),
        summary=Text("Agreements by filters, as of a day", "条件と基準日で協定を探す"),
    ),
    Endpoint(
        method="GET", path="agreements/<number:agreement>", name="agreement", tag="agreements", run=_agreement, query=AgreementAsked,
        answer=OpenAgreementInFull, refuses=("not-allowed",),
        summary=Text("One agreement in full, with its provenance", "協定1件の全内容と来歴"),
    ),
    Endpoint(
        method="GET", path="agreements/<number:agreement>/versions", name="versions", tag="agreements", run=_history,
        answer=list[OpenChange], scope="read", refuses=("not-allowed",),
        summary=Text("Every version of an agreement, with a token", "協定のすべての版（トークンが必要）"),
    ),
)  # fmt: skip
