"""Lists as universities really set them out: headings over bullets, years over rows, signs under units, prose, numbers only."""

from teikei.lists.check import check
from teikei.lists.read import read_content
from tests.lists.layout.small import codes, day, line, lines, listing, page, roles
from tests.lists.read.workbooks import Sheet, xlsx_of


def test_countries_are_headings_over_bullets_with_a_year_behind_each_name() -> None:
    read = listing(
        page(
            "<h1>Partner Universities</h1><p>As of April 1, 2024, we have 5 agreements with universities in 3 countries.</p>"
            "<h2>Asia</h2><h3>Thailand</h3><ul><li>Lampang University (Faculty of Engineering) – 2015</li>"
            "<li>Nakhon University of Technology – 2018</li></ul>"
            "<h3>Viet Nam</h3><ul><li>Institute of Marine Research, Hue – 2020</li><li>Vinh Polytechnic – 2009</li></ul>"
            "<h2>Europe</h2><h3>Germany</h3><ul><li>Technische Hochschule Emden – 2016</li></ul>"
        ),
        "list.html",
    )
    assert lines(read) == [
        "TH | Lampang University (Faculty of Engineering) | - | 2015",
        "TH | Nakhon University of Technology | - | 2018",
        "VN | Institute of Marine Research, Hue | - | 2020",
        "VN | Vinh Polytechnic | - | 2009",
        "DE | Technische Hochschule Emden | - | 2016",
    ]
    assert [entry.region.label for entry in read.entries if entry.region] == ["Asia"] * 4 + ["Europe"]
    assert codes(read) == set()


BILINGUAL = (
    "<table><tr><th>国・地域<br>Country/Region</th><th>大学名<br>Institution</th><th>締結年月日<br>Date</th><th>担当部局<br>Faculty</th></tr>"
    '<tr><td rowspan="2">タイ<br>Thailand</td><td>ランパーン大学<br>Lampang University</td><td>2015年4月7日<br>April 7, 2015</td>'
    "<td>工学部<br>Faculty of Engineering</td></tr>"
    "<tr><td>ナコン工科大学<br>Nakhon University of Technology</td><td>2018年10月1日<br>October 1, 2018</td>"
    "<td>理学部・農学部<br>Faculty of Science, Faculty of Agriculture</td></tr>"
    "<tr><td>ドイツ<br>Germany</td><td>ハレ北大学<br>University of Halle-Nord</td><td>2001年3月15日<br>March 15, 2001</td>"
    "<td>医学部<br>School of Medicine</td></tr></table>"
)


def test_a_name_and_a_day_in_two_languages_are_one_agreement() -> None:
    read = listing(page(BILINGUAL), "list.html")
    assert lines(read) == [
        "TH | ランパーン大学 | 工学部 | 2015-04-07",
        "TH | ナコン工科大学 | 理学部 農学部 | 2018-10-01",
        "DE | ハレ北大学 | 医学部 | 2001-03-15",
    ]
    assert [entry.institution_alt for entry in read.entries] == [
        "Lampang University", "Nakhon University of Technology", "University of Halle-Nord",
    ]  # fmt: skip
    assert "date-converted" not in codes(read)


def test_two_names_of_one_script_with_two_days_in_a_cell_are_two_agreements() -> None:
    rows = "<tr><th>国名</th><th>大学名</th><th>締結日</th></tr><tr><td>ドイツ</td><td>ハレ北大学<br>エムデン工科大学</td><td>2001.3.15<br>2016.4.1</td></tr>"
    assert lines(listing(page(f"<table>{rows}</table>"), "list.html")) == [
        "DE | ハレ北大学 | - | 2001-03-15",
        "DE | エムデン工科大学 | - | 2016-04-01",
    ]


def _by_year(*years: str) -> str:
    head = "<tr><th>大学名</th><th>国名</th><th>部局</th></tr>"
    rows = ["<tr><td>ランパーン大学</td><td>タイ</td><td>工学部</td></tr>", "<tr><td>ハレ北大学</td><td>ドイツ</td><td>医学部</td></tr>"]
    tables = (f"<h2>{year}</h2><table>{head}{row}</table>" for year, row in zip(years, rows, strict=True))
    return page(f"<h1>協定校の締結状況</h1>{''.join(tables)}")


def test_years_over_tables_without_dates_are_the_years_concluded() -> None:
    read = listing(_by_year("2015年", "平成28年"), "list.html")
    assert lines(read) == ["TH | ランパーン大学 | 工学部 | 2015", "DE | ハレ北大学 | 医学部 | 2016"]
    assert [role for role in roles(read) if role == "year"] == ["year", "year"]
    assert "date-from-fiscal-year" not in codes(read)


def test_a_fiscal_year_alone_is_doubted_for_it_ends_in_the_next_year() -> None:
    read = listing(_by_year("2015年度", "2016年度"), "list.html")
    assert [day(entry) for entry in read.entries] == ["2015", "2016"]
    assert "date-from-fiscal-year" in codes(read)


def test_one_year_over_a_list_is_the_lists_own_and_no_date_of_its_rows() -> None:
    read = listing("国際交流協定校一覧\n2024年度\n国名\t大学名\nタイ\tランパーン大学\nドイツ\tハレ北大学\n")
    assert [day(entry) for entry in read.entries] == [None, None]


def test_months_and_days_below_fiscal_years_are_days() -> None:
    read = listing(
        "国際交流協定締結校一覧\n\n2015年度\nランパーン大学（タイ）　工学部　4月7日\nハレ北大学（ドイツ）　医学部　10月1日\n"
        "2018年度\nレイク大学（カナダ）　農学部　3月1日\nナコン工科大学（タイ）　理学部　6月3日\n"
    )
    assert lines(read) == [
        "TH | ランパーン大学 | 工学部 | 2015-04-07",
        "DE | ハレ北大学 | 医学部 | 2015-10-01",
        "CA | レイク大学 | 農学部 | 2019-03-01",
        "TH | ナコン工科大学 | 理学部 | 2018-06-03",
    ]


def test_a_column_of_numbers_stands_beside_a_merged_country() -> None:
    read = listing(
        page(
            "<h1>海外協定校</h1><p>（2022年4月1日現在、3大学）</p><table>"
            "<tr><th>国名</th><th>No.</th><th>協定校</th><th>締結年月日</th></tr>"
            '<tr><td rowspan="2">タイ王国</td><td>1</td><td>ランパーン大学</td><td>2015.4.7</td></tr>'
            "<tr><td>2</td><td>コーンケン看護大学</td><td>2019.2.3</td></tr>"
            "<tr><td>ドイツ連邦共和国</td><td>3</td><td>ハレ北大学</td><td>2001.3.15</td></tr></table>"
        ),
        "list.html",
    )
    assert [(entry.number, line(entry)) for entry in read.entries] == [
        ("1", "TH | ランパーン大学 | - | 2015-04-07"),
        ("2", "TH | コーンケン看護大学 | - | 2019-02-03"),
        ("3", "DE | ハレ北大学 | - | 2001-03-15"),
    ]
    assert codes(read) == set()


def test_signs_under_our_units_in_a_head_of_two_rows_name_the_units() -> None:
    rows = [
        ["No.", "国・地域", "相手大学名", "締結年月日", "関係部局", "", "", "備考"],
        ["", "", "", "", "文", "法", "工", ""],
        [1, "タイ", "ランパーン大学", "2015/4/7", "○", "", "○", ""],
        [2, "", "ナコン工科大学", "2018/10/1", "", "", "○", "※更新手続中"],
        [3, "ドイツ", "ハレ北大学", "2001/3/15", "", "○", "", ""],
    ]
    merged = [(0, 4, 0, 6), (2, 1, 3, 1), *((0, column, 1, column) for column in (0, 1, 2, 3, 7))]
    read = read_content(xlsx_of(Sheet("一覧", rows, merged=merged)), "list.xlsx")
    assert lines(read) == [
        "TH | ランパーン大学 | 文 工 | 2015-04-07",
        "TH | ナコン工科大学 | 工 | 2018-10-01",
        "DE | ハレ北大学 | 法 | 2001-03-15",
    ]
    assert read.entries[1].note == "※更新手続中"


def test_signs_under_the_full_names_of_our_units_name_them() -> None:
    read = listing("国名\t大学名\t締結日\t工学部\t理学部\nタイ\tランパーン大学\t2015.4.7\t○\t\nドイツ\tハレ北大学\t2001.3.15\t○\t◎\n")
    assert [entry.units for entry in read.entries] == [("工学部",), ("工学部", "理学部")]


def test_a_sign_in_a_column_of_units_is_no_unit() -> None:
    read = listing("国名\t大学名\t担当部局\t締結日\nタイ\tランパーン大学\t○\t2015.4.7\nドイツ\tハレ北大学\t医学部\t2001.3.15\n")
    assert [entry.units for entry in read.entries] == [(), ("医学部",)]
    assert "unit-missing" in codes(read)


def test_dashes_under_the_partners_units_are_not_our_units() -> None:
    read = listing(
        "国名\t大学名\t相手部局\t担当部局\t締結日\nタイ\tランパーン大学\t－\t医学部\t2015.4.7\nドイツ\tハレ北大学\t\t理学部\t2001.3.15\n"
    )
    assert [(entry.units, entry.partner_unit) for entry in read.entries] == [(("医学部",), "－"), (("理学部",), None)]


def test_a_list_in_prose_says_country_and_year_behind_the_name() -> None:
    read = listing(
        "Partner Institutions\n\nOur university has student exchange agreements with the following institutions:\n\n"
        "University of Halle-Nord, Germany (since 2001)\nTechnische Hochschule Emden, Germany (since 2016)\n"
        "Lampang University, Thailand (since April 2015)\nLake University, Canada (since 1998; renewed 2018)\n"
    )
    assert read.title == "Partner Institutions"
    assert lines(read) == [
        "DE | University of Halle-Nord | - | 2001",
        "DE | Technische Hochschule Emden | - | 2016",
        "TH | Lampang University | - | 2015-04",
        "CA | Lake University | - | 1998",
    ]
    renewed = read.entries[3].renewed_on
    assert renewed is not None
    assert renewed.isoformat() == "2018"


def test_a_table_of_conclusion_renewal_and_end_keeps_the_last_renewal() -> None:
    read = listing(
        "海外協定校一覧,,,,,\n2024年4月1日現在,,,,,\n国名,協定校,協定の種類,締結日,更新日,有効期限\n"
        "タイ,ランパーン大学,学術交流協定,2015/4/7,2020/4/7,2025/4/6\n,ナコン工科大学,学生交流覚書,2018/10/1,,2023/9/30（自動更新）\n"
        "ドイツ,ハレ北大学,学術交流協定,2001/3/15,2006/3/15、2011/3/15,2026/3/14\nカナダ,レイク大学,学術交流協定,1998年5月,2018年5月,期限なし\n",
        "list.csv",
    )
    assert [(line(entry), entry.renewed_on and entry.renewed_on.isoformat(), entry.valid_to) for entry in read.entries] == [
        ("TH | ランパーン大学 | - | 2015-04-07", "2020-04-07", "2025-04-06"),
        ("TH | ナコン工科大学 | - | 2018-10-01", None, "auto-renew"),
        ("DE | ハレ北大学 | - | 2001-03-15", "2011-03-15", "2026-03-14"),
        ("CA | レイク大学 | - | 1998-05", "2018-05", "indefinite"),
    ]


def test_a_table_of_numbers_for_regions_names_nobody_and_says_so() -> None:
    read = listing(
        "地域別協定校数（2024年5月1日現在）\n地域\t国・地域数\t大学間協定\t部局間協定\t合計\nアジア\t14\t63\t120\t183\n北米\t2\t12\t20\t32\n合計\t16\t75\t140\t215\n"
    )
    assert read.entries == ()
    assert codes(read) == {"counts-only"}


def test_a_page_of_regions_with_numbers_names_nobody_and_says_so() -> None:
    read = listing(page("<h1>協定校数</h1><ul><li>アジア　63校</li><li>北米　12校</li><li>ヨーロッパ　45校</li></ul>"), "list.html")
    assert read.entries == ()
    assert codes(read) == {"counts-only", "as-of-missing"}


PROSE = "International cooperation\nOur department has long worked with partners abroad.\nStudents of the department can spend a term at one of these:\n"
BULLETS = "- University of Karlsheim, Faculty of Physics (2015)\n- Technical University of Saarfeld (2018)\n- University of Zamoravia (since 2011)\n"
OFFICE = "Please write to the university's office before 1 March 2024.\nThe office is open on weekdays.\nThe guide for students says more.\nPlaces are few.\n"


def test_bullets_between_paragraphs_are_the_rows_and_a_sentence_with_a_day_is_none() -> None:
    read = listing(PROSE + BULLETS + OFFICE)
    assert lines(read) == [
        "- | University of Karlsheim, Faculty of Physics | - | 2015",
        "- | Technical University of Saarfeld | - | 2018",
        "- | University of Zamoravia | - | 2011",
    ]
    assert roles(read)[-4:] == ["unread"] * 4


def test_a_day_signed_in_a_sentence_of_its_own_behind_the_name_is_the_rows() -> None:
    read = listing(
        "Signed memoranda\n- University of Karlsheim. Signed on 12 March 2015.\n- Technical University of Saarfeld. Signed on 2 May 2018.\n"
        "- University of Zamoravia. Signed on 30 September 2011.\n"
    )
    assert [entry.institution for entry in read.entries] == [
        "University of Karlsheim",
        "Technical University of Saarfeld",
        "University of Zamoravia",
    ]
    assert [day(entry) for entry in read.entries] == ["2015-03-12", "2018-05-02", "2011-09-30"]


def test_a_sentence_that_names_the_office_is_no_unit_over_the_rows() -> None:
    read = listing(
        page(
            "<h1>Partners</h1><p>We have long worked with partners.</p><p>Please write to the office.</p><h2>Germany</h2><ul>"
            "<li>University of Karlsheim (2015)</li><li>Technical University of Saarfeld (2018)</li></ul><h2>Poland</h2><ul>"
            "<li>University of Zamoravia (2011)</li></ul>"
        ),
        "list.html",
    )
    assert [entry.units for entry in read.entries] == [()] * 3


def test_the_first_day_of_a_term_stands_in_for_a_date_that_no_column_has() -> None:
    read = listing(
        "部局間協定一覧\n国名\t大学名\t協定期間\nドイツ\tハレ北大学\t2015.4.1～2020.3.31\nタイ\tランパーン大学\t平成29年5月2日～自動更新\n"
    )
    assert [(day(entry), entry.valid_to) for entry in read.entries] == [("2015-04-01", "2020-03-31"), ("2017-05-02", "auto-renew")]
    assert "date-from-term" in codes(read)
    dated = listing(
        "部局間協定一覧\n国名\t大学名\t締結日\t協定期間\nドイツ\tハレ北大学\t\t2015.4.1～2020.3.31\nタイ\tランパーン大学\t2017.5.2\t\n"
    )
    assert [day(entry) for entry in dated.entries] == [None, "2017-05-02"]


def test_rows_under_a_line_not_understood_have_a_doubtful_country() -> None:
    text = (
        "国際交流協定校一覧\n国名\t大学名\t締結年月日\nタイ\tランパーン大学\t2001.4.1\n\tナコン工科大学\t2002.5.1\n{}"
        "\tHarvenfeld University\t2003.4.2\nドイツ\tハレ北大学\t2004.4.2\n"
    )
    [doubted] = [one for one in check(listing(text.format("ACORDOS EM REDE\n"))) if one.code == "territory-over-unread"]
    assert [place.line for place in doubted.locators] == [5, 6]
    assert "territory-over-unread" not in codes(listing(text.format("")))
