"""A reading as plain values: lines in pages with their entries, findings with the values at their places, a summary."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from teikei.lists.corrections import FIELDS, places_of, values_of
from teikei.lists.layout import profile_of
from teikei.lists.located import Locator, Row
from teikei.lists.model import Decision, Entry, Finding, Listing
from teikei.registry.drafting import PAGE, SHAPE
from teikei.registry.operations.edition_lines import content_hash
from teikei.registry.operations.ingest import level_named
from teikei.rules.counting import Counted

_LONGEST_LINE = 4_000
_MOST_PLACES = 100
_SAMPLES = 3

Line = dict[str, Any]
Place = tuple[str, int | None, int | None]  # sheet, page, line


def lines_of(listing: Listing) -> list[Line]:
    """Every line with its place, role, text, where its cells stand in the text, and the entries read from it."""
    rows = zip(listing.rows, listing.roles, strict=True)
    lines = [_line(position, row, role) for position, (row, role) in enumerate(rows, 1)]
    by_place = _by_place(lines)
    cells = {key: row.cells for row in listing.rows if (key := (row.sheet or "", row.page, row.line)) in by_place}
    for where, entry in zip(places_of(listing.entries), listing.entries, strict=True):
        key = (where.sheet, where.page or None, where.line)
        if key not in by_place:  # an entry of a file without lines
            lines.append(_line(len(lines) + 1, Row(0, (), ""), "entry"))
            by_place[key] = lines[-1] | {"line": None}
            lines[-1] = by_place[key]
        line = by_place[key]
        values = {field: list(value) for field in FIELDS if (value := values_of(entry, field))}
        anchors = _anchors(entry, line, by_place, whole=entry.row is not None and entry.row.cells == cells.get(key))
        line["entries"].append({"n": entry.n, "where": list(where), "values": values, "counted": entry.counted, "anchors": anchors})
    return lines


def _line(position: int, row: Row, role: str) -> Line:
    text = row.raw[:_LONGEST_LINE]
    return {
        "position": position, "page": row.page, "line": row.line, "sheet": row.sheet or "", "role": role, "text": text,
        "cells": _cells(text, row.cells), "findings": [], "hidden": row.hidden, "entries": [],
    }  # fmt: skip


def _by_place(lines: Sequence[Line]) -> dict[Place, Line]:
    found: dict[Place, Line] = {}
    for line in lines:
        found.setdefault((line["sheet"], line["page"], line["line"]), line)
    return found


def _anchors(entry: Entry, line: Line, by_place: Mapping[Place, Line], *, whole: bool) -> dict[str, str]:
    """Where on the page of lines each value stands: its cell, or the line of its own where the record has several.

    whole: the entry was read from the line's own cells, and not from cells cut anew.
    """
    found = {}
    for field, index in entry.places.items():
        if entry.row and entry.row.lines and index < len(entry.row.lines):
            own = by_place.get((line["sheet"], line["page"], entry.row.lines[index]), line)
            if (own["position"] - 1) // PAGE == (line["position"] - 1) // PAGE:
                found[field] = f"r{own['position']}"
        elif whole and index < len(line["cells"]) and line["cells"][index][0] < line["cells"][index][1]:
            found[field] = f"r{line['position']}c{index}"
    return found


def _cells(text: str, cells: Sequence[str]) -> list[list[int]]:
    """Where each cell begins and ends in the line; [] where they cannot be found in it, one after the other."""
    found, start = [], 0
    for cell in cells:
        at = text.find(cell, start)
        if at < 0:
            return []
        found.append([at, at + len(cell)])
        start = at + len(cell)
    return found


def keyed(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with a key that is the same for the same remark on the same places in another reading."""
    seen: Counter[str] = Counter()
    for finding in findings:
        proposal = (finding.proposal.of, finding.proposal.printed) if finding.proposal else ()
        said = repr((finding.code, [tuple(locator) for locator in finding.locators], proposal))
        seen[said] += 1
        yield hashlib.sha256(f"{said} {seen[said]}".encode(errors="replace")).hexdigest(), finding


def places_shown(listing: Listing, findings: Sequence[Finding], lines: Sequence[Line]) -> list[list[dict[str, Any]]]:
    """For each finding its places: the line, the entry on it, and the field that the place points to. Each line learns
    the numbers of the findings on it.
    """
    by_place = _by_place(lines)
    entries = {entry.n: entry for entry in listing.entries}
    headings = {heading.row.locator(heading.cell): heading.label for heading in listing.headings if heading.row}
    for position, finding in enumerate(findings, 1):
        for key in dict.fromkeys((at.sheet or "", at.page, at.line) for at in finding.locators):
            if there := by_place.get(key):
                there["findings"].append(position)
    return [[_place(at, by_place, entries, headings) for at in finding.locators[:_MOST_PLACES]] for finding in findings]


def _place(at: Locator, by_place: Mapping[Place, Line], entries: Mapping[int, Entry], headings: Mapping[Locator, str]) -> dict[str, Any]:
    line = by_place.get((at.sheet or "", at.page, at.line))
    shown: dict[str, Any] = {
        "page": at.page, "line": at.line, "column": at.column, "sheet": at.sheet or "", "text": line["text"][:400] if line else "",
        "position": line["position"] if line else None, "n": None, "where": None, "field": "", "printed": "",
    }  # fmt: skip
    if label := headings.get(at):
        shown |= {"field": "territory", "printed": label}
    for entry in line["entries"] if line else ():
        read = entries[entry["n"]]
        field = next((field for field in read.places if field in FIELDS and at.column and read.locator(field) == at), "")
        if shown["n"] is None or (field and not shown["field"]):
            shown |= {"n": entry["n"], "where": entry["where"] if field or not shown["field"] else None}
            shown["field"] = shown["field"] or field
    return shown


def summary_of(listing: Listing, findings: Sequence[Finding], lines: Sequence[Line]) -> dict[str, Any]:
    """What the top of the reading page says, and how the list was laid out."""
    tally, by_place = listing.counted(), _by_place(lines)
    totals = {of: listing.stated_total(of) for of in get_args(Counted)}
    pages = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    starts: list[int] = []
    for page in pages:
        first = next((entry["n"] for line in page for entry in line["entries"]), None)
        starts.append(first if first is not None else (listing.entries[-1].n + 1 if listing.entries else 1))
    source = listing.source
    return {
        "shape": SHAPE, "profile": profile_of(listing).to_toml(), "hash": content_hash(listing), "title": listing.title, "as_of": listing.as_of.isoformat() if listing.as_of else "",
        "level": level_named(listing.title), "format": source.format if source else "", "encoding": source.encoding if source else None,
        "stated": {of: stated.value if stated else None for of, stated in totals.items()},
        "counted": {of: listing.counted_for(stated) if stated else getattr(tally, of) for of, stated in totals.items()},
        "coverage": listing.coverage, "lines": len(lines), "entries": len(listing.entries), "roles": dict(Counter(listing.roles)),
        "unread": [line["position"] for line in lines if line["role"] == "unread"][:200], "pages": len(pages), "first_entries": starts,
        "severities": dict(Counter(finding.severity for finding in findings)),
        "decisions": [_decision(decision, by_place) for decision in listing.decisions], "tables": tables_of(listing),
        "sheets": list(dict.fromkeys(row.sheet for row in listing.rows if row.sheet)),
    }  # fmt: skip


def _decision(decision: Decision, by_place: Mapping[Place, Line]) -> dict[str, Any]:
    """The decision with the number of the first line that it was made from."""
    lines = (by_place.get((at.sheet or "", at.page, at.line)) for at in decision.places)
    return {**decision.to_json(), "locators": [], "position": next((line["position"] for line in lines if line), None)}


def tables_of(listing: Listing) -> list[dict[str, Any]]:
    """The tables of different heads: each column with its head, what it was taken for, and some of its values."""
    entries: dict[tuple[str, int, int], Entry] = {}
    for where, entry in zip(places_of(listing.entries), listing.entries, strict=True):
        if entry.row:
            entries.setdefault(where[:3], entry)
    tables: dict[tuple[str, ...], tuple[Row | None, list[Entry]]] = {}
    heads: tuple[str, ...] = ()
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if role == "header":
            heads = row.cells
            tables.setdefault(heads, (row, []))
        elif found := entries.get((row.sheet or "", row.page or 0, row.line)):
            tables.setdefault(heads, (row, []))[1].append(found)
    return [_table(heads, row, own) for heads, (row, own) in tables.items()]


def _table(heads: tuple[str, ...], row: Row | None, entries: Sequence[Entry]) -> dict[str, Any]:
    usual = Counter(tuple(sorted(entry.places.items())) for entry in entries).most_common(1)
    places = dict(usual[0][0]) if usual else {}
    meant = {index: field for field, index in places.items()}
    own = [entry.row.cells for entry in entries if entry.row and dict(entry.places) == places]
    width = max([len(heads), *(index + 1 for index in meant), *(len(cells) for cells in own[:50])])
    columns = []
    for index in range(width):
        head = heads[index] if index < len(heads) else ""
        filled = dict.fromkeys(cells[index] for cells in own if index < len(cells) and cells[index])
        column = {"head": head, "key": head or str(index + 1), "field": meant.get(index, ""), "sample": list(filled)[:_SAMPLES]}
        columns.append(column)
    place = row.locator() if row else Locator()
    return {"place": [place.words("ja"), place.words("en")], "rows": len(entries), "columns": columns}
