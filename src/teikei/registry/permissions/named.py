"""Which units and institutions a value names, wherever in it: the places where somebody else's could be slipped in."""

from typing import Any

from teikei.rules.agreement import Agreement, plain

_UNITS = frozenset({"unit", "sending_units", "receiving_units"})
_INSTITUTIONS = frozenset({"institution", "sending", "receiving"})
_AGREEMENTS = frozenset({"agreement"})


def named_units(value: Agreement) -> frozenset[int]:
    """The units that it names: of parties, exchanges, contacts, and all that an amendment brings."""
    return frozenset(_numbers(plain(value), _UNITS))


def named_institutions(value: Agreement) -> frozenset[int]:
    """The institutions that it names, in the same places."""
    return frozenset(_numbers(plain(value), _INSTITUTIONS))


def named_agreements(value: Agreement) -> frozenset[int]:
    """The agreements that it links to."""
    return frozenset(_numbers(plain(value), _AGREEMENTS))


def _numbers(value: Any, names: frozenset[str]) -> list[int]:
    if isinstance(value, dict):
        own = [number for name in names & value.keys() for number in _listed(value[name])]
        return own + [number for inner in value.values() for number in _numbers(inner, names)]
    if isinstance(value, list | tuple):
        return [number for inner in value for number in _numbers(inner, names)]
    return []


def _listed(value: Any) -> list[int]:
    return [one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, int)]
