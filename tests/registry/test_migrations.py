"""A registry filled by an older version…"""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from teikei.registry.models import Agreement, Derivation, Span
from teikei.registry.operations import agreement_rows
from teikei.registry.operations.agreement_rows import AGREEMENTS, derive_by_rules
from teikei.registry.operations.kept import current
from teikei.registry.operations.verify import verify
from tests.desk.agreements import kept, made_agreement, made_world

TODAY = date(2026, 4, 1)
BEFORE = [("registry", "0003_judgments_of_partners")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_has_whole_values_and_a_ledger_that_agrees_after_migrating():
    try:
        old = migrate(BEFORE)
        of = {
            name: old.get_model("registry", name)
            for name in ("Territory", "Institution", "NameForm", "OrganizationalUnit", "Agreement", "Party")
        }
        of["Territory"].objects.get_or_create(code="TH", defaults={"name_ja": "タイ", "name_en": "Thailand"})
        home = of["Institution"].objects.create(printed="本学", key="本学", is_home=True)
        of["NameForm"].objects.create(institution=home, text="本学", language="ja")
        partner = of["Institution"].objects.create(printed="チェンマイ大学", key="ちぇんまい大学", territory_id="TH")
        of["NameForm"].objects.create(institution=partner, text="チェンマイ大学", language="ja")
        unit = of["OrganizationalUnit"].objects.create(institution=home, name="工学部", key="工学部", position=1)
        kept = of["Agreement"].objects.create(
            level="unit",
            concluded_on=date(2015, 11, 1),
            precision="month",
            valid_to="2025-10-31",
            key="old",
            sort_key="ちぇんまい大学",
            rolled_up=False,
        )
        kept.territories.add("TH")
        of["Party"].objects.create(agreement=kept, institution=home, position=1).units.add(unit)
        of["Party"].objects.create(agreement=kept, institution=partner, position=2)
    finally:
        call_command("migrate", verbosity=0)
    value = current(AGREEMENTS, kept.pk)[1]
    assert (value.concluded_on, value.parties[0].units[0].unit, value.terms[0].valid_to) == ("2015-11", unit.pk, date(2025, 10, 31))
    assert Span.objects.get().valid_to == date(2025, 10, 31)
    assert Agreement.objects.get().parties.count() == 2
    assert verify().tampering == ()


@pytest.fixture
def without_spans(db):
    """An agreement of which rows are missing, as an older version of the program would leave it."""
    number = kept(made_agreement(made_world()))[0]
    derive_by_rules(TODAY)
    Span.objects.all().delete()
    return number


def test_is_left_as_it_is_where_the_rules_of_deriving_are_the_same(without_spans):
    call_command("migrate", verbosity=0)
    assert Span.objects.count() == 0


def test_is_derived_anew_once_where_these_rules_have_changed(without_spans, monkeypatch):
    monkeypatch.setattr(agreement_rows, "RULES", agreement_rows.RULES + 1)
    call_command("migrate", verbosity=0)
    assert set(Span.objects.values_list("agreement", flat=True)) == {without_spans}
    assert derive_by_rules(TODAY) == 0


def test_is_derived_anew_after_that_was_interrupted(without_spans, monkeypatch):
    Derivation.objects.all().delete()
    monkeypatch.setattr(agreement_rows, "refresh", interrupted)
    with pytest.raises(KeyboardInterrupt):
        derive_by_rules(TODAY)
    monkeypatch.undo()
    assert derive_by_rules(TODAY) == 1
    assert set(Span.objects.values_list("agreement", flat=True)) == {without_spans}


def interrupted(*_):
    raise KeyboardInterrupt
