"""What an address of the desk's table says, and the address that says so. What cannot be read is left out, with a remark."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from teikei.lists.cells import one_line
from teikei.registry.queries.kept_agreements import MEMORANDUM_KINDS, ORDERS, STATUSES, Edge, Order, Wanted, without
from teikei.rules.days import exact_day
from teikei.rules.held import Status

_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class TableAddress:
    """A search of the table as its address gives it, with remarks on what was left out. today: where no day is given.

    known_on: the table as the registry knew it at the end of that day; None for what it knows now.
    """

    wanted: Wanted
    today: date
    known_on: date | None = None
    edge: Edge | None = None
    remarks: tuple[str, ...] = ()

    def query(self, **changes: Any) -> str:
        """The query string of this search with some of it changed, from the first page on."""
        known = urlencode({"known_on": self.known_on.isoformat()}) if self.known_on else ""
        return "&".join(filter(None, [query_of(without(self.wanted, **changes), self.today), known]))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters one by one, for a form that sends them along."""
        return parse_qsl(self.query())

    def page_query(self, edge: Edge) -> str:
        """The query string of the page beyond an edge."""
        name = "before" if edge.backwards else "after"
        return "&".join(filter(None, [self.query(), urlencode({name: f"{edge.value}~{edge.id}"})]))


def query_of(wanted: Wanted, today: date) -> str:
    """The query string for a search; what is usual is left out."""
    pairs: dict[str, Any] = {
        "q": wanted.text, "status": wanted.status, "level": wanted.level, "kind": wanted.kind, "region": wanted.region,
        "territory": wanted.territory, "unit": wanted.unit, "institution": wanted.institution, "memorandum": wanted.memorandum,
        "rolled_up": {True: "yes", False: "no", None: ""}[wanted.rolled_up],
        "expiring": wanted.expiring.isoformat() if wanted.expiring else "", "unconfirmed": "yes" if wanted.unconfirmed else "",
        "as_of": wanted.as_of.isoformat() if wanted.as_of != today else "", "sort": wanted.order if wanted.order != "list" else "",
    }  # fmt: skip
    return urlencode({name: value for name, value in pairs.items() if value not in ("", None)})


def table_address(given: QueryDict, today: date) -> TableAddress:
    """Read the parameters of the table."""
    remarks: list[str] = []
    order = cast(Order, _one_of(given, "sort", ORDERS, remarks) or "list")
    rolled_up = {"yes": True, "no": False}.get(given.get("rolled_up", ""))
    territory = given.get("territory", "").strip().upper()
    wanted = Wanted(
        as_of=_day(given, "as_of", remarks) or today,
        text=" ".join(one_line(given.get("q", "")).split())[:200],
        status=cast("Status | None", _one_of(given, "status", STATUSES, remarks) or None),
        level=cast(Any, _one_of(given, "level", ("unit", "university"), remarks) or None),
        kind=one_line(given.get("kind", ""))[:100],
        region=_number(given, "region", remarks),
        territory=territory if re.fullmatch("[A-Z]{2}", territory) else "",
        unit=_number(given, "unit", remarks),
        institution=_number(given, "institution", remarks),
        memorandum=cast(Any, _one_of(given, "memorandum", MEMORANDUM_KINDS, remarks) or None),
        rolled_up=rolled_up,
        expiring=_day(given, "expiring", remarks),
        unconfirmed=given.get("unconfirmed") == "yes",
        order=order,
    )
    return TableAddress(wanted, today, _day(given, "known_on", remarks), _edge(given, order, remarks), tuple(remarks))


def _left_out(name: str) -> str:
    return _("%(name)s in the address could not be read; it was left out.") % {"name": name}


def _one_of(given: QueryDict, name: str, allowed: tuple[str, ...], remarks: list[str]) -> str:
    text = given.get(name, "").strip()
    if text and text not in allowed:
        remarks.append(_left_out(name))
        return ""
    return text


def _number(given: QueryDict, name: str, remarks: list[str]) -> int | None:
    text = given.get(name, "").strip()
    if text and not _NUMBER.fullmatch(text):
        remarks.append(_left_out(name))
        return None
    return int(text) if text else None


def _day(given: QueryDict, name: str, remarks: list[str]) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    day = exact_day(text)
    if day is None:
        remarks.append(_left_out(name))
    return day


def _edge(given: QueryDict, order: Order, remarks: list[str]) -> Edge | None:
    backwards = not given.get("after") and bool(given.get("before"))
    text = given.get("before" if backwards else "after", "")
    if not text:
        return None
    value, mark, number = text.rpartition("~")
    fits = _NUMBER.fullmatch(number) and "\x00" not in value and len(value) <= 300
    if order in ("newest", "oldest", "deadline") and value:
        fits = fits and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value) and _is_day(value)
    if mark and fits:
        return Edge(value, int(number), backwards)
    remarks.append(_("The page in the address could not be found; this is the first page."))
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
