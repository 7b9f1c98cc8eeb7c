"""Spellings of one name meet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.search.folding import folded, name_sound, reading_sound, with_beginnings, words_of
from teikei.search.marks import marked


@pytest.mark.parametrize(
    "spellings",
    [
        ("ガジャマダ大学", "がじゃまだ大学", "ｶﾞｼﾞｬﾏﾀﾞ大学", "ガジャ・マダ 大学", "ガジャマダ大學"),
        ("廣島大學", "広島大学"),
        ("東京ヴェルディー", "東京ヴェルディ", "東京ヴェルディ－"),
        ("Universität Zürich", "universitat zurich", "ＵＮＩＶＥＲＳＩＴÄＴ　ＺＵＲＩＣＨ"),
        ("濱松醫科大學", "浜松医科大学"),
        ("浙江工商大學", "浙江工商大学"),
    ],
)
def test_spellings_of_a_name_fold_to_one(spellings):
    assert len({folded(spelling) for spelling in spellings}) == 1


def test_different_names_stay_different():
    assert len({folded(name) for name in ("東海大学", "東北大学", "Toho", "Tohoku", "ハノイ", "パノイ")}) == 6


@pytest.mark.parametrize(
    ("typed", "name", "territory"),
    [
        ("gajamada", "ガジャマダ大学", ""),
        ("ガジャマダ", "Universitas Gadjah Mada", "ID"),
        ("toukyou", "とうきょうだいがく", ""),
        ("tōkyō", "とうきょうだいがく", ""),
        ("todai", "とうだい", ""),
        ("とーだい", "とうだい", ""),
        ("Ohsaka", "おおさか", ""),
        ("taiwandaigaku", "国立台湾大学", "TW"),
        ("kokuritu", "国立台湾大学", "TW"),
        ("chuugoku", "中国政法大学", "CN"),
        ("せいかだいがく", "清華大学", "CN"),
        ("kourai", "高麗大学校", "KR"),
    ],
)
def test_a_word_sounds_like_the_name_that_is_meant(typed, name, territory):
    (word,) = words_of(typed)
    assert word.sound
    assert word.sound in name_sound(name, territory)


def test_no_reading_is_guessed_for_a_name_in_japan_or_nobody_knows_where_of_kanji_alone():
    assert name_sound("広島大学", "JP") == name_sound("広島大学") == ""
    assert reading_sound("法学部") == "hogakubu"


@pytest.mark.parametrize("word", ["UGM", "mi", "大", "東京", "と", "ab1c", "zzzqqq"])
def test_short_words_kanji_and_what_nobody_can_say_have_no_sound_to_look_for(word):
    assert [found.sound for found in words_of(word)] == [""]


def test_words_come_once_and_are_not_endless():
    assert [word.text for word in words_of("大学 大學 ﾀﾞｲｶﾞｸ  だいがく")] == ["大学", "だいがく"]
    assert len(words_of(" ".join(f"w{n}" for n in range(100)))) == 12
    assert words_of(" ・ 　- ") == ()


def test_words_begin_where_they_are_printed_apart():
    assert with_beginnings("Universitas Gadjah-Mada").begins == (0, 11, 17)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("ガジャ・マダ大学", "がじゃまだ", "[ガジャ・マダ]大学"),
        ("ﾍﾞﾄﾅﾑ国家大学", "ベトナム", "[ﾍﾞﾄﾅﾑ]国家大学"),
        ("廣島大學", "広島", "[廣島]大學"),
        ("Universität Zürich", "zurich univ", "[Univ]ersität [Zürich]"),
        ("佐々木大学", "佐々木", "[佐々木]大学"),
        ("ハノーバー医科大学", "ハノバ", "[ハノーバ]ー医科大学"),
        ("大学", "xyz", "大学"),
        ("aaa", "aa", "[aaa]"),
        ("", "a", ""),
    ],
)
def test_what_matches_is_marked_as_printed(text, words, shown):
    found = marked(text, tuple(word.text for word in words_of(words)))
    assert "".join(f"[{run.text}]" if run.is_match else run.text for run in found) == shown


@settings(deadline=None)
@given(st.text(), st.text(min_size=1))
def test_a_marked_text_is_the_text(text, words):
    assert "".join(run.text for run in marked(text, tuple(word.text for word in words_of(words)))) == text
