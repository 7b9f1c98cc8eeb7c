"""Territory labels to ISO codes."""

import subprocess
import sys

import pytest
from babel import Locale

from teikei.names.territories import nearest_territory, territory_code, territory_codes, territory_list, territory_name

NOT_PLACES = {"EZ", "QO", "XA", "XB", "ZZ"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_cldr_name_means_its_own_code(language):
    names = Locale(language).territories
    wrong = {
        code: (name, territory_code(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_PLACES and territory_code(name) != code
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("連合王国", "GB"), ("グレートブリテン及び北アイルランド連合王国", "GB"), ("英国", "GB"), ("UNITED KINGDOM", "GB"),
        ("大韓民国", "KR"), ("韓国", "KR"), ("Republic of Korea", "KR"), ("Korea, Republic of", "KR"),
        ("朝鮮民主主義人民共和国", "KP"), ("Korea, Democratic People's Republic of", "KP"),
        ("中華人民共和国", "CN"), ("China (PRC)", "CN"), ("People’s Republic of China", "CN"), ("Republic of China", "TW"), ("中華民国", "TW"),
        ("香港(HKSR)", "HK"), ("香港特別行政区", "HK"), ("中国・香港", "HK"), ("Hong Kong SAR", "HK"), ("台湾（地域）", "TW"),
        ("ミャンマー連邦共和国", "MM"), ("ビルマ連邦", "MM"), ("ブルネイ・ダルサラーム国", "BN"), ("ベトナム社会主義共和国", "VN"), ("ヴェトナム", "VN"), ("ｽｲｽ連邦", "CH"),
        ("ドイツ連邦共和国", "DE"), ("オーストラリア連邦", "AU"), ("エジプト・アラブ共和国", "EG"), ("イラン・イスラム共和国", "IR"), ("ネパール連邦民主共和国", "NP"),
        ("ウルグアイ東方共和国", "UY"), ("ボリビア多民族国", "BO"), ("ルクセンブルク大公国", "LU"), ("ヨルダン・ハシェミット王国", "JO"), ("クウェート国", "KW"),
        ("コンゴ民主共和国", "CD"), ("コンゴ共和国", "CG"), ("Congo, Democratic Republic of the", "CD"), ("ドミニカ国", "DM"), ("ドミニカ共和国", "DO"),
        ("サモア独立国", "WS"), ("カーボヴェルデ共和国", "CV"), ("ギリシア共和国", "GR"), ("スワジランド王国", "SZ"), ("中央アフリカ", "CF"),
        ("アメリカ合衆国", "US"), ("U.S.A.", "US"), ("米国", "US"), ("The Netherlands", "NL"), ("Viet Nam", "VN"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("Côte d'Ivoire", "CI"), ("Federated States of Micronesia", "FM"), ("Tanzania, United Republic of", "TZ"), ("Bosnia and Herzegovina", "BA"),
    ],
)  # fmt: skip
def test_formal_former_and_usual_names_are_known(label, code):
    assert territory_code(label) == code


@pytest.mark.parametrize(
    "label",
    ["ドミニカ", "コンゴ", "アジア", "欧州", "北米", "国", "共和国", "Republic", "United", "ナルニア国", "", "2015.11.09", "広島大学"],
)
def test_what_names_no_territory_or_two_is_unknown(label):
    assert territory_code(label) is None


def test_a_label_of_several_territories_gives_their_codes_in_order():
    assert territory_codes("オーストラリア連邦・デンマーク王国・大韓民国・連合王国") == ("AU", "DK", "KR", "GB")
    assert territory_codes("Canada and Denmark") == ("CA", "DK")


def test_a_name_that_contains_the_separator_is_one_territory():
    assert territory_codes("ボスニア・ヘルツェゴビナ") == ("BA",)
    assert territory_codes("カナダ・トリニダード・トバゴ共和国・日本") == ("CA", "TT", "JP")


def test_one_unknown_part_makes_the_whole_unknown():
    assert territory_codes("カナダ・ナルニア国") == ()


def test_a_label_one_character_off_is_known_to_be_near():
    assert nearest_territory("バトナム") == ("VN", "ベトナム")
    assert nearest_territory("ナルニア国") is None
    assert nearest_territory("米") is None


def test_names_are_shown_in_both_languages():
    assert (territory_name("VN", "ja"), territory_name("VN", "en")) == ("ベトナム", "Vietnam")
    assert (territory_name("HK", "ja"), territory_name("HK", "en")) == ("香港", "Hong Kong")
    assert territory_name("??", "ja") == "??"
    assert {"JP", "TW", "XK"} <= set(territory_list())


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Großbritannien", "GB"), ("Vereinigte Staaten von Amerika", "US"), ("Gran Bretaña", "GB"), ("República Checa", "CZ"), ("США", "US"), ("호주", "AU"),
        ("Úc", "AU"), ("Đức", "DE"), ("ญี่ปุ่น", "JP"), ("Corea", "KR"), ("Niederlande", "NL"), ("Maďarsko", "HU"), ("França", "FR"),
        ("UC", None), ("MY", None), ("Duc", None), ("Columbia", None), ("Granada", None), ("Anglia", None),
    ],
)  # fmt: skip
def test_a_name_in_the_language_of_another_list_means_its_territory(label, code):
    assert territory_code(label) == code


def test_the_names_abroad_are_what_their_sources_give():
    done = subprocess.run([sys.executable, "scripts/abroad.py", "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
