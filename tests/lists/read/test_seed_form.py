"""Reading text in the form of the seed: head, regions, territories, rows, and the ways in which real files deviate."""

from datetime import date
from pathlib import Path

import pytest

from teikei.lists.read import LARGEST, read_content, read_listing
from teikei.names.bilingual import Refusal
from tests.lists.made import ASIA, CLEAN, COLUMNS, HEAD, read, replaced

SEED = Path(__file__).parents[3] / "examples" / "hiroshima-2024-05-01.txt"


def rows(listing):
    return [
        (entry.territory, entry.institution, entry.units, entry.concluded_on.isoformat() if entry.concluded_on else None)
        for entry in listing.entries
    ]


CLEAN_ROWS = [
    ("タイ王国", "チェンマイ大学", ("工学部",), "2015-01-09"),
    ("タイ王国", "カセサート大学農学部", ("農学部", "国際センター"), "2016-02-10"),
    ("大韓民国", "慶北大学校", ("理学部",), "2001-03-04"),
    ("大韓民国", "釜山大学校工科大学", ("工学部",), "1999-11-30"),
    ("ドイツ連邦共和国", "ボン大学", ("文学部",), "1998-05-26"),
    ("カナダ・ドイツ連邦共和国", "国際教育ネットワーク", ("文学部",), "2019-11-08"),
]


def test_the_head_gives_title_totals_day_and_rules():
    listing = read(CLEAN)
    assert listing.title == "部局間国際交流協定校一覧"
    assert [(stated.of, stated.value) for stated in listing.stated] == [("territories", 3), ("institutions", 5), ("agreements", 7)]
    assert listing.as_of == date(2024, 5, 1)
    assert listing.rules.institution_itself_once
    assert listing.rules.oldest_date_only
    assert len(listing.legend) == 2


def test_regions_keep_their_label_their_count_and_whether_they_count():
    regions = read(CLEAN).regions
    assert [(region.label, [stated.value for stated in region.stated], region.counted) for region in regions] == [
        ("アジア", [4], True),
        ("欧州", [1], True),
        ("複数国", [], False),
    ]


def test_rows_come_in_order_under_their_territory():
    assert rows(read(CLEAN)) == CLEAN_ROWS


def test_territories_have_codes_and_stated_counts():
    headings = read(CLEAN).headings
    assert [(heading.label, heading.codes, heading.stated.value if heading.stated else None) for heading in headings] == [
        ("タイ王国", ("TH",), 2), ("大韓民国", ("KR",), 2), ("ドイツ連邦共和国", ("DE",), 1), ("カナダ・ドイツ連邦共和国", ("CA", "DE"), None),
    ]  # fmt: skip


def test_the_block_that_the_list_does_not_count_is_not_counted():
    listing = read(CLEAN)
    assert [entry.counted for entry in listing.entries] == [True] * 5 + [False]
    assert (listing.counted().institutions, listing.counted().uncounted, listing.counted().territories) == (5, 1, 3)


def test_every_value_keeps_its_line_and_column():
    entry = read(CLEAN).entries[1]
    line = CLEAN.index("\tカセサート大学農学部\t農学部・国際センター\t2016.02.10") + 1
    assert (entry.locator().line, entry.locator("institution").column, entry.locator("concluded_on").column) == (line, 2, 24)
    assert entry.row.raw[entry.locator("units").column - 1 :].startswith("農学部・国際センター")


def test_every_line_has_a_role_and_none_of_a_clean_list_is_unread():
    listing = read(CLEAN)
    assert len(listing.roles) == len(listing.rows) == len(CLEAN)
    assert "unread" not in listing.roles


def test_rows_whose_leading_tab_is_missing_are_read_the_same():
    assert rows(read([line.removeprefix("\t") for line in CLEAN])) == CLEAN_ROWS


def test_blank_lines_and_page_furniture_inside_a_block_change_nothing():
    broken = [line for text in CLEAN for line in ((text, "", "- 3 -", "") if text.startswith("\t") else (text,))]
    assert rows(read(broken)) == CLEAN_ROWS


def test_a_head_repeated_on_the_next_page_changes_nothing():
    at = CLEAN.index("\tカセサート大学農学部\t農学部・国際センター\t2016.02.10")
    assert rows(read([*CLEAN[:at], "部局間国際交流協定校一覧", COLUMNS, *CLEAN[at:]])) == CLEAN_ROWS


def test_a_territory_repeated_after_a_page_break_is_one_territory():
    lines = replaced(
        "\tカセサート大学農学部\t農学部・国際センター\t2016.02.10",
        "タイ王国 (2機関)\tカセサート大学農学部\t農学部・国際センター\t2016.02.10",
    )
    assert (rows(read(lines)), len(read(lines).headings)) == (CLEAN_ROWS, 4)


def test_pages_are_known_where_form_feeds_part_them():
    at = CLEAN.index("\tカセサート大学農学部\t農学部・国際センター\t2016.02.10")
    listing = read([*CLEAN[:at], "\f" + CLEAN[at], *CLEAN[at + 1 :]])
    assert [entry.row.page for entry in listing.entries] == [1, 2, 2, 2, 2, 2]
    assert rows(listing) == CLEAN_ROWS
    assert listing.entries[1].locator().words("en").startswith("p.2 · l.")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_any_line_end_will_do(end):
    assert rows(read(end.join(CLEAN))) == CLEAN_ROWS


def test_a_territory_alone_on_its_line_needs_no_tabs():
    assert rows(read(replaced("大韓民国（2機関）\t\t", "大韓民国（2機関）"))) == CLEAN_ROWS


def test_counts_with_full_width_digits_are_numbers():
    lines = replaced("4機関", "４機関")
    assert read(lines).regions[0].stated[0].value == 4


def test_a_count_that_is_no_number_is_kept_as_unreadable():
    listing = read(replaced("タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09", "タイ王国 (x機関)\tチェンマイ大学\t工学部\t2015.01.09"))
    assert (listing.headings[0].label, listing.headings[0].stated.value) == ("タイ王国", None)


@pytest.mark.parametrize("count", ["計2機関", "2 機関", "２大学", "2", "全2校"])
def test_a_count_in_brackets_may_be_worded_in_many_ways(count):
    listing = read(
        replaced("タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09", f"タイ王国（{count}）\tチェンマイ大学\t工学部\t2015.01.09")
    )
    assert (listing.headings[0].label, listing.headings[0].stated.value) == ("タイ王国", 2)


def test_brackets_without_a_count_belong_to_the_label():
    listing = read(
        replaced("タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09", "香港(HKSR)(2機関)\tチェンマイ大学\t工学部\t2015.01.09")
    )
    assert (listing.headings[0].label, listing.headings[0].codes, listing.headings[0].stated.value) == ("香港(HKSR)", ("HK",), 2)


def test_a_unit_name_that_contains_the_separator_stays_whole_and_can_be_corrected():
    lines = replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部・ナノデバイス・バイオ融合科学研究所\t2001.03.04")
    assert read(lines).entries[2].units == ("理学部", "ナノデバイス・バイオ融合科学研究所")
    lines = replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部・工学部\t2001.03.04")
    assert read(lines, known_units={"理学部・工学部"}).entries[2].units == ("理学部・工学部",)


def test_a_row_without_its_date_is_an_entry_without_date():
    listing = read(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部\t"))
    assert rows(listing)[2] == ("大韓民国", "慶北大学校", ("理学部",), None)
    shifted = read(replaced("\t慶北大学校\t理学部\t2001.03.04", "慶北大学校\t理学部\t"))
    assert rows(shifted)[2] == ("大韓民国", "慶北大学校", ("理学部",), None)


def test_an_impossible_date_keeps_its_text():
    entry = read(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部\t2001.02.30")).entries[2]
    assert (entry.concluded_on, entry.date_text) == (None, "2001.02.30")


def test_rows_before_any_territory_are_entries_without_one():
    listing = read([*HEAD, "アジア", "4機関", COLUMNS, "\tチェンマイ大学\t工学部\t2015.01.09", *ASIA[6:]])
    assert rows(listing)[0] == (None, "チェンマイ大学", ("工学部",), "2015-01-09")


@pytest.mark.parametrize(
    "line",
    [
        "ここに意味の分からない長い行がありますので読み飛ばしてはいけません。",
        "チェンマイ大学 工学部 締結",
        "a\tb\tc\td\te\tf",
        "何か\t何か\t何か",
    ],
)
def test_a_line_that_is_not_understood_is_unread_and_changes_no_other(line):
    at = CLEAN.index("\tカセサート大学農学部\t農学部・国際センター\t2016.02.10")
    listing = read([*CLEAN[:at], line, *CLEAN[at:]])
    assert listing.roles[at] == "unread"
    assert rows(listing) == CLEAN_ROWS


def test_a_line_whose_tabs_became_spaces_is_read():
    lines = replaced(
        "\tカセサート大学農学部\t農学部・国際センター\t2016.02.10", "    カセサート大学農学部　　農学部・国際センター　　2016.02.10"
    )
    assert rows(read(lines)) == CLEAN_ROWS


@pytest.mark.parametrize("gap", ["　　", "   ", " | ", ","])
def test_a_file_without_tabs_is_cut_at_wide_gaps_bars_or_commas(gap):
    assert rows(read([line.lstrip("\t").rstrip("\t").replace("\t", gap) for line in CLEAN])) == CLEAN_ROWS


def test_an_english_list_of_the_same_form_is_read():
    listing = read(
        [
            "Inter-faculty agreements", "(2 countries and regions, 3 institutions)", "As of May 1, 2024", "Asia", "3 institutions",
            "Country or region\tInstitution\tDepartments\tDate concluded",
            "Thailand (2 institutions)\tChiang Mai University\tFaculty of Law, School of Medicine\t2015.01.09", "\tKasetsart University\tFaculty of Law\t2016",
            "Republic of Korea (1 institution)\tKorea University\tSchool of Medicine\tMay 2, 2011",
        ]
    )  # fmt: skip
    assert listing.as_of == date(2024, 5, 1)
    assert [(stated.of, stated.value) for stated in listing.stated] == [("territories", 2), ("institutions", 3)]
    assert rows(listing) == [
        ("Thailand", "Chiang Mai University", ("Faculty of Law", "School of Medicine"), "2015-01-09"),
        ("Thailand", "Kasetsart University", ("Faculty of Law",), "2016"),
        ("Republic of Korea", "Korea University", ("School of Medicine",), "2011-05-02"),
    ]
    assert listing.headings[1].codes == ("KR",)


def test_region_labels_that_nobody_foresaw_are_told_by_the_count_and_head_under_them():
    lines = ["南方諸域" if line == "アジア" else line for line in CLEAN]
    assert [region.label for region in read(lines).regions] == ["南方諸域", "欧州", "複数国"]


@pytest.mark.parametrize(
    ("line", "title", "totals"),
    [
        ("協定校一覧（2024年5月1日現在）", "協定校一覧（2024年5月1日現在）", []),
        ("(令和6年5月1日現在　3大学)", "", [("institutions", 3)]),
    ],
)
def test_the_day_may_stand_in_one_line_with_the_title_or_the_totals(line, title, totals):
    listing = read([line, COLUMNS, "タイ王国\tチェンマイ大学\t工学部\t2015.01.09"])
    assert (listing.as_of, listing.title, [(stated.of, stated.value) for stated in listing.stated]) == (date(2024, 5, 1), title, totals)


def test_the_day_after_a_title_is_the_day_and_no_second_title():
    listing = read(["協定校一覧", "国際室調べ 2024年5月1日現在", COLUMNS, "タイ王国\tチェンマイ大学\t工学部\t2015.01.09"])
    assert (listing.title, listing.as_of) == ("協定校一覧", date(2024, 5, 1))


def test_totals_in_several_cells_are_read_together():
    listing = read(["協定校一覧", "3ヶ国\t5機関", COLUMNS, "タイ王国\tチェンマイ大学\t工学部\t2015.01.09"])
    assert [(stated.of, stated.value) for stated in listing.stated] == [("territories", 3), ("institutions", 5)]


def test_a_legend_may_be_a_long_paragraph_and_nothing_else_may():
    legend = "海外大学本体と本学部等が協定を締結している場合は大学名のみ記載する。" * 12
    listing = read(["協定校一覧", legend, COLUMNS, "タイ王国\tチェンマイ大学\t工学部\t2015.01.09", "長" * 301])
    assert (listing.legend, listing.rules.institution_itself_once, listing.roles[-1]) == ((legend,), True, "unread")


def test_a_page_number_in_the_head_is_furniture_and_a_stray_line_there_is_unread():
    listing = read(["協定校一覧", "- 1 -", "なにかの行", COLUMNS, "タイ王国\tチェンマイ大学\t工学部\t2015.01.09"])
    assert listing.roles[1:3] == ("furniture", "unread")


def test_a_territory_that_nobody_knows_stands_alone_where_its_tabs_say_so():
    listing = read(replaced("大韓民国（2機関）\t\t", "ナルニア国\t\t"))
    assert [(heading.label, heading.codes) for heading in listing.headings][1] == ("ナルニア国", ())


def test_a_row_without_its_institution_is_unread():
    at = CLEAN.index("\t慶北大学校\t理学部\t2001.03.04")
    assert read(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t\t理学部\t2001.03.04")).roles[at] == "unread"


def test_the_example_list_gives_378_entries_of_which_377_count():
    listing = read_listing(SEED)
    assert (len(listing.entries), listing.counted().institutions, listing.counted().territories) == (378, 377, 55)
    codes = {code for entry in listing.entries if entry.counted for code in entry.territory_codes}
    assert len(codes) == 55
    assert [entry.n for entry in listing.entries] == list(range(1, 379))
    assert "unread" not in listing.roles
    assert listing.entries[35].institution == "東南アジア教育大臣機構 幼児教育・保育・子育て支援地域センター"
    assert listing.entries[-1].territory_codes == ("AU", "BR", "CA", "CN", "DK", "SG", "KR", "ZA", "GB", "US")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"), (b" \n\t\n", "empty"), ("\u3000\n".encode(), "white space"), (b"\x89PNG\r\n\x1a\n000", "not a text file"), (b"%PDF-1.7 ...", "the PDF is damaged"),
        (bytes(range(256)) * 40, "not a text file"), ("こんにちは。\nこれは手紙です。\n".encode(), "no list of agreements"), (b"a,b,c\n1,2,3\n", "no list of agreements"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_both_languages(content, words):
    with pytest.raises(Refusal) as refused:
        read_content(content, "x.txt")
    assert words in refused.value.text.en
    assert refused.value.text.ja.startswith("x.txt")


def test_a_table_head_without_rows_is_a_list_without_entries():
    assert read([*HEAD, COLUMNS]).entries == ()


def test_a_file_that_may_not_be_opened_is_refused_with_the_reason(tmp_path):
    looped = tmp_path / "loop.txt"
    looped.symlink_to(looped)
    with pytest.raises(Refusal, match="cannot be opened"):
        read_listing(looped)


def test_files_that_cannot_be_opened_are_refused(tmp_path):
    for path, words in ((tmp_path / "none.txt", "no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(Refusal, match=words):
            read_listing(path)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Refusal, match="larger than 100 MB"):
        read_listing(large)
    with pytest.raises(Refusal, match="larger than 100 MB"):
        read_content(bytes(LARGEST + 1), "-")
