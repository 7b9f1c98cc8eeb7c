"""robots.txt: the search makes endless addresses out of the same rows; everything else may be indexed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_TEXT = """\
User-agent: *
Disallow: /search/
Disallow: /en/search/
Disallow: /desk/
Disallow: /en/desk/
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """What crawlers are asked to leave alone."""
    return HttpResponse(_TEXT, content_type="text/plain; charset=utf-8")
