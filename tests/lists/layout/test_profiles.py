"""Profiles: what a person says overrules what the list shows; read with its own profile a list gives the same again."""

import pytest

from teikei.lists.layout.profile import Profile, profile_of
from teikei.names.bilingual import Refusal
from tests.lists.layout.small import decided, line, lines, listing, roles, table, workbook

READ = ["DE | ハレ工科大学 | - | 2001-04-01", "TH | ナコン大学 | - | 2003-05-06", "CA | レイク大学 | - | 2005-07-08"]
STRANGE = table("くに|おともだち|ひづけ", "ドイツ|ハレ工科大学|2001.4.1", "タイ|ナコン大学|2003.5.6", "カナダ|レイク大学|2005.7.8")
FULL = Profile(
    ("大学間", "部局間"),
    "bar",
    {'国 "名"': "territory", "3": "units concluded_on", "メモ": "-"},
    "dmy",
    {"region": "territories"},
    ("海と空・星研究センター",),
)


@pytest.mark.parametrize("profile", [FULL, Profile(), Profile(sheets=("一",)), Profile(dates="mdy"), Profile(columns={"A": "institution"})])
def test_a_profile_is_given_back_by_its_file(profile: Profile) -> None:
    assert Profile.fromtoml(profile.to_toml(), "p.toml") == profile


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sheets = ", "not a profile"),
        ('colums = "x"', "“colums” is not what a profile can say"),
        ('sheets = "一"', "“sheets”"),
        ("units = [1]", "“units”"),
        ('separator = "slash"', "Possible here: tab, bar, gap, comma, semicolon, dash, none"),
        ('dates = "ymd"', "Possible here: mdy, dmy"),
        ('columns = "x"', "“columns”"),
        ("[columns]\nA = 1", "“columns”"),
        ('[columns]\nA = "nonsense"', "“columns.A”"),
        ('[columns]\nA = ""', "“columns.A”"),
        ('[counts]\nregion = "students"', "“counts”"),
        ('[counts]\nlist = "institutions"', "“counts”"),
    ],
)
def test_what_no_profile_can_say_is_refused_in_both_languages(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        Profile.fromtoml(text, "mine.toml")
    assert said in refused.value.text.en
    assert refused.value.text.en.startswith("mine.toml: ")
    assert refused.value.text.ja.startswith("mine.toml: ")
    assert "プロファイル" in refused.value.text.ja


def test_heads_that_no_one_knows_are_what_the_profile_says() -> None:
    read = listing(STRANGE, "list.html", profile='[columns]\n"くに" = "territory"\n"おともだち" = "institution"\n"ひづけ" = "concluded_on"')
    assert lines(read) == READ
    assert roles(read) == ["header", "entry", "entry", "entry"]
    assert {
        made.sure for made in read.decisions if made.value in ("くに = territory", "おともだち = institution", "ひづけ = concluded_on")
    } == {1.0}


def test_a_column_that_the_profile_leaves_out_is_not_read() -> None:
    text = table(
        "国名|大学名|部局|締結日",
        "ドイツ|ハレ工科大学|工学部|2001.4.1",
        "タイ|ナコン大学|理学部|2003.5.6",
        "カナダ|レイク大学|文学部|2005.7.8",
    )
    assert lines(listing(text, "list.html", profile='[columns]\n"部局" = "-"')) == READ


def test_the_profile_may_call_columns_by_their_letters_or_numbers() -> None:
    text = table("ドイツ|ハレ|2001.4.1", "タイ|ナコン|2003.5.6", "カナダ|レイク|2005.7.8")
    for columns in ('A = "territory"\nB = "institution"\nC = "concluded_on"', '1 = "territory"\n2 = "institution"\n3 = "concluded_on"'):
        read = listing(text, "list.html", profile=f"[columns]\n{columns}")
        assert [line(entry) for entry in read.entries] == [
            "DE | ハレ | - | 2001-04-01",
            "TH | ナコン | - | 2003-05-06",
            "CA | レイク | - | 2005-07-08",
        ]


def test_a_column_of_several_values_is_parted_as_the_profile_says() -> None:
    text = table("国名|大学名|ひとまとめ", "ドイツ|ハレ工科大学|工学部 2001.4.1", "タイ|ナコン大学|理学部 2003.5.6")
    read = listing(text, "list.html", profile='[columns]\n"ひとまとめ" = "units concluded_on"')
    assert lines(read) == ["DE | ハレ工科大学 | 工学部 | 2001-04-01", "TH | ナコン大学 | 理学部 | 2003-05-06"]


def test_signs_in_a_column_of_kinds_still_say_the_kind_of_their_head() -> None:
    text = table("国名|大学名|学生派遣あり|締結日", "ドイツ|ハレ工科大学|○|2001.4.1", "タイ|ナコン大学||2003.5.6")
    read = listing(text, "list.html", profile='[columns]\n"学生派遣あり" = "kinds"')
    assert [entry.kinds for entry in read.entries] == [("学生派遣あり",), ()]


def test_the_profile_chooses_the_separator() -> None:
    text = "国名;大学名;締結日\nドイツ;ハレ工科大学;2001.4.1\nタイ;ナコン大学;2003.5.6\nカナダ;レイク大学;2005.7.8\n"
    read = listing(text, profile='separator = "semicolon"')
    assert lines(read) == READ
    assert [made.sure for made in read.decisions if made.about == "separator"] == [1.0]


def test_the_profile_says_that_nothing_stands_between_the_values() -> None:
    text = "ドイツ ハレ工科大学 2001.4.1\nタイ ナコン大学 2003.5.6\nカナダ レイク大学 2005.7.8\n"
    read = listing(text, profile='separator = "none"\n[columns]\n1 = "territory institution concluded_on"')
    assert lines(read) == READ


def test_only_the_sheets_of_the_profile_are_read() -> None:
    head = ["国名", "大学名", "締結日"]
    read = workbook(
        ("新", [head, ["ドイツ", "ハレ工科大学", "2001.4.1"]]),
        ("旧", [head, ["タイ", "ナコン大学", "2003.5.6"], [None, None, None], ["カナダ", "レイク大学", "2005.7.8"]]),
        profile=Profile(sheets=("新",)),
    )
    assert lines(read) == READ[:1]
    assert roles(read) == ["header", "entry", "outside", "outside", "outside"]


@pytest.mark.parametrize(
    "text",
    [
        "協定校一覧\n国名|大学名|締結日\nアジア（1）||\nタイ|ナコン大学|3/4/2015\n|サラブリ大学|25/12/2016\n欧州（1）||\nドイツ|ハレ工科大学|1/2/2001\n",
        "国名 大学名 部局 締結日\nドイツ ハレ工科大学 工学部 2001.4.1\nタイ ナコン大学 理学部 2003.5.6\nカナダ レイク大学 文学部 2005.7.8\n",
        "国名\t大学名\t締結母体 締結年月日\nドイツ\tハレ工科大学\t工学部 2001.4.1\nタイ\tナコン大学\t理学部 2003.5.6\n",
    ],
)
def test_a_list_read_with_its_own_profile_gives_the_same_again(text: str) -> None:
    first = listing(text)
    assert first.entries
    profile = profile_of(first)
    again = listing(text, profile=profile.to_toml())
    assert again.content() == first.content()


def test_the_profile_of_a_list_says_what_was_decided() -> None:
    profile = profile_of(
        listing(
            "協定校一覧\n国名|大学名|あだな|締結日\nアジア（1）|||\nタイ|ナコン大学|なこ|3/4/2015\n|サラブリ大学|さら|25/12/2016\n欧州（1）|||\nドイツ|ハレ工科大学|はれ|1/2/2001\n"
        )
    )
    assert profile == Profile(
        (), "bar", {"国名": "territory", "大学名": "institution", "あだな": "-", "締結日": "concluded_on"}, "dmy", {"region": "territories"}
    )


def test_the_profile_of_a_workbook_names_its_sheets_where_others_hold_nothing() -> None:
    rows = [["国名", "大学名", "締結日"], ["ドイツ", "ハレ工科大学", "2001.4.1"]]
    assert profile_of(workbook(("表紙", [["ようこそ"]]), ("一覧", rows))).sheets == ("一覧",)
    assert profile_of(workbook(("一覧", rows))).sheets == ()


def test_the_profile_of_a_sheet_for_each_country_leaves_room_for_another_country() -> None:
    head, one = ["協定機関名", "締結年月日"], ["チェンマイ大学", "2015.01.09"]
    first = [("表紙", [["ようこそ"]]), ("タイ", [head, one])]
    second = ("韓国", [head, ["高麗大学校", "2016.02.10"]])
    learnt = profile_of(workbook(*first, second))
    assert len(workbook(*first, second, ("中国", [head, ["清華大学", "2017.03.01"]]), profile=learnt).entries) == 3


def test_decisions_say_in_both_languages_why_and_where() -> None:
    read = listing("国名 大学名 締結日\nドイツ ハレ工科大学 2001.4.1\nタイ ナコン大学 2003.5.6\n")
    for made in read.decisions:
        said = made.to_json()
        assert said["why"]
        assert said["why_ja"]
        assert 0 <= said["sure"] <= 1
    assert decided(read, "separator") == ["none"]
    assert read.decisions[0].to_json()["locators"][0]["line"] == 1
