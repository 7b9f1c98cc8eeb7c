"""Agreements as rows of a flat sheet, and rows back as agreements. docs/reference/sheet-of-agreements.md tells the columns."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from teikei.desk.agreement_forms.part_columns import (
    CellProblem,
    Writer,
    day_in,
    from_json,
    json_text,
    parts_of,
    put_parts,
    refuse_new_documents,
    signatures_in,
    signatures_text,
)
from teikei.names.bilingual import Text
from teikei.names.folding import fold
from teikei.registry.queries.one_agreement import Names
from teikei.rules.agreement import Agreement, agreement_from, plain
from teikei.rules.days import read_day
from teikei.rules.words import CHOICES

LEAST_PARTIES = 2
_NUMBER = re.compile(r"\[(\d{1,15})\]")
_TERM = re.compile(r"([^/\s]+)\s*/(?:\s*(\d\S*))?(\s*auto)?")

# Columns in order, with their heads. parties follow after "level".
HEADS: dict[str, Text] = {
    "id": Text("Agreement", "協定番号"),
    "version": Text("Version", "版"),
    "level": Text("Level", "区分"),
    "title": Text("Title", "名称"),
    "kinds": Text("Kinds", "種類"),
    "contents": Text("Contents 1–10", "内容（1〜10）"),
    "concluded_on": Text("Concluded", "締結年月日"),
    "effect": Text("Takes effect", "効力発生"),
    "effective_on": Text("Effective from", "効力発生日"),
    "terms": Text("Confirmed terms", "確定した有効期間"),
    "renewal": Text("Renewal", "更新"),
    "renewal_years": Text("Years each time", "1回の年数"),
    "renewal_at_most": Text("At most so many times", "更新回数の上限"),
    "notice_months": Text("Notice, months before", "予告期限（月前）"),
    "closed_on": Text("Closed on", "終了日"),
    "closed_reason": Text("Closed because", "終了の理由"),
    "closed_note": Text("Remark on closing", "終了の備考"),
    "rolled_up": Text("Rolled up", "集約行"),
    "contacts": Text("Contacts: name | role | e-mail | unit | from/to", "担当者（氏名 | 役割 | メール | 部局 | 期間）"),
    "checks": Text("Checks before signing (JSON)", "署名前の確認（JSON）"),
    "links": Text("Related agreements (JSON)", "関連する協定（JSON）"),
    "notes": Text("Notes (JSON)", "メモ（JSON）"),
    "memoranda": Text("Memoranda (JSON)", "覚書（JSON）"),
    "amendments": Text("Amendments (JSON)", "変更協定（JSON）"),
    "documents": Text("Documents (JSON, to read only)", "文書（JSON、参照のみ）"),
}
_PARTY = {
    "institution": Text("Institution", "機関"),
    "units": Text("Units", "部局"),
    "signatures": Text("Signatures: day | name | post | place", "署名（日付 | 氏名 | 職名 | 場所）"),
}


def columns_for(most_parties: int) -> list[str]:
    """The names of the columns, with three for each party."""
    parties = [f"{name}_{number}" for number in range(1, max(most_parties, LEAST_PARTIES) + 1) for name in _PARTY]
    names = list(HEADS)
    at = names.index("title")
    return [*names[:at], *parties, *names[at:]]


def head_of(column: str, language: Any) -> str:
    """The head of a column: words for people, its name in brackets for reading it back."""
    name, _, number = column.rpartition("_")
    words = f"{_PARTY[name].to(language)} {number}" if name in _PARTY else HEADS[column].to(language)
    return f"{words} [{column}]"


def column_of(head: str) -> str | None:
    """The column that a head names: by the name in brackets, or the name alone; None for a column that is not ours."""
    match = re.search(r"\[([a-z_]+(?:_\d{1,2})?)\]\s*$", head)
    name = match[1] if match else head.strip().lower()
    return name if name in HEADS or re.fullmatch(r"(institution|units|signatures)_[1-9]\d?", name) else None


def cells_of(number: int, version: int, value: Agreement, names: Names, columns: Sequence[str]) -> list[str | int | None]:
    """An agreement as a row."""
    closing, rule = value.closing, value.renewal
    cells: dict[str, str | int | None] = {
        "id": number, "version": version, "level": value.level, "title": value.title,
        "kinds": json_text(value.kinds) if any(not one or re.search(r"[;；\n]|^\[|^\s|\s$", one) for one in value.kinds) else "; ".join(value.kinds),
        "contents": " ".join(map(str, value.contents)), "concluded_on": value.concluded_on, "effect": value.effect,
        "effective_on": value.effective_on.isoformat() if value.effective_on else "",
        "terms": "; ".join(f"{one.valid_from}/{one.valid_to or ''}{' auto' if one.automatic else ''}" for one in value.terms),
        "renewal": rule.kind, "renewal_years": rule.years, "renewal_at_most": rule.at_most, "notice_months": rule.notice_months,
        "closed_on": closing.closed_on.isoformat() if closing else "", "closed_reason": closing.reason if closing else "",
        "closed_note": closing.note if closing else "", "rolled_up": "yes" if value.rolled_up else "",
        **parts_of(value, names),
    }  # fmt: skip
    for index, party in enumerate(value.parties, 1):
        found = names.institutions.get(party.institution)
        cells[f"institution_{index}"] = f"{found.printed if found else ''} [{party.institution}]".strip()
        units = []
        for one in party.units:
            unit = names.units.get(one.unit)
            units.append(f"{unit.name if unit else ''} [{one.unit}]{' *' if one.role == 'responsible' else ''}".strip())
        cells[f"units_{index}"] = "; ".join(units)
        cells[f"signatures_{index}"] = signatures_text(party.signatures)
    return [cells.get(column) for column in columns]


# Back ---------------------------------------------------------------------------------------------------------------

Finder = Callable[[str], list[int]]
UnitFinder = Callable[[int, str], list[int]]


def value_of_row(
    row: Mapping[str, str], old: Agreement | None, *, institutions: Finder, units: UnitFinder, writer: Writer
) -> Agreement:  # fmt: skip
    """The agreement that a row says, over what is kept. Columns that the sheet does not have stay. CellProblem at the first fault."""
    tree: dict[str, Any] = plain(old) if old else {"level": "unit", "parties": []}
    for name in ("title", "kinds", "contents", "concluded_on", "effective_on", "terms"):
        if name in row:
            tree[name] = _READERS[name](row[name], name)
    for name, column in (("level", "level"), ("effect", "effect")):
        if row.get(column):
            tree[name] = _chosen(row[column], column, CHOICES[column])
    _put_renewal(tree, row)
    _put_closing(tree, row)
    if "rolled_up" in row and old:
        said = fold(row["rolled_up"]) in ("yes", "true", "1", "はい")
        if said != old.rolled_up:
            raise CellProblem(
                "rolled_up", "A row is taken apart on its own page, not by a sheet. Put back what stood here.",
                "集約行の分割は表ではできません。協定の画面で行い、この欄は元に戻してください。",
            )  # fmt: skip
    put_parts(tree, row, old, writer)
    parties = _parties(row, old, institutions, units)
    if parties is not None:
        tree["parties"] = parties
    try:
        value = agreement_from(tree)
    except msgspec.ValidationError as error:
        raise CellProblem("", f"{error}. Correct the row.", f"値が協定になりません（{error}）。行を直してください。") from error
    refuse_new_documents(value, old)
    return value


def _put_renewal(tree: dict[str, Any], row: Mapping[str, str]) -> None:
    rule = dict(tree.get("renewal") or {})
    if row.get("renewal"):
        rule["kind"] = _chosen(row["renewal"], "renewal", CHOICES["renewal.kind"])
    for column, name in (("renewal_years", "years"), ("renewal_at_most", "at_most"), ("notice_months", "notice_months")):
        if column in row:
            rule[name] = _whole(row[column], column)
    if rule:
        tree["renewal"] = rule


def _put_closing(tree: dict[str, Any], row: Mapping[str, str]) -> None:
    if "closed_on" not in row:
        return
    if not row["closed_on"]:
        tree["closing"] = None
        return
    reason = _chosen(row.get("closed_reason", ""), "closed_reason", CHOICES["closing.reason"])
    tree["closing"] = {"closed_on": day_in(row["closed_on"], "closed_on"), "reason": reason, "note": row.get("closed_note", "")}


def _parties(row: Mapping[str, str], old: Agreement | None, institutions: Finder, units: UnitFinder) -> list[Any] | None:
    numbers = sorted({int(name.rpartition("_")[2]) for name in row if name.startswith("institution_")})
    if not numbers:
        return None
    made = []
    for number in numbers:
        column, unit_column = f"institution_{number}", f"units_{number}"
        text = row[column].strip()
        if not text:
            continue
        institution = _one(text, column, institutions)
        before = old.party_of(institution) if old else None
        party: dict[str, Any] = plain(before) if before else {"institution": institution, "units": []}
        if unit_column in row:
            kept = {unit["unit"]: unit for unit in party["units"]}
            party["units"] = []
            for part in filter(None, (one.strip() for one in re.split(r"[;；\n]", row[unit_column]))):
                responsible = part.endswith("*")
                unit = _one(part.rstrip("* ").strip(), unit_column, lambda name: units(institution, name))  # noqa: B023 (called at once)
                role = "responsible" if responsible else "participating"
                party["units"].append({**kept.get(unit, {"unit": unit}), "role": role})
        if (signatures := f"signatures_{number}") in row:
            party["signatures"] = plain(signatures_in(row[signatures], signatures))
        made.append(party)
    return made


def _one(text: str, column: str, find: Finder) -> int:
    """The number in brackets, else the one of that name."""
    if match := _NUMBER.search(text):
        return int(match[1])
    found = find(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise CellProblem(
            column,
            f"{text}: {len(found)} have this name. Write its number in brackets: [12].",
            f"{text}: 同じ名称が{len(found)}件あります。[12] のように番号を添えてください。",
        )
    raise CellProblem(
        column,
        f"{text}: nobody of this name is here. Correct the name, or add it first.",
        f"{text}: この名称は登録されていません。名称を直すか、先に登録してください。",
    )


def _terms(text: str, column: str) -> list[Any]:
    made = []
    for part in filter(None, (one.strip() for one in re.split(r"[;；\n]", text))):
        match = _TERM.fullmatch(part)
        if not match:
            raise CellProblem(
                column,
                f"{part} is no term. Write 2015-11-09/2020-11-08, several with ; between.",
                f"{part} は期間として読めません。2015-11-09/2020-11-08 のように、複数は ; で区切って入力してください。",
            )
        made.append(
            {
                "valid_from": day_in(match[1], column),
                "valid_to": day_in(match[2], column) if match[2] else None,
                "automatic": bool(match[3]),
            }
        )
    return made


def _date(text: str, column: str) -> str:
    if not text:
        return ""
    found = read_day(text[:100])
    if found.date is None or found.problem:
        raise CellProblem(
            column,
            f"{text} is no date. Write 2015-11-09, 2015-11 or 2015.",
            f"{text} は日付として読めません。2015-11-09、2015-11、2015 のように入力してください。",
        )
    return found.date.isoformat()


def _whole(text: str, column: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,6}", text):
        raise CellProblem(column, f"{text} is no whole number.", f"{text} は整数ではありません。数字だけを入力してください。")
    return int(text)


def _contents(text: str, column: str) -> list[int]:
    found = [part for part in re.split(r"[\s,、;；]+", text) if part]
    if any(not re.fullmatch("[1-9]|10", part) for part in found):
        raise CellProblem(column, f"{text}: contents are numbers from 1 to 10.", f"{text}: 内容は1から10の番号で入力してください。")
    return list(dict.fromkeys(int(part) for part in found))


def _chosen(text: str, column: str, words: Mapping[str, Text]) -> str:
    if text in words:
        return text
    named = [key for key, told in words.items() if fold(text) in (fold(told.en), fold(told.ja))]
    if len(named) == 1:
        return named[0]
    raise CellProblem(
        column, f"{text or '(empty)'} is none of: {', '.join(words)}.", f"{text or '（空欄）'} は選択肢にありません: {'、'.join(words)}"
    )


_READERS: dict[str, Callable[[str, str], Any]] = {
    "title": lambda text, _: text, "kinds": lambda text, column: list(from_json(text, column, tuple[str, ...])) if text.startswith("[")
    else [part for one in re.split(r"[;；]", text) if (part := one.strip())],
    "contents": _contents, "concluded_on": _date, "effective_on": lambda text, column: day_in(text, column) if text else None, "terms": _terms,
}  # fmt: skip
