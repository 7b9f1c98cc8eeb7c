"""Institutions, units, territories, editions with their rows, and judgments to read."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, TypeVar

from django.utils.translation import gettext_noop
from msgspec import Meta

from teikei.api.door.endpoint import Call, Endpoint, Listed, Plain
from teikei.api.door.problems import known
from teikei.api.door.rows import Page, Rows, numbered
from teikei.api.v1.agreements import Code, Id, Ror
from teikei.names.bilingual import Text
from teikei.registry.queries.open_parts import (
    Of,
    OpenEdition,
    OpenEditionInFull,
    OpenEntry,
    OpenInstitution,
    OpenJudgment,
    OpenTerritory,
    OpenUnitRow,
    edition_open,
    editions_open,
    entries_open,
    institutions_open,
    judgments_open,
    territories_open,
    units_open,
)
from teikei.rules.agreement import Level

Verdict = Literal["accepted", "other", "none", "unsure"]
Words = Annotated[str, Meta(max_length=200, description=gettext_noop("Words of names and places, in any spelling; all have to be found"))]


class InstitutionsAsked(Listed, frozen=True, kw_only=True):
    """Which institutions."""

    q: Words = ""
    territory: Annotated[Code | None, Meta(description=gettext_noop("ISO 3166-1 code"))] = None
    home: Annotated[bool | None, Meta(description=gettext_noop("Whether its lists are kept here"))] = None
    ror: Annotated[Ror | None, Meta(description=gettext_noop("ROR id that was judged to be the institution's"))] = None
    verdict: Annotated[Verdict | None, Meta(description=gettext_noop("What was judged of who it is"))] = None


class UnitsAsked(Listed, frozen=True, kw_only=True):
    """Which units."""

    q: Words = ""
    institution: Annotated[Id | None, Meta(description=gettext_noop("Number of the institution"))] = None
    as_of: Annotated[date | None, Meta(description=gettext_noop("Only those that were not closed by that day"))] = None


class EditionsAsked(Listed, frozen=True, kw_only=True):
    """Which editions."""

    institution: Annotated[Id | None, Meta(description=gettext_noop("Number of the institution"))] = None
    level: Level | None = None
    as_of: Annotated[date | None, Meta(description=gettext_noop("Only those that speak for that day or an earlier one"))] = None


class JudgmentsAsked(Listed, frozen=True, kw_only=True):
    """Which judgments."""

    institution: Annotated[Id | None, Meta(description=gettext_noop("Number of the institution"))] = None
    verdict: Verdict | None = None


def _institutions(_call: Call, query: InstitutionsAsked) -> Rows[OpenInstitution]:
    of = Of(
        text=query.q, territory=query.territory or "", home=query.home, ror=(query.ror or "").rpartition("/")[2], verdict=query.verdict or ""
    )  # fmt: skip
    return numbered(OpenInstitution, "institutions", lambda after, most: institutions_open(of, after=after, most=most), lambda one: one.id)


_Numbered = TypeVar("_Numbered", OpenInstitution, OpenUnitRow)


def _one(found: Iterator[_Numbered], number: int) -> _Numbered:
    """The first that is found, where it has that number; else there is none."""
    first = next(found, None)
    return known(first if first and first.id == number else None)


def _institution(call: Call, _query: Plain) -> OpenInstitution:
    number = call.arguments["institution"]
    return _one(institutions_open(Of(), after=number - 1, most=1), number)


def _units(_call: Call, query: UnitsAsked) -> Rows[OpenUnitRow]:
    of = Of(text=query.q, institution=query.institution, as_of=query.as_of)
    return numbered(OpenUnitRow, "units", lambda after, most: units_open(of, after=after, most=most), lambda one: one.id)


def _unit(call: Call, _query: Plain) -> OpenUnitRow:
    number = call.arguments["unit"]
    return _one(units_open(Of(), after=number - 1, most=1), number)


def _territories(_call: Call, _query: Listed) -> Rows[OpenTerritory]:
    every = territories_open()
    return Rows(OpenTerritory, lambda _after, _most: (every, None), lambda: every, "territories")


def _territory(call: Call, _query: Plain) -> OpenTerritory:
    return known(next((one for one in territories_open() if one.code == call.arguments["code"]), None))


def _editions(_call: Call, query: EditionsAsked) -> Rows[OpenEdition]:
    of = Of(institution=query.institution, level=query.level or "", as_of=query.as_of)
    return numbered(OpenEdition, "editions", lambda after, most: editions_open(of, after=after, most=most), lambda one: one.id)


def _edition(call: Call, _query: Plain) -> OpenEditionInFull:
    return known(edition_open(call.arguments["edition"]))


def _rows(call: Call, _query: Listed) -> Rows[OpenEntry]:
    known(edition_open(call.arguments["edition"]))
    of = Of(edition=call.arguments["edition"])
    return numbered(OpenEntry, "rows", lambda after, most: entries_open(of, after=after, most=most), lambda one: one.n)


def _judgments(_call: Call, query: JudgmentsAsked) -> Rows[OpenJudgment]:
    of = Of(institution=query.institution, verdict=query.verdict or "")
    return numbered(OpenJudgment, "judgments", lambda after, most: judgments_open(of, after=after, most=most), lambda one: one.id)


ENDPOINTS = (
    Endpoint(
        method="GET", path="institutions", name="institutions", tag="institutions", run=_institutions, query=InstitutionsAsked,
        answer=Page[OpenInstitution], kept=True, refuses=("not-found",),
        summary=Text("Institutions with their names and records", "機関とその名称・典拠レコード"),
    ),
    Endpoint(
        method="GET", path="institutions/<number:institution>", name="institution", tag="institutions", run=_institution,
        answer=OpenInstitution, kept=True, summary=Text("One institution", "機関1件"),
    ),
    Endpoint(
        method="GET", path="units", name="units", tag="institutions", run=_units, query=UnitsAsked, answer=Page[OpenUnitRow], kept=True,
        refuses=("not-found",), summary=Text("Units of institutions", "機関の部局"),
    ),
    Endpoint(
        method="GET", path="units/<number:unit>", name="unit", tag="institutions", run=_unit, answer=OpenUnitRow, kept=True,
        summary=Text("One unit", "部局1件"),
    ),
    Endpoint(
        method="GET", path="territories", name="territories", tag="institutions", run=_territories, query=Listed, answer=Page[OpenTerritory],
        kept=True, refuses=("not-found",), summary=Text("Countries and regions by their codes", "国・地域のコードと名称"),
    ),
    Endpoint(
        method="GET", path="territories/<str:code>", name="territory", tag="institutions", run=_territory, answer=OpenTerritory, kept=True,
        summary=Text("One country or region", "国・地域1件"),
    ),
    Endpoint(
        method="GET", path="editions", name="editions", tag="editions", run=_editions, query=EditionsAsked, answer=Page[OpenEdition], kept=True,
        refuses=("not-found",), summary=Text("Published lists", "公表された一覧"),
    ),
    Endpoint(
        method="GET", path="editions/<number:edition>", name="edition", tag="editions", run=_edition, answer=OpenEditionInFull, kept=True,
        summary=Text("One edition with what it states and what its rows give", "版1件の記載数と実数"),
    ),
    Endpoint(
        method="GET", path="editions/<number:edition>/rows", name="edition_rows", tag="editions", run=_rows, query=Listed,
        answer=Page[OpenEntry], kept=True, summary=Text("The printed rows of an edition", "版に記載された行"),
    ),
    Endpoint(
        method="GET", path="judgments", name="judgments", tag="institutions", run=_judgments, query=JudgmentsAsked, answer=Page[OpenJudgment],
        kept=True, refuses=("not-found",), summary=Text("Who partners were judged to be", "協定機関の判定"),
    ),
)  # fmt: skip
