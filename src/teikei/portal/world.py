"""The world as the map draws it: outlines of countries, and where a place stands on the paper.

data/world.json is written by scripts/world/build.mjs out of Natural Earth; it carries the projection's numbers and some
points that it projected, which the tests hold this module against.
"""

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Box = tuple[int, int, int, int]
_NUMBERS = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
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
        shapes=kept["shapes"], boxes={code: _box(path) for code, path in kept["shapes"].items()}, elsewhere=kept["elsewhere"],
        centres={code: tuple(place) for code, place in kept["centres"].items()}, checks=tuple(tuple(one) for one in kept["checks"]),
    )  # fmt: skip


def _box(path: str) -> Box:
    """The box around a path of one absolute point and then relative ones for each of its parts."""
    across, down = [], []
    for part in path.split("M")[1:]:
        numbers = [int(text) for text in _NUMBERS.findall(part)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            across.append(x)
            down.append(y)
    return min(across), min(down), max(across), max(down)
