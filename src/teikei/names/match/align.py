"""How the proper names of a printed name and of a record's name meet: which run of one is which run of the other."""

from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein, Prefix

from teikei.names.authority.parts import NameParts, Side, Voice
from teikei.names.authority.record import AuthorityRecord
from teikei.names.elements import latin_tokens
from teikei.names.match.laid import Alignment, Pair, Reading, Run
from teikei.names.sound import alike as sounding_alike
from teikei.names.sound import latin_sounds, signs

_READ = 0.93  # likeness from which a word counts as read aloud
_NEAR_KEY = 0.7
_KNOWN_AS = 0.86  # likeness of sound below which a place whose spelling is known is not heard as another one
_ANOTHER_PLACE = 0.7  # what a place whose spelling is known is worth as another one that only sounds like it: トロント, Trent
_INFLECTED = 0.75  # the share of a place's spelling with which its inflected form begins
_LONG, _SLIPS = 9, 2  # letters of a long spelling, and how many of them may differ
_KNOWN_HAN, _KNOWN_KEY = 0.8, 0.85  # what sound and key are worth where Chinese characters are written in pinyin
_SAYS_WHERE = 0.15  # what a place weighs that the record has as its own, though its name lacks it
_SAYS_WHO = 0.25  # what a short name of the record weighs that its long one has besides
LEAST = 0.62  # likeness below which two runs are strangers


def align(reading: Reading, name: NameParts, record: AuthorityRecord) -> Alignment:
    """The best meeting of the propers of a reading and of a record's name. The list may add the country, or the record's city."""
    # What is left over weighs differently where a campus is named; readings of the same propers share the rest.
    key = ~name.key if "campus" in reading.word_ids else name.key
    if (known := reading.aligned.get(key)) is None:
        known = reading.aligned[key] = _align(reading, name, record)
    return known


def _align(reading: Reading, name: NameParts, record: AuthorityRecord) -> Alignment:
    pairs = _pairs(reading, name)
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
    spoken = _spoken(reading, name, met_named) if reading.spoken else _NONE
    told = blurred = extra = missing = 0.0
    for proper, weight, met, spare in zip(name.propers, name.weights, met_named, name.spare, strict=True):
        if met:
            told += weight * met
            blurred += 1 - met
        else:
            extra += min(spare, _SAYS_WHO) if _is_short_for(proper, name, record) else spare
    if 0.0 in met_asked:
        unmet = [weight for weight, met in zip(_unmet_weights(reading, met_asked, record), met_asked, strict=True) if not met]
        missing = sum(unmet) / sum(reading.weights)
    worst = min([pair.likeness for pair in chosen], default=1.0)
    led = frozenset([word for pair in chosen for word in pair.side.words])
    return Alignment(told, blurred, missing, extra, worst, tuple(chosen), spoken, led)


def _is_short_for(proper: str, name: NameParts, record: AuthorityRecord) -> bool:
    """Whether the proper name with which a name opens is by itself a name of the record: VTT Technical Research Centre of Finland."""
    opens = name.text[: len(proper)].lower() == proper
    return opens and any(form.kind != "label" and form.text.lower() == proper for form in record.names)


def _unmet_weights(reading: Reading, met: list[float], record: AuthorityRecord) -> list[float]:
    """The weights of the printed propers; those that only say where the record sits weigh little."""
    weights = list(reading.weights)
    # Of a system the place tells which campus is meant; 中国地質大学武漢校 is the China University of Geosciences, which sits there.
    campus = "campus" in reading.word_ids and any("System" in form.text for form in record.names)
    cities = {place.geonames_id for place in record.places}
    for run in reading.runs:
        if any(met[run.first : run.last + 1]):
            continue
        if run.home or (not campus and (not cities.isdisjoint(run.places) or (any(met) and _sounds_like_its_city(run, record)))):
            for place in range(run.first, run.last + 1):
                weights[place] = reading.weights[place] * _SAYS_WHERE
    return weights


def _sounds_like_its_city(run: Run, record: AuthorityRecord) -> bool:
    """Whether a run in katakana that is no known place sounds as the city where the record sits: ンスッカ, Nsukka."""
    if run.script != "kana" or run.known:
        return False
    cities = [_city_signs(place.name, place.territory) for place in record.places]
    return any(sounding_alike(heard, meant) >= _READ for city in cities for heard in run.signs for meant in city)


@lru_cache(maxsize=16_384)
def _city_signs(city: str, territory: str) -> tuple[str, ...]:
    return tuple([signs(sound) for sound in latin_sounds("".join(latin_tokens(city)), territory)])


_NONE: frozenset[str] = frozenset()


def _spoken(reading: Reading, name: NameParts, met: list[float]) -> frozenset[str]:
    """The printed words that a proper of the record's name is a reading of; those propers count as met."""
    found = set()
    for side in name.sides:
        for spoken in reading.spoken:
            if spoken.word not in found and not any(met[side.first : side.last + 1]) and alike(spoken.run, side.voice) >= _READ:
                met[side.first : side.last + 1] = [1.0] * (side.last - side.first + 1)
                found.add(spoken.word)
    return frozenset(found)


def _worth(likeness: float) -> float:
    """What a likeness is worth as evidence: strangers reach LEAST often, twins hardly ever stay under 0.95."""
    return max(0.05, min(1.0, (likeness - LEAST) / (0.97 - LEAST)))


def _pairs(reading: Reading, name: NameParts) -> list[Pair]:
    """Every two runs that are alike, those that tell most first."""
    found: list[Pair] = []
    for side in name.sides:
        voice = side.voice
        for run in reading.runs:
            if (like := run.met.get(voice)) is None:
                like = run.met[voice] = _alike(run, voice)
            if like >= LEAST and not (run.first < run.last and _half_strange(run, side, reading, name)):
                found.append(Pair(run, side, like))
    if len(found) > 1:
        found = [pair for pair in found if not _met_by_parts(pair, found)]
        found.sort(key=_telling)
    return found


def _met_by_parts(pair: Pair, found: list[Pair]) -> bool:
    """Whether each part of a run meets a part of the other one better than both meet as wholes: California + Los Angeles."""
    run, side = pair.run, pair.side
    if run.first == run.last or side.first == side.last:
        return False
    return all(
        any(
            one.run.first == one.run.last == part
            and side.first <= one.side.first
            and one.side.last <= side.last
            and one.likeness > pair.likeness
            for one in found
        )
        for part in range(run.first, run.last + 1)
    )


def _telling(pair: Pair) -> float:
    return -(_worth(pair.likeness) ** 2) * len(pair.side.voice.text)  # two that are the same before one that is alike


def _half_strange(run: Run, side: Side, reading: Reading, name: NameParts) -> bool:
    """Whether two runs of as many parts hold a pair of strangers, which what the others share would hide: Nebraska Lincoln, Nebraska Kearney."""
    parts = run.last - run.first + 1
    if parts != side.last - side.first + 1:
        return False
    ours = {one.first: one for one in reading.runs if one.first == one.last}
    theirs = {one.first: one for one in name.sides if one.first == one.last}
    pairs = ((ours.get(run.first + place), theirs.get(side.first + place)) for place in range(parts))
    return any(one is None or other is None or alike(one, other.voice) < LEAST for one, other in pairs)


def alike(run: Run, voice: Voice) -> float:
    """How alike a printed run and a run of a record's name are, by spelling, by sound, or by reading (0..1)."""
    if (like := run.met.get(voice)) is None:
        like = run.met[voice] = _alike(run, voice)
    return like


def _alike(run: Run, voice: Voice) -> float:
    text, script = voice.text, voice.script
    if script == "latin":
        return _alike_in_letters(run, voice)
    if script == "han":
        return max([Levenshtein.normalized_similarity(form, text) for form in run.han], default=0.0)
    if script == "hangul":
        if text in run.hangul:
            return 1.0
        return _NEAR_KEY if voice.key in run.keys else 0.0  # 광운 and 강원 share what is common to romanisations
    return 1.0 if run.text == text else max([sounding_alike(heard, meant) for heard in run.signs for meant in voice.signs], default=0.0)


def _alike_in_letters(run: Run, voice: Voice) -> float:
    """How alike a printed run and a run in Latin letters are."""
    text, signs, key = voice.text, voice.signs, voice.key
    best = run.latin.get(text, 0.0)
    if best >= 0.95:
        return best
    if run.script == "latin":
        best = max(best, _spelt(run.text, text))
    elif run.signs and signs:
        like = max([sounding_alike(heard, meant) for heard in run.signs for meant in signs])
        if run.script == "kana":
            if not run.known or like >= _KNOWN_AS:
                best = max(best, like * 0.97 if not run.latin or _inflected(run, text) else min(like, _ANOTHER_PLACE))
        elif like >= _READ:  # Han characters say how they are read: a near reading is another name (滁州, 衢州)
            best = max(best, like * (_KNOWN_HAN if run.known else 0.9))
    if key and key in run.keys:
        best = max(best, 0.97 if key[0] == "k" else _KNOWN_KEY if run.known else 0.95)
    return best


def _inflected(run: Run, text: str) -> bool:
    """Whether a text is a form of a place that the run is known to be (Irkutsk, irkutskii), a part of it (Basque Country), or it but for a slip."""
    return any(
        spelling.startswith(text)
        or Prefix.similarity(spelling, text) >= _INFLECTED * len(spelling)
        or (len(spelling) >= _LONG and spelling[0] == text[0] and Levenshtein.distance(spelling, text, score_cutoff=_SLIPS) <= _SLIPS)
        for spelling in run.latin
    )


def _spelt(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 4:
        return 0.0
    return JaroWinkler.similarity(one, other) if Levenshtein.distance(one, other, score_cutoff=2) <= 2 else 0.0
