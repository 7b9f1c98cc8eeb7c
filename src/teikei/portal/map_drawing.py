"""The map as numbers for SVG: which part of the world is in view, how territories are shaded, how partners are clustered.

The address says what is in view (?view=zoom,x,y), so that every step of zooming and panning is a link: the map works without a
script, and a view can be sent to somebody. The paper is `world().width` units wide; sizes on the screen are given for a map
that is 1,000 pixels wide.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teikei.portal.world import world
from teikei.registry.queries.geography import PartnerThere

ZOOMS = (1, 2, 4, 8, 16, 32)
STEPS = 5  # of shading
SCREEN = 1000  # pixels
_APART = 29.0  # pixels between the middles of two marks: each can be hit by a finger
_VIEW = re.compile("([0-9]{1,2}),([0-9]{1,4}),([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world: how many times enlarged, and the point in its middle."""

    zoom: int
    x: int
    y: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in units of the paper."""
        return world().width // self.zoom, world().height // self.zoom

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height: the viewBox."""
        width, height = self.size
        return self.x - width // 2, self.y - height // 2, width, height

    @property
    def words(self) -> str:
        """As the address says it; "" for the whole world."""
        return "" if self.zoom == 1 else f"{self.zoom},{self.x},{self.y}"

    @property
    def unit(self) -> float:
        """Units of the paper to a pixel."""
        return world().width / SCREEN / self.zoom

    def at(self, zoom: int, x: float, y: float) -> "View":
        """Another view, kept within the paper."""
        width, height = world().width // zoom, world().height // zoom
        inside_x = min(max(round(x), width // 2), world().width - width // 2)
        inside_y = min(max(round(y), height // 2), world().height - height // 2)
        return View(zoom, inside_x, inside_y)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in view."""
        left, top, width, height = self.box
        return left <= x <= left + width and top <= y <= top + height

    def enlarged(self, steps: int) -> "View | None":
        """The same middle, larger or smaller by so many steps; None beyond the last."""
        index = ZOOMS.index(self.zoom) + steps
        return self.at(ZOOMS[index], self.x, self.y) if 0 <= index < len(ZOOMS) else None

    def moved(self, right: int, down: int) -> "View | None":
        """Half a view further; None where the paper ends."""
        width, height = self.size
        there = self.at(self.zoom, self.x + right * width // 2, self.y + down * height // 2)
        return None if there == self else there


def whole() -> View:
    """The whole world."""
    return View(1, world().width // 2, world().height // 2)


def asked_view(text: str) -> View:
    """The view that an address names; the whole world where it names none."""
    named = _VIEW.fullmatch(text)
    if named is None or int(named[1]) not in ZOOMS:
        return whole()
    return whole().at(int(named[1]), int(named[2]), int(named[3]))


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of the map: partners of one place, or of several too close to be told apart at this zoom.

    r: of the circle that is seen; hit: of the one that can be hit. In units of the paper, as x and y. view: where it comes
    apart, "" for a single place.
    """

    x: int
    y: int
    r: float
    hit: float
    partners: tuple[PartnerThere, ...]
    places: int
    view: str

    @property
    def agreements(self) -> int:
        """The agreements of all its partners; one with two of them counts twice."""
        return sum(one.agreements for one in self.partners)

    @property
    def cities(self) -> tuple[str, ...]:
        """The names of its places, those with most partners first; three at most."""
        return tuple(city for city, _ in Counter(one.city for one in self.partners if one.city).most_common(3))


def marks(partners: Iterable[PartnerThere], view: View) -> list[Mark]:
    """The marks in view. Partners of one place stand together; a place closer than a finger to a larger one joins it."""
    by_place: dict[tuple[int, int], list[PartnerThere]] = defaultdict(list)
    for one in partners:
        if one.latitude is None or one.longitude is None:
            continue
        x, y = world().point(one.longitude, one.latitude)
        if view.holds(x, y):
            by_place[round(x), round(y)].append(one)
    apart = _APART * view.unit
    joined: dict[tuple[int, int], list[tuple[int, int]]] = {}
    cells: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in sorted(by_place, key=lambda place: (-len(by_place[place]), place)):
        cell = int(place[0] // apart), int(place[1] // apart)
        near = [one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in cells[cell[0] + dx, cell[1] + dy] if math.dist(one, place) < apart]
        if near:
            joined[min(near, key=lambda one: math.dist(one, place))].append(place)
        else:
            joined[place] = [place]
            cells[cell].append(place)
    return [_mark(middle, places, by_place, view) for middle, places in joined.items()]


def _mark(
    middle: tuple[int, int], places: Sequence[tuple[int, int]], by_place: Mapping[tuple[int, int], Sequence[PartnerThere]], view: View
) -> Mark:
    partners = tuple(one for place in places for one in by_place[place])
    # The area follows the number, so that ten look like ten of one; a single partner is a dot.
    radius = 4.5 if len(partners) == 1 else min(7.5 + 1.15 * math.sqrt(len(partners)), 15.0)
    closer = view.enlarged(1) if len(places) > 1 else None
    return Mark(
        *middle, round(radius * view.unit, 2), round(max(radius, 12.5) * view.unit, 2), partners, len(places),
        closer.at(closer.zoom, *middle).words if closer else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shade:
    """One step of shading: the least and the greatest number that it stands for."""

    step: int
    least: int
    most: int


def shades(counts: Iterable[int]) -> list[Shade]:
    """Steps for these numbers, each some times the one before: a few territories have most of the agreements."""
    distinct = set(counts) - {0}
    if not distinct:
        return []
    greatest, steps = max(distinct), min(STEPS, len(distinct))
    limits = sorted({max(step, round(greatest ** (step / steps))) for step in range(1, steps + 1)})
    return [Shade(STEPS - len(limits) + 1 + index, (limits[index - 1] if index else 0) + 1, limit) for index, limit in enumerate(limits)]


def step_of(count: int, steps: Sequence[Shade]) -> int:
    """The step of a number; 0 for none."""
    return next((one.step for one in steps if one.least <= count <= one.most), 0)


def codes_in_view(view: View) -> list[str]:
    """The territories of which something is in view."""
    left, top, width, height = view.box
    return [
        code for code, (x1, y1, x2, y2) in world().boxes.items() if x1 <= left + width and x2 >= left and y1 <= top + height and y2 >= top
    ]
