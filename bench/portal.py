"""The list page against a bare Django page of the same fifty rows, and the number of queries on each page.

The peer does what a first draft does: the queryset with its prefetches, a template that loops. It has no filters,
no counts, no links, no search. Both answer through the same test client with the same middleware.
"""

import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "hiroshima-2024-05-01.txt"
ROUNDS = 7
REQUESTS = 40
ROWS = 50

_PEER = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Agreements</title></head><body><h1>Agreements</h1>
<table><thead><tr><th>Concluded</th><th>Partner</th><th>Region</th><th>Territory</th><th>Units</th><th>Line</th></tr></thead><tbody>
{% for agreement in agreements %}<tr><td>{{ agreement.concluded_on|date:"Y-m-d" }}</td>
<td>{% for party in agreement.parties.all %}{% if not party.institution.is_home %}{{ party.institution.printed }}{% endif %}{% endfor %}</td>
<td>{{ agreement.region.label }}</td><td>{% for territory in agreement.territories.all %}{{ territory.name_ja }} {% endfor %}</td>
<td>{% for party in agreement.parties.all %}{% for unit in party.units.all %}{{ unit.name }} {% endfor %}{% endfor %}</td>
<td>{% for entry in agreement.entries.all %}{{ entry.line }}{% endfor %}</td></tr>
{% endfor %}</tbody></table></body></html>"""


def run() -> list[dict[str, Any]]:
    """Requests a second of both, the ratio (median of the rounds, taken in turns), and the queries of each page."""
    with registry_behind("bench.portal") as client:
        return [_list_page(client), *_query_counts(client)]


@contextlib.contextmanager
def registry_behind(urls: str) -> Iterator[Any]:
    """A registry of its own, filled from the example list, behind a test client."""
    with tempfile.TemporaryDirectory(prefix="teikei-bench-") as home:
        os.environ.update(TEIKEI_HOME=home, DJANGO_SETTINGS_MODULE="teikei.settings")
        Path(home, "static").mkdir()
        import django
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        from django.core.management import call_command
        from django.test import Client

        call_command("migrate", verbosity=0)
        _fill()
        settings.ROOT_URLCONF = urls
        yield Client(headers={"host": "localhost"})


def _fill() -> None:
    from teikei.lists.read import read_listing
    from teikei.registry.operations.ingest import ingest

    ingest(read_listing(EXAMPLE), EXAMPLE.read_bytes(), institution="広島大学", received_at=datetime.now(UTC))


def __getattr__(name: str) -> Any:
    """This module is also the URL configuration of the measured site: ours, and the peer's one page."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    from teikei.urls import urlpatterns as ours

    return [path("peer/", _peer), *ours]


def _peer(request: Any) -> Any:
    from django.http import HttpResponse
    from django.template import engines

    from teikei.registry.models import Agreement

    agreements = Agreement.objects.select_related("region").prefetch_related(
        "parties__institution", "parties__units", "territories", "entries"
    )[:ROWS]
    if "template" not in _compiled:
        _compiled["template"] = engines["django"].from_string(_PEER)
    return HttpResponse(_compiled["template"].render({"agreements": agreements}, request))


_compiled: dict[str, Any] = {}


def _list_page(client: Any) -> dict[str, Any]:
    rates: dict[str, list[float]] = {"/search/": [], "/peer/": []}
    for address in rates:
        for _ in range(5):
            assert client.get(address).content.count(b"<tr>") >= ROWS, address
    for _ in range(ROUNDS):
        for address, found in rates.items():
            start = time.perf_counter()
            for _ in range(REQUESTS):
                client.get(address)
            found.append(REQUESTS / (time.perf_counter() - start))
    ratio = statistics.median(ours / peer for ours, peer in zip(rates["/search/"], rates["/peer/"], strict=True))
    ours, peer = (round(statistics.median(found), 1) for found in rates.values())
    return {"name": "list page of 50 rows, requests/s (peer: bare Django page)", "ours": ours, "peer": peer, "ratio": round(ratio, 2)}


def _query_counts(client: Any) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages = {
        "home": "/", "search": "/search/", "search, filtered": "/search/?q=大学&sort=newest&year=2015", "agreement": "/agreements/40/",
        "institution": "/institutions/40/", "territory": "/territories/VN/", "unit": "/units/1/", "list": "/editions/1/",
        "findings": "/editions/1/findings/", "source": "/sources/1/", "statistics": "/statistics/", "development": "/statistics/development/",
        "map": "/map/", "students": "/students/", "editions compared": "/editions/1/changes/", "embedded": "/embed/", "feed": "/changes.atom",
    }  # fmt: skip
    rows = []
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        rows.append({"name": f"queries: {name}", "ours": len(queries), "peer": None, "ratio": None})
    return rows


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(f"{row}\n")
