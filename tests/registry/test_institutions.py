"""Institutions and units are renamed, merged, told apart from misspellings, and…"""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from teikei.names.bilingual import Refusal
from teikei.registry.models import Agreement, EntryUnit, Institution, OrganizationalUnit
from teikei.registry.operations.concluding import kept_values
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.institutions import (
    absorb_institutions,
    absorb_units,
    add_institution,
    add_unit,
    revise_institution,
    revise_unit,
    succeed_units,
)
from teikei.registry.operations.kept import current, value_of
from teikei.registry.operations.verify import verify
from teikei.registry.queries.search import Terms, find
from teikei.rules.institution import Institution as Named
from teikei.rules.institution import Name, Unit, name_on, renamed
from teikei.rules.standing import standing_for
from tests.people import made_person
from tests.registry.made import ROLLED_UP, made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
LINES = (
    ("IN", "デリー大学", ("理学部", "工学部"), "2020-02-12"),
    ("IN", "デリ大学", ("理学研究科",), "2012-12-01"),
    ("TH", "カセサート大学", ("理学郡",), "2011-01-01"),
)


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def registry(take_in):
    return take_in(made_listing(LINES, rules=ROLLED_UP))


def unit(name):
    return OrganizationalUnit.objects.get(name=name)


def found(text):
    return {partner.name for row in find(Terms(text=text)).rows for partner in row.partners}


def test_an_institution_is_found_by_its_new_name_and_by_its_old_one(registry, officer):
    delhi = Institution.objects.get(printed="デリー大学")

    def new_name(value):
        return Named(names=renamed(value.names, "首都大学", on=date(2024, 4, 1), language="ja"), territories=value.territories)

    revise_institution(delhi.pk, new_name, version=1, by=officer, at=AT)
    assert found("首都大学") == {"首都大学"}
    assert found("デリー大学") == {"首都大学", "デリ大学"}  # a long vowel more or less makes no other name
    names = current(INSTITUTIONS, delhi.pk)[1].names
    assert (name_on(names, date(2024, 3, 31)), name_on(names, date(2024, 4, 1))) == ("デリー大学", "首都大学")


def test_a_unit_is_found_by_its_new_name(registry, officer):
    revise_unit(
        unit("理学部").pk, lambda value: Unit(institution=value.institution, names=renamed(value.names, "理工学域", on=date(2024, 4, 1), language="ja")),
        version=None, by=officer, at=AT,
    )  # fmt: skip
    assert found("理工学域") == {"デリー大学"}


def test_a_misspelt_unit_becomes_a_spelling_of_the_right_one_and_the_printed_row_stays(registry, officer):
    right, wrong = unit("理学部"), unit("理学郡")
    absorb_units([wrong.pk], right.pk, by=officer, at=AT, reason="misread")
    assert not OrganizationalUnit.objects.filter(pk=wrong.pk).exists()
    assert set(EntryUnit.objects.filter(unit=right).values_list("printed", flat=True)) == {"理学部", "理学郡"}
    kasetsart = Agreement.objects.get(parties__institution__printed="カセサート大学")
    assert [(one.unit, one.printed) for one in kept_values([kasetsart.pk])[kasetsart.pk][1].parties[0].units] == [(right.pk, "理学郡")]
    assert verify().tampering == ()


def test_a_list_that_prints_the_misspelling_again_finds_the_right_unit(registry, officer, take_in):
    right = unit("理学部").pk
    absorb_units([unit("理学郡").pk], right, by=officer, at=AT)
    take_in(made_listing(LINES, rules=ROLLED_UP, as_of=date(2025, 5, 1)))
    assert not OrganizationalUnit.objects.filter(name="理学郡").exists()
    assert Agreement.objects.count() == 3


def test_two_spellings_of_one_institution_become_one_with_both_agreements(registry, officer):
    right, wrong = Institution.objects.get(printed="デリー大学"), Institution.objects.get(printed="デリ大学")
    absorb_institutions([wrong.pk], right.pk, by=officer, at=AT)
    assert set(Agreement.objects.filter(parties__institution=right).values_list("concluded_on", flat=True)) == {
        date(2020, 2, 12), date(2012, 12, 1),
    }  # fmt: skip
    assert found("デリ大学") == {"デリー大学"}
    assert verify().tampering == ()


def test_the_home_institution_is_no_spelling_of_a_partner(registry, officer):
    home, partner = Institution.objects.get(is_home=True), Institution.objects.get(printed="デリー大学")
    with pytest.raises(Refusal):
        absorb_institutions([home.pk], partner.pk, by=officer, at=AT)


def test_merged_units_end_and_one_stands_for_them(registry, officer):
    home = Institution.objects.get(is_home=True)
    merged = add_unit(Unit(institution=home.pk, names=(Name(text="理工学部", language="ja"),)), by=officer, at=AT)
    succeed_units([unit("理学部").pk, unit("工学部").pk], [merged], on=date(2025, 4, 1), kind="merged", by=officer, at=AT)
    every = {row.pk: value_of(UNITS, row.body) for row in OrganizationalUnit.objects.all()}
    successions = {pk: value.successions for pk, value in every.items()}
    assert standing_for(unit("理学部").pk, successions, date(2025, 3, 31)) == unit("理学部").pk
    assert standing_for(unit("理学部").pk, successions, date(2025, 4, 1)) == merged
    assert every[merged].position > every[unit("理学部").pk].position


def test_a_succession_that_leads_in_a_circle_loses_nothing(registry, officer):
    one, other = unit("理学部").pk, unit("工学部").pk
    succeed_units([one], [other], on=date(2025, 4, 1), kind="succeeded", by=officer, at=AT)
    succeed_units([other], [one], on=date(2026, 4, 1), kind="succeeded", by=officer, at=AT)
    successions = {row.pk: value_of(UNITS, row.body).successions for row in OrganizationalUnit.objects.all()}
    assert standing_for(one, successions, date(2027, 1, 1)) in (one, other)


def test_a_unit_does_not_follow_itself(registry, officer):
    with pytest.raises(Refusal):
        succeed_units([unit("理学部").pk], [unit("理学部").pk], on=date(2025, 4, 1), kind="succeeded", by=officer, at=AT)


def test_an_institution_that_no_list_names_can_be_added(registry, officer):
    number = add_institution(Named(names=(Name(text="新設大学", language="ja"),), territories=("VN",)), by=officer, at=AT)
    assert Institution.objects.get(pk=number).territory_id == "VN"


def test_a_name_that_begins_before_the_one_in_use_is_refused(registry, officer):
    names = renamed((Name(text="旧", language="ja"),), "新", on=date(2024, 4, 1), language="ja")
    with pytest.raises(Refusal, match="新"):
        renamed(names, "別", on=date(2024, 4, 1), language="ja")


def test_nobody_else_may(registry):
    visitor = User.objects.create_user("visitor")
    with pytest.raises(PermissionDenied):
        absorb_units([unit("理学郡").pk], unit("理学部").pk, by=visitor, at=AT)
    assert OrganizationalUnit.objects.filter(name="理学郡").exists()
