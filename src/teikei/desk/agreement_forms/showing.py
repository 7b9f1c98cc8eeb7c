"""A form as its template draws it: nodes with their path, label, value, choices and what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from teikei.desk.agreement_forms.reading import THERE, WAS
from teikei.desk.agreement_forms.spec import Field, Group, Part
from teikei.names.bilingual import Language, Text
from teikei.pages.templatetags.pages import study_level
from teikei.registry.queries.naming import FoundName
from teikei.registry.queries.one_agreement import Names
from teikei.rules.problems import Problem
from teikei.rules.words import CONTENTS

_TALL = frozenset({"parties", "exchanges", "memoranda"})


@dataclass
class Node:
    """A field, a group, or a row of a group. path: its name in the form; id: the same as an id of HTML."""

    kind: str
    path: str
    label: str = ""
    hint: str = ""
    value: Any = ""
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    required: bool = False
    folded: bool = False
    add: str = ""
    was: int | None = None
    there: bool = True
    chosen: str = ""
    asked: str = ""
    found: list[FoundName] | None = None
    institution: str = ""
    is_first_wrong: bool = False  # of all fields of the form: it has the focus where the form comes back

    @property
    def id(self) -> str:
        """An id without brackets and points."""
        return id_of(self.path)

    @property
    def is_tall(self) -> bool:
        """Whether each row is a block of its own."""
        return self.path.rpartition(".")[2].partition("[")[0] in _TALL


def id_of(path: str) -> str:
    """The id of the field with that path."""
    return "f-" + re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What nodes are made from: names of what is chosen, parties and units to choose among, problems, what was looked for and found."""

    names: Names
    language: Language
    parties: Sequence[int] = ()
    units: Sequence[tuple[int, str]] = ()
    problems: Sequence[Problem] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, list[FoundName]] = field(default_factory=dict)

    def wrong(self, path: str) -> list[str]:
        """What is wrong at a path."""
        return [problem.text.to(self.language) for problem in self.problems if problem.path == path]


def nodes(spec: Sequence[Part], values: Mapping[str, Any], shown: Shown, path: str = "") -> list[Node]:
    """The nodes of a form, or of a row of one."""
    made = []
    for part in spec:
        here = f"{path}.{part.name}" if path else part.name
        value = values.get(part.name)
        made.append(_field(part, value, here, shown) if isinstance(part, Field) else _group(part, value, here, shown, values))
    return made


def _group(group: Group, value: Any, path: str, shown: Shown, around: Mapping[str, Any]) -> Node:
    node = Node("rows" if group.many else "group", path, _to(group.label, shown), _to(group.hint, shown), problems=shown.wrong(path))
    if group.many:
        rows = value or []
        node.add = _to(group.add, shown)
        node.folded = group.folded and not rows
        for row in rows:
            place = f"{path}[{row['index']}]"
            children = nodes(group.parts, row, shown, place)
            node.children.append(Node("row", place, children=children, problems=shown.wrong(place), was=row.get(WAS)))
        if group.name == "units":  # chosen by ticking what was found
            node.kind, node.asked, node.found = "units", shown.asked.get(path, ""), shown.found.get(path)
            node.institution = str(around.get("institution") or "")
    else:
        node.children = nodes(group.parts, value or {}, shown, path)
        if group.optional:
            node.kind, node.there = "optional", bool((value or {}).get(THERE))
    return node


def _field(asked: Field, value: Any, path: str, shown: Shown) -> Node:
    node = Node(
        asked.kind, path, _to(asked.label, shown), _to(asked.hint, shown), "" if value is None else value, required=asked.required,
        problems=shown.wrong(path),
    )  # fmt: skip
    match asked.kind:
        case "choice":
            node.options = [(key, _to(text, shown), key == value) for key, text in asked.options.items()]
        case "contents":
            node.options = [(str(key), f"{key} {_to(text, shown)}", str(key) in (value or ())) for key, text in CONTENTS.items()]
        case "levels":
            node.options = [(str(level), f"{level} {study_level(level)}", str(level) in (value or ())) for level in range(5, 9)]
        case "party":
            known = [shown.names.institutions[pk] for pk in shown.parties if pk in shown.names.institutions]
            node.options = [(str(one.id), one.printed, str(one.id) == str(value)) for one in known]
        case "own-unit":
            node.options = [(str(pk), name, str(pk) == str(value)) for pk, name in shown.units]
        case "unit-list":
            chosen = [(str(one), shown.names.units.get(_number(one))) for one in value or ()]
            node.options = [(key, unit.name, True) for key, unit in chosen if unit]
            node.asked, node.found = shown.asked.get(path, ""), shown.found.get(path)
        case "institution":
            found = shown.names.institutions.get(_number(value))
            node.chosen = found.printed if found else ""
            node.asked, node.found = shown.asked.get(path, ""), shown.found.get(path)
        case "unit":
            unit = shown.names.units.get(_number(value))
            node.chosen = unit.name if unit else ""
        case _:
            pass
    return node


def _to(text: Text | None, shown: Shown) -> str:
    return text.to(shown.language) if text else ""


def _number(value: Any) -> int:
    text = str(value or "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


def numbers_of(values: Any) -> tuple[set[int], set[int]]:
    """The institutions and units that a form shows as chosen."""
    institutions: set[int] = set()
    units: set[int] = set()

    def look(name: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for inner_name, inner in value.items():
                look(inner_name, inner)
        elif isinstance(value, list):
            for inner in value:
                look(name, inner)
        elif name in ("institution", "sending", "receiving", "into"):
            institutions.add(_number(value))
        elif name in ("unit", "sending_units", "receiving_units"):
            units.add(_number(value))

    look("", values)
    return institutions - {0}, units - {0}
