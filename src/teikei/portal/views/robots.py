"""robots.txt: the search makes endless addresses out of the same rows; everything else may be indexed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from teikei.pages.tongues import absolute

_TEXT = """\
User-agent: *
Disallow: /search/
Disallow: /en/search/
Disallow: /desk/
Disallow: /en/desk/
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where they find the rest."""
    return HttpResponse(f"{_TEXT}\nSitemap: {absolute(request, '/sitemap.xml')}\n", content_type="text/plain; charset=utf-8")
