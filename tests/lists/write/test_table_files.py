"""CSV and XLSX as other programs see them."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings

from teikei.lists.cells import neutralised, one_line, restored
from teikei.lists.located import Locator
from teikei.lists.model import Entry, Finding, Heading, Listing, Proposal, Region, Stated
from teikei.lists.write import write_listing
from teikei.names.bilingual import Text
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate
from tests.lists.write.listings import MISCHIEF, listings

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
ASIA = Region("アジア", (Stated("institutions", 4),))
INDIA = Heading("インド", ("IN",), Stated("institutions", 2), ASIA)
LISTING = Listing(
    "協定校一覧",
    date(2024, 5, 1),
    (Stated("institutions", 3), Stated("agreements", 9)),
    ("最も古い締結年月日のみ記載。",),
    CountingRules(oldest_date_only=True),
    (ASIA,),
    (INDIA,),
    (
        Entry(1, "デリー大学", ("理学部", "大学病院"), PartialDate(2020, 2, 12), ASIA, INDIA),
        Entry(2, "=1+1", (), PartialDate(2020, 2), ASIA, INDIA),
        Entry(3, "古い大学", (), PartialDate(1899, 12, 31), ASIA, INDIA, valid_to="auto-renew"),
    ),
)


def rows_of_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_has_a_byte_order_mark_crlf_a_title_block_and_one_flat_table():
    content = write_listing(LISTING, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert rows_of_csv(content) == [
        ["協定校一覧"],
        ["(1ヶ国・地域 3機関)"],
        ["2024年5月1日現在"],
        ["最も古い締結年月日のみ記載。"],
        [],
        [
            "行",
            "地域",
            "地域の機関数",
            "国・地域",
            "国・地域コード",
            "国・地域の機関数",
            "協定機関名",
            "部局",
            "締結年月日",
            "有効期限",
        ],
        ["1", "アジア", "3", "インド", "IN", "3", "デリー大学", "理学部・大学病院", "2020-02-12", ""],
        ["2", "アジア", "3", "インド", "IN", "3", "'=1+1", "", "2020-02", ""],
        ["3", "アジア", "3", "インド", "IN", "3", "古い大学", "", "1899-12-31", "自動更新"],
    ]


def test_csv_in_english_has_english_heads():
    assert rows_of_csv(write_listing(LISTING, "csv", language="en"))[5][:4] == ["Row", "Region", "Institutions in region", "Country/Region"]


@given(listing=listings(most=6))
@settings(max_examples=60, deadline=None)
def test_no_csv_cell_can_be_taken_for_a_formula(listing):
    cells = [cell for row in rows_of_csv(write_listing(listing, "csv")) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


@pytest.mark.parametrize("text", [*MISCHIEF, "", "'", "''", "'a", "''''=x"])
def test_neutralising_can_be_undone(text):
    assert restored(neutralised(text)) == text


@given(listing=listings(most=6))
@settings(max_examples=40, deadline=None)
def test_no_xlsx_cell_is_a_formula_a_link_or_an_error(listing):
    sheet = sheets_of(write_listing(listing, "xlsx")).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []


def test_names_that_begin_like_a_formula_stand_in_xlsx_as_they_are():
    names = tuple(one_line(name) for name in MISCHIEF if one_line(name).startswith(FORMULA_STARTS))
    listing = Listing(entries=tuple(Entry(n, name) for n, name in enumerate(names, 1)))
    sheet = sheets_of(write_listing(listing, "xlsx")).worksheets[0]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "協定機関名")
    written = [sheet.cell(row, column) for row in range(sheet.max_row - len(names) + 1, sheet.max_row + 1)]
    assert [(cell.value, cell.data_type) for cell in written] == [(name, "s") for name in names]


def test_xlsx_days_are_real_dates_and_less_exact_or_older_ones_text():
    sheet = sheets_of(write_listing(LISTING, "xlsx")).worksheets[0]
    head = [cell.value for cell in sheet[6]]
    at = head.index("締結年月日") + 1
    assert [sheet.cell(row, at).value for row in (7, 8, 9)] == [datetime(2020, 2, 12), "2020-02", "1899-12-31"]  # noqa: DTZ001
    assert sheet.cell(7, at).is_date


def test_the_list_sheet_is_frozen_filtered_and_set_up_for_print():
    sheet = sheets_of(write_listing(LISTING, "xlsx")).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("一覧", "A7", "A6:J9")
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("$6:$6", "landscape", 9)


def test_a_long_legend_leaves_the_head_unfrozen():
    listing = Listing(legend=tuple(f"※{n}。" for n in range(12)))
    assert sheets_of(write_listing(listing, "xlsx")).worksheets[0].freeze_panes is None


def test_the_counts_sheet_sets_stated_beside_counted():
    sheet = sheets_of(write_listing(LISTING, "xlsx"))["集計"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["区分", "記載数", "実数", "差"],
        ["全体: 国・地域", None, 1, None],
        ["全体: 機関", 3, 3, 0],
        ["全体: 協定", 9, None, None],
        ["アジア", 4, 3, 1],
        ["インド", 2, 3, -1],
    ]
    assert [sheet.cell(row, 4).font.color.rgb for row in (5, 6)] == ["FFB8341B"] * 2
    assert sheet["D3"].font.color.rgb == "FF1D1C1A"


def test_the_counts_sheet_names_rows_of_no_territory_and_counts_no_uncounted_ones():
    listing = Listing(entries=(Entry(1, "A"), Entry(2, "B", region=Region("複数国", counted=False), counted=False)))
    sheet = sheets_of(write_listing(listing, "xlsx", language="en"))["Counts"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)] == [
        ["No country or region given", None, 1, None],
        ["複数国", None, None, None],
        ["No country or region given", None, None, None],
    ]


def test_the_findings_sheet_has_code_severity_message_places_and_proposal():
    findings = (
        Finding(
            "unit-spelling", "warning", Text("Odd.", "変です。"), (Locator(3, 145), Locator(line=2)), Proposal("unit", "研究所", "研究科")
        ),
        Finding("note", "info", Text("So.", "そう。")),
    )
    sheet = sheets_of(write_listing(LISTING, "xlsx", findings=findings))["指摘"]
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == [
        ["コード", "重要度", "内容", "所在", "修正案"],
        ["unit-spelling", "要確認", "変です。", "p.3 · 145行, 2行", "研究所 → 研究科"],
        ["note", "参考", "そう。", "", ""],
    ]


def test_a_row_whose_text_wraps_is_as_tall_as_its_text():
    long = Listing("協定校一覧", date(2024, 5, 1), entries=(Entry(1, "短い大学"), Entry(2, "長い名前の大学" * 12)))
    sheet = sheets_of(write_listing(long, "xlsx")).worksheets[0]
    rows = {cell.value: cell.row for row in sheet.iter_rows() for cell in row}
    heights = [sheet.row_dimensions[rows[name]].height for name in ("短い大学", "長い名前の大学" * 12)]
    assert heights == [None, 60]  # 84 full-width characters in a column of 21 make four lines of 15 points
