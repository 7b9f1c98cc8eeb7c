"""Lists written by hand in layouts that universities publish: cards, <dl>, nested lists, two rows a record, sheets by country."""

from datetime import date

from teikei.lists.model import Entry
from teikei.lists.read import read_content
from tests.lists.layout.small import codes, lines, listing, page, roles, stated, workbook
from tests.lists.read.workbooks import Sheet, xlsx_of


def _whole(entry: Entry) -> str:
    """Names in both languages, the term and the kinds of an entry."""
    day = entry.concluded_on.isoformat() if entry.concluded_on else None
    return f"{entry.institution} | {entry.institution_alt} | {day} | {entry.valid_to} | {'・'.join(entry.kinds)}"


def test_a_definition_list_gives_the_name_above_and_the_values_behind_their_heads() -> None:
    body = """<h1>海外協定校一覧</h1><p>2023年10月1日現在</p><p>本学は2つの国・地域の3大学と協定を結んでいます。</p>
<h2>アジア</h2><h3>台湾</h3><dl><dt>国立台東芸術大学</dt><dd>締結日：2009年4月17日</dd><dd>担当部局：芸術学部</dd>
<dt>花蓮科技大学</dt><dd>締結日：2012年11月2日</dd><dd>担当部局：工学部・情報学部</dd></dl>
<h2>ヨーロッパ</h2><h3>オランダ</h3><dl><dt>ズウォレ応用科学大学</dt><dd>締結日：2001年9月9日</dd><dd>担当部局：農学部</dd></dl>"""
    read = listing(page(body), "list.html")
    assert lines(read) == [
        "TW | 国立台東芸術大学 | 芸術学部 | 2009-04-17",
        "TW | 花蓮科技大学 | 工学部 情報学部 | 2012-11-02",
        "NL | ズウォレ応用科学大学 | 農学部 | 2001-09-09",
    ]
    assert [entry.region.label for entry in read.entries if entry.region] == ["アジア", "アジア", "ヨーロッパ"]
    assert (read.title, read.as_of) == ("海外協定校一覧", date(2023, 10, 1))
    assert stated(read.stated) == [("territories", 2), ("institutions", 3)]
    assert codes(read) == set()


def test_cards_of_a_page_have_the_country_under_the_name() -> None:
    cards = [
        ("Chiang Rai Rajapark University", "Thailand", "14 June 2013"),
        ("Tartu Maritime Academy", "Estonia", "22 May 2022"),
        ("Gyeongju National University", "Republic of Korea", "27 January 2005"),
    ]
    body = "".join(
        f'<div class="card"><h3>{name}</h3><p>{land}</p><p>Agreement concluded: {day}</p><p>Type: University-wide</p></div>'
        for name, land, day in cards
    )
    read = listing(page(f"<h1>Minato University Global Partners</h1><p>As of 1 April 2024</p>{body}"), "list.html")
    assert lines(read) == [
        "TH | Chiang Rai Rajapark University | - | 2013-06-14",
        "EE | Tartu Maritime Academy | - | 2022-05-22",
        "KR | Gyeongju National University | - | 2005-01-27",
    ]
    assert [entry.kinds for entry in read.entries] == [("University-wide",)] * 3


def test_a_card_says_its_name_in_two_languages_on_two_lines() -> None:
    body = "".join(
        f"<h3>{ja}</h3><p>{en}</p><p>{land}</p><ul><li>協定締結日：{day}</li></ul>"
        for ja, en, land, day in (
            ("バッタンバン大学", "University of Battambang", "カンボジア", "平成22年3月15日"),
            ("パロ教育大学", "Paro College of Education", "ブータン", "平成30年6月22日"),
        )
    )
    read = listing(page(f"<h1>協定校一覧</h1>{body}"), "list.html")
    assert lines(read) == ["KH | バッタンバン大学 | - | 2010-03-15", "BT | パロ教育大学 | - | 2018-06-22"]
    assert [entry.institution_alt for entry in read.entries] == ["University of Battambang", "Paro College of Education"]


def test_a_line_below_each_card_says_the_kind() -> None:
    cards = "".join(
        f"<dt>{name}</dt><dd>協定締結：{day}</dd>{kind}"
        for name, day, kind in (
            ("ハレ北大学（ドイツ）", "1998年4月", "<dd>交換留学／短期研修</dd>"),
            ("ランパーン大学（タイ）", "2005年10月", "<dd>交換留学</dd>"),
            ("レイク大学（カナダ）", "2010年3月", ""),
        )
    )
    read = listing(page(f"<h1>海外協定校一覧</h1><dl>{cards}</dl>"), "list.html")
    assert lines(read) == ["DE | ハレ北大学 | - | 1998-04", "TH | ランパーン大学 | - | 2005-10", "CA | レイク大学 | - | 2010-03"]
    assert [entry.kinds for entry in read.entries] == [("交換留学", "短期研修"), ("交換留学",), ()]
    assert codes(read) == {"as-of-missing"}


def test_what_stands_in_no_card_of_such_a_page_is_reported() -> None:
    cards = "".join(f"<h3>{name}</h3><p>締結日：{day}</p>" for name, day in (("トリア大学", "2001.2.3"), ("イエナ大学", "2004.5.6")))
    read = listing(
        page(f"<h1>協定校一覧</h1><h2>ドイツ</h2>{cards}<p>担当部局：工学部</p><p>お知らせ</p><p>締結日：2009.9.9</p>"), "list.html"
    )
    assert lines(read) == ["DE | トリア大学 | - | 2001-02-03", "DE | イエナ大学 | 工学部 | 2004-05-06"]
    assert {"line-unread", "row-may-go-on"} <= codes(read)


def test_names_in_nested_lists_are_parted_from_the_date_in_brackets_behind_them() -> None:
    body = """<h1>学術交流協定締結校</h1><p>（2022年5月1日現在、2か国3機関）</p><ul><li>アジア<ul><li>モンゴル<ul>
<li>ダルハン工業大学（2010年8月3日締結）</li><li>ホブド国立大学（2014年9月25日締結）</li></ul></li></ul></li>
<li>中南米<ul><li>ペルー<ul><li>クスコ人文大学（2003年12月1日締結）</li></ul></li></ul></li></ul>"""
    read = listing(page(body), "list.html")
    assert lines(read) == [
        "MN | ダルハン工業大学 | - | 2010-08-03",
        "MN | ホブド国立大学 | - | 2014-09-25",
        "PE | クスコ人文大学 | - | 2003-12-01",
    ]
    assert (stated(read.stated), codes(read)) == ([("territories", 2), ("institutions", 3)], set())


def test_pasted_english_paragraphs_by_country_are_lines_and_no_records_of_several_lines() -> None:
    text = """AGREEMENTS WITH OVERSEAS INSTITUTIONS (as of October 1, 2018)

AUSTRALIA
University of Ballarat West (since March 2, 2010)
Darwin Institute of Technology (since July 15, 2004)

CHINA
Guilin Normal University (since November 30, 2012)

FRANCE
Université de Limoges-Sud (since May 8, 1997)
"""
    read = listing(text)
    assert lines(read) == [
        "AU | University of Ballarat West | - | 2010-03-02",
        "AU | Darwin Institute of Technology | - | 2004-07-15",
        "CN | Guilin Normal University | - | 2012-11-30",
        "FR | Université de Limoges-Sud | - | 1997-05-08",
    ]
    assert read.as_of == date(2018, 10, 1)


_PAIRED = """大学間協定一覧,,
国名,大学名,締結年月日
,英語名称,有効期限
トルコ,アンタルヤ科学大学,2006年5月12日
,Antalya University of Science,2026年5月11日
イラン,タブリーズ芸術大学,2015年2月2日
,Tabriz University of Art,自動更新
"""


def test_two_rows_under_a_head_of_two_are_one_record() -> None:
    read = listing(_PAIRED, "list.csv")
    assert list(map(_whole, read.entries)) == [
        "アンタルヤ科学大学 | Antalya University of Science | 2006-05-12 | 2026-05-11 | ",
        "タブリーズ芸術大学 | Tabriz University of Art | 2015-02-02 | auto-renew | ",
    ]
    assert roles(read) == ["title", "header", "header", "entry", "continued", "entry", "continued"]
    assert read.entries[1].locator("valid_to").line == 7


def test_one_record_on_two_rows_is_enough() -> None:
    read = listing("".join(_PAIRED.splitlines(keepends=True)[:5]), "list.csv")
    assert list(map(_whole, read.entries)) == ["アンタルヤ科学大学 | Antalya University of Science | 2006-05-12 | 2026-05-11 | "]


def test_a_head_of_two_rows_over_records_of_one_makes_no_pairs() -> None:
    text = [*_PAIRED.splitlines()[:3], "トルコ,アンタルヤ科学大学,2006年5月12日", "イラン,タブリーズ芸術大学,2015年2月2日"]
    read = listing("\n".join(text), "list.csv")
    assert [entry.institution for entry in read.entries] == ["アンタルヤ科学大学", "タブリーズ芸術大学"]
    assert "heads-disagree" in codes(read)  # which of both heads speaks of the rows, nothing shows
    assert "heads-disagree" not in codes(listing(_PAIRED, "list.csv"))


def test_merged_cells_beside_two_rows_belong_to_the_record() -> None:
    rows = [
        ["国際交流協定締結大学一覧"],
        ["国名", "大学名", "協定締結日", "協定種別"], [None, "（英語表記）", "有効期間", None],
        ["パラグアイ", "エンカルナシオン大学", "2014年3月5日", "一般協定"], [None, "Universidad de Encarnación", "5年間（自動更新）", None],
        ["ボリビア", "スクレ国立大学", "2017年10月20日", "一般協定・学生交流"], [None, "Universidad Nacional de Sucre", "2022年10月19日まで", None],
    ]  # fmt: skip
    merged = [(top, column, top + 1, column) for top in (1, 3, 5) for column in (0, 3)]
    read = read_content(xlsx_of(Sheet("list", rows, merged)), "list.xlsx")
    assert list(map(_whole, read.entries)) == [
        "エンカルナシオン大学 | Universidad de Encarnación | 2014-03-05 | auto-renew | 一般協定",
        "スクレ国立大学 | Universidad Nacional de Sucre | 2017-10-20 | 2022-10-19 | 一般協定・学生交流",
    ]
    assert [entry.territory_codes for entry in read.entries] == [("PY",), ("BO",)]


def test_a_workbook_with_a_sheet_for_each_country_takes_it_from_the_sheets_name() -> None:
    head = ["大学名", "締結日", "部局"]
    read = workbook(
        ("表紙", [["岬大学 国際交流協定一覧"], ["2021年4月1日現在"]]),
        ("タイ", [head, ["ナコーンパノム工科大学", date(2011, 5, 6), "工学部"], ["ヤラー大学", date(2016, 8, 8), "教育学部"]]),
        ("メキシコ", [head, ["プエブラ農業大学", date(2009, 9, 19), "農学部"]]),
    )
    assert lines(read) == [
        "TH | ナコーンパノム工科大学 | 工学部 | 2011-05-06",
        "TH | ヤラー大学 | 教育学部 | 2016-08-08",
        "MX | プエブラ農業大学 | 農学部 | 2009-09-19",
    ]
    assert (read.title, read.as_of) == ("岬大学 国際交流協定一覧", date(2021, 4, 1))


def test_a_single_sheet_called_by_a_country_says_nothing_of_its_rows() -> None:
    read = workbook(("日本", [["大学名", "締結日"], ["ヤラー大学", date(2016, 8, 8)], ["プエブラ農業大学", date(2009, 9, 19)]]))
    assert [entry.territory_codes for entry in read.entries] == [(), ()]


def test_two_days_a_whole_number_of_years_apart_are_a_term() -> None:
    read = listing(
        "Country\tPartner university\tEffective / Expiry\n"
        "Spain\tUniversity of Teruel\t12 March 2015 / 11 March 2025\n"
        "Chile\tUniversity of Arica\t7 July 2019 / 9 October 2021\n"
    )
    assert list(map(_whole, read.entries)) == [
        "University of Teruel | None | 2015-03-12 | 2025-03-11 | ",
        "University of Arica | None | 2019-07-07 | None | ",
    ]
    assert "date-converted" in codes(read)  # of the second: what its other day means, nothing shows


def test_a_legend_may_stand_beside_its_word_in_a_cell_of_its_own() -> None:
    legend = "◎：大学間協定　○：部局間協定"
    read = listing(f"国際交流協定一覧\n凡例\t{legend}\n国名\t大学名\t区分\t締結日\nガーナ\tクマシ科学技術大学\t◎\t平成21年7月8日\n")
    assert read.legend == (f"凡例 {legend}",)
    assert (lines(read), codes(read)) == (["GH | クマシ科学技術大学 | - | 2009-07-08"], {"as-of-missing"})


def test_totals_in_a_sentence_are_held_against_the_rows() -> None:
    rows = "国名\t大学名\t締結日\nガーナ\tクマシ科学技術大学\t2009年7月8日\nセネガル\tサン・ルイ大学\t2020年11月20日\n"
    right = listing(f"協定校一覧\n本学は、世界2の国と地域、2の大学と学術交流協定を締結しています。\n{rows}")
    assert (stated(right.stated), codes(right)) == ([("territories", 2), ("institutions", 2)], {"as-of-missing"})
    wrong = listing(f"協定校一覧\n本学は、世界2の国と地域、3の大学と学術交流協定を締結しています。\n{rows}")
    assert "headline-differs" in codes(wrong)
    english = "Partners\nThe university has agreements with 3 institutions in 2 countries.\nCountry\tUniversity\tDate\nIndia\tUniversity of Delhi\t2001-04-01\nU.K.\tUniversity of York\t1999-11-30\n"
    assert "headline-differs" in codes(listing(english))


def test_a_rule_with_a_number_in_it_is_a_legend_and_no_total() -> None:
    rule = "3大学以上が参加する協定は、各大学の欄に記載しています。"
    read = listing(f"協定校一覧\n{rule}\n国名\t大学名\t締結日\nガーナ\tクマシ科学技術大学\t2009年7月8日\n")
    assert (read.stated, read.legend) == ((), (rule,))


def test_a_regions_name_that_is_a_countrys_too_stands_over_rows_with_their_own_country() -> None:
    text = "海外協定校一覧\n国名\t大学名\t締結日\nアフリカ\nエジプト\tミニヤ大学\t2008年12月7日\nアメリカ\nカナダ\tレスブリッジ大学\t1998年6月15日\n"
    read = listing(text)
    assert [(entry.region and entry.region.label, entry.territory) for entry in read.entries] == [
        ("アフリカ", "エジプト"),
        ("アメリカ", "カナダ"),
    ]


def test_two_records_in_blocks_of_lines_are_read_where_they_are_alike() -> None:
    text = "協定校数：2校（2カ国）\n\nアディスアベバ大学\n2006年7月19日\nエチオピア\n医学部\n\nアルマトイ音楽院\n2022年7月29日\nカザフスタン\n理学部\n"
    assert lines(listing(text)) == ["ET | アディスアベバ大学 | 医学部 | 2006-07-19", "KZ | アルマトイ音楽院 | 理学部 | 2022-07-29"]


def test_a_line_not_understood_casts_doubt_on_the_row_above_it() -> None:
    rows = "国名\t大学名\t締結日\nガーナ\tクマシ科学技術大学\t2009年7月8日\nこの行の意味は分からない\nセネガル\tサン・ルイ大学\t2020年11月20日\n"
    assert {"line-unread", "row-may-go-on"} <= codes(listing(rows))
    assert "row-may-go-on" not in codes(listing(rows.replace("この行の意味は分からない\n", "")))


def test_bullets_before_names_and_titles_are_no_part_of_them() -> None:
    text = "■海外の協定校\n(2022.4.1)\n\n【韓国】\n・東亜海洋大学校（釜山）　1998年締結\n・全州工科大学校　2006年締結\n【ブラジル】\n・ロンドリーナ連邦大学　2002年締結\n"
    read = listing(text)
    assert lines(read) == [
        "KR | 東亜海洋大学校（釜山） | - | 1998",
        "KR | 全州工科大学校 | - | 2006",
        "BR | ロンドリーナ連邦大学 | - | 2002",
    ]
    assert (read.title, read.as_of) == ("海外の協定校", date(2022, 4, 1))


def test_a_day_in_brackets_behind_the_title_is_the_lists_day() -> None:
    read = listing("部局間交流協定一覧（2021年5月1日）\n協定校\t国名\t締結日\nグル大学\tウガンダ\t2019年12月20日\n")
    assert (read.title, read.as_of) == ("部局間交流協定一覧（2021年5月1日）", date(2021, 5, 1))


def test_a_head_with_the_name_in_two_languages_below_it_gives_both() -> None:
    rows = [
        ["州", "国名", "大学名", None, "締結年月日"], [None, None, "和文", "英文", None],
        ["アジア", "ブータン", "パロ教育大学", "Paro College of Education", date(2018, 6, 22)],
        ["欧州", "リトアニア", "カウナス医療大学", "Kaunas Medical University", "2005年9月"],
    ]  # fmt: skip
    for read in (read_content(xlsx_of(Sheet("list", rows, [(0, 2, 0, 3)])), "list.xlsx"), workbook(("list", rows))):
        assert [(entry.institution, entry.institution_alt) for entry in read.entries] == [
            ("パロ教育大学", "Paro College of Education"),
            ("カウナス医療大学", "Kaunas Medical University"),
        ]
