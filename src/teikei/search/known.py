"""What agreements name, by numbers of their own: institutions, units, territories, regions; and the facts many have alike.

Only ever added to, and so shared by an index and the newer one that follows it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

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
        number = self.where_numbers.setdefault(one, len(self.wheres))
        if number == len(self.wheres):
            self.wheres.append(one)
        return number

    def profile(self, one: Profile) -> int:
        """The number of a profile."""
        number = self.profile_numbers.setdefault(one, len(self.profiles))
        if number == len(self.profiles):
            self.profiles.append(one)
        return number

    def sort_key(self, key: str) -> int:
        """The number of a sort key."""
        number = self.sort_numbers.setdefault(key, len(self.sort_keys))
        if number == len(self.sort_keys):
            self.sort_keys.append(key)
        return number
