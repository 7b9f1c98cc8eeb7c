"""Pages put together: rows numbered on each page, tables that go on over pages, rows that a page end cut in two."""

from teikei.lists.model import Row
from teikei.lists.read.pdf.layout import Block, blocks_of
from teikei.lists.read.pdf.page import Page


class Pages:
    """The rows of the pages so far, and the table that may go on on the next."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.columns: tuple[float, ...] = ()
        self.table = 0

    def add(self, page: Page) -> None:
        """The rows of the next page."""
        line = 0
        for block in blocks_of(page, self.columns):
            table = self._number(block)
            for row in block.rows:
                line += 1
                self.rows.append(
                    Row(line, row.cells, "\t".join(row.cells), page.number, tabbed=False, spans=row.spans, table=table)
                )

    def _number(self, block: Block) -> int | None:
        """The table's number: the one before where its columns are the same."""
        if block.columns is None:
            return None
        if self.table == 0 or not _same(block.columns, self.columns):
            self.table += 1
        self.columns = block.columns
        return self.table


def _same(columns: tuple[float, ...], before: tuple[float, ...]) -> bool:
    return len(columns) == len(before) and all(abs(new - old) <= 12 for new, old in zip(columns, before, strict=True))
