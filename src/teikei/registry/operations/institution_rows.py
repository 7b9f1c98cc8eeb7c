"""What follows from the value of an institution or a unit: the columns and names that queries look in."""

from collections.abc import Sequence
from datetime import date

from teikei.registry.keys import BATCH, chunks, name_key
from teikei.registry.models import Institution, NameForm, OrganizationalUnit, Territory, UnitName
from teikei.registry.operations.kept import Kind
from teikei.rules import institution as values
from teikei.rules.institution import name_on


def _institution_columns(pairs: Sequence[tuple[Institution, values.Institution]]) -> None:
    known = set(Territory.objects.values_list("code", flat=True))
    for row, value in pairs:
        first = value.names[0]
        row.printed, row.key = name_on(value.names, None, first.language), name_key(first.text)
        row.territory_id = value.territories[0] if len(value.territories) == 1 and value.territories[0] in known else None
        row.is_home, row.part_of_id = value.is_home, value.part_of


def _institution_names(pairs: Sequence[tuple[Institution, values.Institution]], _today: date) -> None:
    NameForm.objects.bulk_create(
        (
            NameForm(
                institution=row, text=name.text, key=name_key(name.text), language=name.language, kind=name.kind,
                used_from=name.used_from, used_to=name.used_to,
            )
            for row, value in pairs
            for name in value.names
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _unit_columns(pairs: Sequence[tuple[OrganizationalUnit, values.Unit]]) -> None:
    for row, value in pairs:
        first = value.names[0]
        row.institution_id, row.position, row.closed_on = value.institution, value.position, value.closed_on
        row.name, row.key = name_on(value.names, None, first.language), name_key(first.text)
        english = name_on(value.names, None, "en")
        row.name_en = english if any(name.language == "en" for name in value.names) else ""
        # The parent that holds last is the one now: days to come are asked of the value.
        row.parent_id = value.parents[-1].unit if value.parents and value.parents[-1].valid_to is None else None


def _unit_names(pairs: Sequence[tuple[OrganizationalUnit, values.Unit]], _today: date) -> None:
    UnitName.objects.bulk_create(
        (
            UnitName(
                unit=row, text=name.text, key=name_key(name.text), language=name.language, kind=name.kind, used_from=name.used_from,
                used_to=name.used_to,
            )
            for row, value in pairs
            for name in value.names
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _without_institution_names(institutions: Sequence[int]) -> None:
    for pks in chunks(institutions):
        NameForm.objects.filter(institution__in=pks).delete()


def _without_unit_names(units: Sequence[int]) -> None:
    for pks in chunks(units):
        UnitName.objects.filter(unit__in=pks).delete()


INSTITUTIONS = Kind(
    "institution", values.Institution, Institution, _institution_columns, _institution_names, _without_institution_names,
    ("printed", "key", "territory", "is_home", "part_of"),
)  # fmt: skip
UNITS = Kind(
    "unit", values.Unit, OrganizationalUnit, _unit_columns, _unit_names, _without_unit_names,
    ("institution", "name", "name_en", "key", "closed_on", "position", "parent"),
)  # fmt: skip
