"""Values and changes of agreements as people read them: fields by their labels, institutions and units by their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from teikei.desk.agreement_forms.labels import LABELS
from teikei.names.bilingual import Language, Text
from teikei.registry.queries.one_agreement import Names
from teikei.rules.difference import FieldChange
from teikei.rules.words import CHOICES, CONTENTS

_INSTITUTIONS = frozenset({"institution", "sending", "receiving"})
_UNITS = frozenset({"unit", "sending_units", "receiving_units"})
_FLAGS = {True: Text("yes", "はい"), False: Text("no", "いいえ")}
_NOTHING = Text("nothing", "なし")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class SaidChange:
    """One change in words: which field, what it was and what it is. "" where it was or is nothing."""

    field: str
    before: str
    after: str


def said_changes(changes: Iterable[FieldChange], names: Names, language: Language) -> list[SaidChange]:
    """Changes in words, in their order."""
    return [said_change(change.steps, change.old, change.new, names, language) for change in changes]


def said_change(steps: tuple[str, ...], old: Any, new: Any, names: Names, language: Language) -> SaidChange:
    """One change in words."""
    within, last = _context(steps)
    return SaidChange(
        said_steps(steps, names, language), said_value(last, old, names, language, within), said_value(last, new, names, language, within)
    )


def said_steps(steps: tuple[str, ...], names: Names, language: Language) -> str:
    """Where a field stands: "Parties · Hiroshima University · Units · Faculty of Science · Part"."""
    words = []
    field = ""
    for step in steps:
        if step.startswith("["):
            words.append(_element(field, step[1:-1], names, language))
        else:
            field = step
            words.append(LABELS[step].to(language) if step in LABELS else step)
    return " · ".join(words)


def _context(steps: tuple[str, ...]) -> tuple[str, str]:
    """The list or object in which a field stands, and the field."""
    fields = [step for step in steps if not step.startswith("[")]
    return (fields[-2] if len(fields) > 1 else "", fields[-1] if fields else "")


def _element(field: str, key: str, names: Names, language: Language) -> str:
    if key.isdecimal() and field == "parties":
        return _institution(int(key), names)
    if key.isdecimal() and (field == "units" or field in _UNITS):
        return _unit(int(key), names)
    if key.isdecimal() and field == "contents":
        return said_value("contents", [int(key)], names, language)
    if field == "exchanges":
        sending, _, rest = key.partition(" ")
        receiving, _, mobility = rest.partition(" ")
        if sending.isdecimal() and receiving.isdecimal():
            return (
                f"{_institution(int(sending), names)} → {_institution(int(receiving), names)} {_choice('', 'mobility', mobility, language)}"
            )
    first, _, rest = key.partition(" ")
    known = CHOICES.get(f"{field}.kind", {}).get(first)
    return f"{known.to(language)} {rest}".strip() if known else key


def said_value(field: str, value: Any, names: Names, language: Language, within: str = "") -> str:
    """A plain value in words; "" for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    text = _said(field, value, names, language, within)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(field: str, value: Any, names: Names, language: Language, within: str) -> str:
    if isinstance(value, bool):
        return _FLAGS[value].to(language)
    if isinstance(value, Mapping):
        told = []
        for name, inner in value.items():
            if inner in (None, "", [], {}, False):
                continue
            text = _said(name, inner, names, language, field)
            one = name in ("institution", "unit") or (within == "" and len(value) == 1)
            label = LABELS.get(f"{field}.{name}") or LABELS.get(name)
            told.append(text if one else f"{label.to(language) if label else name}: {text}")
        return "; ".join(told) or _NOTHING.to(language)
    if isinstance(value, list | tuple):
        if field == "contents":
            return ", ".join(f"{number} {CONTENTS[number].to(language)}" for number in value if number in CONTENTS)
        between = "、" if language == "ja" else ", "
        return between.join(_said(field, one, names, language, within) for one in value)
    if field in _INSTITUTIONS and isinstance(value, int):
        return _institution(value, names)
    if field in _UNITS and isinstance(value, int):
        return _unit(value, names)
    if field == "to" and isinstance(value, int):  # what follows a unit is a unit, what follows an institution is one
        return _unit(value, names) if value in names.units else _institution(value, names)
    return _choice(within, field, str(value), language)


def _choice(within: str, field: str, value: str, language: Language) -> str:
    # An agreement has no kind of its own; what has one at its first level is an institution.
    known = CHOICES.get(f"{within or 'institution'}.{field}") or CHOICES.get(field) or {}
    return known[value].to(language) if value in known else value


def _institution(number: int, names: Names) -> str:
    found = names.institutions.get(number)
    return found.printed if found else f"#{number}"


def _unit(number: int, names: Names) -> str:
    found = names.units.get(number)
    return found.name if found else f"#{number}"


def numbers_in(changes: Iterable[FieldChange]) -> tuple[set[int], set[int]]:
    """The institutions and units that changes mention, by number."""
    institutions: set[int] = set()
    units: set[int] = set()
    for change in changes:
        field = ""
        for step in change.steps:
            if match := re.fullmatch(r"\[(\d+)\]", step):
                institutions |= {int(match[1])} if field == "parties" else set()
                units |= {int(match[1])} if field == "units" else set()
            elif not step.startswith("["):
                field = step
        for value in (change.old, change.new):
            _look(field, value, institutions, units)
    return institutions, units


def _look(field: str, value: Any, institutions: set[int], units: set[int]) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _look(name, inner, institutions, units)
    elif isinstance(value, list | tuple):
        for inner in value:
            _look(field, inner, institutions, units)
    elif isinstance(value, int) and not isinstance(value, bool):
        if field in _INSTITUTIONS:
            institutions.add(value)
        elif field in _UNITS:
            units.add(value)
