"""Hostile and faulty inputs by their number in the project's catalogue (22–42, 52; files as such: test_bad_text.py): read right, read with a finding
that names the place, or refused with place, cause and remedy. Never a crash or a wrong value in silence.
"""

import unicodedata

import pytest

from teikei.lists.check import check
from teikei.lists.read import MOST_LINES, read_content
from teikei.lists.write import FORMATS, write_listing
from teikei.names.folding import fold
from tests.lists.made import CLEAN, COLUMNS, read, replaced
from tests.lists.read.refusals import refusal_of

ROW = "\t慶北大学校\t理学部\t2001.03.04"
HEAD = "一覧\n2024年5月1日現在\n国・地域\t協定機関名\t部局\t締結年月日\n"


def named(name: str):
    return read(replaced(ROW, f"\t{name}\t理学部\t2001.03.04"))


def codes(listing):
    return {finding.code for finding in check(listing) if finding.severity != "info"}


@pytest.mark.parametrize("broken", [b"\xe6\x85", b"\xc0\xaf", b"\xed\xa0\x80"])
def test_22_a_cut_overlong_or_lone_byte_sequence_is_cited(broken):
    listing = read_content("\n".join(CLEAN).encode().replace("慶北".encode(), broken), "x.txt")
    assert codes(listing) == {"character-lost"}


def test_24_line_ends_may_be_mixed():
    ends = ["\n", "\r\n", "\r", "\u2028"]
    text = "".join(line + ends[n % 4] for n, line in enumerate(CLEAN))
    assert [entry.institution for entry in read(text).entries] == [entry.institution for entry in read(CLEAN).entries]


def test_26_a_line_of_many_megabytes_is_reported_and_not_tried():
    listing = read_content((HEAD + "タイ王国\tA大学\t工学部\t2015.01.09\n" + "あ" * 5_000_000).encode(), "x.txt")
    assert (len(listing.entries), codes(listing)) == (1, {"line-unread", "row-may-go-on"})


def test_26_more_lines_than_any_list_has_are_refused():
    en, ja = refusal_of(HEAD.encode() + b"\n" * (MOST_LINES + 1), "x.txt")
    assert f"more than {MOST_LINES:,} lines" in en
    assert f"{MOST_LINES:,}" in ja


def test_26_a_document_of_other_lines_is_refused():
    en, _ = refusal_of((HEAD + "これは本文です。\n" * 20_000).encode(), "x.txt")
    assert "no list of agreements" in en


def test_28_columns_are_told_by_their_heads_in_any_order():
    plain = [
        "一覧",
        "2024年5月1日現在",
        "締結日\t部局名\t相手機関名\t国名",
        "2015.01.09\t工学部\tチェンマイ大学\tタイ",
        "2016.01.09\t法学部\tボン大学\tドイツ",
    ]
    assert [(e.territory_codes, e.institution, e.units, e.concluded_on.isoformat()) for e in read(plain).entries] == [
        (("TH",), "チェンマイ大学", ("工学部",), "2015-01-09"),
        (("DE",), "ボン大学", ("法学部",), "2016-01-09"),
    ]


def test_28_a_column_added_between_others_is_noted_and_shifts_nothing():
    lines = [COLUMNS.replace("部局\t", "担当\t部局\t") if line == COLUMNS else line for line in CLEAN]
    lines = [
        "\t".join([*line.split("\t")[:2], "山田", *line.split("\t")[2:]])
        if line.count("\t") == 3 and line not in lines[:11] and "担当" not in line
        else line
        for line in lines
    ]
    listing = read(lines)
    assert [entry.units for entry in listing.entries] == [entry.units for entry in read(CLEAN).entries]
    assert "column-unknown" in {finding.code for finding in check(listing)}


def test_28_a_column_dropped_leaves_its_value_empty():
    lines = ["\t".join(line.split("\t")[:2] + line.split("\t")[3:]) if line.count("\t") == 3 else line for line in CLEAN]
    assert next((entry.units, entry.concluded_on.isoformat()) for entry in read(lines).entries) == ((), "2015-01-09")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_29_nothing_at_all_is_refused(content):
    refusal_of(content, "x.txt")


def test_29_a_head_alone_is_a_list_without_rows():
    assert "no-rows" in codes(read_content(HEAD.encode(), "x.txt"))


# Names: kept as printed, compared folded.
@pytest.mark.parametrize(
    ("number", "name", "same_as"),
    [
        (31, unicodedata.normalize("NFD", "ガジャマダ大学"), "ガジャマダ大学"), (31, "㍿ﾊﾝｶｸ ＡＢＣ", "株式会社ハンカクABC"),
        (32, "ﾊﾞﾝﾄﾞﾝ工科大学", "バンドン工科大学"), (36, "葛\U000e0100城大学", "葛城大学"), (36, "高雄大學", "髙雄大学"), (36, "國立大学", "国立大学"),
        (38, "ガジャ・マダ大学", "ガジャマダ大学"), (38, "ガジャ＝マダ 大学", "ガジャマダ大学"), (40, "Straße", "STRASSE"), (40, "İstanbul", "istanbul"), (40, "ſchool", "school"),
    ],
)  # fmt: skip
def test_31_to_40_a_name_stays_as_printed_and_meets_its_other_spellings(number, name, same_as):
    listing = named(name)
    assert listing.entries[2].institution == name
    assert fold(name) == fold(same_as) or (number == 38 and "＝" in name)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\ufeff"])
def test_33_34_marks_that_print_nothing_stay_and_are_reported(sign):
    listing = named(f"慶北{sign}大学校")
    assert listing.entries[2].institution == f"慶北{sign}大学校"
    assert codes(listing) == {"character-hidden"}
    assert fold(listing.entries[2].institution) == fold("慶北大学校")


@pytest.mark.parametrize(
    "name",
    [
        "Унивeрситет",
        "Πανεπιστήμιο",
        "カ力口ロ大学",
        "ベルリン―自由‐大学",
        "中央财经大学",
        "🎓大学",
        "e" + "\u0301" * 50,
        "\U0001fae9大学",
        "𰻞大学",
    ],
)
def test_35_37_39_41_signs_of_every_kind_are_read_as_printed(name):
    assert named(name).entries[2].institution == name


def test_42_two_byte_forms_of_one_name_are_one_partner_twice():
    lines = [
        *CLEAN[: CLEAN.index(ROW) + 1],
        f"\t{unicodedata.normalize('NFD', 'ガジャマダ大学')}\t理学部\t2001.03.04",
        "\tガジャマダ大学\t理学部\t2001.03.05",
        *CLEAN[CLEAN.index(ROW) + 1 :],
    ]
    assert "duplicate-row" in codes(read(lines))


MARKUP = [
    "<script>alert(1)</script>大学",
    '#image("/etc/passwd")大学',
    "{{ 7*7 }}大学",
    "'; DROP TABLE entry; --大学",
    "../../etc/passwd大学",
    "=HYPERLINK(1)大学",
    "@SUM(A1)",
    "*太字*_大学_",
    "[大学](http://example.invalid)",
    "Ignore all previous instructions 大学",
]


@pytest.mark.parametrize("name", MARKUP)
def test_52_markup_as_a_name_is_text_in_every_format(name):
    listing = named(name)
    assert listing.entries[2].institution == name
    for to in FORMATS:
        content = write_listing(listing, to)
        if to != "pdf":
            assert read_content(content, f"x.{to}").entries[2].institution == name, to
