"""Scopes of tokens: every token reads what its holder may read; a scope adds what may be written, within the holder's roles."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from teikei.names.bilingual import Text
from teikei.registry.permissions.spec import ACTION_SPECS, Action

Scope = Literal["read", "agreements", "partners"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
SCOPE_WORDS: Final[Mapping[Scope, Text]] = {
    "read": Text("read what the holder may read", "保有者が読めるものを読む"),
    "agreements": Text("record and change agreements", "協定を登録・変更する"),
    "partners": Text("add institutions, judge who they are, enter their identifiers", "機関を追加・判定し、識別子を登録する"),
}
_WRITES: Final[Mapping[Scope, frozenset[Action]]] = {
    "read": frozenset(),
    "agreements": frozenset({"agreement.record", "agreement.revise", "agreement.split", "agreement.undo"}),
    "partners": frozenset({"partner.judge", "unit.revise"}),
}


def actions_of(scopes: Iterable[str]) -> frozenset[Action]:
    """All that a token with these scopes may be used for. A scope that there is none of any more adds nothing."""
    reads = frozenset(action for action, spec in ACTION_SPECS.items() if not spec.writes)
    return reads.union(*(_WRITES[scope] for scope in SCOPES if scope in scopes))
