"""What cannot be told is left unread and reported; what is told another way is laid where it belongs."""

from tests.lists.layout.small import codes, day, decided, line, lines, listing, page, roles, stated, table

HEAD = "国名\t大学名\t部局\t締結日\n"
ROWS = "ドイツ\tハレ工科大学\t工学部\t2001.4.1\nタイ\tナコン大学\t理学部\t2003.5.6\nカナダ\tレイク大学\t文学部\t2005.7.8\n"
READ = ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06", "CA | レイク大学 | 文学部 | 2005-07-08"]


def test_cells_beyond_the_last_head_are_laid_to_the_left_or_left_unread() -> None:
    read = listing(HEAD + ROWS + "\tタイ\tサラブリ大学\t理学部\t2004.5.6\n")
    assert [line(entry) for entry in read.entries][:3] == READ
    assert (lines(read)[3:], roles(read)[-1]) in [
        (["TH | サラブリ大学 | 理学部 | 2004-05-06"], "entry"),
        ([], "unread"),
    ]


def test_a_row_whose_cells_run_over_the_head_is_left_unread_where_nothing_fits() -> None:
    read = listing(HEAD + ROWS + "タイ\tサラブリ大学\t理学部\tあれ\tこれ\n")
    assert lines(read)[:3] == READ
    assert len(read.entries) == 3
    assert roles(read)[-1] == "unread"
    assert "line-unread" in codes(read)


def test_a_row_without_a_date_whose_cells_stand_right_is_an_entry() -> None:
    read = listing(HEAD + ROWS + "タイ\tサラブリ大学\t理学部\t\n\tチャン大学\t農学部\n")
    assert lines(read)[3:] == ["TH | サラブリ大学 | 理学部 | -", "TH | チャン大学 | 農学部 | -"]


def test_a_row_without_a_date_that_has_moved_is_told_by_its_units() -> None:
    read = listing(HEAD + ROWS + "サラブリ大学\t農学部\n")
    assert lines(read)[3:] == ["CA | サラブリ大学 | 農学部 | -"]


def test_a_row_in_which_a_date_stands_under_another_head_is_laid_to_the_dates() -> None:
    read = listing(HEAD + ROWS + "タイ\tサラブリ大学\t2004.5.6\t農学部\n")
    assert len(read.entries) in (3, 4)
    assert roles(read)[-1] in ("entry", "unread")
    assert all(day(entry) or roles(read)[-1] == "unread" for entry in read.entries)


def test_a_name_broken_off_after_a_small_word_goes_on_below() -> None:
    read = listing(
        "国名  大学名                    締結日\n"
        "ドイツ  Institute for Higher and  2001.4.1\n"
        "        Deeper Learning of Halle\n"
        "タイ    Nakhon University         2003.5.6\n"
        "カナダ  Lake University           2005.7.8\n"
    )
    assert [entry.institution for entry in read.entries] == [
        "Institute for Higher and Deeper Learning of Halle",
        "Nakhon University",
        "Lake University",
    ]


def test_a_row_of_names_line_by_line_whose_dates_are_not_as_many_is_one_record() -> None:
    body = "<tr><td>国名</td><td>大学名</td><td>締結日</td></tr><tr><td>ドイツ</td><td>ハレ工科大学<br>ザーレ大学<br>エルベ大学</td><td>2001.4.1<br>2002.4.1</td></tr>"
    read = listing(page(f"<table>{body}<tr><td>タイ</td><td>ナコン大学</td><td>2003.5.6</td></tr></table>"), "list.html")
    assert [entry.institution for entry in read.entries] == ["ハレ工科大学 ザーレ大学 エルベ大学", "ナコン大学"]


def test_a_rule_of_signs_between_rows_is_no_row() -> None:
    read = listing(HEAD + "ドイツ\tハレ工科大学\t工学部\t2001.4.1\n---\t---\t---\t---\nタイ\tナコン大学\t理学部\t2003.5.6\n")
    assert roles(read) == ["header", "entry", "furniture", "entry"]


def test_a_very_long_remark_leaves_its_row_readable() -> None:
    read = listing(f"国名\t大学名\t締結日\t備考\nドイツ\tハレ工科大学\t2001.4.1\t{'あ' * 400}\nタイ\tナコン大学\t2003.5.6\t\n")
    assert [entry.institution for entry in read.entries] == ["ハレ工科大学", "ナコン大学"]
    assert read.entries[0].note == "あ" * 400


def test_a_very_long_cell_in_a_row_is_left_unread() -> None:
    read = listing(HEAD + ROWS + f"タイ\tサラブリ大学\t{'あ' * 400}\t2004.5.6\n")
    assert lines(read) == READ
    assert roles(read)[-1] == "unread"


def test_a_line_of_values_whose_tabs_are_gone_is_left_unread() -> None:
    read = listing(HEAD + ROWS + "タイ サラブリ大学 農学部 2004.5.6\n")
    assert lines(read) == READ
    assert roles(read)[-1] == "unread"


def test_a_summary_between_head_and_list_in_cells_is_counts() -> None:
    read = listing("協定校一覧\nアジア\t2\t1\n欧州\t1\t1\n" + HEAD + ROWS)
    assert roles(read)[:3] == ["title", "count", "count"]
    assert lines(read) == READ


def test_cells_before_the_head_that_say_the_day_or_the_totals_are_read() -> None:
    read = listing(
        table(
            "協定校一覧|", "2024年5月1日|現在", "3ヶ国|3機関", "国名|大学名", "ドイツ|ハレ工科大学", "タイ|ナコン大学", "カナダ|レイク大学"
        ),
        "list.html",
    )
    assert read.as_of is not None
    assert read.as_of.isoformat() == "2024-05-01"
    assert stated(read.stated) == [("territories", 3), ("institutions", 3)]


def test_cells_before_the_head_that_say_nothing_are_reported_or_outside() -> None:
    read = listing("協定校一覧\nあれ\tこれ\tそれ\n" + HEAD + ROWS)
    assert roles(read)[:2] == ["title", "unread"]


def test_a_second_table_with_other_columns_has_its_own() -> None:
    read = listing("協定校一覧\n" + HEAD + ROWS + "\n大学名\t国名\t締結日\nサラブリ大学\tタイ\t2004.5.6\n")
    assert lines(read)[3:] == ["TH | サラブリ大学 | - | 2004-05-06"]


def test_a_title_of_a_further_part_is_no_row() -> None:
    read = listing("国名 大学名 部局 締結日\nドイツ ハレ工科大学 工学部 2001.4.1\nタイ ナコン大学 理学部 2003.5.6\n")
    assert len(read.entries) == 2
    assert "row-split-by-words" not in codes(read)


def test_a_note_after_the_rows_is_of_the_legend_and_a_day_after_them_is_the_lists() -> None:
    read = listing(HEAD + ROWS + "注　部局間協定を含む。\n備考：更新中を含む\n2024年5月1日現在\n")
    assert roles(read)[-3:] == ["legend", "legend", "as-of"]
    assert read.legend == ("注　部局間協定を含む。", "備考：更新中を含む")
    assert read.as_of is not None


def test_a_legend_that_the_list_repeats_is_kept_once() -> None:
    read = listing("協定校一覧\n※ 更新中を含む。\n" + HEAD + ROWS + "※ 更新中を含む。\n")
    assert read.legend == ("※ 更新中を含む。",)


def test_a_list_whose_title_says_its_totals_is_read_without_a_day() -> None:
    read = listing("3大学と結ぶ協定校一覧\n" + HEAD + ROWS)
    assert read.title == "3大学と結ぶ協定校一覧"
    assert stated(read.stated) == [("institutions", 3)]


def test_totals_that_stand_before_any_title_are_totals() -> None:
    read = listing("締結数は3大学、3か国です\n協定校一覧\n" + HEAD + ROWS)
    assert ("institutions", 3) in stated(read.stated)
    assert ("territories", 3) in stated(read.stated)


def test_totals_beside_the_day_are_both_read() -> None:
    read = listing("協定校一覧\n2024年5月1日現在　3ヶ国3機関\n" + HEAD + ROWS)
    assert read.as_of is not None
    assert stated(read.stated) == [("territories", 3), ("institutions", 3)]
    beside = listing("協定校一覧\n3ヶ国の3大学と締結しています（2024年5月1日現在）\n" + HEAD + ROWS)
    assert stated(beside.stated) == [("territories", 3), ("institutions", 3)]


def test_a_country_with_its_count_again_is_a_heading_of_its_own() -> None:
    read = listing(HEAD + "ドイツ（1）\tハレ工科大学\t工学部\t2001.4.1\nドイツ（2）\tザーレ大学\t工学部\t2002.4.1\n")
    assert [heading.stated.value for heading in read.headings if heading.stated] == [1, 2]


def test_a_table_after_lines_of_values_ends_them() -> None:
    read = listing("国名 大学名 部局 締結日\nドイツ ハレ工科大学 工学部 2001.4.1\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n")
    assert lines(read) == [READ[0], "TH | ナコン大学 | - | 2003-05-06"]
    assert decided(read, "separator") == ["none"]
