"""What speaks for and against a record: each feature a small function that gives a number and, where it tells, a sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from teikei.names.authority.keys import whole
from teikei.names.authority.record import AuthorityRecord
from teikei.names.authority.store import NameParts
from teikei.names.bilingual import Text
from teikei.names.match.align import Alignment
from teikei.names.match.query import Reading
from teikei.names.words import near, sort_of

ORDINALS = ("first", "second", "third")
LEARNED_KIND = {"university": "education", "college": "education", "school": "education", "hospital": "healthcare"}


class Meeting(NamedTuple):
    """A reading of the printed name and one name of a record, side by side. `depth` of `depths` levels were read."""

    reading: Reading
    name: NameParts
    record: AuthorityRecord
    alignment: Alignment
    asked_words: dict[str, float]  # each word of the reading, and how near a word of the record's name comes
    named_words: dict[str, float]
    depths: int
    elsewhere: bool  # the record sits in another territory than the list says


class Seen(NamedTuple):
    """What a feature found: a number, 0 where it does not apply, and the sentence that says it, made only when it is asked for."""

    value: float
    why: Callable[[], Text] | None = None


Feature = Callable[[Meeting], Seen]
FEATURES: dict[str, Feature] = {}


def feature(function: Feature) -> Feature:
    """Enter a feature under its function's name; its weight stands in data/weights.toml under the same name."""
    FEATURES[function.__name__] = function
    return function


@feature
def same_name(meeting: Meeting) -> Seen:
    """1 where both names are the same but for spacing, case, width and forms of characters."""
    if whole(meeting.name.text) in meeting.reading.wholes:
        return Seen(1.0, lambda: Text(f"the same name: {meeting.name.text}", f"同じ名称: {meeting.name.text}"))
    return Seen(0.0)


@feature
def asked(meeting: Meeting) -> Seen:
    """How much of the printed proper names is met, by spelling, sound or reading, 0..1."""
    pairs = meeting.alignment.pairs
    if not pairs:
        return Seen(meeting.alignment.asked)
    return Seen(meeting.alignment.asked, lambda: _pairs_said(meeting))


@feature
def named(meeting: Meeting) -> Seen:
    """How much of the record's proper names is met, 0..1; its own city or country may be left out."""
    return Seen(meeting.alignment.named, (lambda: _left_said(meeting)) if meeting.alignment.named < 1 else None)


@feature
def both(meeting: Meeting) -> Seen:
    """The product of `asked` and `named`: neither name has anything to spare."""
    return Seen(meeting.alignment.asked * meeting.alignment.named)


@feature
def telling(meeting: Meeting) -> Seen:
    """How rare the proper names are that met: 0 for none, 1 for one that stands in a single name, at most 1.5."""
    return Seen(min(meeting.alignment.told, 1.5))


@feature
def asked_fields(meeting: Meeting) -> Seen:
    """The share of the printed words of field, status and direction that the record's name has too; 1 where there are none."""
    return Seen(_share(meeting.asked_words))


@feature
def named_fields(meeting: Meeting) -> Seen:
    """The share of the record's words of field and direction that the printed name has too; 1 where there are none."""
    return Seen(_share(meeting.named_words))


@feature
def fields_alone(meeting: Meeting) -> Seen:
    """1 where no proper name stands behind the match, only words of kind and field."""
    return Seen(0.0 if meeting.alignment.pairs else 1.0)


@feature
def asked_kinds(meeting: Meeting) -> Seen:
    """How near the record's kinds come to the printed ones (university, hospital …), 0..1; 0.5 where the name prints none."""
    ours = [word.id for word in meeting.reading.words if word.sort == "kind"]
    if not ours:
        return Seen(0.5)
    return Seen(sum(_nearest(one, meeting.name.words) for one in ours) / len(ours))


@feature
def named_kinds(meeting: Meeting) -> Seen:
    """How near the printed kinds and units come to the record's kinds, 0..1; 0.5 where its name has none."""
    theirs = [word for word in meeting.name.words if sort_of(word) in ("kind", "inner")]
    if not theirs:
        return Seen(0.5)
    ours = [word.id for word in meeting.reading.words]
    return Seen(sum(_nearest(one, ours) for one in theirs) / len(theirs))


@feature
def other_direction(meeting: Meeting) -> Seen:
    """The number of directions and ordinals (north, second …) that only one of the names has, at most 2."""
    ours = {word.id for word in meeting.reading.words if word.sort == "direction" or word.id in ORDINALS}
    theirs = {word for word in meeting.name.words if sort_of(word) == "direction" or word in ORDINALS}
    return Seen(float(min(len(ours ^ theirs), 2)))


@feature
def place(meeting: Meeting) -> Seen:
    """1 where a place in the printed name is the record's own city."""
    cities = {place.geonames_id: place.name for place in meeting.record.places}
    for run in meeting.reading.runs:
        for identifier in run.places:
            if identifier in cities:
                return Seen(1.0, lambda: Text(f"it sits in {cities[identifier]}", f"所在地が合う: {cities[identifier]}"))
    return Seen(0.0)


@feature
def elsewhere(meeting: Meeting) -> Seen:
    """1 where the record sits in another territory than the list says."""
    where = meeting.record.territory
    return Seen(1.0, lambda: Text(f"but it sits in {where}", f"ただし所在は {where}")) if meeting.elsewhere else Seen(0.0)


@feature
def deeper(meeting: Meeting) -> Seen:
    """How many of the levels inside the institution the record's name speaks of too (0..1 of them)."""
    return Seen(meeting.reading.depth / max(meeting.depths - 1, 1) if meeting.depths > 1 else 0.0)


@feature
def passed_over(meeting: Meeting) -> Seen:
    """1 where the reading leaves out a campus or a hospital that is printed: the record would be of the whole it is part of."""
    if meeting.reading.passed_over:
        return Seen(1.0, lambda: Text("a campus or hospital is named besides", "キャンパスや病院が別に書かれている"))
    return Seen(0.0)


@feature
def learned_kind(meeting: Meeting) -> Seen:
    """1 where the authority has the record as of another kind than the printed word says (a university that is a company)."""
    wanted = {LEARNED_KIND[word.id] for word in meeting.reading.words if word.id in LEARNED_KIND}
    return Seen(1.0 if wanted and not wanted & set(meeting.record.kinds) else 0.0)


@feature
def alias(meeting: Meeting) -> Seen:
    """1 where the name that meets is another than the record's label."""
    if meeting.name.kind == "alias":
        return Seen(1.0, lambda: Text(f"also called {meeting.name.text}", f"別名: {meeting.name.text}"))
    return Seen(0.0)


@feature
def acronym(meeting: Meeting) -> Seen:
    """1 where the name that meets is an acronym."""
    return Seen(1.0 if meeting.name.kind == "acronym" else 0.0)


def _nearest(word: str, others: Iterable[str]) -> float:
    return max((near(word, other) for other in others), default=0.0)


def _share(words: dict[str, float]) -> float:
    return sum(words.values()) / len(words) if words else 1.0


def _pairs_said(meeting: Meeting) -> Text:
    said = "; ".join(f"{pair.run.text} ~ {pair.side.text} {pair.likeness:.2f}" for pair in meeting.alignment.pairs)
    return Text(f"proper names meet: {said}", f"固有名が合う: {said}")


def _left_said(meeting: Meeting) -> Text:
    left = [proper.text for position, proper in enumerate(meeting.name.propers) if not _met(meeting, position)]
    return Text(f"not printed: {', '.join(left)}", f"印刷名にない語: {'、'.join(left)}")


def _met(meeting: Meeting, position: int) -> bool:
    return any(pair.side.first <= position <= pair.side.last for pair in meeting.alignment.pairs)


def values(meeting: Meeting) -> Sequence[float]:
    """All features of a meeting, in the order of FEATURES."""
    return [each(meeting).value for each in FEATURES.values()]


def sentences(meeting: Meeting) -> Iterator[Text]:
    """What speaks for and against, in words."""
    for each in FEATURES.values():
        if (why := each(meeting).why) is not None:
            yield why()
