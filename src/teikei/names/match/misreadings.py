"""Whether a printed name was misread by a sign or two: ポゴール meets Bogor far better as ボゴール."""

from collections.abc import Iterable, Iterator

from teikei.names.elements import latin_tokens, plain
from teikei.names.han import common, is_han
from teikei.names.match.query import Pair, Run
from teikei.names.places import place_names
from teikei.names.sound import alike, kana_sound, misread, signs
from teikei.names.words import spans

_BETTER = 0.18  # by how much of one sound a reading with one other sign has to be more like the record's name
_ENOUGH = 0.93  # and how like it then has to be
_LONG, _WIDTH, _ENOUGH_TWICE = 6, 4, 0.95  # signs of a name of which two may be misread; how many first ones are tried
_KIND_ENDS = 2  # signs at the end of a name in which a kind may be misread
_COUNTRY = 4  # kana of a country's name in which a sign may be misread
_SPELLINGS = frozenset("サザシジスズセゼソゾツヅウヴワ")  # exchanged among themselves they are ways to spell, not misreadings


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
    for sign in misread("大"):
        if (wrong := sign.name + "学") in institution:
            return institution.replace(wrong, "大学")
    read = spans(institution)
    if not read or not is_han(institution[-1]) or any(word.sort in ("kind", "inner") for word in read[-1].words):
        return ""
    for variant in misread(institution[-_KIND_ENDS:]):
        name = institution[:-_KIND_ENDS] + variant.name
        last = spans(name)[-1]
        if last.end == len(name) and last.end - last.start > 1 and any(word.sort in ("kind", "inner") for word in last.words):
            return name
    return ""


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
    step = _BETTER / max(len(pair.run.text), 3)
    if pair.likeness + step > 1:
        return ""  # nothing is more alike than that
    tried = sorted(((_likeness(variant, pair, territory), variant) for variant in _variants(pair, printed)), key=_most_alike)
    if tried and tried[0][0] >= max(pair.likeness + step, _ENOUGH):
        return tried[0][1]
    if len(pair.run.text) < _LONG:
        return ""
    # Two signs misread in a long name: each of the most helpful ones with another.
    twice = (
        (_likeness(variant, pair, territory), variant)
        for like, first in tried[:_WIDTH]
        if like > pair.likeness
        for variant in _variants(pair, first)
    )
    like, found = min(twice, key=_most_alike, default=(0.0, ""))
    return found if like >= max(pair.likeness + 2 * step, _ENOUGH_TWICE) else ""


def _most_alike(tried: tuple[float, str]) -> float:
    return -tried[0]


def _variants(pair: Pair, text: str) -> Iterator[str]:
    if pair.run.script in ("kana", "han"):
        for variant in misread(text):
            if not set(variant.exchange) - {"→"} <= _SPELLINGS:
                yield variant.name


def _likeness(variant: str, pair: Pair, territory: str) -> float:
    side = pair.side.voice
    if side.script == "han":
        return 1.0 if common(variant) == side.text else 0.0
    if pair.run.script != "kana":
        return 0.0
    if any(
        "".join(latin_tokens(spelling)) == side.text for place in place_names(variant, territory or None) for spelling in place.latin[:1]
    ):
        return 1.0
    heard = signs(kana_sound(variant))
    return 0.97 * max((alike(heard, meant) for meant in side.signs), default=0.0)
