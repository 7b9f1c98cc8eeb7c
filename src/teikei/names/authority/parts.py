"""A name of the authority taken apart, as the matcher lays it beside a printed one, and how it is kept in the file."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from teikei.names.authority.keys import Tongue, spans, tongue_key
from teikei.names.elements import Elements, Proper, together
from teikei.names.sound import signs

_read = json.JSONDecoder().raw_decode
_SCRIPTS = {"latin": "l", "kana": "j", "han": "h", "hangul": "k"}
_BY_LETTER = {letter: script for script, letter in _SCRIPTS.items()}


class Side(NamedTuple):
    """A run of a record's name: propers `first` to `last` as one, how they sound, and the words that lead them, met with them.

    `signs` are its sounds as `sound.signs` writes them, `key` is what `keys.tongue_key` makes of it.
    """

    first: int
    last: int
    text: str
    script: str
    signs: tuple[str, ...]
    key: str = ""
    words: tuple[str, ...] = ()


class NameParts(NamedTuple):
    """A name of a record, taken apart: its words' ids, its propers with what each tells (0..1), and the runs of these.

    `tongue` is in what its sides have their keys: that of the record's territory.
    """

    record: int
    kind: str
    text: str
    tongue: Tongue
    words: tuple[str, ...]
    propers: tuple[str, ...]
    weights: tuple[float, ...]
    word_ids: frozenset[str]
    sides: tuple[Side, ...]


class Shape(NamedTuple):
    """What tells how well a name may suit before it is looked at; thousands of names share one.

    `words` are the ids of its words, `propers` the number of its proper names; `part`: its record is part of another.
    """

    words: frozenset[str]
    propers: int
    part: bool
    acronym: bool


def packed_name(record: int, kind: str, text: str, elements: Elements, weights: Mapping[str, float], tongue: Tongue) -> str:
    """A name as one JSON text, for the authority file. `weights`: what each proper name tells; `tongue`: of the record's territory."""
    propers = elements.propers
    sides = [("".join(proper.text for proper in span), span[0].script) for span in spans(propers)]
    led = [(one.of, one.proper.text, tongue_key(one.proper.text, "latin", tongue), one.words, *one.proper.sounds) for one in elements.led]
    packed = (
        record,
        kind,
        text,
        tongue,
        " ".join(word.id for word in elements.words),
        [proper.text for proper in propers],
        [weights[proper.text] for proper in propers],
        "".join(_SCRIPTS[proper.script] for proper in propers),
        [() if kind == "acronym" else proper.sounds for proper in propers],  # an acronym has no sound
        [tongue_key(*side, tongue) for side in sides],
        led,
    )
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpacked_name(packed: str) -> NameParts:
    """The name of a packed text."""
    record, kind, text, tongue, words, propers, weights, scripts, sounds, keys, led = _read(packed)[0]
    ids, word_ids = _words(words)
    sides = []
    if propers:
        heard = [tuple([signs(sound) for sound in each]) for each in sounds]
        for (first, last), key in zip(_places(scripts), keys, strict=True):
            if first == last:
                sides.append(Side(first, first, propers[first], _BY_LETTER[scripts[first]], heard[first], key))
                continue
            joined = "".join(propers[first : last + 1])
            sounded = together(heard[first : last + 1])
            sides.append(Side(first, last, joined, _BY_LETTER[scripts[first]], sounded, key))
        for of, joined, key, leading, *spoken in led:
            sides.append(Side(of, of, joined, "latin", tuple([signs(sound) for sound in spoken]), key, tuple(leading)))
    return NameParts(record, kind, text, tongue, ids, tuple(propers), tuple(weights), word_ids, tuple(sides))


@lru_cache(maxsize=4_096)
def _places(scripts: str) -> tuple[tuple[int, int], ...]:
    """The first and last places of the spans of propers in these scripts, as `keys.spans` gives them."""
    propers = [Proper(str(place), script) for place, script in enumerate(scripts)]  # type: ignore[arg-type]
    return tuple((int(span[0].text), int(span[-1].text)) for span in spans(propers))


@lru_cache(maxsize=65_536)
def _words(joined: str) -> tuple[tuple[str, ...], frozenset[str]]:
    ids = tuple(joined.split())
    return ids, frozenset(ids)


def packed_shape(elements: Elements, *, part: bool, acronym: bool) -> str:
    """A shape as one line."""
    return f"{len(elements.propers)} {'p' * part}{'a' * acronym} {' '.join(sorted({word.id for word in elements.words}))}"


def unpacked_shape(line: str) -> Shape:
    """The shape of a line."""
    propers, marks, words = line.split(" ", 2)
    return Shape(_words(words)[1], int(propers), "p" in marks, "a" in marks)
