"""What an address of the search says, and the address that says so.

A parameter that cannot be read is left out, with a remark on the page: a shared link should still open.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from teikei.registry.queries.search import FACETS, SORTS, Cursor, FacetName, Sort, Terms
from teikei.rules.days import exact_day
from teikei.rules.words import CHOICES

LONGEST_TEXT = 200
_NUMBER = re.compile(r"[0-9]{1,18}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """A search as its address gives it, with remarks on what was left out. page counts from 1; a cursor goes before it."""

    terms: Terms
    sort: Sort = "best"
    cursor: Cursor | None = None
    page: int = 1
    remarks: tuple[str, ...] = ()

    @property
    def pairs(self) -> dict[str, str]:
        """The parameters of this search that are set, from its first page."""
        named: dict[str, Any] = {"q": self.terms.text}
        named |= {name: getattr(self.terms, name) for name in FACETS}
        named |= {"as_of": self.terms.as_of and self.terms.as_of.isoformat(), "sort": self.sort if self.sort != "best" else None}
        return {name: str(value) for name, value in named.items() if value not in ("", None)}

    @property
    def hidden(self) -> dict[str, str]:
        """What the form of the search hands on unseen: all but what it asks for itself."""
        return {name: value for name, value in self.pairs.items() if name not in ("q", "as_of")}

    def query(self, **changes: Any) -> str:
        """The query string of this search with other terms; always from the first page."""
        sort: Sort = changes.pop("sort", self.sort)
        return urlencode(SearchAddress(replace(self.terms, **changes), sort).pairs)

    def page_query(self, cursor: Cursor) -> str:
        """The query string of the page beyond a cursor."""
        name = "before" if cursor.backwards else "after"
        return "&".join(filter(None, [self.query(), urlencode({name: cursor.id})]))


def search_address(given: QueryDict) -> SearchAddress:
    """Read q, the filters (region, territory, unit, kind …), as_of, sort, after, before and page."""
    remarks: list[str] = []
    text = _text(given.get("q", ""), remarks)
    filters = {name: _filter(name, given.get(name, "").strip(), remarks) for name in FACETS}
    terms = Terms(text, as_of=_day(given.get("as_of", ""), remarks), **filters)
    sort = _sort(given.get("sort", ""), remarks)
    return SearchAddress(terms, sort, _cursor(given, remarks), _page(given.get("page", ""), remarks), tuple(remarks))


def facet_title(name: FacetName) -> str:
    """A filter's heading."""
    return {
        "region": _("Region"), "territory": _("Country or region"), "unit": _("Unit"), "kind": _("Kind"), "level": _("Level"),
        "contents": _("Contents"), "in_force": _("In force today"), "year": _("Year concluded"), "places": _("Places for students"),
        "language": _("Language of teaching"),
    }[name]  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _one_of(*values: str) -> Callable[[str], str | None]:
    return lambda text: text if text in values else None


# How each filter's value is read; None for what is none.
_READ: dict[FacetName, Callable[[str], int | str | None]] = {
    "region": _whole,
    "territory": lambda text: text.upper() if re.fullmatch("[A-Za-z]{2}", text) else None,
    "unit": _whole,
    "kind": lambda text: text if len(text) <= 100 and not _CONTROLS.search(text) else None,
    "level": _one_of(*CHOICES["level"]),
    "contents": lambda text: int(text) if re.fullmatch("[1-9]|10", text) else None,
    "in_force": _one_of("yes", "no"),
    "year": lambda text: int(text) if re.fullmatch("[0-9]{4}", text) and int(text) else None,
    "places": _one_of("yes", "no"),
    "language": lambda text: text.lower() if _LANGUAGE.fullmatch(text.lower()) else None,
}


def _filter(name: FacetName, text: str, remarks: list[str]) -> Any:
    if not text:
        return None
    value = _READ[name](text)
    if value is None:
        remarks.append(_("The filter “%(filter)s” in the address has no such value; it was left out.") % {"filter": facet_title(name)})
    return value


def _text(given: str, remarks: list[str]) -> str:
    text = _CONTROLS.sub(" ", given)
    if text != given:
        remarks.append(_("Control characters in the search words were left out."))
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        remarks.append(_("Only the first %(size)s characters of the search words were used.") % {"size": LONGEST_TEXT})
        text = text[:LONGEST_TEXT].strip()
    return text


def _day(given: str, remarks: list[str]) -> date | None:
    if not given.strip():
        return None
    day = exact_day(given)
    if day is None:
        remarks.append(_("The day in the address is not a day; it was left out. Write it as 2024-05-01."))
    return day


def _sort(given: str, remarks: list[str]) -> Sort:
    if not given:
        return "best"
    for sort in SORTS:
        if sort == given:
            return sort
    remarks.append(_("The order in the address is unknown; the best matches stand first."))
    return "best"


def _cursor(given: QueryDict, remarks: list[str]) -> Cursor | None:
    backwards = not given.get("after") and bool(given.get("before"))
    text = given.get("before" if backwards else "after", "")
    if not text:
        return None
    number = _whole(text)
    if number is None:
        remarks.append(_("The page in the address could not be found; this is the first page."))
        return None
    return Cursor(number, backwards)


def _page(text: str, remarks: list[str]) -> int:
    if not text:
        return 1
    number = _whole(text)
    if not number:
        remarks.append(_("The page in the address could not be found; this is the first page."))
        return 1
    return number
