"""The names in an index: which text is whose, what it is, and how it looks in print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from teikei.search.folding import folded, with_beginnings
from teikei.search.texts import WHOLE, Bytes, Numbers, Texts

# What a match is worth by what is matched; how well it matches (1 to 4) is added. Own names come first, then where and
# which unit, then how it sounds; titles and documents come last.
OWN, PLACE, SOUND, TITLE, DOCUMENT = 12, 7, 4, 2, 1
NOBODY = -1


class Name(NamedTuple):
    """A name of an entity (by its number): as printed, and what it is worth. SOUND: the text is a sound, not a name."""

    entity: int
    text: str
    worth: int


@dataclass(frozen=True)
class Names:
    """Names and sounds of entities. entity: whose each text is, NOBODY once it was replaced."""

    texts: Texts
    entity: Numbers
    worth: Bytes
    printed: tuple[str, ...]
    sounds: Texts
    sounded: Numbers

    @cached_property
    def of_entity(self) -> dict[int, list[int]]:
        """The texts of each entity."""
        found: dict[int, list[int]] = {}
        for text, entity in enumerate(self.entity.tolist()):
            found.setdefault(entity, []).append(text)
        return found

    def scores(self, word: str, sound: str, size: int) -> Bytes:
        """What each of so many entities is worth for a word, 0 where no name of it holds the word.

        Who asks for just the name that one has, as UCLA, means it: what else sounds so is not looked for.
        """
        scores = np.zeros(size + 1, np.uint8)  # the last is NOBODY's
        owners, how = self.texts.find(word)
        np.maximum.at(scores, self.entity[owners], self.worth[owners] + how)
        if sound and not (how[self.worth[owners] == OWN] == WHOLE).any():
            np.maximum.at(scores, self.sounded[self.sounds.holding(sound)], np.uint8(SOUND))
        return scores[:size]

    def among(self, entity: int, word: str, worth: int = 0) -> str:
        """The name of an entity that holds a word, as printed, of those worth so much; the shortest; "" where none does."""
        texts = (text for text in self.of_entity.get(entity, ()) if self.worth[text] >= worth)
        holding = [self.printed[text] for text in texts if word in folded(self.printed[text])]
        return min(holding, key=len, default="")

    def replaced(self, entities: Iterable[int], names: Sequence[Name]) -> "Names":
        """With these names instead of all that these entities had."""
        gone = np.fromiter(set(entities), np.int32)
        written, spoken = _parted(names)
        return Names(
            self.texts.with_more([with_beginnings(name.text) for name in written]),
            np.concatenate([np.where(np.isin(self.entity, gone), np.int32(NOBODY), self.entity), _entities(written)]),
            np.concatenate([self.worth, np.array([name.worth for name in written], np.uint8)]),
            (*self.printed, *(name.text for name in written)),
            self.sounds.with_more([with_beginnings(name.text) for name in spoken]),
            np.concatenate([np.where(np.isin(self.sounded, gone), np.int32(NOBODY), self.sounded), _entities(spoken)]),
        )


def no_names() -> Names:
    """Nothing yet."""
    none = np.zeros(0, np.int32)
    return Names(Texts(), none, none.astype(np.uint8), (), Texts(), none)


def _parted(names: Iterable[Name]) -> tuple[list[Name], list[Name]]:
    written: dict[tuple[int, str], Name] = {}
    spoken: dict[tuple[int, str], Name] = {}
    for name in names:
        kept = spoken if name.worth == SOUND else written
        key = (name.entity, folded(name.text))
        if key[1] and (key not in kept or kept[key].worth < name.worth):
            kept[key] = name
    return list(written.values()), list(spoken.values())


def _entities(names: Sequence[Name]) -> Numbers:
    return np.array([name.entity for name in names], np.int32)
