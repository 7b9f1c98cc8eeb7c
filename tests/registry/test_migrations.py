"""A registry filled by an older version…"""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from teikei.registry.models import Agreement, Span
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import current
from teikei.registry.operations.verify import verify

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
