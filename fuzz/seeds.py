"""Where fuzzing begins: small lists in every format, made by our own writers and by other programs' libraries.

Nothing binary is kept in the repository; the corpus is made anew each time.
"""

import io
import zipfile
from datetime import date

from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write import write_listing
from teikei.rules.days import PartialDate

_ASIA, _SEVERAL = Region("アジア"), Region("複数国", counted=False, note="(機関数には含まない。)")
_THAILAND, _INDIA = Heading("タイ王国", ("TH",), None, _ASIA), Heading("インド", ("IN",), None, _ASIA)
_ENTRIES = (
    Entry(1, "チェンマイ大学", ("工学部", "理学部"), PartialDate(2015, 1, 9), _ASIA, _THAILAND),
    Entry(2, 'University of Delhi, "North"', ("School of Science",), PartialDate(2016, 2), _ASIA, _INDIA),
    Entry(3, "国際ネットワーク", (), None, _SEVERAL, None, False, date_text="不明"),
)
_RICH = {
    "institution_alt": "Chiang Mai University", "partner_unit": "理学部", "valid_to": "auto-renew", "kinds": ("学生交流",), "marks": ("★",),
    "number": "A-3", "renewed_on": PartialDate(2020, 4), "location": "バンコク", "note": "更新手続中", "quota_in": "2名", "quota_out": "3名",
}  # fmt: skip
_PLAIN = Listing("協定校一覧", date(2024, 5, 1), legend=("複数の協定がある場合は、最も古い締結年月日のみ記載。",), entries=_ENTRIES)
_FULL = Listing("協定校一覧", date(2024, 5, 1), entries=tuple(entry._replace(**_RICH) for entry in _ENTRIES))
_ROWS = [
    ["国・地域", "協定機関名", "部局", "締結年月日"],
    ["タイ (2大学)", "チェンマイ大学", "工学部・理学部", "2015.01.09"],
    ["", "カセサート大学", "農学部", "令和2年3月4日"],
    ["インド", "デリー大学", "", "3/4/2015"],
]

# Words that change how a list is read, and marks of its formats: what a fuzzer would not guess.
WORDS = (
    "国・地域", "協定機関名", "部局", "締結年月日", "有効期限", "備考", "番号", "合計", "大学", "(2機関)", "55ヶ国・地域 377機関", "2024年5月1日現在", "令和元年", "R2.3.4",
    "自動更新", "アジア", "タイ", "インド", "※1", "Country", "Institution", "Date", "Page 1", "\t", "\r\n", "\f", "\u3000", "\u2028", "・", '""', "sep=;", "|",
    "<table>", "<tr>", "<td rowspan=0>", "<td colspan=2>", "<th>", "</table>", "<br>", "<li>", "<p hidden>", "<pre>", "<caption>", "<!--", "&#0;", "&x;",
    '"entries":[', '"concluded_on":"2015-01"', '"units":[]', "null", "\x1b$B", "\x1b(I", "\ufeff",
)  # fmt: skip


def seeds(ending: str) -> list[bytes]:
    """Whole files of that format. Empty where this installation has nothing to make them with."""
    match ending:
        case "txt" | "csv" | "html" | "json" | "xlsx":
            return [write_listing(listing, ending, language=language) for listing in (_PLAIN, _FULL) for language in ("ja", "en")]  # type: ignore[arg-type]
        case "pdf":
            return [_small_pdf(), write_listing(_PLAIN, "pdf")]
        case "docx":
            return [_docx()]
        case "xls":
            return [_xls()]
        case "ods":
            return [_ods()]
        case _:
            return []


def members(archive: bytes) -> list[tuple[str, bytes]]:
    """The parts of a ZIP-based file that are XML, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(name, opened.read(name)) for name in sorted(opened.namelist()) if name.endswith((".xml", ".rels"))]


def with_member(archive: bytes, name: str, body: bytes) -> bytes:
    """The archive with one part replaced, so that mutations reach the XML and not only the ZIP around it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for member in old.namelist():
            new.writestr(member, body if member == name else old.read(member))
    return made.getvalue()


def _docx() -> bytes:
    import docx

    document, made = docx.Document(), io.BytesIO()
    document.add_heading("協定校一覧")
    table = document.add_table(rows=0, cols=4)
    for row in _ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(made)
    return made.getvalue()


def _xls() -> bytes:
    import xlwt

    book, made = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("一覧")
    for number, row in enumerate(_ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    sheet.write_merge(5, 6, 0, 1, "タイ")
    book.save(made)
    return made.getvalue()


def _ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document, made = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="一覧")
    for row in _ROWS:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(made)
    return made.getvalue()


def _small_pdf() -> bytes:
    """A page of ruled text without embedded fonts: small enough for mutations to matter."""
    shown = "".join(
        f"BT /F 9 Tf {50 + 120 * column} {700 - 20 * row} Td ({text}) Tj ET 40 {695 - 20 * row} m 520 {695 - 20 * row} l S\n"
        for row, line in enumerate(
            (("Country", "Institution", "Unit", "Date"), ("Thailand", "Chiang Mai University", "Science", "2015.01.09"))
        )
        for column, text in enumerate(line)
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")
