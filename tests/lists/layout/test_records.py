"""Records that stand over several lines, in blocks, in keyed lines, and in tables side by side."""

from tests.lists.layout.small import codes, day, decided, line, lines, listing, page, roles, table

READ = ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06", "CA | レイク大学 | 文学部 | 2005-07-08"]


def test_lines_of_a_head_and_a_value_make_records() -> None:
    read = listing(
        "海外協定校一覧\n"
        "・国名：ドイツ\n・大学名：ハレ工科大学\n・部局：工学部\n・締結日：2001.4.1\n・窓口の人：山田\n\n"
        "・国名：タイ\n・大学名：ナコン大学\n・部局：理学部\n・締結日：2003.5.6\n・窓口の人：鈴木\n\n"
        "・国名：カナダ\n・大学名：レイク大学\n・部局：文学部\n・締結日：2005.7.8\n"
    )
    assert read.title == "海外協定校一覧"
    assert lines(read) == READ
    assert decided(read, "records") == ["keyed lines"]
    assert [role for role in roles(read) if role == "entry"] == ["entry"] * 3


def test_records_of_keyed_lines_begin_where_a_head_comes_again() -> None:
    read = listing(
        "大学名: Halle Technical University\n国名: Germany\n締結日: 2001.4.1\n"
        "大学名: Nakhon University\n国名: Thailand\n締結日: 2003.5.6\n大学名: Lake University\n国名: Canada\n締結日: 2005.7.8\n"
    )
    assert lines(read) == [
        "DE | Halle Technical University | - | 2001-04-01",
        "TH | Nakhon University | - | 2003-05-06",
        "CA | Lake University | - | 2005-07-08",
    ]
    assert [entry.locator("concluded_on").line for entry in read.entries] == [3, 6, 9]


def test_tables_of_a_head_and_a_value_a_row_make_records() -> None:
    one = "<table><tr><th>大学名</th><td>ハレ工科大学</td></tr><tr><th>国名</th><td>ドイツ</td></tr><tr><th>締結日</th><td>2001.4.1</td></tr></table>"
    two = "<table><tr><th>大学名</th><td>ナコン大学</td></tr><tr><th>国名</th><td>タイ</td></tr><tr><th>締結日</th><td>2003.5.6</td></tr></table>"
    assert lines(listing(page(one + two), "list.html")) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06"]


def test_blocks_of_lines_with_blank_lines_between_are_records() -> None:
    read = listing(
        "海外協定校一覧\n\nハレ工科大学\nドイツ\n2001年4月1日\n\nナコン大学\nタイ\n2003年5月6日\n\nレイク大学\nカナダ\n2005年7月8日\n\n※ 部局間協定を含む。\n"
    )
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]
    assert decided(read, "records") == ["blocks of lines"]
    assert [entry.locator("institution").line for entry in read.entries] == [3, 7, 11]
    assert read.roles[2:5] == ("entry", "continued", "continued")


def test_cells_that_follow_each_other_line_by_line_under_a_head_are_records() -> None:
    cells = [
        ("ドイツ", "ハレ工科大学", "工学部", "2001.4.1"),
        ("タイ", "ナコン大学", "理学部", "2003.5.6"),
        ("カナダ", "レイク大学", "文学部", "2005.7.8"),
    ]
    read = listing("協定校一覧\n国名\n大学名\n部局\n締結日\n" + "\n".join("\n".join(each) for each in cells) + "\n※ 注意する。\n")
    assert lines(read) == READ
    assert decided(read, "records") == ["over several lines"]
    assert [entry.locator("units").line for entry in read.entries] == [8, 12, 16]


def test_records_line_by_line_go_on_under_regions_on_lines_of_their_own() -> None:
    read = listing(
        "協定校一覧\n国名\n大学名\n部局\n締結日\n欧州\nドイツ\nハレ工科大学\n工学部\n2001.4.1\n\nアジア\nタイ\nナコン大学\n理学部\n2003.5.6\nベトナム\nフエ大学\n文学部\n2004.5.6\n"
    )
    assert [(entry.region.label if entry.region else None, line(entry)) for entry in read.entries] == [
        ("欧州", READ[0]),
        ("アジア", READ[1]),
        ("アジア", "VN | フエ大学 | 文学部 | 2004-05-06"),
    ]


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    read = listing(
        table(
            "国名|大学名|締結日|国名|大学名|締結日",
            "ドイツ|ハレ工科大学|2001.4.1|カナダ|レイク大学|2005.7.8",
            "タイ|ナコン大学|2003.5.6|カナダ|サーモン大学|2006.7.8",
            "タイ|サラブリ大学|2004.5.6||| ",
        ),
        "list.html",
    )
    assert [entry.institution for entry in read.entries] == ["ハレ工科大学", "ナコン大学", "サラブリ大学", "レイク大学", "サーモン大学"]
    assert decided(read, "records") == ["side by side"]
    assert roles(read) == ["header", "entry", "entry", "entry"]
    assert read.entries[3].locator("institution").column == 5


def test_tables_side_by_side_begin_again_under_their_head() -> None:
    head = "国名|大学名|国名|大学名"
    read = listing(table(head, "ドイツ|ハレ工科大学|カナダ|レイク大学", head, "タイ|ナコン大学|タイ|サラブリ大学"), "list.html")
    assert [f"{entry.territory} {entry.institution}" for entry in read.entries] == [
        "ドイツ ハレ工科大学",
        "カナダ レイク大学",
        "タイ ナコン大学",
        "タイ サラブリ大学",
    ]


# Rows that are more or less than a record --------------------------------------------------------------------------------


def test_a_row_of_as_many_names_as_dates_is_as_many_records() -> None:
    read = listing(
        page(
            "<table><tr><th>国名</th><th>大学名</th><th>部局</th><th>締結日</th></tr>"
            "<tr><td>ドイツ</td><td>ハレ工科大学<br>ザーレ大学</td><td>工学部</td><td>2001.4.1<br>2002.4.1</td></tr>"
            "<tr><td>タイ</td><td>ナコン大学</td><td>理学部</td><td>2003.5.6</td></tr></table>"
        ),
        "list.html",
    )
    assert lines(read) == [READ[0], "DE | ザーレ大学 | 工学部 | 2002-04-01", READ[1]]


def test_a_name_over_two_lines_with_one_date_is_one_record() -> None:
    read = listing(
        page(
            "<table><tr><th>国名</th><th>大学名</th><th>締結日</th></tr>"
            "<tr><td>ドイツ</td><td>ハレ工科大学<br>機械学部</td><td>2001.4.1</td></tr>"
            "<tr><td>タイ</td><td>ナコン大学<br>Nakhon University</td><td>2003.5.6</td></tr></table>"
        ),
        "list.html",
    )
    assert [(entry.institution, entry.institution_alt, day(entry)) for entry in read.entries] == [
        ("ハレ工科大学 機械学部", None, "2001-04-01"),
        ("ナコン大学", "Nakhon University", "2003-05-06"),
    ]


def test_a_row_that_has_only_units_goes_on_with_the_row_above() -> None:
    read = listing("国名,大学名,部局,締結日\nドイツ,ハレ工科大学,工学部,2001.4.1\n,,理学部,\nタイ,ナコン大学,理学部,2003.5.6\n", "list.csv")
    assert lines(read) == ["DE | ハレ工科大学 | 工学部 理学部 | 2001-04-01", READ[1]]
    assert roles(read) == ["header", "entry", "continued", "entry"]


def test_a_name_broken_off_goes_on_on_the_next_line() -> None:
    read = listing(
        "Country     University                 Date\nGermany     Institute of               2001.4.1\n            Technology and Arts Halle\nThailand    Nakhon University          2003.5.6\nCanada      Lake University            2005.7.8\n"
    )
    assert [entry.institution for entry in read.entries] == [
        "Institute of Technology and Arts Halle",
        "Nakhon University",
        "Lake University",
    ]


def test_a_row_with_a_date_and_no_name_is_one_more_agreement_of_the_partner_above() -> None:
    read = listing(
        "国名,大学名,部局,締結日\nドイツ,ハレ工科大学,工学部,2001.4.1\n,,理学部,2002.4.1※\nタイ,ナコン大学,理学部,2003.5.6\n", "list.csv"
    )
    assert lines(read) == [READ[0], "DE | ハレ工科大学 | 理学部 | 2002-04-01", READ[1]]
    [made] = [made for made in read.decisions if made.value == "partner above"]
    assert [place.line for place in made.places] == [3]


def test_a_row_without_a_name_in_another_country_is_left_unread() -> None:
    read = listing(
        "国名,大学名,部局,締結日\nドイツ,ハレ工科大学,工学部,2001.4.1\nタイ,,理学部,2002.4.1\nカナダ,レイク大学,文学部,2005.7.8\n",
        "list.csv",
    )
    assert lines(read) == [READ[0], READ[2]]
    assert roles(read) == ["header", "entry", "unread", "entry"]


def test_a_first_row_without_a_name_is_left_unread() -> None:
    read = listing("国名,大学名,部局,締結日\n,,工学部,2001.4.1\nタイ,ナコン大学,理学部,2003.5.6\n", "list.csv")
    assert roles(read) == ["header", "unread", "entry"]
    assert "line-unread" in codes(read)


def test_signs_for_the_same_say_what_the_cell_above_says() -> None:
    read = listing(
        "国名,大学名,部局,締結日\nドイツ,ハレ工科大学,工学部,2001.4.1\n〃,ザーレ大学,〃,同上\nタイ,ナコン大学,同上,2003.5.6\n", "list.csv"
    )
    assert lines(read) == [READ[0], "DE | ザーレ大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 工学部 | 2003-05-06"]


def test_a_sign_for_the_same_in_the_first_row_repeats_nothing() -> None:
    read = listing("国名,大学名,部局,締結日\nドイツ,〃,工学部,2001.4.1\nタイ,ナコン大学,理学部,2003.5.6\n", "list.csv")
    assert [entry.institution for entry in read.entries if entry.institution != "〃"] == ["ナコン大学"]


def test_cells_that_have_moved_to_the_left_are_laid_to_the_heads_they_fit() -> None:
    read = listing(
        "国名\t大学名\t部局\t締結日\nドイツ\tハレ工科大学\t工学部\t2001.4.1\nザーレ大学\t理学部\t2002.4.1\nタイ\tナコン大学\t理学部\t2003.5.6\n"
    )
    assert lines(read) == [READ[0], "DE | ザーレ大学 | 理学部 | 2002-04-01", READ[1]]


def test_cells_that_fit_nowhere_are_left_unread() -> None:
    read = listing(
        "国名\t大学名\t部局\t締結日\nドイツ\tハレ工科大学\t工学部\t2001.4.1\nあいう\tかきく\nタイ\tナコン大学\t理学部\t2003.5.6\n"
    )
    assert lines(read) == READ[:2]
    assert roles(read) == ["header", "entry", "unread", "entry"]


def test_a_record_without_its_date_keeps_its_unit_among_records_of_lines() -> None:
    read = listing(
        "協定校一覧\n\nドイツ\n\n2001.4.1\n工学部\nハレ工科大学\n\n2002.4.1\n理学部\nザーレ大学\n\n教育学研究科\nエルベ大学\n\n2004.4.1\n医学部\nナーエ大学\n"
    )
    assert lines(read)[2:3] == ["DE | エルベ大学 | 教育学研究科 | -"]
    assert "unread" not in roles(read)
