"""Names of territories and months in the languages of lists beside Japanese and English: tables made by scripts/abroad.py."""

from functools import cache
from importlib.resources import files


@cache
def territories_abroad() -> dict[str, str]:
    """Usual names of territories, as `fold` has them, to their ISO 3166-1 codes: 일본, Białoruś, Allemagne."""
    return {name: code for code, *names in _lines("territories_abroad.tsv") for name in names}


@cache
def months_abroad() -> dict[str, int]:
    """Names of months in small letters: März, março, марта."""
    return {name: int(month) for month, *names in _lines("months_abroad.tsv") for name in names}


def _lines(table: str) -> list[list[str]]:
    text = files("teikei.names").joinpath("data", table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line[0] != "#"]
