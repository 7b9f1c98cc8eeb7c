"""The labelled names: the seed's rows, fresh, drawn, local, listed, partners' and abroad names and the shared gold, each with a part kept aside; written names; traps."""

import csv
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from teikei.names.territories import territory_code

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent.parent.parent / "shared"
Part = Literal["open", "aside"]


class Labelled(NamedTuple):
    """A printed name with the id that is right ("" for none), other ids that will do, and the part it belongs to."""

    of: str
    institution: str
    territory: str
    right: str
    also: frozenset[str]
    part: Part
    correction: str = ""


def labelled() -> list[Labelled]:
    """The seed's rows, the fresh, drawn, local, listed and written names and, where ../shared is beside, the gold."""
    return [*_seed(), *_by_hand(), *_gold()]


def traps() -> list[Labelled]:
    """Names that lead astray. A matcher passes one when it accepts no id but the right one."""
    return [
        Labelled("traps", row["institution"], _code(row["territory"]), _id(row["right"]), frozenset(), "open")
        for row in _rows(ROOT / "traps.tsv")
    ]


def _seed() -> Iterator[Labelled]:
    for row in _rows(ROOT / "seed.tsv"):
        territory = row["territory"].strip("-")
        yield Labelled("seed", row["institution"], territory, _id(row["ror"]), _ids(row["alt"]), _part(row), row["correction"])


def _by_hand() -> Iterator[Labelled]:
    for of in ("fresh", "drawn", "local", "lists", "partners", "abroad", "written"):
        for row in _rows(ROOT / f"{of}.tsv"):
            yield Labelled(of, row["institution"], row["territory"], _id(row["ror"]), _ids(row["alt"]), _part(row))


def _gold() -> Iterator[Labelled]:
    path = SHARED / "gold" / "partners.tsv"
    for row in _rows(path) if path.is_file() else ():
        name = row["institution"] or row["institution_en"]
        part = _drawn(row["institution"])
        yield Labelled(f"gold/{row['list']}", name, _code(row["country"]), _id(row["ror"]), _ids(row["alt"]), part)


def _part(row: dict[str, str]) -> Part:
    """The part of a row; all are open where the file has no such column."""
    return "aside" if row.get("part") == "aside" else "open"


def _drawn(name: str) -> Part:
    """A third by a checksum of the name: the draw is the same on every machine."""
    return "aside" if zlib.crc32(name.encode()) % 3 == 0 else "open"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _code(territory: str) -> str:
    return territory if len(territory) == 2 and territory.isascii() else territory_code(territory) or "" if territory else ""


def _id(text: str) -> str:
    return "" if text == "-" else text


def _ids(text: str) -> frozenset[str]:
    return frozenset(each.strip() for each in text.split(",") if each.strip() and each.strip() != "-")
