"""The whole registry as of an edition's day, as a Frictionless data package: tables in CSV, and what their columns mean."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from msgspec import Meta

from teikei.api.door.endpoint import Call, Endpoint, Plain, Streamed
from teikei.api.door.problems import known
from teikei.api.door.rows import Sink, flat_columns, sent
from teikei.names.bilingual import Text
from teikei.registry.queries.kept_agreements import Wanted
from teikei.registry.queries.open_agreements import OpenAgreement, every_agreement
from teikei.registry.queries.open_parts import (
    Of,
    OpenEdition,
    OpenEntry,
    OpenInstitution,
    OpenTerritory,
    OpenUnitRow,
    edition_open,
    editions_open,
    entries_open,
    institutions_open,
    territories_open,
    units_open,
)

_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "date": "date", "datetime": "datetime"}
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same rows give the same bytes


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what it holds, its key, the type of its rows, all of them."""

    name: str
    about: Text
    key: str
    kind: type
    rows: Callable[[], Iterable[Any]]


def tables(of: OpenEdition) -> tuple[Table, ...]:
    """The tables of a package, as of the edition's day."""
    wanted = Wanted(as_of=of.as_of)
    return (
        Table(
            "agreements", Text("Every agreement, with its status on the edition's day", "すべての協定と、版の基準日の状態"), "id", OpenAgreement,
            lambda: every_agreement(wanted, holding=False),
        ),
        Table("rows", Text("The printed rows of the edition", "版に記載された行"), "n", OpenEntry, lambda: entries_open(Of(edition=of.id))),
        Table("institutions", Text("Institutions with their names and records", "機関とその名称・典拠レコード"), "id", OpenInstitution,
              lambda: institutions_open(Of())),
        Table("units", Text("Units of institutions", "機関の部局"), "id", OpenUnitRow, lambda: units_open(Of())),
        Table("territories", Text("Countries and regions", "国・地域"), "code", OpenTerritory, territories_open),
        Table("editions", Text("Published lists", "公表された一覧"), "id", OpenEdition, lambda: editions_open(Of())),
    )  # fmt: skip


def described(of: OpenEdition, every: Iterable[Table]) -> dict[str, Any]:
    """The package's datapackage.json."""
    return {
        "profile": "tabular-data-package",
        "name": f"teikei-edition-{of.id}",
        "title": of.title or f"{of.institution_name} {of.as_of}",
        "version": of.as_of.isoformat(),
        "description": "Several values in a cell stand with semicolons between them. A cell that a spreadsheet could take for a formula "
        "begins with an apostrophe.",
        "resources": [
            {
                "profile": "tabular-data-resource", "name": one.name, "path": f"{one.name}.csv", "title": one.about.en, "encoding": "utf-8",
                "mediatype": "text/csv", "description": one.about.ja,
                "schema": {
                    "fields": [
                        {"name": column.name, "type": _TYPES.get(column.kind, "string"), **_about(one.kind, column.name)}
                        for column in flat_columns(one.kind)
                    ],
                    "primaryKey": one.key, "missingValues": [""],
                },
            }
            for one in every
        ],
    }  # fmt: skip


def _about(kind: type, column: str) -> dict[str, str]:
    hint = get_type_hints(kind, include_extras=True)[column.partition(".")[0]]
    said = next((one.description for one in get_args(hint) if isinstance(one, Meta) and one.description), "")
    return {"description": said} if said else {}


def packed(of: OpenEdition) -> Iterator[bytes]:
    """The bytes of the zip, made while they are sent."""
    every, sink = tables(of), Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("datapackage.json"), json.dumps(described(of, every), ensure_ascii=False, indent=2))
        for table in every:
            with archive.open(_entry(f"{table.name}.csv"), "w", force_zip64=True) as file:
                for part in sent(table.rows(), table.kind, (), "csv"):
                    file.write(part.removeprefix(b"\xef\xbb\xbf"))
                    yield sink.take()
    yield sink.take()


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _MOMENT)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _package(call: Call, _query: Plain) -> Streamed:
    found = known(edition_open(call.arguments["edition"]))
    return Streamed(packed(found.edition), "application/zip", f"teikei-edition-{found.edition.id}.zip")


ENDPOINTS = (
    Endpoint(
        method="GET", path="editions/<number:edition>/data-package.zip", name="data_package", tag="editions", run=_package, kept=True,
        media=("application/zip",),
        summary=Text("The whole registry as of the edition's day, as a Frictionless data package", "版の基準日の登録全体（Frictionless データパッケージ）"),
    ),
)  # fmt: skip
