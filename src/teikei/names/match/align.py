"""How the proper names of a printed name and of a record's name meet: which run of one is which run of the other."""

from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler, Levenshtein

from teikei.names.authority.keys import CHINESE
from teikei.names.authority.store import NameParts, Side
from teikei.names.han import chinese_key
from teikei.names.hangul import KOREAN, korean_key
from teikei.names.match.query import Reading, Run
from teikei.names.sound import likeness

_READ = 0.93  # likeness from which a word counts as read aloud
LEAST = 0.62  # likeness below which two runs are strangers


class Pair(NamedTuple):
    """Two runs that meet, and how alike they are (0..1)."""

    run: Run
    side: Side
    likeness: float


class Alignment(NamedTuple):
    """What met and what is left over, in weights of propers: a common one weighs 0.15, one of a single name 1.

    `told`: what the propers that met tell; `blurred`: what is lost because they met only nearly; `missing`: the share of the
    printed propers that met nothing, 0..1; `extra`: what the record's propers that met nothing weigh.
    """

    told: float
    blurred: float
    missing: float
    extra: float
    pairs: tuple[Pair, ...]
    spoken: frozenset[str]  # printed words that the record has as proper names


def align(reading: Reading, name: NameParts, territory: str, own: frozenset[str]) -> Alignment:
    """The best meeting of the propers of a reading and of a record's name.

    `own` are the folded names of the record's city and country: a record may add them to its name at no cost.
    """
    met_asked, met_named = [0.0] * len(reading.propers), [0.0] * len(name.propers)
    chosen: list[Pair] = []
    for pair in _pairs(reading, name, territory):
        run, side = pair.run, pair.side
        if any(met_asked[run.first : run.last + 1]) or any(met_named[side.first : side.last + 1]):
            continue
        worth = _worth(pair.likeness)
        met_asked[run.first : run.last + 1] = [worth] * (run.last - run.first + 1)
        met_named[side.first : side.last + 1] = [worth] * (side.last - side.first + 1)
        chosen.append(pair)
    spoken = _spoken(reading, name, territory, met_named) if reading.spoken else frozenset()
    told = blurred = extra = 0.0
    for weight, met, proper in zip(name.weights, met_named, name.propers, strict=True):
        told += weight * met
        if met:
            blurred += 1 - met
        else:
            extra += 0.2 if proper.text in own else max(weight, 0.6)
    total = sum(reading.weights)
    missing = sum(weight for weight, met in zip(reading.weights, met_asked, strict=True) if not met) / total if total else 0.0
    return Alignment(told, blurred, missing, extra, tuple(chosen), spoken)


def _spoken(reading: Reading, name: NameParts, territory: str, met: list[float]) -> frozenset[str]:
    """The printed words that a proper of the record's name is a reading of; those propers count as met."""
    found = set()
    for side in name.sides:
        for spoken in reading.spoken:
            if spoken.word not in found and not any(met[side.first : side.last + 1]) and alike(spoken.run, side, territory) >= _READ:
                met[side.first : side.last + 1] = [1.0] * (side.last - side.first + 1)
                found.add(spoken.word)
    return frozenset(found)


def _worth(likeness: float) -> float:
    """What a likeness is worth as evidence: strangers reach LEAST often, twins hardly ever stay under 0.95."""
    return max(0.05, min(1.0, (likeness - LEAST) / (0.97 - LEAST)))


def _pairs(reading: Reading, name: NameParts, territory: str) -> list[Pair]:
    found = [
        (_worth(like) * len(side.text), Pair(run, side, like))
        for side in name.sides
        for run in reading.runs
        if (like := alike(run, side, territory)) >= LEAST and not _half_strange(run, side, reading, name, territory)
    ]
    found.sort(key=lambda scored: -scored[0])
    return [pair for _, pair in found]


def _half_strange(run: Run, side: Side, reading: Reading, name: NameParts, territory: str) -> bool:
    """Whether two runs of as many parts hold a pair of strangers, which what the others share would hide: Nebraska Lincoln, Nebraska Kearney."""
    parts = run.last - run.first + 1
    if parts == 1 or parts != side.last - side.first + 1:
        return False
    ours = {one.first: one for one in reading.runs if one.first == one.last}
    theirs = {one.first: one for one in name.sides if one.first == one.last}
    pairs = ((ours.get(run.first + place), theirs.get(side.first + place)) for place in range(parts))
    return any(one is None or other is None or alike(one, other, territory) < LEAST for one, other in pairs)


def alike(run: Run, side: Side, territory: str) -> float:
    """How alike a printed run and a run of a record's name are, by spelling, by sound, or by reading (0..1)."""
    if side.script == "latin":
        best = run.latin.get(side.text, 0.0)
        if best >= 0.95:
            return best
        if run.script == "latin":
            best = max(best, _spelt(run.text, side.text))
        elif run.sounds and side.sounds:
            best = max(
                best, max(likeness(heard, meant) for heard in run.sounds for meant in side.sounds) * (0.97 if run.script == "kana" else 0.9)
            )
        if run.korean and territory in KOREAN and korean_key(side.text) in run.korean:
            best = max(best, 0.97)
        elif run.chinese and territory in CHINESE and run.chinese == chinese_key(side.text):
            best = max(best, 0.95)
        return best
    if side.script == "han":
        return max((Levenshtein.normalized_similarity(form, side.text) for form in run.han), default=0.0)
    if side.script == "hangul":
        return 1.0 if korean_key(side.text) in run.korean else 0.0
    return 1.0 if run.text == side.text else max((likeness(a, b) for a in run.sounds for b in side.sounds), default=0.0)


def _spelt(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 4:
        return 0.0
    return JaroWinkler.similarity(one, other) if Levenshtein.distance(one, other, score_cutoff=2) <= 2 else 0.0
