"""PDF pages that can be read in two ways: read by where cells begin, and reported where even that leaves a doubt."""

from pypdfium2 import PdfDocument

from teikei.lists.check import check
from teikei.lists.read import read_content
from teikei.lists.read.pdf import document_of
from tests.lists.read.pdfs import typeset

PAGE = '#set page(paper: "a4", margin: 15mm)\n'
LOOSE = "stroke: none, row-gutter: 3pt, align: left + top"


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    """The rows of all tables."""
    return [row.cells for row in document_of(content, "x.pdf").rows if row.table]


def codes_of(content: bytes) -> list[tuple[str, int | None]]:
    """What the reader reports, with its page."""
    return [(finding.code, place.page) for finding in document_of(content, "x.pdf").findings for place in finding.locators]


def test_rows_are_set_apart_by_room_though_a_column_wraps_in_each() -> None:
    rows = [("リマ大学", "1999.4.1", "part one 1234567"), ("クスコ大学", "2004.12.5", "part two 2345678")] * 4
    assert rows_of(typeset(f"{PAGE}#table(columns: (60mm, auto, 18mm), {LOOSE}, ..input.rows.flatten())", rows=rows)) == rows


def fitted(rows: list[tuple[str, ...]], last: tuple[str, ...], widths: str) -> tuple[list[tuple[str, ...]], bytes]:
    """As many of the rows as leave no room on the first page for the whole of the last one, and their table."""
    for count in range(15, len(rows)):
        table = [*rows[:count], last]
        content = typeset(f"{PAGE}#table(columns: {widths}, {LOOSE}, inset: 5pt, ..input.rows.flatten())", rows=table)
        if len(PdfDocument(content)) == 2:
            return table, content
    raise AssertionError


def test_one_row_on_the_last_page_stands_in_the_columns_of_the_page_before() -> None:
    rows = [("ペルー", f"第{number}大学", f"{1980 + number}.4.1", "理学部") for number in range(45)]
    table, content = fitted(rows, ("チリ", "大学", "2001.5.2", "工学部"), "(30mm, 1fr, auto, 30mm)")
    assert document_of(content, "x.pdf").rows[-1].page == 2
    assert rows_of(content) == table


def test_the_rest_of_a_cell_alone_on_the_last_page_goes_back_to_its_row() -> None:
    rows = [
        ("ペルー", "大学", "1999.4.1", "国際協力研究科附属開発政策共同研究センター" if number % 5 == 0 else "理学部")
        for number in range(45)
    ]
    last = ("チリ", "大学", "2001.5.2", "国際協力研究科附属開発政策共同研究センターおよび熱帯医学研究所附属病院")
    table, content = fitted(rows, last, "(30mm, 1fr, auto, 30mm)")
    assert document_of(content, "x.pdf").rows[-1].page == 1
    assert rows_of(content) == table


def test_a_head_at_other_places_begins_another_table() -> None:
    head = ("学校名", "締結")
    source = f"""{PAGE}#for (width, rows) in input.tables {{
  table(columns: (eval(width), auto), {LOOSE}, ..input.head, ..rows.flatten())
}}"""
    one, other = [("リマ大学", "1999.4.1"), ("クスコ大学", "2001.5.2")], [("ソウル大学", "2010.7.7"), ("", "2011.8.8")]
    content = typeset(source, head=head, tables=[("90mm", one), ("120mm", other)])
    assert rows_of(content) == [head, *one, head, *other]


def test_text_over_other_text_is_reported_at_its_row() -> None:
    place = "#place(dx: {}mm, dy: {}mm)[{}]\n"
    lines = [(0, "リマ大学"), (60, "1999.4.1"), (90, "理学部")]
    source = PAGE + "".join(place.format(x, 7 * row, text) for row in range(6) for x, text in lines) + place.format(58, 14, "自動更新")
    assert codes_of(typeset(source)) == [("text-overprinted", 1)]
    assert codes_of(typeset(source.replace("自動更新", ""))) == []


def test_a_row_without_a_name_at_a_page_end_is_reported_with_the_row_below() -> None:
    rows = [(str(number), f"第{number}大学", f"{1980 + number % 40}.4.1") for number in range(60)]
    table = f"{PAGE}#table(columns: (20mm, 1fr, auto), inset: 5pt, stroke: 0.5pt, ..input.rows.flatten())"
    whole = document_of(typeset(table, rows=rows), "x.pdf")
    last = max(index for index, row in enumerate(whole.rows) if row.page == 1)
    assert not whole.findings
    rows[last] = (rows[last][0], "", rows[last][2])
    assert codes_of(typeset(table, rows=rows)) == [("row-over-pages", 1), ("row-over-pages", 2)]


def test_a_title_of_two_lines_is_one() -> None:
    title = "海外の大学および研究機関との学術交流ならびに学生交流に関する大学間協定の一覧表"
    rows = [("リマ大学", "1999.4.1"), ("クスコ大学", "2001.5.2"), ("ソウル大学", "2010.7.7")]
    content = typeset(f"{PAGE}#text(16pt, input.title)\n#table(columns: (1fr, auto), ..input.rows.flatten())", title=title, rows=rows)
    assert document_of(content, "x.pdf").rows[0].cells == (title,)


def test_a_line_with_a_day_below_the_list_and_a_name_that_breaks_off_are_findings() -> None:
    rows = [("学校名", "締結"), ("リマ大学", "1999.4.1"), ("クスコ大学（ペルー", "2001.5.2"), ("ソウル大学", "2010.7.7")]
    content = typeset(f"{PAGE}#table(columns: (1fr, auto), ..input.rows.flatten())\n#v(20mm)\n別記 2015.3.4 覚書", rows=rows)
    told = {finding.code: finding.locators[0].line for finding in check(read_content(content, "x.pdf"))}
    assert {code: told.get(code) for code in ("value-misplaced", "line-left-out")} == {"value-misplaced": 3, "line-left-out": 5}
