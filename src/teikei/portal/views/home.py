"""Home: what this registry holds, as of when, with whom, where, since when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.portal import linked
from teikei.portal.charts import year_chart
from teikei.portal.map_drawing import shades
from teikei.portal.map_markup import overview, shade_words
from teikei.registry.queries.editions import edition_counts, latest_edition
from teikei.registry.queries.overview import agreements_counted, newest_agreements, oldest_agreements


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest edition's numbers, the map, its regions, the newest and the oldest agreements. Six queries.

    Agreements that no list has named yet are counted and shown all the same.
    """
    head, counted = latest_edition(), agreements_counted()
    by_territory = {one.value: one.count for one in counted.territories}
    steps = shades(by_territory.values())
    context = {
        "head": head,
        "counts": edition_counts(head) if head else None,
        "total": sum(one.count for one in counted.years) + counted.without_day,
        "territories": counted.territories,
        "map": overview(by_territory, steps),
        "shades": [(one.step, shade_words(one)) for one in steps],
        "years": counted.years,
        "chart": year_chart(counted.years),
        "newest": newest_agreements(),
        "oldest": oldest_agreements(),
        "linked": linked.site(request, head),
    }
    return render(request, "portal/home.html", context)
