"""A composed listing as JSON: everything that the listing says, in the project's own format."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from teikei.lists.cells import JSON_FORMAT, JSON_VERSION
from teikei.lists.model import Entry, Finding, Heading, Listing, Region, Stated
from teikei.lists.write.partners import Partners, partner_key
from teikei.names.bilingual import Text


class RowBehind(NamedTuple):
    """What stands behind a row that was computed: the agreements' numbers, and why they are one row."""

    agreements: tuple[int, ...]
    why: tuple[Text, ...]


def render(composed: Listing, findings: Iterable[Finding], partners: Partners, behind: Mapping[int, RowBehind]) -> bytes:
    """The listing as UTF-8 JSON, a line for each region, territory, entry and finding (docs/reference/listing-json.md)."""
    whole = {
        "format": JSON_FORMAT,
        "version": JSON_VERSION,
        "title": composed.title,
        "as_of": composed.as_of.isoformat() if composed.as_of else None,
        "legend": list(composed.legend),
        "rules": asdict(composed.rules),
        "totals": _numbers(composed.stated),
        "regions": [_region(region) for region in composed.regions],
        "territories": [_territory(heading) for heading in composed.headings],
        "entries": [_entry(entry, partners, behind.get(entry.n)) for entry in composed.entries],
        "findings": [finding.to_json() for finding in findings],
    }
    lines = ",\n".join(f" {_written(name)}: {_block(value)}" for name, value in whole.items())
    return f"{{\n{lines}\n}}\n".encode()


# Without indents: the standard library indents in Python, which took ten times as long.
_written = json.JSONEncoder(ensure_ascii=False).encode


def _block(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _written(value)
    return "[\n  " + ",\n  ".join(map(_written, value)) + "\n ]"


def _numbers(stated: Iterable[Stated]) -> dict[str, int | None]:
    return {number.of: number.value for number in stated}


def _region(region: Region) -> dict[str, Any]:
    return {"label": region.label, "counted": region.counted, "note": region.note, **_numbers(region.stated)}


def _territory(heading: Heading) -> dict[str, Any]:
    return {
        "label": heading.label,
        "codes": list(heading.codes),
        "region": heading.region.label if heading.region else None,
        "counted": heading.region.counted if heading.region else True,
        "institutions": heading.stated.value if heading.stated else None,
    }


def _entry(entry: Entry, partners: Partners, behind: RowBehind | None) -> dict[str, Any]:
    """The entry's own values, and who the partner is where that is known. `date_text` stands where a date was printed that could not be read, `units_text`
    where what was printed names no unit."""
    fields = {name: value for name, value in entry.to_json().items() if name not in ("locator", "raw")}
    fields["territory_codes"] = list(entry.territory_codes)
    if entry.concluded_on is None and entry.date_text:
        fields["date_text"] = entry.date_text
    if not entry.units and entry.units_text:
        fields["units_text"] = entry.units_text
    if known := partners.get(partner_key(entry)):
        fields["partner"] = known._asdict()
    if behind:
        fields["agreements"] = list(behind.agreements)
        fields["why"], fields["why_ja"] = [text.en for text in behind.why], [text.ja for text in behind.why]
    return fields
