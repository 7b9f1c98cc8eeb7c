"""Whether a printed name was misread by a sign or two: ポゴール meets Bogor far better as ボゴール."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from teikei.names.elements import latin_tokens, plain
from teikei.names.han import common, is_han
from teikei.names.match.align import LEAST
from teikei.names.match.align import alike as runs_alike
from teikei.names.match.features import Meeting
from teikei.names.match.laid import Pair, Run
from teikei.names.places import place_names
from teikei.names.sound import Misreading, alike, kana_sound, misread, signs
from teikei.names.words import spans

_BETTER = 0.18  # by how much of one sound a reading with one other sign has to be more like the record's name
_ENOUGH = 0.93  # and how like it then has to be
_LONG, _WIDTH, _ENOUGH_TWICE = 5, 4, 0.95  # signs of a name of which two may be misread; how many first ones are tried
_KIND_ENDS = 2  # signs at the end of a name in which a kind may be misread
_SMALL, _MARKS = frozenset("ァィゥェォャュョヮッ"), frozenset("ァィゥェォャュョヮッーン")
_BARE, _BARE_VOICED = frozenset("プトクス"), frozenset("ブドグズ")  # kana of a consonant without its vowel, which is heard either way
_LIQUID = frozenset("ラリルレロ")
_OTHER_SHAPE = 0.2  # what a sign of another shape has to be the better for, of one sound
# Voicing marks, and signs of one shape and another size.
_VOICES = {0x3099: None, 0x309A: None} | str.maketrans("ァィゥェォャュョヮッ", "アイウエオヤユヨワツ")
_COUNTRY = 4  # kana of a country's name in which a sign may be misread
_SPELLINGS = frozenset("サザシジスズセゼソゾツヅウヴワヤャカヵケヶヮ")  # exchanged among themselves they are ways to spell, not misreadings


def parted(meeting: Meeting) -> Iterator[Pair]:
    """What met, runs that do not stand in one piece (スナンアンペル国立イスラム大学スラバヤ校) by their parts."""
    for pair in meeting.alignment.pairs:
        if pair.run.first == pair.run.last or pair.run.text in meeting.reading.text:
            yield pair
            continue
        sides = [side for side in meeting.name.sides if pair.side.first <= side.first and side.last <= pair.side.last and side != pair.side]
        for run in meeting.reading.runs:
            if run.first == run.last and pair.run.first <= run.first <= pair.run.last:
                near = max([Pair(run, side, runs_alike(run, side.voice)) for side in sides], key=lambda one: one.likeness, default=None)
                if near and near.likeness >= LEAST:
                    yield near


def correction(institution: str, pairs: tuple[Pair, ...], territory: str) -> str:
    """The printed name with the sign, or the two, exchanged that make it meet the record's name, or "" where none is needed.

    `pairs`: what met of the two names. Only signs that look alike are exchanged (data/lookalikes.toml).
    """
    institution = plain(institution)
    for pair in sorted(pairs, key=lambda pair: pair.likeness):
        if (printed := _printed(institution, pair.run.text)) and (meant := _meant(printed, pair, territory)):
            return institution.replace(printed, meant, 1)
    return ""


def misread_kind(institution: str) -> str:
    """The printed name with the sign put right without which it ends in no word for a kind (学院, 病院), or 大学 stands nowhere; else "".

    Only for kinds of two signs or more: almost any sign is one stroke from some kind of one sign.
    """
    institution = plain(institution)
    for wrong in _misread_universities():
        if wrong in institution:
            return institution.replace(wrong, "大学")
    if not is_han(institution[-1:]) or any(word.sort in ("kind", "inner") for word in spans(institution)[-1].words):
        return ""
    for variant in misread(institution[-_KIND_ENDS:]):
        name = institution[:-_KIND_ENDS] + variant.name
        last = spans(name)[-1]
        if last.end == len(name) and last.end - last.start > 1 and any(word.sort in ("kind", "inner") for word in last.words):
            return name
    return ""


@cache
def _misread_universities() -> tuple[str, ...]:
    return tuple(sign.name + "学" for sign in misread("大"))


def misread_country(institution: str, runs: Iterable[Run], territory: str) -> str:
    """The printed name with the list's own country put right, where one sign of it was misread (バトナム, ベトナム); else ""."""
    institution = plain(institution)
    for run in runs:
        text = run.text
        if run.script != "kana" or len(text) < _COUNTRY or text not in institution or place_names(text, territory or None):
            continue
        for variant in misread(text):
            if any(place.kind == "country" and place.territory == territory for place in place_names(variant.name, territory)):
                return institution.replace(text, variant.name, 1)
    return ""


def _printed(institution: str, run: str) -> str:
    """The run as it is printed: its Han characters may have another form there; "" where it is not in one piece."""
    if run in institution:
        return run
    return next((part for place in range(len(institution)) if common(part := institution[place : place + len(run)]) == run), "")


def _meant(printed: str, pair: Pair, territory: str) -> str:
    sound = 1 / max(len(pair.run.text), 3)
    step = _BETTER * sound
    if pair.likeness + step > 1:
        return ""  # nothing is more alike than that

    def tried(text: str) -> list[tuple[float, str]]:
        """The variants of a text, the likeliest first; what has another shape has to be the more like the record's name."""
        found = ((_likeness(name, pair, territory), name) for name in _variants(pair, text))
        return sorted(
            ((like if _same_but_for_voice(text, name) else like - _OTHER_SHAPE * sound, name) for like, name in found), key=_most_alike
        )

    # A place that the record is called after needs no more: ローザソヌ, ローザンヌ.
    unknown = pair.run.script == "kana" and not pair.run.places
    if unknown and (place := next((name for name in _variants(pair, printed) if _is_place(name, pair, territory)), "")):
        return place
    once = tried(printed)
    if once and once[0][0] >= max(pair.likeness + step, _ENOUGH):
        return once[0][1]
    if len(pair.run.text) < _LONG:
        return ""
    # Two signs misread in a long name: each of the most helpful ones with another.
    twice = (second for like, first in once[:_WIDTH] if like > pair.likeness for second in tried(first)[:1])
    like, found = min(twice, key=_most_alike, default=(0.0, ""))
    return found if like >= max(pair.likeness + 2 * step, _ENOUGH_TWICE) else ""


def _same_but_for_voice(one: str, other: str) -> bool:
    """Whether two names differ in nothing but voicing marks or size, the likeliest misreadings, or by two neighbours turned round."""
    return unicodedata.normalize("NFD", one).translate(_VOICES) == unicodedata.normalize("NFD", other).translate(_VOICES) or (
        sorted(one) == sorted(other)
    )


def _most_alike(tried: tuple[float, str]) -> float:
    return -tried[0]


def _variants(pair: Pair, text: str) -> Iterator[str]:
    """The text with one sign exchanged, or in katakana with two neighbours turned round."""
    if pair.run.script == "kana":
        for variant in misread(text):
            if not is_habit(text, variant):
                yield variant.name
        for place in range(len(text) - 1):
            if text[place] != text[place + 1] and not {*text[place : place + 2]} & _MARKS:
                yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    elif pair.run.script == "han":
        yield from (variant.name for variant in misread(text))


def is_habit(text: str, variant: Misreading) -> bool:
    """Whether an exchange of kana is a way to spell, or makes no kana: ブ for プ before a consonant, a small sign where none may stand."""
    printed, meant = variant.exchange.split("→")
    if {printed, meant} <= _SPELLINGS or not "ァ" <= meant <= "ー" or printed in _SMALL:
        return True
    place = next(place for place, sign in enumerate(variant.name) if sign != text[place])
    behind = text[place + 1 : place + 2]
    # One sound with the small sign behind it; a voice that is lost before a consonant (ライプニッツ), but not in コインブラ.
    if behind in _SMALL - {"ッ"} or (meant in _BARE_VOICED and printed in _BARE and behind not in _LIQUID):
        return True
    before = text[:place][-1:]
    return meant in _SMALL and meant != "ッ" and kana_sound(before + meant) == kana_sound(before + meant.translate(_VOICES))


def _is_place(variant: str, pair: Pair, territory: str) -> bool:
    """Whether a variant is the name of a place that the record's name has."""
    text = pair.side.voice.text
    return any("".join(latin_tokens(spelling)) == text for place in place_names(variant, territory or None) for spelling in place.latin[:1])


def _likeness(variant: str, pair: Pair, territory: str) -> float:
    side = pair.side.voice
    if side.script == "han":
        return 1.0 if common(variant) == side.text else 0.0
    if pair.run.script != "kana":
        return 0.0
    if _is_place(variant, pair, territory):
        return 1.0
    heard = signs(kana_sound(variant))
    return 0.97 * max((alike(heard, meant) for meant in side.signs), default=0.0)
