"""The keys of the inverted index: under what a name of the authority is filed, and under what a printed one is looked up.

One letter tells the kind of key: `=` the whole name folded; `l` Latin letters of a proper name, alone or with its neighbours;
`p`, `e`, `m`, `s` the beginning, the end, both or the whole of its skeleton of consonants, `x` all of a short sound; `h` Han characters in their common
form; `k` and `c` what Korean and Chinese readings and romanisations share; `w` a word of kind or field, `f` two of field.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal

from teikei.names.elements import Elements, Proper, together
from teikei.names.folding import fold
from teikei.names.han import chinese_key, common
from teikei.names.hangul import KOREAN, korean_key
from teikei.names.sound import skeleton
from teikei.names.words import Word

CHINESE = ("CN", "TW", "HK", "MO", "SG")  # where names are romanised from Chinese
Tongue = Literal["ko", "zh", ""]
_TONGUES: dict[str, Tongue] = {**dict.fromkeys(CHINESE, "zh"), **dict.fromkeys(KOREAN, "ko")}
_SPAN = 3  # neighbouring tokens that a printed name may write together: Ho Chi Minh, ホーチミン
_ARTICLE = re.compile("^the +(?=[a-z])", re.IGNORECASE | re.ASCII)
_STEM = 3  # consonants at either end of a skeleton; a pair that differs by one letter in the middle shares both


def tongue_of(territory: str) -> Tongue:
    """In whose readings the names of a territory meet: Korean, Chinese, or "" where they meet by sound."""
    return _TONGUES.get(territory, "")


def tongue_key(text: str, script: str, tongue: Tongue) -> str:
    """The key of what the readings and romanisations of one name have in common in a tongue; "" where it has none.

    Hangul is Korean anywhere.
    """
    if script == "hangul" or (script == "latin" and tongue == "ko"):
        return "k" + korean_key(text)
    return "c" + chinese_key(text) if script == "latin" and tongue == "zh" else ""


def whole(text: str) -> str:
    """The key of a whole name, however it is spaced and spelt, and whether or not it begins with an English article."""
    return "=" + fold(common(_ARTICLE.sub("", text, count=1)))


def sound_keys(sound: str) -> Iterator[str]:
    """The keys of one sound: both ends of its skeleton, or all of a short one, which is shared by many: it has the whole sound too."""
    key = skeleton(sound)
    if key and len(key) <= _STEM:
        yield "x" + sound
    if len(key) < _STEM:
        if key:
            yield "s" + key
        return
    yield "p" + key[:_STEM]
    yield "e" + key[-_STEM:]
    if len(key) > _STEM:
        yield "m" + key[:2] + key[-2:]


def name_keys(text: str, elements: Elements, territory: str, *, acronym: bool) -> set[str]:
    """All keys under which a name of the authority is filed. An acronym has no sound: only its letters count."""
    if acronym:
        return {whole(text), *("l" + proper.text for proper in elements.propers if proper.script == "latin")}
    keys = {whole(text), *word_keys(elements.words)}
    for span in spans(elements.propers):
        keys.update(_span_keys(span, territory))
    for led in elements.led:
        keys.update(_span_keys((led.proper,), territory))
    return keys


def word_keys(words: Sequence[Word]) -> Iterator[str]:
    """Keys of a name's words: each alone, and each two of its fields together."""
    ids = sorted({word.id for word in words})
    yield from ("w" + each for each in ids)
    fields = sorted({word.id for word in words if word.sort == "field"})
    yield from (f"f{first}+{second}" for first, second in combinations(fields, 2))


def spans(propers: Sequence[Proper]) -> Iterator[Sequence[Proper]]:
    """Each proper name alone and with up to two neighbours of its own script."""
    for start in range(len(propers)):
        for end in range(start + 1, min(start + _SPAN, len(propers)) + 1):
            if propers[end - 1].script != propers[start].script:
                break
            yield propers[start:end]


def joined_sounds(span: Sequence[Proper]) -> tuple[str, ...]:
    """How a span may sound, written as one."""
    if len(span) == 1:
        return span[0].sounds
    return together([proper.sounds for proper in span])


def _span_keys(span: Sequence[Proper], territory: str) -> Iterable[str]:
    text = "".join(proper.text for proper in span)
    match span[0].script:
        case "latin":
            yield "l" + text
            for sound in joined_sounds(span):
                yield from sound_keys(sound)
            if key := tongue_key(text, "latin", tongue_of(territory)):
                yield key
        case "hangul":
            yield "k" + korean_key(text)
        case "han":
            yield "h" + text
        case "kana":
            for sound in joined_sounds(span):
                yield from sound_keys(sound)
