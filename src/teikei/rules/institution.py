"""Institutions and their units as dated values: names in use from day to day, what they belong to, what followed them.

An institution is a university, but also a ministry, a hospital, a network. Names and parents carry the days from and to
which they hold where known, so that an old edition prints the old name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from teikei.names.bilingual import Refusal

NameKind = Literal["label", "alias", "acronym"]
SuccessionKind = Literal["merged", "split", "succeeded"]
IdentifierScheme = Literal["ror", "wikidata", "isni", "schac", "erasmus"]

# https://ror.readme.io/docs/types: the types that a record of ROR may have, but for "funder", which is no kind of institution.
KINDS: Final = ("education", "healthcare", "government", "nonprofit", "facility", "company", "archive", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in one language, from and to the days (both included) on which it is used, None where not known."""

    text: str
    language: str = ""
    kind: NameKind = "label"
    used_from: date | None = None
    used_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An id in a scheme: the nine characters of ROR, Q… of Wikidata, a domain for SCHAC, "D  BERLIN01" for Erasmus."""

    scheme: IdentifierScheme
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """From `on`, these others stand for it: it was merged into one, split into several, or succeeded by one."""

    on: date
    kind: SuccessionKind
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One side of agreements. territories: ISO codes, several for a network, none where unknown.

    kind: a type of ROR's schema v2 (`KINDS`), "" where nobody said. closed_on: the first day without it.
    part_of: the institution of which this one, named by itself in lists, is an inner unit (カセサート大学農学部).
    """

    names: tuple[Name, ...]
    territories: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""
    identifiers: tuple[Identifier, ...] = ()
    part_of: int | None = None
    successions: tuple[Succession, ...] = ()
    is_home: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The unit inside which a unit sits, from and to the days (both included), None where not known."""

    unit: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of an institution. position: its place in the institution's own order. closed_on: the first day without it."""

    institution: int
    names: tuple[Name, ...]
    position: int = 0
    parents: tuple[Parent, ...] = ()
    opened_on: date | None = None
    closed_on: date | None = None
    successions: tuple[Succession, ...] = ()


def name_on(names: Iterable[Name], day: date | None, language: str = "") -> str:
    """The label in use on a day (None: the latest), in that language where there is one; "" where there is no name at all."""
    every = list(names)
    used = [name for name in every if day is not None and _used(name, day)] or every
    used = [name for name in used if name.kind == "label"] or used
    chosen = [name for name in used if name.language == language] or used
    if not chosen:
        return ""
    # The one used from latest; among equals the first, which is the one first printed.
    return max(chosen, key=lambda name: name.used_from or date.min).text


def english_on(names: Iterable[Name], day: date | None) -> str:
    """The English label in use on a day (None: the latest); "" where there is none."""
    return name_on([name for name in names if name.language == "en"], day, "en")


def _used(name: Name, day: date) -> bool:
    return (name.used_from is None or name.used_from <= day) and (name.used_to is None or day <= name.used_to)


def parent_on(unit: Unit, day: date) -> int | None:
    """The unit inside which it sits on a day, None where in none."""
    holding = (p for p in unit.parents if (p.valid_from or date.min) <= day <= (p.valid_to or date.max))
    return next((parent.unit for parent in holding), None)


def institution_from(plain_value: object) -> Institution:
    """An institution from its plain form. msgspec.ValidationError, naming the place, for what is none."""
    return msgspec.convert(plain_value, Institution)


def unit_from(plain_value: object) -> Unit:
    """A unit from its plain form. msgspec.ValidationError, naming the place, for what is none."""
    return msgspec.convert(plain_value, Unit)


def renamed(names: tuple[Name, ...], text: str, *, on: date, language: str) -> tuple[Name, ...]:
    """The names with a new label in that language from that day on; the label until then ends the day before.

    Refusal where the label in use begins on that day or later: then it is that one that has to be corrected.
    """
    label = _label(names, language)
    if label and label.used_from and label.used_from >= on:
        raise Refusal(
            f"{label.text} is in use from {label.used_from} on, so {text} cannot begin on {on}. Correct that name instead.",
            f"「{label.text}」は{label.used_from}から使われており、「{text}」を{on}からとすることはできません。その名称を訂正してください。",
        )
    ended = tuple(replace(name, used_to=on - timedelta(days=1)) if name == label else name for name in names if name.text != text)
    return (*ended, Name(text=text, language=language, used_from=on))


def _label(names: Iterable[Name], language: str) -> Name | None:
    labels = [name for name in names if name.kind == "label" and name.language == language and name.used_to is None]
    return max(labels, key=lambda name: name.used_from or date.min, default=None)
