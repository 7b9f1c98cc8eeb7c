"""Concepts read out of names of institutions, in every script."""

import time
import tomllib
from importlib.resources import files

import pytest

from teikei.names.elements import elements_of
from teikei.names.words import Word, han_words, latin_words, near, numbered, spans, word_tokens


def ids(words: list[Word | str]) -> list[str]:
    """Concepts as <id>, proper names as they stand."""
    return [f"<{word.id}>" if isinstance(word, Word) else word for word in words]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("瀋陽工業大学", "瀋陽 <industrial> <university>"),
        ("天津外国語大学", "天津 <foreign_languages> <university>"),
        ("国立政治大学", "<national> <politics> <university>"),
        ("国際関係大学", "<international> <university>"),
        ("ハルビン理工大学", "ハルビン <science_technology> <university>"),
        ("韓国科学技術院", "韓国 <science_technology> <institute>"),
        ("韓国海洋科学技術院", "韓国 <ocean> <science_technology> <institute>"),
        ("サティヤ・ワチャナ・キリスト教大学", "サティヤ・ワチャナ <christian> <university>"),
        ("ケルンスポーツ大学", "ケルン <sport> <university>"),
        ("ノーザンブリティッシュコロンビア大学", "<north> ブリティッシュコロンビア <university>"),
        ("ウェストミンスター大学", "ウェストミンスター <university>"),
        ("ドイツ癌研究所", "ドイツ <cancer> <research_institute>"),
        ("国際稲研究所", "<international> <rice> <research_institute>"),
        ("ウィーン応用科学大学", "ウィーン <applied_science> <university>"),
        ("雲南農業大学", "雲南 <agriculture> <university>"),
        ("福建師範大学", "福建 <education> <university>"),
        ("対外経済貿易大学", "<foreign_trade> <university>"),
        ("中南財経政法大学", "<central_south> <finance_economics> <politics_law> <university>"),
        ("広西医科大学附属病院", "広西 <medicine> <university> <university> <hospital>"),
        ("ブリュッセル自由大学", "ブリュッセル <free> <university>"),
        ("ハワイ大学マノア校", "ハワイ <university> マノア <campus>"),
        ("國立高雄海洋科技大學", "<national> 高雄 <ocean> <science_technology> <university>"),
        ("西安电子科技大学", "西安 <electronics> <university>"),
        ("국립부경대학교", "<national> 부경 <university>"),
        ("부산외국어대학교", "부산 <foreign_languages> <university>"),
        ("リール政治学院", "リール <politics> <college>"),
        ("カンボジア保健省", "カンボジア <health> <ministry>"),
        ("", ""),
    ],
)
def test_a_name_in_han_script_is_read_into_its_concepts(name: str, expected: str) -> None:
    assert " ".join(ids(han_words(name))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Technische Universität Graz", "<technology> <university> graz"),
        ("Universitaet der Kuenste Berlin", "<university> <arts> berlin"),
        ("Universite de Poitiers", "<university> poitiers"),
        ("Universidad Nacional Agraria La Molina", "<university> <national> <agriculture> la molina"),
        ("El Colegio de Sonora", "<college> sonora"),
        ("École Normale Supérieure de Rabat", "<education> <school> rabat"),
        ("Università degli Studi dell'Insubria", "<university> insubria"),
        ("Fachhochschule Salzburg", "<applied_science> <university> salzburg"),
        ("Politechnika Wrocławska", "<polytechnic> wroclawska"),
        ("Vysoká škola ekonomická v Praze", "<hochschule> <economics> praze"),
        ("Universitas Pendidikan Ganesha", "<university> <education> ganesha"),
        ("Trường Đại học Bách khoa Hà Nội", "<university> <polytechnic> ha noi"),
        ("Kazan State Medical University", "kazan <state> <medicine> <university>"),
        ("Казанский государственный медицинский университет", "казанскии <national> <medicine> <university>"),
        ("Kazanskiy gosudarstvennyy meditsinskiy universitet", "kazanskiy <national> <medicine> <university>"),
        ("Hunan Normal University", "hunan <education> <university>"),
        ("Southwest Jiaotong University", "<southwest> <transport> <university>"),
        ("Dokuz Eylül Üniversitesi", "dokuz eylul <university>"),
        ("جامعة بغداد", "<university> بغداد"),
        ("Universitetssjukhuset i Linköping", "<university> <hospital> linkoping"),
        ("People's Friendship Hospital", "<peoples> friendship <hospital>"),
        ("Xi'an Shiyou University", "xian <petroleum> <university>"),
        ("Université d’État d’Haïti", "<university> <national> haiti"),
        ("", ""),
    ],
)
def test_a_name_written_with_spaces_is_read_into_its_concepts(name: str, expected: str) -> None:
    assert " ".join(ids(latin_words(word_tokens(name)))) == expected


@pytest.mark.parametrize(
    ("printed", "local"),
    [
        ("華東師範大学", "East China Normal University"),
        ("中央民族大学", "Central Minzu University"),
        ("国立交通大学", "National Chiao Tung University"),
        ("第一医科大学", "First Medical University"),
        ("農林大学", "Nông Lâm"),
        ("州立教育大学", "State University of Education"),
        ("王立農業大学", "Royal University of Agriculture"),
        ("科学技術省", "Ministry of Science and Technology"),
        ("自由大学", "Freie Universität"),
        ("エコール・サントラル", "École Centrale"),
        ("北方連邦大学", "Северный федеральный университет"),
        ("ポリテクニック", "Politeknik"),
        ("国民経済大学", "Đại học Kinh tế Quốc dân"),
        ("歯学部", "Faculty of Dentistry"),
        ("มหาวิทยาลัยเทคโนโลยี", "University of Technology"),
    ],
)
def test_two_languages_of_one_name_have_concepts_in_common(printed: str, local: str) -> None:
    one = {word.id for word in han_words(printed) if isinstance(word, Word)}
    other = {word.id for word in latin_words(word_tokens(local)) if isinstance(word, Word)}
    assert one
    assert other
    matched = [max(near(a, b) for b in other) for a in one]
    assert sum(matched) / len(matched) >= 0.5


@pytest.mark.parametrize(
    "name", ["河南", "北京", "山東", "東京", "西安", "昭和", "大阪", "清華", "マリーンズ", "センターヴィル", "ラプラタ", "デ・ラ・サール"]
)
def test_a_proper_name_that_holds_a_sign_of_a_word_stays_whole(name: str) -> None:
    assert han_words(name) == [name]


@pytest.mark.parametrize(
    "name", ["Managua", "Islamabad", "Lawrence", "Freiburg", "Waterloo", "Minas Gerais", "Los Angeles", "Gaza", "Vilnius", "San Diego"]
)
def test_a_place_that_begins_like_a_word_stays_a_place(name: str) -> None:
    assert latin_words(word_tokens(name)) == word_tokens(name)


def test_a_direction_is_a_word_before_katakana_and_not_inside_a_name() -> None:
    assert ids(han_words("南カリフォルニア大学")) == ["<south>", "カリフォルニア", "<university>"]
    assert ids(han_words("湖南大学")) == ["湖南", "<university>"]


def test_a_katakana_word_of_kind_ends_a_run_and_one_of_field_does_not() -> None:
    assert ids(han_words("キングスカレッジ・ロンドン")) == ["キングス", "<college>", "ロンドン"]
    assert ids(han_words("ナガサキスポーツ")) == ["ナガサキスポーツ"]


def test_spans_say_where_a_word_stands_so_that_it_can_be_read_as_a_name() -> None:
    assert [(span.start, span.end, span.text, [word.id for word in span.words]) for span in spans("東北大学 医学院")] == [
        (0, 2, "東北", ["northeast"]),
        (2, 4, "大学", ["university"]),
        (5, 8, "医学院", ["medicine", "college"]),
    ]


def test_half_width_katakana_is_read_as_full_width() -> None:
    assert ids(han_words("ｲﾝﾍﾟﾘｱﾙｶﾚｯｼﾞ")) == ["<royal>", "<college>"]


def test_likeness_is_symmetrical_and_whole_for_the_same_concept() -> None:
    assert near("technology", "engineering") == near("engineering", "technology") == 0.8
    assert near("law", "law") == 1.0
    assert near("law", "fisheries") == 0.0


def test_the_file_names_every_concept_once_and_only_known_ones() -> None:
    tables = tomllib.loads(files("teikei.names").joinpath("data", "words.toml").read_text(encoding="utf-8"))
    names = [table["id"] for table in tables["word"]]
    assert len(names) == len(set(names))
    assert {table["sort"] for table in tables["word"]} == {"kind", "field", "status", "direction", "inner", "link"}
    used = {name for table in (*tables["near"], *tables["compound"]) for name in table["ids"]}
    assert used - set(names) == set()
    assert all(0 < table["likeness"] < 1 and len(table["ids"]) > 1 for table in tables["near"])


def test_a_form_stands_for_one_thing_only() -> None:
    tables = tomllib.loads(files("teikei.names").joinpath("data", "words.toml").read_text(encoding="utf-8"))
    owners: dict[tuple[str, str], list[str]] = {}
    for table in (*tables["word"], *tables["compound"]):
        said = {("run", form) for language in ("ja", "zh", "ko", "th") for form in table.get(language, ())}
        said |= {("spoken", form) for way in ("latin", "native") for form in table.get(way, ())}
        for form in said:
            owners.setdefault(form, []).append(table.get("id") or "+".join(table["ids"]))
    assert {form: concepts for form, concepts in owners.items() if len(concepts) > 1} == {}


def test_a_name_of_ten_thousand_signs_does_not_hang() -> None:
    start = time.process_time()
    han_words("大学の科学技術研究所" * 1_000)
    han_words("カレッジ" * 2_500)
    han_words("ア" * 10_000)
    latin_words(word_tokens("University of " * 1_000))
    assert time.process_time() - start < 20


def test_every_word_has_a_number_of_its_own_without_gaps() -> None:
    assert sorted(numbered().values()) == list(range(len(numbered())))
    assert {"university", "technology", "hospital"} <= numbered().keys()


def test_the_number_of_a_ruler_or_pope_is_no_word_and_that_of_a_university_is() -> None:
    pope, paris = (elements_of(name, "") for name in ("John Paul II Catholic University of Lublin", "Université Paris II Panthéon-Assas"))
    assert [word.id for word in pope.words] == ["catholic", "university"]
    assert [word.id for word in paris.words] == ["university", "second"]
