"""Statistics: agreements by year, region, territory and unit, each drawn and each as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.portal import links
from teikei.portal.charts import bar_chart, year_chart
from teikei.registry.queries import overview
from teikei.registry.queries.editions import latest_edition

# A drawing shows the largest; the table beside it shows all.
DRAWN = 15


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Six queries."""
    years, units = overview.agreements_by_year(), overview.agreements_by_unit()
    regions = overview.agreements_by_region()
    territories = [overview.Counted(found.value, links.territory(found.value), found.count) for found in overview.agreements_by_territory()]
    context = {
        "head": latest_edition(),
        "years": years,
        "year_chart": year_chart(years),
        "without_day": overview.agreements_without_day(),
        "regions": regions,
        "region_chart": bar_chart(regions),
        "territories": territories,
        "territory_chart": bar_chart(territories[:DRAWN]),
        "units": units,
        "unit_chart": bar_chart(units[:DRAWN]),
    }
    return render(request, "portal/statistics.html", context)
