"""The authored word lists of this package (TOML files beside it), read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The word list `data/NAME.toml`. Each file says at its head where its words come from."""
    return tomllib.loads(files("teikei.names").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
