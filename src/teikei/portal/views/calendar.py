"""The deadlines of a unit as a calendar, for whoever holds its token."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from teikei.registry.queries.deadlines import calendar_feed


@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """iCalendar. A token that was revoked and one that never was look the same."""
    content = calendar_feed(token[:100], timezone.localdate())
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="teikei.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
