"""What is laid side by side: the readings of a printed name, their runs of proper names, and what of them meets a record's."""

from collections.abc import Hashable
from typing import Any

from msgspec import Struct

from teikei.names.authority.parts import Side, Voice
from teikei.names.elements import Proper
from teikei.names.words import Word


class Run(Struct, frozen=True, gc=False):  # made and read faster than a named tuple; gc: nothing in it refers back, as in a reading
    """Neighbouring propers `first` to `last` of a reading, taken as one name.

    `latin` are spellings that it may have, with how sure each is (0..1); `places` the GeoNames ids of places so called.
    """

    first: int
    last: int
    text: str
    script: str
    sounds: tuple[str, ...]
    signs: tuple[str, ...]  # the sounds as `sound.signs` writes them
    latin: dict[str, float]
    keys: tuple[str, ...]  # what its readings in Korean and Chinese give (`keys.tongue_key`)
    han: tuple[str, ...]
    hangul: tuple[str, ...]  # its readings in Korean
    places: tuple[int, ...]
    home: bool  # it is the country of the list's territory
    carried: dict[str, tuple[Word, ...]]  # spellings of places without their words (hochiminh), with these (City)
    cities: frozenset[str]  # spellings of places that are also written with City, which a name may do or leave out
    known: bool  # its spelling is known: it is a place, or written in Chinese characters where names are written in pinyin
    met: dict[Voice, float]  # what it was laid beside so far, and how alike these are: candidates share their cities


class Pair(Struct, frozen=True, gc=False):
    """Two runs that meet, and how alike they are (0..1)."""

    run: Run
    side: Side
    likeness: float


class Alignment(Struct, frozen=True, gc=False):
    """What met and what is left over, in weights of propers: a common one weighs 0.15, one of a single name 1.

    `told`: what the propers that met tell; `blurred`: what is lost because they met only nearly; `missing`: the share of the
    printed propers that met nothing, 0..1; `extra`: what the record's propers that met nothing weigh.
    """

    told: float
    blurred: float
    missing: float
    extra: float
    worst: float  # how alike the two are that met least, 1 where none did
    pairs: tuple[Pair, ...]
    spoken: frozenset[str]  # printed words that the record has as proper names
    led: frozenset[str]  # the record's words that lead propers that met, and met with them


class Spoken(Struct, frozen=True, gc=False):
    """A printed word that may be a proper name to the record: 交通 is transport, and Jiaotong in the names of universities."""

    word: str
    run: Run


class Reading(Struct, frozen=True):
    """The name down to one level, read in a territory. `weights` are the lengths of its propers, by which they count."""

    text: str
    territory: str
    depth: int
    words: tuple[Word, ...]
    ids: tuple[str, ...]  # of the words, each once
    propers: tuple[Proper, ...]
    weights: tuple[float, ...]
    runs: tuple[Run, ...]
    spoken: tuple[Spoken, ...]
    wholes: tuple[str, ...]
    word_ids: frozenset[str]
    outer_ids: frozenset[str]  # without the words for units inside
    places: tuple[int, ...]  # GeoNames ids of the places that its runs are names of
    fields: int  # how many of its words are of field
    aligned: dict[int, Alignment]  # how its propers met those of names so far, by the names' keys; readings of the same propers share it
    laid: dict[Hashable, Any]  # its meetings with names so far, and their features (`decide`): an institution comes with many faculties
    wanted: frozenset[str]  # kinds of record that its words ask for
    passed_over: bool  # a level left out is a campus, a hospital or the like, which an authority has by itself
    unit: bool  # a level read is a faculty or another unit, which an authority rarely has
    within: str = ""  # the key of the institution of which the record has to be a part, where that is not read
