"""The index: which agreements hold all words of a question, in which order they stand, and how many each filter has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from teikei.search.columns import Columns, Mask
from teikei.search.folding import Word
from teikei.search.known import Known
from teikei.search.lists import Lists, lists
from teikei.search.naming import DOCUMENT, OWN, TITLE, Names
from teikei.search.terms import FacetName, Sort, Terms
from teikei.search.texts import Bytes, Numbers, Texts

Scores = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Rows = Numbers | npt.NDArray[np.intp]
Counts = npt.NDArray[np.int64]
EVERY: Final = slice(None)  # all agreements: a column at this is the column itself
_YEARS: Final = 10_000
_BROAD: Final = 4  # a quarter of all agreements and more is looked for in whole columns
_RARE: Final = 32  # up to one agreement in so many is gathered without a look at the others
_SEVERAL: Final = {name: f"{name}_of" for name in ("units", "others", "papers")} | {
    f"{name}_of": name for name in ("units", "others", "papers")
}
# What the whole question, found as one string in an own name, adds to its words found apart.
_PHRASE: Final = 20
_NONE: Final = np.zeros(0, np.int32)
# Filters that are looked up in the same column, and so are counted together.
GROUPS: Final[dict[str, tuple[FacetName, ...]]] = {
    "where": ("region", "territory"),
    "profile": ("kind", "level", "contents", "places", "language"),
    "unit": ("unit",),
    "year": ("year",),
    "in_force": ("in_force",),
}


class Matches(NamedTuple):
    """Agreements that hold all words, by their places in ascending order, and what each is worth.

    Where these are many, rows is EVERY, and those that do not hold them are worth 0.
    """

    rows: Rows | slice
    scores: Scores

    def __len__(self) -> int:
        return int(np.count_nonzero(self.scores))


class _Holding(NamedTuple):
    """A column of which some values hold a word: what each value is worth, which are, how many agreements have these."""

    name: str
    worth: Bytes
    values: Rows
    size: int


class Parts(NamedTuple):
    """Pairs of arrays: owner (a place or profile, of so many) and the number of a value that it has; in the order of these."""

    owners: Numbers
    parts: Numbers
    values: list[str]
    size: int

    def sums(self, counts: Counts) -> Counts:
        """What the owners of each value have together."""
        starts = np.searchsorted(self.parts, np.arange(len(self.values)))
        return np.add.reduceat(counts[self.owners], starts) if len(starts) else np.zeros(0, np.int64)


@dataclass(frozen=True)
class Index:
    """Names, writings (titles and texts of documents) and columns of all agreements, as of one state of the registry.

    entities, wheres, profiles: how many `known` had then.
    """

    known: Known
    names: Names
    writings: Texts
    columns: Columns
    entities: int
    wheres: int
    profiles: int

    def matching(self, words: Sequence[Word]) -> Matches | None:
        """The agreements that hold all these words, and what each is worth; None for no words."""
        if not words:
            return None
        found = self._together([(self._entity_scores(word.text, word.sound), word.text) for word in words])
        if len(words) > 1 and len(found):
            whole = self._entity_scores("".join(word.text for word in words), "")
            named = whole.take(self.columns.partner[found.rows]) > OWN
            found.scores[named & (found.scores > 0)] += np.uint16(_PHRASE)
        return found

    def stands(self, word: Word) -> bool:
        """Whether a word stands in any name, title or document, even where no agreement has it."""
        return bool(self.names.scores(word.text, word.sound, self.entities).any()) or len(self.writings.holding(word.text)) > 0

    def resembling(self, worths: Sequence[tuple[Word, Sequence[tuple[int, int]]]]) -> Matches:
        """The same, where each word is found also by further entities: (entity, worth) of names that are spelled alike."""
        scored = []
        for word, alike in worths:
            entities = self.names.scores(word.text, word.sound, self.entities)
            for entity, worth in alike:
                entities[entity] = max(entities[entity], worth)
            scored.append((self._with_linked(entities), word.text))
        return self._together(scored)

    def _together(self, scored: Sequence[tuple[Bytes, str]]) -> Matches:
        """The sum of the scores of words, each with those of entities, where all are found.

        The word whose entities have the fewest agreements first: the others are looked up only where it was found.
        """
        first, *others = sorted(scored, key=lambda one: int(self.size_of[np.flatnonzero(one[0][: self.entities])].sum()))
        found = self._matches(*first)
        for entities, word in others:
            if isinstance(found.rows, slice):
                more = self._whole(self._holding(entities, word))
            else:
                more = self._scores_at(found.rows, entities, word)
            found = self._narrowed(found.rows, np.where((found.scores > 0) & (more > 0), found.scores.astype(np.uint16) + more, 0))
        return found

    def _narrowed(self, rows: Rows | slice, scores: Scores) -> Matches:
        """Those of these agreements that are worth something."""
        held = scores != 0
        if isinstance(rows, slice) and _BROAD * np.count_nonzero(held) > len(held):
            return Matches(EVERY, scores)
        kept = np.flatnonzero(held)
        return Matches(kept if isinstance(rows, slice) else rows[kept], scores[kept])

    def _entity_scores(self, word: str, sound: str) -> Bytes:
        return self._with_linked(self.names.scores(word, sound, self.entities))

    def _with_linked(self, scores: Bytes) -> Bytes:
        """Entities' scores, and after them those of the places: the best of what a place consists of."""
        wheres = np.zeros(self.wheres, np.uint8)
        owners, linked = self._links
        np.maximum.at(wheres, owners, scores[linked])
        return np.concatenate([scores, wheres])

    def _holding(self, entities: Bytes, word: str) -> list[_Holding]:
        """The columns with values that hold a word, by the worth of entities and by what is written."""
        named, placed = entities[: self.entities], entities[self.entities :]
        worths = [("partner", named), ("others", named), ("units", named), ("where", placed)]
        if (held := self._written(word)) is not None:
            worths += [("title", held), ("papers", np.minimum(held, np.uint8(DOCUMENT)))]
        found = []
        for name, worth in worths:
            values = np.flatnonzero(worth != 0) if len(getattr(self.columns, name)) else _NONE
            if size := int(self._lists(name).sizes(values).sum()):
                found.append(_Holding(name, worth, values, size))
        return found

    def _matches(self, entities: Bytes, word: str) -> Matches:
        """The agreements with a name that holds a word (by the worth of entities) or where it is written."""
        holding = self._holding(entities, word)
        if _RARE * sum(one.size for one in holding) > len(self.columns):
            return self._narrowed(EVERY, self._whole(holding))
        # One number for an agreement and what it is worth: the last of each agreement is the best.
        pairs = [np.zeros(0, np.int64)]
        for name, worth, values, _ in holding:
            lists = self._lists(name)
            pairs.append(lists.of(values).astype(np.int64) << 8 | np.repeat(worth[values], lists.sizes(values)))
        ordered = np.sort(np.concatenate(pairs))
        rows = ordered >> 8
        best = np.flatnonzero(np.diff(rows, append=-1))
        return Matches(rows[best], ordered[best].astype(np.uint8))

    def _whole(self, holding: Sequence[_Holding]) -> Bytes:
        """What all agreements are worth by their values."""
        scores = np.zeros(len(self.columns), np.uint8)
        for name, worth, values, size in holding:
            if worth.max() <= scores.min():
                continue
            if _BROAD * size < len(scores):
                lists = self._lists(name)
                np.maximum.at(scores, lists.of(values), np.repeat(worth[values], lists.sizes(values)))
            else:
                column, owners, more = self._split(name)
                worth = np.append(worth, np.uint8(0))  # of a value of -1, which is none
                np.maximum(scores, worth.take(column), out=scores)
                np.maximum.at(scores, owners, worth.take(more))
        return scores

    def _split(self, name: str) -> tuple[Numbers, Numbers, Numbers]:
        """Of a column the first value of each agreement; and pairs of agreement and value for all others."""
        if name not in _SEVERAL:
            return getattr(self.columns, name), _NONE, _NONE
        if name not in self._halves:
            owners, values = getattr(self.columns, f"{name}_of"), getattr(self.columns, name)
            later = np.diff(owners, prepend=-1) == 0
            first = np.full(len(self.columns), -1, np.int32)
            first[owners[~later]] = values[~later]
            self._halves[name] = first, owners[later], values[later]
        return self._halves[name]

    @cached_property
    def _halves(self) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
        return {}

    def _scores_at(self, rows: Rows, entities: Bytes, word: str) -> Bytes:
        """The same, of these agreements alone."""
        columns = self.columns
        scores = np.maximum(entities.take(columns.partner[rows]), entities[self.entities :].take(columns.where[rows]))
        held = self._written(word)
        if held is not None:
            np.maximum(scores, held.take(columns.title[rows]), out=scores)
            held = np.minimum(held, np.uint8(DOCUMENT))
        for name, worth in (("units", entities), ("others", entities), ("papers", held)):
            if worth is not None and len(getattr(columns, name)):
                lists = self._lists(_SEVERAL[name])
                np.maximum.at(scores, np.repeat(np.arange(len(rows)), lists.sizes(rows)), worth[lists.of(rows)])
        return scores

    def _written(self, word: str) -> Bytes | None:
        """What titles and documents are worth; after them that of no title. None where none holds the word."""
        if not len(found := self.writings.holding(word)):
            return None
        held = np.zeros(len(self.writings) + 1, np.uint8)
        held[found] = TITLE
        return held

    def _lists(self, name: str) -> Lists:
        """Of each value of a column the agreements that have it; of a column ending in _of, the values of each agreement."""
        if name not in self._listed:
            columns, every = self.columns, np.arange(len(self.columns), dtype=np.int32)
            owners, several = getattr(columns, name), _SEVERAL.get(name)
            values = every if several is None else getattr(columns, several)
            sizes = {"where": self.wheres, "title": len(self.writings) + 1, "papers": len(self.writings) + 1}
            self._listed[name] = lists(owners, values, len(columns) if name.endswith("_of") else sizes.get(name, self.entities))
        return self._listed[name]

    @cached_property
    def _listed(self) -> dict[str, Lists]:
        return {}

    def several(self, name: str, rows: Rows | slice) -> Numbers:
        """All units or others ("units", "others") of some agreements."""
        every: Numbers = getattr(self.columns, name)
        if isinstance(rows, slice):
            return every
        if _BROAD * len(rows) > len(self.columns):
            among: Mask = _scattered(len(self.columns), rows).take(getattr(self.columns, _SEVERAL[name]))
            return every[among]
        return self._lists(_SEVERAL[name]).of(rows)

    @cached_property
    def _links(self) -> tuple[Numbers, Numbers]:
        """Of which entities each place consists: its region, its territories, its heading."""
        numbers = self.known.numbers
        pairs = [
            (at, numbers[key])
            for at, where in enumerate(self.known.wheres[: self.wheres])
            for key in (("region", where.region), ("heading", where.heading), *(("territory", code) for code in where.territories))
            if key in numbers
        ]
        return np.array([at for at, _ in pairs], np.int32), np.array([entity for _, entity in pairs], np.int32)

    def filtered(self, terms: Terms, today: int, rows: Rows | slice) -> dict[str, Mask | None]:
        """For each group of filters (GROUPS) and "as_of" which of these agreements pass it; None where nothing is chosen."""
        columns = self.columns
        where, profile = self.passing("where", terms), self.passing("profile", terms)
        return {
            "where": None if where is None else where[columns.where[rows]],
            "profile": None if profile is None else profile[columns.profile[rows]],
            "unit": None if terms.unit is None else self._of_unit(terms.unit)[rows],
            "year": None if terms.year is None else columns.year[rows] == terms.year,
            "in_force": None if terms.in_force is None else self.held(today)[rows] == (terms.in_force == "yes"),
            "as_of": None if terms.as_of is None else self.held(terms.as_of.toordinal())[rows],
        }

    def _of_unit(self, unit: int) -> Mask:
        number = self.known.numbers.get(("unit", unit), self.entities)
        numbers = np.array([number] if number < self.entities else [], np.int32)
        return _scattered(len(self.columns), self._lists("units").of(numbers))

    def passing(self, group: str, terms: Terms) -> Mask | None:
        """Which places ("where") or profiles pass the filters; None where none of them is set."""
        masks = []
        for name in GROUPS[group]:
            if (chosen := getattr(terms, name)) is not None:
                parts = self.parts[name]
                value = parts.values.index(str(chosen)) if str(chosen) in parts.values else -1
                masks.append(_scattered(parts.size, parts.owners[parts.parts == value]))
        return np.logical_and.reduce(masks) if masks else None

    @cached_property
    def parts(self) -> dict[str, Parts]:
        """The values of each filter on places and profiles, and which of them have which."""
        wheres, profiles = self.known.wheres[: self.wheres], self.known.profiles[: self.profiles]
        return {
            "region": _parts(wheres, lambda where: (where.region,) if where.region else ()),
            "territory": _parts(wheres, lambda where: where.territories),
            "kind": _parts(profiles, lambda profile: profile.kinds),
            "level": _parts(profiles, lambda profile: (profile.level,)),
            "contents": _parts(profiles, lambda profile: profile.contents),
            "places": _parts(profiles, lambda profile: (profile.places,)),
            "language": _parts(profiles, lambda profile: profile.languages),
        }

    def held(self, day: int) -> Mask:
        """Which agreements hold on a day (an ordinal); the last few days asked are remembered."""
        if day not in self._held:
            if len(self._held) >= 4:
                self._held.clear()
            self._held[day] = self.columns.holding(day)
        return self._held[day]

    @cached_property
    def _held(self) -> dict[int, Mask]:
        return {}

    def order(self, sort: Sort) -> Numbers:
        """The places of all agreements in an order; ties stand as in the list, and those without a date come last."""
        if sort not in self._orders:
            columns = self.columns
            if sort == "partner":
                keys = self.known.sort_keys[: int(columns.sorting.max(initial=-1)) + 1]
                rank = np.empty(len(keys), np.int32)
                rank[np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int32)] = np.arange(len(keys), dtype=np.int32)
                by = rank[columns.sorting]
            else:
                by = np.where(columns.day == 0, np.int32(2**31 - 1), columns.day if sort == "oldest" else -columns.day)
            self._orders[sort] = np.argsort(by, kind="stable").astype(np.int32)
        return self._orders[sort]

    @cached_property
    def _orders(self) -> dict[str, Numbers]:
        return {}

    def tally(self, group: str, rows: Rows | slice) -> Counts:
        """How many of these agreements have each place, profile, year, or (as numbers of entities) unit."""
        size = {"where": self.wheres, "profile": self.profiles, "unit": self.entities}.get(group, _YEARS)
        return np.bincount(self.several("units", rows) if group == "unit" else getattr(self.columns, group)[rows], minlength=size)

    @cached_property
    def totals(self) -> dict[str, Counts]:
        """The tallies of all agreements."""
        return {group: self.tally(group, EVERY) for group in ("where", "profile", "unit", "year")}

    @cached_property
    def ours(self) -> Mask:
        """Which entities are units of institutions whose lists are kept here."""
        return np.fromiter((one.ours and one.kind == "unit" for one in self.known.entities[: self.entities]), np.bool_, self.entities)

    @cached_property
    def size_of(self) -> Numbers:
        """How many agreements name each entity, or are in each territory."""
        sizes = np.zeros(self.entities, np.int64)
        for named in (self.columns.partner, self.columns.units, self.columns.others):
            sizes += np.bincount(named, minlength=len(sizes))[: len(sizes)]
        wheres = np.bincount(self.columns.where, minlength=self.wheres)
        owners, linked = self._links
        np.add.at(sizes, linked, wheres[owners])
        return sizes.astype(np.int32)


def made_index(known: Known, names: Names, writings: Texts, columns: Columns) -> Index:
    """An index of what is known now."""
    return Index(known, names, writings, columns, len(known.entities), len(known.wheres), len(known.profiles))


def _scattered(size: int, places: Rows) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[places] = True
    return mask


def _parts(wholes: Sequence[Any], of: Callable[[Any], Iterable[Any]]) -> Parts:
    numbers: dict[str, int] = {}
    pairs = [(owner, numbers.setdefault(str(part), len(numbers))) for owner, whole in enumerate(wholes) for part in of(whole)]
    owners, parts = np.array(sorted(pairs, key=lambda pair: pair[1]), np.int32).reshape(-1, 2).T
    return Parts(owners, parts, list(numbers), len(wholes))
