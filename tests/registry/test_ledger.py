"""The ledger and the values beside it…"""

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from teikei.names.bilingual import Refusal
from teikei.registry.models import (
    Agreement,
    Change,
    Entry,
    Finding,
    FindingPlace,
    Institution,
    NameForm,
    OrganizationalUnit,
    Party,
    Source,
    SourceLine,
    Span,
    Territory,
)
from teikei.registry.operations import concluding
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import record, revise, revise_many, split_up, undo
from teikei.registry.operations.kept import add, change, current
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.verify import verify
from teikei.registry.queries.known import agreements_known, history_of, in_force
from teikei.registry.refusals import ChangedMeanwhile, NothingToUndo, NotSound
from teikei.rules.agreement import Agreement as Value
from teikei.rules.agreement import Closing, PartyUnit, Renewal, Term
from teikei.rules.agreement import Party as Side
from teikei.rules.held import spans
from teikei.rules.splitting import by_unit
from tests.people import made_person
from tests.registry.made import ROLLED_UP, SAMPLE, made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
FIVE_YEARS = Term(valid_from=date(2020, 4, 1), valid_to=date(2025, 3, 31))


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def home(take_in):
    take_in(made_listing(SAMPLE, rules=ROLLED_UP))
    return Institution.objects.get(is_home=True).pk


@pytest.fixture
def value(home):
    partner = Institution.objects.get(printed="カセサート大学").pk
    return Value(
        level="university", parties=(Side(institution=home), Side(institution=partner)), concluded_on="2020-04-01", terms=(FIVE_YEARS,)
    )


def titled(title):
    return lambda value: replace(value, title=title)


def test_a_recorded_agreement_holds_on_the_days_of_its_term(value, officer):
    number = record(value, by=officer, at=AT)
    held = {
        day: number in Agreement.objects.filter(in_force(day)).values_list("pk", flat=True)
        for day in (date(2020, 3, 31), date(2020, 4, 1), date(2025, 3, 31), date(2025, 4, 1))
    }
    assert list(held.values()) == [False, True, True, False]


def test_an_agreement_that_renews_itself_holds_on_after_its_term(value, officer):
    number = record(replace(value, renewal=Renewal(kind="automatic", years=5)), by=officer, at=AT)
    assert number in Agreement.objects.filter(in_force(date(2031, 1, 1))).values_list("pk", flat=True)
    assert {one.basis for one in Span.objects.filter(agreement=number)} == {"confirmed", "assumed"}


def test_an_edit_of_an_older_version_is_refused_and_changes_nothing(value, officer):
    number = record(value, by=officer, at=AT)
    revise(number, titled("first"), version=1, by=officer, at=AT)
    with pytest.raises(ChangedMeanwhile):
        revise(number, titled("second"), version=1, by=officer, at=AT)
    assert current(AGREEMENTS, number) == (2, replace(value, title="first"))


def test_a_value_that_contradicts_itself_is_refused_with_each_contradiction(value, officer):
    backwards = replace(value, terms=(Term(valid_from=date(2025, 1, 1), valid_to=date(2024, 1, 1)),), parties=value.parties[:1])
    with pytest.raises(NotSound) as refused:
        record(backwards, by=officer, at=AT)
    assert len(refused.value.problems) >= 2
    assert Agreement.objects.count() == len(SAMPLE)


def test_the_history_tells_who_changed_what_and_why(value, officer):
    number = record(value, by=officer, at=AT, reason="signed")
    revise(number, titled("学術交流協定"), version=1, by=officer, at=AT + timedelta(days=1), reason="title was missing")
    told = [(line["version"], line["who"], line["operation"], line["reason"]) for line in history_of("agreement", number)]
    assert told == [(1, "officer", "record", "signed"), (2, "officer", "revise", "title was missing")]


def test_an_edit_that_changes_nothing_leaves_no_line(value, officer):
    number = record(value, by=officer, at=AT)
    revise(number, lambda same: same, version=1, by=officer, at=AT)
    assert len(history_of("agreement", number)) == 1


def test_a_bulk_edit_is_undone_as_one(value, officer):
    numbers = [record(value, by=officer, at=AT), record(value, by=officer, at=AT)]
    revise_many(dict.fromkeys(numbers, 1), titled("bulk"), by=officer, at=AT)
    batch = Change.objects.filter(operation="revise").values_list("batch", flat=True).distinct().get()
    assert undo(batch, by=officer, at=AT) == 2
    assert [current(AGREEMENTS, number) for number in numbers] == [(3, value)] * 2


def test_undoing_is_refused_where_somebody_edited_since(value, officer):
    number = record(value, by=officer, at=AT)
    revise(number, titled("one"), version=1, by=officer, at=AT)
    batch = Change.objects.get(version=2).batch
    revise(number, titled("two"), version=2, by=officer, at=AT)
    with pytest.raises(ChangedMeanwhile):
        undo(batch, by=officer, at=AT)
    with pytest.raises(NothingToUndo):
        undo("no such act", by=officer, at=AT)


def test_undoing_a_record_closes_it_as_a_mistake_and_removes_nothing(value, officer):
    number = record(value, by=officer, at=AT)
    undo(Change.objects.get(operation="record").batch, by=officer, at=AT)
    assert current(AGREEMENTS, number)[1].closing == Closing(closed_on=date(2020, 4, 1), reason="mistaken")
    assert not Agreement.objects.filter(in_force(date(2020, 4, 1)), pk=number).exists()


def test_an_act_that_touched_an_agreement_twice_is_undone_to_what_was_before_it(value, officer):
    number = record(value, by=officer, at=AT)
    act = Act("align", AT, officer)
    change(AGREEMENTS, {number: (1, replace(value, title="first"))}, act)
    change(AGREEMENTS, {number: (2, replace(value, title="second"))}, act)
    assert undo(act.batch, by=officer, at=AT) == 1
    assert current(AGREEMENTS, number) == (4, value)


def test_an_agreement_that_an_act_added_and_then_changed_is_closed_as_a_mistake_as_it_is(value, officer):
    act = Act("align", AT, officer)
    number = add(AGREEMENTS, [value], act)[0].pk
    change(AGREEMENTS, {number: (1, replace(value, title="second"))}, act)
    undo(act.batch, by=officer, at=AT)
    assert current(AGREEMENTS, number) == (
        3,
        replace(value, title="second", closing=Closing(closed_on=date(2020, 4, 1), reason="mistaken")),
    )


def test_an_agreement_recorded_as_over_is_undone_too(value, officer):
    over = replace(value, closing=Closing(closed_on=date(2022, 1, 1), reason="cancelled"))
    number = record(over, by=officer, at=AT)
    undo(Change.objects.get(operation="record").batch, by=officer, at=AT)
    assert current(AGREEMENTS, number)[1].closing == Closing(closed_on=date(2020, 4, 1), reason="mistaken")


def test_a_split_row_keeps_its_provenance_in_every_part(home, officer):
    row = Agreement.objects.get(parties__institution__printed="デリー大学理学部")
    version, kept = current(AGREEMENTS, row.pk)
    numbers = split_up(row.pk, by_unit(kept, home), version=version, by=officer, at=AT)
    assert numbers[0] == row.pk
    assert len(numbers) == 2
    for number in numbers:
        part = current(AGREEMENTS, number)[1]
        assert (part.entries, part.rolled_up) == (kept.entries, False)
    assert {unit for number in numbers for unit in current(AGREEMENTS, number)[1].parties[0].units} == set(kept.parties[0].units)


def test_verify_finds_nothing_after_ordinary_work(value, officer, capsys):
    number = record(value, by=officer, at=AT)
    revise(number, titled("x"), version=1, by=officer, at=AT)
    call_command("verify")
    assert verify().tampering == ()


def _table(number):
    Agreement.objects.filter(pk=number).update(level="unit")


def _body(number):
    Agreement.objects.filter(pk=number).update(body=Agreement.objects.get(pk=number).body.replace("university", "unit"))


def _party(number):
    Party.objects.filter(agreement=number, position=2).delete()


def _span(number):
    Span.objects.filter(agreement=number).update(valid_to=None)


def _entry(_number):
    Entry.objects.filter(n=1).update(institution="別の大学")


def _name(_number):
    NameForm.objects.filter(text="カセサート大学").update(text="別の大学")


def _agreement(number):
    Agreement.objects.filter(pk=number).delete()


def _line(number):
    Change.objects.filter(kind="agreement", subject=number).update(reason="another")


def _lost_line(number):
    Change.objects.filter(kind="agreement", subject=number).delete()


def _lost_end(_number):
    Change.objects.filter(position=Change.objects.count()).delete()


def _version(number):
    Agreement.objects.filter(pk=number).update(version=7)


def _unit(_number):
    OrganizationalUnit.objects.filter(position=1).update(name="別の部局")


def _source(_number):
    Source.objects.update(received_from="another")


def _source_line(_number):
    SourceLine.objects.filter(position=1).update(text="another")


def _place(_number):
    Entry.objects.filter(n=1).update(line=99)


def _finding(_number):
    Finding.objects.filter(position=1).update(message_en="another")


def _finding_place(_number):
    FindingPlace.objects.filter(position=1).delete()


def _territory(_number):
    Territory.objects.filter(code="IN").update(name_en="another")


@pytest.mark.parametrize(
    "tamper",
    [
        _table, _body, _party, _span, _entry, _name, _agreement, _line, _lost_line, _lost_end, _version, _unit, _source, _source_line, _place,
        _finding, _finding_place, _territory,
    ],
)  # fmt: skip
def test_verify_finds(tamper, value, officer):
    number = record(value, by=officer, at=AT)
    tamper(number)
    assert verify().tampering
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1


@pytest.mark.parametrize("table", [Institution, OrganizationalUnit])
def test_verify_tells_of_a_party_that_was_deleted_although_agreements_name_it(table, value, officer):
    record(value, by=officer, at=AT)
    named = (
        Party.objects.latest("pk").institution_id
        if table is Institution
        else Party.units.through.objects.latest("pk").organizationalunit_id
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table._meta.db_table} WHERE id = %s", [named])
        found = {one.place for one in verify().tampering}
        transaction.set_rollback(True)
    assert {f"{'institution' if table is Institution else 'unit'} {named}", "agreement"} <= found


def test_verify_finds_a_document_that_was_altered_or_is_gone(home, sources):
    path = next(sources.iterdir())
    kept = path.read_bytes()
    path.write_bytes(kept + b" ")
    assert [one.text.en for one in verify().tampering if str(path) in one.text.en]
    path.unlink()
    assert [one.text.en for one in verify().tampering if str(path) in one.text.en]


HISTORIES = 1_000


@pytest.mark.parametrize("seed", [int(os.environ.get("TEIKEI_SEED", "20240501"))])
def test_what_was_known_and_held_equals_a_replay_of_what_was_done(home, officer, seed):
    """A thousand agreements, each with a history of its own; both axes against a list of all that was done."""
    chance = random.Random(seed)
    partners = list(Institution.objects.filter(is_home=False).values_list("pk", flat=True))
    units = list(OrganizationalUnit.objects.filter(institution=home).values_list("pk", flat=True))
    start = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=seed % 1000)
    done: list[tuple[datetime, int, Value]] = [(datetime(2024, 6, 3, tzinfo=UTC), pk, value) for pk, value in agreements_known().items()]
    made = [_random_value(chance, home, partners, units) for _ in range(HISTORIES)]
    held = {row.pk: value for row, value in zip(add(AGREEMENTS, made, Act("record", start, officer)), made, strict=True)}
    done += [(start, pk, value) for pk, value in held.items()]
    for step in range(1, 6):
        at = start + timedelta(days=step)
        changed = {pk: _edited(chance, held[pk], partners, units) for pk in chance.sample(sorted(held), HISTORIES // 3)}
        change(AGREEMENTS, {pk: (None, value) for pk, value in changed.items()}, Act("revise", at, officer))
        held |= changed
        done += [(at, pk, value) for pk, value in changed.items()]
    for at in [start - timedelta(hours=1), *(start + timedelta(days=step, hours=chance.choice([-1, 0, 1])) for step in range(7))]:
        replayed = {pk: value for when, pk, value in done if when <= at}
        assert agreements_known(at) == replayed
    for day in (date(1990, 1, 1), *(date(chance.randint(1995, 2040), chance.randint(1, 12), chance.randint(1, 28)) for _ in range(6))):
        now = agreements_known()
        holding = {
            pk
            for pk, value in now.items()
            if any(span.valid_from <= day and (span.valid_to is None or day <= span.valid_to) for span in spans(value))
        }
        assert set(Agreement.objects.filter(in_force(day)).values_list("pk", flat=True)) == holding


def _random_value(chance, home, partners, units):
    begins = date(chance.randint(1990, 2023), chance.randint(1, 12), chance.randint(1, 28))
    ours = tuple(PartyUnit(unit=unit) for unit in chance.sample(units, chance.randint(0, min(2, len(units)))))
    terms = (Term(valid_from=begins, valid_to=begins + timedelta(days=chance.randint(1, 4000))),) if chance.random() < 0.7 else ()
    return Value(
        level=chance.choice(["unit", "university"]), parties=(Side(institution=home, units=ours), Side(institution=chance.choice(partners))),
        concluded_on=begins.isoformat()[: chance.choice([4, 7, 10])], terms=terms,
        renewal=Renewal(kind=chance.choice(["unknown", "none", "procedure", "automatic"]), years=chance.choice([None, 1, 5])),
    )  # fmt: skip


def _edited(chance, value, partners, units):
    choice = chance.randint(0, 3)
    if choice == 0:
        return replace(value, closing=Closing(closed_on=date(chance.randint(1995, 2035), 4, 1), reason="expired"))
    if choice == 1:
        last = value.terms[-1].valid_to if value.terms else None
        return replace(value, terms=(*value.terms, Term(valid_from=last + timedelta(days=1)))) if last else value
    if choice == 2:
        return replace(value, closing=None, title=chance.choice(["", "あ", "b"]))
    return replace(value, parties=(value.parties[0], Side(institution=chance.choice(partners))))


def test_nothing_is_stored_where_an_edit_refuses(value, officer):
    def refuse(_value):
        raise Refusal("no", "否")

    number = record(value, by=officer, at=AT)
    before = Change.objects.count()
    with pytest.raises(Refusal, match="no"):
        revise(number, refuse, version=1, by=officer, at=AT)
    assert Change.objects.count() == before
    assert concluding.kept_values([number])[number] == (1, value)
