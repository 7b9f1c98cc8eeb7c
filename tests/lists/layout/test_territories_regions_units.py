"""Territories, regions and our units: in a cell, on a line, in every row, in the name; and what else stands between rows."""

import pytest

from tests.lists.layout.small import codes, decided, line, lines, listing, page, roles, stated, table, workbook


@pytest.mark.parametrize(
    ("way", "names"),
    [
        ("brackets", ("ハレ工科大学（ドイツ）", "ナコン大学（タイ）", "レイク大学 [カナダ]")),
        ("suffix", ("ハレ工科大学、ドイツ", "ナコン大学／タイ", "レイク大学, カナダ")),
        ("prefix", ("【ドイツ】ハレ工科大学", "タイ：ナコン大学", "（カナダ）レイク大学")),
    ],
)
def test_a_name_may_carry_its_country(way: str, names: tuple[str, str, str]) -> None:
    read = listing(table("大学名|締結日", f"{names[0]}|2001.4.1", f"{names[1]}|2003.5.6", f"{names[2]}|2005.7.8"), "list.html")
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"], (
        way
    )


def test_a_country_in_the_first_row_of_a_block_holds_for_the_rows_under_it() -> None:
    read = listing(
        "国名,大学名,部局,締結日\nドイツ（2）,ハレ工科大学,工学部,2001.4.1\n,ザーレ大学,理学部,2002.4.1\nタイ,ナコン大学,理学部,2003.5.6\n",
        "list.csv",
    )
    assert [line(entry)[:2] for entry in read.entries] == ["DE", "DE", "TH"]
    assert [(heading.label, heading.stated.value if heading.stated else None) for heading in read.headings] == [
        ("ドイツ", 2),
        ("タイ", None),
    ]


def test_a_country_on_a_line_of_its_own_holds_for_the_rows_under_it() -> None:
    read = listing(
        "大学名,部局,締結日\nドイツ Germany,,\nハレ工科大学,工学部,2001.4.1\nタイ（1校）,,\nナコン大学,理学部,2003.5.6\n", "list.csv"
    )
    assert lines(read) == ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06"]
    assert [entry.territory for entry in read.entries] == ["ドイツ", "タイ"]


def test_a_country_that_no_one_knows_is_a_heading_where_countries_stand() -> None:
    read = listing("国名,大学名,締結日\nドイツ,,\n,ハレ工科大学,2001.4.1\nどこか王国,,\n,ナコン大学,2003.5.6\n", "list.csv")
    assert [(entry.territory, entry.territory_codes) for entry in read.entries] == [("ドイツ", ("DE",)), ("どこか王国", ())]
    assert any("territory" in code for code in codes(read))


def test_a_misspelt_country_on_a_line_is_a_heading_all_the_same() -> None:
    read = listing("大学名,締結日\nドイツ,\nハレ工科大学,2001.4.1\nインドネシャ,\nナコン大学,2003.5.6\n", "list.csv")
    assert [entry.territory for entry in read.entries] == ["ドイツ", "インドネシャ"]


def test_a_label_with_a_count_is_a_heading_though_no_one_knows_it() -> None:
    read = listing("大学名,締結日\nドイツ（1校）,\nハレ工科大学,2001.4.1\nほげほげ（1校）,\nナコン大学,2003.5.6\n", "list.csv")
    assert [(entry.territory, entry.heading.stated.value) for entry in read.entries if entry.heading and entry.heading.stated] == [
        ("ドイツ", 1),
        ("ほげほげ", 1),
    ]


def test_an_agreement_of_several_countries_has_all_their_codes() -> None:
    read = listing(table("国名|大学名|締結日", "ドイツ・タイ|ハレ教育ネットワーク|2001.4.1", "カナダ|レイク大学|2005.7.8"), "list.html")
    assert read.entries[0].territory_codes == ("DE", "TH")


# Regions --------------------------------------------------------------------------------------------------------------


def test_a_region_in_every_row_is_one_region() -> None:
    read = listing(
        table(
            "地域|国名|大学名|締結日",
            "欧州（2）|ドイツ|ハレ工科大学|2001.4.1",
            "欧州（2）|ドイツ|ザーレ大学|2002.4.1",
            "アジア（1）|タイ|ナコン大学|2003.5.6",
        ),
        "list.html",
    )
    assert [(region.label, stated(region.stated)) for region in read.regions] == [
        ("欧州", [("institutions", 2)]),
        ("アジア", [("institutions", 1)]),
    ]
    assert [entry.region.label for entry in read.entries if entry.region] == ["欧州", "欧州", "アジア"]
    assert [(heading.label, heading.region.label) for heading in read.headings if heading.region] == [
        ("ドイツ", "欧州"),
        ("タイ", "アジア"),
    ]


def test_a_region_in_the_first_row_of_a_block_holds_on() -> None:
    read = listing(
        "地域,国名,大学名,締結日\n欧州,ドイツ,ハレ工科大学,2001.4.1\n,,ザーレ大学,2002.4.1\nアジア,タイ,ナコン大学,2003.5.6\n,,サラブリ大学,2004.5.6\n",
        "list.csv",
    )
    assert [(entry.region.label if entry.region else "", entry.territory) for entry in read.entries] == [
        ("欧州", "ドイツ"), ("欧州", "ドイツ"), ("アジア", "タイ"), ("アジア", "タイ"),
    ]  # fmt: skip


def test_regions_with_their_numbers_in_columns_state_them() -> None:
    read = listing(
        table(
            "地域|地域の機関数|地域の備考|国名|国・地域の機関数|大学名|締結日",
            "欧州|1||ドイツ|1|ハレ工科大学|2001.4.1",
            "複数国|1|機関数には含まない。|ドイツ・タイ||ハレ教育ネットワーク|2003.5.6",
        ),
        "list.html",
    )
    assert [(region.label, stated(region.stated), region.counted, region.note) for region in read.regions] == [
        ("欧州", [("institutions", 1)], True, ""),
        ("複数国", [("institutions", 1)], False, "機関数には含まない。"),
    ]
    assert [entry.counted for entry in read.entries] == [True, False]
    assert [heading.stated.value if heading.stated else None for heading in read.headings] == [1, None]


@pytest.mark.parametrize("label", ["【アジア】", "■アジア", "アジア　Asia", "≪アジア地域≫", "アジア（2）", "アジア 2校", "Asia: 2"])
def test_a_region_on_a_line_of_its_own_begins_a_region(label: str) -> None:
    read = listing(
        f"協定校一覧\n{label}\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n\tサラブリ大学\t2004.5.6\n欧州\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert [entry.region.label for entry in read.entries if entry.region][-1] == "欧州"
    assert len(read.regions) == 2
    assert len(read.entries) == 3
    assert read.regions[0].label in ("アジア", "Asia", "アジア地域")


def test_a_grouping_of_the_lists_own_is_a_region_where_a_count_and_a_head_follow() -> None:
    read = listing(
        "協定校一覧\n\nさかな諸国\n2機関\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n\tサラブリ大学\t2004.5.6\n\nとり諸国\n1機関\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert [(region.label, stated(region.stated)) for region in read.regions] == [
        ("さかな諸国", [("institutions", 2)]),
        ("とり諸国", [("institutions", 1)]),
    ]


def test_a_note_under_a_region_says_that_it_is_not_counted() -> None:
    read = listing(
        "協定校一覧\n国名\t大学名\t締結日\nアジア\nタイ\tナコン大学\t2003.5.6\n複数国\n（機関数には含まない。）\nドイツ・タイ\tハレ教育ネットワーク\t2001.4.1\n"
    )
    assert [(region.label, region.counted) for region in read.regions] == [("アジア", True), ("複数国", False)]
    assert [entry.counted for entry in read.entries] == [True, False]


def test_a_note_on_the_line_of_a_region_says_that_it_is_not_counted() -> None:
    read = listing(
        "協定校一覧\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n複数国（機関数には含まない。）\nドイツ・タイ\tハレ教育ネットワーク\t2001.4.1\n"
    )
    assert [(region.label, region.counted, region.note) for region in read.regions] == [("複数国", False, "（機関数には含まない。）")]
    assert [entry.counted for entry in read.entries] == [True, False]


def test_a_summary_before_the_list_makes_no_regions_without_rows() -> None:
    read = listing(
        "協定校一覧\nアジア\t1\n欧州\t1\n\nアジア\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n欧州\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert [region.label for region in read.regions] == ["アジア", "欧州"]
    assert roles(read)[1:3] == ["count", "count"]


def test_a_table_of_contents_makes_no_regions_twice() -> None:
    read = listing(
        "協定校一覧\nアジア\n欧州\n\nアジア\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n欧州\n国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert [region.label for region in read.regions] == ["アジア", "欧州"]


# Units ----------------------------------------------------------------------------------------------------------------


def test_one_of_our_units_on_a_line_of_its_own_holds_for_the_rows_under_it() -> None:
    read = listing("協定校一覧\n国名\t大学名\t締結日\n工学部\nタイ\tナコン大学\t2003.5.6\n理学研究科\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert lines(read) == ["TH | ナコン大学 | 工学部 | 2003-05-06", "DE | ハレ工科大学 | 理学研究科 | 2001-04-01"]
    assert roles(read) == ["title", "header", "unit", "entry", "unit", "entry"]


def test_a_unit_over_the_first_table_holds_for_its_rows() -> None:
    read = listing(
        page(
            "<h1>海外協定校一覧</h1><h2>工学部</h2><table><tr><td>国名</td><td>大学名</td><td>締結日</td></tr><tr><td>タイ</td><td>ナコン大学</td><td>2003.5.6</td></tr></table>"
        ),
        "list.html",
    )
    assert lines(read) == ["TH | ナコン大学 | 工学部 | 2003-05-06"]


def test_the_whole_university_is_no_unit_of_its_own() -> None:
    read = listing(
        table("国名|大学名|部局|締結日", "ドイツ|ハレ工科大学|University|2001.4.1", "タイ|ナコン大学|工学部※|2003.5.6"), "list.html"
    )
    assert [entry.units for entry in read.entries] == [(), ("工学部",)]


def test_names_that_are_known_units_are_not_parted() -> None:
    text = table(
        "国名|大学名|部局|締結日", "ドイツ|ハレ工科大学|海と空・星研究センター|2001.4.1", "タイ|ナコン大学|工学部・理学部|2003.5.6"
    )
    read = listing(text, "list.html", known_units={"海と空・星研究センター"})
    assert [entry.units for entry in read.entries] == [("海と空・星研究センター",), ("工学部", "理学部")]
    assert listing(text, "list.html", profile='units = ["海と空・星研究センター"]').entries[0].units == ("海と空・星研究センター",)


# What else stands between rows ------------------------------------------------------------------------------------------


def test_notes_page_numbers_and_repeated_heads_between_rows_are_none_of_them() -> None:
    head = "国名\t大学名\t締結日\n"
    read = listing(
        f"協定校一覧\n2024年5月1日現在\n{head}タイ\tナコン大学\t2003.5.6\n※ 更新の手続きをしている。\n1/2\n協定校一覧\n{head}ドイツ\tハレ工科大学\t2001.4.1\n----------\n2 ページ\n（2024年5月1日現在）\n"
    )
    assert roles(read) == [
        "title",
        "as-of",
        "header",
        "entry",
        "legend",
        "furniture",
        "furniture",
        "header",
        "entry",
        "furniture",
        "furniture",
        "as-of",
    ]
    assert read.legend == ("※ 更新の手続きをしている。",)
    assert read.as_of is not None
    assert read.as_of.isoformat() == "2024-05-01"


def test_a_line_of_nonsense_in_a_table_is_left_unread() -> None:
    read = listing("国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\nうにゃうにゃ\nドイツ\tハレ工科大学\t2001.4.1\n")
    assert roles(read) == ["header", "entry", "unread", "entry"]
    assert "line-unread" in codes(read)


def test_a_line_with_a_partner_and_nothing_else_is_an_entry_where_names_stand() -> None:
    read = listing("国名,大学名,締結日\nドイツ,ハレ工科大学,2001.4.1\n,ザーレ大学,\nタイ,ナコン大学,2003.5.6\n", "list.csv")
    assert lines(read)[1] == "DE | ザーレ大学 | - | -"
    carried = listing(
        table("大学名|締結日", "ハレ工科大学（ドイツ）|2001.4.1", "ナコン大学（タイ）|", "レイク大学（カナダ）|2005.7.8"), "list.html"
    )
    assert lines(carried)[1] == "TH | ナコン大学 | - | -"


def test_a_line_whose_tabs_have_become_wide_gaps_is_cut_there() -> None:
    read = listing("国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\nドイツ   ハレ工科大学   2001.4.1\nカナダ\tレイク大学\t2005.7.8\n")
    assert lines(read)[1] == "DE | ハレ工科大学 | - | 2001-04-01"


@pytest.mark.parametrize(("length", "role"), [(400, "legend"), (6000, "unread")])
def test_a_very_long_line_before_the_table_is_a_paragraph_of_the_legend_at_most(length: int, role: str) -> None:
    read = listing("協定校一覧\n" + "あ" * length + "。\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\n")
    assert roles(read) == ["title", role, "header", "entry"]


def test_a_head_of_a_list_says_its_title_day_and_totals_on_one_line() -> None:
    read = listing(
        "国際交流協定校一覧（2024年5月1日現在、2ヶ国 2機関）\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert read.title.startswith("国際交流協定校一覧")
    assert read.as_of is not None
    assert stated(read.stated) == [("territories", 2), ("institutions", 2)]


def test_a_second_line_that_is_more_of_a_title_is_the_title() -> None:
    read = listing(
        "さくら大学\n大学間交流協定校一覧\n協定校数は2か国2大学です\n国名\t大学名\t締結日\nタイ\tナコン大学\t2003.5.6\nドイツ\tハレ工科大学\t2001.4.1\n"
    )
    assert read.title == "大学間交流協定校一覧"
    assert stated(read.stated) == [("territories", 2), ("institutions", 2)]


# Sheets -----------------------------------------------------------------------------------------------------------------


def test_each_sheet_begins_anew_and_a_cover_says_nothing_of_the_list() -> None:
    read = workbook(
        ("表紙", [["さくら大学の冊子"], ["99機関"]]),
        ("大学間", [["大学間協定校一覧"], ["2024年5月1日現在"], ["国名", "大学名", "締結日"], ["ドイツ", "ハレ工科大学", "2001.4.1"]]),
        ("部局間", [["大学名", "部局", "締結日"], ["ナコン大学", "理学部", "2003.5.6"]]),
    )
    assert read.title == "大学間協定校一覧"
    assert read.stated == ()
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "- | ナコン大学 | 理学部 | 2003-05-06"]
    assert roles(read)[:2] == ["outside", "outside"]


def test_a_sheet_behind_the_list_gives_it_no_title() -> None:
    read = workbook(
        ("一覧", [["国名", "大学名", "締結日"], ["ドイツ", "ハレ工科大学", "2001.4.1"]]),
        ("集計", [["さくら大学の協定校一覧の集計"], ["99機関"]]),
    )
    assert read.title == ""


def test_a_sheet_without_a_head_is_read_by_its_cells() -> None:
    read = workbook(
        ("一", [["国名", "大学名", "締結日"], ["ドイツ", "ハレ工科大学", "2001.4.1"]]),
        ("二", [["タイ", "ナコン大学", "2003.5.6"], ["カナダ", "レイク大学", "2005.7.8"]]),
    )
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]


def test_other_tables_of_a_page_stand_outside_the_list() -> None:
    menu = "<table><tr><td>入学</td><td>卒業</td></tr></table>"
    rows = "<table><tr><td>国名</td><td>大学名</td><td>締結日</td></tr><tr><td>タイ</td><td>ナコン大学</td><td>2003.5.6</td></tr></table>"
    read = listing(page("<h1>協定校一覧</h1>" + rows + menu), "list.html")
    assert lines(read) == ["TH | ナコン大学 | - | 2003-05-06"]
    assert roles(read) == ["title", "header", "entry", "outside"]


def test_a_head_cut_into_cells_before_rows_without_a_head_states_totals() -> None:
    read = listing(
        table(
            "2006年10月1日現在|3大学(3カ国・地域)|",
            "ドイツ|ハレ工科大学|2001.4.1",
            "タイ|ナコン大学|2003.5.6",
            "カナダ|レイク大学|2005.7.8",
        ),
        "list.html",
    )
    assert len(read.entries) == 3
    assert stated(read.stated) == [("institutions", 3), ("territories", 3)]
    assert decided(read, "column")
