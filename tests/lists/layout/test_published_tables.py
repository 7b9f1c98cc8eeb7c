"""Tables as universities publish them, written by hand: signs for “as above”, periods in the date, two heads, odd totals."""

from teikei.lists.check import check
from tests.lists.layout.small import codes, lines, listing, page, stated, workbook


def test_signs_for_the_same_take_the_cell_above_beside_merged_partners() -> None:
    body = """<h1>海外協定校一覧</h1><table><tr><th>国・地域</th><th>大学名</th><th>協定締結日</th><th>本学担当部局</th></tr>
<tr><td rowspan="3">中華人民共和国</td><td rowspan="2">復旦大学<br>Fudan University</td><td>令和元年5月1日</td><td>文学部</td></tr>
<tr><td>平成31年4月30日</td><td>工学部</td></tr>
<tr><td>南京大学<br>Nanjing University</td><td>平成元年1月8日</td><td>同上</td></tr>
<tr><td>台湾</td><td>国立成功大学<br>National Cheng Kung University</td><td>〃</td><td>医学部</td></tr></table>"""
    assert lines(listing(page(body), "list.html")) == [
        "CN | 復旦大学 | 文学部 | 2019-05-01",
        "CN | 復旦大学 | 工学部 | 2019-04-30",
        "CN | 南京大学 | 工学部 | 1989-01-08",
        "TW | 国立成功大学 | 医学部 | 1989-01-08",
    ]


def test_a_period_in_the_date_column_may_say_its_length_in_brackets() -> None:
    read = listing(
        "Country\tInstitution\tDate (Period)\n"
        "Indonesia\tUniversitas Gadjah Mada\t2010-03-05 (5 years)\n"
        "Indonesia\tInstitut Teknologi Bandung\t2011-11-21 (5 years, automatically renewed)\n"
        "Taiwan\tNational Taiwan University\t15 August 2012 / open-ended\n"
    )
    assert [(str(entry.concluded_on and entry.concluded_on.isoformat()), entry.valid_to) for entry in read.entries] == [
        ("2010-03-05", "5 years"),
        ("2011-11-21", "auto-renew"),
        ("2012-08-15", "indefinite"),
    ]


def test_an_export_of_several_pages_keeps_levels_and_units_apart_and_ends_in_a_total() -> None:
    head = "Country,University,Signed,Level,Our School\n"
    text = (
        "Page 1 of 2,,,,\n" + head + "Viet Nam,Can Tho University,3 June 2018,Faculty,Agriculture\n"
        "Thailand,Chulalongkorn University,1 July 2020,University,Science\n"
        "Page 2 of 2,,,,\n" + head + "Germany,University of Bonn,4 May 2009,University,Letters\n"
        '"Number of partners in all countries: 3",,,,\n'
    )
    read = listing(text, "list.csv")
    assert lines(read) == [
        "VN | Can Tho University | Agriculture | 2018-06-03",
        "TH | Chulalongkorn University | Science | 2020-07-01",
        "DE | University of Bonn | Letters | 2009-05-04",
    ]
    assert stated(read.stated) == [("institutions", 3)]


def test_totals_in_odd_wording_state_counts_and_are_no_partners() -> None:
    table = "国名\t大学名\t締結日\nインド\tデリー大学\t2001年4月1日\n英国\tヨーク大学\t1999年11月30日\n"
    assert stated(listing(f"{table}機関数合計\t\t2\n").stated) == [("institutions", 2)]
    assert stated(listing(f"{table}以上 2 協定（2か国・2大学）\n").stated) == [("agreements", 2), ("territories", 2), ("institutions", 2)]
    english = "Country\tUniversity\tDate\nIndia\tUniversity of Delhi\t2001-04-01\nU.K.\tUniversity of York\t1999-11-30\n"
    assert stated(listing(f"{english}Altogether: 2 institutions in 2 countries\n").stated) == [("institutions", 2), ("territories", 2)]
    assert stated(listing(f"{english}Total number of partner institutions\t\t2\n").stated) == [("institutions", 2)]


def test_a_wrong_total_in_odd_wording_is_reported() -> None:
    read = listing("国名\t大学名\t締結日\nインド\tデリー大学\t2001年4月1日\n英国\tヨーク大学\t1999年11月30日\n機関数合計\t\t3\n")
    assert "headline-differs" in codes(read)


def test_a_second_name_in_brackets_is_kept_without_them() -> None:
    read = listing(
        "| 国 | 提携校 | 締結年月 |\n|---|---|---|\n"
        "| カナダ | アルバータ大学 (University of Alberta) | 1995年11月 |\n"
        "| 豪州 | モナシュ大学 (Monash University) | 2017年2月 |\n"
    )
    assert [entry.institution_alt for entry in read.entries] == ["University of Alberta", "Monash University"]


def test_a_partner_whose_name_ends_in_its_country_in_brackets_is_no_head() -> None:
    read = listing(
        "協定校一覧\n\nボン大学（ドイツ）\n2001-01-02\n\nヨーク大学（英国）\n2009-07-05\n\nソウル大学（韓国）\n2003-02-22\n\n延世大学（韓国）\n1994-04-14\n"
    )
    assert [entry.institution for entry in read.entries] == ["ボン大学", "ヨーク大学", "ソウル大学", "延世大学"]
    assert all(entry.concluded_on for entry in read.entries)


def test_a_partner_of_a_kind_that_units_are_too_is_a_row_where_it_carries_its_country() -> None:
    read = listing(
        "Wollongong University (Australia),1987.4.9\nMonash University (Australia),1990.4.9\nUniversity of Otago (New Zealand),1991.1.9\n"
        "University of Bonn (Germany),1992.1.9\nWollongong Historical Archives (Australia),\n",
        "list.csv",
    )
    assert [entry.institution for entry in read.entries][-1] == "Wollongong Historical Archives"


def test_a_unit_of_ours_that_holds_a_day_is_reported_at_its_cell() -> None:
    read = listing(
        "国名\t大学名\t締結日\t担当部局\nインド\tデリー大学\t2001年4月1日\t法学部 王立大学 1999年8月18日\n英国\tヨーク大学\t1999年11月30日\t文学部\n"
    )
    assert [finding.locators for finding in check(read) if finding.code == "value-misplaced"] == [(read.entries[0].locator("units"),)]


def test_a_total_row_does_not_hide_what_the_columns_of_a_headless_sheet_hold() -> None:
    read = workbook(
        (
            "一覧",
            [
                ["Partners"],
                ["1", "Adelaide Agricultural University (Australia)", "1984-10-12"],
                ["2", "Universität Wien (Austria)", "1990-03-07"],
                ["3", "St. Mary's Hospital (Austria)", "2001-05-03"],
                ["4", "Graz Experiment Station (Austria)", "1986-03-19"],
                ["Total", "4 agreements", ""],
            ],
        )
    )
    assert [entry.institution for entry in read.entries] == [
        "Adelaide Agricultural University", "Universität Wien", "St. Mary's Hospital", "Graz Experiment Station",
    ]  # fmt: skip
