"""How the proper names of a printed name and of a record's name meet: which run of one is which run of the other."""

from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler, Levenshtein

from teikei.names.authority.keys import Tongue, tongue_key
from teikei.names.authority.parts import NameParts, Side
from teikei.names.match.query import Reading, Run
from teikei.names.sound import alike as sounding_alike

_READ = 0.93  # likeness from which a word counts as read aloud
_NEAR_KEY = 0.8
_SAYS_WHERE = 0.15  # what a place weighs that the record has as its own, though its name lacks it
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
    worst: float  # how alike the two are that met least, 1 where none did
    pairs: tuple[Pair, ...]
    spoken: frozenset[str]  # printed words that the record has as proper names


def align(reading: Reading, name: NameParts, tongue: Tongue, own: Callable[[], frozenset[str]], cities: frozenset[int]) -> Alignment:
    """The best meeting of the propers of a reading and of a record's name; Korean or Chinese readings count where `tongue` says so.

    `own` gives the folded names of the record's city and country: a record may add them to its name at no cost, and so may
    the list add the country, or one of the record's `cities` (GeoNames ids).
    """
    if tongue != name.tongue:
        name = name._replace(sides=tuple(side._replace(key=tongue_key(side.text, side.script, tongue)) for side in name.sides))
    met_asked, met_named = [0.0] * len(reading.propers), [0.0] * len(name.propers)
    chosen: list[Pair] = []
    for pair in _pairs(reading, name, tongue):
        run, side = pair.run, pair.side
        if any(met_asked[run.first : run.last + 1]) or any(met_named[side.first : side.last + 1]):
            continue
        worth = _worth(pair.likeness)
        met_asked[run.first : run.last + 1] = [worth] * (run.last - run.first + 1)
        met_named[side.first : side.last + 1] = [worth] * (side.last - side.first + 1)
        chosen.append(pair)
    spoken = _spoken(reading, name, tongue, met_named) if reading.spoken else frozenset()
    told = blurred = extra = missing = 0.0
    for weight, met, proper in zip(name.weights, met_named, name.propers, strict=True):
        told += weight * met
        if met:
            blurred += 1 - met
        else:
            extra += 0.2 if proper in own() else max(weight, 0.6)
    if reading.propers and 0.0 in met_asked:
        total = sum(reading.weights)
        missing = sum([weight for weight, met in zip(_unmet_weights(reading, met_asked, cities), met_asked, strict=True) if not met])
        missing = missing / total if total else 0.0
    return Alignment(told, blurred, missing, extra, min([pair.likeness for pair in chosen], default=1.0), tuple(chosen), spoken)


def _unmet_weights(reading: Reading, met: list[float], cities: frozenset[int]) -> list[float]:
    """The weights of the printed propers; those that only say where the record sits weigh little."""
    weights = list(reading.weights)
    campus = "campus" in reading.word_ids  # then the place tells which one is meant
    for run in reading.runs:
        if (run.home or (not campus and not cities.isdisjoint(run.places))) and not any(met[run.first : run.last + 1]):
            for place in range(run.first, run.last + 1):
                weights[place] = reading.weights[place] * _SAYS_WHERE
    return weights


def _spoken(reading: Reading, name: NameParts, tongue: Tongue, met: list[float]) -> frozenset[str]:
    """The printed words that a proper of the record's name is a reading of; those propers count as met."""
    found = set()
    for side in name.sides:
        for spoken in reading.spoken:
            if spoken.word not in found and not any(met[side.first : side.last + 1]) and alike(spoken.run, side, tongue) >= _READ:
                met[side.first : side.last + 1] = [1.0] * (side.last - side.first + 1)
                found.add(spoken.word)
    return frozenset(found)


def _worth(likeness: float) -> float:
    """What a likeness is worth as evidence: strangers reach LEAST often, twins hardly ever stay under 0.95."""
    return max(0.05, min(1.0, (likeness - LEAST) / (0.97 - LEAST)))


def _pairs(reading: Reading, name: NameParts, tongue: Tongue) -> list[Pair]:
    found: list[tuple[float, Pair]] = []
    for side in name.sides:
        for run in reading.runs:
            like = alike(run, side, tongue)
            if like >= LEAST and not _half_strange(run, side, reading, name, tongue):
                found.append((_worth(like) ** 2 * len(side.text), Pair(run, side, like)))  # two that are the same before one that is alike
    if len(found) > 1:
        found.sort(key=_strongest)
    return [pair for _, pair in found]


def _strongest(scored: tuple[float, Pair]) -> float:
    return -scored[0]


def _half_strange(run: Run, side: Side, reading: Reading, name: NameParts, tongue: Tongue) -> bool:
    """Whether two runs of as many parts hold a pair of strangers, which what the others share would hide: Nebraska Lincoln, Nebraska Kearney."""
    parts = run.last - run.first + 1
    if parts == 1 or parts != side.last - side.first + 1:
        return False
    ours = {one.first: one for one in reading.runs if one.first == one.last}
    theirs = {one.first: one for one in name.sides if one.first == one.last}
    pairs = ((ours.get(run.first + place), theirs.get(side.first + place)) for place in range(parts))
    return any(one is None or other is None or alike(one, other, tongue) < LEAST for one, other in pairs)


def alike(run: Run, side: Side, tongue: Tongue) -> float:
    """How alike a printed run and a run of a record's name are, by spelling, by sound, or by reading (0..1).

    The keys of the side are of that tongue.
    """
    if side.script == "latin":
        return _alike_in_letters(run, side, tongue)
    if side.script == "han":
        return max([Levenshtein.normalized_similarity(form, side.text) for form in run.han], default=0.0)
    if side.script == "hangul":
        if side.text in run.hangul:
            return 1.0
        return _NEAR_KEY if side.key in run.korean else 0.0  # 광운 and 강원 share what is common to romanisations
    return 1.0 if run.text == side.text else max([sounding_alike(a, b) for a in run.signs for b in side.signs], default=0.0)


def _alike_in_letters(run: Run, side: Side, tongue: Tongue) -> float:
    """How alike a printed run and a run in Latin letters are."""
    best = run.latin.get(side.text, 0.0)
    if best >= 0.95:
        return best
    if run.script == "latin":
        best = max(best, _spelt(run.text, side.text))
    elif run.signs and side.signs:
        like = max([sounding_alike(heard, meant) for heard in run.signs for meant in side.signs])
        if run.script == "kana":
            best = max(best, like * 0.97)
        elif like >= _READ:  # Han characters say how they are read: a near reading is another name (滁州, 衢州)
            best = max(best, like * 0.9)
    if tongue:
        if run.korean and tongue == "ko" and side.key in run.korean:
            best = max(best, 0.97)
        elif run.chinese and tongue == "zh" and run.chinese == side.key:
            best = max(best, 0.95)
    return best


def _spelt(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 4:
        return 0.0
    return JaroWinkler.similarity(one, other) if Levenshtein.distance(one, other, score_cutoff=2) <= 2 else 0.0
