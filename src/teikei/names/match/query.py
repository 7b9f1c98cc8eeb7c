"""A printed name as it is looked up: its readings by depth, each with its words and the runs of its proper names."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from teikei.names import han
from teikei.names.authority.keys import KOREAN, joined_sounds, sound_keys, spans, whole, word_keys
from teikei.names.elements import Proper, elements_of, latin_tokens
from teikei.names.hangul import korean_key
from teikei.names.places import place_names
from teikei.names.segments import segments_of
from teikei.names.sound import latin_sounds
from teikei.names.words import Word

# Where names written in Han characters are read in Chinese.
CHINESE = ("CN", "TW", "HK", "MO", "SG", "MY")
_MOST_READINGS = 4


class Run(NamedTuple):
    """Neighbouring propers `first` to `last` of a reading, taken as one name.

    `latin` are spellings that it may have, with how sure each is (0..1); `places` the GeoNames ids of places so called.
    """

    first: int
    last: int
    text: str
    script: str
    sounds: tuple[str, ...]
    latin: dict[str, float]
    korean: str
    places: tuple[int, ...]


class Reading(NamedTuple):
    """The name down to one level. `weights` are the lengths of its propers, by which they count."""

    text: str
    depth: int
    words: tuple[Word, ...]
    propers: tuple[Proper, ...]
    weights: tuple[float, ...]
    runs: tuple[Run, ...]
    wholes: frozenset[str]
    word_ids: frozenset[str]
    passed_over: bool  # the next level is a campus or a hospital, which an authority has by itself


class Query(NamedTuple):
    """A printed name and the territory that its list gives, with its readings, the shallowest first."""

    institution: str
    territory: str
    readings: tuple[Reading, ...]


@lru_cache(maxsize=16_384)
def query_of(institution: str, territory: str) -> Query:
    """The readings of a printed name; none where it is empty. `territory` is an ISO 3166-1 code or ""."""
    segments = segments_of(institution)
    readings: list[Reading] = []
    text = ""
    levels = [*segments.levels, *segments.notes][:_MOST_READINGS]
    for depth, level in enumerate(levels):
        text = f"{text} {level}" if text else level
        reading = reading_of(text, depth, territory, any(_stands_alone(inner, territory) for inner in levels[depth + 1 :]))
        if not readings or len(reading.words) + len(reading.propers) > len(readings[-1].words) + len(readings[-1].propers):
            readings.append(reading)
    return Query(institution, territory, tuple(readings))


@lru_cache(maxsize=16_384)
def reading_of(text: str, depth: int, territory: str, passed_over: bool = False) -> Reading:
    """One reading of a name as far as it is given here."""
    elements = elements_of(text, territory)
    if depth == 0 and not elements.words:
        passed_over = False
    runs = tuple(_runs(elements.propers, territory))
    weights = tuple(float(min(len(proper.text), 8)) * (2 if proper.script in ("han", "hangul") else 1) for proper in elements.propers)
    return Reading(text, depth, elements.words, elements.propers, weights, runs, frozenset({whole(text)}), frozenset(word.id for word in elements.words), passed_over)


def _stands_alone(level: str, territory: str) -> bool:
    return any(word.id in ("campus", "hospital", "branch") for word in elements_of(level, territory).words)


def keys_of(reading: Reading) -> Iterator[str]:
    """The keys under which a reading's candidates are looked up, the most telling first."""
    yield from reading.wholes
    for run in reading.runs:
        yield from ("l" + spelling for spelling in run.latin)
        if run.script == "han":
            yield "h" + run.text
        if run.korean:
            yield "k" + run.korean
        for sound in run.sounds:
            yield from sound_keys(sound)
    yield from (key for key in word_keys(reading.words) if key[0] == "f")


def _runs(propers: tuple[Proper, ...], territory: str) -> Iterator[Run]:
    first = 0
    for span in spans(propers):
        while propers[first] is not span[0]:
            first += 1
        yield _run(span, first, territory)


def _run(span: tuple[Proper, ...], first: int, territory: str) -> Run:
    text, script = "".join(proper.text for proper in span), span[0].script
    latin: dict[str, float] = {}
    korean, sounds = "", joined_sounds(span)
    places = place_names(text, territory or None) if script in ("kana", "han") else ()
    for place in places:
        for spelling in place.latin:
            latin.setdefault("".join(latin_tokens(spelling)), 1.0)
    if script == "latin":
        latin[text] = 1.0
    elif script == "han":
        if territory in KOREAN:
            korean = next(iter(korean_key(reading) for reading in han.hangul(text)), "")
        else:
            for spelling in han.romanisations(text, territory):
                latin.setdefault(spelling, 0.95)
            sounds = tuple(dict.fromkeys(sound for spelling in latin for sound in latin_sounds(spelling, territory)[:1]))[:3]
    elif script == "hangul":
        korean = korean_key(text)
    ids = tuple(place.geonames_id for place in places if place.geonames_id)
    return Run(first, first + len(span) - 1, text, script, sounds, latin, korean, ids)
