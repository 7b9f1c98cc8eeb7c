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
from teikei.search.naming import DOCUMENT, OWN, TITLE, Names
from teikei.search.terms import FacetName, Sort, Terms
from teikei.search.texts import Bytes, Numbers, Texts

Scores = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Rows = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int64]
# What the whole question, found as one string in an own name, adds to its words found apart.
_PHRASE: Final = 20
# Filters that are looked up in the same column, and so are counted together.
GROUPS: Final[dict[str, tuple[FacetName, ...]]] = {
    "where": ("region", "territory"),
    "profile": ("kind", "level", "contents", "places", "language"),
    "unit": ("unit",),
    "year": ("year",),
    "in_force": ("in_force",),
}


class Parts(NamedTuple):
    """Pairs of arrays: owner (a place or profile, of so many) and the number of a value that it has."""

    owners: Numbers
    parts: Numbers
    values: list[str]
    size: int


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

    def matching(self, words: Sequence[Word]) -> Scores | None:
        """What each agreement is worth for these words, 0 where one of them is not found; None for no words."""
        total = self._together([(self._entity_scores(word.text, word.sound), word.text) for word in words])
        if total is not None and len(words) > 1:
            whole = self._entity_scores("".join(word.text for word in words), "")
            rows = np.flatnonzero(total)
            total[rows[(whole > OWN)[self.columns.partner[rows]]]] += np.uint16(_PHRASE)
        return total

    def resembling(self, worths: Sequence[tuple[Word, Sequence[tuple[int, int]]]]) -> Scores:
        """The same, where each word is found also by further entities: (entity, worth) of names that are spelled alike."""
        scored = []
        for word, alike in worths:
            entities = self.names.scores(word.text, word.sound, self.entities)
            for entity, worth in alike:
                entities[entity] = max(entities[entity], worth)
            scored.append((self._with_linked(entities), word.text))
        total = self._together(scored)
        return np.zeros(len(self.columns), np.uint8) if total is None else total

    def _together(self, scored: Sequence[tuple[Bytes, str]]) -> Scores | None:
        """The sum of the scores of words, each with those of entities; 0 where one word is not found.

        The word whose entities have the fewest agreements first: the others are looked up only where it was found.
        """
        if len(scored) < 2:
            return self._scores(*scored[0]) if scored else None
        ordered = sorted(scored, key=lambda one: int(self.size_of[one[0][: self.entities] > 0].sum()))
        total = self._scores(*ordered[0]).astype(np.uint16)
        for entities, word in ordered[1:]:
            rows = np.flatnonzero(total)
            found = self._scores(entities, word, rows)[rows]
            total[rows] = np.where(found > 0, total[rows] + found, 0)
        return total

    def _entity_scores(self, word: str, sound: str) -> Bytes:
        return self._with_linked(self.names.scores(word, sound, self.entities))

    def _with_linked(self, scores: Bytes) -> Bytes:
        """Entities' scores, and after them those of the places: the best of what a place consists of."""
        wheres = np.zeros(self.wheres, np.uint8)
        owners, linked = self._links
        np.maximum.at(wheres, owners, scores[linked])
        return np.concatenate([scores, wheres])

    def _scores(self, entities: Bytes, word: str, rows: Rows | None = None) -> Bytes:
        """The scores of all agreements by those of entities and by what is written; rows: only these need be right."""
        columns = self.columns
        some = slice(None) if rows is None or 4 * len(rows) > len(columns) else rows
        scores = np.zeros(len(columns), np.uint8)
        scores[some] = entities[columns.partner[some]]
        if (wheres := entities[self.entities :]).any():
            scores[some] = np.maximum(scores[some], wheres[columns.where[some]])
        for owners, named, several in ((columns.units_of, columns.units, self._units), (columns.others_of, columns.others, self._others)):
            if entities[several].any():
                _raise(scores, owners, entities[named])
        if len(found := self.writings.holding(word)):
            held = np.zeros(len(self.writings) + 1, np.uint8)  # the last is that of no title
            held[found] = TITLE
            # What is written is worth the least, and so need not be asked where a name was found.
            left = np.flatnonzero(scores == 0)
            some = left if 4 * len(left) < len(scores) else slice(None)
            scores[some] = np.maximum(scores[some], held[columns.title[some]])
            _raise(scores, columns.papers_of, np.minimum(held[columns.papers], np.uint8(DOCUMENT)))
        return scores

    @cached_property
    def _units(self) -> Numbers:
        """The units that agreements name."""
        return np.unique(self.columns.units)

    @cached_property
    def _others(self) -> Numbers:
        """The further parties that agreements are found by."""
        return np.unique(self.columns.others)

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

    def filtered(self, terms: Terms, today: int) -> dict[str, Mask | None]:
        """For each group of filters (GROUPS) and "as_of" the agreements that pass it; None where nothing is chosen."""
        columns = self.columns
        unit = None if terms.unit is None else self.known.numbers.get(("unit", terms.unit), -1)
        where, profile = self.passing("where", terms), self.passing("profile", terms)
        return {
            "where": None if where is None else where[columns.where],
            "profile": None if profile is None else profile[columns.profile],
            "unit": None if unit is None else _scattered(len(columns), columns.units_of[columns.units == unit]),
            "year": None if terms.year is None else columns.year == terms.year,
            "in_force": None if terms.in_force is None else self.held(today) == (terms.in_force == "yes"),
            "as_of": None if terms.as_of is None else self.held(terms.as_of.toordinal()),
        }

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

    def tally(self, group: str, mask: Mask) -> Counts:
        """How many of these agreements have each place, profile, year, or (as numbers of entities) unit."""
        columns = self.columns
        if group == "unit":
            named = columns.units if mask.all() else columns.units[mask[columns.units_of]]
            return np.bincount(named, minlength=self.entities)
        column: npt.NDArray[Any] = getattr(columns, group)
        return np.bincount(column if mask.all() else column[mask], minlength={"where": self.wheres, "profile": self.profiles}.get(group, 0))

    @cached_property
    def totals(self) -> dict[str, Counts]:
        """The tallies of all agreements."""
        every = np.ones(len(self.columns), np.bool_)
        return {group: self.tally(group, every) for group in ("where", "profile", "unit", "year")}

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


def _raise(scores: Bytes, owners: Numbers, worth: Bytes) -> None:
    """Raise the scores of these owners to what they are worth, the lowest first, as one may come several times."""
    hit = np.flatnonzero(worth > scores[owners])
    owners, worth = owners[hit], worth[hit]
    for level in np.unique(worth).tolist():
        scores[owners[worth == level]] = level


def _scattered(size: int, places: Numbers) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[places] = True
    return mask


def _parts(wholes: Sequence[Any], of: Callable[[Any], Iterable[Any]]) -> Parts:
    numbers: dict[str, int] = {}
    pairs = [(owner, numbers.setdefault(str(part), len(numbers))) for owner, whole in enumerate(wholes) for part in of(whole)]
    owners, parts = np.array(pairs, np.int32).reshape(-1, 2).T
    return Parts(owners, parts, list(numbers), len(wholes))
