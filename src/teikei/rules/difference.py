"""What differs between two values of an agreement, field by field; and the merging of two edits of one value."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from teikei.rules.agreement import Agreement


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, with its old and new value in plain form; None where there is none.

    steps: field names, and keys of elements in brackets: ("parties", "[7]", "units", "[12]", "role"). Elements are known
    by what they are (institution, unit, id, first day), not by position. An element that came or went is one change.
    ("terms", "[order]") says in which order the elements stand, where that follows from nothing else.
    """

    steps: tuple[str, ...]
    old: Any
    new: Any

    @property
    def path(self) -> str:
        """The steps as people read them: parties[7].units[12].role."""
        return "".join(step if step.startswith("[") else f".{step}" for step in self.steps).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two edits of one value changed in different ways."""

    steps: tuple[str, ...]
    was: Any
    mine: Any
    theirs: Any


def difference(old: Agreement, new: Agreement) -> tuple[FieldChange, ...]:
    """What changed from old to new, in the order of the fields. The other way round it gives the mirror image."""
    raise NotImplementedError


def applied(agreement: Agreement, changes: Iterable[FieldChange]) -> Agreement:
    """The value with the new values of the changes; applied(old, difference(old, new)) is new."""
    raise NotImplementedError


def merged(was: Agreement, mine: Agreement, theirs: Agreement) -> tuple[Agreement | None, tuple[Conflict, ...]]:
    """Both edits together, or None and where they differ. The result may have problems that neither edit has alone."""
    raise NotImplementedError
