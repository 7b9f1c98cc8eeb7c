"""Folded and tidy forms of names."""

import pytest

from teikei.names.bilingual import Refusal, Text
from teikei.names.folding import fold, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("インド工科大学 ハイデラバード校", "インド工科大学ハイデラバード校"),
        ("ガジャマダ", "がじゃまだ"), ("ｶﾞｼﾞｬﾏﾀﾞ", "ガジャマダ"), ("ガジャ・マダ", "ガジャマダ"),
        ("か\u3099", "が"), ("ＮＹＵ", "nyu"), ("香港（HKSR）", "香港(ＨＫＳＲ)"), ("Wien\u200b", "WIEN"),
        ("國立臺灣", "国立臺灣"), ("Université", "UNIVERSITE"), ("コ一スト", "コースト"), ("東京－大阪", "東京―大阪"), ("Straße", "STRASSE"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ハノイ", "バノイ"), ("パリ", "バリ"), ("は", "ば"), ("東京", "京都"), ("ー", "一")])
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_tidy_keeps_width_and_script_and_drops_what_prints_nothing():
    assert tidy("  Ａ\u200bＢ　\u3000大学 ") == "ＡＢ 大学"
    assert tidy(" plain text ") == "plain text"


def test_a_refusal_speaks_both_languages():
    refusal = Refusal("no", "いいえ")
    assert refusal.text == Text("no", "いいえ")
    assert (refusal.text.to("en"), refusal.text.to("ja"), str(refusal)) == ("no", "いいえ", "no")
