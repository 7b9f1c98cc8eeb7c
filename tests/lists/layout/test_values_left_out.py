"""Lists in which single values are missing, and words that look like a head or a unit and are none."""

import pytest

from teikei.lists.read import read_content
from tests.lists.layout.small import codes, lines, listing, page, roles, stated, table
from tests.lists.read.workbooks import Sheet, xlsx_of


def test_a_record_of_lines_that_lacks_its_date_keeps_its_columns() -> None:
    read = listing(
        "協定校一覧\n\nハレ北大学（ドイツ）\n2001.3.15\n医学部\n\nナコン第一高等学校（タイ）\n情報センター\n\n"
        "レイク大学（カナダ）\n1998.5.20\n農学部\n\nエムデン工科大学（ドイツ）\n2016.4.1\n工学部\n"
    )
    assert lines(read) == [
        "DE | ハレ北大学 | 医学部 | 2001-03-15",
        "TH | ナコン第一高等学校 | 情報センター | -",
        "CA | レイク大学 | 農学部 | 1998-05-20",
        "DE | エムデン工科大学 | 工学部 | 2016-04-01",
    ]
    assert "date-missing" in codes(read)


def test_a_title_and_a_total_on_two_lines_are_no_record() -> None:
    read = listing(
        "大学間協定締結校一覧\n締結校数 3校\n\nハレ北大学（ドイツ）\n2001.3.15\n\nレイク大学（カナダ）\n1998.5.20\n\nエムデン工科大学（ドイツ）\n2016.4.1\n"
    )
    assert len(read.entries) == 3
    assert stated(read.stated) == [("institutions", 3)]


def test_a_head_that_few_records_have_breaks_no_record() -> None:
    record = "番号：{}\n締結日：{}\n{}大学名：{}（タイ）\n部局：工学部\n\n"
    contact = "担当教員：佐藤教授\n"
    read = listing(
        "協定校一覧\n\n"
        + record.format(1, "2015年4月7日", contact, "ランパーン大学")
        + record.format(2, "2018年10月1日", "", "ナコン工科大学")
        + record.format(3, "2019年2月3日", "", "コーンケン大学")
        + record.format(4, "2020年2月3日", "", "チェンライ大学")
    )
    assert lines(read) == [
        "TH | ランパーン大学 | 工学部 | 2015-04-07",
        "TH | ナコン工科大学 | 工学部 | 2018-10-01",
        "TH | コーンケン大学 | 工学部 | 2019-02-03",
        "TH | チェンライ大学 | 工学部 | 2020-02-03",
    ]


def test_a_research_centre_with_its_country_in_brackets_is_no_unit_of_ours() -> None:
    read = listing(
        "協定校一覧\n機関名　　　　　　　　　　締結日\nハレ北大学（ドイツ）　　　　2001.3.15\nヴィンがんセンター（ベトナム）\nレイク大学（カナダ）　　　　1998.5.20\n"
    )
    assert lines(read) == ["DE | ハレ北大学 | - | 2001-03-15", "VN | ヴィンがんセンター | - | -", "CA | レイク大学 | - | 1998-05-20"]


def test_columns_of_blanks_without_a_head_stand_where_they_begin() -> None:
    read = listing(
        "協定校一覧\n\nドイツ  ハレ北大学        2001.3.15  医学部\n        エムデン工科大学  2016.4.1   工学部\nタイ    ランパーン大学    2015.4.7   農学部\n        ナコン工科大学    2018.6.3   理学部\n"
    )
    assert lines(read) == [
        "DE | ハレ北大学 | 医学部 | 2001-03-15",
        "DE | エムデン工科大学 | 工学部 | 2016-04-01",
        "TH | ランパーン大学 | 農学部 | 2015-04-07",
        "TH | ナコン工科大学 | 理学部 | 2018-06-03",
    ]


def test_an_empty_row_beside_a_merged_partner_is_reported() -> None:
    rows = [["国名", "大学名", "締結日"], ["ドイツ", "ハレ北大学", "2001.3.15"], ["", "", ""], ["タイ", "ランパーン大学", "2015.4.7"]]
    read = read_content(xlsx_of(Sheet("一覧", rows, merged=[(1, 1, 2, 1)])), "list.xlsx")
    assert lines(read) == ["DE | ハレ北大学 | - | 2001-03-15", "TH | ランパーン大学 | - | 2015-04-07"]
    assert "row-empty-in-merge" in codes(read)


def test_an_empty_row_between_rows_is_not_reported() -> None:
    rows = [["国名", "大学名", "締結日"], ["ドイツ", "ハレ北大学", "2001.3.15"], ["", "", ""], ["タイ", "ランパーン大学", "2015.4.7"]]
    assert "row-empty-in-merge" not in codes(read_content(xlsx_of(Sheet("一覧", rows)), "list.xlsx"))


def test_a_head_of_two_rows_in_csv_goes_on_below_its_gaps() -> None:
    read = listing(
        "国名,相手機関,,部局,締結日\n,大学名,部局,,\nドイツ,ハレ北大学,工学部,理学部,2001/3/15\nタイ,ランパーン大学,農学部,医学部,2015/4/7\n",
        "list.csv",
    )
    assert lines(read) == ["DE | ハレ北大学 | 理学部 | 2001-03-15", "TH | ランパーン大学 | 医学部 | 2015-04-07"]
    assert [entry.partner_unit for entry in read.entries] == ["工学部", "農学部"]


@pytest.mark.parametrize("name", ["Linköping University", "Umeå University", "Webster University"])
def test_names_that_begin_like_the_head_of_a_column_are_partners(name: str) -> None:
    read = listing(f"Partners\n\n{name}\n2001.03.15\n\nHalle University\n2002.03.15\n\nLake University\n1998.05.20\n")
    assert lines(read)[0] == f"- | {name} | - | 2001-03-15"


def test_a_menu_and_a_foot_beside_a_table_without_a_head_are_no_rows() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>2001.3.{n}</td></tr>" for n, name in enumerate(("ハレ北大学", "レイク大学", "ナコン大学"), 1))
    read = listing(
        page(f"<ul><li>ホーム</li><li>大学紹介</li></ul><p>全3件</p><table>{rows}</table><p>© 2024 Wakaba University</p>"), "list.html"
    )
    assert [entry.institution for entry in read.entries] == ["ハレ北大学", "レイク大学", "ナコン大学"]
    assert stated(read.stated) == [("agreements", 3)]


def test_a_ministry_under_the_heading_of_its_country_keeps_the_countrys_name() -> None:
    read = listing(
        table("Date | University", "Egypt |", "2001/3/15 | Ministry of Health, Egypt", "2002/3/15 | Minya University"), "list.html"
    )
    assert [entry.institution for entry in read.entries] == ["Ministry of Health, Egypt", "Minya University"]


def test_a_total_of_three_kinds_on_one_line_states_all_three() -> None:
    read = listing(
        "Partners\n3 agreements with 2 institutions in 1 countries\nCountry\tUniversity\tDate\nThailand\tLampang University\t2015.04.07\n"
    )
    assert stated(read.stated) == [("agreements", 3), ("institutions", 2), ("territories", 1)]


def test_a_line_of_the_head_is_furniture_where_a_page_says_it_again_in_two_cells() -> None:
    read = listing(
        "協定校一覧\n令和7年4月1日現在　全2件\n\n国名    大学名            締結日\nタイ    ランパーン大学    2015.4.7\n令和7年4月1日現在　全2件\nドイツ  ハレ北大学        2001.3.15\n"
    )
    assert lines(read) == ["TH | ランパーン大学 | - | 2015-04-07", "DE | ハレ北大学 | - | 2001-03-15"]
    assert roles(read)[4] == "furniture"
