"""XLSX, XLS and ODS into rows: what stands where, what is merged, what is hidden, and what is reported."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teikei.lists.located import Span
from teikei.lists.read import format_of
from teikei.lists.read.findings import REPORTED
from teikei.lists.read.workbook import document_of
from teikei.names.bilingual import Refusal
from tests.lists.read.workbooks import PLAIN, SHEET1, WRITERS, Sheet, changed, sheet_xml, written, xls_of

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMATS = pytest.mark.parametrize("format", WRITERS)


def rows_of(content, format="xlsx"):
    return [(row.line, row.cells) for row in document_of(content, f"x.{format}", format).rows]


def findings_of(content, format="xlsx"):
    found = document_of(content, f"x.{format}", format).findings
    return [(finding.code, [place.words("en") for place in finding.locators]) for finding in found]


def one_sheet(rows, **others):
    """The rows of a sheet of this XML."""
    return rows_of(changed(PLAIN, {SHEET1: sheet_xml(rows, **others)}))


# What every format gives ----------------------------------------------------------------------------------------

EVERY_KIND = Sheet(
    "協定",
    [
        ["国・地域", "協定機関名\n（英語）", None, "締結年月日"],
        ["インド", 38261, 1.5, date(2003, 11, 5)],
        [None, datetime(2003, 11, 5, 12, 30), time(9, 30), datetime(2003, 11, 5)],  # noqa: DTZ001
        [True, False, "　全角　 空白　", 0.1],
    ],
)


@FORMATS
def test_values_become_the_same_texts_in_every_format(format):
    assert rows_of(WRITERS[format](EVERY_KIND), format) == [
        (1, ("国・地域", "協定機関名\n（英語）", "", "締結年月日")),
        (2, ("インド", "38261", "1.5", "2003-11-05")),
        (3, ("", "2003-11-05 12:30:00", "09:30:00", "2003-11-05")),
        (4, ("TRUE", "FALSE", "全角　 空白", "0.1")),
    ]


@FORMATS
def test_true_and_one_keep_their_own_texts_in_one_column(format):
    sheet = Sheet("一覧", [["国"], [1], [True], [0], [False], ["1"]])
    assert [cells for _, cells in rows_of(WRITERS[format](sheet), format)] == [("国",), ("1",), ("TRUE",), ("0",), ("FALSE",), ("1",)]


@FORMATS
def test_the_format_is_told_from_the_content_whatever_the_name(format):
    assert format_of(WRITERS[format](EVERY_KIND), "list.csv") == (format, None)


@FORMATS
def test_all_visible_sheets_are_read_in_order_and_numbered(format):
    sheets = [Sheet("表紙", [["表紙です"]]), Sheet("隠し", [["a"], [], ["b", "c"]], hidden=True), Sheet("一覧", [["x"]])]
    document = document_of(WRITERS[format](*sheets), "x", format)
    assert [(row.sheet, row.table, row.cells) for row in document.rows] == [("表紙", 1, ("表紙です",)), ("一覧", 3, ("x",))]
    assert [(finding.code, finding.text.en) for finding in document.findings] == [
        ("hidden-sheet", "The sheet “隠し” is hidden and was not read: 2 filled rows.")
    ]
    assert document.findings[0].locators[0].words("ja") == "隠し"


@FORMATS
def test_a_hidden_sheet_without_rows_is_not_worth_a_word(format):
    assert findings_of(WRITERS[format](Sheet("一", [["x"]]), Sheet("隠し", [], hidden=True)), format) == []


@FORMATS
def test_merged_cells_keep_their_extent_and_hold_their_text_once(format):
    sheet = Sheet("一", [["題", None, None], ["タイ", "A", "x"], [None, "B", "y"], [None, None, "z"]], merged=[(0, 0, 0, 2), (1, 0, 3, 0)])
    rows = document_of(WRITERS[format](sheet), "x", format).rows
    assert [(row.cells, row.spans) for row in rows] == [
        (("題", "", ""), (Span(0, 3, 0, 1),)),
        (("タイ", "A", "x"), (Span(0, 1, 0, 3),)),
        (("", "B", "y"), (Span(0, 1, 1, 3),)),
        (("", "", "z"), (Span(0, 1, 2, 3),)),
    ]


@FORMATS
def test_a_merged_cell_reaches_beyond_the_filled_cells(format):
    rows = document_of(WRITERS[format](Sheet("一", [["a"]], merged=[(0, 0, 1, 1)])), "x", format).rows
    assert [(row.line, row.cells, row.spans) for row in rows] == [
        (1, ("a", ""), (Span(0, 2, 0, 2),)),
        (2, ("", ""), (Span(0, 2, 1, 2),)),
    ]


@FORMATS
def test_hidden_rows_are_marked_and_cited_in_one_finding(format):
    sheet = Sheet("一", [["1"], ["2"], ["3"], ["4"], ["5"]], hidden_rows=[1, 2, 4])
    content = WRITERS[format](sheet)
    assert [row.hidden for row in document_of(content, "x", format).rows] == [False, True, True, False, True]
    assert findings_of(content, format) == [("hidden-rows", ["一!2:3", "一!5:5"])]


@FORMATS
def test_hidden_columns_are_read_and_named(format):
    content = WRITERS[format](Sheet("一", [["a", "b", "c", None], ["d", "e", "f", None]], hidden_columns=[1, 3]))
    assert rows_of(content, format) == [(1, ("a", "b", "c")), (2, ("d", "e", "f"))]
    assert findings_of(content, format) == [("hidden-columns", ["一!B:B"])]


@FORMATS
def test_a_cell_is_found_by_its_place_though_the_first_rows_and_columns_are_empty(format):
    rows = document_of(WRITERS[format](Sheet("一", [[], [], [], [None, None, "x"]])), "x", format).rows
    assert [(row.line, row.cells, row.locator(2).words("en")) for row in rows] == [(4, ("", "", "x"), "一!C4")]


@FORMATS
def test_of_empty_rows_between_filled_ones_the_first_is_given(format):
    assert [line for line, _ in rows_of(WRITERS[format](Sheet("一", [["x"], [], [], [], ["y"]])), format)] == [1, 2, 5]


@FORMATS
def test_a_workbook_with_nothing_in_it_has_no_rows(format):
    assert rows_of(WRITERS[format](Sheet("一", [])), format) == []


def test_every_code_that_readers_report_is_explained_in_both_languages():
    for code, reported in REPORTED.items():
        assert reported.code == code
        assert all((reported.meaning.en, reported.meaning.ja, reported.remedy.en, reported.remedy.ja))


TEXTS = st.text(alphabet=st.sampled_from("大学A1・,;'\"=　 é🎓"), max_size=6)


@st.composite
def merged_tables(draw):
    """A table of texts, and merged areas of it that do not overlap."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    table = [["x" + draw(TEXTS) for _ in range(width)] for _ in range(height)]
    areas, taken = [], set()
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(places) > 1 and not places & taken:
            taken |= places
            areas.append((top, left, bottom, right))
            for row, column in places - {(top, left)}:
                table[row][column] = None
    return table, areas


def spans_of(areas, row):
    return tuple(
        sorted(Span(left, right - left + 1, row - top, bottom - top + 1) for top, left, bottom, right in areas if top <= row <= bottom)
    )


@FORMATS
@given(made=merged_tables())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_table_with_any_merged_cells_reads_back_exactly(format, made):
    table, areas = made
    rows = document_of(WRITERS[format](Sheet("一", table, merged=areas)), "x", format).rows
    assert [row.spans for row in rows] == [spans_of(areas, row) for row in range(len(table))]
    assert [row.cells for row in rows] == [tuple((text or "").strip() for text in texts) for texts in table]
    assert [row.line for row in rows] == [*range(1, len(table) + 1)]


# XLSX -----------------------------------------------------------------------------------------------------------


def test_readings_of_names_are_not_part_of_the_names():
    shared = "<r><t>東京</t></r><r><rPr><b/></rPr><t>大学</t></r><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{shared}</si></sst>'.encode()
    inline = '<c r="B1" t="inlineStr"><is><t>京都</t><rPh sb="0" eb="1"><t>キョウト</t></rPh></is></c>'
    sheet = sheet_xml(f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}</row>')
    assert rows_of(changed(PLAIN, {SHEET1: sheet, "xl/sharedStrings.xml": strings})) == [(1, ("東京大学", "京都"))]


def test_formulas_are_read_by_their_results_and_those_without_one_are_cited():
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c><c r="C1"><f>A1</f><v></v></c><c r="D1"><f>A1</f><v /></c>'
    cells += '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="str"><f t="shared" si="0"/><v>x</v></c>'
    content = changed(PLAIN, {SHEET1: sheet_xml(f'<row r="1">{cells}</row>')})
    assert rows_of(content) == [(1, ("2", "", "", "", "", "x"))]
    assert findings_of(content) == [("formula-without-value", ["一覧!B1", "一覧!C1", "一覧!D1"])]


def test_error_cells_are_empty_and_cited():
    content = changed(PLAIN, {SHEET1: sheet_xml('<row r="3"><c r="B3" t="e"><f>X!A1</f><v>#REF!</v></c><c r="C3"><v>1</v></c></row>')})
    assert (rows_of(content), findings_of(content)) == ([(3, ("", "", "1"))], [("cell-error", ["一覧!B3"])])


def days_of(numbers, code="yyyy-mm-dd", **options):
    def write(book):
        sheet = book.add_worksheet("一")
        for row, number in enumerate(numbers):
            sheet.write_number(row, 0, number, book.add_format({"num_format": code}))

    return written(write, **options)


def test_the_day_that_never_was_is_not_shifted_and_is_cited():
    content = days_of([59, 60, 61, 60.5])
    assert [cells for _, cells in rows_of(content)] == [("1900-02-28",), ("1900-02-29",), ("1900-03-01",), ("1900-02-29",)]
    assert findings_of(content) == [("day-of-1900", ["一!A2", "一!A4"])]


def test_days_counted_from_1904_are_the_days_that_are_shown():
    content = days_of([60, 36_799], date_1904=True)
    assert ([cells for _, cells in rows_of(content)], findings_of(content)) == ([("1904-03-01",), ("2004-10-01",)], [])


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("General", 38261, "38261"), ("0", 60, "60"), ("yyyy/m/d", 38261, "2004-10-01"), ('[$-411]ggge"年"m"月"d"日"', 38261, "2004-10-01"),
        ("[$-411]ge.m.d", 38261, "2004-10-01"), ('yyyy"年"m"月"', 38261, "2004-10"), ('yyyy"年"m"月"', 38262, "2004-10-02"), ("mmm-yy", 38261, "2004-10"),
        ("yyyy", 37987, "2004"), ("yyyy", 38261, "2004-10-01"), ('[$-411]ggge"年"m"月"', 38261, "2004-10"), ("0.00E+00", 5, "5"), ("@", 5, "5"),
    ],
)  # fmt: skip
def test_a_number_is_a_day_where_it_is_shown_as_one_and_as_exact_as_shown(code, number, text):
    assert rows_of(days_of([number], code)) == [(1, (text,))]


@pytest.mark.parametrize("number_format", [14, 27, 28, 30, 31, 36, 50, 51, 54, 57, 58])
def test_days_in_the_formats_of_japanese_programs_are_days(number_format):
    assert rows_of(days_of([38261], number_format)) == [(1, ("2004-10-01",))]


def test_values_under_a_merged_cell_are_not_read_and_are_cited():
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    content = changed(PLAIN, {SHEET1: sheet_xml(cells, after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>')})
    assert (rows_of(content), findings_of(content)) == ([(1, ("1", ""))], [("covered-cell", ["一覧!B1"])])


def test_rows_that_a_filter_hides_are_hidden_rows():
    def write(book):
        sheet = book.add_worksheet("一")
        sheet.write_column(0, 0, ["国", "タイ", "インド"])
        sheet.autofilter("A1:A3")
        sheet.filter_column("A", "x == タイ")
        sheet.set_row(2, None, None, {"hidden": True})

    assert findings_of(written(write)) == [("hidden-rows", ["一!3:3"])]


def test_cells_with_text_that_is_struck_through_are_read_and_cited():
    def write(book):
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, ["国", "大学"])
        sheet.write_row(1, 0, ["タイ", "終了大学"], struck)
        sheet.write_blank(2, 0, None, struck)
        sheet.write_rich_string(3, 1, plain, "有効", struck, "旧", plain, "大学")
        sheet.write_string(4, 1, "有効大学", plain)

    content = written(write)
    assert [cells for _, cells in rows_of(content)] == [
        ("国", "大学"),
        ("タイ", "終了大学"),
        ("", ""),
        ("", "有効旧大学"),
        ("", "有効大学"),
    ]
    assert findings_of(content) == [("text-struck", ["一!A2", "一!B2", "一!B4"])]


def test_cells_and_rows_that_do_not_say_their_place_follow_one_another():
    assert one_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>") == [(1, ("1", "2")), (2, ("3", ""))]


def test_xml_with_prefixes_comments_and_other_quotes_is_the_same_sheet():
    body = "<x:cols><x:col min='2' max='2' hidden='true'/></x:cols><x:sheetData><!-- 注 --><x:row r='2' hidden='1'><x:c r='B2'><x:v>1</x:v></x:c></x:row>"
    xml = f"<?xml version='1.0'?><x:worksheet xmlns:x='{SPACE}'>{body}</x:sheetData><x:mergeCells><x:mergeCell ref='A2:A3'/></x:mergeCells></x:worksheet>"
    document = document_of(changed(PLAIN, {SHEET1: xml.encode()}), "x.xlsx")
    assert [(row.line, row.cells, row.spans, row.hidden) for row in document.rows] == [
        (2, ("", "1"), (Span(0, 1, 0, 2),), True),
        (3, ("", ""), (Span(0, 1, 1, 2),), False),
    ]
    assert [finding.code for finding in document.findings] == ["hidden-rows", "hidden-columns"]


def test_a_sheet_in_utf_16_is_read():
    xml = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>大学</t></is></c></row>').decode().replace("UTF-8", "UTF-16")
    assert rows_of(changed(PLAIN, {SHEET1: xml.encode("utf-16")})) == [(1, ("大学",))]


def test_the_strict_form_of_the_standard_is_read():
    def strict(xml):
        xml = xml.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return xml.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/")

    parts = [SHEET1, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"]
    assert rows_of(changed(PLAIN, dict.fromkeys(parts, strict))) == rows_of(PLAIN)


def test_a_workbook_of_another_program_is_read():
    book = openpyxl.Workbook()
    book.active.append(["インド", "大学", date(2015, 11, 9), 5])
    content = io.BytesIO()
    book.save(content)
    assert rows_of(content.getvalue()) == [(1, ("インド", "大学", "2015-11-09", "5"))]


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        ({"xl/workbook.xml": f"<workbook xmlns='{SPACE}'><sheets/></workbook>".encode()}, "it has no worksheet"),
        ({"xl/workbook.xml": b"<broken"}, "its part xl/workbook.xml is damaged"),
        ({SHEET1: b"\xff\xfe\x00"}, "its part xl/worksheets/sheet1.xml is not in the encoding utf-16"),
        ({SHEET1: None}, "its part xl/worksheets/sheet1.xml is missing"),
        ({"xl/sharedStrings.xml": None}, "the workbook is damaged"),
    ],
)
def test_a_broken_workbook_is_refused_with_its_cause_and_a_remedy(parts, cause):
    with pytest.raises(Refusal) as refused:
        rows_of(changed(PLAIN, parts))
    assert refused.value.text.en.startswith(f"x.xlsx: {cause}")
    assert refused.value.text.en.endswith("save the sheet with the list as XLSX, without a password, or as CSV.")
    assert refused.value.text.ja.startswith("x.xlsx: ")


def test_a_chart_sheet_is_passed_by():
    def write(book):
        book.add_worksheet("一").write_string(0, 0, "x")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=一!$A$1:$A$1"})
        book.add_chartsheet("図").set_chart(chart)

    assert rows_of(written(write)) == [(1, ("x",))]


# XLS ------------------------------------------------------------------------------------------------------------


def test_long_texts_of_an_xls_go_on_over_several_records():
    texts = [f"大学{number}" * 50 + "é" * (number % 7) for number in range(300)] + ["plain" * 1000]
    assert [cells[0] for _, cells in rows_of(xls_of(Sheet("一", [[text] for text in texts])), "xls")] == texts


def test_an_xls_of_other_numbers_gives_them_back():
    numbers = [0, -1, 12.34, 1e10, 536870911, 536870912, -536870912, 0.01, 1 / 3, 123456.78]
    texts = [cells[0] for _, cells in rows_of(xls_of(Sheet("一", [[number] for number in numbers])), "xls")]
    assert [float(text) for text in texts] == pytest.approx(numbers, rel=1e-14)
