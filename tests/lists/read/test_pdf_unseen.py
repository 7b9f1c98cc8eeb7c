"""What a PDF page holds and nobody sees, what is struck through, and what stands around and above its tables."""

import pytest

from teikei.lists.read import read_content
from teikei.lists.read.pdf import document_of
from tests.lists.read.pdfs import PLAIN, one_page, shown, typeset

WHITE, BLACK, DARK = b"1 g\n", b"0 g\n", b"0.1 0.1 0.4 rg\n"
OVER_THIRD_ROW = b"45 735 400 14 re f\n"
FALSE = [("Peru", "Universidad Falsa", "1999-01-01")]


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in document_of(content, "x.pdf").rows]


def codes_of(content: bytes) -> list[str]:
    return [finding.code for finding in document_of(content, "x.pdf").findings]


@pytest.mark.parametrize(
    "hidden",
    [
        WHITE + shown(FALSE, top=600) + b"\n",
        DARK + b"40 590 500 30 re f\n" + WHITE + b"40 590 500 30 re f\n" + shown(FALSE, top=600) + b"\n",
        shown(FALSE, top=600) + b"\n" + WHITE + b"45 590 450 20 re f\n",
        shown(FALSE, top=600) + b"\n" + BLACK + b"45 590 450 20 re f\n",
    ],
    ids=["white on paper", "white on white over dark", "under a white box", "blacked out"],
)
def test_bad_input_58_text_in_the_colour_of_its_ground_or_covered_is_left_out_and_reported(hidden):
    content = one_page(hidden + BLACK + shown(PLAIN))
    assert (rows_of(content), codes_of(content)) == (PLAIN, ["text-hidden"])


@pytest.mark.parametrize(
    "drawing",
    [
        DARK + OVER_THIRD_ROW + b"45 775 450 14 re f\n" + WHITE + shown(PLAIN[:1]) + BLACK + b"\n" + shown(PLAIN[1:], top=760),
        b"0.9 g\n" + OVER_THIRD_ROW + BLACK + shown(PLAIN),
        shown(PLAIN) + b"\n" + WHITE + b"45 735 8 14 re f\n",
    ],
    ids=["white on a dark head", "on a shade", "beside a box that covers a part"],
)
def test_text_on_a_ground_of_another_colour_is_read(drawing):
    assert (rows_of(one_page(drawing)), codes_of(one_page(drawing))) == (PLAIN, [])


def test_hidden_letters_in_the_middle_of_a_cell_are_left_out():
    apart = b"BT /F1 10 Tf 1 0 0 1 350 760 Tm (2019) Tj 1 g (-04) Tj 0 g ET\n"
    content = one_page(shown([PLAIN[0], PLAIN[1][:2]]) + b"\n" + apart)
    assert (rows_of(content)[1], codes_of(content)) == (("Peru", "Universidad de Lima", "2019"), ["text-hidden"])


def test_text_that_is_struck_through_is_read_and_reported_with_its_page():
    struck = one_page(shown(PLAIN) + b"\n350 743.2 52 0.7 re f\n")
    assert (rows_of(struck), codes_of(struck)) == (PLAIN, ["text-struck"])
    underlined = one_page(shown(PLAIN) + b"\n350 738.5 52 0.7 re f\n")
    assert codes_of(underlined) == []


def test_a_page_whose_first_words_stand_right_of_all_others_is_read():
    drawn = b"BT /F1 10 Tf 1 0 0 1 450 60 Tm (3) Tj ET\nBT /F1 10 Tf 1 0 0 1 500 800 Tm (No. 3) Tj ET\n"
    rows = [(f"Country {number}", f"University of {number}", f"{1990 + number}-04-01") for number in range(12)]
    assert [row for row in rows_of(one_page(drawn + shown(rows, top=700))) if len(row) > 1 and row[1]] == rows


def test_what_a_browser_prints_around_a_page_makes_no_columns_of_its_lines():
    rows = [(f"University of {number} since {1990 + number}-04-01",) for number in range(20)]
    head = b"BT /F1 8 Tf 1 0 0 1 30 825 Tm (11/24/26, 1:25 AM) Tj ET\nBT /F1 8 Tf 1 0 0 1 280 825 Tm (Partners | Global) Tj ET\n"
    foot = b"\nBT /F1 8 Tf 1 0 0 1 30 15 Tm (https://example.org/partners) Tj ET\nBT /F1 8 Tf 1 0 0 1 550 15 Tm (1/1) Tj ET"
    found = document_of(one_page(head + shown(rows, top=810) + foot), "x.pdf").rows
    assert [(row.cells, row.table) for row in found] == [
        (row, None) for row in (("11/24/26, 1:25 AM Partners | Global",), *rows, ("https://example.org/partners 1/1",))
    ]


def under_rows(tops: list[int], widths: list[int]) -> bytes:
    """Rules under rows, drawn cell by cell."""
    pieces = []
    for top in tops:
        left = 45
        for width in widths:
            pieces.append(b"%d %d %d 0.5 re f" % (left, top, width))
            left += width
    return b"\n".join(pieces) + b"\n"


def test_a_row_above_the_first_of_rules_that_stand_under_rows_is_a_row():
    rules = under_rows([780 - 20 * number - 5 for number in range(3)], [150, 150, 120])
    found = document_of(one_page(rules + shown(PLAIN)), "x.pdf").rows
    assert [(row.cells, row.table) for row in found] == [(row, 1) for row in PLAIN]


def test_a_heading_between_two_ruled_tables_stands_between_their_rows():
    one, other = (
        PLAIN,
        [("Country", "Institution", "Date"), ("Ghana", "University of Ghana", "2001-02-03"), ("Egypt", "Cairo University", "2004-05-06")],
    )
    rules = under_rows([775, 755, 735], [150, 150, 120]) + under_rows([615, 595, 575], [145, 160, 120])
    heading = b"BT /F1 14 Tf 1 0 0 1 45 660 Tm (Africa \\(2\\)) Tj ET\n"
    found = rows_of(one_page(rules + shown(one) + heading + shown(other, top=620)))
    assert found == [*one, ("Africa (2)",), *other]


def test_units_one_below_the_other_stay_apart_where_the_column_had_room_for_both():
    rows = [("タイ", "チェンマイ大学", "理学部\n工学部", "2001.2.3"), ("タイ", "マヒドン大学", "先端総合科学研究科附属国際センター", "2002.3.4"), ("韓国", "釜慶大学校", "文学部\n医学部\n農学部", "2003.4.5")]  # fmt: skip
    source = "#table(columns: 4, stroke: none, row-gutter: 8pt, align: horizon, [国], [大学名], [部局], [締結日], ..input.rows.flatten())"
    read = read_content(typeset(source, rows=rows * 4), "x.pdf")
    assert [entry.units for entry in read.entries] == [tuple(row[2].split("\n")) for row in rows * 4]


def test_the_small_sign_of_a_note_set_high_behind_a_name_is_read_behind_it():
    name = b"BT /F1 10 Tf 1 0 0 1 200 760 Tm (Universidad de Lima) Tj 4 Ts /F1 6 Tf (*1) Tj 0 Ts ET\n"
    content = one_page(
        shown(PLAIN[:1])
        + shown([("Peru",)], top=760)
        + name
        + b"BT /F1 10 Tf 1 0 0 1 350 760 Tm (2019-04-01) Tj ET\n"
        + shown(PLAIN[2:], top=740)
    )
    assert rows_of(content) == [PLAIN[0], ("Peru", "Universidad de Lima*1", "2019-04-01"), PLAIN[2]]


def test_a_heading_in_brackets_with_its_count_is_no_rest_of_the_name_above():
    rows = [("ボン大学", "文学部", "2001.2.3"), ("ベルリン高等工業技術大学人文社会科学部", "理学部", "2002.3.4")] * 5
    cells = [cell for row in rows for cell in row]
    source = """#table(columns: (auto, 30mm, 30mm), stroke: none, inset: (x: 4pt, y: 1.1pt),
      ..input.one, table.cell(colspan: 3)[【インドネシア】（10校）], ..input.one)"""
    assert ("【インドネシア】（10校）", "", "") in [row.cells for row in document_of(typeset(source, one=cells), "x.pdf").rows]
