"""A registry filled by an older version…"""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from teikei.registry.models import Agreement, AgreementKind, AgreementLink, AttachedDocument, Deadline, Derivation, Span
from teikei.registry.models import Memorandum as Memoranda
from teikei.registry.models import Party as Parties
from teikei.registry.operations import agreement_rows
from teikei.registry.operations.agreement_rows import AGREEMENTS, afterwards, derive_by_rules, end_words
from teikei.registry.operations.kept import current, refresh
from teikei.registry.operations.verify import verify
from teikei.rules.agreement import Closing, DocumentRef, Link, Memorandum, Party, PartyUnit
from teikei.rules.held import spans
from teikei.rules.reminders import undecided
from tests.desk.agreements import kept, made_agreement, made_world
from tests.rules.agreements import Maker

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


# The number of the rules, and a digest of what they derive from values that never change. Where this fails because the rules derive
# something else, raise RULES, or registries that are kept stay as they were; where only Maker makes other values, leave it.
RULES_AND_DIGEST = (1, "2e85a089cea13d21")


@pytest.mark.django_db
def test_the_rules_have_a_new_number_when_something_else_follows_from_the_same_values():
    made = [Maker(number).agreement() for number in range(1, 1_000_000, 1_999)]
    derived = [(spans(one), end_words(one), afterwards(one), undecided(one, date(2020, 1, 1), date(2032, 1, 1))) for one in made]
    world = made_world()
    closed = Closing(closed_on=date(2019, 4, 1), reason="cancelled")
    memorandum = Memorandum(
        id="m1",
        kind="student-exchange",
        title="覚書",
        terms=made_agreement(world).terms,
        documents=(DocumentRef(sha256="0" * 64, name="覚書.pdf"),),
    )
    rich = made_agreement(world, kinds=("framework",), memoranda=(memorandum,), links=(Link(kind="supersedes", agreement=1),))
    french = Party(institution=world.orleans)
    sides = (rich.parties[1], Party(institution=world.home, units=(PartyUnit(unit=world.letters, printed="文學部"),)), french)
    numbers = kept(rich, replace(rich, parties=sides, closing=closed, concluded_on="2015-11", rolled_up=True, listed_end="5年"))
    refresh(AGREEMENTS, numbers, TODAY)
    for number in numbers:
        row = Agreement.objects.get(pk=number)
        derived += [getattr(row, name) for name in AGREEMENTS.derived]
        derived += [sorted(row.territories.values_list("code", flat=True))]
        for table in (Parties, Span, AgreementKind, AgreementLink, Memoranda, Deadline, AttachedDocument):
            columns = [one.name for one in table._meta.concrete_fields if not one.primary_key and not one.is_relation]
            derived += sorted(table.objects.filter(agreement=number).values_list(*columns), key=repr)
    assert (agreement_rows.RULES, hashlib.sha256(repr(derived).encode()).hexdigest()[:16]) == RULES_AND_DIGEST
