"""Institutions and units at the desk: found, shown, renamed, merged, split, ended, joined, put back. An officer…"""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from teikei.registry.models import Change, Institution, OrganizationalUnit
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.institutions import add_unit, revise_institution
from teikei.registry.operations.kept import current
from teikei.registry.operations.verify import verify
from teikei.rules.agreement import Party, PartyUnit
from teikei.rules.institution import Identifier, Name, Parent, Unit
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person

PREVIEW = "変更される内容"


def send(client, address, **fields):
    """The form as a browser sends it: what it shows, with these fields in it; gives the next page."""
    page = client.get(address).content.decode()
    shown = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page))
    shown |= dict(re.findall(r'<select[^>]* name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected', page))
    shown.pop("csrfmiddlewaretoken", None)
    return client.post(address, {**shown, **fields})


def rename(client, address, text, on, **more):
    return send(client, address, text=text, language="ja", on=on, **more)


@pytest.fixture
def agreement(world):
    return kept(made_agreement(world))[0]


def test_finds_an_institution_by_a_part_of_any_name_by_country_and_by_identifier(client, world, see, agreement):
    revise_institution(
        world.orleans, lambda value: type(value)(names=value.names, territories=("FR",), kind="education", identifiers=(Identifier(scheme="wikidata", value="Q1"),)),
        version=None, by=made_person("other"), at=timezone.now(),
    )  # fmt: skip
    assert "チェンマイ大学" in see("/desk/institutions/?q=chiang").text
    for query, there in (
        ("q=orleans", True),
        ("territory=FR", True),
        ("territory=TH", False),
        ("q=Q1", True),
        ("kind=education", True),
        ("kind=company", False),
    ):
        assert ("Université d" in see(f"/desk/institutions/?{query}").text) == there, query
    assert "一致する機関" in see("/desk/institutions/?q=nowhere").text


def test_sees_names_identifiers_units_and_agreements_of_an_institution(client, world, see, agreement):
    page = see(f"/desk/institutions/{world.chiang_mai}/")
    for words in ("チェンマイ大学", "Chiang Mai University", "タイ", "理学研究科", "2015-11-09"):
        assert words in page.text, words
    assert see(f"/desk/institutions/{world.home}/").text.count("理学部") >= 1


def test_renames_a_partner_from_a_day_on_and_sees_first_what_lists_print_then(client, world, see, agreement):
    address = f"/desk/institutions/{world.chiang_mai}/rename/"
    answer = rename(client, address, "北部大学", "2030-04-01").content.decode()
    assert PREVIEW in answer
    assert "2030-04-01以降" in answer
    assert "それより前の日の一覧は変わりません" in answer
    assert re.search(r"<td>チェンマイ大学.*?<td>北部大学", answer, re.S)
    assert Institution.objects.get(pk=world.chiang_mai).version == 1
    answer = rename(client, address, "北部大学", "2030-04-01", confirmed="1", for_history="改称通知")
    assert answer["Location"].endswith(f"/institutions/{world.chiang_mai}/")
    names = current(INSTITUTIONS, world.chiang_mai)[1].names
    assert [(name.text, name.used_from, name.used_to) for name in names if name.language == "ja"] == [
        ("チェンマイ大学", None, date(2030, 3, 31)), ("北部大学", date(2030, 4, 1), None),
    ]  # fmt: skip
    page = see(f"/desk/institutions/{world.chiang_mai}/").text
    assert "改称通知" in page
    assert "改称" in page


def test_puts_a_renaming_back_and_the_history_shows_both(client, world, see, agreement):
    rename(client, f"/desk/institutions/{world.chiang_mai}/rename/", "北部大学", "2020-04-01", confirmed="1")
    batch = Change.objects.latest("position").batch
    assert "元に戻す" in see(f"/desk/institutions/{world.chiang_mai}/").text
    client.post("/desk/institutions/undo/", {"batch": batch})
    assert [name.text for name in current(INSTITUTIONS, world.chiang_mai)[1].names] == ["チェンマイ大学", "Chiang Mai University"]
    assert "チェンマイ大学" in see("/desk/agreements/?q=チェンマイ").text
    assert verify().tampering == ()


def test_merges_two_units_into_a_new_one_and_undoes_it_whole(client, world, see, agreement):
    address = f"/desk/units/{world.science}/succeed/"
    sent = {
        "kind": "merged", "on": "2025-04-01", "also[0].unit": world.letters, "new[0].text": "文理学部", "new[0].english": "Arts and Sciences",
        "to[0].unit": "",
    }  # fmt: skip
    answer = send(client, address, **sent).content.decode()
    assert re.search(r"理学部</span>.*?文理学部</span>", answer, re.S)
    assert not OrganizationalUnit.objects.filter(name="文理学部").exists()
    send(client, address, **sent, confirmed="1")
    made = OrganizationalUnit.objects.get(name="文理学部")
    for pk in (world.science, world.letters):
        one = current(UNITS, pk)[1]
        assert (one.closed_on, one.successions[0].to) == (date(2025, 4, 1), (made.pk,))
    assert re.search(r"統合.*後継: 文理学部", see(f"/desk/units/{world.science}/").text)
    page = see(f"/desk/units/{made.pk}/").text
    assert "理学部" in page
    assert "文学部" in page
    tree = see(f"/desk/institutions/{world.home}/?as_of=2025-03-31").text
    assert tree.index("理学部") < tree.index("文理学部")  # of the day before, it stands among earlier and later ones
    client.post("/desk/institutions/undo/", {"batch": Change.objects.latest("position").batch})
    assert not OrganizationalUnit.objects.filter(name="文理学部").exists()
    assert current(UNITS, world.science)[1].closed_on is None
    assert verify().tampering == ()


def test_cannot_undo_what_others_have_built_upon(client, world, agreement):
    sent = {"kind": "merged", "on": "2025-04-01", "new[0].text": "文理学部", "to[0].unit": "", "confirmed": "1"}
    send(client, f"/desk/units/{world.science}/succeed/", **sent)
    batch = Change.objects.latest("position").batch
    made = OrganizationalUnit.objects.get(name="文理学部")
    kept(made_agreement(world, parties=(Party(institution=world.home, units=(PartyUnit(unit=made.pk),)), Party(institution=world.orleans))))
    answer = client.post("/desk/institutions/undo/", {"batch": batch}, follow=True).content.decode()
    assert "すでに使われています" in answer
    assert current(UNITS, world.science)[1].closed_on == date(2025, 4, 1)


def test_splits_a_unit_and_is_told_that_lists_go_on_printing_it(client, world, agreement):
    sent = {"kind": "split", "on": "2025-04-01", "to[0].unit": world.letters, "to[1].unit": world.medicine}
    answer = send(client, f"/desk/units/{world.science}/succeed/", **sent).content.decode()
    assert "変わる協定はありません" in answer
    assert "ほかに1件" in answer


def test_joins_a_misspelling_with_the_right_unit_and_its_agreements_follow(client, world, see, agreement):
    wrong = add_unit(Unit(institution=world.home, names=(Name(text="理学郡", language="ja"),)), by=made_person("other"), at=timezone.now())
    other = kept(
        made_agreement(world, parties=(Party(institution=world.home, units=(PartyUnit(unit=wrong),)), Party(institution=world.orleans)))
    )[0]
    address = f"/desk/units/{wrong}/absorb/"
    answer = send(client, address, into=world.science).content.decode()
    assert "まとめて元に戻すことはできません" in answer
    answer = send(client, address, into=world.science, confirmed="1")
    assert answer["Location"].endswith(f"/units/{world.science}/")
    assert "理学郡" in see(f"/desk/units/{world.science}/").text
    assert see(f"/desk/agreements/{other}/").text.count("理学部") >= 1
    answer = client.post("/desk/institutions/undo/", {"batch": Change.objects.latest("position").batch}, follow=True).content.decode()
    assert "この操作は元に戻せません" in answer


def test_ends_a_unit_and_an_institution_without_a_successor(client, world, see, agreement):
    send(client, f"/desk/units/{world.medicine}/end/", closed_on="2024-04-01", confirmed="1")
    send(client, f"/desk/institutions/{world.orleans}/end/", closed_on="2024-04-01", confirmed="1")
    assert "2024-04-01からはありません" in see(f"/desk/units/{world.medicine}/").text
    assert "2024-04-01まで" in see("/desk/institutions/?territory=FR").text


def test_corrects_identifiers_and_is_told_of_one_that_cannot_be(client, world):
    address = f"/desk/institutions/{world.orleans}/facts/"
    fields = {"identifiers[0].scheme": "isni", "identifiers[0].value": "0000000121032684", "kind": "education", "place": "Orléans"}
    answer = send(client, address, **fields).content.decode()
    assert "この体系の識別子ではありません" in answer
    fields["identifiers[0].value"] = "0000000121032683"
    send(client, address, **fields, confirmed="1")
    value = current(INSTITUTIONS, world.orleans)[1]
    assert (value.kind, value.place, value.identifiers) == ("education", "Orléans", (Identifier(scheme="isni", value="0000000121032683"),))


def test_puts_a_unit_inside_another_and_never_inside_itself(client, world, see):
    sent = {"parents[0].unit": world.letters, "parents[0].valid_from": "2020-04-01", "confirmed": "1"}
    send(client, f"/desk/units/{world.science}/facts/", **sent)
    assert current(UNITS, world.science)[1].parents == (Parent(unit=world.letters, valid_from=date(2020, 4, 1)),)
    assert 'class="depth-1"' in client.get(f"/desk/institutions/{world.home}/").content.decode()
    answer = send(client, f"/desk/units/{world.letters}/facts/", **{"parents[0].unit": world.science}).content.decode()
    assert "部局を自身またはその下位の部局に所属させることはできません" in answer


def test_merges_two_partners_into_another(client, world, agreement):
    sent = {"kind": "merged", "on": "2025-04-01", "to[0].institution": world.orleans}
    answer = send(client, f"/desk/institutions/{world.chiang_mai}/succeed/", **sent).content.decode()
    assert re.search(r"チェンマイ大学.*?Université", answer, re.S)
    send(client, f"/desk/institutions/{world.chiang_mai}/succeed/", **sent, confirmed="1")
    assert current(INSTITUTIONS, world.chiang_mai)[1].successions[0].to == (world.orleans,)


def test_adds_an_institution_that_no_list_names_and_is_led_to_one_that_is_there(client, world):
    sent = {"name": "北方大学", "name_en": "Northern University", "territory": "mn"}
    address = client.post("/desk/institutions/new/", sent)["Location"]
    page = client.get(address).content.decode()
    assert [words for words in ("北方大学", "Northern University", "モンゴル") if words not in page] == []
    assert client.post("/desk/institutions/new/", sent)["Location"] == address
    assert "コードとして知られていません" in client.post("/desk/institutions/new/", {"name": "x", "territory": "zz"}).content.decode()


def test_adds_a_unit_and_not_the_same_name_twice(client, world, see):
    address = f"/desk/institutions/{world.home}/add-unit/"
    send(client, address, text="薬学部", english="School of Pharmacy", opened_on="2025-04-01", confirmed="1")
    assert OrganizationalUnit.objects.get(name="薬学部").name_en == "School of Pharmacy"
    answer = send(client, address, text="薬学部", confirmed="1").content.decode()
    assert "同じ名称のものがすでにあります" in answer


def test_is_told_when_somebody_else_changed_it_meanwhile(client, world):
    address = f"/desk/institutions/{world.orleans}/rename/"
    fields = {"text": "新大学", "language": "fr", "on": "2025-04-01", "version": "1", "confirmed": "1"}
    revise_institution(
        world.orleans, lambda value: type(value)(names=(Name(text="Autre"),)), version=None, by=made_person("other"), at=timezone.now()
    )
    answer = client.post(address, fields).content.decode()
    assert "その間にほかの人が変更しました" in answer


def test_a_viewer_reads_and_is_told_why_nothing_can_be_changed(world, agreement):
    viewer = Client(headers={"host": "localhost"})
    viewer.force_login(made_person("viewer", "viewer"))
    page = viewer.get(f"/desk/institutions/{world.chiang_mai}/").content.decode()
    assert "/desk/why/?action=unit.revise" in page
    assert viewer.get(f"/desk/institutions/{world.chiang_mai}/rename/").status_code == 403


def test_an_officer_of_one_unit_keeps_that_unit_and_no_other(world, agreement):
    one = Client(headers={"host": "localhost"})
    one.force_login(made_person("narrow", "officer", unit=world.science))
    assert rename(one, f"/desk/units/{world.science}/rename/", "理工学部", "2025-04-01", confirmed="1").status_code == 302
    assert rename(one, f"/desk/units/{world.letters}/rename/", "人文学部", "2025-04-01", confirmed="1").status_code == 200
    assert (
        "任命の範囲の部局は、これに関わっていません"
        in rename(one, f"/desk/units/{world.letters}/rename/", "人文学部", "2025-04-01").content.decode()
    )
    assert current(UNITS, world.letters)[0] == 1


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("act", ["rename", "facts", "succeed", "end", "absorb", "add-unit"])
def test_every_form_explains_itself_in_both_languages(client, world, see, language, act):
    page = see(f"{language}/desk/institutions/{world.home}/{act}/")
    assert ("Show what would change" if language else "変更後の内容を表示する") in page.text
    if act != "add-unit":
        assert see(f"{language}/desk/units/{world.science}/{act}/")


def test_a_page_of_institutions_takes_twelve_queries_at_most(client, world, django_assert_max_num_queries, agreement):
    for address in ("/desk/institutions/", "/desk/institutions/?q=a&kind=education", f"/desk/institutions/{world.home}/"):
        with django_assert_max_num_queries(12):
            client.get(address)
