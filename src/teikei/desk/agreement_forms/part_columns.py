"""The columns of a sheet that hold several values in one cell: signatures and contacts as text, the others as JSON.

A text that could not be read back exactly (a name with a ";" in it) is written as JSON too, so that a sheet that comes back
as it went out changes nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from teikei.names.bilingual import Text
from teikei.registry.queries.one_agreement import Names
from teikei.rules.agreement import Agreement, Amendment, Contact, DocumentRef, Link, Memorandum, Note, Signature, SigningCheck, plain
from teikei.rules.days import exact_day
from teikei.rules.papers import documents_of

_UNIT = re.compile(r"\[(\d{1,15})\]\s*$")
_BETWEEN = re.compile(r"[;；\n]")
_LEFT_TO_JSON = re.compile(r"[;；\n|\r\t]|^\[|^\s|\s$|\s{2}")


class CellProblem(ValueError):
    """A cell that cannot be read: its column, the cause and the remedy."""

    def __init__(self, column: str, en: str, ja: str) -> None:
        super().__init__(en)
        self.column, self.text = column, Text(en, ja)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who takes a sheet in, and when: a note that it brings is theirs."""

    who: str
    at: str


# Column → the type that its JSON has. They stand at the end of a sheet.
JSON_COLUMNS: Mapping[str, Any] = {
    "contacts": tuple[Contact, ...], "checks": tuple[SigningCheck, ...], "links": tuple[Link, ...], "notes": tuple[Note, ...],
    "memoranda": tuple[Memorandum, ...], "amendments": tuple[Amendment, ...], "documents": tuple[DocumentRef, ...],
}  # fmt: skip


def day_in(text: str, column: str) -> str:
    """A day as it is kept. CellProblem for what is none."""
    day = exact_day(text)
    if day is None:
        raise CellProblem(
            column, f"{text} is no day. Write 2015-11-09.", f"{text} は日付として読めません。2015-11-09 のように入力してください。"
        )
    return day.isoformat()


def json_text(values: Any) -> str:
    """Values as the ledger keeps them; "" for none."""
    return json.dumps(plain(values), ensure_ascii=False) if values else ""


def signatures_text(values: tuple[Signature, ...]) -> str:
    """Each signature as day | name | post | place."""
    rows = [[one.signed_on.isoformat() if one.signed_on else "", one.name, one.post, one.place] for one in values]
    return _rows_text(rows, values)


def contacts_text(values: tuple[Contact, ...], names: Names) -> str:
    """Each contact as name | role | e-mail | unit [number] | from/to."""
    rows = []
    for one in values:
        unit = names.units.get(one.unit or 0)
        days = f"{one.valid_from or ''}/{one.valid_to or ''}" if one.valid_from or one.valid_to else ""
        rows.append([one.name, one.role, one.email, f"{unit.name if unit else ''} [{one.unit}]".strip() if one.unit else "", days])
    return _rows_text(rows, values)


def _rows_text(rows: list[list[str]], values: Any) -> str:
    if any(_LEFT_TO_JSON.search(cell) for row in rows for cell in row):
        return json_text(values)
    return "; ".join(" | ".join(row) for row in rows)


def parts_of(value: Agreement, names: Names) -> dict[str, str]:
    """The cells of these columns."""
    cells = {name: json_text(getattr(value, name)) for name in JSON_COLUMNS}
    return cells | {"contacts": contacts_text(value.contacts, names)}


# Back ---------------------------------------------------------------------------------------------------------------


def put_parts(tree: dict[str, Any], row: Mapping[str, str], old: Agreement | None, writer: Writer) -> None:
    """Put what the cells say in the place of what is kept; columns that the sheet does not have stay."""
    for name, kind in JSON_COLUMNS.items():
        if name not in row:
            continue
        text = row[name]
        values = _contacts(text) if name == "contacts" and not text.startswith("[") else from_json(text, name, kind)
        if name == "notes":
            kept = old.notes if old else ()
            values = tuple(one if one in kept else replace(one, by=writer.who, at=writer.at) for one in values)
        tree[name] = plain(values)


def refuse_new_documents(value: Agreement, old: Agreement | None) -> None:
    """CellProblem for a document that the agreement does not have: files are attached on its page, not named by a sheet."""
    known = {paper for _, paper in documents_of(old)} if old else set()
    if any(paper not in known for _, paper in documents_of(value)):
        raise CellProblem(
            "documents",
            "A document that the agreement does not have. Attach files on its page, and put back what stood here.",
            "この協定にない文書です。ファイルは協定の画面で添付し、この欄は元に戻してください。",
        )


def from_json(text: str, column: str, kind: Any) -> Any:
    """The values in a cell of JSON. CellProblem where there are none of that type."""
    if not text:
        return ()
    try:
        return msgspec.json.decode(text.encode(errors="surrogatepass"), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
        raise CellProblem(
            column,
            f"This cell cannot be read: {error}. Put back what stood here, or enter it on the agreement's page.",
            f"この欄を読めません（{error}）。元に戻すか、協定の画面で入力してください。",
        ) from error


def signatures_in(text: str, column: str) -> tuple[Signature, ...]:
    """The inverse of signatures_text."""
    if text.startswith("["):
        found: tuple[Signature, ...] = from_json(text, column, tuple[Signature, ...])
        return found

    def one(cells: list[str]) -> dict[str, Any]:
        return {"signed_on": day_in(cells[0], column) if cells[0] else None, "name": cells[1], "post": cells[2], "place": cells[3]}

    return msgspec.convert([one(cells) for cells in _rows(text, 4)], tuple[Signature, ...])


def _contacts(text: str) -> tuple[Contact, ...]:
    def one(cells: list[str]) -> dict[str, Any]:
        first, _, last = cells[4].partition("/")
        unit = _UNIT.search(cells[3])
        if cells[3] and not unit:
            raise CellProblem(
                "contacts",
                f"{cells[3]}: give the unit's number in brackets: [12].",
                f"{cells[3]}: 部局の番号を [12] のように添えてください。",
            )
        days = [day_in(day.strip(), "contacts") if day.strip() else None for day in (first, last)]
        return {
            "name": cells[0], "role": cells[1], "email": cells[2], "unit": int(unit[1]) if unit else None, "valid_from": days[0],
            "valid_to": days[1],
        }  # fmt: skip

    return msgspec.convert([one(cells) for cells in _rows(text, 5)], tuple[Contact, ...])


def _rows(text: str, width: int) -> list[list[str]]:
    """Each value with its cells, those left out at the end empty."""
    found = [[cell.strip() for cell in part.split("|")] for part in _BETWEEN.split(text) if part.strip()]
    return [[*cells, *[""] * width][:width] for cells in found]
