"""The world as the map draws it: outlines of countries, and where a place stands on the paper.

data/world.json is written by scripts/world/build.mjs out of Natural Earth; it carries the projection's numbers and some
points that it projected, which the tests hold this module against.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise

Box = tuple[int, int, int, int]
_NUMBERS = re.compile(r"-?\d+")
COARSE = 4  # times smaller
_STEP = 2  # units


@dataclass(frozen=True)
class World:
    """Outlines by ISO 3166-1 code as SVG paths, with the box around each (left, top, right, bottom); a middle for each code.

    elsewhere: land that has no code of its own. turned: the meridian in the middle; scale and centre: the projection's.
    """

    width: int
    height: int
    turned: float
    scale: float
    centre: tuple[float, float]
    shapes: dict[str, str]
    boxes: dict[str, Box]
    elsewhere: str
    centres: dict[str, tuple[int, int]]
    checks: tuple[tuple[float, float, float, float], ...]

    @cached_property
    def coarse(self) -> tuple[dict[str, str], str]:
        """Shapes and elsewhere at a quarter of the size, without what is then smaller than a unit: half as many letters."""
        return {code: _coarse(path) for code, path in self.shapes.items()}, _coarse(self.elsewhere)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands: the Natural Earth projection (Patterson; polynomial by Šavrič, Jenny, Patterson, Petrovič, Hurni 2011)."""
        across = math.radians((longitude - self.turned + 180) % 360 - 180)
        up = math.radians(latitude)
        square = up * up
        fourth = square * square
        x = across * (0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)))
        y = up * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
        return self.centre[0] + self.scale * x, self.centre[1] - self.scale * y


@lru_cache(maxsize=1)
def world() -> World:
    """The world, read once."""
    kept = json.loads(files("teikei.portal").joinpath("data/world.json").read_text(encoding="utf-8"))
    return World(
        width=kept["width"], height=kept["height"], turned=kept["turned"], scale=kept["scale"], centre=tuple(kept["centre"]),
        shapes=kept["shapes"], boxes={code: box_around(path) for code, path in kept["shapes"].items()}, elsewhere=kept["elsewhere"],
        centres={code: tuple(place) for code, place in kept["centres"].items()}, checks=tuple(tuple(one) for one in kept["checks"]),
    )  # fmt: skip


def box_around(path: str) -> Box:
    """The box around a path."""
    points = [point for part in _parts(path) for point in part]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _parts(path: str) -> Iterator[list[tuple[int, int]]]:
    """The points of each part of a path, which has one absolute point and then relative ones."""
    for part in path.split("M")[1:]:
        numbers = [int(text) for text in _NUMBERS.findall(part)]
        yield list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


def _coarse(path: str) -> str:
    """The path at a quarter of its size, each point some way from the one before."""
    drawn = []
    for part in _parts(path):
        points: list[tuple[int, int]] = []
        for point in ((round(x / COARSE), round(y / COARSE)) for x, y in part):
            if not points or math.dist(points[-1], point) >= _STEP:
                points.append(point)
        if len(points) > 2:
            steps = " ".join(f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
            drawn.append(f"M{points[0][0]} {points[0][1]}l{steps}z".replace(" -", "-"))
    return "".join(drawn)
