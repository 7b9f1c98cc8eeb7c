"""/desk/agreements/N/split/: taking a rolled-up row apart."""

from dataclasses import replace

import pytest

from teikei.registry.models import Agreement, Change
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.kept import current
from teikei.rules.agreement import Memorandum, Party, PartyUnit
from tests.registry.made import RECEIVED, made_listing

from .agreements import kept, made_agreement


@pytest.fixture
def row(world) -> int:
    """A printed row of two of our units and one of theirs."""
    parties = (
        Party(institution=world.home, units=(PartyUnit(unit=world.science, role="responsible"), PartyUnit(unit=world.letters))),
        Party(institution=world.chiang_mai, units=(PartyUnit(unit=world.faculty),)),
    )
    return kept(replace(made_agreement(world), parties=parties, rolled_up=True, memoranda=(Memorandum(id="m1"),), terms=()))[0]


def sent(world, **changes):
    fields = {
        "version": "1", "parts[0].concluded_on": "2015-11-09", "parts[0].units": [world.science, world.faculty], "parts[0].kinds": "学術交流協定",
        "parts[1].concluded_on": "2018.4.1", "parts[1].units": [world.letters, world.faculty], "parts[1].title": "学生交流覚書",
    }  # fmt: skip
    return {**fields, **changes}


def test_the_form_comes_filled_with_one_line_for_each_unit(client, row, world):
    markup = client.get(f"/desk/agreements/{row}/split/").content.decode()
    assert markup.count('value="2015-11-09"') == 2
    assert markup.count(f'name="parts[0].units" value="{world.science}" checked') == 1
    assert markup.count(f'name="parts[1].units" value="{world.letters}" checked') == 1
    assert "autofocus" in markup


def test_a_row_becomes_its_agreements_in_one_act_that_can_be_undone(client, row, world):
    response = client.post(f"/desk/agreements/{row}/split/", sent(world))
    assert response.status_code == 302, response.content.decode()
    first, second = (current(AGREEMENTS, pk)[1] for pk in Agreement.objects.order_by("pk").values_list("pk", flat=True))
    assert [one.concluded_on for one in (first, second)] == ["2015-11-09", "2018-04-01"]
    assert [[unit.unit for unit in one.parties[0].units] for one in (first, second)] == [[world.science], [world.letters]]
    assert (first.rolled_up, second.rolled_up, second.title, len(first.memoranda), len(second.memoranda)) == (
        False,
        False,
        "学生交流覚書",
        1,
        0,
    )
    batches = set(Change.objects.filter(operation="split").values_list("batch", flat=True))
    assert len(batches) == 1
    client.post("/desk/agreements/undo/", {"batch": batches.pop()})
    assert current(AGREEMENTS, row)[1].rolled_up


def test_the_provenance_stays_with_every_part(client, see):
    ingest(made_listing(), b"a document", institution="広島大学", received_at=RECEIVED)
    rolled = Agreement.objects.filter(rolled_up=True).order_by("pk").first().pk
    before = current(AGREEMENTS, rolled)[1]
    ours, theirs = ([unit.unit for unit in party.units] for party in before.parties)
    assert len(ours) == 2
    sent = {"version": "1", "parts[0].concluded_on": "2020-02-12", "parts[1].concluded_on": "2022-01-01"}
    client.post(f"/desk/agreements/{rolled}/split/", {**sent, "parts[0].units": [ours[0], *theirs], "parts[1].units": [ours[1], *theirs]})
    last = Agreement.objects.latest("pk").pk
    assert [current(AGREEMENTS, pk)[1].entries for pk in (rolled, last)] == [before.entries, before.entries]
    assert [current(AGREEMENTS, pk)[1].concluded_on for pk in (rolled, last)] == ["2020-02-12", "2022-01-01"]
    assert f"/desk/agreements/{rolled}/" in see(f"/desk/agreements/{last}/").hrefs
    assert f"/desk/agreements/{last}/" in see(f"/desk/agreements/{rolled}/").hrefs
    for address in (f"/agreements/{last}/", f"/desk/agreements/{last}/"):
        assert "デリー大学理学部" in see(address).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parts[1].units": []}, "どの協定にもありません"), ({"parts[0].concluded_on": "2016-01-01"}, "最も古い日付"),
        ({"parts[1].concluded_on": "ある日"}, "日付として読めません"), ({"parts[1].concluded_on": "2999-01-01"}, "将来の日"),
    ],
)  # fmt: skip
def test_parts_that_leave_something_out_are_refused_in_words(client, row, world, changes, words):
    response = client.post(f"/desk/agreements/{row}/split/", sent(world, **changes))
    assert words in response.content.decode()
    assert Agreement.objects.count() == 1


def test_lines_are_added_taken_out_and_put_back(client, row, world):
    def lines(**button):
        return client.post(f"/desk/agreements/{row}/split/", sent(world, **button)).content.decode().count('<fieldset class="part"')

    assert (lines(more="1"), lines(remove="0"), lines(preset="one"), lines(preset="each")) == (3, 1, 1, 2)


@pytest.mark.parametrize("version", ["", "0", "7"])
def test_bad_input_69_a_stale_split_stores_nothing(client, row, world, version):
    response = client.post(f"/desk/agreements/{row}/split/", sent(world, version=version))
    assert response.status_code == 409
    assert Agreement.objects.count() == 1


def test_a_row_that_is_known_one_by_one_is_not_split(client, world):
    number = kept(made_agreement(world))[0]
    assert client.get(f"/desk/agreements/{number}/split/").status_code == 302
