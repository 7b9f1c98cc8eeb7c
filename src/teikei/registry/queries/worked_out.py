"""What is worked out of every agreement in the program, kept by this process until it is not right any more.

Some questions no table answers: what an agreement lacks for the ministry's survey, what became of it in a year. Working them
out takes seconds where tens of thousands are kept. As long as the ledger has only gone on by agreements, these alone are
worked out anew.
"""

from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from teikei.registry.models import Change
from teikei.registry.queries.revision import Standing, standing

T = TypeVar("T")
Work = Callable[[Collection[int] | None], dict[int, T]]  # numbers of agreements (None: all) → what is found of each

# So many questions are kept: as many days as an office looks at in one sitting.
MOST = 8
# What these lines of the ledger change is no part of any agreement, nor of the names in it.
_BESIDE = frozenset({"proposal", "left-alone", "address", "calendar", "appointment", "token", "partner-copy", "list-words"})


class _Kept(NamedTuple):
    standing: Standing
    found: dict[int, Any]


_kept: dict[Hashable, _Kept] = {}
_lock = Lock()


def worked_out(question: Hashable, work: Work[T]) -> dict[int, T]:
    """The answer of every agreement that has one, by its number. The dictionary belongs to others too: it is not changed."""
    now = standing()
    with _lock:
        kept = _kept.get(question)
    if kept is not None and kept.standing == now:
        return kept.found
    touched = _touched(kept.standing, now) if kept is not None else None
    if kept is None or touched is None:
        found = work(None)
    else:
        found = {number: one for number, one in kept.found.items() if number not in touched} | work(touched)
    with _lock:
        _kept.pop(question, None)
        _kept[question] = _Kept(now, found)
        while len(_kept) > MOST:
            del _kept[next(iter(_kept))]
    return found


def _touched(before: Standing, now: Standing) -> set[int] | None:
    """The agreements that changed in between; None where anything else did, or the ledger is another."""
    same = before._replace(length=now.length, sha256=now.sha256) == now
    if not same or not Change.objects.filter(position=before.length, sha256=before.sha256).exists():
        return None
    touched = set()
    for kind, subject in Change.objects.filter(position__gt=before.length).values_list("kind", "subject"):
        if kind == "agreement":
            touched.add(subject)
        elif kind not in _BESIDE:
            return None
    return touched
