"""What speaks for and against a record: each feature a small function that gives a number and, where it tells, a sentence."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from teikei.names.authority.parts import NameParts
from teikei.names.authority.record import AuthorityRecord
from teikei.names.bilingual import Text
from teikei.names.match.laid import Alignment, Reading
from teikei.names.territories import territory_code
from teikei.names.words import sort_of

_CLEAR = 0.93  # likeness from which two propers are the same, but for what spelling leaves open
PLACE_ONLY = 0.15  # what may be missing: the country, or the city where the record sits
OWN, NEAR_KIND = 0.2, 0.2  # what the record's own city weighs; how far two words for a kind may be apart: 研究所, institute
ORDINALS = ("first", "second", "third")


class Lacking(Struct, frozen=True, gc=False):
    """How many words of each sort have no counterpart, a near one counting in part, and which these are."""

    field: float
    kind: float
    inner: float
    direction: float
    status: float
    words: tuple[str, ...]


class WordsMet(Struct, frozen=True, gc=False):
    """The words of a reading and of a name, side by side. `seen` is what the features of words give for them."""

    asked: Lacking  # the printed words that the record's name lacks
    named: Lacking  # the record's words that the printed name lacks
    shared: float  # words of field that both have
    seen: tuple[float, ...] = ()


class Meeting(Struct, frozen=True):
    """A reading of the printed name and one name of a record, side by side. `depth` of `depths` levels were read."""

    reading: Reading
    name: NameParts
    record: AuthorityRecord
    alignment: Alignment
    words: WordsMet
    depths: int
    initials: frozenset[str]  # acronyms printed with the name
    same: bool  # the names are the same but for spacing, case, width and forms of characters
    elsewhere: bool  # the record sits in another territory than the list says

    @property
    def asked(self) -> Lacking:
        """The printed words that the record's name lacks."""
        return self.words.asked

    @property
    def named(self) -> Lacking:
        """The record's words that the printed name lacks."""
        return self.words.named

    @property
    def unmet(self) -> tuple[str, ...]:
        """The record's proper names that met nothing."""
        met = {place for pair in self.alignment.pairs for place in range(pair.side.first, pair.side.last + 1)}
        return tuple([proper for place, proper in enumerate(self.name.propers) if place not in met])

    @property
    def shared(self) -> float:
        """The words of field that both have."""
        return self.words.shared


Feature = Callable[[Meeting], float]
Sentence = Callable[[Meeting], Text | None]
OF_WORDS: dict[str, Callable[[WordsMet], float]] = {}
OF_MEETINGS: dict[str, Feature] = {}
SENTENCES: dict[str, Sentence] = {}


def feature(function: Feature) -> Feature:
    """Enter a feature under its function's name; its weight stands in data/weights.toml under the same name.

    A feature gives a number, 0 where it does not apply; what it would say of it is a function of its own (`says`).
    """
    OF_MEETINGS[function.__name__] = function
    return function


def feature_of_words(function: Callable[[WordsMet], float]) -> Callable[[WordsMet], float]:
    """The same for a feature that looks at nothing but words. It is asked once for two names' words, however many records have them."""
    OF_WORDS[function.__name__] = function
    return function


def says(feature: Callable[[Any], float]) -> Callable[[Sentence], Sentence]:
    """Enter the sentence of a feature. It is made only for the candidates that are shown, and where the number is not 0."""

    def enter(sentence: Sentence) -> Sentence:
        SENTENCES[feature.__name__] = sentence
        return sentence

    return enter


@feature
def same_name(meeting: Meeting) -> float:
    """1 where both names are the same but for spacing, case, width and forms of characters."""
    return 1.0 if meeting.same else 0.0


@says(same_name)
def _same_name(meeting: Meeting) -> Text:
    return Text(f"the same name: {meeting.name.text}", f"同じ名称: {meeting.name.text}")


@feature
def told(meeting: Meeting) -> float:
    """How much the proper names that met tell: 0 for none, 1 for one that stands in a single name; at most 2."""
    return min(meeting.alignment.told, 2.0)


@says(told)
def _told(meeting: Meeting) -> Text | None:
    said = "; ".join([f"{pair.run.text} ~ {pair.side.voice.text} {pair.likeness:.2f}" for pair in meeting.alignment.pairs])
    return Text(f"proper names meet: {said}", f"固有名が合う: {said}") if said else None


@feature
def blurred(meeting: Meeting) -> float:
    """By how much the proper names that met differ in sound or spelling, each 0..1, added up."""
    return meeting.alignment.blurred


@feature
def clear(meeting: Meeting) -> float:
    """1 where all printed proper names met, and are spelt or sound the same, or nearly."""
    alignment = meeting.alignment
    return 1.0 if alignment.pairs and alignment.worst >= _CLEAR and alignment.missing <= PLACE_ONLY else 0.0


@feature
def missing(meeting: Meeting) -> float:
    """The share of the printed proper names that the record does not have, 0..1."""
    return meeting.alignment.missing


@feature
def extra(meeting: Meeting) -> float:
    """What the proper names weigh that only the record has, at most 2; its own city or country weighs little."""
    return min(meeting.alignment.extra, 2.0)


@says(extra)
def _extra(meeting: Meeting) -> Text:
    left = meeting.unmet
    return Text(f"not printed: {', '.join(left)}", f"印刷名にない語: {'、'.join(left)}")


@feature_of_words
def missing_fields(met: WordsMet) -> float:
    """The number of printed words of field that the record's name lacks, at most 3; a near word counts in part."""
    return min(met.asked.field, 3.0)


@says(missing_fields)
def _missing_fields(meeting: Meeting) -> Text:
    return _lacking_said(meeting.words.asked, "printed only", "印刷名のみ")


@feature_of_words
def extra_fields(met: WordsMet) -> float:
    """The number of words of field that only the record's name has, at most 3."""
    return min(met.named.field, 3.0)


@says(extra_fields)
def _extra_fields(meeting: Meeting) -> Text:
    return _lacking_said(meeting.words.named, "in the record only", "レコードのみ")


@feature_of_words
def shared_fields(met: WordsMet) -> float:
    """The number of words of field that both names have, at most 3."""
    return min(met.shared, 3.0)


@feature_of_words
def other_status(met: WordsMet) -> float:
    """The number of words such as national or state that only one of the names has, at most 3."""
    return min(met.asked.status + met.named.status, 3.0)


@feature
def fields_alone(meeting: Meeting) -> float:
    """1 where no proper name stands behind the match, only words of kind and field."""
    return 0.0 if meeting.alignment.pairs else 1.0


@feature_of_words
def missing_kinds(met: WordsMet) -> float:
    """The number of printed kinds (university, hospital …) that the record's name lacks, at most 2; a near one counts in part."""
    return min(met.asked.kind, 2.0)


@feature_of_words
def extra_kinds(met: WordsMet) -> float:
    """The number of kinds and units that only the record's name has, at most 2."""
    return min(met.named.kind + met.named.inner, 2.0)


@feature_of_words
def other_direction(met: WordsMet) -> float:
    """The number of directions and ordinals (north, second …) that only one of the names has, at most 2."""
    return min(met.asked.direction + met.named.direction, 2.0)


@feature
def nothing_over(meeting: Meeting) -> float:
    """1 where a proper name met and neither name has anything to spare: no proper name, no word of field, kind or direction."""
    alignment, asked, named = meeting.alignment, meeting.words.asked, meeting.words.named
    if not alignment.pairs:
        return 0.0
    spare = alignment.missing + alignment.blurred
    if alignment.extra:
        spare += 0 if _is_country(meeting.unmet, meeting.record.territory) else 3 * alignment.extra
    # A kind in place of a near one (研究所, institute) lacks on both sides and counts once.
    spare += asked.field + named.field + max(asked.kind, named.kind) + asked.direction + named.direction
    return 1.0 if spare < 0.5 else 0.0


@lru_cache(maxsize=8_192)
def _is_country(propers: tuple[str, ...], territory: str) -> bool:
    """Whether proper names say no more than the territory: Austral University of Chile. A city would tell a campus."""
    return territory_code(" ".join(propers)) == territory


@feature
def known(meeting: Meeting) -> float:
    """How well known the record is: the logarithm of its names, ties and identifiers elsewhere, 0..1."""
    record = meeting.record
    return min(math.log1p(len(record.names) + len(record.relations) + 2 * record.identifiers) / 5, 1.0)


@feature
def place(meeting: Meeting) -> float:
    """1 where a place in the printed name is the record's own city."""
    return 1.0 if _shared_place(meeting) is not None else 0.0


@says(place)
def _place(meeting: Meeting) -> Text:
    found = _shared_place(meeting)
    return Text(f"it sits in {found}", f"所在地が合う: {found}")


def _shared_place(meeting: Meeting) -> str | None:
    printed = meeting.reading.places
    if not printed:
        return None
    if not any(place.geonames_id in printed for place in meeting.record.places):
        return None
    cities = {place.geonames_id: place.name for place in meeting.record.places}
    return next(cities[each] for each in printed if each in cities)


@feature
def in_its_city(meeting: Meeting) -> float:
    """1 where it sits in the printed place, and its name has nothing more than proper names, as of a patron: Martin Luther University Halle."""
    spare = meeting.words.asked.field + meeting.words.named.field + meeting.words.named.status + meeting.words.named.direction
    if spare or meeting.alignment.missing or meeting.alignment.extra <= OWN or max(meeting.asked.kind, meeting.named.kind) > NEAR_KIND:
        return 0.0
    return 1.0 if _shared_place(meeting) is not None else 0.0


@feature
def elsewhere(meeting: Meeting) -> float:
    """1 where the record sits in another territory than the list says."""
    return 1.0 if meeting.elsewhere else 0.0


@says(elsewhere)
def _elsewhere(meeting: Meeting) -> Text:
    where = meeting.record.territory
    return Text(f"but it sits in {where}", f"ただし所在は {where}")


@feature
def deeper(meeting: Meeting) -> float:
    """How many of the levels inside the institution the record's name speaks of too (0..1 of them)."""
    return meeting.reading.depth / (meeting.depths - 1) if meeting.depths > 1 else 0.0


@feature
def same_initials(meeting: Meeting) -> float:
    """1 where an acronym printed with the name is one of the record's: ブリュッセル自由大学(VUB)."""
    return 1.0 if meeting.initials and _shared_initials(meeting) else 0.0


@says(same_initials)
def _same_initials(meeting: Meeting) -> Text:
    shared = min(_shared_initials(meeting))
    return Text(f"the acronym {shared}", f"略称 {shared}")


def _shared_initials(meeting: Meeting) -> frozenset[str]:
    return meeting.initials & {form.text for form in meeting.record.names if form.kind == "acronym"}


@feature
def passed_over(meeting: Meeting) -> float:
    """1 where the reading leaves out a campus or a hospital that is printed: the record would be of the whole it is part of."""
    return 1.0 if meeting.reading.passed_over else 0.0


@says(passed_over)
def _passed_over(_meeting: Meeting) -> Text:
    return Text("a campus or hospital is named besides", "キャンパスや病院が別に書かれている")


@feature
def learned_kind(meeting: Meeting) -> float:
    """1 where the authority has the record as of another kind than the printed word says (a university that is a company)."""
    wanted = meeting.reading.wanted
    return 1.0 if wanted and wanted.isdisjoint(meeting.record.kinds) else 0.0


@feature
def alias(meeting: Meeting) -> float:
    """1 where the name that meets is another than the record's label."""
    return 1.0 if meeting.name.kind == "alias" else 0.0


@says(alias)
def _alias(meeting: Meeting) -> Text:
    return Text(f"also called {meeting.name.text}", f"別名: {meeting.name.text}")


@feature
def acronym(meeting: Meeting) -> float:
    """1 where the name that meets is an acronym."""
    return 1.0 if meeting.name.kind == "acronym" else 0.0


_NONE_LACKING = Lacking(0.0, 0.0, 0.0, 0.0, 0.0, ())


def lacking(nearness: Mapping[str, float]) -> Lacking:
    """What has no counterpart, of words each with how near one comes (0..1)."""
    left = [(word, 1 - near) for word, near in nearness.items() if near < 1]
    if not left:
        return _NONE_LACKING
    sums = {"field": 0.0, "kind": 0.0, "inner": 0.0, "direction": 0.0, "status": 0.0}
    words = []
    for word, lack in left:
        sort = "direction" if word in ORDINALS else sort_of(word)
        if sort in sums:
            sums[sort] += lack
            words.append(word)
    return Lacking(**sums, words=tuple(words))


def _lacking_said(lacking: Lacking, en: str, ja: str) -> Text:
    said = ", ".join(word for word in lacking.words if sort_of(word) == "field")
    return Text(f"{en}: {said}", f"{ja}: {said}")


# In this order, so that what is known of the words comes first.
FEATURES = (*OF_WORDS, *OF_MEETINGS)


def words_seen(met: WordsMet) -> WordsMet:
    """The words with what the features of words give for them."""
    return replace(met, seen=tuple([each(met) for each in OF_WORDS.values()]))


def values(meeting: Meeting) -> Sequence[float]:
    """All features of a meeting, in the order of FEATURES."""
    return (*meeting.words.seen, *[each(meeting) for each in OF_MEETINGS.values()])


def sentences(meeting: Meeting, seen: Sequence[float]) -> Iterator[Text]:
    """What speaks for and against, in words; `seen` are the values of the meeting's features."""
    for place, sentence in _said():
        if seen[place] and (said := sentence(meeting)) is not None:
            yield said


@cache
def _said() -> tuple[tuple[int, Sentence], ...]:
    """The sentences, in the order in which they stand here, each with the place of its feature."""
    return tuple((FEATURES.index(name), sentence) for name, sentence in SENTENCES.items())
