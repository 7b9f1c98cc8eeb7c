import pytest

from teikei.names.places import city_keys, longest_place, place_key, place_names, place_of


@pytest.mark.parametrize(
    ("name", "territory", "latin"),
    [
        ("ボゴール", "ID", "Bogor"),
        ("カリフォルニア", "US", "California"),
        ("カリフォルニア州", "US", "California"),
        ("バイエルン", "DE", "Bayern"),
        ("バイエルン", "DE", "Bavaria"),
        ("ニューサウスウェールズ", "AU", "New South Wales"),
        ("西ケープ", "ZA", "Western Cape"),
        ("浙江", "CN", "Zhejiang"),
        ("浙江省", "CN", "Zhejiang"),
        ("江蘇", "CN", "Jiangsu"),
        ("江苏", "CN", "Jiangsu"),
        ("慶北", "KR", "Kyungpook"),
        ("台北", "TW", "Taipei"),
        ("臺北市", "TW", "Taipei"),
        ("広東", "CN", "Guangdong"),
        ("杭州市", "CN", "Hangzhou"),
        ("北京", "CN", "Peking"),
        ("ミュンヘン", "DE", "München"),
        ("ウィーン", "AT", "Wien"),
        ("フィレンツェ", "IT", "Firenze"),
        ("ホーチミン市", "VN", "Saigon"),
        ("サンパウロ", "BR", "São Paulo"),
        ("コルカタ", "IN", "Calcutta"),
        ("インド", "IN", "Indian"),
        ("タイ", "TH", "Thailand"),
        ("ベトナム", "VN", "Viet Nam"),
        ("米国", "US", "American"),
    ],
)
def test_a_japanese_name_of_a_place_gives_its_latin_names(name: str, territory: str, latin: str) -> None:
    assert latin in {spelling for place in place_names(name, territory) for spelling in place.latin}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヴェネツィア", "ベネチア"),
        ("フライブルク", "フライブルグ"),
        ("リオ・デ・ジャネイロ", "リオデジャネイロ"),
        ("クィーンズランド", "クイーンズランド"),
        ("ﾎﾞｺﾞｰﾙ", "ボゴール"),
        ("広州", "廣州"),
        ("広州", "广州"),
        ("サンクト＝ペテルブルク", "サンクトペテルブルグ"),
    ],
)
def test_spellings_of_one_place_meet(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_a_city_carries_its_geonames_id_and_kind() -> None:
    assert [(place.geonames_id, place.kind, place.territory) for place in place_names("ボゴール", "ID")] == [(1648473, "city", "ID")]
    assert next(place.kind for place in place_names("カリフォルニア", "US")) == "subdivision"
    assert [(place.latin[0], place.kind, place.geonames_id) for place in place_names("インド", "IN")] == [("India", "country", None)]


def test_a_territory_keeps_the_places_of_others_out() -> None:
    assert {place.territory for place in place_names("ケンブリッジ", "GB")} == {"GB"}
    assert {"GB", "US"} <= {place.territory for place in place_names("ケンブリッジ", None)}
    assert place_names("ボゴール", "TH") == ()


def test_a_country_is_found_from_every_territory() -> None:
    assert [place.territory for place in place_names("インド", "LK")] == ["IN"]


def test_the_largest_city_of_a_name_comes_first() -> None:
    assert next(place.geonames_id for place in place_names("ポートランド", "US")) == 5746545


@pytest.mark.parametrize(
    ("name", "territory", "opening"),
    [
        ("インドネシア教育大学", "ID", "インドネシア"),
        ("ニューサウスウェールズ大学", "AU", "ニューサウスウェールズ"),
        ("浙江工業大学", "CN", "浙江"),
        ("浙江省農業科学院", "CN", "浙江省"),
        ("カリフォルニア州立大学", "US", "カリフォルニア"),
        ("リオグランデ・ド・スル連邦大学", "BR", "リオグランデ・ド・スル"),
        ("南カリフォルニア大学", "US", "南カリフォルニア"),
        ("全北大学校", "KR", "全北"),
        ("マレーシアプルリス大学", "MY", "マレーシア"),
        ("ペルセウス大学", "GR", ""),
        ("大学", "KR", ""),
        ("", None, ""),
    ],
)
def test_the_longest_opening_that_is_a_place_is_found(name: str, territory: str | None, opening: str) -> None:
    length, places = longest_place(name, territory)
    assert name[:length] == opening
    assert bool(places) == bool(opening)


def test_a_geonames_id_gives_the_names_under_which_a_city_is_found() -> None:
    found = place_of(1648473)
    assert found is not None
    assert found[0].latin[0] == "Bogor"
    assert place_key("ボゴール") in found[1]
    assert place_of(1) is None


@pytest.mark.parametrize(
    ("latin", "territory", "names"),
    [("Nanjing", "CN", ["南京"]), ("manila", "PH", ["マニラ"]), ("Manila", "US", []), ("Gwangju", "KR", []), ("Nowhere", "CN", [])],
)
def test_a_city_is_known_by_its_japanese_name_where_only_one_is_called_so(latin: str, territory: str, names: list[str]) -> None:
    assert {place_key(name) for name in names} <= set(city_keys(latin, territory))
    assert bool(names) == bool(city_keys(latin, territory))


def test_a_name_of_ten_thousand_characters_is_answered() -> None:
    assert place_names("ア" * 10_000, None) == ()
    assert longest_place("ア" * 10_000, None) == (0, ())
