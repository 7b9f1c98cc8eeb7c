"""A sheet of agreements read row by row: what would change, what is new, what is wrong and where. Nothing is stored here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from teikei.desk.agreement_forms.columns import column_of, value_of_row
from teikei.desk.agreement_forms.part_columns import CellProblem, Writer
from teikei.lists.located import Locator, Row
from teikei.names.bilingual import Refusal, Text
from teikei.registry.keys import name_key
from teikei.registry.queries.kept_agreements import DeskRow, rows_by_number
from teikei.registry.queries.naming import institutions_by_key, units_by_key
from teikei.registry.queries.one_agreement import Names, names_of
from teikei.rules.agreement import Agreement
from teikei.rules.difference import FieldChange, difference
from teikei.rules.problems import brought, problems

MOST_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: where in the sheet, and what to do."""

    place: Locator
    text: Text


@dataclass
class SheetRead:
    """What a sheet would do. changed: number → version and new value; differences: the same with what differs."""

    changed: dict[int, tuple[int, Agreement]] = field(default_factory=dict)
    differences: list[tuple[int, Agreement, tuple[FieldChange, ...]]] = field(default_factory=list)
    new: list[Agreement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0


def read_sheet(rows: Sequence[Row], *, now: datetime, by: Any) -> SheetRead:
    """Compare a sheet with what is kept. Refusal where it has no head of ours."""
    today, writer = localdate(now), Writer(by.get_username(), now.isoformat(timespec="seconds"))
    head_at, columns = _head(rows)
    body = [(row, _cells(row, columns)) for row in rows[head_at + 1 :] if any(row.cells)]
    if len(body) > MOST_ROWS:
        raise Refusal(
            f"The sheet has more than {MOST_ROWS} rows. Take it in part by part.",
            f"表が{MOST_ROWS}行を超えています。分けて取り込んでください。",
        )
    wanted = [int(cells["id"]) for _, cells in body if re.fullmatch("[0-9]{1,15}", cells.get("id", ""))]
    kept = {row.id: row for row in rows_by_number(wanted, as_of=today, by=by)}
    texts = {text for _, cells in body for name, text in cells.items() if name.startswith("institution_") and text and "[" not in text}
    by_key = institutions_by_key({name_key(text) for text in texts}, by=by)
    read = SheetRead()
    seen: set[int] = set()
    taken: list[tuple[Row, Agreement]] = []

    def fault(row: Row, problem: CellProblem) -> None:
        place = next((index for index, name in columns.items() if name == problem.column), None)
        read.faults.append(Fault(row.locator(place), problem.text))

    for row, cells in body:
        try:
            if value := _take(read, cells, kept, seen, today, by_key, by, writer):
                taken.append((row, value))
        except CellProblem as problem:
            fault(row, problem)
    names = names_of(value for _, value in taken)
    for row, value in taken:
        if stranger := _strangers(value, names):
            fault(row, stranger)
    return read


def _take(
    read: SheetRead,
    cells: dict[str, str],
    kept: dict[int, DeskRow],
    seen: set[int],
    today: date,
    by_key: dict[str, list[int]],
    by: Any,
    writer: Writer,
) -> Agreement | None:
    """What a row would become, kept in `read`; None where it stays as it is."""
    old = _kept_row(cells, kept, seen)
    value = value_of_row(
        cells, old.value if old else None,
        institutions=lambda name: by_key.get(name_key(name), []),
        units=lambda institution, name: units_by_key(institution, name_key(name), by=by), writer=writer,
    )  # fmt: skip
    if old and value == old.value:
        read.same += 1
        return None
    if wrong := brought(problems(value, today), problems(old.value, today) if old else ()):
        raise CellProblem(_column_of_path(wrong[0].path), wrong[0].text.en, wrong[0].text.ja)
    if old is None:
        read.new.append(value)
        return value
    if cells.get("version") != str(old.version):
        raise CellProblem(
            "version",
            f"Agreement {old.id} was changed since the sheet was made: it shows version {cells.get('version') or '(none)'}, kept is {old.version}. "
            "Export it again and enter the change there.",
            f"協定{old.id}は、この表を書き出した後に変更されています（表は第{cells.get('version') or '―'}版、現在は第{old.version}版）。"
            "もう一度書き出して、そこに入力してください。",
        )
    read.changed[old.id] = (old.version, value)
    read.differences.append((old.id, value, difference(old.value, value)))
    return value


def _kept_row(cells: dict[str, str], kept: dict[int, DeskRow], seen: set[int]) -> DeskRow | None:
    text = cells.get("id", "")
    if not text:
        return None
    number = int(text) if re.fullmatch("[0-9]{1,15}", text) else -1
    if number not in kept:
        raise CellProblem(
            "id",
            f"There is no agreement {text}. Leave the cell empty for a new one.",
            f"協定 {text} はありません。新しい協定なら空欄にしてください。",
        )
    if number in seen:
        raise CellProblem("id", f"Agreement {text} stands in two rows. Take one out.", f"協定 {text} が2行あります。一方を消してください。")
    seen.add(number)
    return kept[number]


def _strangers(value: Agreement, names: Names) -> CellProblem | None:
    """Numbers in brackets that are nobody's: a sheet may say anything."""
    for index, party in enumerate(value.parties, 1):
        if party.institution not in names.institutions:
            text = f"[{party.institution}]"
            return CellProblem(
                f"institution_{index}",
                f"There is no institution {text}. Correct the number.",
                f"機関 {text} はありません。番号を直してください。",
            )
        for unit in party.units:
            if unit.unit not in names.units or names.units[unit.unit].institution != party.institution:
                text = f"[{unit.unit}]"
                return CellProblem(
                    f"units_{index}", f"There is no unit {text} of this institution. Correct the number.", f"この機関に部局 {text} はありません。番号を直してください。"
                )  # fmt: skip
    exchanges = [exchange for memorandum in value.memoranda for exchange in memorandum.exchanges]
    named = [("contacts", one.unit) for one in value.contacts if one.unit]
    named += [("memoranda", unit) for one in exchanges for unit in (*one.sending_units, *one.receiving_units)]
    for column, unit_number in named:
        if unit_number not in names.units:
            return CellProblem(
                column,
                f"There is no unit [{unit_number}]. Correct the number.",
                f"部局 [{unit_number}] はありません。番号を直してください。",
            )
    return None


def _head(rows: Sequence[Row]) -> tuple[int, dict[int, str]]:
    for at, row in enumerate(rows[:20]):
        columns = {index: name for index, cell in enumerate(row.cells) if (name := column_of(cell))}
        if "institution_1" in columns.values() or {"id", "version"} <= set(columns.values()):
            return at, columns
    raise Refusal(
        "The file has no head of a sheet of agreements. Export a sheet from the table, and enter changes and new rows there.",
        "協定の表の見出しがありません。協定の一覧から表を書き出し、そこに変更や新しい行を入力してください。",
    )


def _cells(row: Row, columns: dict[int, str]) -> dict[str, str]:
    return {name: row.cells[index].strip() if index < len(row.cells) else "" for index, name in columns.items()}


def _column_of_path(path: str) -> str:
    name = re.split(r"[.\[]", path)[0]
    if match := re.match(r"parties\[(\d+)\]", path):
        name = next((one for one in ("units", "signatures") if one in path), "institution")
        return f"{name}_{int(match[1]) + 1}"
    closing = {"closing": "closed_on", "renewal": "renewal", "parties": "institution_2"}
    return closing.get(name, name)
