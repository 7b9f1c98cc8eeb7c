"""A profile from the form of the layout page, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.http import QueryDict

from teikei.lists.layout import Profile
from teikei.lists.layout.profile import DateOrder
from teikei.rules.counting import Counted

NOT_READ = "-"
COLUMN_FIELDS = (
    "number", "region", "territory", "institution", "institution_alt", "partner_unit", "units", "concluded_on", "renewed_on",
    "valid_to", "kinds", "marks", "location", "note", "quota_in", "quota_out",
)  # fmt: skip
SEPARATORS = ("tab", "bar", "gap", "comma", "semicolon", "none")
DATE_ORDERS = ("mdy", "dmy")
COUNTED = ("institutions", "territories", "agreements")
HEADS = ("region", "territory")


def column_names(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The name in the form, and the key in the profile, of each column of each table."""
    for number, table in enumerate(tables):
        for place, column in enumerate(table["columns"]):
            yield f"column-{number}-{place}", column["key"]


def profile_in(form: QueryDict, tables: Sequence[Mapping[str, Any]]) -> Profile:
    """The profile that the form says: only what was chosen, so that everything else is decided from the list."""
    columns = {key: form.get(name, "") for name, key in column_names(tables) if form.get(name, "") in (*COLUMN_FIELDS, NOT_READ)}
    separator, dates = form.get("separator", ""), form.get("dates", "")
    counts = {head: form.get(f"counts-{head}", "") for head in HEADS if form.get(f"counts-{head}", "") in COUNTED}
    return Profile(
        sheets=tuple(str(sheet) for sheet in form.getlist("sheets")),
        separator=separator if separator in SEPARATORS else None,
        columns=columns,
        dates=cast("DateOrder", dates) if dates in DATE_ORDERS else None,
        counts=cast("dict[str, Counted]", counts),
        units=tuple(filter(None, (" ".join(line.split()) for line in str(form.get("units", "")).splitlines()))),
    )


def toml_of(profile: Profile) -> str:
    """The profile as a TOML file."""
    lines = []
    for name, values in (("sheets", profile.sheets), ("units", profile.units)):
        if values:
            lines.append(f"{name} = [{', '.join(map(_quoted, values))}]")
    for name, value in (("separator", profile.separator), ("dates", profile.dates)):
        if value:
            lines.append(f"{name} = {_quoted(value)}")
    for name, mapping in (("columns", profile.columns), ("counts", profile.counts)):
        if mapping:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in mapping.items())]
    return "\n".join(lines).lstrip("\n") + "\n" if lines else ""


def _quoted(text: str) -> str:
    """A basic string of TOML: quotation marks, backslashes and controls escaped."""
    escaped = (f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else {'"': '\\"', "\\": "\\\\"}.get(sign, sign) for sign in text)
    return f'"{"".join(escaped)}"'
