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
IRKUTSK = record("0irkutsk1", "Irkutsk State University", "ru:Иркутский государственный университет", city="Irkutsk", territory="RU")
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
    ],
)
def test_what_one_language_says_otherwise_is_accepted(asked, records, name, territory, ror):
    assert best(asked(records, name, territory)) == ("accept", ror)


@pytest.mark.parametrize(
    ("records", "name", "territory"),
    [
        ([ULSAN], "蔚山大学校", "KR"),
        ([ELMBRIDGE], "ケンブリッジ大学", "US"),
        ([record("0quzhouct", "Quzhou College of Technology", city="Quzhou", territory="CN")], "衢州学院", "CN"),
        ([record("0lodzcivi", "Lodz University of Technology and Engineering", city="Łódź", territory="PL")], "ウッチ工業大学", "PL"),
    ],
)
def test_a_neighbour_that_another_word_tells_apart_is_not_accepted(asked, records, name, territory):
    assert best(asked(records, name, territory))[0] != "accept"


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
