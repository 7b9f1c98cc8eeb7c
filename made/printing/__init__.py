"""A page printed in each format."""

from collections.abc import Callable, Mapping

from made.layout import Format, Layout
from made.page import Page
from made.printing import document, text, web, workbook

Printer = Callable[[Page, Layout], bytes]

PRINTERS: Mapping[Format, Printer] = {
    "txt": text.printed,
    "csv": text.printed_csv,
    "html": web.printed,
    "xlsx": workbook.printed_xlsx,
    "xls": workbook.printed_xls,
    "ods": workbook.printed_ods,
    "docx": document.printed_docx,
    "pdf": document.printed_pdf,
}
