"""The one door to the authority file and the matcher. The product runs without a file, and says what is missing.

The matcher is imported where it is called: its vocabularies take a moment to read, and most pages need none of them.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from teikei.names.bilingual import Refusal
from teikei.registry.refusals import NoAuthority

if TYPE_CHECKING:
    from teikei.names.authority import Authority
    from teikei.names.match import Match

_ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?", re.IGNORECASE)


class Asked(NamedTuple):
    """A name to be matched: as printed, in another language ("" for none), and its territory's code ("" for none)."""

    institution: str
    other: str
    territory: str


def ror_id(text: str) -> str:
    """The nine characters of a ROR id, given alone or as its address; "" where the text is none."""
    found = _ROR.fullmatch(text.strip())
    return found[1].lower() if found else ""


def authority_path() -> Path:
    """The file that TEIKEI_AUTHORITY names; NoAuthority where it names none."""
    if not settings.TEIKEI_AUTHORITY:
        raise NoAuthority
    return Path(settings.TEIKEI_AUTHORITY)


@contextmanager
def opened() -> Iterator["Authority"]:
    """The authority, open. Refusal where there is none, or the file is damaged or of another version."""
    from teikei.names.authority import Authority

    with Authority(authority_path()) as authority:
        yield authority


def missing() -> Refusal | None:
    """Why there is no authority to ask; None where there is one."""
    try:
        with opened():
            return None
    except Refusal as refusal:
        return refusal


def matches(names: Sequence[Asked], *, jobs: int = 1) -> Iterator["Match"]:
    """What the matcher finds for each name, in order."""
    from teikei.names.match import Named, match_all

    yield from match_all(authority_path(), [Named(*name) for name in names], jobs=jobs)


def looked_up(authority: "Authority", text: str, territory: str) -> "Match":
    """What the matcher finds for words that a person typed."""
    from teikei.names.match import match

    return match(authority, text, territory)
