"""The table of roles and actions: read from roles.toml, asked by `decide`, printed by scripts/reference.py."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal, get_args

from teikei.names.bilingual import Text

Role = Literal["viewer", "unit-editor", "officer", "publisher", "auditor", "administrator"]
Action = Literal[
    "desk.open", "list.read", "list.take-in", "partner.read", "partner.judge", "agreement.read", "agreement.read-unit-parts",
    "agreement.record", "agreement.revise", "agreement.split", "agreement.undo", "unit.revise", "proposal.read", "proposal.make",
    "proposal.decide", "edition.read", "edition.draft", "edition.publish", "report.read", "feed.make", "ledger.read", "people.read",
    "people.appoint",
]  # fmt: skip
Of = Literal["desk", "office", "list", "agreement", "unit", "appointment"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role: its name and what it is for."""

    name: Text
    about: Text


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: in words, what it is done to, which roles may do it, whether it changes something.

    second_person: not for whoever made what it is done to.
    """

    words: Text
    of: Of
    roles: tuple[Role, ...]
    writes: bool
    second_person: bool


def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))


def _roles(table: Mapping[str, Any]) -> dict[Role, RoleSpec]:
    found = table["role"]
    if tuple(found) != ROLES:
        raise ValueError(f"roles.toml and spec.Role differ: {set(found) ^ set(ROLES)}")
    return {
        role: RoleSpec(Text(en=found[role]["en"], ja=found[role]["ja"]), Text(en=found[role]["about_en"], ja=found[role]["about_ja"]))
        for role in ROLES
    }


def _actions(table: Mapping[str, Any]) -> dict[Action, ActionSpec]:
    found = table["action"]
    if tuple(found) != ACTIONS:
        raise ValueError(f"roles.toml and spec.Action differ: {set(found) ^ set(ACTIONS)}")
    made = {}
    for action in ACTIONS:
        one = found[action]
        if unknown := set(one["roles"]) - set(ROLES) or {one["of"]} - set(get_args(Of)):
            raise ValueError(f"roles.toml: {action} names {unknown}")
        made[action] = ActionSpec(
            Text(en=one["en"], ja=one["ja"]), one["of"], tuple(one["roles"]), one.get("writes", False), one.get("second_person", False)
        )
    return made


_TABLE = _table()
ROLE_SPECS: Final = _roles(_TABLE)
ACTION_SPECS: Final = _actions(_TABLE)
