"""Lists that are seldom seen: hidden rows, signs in odd places, sheets with further titles, rows cut in two ways."""

import pytest

from teikei.lists.layout.profile import profile_of
from teikei.lists.read import read_content
from teikei.names.bilingual import Refusal
from tests.lists.layout.small import codes, line, lines, listing, page, roles, workbook
from tests.lists.read.workbooks import Sheet, xlsx_of

READ = ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]


def test_signs_before_the_country_or_the_name_are_no_part_of_them() -> None:
    read = listing("記号 国名 大学名 締結日\n★ ドイツ ハレ工科大学 2001.4.1\nタイ ★ナコン大学 2003.5.6\nカナダ レイク大学 2005.7.8\n")
    assert lines(read) == READ
    assert read.entries[0].marks == ("★",)


def test_two_dates_with_a_comma_are_one_field_of_a_line() -> None:
    read = listing("国名 大学名 締結日\nドイツ ハレ工科大学 2001.4.1, 2005.4.1\nタイ ナコン大学 2003.5.6\nカナダ レイク大学 2005.7.8\n")
    assert lines(read) == READ
    assert read.entries[0].date_text == "2001.4.1, 2005.4.1"


def test_a_line_of_values_may_have_a_tab_in_it() -> None:
    assert (
        lines(listing("国名 大学名 締結日\nドイツ\tハレ工科大学 2001.4.1\nタイ ナコン大学 2003.5.6\nカナダ レイク大学 2005.7.8\n")) == READ
    )


def test_a_hidden_row_is_not_read() -> None:
    rows = [["国名", "大学名", "締結日"], ["ドイツ", "ハレ工科大学", "2001.4.1"], ["タイ", "ナコン大学", "2003.5.6"]]
    read = read_content(xlsx_of(Sheet("一覧", rows, hidden_rows=(1,))), "list.xlsx")
    assert lines(read) == READ[1:2]
    assert roles(read) == ["header", "hidden", "entry"]


def test_a_further_sheet_has_a_title_of_its_own_that_is_no_row() -> None:
    head = ["国名", "大学名", "締結日"]
    read = workbook(
        ("一", [["大学間協定校一覧"], head, ["ドイツ", "ハレ工科大学", "2001.4.1"]]),
        ("二", [["部局間協定校一覧"], ["※ 更新中を含む。"], head, ["タイ", "ナコン大学", "2003.5.6"]]),
    )
    assert read.title == "大学間協定校一覧"
    assert roles(read) == ["title", "header", "entry", "title", "legend", "header", "entry"]
    assert lines(read) == READ[:2]


def test_a_note_under_the_head_of_a_regions_table_says_that_it_is_not_counted() -> None:
    head = "国名\t大学名\t締結日\n"
    read = listing(
        f"協定校一覧\nアジア\n{head}タイ\tナコン大学\t2003.5.6\n複数国\n{head}（機関数には含まない。）\nドイツ・タイ\tハレ教育ネットワーク\t2001.4.1\n"
    )
    assert [region.counted for region in read.regions] == [True, False]
    assert [entry.counted for entry in read.entries] == [True, False]


def test_a_page_number_under_the_title_is_furniture() -> None:
    read = listing("協定校一覧\n- 1 -\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert roles(read) == ["title", "furniture", "header", "entry"]


def test_a_country_on_a_line_holds_for_rows_that_have_no_head() -> None:
    read = listing(
        "協定校一覧,,\nドイツ,,\nハレ工科大学,工学部,2001.4.1\nザーレ大学,理学部,2002.4.1\nタイ,,\nナコン大学,理学部,2003.5.6\n", "list.csv"
    )
    assert read.title == "協定校一覧"
    assert lines(read) == [
        "DE | ハレ工科大学 | 工学部 | 2001-04-01",
        "DE | ザーレ大学 | 理学部 | 2002-04-01",
        "TH | ナコン大学 | 理学部 | 2003-05-06",
    ]


def test_rows_that_lack_their_number_and_country_are_laid_to_the_heads_they_fit() -> None:
    read = listing(
        "番号\t国名\t大学名\t締結日\t有効期限\n1\tドイツ\tハレ工科大学\t2001.4.1\t2031.3.31\nザーレ大学\t2002.4.1\t自動更新\n3\tタイ\tナコン大学\t2003.5.6\t2033.5.5\n"
    )
    assert [(line(entry), entry.valid_to) for entry in read.entries] == [
        (READ[0], "2031-03-31"),
        ("DE | ザーレ大学 | - | 2002-04-01", "auto-renew"),
        (READ[1], "2033-05-05"),
    ]


@pytest.mark.parametrize("row", [",,2001.4.1※\nタイ,ナコン大学,2003.5.6\n", "タイ,ナコン大学,2003.5.6\nカナダ,,2001.4.1※\n"])
def test_a_date_with_a_sign_and_no_partner_is_left_unread(row: str) -> None:
    read = listing(f"国名,大学名,締結日\n{row}", "list.csv")
    assert lines(read) == READ[1:2]
    assert "line-unread" in codes(read)


def test_a_name_with_its_country_alone_on_a_line_is_an_entry() -> None:
    read = listing("協定校一覧\n大学名\t締結日\nハレ工科大学（ドイツ）\t2001.4.1\nナコン大学（タイ）\nレイク大学（カナダ）\t2005.7.8\n")
    assert lines(read) == [READ[0], "TH | ナコン大学 | - | -", READ[2]]


def test_a_long_text_that_is_no_list_is_refused() -> None:
    text = "国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n" + "あれこれ\tそれこれ\n" * 10_100
    with pytest.raises(Refusal):
        listing(text)


def test_units_behind_a_gap_or_a_joint_are_ours_whatever_words_they_hold() -> None:
    read = listing(
        "Country University Faculty Date\nGermany Halle University  Faculty of Engineering 2001.4.1\nThailand Nakhon UniversityFaculty of Science 2003.5.6\nCanada Lake University Law School 2005.7.8\nCanada Salmon University Graduate School 2006.7.8\n"
    )
    assert [(entry.institution, entry.units_text) for entry in read.entries] == [
        ("Halle University", "Faculty of Engineering"),
        ("Nakhon University", "Faculty of Science"),
        ("Lake University", "Law School"),
        ("Salmon University", "Graduate School"),
    ]


def test_names_of_units_under_a_head_that_no_one_knows_are_not_taken_for_ours() -> None:
    read = listing("国名,大学名,なぞ,締結日\nドイツ,ハレ工科大学,工学部,2001.4.1\nタイ,ナコン大学,理学部,2003.5.6\n", "list.csv")
    assert lines(read) == READ[:2]


def test_lines_stand_before_and_behind_tables_side_by_side() -> None:
    read = listing(
        "海外協定校一覧\n国名|大学名|国名|大学名\nドイツ|ハレ工科大学|カナダ|レイク大学\nタイ|ナコン大学|カナダ|サーモン大学\n※ 更新中を含む。\n"
    )
    assert [entry.institution for entry in read.entries] == ["ハレ工科大学", "ナコン大学", "レイク大学", "サーモン大学"]
    assert read.title == "海外協定校一覧"
    assert read.legend == ("※ 更新中を含む。",)


def test_a_welcome_before_the_table_of_a_page_is_no_region() -> None:
    rows = "<table><tr><td>国名</td><td>大学名</td><td>締結日</td></tr><tr><td>タイ</td><td>ナコン大学</td><td>2003.5.6</td></tr></table>"
    read = listing(page(f"<h1>協定校一覧</h1><p>ようこそ</p>{rows}"), "list.html")
    assert lines(read) == READ[1:2]
    assert read.regions == ()


def test_the_profile_of_a_list_that_counts_partners_once_leaves_regions_open() -> None:
    read = listing("協定校一覧\n1機関\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\nタイ\tナコン大学\t2008.5.6\n")
    assert read.rules.repeated_institution_once
    assert profile_of(read).counts == {}


def test_two_dates_with_other_words_between_are_no_date() -> None:
    read = listing("国名\t大学名\t締結日\nタイ\tナコン大学\t2001.4.1（改訂前）2005.4.1\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert read.entries[0].concluded_on is None
    assert read.entries[0].date_text == "2001.4.1（改訂前）2005.4.1"


@pytest.mark.parametrize(
    "text",
    [
        "2001.3.5（2021.3.5更新）",
        "2001.3.5 (renewed 2021.3.5)",
        "2001.3.5（更新2021.3.5）",
        "平成13年3月5日締結、令和3年3月5日更新",
        "2001.3.5締結 2011.3.5更新 2021.3.5更新",
    ],
)
def test_a_day_that_is_said_to_be_of_a_renewal_stands_as_that(text: str) -> None:
    read = listing(f"国名\t大学名\t締結日\nタイ\tナコン大学\t{text}\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert [tuple(day and day.isoformat() for day in (entry.concluded_on, entry.renewed_on)) for entry in read.entries[:1]] == [
        ("2001-03-05", "2021-03-05")
    ]
    assert [code for code in codes(read) if code.startswith("date-")] == []


def test_universities_one_a_line_in_a_cell_are_partners_each_and_that_is_said() -> None:
    head = "<tr><th>国名</th><th>大学名</th><th>英文名</th><th>締結日</th></tr>"
    rows = (
        "<tr><td>タイ</td><td>ランパーン大学<br>ナコン工科大学</td><td>Lampang University<br>Nakhon University of Technology</td><td>2015.4.7</td></tr>"
        "<tr><td>米国</td><td>モンタナA&M大学<br>Montana A&M University</td><td></td><td>1988.4.7</td></tr>"
        "<tr><td>ドイツ</td><td>ハレ北大学<br>医学部</td><td></td><td>2001.3.15</td></tr>"
        "<tr><td>カナダ</td><td>レイク大学<br>デービス校</td><td></td><td>2003.3.15</td></tr>"
    )
    read = listing(page(f"<h1>協定校一覧</h1><table>{head}{rows}</table>"), "list.html")
    assert lines(read) == [
        "TH | ランパーン大学 | - | 2015-04-07",
        "TH | ナコン工科大学 | - | 2015-04-07",
        "US | モンタナA&M大学 | - | 1988-04-07",
        "DE | ハレ北大学 医学部 | - | 2001-03-15",
        "CA | レイク大学 デービス校 | - | 2003-03-15",
    ]
    assert [entry.institution_alt for entry in read.entries][:2] == ["Lampang University", "Nakhon University of Technology"]
    assert "partners-in-a-cell" in codes(read)


def test_lines_of_a_cell_that_may_be_partners_each_are_said() -> None:
    rows = "<tr><th>国名</th><th>大学名</th><th>締結日</th></tr><tr><td>フランス</td><td>ナンシー北大学<br>リヨン科学アカデミー</td><td>2015.4.7</td></tr>"
    read = listing(page(f"<h1>協定校一覧</h1><table>{rows}</table>"), "list.html")
    assert lines(read) == ["FR | ナンシー北大学 リヨン科学アカデミー | - | 2015-04-07"]
    assert "several-partners" in codes(read)


def test_a_table_of_visits_by_year_is_said_to_be_hardly_a_list_of_agreements() -> None:
    rows = (
        "<tr><th>Country</th><th>Institution</th><th>2024</th><th>2023</th><th>2022</th></tr>"
        "<tr><td>Germany</td><td>University of Halle-Nord</td><td>7/9</td><td></td><td></td></tr>"
        "<tr><td>Thailand</td><td>Lampang University</td><td></td><td>10/3</td><td>4/1</td></tr>"
    )
    read = listing(page(f"<h1>Visitors from abroad</h1><table>{rows}</table>"), "list.html")
    assert codes(read) == {"columns-of-years", "as-of-missing"}


def test_units_in_brackets_behind_nearly_all_names_are_said_to_be_of_either_side() -> None:
    read = listing(
        "Country\tInstitution\tSince\nGermany\tUniversity of Halle-Nord (Faculty of Law)\t2001\nThailand\tLampang University (School of Medicine)\t2004\n"
        "Canada\tLake University (Faculty of Engineering)\t2009\n"
    )
    assert "unit-of-which-side" in codes(read)
