"""/desk/agreements/new/ and /desk/choose/: a new agreement, with institutions and units found or made on the way."""

import re

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import current


def sent(world, **changes):
    fields = {
        "version": "0", "level": "unit", "concluded_on": "2024-04-01", "effect": "concluded", "parties[0].institution": world.home,
        "parties[0].units[0].unit": world.science, "parties[0].units[0].role": "responsible", "parties[1].institution": world.orleans,
        "renewal.kind": "unknown",
    }  # fmt: skip
    return {**fields, **changes}


def test_an_agreement_is_recorded(client, world):
    response = client.post("/desk/agreements/new/", sent(world))
    assert response.status_code == 302, response.content.decode()
    value = current(AGREEMENTS, Agreement.objects.get().pk)[1]
    assert ([party.institution for party in value.parties], value.concluded_on) == ([world.home, world.orleans], "2024-04-01")


def test_the_form_begins_with_the_home_institution(client, world):
    assert f'name="parties[0].institution" value="{world.home}" checked' in client.get("/desk/agreements/new/").content.decode()


@pytest.mark.parametrize("words", ["ちぇんまい", "ﾁｪﾝﾏｲ", "CHIANG mai", "チェンマイ大", "mai univ"])
def test_an_institution_is_found_by_any_of_its_names(client, world, words):
    asked = {"path": "parties[1].institution", "parties[1].institution.find": words}
    markup = client.get("/desk/choose/institutions/", asked).content.decode()
    assert f'name="parties[1].institution" value="{world.chiang_mai}"' in markup


def test_units_are_those_of_the_institution_beside(client, world):
    asked = {"path": "parties[0].units", "parties[0].institution": world.home, "parties[0].units.find": "学部"}
    markup = client.get("/desk/choose/units/", asked).content.decode()
    assert [name in markup for name in ("理学部", "文学部", "医学部", "理学研究科")] == [True, True, True, False]


def test_names_are_found_without_script_too(client, world):
    markup = client.post(
        "/desk/agreements/new/", sent(world, **{"find": "parties[1].institution", "parties[1].institution.find": "chiang"})
    ).content.decode()
    assert f'name="parties[1].institution" value="{world.chiang_mai}"' in markup
    assert Agreement.objects.count() == 0


def test_enter_looks_for_the_name_that_was_typed_and_stores_nothing(client, world):
    typed = {"enter": "1", "parties[1].institution": "", "parties[1].institution.find": "chiang"}
    page = client.post("/desk/agreements/new/", sent(world, **typed)).content.decode()
    assert f'name="parties[1].institution" value="{world.chiang_mai}"' in page
    assert re.search(r'name="parties\[1\].institution.find" value="chiang"[^>]* autofocus', page)
    assert 'id="problems"' in page
    assert "保存する前に直す箇所" not in page
    assert Agreement.objects.count() == 0


def test_enter_saves_where_a_name_was_looked_for_and_chosen(client, world):
    typed = {"enter": "1", "parties[1].institution.find": "orl"}
    assert client.post("/desk/agreements/new/", sent(world, **typed)).status_code == 302


def test_what_is_not_there_yet_is_added_in_the_same_flow(client, world):
    making = {"make": "parties[1].institution", "parties[1].institution.new": "ハノイ大学", "parties[1].institution.new_en": "Hanoi University", "parties[1].institution.new_code": "vn"}  # fmt: skip
    markup = client.post("/desk/agreements/new/", sent(world, **making)).content.decode()
    made = Institution.objects.get(printed="ハノイ大学")
    assert made.territory_id == "VN"
    assert f'name="parties[1].institution" value="{made.pk}" checked' in markup
    unit = {"make": "parties[0].units", "parties[0].units.new": "新学部"}
    markup = client.post("/desk/agreements/new/", sent(world, **unit)).content.decode()
    assert f'value="{OrganizationalUnit.objects.get(name="新学部").pk}"' in markup


def test_a_name_that_is_there_is_chosen_and_not_made_twice(client, world):
    making = {"make": "parties[1].institution", "parties[1].institution.new": "チェンマイ大学", "parties[1].institution.new_code": "TH"}
    markup = client.post("/desk/agreements/new/", sent(world, **making)).content.decode()
    assert "すでに登録されている" in markup
    assert Institution.objects.filter(printed="チェンマイ大学").count() == 1


@pytest.mark.parametrize("query", ["", "path=%00", "path=x[", "path=parties[0].units&parties[0].institution=abc", "path=" + "a." * 400])
def test_an_address_that_asks_for_nothing_finds_nothing(client, world, query):
    assert client.get(f"/desk/choose/institutions/?{query}").status_code == 200
    assert client.get(f"/desk/choose/units/?{query}").status_code == 200


def test_ticked_units_are_added(client, world):
    client.post("/desk/agreements/new/", sent(world, **{"parties[0].units+": [world.letters]}))
    units = current(AGREEMENTS, Agreement.objects.get().pk)[1].parties[0].units
    assert [(unit.unit, unit.role) for unit in units] == [(world.science, "responsible"), (world.letters, "participating")]
