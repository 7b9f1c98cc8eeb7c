"""The search's filters as a form without a script, for every page that shows the same result in another way."""

from typing import Any

from teikei.portal.parameters import SearchAddress, facet_title
from teikei.portal.views.search import value_label
from teikei.registry.queries.search import FACETS, Found


def narrowing(address: SearchAddress, found: Found) -> dict[str, Any]:
    """What the form shows: each filter with its values and counts, whether any or a folded one is set, the search's query string for the same."""
    choices = []
    for name in FACETS:
        chosen = getattr(address.terms, name)
        values = [(one.value, value_label(name, one.value, one.label), one.count, one.value == str(chosen)) for one in found.facets[name]]
        if chosen is not None and not any(is_chosen for *_, is_chosen in values):
            values.append((str(chosen), value_label(name, str(chosen), found.chosen.get(name, str(chosen))), 0, True))
        if values:
            choices.append({"name": name, "title": facet_title(name), "values": values})
    folded_is_set = any(getattr(address.terms, name) is not None for name in FACETS)
    return {"choices": choices, "narrowed": bool(address.query()), "folded_is_set": folded_is_set, "search_query": address.query()}
