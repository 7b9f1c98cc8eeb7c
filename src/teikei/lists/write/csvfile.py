"""A composed listing as CSV: the title block, a blank line, and one flat table."""

import csv
import io

from teikei.lists.cells import neutralised
from teikei.lists.model import Listing
from teikei.lists.write.columns import Cell, flat_columns, flat_rows
from teikei.lists.write.txt import title_block
from teikei.lists.write.words import Words
from teikei.rules.days import PartialDate


def render(composed: Listing, layout: Words) -> bytes:
    """The listing as UTF-8 with a byte order mark and CRLF, which Excel opens rightly with a double click.

    No cell can be taken for a formula: see `teikei.lists.cells`.
    """
    columns = flat_columns(composed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([neutralised(line)] for line in title_block(composed, layout))
    text.write("\r\n")
    writer.writerow([layout.columns[name] for name in columns])
    writer.writerows([_written(cell) for cell in row] for row in flat_rows(composed, columns, layout))
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return cell
    return neutralised(cell.isoformat() if isinstance(cell, PartialDate) else cell)
