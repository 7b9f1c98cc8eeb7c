import pytest

from teikei.names.han import chinese_key, common, hangul, pinyin, romanisations
from teikei.names.hangul import korean_key, revised


@pytest.mark.parametrize(
    ("japanese", "traditional", "simplified"),
    [
        ("中央財経大学", "中央財經大學", "中央财经大学"),
        ("広西医薬研究所", "廣西醫藥硏究所", "广西医药研究所"),
        ("浜海鉄道学院", "濱海鐵道學院", "滨海铁道学院"),
        ("総合図書館", "總合圖書館", "总合图书馆"),
        ("高崎衛生", "髙﨑衞生", "高崎卫生"),
        ("仏教芸術", "佛教藝術", "佛教艺术"),
    ],
)
def test_japanese_traditional_and_simplified_forms_of_a_name_meet(japanese: str, traditional: str, simplified: str) -> None:
    assert common(japanese) == common(traditional) == common(simplified) == simplified


def test_variation_selectors_compatibility_characters_and_repetition_marks_do_not_matter() -> None:
    assert common("葛\U000e0100城") == "葛城"
    assert common("神\ufe00戸") == "神戸"
    assert common("\ufa19") == "神"
    assert common("佐々木") == "佐佐木"


def test_other_scripts_stay_as_they_are_in_the_one_form() -> None:
    assert common("ボゴール農科大学 IPB 경북") == "ボゴール农科大学 IPB 경북"
    assert common("") == ""


def test_different_names_stay_different_in_the_one_form() -> None:
    assert len({common(name) for name in ("東海", "東北", "東華", "中央", "中山", "湖南", "河南", "山西", "陝西")}) == 9


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("浙江", ("zhe", "jiang")),
        ("重慶", ("chong", "qing")),
        ("長春", ("chang", "chun")),
        ("広州", ("guang", "zhou")),
        ("IPB", ()),
        ("", ()),
    ],
)
def test_pinyin_follows_the_word_whatever_the_form(name: str, syllables: tuple[str, ...]) -> None:
    assert pinyin(name) == syllables


@pytest.mark.parametrize(
    ("name", "territory", "spelling"),
    [
        ("清華", "TW", "tsinghua"),
        ("清華", "CN", "tsinghua"),
        ("中正", "TW", "chungcheng"),
        ("東華", "TW", "donghwa"),
        ("成功", "TW", "chengkung"),
        ("高雄", "TW", "kaohsiung"),
        ("台北", "TW", "taipei"),
        ("臺北", "TW", "taipei"),
        ("暨南", "TW", "chinan"),
        ("暨南", "CN", "jinan"),
        ("嘉義", "TW", "chiayi"),
        ("逢甲", "TW", "fengchia"),
        ("嶺南", "HK", "lingnan"),
        ("恒生", "HK", "hangseng"),
        ("北京", "CN", "peking"),
        ("北京", None, "beijing"),
        ("蘇州", "CN", "soochow"),
        ("厦門", "CN", "amoy"),
        ("中山", "CN", "sunyatsen"),
        ("陝西師範", "CN", "shaanxishifan"),
        ("江蘇", "CN", "jiangsu"),
        ("呂梁", "CN", "luliang"),
    ],
)
def test_a_chinese_name_is_spelt_as_its_territory_spells_it(name: str, territory: str | None, spelling: str) -> None:
    assert spelling in romanisations(name, territory)


def test_the_likeliest_spelling_comes_first() -> None:
    assert romanisations("浙江", "CN")[0] == "zhejiang"
    assert romanisations("成功", "TW")[0] == "chengkung"
    assert romanisations("沙田", "HK")[0] == "shatin"
    assert romanisations("ボゴール", "ID") == ()


def test_a_spelling_is_of_small_letters_only() -> None:
    for territory in ("CN", "TW", "HK", None):
        assert all(
            spelling.isascii() and spelling.isalpha() and spelling.islower() for spelling in romanisations("呂梁西安女子師範", territory)
        )


@pytest.mark.parametrize(
    "spellings",
    [
        ("Qinghua", "Tsinghua", "Ch'ing-hua", "Tsing Hua", "Ch’ing Hua"),
        ("Zhongzheng", "Chung Cheng", "Chung-cheng"),
        ("Donghua", "Tung Hua", "Dong Hwa"),
        ("Jiaotong", "Chiao Tung", "Jiao Tong"),
        ("Furen", "Fu Jen"),
        ("Zhongxing", "Chung Hsing"),
        ("Ciji", "Tzu Chi"),
        ("Yishou", "I-Shou"),
        ("Zhengxiu", "Cheng Shiu", "Cheng-Hsiu"),
        ("Guangxi", "Kwangsi"),
        ("Hebei", "Hopei"),
        ("Zhili", "Chihlee"),
    ],
)
def test_pinyin_wade_giles_and_looser_spellings_meet_under_one_key(spellings: tuple[str, ...]) -> None:
    assert len({chinese_key(spelling) for spelling in spellings}) == 1


def test_the_keys_of_different_chinese_names_differ() -> None:
    names = [
        "Qinghua",
        "Zhongzheng",
        "Donghua",
        "Jiaotong",
        "Hebei",
        "Henan",
        "Hunan",
        "Yunnan",
        "Nanjing",
        "Beijing",
        "Tianjin",
        "Zhejiang",
    ]
    assert len({chinese_key(name) for name in names}) == len(names)
    assert chinese_key("清華") == ""


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("慶北", "경북"),
        ("李", "이"),
        ("龍仁", "용인"),
        ("嶺南", "영남"),
        ("女子", "여자"),
        ("全南", "전남"),
        ("国民", "국민"),
        ("済州", "제주"),
        ("延世", "연세"),
    ],
)
def test_a_korean_name_in_han_characters_is_read_in_hangul(name: str, reading: str) -> None:
    assert hangul(name)[0] == reading


def test_a_character_with_two_readings_gives_both() -> None:
    assert hangul("金海") == ("금해", "김해")
    assert [revised(name) for name in hangul("金海")] == ["geumhae", "gimhae"]


def test_what_has_no_korean_reading_gives_none() -> None:
    assert hangul("ボゴール") == ()
    assert hangul("") == ()


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("경북", "gyeongbuk"),
        ("신라", "silla"),
        ("국민", "gungmin"),
        ("강릉", "gangneung"),
        ("독립", "dongnip"),
        ("국악", "gugak"),
        ("종로", "jongno"),
        ("울산", "ulsan"),
    ],
)
def test_hangul_is_romanised_by_the_rules_of_2000(name: str, spelling: str) -> None:
    assert revised(name) == spelling


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("경북", "Gyeongbuk Kyungpook Kyongbuk Kyŏngbuk"),
        ("전남", "Jeonnam Chonnam"),
        ("연세", "Yonsei"),
        ("국민", "Kookmin Gungmin"),
        ("신라", "Silla"),
        ("강릉", "Gangneung Kangnung"),
        ("한국", "Hanguk Hankuk"),
        ("건국", "Konkuk"),
        ("성균관", "Sungkyunkwan"),
        ("계명", "Keimyung"),
        ("숙명", "Sookmyung"),
        ("배재", "Pai-Chai"),
        ("동의", "Dong-Eui"),
        ("한림", "Hallym"),
        ("영남", "Yeungnam"),
        ("순천향", "Soonchunhyang"),
        ("아주", "Ajou"),
        ("중앙", "Chung-Ang"),
        ("이화", "Ewha"),
        ("금오", "Kumoh"),
        ("대전", "Daejeon Taejon"),
        ("원광", "Wonkwang"),
    ],
)
def test_the_many_spellings_of_a_korean_name_meet_under_one_key(name: str, spellings: str) -> None:
    assert {korean_key(spelling) for spelling in spellings.split()} == {korean_key(name)}


def test_the_keys_of_different_korean_names_differ() -> None:
    names = ["경북", "경남", "전북", "전남", "충북", "충남", "강원", "제주", "서울", "부산", "대구", "인하", "한양", "세종", "명지", "조선"]
    assert len({korean_key(name) for name in names}) == len(names)


def test_nothing_to_read_gives_no_key() -> None:
    assert korean_key("") == korean_key("東海") == korean_key("123") == ""
