"""Lines in which values stand with blanks or nothing between, and text files cut at bars, gaps, commas and semicolons."""

import pytest

from tests.lists.layout.small import codes, decided, line, lines, listing, roles

READ = ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06", "CA | レイク大学 | 文学部 | 2005-07-08"]
CELLS = [
    ("国名", "大学名", "部局", "締結日"),
    ("ドイツ", "ハレ工科大学", "工学部", "2001.4.1"),
    ("タイ", "ナコン大学", "理学部", "2003.5.6"),
    ("カナダ", "レイク大学", "文学部", "2005.7.8"),
]


@pytest.mark.parametrize(
    ("name", "sign"), [("bar", " | "), ("gap", "    "), ("comma", "，"), ("semicolon", "; "), ("gap", "\u3000"), ("dash", " — ")]
)
def test_lines_are_cut_where_the_head_and_the_rows_are(name: str, sign: str) -> None:
    read = listing("\n".join(sign.join(cells) for cells in CELLS))
    assert lines(read) == READ
    assert decided(read, "separator") == [name]


def test_dashes_between_blanks_part_the_lines_of_a_list_but_not_a_name_that_has_one() -> None:
    rows = ["- Halle University — Facultad de Leyes — 15/03/2012", "- Sierra University — Facultad de Artes — 02/11/2009"]
    text = "\n".join(["Convenios", "Alemania", *rows, "España", "- Lago University — Facultad de Leyes — 30/06/2018"])
    assert lines(listing(text)) == [
        "DE | Halle University | - | 2012-03-15",
        "DE | Sierra University | - | 2009-11-02",
        "ES | Lago University | - | 2018-06-30",
    ]
    named = listing(
        "Partners\nIsrael\nSarid - Northern College of Technology (2011)\nGermany\nHalle University (2015)\nElbe University (2016)"
    )
    assert decided(named, "separator") != ["dash"]


def test_a_table_of_a_text_with_walls_and_rules_is_read() -> None:
    text = "| 国名 | 大学名 | 部局 | 締結日 |\n|---|---|---|---|\n| ドイツ | ハレ工科大学 | 工学部 | 2001.4.1 |\n| タイ | ナコン大学<br>サラブリ大学 | 理学部 | 2003.5.6<br>2004.5.6 |\n"
    read = listing(text)
    assert lines(read) == [READ[0], READ[1], "TH | サラブリ大学 | 理学部 | 2004-05-06"]
    assert roles(read) == ["header", "furniture", "entry", "entry"]


def test_lines_with_bars_and_no_head_are_rows_where_they_hold_partners_and_dates() -> None:
    assert lines(listing("\n".join("｜".join(cells) for cells in CELLS[1:]))) == READ


def test_a_blank_cell_between_wide_gaps_is_seen_from_where_the_others_stand() -> None:
    text = (
        "国名      大学名              部局      締結日\n"
        "ドイツ    ハレ工科大学        工学部    2001.4.1\n"
        "          ザーレ大学          理学部    2002.4.1\n"
        "タイ      ナコン大学                    2003.5.6\n"
        "カナダ    レイク大学          文学部    2005.7.8\n"
    )
    assert lines(listing(text)) == [READ[0], "DE | ザーレ大学 | 理学部 | 2002-04-01", "TH | ナコン大学 | - | 2003-05-06", READ[2]]


def test_a_cell_under_no_known_word_is_laid_to_the_head_nearest_to_it() -> None:
    text = (
        "国名      大学名              所在地    備考      締結日\n"
        "ドイツ    ハレ工科大学        ザーレ    五年ごと  2001.4.1\n"
        "タイ      ナコン大学                    毎年      2003.5.6\n"
        "カナダ    レイク大学          トロン              2005.7.8\n"
    )
    assert [(entry.location, entry.note) for entry in listing(text).entries] == [("ザーレ", "五年ごと"), (None, "毎年"), ("トロン", None)]


# Nothing between the values --------------------------------------------------------------------------------------------


def test_one_blank_between_values_is_enough_where_the_head_names_them() -> None:
    read = listing("\n".join(" ".join(cells) for cells in CELLS))
    assert lines(read) == READ
    assert decided(read, "separator") == ["none"]
    assert "1 = territory institution units concluded_on" in decided(read, "column")


def test_a_number_in_front_and_signs_behind_come_off() -> None:
    read = listing(
        "番号 国名 大学名 締結日 備考\n1 ドイツ ハレ工科大学 2001.4.1 ※\n(2) タイ ナコン大学 2003.5.6\n3. カナダ レイク大学★ 2005.7.8 ※\n"
    )
    assert [(entry.number, line(entry), entry.marks) for entry in read.entries] == [
        ("1", "DE | ハレ工科大学 | - | 2001-04-01", ("※",)),
        ("2", "TH | ナコン大学 | - | 2003-05-06", ()),
        ("3", "CA | レイク大学 | - | 2005-07-08", ("★ ※",)),
    ]


def test_regions_in_front_of_lines_begin_regions() -> None:
    read = listing(
        "地域 国名 大学名 締結日\n欧州 ドイツ ハレ工科大学 2001.4.1\nアジア タイ ナコン大学 2003.5.6\nアジア ベトナム フエ大学 2004.5.6\n"
    )
    assert [(entry.region.label if entry.region else None, entry.territory, entry.institution) for entry in read.entries] == [
        ("欧州", "ドイツ", "ハレ工科大学"),
        ("アジア", "タイ", "ナコン大学"),
        ("アジア", "ベトナム", "フエ大学"),
    ]


def test_dates_in_front_and_units_in_front_come_off() -> None:
    read = listing(
        "締結日 部局 大学名 国名\n2001.4.1 工学部 ハレ工科大学 ドイツ\n2003.5.6 理学部 ナコン大学 タイ\n2005.7.8 文学部 レイク大学 (カナダ)\n"
    )
    assert lines(read) == READ


def test_latin_lines_are_parted_by_words_and_say_that_they_were() -> None:
    read = listing(
        "Country University Faculty Date\n"
        "Germany Halle University Law School 2001.4.1\n"
        "Thailand Nakhon University Graduate School 2003.5.6\n"
        "Canada Lake University Medical School 2005.7.8\n"
    )
    assert [entry.institution for entry in read.entries] == ["Halle University", "Nakhon University", "Lake University"]
    assert [entry.units_text for entry in read.entries] == ["Law School", "Graduate School", "Medical School"]
    [guess] = [made for made in read.decisions if made.about == "rows"]
    assert guess.value == "split by words"
    assert [place.line for place in guess.places] == [2, 3, 4]


def test_kinds_behind_names_begin_at_a_word_that_only_kinds_begin_with() -> None:
    read = listing(
        "Country Partner Kind Date\nGermany Halle Technical University Student Exchange Agreement 2001.4.1\nThailand Nakhon University  MOU 2003.5.6\nCanada Lake University Memorandum of Understanding 2005.7.8\n"
    )
    assert [(entry.institution, entry.kinds) for entry in read.entries] == [
        ("Halle Technical University", ("Student Exchange Agreement",)),
        ("Nakhon University", ("MOU",)),
        ("Lake University", ("Memorandum of Understanding",)),
    ]


def test_two_dates_behind_a_name_are_two_columns_and_an_end_may_be_words() -> None:
    read = listing(
        "国名 大学名 締結日 有効期限\nドイツ ハレ工科大学 2001.4.1 2031.3.31\nタイ ナコン大学 2003.5.6 自動更新\nカナダ レイク大学 2005.7.8\n"
    )
    assert [(line(entry), entry.valid_to) for entry in read.entries] == [
        ("DE | ハレ工科大学 | - | 2001-04-01", "2031-03-31"),
        ("TH | ナコン大学 | - | 2003-05-06", "auto-renew"),
        ("CA | レイク大学 | - | 2005-07-08", None),
    ]


def test_numbers_of_students_behind_a_name_come_off() -> None:
    read = listing(
        "国名 大学名 締結日 受入人数\nドイツ ハレ工科大学 2001.4.1 3名\nタイ ナコン大学 2003.5.6 12\nカナダ レイク大学 2005.7.8\n"
    )
    assert [(entry.institution, entry.quota_in) for entry in read.entries] == [
        ("ハレ工科大学", "3名"),
        ("ナコン大学", "12"),
        ("レイク大学", None),
    ]


def test_a_country_with_its_count_begins_lines_though_the_head_does_not_say_so() -> None:
    read = listing(
        "大学名 部局 締結日\nドイツ (2) ハレ工科大学 工学部 2001.4.1\nザーレ大学 理学部 2002.4.1\nタイ (1) ナコン大学 理学部 2003.5.6\n"
    )
    assert lines(read) == [READ[0], "DE | ザーレ大学 | 理学部 | 2002-04-01", READ[1]]
    assert [heading.stated.value for heading in read.headings if heading.stated] == [2, 1]


def test_countries_on_lines_of_their_own_hold_for_the_lines_under_them() -> None:
    read = listing(
        "国名 大学名 部局 締結日\nドイツ\nハレ工科大学 工学部 2001.4.1\nタイ\nナコン大学 理学部 2003.5.6\nサラブリ大学 文学部 2004.5.6\n"
    )
    assert lines(read) == [READ[0], READ[1], "TH | サラブリ大学 | 文学部 | 2004-05-06"]
    assert roles(read) == ["header", "territory", "entry", "territory", "entry", "entry"]


def test_lines_without_a_head_are_rows_where_they_look_alike() -> None:
    read = listing(
        "海外協定校一覧\n2024年5月1日現在\n\n1 ドイツ ハレ工科大学 2001.4.1\n2 タイ ナコン大学 2003.5.6\n3 カナダ レイク大学 2005.7.8\n4 カナダ サーモン大学 2006.7.8\n"
    )
    assert read.title == "海外協定校一覧"
    assert read.as_of is not None
    assert [(entry.number, line(entry)) for entry in read.entries][1] == ("2", "TH | ナコン大学 | - | 2003-05-06")
    assert len(read.entries) == 4


def test_lines_without_a_head_may_end_with_the_country() -> None:
    read = listing("ハレ工科大学 ドイツ 2001.4.1～2031.3.31\nナコン大学 タイ 2003.5.6～2033.5.5\nレイク大学 カナダ 2005.7.8～自動更新\n")
    assert [(line(entry), entry.valid_to) for entry in read.entries] == [
        ("DE | ハレ工科大学 | - | 2001-04-01", "2031-03-31"),
        ("TH | ナコン大学 | - | 2003-05-06", "2033-05-05"),
        ("CA | レイク大学 | - | 2005-07-08", "auto-renew"),
    ]


def test_lines_without_a_head_may_begin_with_the_date() -> None:
    read = listing("2001.4.1 ハレ工科大学 ドイツ\n2003.5.6 ナコン大学 タイ\n2005.7.8 レイク大学 カナダ\n")
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]


def test_a_line_that_names_nobody_among_lines_of_rows_is_left_unread() -> None:
    read = listing(
        "国名 大学名 部局 締結日\nドイツ ハレ工科大学 工学部 2001.4.1\nあれこれそれこれ\nタイ ナコン大学 理学部 2003.5.6\nカナダ レイク大学 文学部 2005.7.8\n"
    )
    assert lines(read) == READ
    assert roles(read) == ["header", "entry", "unread", "entry", "entry"]
    assert "line-unread" in codes(read)


def test_lines_of_values_repeat_their_head_on_every_page() -> None:
    head = "国名 大学名 部局 締結日\n"
    read = listing(
        f"海外協定校一覧\n{head}ドイツ ハレ工科大学 工学部 2001.4.1\n- 1 -\n海外協定校一覧\n{head}タイ ナコン大学 理学部 2003.5.6\n"
    )
    assert lines(read) == READ[:2]
    assert roles(read) == ["title", "header", "entry", "furniture", "furniture", "header", "entry"]


def test_the_same_head_over_a_few_lines_means_what_it_meant_over_many() -> None:
    text = (
        "海外協定校一覧\nアジア\n大学名 締結日\nタイ (2) ナコン大学 2003.5.6\nサラブリ大学 2004.5.6\n韓国 (1) ハンナ大学 2003.5.7\n"
        "ヨーロッパ\n大学名 締結日\nドイツ (2) ハレ工科大学 2001.4.1\nザーレ大学 2002.4.1\n"
    )
    assert [line.split(" | ")[:2] for line in lines(listing(text))] == [
        ["TH", "ナコン大学"],
        ["TH", "サラブリ大学"],
        ["KR", "ハンナ大学"],
        ["DE", "ハレ工科大学"],
        ["DE", "ザーレ大学"],
    ]
