"""What the strongest candidate's standing rests on, and what is never accepted however likely it is."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from teikei.names.authority.keys import CHINESE
from teikei.names.hangul import KOREAN
from teikei.names.match.another import SHARED, SLIGHTLY, other_signs, says_another
from teikei.names.match.features import FEATURES, NEAR_KIND, OWN, Meeting
from teikei.names.match.fitted import weights_of
from teikei.names.words import spans

_FAR = 4.0  # log-odds by which the next record may stand behind; more says no more
_CLOSE = 0.4  # log-odds within which the next record counts as close
_CLEARLY = 0.7  # log-odds by which a name has to lead one that leaves nothing over either
_PART_BEHIND, _TELLS_MORE = 3.5, 0.2  # how far a part may stand behind its whole, and how much more its proper names have to tell
_BLUR, _LEFT = 0.35, 0.25  # what may be blurred and left over of a tidy choice
_SPARE = 0.5  # what is left over beside words alone
_BARE = 0.3  # words of field that only the record has, where the printed name has none: マラウイ大学, Malawi University of Science
_ABSENT = 0.25  # the share of the printed proper names that a record may lack
_HEARD = 0.72  # likeness that one proper name at least has to reach
# Words that names of universities hold or leave out there, and lists too: 釜山大学校, 中央大学; イルクーツク大学.
_NATIONAL, _STATE = frozenset(["national"]), frozenset(["national", "state"])
_SOVIET = ("RU", "UA", "BY", "MD", "KZ", "KG", "UZ", "TJ", "TM", "GE", "AM", "AZ", "MN")
ONE_STATE = (*_SOVIET, "RS", "ME", "BG", "MK")  # where 国立 and state are one thing: государственный, državni
LATIN_AMERICA = ("AR", "PE", "BO", "PY", "HN")  # where most public universities are Universidad Nacional
UNSAID = {
    "DE": frozenset(["state"]),
    **dict.fromkeys(("FR", *LATIN_AMERICA, *CHINESE, *KOREAN), _NATIONAL),
    **dict.fromkeys(_SOVIET, _STATE),
}
_TURNED = 0.8  # words such as state, national, north that only one of the names has
_DISTINCT = {"field": 1.0, "direction": 1.5, "status": 0.5}  # how much a word of each sort tells which institution is meant
_DISTINCT_ENOUGH = 1.5
_WORDS_ENOUGH, _WORDS_ENOUGH_IF_ALL = 2, 1.4  # words of field that may do without a proper name; where nothing is left over


class Weighed(Struct, frozen=True):
    """A meeting with its features and its strength, a log-odds against "none of them"."""

    meeting: Meeting
    values: Sequence[float]
    strength: float


def rank(weighed: Weighed) -> tuple[float, str]:
    """The order of candidates: the strongest first, among equals by id."""
    return -weighed.strength, weighed.meeting.record.ror


def circumstances(weighed: Sequence[Weighed]) -> dict[str, float]:
    """What the assurance rests on, by name. There has to be a candidate."""
    best = weighed[0]
    seen = dict(zip(FEATURES, best.values, strict=True))
    rivals = _rivals(weighed)
    behind = best.strength - rivals[0].strength if rivals else _FAR
    alignment = best.meeting.alignment
    return {
        "strength": best.strength / 5,
        "ahead": min(behind, _FAR),
        "close": 1.0 if behind < _CLOSE else 0.0,
        "same": seen["same_name"],
        "clean": seen["nothing_over"],
        "blur": seen["blurred"],
        "rival_same": 1.0 if rivals and seen["same_name"] and _seen(rivals[0], "same_name") else 0.0,
        "absent": alignment.missing,
        "unmet": seen["missing_fields"] + seen["missing_kinds"],
        "unasked": alignment.extra + seen["extra_fields"] + seen["extra_kinds"],
        "other_fields": seen["extra_fields"],
        "bare": 1.0 if seen["extra_fields"] > _BARE and not best.meeting.reading.fields else 0.0,
        "turned": seen["other_direction"] + seen["other_status"],
        "wordy": seen["fields_alone"] * (1 - min(alignment.told, 1.0)),
        "part": seen["passed_over"],
        "patron": seen["in_its_city"] * min(alignment.extra, 2.0),
        "inner": 1.0 if best.meeting.reading.depth else 0.0,
    }


def parts_first(weighed: list[Weighed]) -> list[Weighed]:
    """The candidates, a part that has all that is printed before the whole that passes over it: 北京大学第一医院, 北京大学."""
    if not weighed or not weighed[0].meeting.reading.passed_over:
        return weighed
    first = weighed[0].meeting
    for place, each in enumerate(weighed):
        meeting = each.meeting
        if meeting.reading.depth > first.reading.depth and complete(meeting) and _is_part(meeting, first):
            return [each, *weighed[:place], *weighed[place + 1 :]]
    return weighed


def _is_part(part: Meeting, of: Meeting) -> bool:
    return any(relation.ror == of.record.ror for relation in part.record.related("parent"))


def _rivals(weighed: Sequence[Weighed]) -> list[Weighed]:
    """What might be meant instead of the strongest: not what stood before a merger or a new name, nor the whole of which it is the
    printed part, nor the system that a university is part of (University of Maine System), where that is not printed.
    """
    best = weighed[0].meeting
    parents = best.record.related("parent")
    systems = {relation.ror for relation in parents if "System" in relation.label.split()}
    if best.reading.passed_over or "campus" in best.reading.word_ids:
        systems = set()
    whole_ = complete(best)
    active = [
        other
        for other in weighed[1:]
        if other.meeting.record.status == "active"
        and other.meeting.record.ror not in systems
        and not (whole_ and other.meeting.record.territory == "CN" and other_signs(other.meeting, "CN"))  # 上海電力, 上海电机
    ]
    if best.reading.passed_over or not whole_:
        return active
    # カレッジ is a college: Boston College is not Boston University.
    exact = "カレッジ" in best.reading.text and not best.asked.kind
    return [other for other in active if not (other.meeting.reading.passed_over or (exact and other.meeting.asked.kind))]


def tidy(seen: Mapping[str, float]) -> bool:
    """Whether hardly anything of the strongest candidate's name or of the printed one is left over, or met only by likeness, by the
    circumstances.
    """
    return bool(seen["clean"]) and seen["blur"] < _BLUR and max(seen["unmet"], seen["unasked"], seen["absent"]) < _LEFT


def contested(weighed: Sequence[Weighed]) -> bool:
    """Whether another candidate has as good a claim: the very same name as a label, a name that leaves nothing over and
    is nearly as strong, a part of the record that suits what stands inside the institution, or the acronym that is printed with it.
    """
    weighed = [weighed[0], *_rivals(weighed)]
    rivals_too = _same_too if _seen(weighed[0], "same_name") else _as_good
    if any(rivals_too(weighed[0], other) for other in weighed[1:]):
        return True
    if any(_part_of(other, weighed[0]) for other in weighed[1:]):
        return True
    return (
        not _seen(weighed[0], "same_initials")
        and any(other.meeting.initials and _seen(other, "same_initials") for other in weighed[1:])
        and not any(pair.run.text.upper() in weighed[0].meeting.initials for pair in weighed[0].meeting.alignment.pairs)
    )


def _same_too(first: Weighed, other: Weighed) -> bool:
    """Whether another record has the very same name as a label, or as an alias too; 北京大学 is only a part of 北京大学第三医院."""
    if not _seen(other, "same_name") or _seen(other, "alias") > _seen(first, "alias"):
        return False
    return other.meeting.reading.depth >= first.meeting.reading.depth


def _as_good(first: Weighed, other: Weighed) -> bool:
    """Whether another name leaves nothing over either and is nearly as strong: a label where the first is one, and of no other kind.

    How well the records are known does not count: 物理研究所 may be more than one institute of an academy.
    """
    ours, theirs = first.meeting, other.meeting
    if _evidence(first) - _evidence(other) >= _CLEARLY or _seen(other, "alias") > _seen(first, "alias"):
        return False
    return (
        complete(theirs)
        and not says_another(theirs, theirs.reading.territory)
        and theirs.asked.kind <= ours.asked.kind + SLIGHTLY
        and theirs.alignment.blurred <= ours.alignment.blurred + SLIGHTLY
    )


def _evidence(weighed: Weighed) -> float:
    """The strength without what the fame of the record adds to it."""
    return weighed.strength - weights_of()["weights"]["known"] * _seen(weighed, "known")


def complete(meeting: Meeting) -> bool:
    """Whether neither name has anything to spare, but for the record's own city or country and a near word for the kind."""
    asked, named, alignment = meeting.asked, meeting.named, meeting.alignment
    if alignment.missing or alignment.extra > OWN or alignment.blurred >= _SPARE:
        return False
    left = (asked.field + asked.status + asked.direction) + (named.field + named.status + named.direction + named.inner)
    return left == 0 and max(asked.kind, named.kind) <= NEAR_KIND


_PLACES = {name: place for place, name in enumerate(FEATURES)}


def _seen(weighed: Weighed, feature: str) -> float:
    return weighed.values[_PLACES[feature]]


def _part_of(part: Weighed, whole_: Weighed) -> bool:
    """Whether a candidate is a part of another one and shares a word or name that only the inner levels of the printed name have."""
    # That the whole has the very name that is printed first does not tell whether it is meant.
    strength = whole_.strength - weights_of()["weights"]["same_name"] * _seen(whole_, "same_name")
    if part.meeting.reading.depth <= whole_.meeting.reading.depth or part.strength < strength - _PART_BEHIND:
        return False
    if "hospital" in part.meeting.named.words:
        return False  # a hospital, where a faculty is printed
    inner = part.meeting.reading.word_ids - whole_.meeting.reading.word_ids
    shares = (
        any(word in inner for word in part.meeting.name.words) or part.meeting.alignment.told > whole_.meeting.alignment.told + _TELLS_MORE
    )
    return shares and _is_part(part.meeting, whole_.meeting)


def may_stand(weighed: Sequence[Weighed], territory: str) -> bool:
    """Whether the first record may be accepted without a person, however likely it is.

    Not one that is no longer active or sits elsewhere; not a whole where a campus or hospital of it is named; not one that
    lacks a quarter of the printed proper names, or has but a distant likeness of them; not one with a field on one side that has
    no counterpart on the other, nor in Korea a college where a university is printed (蔚山大学校), nor one with another
    acronym than the printed one; not one that shares a word of field and nothing else (農業大学), unless nothing there comes near
    it, or is called state or north where the other is not; and without a territory not a record of China, Korea or Japan, for
    names are shared across their borders (東呉, 中央, 中山).
    """
    best = weighed[0].meeting
    alignment = best.alignment
    if best.record.status != "active" or best.elsewhere or best.reading.passed_over or alignment.missing > _ABSENT:
        return False
    if says_another(best, territory):
        return False
    if _turned(best, territory) >= _TURNED or (alignment.pairs and max(pair.likeness for pair in alignment.pairs) < _HEARD):
        return False
    if not alignment.pairs and not alignment.spoken and not best.same and not (_told_by_words(best) or _only_one(weighed)):
        return False
    return bool(territory) or best.record.territory not in SHARED


def _turned(best: Meeting, territory: str) -> float:
    """How many words such as state, national, north only one of the names has.

    One that names there leave out (UNSAID) does not count.
    """
    asked, named = best.asked, best.named
    turned = asked.status + asked.direction + named.status + named.direction
    return turned - 1 if not asked.status and not UNSAID.get(territory, frozenset()).isdisjoint(named.words) else turned


def _told_by_words(best: Meeting) -> bool:
    """Whether words alone say which institution is meant: all of them and no other, if they are more than one of field or are
    said by their sound (ノースウェスタン大学); else several of field.
    """
    if complete(best):
        sorts = [word.sort for word in best.reading.words]
        if any(word.id == "ministry" for word in best.reading.words) and not best.alignment.extra:
            return True  # a state has one for each field
        if _of_place(best):
            return True
        if sum(_DISTINCT.get(sort, 0.0) for sort in sorts) >= _DISTINCT_ENOUGH or _by_sound(best.reading.text):
            return True
    spare = best.alignment.extra + sum(side.field + side.kind for side in (best.asked, best.named))
    return best.shared >= (_WORDS_ENOUGH if spare >= _SPARE else _WORDS_ENOUGH_IF_ALL)


def _only_one(weighed: Sequence[Weighed]) -> bool:
    """Whether words alone say all, and no other record of the territory comes near: 財政経済大学 in Mongolia."""
    best = weighed[0].meeting
    return best.reading.fields > 0 and complete(best) and (len(weighed) == 1 or weighed[0].strength - weighed[1].strength >= _FAR)


def _of_place(best: Meeting) -> bool:
    """Whether the printed name says where the record sits, though its own name does not."""
    return any(run.places for run in best.reading.runs) and bool(best.reading.propers)


def _by_sound(text: str) -> bool:
    """Whether all words but those of kind are printed as they sound, in katakana: ロイヤル・カレッジ・オブ・アート."""
    telling = [span for span in spans(text) if any(word.sort in _DISTINCT for word in span.words)]
    return bool(telling) and all("ァ" <= sign <= "ヺ" or sign in "ー・" for span in telling for sign in span.text)
