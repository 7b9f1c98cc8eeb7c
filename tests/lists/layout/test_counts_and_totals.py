"""Stated numbers: what they count, and whether they speak for a territory, a region, a sheet or the list."""

import pytest

from tests.lists.layout.small import codes, decided, listing, page, roles, stated, table, workbook

HEAD = "国名\t大学名\t締結日\n"
ASIA = "タイ\tナコン大学\t2003.5.6\n\tサラブリ大学\t2004.5.6\n"
EUROPE = "ドイツ\tハレ工科大学\t2001.4.1\n"


def _regions(asia: str, europe: str, *, rows: tuple[str, str] = (ASIA, EUROPE)) -> str:
    return f"協定校一覧\n{HEAD}アジア{asia}\n{rows[0]}欧州{europe}\n{rows[1]}"


def test_bare_numbers_of_regions_count_institutions_where_these_agree() -> None:
    read = listing(_regions("（2）", "（1）"))
    assert [stated(region.stated) for region in read.regions] == [[("institutions", 2)], [("institutions", 1)]]
    assert decided(read, "counts") == ["region = institutions"]


def test_bare_numbers_of_regions_count_territories_where_these_agree() -> None:
    read = listing(_regions("（1）", "（1）"))
    assert [stated(region.stated) for region in read.regions] == [[("territories", 1)], [("territories", 1)]]
    assert decided(read, "counts") == ["region = territories"]
    assert [entry.region.stated[0].of for entry in read.entries if entry.region] == ["territories"] * 3


def test_bare_numbers_of_regions_count_what_the_profile_says() -> None:
    read = listing(_regions("（1）", "（1）"), profile='[counts]\nregion = "institutions"')
    assert [stated(region.stated) for region in read.regions] == [[("institutions", 1)], [("institutions", 1)]]
    [made] = [made for made in read.decisions if made.about == "counts"]
    assert made.sure == 1.0
    assert "region-differs" in codes(read)


def test_numbers_of_regions_in_every_row_may_count_territories() -> None:
    read = listing(
        table(
            "地域|国名|大学名|締結日",
            "アジア（1）|タイ|ナコン大学|2003.5.6",
            "アジア（1）|タイ|サラブリ大学|2004.5.6",
            "欧州（1）|ドイツ|ハレ工科大学|2001.4.1",
        ),
        "list.html",
    )
    assert [stated(region.stated) for region in read.regions] == [[("territories", 1)], [("territories", 1)]]
    assert {heading.region.stated[0].of for heading in read.headings if heading.region} == {"territories"}


def test_rows_that_repeat_a_partner_are_counted_once_where_the_numbers_agree_so() -> None:
    rows = "タイ\tナコン大学\t2003.5.6\nタイ\tナコン大学\t2008.5.6\nタイ\tサラブリ大学\t2004.5.6\n"
    read = listing(f"協定校一覧\n2機関\n{HEAD}{rows}")
    assert read.rules.repeated_institution_once
    assert decided(read, "counts") == ["repeated institutions once"]
    assert not {"headline-differs", "region-differs", "territory-differs"} & codes(read)


def test_rows_that_repeat_a_partner_are_counted_each_where_the_numbers_agree_so() -> None:
    rows = "タイ\tナコン大学\t2003.5.6\nタイ\tナコン大学\t2008.5.6\nタイ\tサラブリ大学\t2004.5.6\n"
    read = listing(f"協定校一覧\n3機関\n{HEAD}{rows}")
    assert not read.rules.repeated_institution_once
    assert decided(read, "counts") == []


def test_partners_are_counted_once_by_the_numbers_of_their_country_and_region() -> None:
    read = listing(
        f"協定校一覧\n{HEAD}アジア\n2機関\nタイ（2機関）\tナコン大学\t2003.5.6\n\tナコン大学\t2008.5.6\n\tサラブリ大学\t2004.5.6\n"
    )
    assert read.rules.repeated_institution_once


# Totals -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["合計\t\t3", "総数：3", "計 3機関", "Total\t3\t", "（合計）\t3機関\t"])
def test_a_total_at_the_end_speaks_for_the_list(words: str) -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}{EUROPE}{words}\n")
    assert stated(read.stated) == [("institutions", 3)]
    assert roles(read)[-1] == "totals"


def test_a_total_that_does_not_agree_speaks_for_the_list_all_the_same() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}{EUROPE}合計\t\t5機関\n")
    assert stated(read.stated) == [("institutions", 5)]
    assert "headline-differs" in codes(read)


def test_a_total_states_countries_and_agreements_too() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}{EUROPE}合計\t2ヶ国\t3機関3協定\n")
    assert stated(read.stated) == [("territories", 2), ("institutions", 3), ("agreements", 3)]


def test_a_total_of_rows_that_repeat_partners_counts_agreements() -> None:
    rows = "タイ\tナコン大学\t2003.5.6\nタイ\tナコン大学\t2008.5.6\nタイ\tサラブリ大学\t2004.5.6\n"
    assert stated(listing(f"協定校一覧\n{HEAD}{rows}合計\t\t3\n").stated) == [("agreements", 3)]
    assert stated(listing(f"協定校一覧\n{HEAD}{rows}合計\t\t2\n").stated) == [("institutions", 2)]


def test_a_subtotal_speaks_for_the_country_that_it_closes() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}小計\t\t2\n{EUROPE}小計\t\t1\n合計\t\t3\n")
    assert [(heading.label, heading.stated.value if heading.stated else None) for heading in read.headings] == [("タイ", 2), ("ドイツ", 1)]
    assert stated(read.stated) == [("institutions", 3)]
    assert [entry.heading.stated.value for entry in read.entries if entry.heading and entry.heading.stated] == [2, 2, 1]


def test_a_subtotal_speaks_for_the_region_where_the_country_does_not_agree() -> None:
    read = listing(f"協定校一覧\n{HEAD}アジア\n{ASIA}ベトナム\tフエ大学\t2005.5.6\n小計\t\t3\n欧州\n{EUROPE}小計\t\t1\n")
    assert stated(read.regions[0].stated) == [("institutions", 3)]
    assert [stated(entry.region.stated) for entry in read.entries[:3] if entry.region] == [[("institutions", 3)]] * 3


def test_a_subtotal_that_agrees_with_nothing_speaks_for_what_it_closes() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}小計\t\t7\n{EUROPE}小計\t\t8\n")
    assert [heading.stated.value for heading in read.headings if heading.stated] == [7, 8]


def test_a_lone_subtotal_at_the_end_that_agrees_with_nothing_speaks_for_the_list() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}{EUROPE}小計\t\t7\n")
    assert stated(read.stated) == [("institutions", 7)]


def test_totals_of_regions_and_of_the_whole_speak_for_each() -> None:
    read = listing(f"協定校一覧\n{HEAD}アジア\n{ASIA}計\t\t2\n欧州\n{EUROPE}計\t\t1\n総計\t\t3\n")
    assert [stated(region.stated) for region in read.regions] == [[("institutions", 2)], [("institutions", 1)]]
    assert stated(read.stated) == [("institutions", 3)]


def test_a_total_of_part_of_the_rows_is_no_total_of_the_list() -> None:
    rows = "".join(f"タイ\tナコン{number}大学\t200{number}.5.6\n" for number in range(1, 4))
    more = "".join(f"タイ\tチャン{number}大学\t200{number}.5.6\n" for number in range(1, 3))
    read = listing(f"協定校一覧\n{HEAD}{rows}計\t\t3\n{more}計\t\t2\n合計\t\t5\n")
    assert stated(read.stated) == [("institutions", 5)]


def test_a_total_before_the_rows_speaks_for_the_list() -> None:
    read = listing(f"協定校一覧\n{HEAD}合計\t\t3\n{ASIA}{EUROPE}")
    assert stated(read.stated) == [("institutions", 3)]


def test_a_count_on_a_line_of_its_own_speaks_for_what_it_closes() -> None:
    read = listing(f"協定校一覧\n{HEAD}{ASIA}（2機関）\n{EUROPE}（1機関）\n")
    assert [heading.stated.value for heading in read.headings if heading.stated] == [2, 1]
    assert roles(read)[-1] == "count"


def test_each_sheet_has_its_own_total() -> None:
    head = ["国名", "大学名", "締結日"]
    read = workbook(
        ("大学間", [head, ["ドイツ", "ハレ工科大学", "2001.4.1"], ["タイ", "ナコン大学", "2003.5.6"], ["合計", None, 2]]),
        ("部局間", [head, ["カナダ", "レイク大学", "2005.7.8"], ["合計", None, 1]]),
    )
    assert [(each.value, each.row.sheet) for each in read.stated if each.row] == [(2, "大学間"), (1, "部局間")]
    assert not {"headline-differs", "region-differs", "territory-differs"} & codes(read)


def test_a_table_of_numbers_alone_is_no_list_of_partners_and_says_so() -> None:
    read = listing(
        page(
            "<h1>協定校数</h1><table><tr><td>国名</td><td>大学数</td></tr><tr><td>ドイツ</td><td>3</td></tr><tr><td>タイ</td><td>2</td></tr></table>"
        ),
        "list.html",
    )
    assert read.entries == ()
    assert decided(read, "table") == ["counts only"]
    assert roles(read) == ["title", "header", "count", "count"]


def test_numbers_per_country_before_the_list_do_not_stop_it_being_read() -> None:
    read = listing(
        page(
            "<table><tr><td>国名</td><td>大学数</td></tr><tr><td>ドイツ</td><td>1</td></tr></table>"
            "<table><tr><td>国名</td><td>大学名</td><td>締結日</td></tr><tr><td>ドイツ</td><td>ハレ工科大学</td><td>2001.4.1</td></tr></table>"
        ),
        "list.html",
    )
    assert [entry.institution for entry in read.entries] == ["ハレ工科大学"]


def test_a_number_that_cannot_be_read_is_kept_and_reported() -> None:
    read = listing(f"協定校一覧\n{HEAD}アジア\nタイ（2O機関）\tナコン大学\t2003.5.6\n")
    assert [(heading.label, heading.stated.value, heading.stated.text) for heading in read.headings if heading.stated] == [
        ("タイ", None, "2O機関")
    ]
    assert "count-unreadable" in codes(read)


@pytest.mark.parametrize("line", ["Number of institutions: 5", "協定校数：5"])
def test_a_count_behind_its_words_states_a_total_on_pages_whose_head_repeats(line: str) -> None:
    pages = [f"Agreements\n{line}\n\nCountry\tUniversity\tDate\n{rows}" for rows in (ASIA, EUROPE)]
    read = listing("\f".join(pages))
    assert stated(read.stated) == [("institutions", 5)]
    assert "headline-differs" in codes(read)


def test_a_line_with_the_day_and_the_totals_gives_both() -> None:
    read = listing(f"部局間協定一覧\n2024年5月1日現在 3か国・地域 9機関 11協定\n\n{HEAD}{ASIA}{EUROPE}")
    assert str(read.as_of) == "2024-05-01"
    assert sorted(stated(read.stated)) == [("agreements", 11), ("institutions", 9), ("territories", 3)]


def test_counts_in_the_first_cell_of_a_group_are_kept_where_the_next_rows_leave_it_blank() -> None:
    rows = "南アフリカ [6] | プレトリア歴史文書館 | Pretoria Archives | 2006/3/30 |\n"
    rows += " | ケープ農業大学 | Cape Agricultural University | 1999/2/21 |\n"
    for region, territory, place in (("欧州", "イタリア", "ローマ"), ("アジア", "タイ", "ナコン"), ("北米", "カナダ", "レイク")):
        rows += f"{region}（2機関）\n{territory} [1] | {place}大学 | University | 1994/9/16 |\n | {place}稲研究所 | Rice Institute | 1985/2/11 |\n"
    read = listing(f"協定校一覧\n{rows}")
    assert [heading.stated and heading.stated.value for heading in read.headings] == [6, 1, 1, 1]
    assert "territory-differs" in codes(read)


def test_levels_with_their_counts_over_tables_are_parts_of_the_list_and_no_headline() -> None:
    read = listing(
        "協定校一覧\n計 3か国 4機関\n大学間協定　計 2か国 3機関\n国名\t機関名\t締結日\n中国\t東陽大学\t2001.4.1\n中国\t西陽大学\t2002.4.1\n"
        "韓国\t南原大学校\t2003.4.1\n計\t2か国\t3機関\n【部局間協定】 1機関\n部局\t国名\t機関名\t締結日\n工学部\tタイ\tナコン大学\t2003.5.6\n"
    )
    assert [(region.label, list(dict.fromkeys(stated(region.stated)))) for region in read.regions] == [
        ("大学間協定", [("territories", 2), ("institutions", 3)]),
        ("部局間協定", [("institutions", 1)]),
    ]
    assert stated(read.stated) == [("territories", 3), ("institutions", 4)]
    assert codes(read) <= {"as-of-missing"}


def test_a_wrong_count_of_a_level_is_reported() -> None:
    read = listing(
        "協定校一覧\n大学間協定　2機関\n国名\t機関名\t締結日\n中国\t東陽大学\t2001.4.1\n部局間協定　1機関\n国名\t機関名\t締結日\nタイ\tナコン大学\t2003.5.6\n"
    )
    assert "region-differs" in codes(read)


@pytest.mark.parametrize(
    ("said", "whole", "differs"),
    [
        ("大学間協定：2校、部局間協定：1校", 3, False),
        ("計3校（大学間2校、部局間1校）", 3, False),
        ("大学間協定：2校、部局間協定：2校", 4, True),
        ("大学間協定：2校（2か国）、部局間協定：1校（1か国）", 3, False),
    ],
)
def test_numbers_of_the_levels_on_one_line_are_held_against_the_whole_list(said: str, whole: int, differs: bool) -> None:
    read = listing(f"協定校一覧\n{said}\n{HEAD}{ASIA}{EUROPE}")
    assert stated(read.stated) == [("institutions", whole)]
    assert ("headline-differs" in codes(read)) == differs
