"""What is worked out of every agreement in the program, kept by this process until it is not right any more.

Some questions no table answers: what an agreement lacks for the ministry's survey, what became of it in a year, which rows a
new edition would have. Working them out takes seconds where tens of thousands are kept: there a thread does it, and whoever
asks is told so meanwhile. Where each agreement has its own answer, and the ledger has only gone on by agreements and the names
in them, these agreements alone are worked out anew.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from django.db import connections

from teikei.names.collector import collector_waits
from teikei.registry.keys import chunks
from teikei.registry.models import Change, Institution, Party
from teikei.registry.queries.index import agreements_of, judged
from teikei.registry.queries.revision import Standing, standing

T = TypeVar("T")
Work = Callable[[Collection[int] | None], dict[int, T]]  # numbers of agreements (None: all) → what is found of each

# So many questions are kept: as many days as an office looks at in one sitting.
MOST = 8
# So many agreements, or lines of the ledger, are gone through without a thread: about a fifth of a second.
AT_ONCE = 2_000
# So many seconds a page waits for the thread, and so long what it found is right for whoever waited.
PATIENCE, A_MOMENT = 0.2, 3.0
# What these lines of the ledger change is no part of any agreement, nor of the names in it.
_BESIDE = frozenset({"proposal", "left-alone", "address", "calendar", "appointment", "token", "partner-copy", "list-words"})


class _Kept(NamedTuple):
    standing: Standing
    found: dict[int, Any]


_kept: dict[Hashable, _Kept] = {}
_begun: dict[Hashable, Future[tuple[dict[int, Any], float]]] = {}
_lock = Lock()
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worked out")


def worked_out_together(question: Hashable, work: Callable[[], T]) -> T | None:
    """The one answer of all agreements; None while a thread works it out: ask again in a second."""
    found = worked_out(question, lambda _: {0: work()}, apart=False)
    return None if found is None else found[0]


def worked_out(question: Hashable, work: Work[T], *, apart: bool = True, aside: bool = True) -> dict[int, T] | None:
    """The answer of every agreement that has one, by its number; None while a thread works it out: ask again in a second.

    apart: whether no agreement's answer depends on another's. aside: whether a thread may do what takes long; never
    None without. The dictionary belongs to others too: it is not changed. What failed in the thread is raised to whoever asks next.
    """
    with _lock:
        kept, begun = _kept.get(question), _begun.get(question)
    if begun is None:
        now = standing()
        if kept is not None and kept.standing == now:
            return kept.found
        touched = _touched(kept.standing, now) if kept is not None and apart else None
        # The ledger has a line for every agreement at least.
        if not aside or (now.length if touched is None else len(touched)) <= AT_ONCE:
            found = work(None) if kept is None or touched is None else _without(kept.found, touched) | work(touched)
            _keep(question, _Kept(now, found))
            return found
        with _lock:
            begun = _begun.get(question) or _worker.submit(_work_aside, question, work)
            _begun[question] = begun
        wait([begun], PATIENCE)
    if not begun.done():
        return None
    with _lock:
        _begun.pop(question, None)
    found, at = begun.result()
    # What was found a moment ago will do, though somebody goes on writing; what nobody came back for is looked at anew.
    return found if monotonic() < at + A_MOMENT else worked_out(question, work, apart=apart, aside=aside)


def _without(found: dict[int, T], numbers: Collection[int]) -> dict[int, T]:
    return {number: one for number, one in found.items() if number not in numbers}


@collector_waits()
def _work_aside(question: Hashable, work: Work[T]) -> tuple[dict[int, T], float]:
    try:
        now = standing()
        found = work(None)
        _keep(question, _Kept(now, found))
        return found, monotonic()
    finally:
        connections.close_all()


def _keep(question: Hashable, kept: _Kept) -> None:
    with _lock:
        _kept.pop(question, None)
        _kept[question] = kept
        while len(_kept) > MOST:
            del _kept[next(iter(_kept))]


def _touched(before: Standing, now: Standing) -> set[int] | None:
    """The agreements that changed in between, or a name in them; None where anything else did, or the ledger is another."""
    same = before._replace(length=now.length, sha256=now.sha256, taken=now.taken, matched=now.matched) == now
    if not same:
        return None
    # The last line that was known still stands: then it is the same ledger, gone on.
    newer = Change.objects.filter(position__gte=before.length).order_by("position").values_list("sha256", "kind", "subject")
    known, *lines = newer or [("", "", 0)]
    if known[0] != before.sha256:
        return None
    changed: dict[str, set[int]] = defaultdict(set)
    for _, kind, subject in lines:
        changed[kind].add(subject)
    if not changed.keys() <= {"agreement", "institution", "unit", "judgment", *_BESIDE}:
        return None
    institutions = changed["institution"] | judged(changed["judgment"], before.taken, now.taken)
    if any(Institution.objects.filter(pk__in=pks, is_home=True).exists() for pks in chunks(sorted(institutions))):
        return None
    touched = changed["agreement"] | agreements_of(institutions)
    for pks in chunks(sorted(changed["unit"])):
        touched |= set(Party.objects.filter(units__in=pks).values_list("agreement_id", flat=True))
    return touched
