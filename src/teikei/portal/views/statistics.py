"""Statistics: agreements by year, region, territory, unit and kind; and how they change. Each drawn and each as a table."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from teikei.pages.templatetags.pages import region_words
from teikei.portal import links
from teikei.portal.charts import bar_chart, month_chart, pair_chart, year_chart
from teikei.registry.queries import overview
from teikei.registry.queries.exchanges import StudentPlaces, student_places
from teikei.rules.mobility import Direction, places

# A drawing shows the largest; the table beside it shows all.
DRAWN = 15


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """One query."""
    counted = overview.agreements_counted()
    units, kinds = counted.units, counted.kinds
    regions = [overview.Counted(found.value, region_words(found.label), found.count) for found in counted.regions]
    territories = [overview.Counted(found.value, links.territory(found.value), found.count) for found in counted.territories]
    context = {
        "years": counted.years,
        "year_chart": year_chart(counted.years),
        "without_day": counted.without_day,
        "regions": regions,
        "region_chart": bar_chart(regions),
        "territories": territories,
        "territory_chart": bar_chart(territories[:DRAWN]),
        "units": units,
        "unit_chart": bar_chart(units[:DRAWN]),
        "kinds": kinds,
        "kind_chart": bar_chart(kinds[:DRAWN]),
    }
    return render(request, "portal/statistics.html", context)


@require_safe
def development(request: HttpRequest) -> HttpResponse:
    """How many were in force when, what comes due, who goes and who comes. Eight queries or fewer."""
    today = localdate()
    held, ends = overview.held_by_year(today), overview.ends_coming(today)
    exchanges = student_places(today).places
    balance = _balance(exchanges)
    pairs, height = pair_chart(balance[:DRAWN])
    context = {
        "today": today, "held": held, "held_chart": year_chart(held), "ends": ends, "ends_chart": month_chart(ends),
        "any_end": any(month.count for month in ends), "balance": balance, "pairs": pairs, "pairs_height": height,
        "out": _places(exchanges, "out"), "back": _places(exchanges, "in"),
    }  # fmt: skip
    return render(request, "portal/development.html", context)


def _balance(exchanges: tuple[StudentPlaces, ...]) -> list[tuple[str, int, int]]:
    """By country or region: places a year for those who go, and for those who come; most of both first."""
    by_territory: dict[str, list[StudentPlaces]] = defaultdict(list)
    for one in exchanges:
        by_territory[one.partner.territory].append(one)
    rows = [(links.territory(code) if code else "", _places(there, "out"), _places(there, "in")) for code, there in by_territory.items()]
    return sorted((row for row in rows if row[1] or row[2]), key=lambda row: (-row[1] - row[2], row[0]))


def _places(exchanges: list[StudentPlaces] | tuple[StudentPlaces, ...], direction: Direction) -> int:
    return places((one.agreement, one.offer) for one in exchanges if one.direction == direction)
