"""A composed listing as a printed register: a tagged PDF, set by Typst from the template register.typ."""

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from teikei.lists.model import Listing, Region
from teikei.lists.write.columns import printed_cell, printed_columns
from teikei.lists.write.fonts import FAMILIES, fonts, unprintable
from teikei.lists.write.txt import region_count
from teikei.lists.write.words import Column, Words
from teikei.names.english import is_japanese

# Stands for a character that no font here has: the geta mark, in Japanese printing the sign for a missing type.
MISSING = "〓"

# An archived PDF needs a date of its making. It is the list's day, or this one: never the clock's.
_UNDATED = date(2000, 1, 1)

# No line breaks inside a word in Latin letters; no column holds so many.
_LONG_WORD = re.compile("[!-~\u00a1-\u024f]{25,}")

# A row with so many bytes in a cell may be longer than a page. The template looks at every row only where there is one.
_TALL = 1200

_WIDTHS: dict[Column, str] = {
    "n": "9mm", "number": "14mm", "institution": "1.2fr", "institution_alt": "1fr", "location": "0.5fr", "partner_unit": "0.7fr",
    "units": "1fr", "concluded_on": "20mm", "renewed_on": "20mm", "valid_to": "20mm", "kinds": "0.6fr", "quota_in": "14mm",
    "quota_out": "14mm", "marks": "12mm", "note": "0.7fr",
}  # fmt: skip


def render(composed: Listing, layout: Words) -> bytes:
    """The listing as PDF/A-2a and PDF/UA-1, A4, dated on the as-of day (else 2000-01-01).

    A character that none of the fonts has is printed as 〓 and named on the title page; the checks report it as `glyph-missing`.
    """
    register = _register(composed, layout)
    text = json.dumps(register, ensure_ascii=False)
    missing = unprintable(set(text))
    if missing:
        named = ", ".join(f"U+{ord(char):04X}" for char in sorted(missing))
        register["missing"] = f"{layout.missing_glyphs} {named}"
        text = json.dumps(register, ensure_ascii=False).translate({ord(char): MISSING for char in missing})
    text = text.replace("\ufeff", "")  # the one invisible mark that PDF/A forbids; it prints nothing
    compiler = typst.Compiler(_template(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"register": text})
    content = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=0)
    assert isinstance(content, bytes)  # one document, and no file named for it
    return content


@cache
def _template() -> bytes:
    return files("teikei.lists.write").joinpath("register.typ").read_bytes()


def _register(composed: Listing, layout: Words) -> dict[str, Any]:
    """What the template sets: words, numbers, and rows of texts by region and territory."""
    printed = [name for name in printed_columns(composed) if name != "territory"]
    day = composed.as_of or _UNDATED
    blocks: list[dict[str, Any]] = [
        {
            "region": region.label if region else None,
            "count": region_count(region, layout) if region else "",
            "territories": [
                {
                    "label": heading.label if heading else None,
                    "count": layout.number("institutions", heading.stated.value or 0) if heading and heading.stated else "",
                    "rows": [[str(entry.n), *(_breakable(printed_cell(entry, name, layout)) for name in printed)] for entry in entries],
                }
                for heading, entries in territories
            ],
        }
        for region, territories in composed.blocks()
    ]
    columns: list[Column] = ["n", *printed]
    return {
        "language": layout.language,
        "fonts": FAMILIES,
        "shown_title": composed.title or layout.untitled,
        "title_language": _language(composed.title, layout),
        "dated": {"year": day.year, "month": day.month, "day": day.day},
        "as_of_line": layout.as_of(day) if composed.as_of else "",
        "numbers": [layout.split_number(stated.of, stated.value or 0) for stated in composed.stated],
        "legend": [(line, _language(line, layout)) for line in composed.legend],
        "missing": "",
        "wide": len(columns) > 5,
        "columns": [(layout.columns[name], _WIDTHS[name]) for name in columns],
        "outlined": _places(composed.regions),
        "tall": any(
            len(value.encode()) > _TALL for block in blocks for one in block["territories"] for row in one["rows"] for value in row
        ),
        "blocks": blocks,
    }


def _language(text: str, layout: Words) -> str:
    """That of a text of the list's head: a Japanese title or legend stays Japanese in an English register."""
    return "ja" if is_japanese(text) else layout.language


def _breakable(text: str) -> str:
    """The text, with zero-width spaces in words that are longer than a column, so that a line can break there."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0][start : start + 12] for start in range(0, len(word[0]), 12)), text)


def _places(regions: tuple[Region, ...]) -> dict[str, int]:
    return {region.label: place for place, region in enumerate(regions)}
