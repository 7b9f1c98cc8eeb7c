"""A printed name as it is looked up: its readings by depth, each with its words and the runs of its proper names."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from teikei.names import han
from teikei.names.authority.keys import CHINESE, KOREAN, joined_sounds, sound_keys, spans, whole, word_keys
from teikei.names.elements import Proper, elements_of, latin_tokens
from teikei.names.hangul import korean_key
from teikei.names.places import place_names
from teikei.names.segments import segments_of
from teikei.names.sound import latin_sounds
from teikei.names.words import Word
from teikei.names.words import spans as word_spans

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
    korean: frozenset[str]
    chinese: str
    places: tuple[int, ...]


class Spoken(NamedTuple):
    """A printed word that may be a proper name to the record: 交通 is transport, and Jiaotong in the names of universities."""

    word: str
    run: Run


class Reading(NamedTuple):
    """The name down to one level. `weights` are the lengths of its propers, by which they count."""

    text: str
    depth: int
    words: tuple[Word, ...]
    propers: tuple[Proper, ...]
    weights: tuple[float, ...]
    runs: tuple[Run, ...]
    spoken: tuple[Spoken, ...]
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
    readings: list[Reading] = []
    text = ""
    levels = segments_of(institution)[:_MOST_READINGS]
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
    spoken = tuple(_spoken(text, territory)) if territory in (*CHINESE, *KOREAN) else ()
    return Reading(
        text,
        depth,
        elements.words,
        elements.propers,
        weights,
        runs,
        spoken,
        frozenset({whole(text)}),
        frozenset(word.id for word in elements.words),
        passed_over,
    )


def _stands_alone(level: str, territory: str) -> bool:
    return any(word.id in ("campus", "hospital", "branch") for word in elements_of(level, territory).words)


def keys_of(reading: Reading) -> Iterator[str]:
    """The keys under which a reading's candidates are looked up, the most telling first."""
    yield from reading.wholes
    for run in reading.runs:
        yield from ("l" + spelling for spelling in run.latin)
        if run.script == "han":
            yield "h" + run.text
        yield from ("k" + key for key in run.korean)
        if run.chinese:
            yield "c" + run.chinese
        for sound in run.sounds:
            yield from sound_keys(sound)
    for spoken in reading.spoken:
        yield from ("l" + spelling for spelling in spoken.run.latin)
        yield from ("k" + key for key in spoken.run.korean)
    yield from (key for key in word_keys(reading.words) if key[0] == "f")


def _runs(propers: tuple[Proper, ...], territory: str) -> Iterator[Run]:
    first = 0
    for span in spans(propers):
        while propers[first] is not span[0]:
            first += 1
        yield _run(span, first, territory)


def _spoken(text: str, territory: str) -> Iterator[Spoken]:
    for span in word_spans(text):
        if len(span.words) == 1 and span.words[0].sort in ("field", "direction", "status") and han.is_han(span.text):
            yield Spoken(span.words[0].id, _run((Proper(han.common(span.text), "han"),), 0, territory))


def _run(span: Sequence[Proper], first: int, territory: str) -> Run:
    text, script = "".join(proper.text for proper in span), span[0].script
    latin: dict[str, float] = {}
    korean: frozenset[str] = frozenset()
    sounds, chinese = joined_sounds(span), ""
    places = place_names(text, territory or None) if script in ("kana", "han") else ()
    for place in places:
        for spelling in place.latin:
            latin.setdefault("".join(latin_tokens(spelling)), 1.0)
    if script == "latin":
        latin[text] = 1.0
    elif script == "han":
        if territory in KOREAN:
            korean = frozenset(korean_key(reading) for reading in han.hangul(text))
        elif territory in CHINESE or not territory:
            for spelling in han.romanisations(text, territory):
                latin.setdefault(spelling, 0.97)
            chinese = han.chinese_key("".join(han.pinyin(text)))
            sounds = tuple(dict.fromkeys(sound for spelling in latin for sound in latin_sounds(spelling, territory)[:1]))[:3]
    elif script == "hangul":
        korean = frozenset({korean_key(text)})
    ids = tuple(place.geonames_id for place in places if place.geonames_id)
    return Run(first, first + len(span) - 1, text, script, sounds, latin, korean, chinese, ids)
