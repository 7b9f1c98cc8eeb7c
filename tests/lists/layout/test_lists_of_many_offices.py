"""How offices in many countries write what every list says: years of Taiwan, Erasmus codes, levels, notes behind kinds, flags."""

import json

import pytest

from teikei.lists.check import check
from tests.lists.layout.small import codes, line, lines, listing, page, stated, table


def test_levels_on_lines_of_their_own_are_said_of_the_rows_under_them() -> None:
    read = listing(
        "海外協定校\n【大学間協定】\n■アジア\n・ナコン大学（タイ）\n・フエ大学（ベトナム）\n【部局間協定】\n■アジア\n・ビン大学（ベトナム）\n"
    )
    assert lines(read) == ["TH | ナコン大学 | - | -", "VN | フエ大学 | - | -", "VN | ビン大学 | - | -"]
    assert [entry.kinds for entry in read.entries] == [("大学間協定",), ("大学間協定",), ("部局間協定",)]


def test_two_digit_years_are_taiwans_where_another_date_shows_it() -> None:
    text = "國家\t學校名稱\t簽約日期\n日本\t大分大學\t99.3.2\n韓國\t大邱大學\t106.5.24\n"
    assert lines(listing(text)) == ["JP | 大分大學 | - | 2010-03-02", "KR | 大邱大學 | - | 2017-05-24"]
    alone = listing(text.replace("106.5.24", "98.5.24"))
    assert [entry.concluded_on for entry in alone.entries] == [None, None]
    assert "date-unreadable" in codes(alone)


def test_the_country_of_an_erasmus_code_is_the_partners() -> None:
    text = "Erasmus code,Partner institution,Subject area,Staff mobility,Validity\nF PARIS001,Université Nord,0421,x,2021-2027\nSF TURKU05,Turun yliopisto,0311,x,2022-2028\nCZ BRNO05,Masarykova univerzita,0222,x,2021-2028\n"
    read = listing(text, "list.csv")
    assert lines(read) == [
        "FR | Université Nord | - | 2021", "FI | Turun yliopisto | - | 2022", "CZ | Masarykova univerzita | - | 2021",
    ]  # fmt: skip
    assert "date-from-term" in codes(read)


def test_a_note_behind_a_kind_is_no_part_of_it() -> None:
    read = listing(
        "国名\t大学名\t協定の種類\t締結日\nタイ\tナコン大学\t学術交流協定※学生交流を含む\t2001/5/14\nドイツ\tハレ大学\t学術交流協定※1\t2002/5/14\n"
    )
    assert [(entry.kinds, entry.note, entry.marks) for entry in read.entries] == [
        (("学術交流協定",), "※学生交流を含む", ()), (("学術交流協定",), None, ("※1",)),
    ]  # fmt: skip


@pytest.mark.parametrize("others", [{}, {"Laos": []}])
def test_a_country_that_is_the_only_key_of_json_is_the_rows(others: dict[str, list[object]]) -> None:
    records = [{"university": "Nakhon University", "signed": "2015-03-20"}, {"university": "Lampang University", "signed": "2018-11-02"}]
    read = listing(json.dumps({"Thailand": records, **others}), "list.json")
    assert [line(entry) for entry in read.entries][:2] == [
        "TH | Nakhon University | - | 2015-03-20",
        "TH | Lampang University | - | 2018-11-02",
    ]


@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_day_on_the_line_below_each_name_is_its_date(blank: str) -> None:
    read = listing(f"部局間協定校\n\nハレ工科大学工学部(ドイツ)\n2004.6.1\n{blank}ナコン大学農学部(タイ)\n2011.12.20\n")
    assert lines(read) == ["DE | ハレ工科大学工学部 | - | 2004-06-01", "TH | ナコン大学農学部 | - | 2011-12-20"]


def test_a_flag_before_a_country_is_no_part_of_it() -> None:
    read = listing("交換留学協定校\n🇹🇭 タイ\n・ナコン大学（2004年締結）\n・フエ大学（2010年締結）\n🇩🇪 ドイツ\n・ハレ大学（2001年締結）\n")
    assert lines(read) == ["TH | ナコン大学 | - | 2004", "TH | フエ大学 | - | 2010", "DE | ハレ大学 | - | 2001"]


def test_a_blank_country_is_doubted_where_the_name_says_another() -> None:
    head = "国・地域,協定校,締結日\nスペイン,ハレン大学,2009/3/30\n"
    assert "territory-from-above" in codes(listing(f"{head},リオデジャネイロ州立大学,2018/5/22\n", "list.csv"))
    assert "territory-from-above" not in codes(listing(f"{head},フンボルト大学,2018/5/22\n", "list.csv"))


def test_months_of_thai_that_end_in_a_mark_are_read() -> None:
    read = listing("ลำดับ,ประเทศ,ชื่อสถาบัน,วันที่ลงนาม\n1,สาธารณรัฐเกาหลี,Nakhon University,9 กุมภาพันธ์ 2563\n", "list.csv")
    assert lines(read) == ["KR | Nakhon University | - | 2020-02-09"]


def test_several_counts_behind_a_region_are_the_regions() -> None:
    head = "国・地域\t大学名\t締結日"
    read = listing(
        f"協定校一覧\nアジア（2か国 3大学）\n{head}\nタイ\tナコン大学\t2001.4.1\nタイ\tチェン大学\t2001.4.2\nベトナム\tフエ大学\t2001.4.3\n"
        f"ヨーロッパ（1か国 1大学）\n{head}\nドイツ\tハレ大学\t2001.4.4\n"
    )
    assert [(region.label, [stated.value for stated in region.stated]) for region in read.regions] == [
        ("アジア", [2, 3]),
        ("ヨーロッパ", [1, 1]),
    ]
    assert codes(read) == {"as-of-missing"}


def test_a_country_that_nothing_parts_from_the_name_is_told() -> None:
    read = listing("大学名国名締結年月日\n北京林業大学中国2003年10月1日\nナコン大学タイ2008年2月29日\nハレ大学ドイツ2010年1月2日\n")
    assert "value-misplaced" in codes(read)


NESTED = {
    "meta": {"updated": "2025-06-01", "countryCount": 2, "universities_total": 5},
    "countries": [
        {"name": "フィンランド", "partners": [
            {"ja": "ヘルシンキ大学", "en": "University of Helsinki", "agreements": [{"type": "MOU", "signed": "2009-02-03"}, {"type": "SEA", "signed": "2010-04-05"}]},
            {"ja": "アールト大学", "en": "Aalto University", "agreements": [{"type": "MOU", "signed": "2014-09-30"}]},
        ]},
        {"name": "エストニア", "partners": [{"ja": "タルトゥ大学", "en": "University of Tartu", "agreements": []}]},
    ],
}  # fmt: skip


def test_json_of_countries_with_their_partners_is_read_by_its_keys() -> None:
    read = listing(json.dumps(NESTED), "list.json")
    assert lines(read) == [
        "FI | ヘルシンキ大学 | - | 2009-02-03",
        "FI | ヘルシンキ大学 | - | 2010-04-05",
        "FI | アールト大学 | - | 2014-09-30",
        "EE | タルトゥ大学 | - | -",
    ]
    assert [entry.institution_alt for entry in read.entries][::2] == ["University of Helsinki", "Aalto University"]
    assert str(read.as_of) == "2025-06-01"
    assert stated(read.stated) == [("territories", 2), ("institutions", 5)]
    assert "headline-differs" in codes(read)  # three institutions on four rows, not five


def test_kinds_with_their_days_in_one_cell_are_kinds_and_the_earliest_day() -> None:
    read = listing(
        table(
            "Country|University|Agreements",
            "Australia|Perth University|MoU, 12 March 2004; Student Exchange, 3 May 2006",
            "Brazil|Universidade de Ilhota|Student Exchange 21 Sept. 1999 (renewed 2021)",
            "Thailand|ナコン大学|学術交流協定（2011年7月5日）",
            "Thailand|Sarabu University|MoU (2015)",
        ),
        "list.html",
    )
    assert [(entry.kinds, str(entry.concluded_on and entry.concluded_on.isoformat())) for entry in read.entries] == [
        (("MoU", "Student Exchange"), "2004-03-12"),
        (("Student Exchange",), "1999-09-21"),
        (("学術交流協定",), "2011-07-05"),
        (("MoU",), "2015"),
    ]
    assert [str(entry.renewed_on and entry.renewed_on.isoformat()) for entry in read.entries] == ["None", "2021", "None", "None"]
    [doubt] = [finding for finding in check(read) if finding.code == "date-converted"]
    assert [place.line for place in doubt.locators] == [read.entries[0].row.line]


def test_units_in_brackets_behind_the_level_are_ours() -> None:
    read = listing(
        table(
            "国・地域|大学名|区分|締結年月日",
            "中国|ナコン大学|大学間|2004.4.1",
            "中国|サラブリ大学|部局間（農学部・獣医学部）|2011.12.25",
            "中国|ハレ大学|部局間|2012.12.25",
        ),
        "list.html",
    )
    assert [(entry.kinds, entry.units) for entry in read.entries] == [
        (("大学間",), ()),
        (("部局間",), ("農学部", "獣医学部")),
        (("部局間",), ()),
    ]


@pytest.mark.parametrize(
    ("head", "out_first"),
    [("交流定員（派遣／受入）", True), ("受入／派遣", False), ("派遣・受入", True)],
)
def test_places_out_and_in_of_one_column_are_told_apart_by_its_head(head: str, out_first: bool) -> None:
    read = listing(
        table(
            f"国・地域|大学名|締結年月日|{head}",
            "中国|ナコン大学|2004.4.1|3／4",
            "中国|サラブリ大学|2004.5.1|受入5名・派遣2名",
            "韓国|ハレ大学|1999.9.9|各2名",
            "韓国|イエナ大学|1999.9.9|若干名",
        ),
        "list.html",
    )
    assert [(entry.quota_out, entry.quota_in) for entry in read.entries] == [
        ("3", "4") if out_first else ("4", "3"),
        ("2名", "5名"),
        ("2名", "2名"),
        ("若干名", "若干名"),
    ]


def test_dots_that_lead_to_the_date_are_no_part_of_a_name() -> None:
    rows = ["タイ", "  ナコン大学 ……………… 平10.6.1", "  サラブリ大学 …………… 平元.10.9", "ドイツ", "  ハレ工科大学 ・・・・・・・・ 令2.2.2"]
    read = listing("協定校一覧\n" + "\n".join(rows))
    assert lines(read) == ["TH | ナコン大学 | - | 1998-06-01", "TH | サラブリ大学 | - | 1989-10-09", "DE | ハレ工科大学 | - | 2020-02-02"]


def test_two_values_with_a_wide_gap_between_are_hardly_a_name() -> None:
    read = listing(table("国|大学名|締結日", "タイ|ナコン大学　　学術交流|2004.4.1", "タイ|サラブリ　大学|2004.4.1"), "list.html")
    [doubt] = [finding for finding in check(read) if finding.code == "value-misplaced"]
    assert [place.line for place in doubt.locators] == [read.entries[0].row.line]


def test_each_kind_of_agreement_may_have_a_column_of_days() -> None:
    rows = ["タイ|ナコン大学|全学|1995/04/10|1996/05/20", "タイ|サラブリ大学|農学部|2001/12/3|", "ベトナム|フエ大学|工学部|手続中|2008/9/1"]
    read = listing(table("国名|大学名|締結部局|学術協定締結日|学生交流覚書締結日", *rows), "list.html")
    assert [(entry.kinds, entry.concluded_on.isoformat()) for entry in read.entries if entry.concluded_on] == [
        (("学術協定", "学生交流覚書"), "1995-04-10"),
        (("学術協定",), "2001-12-03"),
        (("学生交流覚書",), "2008-09-01"),
    ]
    [told] = [finding for finding in check(read) if finding.code == "days-of-several-kinds"]
    assert [place.line for place in told.locators] == [read.entries[0].row.line]


def test_kinds_under_a_wide_head_of_days_have_days_of_their_own() -> None:
    body = (
        "<tr><th rowspan=2>国名<th rowspan=2>協定校<th colspan=2>締結年月日</tr><tr><th>学術<th>学生交流</tr>"
        "<tr><td>インド<td>プネ大学<td>2012.3.4<td>2011.5.6</tr><tr><td>ネパール<td>カトマ大学<td>－<td>2014.7.8</tr>"
    )
    read = listing(page(f"<table>{body}</table>"), "list.html")
    assert lines(read) == ["IN | プネ大学 | - | 2011-05-06", "NP | カトマ大学 | - | 2014-07-08"]
    assert [entry.kinds for entry in read.entries] == [("学術", "学生交流"), ("学生交流",)]
    assert not codes(read) & {"date-unreadable", "column-unknown"}


def test_a_word_whose_two_signs_are_set_apart_is_one_cell() -> None:
    read = listing(
        "国　名　　大　学　名　　　　　締結年月日　　　備　考\n米　国　　ダコタ州立大学　　　　H 5. 4. 1\n"
        "タ　イ　　サラブリ大学　　　　H25. 8. 8　　　農学部\n韓　国　　蔚北大学校　　　　　H 1.11.30\n計 3か国　　4大学\n"
    )
    assert lines(read) == ["US | ダコタ州立大学 | - | 1993-04-01", "TH | サラブリ大学 | - | 2013-08-08", "KR | 蔚北大学校 | - | 1989-11-30"]
    assert [entry.note for entry in read.entries] == [None, "農学部", None]
    assert codes(read) == {"headline-differs", "as-of-missing"}  # the last line is a total of four


def test_countries_may_stand_in_brackets_as_one_sign_and_units_over_rows_behind_a_number() -> None:
    read = listing(
        "部局間交流協定一覧\n１．文学部\n　①　ナント大学（仏）　2012.4.1\n　②　東呉大学（台湾）　2015.3.3\n２．工学部\n　①　ダコタ工科大学（米）　1998.7.7\n　②　ルーラル大学（豪）　1999.9.9\n"
    )
    assert lines(read) == [
        "FR | ナント大学 | 文学部 | 2012-04-01",
        "TW | 東呉大学 | 文学部 | 2015-03-03",
        "US | ダコタ工科大学 | 工学部 | 1998-07-07",
        "AU | ルーラル大学 | 工学部 | 1999-09-09",
    ]


def test_a_flag_within_a_cell_is_no_part_of_the_country() -> None:
    rows = ["🇹🇭 タイ / Thailand|ナコン大学|2009年3月", "🇻🇳 ベトナム / Vietnam|フエ大学|2012年11月"]
    read = listing(table("国・地域|協定校名|締結年月", *rows), "list.html")
    assert [(heading.label, heading.codes) for heading in read.headings] == [("タイ", ("TH",)), ("ベトナム", ("VN",))]


def test_numbers_behind_their_labels_in_one_row_are_what_the_list_states() -> None:
    read = listing(
        '国・地域数,12,大学数,2\n国,大学名,締結部局,締結日,協定種類\nタイ,ナコン大学,,2009.3.3,大学間\nチェコ,ブルノ大学,,2012.3.3,"部局間（文学部・理学部）・学生交流"\n',
        "list.csv",
    )
    assert stated(read.stated) == [("territories", 12), ("institutions", 2)]
    assert "headline-differs" in codes(read)


def test_of_several_kinds_in_a_cell_the_level_may_name_our_units() -> None:
    read = listing(
        table(
            "国|大学名|締結日|協定種類", "タイ|ナコン大学|2009.3.3|大学間", "チェコ|ブルノ大学|2012.3.3|部局間（文学部・理学部）・学生交流"
        ),
        "list.html",
    )
    assert [(entry.kinds, entry.units) for entry in read.entries] == [(("大学間",), ()), (("部局間", "学生交流"), ("文学部", "理学部"))]


def test_a_head_of_the_units_that_concluded_names_no_date() -> None:
    read = listing("国名\t相手大学\t締結学部等\t締結日\nタイ\tナコン大学\t工学部\t2003/4/1\nタイ\tサラブリ大学\t農学部\t2005/5/10\n")
    assert lines(read) == ["TH | ナコン大学 | 工学部 | 2003-04-01", "TH | サラブリ大学 | 農学部 | 2005-05-10"]
