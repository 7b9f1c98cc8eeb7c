"""Any table as a sheet: rows of texts and whole numbers under a head, as XLSX or CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from xlsxwriter.workbook import Workbook

from teikei.lists.cells import neutralised

# Excel cuts a cell here; what is longer has to be said to be.
LONGEST_CELL = 32_767
Value = str | int | None


def sheet_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet as XLSX, its head frozen. Every text is written as a string, never as a formula or a link."""
    content = io.BytesIO()
    workbook = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(title[:31])
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"num_format": "@", "valign": "top"})
    for column, label in enumerate(head):
        sheet.write_string(0, column, label, bold)
        sheet.set_column(column, column, max(10, min(40, len(label) + 2)), text)
    for index, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(index, column, value)
            elif value:
                sheet.write_string(index, column, value[:LONGEST_CELL], text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(head) - 1)
    workbook.close()
    return content.getvalue()


def sheet_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same as CSV in UTF-8 with a byte order mark. No cell can be taken for a formula: see `teikei.lists.cells`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutralised(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
