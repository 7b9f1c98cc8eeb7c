"""The public pages, one view file each."""

from django.urls import path

import teikei.pages.addresses  # noqa: F401 (knows "text")
from teikei.portal.views.agreement import agreement
from teikei.portal.views.calendar import calendar
from teikei.portal.views.document import document
from teikei.portal.views.download import download
from teikei.portal.views.edition import edition, editions
from teikei.portal.views.edition_changes import edition_changes
from teikei.portal.views.embed import embed, fragment
from teikei.portal.views.feeds import changes, ends
from teikei.portal.views.findings import findings, latest_findings
from teikei.portal.views.home import home
from teikei.portal.views.institution import institution
from teikei.portal.views.map import map_file, map_page
from teikei.portal.views.search import search
from teikei.portal.views.search_csv import search_csv
from teikei.portal.views.source import source
from teikei.portal.views.statistics import development, statistics
from teikei.portal.views.students import students
from teikei.portal.views.suggestions import suggestions
from teikei.portal.views.territory import territory
from teikei.portal.views.unit import unit

app_name = "portal"

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("search/agreements.csv", search_csv, name="search_csv"),
    path("map/", map_page, name="map"),
    path("map/agreements.svg", map_file, name="map_file"),
    path("students/", students, name="students"),
    path("changes.atom", changes, name="changes"),
    path("ends.ics", ends, name="ends"),
    path("embed/", embed, name="embed"),
    path("embed/units/<int:unit_id>/", embed, name="embed_unit"),
    path("embed/institutions/<int:institution_id>/", embed, name="embed_institution"),
    path("embed/fragment.html", fragment, name="fragment"),
    path("embed/units/<int:unit_id>/fragment.html", fragment, name="fragment_unit"),
    path("embed/institutions/<int:institution_id>/fragment.html", fragment, name="fragment_institution"),
    path("agreements/<int:agreement_id>/", agreement, name="agreement"),
    path("agreements/<int:agreement_id>/documents/<text:sha256>/", document, name="document"),
    path("calendar/<text:token>.ics", calendar, name="calendar"),
    path("institutions/<int:institution_id>/", institution, name="institution"),
    path("territories/<text:code>/", territory, name="territory"),
    path("units/<int:unit_id>/", unit, name="unit"),
    path("editions/", editions, name="editions"),
    path("editions/<int:edition_id>/", edition, name="edition"),
    path("editions/<int:edition_id>/changes/", edition_changes, name="edition_changes"),
    path("editions/<int:edition_id>/download/<text:file_format>", download, name="download"),
    path("editions/<int:edition_id>/findings/", findings, name="findings"),
    path("findings/", latest_findings, name="latest_findings"),
    path("sources/<int:source_id>/", source, name="source"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/development/", development, name="development"),
]
