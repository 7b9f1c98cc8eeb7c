"""Names of invented partners, composed from places and kinds of institution, in Japanese and English."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Name:
    """One thing's name in both languages."""

    ja: str
    en: str

    def text(self, language: str) -> str:
        """The name in "ja" or "en"."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Land:
    """A territory: its ISO code, its area, its short and its formal name, its places, how its institutions are named."""

    code: str
    area: str
    short: Name
    formal: Name
    places: tuple[Name, ...]
    style: str


def name_of(pair: str) -> Name:
    """The name that a pair "Japanese=English" of the data files is."""
    ja, en = pair.strip().split("=")
    return Name(ja, en)


@cache
def lands() -> dict[str, Land]:
    """Every territory of data/places.toml by its code."""
    areas = tomllib.loads((_DATA / "places.toml").read_text(encoding="utf-8"))
    return {
        code: Land(code, area, name_of(told["short"]), name_of(told["formal"]), _names(told["places"].split(",")), told.get("style", "any"))
        for area, told_by_code in areas.items()
        for code, told in told_by_code.items()
    }


@cache
def _kinds() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_DATA / "kinds.toml").read_text(encoding="utf-8"))


def _names(pairs: list[str]) -> tuple[Name, ...]:
    return tuple(name_of(pair) for pair in pairs)


@cache
def our_units() -> tuple[Name, ...]:
    """The units of the invented home universities."""
    return _names(_kinds()["units"]["ours"])


@cache
def their_units() -> tuple[Name, ...]:
    """Units of partners."""
    return _names(_kinds()["units"]["theirs"])


def draw_partner(random: Random, land: Land) -> Name:
    """A partner of that territory."""
    kinds = _kinds()["kinds"]
    group = random.choices((land.style, "any", "national", "other"), (8, 4, 2, 0.4))[0]
    if land.style in ("han", "korea") and group == "any":
        group = land.style
    ja, en = random.choice(kinds[group]).split("=")
    place = random.choice(land.places)
    return Name(
        ja.replace("{T}", land.short.ja).replace("{}", place.ja),
        en.replace("{T}", land.short.en).replace("{}", place.en),
    )
