"""Tables of PDF files that are hard to cut: rules drawn by cell, columns set anew, languages one below the other."""

import pytest

from teikei.lists.model import Span
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
