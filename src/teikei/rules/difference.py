"""What differs between two values of an agreement (institution, unit), field by field; and the merging of two edits of one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from teikei.rules.agreement import Agreement, agreement_from, plain
from teikei.rules.institution import Institution, Unit

Kept = TypeVar("Kept", Agreement, Institution, Unit)
ORDER = "(order)"
# By which of its fields an element of a list is known, by the list's field. Others are known by themselves.
_KEYS: dict[str, tuple[str, ...]] = {
    "parties": ("institution",),
    "units": ("unit",),
    "signatures": ("name", "post"),
    "terms": ("valid_from",),
    "amendments": ("effective_on",),
    "memoranda": ("id",),
    "exchanges": ("sending", "receiving", "mobility"),
    "documents": ("sha256",),
    "contacts": ("name", "role"),
    "checks": ("kind", "checked_on"),
    "notes": ("by", "at"),
    "links": ("kind", "agreement"),
    "names": ("text", "language"),
    "identifiers": ("scheme",),
    "parents": ("unit", "valid_from"),
    "successions": ("on", "kind"),
}
# Lists that stand in the order of their elements anyway: what comes is put in its place.
_SORTED: dict[str, str] = {"terms": "valid_from", "amendments": "effective_on", "contents": "", "entries": "", "levels": ""}
# The fields of an amendment's changes are one value: they hold other fields' new values whole.
_WHOLE = frozenset({"changes"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, with its old and new value in plain form; None where there is none.

    steps: field names, and keys of elements in brackets: ("parties", "[7]", "units", "[12]", "role"). Elements are known
    by what they are (institution, unit, id, first day), not by position. An element that came or went is one change.
    ("terms", "(order)") says in which order the elements stand, where that follows from nothing else.
    """

    steps: tuple[str, ...]
    old: Any
    new: Any

    @property
    def path(self) -> str:
        """The steps as people read them: parties[7].units[12].role."""
        return "".join(step if step.startswith("[") else f" {step}" if step == ORDER else f".{step}" for step in self.steps)[1:]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two edits of one value changed in different ways: what it was, and what each made of it."""

    steps: tuple[str, ...]
    was: Any
    mine: Any
    theirs: Any

    @property
    def path(self) -> str:
        """The steps as people read them."""
        return FieldChange(self.steps, None, None).path


def difference(old: Kept, new: Kept) -> tuple[FieldChange, ...]:
    """What changed from old to new, in the order of the fields. The other way round it gives the mirror image."""
    return tuple(_changes((), _tree("", plain(old)), _tree("", plain(new))))


def applied(agreement: Agreement, changes: Iterable[FieldChange]) -> Agreement:
    """The value with the new values of the changes; applied(old, difference(old, new)) is new.

    A change below an element that is not there is left out. msgspec.ValidationError where the result is no agreement.
    """
    tree = _tree("", plain(agreement))
    for change in sorted(changes, key=lambda change: change.steps[-1] == ORDER):
        _set(tree, change.steps, change.new)
    return agreement_from(_plain_again(tree))


def merged(was: Agreement, mine: Agreement, theirs: Agreement) -> tuple[Agreement | None, tuple[Conflict, ...]]:
    """Both edits together, or None and where they differ. The result may have problems that neither edit has alone.

    Two edits conflict where they give one field different values, or where one changes what the other took away.
    """
    my_changes, their_changes = difference(was, mine), difference(was, theirs)
    conflicts: dict[tuple[str, ...], Conflict] = {}
    trees = [_tree("", plain(one)) for one in (was, mine, theirs)]
    others = {change.steps: change.new for change in their_changes}
    their_openings = {change.steps[:length] for change in their_changes for length in range(1, len(change.steps))}
    for change in my_changes:
        met = next((change.steps[:n] for n in range(1, len(change.steps)) if change.steps[:n] in others), None)
        if change.steps in their_openings or others.get(change.steps, change.new) != change.new:
            met = change.steps
        if met is not None and met not in conflicts:
            before, my_value, their_value = (_plain_again(_value(tree, met)) for tree in trees)
            conflicts[met] = Conflict(met, before, my_value, their_value)
    if conflicts:
        return None, tuple(conflicts.values())
    both = {change.steps: change for change in (*my_changes, *their_changes)}
    return applied(was, both.values()), ()


# Trees: plain values with each list as its elements by their keys -------------------------------------------------


class _Elements(dict[str, Any]):
    """The elements of a list by their keys in brackets, in order. in_order: the list is one of _SORTED, and was sorted."""

    in_order = False


def _tree(name: str, value: Any) -> Any:
    if name in _WHOLE:
        return (value,)  # compared and set as one
    if isinstance(value, dict):
        return {field: _tree(field, inner) for field, inner in value.items()}
    if not isinstance(value, list):
        return value
    elements = _Elements()
    for element in value:
        key, count = _key(name, element), 1
        place = f"[{key}]"
        while place in elements:
            count += 1
            place = f"[{key} #{count}]"
        elements[place] = _tree("", element) if isinstance(element, dict) else element
    if name in _SORTED:
        elements.in_order = all(one <= other for one, other in pairwise(_place(name, element) for element in elements.values()))
    return elements


def _key(name: str, element: Any) -> str:
    if isinstance(element, dict) and name in _KEYS:
        return " ".join(str(element[field]) for field in _KEYS[name] if element[field] not in (None, ""))
    return " ".join(map(str, element)) if isinstance(element, list) else str(element)


def _plain_again(tree: Any) -> Any:
    if isinstance(tree, _Elements):
        return [_plain_again(element) for element in tree.values()]
    if isinstance(tree, dict):
        return {field: _plain_again(inner) for field, inner in tree.items()}
    return tree[0] if isinstance(tree, tuple) else tree


def _changes(steps: tuple[str, ...], old: Any, new: Any) -> Iterator[FieldChange]:
    if isinstance(old, _Elements):
        yield from _element_changes(steps, old, new)
    elif isinstance(old, dict) and isinstance(new, dict):
        for field in old:
            yield from _changes((*steps, field), old[field], new[field])
    elif old != new:
        yield FieldChange(steps, _plain_again(old), _plain_again(new))


def _element_changes(steps: tuple[str, ...], old: _Elements, new: _Elements) -> Iterator[FieldChange]:
    for key, value in old.items():
        if key in new:
            yield from _changes((*steps, key), value, new[key])
        else:
            yield FieldChange((*steps, key), _plain_again(value), None)
    for key, value in new.items():
        if key not in old:
            yield FieldChange((*steps, key), None, _plain_again(value))
    name = steps[-1]
    if _by_default(name, old, new) != list(new) or _by_default(name, new, old) != list(old):
        yield FieldChange((*steps, ORDER), list(old), list(new))


def _by_default(name: str, old: _Elements, new: _Elements) -> list[str]:
    """The order that follows from what came and went alone: sorted where it was, else what stayed, then what came."""
    if old.in_order:
        return sorted(new, key=lambda key: _place(name, new[key]))
    return [*(key for key in old if key in new), *(key for key in new if key not in old)]


def _place(name: str, element: Any) -> Any:
    return element[_SORTED[name]] if isinstance(element, dict) else element


def _value(tree: Any, steps: tuple[str, ...]) -> Any:
    """What stands at the end of the steps, or None."""
    at = tree
    for step in steps:
        if not isinstance(at, dict):
            return None
        at = list(at) if step == ORDER else at.get(step)
    return at


def _set(tree: Any, steps: tuple[str, ...], value: Any) -> None:
    """Put a value at the end of the steps: into an object, or into elements by key (None takes the element out)."""
    *way, last = steps
    at = _value(tree, tuple(way))
    if not isinstance(at, dict):
        return
    name = way[-1] if way else ""
    if last == ORDER:
        places = {key: index for index, key in enumerate(value)}
        _reorder(at, lambda key: places.get(key, len(places)))
    elif value is None and isinstance(at, _Elements):
        at.pop(last, None)
    elif isinstance(at, _Elements) and at.in_order and last not in at:
        at[last] = _tree(last, value)
        _reorder(at, lambda key: _place(name, at[key]))
    else:
        at[last] = value if isinstance(at, _Elements) and not isinstance(value, dict) else _tree(last, value)


def _reorder(elements: dict[str, Any], place: Callable[[str], Any]) -> None:
    ordered = [(key, elements[key]) for key in sorted(elements, key=place)]
    elements.clear()
    elements.update(ordered)
