"""Names of organizational units: splitting a printed list of them, and telling a misprint from another unit."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from teikei.names.folding import fold
from teikei.names.vocabulary import vocabulary

_SEPARATORS = re.compile(r"([・･、，,;；/／\n]+)")
_MIDDLE_DOTS = frozenset("・･")

# A spelling is doubted only where another is at least so many times as frequent (docs/reference/findings.md).
FAR_MORE_FREQUENT = 2.5


@dataclass(frozen=True, slots=True)
class UnitSplit:
    """How a printed run of units was split.

    `joined` holds the units whose own name contains the separator, as the splitter decided: they are shown,
    so that a person can correct them.
    """

    units: tuple[str, ...]
    joined: tuple[str, ...] = ()


def split_units(text: str, known: Collection[str] = ()) -> UnitSplit:
    """Split at ・ 、 , / and line breaks, but not inside a unit's own name.

    A name in `known` is a unit as it stands: it is never split, nor joined to its neighbour. Otherwise a part before
    ・ stands by itself only where it ends in a word for a kind of unit (data/units.toml): ナノデバイス・バイオ融合科学研究所
    is one unit, 理学部・大学病院 are two. A part after the last ・ that ends in no such word stays by itself, as printed.
    In Latin script a part after a comma that holds no such word goes on with the unit before it:
    "Faculty of Science, Technology and Health, School of Law" are two.
    """
    return _split(text, frozenset(known))


# A blank between signs of Japanese separates units only where what stands on both sides is one.
_BLANK = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")


@lru_cache(maxsize=65_536)
def _split(text: str, known: frozenset[str]) -> UnitSplit:
    if _BLANK.search(text) and text not in known and all(is_unit_name(run) for run in _BLANK.split(text)):
        text = _BLANK.sub("、", text)
    parts = _SEPARATORS.split(text)
    names, separators = parts[0::2], [*parts[1::2], ""]
    units: list[str] = []
    joined: list[str] = []
    start = 0
    while start < len(names):
        end = _end_of_unit(names, separators, start, known)
        printed = "".join(n + s for n, s in zip(names[start:end], [*separators[start : end - 1], ""], strict=True)).strip()
        if printed:
            units.append(printed)
            if end - start > 1:
                joined.append(printed)
        start = end
    return UnitSplit(tuple(units), tuple(joined))


def _end_of_unit(names: list[str], separators: list[str], start: int, known: frozenset[str]) -> int:
    """The index after the last part of the unit that starts at `start`."""
    for end in range(len(names), start + 1, -1):
        if known and "".join(n + s for n, s in zip(names[start:end], [*separators[start : end - 1], ""], strict=True)).strip() in known:
            return end
    end = start + 1
    while end < len(names) and _MIDDLE_DOTS.issuperset(separators[end - 1]) and not _stands_alone(names[end - 1], known):
        end += 1
    if end > start + 1 and not is_unit_name(names[end - 1]):
        end = start + 1
    while end < len(names) and separators[end - 1] == "," and _goes_on(names[end], known):
        end += 1
    return end


def _goes_on(name: str, known: frozenset[str]) -> bool:
    return name.startswith(" ") and name.isascii() and bool(name.strip()) and not _stands_alone(name, known)


def _stands_alone(name: str, known: frozenset[str]) -> bool:
    return name.strip() in known or is_unit_name(name)


@cache
def is_unit_name(name: str) -> bool:
    """Whether a name ends in a word for a kind of unit, or for Latin script contains one."""
    bare = re.sub(r"[(（].*?[)）]$", "", name.strip()) or name.strip()
    if not bare or len(bare) < 2:
        return False
    if bare.isascii():
        return not set(re.findall("[a-z]+", bare.lower())).isdisjoint(vocabulary("units")["en"])
    return bare.endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(vocabulary("units")["ja"])


@dataclass(frozen=True, slots=True)
class SpellingDoubt:
    """A spelling that differs a little from another; `proposal` where that one is far more frequent."""

    spelling: str
    count: int
    other: str
    other_count: int
    proposal: str | None


def doubtful_spellings(counts: Mapping[str, int]) -> list[SpellingDoubt]:
    """Unit names of one list that look like another of them, each with the nearest and most frequent other.

    counts: spelling → number of rows that name it. Two names are alike where one edit separates their stems
    and the longer stem has six characters or more, or where the stems are the same, of four characters or more,
    and only the word for the kind differs (研究科, 研究所). Names that differ in an ordinal, a direction or another
    pair of data/units.toml are two units, never a misprint. Two spellings of like frequency are a doubt without
    a proposal: the list itself cannot tell which is right.
    """
    spellings = sorted(counts, key=lambda name: (-counts[name], name))
    rank = {name: position for position, name in enumerate(spellings)}
    near: dict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        for signature in _signatures(spelling):
            near[signature].append(spelling)
    doubts = []
    for spelling in spellings:
        others = {name for signature in _signatures(spelling) for name in near[signature] if rank[name] < rank[spelling]}
        like = [other for other in sorted(others, key=rank.__getitem__) if alike(spelling, other)]
        if like and counts[like[0]] >= FAR_MORE_FREQUENT * counts[spelling]:
            doubts.append(SpellingDoubt(spelling, counts[spelling], like[0], counts[like[0]], like[0]))
        else:
            doubts += [SpellingDoubt(spelling, counts[spelling], other, counts[other], None) for other in like]
    return doubts


def _signatures(spelling: str) -> set[str]:
    """Keys that two alike names share, so that only such pairs are compared: the stem, and it less one sign."""
    stem, kind = _stem_and_kind(fold(spelling))
    return {stem, *(f"{stem[:cut]}{stem[cut + 1 :]}/{kind}" for cut in range(len(stem))), f"{stem}/{kind}"}


@cache
def alike(one: str, other: str) -> bool:
    """Whether two different unit names could be one name misprinted."""
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if abs(len(a) - len(b)) > 2:
        return False
    (stem_a, kind_a), (stem_b, kind_b) = _stem_and_kind(a), _stem_and_kind(b)
    if stem_a == stem_b:
        return len(stem_a) >= 4 and Levenshtein.distance(kind_a, kind_b) == 1
    longest = max(len(stem_a), len(stem_b))
    if kind_a != kind_b or longest < 6 or Levenshtein.distance(stem_a, stem_b) != 1:
        return False
    return not _distinct(stem_a, stem_b)


_KINDS = ("研究院", "研究科", "研究所", "研究部", "研究室", "センター", "センタ", "機構", "学部", "学院", "学府", "学群", "病院", "図書館")


@cache
def _stem_and_kind(folded: str) -> tuple[str, str]:
    for kind in _KINDS:
        key = fold(kind)
        if folded.endswith(key) and len(folded) > len(key):
            return folded.removesuffix(key), key
    return folded, ""


def _distinct(a: str, b: str) -> bool:
    """Whether the one edit between two stems swaps or adds an ordinal, a direction or another such sign."""
    groups: list[str] = vocabulary("units")["distinct"]["groups"]
    for operation in Levenshtein.editops(a, b):
        signs = {a[operation.src_pos : operation.src_pos + 1], b[operation.dest_pos : operation.dest_pos + 1]} - {""}
        if operation.tag == "delete":
            signs = {a[operation.src_pos]}
        elif operation.tag == "insert":
            signs = {b[operation.dest_pos]}
        if any(signs <= set(group) for group in groups):
            return True
    return False
