"""DOCX into rows: paragraphs and tables in order, merged cells, tracked changes, hidden text."""

import io
import time

import docx as peer
import pytest
from hypothesis import HealthCheck, given, settings

from teikei.lists.located import Span
from teikei.lists.read import format_of
from teikei.lists.read.docx import document_of
from teikei.names.bilingual import Refusal
from tests.lists.read.test_workbooks import merged_tables, spans_of
from tests.lists.read.workbooks import changed

SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "word/document.xml"


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


EMPTY = saved(peer.Document())


def document_with(body, **parts):
    """A document with this XML in its body."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{body}</w:body></w:document>'
    return changed(EMPTY, {MAIN: xml.encode(), **parts})


def rows_of(content):
    return [(row.cells, row.table) for row in document_of(content, "x.docx").rows]


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_come_in_document_order():
    document = peer.Document()
    document.add_heading("協定校一覧")
    document.add_table(1, 2).cell(0, 1).text = "タイ"
    document.add_paragraph("※ 注")
    document.add_table(1, 1).cell(0, 0).text = "別表"
    assert format_of(saved(document), "list.zip") == ("docx", None)
    rows = document_of(saved(document), "x.docx").rows
    assert [(row.line, row.cells, row.table) for row in rows] == [
        (1, ("協定校一覧",), None), (2, ("", "タイ"), 1), (3, ("※ 注",), None), (4, ("別表",), 2),
    ]  # fmt: skip
    assert rows[1].locator(1).words("en") == "l.2"


def test_paragraphs_and_breaks_in_a_cell_are_lines_of_its_text():
    body = f"<w:tbl><w:tr><w:tc>{paragraph('工学部')}<w:p><w:r><w:t>理学部</w:t><w:br/><w:t>文学部</w:t><w:tab/><w:t>他</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert rows_of(document_with(body)) == [(("工学部\n理学部\n文学部 他",), 1)]


def test_lines_of_a_paragraph_are_rows_and_tabs_cut_them():
    body = "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:tab/><w:t>アジア</w:t><w:br/><w:t>タイ</w:t><w:tab/><w:t>大学</w:t></w:r></w:p><w:p/>"
    assert rows_of(document_with(body)) == [(("アジア",), None), (("タイ", "大学"), None)]


@given(made=merged_tables())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_table_with_any_merged_cells_reads_back_exactly(made):
    table, areas = made
    document = peer.Document()
    written = document.add_table(len(table), len(table[0]))
    for top, left, bottom, right in areas:
        written.cell(top, left).merge(written.cell(bottom, right))
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if text:
                written.cell(row, column).text = text
    rows = document_of(saved(document), "x.docx").rows
    assert [row.spans for row in rows] == [spans_of(areas, row) for row in range(len(table))]
    assert [row.cells for row in rows] == [tuple((text or "").strip() for text in texts) for texts in table]


def test_merged_cells_under_another_cell_begin_anew():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    first = cell("タイ", restart) + cell("A")
    body = "".join(
        f"<w:tr>{row}</w:tr>"
        for row in (first, cell("", goes_on) + cell("B"), cell("独", restart) + cell("C"), cell("", goes_on) + cell("D"))
    )
    rows = document_of(document_with(f"<w:tbl>{body}</w:tbl>"), "x.docx").rows
    assert [row.spans for row in rows] == [(Span(0, 1, 0, 2),), (Span(0, 1, 1, 2),), (Span(0, 1, 0, 2),), (Span(0, 1, 1, 2),)]
    assert [row.cells for row in rows] == [("タイ", "A"), ("", "B"), ("独", "C"), ("", "D")]


def test_a_row_that_begins_further_right_keeps_its_columns():
    body = f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('c')}</w:tr></w:tbl>"
    assert rows_of(document_with(body)) == [(("a", "b"), 1), (("", "c"), 1)]


def test_a_table_in_a_cell_follows_its_row_as_a_table_of_its_own():
    inner = f"<w:tbl><w:tr>{cell('内1')}{cell('内2')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{inner}<w:p/></w:tc>{cell('隣')}</w:tr><w:tr>{cell('次')}{cell('末')}</w:tr></w:tbl>"
    assert rows_of(document_with(body)) == [(("外", "隣"), 1), (("内1", "内2"), 2), (("次", "末"), 1)]


def test_tracked_deletions_are_not_read_and_insertions_are():
    deleted = "<w:del w:id='1'><w:r><w:delText>消</w:delText></w:r></w:del><w:moveFrom w:id='3'><w:r><w:t>元</w:t></w:r></w:moveFrom>"
    inserted = "<w:ins w:id='2'><w:r><w:t>新</w:t></w:r></w:ins>"
    gone = f"<w:tr><w:trPr><w:del w:id='4'/></w:trPr>{cell('消えた行')}</w:tr>"
    content = document_with(f"{paragraph('題')}<w:p>{deleted}{inserted}</w:p><w:tbl><w:tr>{cell('x')}</w:tr>{gone}</w:tbl>")
    document = document_of(content, "x.docx")
    assert [row.cells for row in document.rows] == [("題",), ("新",), ("x",)]
    assert [(f.code, [place.words("en") for place in f.locators]) for f in document.findings] == [("tracked-changes", ["l.2", "l.3"])]


def test_a_merged_cell_passes_over_a_deleted_row():
    rows = [("", cell("タイ", '<w:vMerge w:val="restart"/>')), ("<w:del/>", cell("", "<w:vMerge/>")), ("", cell("", "<w:vMerge/>"))]
    body = "".join(f"<w:tr><w:trPr>{properties}</w:trPr>{made}{cell('x')}</w:tr>" for properties, made in rows)
    assert [row.spans for row in document_of(document_with(f"<w:tbl>{body}</w:tbl>"), "x.docx").rows] == [
        (Span(0, 1, 0, 2),),
        (Span(0, 1, 1, 2),),
    ]


def test_hidden_text_is_left_out_and_cited():
    hidden, shown = "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:vanish w:val='0'/></w:rPr>"
    body = f"{paragraph('題')}<w:p><w:r>{hidden}<w:t>密</w:t></w:r><w:r>{shown}<w:t>公</w:t></w:r><w:r><w:t>開</w:t></w:r></w:p>"
    document = document_of(document_with(body), "x.docx")
    assert [row.cells for row in document.rows] == [("題",), ("公開",)]
    assert [(f.code, [place.line for place in f.locators]) for f in document.findings] == [("hidden-text", [2])]


def test_text_that_is_struck_through_is_read_and_cited():
    struck, off = "<w:rPr><w:strike/></w:rPr>", "<w:rPr><w:strike w:val='0'/></w:rPr>"
    body = f"{paragraph('題')}<w:p><w:r>{struck}<w:t>終了</w:t></w:r></w:p><w:p><w:r>{off}<w:t>有効</w:t></w:r><w:r><w:t>大学</w:t></w:r></w:p>"
    document = document_of(document_with(body), "x.docx")
    assert [row.cells for row in document.rows] == [("題",), ("終了",), ("有効大学",)]
    assert [(f.code, [place.line for place in f.locators]) for f in document.findings] == [("text-struck", [2])]


def test_rows_hidden_in_a_table_are_marked():
    body = f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{cell('x')}</w:tr><w:tr>{cell('y')}</w:tr></w:tbl>"
    assert [row.hidden for row in document_of(document_with(body), "x.docx").rows] == [True, False]


def test_text_boxes_controls_and_links_are_read_and_readings_and_placeholders_are_not():
    box = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>枠</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    box += "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>枠</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>ダイガク</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>大学</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink><w:r><w:t>欄</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('ここをクリック')}</w:sdtContent></w:sdt>"
    body = f'<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>前</w:t></w:r>{box}</w:p><w:p>{ruby}</w:p>{control}{empty}'
    assert [cells for cells, _ in rows_of(document_with(body))] == [("枠",), ("前",), ("大学",), ("欄",)]


def test_page_heads_come_first_and_page_feet_last():
    document = peer.Document()
    document.add_paragraph("本文")
    document.sections[0].header.paragraphs[0].text = "2024年5月1日現在"
    document.sections[0].footer.paragraphs[0].text = "国際部"
    assert rows_of(saved(document)) == [(("2024年5月1日現在",), None), (("本文",), None), (("国際部",), None)]


def test_footnotes_are_read():
    document = peer.Document()
    document.add_paragraph("本文")
    notes = f"<w:footnotes {SPACES}><w:footnote w:id='1'>{paragraph('※ 更新手続中')}</w:footnote></w:footnotes>"
    relation = b'<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    parts = {
        "word/footnotes.xml": notes.encode(),
        "word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relation + b"</Relationships>"),
    }
    assert rows_of(changed(saved(document), parts)) == [(("本文",), None), (("※ 更新手続中",), None)]


def test_a_table_of_five_thousand_rows_takes_seconds():
    row = "<w:tr>" + "".join(cell(f"大学{number}") for number in range(6)) + "</w:tr>"
    started = time.perf_counter()
    assert len(rows_of(document_with(f"<w:tbl>{row * 5_000}</w:tbl>"))) == 5_000
    assert time.perf_counter() - started < 15  # 0.8 s where nothing else runs


@pytest.mark.parametrize(
    "body",
    ["<w:tr><w:tc/></w:tr>", "<w:p><w:r>", "<w:tc></w:tc>", "<w:gridSpan/><w:trPr><w:hidden/></w:trPr>", "<w:trPr><w:del/></w:trPr>"],
)
def test_a_damaged_document_is_refused_with_its_part_and_a_remedy(body):
    with pytest.raises(Refusal) as refused:
        document_of(document_with(body), "x.docx")
    assert refused.value.text.en.startswith("x.docx: ")
    assert "word/document.xml" in refused.value.text.en
    assert refused.value.text.ja.endswith("保存してください。")


def test_deep_nesting_costs_little():
    body = "<w:tbl><w:tr><w:tc>" * 3_000 + paragraph("底") + "</w:tc></w:tr></w:tbl>" * 3_000
    assert rows_of(document_with(body))[-1] == (("底",), 3_000)
