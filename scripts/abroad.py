"""Names of territories and months in the languages of other lists, derived from CLDR by way of Babel.

`python scripts/abroad.py` writes territories_abroad.tsv and months_abroad.tsv in src/teikei/names/data; with `--check` it
says whether the committed files are what CLDR and territories.toml give.
"""

import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale

from kept import keep
from teikei.names.folding import fold
from teikei.names.territories import territory_list
from teikei.names.vocabulary import vocabulary

FOLDER = Path(__file__).parent.parent / "src/teikei/names/data"
# Beside Japanese and English.
LANGUAGES = (
    "fr", "de", "es", "pt", "it", "ro", "pl", "cs", "sv", "nl", "hu", "tr", "ru", "uk", "ko", "zh", "zh_Hant", "vi", "id", "th",
)  # fmt: skip
HEAD = """\
# {}
# Derived by scripts/abroad.py from Unicode CLDR, by way of Babel{}.
# Copyright 1991-2024 Unicode, Inc. Used under the Unicode License v3; chosen and folded, facts unchanged.
"""


def territories() -> str:
    """A line for each code with the names that mean it alone. Short ones without an accent are left out: acronyms look like them."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, names in vocabulary("territories")["abroad"].items():
        for name in names:
            if key := _key(name):
                found[key].add(code)
    for language in LANGUAGES:
        names = dict(Locale.parse(language).territories)
        for code in set(territory_list()) & names.keys():
            if key := _key(names[code]):
                found[key].add(code)
    for name in vocabulary("territories")["not_abroad"]:
        found.pop(_key(name), None)
    by_code: dict[str, list[str]] = defaultdict(list)
    for key, codes in sorted(found.items()):
        if len(codes) == 1:
            by_code[next(iter(codes))].append(key)
    head = HEAD.format("Names of territories abroad. Columns: code, the names as look-up has them.", " and territories.toml")
    return head + "".join("\t".join((code, *keys)) + "\n" for code, keys in sorted(by_code.items()))


def _key(name: str) -> str:
    folded = fold(name)
    if len(folded) > (1 if folded[:1] >= "\u0400" else 3) or not folded.isascii():
        return folded
    return "" if name.isascii() else name.lower()


def months() -> str:
    """A line for each month with its names, and what of four letters and more stands for them; in one language's sense only."""
    found: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        forms = Locale.parse(language).months
        for context, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
            for month, name in forms[context][width].items():
                plain = name.lower().rstrip(".")
                if len(plain) > (2 if width == "wide" else 3) and not any(char.isdigit() or char in ". " for char in plain):
                    found[plain].add(month)
    names = [sorted(name for name, numbers in found.items() if numbers == {month}) for month in range(1, 13)]
    head = HEAD.format("Names of months abroad. Columns: the month, its names.", "")
    return head + "".join("\t".join((str(month), *of)) + "\n" for month, of in enumerate(names, 1))


def main(arguments: list[str]) -> int:
    made = {FOLDER / "territories_abroad.tsv": territories(), FOLDER / "months_abroad.tsv": months()}
    return keep(made, check="--check" in arguments, sources="CLDR and territories.toml", script="abroad.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
