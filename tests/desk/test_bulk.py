"""/desk/agreements/bulk/: many changed together, with preview and undo."""

from dataclasses import replace
from datetime import date

import pytest

from teikei.registry.models import Agreement, Change
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import current
from teikei.rules.agreement import Renewal, Term

from .agreements import kept, made_agreement


@pytest.fixture
def three(world) -> list[int]:
    base = replace(made_agreement(world), renewal=Renewal(kind="procedure"))
    return kept(base, base, replace(base, terms=()))


def test_the_preview_shows_each_before_and_after_and_stores_nothing(client, three):
    markup = client.post("/desk/agreements/bulk/", {"agreement": three, "edit": "level", "level": "university"}).content.decode()
    assert markup.count("部局間") >= 3
    assert markup.count("大学間") >= 3
    assert Change.objects.filter(operation="bulk").count() == 0


def test_what_was_previewed_is_done_as_one_act_and_undone_as_one(client, see, three):
    preview = client.post("/desk/agreements/bulk/", {"agreement": three, "edit": "renew", "years": "5"}).content.decode()
    assert "終わりのある確定した期間がない" in preview
    rows = [f"{pk}:1" for pk in three[:2]]
    assert all(f'value="{row}"' in preview for row in rows)
    assert f'value="{three[2]}:1"' not in preview
    response = client.post("/desk/agreements/bulk/", {"agreement": three, "edit": "renew", "years": "5", "row": rows, "confirmed": "1"})
    assert response.status_code == 302
    assert current(AGREEMENTS, three[0])[1].terms[1] == Term(valid_from=date(2020, 11, 9), valid_to=date(2025, 11, 8))
    assert Agreement.objects.get(pk=three[2]).version == 1
    batch = Change.objects.filter(operation="bulk").values_list("batch", flat=True).distinct().get()
    assert batch in client.get("/desk/agreements/").content.decode()
    client.post("/desk/agreements/undo/", {"batch": batch})
    assert [len(current(AGREEMENTS, pk)[1].terms) for pk in three] == [1, 1, 0]


@pytest.mark.parametrize(
    ("edit", "fields", "words"),
    [
        ("close", {"closed_on": "2024-03-31", "reason": "cancelled"}, "解約"), ("kinds", {"kinds": "学生交流"}, "学生交流"),
        ("contents", {"contents": ["1", "10"]}, "学生の交流"), ("renewal", {"renewal.kind": "automatic", "renewal.years": "3"}, "自動更新"),
        ("close", {"closed_on": "いつか"}, "日付として読めません"), ("renew", {"years": "0"}, "1から100"), ("unit", {"unit": "999"}, "何を変更するか"),
    ],
)  # fmt: skip
def test_each_edit_says_what_it_would_do(client, three, edit, fields, words):
    assert words in client.post("/desk/agreements/bulk/", {"agreement": three, "edit": edit, **fields}).content.decode()


def test_a_responsible_unit_is_added_to_all(client, three, world):
    rows = [f"{pk}:1" for pk in three]
    client.post("/desk/agreements/bulk/", {"agreement": three, "edit": "unit", "unit": world.medicine, "row": rows, "confirmed": "1"})
    units = current(AGREEMENTS, three[0])[1].parties[0].units
    assert [(unit.unit, unit.role) for unit in units] == [(world.science, "responsible"), (world.medicine, "responsible")]


def test_bad_input_69_one_changed_meanwhile_stops_all(client, three):
    rows = [f"{three[0]}:1", f"{three[1]}:7"]
    client.post("/desk/agreements/bulk/", {"agreement": three, "edit": "level", "level": "university", "row": rows, "confirmed": "1"})
    assert [Agreement.objects.get(pk=pk).version for pk in three] == [1, 1, 1]


def test_all_of_a_result_may_be_chosen(client, three):
    markup = client.post("/desk/agreements/bulk/", {"all": "1", "query": "level=unit"}).content.decode()
    assert all(f'name="agreement" value="{pk}"' in markup for pk in three)


@pytest.mark.parametrize("sent", [{}, {"agreement": "x"}, {"agreement": "9" * 40}, {"agreement": "999", "edit": "level"}, {"query": "%00"}])
def test_nothing_ticked_changes_nothing(client, three, sent):
    assert client.post("/desk/agreements/bulk/", sent).status_code in (200, 302)
    assert Change.objects.filter(operation="bulk").count() == 0
