"""PDF files into located rows: ruled tables and tables of gaps, each other line of text a row of one cell."""

from teikei.lists.read.pdf.document import document_of

__all__ = ["document_of"]
