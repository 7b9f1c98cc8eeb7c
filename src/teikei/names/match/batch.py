"""Matching many names, on one core or several: the same answers in the same order either way."""

from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from teikei.names.authority.store import Authority
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
    if jobs <= 1 or len(names) <= _CHUNK:
        with Authority(path) as authority:
            yield from (match(authority, named.institution, named.territory, other=named.other) for named in names)
        return
    with get_context("spawn").Pool(jobs, _open, (path,)) as pool:
        yield from pool.imap(_matched, names, chunksize=_CHUNK)


_authority: Authority | None = None


def _open(path: Path) -> None:
    global _authority
    _authority = Authority(path)


def _matched(named: Named) -> Match:
    if _authority is None:
        raise RuntimeError("the pool's processes open the authority first")
    return match(_authority, named.institution, named.territory, other=named.other)
