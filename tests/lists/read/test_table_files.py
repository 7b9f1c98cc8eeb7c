"""CSV and web pages into rows, and what is said of broken ones."""

import pytest

from teikei.lists.read import csvfile, html, read_content
from teikei.names.bilingual import Refusal

HEAD = "国・地域,協定機関名,部局,締結年月日"


def cells(rows):
    return [row.cells for row in rows]


# CSV ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_records_alike(delimiter):
    text = f'一覧,その他;版\n{delimiter.join(HEAD.split(","))}\nインド{delimiter}"A, B; C"{delimiter}工学部{delimiter}2015.11.09\n'
    assert cells(csvfile.document_of(text.encode(), "x.csv").rows)[2] == ("インド", "A, B; C", "工学部", "2015.11.09")


def test_a_delimiter_that_breaks_quotations_is_none():
    text = '"A, B";"C, D"\n"E, F";"G, H"\n'
    assert cells(csvfile.document_of(text.encode(), "x.csv").rows) == [("A, B", "C, D"), ("E, F", "G, H")]


def test_the_delimiter_that_a_spreadsheet_program_states_is_taken_and_its_line_is_blank():
    rows = csvfile.document_of(f"sep=;\r\n{HEAD.replace(',', ';')}\r\nインド;A,B,C,D;;\r\n".encode(), "x.csv").rows
    assert [(row.line, row.cells, row.raw) for row in rows[:1]] == [(1, ("",), "sep=;")]
    assert cells(rows)[1:] == [tuple(HEAD.split(",")), ("インド", "A,B,C,D", "", "")]


def test_without_a_head_the_delimiter_that_cuts_most_is_taken():
    assert cells(csvfile.document_of("一;二;三\n四;五, 六;七\n".encode(), "x.csv").rows) == [("一", "二", "三"), ("四", "五, 六", "七")]


def test_a_record_knows_its_first_line_and_a_line_break_in_a_cell_stays():
    rows = csvfile.document_of(f'{HEAD}\r\nインド,"デリー\r\n大学",　工学部　,2015\r\n\r\n,B,,\r\n'.encode(), "x.csv").rows
    assert [(row.line, row.cells) for row in rows] == [
        (1, tuple(HEAD.split(","))), (2, ("インド", "デリー\n大学", "工学部", "2015")), (4, ("",)), (5, ("", "B", "", "")),
    ]  # fmt: skip
    assert rows[1].raw == 'インド,"デリー\r\n大学",　工学部　,2015'
    assert rows[1].locator(1).to_json() == {"page": None, "line": 2, "column": 2, "sheet": None, "cell": None}


def test_ragged_records_are_kept_as_they_are():
    assert cells(csvfile.document_of(f"一覧\n{HEAD}\nインド,A\n,B,工学部,2015,余り\n".encode(), "x.csv").rows) == [
        ("一覧",), tuple(HEAD.split(",")), ("インド", "A"), ("", "B", "工学部", "2015", "余り"),
    ]  # fmt: skip


def test_a_quoted_word_at_a_cells_start_spoils_no_other_record():
    rows = csvfile.document_of(f'{HEAD}\nインド,"B" University,工学部,2015\nタイ,"C, D",理学部,2016\n'.encode(), "x.csv").rows
    assert cells(rows)[1:] == [("インド", "B University", "工学部", "2015"), ("タイ", "C, D", "理学部", "2016")]


def test_an_apostrophe_comes_off_only_where_it_keeps_a_formula_from_being_one():
    assert cells(csvfile.document_of("'=1,''+2,'abc,'＠,x\n".encode(), "x.csv").rows) == [("=1", "'+2", "'abc", "＠", "x")]


def test_csv_of_a_japanese_office_is_read():
    assert cells(csvfile.document_of(f"{HEAD}\nインド,髙﨑大学①,工学部,2015\n".encode("cp932"), "x.csv").rows)[1][1] == "髙﨑大学①"


@pytest.mark.parametrize("head", [HEAD, "見出しなし"])
def test_a_quotation_mark_never_closed_is_named_with_its_line(head):
    with pytest.raises(Refusal) as refused:
        csvfile.document_of((f'{head}\nインド,"' + "あ" * 140_000).encode(), "x.csv")
    assert refused.value.text.en.startswith("x.csv, line 2: a cell begins with a quotation mark that is not closed where the cell ends.")
    assert refused.value.text.ja.startswith("x.csv 2行目: 引用符")


# Web pages ---------------------------------------------------------------------------------------------------


def rows_of_page(page):
    return cells(html.document_of(page.encode(), "x.html").rows)


def test_blocks_of_text_become_rows_of_one_cell_in_document_order():
    page = "<head><title>窓</title><style>p{}</style></head><h1>一覧</h1>\n<!-- 注 --><p>二<b>三</b><br>四</p>"
    page += "<ul><li>五<li>六</ul>七<script>八</script>"
    assert rows_of_page(page) == [("一覧",), ("二三",), ("四",), ("五",), ("六",), ("七",)]


def test_spanning_cells_stand_once_and_leave_empty_ones():
    page = """<table><caption>題</caption><tr><th rowspan=3>A</th><td colspan="2">B</td><td rowspan=2>C</td></tr>
    <tr><td>D<td>E</tr><tr><td>F</table>"""
    assert rows_of_page(page) == [("題",), ("A", "B", "", "C"), ("", "D", "E", ""), ("", "F")]


def spans_of_page(page):
    return [(row.table, [tuple(span) for span in row.spans]) for row in html.document_of(page.encode(), "x.html").rows]


def test_merged_cells_keep_their_extent_in_each_row_that_they_cover():
    page = "<p>前<table><tr><th rowspan=3>A</th><td colspan=2>B</td><td rowspan=2>C</td></tr><tr><td>D<td>E</tr><tr><td>F</table>"
    assert spans_of_page(page) == [
        (None, []),
        (1, [(0, 1, 0, 3), (1, 2, 0, 1), (3, 1, 0, 2)]),
        (1, [(0, 1, 1, 3), (3, 1, 1, 2)]),
        (1, [(0, 1, 2, 3)]),
    ]


def test_a_merged_cell_is_no_longer_than_its_group_of_rows():
    page = "<table><tbody><tr><td rowspan=0>A<td rowspan=9>B<tr></tr><tbody><tr><td rowspan=5>C</table><table><tr><td>D</table>"
    assert spans_of_page(page) == [(1, [(0, 1, 0, 2), (1, 1, 0, 2)]), (1, [(0, 1, 1, 2), (1, 1, 1, 2)]), (1, []), (2, [])]


def test_line_breaks_paragraphs_and_items_in_a_cell_are_lines():
    assert rows_of_page("<table><tr><td>一<br>二<ul><li>三<li>四</ul><td><div>五</div>六</table>") == [("一\n二\n三\n四", "五\n六")]


def test_a_table_in_a_cell_of_a_table_of_records_is_part_of_its_value():
    page = "<table><tr><th>A<th>B<th>C<tr><td>1<td>2<td>3<tr><td>4<td>五<table><tr><td>六<td>七</table><td>8</table>"
    assert rows_of_page(page)[2] == ("4", "五\n六\n七", "8")


def test_definitions_and_preformatted_lines_are_rows():
    assert rows_of_page("<dl><dt>インド<dd>A<dd>B</dl><pre>一  二\n三\t四\n</pre>") == [
        ("インド",),
        ("A",),
        ("B",),
        ("一  二",),
        ("三  四",),
    ]


def test_what_a_page_hides_is_kept_as_hidden_rows_and_reported():
    page = """<p>見出し<div style="color:red; display: none">目次<table><tr><td>い<td>ろ</table></div><p aria-hidden=true>★
    <table><tr><td>A<td hidden>秘<td>B<span style="visibility:hidden">密</span><tr hidden><td>C<td>D<tr><td>E<td>F</table>"""
    document = html.document_of(page.encode(), "x.html")
    assert [(row.cells, row.table, row.hidden) for row in document.rows] == [
        (("見出し",), None, False), (("目次",), None, True), (("い", "ろ"), None, True), (("★",), None, False),
        (("秘",), 1, True), (("密",), 1, True), (("A", "B"), 1, False), (("C", "D"), 1, True), (("E", "F"), 1, False),
    ]  # fmt: skip
    assert [(finding.code, [place.line for place in finding.locators]) for finding in document.findings] == [
        ("hidden-text", [5, 6, 8]),
        ("hidden-blocks", [2, 3]),
    ]


def test_a_hidden_row_is_one_of_those_that_a_cell_spans():
    page = "<table><tr><td rowspan=3>A<td>1<tr hidden><td>2<tr><td>3<tr><td>4</table>"
    assert [row.cells for row in html.document_of(page.encode(), "x.html").rows if not row.hidden] == [("A", "1"), ("", "3"), ("4",)]


def test_a_span_ends_with_its_group_of_rows():
    page = "<table><tbody><tr><td rowspan=0>A<td>B</tr></tbody><tbody><tr><td>C</table>"
    assert rows_of_page(page) == [("A", "B"), ("C",)]


@pytest.mark.parametrize("span", ["-1", "x", "", "1.5", "２"])
def test_a_span_that_is_no_number_is_one(span):
    assert rows_of_page(f'<table><tr><td colspan="{span}" rowspan="{span}">A<td>B<tr><td>C</table>') == [("A", "B"), ("C",)]


def test_a_table_in_a_cell_is_read_and_the_outer_one_is_layout():
    page = "<table><tr><td>左<td>前<table><tr><td>A<td>B</table>後<td>右</table>末"
    assert rows_of_page(page) == [("左",), ("前",), ("A", "B"), ("後",), ("右",), ("末",)]


def test_cells_keep_plain_spaces_and_lose_the_sources_line_breaks():
    assert rows_of_page("<table><tr><td>二  重\n   空白<td>\u3000全\u3000角\u00a0<td><p>一</p><p>二</p>") == [
        ("二  重 空白", "全\u3000角", "一\n二")
    ]


def test_broken_markup_is_read_as_far_as_it_goes():
    assert rows_of_page("</td></table><tr><td>A</b><p>B<table><td>C") == [("A",), ("B",), ("C",)]


def test_deep_nesting_costs_nothing():
    assert rows_of_page("<div>" * 50_000 + "<table>" * 200 + "<tr><td>底") == [("底",)]


def test_tables_that_span_more_cells_than_any_list_are_refused(monkeypatch):
    monkeypatch.setattr(html, "_MOST_CELLS", 5000)
    with pytest.raises(Refusal, match="row 5: the tables span more than"):
        rows_of_page("<table><tr><td colspan=99999 rowspan=99999999999>A" + "<tr><td>B" * 20)


def test_text_between_commas_whose_cells_hold_line_breaks_is_csv_whatever_its_name_says():
    content = '国名,大学名,締結日\n中国,"北京外国語大学\nBeijing Foreign Studies University",2000/2/2\nタイ,ナコン大学,2001/2/2\n'
    read = read_content(content.encode(), "list.txt")
    assert [(entry.institution, entry.concluded_on.isoformat()) for entry in read.entries] == [
        ("北京外国語大学", "2000-02-02"),
        ("ナコン大学", "2001-02-02"),
    ]
