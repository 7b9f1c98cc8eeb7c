"""Run by test_killed.py in a process of its own: takes the example in and kills that at random moments. Prints what was left.

Arguments: how many times, a seed. A line of JSON for each time: moment (0–1 of the usual time), editions, agreements, lines of
the ledger, documents kept whose list is not, things that do not agree.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from teikei.lists.read import content_of, read_content
from teikei.registry.models import Agreement, Change, Edition, Source
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.verify import verify

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"


def take_in() -> None:
    content = content_of(EXAMPLE)
    ingest(read_content(content, EXAMPLE.name), content, institution="広島大学", received_at=timezone.now())


def child(begun: int) -> None:
    """Take the list in; say over the pipe when it begins. Ends without Python's clean-up, as a killed process would."""
    os.write(begun, b"x")
    take_in()
    os._exit(0)


def forked() -> int:
    ready, begun = os.pipe()
    pid = os.fork()
    if not pid:
        child(begun)
    os.close(begun)
    os.read(ready, 1)
    os.close(ready)
    return pid


def main(times: int, seed: int) -> None:
    home = Path(settings.TEIKEI_HOME)
    home.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    connection.close()
    empty = home / "empty.sqlite3"
    database = Path(settings.DATABASES["default"]["NAME"])
    connection.cursor().execute("VACUUM INTO %s", [str(empty)])
    connection.close()
    chance, usual = random.Random(seed), 0.0
    for n in range(times + 1):
        for stale in home.glob(database.name + "*"):
            stale.unlink()
        shutil.copy(empty, database)
        shutil.rmtree(settings.SOURCES_DIR, ignore_errors=True)
        start = time.monotonic()
        pid = forked()
        moment = chance.random()
        if n:
            time.sleep(moment * usual)
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if not n:  # once to the end, to know how long it takes
            usual = time.monotonic() - start
        left(moment if n else 1.0)


def left(moment: float) -> None:
    kept = {path.name for path in Path(settings.SOURCES_DIR).glob("[0-9a-f]*")}
    print(
        json.dumps({
            "moment": round(moment, 3), "editions": Edition.objects.count(), "agreements": Agreement.objects.count(),
            "lines": Change.objects.count(), "stray": len(kept - set(Source.objects.values_list("sha256", flat=True))),
            "tampering": [str(one) for one in verify().tampering],
        }),
        flush=True,
    )  # fmt: skip
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
