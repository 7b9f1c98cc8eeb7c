"""For students: where can I go from my faculty? Places, levels, languages, as the exchanges hold in an academic year."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from teikei.names.folding import fold
from teikei.pages.templatetags.pages import study_level
from teikei.pages.tongues import page_language
from teikei.portal import links
from teikei.portal.parameters import search_address
from teikei.registry.queries.exchanges import StudentPlaces, Unit, our_units, student_places
from teikei.rules.mobility import academic_year, first_day, places

LEVELS = (5, 6, 7, 8)
AHEAD = 3  # academic years to choose from
PAGE = 100
MOST_UNITS = 300  # units to choose from: those with the most exchanges


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: an academic year, one of our units, words, a territory, a level (EQF), a language tag; None or "": any."""

    year: int
    unit: int | None = None
    words: str = ""
    territory: str = ""
    level: int | None = None
    language: str = ""

    def takes(self, one: StudentPlaces, units: dict[int, Unit]) -> bool:
        """Whether an exchange is among what is asked. One that says nothing of levels or languages shuts nobody out."""
        exchange = one.offer.exchange
        if self.unit is not None and one.units and not {self.unit, *units[self.unit].above} & set(one.units):
            return False
        if self.territory and one.partner.territory != self.territory:
            return False
        if self.level is not None and exchange.levels and self.level not in exchange.levels:
            return False
        if self.language and one.languages and self.language not in {_primary(tag) for tag, _ in one.languages}:
            return False
        if not self.words:
            return True
        told = fold(" ".join((one.partner.name, one.partner.name_en, one.partner.city, links.territory(one.partner.territory))))
        return all(fold(word) in told for word in self.words.split())


@require_safe
def students(request: HttpRequest) -> HttpResponse:
    """Seven queries or fewer, three where nothing has changed. The next academic year where none is asked for: whoever looks wants to go then."""
    this = academic_year(localdate())
    years, units = [this + ahead for ahead in range(AHEAD)], our_units()
    asked = _asked(request, years, units)
    every = student_places(first_day(asked.year))
    going = [one for one in every.places if one.direction == "out"]
    found = sorted((one for one in going if asked.takes(one, units)), key=_order)
    pages = max(1, -(-len(found) // PAGE))
    number = min(search_address(request.GET).page, pages)
    context = {
        "asked": asked, "years": years, "units": _to_choose(asked, units, going),
        "found": [_row(one, units) for one in found[(number - 1) * PAGE : number * PAGE]], "number": number, "pages": pages, "query": _query(asked),
        "partners": len({one.partner.id for one in found}), "total": places((one.agreement, one.offer) for one in found),
        "first_day": first_day(asked.year), "any": bool(going), "left_out": every.left_out,
        "territories": _counted(one.partner.territory for one in going), "levels": [(level, study_level(level)) for level in LEVELS],
        "languages": _counted(_primary(tag) for one in going for tag, _ in one.languages),
        "narrowed": asked != Asked(asked.year), "all_query": urlencode({"year": asked.year}),
        "search_query": _search_query(asked),
    }  # fmt: skip
    return render(request, "portal/students.html", context)


def _asked(request: HttpRequest, years: list[int], units: dict[int, Unit]) -> Asked:
    """What cannot be read, or is none of ours, asks for nothing."""
    given, terms = request.GET, search_address(request.GET).terms
    year = given.get("year", "")
    return Asked(
        year=int(year) if re.fullmatch("[0-9]{4}", year) and int(year) in years else years[1],
        unit=terms.unit if terms.unit in units else None, words=terms.text, territory=terms.territory or "",
        level=int(given["level"]) if given.get("level", "") in {str(level) for level in LEVELS} else None,
        language=_primary(terms.language or ""),
    )  # fmt: skip


def _to_choose(asked: Asked, units: dict[int, Unit], going: Iterable[StudentPlaces]) -> list[Unit]:
    """Our units in their order; where all universities of a country are here, those with the most exchanges."""
    if len(units) <= MOST_UNITS:
        return list(units.values())
    named = Counter(unit for one in going for unit in one.units)
    most = {asked.unit, *(unit for unit, _ in named.most_common(MOST_UNITS))}
    return [unit for pk, unit in units.items() if pk in most]


def _query(asked: Asked) -> str:
    """The address of what is asked, without the page."""
    terms = {
        "year": asked.year, "unit": asked.unit, "q": asked.words, "territory": asked.territory, "level": asked.level, "language": asked.language,
    }  # fmt: skip
    return urlencode({name: value for name, value in terms.items() if value})


def _search_query(asked: Asked) -> str:
    """The search for the agreements behind it, whether or not they have terms for students."""
    terms = {"unit": str(asked.unit or ""), "territory": asked.territory, "q": asked.words, "as_of": first_day(asked.year).isoformat()}
    return urlencode({name: value for name, value in terms.items() if value})


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _order(one: StudentPlaces) -> tuple[Any, ...]:
    return (links.territory(one.partner.territory), one.partner.name, one.agreement, one.offer.memorandum.id)


def _row(one: StudentPlaces, units: dict[int, Unit]) -> dict[str, Any]:
    in_english = page_language() == "en"
    return {
        "one": one, "exchange": one.offer.exchange, "memorandum": one.offer.memorandum,
        "levels": [study_level(level) for level in one.offer.exchange.levels],
        "units": [(pk, english or units[pk].name) for pk in one.units if pk in units for english in [units[pk].name_en if in_english else ""]],
        "url": reverse("portal:agreement", args=[one.agreement]),
    }  # fmt: skip
