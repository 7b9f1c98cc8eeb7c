"""The one index of this server: made from the tables at first use, and brought up to date before each question.

What has changed is what the ledger says has changed, so every server sees a write at once, whoever made it.
"""

import contextlib
import fcntl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Subquery
from django.utils.timezone import localdate

from teikei.registry.keys import chunks
from teikei.registry.models import AuthorityRecord, Chain, Change, Institution, Judgment, Party
from teikei.registry.queries.indexed import Reading, several_homes, territories_of_institutions
from teikei.search import snapshot
from teikei.search.columns import columns
from teikei.search.folding import with_beginnings
from teikei.search.index import Index, made_index
from teikei.search.known import Known
from teikei.search.naming import no_names
from teikei.search.texts import Texts

# A smaller registry is read from its tables as fast as from files.
WORTH_A_SNAPSHOT = 20_000


@dataclass(frozen=True)
class Head:
    """The state of the registry that an index is of: the end of the ledger, and when a record of the authority last came."""

    length: int = 0
    sha256: str = "0" * 64
    records_at: datetime | None = None


@dataclass(frozen=True)
class _Held:
    head: Head
    index: Index
    territories: dict[int, tuple[str, ...]]  # of institutions


_lock = threading.Lock()
_held: _Held | None = None


def current_index() -> Index:
    """The index as of now: one query where nothing has changed."""
    global _held  # the one index of this server
    head = _head()
    held = _held
    if held is None or held.head != head:
        with _lock:
            held = _held
            if held is None or held.head != head:
                held = _held = _brought_up(held, head)
    return held.index


def load_ahead() -> threading.Thread:
    """Take the index in a thread of its own, so that the first visitor need not wait for it and other pages are answered meanwhile.

    Without tables, or a database that answers, nothing is taken: the first search then does, or says why it cannot.
    """

    def load() -> None:
        try:
            with contextlib.suppress(DatabaseError):
                _ = current_index().totals
        finally:
            connection.close()

    thread = threading.Thread(target=load, name="search index", daemon=True)
    thread.start()
    return thread


def _head() -> Head:
    newest = AuthorityRecord.objects.order_by("-taken_at").values("taken_at")[:1]
    found = Chain.objects.values_list("length", "sha256", Subquery(newest)).first()
    return Head(*found) if found else Head()


def _brought_up(held: _Held | None, head: Head) -> _Held:
    """The held index with what the ledger has since; where it is none of this ledger's, that of a file; else a new one."""
    if held is not None and (newer := _newer(held, head)):
        return newer
    with _only_one():
        kept = _loaded()
        if kept is not None and (newer := _newer(kept, head)):
            return newer
        made = _made(head)
        if len(made.index.columns) >= WORTH_A_SNAPSHOT:
            _store(made)
        return made


def _made(head: Head) -> _Held:
    reading = Reading(Known(), localdate())
    reading.regions_and_territories()
    reading.institutions()
    reading.units()
    rows = columns(reading.rows())
    names = no_names().replaced((), reading.names)
    writings = Texts().with_more([with_beginnings(text) for text in reading.writings])
    return _Held(head, made_index(reading.known, names, writings, rows), reading.territories)


def _newer(held: _Held, head: Head) -> _Held | None:
    """What is held, with the changes since; None where it is of another ledger, or so much changed that anew is faster."""
    if held.head.length > head.length or (held.head.length == head.length and held.head.sha256 != head.sha256):
        return None
    if head.length - held.head.length > max(2_000, len(held.index.columns) // 2):
        return None
    # The last line that was known still stands: then it is the same ledger, gone on.
    lines = iter(Change.objects.filter(position__gte=held.head.length).order_by("position").values_list("sha256", "kind", "subject"))
    if held.head.length and next(lines, ("",))[0] != held.head.sha256:
        return None
    changed: dict[str, set[int]] = {"institution": set(), "unit": set(), "agreement": set(), "judgment": set()}
    for _, kind, subject in lines:
        if kind in changed:
            changed[kind].add(subject)
    before, rows = held.index, held.index.columns
    reading = Reading(before.known, localdate(), territories=held.territories, written=len(before.writings))
    homes = several_homes(before.known)
    changed["agreement"] |= agreements_of(changed["institution"])
    institutions = changed["institution"] | judged(changed["judgment"], held.head.records_at, head.records_at)
    reading.institutions(sorted(institutions))
    reading.units(sorted(changed["unit"]))
    if homes != several_homes(before.known):
        return None
    more = list(reading.rows(sorted(changed["agreement"])))
    numbers = before.known.numbers
    renamed = [
        numbers[kind, pk] for kind, pks in (("institution", institutions), ("unit", changed["unit"])) for pk in pks if (kind, pk) in numbers
    ]
    index = made_index(
        before.known,
        before.names.replaced(renamed, reading.names),
        before.writings.with_more([with_beginnings(text) for text in reading.writings]),
        rows.without(changed["agreement"]).with_rows(more),
    )
    return _Held(head, index, reading.territories)


def agreements_of(institutions: set[int]) -> set[int]:
    """The agreements that take their place and order from one of these: whose lists are not kept here."""
    found: set[int] = set()
    for pks in chunks(sorted(institutions)):
        found |= set(Party.objects.filter(institution__in=pks, institution__is_home=False).values_list("agreement_id", flat=True))
    return found


def judged(judgments: set[int], before: datetime | None, now: datetime | None) -> set[int]:
    """The institutions of these judgments, and those whose record came anew."""
    found: set[int] = set()
    for pks in chunks(sorted(judgments)):
        found |= set(Judgment.objects.filter(pk__in=pks).values_list("institution_id", flat=True))
    if now != before:
        newer = Institution.objects.filter(judgment__record__isnull=False)
        found |= set((newer.filter(judgment__record__taken_at__gt=before) if before else newer).values_list("pk", flat=True))
    return found


def _folder() -> Path:
    return Path(settings.TEIKEI_HOME) / "search"


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """One server at a time makes a large index; the others wait, and take its files."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError:  # a home that cannot be written to: each makes its own
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _name(head: Head) -> str:
    moment = int(head.records_at.timestamp() * 1_000_000) if head.records_at else 0
    return f"{snapshot.FORMAT}-{head.length}-{moment}-{head.sha256}"


def _store(held: _Held) -> None:
    folder = _folder()
    with contextlib.suppress(OSError):  # without the files the next start is slow, and nothing else
        snapshot.save(held.index, folder / _name(held.head))
        for other in folder.glob("*-*-*-*"):
            if other.name != _name(held.head):
                snapshot.remove(other)


def _loaded() -> _Held | None:
    """The index of the newest files that can be read, whatever ledger they are of."""
    for folder in sorted(_folder().glob(f"{snapshot.FORMAT}-*-*-*"), key=lambda path: int(path.name.split("-")[1]), reverse=True):
        _, length, moment, sha256 = folder.name.split("-")
        try:
            index = snapshot.load(folder)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            snapshot.remove(folder)
            continue
        records_at = datetime.fromtimestamp(int(moment) / 1_000_000, UTC) if int(moment) else None
        return _Held(Head(int(length), sha256, records_at), index, territories_of_institutions())
    return None
