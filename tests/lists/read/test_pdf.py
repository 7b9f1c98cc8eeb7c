"""PDF files into rows of cells: each layout in which lists are printed, with made-up names, exactly as they were set."""

from pathlib import Path

import pytest

from teikei.lists.located import Span
from teikei.lists.model import Document, Entry, Heading, Listing, Region
from teikei.lists.read import read_content, read_listing
from teikei.lists.read.findings import REPORTED
from teikei.lists.read.pdf import document_of
from teikei.lists.write import write_listing
from teikei.names.territories import territory_codes
from teikei.rules.days import PartialDate
from tests.lists.read.pdfs import HEAD, PLAIN, Table, names, one_page, shown, table_pdf, typeset

EXAMPLE = Path(__file__).parents[3] / "examples" / "hiroshima-2024-05-01.txt"
STROKES = ["grid", "rows", "none", "head"]
ROWS = names(80, 1)
WITH_FEET = (
    'paper: "a4", margin: (x: 15mm, y: 25mm), header: [国際交流協定校一覧 #h(1fr) 2024年5月1日現在], '
    'footer: context align(center, counter(page).display("1 / 1", both: true))'
)


def table(content: bytes, *, head: tuple[str, ...] = HEAD) -> Table:
    """The rows of the file's tables, the head left out wherever it is repeated."""
    return [row.cells for row in document_of(content, "x.pdf").rows if row.table and row.cells != head]


def lines(document: Document) -> list[str]:
    """The text outside tables."""
    return [row.cells[0] for row in document.rows if row.table is None]


def blanked(rows: Table) -> Table:
    """The rows with the first cell only where it changes."""
    return [("" if n and rows[n - 1][0] == row[0] else row[0], *row[1:]) for n, row in enumerate(rows)]


def test_our_own_register_reads_back_row_by_row():
    listing = read_listing(EXAMPLE)
    document = document_of(write_listing(listing, "pdf"), "register.pdf")
    printed = [row.cells for row in document.rows if row.table and row.cells[0].isdigit()]
    entries = listing.entries
    assert printed == [
        (str(entry.n), entry.institution, "・".join(entry.units), entry.concluded_on.first.strftime("%Y.%m.%d")) for entry in entries
    ]
    assert document.findings == ()


@pytest.mark.parametrize("territories", [(1,), (1, 1), (2, 1), (1, 1, 2, 1), (3, 2)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_register_with_as_many_headings_as_rows_reads_back(territories, language):
    places = [
        ("アジア", "タイ 大韓民国 台湾"),
        ("欧州", "連合王国 ドイツ連邦共和国"),
        ("北米・中南米", "カナダ メキシコ合衆国"),
        ("大洋州", "フィジー共和国"),
    ]
    headings = [
        Heading(label, territory_codes(label), None, Region(region))
        for (region, labels), number in zip(places, territories, strict=False)
        for label in labels.split()[:number]
    ]
    entries = [
        Entry(n, f"第{n}大学", ("理学部",) * (n % 2), PartialDate(2001 + n, n, 3 * n), heading.region, heading, True)
        for n, heading in enumerate(headings, 1)
    ]
    regions = tuple(dict.fromkeys(heading.region for heading in headings))
    listing = Listing("部局間国際交流協定校一覧", regions=regions, headings=tuple(headings), entries=tuple(entries))
    read = read_content(write_listing(listing, "pdf", language=language), "register.pdf").entries
    assert [(one.institution, one.units, one.concluded_on, one.heading.label, one.region.label) for one in read] == [
        (one.institution, one.units, one.concluded_on, one.heading.label, one.region.label) for one in entries
    ]


@pytest.mark.parametrize("align", ["left", "horizon"])
@pytest.mark.parametrize("stroke", STROKES)
def test_a_table_over_pages_reads_exactly_with_and_without_rules(stroke, align):
    content = table_pdf(ROWS, stroke=stroke, options=f"align: {align},")
    assert table(content) == ROWS
    assert {row.table for row in document_of(content, "x.pdf").rows} == {1}


@pytest.mark.parametrize("stroke", STROKES)
def test_a_column_filled_where_it_changes_stays_a_column(stroke):
    assert table(table_pdf(blanked(ROWS), stroke=stroke)) == blanked(ROWS)


def test_rows_set_as_close_as_the_lines_of_a_cell_are_told_apart():
    assert table(table_pdf(ROWS, stroke="none", inset="(x: 1.5mm, y: 0.275em)")) == ROWS


@pytest.mark.parametrize("align", ["left", "horizon"])
@pytest.mark.parametrize("stroke", ["grid", "rows"])
def test_the_text_of_a_merged_cell_stands_in_its_first_row(stroke, align):
    rows = names(20, 2)
    content = table_pdf(rows, stroke=stroke, merged=True, options=f"align: {align},")
    assert table(content) == blanked(rows)
    body = document_of(content, "x.pdf").rows[1:]
    first = sum(row[0] == rows[0][0] for row in rows)
    assert [row.spans for row in body[:first]] == [(Span(0, 1, above, first),) for above in range(first)]


def test_cells_merged_sideways_keep_their_width():
    source = "#table(columns: 3, table.cell(colspan: 2)[協定機関], [日付], [甲大学], [工学部], [2001.02.03])"
    rows = document_of(typeset(source), "x.pdf").rows
    assert [(row.cells, row.spans) for row in rows] == [
        (("協定機関", "", "日付"), (Span(0, 2, 0, 1),)),
        (("甲大学", "工学部", "2001.02.03"), ()),
    ]


@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_a_page_in_two_columns_is_read_column_by_column(stroke):
    # A blank between Japanese words is lost where a line breaks there; one before a Latin word is not.
    rows = [(name.replace("大学 ", "大学"), units, day) for _, name, units, day in names(80, 3)]
    title = '#place(top + center, scope: "parent", float: true, text(20pt)[協定校一覧])'
    content = table_pdf(
        rows, stroke=stroke, head=HEAD[1:], widths="(1fr, 1fr, 20mm)", page='paper: "a4", margin: 15mm, columns: 2', before=title
    )
    assert table(content, head=HEAD[1:]) == rows
    document = document_of(content, "x.pdf")
    assert lines(document) == ["協定校一覧"]
    assert {row.table for row in document.rows[1:]} == {1}


@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_a_column_that_few_rows_fill_is_not_lost(stroke):
    head = ("No.", *HEAD[1:], "備考")
    rows = [(str(n + 1), *row[1:], "自動更新" if n % 17 == 3 else "") for n, row in enumerate(ROWS)]
    options = "align: (right, left, left, center, left),"
    assert table(table_pdf(rows, stroke=stroke, head=head, widths="(8mm, 1fr, 1fr, 20mm, 20mm)", options=options), head=head) == rows


@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_a_row_without_a_date_stays_a_row(stroke):
    rows = [(*row[:3], "" if n % 9 == 4 else row[3]) for n, row in enumerate(ROWS)]
    assert table(table_pdf(rows, stroke=stroke)) == rows


@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_a_row_that_a_page_end_cuts_in_two_is_one_row(stroke):
    rows = [(*row[:2], "・".join([row[2]] * 4), row[3]) for row in ROWS[:60]]
    assert table(table_pdf(rows, stroke=stroke)) == rows


@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_heads_and_feet_of_pages_and_text_around_the_table_are_rows_of_one_cell(stroke):
    before = "#align(center, text(16pt)[協定校一覧])\n\n大学間協定の相手は大学名のみを記載しています。\n"
    document = document_of(table_pdf(ROWS, stroke=stroke, page=WITH_FEET, before=before, after="以上"), "x.pdf")
    head = "国際交流協定校一覧 2024年5月1日現在"
    assert lines(document) == [
        head, "協定校一覧", "大学間協定の相手は大学名のみを記載しています。", "1 / 3", head, "2 / 3", head, "以上", "3 / 3",
    ]  # fmt: skip
    assert [row.cells for row in document.rows if row.table and row.cells != HEAD] == ROWS
    assert [row.line for row in document.rows if row.page == 2] == list(range(1, 1 + sum(row.page == 2 for row in document.rows)))


def test_latin_text_wraps_with_blanks_and_keeps_its_hyphens():
    head = ("Country", "Partner", "Unit", "Date")
    words = [
        "University",
        "of",
        "Applied",
        "Sciences",
        "Saint-Petersburg",
        "Kaohsiung",
        "Technology",
        "and",
        "Medicine",
        "Graz",
        "Engineering",
    ]
    rows = [("United States of America" if n % 3 else "Peru", " ".join((words[n % 7 :] + words)[: 3 + n % 8]), words[n % 9], f"{n} May 2001") for n in range(1, 60)]  # fmt: skip
    for stroke in ("grid", "rows", "none"):
        assert table(table_pdf(rows, stroke=stroke, head=head), head=head) == rows


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("stroke", ["grid", "rows", "none"])
def test_a_short_list_is_a_table_too(stroke, count):
    assert table(table_pdf(ROWS[:count], stroke=stroke)) == ROWS[:count]


@pytest.mark.parametrize("turn", ["90deg", "-90deg"])
@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_table_set_sideways_on_the_page_is_read_as_it_is_held(stroke, turn):
    source = f"#set page(margin: 10mm)\n#rotate({turn}, reflow: true, block(width: 250mm, table(columns: (25mm, 1fr, 1fr, 25mm), stroke: {stroke}, ..input.rows.flatten())))"
    assert table(typeset(source, rows=ROWS[:15])) == ROWS[:15]


def test_rows_without_rules_inside_ruled_columns_are_told_apart():
    source = """
#set table(stroke: (x, y) => (left: 0.5pt, right: 0.5pt, top: if y < 2 { 0.5pt } else { none }))
#block(stroke: 0.5pt, table(columns: (60mm, 60mm, 25mm), ..input.rows.flatten()))
"""
    rows = [HEAD[1:], *(row[1:] for row in names(12, 5))]
    assert [row.cells for row in document_of(typeset(source, rows=rows), "x.pdf").rows] == rows


def test_blanks_inside_names_stay_and_a_typesetters_quarter_is_none():
    rows = [("甲 大学", "乙　大学"), ("東京ABC大学", "第2部局"), ("A  B", "x")]
    assert [row.cells for row in document_of(typeset("#table(columns: 2, ..input.rows.flatten())", rows=rows), "x.pdf").rows] == [
        ("甲 大学", "乙　大学"), ("東京ABC大学", "第2部局"), ("A B", "x"),
    ]  # fmt: skip


def test_text_that_is_printed_twice_to_look_bold_is_read_once():
    twice = shown(PLAIN) + b"\n" + shown(PLAIN).replace(b"1 0 0 1 50", b"1 0 0 1 50.3")
    assert [row.cells for row in document_of(one_page(twice), "x.pdf").rows] == PLAIN


def test_a_row_knows_its_page_and_its_number_on_it():
    rows = document_of(table_pdf(ROWS), "x.pdf").rows
    second = [row for row in rows if row.page == 2]
    assert (second[0].cells, second[0].line, second[0].tabbed, second[1].raw) == (HEAD, 1, False, "\t".join(second[1].cells))
    assert second[1].locator(2).words("ja") == "p.2 · 2行"


def test_a_printed_list_becomes_a_listing():
    listing = read_content(table_pdf(ROWS, stroke="rows"), "list.pdf")
    assert [(entry.institution, entry.concluded_on.isoformat().replace("-", ".")) for entry in listing.entries] == [
        (row[1], row[3]) for row in ROWS
    ]
    assert (listing.source.format, listing.source.encoding) == ("pdf", None)


def test_every_code_that_a_reader_reports_says_what_it_means_and_what_to_do():
    for code, entry in REPORTED.items():
        assert entry.code == code
        assert all(text.en.endswith(".") and text.ja.endswith("。") for text in (entry.meaning, entry.remedy))
