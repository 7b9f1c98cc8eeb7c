"""A profile: what a person decided of a list's layout, so that next year's list is read the same way.

A profile is a small TOML file. Every key may be left out: what it does not say is decided from the list.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from teikei.names.bilingual import Refusal
from teikei.rules.counting import Counted

DateOrder = Literal["mdy", "dmy"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What overrules the interpreter (docs/reference/profiles.md).

    sheets: names of the workbook's sheets to read. separator: what stands between cells of a text file ("tab", "bar",
    "gap", "comma", "semicolon", "none"). columns: a column's head as printed, or its number from 1 where it has none →
    what it holds ("institution", "territory" …; "-" where it is not to be read). dates: the order of 3/4/2015. counts:
    "region" or "territory" → what its stated number counts. units: names of our units that are never split.
    """

    sheets: tuple[str, ...] = ()
    separator: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None
    counts: Mapping[str, Counted] = field(default_factory=dict)
    units: tuple[str, ...] = ()

    @classmethod
    def fromtoml(cls, text: str, name: str) -> "Profile":
        """The profile in a TOML file called `name`. Refusal where it is no TOML, or says what no profile can say."""
        try:
            values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Refusal(
                f"{name}: not a profile: {error}. Correct the line, or write the profile again with “teikei profile”.",
                f"{name}: プロファイルとして読めません({error})。その行を直すか、「teikei profile」で作り直してください。",
            ) from error
        return cls(
            tuple(values.get("sheets", ())), values.get("separator"), values.get("columns", {}), values.get("dates"),
            values.get("counts", {}), tuple(values.get("units", ())),
        )  # fmt: skip
