"""From candidates to a decision: probabilities of each record and of none, and what follows from them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import mul
from typing import Literal, NamedTuple

from msgspec.structs import replace

from teikei.names.authority.keys import CHINESE, tongue_of, whole
from teikei.names.authority.parts import NameParts
from teikei.names.authority.record import AuthorityRecord
from teikei.names.authority.store import Authority
from teikei.names.bilingual import Text
from teikei.names.elements import latin_tokens
from teikei.names.hangul import KOREAN
from teikei.names.match.align import align
from teikei.names.match.candidates import Found, candidates
from teikei.names.match.features import PLACE_ONLY, Meeting, WordsMet, lacking, sentences, values, words_seen
from teikei.names.match.fitted import feature_weights, weights_of
from teikei.names.match.laid import Alignment, Pair, Reading
from teikei.names.match.misreadings import correction, misread_country, misread_kind, parted
from teikei.names.match.query import Query, query_of
from teikei.names.match.rules import LATIN_AMERICA, ONE_STATE, UNSAID, Weighed, circumstances, contested, may_stand, parts_first, rank, tidy
from teikei.names.words import nearest, sort_of, words_of

Decision = Literal["accept", "review", "none"]
MOST_SHOWN = 10
_ALWAYS_SHOWN, _WORTH_SHOWING = 3, 0.002  # candidates; the probability of further ones
_WORTH_CORRECTING = 0.4  # a printed name is corrected only towards a record that is likely
_IN_TWO = {  # words that a name may also say in two
    "research_institute": ("research", "institute"),
    "science_technology": ("science", "technology"),
    "seminary": ("school", "theology"),
    "business_school": ("business", "school"),
}
_SHARED_NAMES = (*CHINESE, *KOREAN)  # where names in Han characters are printed as they are
_POLYTECHNIC_UNIVERSITIES = ("PL", "IT", "UA")  # where a Politechnika is a university without saying so
_NUMBERS = frozenset(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])
_TECHNICAL = {"technology", "science_technology"}
# Kinds that Japanese names exchange where no other word differs: アルゴンヌ国立研究所, エチオピア農業研究機構 (institute).
_EXCHANGED = (
    frozenset(["research_institute", "institute"]),
    frozenset(["research_institute", "laboratory"]),
    frozenset(["organization", "institute"]),
)
_SCHOOLS = frozenset(["university", "college", "school"])
_ARTS = frozenset(["music", "arts", "fine_arts", "design"])
# Schools of arts are 大学 in Japanese whatever they call themselves: インドネシア芸術大学スラカルタ校, Institut Seni Indonesia Surakarta.
_OF_ARTS = frozenset(["university", "academy", "college", "school", "institute", "hochschule"])
_EXCHANGED_NEAR = 0.9
_SAYS_LITTLE, _LITTLE = ("research", "science"), 0.7
_SURELY = 0.98  # likeness of proper names that met by more than what is common to romanisations
_SEVERAL_SURELY = 0.8  # the same of each of several proper names
_STATUS = {"inactive": "無効", "withdrawn": "取り下げ済み"}


class Candidate(NamedTuple):
    """A record that may be meant: its id, its name, the probability that it is, and the evidence for and against."""

    ror: str
    name: str
    score: float
    why: tuple[Text, ...]


class Match(NamedTuple):
    """What was found for a printed name. `ror` and `score` are the accepted record's, or "" and the best one's probability."""

    decision: Decision
    ror: str
    score: float
    correction: str
    candidates: tuple[Candidate, ...]


def match(authority: Authority, institution: str, territory: str, *, other: str = "") -> Match:
    """The record that a printed name means, in a territory (ISO 3166-1, "" where the list gives none).

    accept: sure enough to be used; review: a person should choose among the candidates; none: no record is likely.
    `other` is the same name in another language, where the list prints one.
    """
    if meant := misread_kind(institution):
        found = match(authority, meant, territory, other=other)
        return found._replace(correction=found.correction or meant)
    bounds = weights_of()["bounds"]
    weighed = _weighed(authority, institution, other, territory, territory)
    seen, sure = _circumstances(weighed)
    if territory and sure < bounds["review"]:
        # The list's territory may be wrong; what is found elsewhere is never accepted without a person.
        anywhere = {each.meeting.record.ror: each for each in _weighed(authority, institution, other, territory, "")}
        weighed = sorted({**anywhere, **{each.meeting.record.ror: each for each in weighed}}.values(), key=rank)
        seen, sure = _circumstances(weighed)
    if not weighed:
        return Match("none", "", 0.0, "", ())
    best = weighed[0].meeting
    decision: Decision = "none"
    least = min(bounds["accept"], bounds["accept_untidy"])
    if sure >= least and sure >= bounds["accept" if tidy(seen) else "accept_untidy"] and _is_clear(weighed, territory):
        decision = "accept"
    elif sure >= bounds["review"]:
        decision = "review"
    shown = tuple(
        Candidate(
            each.meeting.record.ror,
            each.meeting.record.english,
            round(score, 4),
            (*sentences(each.meeting, each.values), *_standing(authority, each.meeting.record)),
        )
        for place, (each, score) in enumerate(zip(weighed[:MOST_SHOWN], _scores(weighed, sure), strict=False))
        if place < _ALWAYS_SHOWN or score >= _WORTH_SHOWING
    )
    corrected = correction(institution, tuple(parted(best)), territory) if sure >= _WORTH_CORRECTING else ""
    corrected = corrected or misread_country(institution, best.reading.runs, territory)
    return Match(decision, best.record.ror if decision == "accept" else "", shown[0].score, corrected, shown)


def _is_clear(weighed: Sequence[Weighed], territory: str) -> bool:
    return may_stand(weighed, territory) and not contested(weighed)


def _circumstances(weighed: Sequence[Weighed]) -> tuple[Mapping[str, float], float]:
    """How strong the strongest candidate is, how far the next record stands behind and what is left over on either side; and the
    probability that it is the right one, which rests on these: 0 where there is none.
    """
    if not weighed:
        return {}, 0.0
    seen, weights = circumstances(weighed), weights_of()["assurance"]
    return seen, 1 / (1 + math.exp(-weights["base"] - sum([weights[name] * value for name, value in seen.items()])))


def _scores(weighed: Sequence[Weighed], sure: float) -> list[float]:
    """The probability of each candidate: the strongest one's, and what is left shared out among the others and none."""
    none = weights_of()["bounds"]["none"]
    raised = [math.exp(each.strength - weighed[0].strength) for each in weighed[1:]]
    total = sum(raised) + math.exp(none - weighed[0].strength)
    # Where the strongest one is doubtful, those behind it are no likelier.
    return [sure, *(min(sure, (1 - sure) * each / total) for each in raised)]


def _standing(authority: Authority, record: AuthorityRecord) -> Iterator[Text]:
    """That a record is no longer active, and which record stands for it now, also one that this authority lacks."""
    if record.status == "active":
        return
    now = [f"{one.display} ({one.url})" for one in authority.successors(record)]
    now = now or [f"{relation.label} (https://ror.org/{relation.ror})" for relation in record.related("successor")]
    yield Text(
        f"but the record is {record.status}" + (f"; now {', '.join(now)}" if now else ""),
        f"ただしレコードは{_STATUS[record.status]}" + (f"。現在は {'、'.join(now)}" if now else ""),
    )


def _weighed(authority: Authority, institution: str, other: str, territory: str, within: str) -> list[Weighed]:
    """The candidates within a territory, or anywhere for "", for a name or its form in another language."""
    if not (institution and other):
        return weigh(authority, _asked(institution or other, territory, within), within)
    best: dict[str, Weighed] = {}
    for name in (institution, other):
        for each in weigh(authority, _asked(name, territory, within), within):
            known = best.get(each.meeting.record.ror)
            if known is None or each.strength > known.strength:
                best[each.meeting.record.ror] = each
    return sorted(best.values(), key=rank)


def _asked(name: str, territory: str, within: str) -> Query:
    """The query; where the list's territory is doubted, the name is read without it."""
    query = query_of(name, within)
    return query if territory == within else replace(query, territory=territory)


def weigh(authority: Authority, query: Query, within: str) -> list[Weighed]:
    """The candidates of a query within a territory, or anywhere for "", each with its best name and reading, the strongest first."""
    best: dict[int, Weighed] = {}
    found = candidates(authority, query, within)
    records = authority.records_at([one.name.record for one in found])
    for one in found:
        number = one.name.record
        if one.reading.within and not _is_within(authority, records[number], one.reading.within):
            continue
        each = _laid(query, one, records[number])
        known = best.get(number)
        if known is None or each.strength > known.strength:
            best[number] = each
    return parts_first(sorted(best.values(), key=rank))


def _is_within(authority: Authority, record: AuthorityRecord, key: str) -> bool:
    """Whether a record is a part of the one with that name (`keys.whole`)."""
    wholes = (authority.get(relation.ror) for relation in record.related("parent"))
    return any(whole(form.text) == key for one in wholes if one for form in one.names)


def _laid(query: Query, found: Found, record: AuthorityRecord) -> Weighed:
    """A reading laid beside a name and weighed.

    How they met is remembered, for an institution's faculties meet the same names; not the strength, for weights may be fitted anew.
    """
    kept = found.reading.laid
    key = found.name.key, found.same, query.territory, len(query.readings), query.initials
    if (known := kept.get(key)) is None:
        meeting = meet(query, found, record)
        known = kept[key] = meeting, values(meeting)
    meeting, seen = known
    return Weighed(meeting, seen, sum(map(mul, feature_weights(), seen)))


def meet(query: Query, found: Found, record: AuthorityRecord) -> Meeting:
    """A reading and a name, laid side by side."""
    name, reading, territory = found.name, found.reading, query.territory
    elsewhere = False
    if territory and territory != record.territory:
        elsewhere = all(place.territory != territory for place in record.places)
        if not elsewhere and tongue_of(territory) != name.tongue:
            name = name.read_in(tongue_of(territory))
    alignment = align(reading, name, record)
    led = alignment.led
    if "municipal" in name.words and any(
        _is_city(pair, name.text) or pair.run.text.endswith("市") or pair.side.voice.text in pair.run.cities for pair in alignment.pairs
    ):
        led |= {"municipal"}
    if "peoples" in name.words and "人民" in reading.text:
        led |= {"peoples"}
    if (
        name.kind == "label"
        and (unsaid := UNSAID.get(record.territory))
        and unsaid.isdisjoint(reading.word_ids)
        and alignment.worst >= _SURELY
    ):
        led |= unsaid
    carried = tuple([word.id for pair in alignment.pairs for word in pair.run.carried.get(pair.side.voice.text, ())])
    spoken = alignment.spoken
    sure = alignment.pairs and not alignment.missing and alignment.worst >= _SURELY
    if (
        sure
        and "university" in reading.word_ids
        and "university" in name.words
        and not _NUMBERS.isdisjoint({*name.words} & reading.word_ids)
    ):
        # A city has one university of a number, whoever its patron is: リヨン第三大学, Jean Moulin University Lyon 3.
        alignment = replace(alignment, extra=0.0)
    spoken |= _added(reading, name, record, alignment)
    met = _words_met(_printed(reading, name, record.territory) + carried, name.words, spoken, led)
    if found.same:  # however it was taken apart, nothing is left over
        alignment = replace(alignment, missing=0.0, extra=0.0, blurred=0.0)
        met = words_seen(replace(met, asked=lacking({}), named=lacking({})))
    return Meeting(reading, name, record, alignment, met, len(query.readings), query.initials, found.same, elsewhere)


def _added(reading: Reading, name: NameParts, record: AuthorityRecord, alignment: Alignment) -> frozenset[str]:
    """The printed words that say no more than the record's name does without them."""
    added = {"memorial"}  # called after somebody: ゲルツェン記念ロシア国立教育大学
    sure = alignment.pairs and not alignment.missing and alignment.worst >= _SURELY
    surely = sure or (len(alignment.pairs) > 1 and not alignment.missing and alignment.worst >= _SEVERAL_SURELY)
    of_state = reading.text.startswith("国立") or not _ARTS.isdisjoint(reading.word_ids)
    elsewhere_said = (*_SHARED_NAMES, *LATIN_AMERICA)  # where a national university is called so
    if surely and of_state and "国立" in reading.text and record.territory not in elsewhere_said and "national" not in name.words:
        added.add("national")  # lists say so of any university of a state: 国立タルカ大学, University of Talca; ウィーン国立音楽大学
    if sure and not alignment.extra and not reading.wanted.isdisjoint(record.kinds) and not any(map(_says_kind, name.words)):
        added |= _SCHOOLS  # its name says no kind, and the printed one is of its sort: Virginia Tech
    if alignment.pairs and alignment.missing <= PLACE_ONLY:
        added.add("campus")  # its place met: ミズーリ大学コロンビア校, University of Missouri–Columbia
    return reading.word_ids & added


def _says_kind(word: str) -> bool:
    return sort_of(word) == "kind" or word == "polytechnic"


def _printed(reading: Reading, name: NameParts, territory: str) -> tuple[str, ...]:
    """The printed words, as the record's name would say them.

    国立 is "state" where no other states have universities; 工科大学 says Polytechnic University as well, or Polytechnic
    Institute, where it has no other field.
    """
    if territory in ONE_STATE and "national" in reading.word_ids and "state" in name.words and "national" not in name.words:
        return tuple(["state" if word == "national" else word for word in reading.ids])
    if "polytechnic" in name.words and reading.fields == 1 and "工科大学" in reading.text:
        if territory in _POLYTECHNIC_UNIVERSITIES and not any(sort_of(word) == "kind" for word in name.words):
            return tuple(["polytechnic" if word == "technology" else word for word in reading.ids if word != "university"])
        kind = "institute" if "institute" in name.words else "university"
        return tuple([{"technology": "polytechnic", "university": kind}.get(word, word) for word in reading.ids])
    return reading.ids


@lru_cache(maxsize=32_768)
def _words_met(printed: tuple[str, ...], recorded: tuple[str, ...], spoken: frozenset[str], led: frozenset[str]) -> WordsMet:
    """Two names' words: `spoken` are printed words that the record has as proper names, `led` words of the record that met with propers."""
    both = {*printed} & {*recorded}  # a word that has its like is no counterpart of another one
    ours, theirs = {*printed} - both, {*recorded} - both
    asked = {word: 1.0 if word in both or word in spoken else nearest(word, theirs) for word in printed}
    named = {word: 1.0 if word in both or word in led else nearest(word, ours) for word in recorded}
    for school in ("university", "graduate_school"):
        if "institute" in named and school in asked and asked.keys() & named.keys() & _TECHNICAL:
            # バンドン工科大学 is an Institute of Technology, as 東京工業大学 was.
            asked[school] = named["institute"] = 1.0
    for word, two in _IN_TWO.items():
        _same_in_two(word, two, asked, named)
        _same_in_two(word, two, named, asked)
    _exchange(asked, named)
    if "university" in asked and asked.get("music") == 1 and "theatre" in named:
        named["theatre"] = 1.0  # 音楽大学 is short for one of music and performing arts
    for words in (asked, named):
        _blur(words)
    fields = words_of("field")
    shared = sum([near for word, near in asked.items() if word in fields])
    return words_seen(WordsMet(lacking(asked), lacking(named), shared))


def _exchange(asked: dict[str, float], named: dict[str, float]) -> None:
    """Bring the one kind near that differs, where either word is used for such an institution and all its words of field met."""
    ours, theirs = ([word for word, near in words.items() if near < 1] for words in (asked, named))
    if len(ours) != 1 or len(theirs) != 1:
        return
    kinds, both = frozenset([*ours, *theirs]), asked.keys() & named.keys()
    # Earth sciences are one word here, and weather, rocks and the pole have an institution each.
    if (kinds in _EXCHANGED and "geology" not in both) or (kinds <= _OF_ARTS and "university" in ours and not _ARTS.isdisjoint(both)):
        asked[ours[0]] = max(asked[ours[0]], _EXCHANGED_NEAR)
        named[theirs[0]] = max(named[theirs[0]], _EXCHANGED_NEAR)


def _blur(words: dict[str, float]) -> None:
    """Words that say little beside a field that met: University of Medical Sciences, Cancer Research Center; & Research of a university."""
    little = [word for word in _SAYS_LITTLE if words.get(word, 1.0) < _LITTLE]
    met = bool(little) and any(near == 1 and word not in _SAYS_LITTLE and sort_of(word) == "field" for word, near in words.items())
    for word in little:
        if met or word == "research":
            words[word] = _LITTLE if met else _LITTLE / 2


def _is_city(pair: Pair, name: str) -> bool:
    """Whether a record's name calls what met a city, which a printed one may leave out: Thành phố Hồ Chí Minh."""
    tokens, met = latin_tokens(name), pair.side.voice.text
    for place, word in enumerate(tokens):
        after = "".join(tokens[place + 1 :])
        if word in ("pho", "tp") and after.startswith(met):
            return True
    return False


def _same_in_two(word: str, two: tuple[str, str], ones: dict[str, float], others: dict[str, float]) -> None:
    """A research institute is the same as an institute of research: Instituto de Pesquisas."""
    if ones.get(word, 1.0) < 1 and others.keys() >= {*two}:
        ones[word] = others[two[0]] = others[two[1]] = 1.0
