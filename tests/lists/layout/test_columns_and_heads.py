"""What the columns of a table hold: told by heads of one row or two, by brackets in them, or by the cells alone."""

import pytest

from tests.lists.layout.small import codes, day, decided, line, lines, listing, page, roles, table, workbook

THREE = ("ドイツ|ハレ工科大学|工学部|2001.4.1", "タイ|ナコン大学|理学部|2003.5.6", "カナダ|レイク大学|文学部|2005.7.8")
READ = ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06", "CA | レイク大学 | 文学部 | 2005-07-08"]


@pytest.mark.parametrize(
    "head",
    [
        "国名|大学名|部局|締結日",
        "国・地域 Country|協定校 Partner|本学部局 Unit|締結年月日 Date",
        "国名※|大学名（注）|学部・研究科等|協定締結日★",
        "Country|Partner university|Faculty in charge|Date of signing",
        "所在国名|協定先大学|実施学部等|署名年月日",
    ],
)
def test_heads_of_many_wordings_name_the_same_columns(head: str) -> None:
    assert lines(listing(table(head, *THREE), "list.html")) == READ


def test_columns_stand_in_the_order_of_their_heads() -> None:
    turned = ("|".join(reversed(row.split("|"))) for row in THREE)
    assert lines(listing(table("締結日|部局|大学名|国名", *turned), "list.html")) == READ


def test_columns_without_any_head_are_told_by_their_cells() -> None:
    read = listing(table(*THREE), "list.html")
    assert lines(read) == READ
    assert "A = territory" in decided(read, "column")
    assert "D = concluded_on" in decided(read, "column")


def test_a_column_of_names_in_the_other_script_is_the_other_name_where_no_head_tells() -> None:
    read = listing(
        table(
            "1|ドイツ|ハレ工科大学|Halle Technical University|2001.4.1",
            "2|タイ|ナコン大学|Nakhon University|2003.5.6",
            "3|カナダ|レイク大学|Lake University|2005.7.8",
        ),
        "list.html",
    )
    assert [(entry.number, entry.institution, entry.institution_alt) for entry in read.entries] == [
        ("1", "ハレ工科大学", "Halle Technical University"),
        ("2", "ナコン大学", "Nakhon University"),
        ("3", "レイク大学", "Lake University"),
    ]


def test_two_columns_headed_alike_are_the_name_and_the_other_name() -> None:
    read = listing(
        table(
            "国名|University|大学名|締結日",
            "ドイツ|Halle Technical University|ハレ工科大学|2001.4.1",
            "タイ|Nakhon University|ナコン大学|2003.5.6",
        ),
        "list.html",
    )
    assert [(entry.institution, entry.institution_alt) for entry in read.entries] == [
        ("ハレ工科大学", "Halle Technical University"),
        ("ナコン大学", "Nakhon University"),
    ]


def test_a_list_that_has_only_english_names_is_read_by_them() -> None:
    read = listing(
        table("国名（英語）|大学名（英語）|締結日", "Germany|Halle Technical University|2001.4.1", "Thailand|Nakhon University|2003.5.6"),
        "list.html",
    )
    assert lines(read) == ["DE | Halle Technical University | - | 2001-04-01", "TH | Nakhon University | - | 2003-05-06"]


def test_a_column_that_is_known_and_not_wanted_is_passed_over() -> None:
    read = listing(table("国名|大学名|担当者|締結日", "ドイツ|ハレ工科大学|山田|2001.4.1", "タイ|ナコン大学|鈴木|2003.5.6"), "list.html")
    assert lines(read) == ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06"]
    assert "担当者 = -" in decided(read, "column")


def test_a_head_that_no_one_knows_leaves_its_column_unread_and_says_so() -> None:
    read = listing(
        table("国名|大学名|ぽえむ|締結日", "ドイツ|ハレ工科大学|あいう|2001.4.1", "タイ|ナコン大学|かきく|2003.5.6"), "list.html"
    )
    [made] = [made for made in read.decisions if made.value == "ぽえむ = -"]
    assert made.sure == 0.5
    assert made.why.en == "its head is not known"
    assert made.to_json()["locators"][0]["column"] == 3


def test_a_head_over_cells_of_another_kind_gives_way_to_the_dates_themselves() -> None:
    read = listing(
        table(
            "国名|大学名|協定|締結",
            "ドイツ|ハレ工科大学|2001.4.1|学術交流",
            "タイ|ナコン大学|2003.5.6|学生交流",
            "カナダ|レイク大学|2005.7.8|学術交流",
        ),
        "list.html",
    )
    assert [day(entry) for entry in read.entries] == ["2001-04-01", "2003-05-06", "2005-07-08"]


def test_signs_under_a_head_of_their_own_say_the_kind() -> None:
    read = listing(
        table(
            "国名|大学名|学生派遣あり|授業料免除|締結日",
            "ドイツ|ハレ工科大学|○||2001.4.1",
            "タイ|ナコン大学|○|○|2003.5.6",
            "カナダ|レイク大学||－|2005.7.8",
        ),
        "list.html",
    )
    assert [entry.kinds for entry in read.entries] == [("学生派遣あり",), ("学生派遣あり", "授業料免除"), ()]
    assert "学生派遣あり = kinds" in decided(read, "column")


def test_rare_columns_are_kept_as_printed() -> None:
    read = listing(
        table(
            "番号|国名|大学名|相手部局|部局|協定種別|締結日|更新日|有効期限|所在地|受入人数|派遣人数|記号|備考",
            "1|ドイツ|ハレ工科大学|機械学部|工学部|学術交流・学生交流|2001.4.1|2011.4.1|2031/3/31|ハレ|3|2|※、★|5年ごと",
            "2|タイ|ナコン大学||理学部|学術交流|2003.5.6||自動更新|バンコク|||| ",
        ),
        "list.html",
    )
    one, two = read.entries
    assert (one.number, one.partner_unit, one.location, one.quota_in, one.quota_out, one.note) == (
        "1",
        "機械学部",
        "ハレ",
        "3",
        "2",
        "5年ごと",
    )
    assert one.kinds == ("学術交流", "学生交流")
    assert one.marks == ("※", "★")
    assert one.renewed_on is not None
    assert one.renewed_on.isoformat() == "2011-04-01"
    assert one.valid_to == "2031-03-31"
    assert (two.partner_unit, two.renewed_on, two.valid_to, two.marks, two.note) == (None, None, "auto-renew", (), None)


def test_brackets_behind_a_name_hold_our_units_where_the_head_says_so() -> None:
    read = listing(
        table("国名|協定校（本学部局）|締結日", "ドイツ|ハレ工科大学（工学部）|2001.4.1", "タイ|ナコン大学（理学部・農学部）|2003.5.6"),
        "list.html",
    )
    assert lines(read) == ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 農学部 | 2003-05-06"]


def test_brackets_behind_a_name_hold_the_country_where_the_head_says_so() -> None:
    read = listing(
        table("協定校（国名）|部局|締結日", "ハレ工科大学（ドイツ）|工学部|2001.4.1", "ナコン大学（タイ）|理学部|2003.5.6"), "list.html"
    )
    assert lines(read) == READ[:2]


@pytest.mark.parametrize(("head", "field"), [("所在地", "location"), ("相手部局", "partner_unit")])
def test_brackets_behind_a_name_hold_what_else_the_head_says(head: str, field: str) -> None:
    read = listing(
        table(f"国名|協定校（{head}）|締結日", "ドイツ|ハレ工科大学（ザーレ）|2001.4.1", "タイ|ナコン大学|2003.5.6"), "list.html"
    )
    assert [(entry.institution, getattr(entry, field)) for entry in read.entries] == [("ハレ工科大学", "ザーレ"), ("ナコン大学", None)]


def test_numbers_that_rise_in_front_of_names_are_the_rows_numbers() -> None:
    read = listing(
        table("国名|大学名|締結日", "ドイツ|１．ハレ工科大学|2001.4.1", "タイ|２．ナコン大学|2003.5.6", "カナダ|３．レイク大学|2005.7.8"),
        "list.html",
    )
    assert [(entry.number, entry.institution) for entry in read.entries] == [
        ("１", "ハレ工科大学"),
        ("２", "ナコン大学"),
        ("３", "レイク大学"),
    ]


def test_numbers_in_front_of_names_stay_where_another_column_numbers_the_rows() -> None:
    read = listing(
        table(
            "No.|国名|大学名|締結日",
            "1|ドイツ|1. ハレ工科大学|2001.4.1",
            "2|タイ|2. ナコン大学|2003.5.6",
            "3|カナダ|3. レイク大学|2005.7.8",
        ),
        "list.html",
    )
    assert (read.entries[0].number, read.entries[0].institution) == ("1", "1. ハレ工科大学")


def test_a_name_in_two_languages_is_two_names_where_most_cells_are_so() -> None:
    read = listing(
        table(
            "国名|大学名|部局|締結日",
            "ドイツ Germany|ハレ工科大学 Halle Technical University|工学部 Faculty of Engineering|2001.4.1",
            "タイ Thailand|ナコン大学 Nakhon University|理学部 Faculty of Science|2003.5.6",
        ),
        "list.html",
    )
    assert lines(read) == READ[:2]
    assert [entry.institution_alt for entry in read.entries] == ["Halle Technical University", "Nakhon University"]
    assert [entry.territory for entry in read.entries] == ["ドイツ", "タイ"]


def test_another_name_in_brackets_is_whole_however_many_words_it_has() -> None:
    read = listing(
        table("国名|大学名|締結日", "ベルギー|レーベン大学（KU Leben）|2001.4.1", "タイ|ナコン大学（Nakhon University）|2003.5.6"),
        "list.html",
    )
    assert [(entry.institution, entry.institution_alt) for entry in read.entries] == [
        ("レーベン大学", "KU Leben"),
        ("ナコン大学", "Nakhon University"),
    ]


def test_words_and_kinds_beside_a_name_are_no_part_of_it() -> None:
    read = listing(
        table(
            "国名|大学名|締結日",
            "ドイツ|ハレ工科大学 (外部サイト)|2001.4.1",
            "タイ|ナコン大学（学生交流協定）|2003.5.6",
            "カナダ|レイク大学※1|2005.7.8",
        ),
        "list.html",
    )
    assert [(entry.institution, entry.kinds, entry.marks) for entry in read.entries] == [
        ("ハレ工科大学", (), ()),
        ("ナコン大学", ("学生交流協定",), ()),
        ("レイク大学", (), ("※1",)),
    ]


# Heads of two rows -------------------------------------------------------------------------------------------------

TWO_ROWS = """<table>
<tr><th rowspan="2">国名</th><th colspan="2">相手機関</th><th colspan="2">協定</th></tr>
<tr><th>大学名</th><th>部局</th><th>締結日</th><th>有効期限</th></tr>
<tr><td>ドイツ</td><td>ハレ工科大学</td><td>機械学部</td><td>2001.4.1</td><td>2031.3.31</td></tr>
<tr><td>タイ</td><td>ナコン大学</td><td>化学部</td><td>2003.5.6</td><td>自動更新</td></tr></table>"""


def test_a_wide_head_speaks_for_the_heads_under_it() -> None:
    read = listing(page(TWO_ROWS), "list.html")
    assert roles(read)[:2] == ["header", "header"]
    assert [(line(entry), entry.partner_unit, entry.valid_to) for entry in read.entries] == [
        ("DE | ハレ工科大学 | - | 2001-04-01", "機械学部", "2031-03-31"),
        ("TH | ナコン大学 | - | 2003-05-06", "化学部", "auto-renew"),
    ]


def test_a_head_of_two_rows_is_read_where_nothing_is_merged() -> None:
    read = workbook(
        (
            "一覧",
            [
                ["国名", "相手機関", None, "締結日", "有効期限"],
                [None, "大学名", "学部", None, None],
                ["ドイツ", "ハレ工科大学", "機械学部", "2001.4.1", "2031.3.31"],
                ["タイ", "ナコン大学", "化学部", "2003.5.6", "無期限"],
            ],
        )
    )
    assert roles(read) == ["header", "header", "entry", "entry"]
    assert [(entry.institution, day(entry), entry.valid_to) for entry in read.entries] == [
        ("ハレ工科大学", "2001-04-01", "2031-03-31"),
        ("ナコン大学", "2003-05-06", "indefinite"),
    ]
    assert [entry.partner_unit for entry in read.entries] == ["機械学部", "化学部"]


def test_a_row_under_the_head_that_holds_a_date_is_a_row() -> None:
    read = listing(
        page("<table><tr><th colspan=2>大学名</th><th>締結日</th></tr><tr><td>ハレ工科大学</td><td></td><td>2001.4.1</td></tr></table>"),
        "list.html",
    )
    assert [(entry.institution, day(entry)) for entry in read.entries] == [("ハレ工科大学", "2001-04-01")]


def test_a_merged_country_stands_for_every_row_it_covers() -> None:
    read = listing(
        page(
            "<table><tr><th>国名</th><th>大学名</th><th>部局</th><th>締結日</th></tr>"
            "<tr><td rowspan=2>ドイツ</td><td>ハレ工科大学</td><td>工学部</td><td>2001.4.1</td></tr>"
            "<tr><td>ザーレ大学</td><td>理学部</td><td>2002.4.1</td></tr>"
            "<tr><td>タイ</td><td>ナコン大学</td><td>理学部</td><td>2003.5.6</td></tr></table>"
        ),
        "list.html",
    )
    assert lines(read) == [
        "DE | ハレ工科大学 | 工学部 | 2001-04-01",
        "DE | ザーレ大学 | 理学部 | 2002-04-01",
        "TH | ナコン大学 | 理学部 | 2003-05-06",
    ]


def test_a_merged_name_stands_for_every_agreement_it_covers() -> None:
    read = listing(
        page(
            "<table><tr><th>国名</th><th>大学名</th><th>部局</th><th>締結日</th></tr>"
            "<tr><td rowspan=2>ドイツ</td><td rowspan=2>ハレ工科大学</td><td>工学部</td><td>2001.4.1</td></tr>"
            "<tr><td>理学部</td><td>2002.4.1</td></tr></table>"
        ),
        "list.html",
    )
    assert lines(read) == ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "DE | ハレ工科大学 | 理学部 | 2002-04-01"]


# One column of several values ----------------------------------------------------------------------------------------


def test_a_column_whose_head_names_two_values_is_parted() -> None:
    read = listing(
        table("国名|大学名|締結母体 締結年月日", "ドイツ|ハレ工科大学|工学部 2001.4.1", "タイ|ナコン大学|理学部 2003.5.6"), "list.html"
    )
    assert lines(read) == READ[:2]
    assert "締結母体 締結年月日 = units concluded_on" in decided(read, "column")


def test_a_row_of_shared_columns_without_a_partner_is_left_unread() -> None:
    read = listing(
        table(
            "国名|大学名|締結母体 締結年月日",
            "ドイツ|ハレ工科大学|工学部 2001.4.1",
            "タイ||理学部 2003.5.6",
            "カナダ|レイク大学|文学部 2005.7.8",
        ),
        "list.html",
    )
    assert lines(read) == [READ[0], READ[2]]
    assert roles(read) == ["header", "entry", "unread", "entry"]
    assert "line-unread" in codes(read)


def test_a_column_of_partners_without_a_head_may_hold_names_that_a_unit_could_have_too() -> None:
    names = (
        "Limerick Cancer Center",
        "Institute of Tropical Medicine",
        "Bogor Central Hospital",
        "University of Halle",
        "Rayong University",
    )
    rows = [f"{name}|200{i}-04-01|Faculty of Law" for i, name in enumerate(names)]
    read = listing(table(*rows), "list.html")
    assert [entry.institution for entry in read.entries] == list(names)


def test_a_row_without_any_cell_below_a_head_is_no_second_head() -> None:
    rows = table(*("国名|大学名|締結日", "タイ|ナコン大学|2003.5.6")).replace("</tr><tr>", "</tr><tr></tr><tr>")
    assert lines(listing(rows, "list.html")) == ["TH | ナコン大学 | - | 2003-05-06"]


@pytest.mark.parametrize("upper", ["国名,大学名,締結日,協定種別,", "国名,大学名,締結日,協定の種類,"])
def test_signs_under_a_wide_head_of_kinds_say_the_kind_under_it(upper: str) -> None:
    read = listing(
        f"{upper}\n,,,学術交流,学生交流\nドイツ,ハレ工科大学,2001.4.1,○,○\nタイ,ナコン大学,2003.5.6,○,×\nカナダ,レイク大学,2005.7.8,×,○\n",
        "list.csv",
    )
    assert [entry.kinds for entry in read.entries] == [("学術交流", "学生交流"), ("学術交流",), ("学生交流",)]


def test_whether_an_agreement_goes_on_is_kept_as_a_note() -> None:
    read = listing("国名\t大学名\t締結日\t締結状況\nドイツ\tハレ工科大学\t2001.4.1\t継続\nタイ\tナコン大学\t2003.5.6\t終了\n")
    assert [entry.note for entry in read.entries] == ["継続", "終了"]


def test_a_country_that_goes_on_from_the_page_before_is_the_one_above() -> None:
    read = listing("国名\t大学名\t締結日\nドイツ\tハレ工科大学\t2001.4.1\n（続き）\tザーレ大学\t2003.5.6\nタイ\tナコン大学\t2003.5.6\n")
    assert [entry.territory_codes for entry in read.entries] == [("DE",), ("DE",), ("TH",)]


def test_keys_of_programs_are_heads() -> None:
    read = listing(
        "countryName;partner_institution;agreement_start;agreementEnd;status\n"
        "Italy;Politecnico di Milano;2020-10-15;2025-10-14;active\nSpain;Universidad de Sevilla;2018-04-13;2023-04-12;expired\n",
        "list.csv",
    )
    assert lines(read) == ["IT | Politecnico di Milano | - | 2020-10-15", "ES | Universidad de Sevilla | - | 2018-04-13"]
    assert [(entry.valid_to, entry.note) for entry in read.entries] == [("2025-10-14", "active"), ("2023-04-12", "expired")]
