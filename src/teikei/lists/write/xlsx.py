"""A composed listing as a workbook: the list, the counts beside what was stated, the findings."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from teikei.lists.model import SEVERITY_WORDS, Finding, Listing
from teikei.lists.write.columns import Cell, flat_columns, flat_rows
from teikei.lists.write.counts import Comparison, comparisons
from teikei.lists.write.txt import title_block
from teikei.lists.write.words import Column, Words

INDIGO, VERMILION, INK, QUIET, RULE, HEAD_FILL = "#233B6C", "#B8341B", "#1D1C1A", "#5C5952", "#D8D4CA", "#F3F1EC"

_HAIR = 7  # the thinnest of Excel's borders

# In characters of the default font.
_WIDTHS: dict[Column, int] = {
    "n": 6, "region": 14, "region_institutions": 9, "region_note": 20, "territory": 24, "territory_codes": 9, "territory_institutions": 9,
    "number": 8, "institution": 44, "institution_alt": 32, "location": 16, "partner_unit": 24, "units": 44, "concluded_on": 12,
    "renewed_on": 12, "valid_to": 12, "kinds": 16, "quota_in": 10, "quota_out": 10, "marks": 8, "note": 24,
}  # fmt: skip

# Excel counts 1900 as a leap year, so that a day before March 1900 is not the same day to all programs.
_FIRST_SAFE_DAY = date(1900, 3, 1)

# In points; Excel knows no taller row.
_LINE_HEIGHT, _TALLEST_ROW = 15, 405

# A head that is frozen far down would leave no room to scroll in.
_DEEPEST_FROZEN_ROW = 10


def render(composed: Listing, layout: Words, *, original: Listing, findings: Iterable[Finding]) -> bytes:
    """The listing as XLSX. Every text is written as a string, never as a formula or a link; days are real dates."""
    content = io.BytesIO()
    font = "Yu Gothic" if layout.language == "ja" else "Calibri"
    workbook = Workbook(content, {"in_memory": True, "default_format_properties": {"font_name": font, "font_size": 10, "font_color": INK}})
    day = composed.as_of or date(2000, 1, 1)
    workbook.set_properties({"title": composed.title or layout.untitled, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a workbook's days have no zone
    formats = _formats(workbook)
    _list_sheet(workbook.add_worksheet(layout.list_sheet), composed, layout, formats)
    _counts_sheet(workbook.add_worksheet(layout.counts_sheet), comparisons(original, composed, layout), layout, formats)
    _findings_sheet(workbook.add_worksheet(layout.findings_sheet), findings, layout, formats)
    workbook.close()
    return content.getvalue()


def _formats(workbook: Workbook) -> dict[str, Format]:
    row = {"valign": "top", "bottom": _HAIR, "bottom_color": RULE}
    properties: dict[str, dict[str, object]] = {
        "title": {"font_size": 16, "font_color": INDIGO},
        "line": {"font_color": QUIET},
        "head": {
            "bold": True,
            "font_color": INDIGO,
            "bg_color": HEAD_FILL,
            "bottom": 1,
            "bottom_color": QUIET,
            "text_wrap": True,
            "valign": "vcenter",
        },
        "text": {**row, "text_wrap": True},
        "number": {**row, "num_format": "0", "align": "right", "indent": 1},
        "date": {**row, "num_format": "yyyy-mm-dd", "align": "left"},
        "group": {**row, "bold": True, "font_color": INDIGO},
        "indented": {**row, "indent": 1},
        "differs": {**row, "num_format": "+0;-0;0", "bold": True, "font_color": VERMILION},
    }
    return {name: workbook.add_format(values) for name, values in properties.items()}


def _list_sheet(sheet: Worksheet, composed: Listing, layout: Words, formats: dict[str, Format]) -> None:
    columns = flat_columns(composed)
    head_row = 0
    for line in title_block(composed, layout):
        sheet.write_string(head_row, 0, line, formats["title" if head_row == 0 and composed.title else "line"])
        head_row += 1
    head_row += 1
    _head(sheet, head_row, [(layout.columns[name], _WIDTHS[name]) for name in columns], formats)
    widths = [_WIDTHS[name] for name in columns]
    last_row = _write_rows(sheet, head_row + 1, flat_rows(composed, columns, layout), widths, formats)
    sheet.autofilter(head_row, 0, last_row, len(columns) - 1)
    if head_row < _DEEPEST_FROZEN_ROW:
        sheet.freeze_panes(head_row + 1, 0)
    _print_set_up(sheet, head_row)


def _write_rows(sheet: Worksheet, first_row: int, rows: Iterable[list[Cell]], widths: list[int], formats: dict[str, Format]) -> int:
    """Write the cells of the table; the index of its last row (the head's where there are none)."""
    write_string, write_number, write_datetime = sheet.write_string, sheet.write_number, sheet.write_datetime
    text, number, day = formats["text"], formats["number"], formats["date"]
    row = first_row - 1
    for row, cells in enumerate(rows, first_row):
        _fit_height(sheet, row, cells, widths)
        for column, cell in enumerate(cells):
            if not cell:
                sheet.write_blank(row, column, None, text)
            elif isinstance(cell, str):
                write_string(row, column, cell, text)
            elif isinstance(cell, int):
                write_number(row, column, cell, number)
            elif cell.precision == "day" and cell.first >= _FIRST_SAFE_DAY:
                write_datetime(row, column, cell.first, day)
            else:
                write_string(row, column, cell.isoformat(), text)
    return row


def _counts_sheet(sheet: Worksheet, compared: Iterable[Comparison], layout: Words, formats: dict[str, Format]) -> None:
    _head(sheet, 0, list(zip(layout.counts_head, (48, 12, 12, 12), strict=True)), formats)
    for row, line in enumerate(compared, 1):
        sheet.write_string(row, 0, line.label, formats["indented" if line.depth else "group"])
        for column, value in ((1, line.stated), (2, line.counted)):
            if value is not None:
                sheet.write_number(row, column, value, formats["number"])
        if line.difference is not None:
            sheet.write_number(row, 3, line.difference, formats["differs" if line.difference else "number"])
    sheet.freeze_panes(1, 0)
    _print_set_up(sheet, 0)


def _findings_sheet(sheet: Worksheet, findings: Iterable[Finding], layout: Words, formats: dict[str, Format]) -> None:
    widths = [28, 14, 80, 40, 44]
    _head(sheet, 0, list(zip(layout.findings_head, widths, strict=True)), formats)
    for row, finding in enumerate(findings, 1):
        places = ", ".join(locator.words(layout.language) for locator in finding.locators)
        proposal = f"{finding.proposal.printed} → {finding.proposal.proposed}" if finding.proposal else ""
        cells = (finding.code, SEVERITY_WORDS[finding.severity].to(layout.language), finding.text.to(layout.language), places, proposal)
        _fit_height(sheet, row, cells, widths)
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, formats["text"])
    sheet.freeze_panes(1, 0)
    _print_set_up(sheet, 0)


def _fit_height(sheet: Worksheet, row: int, cells: Sequence[Cell], widths: list[int]) -> None:
    """Room for the text that wraps most: not every program makes it by itself. Most rows are one line and cost a look."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and 2 * len(cell) >= width:
            shown = sum(2 if east_asian_width(char) in "WFA" else 1 for char in cell)
            lines = max(lines, -(-shown // (width - 2)))
    if lines > 1:
        sheet.set_row(row, min(_LINE_HEIGHT * lines, _TALLEST_ROW))


def _head(sheet: Worksheet, row: int, heads: list[tuple[str, int]], formats: dict[str, Format]) -> None:
    sheet.set_row(row, 30)
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, label, formats["head"])


def _print_set_up(sheet: Worksheet, head_row: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.repeat_rows(head_row)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
