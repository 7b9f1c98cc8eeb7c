"""The whole site. Japanese at /, English at /en/: the address is the state, also of the language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from teikei.portal.views.robots import robots

urlpatterns = [
    path("", include("teikei.api.urls")),
    path("robots.txt", robots, name="robots"),
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
