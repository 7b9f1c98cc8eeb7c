"""Every public page over many agreements (SEARCH_AGREEMENTS, SEARCH_HOME as for `search`): processor time, queries; downloads.

The institution, unit and territory are those with the most agreements. A download of all rows is measured by the memory
that the process has while it goes on: it may not grow with the rows.
"""

import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.search import registry

TIMES = 3
STEP = 20_000  # rows of a download between two looks at the memory


def run() -> Iterator[dict[str, Any]]:
    """For each page the median of milliseconds of processor time, and its queries; then memory of whole downloads."""
    with registry() as client:
        from teikei.registry.queries.index import current_index

        current_index()  # as a server takes it when it starts
        for name, address in _addresses().items():
            yield _page(client, name, address)
        for name, address in _downloads().items():
            yield _download(client, name, address)


def _addresses() -> dict[str, str]:
    from django.db.models import Count

    from teikei.registry.models import Agreement, Party, Territory

    def largest(rows: Any, by: str) -> Any:
        return rows.values_list(by).annotate(n=Count("pk")).order_by("-n").values_list(by, flat=True).first()

    partner = largest(Party.objects.filter(institution__is_home=False), "institution")
    home = largest(Party.objects.filter(institution__is_home=True), "institution")
    unit = largest(Party.units.through.objects.all(), "organizationalunit")
    code = largest(Agreement.territories.through.objects.all(), "territory")
    rare = Territory.objects.annotate(n=Count("agreements")).filter(n__gt=0).order_by("n").values_list("code", flat=True).first()
    last = Agreement.objects.count() // 50
    return {
        "home": "/", "search": "/search/", "search with words": "/search/?q=大学&in_force=yes", f"search, page {last}": f"/search/?page={last}",
        "suggestions": "/search/suggestions/?q=ban", "map": "/map/", "map, near": "/map/?part=1&view=8,50,50", "map to print": "/map/agreements.svg",
        "statistics": "/statistics/", "development": "/statistics/development/", "students": "/students/", f"students of {unit}": f"/students/?unit={unit}",
        "partner with the most agreements": f"/institutions/{partner}/", "home with the most agreements": f"/institutions/{home}/",
        "territory with the most agreements": f"/territories/{code}/", "unit with the most agreements": f"/units/{unit}/", "agreement": f"/agreements/{last}/",
        "changes.atom": "/changes.atom", "ends.ics": "/ends.ics", "sitemap": "/sitemap.xml", "sitemap, last": f"/sitemap-agreements.xml?p={max(1, last * 50 // 250)}",
        "embedded": "/embed/", "fragment": "/embed/fragment.html", "API list": "/api/v1/agreements", "API, words and a rare place": f"/api/v1/agreements?q=大学&territory={rare}",
        "API, words and a rare year": "/api/v1/agreements?q=大学&concluded_to=1987-01-01", "API institutions": "/api/v1/institutions?q=大学", "API units": "/api/v1/units?q=工学部",
    }  # fmt: skip


def _page(client: Any, name: str, address: str) -> dict[str, Any]:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        size = len(answer.getvalue())
    asked = len(queries)  # before further requests empty the log
    times = []
    for _ in range(TIMES):
        cache.clear()
        start = time.process_time()
        client.get(address).getvalue()
        times.append((time.process_time() - start) * 1000)
    return {
        "name": f"{name}, ms",
        "status": answer.status_code,
        "ours": round(statistics.median(times), 1),
        "queries": asked,
        "KB": size // 1000,
    }


def _downloads() -> dict[str, str]:
    return {"CSV of the search": "/search/agreements.csv", "CSV of the API": "/api/v1/agreements?format=csv"}


def _download(client: Any, name: str, address: str) -> dict[str, Any]:
    answer = client.get(address)
    rows, start, held = 0, time.process_time(), []
    for part in answer.streaming_content:
        before, rows = rows, rows + part.count(b"\n")
        if rows // STEP > before // STEP:
            held.append(_resident())
    return {
        "name": f"{name}, {rows} rows, s",
        "ours": round(time.process_time() - start, 1),
        f"MB after {STEP} rows": held[0] if held else None,
        "MB at most": max(held, default=None),
    }


def _resident() -> int:
    """Megabytes of memory that the process has now: what filling the registry took before is given back or stays alike."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20
