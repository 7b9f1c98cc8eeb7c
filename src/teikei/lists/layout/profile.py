"""A profile: what a person decided of a list's layout, so that next year's list is read the same way.

A profile is a small TOML file. Every key may be left out: what it does not say is decided from the list.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn, get_args

from teikei.lists.model import Listing
from teikei.names.bilingual import Refusal
from teikei.rules.counting import Counted

DateOrder = Literal["mdy", "dmy"]

# What a column may hold; "-" is a column that is not read.
FIELDS = (
    "number", "region", "region_count", "region_note", "territory", "territory_code", "territory_count", "institution", "institution_alt",
    "partner_unit", "units", "concluded_on", "renewed_on", "valid_to", "kinds", "marks", "location", "quota_in", "quota_out", "counted", "note", "-",
)  # fmt: skip
SEPARATORS = ("tab", "bar", "gap", "comma", "semicolon", "dash", "none")
_KEYS = ("sheets", "separator", "columns", "dates", "counts", "units")


@dataclass(frozen=True, slots=True)
class Profile:
    """What overrules the interpreter (docs/reference/profiles.md).

    sheets: names of the workbook's sheets to read. separator: what stands between cells of a text file, one of
    SEPARATORS. columns: a column's head as printed, or its number from 1 where it has none → what it holds, one of FIELDS
    (several with blanks between, where one column holds several values). dates: the order of 3/4/2015. counts: "region"
    → what a region's stated number counts. units: names of our units that are never split.
    """

    sheets: tuple[str, ...] = ()
    separator: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None
    counts: Mapping[str, Counted] = field(default_factory=dict)
    units: tuple[str, ...] = ()

    def fields_of(self, *names: str) -> tuple[str, ...]:
        """What the column with one of these names holds, as the profile says; empty where it says nothing."""
        return next((tuple(self.columns[name].split()) for name in names if name and name in self.columns), ())

    def names_partner(self, heads: Iterable[str]) -> bool:
        """Whether it says what columns with these heads hold, the partner's among them."""
        fields = [name for head in heads for name in self.fields_of(head)] if self.columns else []
        return len(fields) > 1 and "institution" in fields

    def to_toml(self) -> str:
        """The profile as a TOML file; `fromtoml` gives it back."""
        lines = [f"{name} = {_toml(value)}" for name in ("sheets", "separator", "dates", "units") if (value := getattr(self, name))]
        for name in ("counts", "columns"):
            if values := getattr(self, name):
                lines += ["", f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in values.items())]
        return "\n".join(lines).strip() + "\n"

    @classmethod
    def fromtoml(cls, text: str, name: str) -> "Profile":
        """The profile in a TOML file called `name`. Refusal where it is no TOML, or says what no profile can say."""
        try:
            values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Refusal(
                f"{name}: not a profile: {error}. Correct the line (a key in Japanese stands in quotation marks), or write the profile again with “teikei profile”.",
                f"{name}: プロファイルとして読めません({error})。その行を直すか(日本語のキーは引用符で囲みます)、「teikei profile」で作り直してください。",
            ) from error
        part = _Checked(values, name)
        part.keys(_KEYS)
        columns = part.table("columns")
        for head, fields in columns.items():
            if not fields.split() or not set(fields.split()) <= set(FIELDS):
                part.refuse(f"columns.{head}", " ".join(FIELDS))
        counts = part.table("counts")
        if not set(counts) <= {"region"} or not set(counts.values()) <= set(get_args(Counted)):
            part.refuse("counts", 'region = "institutions", "territories", "agreements"')
        dates, separator = part.choice("dates", ("mdy", "dmy")), part.choice("separator", SEPARATORS)
        return cls(part.texts("sheets"), separator, columns, dates, counts, part.texts("units"))  # type: ignore[arg-type]  # checked above


class _Checked:
    """The values of a profile's file, each given only as what it has to be."""

    def __init__(self, values: dict[str, Any], name: str) -> None:
        self.values, self.name = values, name

    def keys(self, known: Iterable[str]) -> None:
        """Refuse a key that no profile has: a misspelt one would be passed over in silence."""
        for key in self.values:
            if key not in known:
                self.refuse(key, ", ".join(known))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse(key, '["…", "…"]')
        return tuple(value)

    def table(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            self.refuse(key, f'[{key}] "…" = "…"')
        return value

    def choice(self, key: str, known: Iterable[str]) -> str | None:
        """One of some words, or nothing."""
        value = self.values.get(key)
        if value is not None and value not in known:
            self.refuse(key, ", ".join(known))
        return value

    def refuse(self, key: str, expected: str) -> NoReturn:
        """Say which key is wrong, and what may stand there."""
        raise Refusal(
            f"{self.name}: “{key}” is not what a profile can say. Possible here: {expected}.",
            f"{self.name}: 「{key}」はプロファイルに書けない内容です。書けるもの: {expected}。",
        )


def _toml(value: str | tuple[str, ...]) -> str:
    """A text or a list of texts as TOML: its basic strings are those of JSON."""
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)


def profile_of(listing: Listing) -> Profile:
    """The profile that the interpreter inferred for a list: read with it, the list gives the same again."""
    columns: dict[str, str] = {}
    counts: dict[str, Counted] = {}
    separator: str | None = None
    dates: DateOrder | None = None
    for decision in listing.decisions:
        if decision.about == "column":
            head, _, fields = decision.value.rpartition(" = ")
            columns.setdefault(head, fields)
        elif decision.about == "separator":
            separator = decision.value
        elif decision.about == "dates" and decision.value in get_args(DateOrder):
            dates = decision.value  # type: ignore[assignment]  # one of the two, as just asked
        elif decision.about == "counts" and decision.value.startswith("region = "):
            counts["region"] = decision.value.removeprefix("region = ")  # type: ignore[assignment]  # written from a Counted
    sheets = tuple(dict.fromkeys(entry.row.sheet for entry in listing.entries if entry.row and entry.row.sheet is not None))
    hidden = {row.sheet for row in listing.rows} - {*sheets, None}
    # Of several sheets, one for each country perhaps, next year may have another: which hold rows is seen anew.
    return Profile(sheets if hidden and len(sheets) == 1 else (), separator, columns, dates, counts)
