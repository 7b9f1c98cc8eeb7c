"""Small indexes, and the same agreements as plain values to count by hand."""

from dataclasses import dataclass
from datetime import date

from teikei.search.columns import NO_END, Row, columns
from teikei.search.folding import folded, name_sound, with_beginnings
from teikei.search.index import Index, made_index
from teikei.search.known import Entity, Known, Profile, Where
from teikei.search.naming import OWN, PLACE, SOUND, Name, no_names
from teikei.search.texts import Texts


@dataclass(frozen=True)
class Kept:
    """An agreement as a test says it. names: all of the partner's; spans: first and last days, None without end."""

    number: int
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    region: int = 0
    territory: str = "VN"
    level: str = "unit"
    kinds: tuple[str, ...] = ()
    contents: tuple[int, ...] = ()
    places: str = "no"
    languages: tuple[str, ...] = ()
    day: date | None = None
    spans: tuple[tuple[date, date | None], ...] = ()
    title: str = ""
    sort_key: str = ""

    @property
    def texts(self) -> list[str]:
        """All that it is found by, folded."""
        return [folded(text) for text in (*self.names, *self.units, self.title) if folded(text)]

    def holds_on(self, day: date) -> bool:
        """Whether one of its spans has the day."""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)


def index_of(*agreements: Kept) -> Index:
    """An index of these, as the registry would make it."""
    known, names, writings = Known(), [], {}
    rows = [_row(one, known, names, writings) for one in sorted(agreements, key=lambda one: one.number)]
    texts = Texts().with_more([with_beginnings(text) for text in writings])
    return made_index(known, no_names().replaced((), names), texts, columns(rows))


def rows_of(*agreements: Kept) -> list[Row]:
    """The rows of that index, with the same numbers of entities."""
    known: Known = Known()
    writings: dict[str, int] = {}
    return [_row(one, known, [], writings) for one in sorted(agreements, key=lambda one: one.number)]


def _row(one: Kept, known: Known, names: list[Name], writings: dict[str, int]) -> Row:
    partner = known.entity(Entity("institution", "\n".join(one.names), one.names[0]))  # who shares one name is another
    names += [Name(partner, text, OWN) for text in one.names]
    names += [Name(partner, sound, SOUND) for text in one.names if (sound := name_sound(text, one.territory))]
    units = [known.entity(Entity("unit", unit, unit, ours=True)) for unit in one.units]
    names += [Name(number, unit, PLACE) for number, unit in zip(units, one.units, strict=True)]
    return Row(
        number=one.number, partner=partner, others=(), where=known.where(Where(one.region, (one.territory,), "")),
        profile=known.profile(Profile(one.level, one.kinds, one.contents, one.places, one.languages)),
        year=one.day.year if one.day else 0, day=one.day.toordinal() if one.day else 0, sorting=known.sort_key(one.sort_key or one.names[0]),
        title=writings.setdefault(one.title, len(writings)) if one.title else -1, units=tuple(units),
        spans=tuple((first.toordinal(), last.toordinal() if last else NO_END) for first, last in one.spans), papers=(),
    )  # fmt: skip
