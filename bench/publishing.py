"""Publishing an edition of 10,000 rows in six formats and two languages; its PDF against a bare Typst table, in one run."""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bench.desk import registry
from bench.writing import bare_pdf, ours, rows_of_seed
from teikei.lists.write.compose import compose

ROWS = int(os.environ.get("EDITION_ROWS", "10000"))
NOW, DAY = datetime(2025, 4, 10, tzinfo=UTC), date(2025, 5, 1)


def run() -> list[dict[str, Any]]:
    """Seconds on the clock and of the processors, of all processes; the PDF's share of them is in the ratio."""
    return [*_published(), _pdf()]


def _published() -> list[dict[str, Any]]:
    with registry(empty=True):
        from django.contrib.auth.models import User

        from teikei.registry.operations.appointing import appoint
        from teikei.registry.operations.editions import draft_edition, prepared, publish
        from teikei.registry.operations.ingest import ingest
        from teikei.registry.queries.publication import home_named

        ingest(compose(rows_of_seed(ROWS, 0)), b"bench", institution="本学", level="unit", received_at=NOW)
        hanako, taro = User.objects.get(), User.objects.create_user("taro", "", None)
        appoint("taro", "publisher", valid_from=date(2000, 1, 1), by=None, at=NOW)
        home = home_named("本学")
        draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
        looked, ready = _timed(lambda: prepared(home, "unit", DAY))
        done, edition = _timed(lambda: publish(draft, sha256=ready.sha256, by=taro, at=NOW))
        assert edition.entries.count() == ROWS
        return [{"name": f"edition of {ROWS} rows computed", **looked}, {"name": f"edition of {ROWS} rows published, twelve files", **done}]


def _pdf() -> dict[str, Any]:
    """By turns, in the processor's seconds, so that other programs' work is not counted."""
    times: list[tuple[float, float]] = []
    for turn in range(3):
        mine = _timed(lambda turn=turn: ours(rows_of_seed(ROWS, 2 * turn + 1), "pdf"))[0]["cpu_seconds"]
        bare = _timed(lambda turn=turn: bare_pdf(rows_of_seed(ROWS, 2 * turn + 2)))[0]["cpu_seconds"]
        times.append((mine, bare))
    mine, bare = (statistics.median(times) for times in zip(*times, strict=True))
    return {"name": f"PDF of {ROWS} rows / bare Typst", "cpu_seconds": mine, "peer_cpu_seconds": bare, "speed": round(bare / mine, 2)}


def _timed(act: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    clock, spent = time.perf_counter(), _spent()
    made = act()
    return {"seconds": round(time.perf_counter() - clock, 2), "cpu_seconds": round(_spent() - spent, 2)}, made


def _spent() -> float:
    """Processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(f"{row}\n")
