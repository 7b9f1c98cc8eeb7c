"""What follows from the value of an appointment: the columns that queries look in."""

from collections.abc import Sequence
from datetime import date

from teikei.registry.models import Appointment
from teikei.registry.operations.kept import Kind
from teikei.registry.permissions.decide import Appointment as Value


def _columns(pairs: Sequence[tuple[Appointment, Value]]) -> None:
    for row, value in pairs:
        row.person_id, row.role, row.level = value.person, value.role, value.level
        row.institution_id, row.unit_id = value.institution, value.unit
        row.valid_from, row.valid_to, row.ended_on = value.valid_from, value.valid_to, value.ended_on
        row.appointed_by_id = value.by


def _nothing(_pairs: Sequence[tuple[Appointment, Value]], _today: date) -> None:
    """No table hangs on an appointment."""


def _nothing_to_clear(_numbers: Sequence[int]) -> None:
    """So none is emptied."""


APPOINTMENTS = Kind(
    "appointment", Value, Appointment, _columns, _nothing, _nothing_to_clear,
    ("person", "role", "institution", "unit", "level", "valid_from", "valid_to", "ended_on", "appointed_by"),
)  # fmt: skip
