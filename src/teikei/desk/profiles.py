"""A profile from the form of the layout page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.http import QueryDict

from teikei.lists.layout import Profile
from teikei.lists.layout.profile import FIELDS, SEPARATORS, DateOrder
from teikei.rules.counting import Counted

COLUMN_FIELDS = (
    "number", "region", "territory", "institution", "institution_alt", "partner_unit", "units", "concluded_on", "renewed_on",
    "valid_to", "kinds", "marks", "location", "note", "quota_in", "quota_out", "counted",
)  # fmt: skip
DATE_ORDERS = ("mdy", "dmy")
COUNTED = ("institutions", "territories", "agreements")


def column_names(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The name in the form, and the key in the profile, of each column of each table."""
    for number, table in enumerate(tables):
        for place, column in enumerate(table["columns"]):
            yield f"column-{number}-{place}", column["key"]


def profile_in(form: QueryDict, tables: Sequence[Mapping[str, Any]]) -> Profile:
    """The profile that the form says: only what was chosen, so that everything else is decided from the list."""
    columns = {key: str(form[name]) for name, key in column_names(tables) if name in form and _are_fields(str(form[name]))}
    separator, dates = form.get("separator", ""), form.get("dates", "")
    counts = {"region": form["counts-region"]} if form.get("counts-region", "") in COUNTED else {}
    return Profile(
        sheets=tuple(str(sheet) for sheet in form.getlist("sheets")),
        separator=separator if separator in SEPARATORS else None,
        columns=columns,
        dates=cast("DateOrder", dates) if dates in DATE_ORDERS else None,
        counts=cast("dict[str, Counted]", counts),
        units=tuple(filter(None, (" ".join(line.split()) for line in str(form.get("units", "")).splitlines()))),
    )


def _are_fields(text: str) -> bool:
    """Whether a column can hold that: one field, several, or "-"."""
    return bool(text.split()) and set(text.split()) <= set(FIELDS)
