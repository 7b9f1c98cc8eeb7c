"""Which of several institutions of one place or one sound is meant: kinds, fields, acronyms, systems, persons, known places."""

from pathlib import Path

import pytest

from teikei.names.match import Match, match
from teikei.names.match.misreadings import misread_kind
from tests.names.authorities import authority, record


@pytest.fixture
def asked(tmp_path: Path):
    """What is found for a name among a few records."""

    def asked(records: list, name: str, territory: str) -> Match:
        with authority(tmp_path, records) as opened:
            return match(opened, name, territory)

    return asked


def best(found: Match) -> tuple[str, str]:
    return found.decision, found.candidates[0].ror if found.candidates else ""


CHARLES = record("0charles1", "Charles University", "cs:Univerzita Karlova", city="Prague", territory="CZ")
TURIN = record("0turinpol", "Polytechnic University of Turin", "it:Politecnico di Torino", city="Turin", territory="IT")
ULSAN = record("0ulsancol", "Ulsan College", city="Ulsan", territory="KR")
WONKWANG = record("0wonkwang", "Wonkwang University", "ko:원광대학교", city="Iksan", territory="KR")
ELMBRIDGE = record("0elmbridg", "Elmbridge University", city="Elmbridge", territory="US")
EMIRATES = record("0emirates", "United Arab Emirates University", city="Al Ain", territory="AE")
TALCA = record("0talca001", "University of Talca", city="Talca", territory="CL")
KOELN = record("0koeln001", "Universität zu Köln", city="Cologne", territory="DE")
IRKUTSK = record("0irkutsk1", "Irkutsk State University", "ru:Иркутский государственный университет", city="Irkutsk", territory="RU")
JACKSON = record("0jackson1", "Jackson Laboratory", city="Bar Harbor", territory="US", kinds=["facility"])
ETHIOPIA = record("0ethiopia", "Ethiopian Institute of Agricultural Research", city="Addis Ababa", territory="ET", kinds=["facility"])
SURAKARTA = record("0surakart", "Institut Seni Indonesia Surakarta", city="Surakarta", territory="ID")
RIZHAO = record("0rizhao01", "People’s Hospital of Rizhao", city="Rizhao", territory="CN", kinds=["healthcare"])
LADKRABANG = record("0ladkrab1", "King Mongkut's Institute of Technology Ladkrabang", city="Bangkok", territory="TH")
NSUKKA = record("0nsukka01", "University of Nigeria", city="Nsukka", territory="NG")
FINANCE = record("0finance1", "University of Finance and Economics", city="Ulaanbaatar", territory="MN")
STAVANGER = record("0stavhosp", "Helse Stavanger", "en:Stavanger University", city="Stavanger", territory="NO", kinds=["healthcare"])
MAINE = [
    record("0maine001", "University of Maine", city="Orono", territory="US", relations=[("parent", "0mainesys")]),
    record("0mainesys", "University of Maine System", city="Bangor", territory="US", geonames_id=2),
]


@pytest.mark.parametrize(
    ("records", "name", "territory", "ror"),
    [
        ([CHARLES], "カレル大学", "CZ", "0charles1"),
        ([TURIN], "トリノ工科大学", "IT", "0turinpol"),
        ([WONKWANG], "円光大学校", "KR", "0wonkwang"),
        ([IRKUTSK], "イルクーツク大学", "RU", "0irkutsk1"),
        ([EMIRATES], "アラブ首長国連邦大学", "AE", "0emirates"),
        ([TALCA], "国立タルカ大学", "CL", "0talca001"),
        ([KOELN], "Universitaet zu Koeln", "DE", "0koeln001"),
        ([JACKSON], "ジャクソン研究所", "US", "0jackson1"),
        ([ETHIOPIA], "エチオピア農業研究機構", "ET", "0ethiopia"),
        ([SURAKARTA], "インドネシア芸術大学スラカルタ校", "ID", "0surakart"),
        ([RIZHAO], "日照市人民医院", "CN", "0rizhao01"),
        ([LADKRABANG], "モンクット王工科大学ラートクラバン校", "TH", "0ladkrab1"),
        ([NSUKKA], "ナイジェリア大学ンスッカ校", "NG", "0nsukka01"),
        ([FINANCE], "財政経済大学", "MN", "0finance1"),
    ],
)
def test_what_one_language_says_otherwise_is_accepted(asked, records, name, territory, ror):
    assert best(asked(records, name, territory)) == ("accept", ror)


@pytest.mark.parametrize(
    ("records", "name", "territory"),
    [
        ([ULSAN], "蔚山大学校", "KR"),
        ([STAVANGER], "スタヴァンゲル大学", "NO"),
        ([ELMBRIDGE], "ケンブリッジ大学", "US"),
        ([record("0quzhouct", "Quzhou College of Technology", city="Quzhou", territory="CN")], "衢州学院", "CN"),
        ([record("0lodzcivi", "Lodz University of Technology and Engineering", city="Łódź", territory="PL")], "ウッチ工業大学", "PL"),
    ],
)
def test_a_neighbour_that_another_word_tells_apart_is_not_accepted(asked, records, name, territory):
    assert best(asked(records, name, territory))[0] != "accept"


@pytest.mark.parametrize(
    ("territory", "city", "record_s_names", "printed"),
    [
        ("GB", "Glasgow", ["Glasgow Caledonian University"], "グラスゴー大学"),
        ("GB", "Leicester", ["Leicester College"], "レスター大学"),
        ("DE", "Bielefeld", ["Hochschule Bielefeld"], "ビーレフェルト大学"),
        ("US", "Shreveport", ["Louisiana State University in Shreveport"], "ルイジアナ州立大学"),
        ("CA", "Peterborough", ["Trent University"], "トロント大学"),
        ("CN", "Dalian", ["Dalian Maritime University", "zh:大连海事大学"], "大連海洋大学"),
        ("CN", "Xi'an", ["Shaanxi Normal University", "zh:陕西师范大学"], "山西師範大学"),
        ("CN", "Harbin", ["Harbin Engineering University", "zh:哈尔滨工程大学"], "ハルビン工業大学"),
        ("CN", "Beijing", ["Chinese Academy of Agricultural Sciences", "zh:中国农业科学院"], "中国農業大学"),
        ("CN", "Nanjing", ["Nanjing University of Science and Technology", "zh:南京理工大学"], "南京理工大学紫金学院"),
        ("US", "Honolulu", ["University of Hawaii"], "University of Hawaii at Hilo"),
        ("US", "Honolulu", ["University of Hawaii"], "University of Hawaiʻi at Mānoa"),
        ("US", "Seattle", ["University of Washington"], "ワシントン大学セントルイス"),
        ("US", "Santa Monica", ["University of Santa Monica"], "サンタモニカ・カレッジ"),
        ("US", "Saint Paul", ["University of Minnesota System", "University of Minnesota"], "ミネソタ大学"),
        ("US", "Ithaca", ["Cornell University"], "Cornell College"),
        ("US", "Stanford", ["Stanford University"], "Stratford University"),
        ("CN", "Xi'an", ["Shaanxi Normal University"], "Shanxi Normal University"),
        ("IT", "Reggio Calabria", ["Mediterranean University of Calabria"], "University of Calabria"),
        ("BR", "Rio Grande", ["Federal University of Rio Grande"], "リオ・グランデ・ド・スル連邦大学"),
        ("GB", "Sheffield", ["University of Sheffield"], "シェフィールド・ハラム大学"),
        ("CN", "Kunming", ["Yunnan Agricultural University", "zh:云南农业大学"], "雲南省農業科学院"),
        (
            "VN",
            "Hanoi",
            ["Vietnam Academy of Agricultural Sciences", "vi:Viện Khoa học Nông nghiệp Việt Nam"],
            "Học viện Nông nghiệp Việt Nam",
        ),
    ],
)
def test_a_neighbour_is_not_accepted_where_the_one_that_is_meant_has_no_record(asked, territory, city, record_s_names, printed):
    assert best(asked([record("0neighbor", *record_s_names, city=city, territory=territory)], printed, territory))[0] != "accept"


@pytest.mark.parametrize(
    ("territory", "city", "record_s_names", "printed"),
    [
        ("US", "Northampton", ["Smith College"], "スミス大学"),
        ("US", "Blacksburg", ["Virginia Tech"], "バージニア工科大学"),
        ("US", "Washington", ["Howard University"], "ハワード大学"),
        ("BR", "Porto Alegre", ["Federal University of Rio Grande do Sul"], "リオ・グランデ・ド・スル連邦大学"),
        ("RU", "St Petersburg", ["Herzen State Pedagogical University of Russia"], "ゲルツェン記念ロシア国立教育大学"),
        ("ZA", "Potchefstroom", ["North-West University"], "ノースウエスト大学"),
        ("MA", "Rabat", ["Mohammed V University"], "モハメド5世大学"),
        ("CM", "Yaoundé", ["Université de Yaoundé I"], "ヤウンデ第一大学"),
        ("KR", "Daejeon", ["Korea Institute of Ocean Science and Technology"], "韓国海洋科学技術院"),
        ("US", "Blacksburg", ["Virginia Polytechnic Institute and State University"], "Virginia Polytech. Inst. & State Univ."),
        ("LT", "Vilnius", ["Mykolas Romeris University"], "Mykolas Romerys University"),
        ("CN", "Zhanjiang", ["Guangdong Medical University", "zh:广东医学院"], "広東医科大学"),
        ("CN", "Harbin", ["Harbin Engineering University", "zh:哈尔滨工程大学"], "ハルビン工程大学"),
        ("PW", "Koror", ["Palau Community College"], "パラオ・コミュニティー・カレッジ"),
        ("TH", "Nakhon Pathom", ["Mahidol University", "th:มหาวิทยาลัยมหิดล"], "คณะวิทยาศาสตร์ มหาวิทยาลัยมหิดล"),
        ("EG", "Cairo", ["Cairo University", "ar:جامعة القاهرة"], "جامعة القاهرة كلية الطب"),
        ("VN", "Can Tho", ["Can Tho University", "vi:Trường Đại học Cần Thơ"], "Khoa Nông nghiệp Trường Đại học Cần Thơ"),
    ],
)
def test_what_is_but_another_way_to_print_a_record_s_name_is_accepted(asked, territory, city, record_s_names, printed):
    assert best(asked([record("0thisone1", *record_s_names, city=city, territory=territory)], printed, territory)) == (
        "accept",
        "0thisone1",
    )


def test_a_university_is_first_before_the_system_that_it_is_part_of(asked):
    assert asked(MAINE, "メイン大学", "US").candidates[0].ror == "0maine001"


def test_the_whole_is_not_accepted_for_its_hospital_and_the_hospital_comes_first(asked):
    records = [
        record("0sichuan1", "Sichuan University", "zh:四川大学", city="Chengdu", territory="CN", relations=[("child", "0sichuanh")]),
        record(
            "0sichuanh", "First Hospital of Sichuan University", city="Chengdu", territory="CN", kinds=["healthcare"],
            relations=[("parent", "0sichuan1")],
        ),
    ]  # fmt: skip
    assert asked(records, "四川大学第一医院", "CN").candidates[0].ror == "0sichuanh"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("北京太学", "北京大学"), ("ソウル太学校", "ソウル大学校"), ("上海師範大学外国語学陵", "上海師範大学外国語学院")],
)
def test_a_kind_that_is_misread_is_put_right(printed, meant):
    assert misread_kind(printed) == meant


@pytest.mark.parametrize("name", ["北京大学", "ハーバード", "中国科学院", "環境部", "", "AGH"])
def test_a_name_that_ends_in_a_kind_or_in_no_likely_one_stays(name):
    assert misread_kind(name) == ""


def test_a_match_through_a_misread_kind_proposes_the_name_that_is_meant(asked):
    found = asked([CHARLES], "カレル太学", "CZ")
    assert (found.candidates[0].ror, found.correction) == ("0charles1", "カレル大学")


PHYSICS = record(
    "0caphysic", "Institute of High Energy Physics", city="Beijing", territory="CN", kinds=["facility"], relations=[("parent", "0caacadem")]
)
ACADEMY = record("0caacadem", "Chinese Academy of Sciences", city="Beijing", territory="CN", relations=[("child", "0caphysic")])


def test_an_institute_is_found_that_does_not_name_the_academy_it_is_part_of(asked):
    assert best(asked([ACADEMY, PHYSICS], "Chinese Academy of Sciences, Institute of High Energy Physics", "CN")) == ("accept", "0caphysic")


def test_an_institute_is_not_that_of_another_academy(asked):
    found = asked([ACADEMY, PHYSICS], "Chinese Academy of Engineering, Institute of High Energy Physics", "CN")
    assert found.decision != "accept"


def test_a_college_of_a_university_is_not_the_university(asked):
    london = record("0london01", "University of London", city="London", territory="GB")
    assert asked([london], "ロンドン大学", "GB").ror == "0london01"
    assert asked([london], "ロンドン大学クイーン・メアリー・カレッジ", "GB").decision != "accept"


def test_of_the_universities_of_a_city_the_number_says_which(asked):
    lyon = [
        record("0lyon0001", "Claude Bernard University Lyon 1", city="Lyon", territory="FR"),
        record("0lyon0003", "Jean Moulin University Lyon 3", city="Lyon", territory="FR"),
    ]
    assert best(asked(lyon, "リヨン第三大学", "FR")) == ("accept", "0lyon0003")


def test_kinds_are_exchanged_only_where_no_other_word_differs(asked):
    assert asked([ETHIOPIA], "エチオピア水産研究機構", "ET").decision != "accept"
    assert asked([SURAKARTA], "インドネシア農業大学スラカルタ校", "ID").decision != "accept"
