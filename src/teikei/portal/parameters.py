"""What an address of the search says, and the address that says so.

A parameter that cannot be read is left out, with a remark on the page: a shared link should still open.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from teikei.pages.days import asked_day
from teikei.registry.queries.search import SORTS, Cursor, Sort, Terms

LONGEST_TEXT = 200
_NUMBER = re.compile(r"[0-9]{1,18}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """A search as its address gives it, with remarks on what was left out."""

    terms: Terms
    sort: Sort = "list"
    cursor: Cursor | None = None
    remarks: tuple[str, ...] = ()

    def query(self, **changes: Any) -> str:
        """The query string of this search with other terms; always from the first page."""
        sort: Sort = changes.pop("sort", self.sort)
        terms = replace(self.terms, **changes)
        pairs: dict[str, str | int | None] = {
            "q": terms.text,
            "region": terms.region,
            "territory": terms.territory,
            "unit": terms.unit,
            "year": terms.year,
            "as_of": terms.as_of.isoformat() if terms.as_of else None,
            "sort": sort if sort != "list" else "",
        }
        return urlencode({name: value for name, value in pairs.items() if value not in ("", None)})

    def page_query(self, cursor: Cursor) -> str:
        """The query string of the page beyond a cursor."""
        name = "before" if cursor.backwards else "after"
        return "&".join(filter(None, [self.query(), urlencode({name: f"{cursor.value or ''}~{cursor.id}"})]))


def search_address(given: QueryDict) -> SearchAddress:
    """Read the parameters q, region, territory, unit, year, as_of, sort, after and before."""
    remarks: list[str] = []
    text = _text(given.get("q", ""), remarks)
    region = _number(given, "region", remarks)
    unit = _number(given, "unit", remarks)
    year = _year(given.get("year", ""), remarks)
    territory = given.get("territory", "").strip().upper() or None
    if territory is not None and not re.fullmatch("[A-Z]{2}", territory):
        remarks.append(_("The territory in the address is not a two-letter code; it was left out."))
        territory = None
    sort = _sort(given.get("sort", ""), remarks)
    cursor = _cursor(given, sort, remarks)
    return SearchAddress(Terms(text, region, territory, unit, year, _day(given.get("as_of", ""), remarks)), sort, cursor, tuple(remarks))


def _text(given: str, remarks: list[str]) -> str:
    text = _CONTROLS.sub(" ", given)
    if text != given:
        remarks.append(_("Control characters in the search words were left out."))
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        remarks.append(_("Only the first %(size)s characters of the search words were used.") % {"size": LONGEST_TEXT})
        text = text[:LONGEST_TEXT].strip()
    return text


def _number(given: QueryDict, name: str, remarks: list[str]) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return int(text)
    label = {"region": _("The region"), "unit": _("The unit")}[name]
    remarks.append(_("%(filter)s in the address is not a number; it was left out.") % {"filter": label})
    return None


def _year(given: str, remarks: list[str]) -> int | None:
    text = given.strip()
    if not text:
        return None
    if re.fullmatch(r"[0-9]{4}", text) and int(text):
        return int(text)
    remarks.append(_("The year in the address is not a year of four digits; it was left out."))
    return None


def _day(given: str, remarks: list[str]) -> date | None:
    if not given.strip():
        return None
    day = asked_day(given)
    if day is None:
        remarks.append(_("The day in the address is not a day; it was left out. Write it as 2024-05-01."))
    return day


def _sort(given: str, remarks: list[str]) -> Sort:
    if not given:
        return "list"
    for sort in SORTS:
        if sort == given:
            return sort
    remarks.append(_("The order in the address is unknown; the list's own order is shown."))
    return "list"


def _cursor(given: QueryDict, sort: Sort, remarks: list[str]) -> Cursor | None:
    backwards = not given.get("after") and bool(given.get("before"))
    text = given.get("before" if backwards else "after", "")
    if not text:
        return None
    value, mark, number = text.rpartition("~")
    if mark and _NUMBER.fullmatch(number) and "\x00" not in value and _fits(sort, value):
        return Cursor(value if sort == "partner" else value or None, int(number), backwards)
    remarks.append(_("The page in the address could not be found; this is the first page."))
    return None


def _fits(sort: Sort, value: str) -> bool:
    if sort == "partner":
        return len(value) <= 300
    if sort == "list":
        return not value
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False
