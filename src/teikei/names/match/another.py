"""Whether a name that meets a record says that another institution is meant."""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from teikei.names.authority.keys import CHINESE
from teikei.names.elements import EAST_ASIAN
from teikei.names.han import common, is_han
from teikei.names.hangul import KOREAN
from teikei.names.match.features import OWN, Meeting
from teikei.names.match.laid import Pair
from teikei.names.territories import territory_code
from teikei.names.words import sort_of

SHARED = (*CHINESE, *KOREAN, "JP")  # where names in Han characters are the same across borders
# Kinds that say which of two institutions of a place is meant, so that no near one will do.
_MARKED = frozenset(
    ["technical_college", "junior_college", "community_college", "high_school", "hospital", "clinic", "library", "museum", "system"]
)
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_LONG = 6  # letters of a spelling in which one may have slipped
# Where a college gives degrees of its own, and lists call it 大学: スミス大学, Smith College; ヴォルダ大学, Volda University College.
_COLLEGES = ("US", "NO", "SE")
_KANA = re.compile("[ァ-ヺ]")
_ACADEMY = re.compile("科学院|科學院|研究院")
_KIND_SIGNS = re.compile("大学|学院|医院|病院|研究所|研究院|公司|职业|国立|中心")
SLIGHTLY = 0.1  # by how much more a rival, or a side, may be blurred or off in kind or field
_NEAR_FIELD = 0.3  # words of field that are but near ones, on both sides together
_FIELD_IN_LETTERS = 0.25  # the same of a name in its own language or English, which is printed as it is
_WHOLE_FIELD = 0.8  # words of field without a counterpart


def says_another(best: Meeting, territory: str) -> bool:
    """Whether a field, a kind or an acronym on one side says that another institution is meant."""
    if not _MARKED.isdisjoint((*best.asked.words, *best.named.words)):
        return True
    if territory in SHARED and not best.same and best.alignment.extra >= OWN:
        return True  # in Chinese characters a name is given in full: 三峡大学, 重慶三峡大学
    if best.asked.field and sum(sort_of(word) == "field" for word in best.named.words) > 1:
        return True  # a field that is but near, and the record has two: 工業大学, University of Technology and Engineering
    if max(best.asked.field, best.named.field) >= _WHOLE_FIELD or _other_acronym(best) or _loosely_technical(best):
        return True
    if _of_its_city_only(best, territory) or _only_a_hospital(best):
        return True
    if territory in KOREAN and "university" in best.asked.words:
        return True
    if territory in CHINESE and (_other_words(best) or other_signs(best, territory) or _an_academy(best)):
        return True
    if ("カレッジ" in best.reading.text and "college" in best.asked.words) or _a_system(best):
        return True  # サンタモニカ・カレッジ, University of Santa Monica
    if best.same or EAST_ASIAN.search(best.reading.text):
        return False
    return _field_on_one_side(best) or _otherwise_in_letters(best, territory)


def _other_acronym(best: Meeting) -> bool:
    """Whether the acronym that is printed with the name of an institution is none of the record's, though it has some."""
    if best.depths > 1:
        return False  # it may be that of a unit
    own = [form.text for form in best.record.names if form.kind == "acronym"]
    printed = best.initials - {pair.run.text.upper() for pair in best.alignment.pairs}
    return bool(own and printed) and not any(one in other or other in one for one in printed for other in own)


def _loosely_technical(best: Meeting) -> bool:
    """Whether a printed university of technology is an institute by a former name with more in it, or one that does not teach."""
    words = best.name.words
    if "university" not in best.reading.word_ids or "university" in words or "institute" not in words or best.asked.kind:
        return False
    return "education" not in best.record.kinds or (best.name.kind != "label" and best.alignment.extra > OWN)


def _other_words(best: Meeting) -> bool:
    """Whether words of field are but near ones, though the record has its name in Chinese characters, which are printed: 理工, 工業."""
    if best.same or best.asked.field + best.named.field < _NEAR_FIELD or not is_han(best.reading.text[:1]):
        return False
    return any(is_han(form.text[:1]) for form in best.record.names)


def _only_a_hospital(best: Meeting) -> bool:
    """Whether a plain university is printed and the record is a hospital: スタヴァンゲル大学, Stavanger University Hospital."""
    kinds = best.record.kinds
    return best.reading.wanted == {"education"} and not best.reading.fields and "healthcare" in kinds and "education" not in kinds


def _a_system(best: Meeting) -> bool:
    """Whether the record is a system of universities, which is not printed: University of Minnesota, …System, that is so called too."""
    return "System" in best.record.english.split() and "system" not in best.reading.word_ids


def _otherwise_in_letters(best: Meeting, territory: str) -> bool:
    """Whether a name in its own language or English is put otherwise, as it is printed when another one is meant: another kind (Cornell
    College), a proper name more (University of Reggio Calabria) or spelt otherwise by more than a slip (Winchester, Manchester).
    """
    if best.asked.kind or best.named.kind or best.alignment.extra > OWN:
        return True
    if ("university" in best.reading.word_ids) != ("university" in best.name.words):
        return True
    slips = 0 if territory in CHINESE else 1  # pinyin knows none: Shaanxi, Shanxi
    return bool(_LATIN.match(best.reading.text)) and not all(_so_spelt(pair, slips) for pair in best.alignment.pairs)


def _so_spelt(pair: Pair, slips: int) -> bool:
    """Whether two names in Latin letters are spelt the same but for so many letters within a long one."""
    one, other = pair.run.text, pair.side.voice.text
    if pair.side.voice.script != "latin" or one == other or other in pair.run.latin:
        return True
    return one[0] == other[0] and len(one) >= _LONG and Levenshtein.distance(one, other, score_cutoff=slips) <= slips


def _field_on_one_side(best: Meeting) -> bool:
    """Whether only one of two names has a word of field, however near: Học viện Nông nghiệp, Viện Khoa học Nông nghiệp (science)."""
    asked, named = best.asked.field, best.named.field
    return min(asked, named) < SLIGHTLY and max(asked, named) >= _FIELD_IN_LETTERS


def _an_academy(best: Meeting) -> bool:
    """Whether a university is printed and the record is an academy that does research: 中国農業大学, 中国农业科学院."""
    return "university" in best.asked.words and any(_ACADEMY.search(form.text) for form in best.record.names)


def other_signs(best: Meeting, territory: str) -> bool:
    """Whether each name of the record in Chinese characters has a character that the printed one lacks, and the other way round.

    Kinds do not count, for they change (医学院, 医科大学). 海事 and 海洋, 理工 and 科技, 山西 and 陕西 are others, however alike they are
    as words and sounds. Outside the mainland a name with katakana is translated freely.
    """
    if best.same or (territory != "CN" and _KANA.search(best.reading.text)) or not (printed := _signs(best.reading.text)):
        return False
    names = [_signs(form.text) for form in best.record.names if is_han(form.text[:1])]
    return bool(names) and all(printed - name and name - printed for name in names)


@lru_cache(maxsize=4_096)
def _signs(name: str) -> frozenset[str]:
    return frozenset(sign for sign in _KIND_SIGNS.sub("", common(name)) if is_han(sign))


def _of_its_city_only(best: Meeting, territory: str) -> bool:
    """Whether nothing but a place speaks for the record, whose name says more: グラスゴー大学, Glasgow Caledonian University.

    A place has several universities, and the one that is called after it may be missing in the authority. So a plain 大学 of a
    place is no university with a patron, no college, and no branch in another city (ルイジアナ州立大学, Louisiana State University
    in Shreveport).
    """
    pairs = best.alignment.pairs
    if best.same or not pairs or best.reading.fields or best.reading.ids[:1] != ("university",):
        return False
    if not all(pair.run.known and not pair.run.home for pair in pairs):
        return False
    if best.alignment.extra and territory_code(" ".join(best.unmet)) != best.record.territory:
        return True
    return "university" in best.asked.words and territory not in _COLLEGES
