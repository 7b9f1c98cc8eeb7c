"""The answer key of a list: what a careful person reads in it, and where a finding is demanded instead of a value."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

Level = Literal["headline", "region", "territory"]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One row. None in `territory` or `counted` where the list does not tell, so that nothing is demanded.

    dates: what may stand as the date with a finding on the row beside `date`, the best answer. flagged: a finding on
    the row is demanded even with `date`. units_joined: units whose own names hold separators, or that a reader may keep
    together: they are compared joined.
    """

    institution: str
    institution_en: str | None = None
    partner_unit: str | None = None
    units: tuple[str, ...] = ()
    units_joined: bool = False
    country: str | None = None
    territory: str | None = None
    date: str | None = None
    dates: tuple[str | None, ...] = ()
    flagged: bool = False
    counted: bool | None = None
    renewed: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class StatedCount:
    """A number that the list states: at which level, of what, of which area or territory, and what would be right."""

    level: Level
    of: str
    label: str
    text: str
    value: int
    right: tuple[int, ...]

    @property
    def wrong(self) -> bool:
        """Whether no way of counting gives the stated number."""
        return self.value not in self.right


@dataclass(frozen=True, slots=True)
class Key:
    """What the whole list says."""

    rows: tuple[KeyRow, ...]
    as_of: date | None = None
    counts: tuple[StatedCount, ...] = ()

    def text(self) -> str:
        """The key as indented JSON, for people."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)


def key_from(path: Path) -> tuple[str, Key]:
    """The name of the data file and the key, from a file NAME.truth.json."""
    told = json.loads(path.read_text(encoding="utf-8"))
    as_of = (told.get("declared") or {}).get("as_of")
    return told["file"], Key(tuple(_row(row) for row in told["rows"]), date.fromisoformat(as_of) if as_of and len(as_of) == 10 else None)


def _row(told: dict[str, Any]) -> KeyRow:
    """A row of a hand-made key. A `date_text` says that the date cannot be taken plainly: a finding is demanded."""
    several = bool(told.get("multi_country"))
    return KeyRow(
        institution=told["institution"],
        institution_en=told.get("institution_en"),
        partner_unit=told.get("partner_unit"),
        units=tuple(told.get("units") or ()),
        units_joined=True,
        country=told.get("country"),
        territory=None if several or not told.get("country") else told.get("iso2"),
        date=told.get("date"),
        dates=tuple(told.get("date_alternatives") or ()),
        flagged=bool(told.get("date_text")),
        counted=told.get("counted"),
    )
