"""What is printed and written: fields of JSON, columns, and a small list in each format."""

import contextlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from manual.markup import ROOT, fenced, table
from teikei.cli import main
from teikei.cli.report import print_comparison
from teikei.lists.model import Entry, Listing, Region
from teikei.lists.read import read_content
from teikei.lists.write import write_listing
from teikei.lists.write.columns import flat_columns, printed_columns
from teikei.lists.write.jsonfile import RowBehind
from teikei.lists.write.partners import KnownPartner, partner_key
from teikei.lists.write.words import words
from teikei.names.bilingual import Text
from teikei.rules.comparison import Change, Comparison
from teikei.rules.days import PartialDate

EXAMPLE = "examples/hiroshima-2024-05-01.txt"
SMALL = """部局間協定一覧\t\t\t

2024年5月1日現在

アジア

国・地域\t協定機関名\t相手部局\t部局\t締結年月日\t有効期限
タイ\tチェンマイ大学\t工学部\t工学部・理学部\t2015.01.09\t2025.01.08
\tカセサート大学\t\t農学部\t2016.02.10\t自動更新
"""


@cache
def _small() -> Listing:
    return read_content(SMALL.encode(), "small.txt")


@cache
def _everything() -> Listing:
    """A listing in which every optional column has a value, so that every column is laid out."""
    listing = _small()
    full = {"institution_alt": "Chiang Mai University", "partner_unit": "-", "valid_to": "2025", "kinds": ("a",), "marks": ("*",)}
    full |= {"number": "1", "location": "Chiang Mai", "renewed_on": PartialDate(2020), "quota_in": "2", "quota_out": "2", "note": "-"}
    several = Region("複数国", counted=False, note="(機関数には含まない。)")
    entries = [
        *(entry._replace(**full) for entry in listing.entries),
        Entry(3, "無名", units_text="?", date_text="?", region=several, counted=False),
    ]
    return Listing(
        regions=(*listing.regions, several), headings=listing.headings, entries=tuple(entries), as_of=listing.as_of, legend=("※",)
    )


def columns() -> str:
    listing, ja, en = _everything(), words("ja").columns, words("en").columns
    flat, grouped = flat_columns(listing), printed_columns(listing)
    rows = [(f"`{name}`", ja[name], en[name], "yes" if name in flat else "", "yes" if name in grouped else "") for name in flat]
    return table(("column", "Japanese head", "English head", "flat (CSV, XLSX)", "grouped (text, HTML, PDF)"), rows)


def sample(format_name: str) -> Callable[[], str]:
    def shown() -> str:
        content = write_listing(_small(), format_name).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[arg-type]
        if format_name == "html":
            content = content[content.index("<main>") : content.index("</main>") + 7]
        return fenced(content, format_name if format_name != "txt" else "text")

    return shown


def printed(*arguments: str) -> str:
    """What `teikei ARGUMENTS` writes to standard output, run where the example list is."""
    out = io.StringIO()
    with (
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    return out.getvalue()


def paths(value: Any, before: str = "") -> Iterator[str]:
    """The names of all fields of a JSON value: "findings[].locators[].line"."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{before}{name}"
            yield from paths(inner, f"{before}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{before.removesuffix('.')}[].")


def entry_fields() -> set[str]:
    return set(paths(Entry(0, "").to_json()))


def check_fields() -> set[str]:
    found = set(paths(json.loads(printed("check", EXAMPLE, "--to", "json"))))
    return {name for name in found if not name.startswith("findings[].locators[].")}  # those are the entries' locators


def compare_fields() -> set[str]:
    one, other = _small().entries[0], _small().entries[1]
    changed = Comparison((one,), (other,), (Change(("renamed",), one, other),))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_comparison(changed, "json", "en")
    found = paths(json.loads(out.getvalue()))
    return {name for name in found if not re.match(r"(added|gone)\[\]|changed\[\]\.(old|new)\.", name)}  # those are entries'


def match_fields() -> set[str]:
    """The fields that `teikei match --to jsonl` prints, of a name found in an authority of one record."""
    names = [{"value": "University of Somewhere", "types": ["label", "ror_display"], "lang": "en"}]
    place = {"geonames_id": 1, "geonames_details": {"name": "Somewhere", "country_code": "PT", "lat": 1, "lng": 1}}
    one = {"id": "https://ror.org/000000000", "status": "active", "types": ["education"], "names": names, "locations": [place]}
    with tempfile.TemporaryDirectory() as folder:
        dump, table, authority = (str(Path(folder, name)) for name in ("dump.json", "partners.csv", "authority"))
        Path(dump).write_text(json.dumps([one]), encoding="utf-8")
        Path(table).write_text("institution,territory\nUniversity of Somewhere,PT\n", encoding="utf-8")
        printed("authority", "build", dump, "-o", authority)
        return set(paths(json.loads(printed("match", table, "--authority", authority, "--to", "jsonl"))))


def listing_fields() -> set[str]:
    known = {partner_key(entry): KnownPartner("", "", "", "", None, None) for entry in _everything().entries}
    behind = {entry.n: RowBehind((1,), (Text("why", "理由"),)) for entry in _everything().entries}
    whole = json.loads(write_listing(_everything(), "json", partners=known, behind=behind))
    return {name for name in paths(whole) if not name.startswith("findings")}


def entry_example() -> str:
    return fenced(json.dumps(json.loads(printed("read", EXAMPLE).splitlines()[0]), ensure_ascii=False, indent=1), "json")


def csv_columns() -> str:
    return fenced(printed("read", EXAMPLE, "--to", "csv").splitlines()[0], "csv")
