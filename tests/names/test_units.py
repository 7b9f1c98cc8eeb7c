"""Splitting printed runs of units; misprints of unit names."""

import pytest

from teikei.names.units import alike, doubtful_spellings, is_unit_name, split_units


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("工学部", ("工学部",)),
        ("理学部・統合生命科学研究科・大学病院", ("理学部", "統合生命科学研究科", "大学病院")),
        ("先進理工系科学研究科・ナノデバイス・バイオ融合科学研究所", ("先進理工系科学研究科", "ナノデバイス・バイオ融合科学研究所")),
        ("人間・環境学研究科・理学部", ("人間・環境学研究科", "理学部")),
        ("アジア・アフリカ地域研究研究科", ("アジア・アフリカ地域研究研究科",)),
        ("医学部、歯学部／薬学部", ("医学部", "歯学部", "薬学部")),
        ("Faculty of Law, School of Medicine", ("Faculty of Law", "School of Medicine")),
        ("Faculty of Science, Technology and Health, School of Law", ("Faculty of Science, Technology and Health", "School of Law")),
        ("理学部,法学部", ("理学部", "法学部")),
        ("理学部・新しい何か", ("理学部", "新しい何か")),
        ("国際・社会", ("国際", "社会")),
        ("", ()),
        ("・", ()),
    ],
)
def test_a_run_is_split_between_units_and_not_inside_a_name(printed, units):
    assert split_units(printed).units == units


def test_the_splitter_shows_which_names_it_kept_whole():
    assert split_units("理学部・ナノデバイス・バイオ融合科学研究所").joined == ("ナノデバイス・バイオ融合科学研究所",)
    assert split_units("理学部・工学部").joined == ()


def test_a_known_name_is_never_split():
    assert split_units("理学部・工学部・文学部").units == ("理学部", "工学部", "文学部")
    assert split_units("理学部・工学部・文学部", {"理学部・工学部"}).units == ("理学部・工学部", "文学部")


def test_a_known_name_is_never_joined_to_its_neighbour():
    assert split_units("工学・情報学研究科").units == ("工学・情報学研究科",)
    assert split_units("工学・情報学研究科", {"工学"}).units == ("工学", "情報学研究科")


@pytest.mark.parametrize("name", ["工学部", "大学病院", "HiSIM研究センター", "全学", "図書館(中央)", "School of Law"])
def test_unit_names_end_in_a_word_for_a_kind_of_unit(name):
    assert is_unit_name(name)


@pytest.mark.parametrize("name", ["ナノデバイス", "国際", "", "部", "Nano"])
def test_other_words_are_no_unit_names(name):
    assert not is_unit_name(name)


def test_a_rare_spelling_near_a_far_more_frequent_one_is_doubted_with_a_proposal():
    [doubt] = doubtful_spellings({"総合環境工学研究科": 40, "総合環境工学研究所": 5, "法学部": 30})
    assert (doubt.spelling, doubt.count, doubt.other, doubt.other_count, doubt.proposal) == (
        "総合環境工学研究所",
        5,
        "総合環境工学研究科",
        40,
        "総合環境工学研究科",
    )


def test_a_dropped_character_in_a_long_name_is_doubted():
    [doubt] = doubtful_spellings({"国際協力政策研究科": 20, "国際協力策研究科": 1})
    assert doubt.proposal == "国際協力政策研究科"


def test_two_spellings_of_like_frequency_are_doubted_without_a_proposal():
    [doubt] = doubtful_spellings({"総合環境工学研究科": 4, "総合環境工学研究所": 3})
    assert doubt.proposal is None


def test_each_of_three_rare_spellings_is_held_against_the_others():
    doubts = doubtful_spellings({"都市環境文化研究院": 1, "都市環境文化研究所": 1, "都市環境分化研究院": 1})
    assert len(doubts) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("医学部", "歯学部"), ("文学部", "法学部"), ("教育学部", "教養学部"), ("社会科学部", "社会学部"), ("第一総合病院内科", "第二総合病院内科"),
        ("東アジア文化研究所", "西アジア文化研究所"), ("総合科学部", "情報科学部"), ("工学部", "工学研究科"), ("理学部", "医系科学研究科"),
        ("高度専門人材育成A室", "高度専門人材育成B室"),
    ],
)  # fmt: skip
def test_names_of_different_units_are_not_alike(one, other):
    assert not alike(one, other)


def test_width_alone_makes_two_spellings_alike():
    assert alike("ＩＤＥＣ国際連携機構", "IDEC国際連携機構")
