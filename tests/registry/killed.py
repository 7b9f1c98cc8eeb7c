"""Run by test_killed.py in a process of its own: takes the example in, or publishes of it, and kills that at random moments.

On SQLite, or on the PostgreSQL server that DATABASE_URL names. Arguments: ingest or publish, how many times, a seed. A line of JSON for what was left each time: moment (0–1 of the usual time),
editions, agreements, rows, files of editions, lines of the ledger, documents kept that nothing names, things that do not agree.
After a kill while publishing a second line says what there is once it was published again.
"""

import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")

import django
import psycopg

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from teikei.lists.model import Listing
from teikei.lists.read import content_of, read_content
from teikei.lists.write.every import write_every
from teikei.registry.models import Agreement, Change, Edition, EditionDraft, EditionFile, Entry, Source
from teikei.registry.operations import editions
from teikei.registry.operations.appointing import appoint
from teikei.registry.operations.edition_files import Files
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.verify import verify
from teikei.registry.queries.computed import behind
from teikei.registry.queries.in_english import in_english
from teikei.registry.queries.publication import home_named
from teikei.registry.queries.published import known_partners
from tests.people import APPOINTED_AT, LONG_AGO, made_person

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
NOW, DAY = datetime(2025, 4, 10, 1, 0, tzinfo=UTC), date(2025, 5, 1)


@cache
def example() -> tuple[Listing, bytes]:
    """Every sixth row: after each kill all that is kept is verified, which is most of the time."""
    content = content_of(EXAMPLE)
    listing = read_content(content, EXAMPLE.name)
    return replace(listing, entries=listing.entries[::6]), content


def take_in() -> None:
    ingest(*example(), institution="広島大学", received_at=timezone.now())


def drafted() -> None:
    """The example taken in, and an edition of it drafted by one person for another to publish."""
    take_in()
    for name in ("hanako", "taro"):
        made_person(name)
        appoint(name, "publisher", valid_from=LONG_AGO, by=None, at=APPOINTED_AT)
    editions.draft_edition(home_named("広島大学").pk, "unit", DAY, by=User.objects.get(username="hanako"), at=NOW)


def publish() -> None:
    draft = EditionDraft.objects.select_related("institution").get()
    sha256 = editions.prepared(draft.institution, draft.level, draft.as_of).sha256
    editions.publish(draft.pk, sha256=sha256, by=User.objects.get(username="taro"), at=NOW)


def forked(act: Callable[[], None]) -> int:
    """A process that does it, begun by now. It ends without Python's clean-up, as a killed one would."""
    connection.close()
    ready, begun = os.pipe()
    pid = os.fork()
    if not pid:
        os.write(begun, b"x")
        act()
        os._exit(0)
    os.close(begun)
    os.read(ready, 1)
    os.close(ready)
    return pid


def main(name: str, times: int, seed: int) -> None:
    home, sources = Path(settings.TEIKEI_HOME), Path(settings.SOURCES_DIR)
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["pool"] = False  # its threads do not outlive a fork
    home.mkdir(parents=True, exist_ok=True)
    sources.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    act = {"ingest": take_in, "publish": publish}[name]
    if act is publish:
        drafted()
    example()  # read before the kills: reading stores nothing, and takes longer than keeping
    keep_database(home)
    shutil.copytree(sources, home / "before")
    chance, usual, made = random.Random(seed), {}, None
    for n in range(times + 2):
        put_database_back(home)
        shutil.rmtree(sources)
        shutil.copytree(home / "before", sources)
        # Laying the files out takes most of the time, and stores nothing: mostly they are laid out before.
        whole = n % 4 == 0
        if act is publish and not whole:
            made = made or in_a_process(files)
        editions.write_every = write_every if whole else lambda *_args, laid_out=made, **_named: laid_out
        start, moment = time.monotonic(), chance.random()
        pid = forked(act)
        if n > 1:
            time.sleep(moment * usual[whole])
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        wait_for_server()
        if n < 2:  # once to the end each way, to know how long it takes
            usual[whole] = time.monotonic() - start
        left(moment if n > 1 else 1.0)
        if n > 1 and act is publish:
            if EditionDraft.objects.filter(state="open").exists():
                os.waitpid(forked(publish), 0)
            left(1.0)


def keep_database(home: Path) -> None:
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(home / "before.sqlite3")])
    else:
        beside(f'CREATE DATABASE kept TEMPLATE "{connection.settings_dict["NAME"]}"')


def put_database_back(home: Path) -> None:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.close()
        for stale in home.glob(Path(name).name + "*"):
            stale.unlink()
        shutil.copy(home / "before.sqlite3", name)
    else:
        beside(f'DROP DATABASE "{name}"', f'CREATE DATABASE "{name}" TEMPLATE kept')


def beside(*statements: str) -> None:
    """Done from another database of the server, when nobody looks at this one."""
    connection.close()
    with psycopg.connect(**{**connection.get_connection_params(), "dbname": "template1"}, autocommit=True) as other:
        for statement in statements:
            other.execute(statement)


def wait_for_server() -> None:
    """PostgreSQL learns a moment later that who asked is dead: until then it may still be storing the last of it, or dropping it."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    gone = connection.vendor == "sqlite"
    while not gone:
        with connection.cursor() as cursor:
            cursor.execute(others)
            gone = cursor.fetchone() == (0,)
        time.sleep(0.01)


def in_a_process(made: Callable[[], Files]) -> Files:
    """What it gives, made elsewhere: Typst starts threads, and a process that has any must not be forked."""
    path = Path(settings.TEIKEI_HOME) / "made"
    os.waitpid(forked(lambda: path.write_bytes(pickle.dumps(made()))), 0)
    return pickle.loads(path.read_bytes())


def files() -> Files:
    """The files of what is drafted."""
    draft = EditionDraft.objects.select_related("institution").get()
    ready = editions.prepared(draft.institution, draft.level, draft.as_of)
    english = in_english(ready.listing, ready.computed, ready.known)
    return write_every(ready.listing, english, partners=known_partners(ready.listing), behind=behind(ready.computed), known=ready.known)


def left(moment: float) -> None:
    names = {path.name for path in Path(settings.SOURCES_DIR).glob("[0-9a-f]*")}
    named = {*Source.objects.values_list("sha256", flat=True), *EditionFile.objects.values_list("sha256", flat=True)}
    print(
        json.dumps({
            "moment": round(moment, 3), "editions": Edition.objects.count(), "agreements": Agreement.objects.count(),
            "rows": Entry.objects.count(), "files": EditionFile.objects.count(), "lines": Change.objects.count(), "stray": len(names - named),
            "tampering": [str(one) for one in verify().tampering],
        }),
        flush=True,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
