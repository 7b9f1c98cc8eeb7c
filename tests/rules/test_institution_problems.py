"""What is wrong with institutions and units is said at its field, and…"""

from datetime import date

import pytest

from teikei.rules.institution import Identifier, Institution, Name, Parent, Unit
from teikei.rules.institution_problems import institution_problems, unit_problems

ONE = (Name(text="北方大学", language="ja"),)


def paths(found):
    return [problem.path for problem in found]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), ["names"]),
        ((Name(text=" "),), ["names[0].text"]),
        ((Name(text="a", language="Japanese"),), ["names[0].language"]),
        ((Name(text="a", used_from=date(2020, 1, 2), used_to=date(2020, 1, 1)),), ["names[0].used_to"]),
        ((Name(text="a", language="en"), Name(text="a", language="en")), ["names[1].text"]),
        ((Name(text="a", language="en"), Name(text="b", language="en")), ["names[1].used_from"]),
        ((Name(text="a", language="en"), Name(text="b", language="en", kind="alias")), []),
        ((Name(text="a", used_to=date(2019, 12, 31)), Name(text="b", used_from=date(2020, 1, 1))), []),
        ((Name(text="a", used_to=date(2020, 1, 1)), Name(text="b", used_from=date(2020, 1, 1))), ["names[1].used_from"]),
    ],
)
def test_two_names_in_use_at_one_time_in_one_language_are_a_problem(names, expected):
    assert paths(institution_problems(Institution(names=names))) == expected


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("ror", "03t78wx29", "03t78wx2"), ("wikidata", "Q1043", "1043"), ("isni", "000000012146438X", "0000000121464380"),
        ("schac", "u-tokyo.ac.jp", "u tokyo"), ("erasmus", "D BERLIN01", "BERLIN"), ("erasmus", "UK LONDON029", "uk london"),
    ],
)  # fmt: skip
def test_an_identifier_has_the_form_of_its_scheme(scheme, good, bad):
    for value, expected in ((good, []), (bad, ["identifiers[0].value"])):
        assert paths(institution_problems(Institution(names=ONE, identifiers=(Identifier(scheme=scheme, value=value),)))) == expected


def test_one_identifier_of_each_scheme_and_codes_of_two_letters():
    twice = (Identifier(scheme="wikidata", value="Q1"), Identifier(scheme="wikidata", value="Q2"))
    assert paths(institution_problems(Institution(names=ONE, identifiers=twice, territories=("TH", "Thai")))) == [
        "territories", "identifiers[1].scheme",
    ]  # fmt: skip


def test_a_unit_sits_inside_one_other_unit_at_a_time_and_in_no_circle():
    others = {
        1: Unit(institution=9, names=ONE),
        2: Unit(institution=9, names=ONE, parents=(Parent(unit=1),)),
        3: Unit(institution=9, names=ONE, parents=(Parent(unit=2),)),
    }
    inside = Unit(institution=9, names=ONE, parents=(Parent(unit=3),))
    assert paths(unit_problems(inside, 1, others)) == ["parents[0].unit"]
    assert paths(unit_problems(inside, 4, others)) == []
    assert paths(unit_problems(Unit(institution=9, names=ONE, parents=(Parent(unit=77),)), None, others)) == ["parents[0].unit"]
    until = date(2020, 3, 31)
    apart = (Parent(unit=2, valid_to=until), Parent(unit=3, valid_from=date(2020, 4, 1)))
    assert paths(unit_problems(Unit(institution=9, names=ONE, parents=apart), None, others)) == []
    both = (Parent(unit=2, valid_to=until), Parent(unit=3, valid_from=until))
    assert paths(unit_problems(Unit(institution=9, names=ONE, parents=both), None, others)) == ["parents[1].valid_from"]


def test_a_unit_does_not_end_before_it_begins():
    unit = Unit(institution=9, names=ONE, opened_on=date(2020, 4, 1), closed_on=date(2020, 3, 31))
    assert paths(unit_problems(unit, None, {})) == ["closed_on"]
