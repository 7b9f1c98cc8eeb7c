"""Tables of PDF files that are hard to cut: rules drawn by cell, columns set anew, languages one below the other."""

import pytest

from teikei.lists.located import Span
from teikei.lists.read.pdf import document_of
from tests.lists.read.pdfs import typeset

BY_CELL = "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt), row-gutter: 0pt"
COUNTRIES = [
    ("ペルー", "リマ大学", "1999.4.1"),
    ("ペルー", "クスコ工科大学", "2004.12.15"),
    ("チリ", "サンティアゴ音楽院", "2010.7.7"),
]
LONG = [
    ("アメリカ合衆国", "オレゴン大学大学院国際協力研究科附属センター", "1983.11.2"),
    ("アメリカ合衆国", "メイン大学", "2001.1.31"),
    ("カナダ", "マニトバ大学", "1990.6.30"),
]


def tables(content: bytes) -> list[tuple[str, ...]]:
    """The rows of all tables."""
    return [row.cells for row in document_of(content, "x.pdf").rows if row.table]


@pytest.mark.parametrize("options", [BY_CELL, "stroke: none, row-gutter: 3pt"])
def test_each_table_below_a_heading_keeps_its_own_columns(options):
    source = f"""#set page(paper: "a4", margin: 15mm)
#for (heading, rows) in input.tables {{
  par(strong(heading))
  table(columns: (auto, 1fr, auto), align: left + top, {options}, ..rows.flatten())
}}"""
    content = typeset(source, tables=[("中南米", COUNTRIES * 3), ("北米", LONG * 3)])
    assert tables(content) == COUNTRIES * 3 + LONG * 3


def test_rules_drawn_by_cell_show_columns_that_are_merged_in_the_head():
    source = f"""#set page(paper: "a4", margin: 15mm)
#table(columns: (1fr, auto, auto), {BY_CELL},
  table.cell(rowspan: 2)[協定校], table.cell(colspan: 2)[協定期間], [締結日], [満了日], ..input.rows.flatten())"""
    content = typeset(source, rows=[("リマ大学", "1999.4.1", "2004.3.31"), ("クスコ大学", "2004.12.15", "2009.12.14")])
    first, second, *rows = document_of(content, "x.pdf").rows
    assert (first.cells, second.cells) == (("協定校", "協定期間", ""), ("", "締結日", "満了日"))
    assert set(first.spans) == {Span(0, 1, 0, 2), Span(1, 2, 0, 1)}
    assert [row.cells for row in rows] == [("リマ大学", "1999.4.1", "2004.3.31"), ("クスコ大学", "2004.12.15", "2009.12.14")]


def test_a_word_too_long_for_its_cell_stays_whole():
    source = """#set page(paper: "a4", margin: 15mm)
#table(columns: (16mm, auto, 1fr), ..input.rows.flatten())"""
    rows = [("Internationalization", "2004.12.15", "University of Lima"), ("Headquarters", "1999.4.1", "University of Cusco")]
    assert tables(typeset(source, rows=rows)) == rows


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_name_in_two_languages_keeps_its_line_end_and_a_wrapped_one_does_not(stroke):
    source = f"""#set page(paper: "a4", margin: 15mm)
#let lines(text) = text.split("\\n").join(linebreak())
#table(columns: (60mm, auto), stroke: {stroke}, row-gutter: if {stroke} == none {{ 3pt }} else {{ 0pt }}, ..input.rows.flatten().map(lines))"""
    rows = [
        ("リマ大学\nUniversidad de Lima", "1999.4.1"),
        ("クスコ工科大学大学院国際協力研究科附属地域研究開発センター", "2004.12.15"),
        ("サンティアゴ音楽院\nConservatorio de Santiago", "2010.7.7"),
    ]
    assert tables(typeset(source, rows=rows)) == rows


def test_a_row_that_only_a_merged_name_shares_is_a_row_of_its_own():
    source = """#set page(paper: "a4", margin: 15mm)
#table(columns: (auto, 32mm, auto), stroke: none, row-gutter: 3pt, align: left + top,
  [1], table.cell(rowspan: 2)[オレゴン大学大学院国際協力研究科], [1983.11.2], [2], [2001.1.31],
  [3], [メイン大学], [1990.6.30], [4], [リマ大学], [1991.7.1])"""
    assert tables(typeset(source)) == [
        ("1", "オレゴン大学大学院国際協力研究科", "1983.11.2"),
        ("2", "", "2001.1.31"),
        ("3", "メイン大学", "1990.6.30"),
        ("4", "リマ大学", "1991.7.1"),
    ]


def test_columns_of_a_page_are_told_by_the_order_of_writing_though_words_hang_over():
    source = """#set page(paper: "a4", margin: 15mm, columns: 2, numbering: "- 1 -", header: align(right)[一覧])
#set columns(gutter: 2mm)
#table(columns: (auto, 1fr), stroke: none, row-gutter: 3pt, align: left + top, ..input.rows.flatten())"""
    rows = [
        (f"{year}.4.1", f"University of {place}")
        for year, place in zip(range(1940, 2000), ["Lima", "Cusco", "Internationalization"] * 27, strict=False)
    ]
    assert tables(typeset(source, rows=rows)) == rows


def test_a_blank_is_kept_where_a_line_breaks_between_a_japanese_and_a_latin_name():
    source = """#set page(paper: "a4", margin: 15mm)
#table(columns: (40mm, auto), ..input.rows.flatten())"""
    rows = [("サンティアゴ音楽高等専門学院 Conservatorio Nacional de Santiago", "2010.7.7"), ("リマ大学 University of Lima", "1999.4.1")]
    assert tables(typeset(source, rows=rows)) == rows


def test_rules_drawn_by_cell_go_on_beside_a_cell_merged_over_rows():
    source = f"""#set page(paper: "a4", margin: 15mm)
#table(columns: (auto, 1fr, auto), {BY_CELL}, align: left + top,
  [医学部], table.cell(rowspan: 2)[リマ大学], [1999.4.1], [法学部], [2004.12.15],
  [工学部], [クスコ大学], [2010.7.7], [農学部], [プーノ大学], [2011.1.1])"""
    rows = document_of(typeset(source), "x.pdf").rows
    assert {row.table for row in rows} == {1}
    assert [row.cells for row in rows] == [
        ("医学部", "リマ大学", "1999.4.1"),
        ("法学部", "", "2004.12.15"),
        ("工学部", "クスコ大学", "2010.7.7"),
        ("農学部", "プーノ大学", "2011.1.1"),
    ]


def test_a_head_over_two_columns_belongs_to_a_table_without_rules():
    source = """#set page(paper: "a4", margin: 15mm)
#table(columns: (auto, auto, auto, 1fr), stroke: none, row-gutter: 3pt, align: left + top,
  table.cell(colspan: 2)[交換人数], table.cell(rowspan: 2)[締結日], table.cell(rowspan: 2)[協定校], [受入], [派遣],
  ..input.rows.flatten())"""
    rows = [("1", "2", "1999.4.1", "リマ大学"), ("3", "0", "2004.12.15", "クスコ大学"), ("5", "5", "2010.7.7", "プーノ大学")]
    assert tables(typeset(source, rows=rows)) == [("交換人数", "", "締結日", "協定校"), ("受入", "派遣", "", ""), *rows]


def test_a_table_of_one_row_below_its_heading_keeps_its_cells():
    source = """#set page(paper: "a4", margin: 15mm)
#for (heading, rows) in input.tables {
  par(strong(heading))
  table(columns: (auto, 50mm, 1fr), stroke: none, row-gutter: 3pt, align: left + top, ..rows.flatten())
}"""
    long = ("September 27, 2001", "Catholic University of Arequipa", "School of Medicine")
    one = ("May 4, 2002", "Institute of Tropical Medicine and Public Health of Santiago de Chile", "School of Law")
    content = typeset(source, tables=[("Peru", [long] * 4), ("Chile", [one]), ("Brazil", [long] * 4)])
    assert tables(content) == [long] * 4 + [one] + [long] * 4


def test_a_word_that_hangs_over_into_the_next_column_parts_neither_rows_nor_columns():
    source = """#set page(paper: "a4", margin: 15mm)
#table(columns: (auto, 16mm, auto), stroke: none, row-gutter: 3pt, align: left + top, ..input.rows.flatten())"""
    rows = [
        ("1", "University of Communication", "Feb. 19, 1999"),
        ("2", "Bangladesh University", "Dec. 15, 2004"),
        ("3", "Royal University of Khulna", "Jul. 7, 2010"),
        ("4", "Moi Academy of Fine Arts", "Jan. 1, 2011"),
    ]
    assert tables(typeset(source, rows=rows)) == rows
