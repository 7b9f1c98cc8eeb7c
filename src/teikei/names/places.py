"""Japanese and Chinese names of places, and the Latin names that stand in names of institutions there.

ボゴール is Bogor, バイエルン Bayern or Bavaria, 慶北 Kyungpook. The table data/places.tsv is built by scripts/places.py from
GeoNames (CC BY 4.0), Unicode CLDR and the authored data/places.toml; the ids are GeoNames', as in ROR's locations.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

from teikei.names.folding import fold
from teikei.names.han import common


class Place(Struct, frozen=True, gc=False):
    """A place under one of its names.

    `latin` are its names in Latin script, the usual first; for a country also its adjectives. `territory` is an ISO 3166-1
    code, `geonames_id` is None where GeoNames' cities do not have the place, `kind` is country, subdivision or city.
    """

    latin: tuple[str, ...]
    territory: str
    geonames_id: int | None
    kind: str


_KINDS = {"n": "country", "s": "subdivision", "c": "city"}

# What katakana write in several ways, in hiragana as folding leaves them. Long vowels and doubled consonants go.
_SOUNDS = {
    **dict.fromkeys(("ー", "っ"), ""),
    **dict(zip(("ゔぁ", "ゔぃ", "ゔぇ", "ゔぉ", "ゔ"), "ばびべぼぶ", strict=True)),
    **dict.fromkeys(("てぃ", "ちぃ", "つぃ"), "ち"),
    **dict.fromkeys(("でぃ", "ぢぃ", "ぢ"), "じ"),
    **dict(zip("てゅ でゅ とぅ どぅ づ つぁ いぇ くぁ るぐ".split(), "ちゆ じゆ つ ず ず ざ え くわ るく".split(), strict=True)),  # noqa: SIM905
    **{kana + "う": kana for kana in "おこそとのほもよろごぞどぼぽょ"},
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎゕゖ＝=", "あいうえおやゆよわかけ  ")
_KATAKANA = re.compile("[ァ-ヶー]+")
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LEFT_OUT = re.compile(r"[\s=＝'’ʻ・.-]+")

# Words for kinds of place after a name, the longer before the shorter.
_KIND_WORDS = tuple("特別自治市 特別自治道 特別行政区 直轄市 広域市 特別市 自治区 地方 市 州 省 県 郡 府 道 区 島".split())  # noqa: SIM905
LONGEST = 24


@lru_cache(maxsize=131_072)
def place_key(text: str) -> str:
    """The key under which spellings of a place's name meet: フライブルク and フライブルグ, ヴェネツィア and ベネチア.

    Folded (`fold`), Han characters in one form (`common`), without long vowels, doubled consonants and signs between words.
    """
    if _KATAKANA.fullmatch(text):
        # What folding comes to for these alone; misread names are tried by the dozen.
        return _SOUND.sub(_sound, text.translate(_HIRAGANA)).translate(_SMALL)
    key = fold(text)
    if not key.isascii():
        key = common(key)
        key = _SOUND.sub(_sound, key).translate(_SMALL)
    return _LEFT_OUT.sub("", key)


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS[match[0]]


@lru_cache(maxsize=131_072)
def place_names(text: str, territory: str | None) -> tuple[Place, ...]:
    """The places that a whole name in katakana or Han characters can mean, the likeliest first; empty where none is known.

    With a territory (ISO 3166-1) only those in it, and countries themselves wherever they are asked for: インド in the name of
    an institution in Sri Lanka is still India. A word for the kind of place at the end (市, 州, 省 …) may stand or be missing.
    """
    return _found(place_key(text), territory)


@lru_cache(maxsize=131_072)
def longest_place(text: str, territory: str | None) -> tuple[int, tuple[Place, ...]]:
    """The longest opening of a name that is a place: how many characters of it, and the places; (0, ()) where there is none.

    A word for the kind of place that follows is part of the opening (浙江省農業…), but not in 州立 or 市立. The opening may end
    inside a run of katakana (マレーシアプルリス), but then only in a place of the territory asked for: ペルセウス in Greece
    does not begin with Peru. Whoever asks looks at what follows.
    """
    whole = place_key(text[:LONGEST])
    table = _table()
    for size in range(len(whole), 1, -1):
        key = whole[:size]
        if key in table and (found := _found(key, territory, bare=True)) and (length := _printed_length(text, key)):
            if _inside_word(text, length) and territory is not None:
                found = tuple(place for place in found if place.territory == territory)
                if not found:
                    continue
            word = next((word for word in _KIND_WORDS if text.startswith(word, length)), "")
            if word and not text.startswith("立", length + len(word)):
                length += len(word)
            while length < len(text) and text[length] in "ー・ ":
                length += 1
            return length, found
    return 0, ()


def _inside_word(text: str, length: int) -> bool:
    """Whether an opening in katakana goes on in katakana."""
    return length < len(text) and text[length - 1] >= "ァ" and "ァ" <= text[length] <= "ヺ" and text[length - 1] <= "ー"


def _printed_length(text: str, key: str) -> int:
    """How many characters of a text give that key; 0 where its end falls inside what one character gives."""
    return next((length for length in range(1, min(len(text), LONGEST) + 1) if place_key(text[:length]) == key), 0)


def _found(key: str, territory: str | None, *, bare: bool = False) -> tuple[Place, ...]:
    lines = _table().get(key)
    if lines is None and not bare and key.endswith(_kind_keys()):
        for word in _kind_keys():
            if key.endswith(word) and len(key) > len(word) + 1:
                lines = _table().get(key.removesuffix(word))
                break
    if lines is None:
        return ()
    places = (_parsed(line) for line in lines)
    return tuple(place for place in places if territory is None or place.territory == territory or place.kind == "country")


@cache
def _kind_keys() -> tuple[str, ...]:
    return tuple(map(common, _KIND_WORDS))


@lru_cache(maxsize=32_768)
def _parsed(line: str) -> Place:
    _, kind, territory, number, latin = line.split("\t")
    return Place(tuple(latin.split("|")), territory, int(number) if number else None, _KINDS[kind])


@cache
def _table() -> dict[str, list[str]]:
    """The lines of places.tsv by key; parsed when asked for."""
    table: dict[str, list[str]] = {}
    for line in files("teikei.names").joinpath("data", "places.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for key in line[: line.index("\t")].split("|"):
            table.setdefault(key, []).append(line)
    return table


@cache
def _by_number() -> dict[int, tuple[Place, tuple[str, ...]]]:
    found: dict[int, tuple[Place, tuple[str, ...]]] = {}
    for lines in _table().values():
        for line in lines:
            place = _parsed(line)
            if place.geonames_id is not None and place.geonames_id not in found:
                found[place.geonames_id] = place, tuple(line[: line.index("\t")].split("|"))
    return found


def place_of(geonames_id: int) -> tuple[Place, tuple[str, ...]] | None:
    """The place of a GeoNames id with the keys (`place_key`) of its Japanese and Chinese names; None where it has none."""
    return _by_number().get(geonames_id)


@cache
def _cities() -> dict[tuple[str, str], list[tuple[Place, tuple[str, ...]]]]:
    found: dict[tuple[str, str], list[tuple[Place, tuple[str, ...]]]] = {}
    for place, keys in _by_number().values():
        if place.kind == "city":
            found.setdefault((fold(place.latin[0]), place.territory), []).append((place, keys))
    return found


def city_keys(latin: str, territory: str) -> tuple[str, ...]:
    """The keys (`place_key`) of the Japanese and Chinese names of a city, given in Latin letters: Nanjing in CN is 南京.

    None where several cities of the territory share its name (Gwangju in KR, 光州 and 広州): which is meant cannot be told.
    """
    found = _cities().get((fold(latin), territory), [])
    return found[0][1] if len(found) == 1 else ()


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for lines in _table().values():
        for line in lines:
            place = _parsed(line)
            if place.kind == "country":
                found.setdefault(place.territory, {}).update(dict.fromkeys(place.latin))
    return {territory: tuple(names) for territory, names in found.items()}


def country_names(territory: str) -> tuple[str, ...]:
    """The names and adjectives of a country (ISO 3166-1) in Latin letters, in its own language too; none where it is unknown."""
    return _countries().get(territory, ())
