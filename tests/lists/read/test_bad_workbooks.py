"""Hostile and faulty archives and workbooks by their number in the project's catalogue (1–20): read right, read with a
finding that names the place, or refused with file, cause and remedy. Never a crash, a hang, or a wrong value in silence.
"""

import contextlib
import io
import random
import struct
import zipfile
import zlib

import pytest
import xlsxwriter

from teikei.lists.located import Span
from teikei.lists.read import archive, docx, format_of, grid, sheetxml, workbook, xlsx
from teikei.lists.read import document_of as any_document_of
from teikei.names.bilingual import Refusal
from tests.lists.read.test_docx import document_with, paragraph
from tests.lists.read.workbooks import PLAIN, SHEET1, WRITERS, Sheet, changed, ods_of, sheet_xml, written, xls_of

LINES = [("国・地域", "協定機関名", "部局", "締結年月日"), ("インド", "大学", "工学部", "2015-11-09")]
STRINGS = "xl/sharedStrings.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def document_of(content, name="x.xlsx"):
    """Read as a person's upload is read: by its content, whatever its name."""
    return any_document_of(content, name, format_of(content, name)[0])


def cells_of(content, name="x.xlsx"):
    return [row.cells for row in document_of(content, name).rows]


def refused(content, cause, name="x.xlsx"):
    """The file is refused for that cause, with its name and a remedy, in both languages."""
    with pytest.raises(Refusal) as refusal:
        document_of(content, name)
    text = refusal.value.text
    assert cause in text.en
    assert text.en.startswith(f"{name}: ")
    assert text.en.rstrip(".").endswith(("as CSV", "into a workbook", "as DOCX"))
    assert text.ja.startswith(f"{name}: ")
    assert text.ja.endswith("ください。")


def directory_entry(content, member):
    """Where the archive's directory speaks of a member."""
    return content.index(member.encode(), content.index(b"PK\x01\x02")) - 46


def patched(content, at, form, *values):
    return content[:at] + struct.pack(form, *values) + content[at + struct.calcsize(form) :]


# Archives -------------------------------------------------------------------------------------------------------


def test_bad_input_01_members_that_overlap_are_refused():
    entry = directory_entry(PLAIN, SHEET1)
    first = struct.unpack_from("<I", PLAIN, directory_entry(PLAIN, "[Content_Types].xml") + 42)[0]
    refused(patched(PLAIN, entry + 42, "<I", first), "its members overlap, as in a ZIP bomb")


def test_bad_input_01_two_members_of_one_name_are_refused():
    made = io.BytesIO(PLAIN)
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET1, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    refused(made.getvalue(), "two of its members have the same name")


def test_bad_input_02_an_archive_in_the_archive_is_never_opened():
    bomb = changed(PLAIN, {"zeros": bytes(30 * 1024**2)})
    assert cells_of(changed(PLAIN, {"xl/embeddings/inner.zip": bomb, "xl/media/zeros.png": bytes(60 * 1024**2)}, level=1)) == LINES


def test_bad_input_03_a_sheet_of_zeros_is_refused_before_it_is_unpacked():
    zeros = changed(PLAIN, {SHEET1: b"<worksheet><sheetData>" + b"0" * (55 * 1024**2)}, level=1)
    refused(zeros, "its part xl/worksheets/sheet1.xml unpacks to 55 MB")
    stated = patched(PLAIN, directory_entry(PLAIN, SHEET1) + 24, "<I", 2**32 - 2)
    refused(stated, "its part xl/worksheets/sheet1.xml unpacks to 4,095 MB")


def test_bad_input_03_more_cells_than_any_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_CELLS", 2_000)
    row = "".join(f'<c r="{letter}{{0}}"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, 202))
    refused(changed(PLAIN, {SHEET1: sheet_xml(rows)}), "filled cells")


def test_bad_input_03_more_cells_in_an_odd_form_than_are_rewritten_are_refused(monkeypatch):
    monkeypatch.setattr(sheetxml, "_MOST_REWRITTEN", 2_000)
    refused(
        changed(PLAIN, {SHEET1: sheet_xml(f"<row>{'<c><v>0</v></c>' * 10}</row>" * 201)}), "in a form that no spreadsheet program writes"
    )


@pytest.mark.parametrize("quote", ['"', "'"])
def test_bad_input_04_a_long_shared_string_in_each_of_many_cells_is_refused(quote):
    strings = f'<sst xmlns="{NAMESPACE}"><si><t>{"大" * 500_000}</t></si></sst>'.encode()
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1_001)).replace('"', quote)
    refused(changed(PLAIN, {STRINGS: strings, SHEET1: sheet_xml(cells)}), "characters")


def test_bad_input_04_the_same_in_an_xls_is_refused():
    refused(xls_of(Sheet("一", [["大" * 32_000] for _ in range(4_000)])), "characters", "x.xls")


def test_bad_input_04_a_cell_repeated_without_end_is_refused():
    def repeat(xml):
        return xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">', 1).replace(
            b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16384" ', 1
        )

    refused(changed(ods_of(Sheet("一", [["x"]])), {"content.xml": repeat}), "more than 1,200,000 filled cells", "x.ods")


def test_bad_input_03_parts_of_more_tags_than_any_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_TAGS", 10_000)
    refused(document_with("<w:p/>" * 10_001), "its part word/document.xml has more than 10,000 tags", "x.docx")
    rows = changed(ods_of(Sheet("一", [["x"]] * 5_000)), {})
    refused(rows, "its part content.xml has more than 10,000 tags", "x.ods")


ENTITIES = {
    5: '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    6: '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/">]>',
    7: f'<!DOCTYPE a [<!ENTITY a "{"x" * 50_000}">]>',
}


@pytest.mark.parametrize("number", ENTITIES)
@pytest.mark.parametrize("part", [SHEET1, "xl/styles.xml", STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
def test_bad_input_05_06_07_parts_that_declare_entities_are_refused(number, part):
    def declare(xml):
        head, _, body = xml.decode().partition("?>")
        return f"{head}?>{ENTITIES[number]}{body.replace('</t>', '&a;</t>')}".encode()

    refused(changed(PLAIN, {part: declare}), f"its part {part} declares XML entities, as an attack does")
    refused(changed(PLAIN, {part: lambda xml: declare(xml).decode().replace("UTF-8", "UTF-16").encode("utf-16")}), "declares XML entities")


@pytest.mark.parametrize("number", ENTITIES)
def test_bad_input_05_06_07_the_same_holds_for_ods_and_docx(number):
    content = changed(
        ods_of(Sheet("一", [["x"]])), {"content.xml": lambda xml: xml.replace(b"<office", ENTITIES[number].encode() + b"<office", 1)}
    )
    refused(content, "its part content.xml declares XML entities", "x.ods")
    content = changed(
        document_with(paragraph("x")), {"word/document.xml": lambda xml: xml.replace(b"<w:doc", ENTITIES[number].encode() + b"<w:doc", 1)}
    )
    refused(content, "its part word/document.xml declares XML entities", "x.docx")


@pytest.mark.parametrize("number", ENTITIES)
def test_bad_input_05_06_07_a_part_that_is_not_needed_is_never_opened(number):
    core = f'<?xml version="1.0"?>{ENTITIES[number]}<a>&b;</a>'.encode()
    assert cells_of(changed(PLAIN, {"docProps/core.xml": core})) == LINES


def test_bad_input_05_an_entity_without_declaration_is_refused():
    sheet = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>a&lol;b</t></is></c></row>')
    refused(changed(PLAIN, {SHEET1: sheet}), "the workbook is damaged")


@pytest.mark.parametrize("member", ["../../evil.xml", "/etc/passwd", "C:\\evil.xml"])
def test_bad_input_08_members_that_point_out_of_the_archive_are_names_only(member, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cells_of(changed(PLAIN, {member: b"x"})) == LINES
    assert list(tmp_path.iterdir()) == []


def test_bad_input_08_a_sheet_that_is_said_to_stand_outside_is_missing():
    def elsewhere(xml):
        return xml.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")

    refused(changed(PLAIN, {"xl/_rels/workbook.xml.rels": elsewhere}), "is missing")


def test_bad_input_08_a_member_that_is_a_link_is_read_as_bytes():
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)
            member.external_attr = 0o120777 << 16
            new.writestr(member, "/etc/passwd" if name == SHEET1 else old.read(name))
    refused(made.getvalue(), "damaged")


def test_bad_input_09_a_hundred_thousand_members_are_refused():
    members = b"".join(
        struct.pack("<4s26sHH", b"PK\x03\x04", bytes(22), 5, 0)[:26] + struct.pack("<HH", 5, 0) + b"%05d" % n for n in range(100_000)
    )
    entries = b"".join(b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 35 * n) + b"%05d" % n for n in range(100_000))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(entries), len(members), 0)
    refused(members + entries + end, "it holds too many members")


def test_bad_input_10_a_member_longer_than_it_says_is_refused():
    entry = directory_entry(PLAIN, SHEET1)
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        start = archive.read(SHEET1)[:100]
    forged = patched(patched(PLAIN, entry + 24, "<I", 100), entry + 16, "<I", zlib.crc32(start))
    refused(forged, "its part xl/worksheets/sheet1.xml is damaged, or not as long as it says")


def test_bad_input_10_a_member_shorter_than_it_says_or_with_changed_bytes_is_refused():
    entry = directory_entry(PLAIN, SHEET1)
    size = struct.unpack_from("<I", PLAIN, entry + 24)[0]
    refused(patched(PLAIN, entry + 24, "<I", size + 5), "is damaged, or not as long as it says")
    refused(patched(PLAIN, entry + 16, "<I", 1), "is damaged, or not as long as it says")
    refused(patched(PLAIN, entry + 10, "<H", 99), "is damaged, or not as long as it says")


@pytest.mark.parametrize("length", [-1, -30, 200, 4])
def test_bad_input_11_an_archive_that_was_cut_off_is_refused(length):
    refused(PLAIN[:length], "the file is cut off or damaged")


# Other kinds ----------------------------------------------------------------------------------------------------


def test_bad_input_12_an_encrypted_workbook_is_told_from_an_old_one():
    refused(patched(PLAIN, directory_entry(PLAIN, SHEET1) + 8, "<H", 1), "it is encrypted with a password")
    old = xls_of(Sheet("一", [["x"]]))
    name = "Workbook".encode("utf-16-le")
    at = old.index(name)
    for stream, cause in (
        ("EncryptedPackage", "it is encrypted with a password"),
        ("WordDocument", "of the old Word form (DOC)"),
        ("Other", "it is not a workbook"),
    ):
        renamed = patched(old, at, "<64sH", stream.encode("utf-16-le"), 2 * len(stream) + 2)
        refused(renamed, cause)
    refused(old.replace(struct.pack("<HH", 0x42, 2), struct.pack("<HH", 0x2F, 2), 1), "it is encrypted with a password", "x.xls")


def test_bad_input_12_an_encrypted_ods_is_refused():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    refused(changed(ods_of(Sheet("一", [["x"]])), {"META-INF/manifest.xml": manifest}), "it is encrypted with a password", "x.ods")


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.csv", "list.docx"])
def test_bad_input_13_a_workbook_is_read_as_what_it_is_whatever_its_name(format, name):
    assert cells_of(WRITERS[format](Sheet("一", LINES)), name) == LINES


def test_bad_input_13_a_workbook_with_macros_is_read():
    macros = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "[Content_Types].xml": lambda xml: xml.replace(b"sheet.main", b"sheet.macroEnabled.main"),
    }
    assert cells_of(changed(PLAIN, macros), "list.xlsx") == LINES


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls"])
def test_bad_input_13_a_web_page_or_text_with_the_name_of_a_workbook_is_read_as_what_it_is(name):
    page = "<html><table><tr><td>国</td><td>大学</td></tr></table></html>".encode()
    assert (format_of(page, name), cells_of(page, name)) == (("html", "utf-8"), [("国", "大学")])
    assert cells_of('"国","大学"\r\n"タイ","A"\r\n'.encode("cp932"), name) == [("国", "大学"), ("タイ", "A")]


def test_bad_input_13_a_binary_workbook_or_another_archive_is_refused_as_such():
    def binary(xml):
        return xml.replace(b"xl/workbook.xml", b"xl/workbook.bin")

    refused(changed(PLAIN, {"_rels/.rels": binary, "xl/workbook.bin": b"x"}), "it is a binary workbook (XLSB)")
    refused(changed(PLAIN, {"_rels/.rels": None, "xl/workbook.xml": None}), "it is not a workbook")
    text = changed(ods_of(Sheet("一", [["x"]])), {"mimetype": b"application/vnd.oasis.opendocument.text"})
    refused(text, "it is an OpenDocument file, but not a workbook", "x.ods")


# Sheets ---------------------------------------------------------------------------------------------------------


def test_bad_input_14_a_dimension_that_lies_changes_nothing():
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="7"><c r="B7"><v>3</v></c><c r="XFD7" s="0"/></row>'
    xml = sheet_xml(row, before='<dimension ref="A1:XFD1048576"/>')
    assert cells_of(changed(PLAIN, {SHEET1: xml})) == [("1", "", "2"), ("", "", ""), ("", "3", "")]


def test_bad_input_14_three_cells_at_the_corners_of_the_largest_sheet_are_read():
    def write(book):
        sheet = book.add_worksheet("一")
        for row, column in ((0, 0), (1_048_575, 0), (0, 16_383)):
            sheet.write_string(row, column, f"{row},{column}")
        sheet.set_row(1_048_575, None, None, {"hidden": True})

    rows = document_of(written(write)).rows
    filled = [(row.locator(index).words("en"), cell, row.hidden) for row in rows for index, cell in enumerate(row.cells) if cell]
    assert filled == [("一!A1", "0,0", False), ("一!XFD1", "0,16383", False), ("一!A1048576", "1048575,0", True)]


def test_bad_input_14_cells_scattered_over_the_largest_sheet_are_refused():
    rows = "".join(f'<row r="{n}"><c r="{xlsxwriter.utility.xl_col_to_name(n)}{n}"><v>1</v></c></row>' for n in range(1, 16_000))
    refused(changed(PLAIN, {SHEET1: sheet_xml(rows)}), "its cells are scattered over 15,999 rows and 15,999 columns")


def test_bad_input_15_a_country_merged_over_its_rows_is_told_with_its_extent():
    sheet = Sheet("一", [["タイ", "A"], [None, "B"], ["独", "C"]], merged=[(0, 0, 1, 0)])
    for write in WRITERS.values():
        assert [row.spans for row in document_of(write(sheet)).rows] == [(Span(0, 1, 0, 2),), (Span(0, 1, 1, 2),), ()]


def test_bad_input_15_merged_cells_of_whole_columns_end_with_the_filled_cells():
    merged = "".join(f'<mergeCell ref="{letter}1:{letter}1048576"/>' for letter in "AB")
    xml = sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>2</v></c></row>', after=f"<mergeCells>{merged}</mergeCells>"
    )
    rows = document_of(changed(PLAIN, {SHEET1: xml})).rows
    assert [row.spans for row in rows] == [(Span(0, 1, 0, 2), Span(1, 1, 0, 2)), (Span(0, 1, 1, 2), Span(1, 1, 1, 2))]


def test_bad_input_15_merged_cells_that_overlap_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(grid, "_MOST_SPANS", 10_000)
    merged = '<mergeCell ref="A1:C3000"/>' * 10
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after=f"<mergeCells>{merged}</mergeCells>")
    refused(changed(PLAIN, {SHEET1: xml}), "merged cells of the sheet “一覧” overlap")


def test_bad_input_16_what_is_hidden_is_never_read_in_silence():
    sheets = [Sheet("一", [["a", "b"], ["c", "d"]], hidden_rows=[1], hidden_columns=[1]), Sheet("二", [["x"]], hidden=True)]
    for write in WRITERS.values():
        assert {finding.code for finding in document_of(write(*sheets)).findings} == {"hidden-rows", "hidden-columns", "hidden-sheet"}


def test_bad_input_17_cells_without_a_value_and_with_an_error_are_cited():
    cells = '<row r="1"><c r="A1"><f>B1</f></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    findings = document_of(changed(PLAIN, {SHEET1: sheet_xml(cells)})).findings
    assert [(f.code, f.locators[0].words("en")) for f in findings] == [("formula-without-value", "一覧!A1"), ("cell-error", "一覧!B1")]


@pytest.mark.parametrize("text", ["令和6年4月1日", "2021.10.1", "２０２１．１０．１", "H2.6.27", "1900-02-29", "38261"])
def test_bad_input_18_a_day_as_text_stays_as_it_was_typed(text):
    for write in WRITERS.values():
        assert cells_of(write(Sheet("一", [[text]]))) == [(text,)]


def test_bad_input_19_the_longest_cell_and_twenty_thousand_styles_are_read():
    styles = '<xf numFmtId="14"/>' * 20_000
    xml = f'<styleSheet xmlns="{NAMESPACE}"><cellXfs count="20000">{styles}</cellXfs></styleSheet>'.encode()
    sheet = sheet_xml(f'<row r="1"><c r="A1" s="19999"><v>38261</v></c><c r="B1" t="inlineStr"><is><t>{"大" * 32_767}</t></is></c></row>')
    assert cells_of(changed(PLAIN, {SHEET1: sheet, "xl/styles.xml": xml})) == [("2004-10-01", "大" * 32_767)]


@pytest.mark.parametrize("text", ["=1+1", "+81", "-x", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "'=1"])
def test_bad_input_20_text_that_looks_like_a_formula_is_text(text):
    for write in (WRITERS["xlsx"], WRITERS["ods"]):
        assert cells_of(write(Sheet("一", [[text]]))) == [(text,)]


# Anything else --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [*WRITERS, "docx"])
def test_files_with_changed_bytes_are_read_or_refused_and_nothing_else(format):
    sheet = Sheet("一", [["国", "大学", 1.5, "x" * 300], ["タイ", None, 38261, "y\nz"]] * 10, merged=[(0, 0, 1, 0)])
    content = document_with(paragraph("x") * 50) if format == "docx" else WRITERS[format](sheet)
    read = docx.document_of if format == "docx" else lambda given, name: workbook.document_of(given, name, format)
    chance = random.Random(format)
    for _ in range(150):
        given = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            given[chance.randrange(len(given))] = chance.choice((0, 255, chance.randrange(256)))
        with contextlib.suppress(Refusal):
            read(bytes(given[: chance.choice((len(given), chance.randrange(len(given))))]), "x")


@pytest.mark.parametrize("format", ["xlsx", "ods", "docx"])
def test_parts_with_changed_bytes_are_read_or_refused_and_nothing_else(format):
    content = (
        document_with(f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>")
        if format == "docx"
        else WRITERS[format](Sheet("一", LINES))
    )
    read = docx.document_of if format == "docx" else lambda given, name: workbook.document_of(given, name, format)
    part = {"xlsx": SHEET1, "ods": "content.xml", "docx": "word/document.xml"}[format]
    chance = random.Random(format)
    for _ in range(100):

        def spoil(xml):
            spoiled = bytearray(xml)
            for _ in range(chance.randint(1, 3)):
                spoiled[chance.randrange(len(spoiled))] = chance.choice(b'<>/"=& 0A9')
            return bytes(spoiled)

        with contextlib.suppress(Refusal):
            read(changed(content, {part: spoil}, level=0), "x")


def test_being_interrupted_is_not_a_damaged_workbook(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(xlsx.CalamineWorkbook, "from_filelike", interrupted)
    with pytest.raises(KeyboardInterrupt):
        document_of(PLAIN)
