"""Matching many names, on one core or several: the same answers in the same order either way."""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import msgspec

from teikei.names.authority.store import Authority
from teikei.names.collector import collector_waits
from teikei.names.match.decide import Match, match

_CHUNK = 64  # names handed to a process at once


class Named(NamedTuple):
    """What is matched: the printed name, its other language's form ("" for none), and the ISO 3166-1 code ("" for none)."""

    institution: str
    other: str
    territory: str


def match_all(path: Path, names: Sequence[Named], *, jobs: int = 1) -> Iterator[Match]:
    """A match for each name, in order. `path` is the authority file; `jobs` the number of processes.

    Refusal at once, before the first match is asked for, where the file cannot be used.
    """
    Authority(path).close()
    return _matches(path, names, jobs)


def _matches(path: Path, names: Sequence[Named], jobs: int) -> Iterator[Match]:
    """The same name in the same territory is matched once, wherever in the list it stands; what is asked for again is kept until then."""
    left = Counter(names)
    found = _found(path, list(left), jobs)
    known: dict[Named, Match] = {}
    for named in names:
        one = known.pop(named) if named in known else next(found)
        left[named] -= 1
        if left[named]:
            known[named] = one
        yield one


def _found(path: Path, names: Sequence[Named], jobs: int) -> Iterator[Match]:
    chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    if jobs <= 1 or len(chunks) <= 1:
        with Authority(path) as authority, collector_waits():
            for chunk in chunks:
                yield from _matched(authority, chunk)
        return
    with get_context("spawn").Pool(min(jobs, len(chunks)), _open, (path,)) as pool, collector_waits():
        for matched in pool.imap(_matched_here, chunks):
            yield from _received(matched)


def _matched(authority: Authority, names: Sequence[Named]) -> list[Match]:
    return [match(authority, named.institution, named.territory, other=named.other) for named in names]


_authority: Authority | None = None


def _open(path: Path) -> None:
    global _authority
    gc.disable()  # the process does nothing but match, which leaves no cycles behind (`collector_waits`)
    _authority = Authority(path)


def _matched_here(names: Sequence[Named]) -> bytes:
    if _authority is None:
        raise RuntimeError("the pool's processes open the authority first")
    return _sent(_matched(_authority, names))


# What pickle would take five times as long for, in the one process that all others wait for.
_sent = msgspec.msgpack.Encoder().encode
_received = msgspec.msgpack.Decoder(list[Match]).decode
