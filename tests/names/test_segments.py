"""A printed name is parted into levels, the institution first."""

import pytest

from teikei.names.segments import segments_of


def texts(name: str) -> list[str]:
    return [level.text for level in segments_of(name)]


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("コインブラ大学医学部", ["コインブラ大学", "医学部"]),
        ("コインブラ大学 医学部", ["コインブラ大学", "医学部"]),
        ("ミーニョ大学理学部・工学部", ["ミーニョ大学", "理学部", "工学部"]),
        ("ロシア科学アカデミー極東支部", ["ロシア科学アカデミー", "極東支部"]),
        ("インペリアル・カレッジ・ロンドン医学部", ["インペリアル・カレッジ・ロンドン", "医学部"]),
        ("雲南師範大學外國語學院", ["雲南師範大學", "外國語學院"]),
        ("江原大学校医科大学", ["江原大学校", "医科大学"]),
        ("강원대학교 의과대학", ["강원대학교", "의과대학"]),
        ("University of Coimbra, Faculty of Law", ["University of Coimbra", "Faculty of Law"]),
        ("University of Coimbra - Faculty of Law", ["University of Coimbra", "Faculty of Law"]),
    ],
)
def test_a_unit_is_a_level_below_its_institution(name: str, levels: list[str]) -> None:
    assert texts(name) == levels


@pytest.mark.parametrize(
    "name",
    ["Faculty of Law, University of Coimbra", "Institut für Physik, Universität Rostock", "School of Law at the University of Minho"],
)
def test_an_institution_printed_after_its_unit_comes_first(name: str) -> None:
    levels = texts(name)
    assert len(levels) == 2
    assert "Universit" in levels[0]


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("คณะวิทยาศาสตร์ มหาวิทยาลัยมหิดล", ["มหาวิทยาลัยมหิดล", "คณะวิทยาศาสตร์"]),
        ("جامعة القاهرة كلية الطب", ["جامعة القاهرة", "كلية الطب"]),
        ("Khoa Y Trường Đại học Y Dược Cần Thơ", ["Trường Đại học Y Dược Cần Thơ", "Khoa Y"]),
        ("Universitas Gadjah Mada Fakultas Pertanian", ["Universitas Gadjah Mada", "Fakultas Pertanian"]),
        ("Facultad de Derecho de la Universidad de Chile", ["Universidad de Chile", "Facultad de Derecho"]),
        ("Kasetsart University Faculty of Agriculture", ["Kasetsart University", "Faculty of Agriculture"]),
        ("Trường Đại học Bách khoa Hà Nội", ["Trường Đại học Bách khoa Hà Nội"]),
        ("Ankara Üniversitesi Ziraat Fakültesi", ["Ankara Üniversitesi Ziraat Fakültesi"]),
    ],
)
def test_a_unit_whose_kind_stands_first_is_told_apart_without_a_comma(name: str, levels: list[str]) -> None:
    assert texts(name) == levels


def test_a_campus_is_a_level_and_what_follows_it_another() -> None:
    assert texts("ウィスコンシン大学ミルウォーキー校") == ["ウィスコンシン大学", "ミルウォーキー校"]
    assert texts("ウィスコンシン大学 ミルウォーキー校 工学部") == ["ウィスコンシン大学", "ミルウォーキー校", "工学部"]


def test_several_faculties_with_their_number_are_below_the_institution() -> None:
    levels = segments_of("コインブラ大学5学部(農学部・文学部・理学部・工学部・医学部)")
    assert levels[0].text == "コインブラ大学"
    assert [level.text for level in levels if level.bracketed] == ["農学部・文学部・理学部・工学部・医学部"]


@pytest.mark.parametrize("brackets", ["()", "（）", "[]", "〔〕", "【】"])
def test_what_stands_in_brackets_of_any_kind_is_a_level_and_told_apart(brackets: str) -> None:
    levels = segments_of(f"コインブラ大学{brackets[0]}医学部{brackets[1]}")
    assert [(level.text, level.bracketed) for level in levels] == [("コインブラ大学", False), ("医学部", True)]


def test_a_bracket_that_is_never_closed_holds_the_rest() -> None:
    assert [(level.text, level.bracketed) for level in segments_of("コインブラ大学(医学部")] == [
        ("コインブラ大学", False),
        ("医学部", True),
    ]


@pytest.mark.parametrize("note", ["(注2)", "（※１）", "(*)", "【注】"])
def test_a_note_in_brackets_is_no_level(note: str) -> None:
    assert texts(f"コインブラ大学{note}") == ["コインブラ大学"]


@pytest.mark.parametrize("name", ["トリニティ・カレッジ", "パリ第4大学", "大学", "国立雲南大学", "コインブラ大学附属病院", "University"])
def test_a_name_of_one_level_stays_whole(name: str) -> None:
    assert texts(name) == [name]


@pytest.mark.parametrize("name", ["", "  ", "()", "（　）", "\u200b"])
def test_a_name_with_nothing_in_it_has_no_level(name: str) -> None:
    assert texts(name) == []


def test_levels_are_few_however_long_the_name_is() -> None:
    assert len(segments_of("コインブラ大学医学部" * 1000)) <= 4


def test_full_width_and_half_width_forms_give_the_same_levels() -> None:
    assert texts("ｺｲﾝﾌﾞﾗ大学（医学部）") == texts("コインブラ大学(医学部)")
