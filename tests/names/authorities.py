"""Small authorities for tests: records typed here, in the shape of ROR's dump, and the file built of them."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from teikei.names.authority import Authority, build


def record(
    ror: str,
    *names: str,
    city: str,
    territory: str,
    geonames_id: int = 1,
    kinds: Sequence[str] = ("education",),
    status: str = "active",
    relations: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """A record of the dump. A name is its text, or "xx:text" with its language; the first is the one shown, after it labels and aliases."""
    forms = []
    for place, name in enumerate(names):
        language, _, text = name.rpartition(":") if name[2:3] == ":" else ("", "", name)
        forms.append(
            {
                "value": text,
                "lang": language or None,
                "types": ["label", "ror_display"] if place == 0 else ["label" if language else "alias"],
            }
        )
    return {
        "id": f"https://ror.org/{ror}", "status": status, "types": list(kinds), "names": forms, "established": 1949, "domains": [],
        "locations": [{"geonames_id": geonames_id, "geonames_details": {"name": city, "country_code": territory, "country_name": "", "lat": 1.5, "lng": 2.5}}],
        "relationships": [{"type": kind, "id": f"https://ror.org/{other}", "label": other} for kind, other in relations],
        "links": [{"type": "website", "value": f"https://{ror}.example"}], "external_ids": [], "admin": {},
    }  # fmt: skip


def dump(folder: Path, records: Sequence[dict[str, Any]], name: str = "v2.9-2026-11-01-ror-data") -> Path:
    """A zip as ROR publishes it."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.json", json.dumps(records, ensure_ascii=False))
    return path


def authority(folder: Path, records: Sequence[dict[str, Any]]) -> Authority:
    """The authority of these records, opened."""
    path = folder / "small.authority"
    build(dump(folder, records), path)
    return Authority(path)
