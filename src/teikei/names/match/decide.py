"""From candidates to a decision: probabilities of each record and of none, and what follows from them."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import mul
from typing import Literal, NamedTuple

from teikei.names.authority.keys import CHINESE, tongue_of
from teikei.names.authority.record import AuthorityRecord
from teikei.names.authority.store import Authority
from teikei.names.bilingual import Text
from teikei.names.hangul import KOREAN
from teikei.names.match.align import align
from teikei.names.match.candidates import Found, candidates
from teikei.names.match.features import FEATURES, Lacking, Meeting, lacking, sentences, values
from teikei.names.match.misreadings import correction
from teikei.names.match.query import Query, query_of
from teikei.names.vocabulary import vocabulary
from teikei.names.words import Word, near, sort_of

Decision = Literal["accept", "review", "none"]
MOST_SHOWN = 10
_ALWAYS_SHOWN, _WORTH_SHOWING = 3, 0.002  # candidates; the probability of further ones
_WORTH_CORRECTING = 0.4  # a printed name is corrected only towards a record that is likely
_FAR = 4.0  # log-odds by which the next record may stand behind; more says no more
_CLOSE = 0.4  # log-odds within which the next record counts as close
_CLEARLY = 0.7  # log-odds by which a name has to lead one that leaves nothing over either
_PART_BEHIND, _TELLS_MORE = 3.5, 0.2  # how far a part may stand behind its whole, and how much more its proper names have to tell
_BLUR, _LEFT = 0.35, 0.25  # what may be blurred and left over of a tidy choice
_TECHNICAL = {"technology", "science_technology"}
_ABSENT = 1 / 3
_SHARED = (*CHINESE, *KOREAN, "JP")  # where names in Han characters are the same across borders
_STATUS = {"inactive": "無効", "withdrawn": "取り下げ済み"}
_TURNED = 0.8  # words such as state, national, north that only one of the names has
_SPARE = 0.5  # what is left over beside words alone
_WORDS_ENOUGH, _WORDS_ENOUGH_IF_ALL = 2, 1.4  # words of field that may do without a proper name; where nothing is left over


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


class Weighed(NamedTuple):
    """A meeting with its features and its strength, a log-odds against "none of them"."""

    meeting: Meeting
    values: Sequence[float]
    strength: float


def match(authority: Authority, institution: str, territory: str, *, other: str = "") -> Match:
    """The record that a printed name means, in a territory (ISO 3166-1, "" where the list gives none).

    accept: sure enough to be used; review: a person should choose among the candidates; none: no record is likely.
    `other` is the same name in another language, where the list prints one.
    """
    bounds = weights_of()["bounds"]
    weighed = _weighed(authority, institution, other, territory, territory)
    sure = assurance(weighed)
    if territory and sure < bounds["review"]:
        # The list's territory may be wrong; what is found elsewhere is never accepted without a person.
        anywhere = {each.meeting.record.ror: each for each in _weighed(authority, institution, other, territory, "")}
        weighed = sorted({**anywhere, **{each.meeting.record.ror: each for each in weighed}}.values(), key=_rank)
        sure = assurance(weighed)
    if not weighed:
        return Match("none", "", 0.0, "", ())
    best = weighed[0].meeting
    decision: Decision = "none"
    if sure >= bounds["accept" if tidy(weighed) else "accept_untidy"] and may_stand(best, territory) and not contested(weighed):
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
    corrected = correction(institution, best.alignment.pairs, territory) if sure >= _WORTH_CORRECTING else ""
    return Match(decision, best.record.ror if decision == "accept" else "", shown[0].score, corrected, shown)


def assurance(weighed: Sequence[Weighed]) -> float:
    """The probability that the strongest candidate is the right one, 0 where there is none.

    It rests on how strong the candidate is, how far the next record stands behind, and what is left over on either side.
    """
    if not weighed:
        return 0.0
    weights = weights_of()["assurance"]
    seen = circumstances(weighed)
    return 1 / (1 + math.exp(-weights["base"] - sum(weights[name] * value for name, value in seen.items())))


def circumstances(weighed: Sequence[Weighed]) -> dict[str, float]:
    """What the assurance rests on, by name."""
    best = weighed[0]
    seen = _of(best)
    behind = best.strength - weighed[1].strength if len(weighed) > 1 else _FAR
    alignment = best.meeting.alignment
    return {
        "strength": best.strength / 5,
        "ahead": min(behind, _FAR),
        "close": 1.0 if behind < _CLOSE else 0.0,
        "same": seen["same_name"],
        "clean": seen["nothing_over"],
        "blur": seen["blurred"],
        "rival_same": 1.0 if len(weighed) > 1 and seen["same_name"] and _of(weighed[1])["same_name"] else 0.0,
        "absent": alignment.missing,
        "unmet": seen["missing_fields"] + seen["missing_kinds"],
        "unasked": alignment.extra + seen["extra_fields"] + seen["extra_kinds"],
        "turned": seen["other_direction"] + seen["other_status"],
        "wordy": seen["fields_alone"] * (1 - min(alignment.told, 1.0)),
        "part": seen["passed_over"],
        "inner": 1.0 if best.meeting.reading.depth else 0.0,
    }


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


def tidy(weighed: Sequence[Weighed]) -> bool:
    """Whether hardly anything of the strongest candidate's name or of the printed one is left over, or met only by likeness."""
    seen = circumstances(weighed)
    return bool(seen["clean"]) and seen["blur"] < _BLUR and max(seen["unmet"], seen["unasked"], seen["absent"]) < _LEFT


def contested(weighed: Sequence[Weighed]) -> bool:
    """Whether another candidate has as good a claim: the very same name as a label, a name that leaves nothing over and
    is nearly as strong, a part of the record that suits what stands inside the institution, or the acronym that is printed with it.
    """
    first, others = _of(weighed[0]), [_of(other) for other in weighed[1:]]
    if first["same_name"] and any(other["same_name"] and other["alias"] <= first["alias"] for other in others):
        return True
    if not first["same_name"] and others and others[0]["nothing_over"] and weighed[0].strength - weighed[1].strength < _CLEARLY:
        return True
    if any(_part_of(other, weighed[0]) for other in weighed[1:]):
        return True
    return not first["same_initials"] and any(other["same_initials"] for other in others)


def _of(weighed: Weighed) -> dict[str, float]:
    return dict(zip(FEATURES, weighed.values, strict=True))


def _part_of(part: Weighed, whole_: Weighed) -> bool:
    """Whether a candidate is a part of another one and shares a word or name that only the inner levels of the printed name have."""
    if part.meeting.reading.depth <= whole_.meeting.reading.depth or part.strength < whole_.strength - _PART_BEHIND:
        return False
    inner = part.meeting.reading.word_ids - whole_.meeting.reading.word_ids
    shares = (
        any(word in inner for word in part.meeting.name.words) or part.meeting.alignment.told > whole_.meeting.alignment.told + _TELLS_MORE
    )
    return shares and any(relation.ror == whole_.meeting.record.ror for relation in part.meeting.record.related("parent"))


def may_stand(best: Meeting, territory: str) -> bool:
    """Whether a record may be accepted without a person, however likely it is.

    Not one that is no longer active or sits elsewhere; not a whole where a campus or hospital of it is named; not one that
    lacks a third of the printed proper names; not one that shares a word of field and nothing else (農業大学), or is called state or
    north where the other is not; and without a territory not a record of China, Korea or Japan, for names are shared across
    their borders (東呉, 中央, 中山).
    """
    alignment = best.alignment
    if best.record.status != "active" or best.elsewhere or best.reading.passed_over or alignment.missing > _ABSENT:
        return False
    turned = sum(side.status + side.direction for side in (best.asked, best.named))
    if turned >= _TURNED:
        return False
    by_words = not alignment.pairs and not alignment.spoken and not best.same
    spare = alignment.extra + sum(side.field + side.kind for side in (best.asked, best.named))
    if by_words and best.shared < (_WORDS_ENOUGH if spare >= _SPARE else _WORDS_ENOUGH_IF_ALL):
        return False
    return bool(territory) or best.record.territory not in _SHARED


def _weighed(authority: Authority, institution: str, other: str, territory: str, within: str) -> list[Weighed]:
    """The candidates within a territory, or anywhere for "", for a name or its form in another language."""
    best: dict[str, Weighed] = {}
    for name in filter(None, (institution, other)):
        # Where the list's territory is doubted, the name is read without it.
        for each in weigh(authority, query_of(name, within)._replace(territory=territory), within):
            known = best.get(each.meeting.record.ror)
            if known is None or each.strength > known.strength:
                best[each.meeting.record.ror] = each
    return sorted(best.values(), key=_rank)


def _rank(weighed: Weighed) -> tuple[float, str]:
    return -weighed.strength, weighed.meeting.record.ror


def weigh(authority: Authority, query: Query, within: str) -> list[Weighed]:
    """The candidates of a query within a territory, or anywhere for "", each with its best name and reading, the strongest first."""
    best: dict[int, Weighed] = {}
    weights = feature_weights()
    found = candidates(authority, query, within)
    records = authority.records_at(one.name.record for one in found)
    for one in found:
        number = one.name.record
        meeting = meet(authority, query, one, records[number])
        seen = values(meeting)
        strength = sum(map(mul, weights, seen))
        known = best.get(number)
        if known is None or strength > known.strength:
            best[number] = Weighed(meeting, seen, strength)
    return sorted(best.values(), key=_rank)


def meet(authority: Authority, query: Query, found: Found, record: AuthorityRecord) -> Meeting:
    """A reading and a name, laid side by side."""
    name, reading, territory = found.name, found.reading, query.territory
    elsewhere = bool(territory) and all(place.territory != territory for place in record.places)
    tongue = tongue_of(record.territory if elsewhere or not territory else territory)
    alignment = align(reading, name, tongue, lambda: authority.own_names(name.record))
    led = frozenset(word for pair in alignment.pairs for word in pair.side.words)
    asked, named, shared = _words_met(reading.words, name.words, alignment.spoken, led)
    return Meeting(
        reading, name, record, alignment, asked, named, shared, len(query.readings), query.initials, found.same, elsewhere
    )  # fmt: skip


@lru_cache(maxsize=32_768)
def _words_met(
    printed: tuple[Word, ...], recorded: tuple[str, ...], spoken: frozenset[str], led: frozenset[str]
) -> tuple[Lacking, Lacking, float]:
    """The printed words that the record's name lacks, those that the printed name lacks, and the words of field that both have."""
    ours, theirs = dict.fromkeys(word.id for word in printed), dict.fromkeys(recorded)
    both = ours.keys() & theirs.keys()  # a word that has its like is no counterpart of another one
    asked = {word: 1.0 if word in both or word in spoken else _nearest(word, theirs.keys() - both) for word in ours}
    named = {word: 1.0 if word in both or word in led else _nearest(word, ours.keys() - both) for word in theirs}
    if "institute" in named and "university" in asked and asked.keys() & named.keys() & _TECHNICAL:
        # バンドン工科大学 is an Institute of Technology, as 東京工業大学 was.
        asked["university"] = named["institute"] = 1.0
    _same_in_two(asked, named)
    _same_in_two(named, asked)
    return lacking(asked), lacking(named), sum(near for word, near in asked.items() if sort_of(word) == "field")


def _same_in_two(ones: dict[str, float], others: dict[str, float]) -> None:
    """A research institute is the same as an institute of research: Instituto de Pesquisas."""
    if ones.get("research_institute", 1.0) < 1 and others.keys() >= {"research", "institute"}:
        ones["research_institute"] = others["research"] = others["institute"] = 1.0


def _nearest(word: str, others: Iterable[str]) -> float:
    return max((near(word, other) for other in others), default=0.0)


@cache
def feature_weights() -> tuple[float, ...]:
    """The weights of the features, in the order of FEATURES."""
    return tuple(weights_of()["weights"][name] for name in FEATURES)


@cache
def weights_of() -> Mapping[str, Mapping[str, float]]:
    """The weights of the features and the bounds of the decisions, from data/weights.toml."""
    return vocabulary("weights")
