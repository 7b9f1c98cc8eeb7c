"""How the proper names of a printed name and of a record's name meet: which run of one is which run of the other."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler, Levenshtein

from teikei.names.authority.keys import KOREAN, joined_sounds, spans
from teikei.names.authority.store import NameParts
from teikei.names.elements import Proper
from teikei.names.hangul import korean_key
from teikei.names.match.query import Reading, Run
from teikei.names.sound import likeness

LEAST = 0.62  # likeness below which two runs are strangers


class Side(NamedTuple):
    """A run of a record's name."""

    first: int
    last: int
    text: str
    script: str
    sounds: tuple[str, ...]


class Pair(NamedTuple):
    """Two runs that meet, and how alike they are (0..1)."""

    run: Run
    side: Side
    likeness: float


class Alignment(NamedTuple):
    """`asked`: how much of the printed propers is met (0..1), `named`: how much of the record's; 1 where there are none."""

    asked: float
    named: float
    told: float  # how much the propers that met tell, 0 for none: the sum of their weights
    pairs: tuple[Pair, ...]


def align(reading: Reading, name: NameParts, territory: str, own: frozenset[str]) -> Alignment:
    """The best meeting of the propers of a reading and of a record's name.

    `own` are the folded names of the record's city and country: a record may add them to its name at no cost.
    """
    pairs = _pairs(reading, name, territory)
    met_asked, met_named = [0.0] * len(reading.propers), [0.0] * len(name.propers)
    chosen: list[Pair] = []
    for pair in pairs:
        run, side = pair.run, pair.side
        if any(met_asked[run.first : run.last + 1]) or any(met_named[side.first : side.last + 1]):
            continue
        worth = _worth(pair.likeness)
        met_asked[run.first : run.last + 1] = [worth] * (run.last - run.first + 1)
        met_named[side.first : side.last + 1] = [worth] * (side.last - side.first + 1)
        chosen.append(pair)
    told = sum(weight * met for weight, met in zip(name.weights, met_named, strict=True))
    weights = [weight * (0.25 if not met and proper.text in own else 1.0) for weight, met, proper in zip(name.weights, met_named, name.propers, strict=True)]
    return Alignment(_share(reading.weights, met_asked), _share(weights, met_named), told, tuple(chosen))


def _worth(likeness: float) -> float:
    """What a likeness is worth as evidence: strangers reach LEAST often, twins hardly ever stay under 0.95."""
    return max(0.05, min(1.0, (likeness - LEAST) / (0.97 - LEAST))) ** 1.3


def _share(weights: Sequence[float], met: Sequence[float]) -> float:
    total = sum(weights)
    return sum(weight * each for weight, each in zip(weights, met, strict=True)) / total if total else 1.0


def _pairs(reading: Reading, name: NameParts, territory: str) -> list[Pair]:
    found = [
        (like * (len(side.text) + 2 * (run.last - run.first) + 2 * (side.last - side.first)), Pair(run, side, like))
        for side in sides_of(name.propers)
        for run in reading.runs
        if (like := alike(run, side, territory)) >= LEAST
    ]
    found.sort(key=lambda scored: -scored[0])
    return [pair for _, pair in found]


@lru_cache(maxsize=200_000)
def sides_of(propers: tuple[Proper, ...]) -> tuple[Side, ...]:
    """The runs of a record's propers."""
    sides, first = [], 0
    for span in spans(propers):
        while propers[first] is not span[0]:
            first += 1
        sides.append(Side(first, first + len(span) - 1, "".join(proper.text for proper in span), span[0].script, joined_sounds(span)))
    return tuple(sides)


def alike(run: Run, side: Side, territory: str) -> float:
    """How alike a printed run and a run of a record's name are, by spelling, by sound, or by reading (0..1)."""
    if side.script == "latin":
        best = run.latin.get(side.text, 0.0)
        if best >= 0.95:
            return best
        if run.script == "latin":
            best = max(best, _spelt(run.text, side.text))
        elif run.sounds and side.sounds:
            best = max(best, max(likeness(heard, meant) for heard in run.sounds for meant in side.sounds) * (0.97 if run.script == "kana" else 0.9))
        if run.korean and territory in KOREAN and run.korean == korean_key(side.text):
            best = max(best, 0.97)
        return best
    if side.script == "han":
        return Levenshtein.normalized_similarity(run.text, side.text) if run.script == "han" else 0.0
    if side.script == "hangul":
        return 1.0 if run.korean and run.korean == korean_key(side.text) else 0.0
    return 1.0 if run.text == side.text else max((likeness(a, b) for a in run.sounds for b in side.sounds), default=0.0)


def _spelt(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 4:
        return 0.0
    return JaroWinkler.similarity(one, other) if Levenshtein.distance(one, other, score_cutoff=2) <= 2 else 0.0
