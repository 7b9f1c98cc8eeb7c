"""Names in katakana meet their Latin spelling by sound."""

from itertools import pairwise

import pytest

from teikei.names.sound import kana_sound, latin_sounds, likeness, misread, skeleton, spelling_languages

# Persons, rivers, words and universities that stand in no gazetteer of cities: known spellings on both sides.
KNOWN = [
    ("シェイクスピア", "Shakespeare", "GB"), ("ニュートン", "Newton", "GB"), ("フランクリン", "Franklin", "US"), ("ジェファーソン", "Jefferson", "US"),
    ("ベートーヴェン", "Beethoven", "DE"), ("シュレーディンガー", "Schrödinger", "AT"), ("ハイゼンベルク", "Heisenberg", "DE"), ("ゲーテ", "Goethe", "DE"),
    ("ルソー", "Rousseau", "FR"), ("デカルト", "Descartes", "FR"), ("ソルボンヌ", "Sorbonne", "FR"), ("モンテーニュ", "Montaigne", "FR"),
    ("ガリレイ", "Galilei", "IT"), ("ボッチョーニ", "Boccioni", "IT"), ("セルバンテス", "Cervantes", "ES"), ("アルメンドロス", "Almendros", "ES"),
    ("カモンイス", "Camões", "PT"), ("マガリャンイス", "Magalhães", "BR"), ("コペルニク", "Kopernik", "PL"), ("ドヴォルザーク", "Dvořák", "CZ"),
    ("ショパン", "Szopen", "PL"), ("バルトーク", "Bartók", "HU"), ("コシュート", "Kossuth", "HU"), ("エミネスク", "Eminescu", "RO"), ("チャイコフスキー", "Чайковский", "RU"),
    ("ロモノーソフ", "Lomonosov", "RU"), ("シェフチェンコ", "Shevchenko", "UA"), ("アタテュルク", "Atatürk", "TR"), ("ボアズィチ", "Boğaziçi", "TR"),
    ("フェルドウスィー", "Ferdowsi", "IR"), ("シャリーフ", "Sharif", "IR"), ("アインシャムス", "Ain Shams", "EG"), ("ジャワハルラール・ネルー", "Jawaharlal Nehru", "IN"),
    ("トリブバン", "Tribhuvan", "NP"), ("ペラデニヤ", "Peradeniya", "LK"), ("アイルランガ", "Airlangga", "ID"), ("ディポネゴロ", "Diponegoro", "ID"),
    ("タマサート", "Thammasat", "TH"), ("プラサーンミット", "Prasarnmit", "TH"), ("トンドゥックタン", "Tôn Đức Thắng", "VN"), ("アテネオ", "Ateneo", "PH"),
    ("レーウェンフック", "Leeuwenhoek", "NL"), ("フィンセント", "Vincent", "NL"), ("リンネ", "Linné", "SE"), ("シベリウス", "Sibelius", "FI"), ("アンデルセン", "Andersen", "DK"),
    ("ナザルバエフ", "Назарбаев", "KZ"), ("ウルグベク", "Ulugbek", "UZ"), ("ジョモ・ケニヤッタ", "Jomo Kenyatta", "KE"), ("アリストテレス", "Αριστοτέλης", "GR"),
]  # fmt: skip


def best(kana: str, latin: str, territory: str) -> float:
    return max(likeness(kana_sound(kana), sound) for sound in latin_sounds(latin, territory))


@pytest.mark.parametrize(("kana", "latin", "territory"), KNOWN)
def test_a_name_is_most_like_its_own_spelling(kana: str, latin: str, territory: str) -> None:
    others = {other for _, other, _ in KNOWN} - {latin}
    assert best(kana, latin, territory) > max(best(kana, other, territory) for other in others)


@pytest.mark.parametrize(("kana", "latin", "territory"), KNOWN)
def test_the_skeletons_of_a_pair_differ_by_one_letter_at_most(kana: str, latin: str, territory: str) -> None:
    def shorter(key: str) -> set[str]:
        return {key} | {key[:place] + key[place + 1 :] for place in range(len(key))}

    own = shorter(skeleton(kana_sound(kana)))
    assert any(own & shorter(skeleton(sound)) for sound in latin_sounds(latin, territory))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヴェネツィア", "う゛ぇねつぃあ"), ("ﾊﾞﾝｺｸ", "バンコク"), ("サン・パウロ", "サンパウロ"), ("ローマ", "ロマ"), ("マダッン", "マダン"), ("メイン", "メーン"),
        ("ヂ", "ジ"), ("づ", "ズ"), ("スィ", "シ"),
    ],
)  # fmt: skip
def test_ways_of_writing_one_sound_give_one_sound(one: str, other: str) -> None:
    assert kana_sound(one) == kana_sound(other)


@pytest.mark.parametrize(
    ("text", "sound"), [("シャツ", "xaqu"), ("ティチュー", "ticu"), ("ウィキョウ", "wikyo"), ("クォーツ", "kwoqu"), ("漢字 abc", "")]
)
def test_kana_are_written_in_the_small_alphabet(text: str, sound: str) -> None:
    assert kana_sound(text) == sound


@pytest.mark.parametrize("word", ["", "  ", "123", "!?", "・", "東"])
def test_a_word_that_is_no_word_is_answered(word: str) -> None:
    assert all(isinstance(sound, str) for sound in latin_sounds(word, "XX"))


def test_a_word_of_ten_thousand_letters_is_answered() -> None:
    assert latin_sounds("ab" * 5_000, "DE")


def test_sounds_hold_letters_of_the_alphabet_only() -> None:
    for _, latin, territory in KNOWN:
        assert set("".join(latin_sounds(latin, territory))) <= set("aiueokgsztdnhbpmrywfvxcqj")


def test_the_english_reading_is_always_among_them() -> None:
    for territory in ("DE", "BE", "TH", "XX", "", "us"):
        assert "english" in spelling_languages(territory)
        assert any(likeness("kenburiji", sound) > 0.85 for sound in latin_sounds("Cambridge", territory))


def test_unlike_counts_less_than_alike() -> None:
    """The order in which two sounds drift apart: an added u, voicing, another vowel, another class of consonant."""
    drifts = ["karatan", "karatanu", "garatan", "garatin", "masatin"]
    scores = [likeness("karatan", drift) for drift in drifts]
    assert scores[0] == 1.0
    assert all(nearer > farther for nearer, farther in pairwise(scores))
    assert likeness("karatan", "karatanu") == likeness("karatanu", "karatan")


def test_b_and_v_are_one_sound() -> None:
    assert likeness(kana_sound("ヴィラ"), kana_sound("ビラ")) == 1.0


def test_a_misread_name_leads_back_to_the_right_one() -> None:
    assert ("ボンドン", "ポ→ボ") in list(misread("ポンドン"))
    assert ("バリ", "パ→バ") in list(misread("パリ"))
    assert ("アムステルダム", "ソ→ン") not in list(misread("アムステルダム"))
    assert ("垂", "亜→垂") in list(misread("亜"))
    assert ("北海道大学医科", "料→科") in list(misread("北海道大学医料"))


def test_every_variant_differs_by_the_one_sign_that_it_names() -> None:
    for name, exchange in misread("ポゴール農料大学"):
        differing = [(a, b) for a, b in zip("ポゴール農料大学", name, strict=True) if a != b]
        assert [f"{a}→{b}" for a, b in differing] == [exchange]


def test_each_variant_comes_once() -> None:
    variants = [name for name, _ in misread("カシュガル大宮料所一ーシツ")]
    assert len(variants) == len(set(variants))
