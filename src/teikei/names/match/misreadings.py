"""Whether a printed name was misread by one sign: ポゴール meets Bogor far better as ボゴール."""

from collections.abc import Iterator

from teikei.names.elements import latin_tokens, plain
from teikei.names.han import common
from teikei.names.match.align import Pair
from teikei.names.places import place_names
from teikei.names.sound import alike, kana_sound, misread, signs

_BETTER = 0.18  # by how much of one sound a reading with one other sign has to be more like the record's name
_ENOUGH = 0.93  # and how like it then has to be
_SPELLINGS = frozenset("サザシジスズセゼソゾツヅウヴワ")  # exchanged among themselves they are ways to spell, not misreadings


def correction(institution: str, pairs: tuple[Pair, ...], territory: str) -> str:
    """The printed name with the one sign exchanged that makes it meet the record's name, or "" where none is needed.

    `pairs`: what met of the two names. Only signs that look alike are exchanged (data/lookalikes.toml).
    """
    institution = plain(institution)
    for pair in sorted(pairs, key=lambda pair: pair.likeness):
        printed = pair.run.text
        if printed in institution and (meant := _meant(pair, territory)):
            return institution.replace(printed, meant, 1)
    return ""


def _meant(pair: Pair, territory: str) -> str:
    best, found = max(pair.likeness + _BETTER / max(len(pair.run.text), 3), _ENOUGH), ""
    for variant in _variants(pair):
        like = _likeness(variant, pair, territory)
        if like >= best:
            best, found = like + 1e-6, variant
    return found


def _variants(pair: Pair) -> Iterator[str]:
    if pair.run.script in ("kana", "han"):
        for variant in misread(pair.run.text):
            if not set(variant.exchange) - {"→"} <= _SPELLINGS:
                yield variant.name


def _likeness(variant: str, pair: Pair, territory: str) -> float:
    side = pair.side
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
