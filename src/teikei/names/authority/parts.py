"""A name of the authority taken apart, as the matcher lays it beside a printed one, and how it is kept in the file."""

from collections.abc import Collection, Container, Mapping
from functools import lru_cache
from typing import NamedTuple, Self

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from teikei.names.authority.keys import Tongue, spans, tongue_key
from teikei.names.elements import Elements, Proper, together
from teikei.names.sound import signs
from teikei.names.words import numbered, words_of

_SCRIPTS = {"latin": "l", "kana": "j", "han": "h", "hangul": "k"}
_SPARE, _SPARE_OWN = 0.6, 0.2  # the least that a proper name weighs where it met nothing; one of the record's own city or country
_TONGUES: tuple[Tongue, ...] = ("", "ko", "zh")
_PART, _ACRONYM = 1, 2  # marks of a shape
_BY_LETTER = {letter: script for script, letter in _SCRIPTS.items()}


class Voice(Struct, frozen=True, gc=False, cache_hash=True):
    """A name as it may be met: its text, how it sounds as `sound.signs` writes it, and what `keys.tongue_key` makes of it."""

    text: str
    script: str
    signs: tuple[str, ...]
    key: str


class Side(Struct, frozen=True, gc=False):
    """A run of a record's name: propers `first` to `last` as one, and the words that lead them, met with them."""

    first: int
    last: int
    voice: Voice
    words: tuple[str, ...] = ()


class NameParts(Struct, frozen=True, gc=False):
    """A name of a record, taken apart: its words' ids, its propers with what each tells (0..1), and the runs of these.

    `key` is its own among all names of all open authorities; `spare` is what each proper weighs where it met nothing; `tongue` is in
    what its sides have their keys: that of the record's territory.
    """

    key: int
    record: int
    kind: str
    text: str
    tongue: Tongue
    words: tuple[str, ...]
    propers: tuple[str, ...]
    weights: tuple[float, ...]
    spare: tuple[float, ...]
    sides: tuple[Side, ...]

    def read_in(self, tongue: Tongue) -> Self:
        """The name with its sides' keys in another tongue."""
        sides = (
            replace(side, voice=replace(side.voice, key=tongue_key(side.voice.text, side.voice.script, tongue))) for side in self.sides
        )
        return replace(self, key=self.key + 1 + _TONGUES.index(tongue), sides=tuple(sides), tongue=tongue)


class Shape(NamedTuple):
    """What tells how well a name may suit before it is looked at; many names share one.

    `words` are the numbers of its words (`words.numbered`), each once; `propers` the number of its proper names; `part`: its record is
    part of another.
    """

    words: tuple[int, ...]
    propers: int
    part: bool
    acronym: bool


def shape_of(elements: Elements, *, part: bool, acronym: bool) -> Shape:
    """The shape of a name taken apart."""
    numbers = numbered()
    return Shape(tuple(sorted({numbers[word.id] for word in elements.words})), len(elements.propers), part, acronym)


class Shapes:
    """The shapes of all names as columns, by the number of the shape: `of` gives that of each name's shape, `records` that of its record.

    A row of `words` has a shape's words, then len(words.numbered()) where there is none; `many` and `directions` count them.
    """

    def __init__(self, of: bytes, records: bytes, words: bytes, propers: bytes, marks: bytes) -> None:
        self.of, self.records = np.frombuffer(of, np.uint32), np.frombuffer(records, np.uint32)
        self.propers, flags = np.frombuffer(propers, np.int16), np.frombuffer(marks, np.uint8)
        self.part, self.acronym = (flags & _PART).astype(bool), (flags & _ACRONYM).astype(bool)
        self.words = np.frombuffer(words, np.uint16).reshape(len(self.propers), -1)
        self.many = (self.words < len(numbered())).sum(axis=1)
        self.directions = np.isin(self.words, [numbered()[word] for word in words_of("direction")]).sum(axis=1)


def packed_shapes(shapes: Collection[Shape]) -> tuple[bytes, bytes, bytes]:
    """The words, propers and marks of all shapes in their order, as `Shapes` takes them."""
    words = np.full((len(shapes), max((len(shape.words) for shape in shapes), default=0)), len(numbered()), np.uint16)
    for place, shape in enumerate(shapes):
        words[place, : len(shape.words)] = shape.words
    propers = np.array([shape.propers for shape in shapes], np.int16)
    marks = np.array([_PART * shape.part + _ACRONYM * shape.acronym for shape in shapes], np.uint8)
    return words.tobytes(), propers.tobytes(), marks.tobytes()


class _Packed(NamedTuple):
    """A name as the authority file has it. Each letter of `scripts` is that of a proper; `led` as in `Led`, with a key and sounds."""

    record: int
    kind: str
    text: str
    tongue: Tongue
    words: str
    propers: tuple[str, ...]
    weights: tuple[float, ...]
    spare: tuple[float, ...]
    scripts: str
    sounds: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    led: tuple[tuple[int, str, str, tuple[str, ...], tuple[str, ...]], ...]


_read = msgspec.json.Decoder(_Packed).decode
_written = msgspec.json.Encoder().encode


def packed_name(
    record: int, kind: str, text: str, elements: Elements, *, weights: Mapping[str, float], tongue: Tongue, own: Container[str]
) -> bytes:
    """A name as one JSON text, for the authority file.

    `weights`: what each proper name tells; `tongue`: of the record's territory; `own`: the folded names of the record's cities and
    countries, which its name may carry or leave out.
    """
    propers = elements.propers
    sides = [("".join(proper.text for proper in span), span[0].script) for span in spans(propers)]
    led = [(one.of, one.proper.text, tongue_key(one.proper.text, "latin", tongue), one.words, one.proper.sounds) for one in elements.led]
    packed = _Packed(
        record,
        kind,
        text,
        tongue,
        " ".join(word.id for word in elements.words),
        tuple([proper.text for proper in propers]),
        tuple([weights[proper.text] for proper in propers]),
        tuple([_SPARE_OWN if proper.text in own else max(weights[proper.text], _SPARE) for proper in propers]),
        "".join(_SCRIPTS[proper.script] for proper in propers),
        tuple([() if kind == "acronym" else proper.sounds for proper in propers]),  # an acronym has no sound
        tuple([tongue_key(*side, tongue) for side in sides]),
        tuple(led),
    )
    return _written(packed)


def unpacked_name(packed: bytes, number: int) -> NameParts:
    """The name of a packed text; `number` is its own in the process."""
    record, kind, text, tongue, words, propers, weights, spare, scripts, sounds, keys, led = _read(packed)
    sides = []
    if propers:
        heard = [tuple([signs(sound) for sound in each]) for each in sounds]
        for (first, last), shared in zip(_places(scripts), keys, strict=True):
            if first == last:
                joined, sounded = propers[first], heard[first]
            else:
                joined = "".join(propers[first : last + 1])
                sounded = together(heard[first : last + 1])
            sides.append(Side(first, last, Voice(joined, _BY_LETTER[scripts[first]], sounded, shared)))
        for of, joined, shared, leading, spoken in led:
            sides.append(Side(of, of, Voice(joined, "latin", tuple([signs(sound) for sound in spoken]), shared), leading))
    return NameParts(number * (1 + len(_TONGUES)), record, kind, text, tongue, _words(words), propers, weights, spare, tuple(sides))


@lru_cache(maxsize=4_096)
def _places(scripts: str) -> tuple[tuple[int, int], ...]:
    """The first and last places of the spans of propers in these scripts, as `keys.spans` gives them."""
    propers = [Proper(str(place), script) for place, script in enumerate(scripts)]  # type: ignore[arg-type]
    return tuple((int(span[0].text), int(span[-1].text)) for span in spans(propers))


@lru_cache(maxsize=65_536)
def _words(joined: str) -> tuple[str, ...]:
    return tuple(joined.split())
