"""Filters on what many agreements have alike: which places and profiles have which value."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from teikei.search.known import Profile, Where
from teikei.search.terms import FacetName
from teikei.search.texts import Numbers

Counts = npt.NDArray[np.int64]
# Filters that are looked up in the same column, and so are counted together.
GROUPS: Final[dict[str, tuple[FacetName, ...]]] = {
    "where": ("region", "territory"),
    "profile": ("kind", "level", "contents", "places", "language"),
    "unit": ("unit",),
    "year": ("year",),
    "in_force": ("in_force",),
}


class Parts(NamedTuple):
    """Pairs of arrays: owner (a place or profile, of so many) and the number of a value that it has; in the order of these."""

    owners: Numbers
    parts: Numbers
    values: list[str]
    size: int

    def sums(self, counts: Counts) -> Counts:
        """What the owners of each value have together."""
        starts = np.searchsorted(self.parts, np.arange(len(self.values)))
        return np.add.reduceat(counts[self.owners], starts) if len(starts) else np.zeros(0, np.int64)


def parts_of(wheres: Sequence[Where], profiles: Sequence[Profile]) -> dict[str, Parts]:
    """The values of each filter on places and profiles, and which of them have which."""
    return {
        "region": _parts(wheres, lambda where: (where.region,) if where.region else ()),
        "territory": _parts(wheres, lambda where: where.territories),
        "kind": _parts(profiles, lambda profile: profile.kinds),
        "level": _parts(profiles, lambda profile: (profile.level,)),
        "contents": _parts(profiles, lambda profile: profile.contents),
        "places": _parts(profiles, lambda profile: (profile.places,)),
        "language": _parts(profiles, lambda profile: profile.languages),
    }


def _parts(wholes: Sequence[Any], of: Callable[[Any], Iterable[Any]]) -> Parts:
    numbers: dict[str, int] = {}
    pairs = [(owner, numbers.setdefault(str(part), len(numbers))) for owner, whole in enumerate(wholes) for part in of(whole)]
    owners, parts = np.array(sorted(pairs, key=lambda pair: pair[1]), np.int32).reshape(-1, 2).T
    return Parts(owners, parts, list(numbers), len(wholes))
