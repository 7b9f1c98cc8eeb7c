"""Search: which agreements are there with these words and filters?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from teikei.portal import links
from teikei.portal.parameters import SearchAddress, search_address
from teikei.registry.queries.search import FACETS, FacetName, Found, find

# A filter shows so many values at once and folds the others away.
SHOWN_VALUES = 8


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The result table with its filters; only the result where htmx asks. Six queries at any page and size."""
    address = search_address(request.GET)
    found = find(address.terms, sort=address.sort, cursor=address.cursor)
    facets = [_facet(name, address, found) for name in FACETS]
    context = {
        "address": address,
        "found": found,
        "facets": facets,
        "facets_shown": any(facet["first"] for facet in facets),
        "chips": _chips(address, found),
        "sorts": _sorts(address),
        "query": address.query(),
        "after": address.page_query(found.after) if found.after else "",
        "before": address.page_query(found.before) if found.before else "",
    }
    in_place = request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"
    return render(request, "portal/parts/found.html" if in_place else "portal/search.html", context)


def facet_title(name: FacetName) -> str:
    """A filter's heading."""
    return {"region": _("Region"), "territory": _("Country or region"), "unit": _("Unit"), "year": _("Year concluded")}[name]


def _facet(name: FacetName, address: SearchAddress, found: Found) -> dict[str, Any]:
    chosen = getattr(address.terms, name)
    values = [
        {
            "label": links.territory(value.value) if name == "territory" else value.label,
            "count": value.count,
            "chosen": value.value == str(chosen),
            "query": address.query(**{name: None if value.value == str(chosen) else value.value}),
        }
        for value in found.facets[name]
    ]
    # What is chosen stays in sight, however far down its count puts it.
    values.sort(key=lambda value: not value["chosen"])
    return {"name": name, "title": facet_title(name), "first": values[:SHOWN_VALUES], "rest": values[SHOWN_VALUES:]}


def _chips(address: SearchAddress, found: Found) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    chips = []
    for name in FACETS:
        chosen = getattr(address.terms, name)
        if chosen is None:
            continue
        label = links.territory(chosen) if name == "territory" else found.chosen.get(name, str(chosen))
        chips.append({"title": facet_title(name), "label": label, "query": address.query(**{name: None})})
    if day := address.terms.as_of:
        chips.append({"title": _("In force on"), "label": day.isoformat(), "query": address.query(as_of=None)})
    return chips


def _sorts(address: SearchAddress) -> list[dict[str, Any]]:
    titles = {"list": _("The list's order"), "partner": _("Partner"), "newest": _("Newest first"), "oldest": _("Oldest first")}
    return [
        {"value": value, "title": title, "query": address.query(sort=value), "current": value == address.sort}
        for value, title in titles.items()
    ]
