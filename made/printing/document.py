"""Documents: DOCX with merged cells, and PDF set by Typst, ruled, ruled between rows only, or not at all."""

import io
import json
from dataclasses import asdict
from functools import cache
from itertools import groupby
from pathlib import Path

import docx
import typst

from made.layout import Layout
from made.page import Page, PageRow
from teikei.lists.write.fonts import FAMILIES, fonts

_TEXT_COLUMNS = {"institution": "2fr", "institution_en": "2fr", "units": "1.6fr", "partner_unit": "1fr", "url": "1.2fr", "note": "1fr"}


def printed_docx(page: Page, layout: Layout) -> bytes:
    """The page as DOCX: tables with merged cells, headings between them or in rows merged over the table."""
    out = io.BytesIO()
    document = docx.Document()
    for number, line in enumerate(page.before):
        document.add_heading(line, 1) if number == 0 and layout.title else document.add_paragraph(line)
    for is_line, rows in groupby(page.rows, lambda row: row.kind == "line"):
        if is_line:
            for row in rows:
                document.add_paragraph(row.cells[0].text if row.cells[0] else "")
        else:
            _add_table(document, list(rows), len(layout.columns))
    for line in page.after:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _add_table(document: docx.document.Document, rows: list[PageRow], width: int) -> None:
    width = max(width, *(len(row.cells) for row in rows))
    table = document.add_table(rows=len(rows), cols=width)
    grid = [list(row.cells) for row in table.rows]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell is None:
                continue
            columns = width if row.kind == "within" else cell.columns
            if cell.rows > 1 or columns > 1:
                grid[at][column].merge(grid[at + cell.rows - 1][column + columns - 1])
            grid[at][column].text = cell.text


def printed_pdf(page: Page, layout: Layout) -> bytes:
    """The page as PDF: A4, in columns where the layout says so, with page numbers where it has furniture."""
    widths = [_TEXT_COLUMNS.get(name, "auto") for name in layout.columns]
    if not any(width.endswith("fr") for width in widths):
        widths[0] = "1fr"
    told = {
        "fonts": FAMILIES,
        "before": page.before,
        "after": page.after,
        "rows": [{"kind": row.kind, "cells": [cell and {**asdict(cell), "value": None} for cell in row.cells]} for row in page.rows],
        "widths": widths,
        "rules": layout.rules,
        "columns": layout.page_columns,
        "wide": len(layout.columns) > 6,
        "numbered": layout.furniture,
        "repeat": layout.pick("head again", 2) == 1,
    }
    compiler = typst.Compiler(
        _template(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"list": json.dumps(told, ensure_ascii=False)}
    )
    content = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(content, bytes)  # one document, and no file named for it
    return content


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "list.typ").read_bytes()
