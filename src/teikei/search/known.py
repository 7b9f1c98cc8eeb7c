"""What agreements name, by numbers of their own: institutions, units, territories, regions; and the facts many have alike.

Only ever added to, and so shared by an index and the newer one that follows it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

_Numbered = TypeVar("_Numbered")
Key = tuple[str, int | str]  # ("institution", 5), ("territory", "VN")


class Entity(NamedTuple):
    """Something that agreements name. ours: a unit of an institution whose lists are kept here."""

    kind: str
    key: int | str
    label: str
    position: int = 0
    ours: bool = False


class Where(NamedTuple):
    """Where an agreement's partners are: the list's region (its id, 0 for none), ISO codes, the heading as printed."""

    region: int
    territories: tuple[str, ...]
    heading: str


class Profile(NamedTuple):
    """What many agreements have alike. contents: numbers of the ministry's ten; places: "yes" or "no"; languages: tags.
    students: whether an exchange of students, of any number, is or was in it, or may come or go with an amendment.
    """

    level: str
    kinds: tuple[str, ...]
    contents: tuple[int, ...]
    places: str
    languages: tuple[str, ...]
    students: bool = False


@dataclass
class Known:
    """The numbers of entities, places, profiles and sort keys. A number, once given, stays."""

    entities: list[Entity] = field(default_factory=list)
    numbers: dict[Key, int] = field(default_factory=dict)
    wheres: list[Where] = field(default_factory=list)
    where_numbers: dict[Where, int] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    profile_numbers: dict[Profile, int] = field(default_factory=dict)
    sort_keys: list[str] = field(default_factory=list)
    sort_numbers: dict[str, int] = field(default_factory=dict)

    def entity(self, one: Entity) -> int:
        """Its number; its label and place in an order are what they are now."""
        number = self.numbers.setdefault((one.kind, one.key), len(self.entities))
        if number == len(self.entities):
            self.entities.append(one)
        else:
            self.entities[number] = one
        return number

    def where(self, one: Where) -> int:
        """The number of a place."""
        return _number(self.where_numbers, self.wheres, one)

    def profile(self, one: Profile) -> int:
        """The number of a profile."""
        return _number(self.profile_numbers, self.profiles, one)

    def sort_key(self, key: str) -> int:
        """The number of a sort key."""
        return _number(self.sort_numbers, self.sort_keys, key)


def _number(numbers: dict[_Numbered, int], every: list[_Numbered], one: _Numbered) -> int:
    """Its number; the next one where it has none yet."""
    number = numbers.setdefault(one, len(every))
    if number == len(every):
        every.append(one)
    return number
