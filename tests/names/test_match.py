"""What a printed name is matched to, in a small world of institutions (tests/names/world.py)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teikei.names.elements import elements_of
from teikei.names.match import Match, Named, match, match_all
from teikei.names.match.misreadings import misread_country
from teikei.names.match.query import query_of
from tests.names.authorities import authority, record

Ask = Callable[..., Match]


def first(found: Match) -> str:
    """The id of the strongest candidate, "" where there is none."""
    return found.candidates[0].ror if found.candidates else ""


# ---------------------------------------------------------------- names in every script


@pytest.mark.parametrize(
    ("name", "territory", "ror"),
    [
        ("University of Coimbra", "PT", "0coimbra1"),
        ("Universidade do Minho", "PT", "0minho001"),
        ("UNIVERSITY OF TARTU", "EE", "0tartu001"),
        ("Tartu Ülikool", "EE", "0tartu001"),
        ("Vilniaus universitetas", "LT", "0vilnius1"),
        ("Boğaziçi Üniversitesi", "TR", "0boazici1"),
        ("Jeju National University", "KR", "0jeju0001"),
        ("강원대학교", "KR", "0kangwon1"),
        ("云南农业大学", "CN", "0yunnanag"),
        ("雲南農業大学", "CN", "0yunnanag"),
        ("雲南師範大學", "CN", "0yunnanno"),
        ("國立中央大學", "TW", "0ncu00001"),
        ("国立清華大学", "TW", "0tsinghtw"),
    ],
)
def test_a_name_that_a_record_carries_is_accepted_in_any_script_and_form(ask: Ask, name: str, territory: str, ror: str) -> None:
    found = ask(name, territory)
    assert (found.decision, found.ror, first(found)) == ("accept", ror, ror)


@pytest.mark.parametrize(
    ("name", "territory", "ror"),
    [
        ("コインブラ大学", "PT", "0coimbra1"),
        ("ミーニョ大学", "PT", "0minho001"),
        ("ヴィリニュス大学", "LT", "0vilnius1"),
        ("ビリニュス大学", "LT", "0vilnius1"),
        ("タルトゥ大学", "EE", "0tartu001"),
        ("ボアズィチ大学", "TR", "0boazici1"),
        ("アテネオ・デ・マニラ大学", "PH", "0ateneo01"),
        ("カラチ大学", "PK", "0karachi1"),
        ("カンウォン国立大学", "KR", "0kangwon1"),
        ("チュンアン大学校", "KR", "0chungang"),
    ],
)
def test_a_name_in_katakana_meets_its_latin_spelling(ask: Ask, name: str, territory: str, ror: str) -> None:
    found = ask(name, territory)
    assert first(found) == ror
    assert found.decision in ("accept", "review")
    assert found.ror in ("", ror)


@pytest.mark.parametrize(
    ("name", "ror"), [("江原大学校", "0kangwon1"), ("済州大学校", "0jeju0001"), ("江原国立大学校農業生命科学大学", "0kangwon1")]
)
def test_a_korean_name_in_han_characters_meets_its_hangul(ask: Ask, name: str, ror: str) -> None:
    assert first(ask(name, "KR")) == ror


def test_a_word_of_field_tells_universities_of_one_place_apart(ask: Ask) -> None:
    names = ["雲南大学", "雲南農業大学", "雲南師範大学", "Yunnan University", "Yunnan Agricultural University", "Yunnan Normal University"]
    assert [ask(name, "CN").ror for name in names] == ["0yunnan01", "0yunnanag", "0yunnanno"] * 2


def test_a_name_in_another_language_beside_it_helps(ask: Ask) -> None:
    assert ask("米尼奥大学", "PT", other="University of Minho").ror == "0minho001"


# ---------------------------------------------------------------- institutions and what is inside them


@pytest.mark.parametrize(
    ("name", "territory", "ror"),
    [
        ("コインブラ大学医学部", "PT", "0coimbra1"),
        ("コインブラ大学5学部(農学部・文学部・理学部・工学部・医学部)", "PT", "0coimbra1"),
        ("Faculty of Law, University of Coimbra", "PT", "0coimbra1"),
        ("University of Coimbra, Faculty of Law", "PT", "0coimbra1"),
        ("雲南大学外国語学院", "CN", "0yunnan01"),
        ("강원대학교 의과대학", "KR", "0kangwon1"),
        ("タルトゥ大学医学部", "EE", "0tartu001"),
    ],
)
def test_a_faculty_without_a_record_takes_its_institution(ask: Ask, name: str, territory: str, ror: str) -> None:
    assert first(ask(name, territory)) == ror


def test_several_faculties_weigh_no_more_than_one_or_none(ask: Ask) -> None:
    whole, one, five = (ask(f"コインブラ大学{units}", "PT") for units in ("", "医学部", "5学部(農学部・文学部・理学部・工学部・医学部)"))
    assert (one.decision, five.decision) == (whole.decision, whole.decision)


@pytest.mark.parametrize("name", ["タルトゥ大学病院", "Tartu University Hospital", "Tartu Ülikooli Kliinikum"])
def test_a_hospital_with_a_record_of_its_own_beats_its_university(ask: Ask, name: str) -> None:
    found = ask(name, "EE")
    assert first(found) == "0tartuhos"
    assert found.ror in ("", "0tartuhos")


def test_a_university_is_not_accepted_for_a_hospital_that_has_no_record(ask: Ask) -> None:
    assert ask("コインブラ大学 附属病院", "PT").decision != "accept"


def test_a_campus_with_a_record_is_found(ask: Ask) -> None:
    assert first(ask("ネブラスカ大学カーニー校", "US")) == "0nebrkear"
    assert first(ask("University of Nebraska at Kearney", "US")) == "0nebrkear"


@pytest.mark.parametrize(
    "name", ["ネブラスカ大学オマハ校", "ネブラスカ大学リンカーン校", "University of Nebraska at Omaha", "ネブラスカ大学(オマハ)"]
)
def test_neither_the_whole_nor_a_sister_is_accepted_where_another_campus_is_named(ask: Ask, name: str) -> None:
    assert ask(name, "US").decision != "accept"


def test_a_university_of_several_campuses_is_not_taken_for_one_of_them(ask: Ask) -> None:
    assert ask("ネブラスカ大学", "US").ror in ("", "0nebrsys1")


# ---------------------------------------------------------------- the same name in several territories


@pytest.mark.parametrize(
    ("name", "territory", "ror"),
    [
        ("東海大学", "JP", "0tokai0jp"),
        ("東海大学", "TW", "0tunghai1"),
        ("清華大学", "CN", "0tsinghua"),
        ("清華大学", "TW", "0tsinghtw"),
        ("中央大学", "JP", "0chuo0001"),
        ("中央大学", "TW", "0ncu00001"),
        ("中央大学校", "KR", "0chungang"),
    ],
)
def test_the_territory_tells_homonyms_apart(ask: Ask, name: str, territory: str, ror: str) -> None:
    found = ask(name, territory)
    assert first(found) == ror
    assert found.ror in ("", ror)


@pytest.mark.parametrize("name", ["東海大学", "清華大学", "中央大学", "中央大学校", "國立中央大學"])
def test_a_homonym_is_not_accepted_without_a_territory(ask: Ask, name: str) -> None:
    assert ask(name).decision != "accept"


def test_all_homonyms_are_offered_where_there_is_no_territory(ask: Ask) -> None:
    assert {one.ror for one in ask("東海大学").candidates[:2]} == {"0tokai0jp", "0tunghai1"}


@pytest.mark.parametrize(
    ("name", "territory", "ror", "sits"),
    [
        ("東海大学", "CN", "0tokai0jp", "JP"),
        ("雲南大学", "VN", "0yunnan01", "CN"),
        ("강원대학교", "KP", "0kangwon1", "KR"),
        ("University of Minho", "BR", "0minho001", "PT"),
        ("コインブラ大学", "ES", "0coimbra1", "PT"),
    ],
)
def test_what_sits_in_another_territory_is_offered_with_that_evidence_and_never_accepted(
    ask: Ask, name: str, territory: str, ror: str, sits: str
) -> None:
    found = ask(name, territory)
    assert (found.decision, found.ror, first(found)) == ("review", "", ror)
    assert f"but it sits in {sits}" in [why.en for why in found.candidates[0].why]
    assert f"ただし所在は {sits}" in [why.ja for why in found.candidates[0].why]


def test_a_name_of_one_country_alone_is_accepted_without_a_territory(ask: Ask) -> None:
    assert ask("Universidade do Minho").ror == "0minho001"


@pytest.mark.parametrize("name", ["マリボル大学", "University of Maribor", "マリボル大学経済学部"])
def test_a_name_that_no_record_carries_has_no_id(ask: Ask, name: str) -> None:
    found = ask(name, "SI")
    assert (found.decision, found.ror) == ("none", "")


@pytest.mark.parametrize("name", ["ポルト大学", "サンパウロ大学", "University of Porto", "Universidade de Évora"])
def test_a_neighbour_is_not_accepted_for_a_university_without_a_record(ask: Ask, name: str) -> None:
    assert ask(name, "PT").decision != "accept"


@pytest.mark.parametrize(
    ("name", "territory"),
    [("大学", "LT"), ("大学", "PT"), ("University", "EE"), ("大学病院", "EE"), ("農業大学", "CN"), ("国立大学", "KR")],
)
def test_words_that_many_institutions_share_are_not_enough(ask: Ask, name: str, territory: str) -> None:
    assert ask(name, territory).decision != "accept"


@pytest.mark.parametrize("name", ["Trinity College", "トリニティ・カレッジ"])
def test_two_records_of_one_name_are_for_a_person_to_choose(ask: Ask, name: str) -> None:
    found = ask(name, "US")
    assert found.decision == "review"
    assert {one.ror for one in found.candidates[:2]} == {"0trinity1", "0trinity2"}


# ---------------------------------------------------------------- records that are no longer active


@pytest.mark.parametrize("name", ["Universidade Técnica do Vale", "Technical University of Vale"])
def test_an_inactive_record_is_not_accepted_and_tells_its_successor(ask: Ask, name: str) -> None:
    found = ask(name, "PT")
    assert (found.decision, found.ror, first(found)) == ("review", "", "0vale0old")
    last = found.candidates[0].why[-1]
    assert last.en == "but the record is inactive; now Universidade Atlântica Nova (https://ror.org/0vale0new)"
    assert last.ja == "ただしレコードは無効。現在は Universidade Atlântica Nova (https://ror.org/0vale0new)"


def test_a_withdrawn_record_is_not_accepted_and_names_a_successor_that_the_authority_lacks(tmp_path: Path) -> None:
    gone = record("0gone0001", "Hall of Letters", city="Riga", territory="LV", status="withdrawn", relations=[("successor", "0elsewher")])
    with authority(tmp_path, [gone]) as opened:
        found = match(opened, "Hall of Letters", "LV")
    assert found.decision != "accept"
    assert "withdrawn" in found.candidates[0].why[-1].en
    assert "https://ror.org/0elsewher" in found.candidates[0].why[-1].en


def test_the_successor_itself_is_accepted_by_its_own_name(ask: Ask) -> None:
    assert ask("Universidade Atlântica Nova", "PT").ror == "0vale0new"


# ---------------------------------------------------------------- misreadings


@pytest.mark.parametrize(
    ("printed", "territory", "meant"),
    [
        ("コインフラ大学", "PT", "コインブラ大学"),
        ("コインプラ大学医学部", "PT", "コインブラ大学医学部"),
        ("ガラチ大学", "PK", "カラチ大学"),
        ("ミーニヨ大学", "PT", "ミーニョ大学"),
        ("ポアズィチ大学", "TR", "ボアズィチ大学"),
    ],
)
def test_a_sign_that_was_misread_is_proposed_for_correction(ask: Ask, printed: str, territory: str, meant: str) -> None:
    assert ask(printed, territory).correction == meant


@pytest.mark.parametrize(
    ("name", "territory"),
    [
        ("コインブラ大学", "PT"),
        ("ビリニュス大学", "LT"),
        ("ヴィリニュス大学", "LT"),
        ("University of Coimbra", "PT"),
        ("雲南師範大学", "CN"),
        ("", "PT"),
    ],
)
def test_what_is_well_printed_or_only_a_habit_of_spelling_is_not_corrected(ask: Ask, name: str, territory: str) -> None:
    assert ask(name, territory).correction == ""


# ---------------------------------------------------------------- the shape of an answer

ASKED = [
    ("コインブラ大学", "PT"), ("東海大学", ""), ("東海大学", "CN"), ("トリニティ・カレッジ", "US"), ("雲南大学外国語学院", "CN"),
    ("大学", "CN"), ("中央大学", "TW"), ("ネブラスカ大学オマハ校", "US"), ("無名機関", "PT"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "territory"), ASKED)
def test_scores_lie_between_0_and_1_and_fall(ask: Ask, name: str, territory: str) -> None:
    found = ask(name, territory)
    scores = [one.score for one in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert found.score == (scores[0] if scores else 0)
    assert sum(scores) <= 1 + 0.001 * len(scores)


@pytest.mark.parametrize(("name", "territory"), ASKED)
def test_only_what_is_accepted_has_an_id_and_it_is_the_first_candidates(ask: Ask, name: str, territory: str) -> None:
    found = ask(name, territory)
    assert found.ror == (first(found) if found.decision == "accept" else "")


def test_the_evidence_comes_in_both_languages(ask: Ask) -> None:
    for name, territory in ASKED:
        for one in ask(name, territory).candidates:
            for why in one.why:
                assert why.en
                assert why.ja
                assert why.en != why.ja
    assert ask("雲南大学", "CN").candidates[0].why[0].to("ja") == "同じ名称: 云南大学"


def test_the_evidence_names_the_two_spellings_that_met(ask: Ask) -> None:
    said = " ".join(why.en for why in ask("カラチ大学", "PK").candidates[0].why)
    assert "カラチ" in said
    assert "karachi" in said


def test_no_more_than_ten_candidates_are_offered_each_record_once(tmp_path: Path) -> None:
    many = [
        record(f"0many{n:04}", f"Saint Brendan College of {city}", city=city, territory="IE") for n, city in enumerate("ABCDEFGHIJKLMNOP")
    ]
    with authority(tmp_path, many) as opened:
        found = match(opened, "Saint Brendan College", "IE")
    assert found.decision != "accept"
    assert 2 <= len(found.candidates) <= 10
    assert len({one.ror for one in found.candidates}) == len(found.candidates)


@pytest.mark.parametrize("name", ["University of Technology", "Institute of Technology"], ids=["its very words", "a near word"])
def test_of_many_names_with_one_place_that_with_the_printed_words_is_found(tmp_path: Path, name: str) -> None:
    kinds = ("Hospital", "Museum", "Library", "Bank", "Foundation")
    crowd = [record(f"01crowd{n:02}", f"Springford {kinds[n % 5]} {n}", city="Springford", territory="US") for n in range(40)]
    meant = record("09meant00", f"Springford {name}", city="Springford", territory="US")
    with authority(tmp_path, [*crowd, meant]) as opened:
        assert first(match(opened, "スプリングフォード工科大学", "US")) == "09meant00"


def test_the_same_question_has_the_same_answer(world_file: Path) -> None:
    names = [Named(name, "", territory) for name, territory in ASKED]
    assert list(match_all(world_file, names)) == list(match_all(world_file, names))


def test_the_order_of_the_questions_changes_no_answer(world_file: Path) -> None:
    names = [Named(name, "", territory) for name, territory in ASKED]
    assert list(match_all(world_file, names[::-1]))[::-1] == list(match_all(world_file, names))


def test_the_order_of_the_dumps_records_changes_no_answer(tmp_path: Path) -> None:
    two = [record(f"0twin000{n}", "Trinity College", city=f"City {n}", territory="US") for n in (1, 2, 3)]
    answers = []
    for order in (two, two[::-1]):
        folder = tmp_path / str(len(answers))
        folder.mkdir()
        with authority(folder, order) as opened:
            answers.append(match(opened, "Trinity College", "US"))
    assert answers[0] == answers[1]


def test_two_processes_give_what_one_gives_in_the_same_order(world_file: Path) -> None:
    # More different names than one process is handed at once.
    names = [Named(f"{name} {n}", "", territory) for n in range(15) for name, territory in ASKED]
    assert len(set(names)) > 128
    assert list(match_all(world_file, names, jobs=2)) == list(match_all(world_file, names, jobs=1))


def test_names_that_come_again_are_answered_each_in_its_place(world_file: Path) -> None:
    once = [Named("カセサート大学", "", "TH"), Named("清華大学", "", "CN"), Named("カセサート大学", "", "CN")]
    answers = list(match_all(world_file, once))
    assert len({repr(answer) for answer in answers}) == 3
    assert list(match_all(world_file, [*once, *once[::-1], once[1]])) == [*answers, *answers[::-1], answers[1]]


def test_no_names_give_no_matches(world_file: Path) -> None:
    assert list(match_all(world_file, [])) == []


def test_the_misread_name_of_the_list_s_own_country_is_put_right_whatever_was_found() -> None:
    name = "バトナム国家大学ハノイ校自然科学大学"
    runs = query_of(name, "VN").readings[0].runs
    assert misread_country(name, runs, "VN") == "ベトナム国家大学ハノイ校自然科学大学"
    assert misread_country(name, runs, "TH") == ""
    assert misread_country("ベトナム国家大学", query_of("ベトナム国家大学", "VN").readings[0].runs, "VN") == ""


def test_elided_words_are_words_and_other_apostrophes_belong_to_the_name() -> None:
    tours = elements_of("École polytechnique de l'université de Tours", "FR")
    assert [word.id for word in tours.words] == ["school", "polytechnic", "university"]
    assert [proper.text for proper in tours.propers] == ["tours"]
    assert [proper.text for proper in elements_of("University of L'Aquila", "IT").propers] == ["laquila"]
    assert [proper.text for proper in elements_of("Universidade Federal do Pará", "BR").propers] == ["para"]
