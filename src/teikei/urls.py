"""The whole site. Japanese at /, English at /en/: the address is the state, also of the language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap as sitemap_part
from django.urls import include, path

from teikei.pages.look import logo, theme
from teikei.portal.views.feeds import SITEMAPS
from teikei.portal.views.robots import robots

urlpatterns = [
    path("", include("teikei.api.urls")),
    path("theme.css", theme, name="theme"),
    path("logo", logo, name="logo"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_part, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    *i18n_patterns(
        path("desk/", include("teikei.desk.urls")),
        path("api/", include("teikei.api.page_urls")),
        path("", include("teikei.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "teikei.pages.errors.bad_request"
handler403 = "teikei.pages.errors.forbidden"
handler404 = "teikei.pages.errors.not_found"
handler500 = "teikei.pages.errors.server_error"
