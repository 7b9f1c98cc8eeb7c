"""A PDF file into located rows, page by page, and what must be reported of it."""

from typing import Any, NamedTuple

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from teikei.lists.model import Document, Finding, Locator, Row
from teikei.lists.read.pdf.drawn import drawn_on
from teikei.lists.read.pdf.frame import Frame
from teikei.lists.read.pdf.layout import Block, blocks_of
from teikei.lists.read.pdf.letters import Letters
from teikei.lists.read.pdf.page import Page
from teikei.names.bilingual import Refusal, Text


def document_of(content: bytes, name: str) -> Document:
    """The rows of a PDF's pages, tables as rows of cells, other text as rows of one cell."""
    document = pdfium2.PdfDocument(content)
    rows: list[Row] = []
    mapped: set[str] = set()
    columns: tuple[float, ...] = ()
    table = 0
    for index in range(len(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        read = page_of(page, index + 1, mapped)
        pdfium.FPDF_ClosePage(page)
        line = 0
        for block in blocks_of(read, columns):
            if block.columns is not None:
                if block.columns != columns:
                    table += 1
                columns = block.columns
            for row in block.rows:
                line += 1
                rows.append(Row(line, row.cells, "\t".join(row.cells), index + 1, tabbed=False, spans=row.spans, table=None if block.columns is None else table))
    return Document(tuple(rows))

def page_of(page, number, mapped):
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    frame = Frame(rect.left, rect.bottom, rect.right, rect.top, pdfium.FPDFPage_GetRotation(page))
    drawn = drawn_on(page, frame)
    text_page = pdfium.FPDFText_LoadPage(page)
    letters = Letters(text_page, pdfium.FPDFText_CountChars(text_page), frame, drawn.blanks, mapped)
    words = letters.words(drawn.upright)
    pdfium.FPDFText_ClosePage(text_page)
    return Page(number, frame.width, frame.height, words, drawn.level, drawn.upright, tuple(letters.odd))
