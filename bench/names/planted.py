"""Corrections measured on planted errors: right names with one sign exchanged for one that looks like it, and names left as they are."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.names.labelled import Labelled
from teikei.names.authority import Authority
from teikei.names.match import Match, match
from teikei.names.match.misreadings import is_habit
from teikei.names.sound import misread

_EACH, _SEED = 2, 20261123  # every second name that was found


class Planted(NamedTuple):
    """A name with an error planted, and the right form of it."""

    name: Labelled
    printed: str


def planted(found: Iterable[tuple[Labelled, Match]]) -> list[Planted]:
    """Every second name of a list that is found and printed right, with one sign exchanged (data/lookalikes.toml), drawn at random.

    Exchanges that are ways to spell (ヴ, ブ) are no errors and are not drawn.
    """
    draw = random.Random(_SEED)
    right = [name for name, matched in found if matched.ror and matched.ror == name.right and not name.correction and name.of != "seed"]
    names = []
    for name in right[::_EACH]:
        wrong = [variant.name for variant in misread(name.institution) if not is_habit(name.institution, variant)]
        if wrong:
            names.append(Planted(name, draw.choice(wrong)))
    return names


def corrections(path: Path, found: list[tuple[Labelled, Match]], part: str) -> dict[str, float]:
    """Of the names of a part: planted errors put right, put wrong, missed; names without an error for which a correction is proposed."""
    own = [each for each in found if each[0].part == part]
    counts: dict[str, float] = {"names": 0, "right": 0, "wrong": 0, "missed": 0}
    with Authority(path) as authority:
        for each in planted(own):
            proposed = match(authority, each.printed, each.name.territory).correction
            counts["names"] += 1
            counts["right" if proposed == each.name.institution else "wrong" if proposed else "missed"] += 1
    whole = [matched for name, matched in own if name.of != "seed" and not name.correction]
    counts["uncalled for"] = sum(bool(matched.correction) for matched in whole)
    return counts
