"""One institution: its names, where it is, its agreements on a time line, the rows that name it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from teikei.portal import linked
from teikei.portal.map_markup import small_map
from teikei.portal.timeline import time_line, units_counted
from teikei.registry.queries.institutions import institution_page, shown_values

DRAWN = 60  # agreements on the time line; the table has more, and the search all
DRAWN_AT_HOME = 20  # … of the institution whose agreements all are


@require_safe
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Eight queries or fewer."""
    page = institution_page(institution_id)
    if page is None:
        raise Http404
    drawn = page.agreements[: DRAWN_AT_HOME if page.is_home else DRAWN]
    record = page.record
    placed = record is not None and record.latitude is not None and record.longitude is not None
    context = {
        "page": page, "linked": linked.institution(request, page), "line": time_line(drawn, shown_values(drawn), localdate()),
        "units": [] if page.is_home else units_counted(page.agreements),
        "map": small_map(record.longitude, record.latitude, record.city or page.printed) if placed else "",  # type: ignore[union-attr, arg-type]
    }  # fmt: skip
    return render(request, "portal/institution.html", context)
