"""Workbooks and printed pages as offices make them: days in three columns, signs before names, counts in cells of their own."""

from tests.lists.layout.small import codes, line, lines, listing, roles, workbook

READ = ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]
ROWS = [["ドイツ", "ハレ工科大学", 2001, 4, 1], ["タイ", "ナコン大学", 2003, 5, 6], ["カナダ", "レイク大学", 2005, 7, 8]]


def test_a_day_in_columns_of_year_month_and_day_is_one_day() -> None:
    for heads in (["年", "月", "日"], ["締結年", "月", "日"], ["Year", "Month", "Day"]):
        read = workbook(("一覧", [["国名", "大学名", *heads], *ROWS]))
        assert lines(read) == READ, heads
        assert read.entries[0].row is not None
        assert read.entries[0].row.raw.split("\t")[2:] == ["2001", "4", "1"]


def test_two_days_in_three_columns_each_are_told_apart_by_the_wide_heads_over_them() -> None:
    top = ["国名", "大学名", "締結年月日", "", "", "更新年月日", "", ""]
    under = ["", "", "年", "月", "日", "年", "月", "日"]
    read = workbook(("一覧", [top, under, *[[*row, row[2] + 5, row[3], row[4]] for row in ROWS]]))
    assert lines(read) == READ
    assert [entry.renewed_on and entry.renewed_on.isoformat() for entry in read.entries] == ["2006-04-01", "2008-05-06", "2010-07-08"]


def test_an_era_a_missing_day_and_words_in_such_columns_are_read_as_far_as_they_say() -> None:
    rows = [
        ["ドイツ", "ハレ工科大学", "平成13", "4月", "1日"],
        ["タイ", "ナコン大学", 2003, 5, None],
        ["カナダ", "レイク大学", 2005, "不明", None],
    ]
    read = workbook(("一覧", [["国名", "大学名", "年", "月", "日"], *rows]))
    assert [line(entry).rpartition(" ")[2] for entry in read.entries] == ["2001-04-01", "2003-05", "2005"]


def test_a_sign_in_front_of_a_name_is_a_mark_of_the_row() -> None:
    read = listing(
        "国名\t大学名\t締結日\nドイツ\t＊ハレ工科大学\t2001.4.1\nタイ\tナコン大学※\t2003.5.6\nカナダ\t◎ ※レイク大学☆\t2005.7.8\nメキシコ\t* Lake University\t2006.4.1\n＊は授業料不徴収協定。\n"
    )
    assert lines(read) == [*READ, "MX | Lake University | - | 2006-04-01"]
    assert [entry.marks for entry in read.entries] == [("＊",), ("※",), ("◎ ※", "☆"), ("*",)]


def test_a_heading_with_its_count_in_a_cell_of_its_own_is_a_heading() -> None:
    read = workbook(
        (
            "一覧",
            [
                ["大学名", "", "締結日"],
                ["ドイツ", "", "(1)"],
                ["ハレ工科大学", "", "2001.4.1"],
                ["タイ", "", "1校"],
                ["ナコン大学", "", "2003.5.6"],
            ],
        )
    )
    assert lines(read) == READ[:2]
    assert [(heading.label, heading.stated and heading.stated.value) for heading in read.headings] == [("ドイツ", 1), ("タイ", 1)]


def test_the_day_of_the_list_is_read_though_its_letters_are_set_apart() -> None:
    read = listing("協 定 校 一 覧\n令 和 6 年 5 月 1 日 現 在\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert str(read.as_of) == "2024-05-01"


def test_what_a_browser_prints_around_pages_and_the_way_to_a_page_are_no_rows() -> None:
    read = listing(
        "11/24/26, 1:25 AM 国際交流 | 若葉大学\nホーム > 国際交流 > 協定校\n協定校一覧\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\nhttps://example.org/a 1/2\n"
    )
    assert (read.title, roles(read)) == ("協定校一覧", ["furniture", "furniture", "title", "header", "entry", "furniture"])


def test_units_whose_line_end_was_lost_are_reported() -> None:
    head = "国名\t大学名\t部局\t締結日\n"
    rows = (
        "ドイツ\tハレ工科大学\t理学部工学部\t2001.4.1\nタイ\tナコン大学\t理学部\t2003.5.6\nカナダ\tレイク大学\t工学部・理学部\t2005.7.8\n"
    )
    assert "units-run-together" in codes(listing(head + rows))
    assert "units-run-together" not in codes(listing(head + rows.replace("理学部工学部", "理工学部")))
    assert "units-run-together" not in codes(listing(head + rows.replace("理学部工学部", "理学部附属工学部")))


def test_tables_side_by_side_may_have_blank_columns_before_and_between_them() -> None:
    head = ["国名", "大学名", "締結日"]
    rows = [["", "", *head, "", *head, ""], ["", "", "ドイツ", "ハレ工科大学", "2001.4.1", "", "カナダ", "レイク大学", "2005.7.8", ""]]
    rows.append(["", "", "タイ", "ナコン大学", "2003.5.6", "", "", "", "", ""])
    assert lines(workbook(("一覧", rows))) == READ
