"""A printed name as it is looked up: its readings by depth, each with its words and the runs of its proper names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, structs

from teikei.names import han
from teikei.names.authority.keys import CHINESE, joined_sounds, sound_keys, spans, whole, word_keys
from teikei.names.elements import EAST_ASIAN, Proper, elements_of, has_word, latin_tokens, plain
from teikei.names.hangul import KOREAN, korean_key
from teikei.names.match.laid import Alignment, Reading, Run, Spoken
from teikei.names.persons import person_forms
from teikei.names.places import Place, place_names, place_of
from teikei.names.segments import Level, segments_of
from teikei.names.sound import likeliest_sound, misread, signs
from teikei.names.territories import territory_code
from teikei.names.words import Word, is_particle, without_umlauts
from teikei.names.words import spans as word_spans

_LONG_ENOUGH = 4  # kana of a run in which a place may be misread (バトナム)
_MISREAD = 0.93
_MOST_SOUNDS = 3  # of a name in Han characters
_MOST_READINGS = 4
_DIRECTIONS = ("north", "south", "east", "west")
_PARTICLE = 0.1  # what a printed デル or フォン weighs, which a record has as a word without a meaning
_LEARNED_KIND = {"university": "education", "college": "education", "school": "education", "hospital": "healthcare"}
_TONGUES = (*CHINESE, *KOREAN)
_OF_COLLEGES = ("GB", "IE", "IN")  # where universities have colleges with records of their own
_FEDERATION = re.compile("ロンドン大学|ウェールズ大学|University of (?:London|Wales)", re.IGNORECASE)  # universities of universities
_ALL_HAN = re.compile("[\u4e00-\u9fff\uf900-\ufaff]{3,}")
_INITIALS = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]?[A-Z]{1,6}(?![A-Za-z])")


class Query(Struct, frozen=True):
    """A printed name and the territory that its list gives, with its readings, the shallowest first."""

    institution: str
    territory: str
    readings: tuple[Reading, ...]
    initials: frozenset[str]  # acronyms that are printed with the name: ブリュッセル自由大学(VUB)


@lru_cache(maxsize=16_384)
def query_of(institution: str, territory: str) -> Query:
    """The readings of a printed name; none where it is empty. `territory` is an ISO 3166-1 code or ""."""
    institution = institution.encode(errors="ignore").decode()  # half a character (a lone surrogate) can be looked up nowhere
    readings: list[Reading] = []
    text = ""
    levels = segments_of(institution)[:_MOST_READINGS]
    for depth, level in enumerate(levels):
        if depth and level.bracketed and "kind" in _sorts(level.text, territory) and not readings[0].unit:
            readings.append(reading_of(level.text, 0, territory))  # the name again, in another language or in full
        text = f"{text} {level.text}" if text else level.text
        reading = reading_of(
            text,
            depth,
            territory,
            passed_over=any(_stands_alone(inner, levels[0], territory) for inner in levels[depth + 1 :]),
            unit=any(_is_unit(inner.text, territory) for inner in levels[1 : depth + 1]),
        )
        if not readings or len(reading.words) + len(reading.propers) > len(readings[-1].words) + len(readings[-1].propers):
            readings.append(reading)
    if (
        len(levels) > 1
        and (levels[0].text.isascii() or "academy" in readings[0].word_ids)
        and "university" not in readings[0].word_ids
        and "kind" in _sorts(levels[1].text, territory)
    ):
        # Chinese Academy of Sciences, Institute of Physics: the records of many an academy's institutes do not name it.
        readings.append(reading_of(levels[1].text, 1, territory, within=whole(levels[0].text)))
    return Query(institution, territory, tuple(readings), frozenset(_INITIALS.findall(plain(institution))))


class _Named(NamedTuple):
    """What the propers of a reading give, also of the next one, whose inner level adds words only."""

    weights: tuple[float, ...]
    runs: tuple[Run, ...]
    spoken: tuple[Spoken, ...]
    places: tuple[int, ...]
    aligned: dict[int, Alignment]


def _weight(proper: Proper) -> float:
    if is_particle(proper.text):
        return _PARTICLE
    return float(min(len(proper.text), 8)) * (2 if proper.script in ("han", "hangul") else 1)


@lru_cache(maxsize=4_096)
def _named(propers: tuple[Proper, ...], spoken: tuple[tuple[str, str], ...], territory: str) -> _Named:
    runs = tuple(_runs(propers, territory))
    return _Named(
        tuple(_weight(proper) for proper in propers),
        runs,
        tuple(Spoken(word, _placed(_run(text, "han", (), territory), 0, 0)) for word, text in spoken),
        tuple(place for run in runs for place in run.places),
        {},
    )


@lru_cache(maxsize=4_096)
def reading_of(text: str, depth: int, territory: str, *, passed_over: bool = False, unit: bool = False, within: str = "") -> Reading:
    """One reading of a name as far as it is given here."""
    elements = elements_of(text, territory)
    spoken = tuple(_spoken(text)) if territory in _TONGUES else ()
    named = _named(elements.propers, spoken, territory)
    words = elements.words
    return Reading(
        text,
        territory,
        depth,
        words,
        tuple(dict.fromkeys([word.id for word in words])),
        elements.propers,
        named.weights,
        named.runs,
        named.spoken,
        tuple(dict.fromkeys(_wholes(text, territory))),
        frozenset([word.id for word in words]),
        frozenset([word.id for word in words if word.sort != "inner"]),
        named.places,
        len({word.id for word in words if word.sort == "field"}),
        named.aligned,
        {},
        frozenset([_LEARNED_KIND[word.id] for word in words if word.id in _LEARNED_KIND]),
        passed_over,
        unit,
        within,
    )


def _wholes(text: str, territory: str) -> Iterator[str]:
    """The keys of the whole name; in Korea also as it is read: 国土研究院 is 국토연구원."""
    yield whole(text)
    if territory in KOREAN and _ALL_HAN.fullmatch(text):
        yield from (whole(reading) for reading in han.hangul(text))


def _stands_alone(level: Level, institution: Level, territory: str) -> bool:
    """Whether a level is of those that have records of their own, so that the record of the whole is not what is meant.

    Campuses, hospitals, member universities, what has a place of its own (清華大学深圳国際研究生院); institutes of academies; and what brackets say of the institution itself (中国石油大学(華東)).
    """
    elements, whole_of = elements_of(level.text, territory), elements_of(institution.text, territory)
    words = {word.id for word in elements.words}
    named = {proper.text for proper in elements.propers}
    if named and named <= {proper.text for proper in whole_of.propers}:
        return False  # サンパウロ大学(サンパウロ校) says nothing new
    if _FEDERATION.match(institution.text) and words & {"institute", "research_institute", "school", "college"}:
        return True  # ロンドン大学歴史学研究所
    if words & {"campus", "hospital"} or words >= {"medicine", "centre"} or ("university" in words and territory not in KOREAN):
        return True  # in Korea a 大学 inside a 大学校 is a faculty
    sorts = {word.sort for word in elements.words}
    if named and not sorts & {"kind", "inner", "field"} and (_is_campus(level) or _is_city(elements.propers, territory)):
        return True
    if named and (words == {"college"} if territory == "CN" else "college" in words and territory in _OF_COLLEGES):
        return True  # a college of its own, which bears the university's name: 西安科技大学高新学院, クイーン・メアリー・カレッジ
    if any(place.kind != "country" for proper in elements.propers for place in _places(proper, territory)):
        return True
    if level.bracketed and not sorts & {"kind", "inner", "field"} and (named or "direction" in sorts):
        return not level.text.isascii()  # an acronym says nothing more
    whole_words = {word.id for word in whole_of.words}
    return "academy" in whole_words and "university" not in whole_words and bool(words & {"institute", "research_institute", "centre"})


def _is_campus(level: Level) -> bool:
    """Whether a level in Latin letters is but a place inside the country: University of Hawaii at Hilo, University of California, Davis."""
    text = level.text
    return not EAST_ASIAN.search(text) and not level.bracketed and not text.isupper() and not territory_code(text)


def _is_city(propers: Sequence[Proper], territory: str) -> bool:
    """Whether names in katakana are but a place inside the country: ワシントン大学セントルイス."""
    text = "".join(proper.text for proper in propers)
    return bool(territory) and propers[0].script == "kana" and any(place.kind != "country" for place in place_names(text, territory))


def _places(proper: Proper, territory: str) -> tuple[Place, ...]:
    return place_names(proper.text, territory) if territory and proper.script == "han" else ()


def _is_unit(level: str, territory: str) -> bool:
    sorts = _sorts(level, territory)
    return "inner" in sorts and "kind" not in sorts


def _sorts(level: str, territory: str) -> set[str]:
    return {word.sort for word in elements_of(level, territory).words if word.id not in ("campus", "affiliated")}


class KeyGroup(NamedTuple):
    """Keys by which one thing is looked up. What is found under several `firm` ones is found once; those of `sounds` add up."""

    firm: tuple[str, ...]
    sounds: tuple[str, ...] = ()


def keys_of(reading: Reading, but: Reading | None = None) -> Iterator[KeyGroup]:
    """The keys under which a reading's candidates are looked up, one group for each run, the most telling first; without the runs that
    another reading has looked up.
    """
    yield KeyGroup(reading.wholes)
    for run in () if but is not None and but.runs is reading.runs else reading.runs:
        yield KeyGroup(tuple(_firm_keys(run)), tuple(key for sound in run.sounds for key in sound_keys(sound)))
    for spoken in reading.spoken:
        yield KeyGroup(tuple(_firm_keys(spoken.run)))
    yield KeyGroup(tuple(key for key in word_keys(reading.words) if key[0] == "f"))


def _firm_keys(run: Run) -> Iterator[str]:
    yield from ("l" + spelling for spelling in run.latin)
    yield from ("h" + form for form in run.han)
    yield from run.keys


def _runs(propers: tuple[Proper, ...], territory: str) -> Iterator[Run]:
    first = 0
    for span in spans(propers):
        while propers[first] is not span[0]:
            first += 1
        text = span[0].text if len(span) == 1 else "".join(proper.text for proper in span)
        yield _placed(_run(text, span[0].script, joined_sounds(span), territory), first, first + len(span) - 1)


def _placed(run: Run, first: int, last: int) -> Run:
    return structs.replace(run, first=first, last=last)


def _han_names(place: Place) -> Iterator[str]:
    """The names of a place in Han characters: ハルビン is 哈尔滨 to a record that only has its Chinese name."""
    known = place_of(place.geonames_id) if place.geonames_id else None
    yield from (name for name in known[1] if han.is_han(name)) if known else ()


def _misread_places(text: str, territory: str) -> dict[str, float]:
    """The Latin names of places that a run of kana may be, but for one sign: バトナム is Vietnam."""
    found = (place for variant in misread(text) for place in place_names(variant.name, territory))
    return {"".join(latin_tokens(place.latin[0])): _MISREAD for place in found}


def _spoken(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that may be meant as proper names, each with its characters in the common form."""
    for span in word_spans(text):
        if len(span.words) == 1 and span.words[0].sort in ("field", "direction", "status") and han.is_han(span.text):
            yield span.words[0].id, han.common(span.text)


@lru_cache(maxsize=8_192)
def _run(text: str, script: str, sounds: tuple[str, ...], territory: str) -> Run:
    """A run wherever it stands in a name."""
    places = place_names(text, territory or None) if script in ("kana", "han") else ()
    latin, carried, cities = _called(places, territory)
    is_known = (script == "kana" and bool(place_names(text, None))) or (script == "han" and territory == "CN")
    keys: list[str] = []
    read: tuple[str, ...] = ()
    if script == "kana" and not places and territory and len(text) >= _LONG_ENOUGH:
        latin |= _misread_places(text, territory)
    if script == "kana" and not places:
        latin |= dict.fromkeys(person_forms(text), _MISREAD)
    if script == "latin":
        latin |= {without_umlauts(text): _MISREAD, text: 1.0}
    elif script == "han":
        if territory in KOREAN or not territory:
            read = han.hangul(text)
        if territory in CHINESE or not territory:
            for spelling in han.romanisations(text, territory):
                latin.setdefault(spelling, 0.97)
            if key := han.chinese_key("".join(han.pinyin(text))):
                keys.append("c" + key)
            sounds = tuple(islice(_first_seen(likeliest_sound(spelling, territory) for spelling in latin), _MOST_SOUNDS))
    elif script == "hangul":
        read = (text,)
    keys += ["k" + korean_key(reading) for reading in read]
    forms = [text] if script == "han" else [form for place in places for form in _han_names(place)]
    ids = tuple(place.geonames_id for place in places if place.geonames_id)
    heard = tuple(map(signs, sounds))
    home = bool(territory) and any(place.kind == "country" and place.territory == territory for place in places)
    known = tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(forms))
    return Run(0, 0, text, script, sounds, heard, latin, *known, read, ids, home, carried, cities, is_known, {})


def _first_seen(sounds: Iterable[str]) -> Iterator[str]:
    seen = {""}
    for sound in sounds:
        if sound not in seen:
            seen.add(sound)
            yield sound


def _called(places: Sequence[Place], territory: str) -> tuple[dict[str, float], dict[str, tuple[Word, ...]], frozenset[str]]:
    """The Latin spellings of places, each with how sure it is, those that stand for a longer one with its words left out, and
    those that are also written with City.
    """
    latin: dict[str, float] = {}
    carried: dict[str, tuple[Word, ...]] = {}
    cities: set[str] = set()
    for place in places:
        for rank, spelling in enumerate(place.latin):
            sure = 0.95 if rank and place.kind != "country" else 1.0
            tokens = latin_tokens(spelling)
            latin.setdefault("".join(tokens), sure)
            if len(tokens) == 1 and not has_word(spelling):
                continue
            named = elements_of(spelling, territory)
            if not named.propers:
                continue
            bare = "".join(proper.text for proper in named.propers)
            if any(word.id == "municipal" for word in named.words):
                cities.add(bare)
            if bare not in latin:  # without what joins its parts too, as names of institutions have it: Rio (de) Janeiro
                latin[bare] = sure
                # 韓国 is South Korea, and just Korea in names.
                words = tuple(word for word in named.words if place.kind != "country" or word.id not in _DIRECTIONS)
                if words:
                    carried[bare] = words
    return latin, carried, frozenset(cities)
