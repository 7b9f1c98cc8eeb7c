"""The map: with whom, where? The agreements that a search finds, on the world, with their table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teikei.portal import map_markup
from teikei.portal.map_drawing import Mark, View, asked_view, marks, shades, whole
from teikei.portal.narrowing import narrowing
from teikei.portal.parameters import SearchAddress, search_address
from teikei.portal.views.search import chips
from teikei.portal.world import world
from teikei.registry.queries.geography import PartnerThere, partners_there
from teikei.registry.queries.search import counted_by, find

ROWS = 200  # places in the table; a view nearer has fewer


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its partners, as the table has it; `anchor` is what the map links to."""

    anchor: str
    city: str
    partners: tuple[PartnerThere, ...]
    agreements: int


@dataclass(frozen=True, slots=True)
class TerritoryRows:
    """The places of a territory in view."""

    code: str
    agreements: int
    places: tuple[PlaceRow, ...]


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The whole page, or with ?part=1 what changes with the view. Eight queries."""
    address, view = search_address(request.GET), asked_view(request.GET.get("view", ""))
    numbers, counts = counted_by(address.terms)
    partners = partners_there(numbers)
    seen, steps = marks(partners, view), shades(counts.values())
    rows = _rows(partners, counts, view)
    shown = _first(rows)
    context = {
        "address": address, "view": view, "box": " ".join(map(str, view.box)),
        "marks": map_markup.mark_links(seen, view, _addresses(seen, address)),
        "moves": _moves(view, address), "rows": shown,
        "places_shown": (places := sum(len(one.places) for one in shown)), "left_out": sum(len(one.places) for one in rows) - places,
        "paper": world(), "whole": view.zoom == 1,
        "svg_query": _query(address, view),
    }  # fmt: skip
    if request.GET.get("part") == "1":
        return render(request, "portal/parts/map_view.html", context)
    found = find(address.terms, page_size=1)
    unplaced = [one for one in partners if one.latitude is None or one.longitude is None]
    context |= {
        "total": found.total, "partners": len(partners), "territories": len(counts),
        "unplaced": unplaced[:ROWS], "unplaced_total": len(unplaced),
        "land": map_markup.land(counts, steps, whole()), "shades": [(one.step, map_markup.shade_words(one)) for one in steps],
        **narrowing(address, found),
    }  # fmt: skip
    return render(request, "portal/map.html", context)


@require_safe
def map_file(request: HttpRequest) -> HttpResponse:
    """The same map as an SVG file to print."""
    address, view = search_address(request.GET), asked_view(request.GET.get("view", ""))
    numbers, counts = counted_by(address.terms)
    partners = partners_there(numbers)
    day = address.terms.as_of or localdate()
    lines = [
        _("Agreements by country and region (shaded), partners by place (circles; a number counts partners). %(day)s")
        % {"day": day.isoformat()},
        _("Map: Natural Earth. Borders are drawn to tell countries apart, and take no position."),
    ]
    if said := _terms_said(address):
        lines.insert(0, said)
    drawn = map_markup.printable(
        counts, shades(counts.values()), marks(partners, view), view, title=_("Partners on the map"), lines=lines
    )  # fmt: skip
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="agreements-map-{day.isoformat()}.svg"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _terms_said(address: SearchAddress) -> str:
    """What the map was narrowed down to: the search words, and each filter with its value. "" for nothing."""
    filters = [f"{one['title']}: {one['label']}" for one in chips(address, find(address.terms, page_size=1))]
    return " · ".join(filter(None, (address.terms.text, *filters)))


def _query(address: SearchAddress, view: View, **more: str) -> str:
    return "&".join(filter(None, (address.query(), urlencode({"view": view.words} if view.words else {}), urlencode(more))))


def _addresses(seen: Sequence[Mark], address: SearchAddress) -> list[str]:
    """Where each mark leads."""
    return [
        f"?{_query(address, asked_view(one.view))}#map" if one.view
        else reverse("portal:institution", args=[one.partners[0].id]) if len(one.partners) == 1
        else f"#{_anchor(one.x, one.y)}"
        for one in seen
    ]  # fmt: skip


def _anchor(x: float, y: float) -> str:
    return f"at-{round(x)}-{round(y)}"


def _moves(view: View, address: SearchAddress) -> list[dict[str, Any]]:
    """Nearer, further, half a view each way, the whole world: each with its address, "" where there is no further."""
    ways = [
        ("nearer", "+", _("Zoom in"), view.enlarged(1)), ("further", "−", _("Zoom out"), view.enlarged(-1)),
        ("west", "←", _("To the west"), view.moved(-1, 0)), ("north", "↑", _("To the north"), view.moved(0, -1)),
        ("south", "↓", _("To the south"), view.moved(0, 1)), ("east", "→", _("To the east"), view.moved(1, 0)),
        ("whole", "○", _("The whole world"), whole() if view.zoom > 1 else None),
    ]  # fmt: skip
    return [
        {"name": name, "sign": sign, "words": words, "view": to.words if to else "", "query": _query(address, to) if to else None}
        for name, sign, words, to in ways
    ]


def _rows(partners: Iterable[PartnerThere], counts: dict[str, int], view: View) -> list[TerritoryRows]:
    """The places in view by territory, those with most agreements first."""
    places: dict[tuple[str, str, str], list[PartnerThere]] = defaultdict(list)
    for one in partners:
        if one.latitude is None or one.longitude is None:
            continue
        x, y = world().point(one.longitude, one.latitude)
        if view.holds(x, y):
            places[one.territory, _anchor(x, y), one.city].append(one)
    by_territory: dict[str, list[PlaceRow]] = defaultdict(list)
    for (code, anchor, city), there in places.items():
        by_territory[code].append(PlaceRow(anchor, city, tuple(there), sum(one.agreements for one in there)))
    rows = [
        TerritoryRows(code, counts.get(code, 0), tuple(sorted(there, key=lambda row: (-row.agreements, row.city))))
        for code, there in by_territory.items()
    ]
    return sorted(rows, key=lambda row: (-row.agreements, row.code))


def _first(rows: Sequence[TerritoryRows]) -> list[TerritoryRows]:
    """The first so many places."""
    shown, room = [], ROWS
    for row in rows:
        if room <= 0:
            break
        shown.append(TerritoryRows(row.code, row.agreements, row.places[:room]))
        room -= len(row.places)
    return shown
