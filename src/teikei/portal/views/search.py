"""Search: which agreements are there with these words and filters?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from teikei.pages.templatetags.pages import content_name, level, region_words, tongue_name
from teikei.portal import links
from teikei.portal.parameters import SearchAddress, facet_title, search_address
from teikei.registry.queries.search import FACETS, FacetName, FacetValue, Found, find

# A filter shows so many values at once and folds the others away; beyond those, words find them.
SHOWN_VALUES, MOST_VALUES = 8, 300


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The result table with its filters; only the result where htmx asks. Six queries at any page and size."""
    address = search_address(request.GET)
    found = find(address.terms, sort=address.sort, cursor=address.cursor, page=address.page)
    facets = [_facet(name, address, found) for name in FACETS]
    context = {
        "address": address,
        "found": found,
        "words": tuple(word.text for word in address.terms.words),
        "facets": facets,
        "facets_shown": any(facet["first"] for facet in facets),
        "chips": chips(address, found),
        "sorts": _sorts(address),
        "query": address.query(),
        "first": found.start + 1,
        "last": found.start + len(found.rows),
        "after": address.page_query(found.after) if found.after else "",
        "before": address.page_query(found.before) if found.before else "",
    }
    in_place = request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"
    return render(request, "portal/parts/found.html" if in_place else "portal/search.html", context)


def _facet(name: FacetName, address: SearchAddress, found: Found) -> dict[str, Any]:
    chosen = getattr(address.terms, name)
    values = [
        {
            "label": value_label(name, value.value, value.label),
            "count": value.count,
            "chosen": value.value == str(chosen),
            "query": address.query(**{name: None if value.value == str(chosen) else value.value}),
        }
        for value in _shown(found, name, str(chosen))
    ]
    if len(values) == 1 and chosen is None and name not in ("region", "territory", "unit", "year"):
        values = []  # all are alike: nothing to choose
    return {"name": name, "title": facet_title(name), "first": values[:SHOWN_VALUES], "rest": values[SHOWN_VALUES:]}


def _shown(found: Found, name: FacetName, chosen: str) -> list[FacetValue]:
    """The values of a filter that a page shows. What is chosen stays in sight, however far down its count puts it."""
    every = found.facets[name]
    return [*(value for value in every if value.value == chosen), *(value for value in every if value.value != chosen)][:MOST_VALUES]


def value_label(name: FacetName, value: str, label: str) -> str:
    """A filter's value in the page's language; what a list printed (units, kinds) as printed."""
    if name in ("in_force", "places"):
        both = {"in_force": (_("yes"), _("no")), "places": (_("with places"), _("without places"))}[name]
        return both[value != "yes"]
    if name == "contents":
        return content_name(int(value))
    if name == "region":
        return region_words(label)
    spoken = {"territory": links.territory, "level": level, "language": tongue_name}
    return spoken[name](value) if name in spoken else label


def chips(address: SearchAddress, found: Found) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    shown = []
    for name in FACETS:
        chosen = getattr(address.terms, name)
        if chosen is None:
            continue
        label = value_label(name, str(chosen), found.chosen.get(name, str(chosen)))
        shown.append({"title": facet_title(name), "label": label, "query": address.query(**{name: None})})
    if day := address.terms.as_of:
        shown.append({"title": _("In force on"), "label": day.isoformat(), "query": address.query(as_of=None)})
    return shown


def _sorts(address: SearchAddress) -> list[dict[str, Any]]:
    """The orders; without words there is no best match, and the list's own order stands for it."""
    titles = {"list": _("The list's order"), "partner": _("Partner"), "newest": _("Newest first"), "oldest": _("Oldest first")}
    if address.terms.words:
        titles = {"best": _("Best match"), **titles}
    current = address.sort if address.sort in titles else "list"
    return [
        {"value": value, "title": title, "query": address.query(sort=value), "current": value == current} for value, title in titles.items()
    ]
