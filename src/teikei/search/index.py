"""The index: which agreements hold all words of a question, in which order they stand, and how many each filter has."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from teikei.search.columns import Columns, Mask
from teikei.search.filters import GROUPS, Counts, Parts, parts_of
from teikei.search.folding import Word, sound_of
from teikei.search.known import Known
from teikei.search.lists import Lists, lists
from teikei.search.naming import DOCUMENT, OWN, SOUND, TITLE, Names
from teikei.search.terms import Sort, Terms
from teikei.search.texts import Bytes, Numbers, Texts

Scores = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Rows = Numbers | npt.NDArray[np.intp]
EVERY: Final = slice(None)  # all agreements: a column at this is the column itself
_YEARS: Final = 10_000
_BROAD: Final = 4  # a quarter of all agreements and more is looked for in whole columns
_RARE: Final = 32  # up to one agreement in so many is gathered without a look at the others
_SEVERAL: Final = {name: f"{name}_of" for name in ("units", "others", "papers")} | {
    f"{name}_of": name for name in ("units", "others", "papers")
}
# What the whole question, found as one string in an own name or its sound, adds to its words found apart.
_PHRASE: Final = 20
# Words are asked again and again: what names hold the last so many is remembered, and what most agreements are worth for so few.
_WORDS, _HEADS = 256, 16
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_NONE: Final = np.zeros(0, np.int32)


class Matches(NamedTuple):
    """Agreements that hold all words, by their places in ascending order, and what each is worth.

    Where these are many, rows is EVERY, and those that do not hold them are worth 0.
    """

    rows: Rows | slice
    scores: Scores

    @property
    def total(self) -> int:
        """How many hold them."""
        return int(np.count_nonzero(self.scores))


class _Sought(NamedTuple):
    """A word and what entities, and after them places, are worth for it. exact: found as it stands, not by names spelled alike."""

    word: str
    entities: Bytes
    exact: bool = True


class _Holding(NamedTuple):
    """A column of which some values hold a word: what each value is worth, which are, how many agreements have these."""

    name: str
    worth: Bytes
    values: Rows
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

    def matching(self, words: Sequence[Word]) -> Matches | None:
        """The agreements that hold all these words, and what each is worth; None for no words."""
        if not words:
            return None
        found = self._together([_Sought(word.text, self._entity_scores(word)) for word in words])
        if len(words) > 1:
            together = "".join(word.text for word in words)
            whole = self._entity_scores(Word(together, sound_of(together)))
            worth = whole.take(self.columns.partner[found.rows])
            named = (worth > OWN) | (worth == SOUND)
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
            scored.append(_Sought(word.text, self._with_linked(entities), exact=not alike))
        return self._together(scored)

    def _together(self, words: Sequence[_Sought]) -> Matches:
        """The sum of the scores of words, each with those of entities, where all are found.

        The word whose entities have the fewest agreements first: the others are looked up only where it was found.
        """
        first, *others = sorted(words, key=lambda one: int(self.size_of[np.flatnonzero(one.entities[: self.entities])].sum()))
        found = self._matches(first)
        for sought in others:
            rows, scores = found
            if isinstance(rows, slice):
                # Many hold the first; of the other then too, or its few are looked for among them.
                rows, more = self._matches(sought)
                scores = scores[rows]
            else:
                more = self._scores_at(rows, sought)
            found = self._narrowed(rows, np.where((scores > 0) & (more > 0), scores.astype(np.uint16) + more, 0))
        return found

    def _narrowed(self, rows: Rows | slice, scores: Scores) -> Matches:
        """Those of these agreements that are worth something."""
        held = scores != 0
        if isinstance(rows, slice) and _BROAD * np.count_nonzero(held) > len(held):
            return Matches(EVERY, scores)
        kept = np.flatnonzero(held)
        return Matches(kept if isinstance(rows, slice) else rows[kept], scores[kept])

    def _entity_scores(self, word: Word) -> Bytes:
        if (known := self._scored.get(word)) is not None:
            return known
        return _remember(self._scored, _WORDS, word, self._with_linked(self.names.scores(word.text, word.sound, self.entities)))

    @cached_property
    def _scored(self) -> dict[Word, Bytes]:
        return {}

    @cached_property
    def _heads(self) -> dict[str, Matches]:
        return {}

    def _with_linked(self, scores: Bytes) -> Bytes:
        """Entities' scores, and after them those of the places: the best of what a place consists of."""
        wheres = np.zeros(self.wheres, np.uint8)
        owners, linked = self._links
        np.maximum.at(wheres, owners, scores[linked])
        return np.concatenate([scores, wheres])

    def _holding(self, sought: _Sought) -> list[_Holding]:
        """The columns with values that hold a word, by the worth of entities and by what is written."""
        named, placed = sought.entities[: self.entities], sought.entities[self.entities :]
        worths = [("partner", named), ("others", named), ("units", named), ("where", placed)]
        if (held := self._written(sought.word)) is not None:
            worths.append(("title", held))
            if len(self.columns.papers):
                worths.append(("papers", np.minimum(held, np.uint8(DOCUMENT))))
        found = []
        for name, worth in worths:
            values = np.flatnonzero(worth != 0)
            if size := int(self._lists(name).sizes(values).sum()) if len(values) else 0:
                found.append(_Holding(name, worth, values, size))
        return found

    def _matches(self, sought: _Sought) -> Matches:
        """The agreements with a name that holds a word (by the worth of entities) or where it is written."""
        if sought.exact and (head := self._heads.get(sought.word)) is not None:
            return head
        holding = self._holding(sought)
        if _RARE * sum(one.size for one in holding) > len(self.columns):
            found = self._narrowed(EVERY, self._whole(holding))
            return _remember(self._heads, _HEADS, sought.word, found) if sought.exact and isinstance(found.rows, slice) else found
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

    def _scores_at(self, rows: Rows, sought: _Sought) -> Bytes:
        """What these agreements are worth for a word."""
        columns, (word, entities, _) = self.columns, sought
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
        return every if isinstance(rows, slice) else self._lists(_SEVERAL[name]).of(rows)

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
        return parts_of(self.known.wheres[: self.wheres], self.known.profiles[: self.profiles])

    def held(self, day: int) -> Mask:
        """Which agreements hold on a day (an ordinal); the last few days asked are remembered."""
        if (held := self._held.get(day)) is None:
            held = _remember(self._held, 4, day, self.columns.holding(day))
        return held

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
        if group != "unit":
            return np.bincount(getattr(self.columns, group)[rows], minlength=size)
        if isinstance(rows, slice) or _BROAD * len(rows) < len(self.columns):
            return np.bincount(self.several("units", rows), minlength=size)
        first, owners, more = self._split("units")
        among: Mask = _scattered(len(first), rows).take(owners)
        return np.bincount(first[rows] + 1, minlength=size + 1)[1:] + np.bincount(more[among], minlength=size)

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


def _remember(known: dict[_Key, _Value], most: int, key: _Key, value: _Value) -> _Value:
    """The value, which is kept for the next question; of too many all are forgotten."""
    if len(known) >= most:
        known.clear()
    known[key] = value
    return value


def _scattered(size: int, places: Rows) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[places] = True
    return mask
