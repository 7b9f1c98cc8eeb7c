"""Roles where they are asked: by every operation and query, in the database, by number (BAD_INPUTS 67, 68, 74)."""

import inspect
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from teikei import admin
from teikei.registry import operations, queries
from teikei.registry.models import Agreement, Appointment, Change
from teikei.registry.operations import (
    annotating,
    attaching,
    deadlines,
    deciding,
    desk_drafts,
    drafts,
    editions,
    exchanging,
    institutions,
    judging,
    keeping,
    matching,
    naming,
    proposals,
    raising,
    records,
    restoring,
    sheets,
    tokens,
    trying,
)
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.appointing import AlreadyAppointed, AlreadyEnded, NotAppointed, appoint, end_appointment
from teikei.registry.operations.concluding import NoSuchAgreement, record, revise, revise_many, split_up, undo
from teikei.registry.operations.kept import current
from teikei.registry.operations.verify import verify
from teikei.registry.permissions import NotAllowed, Person
from teikei.registry.permissions.asking import Homes, decision_on
from teikei.registry.permissions.decide import Office, OfList, Subject
from teikei.registry.permissions.declared import OPERATIONS, QUERIES, door_of_operation, door_of_query
from teikei.registry.permissions.spec import ACTION_SPECS, ACTIONS, ROLES
from teikei.registry.queries import (
    acts,
    alignment,
    edition_drafts,
    exchanged,
    kept_agreements,
    known_agreements,
    one_agreement,
    open_agreements,
    papers,
    partners,
    people,
    structure,
    survey,
    waiting,
)
from teikei.registry.queries import deadlines as deadline_queries
from teikei.registry.queries import drafts as draft_queries
from teikei.registry.queries import naming as name_queries
from teikei.registry.queries import proposals as proposal_queries
from teikei.registry.queries import records as record_queries
from teikei.registry.queries import tokens as token_queries
from teikei.registry.queries.scope import agreement_seen, agreement_within, within
from teikei.registry.refusals import ChangedMeanwhile, NothingToUndo
from teikei.rules import approval
from teikei.rules.agreement import Amendment, Contact, Exchange, Link, Memorandum, PartyUnit, plain
from teikei.rules.institution import Institution as Named
from teikei.rules.institution import Unit as UnitValue
from tests.people import LONG_AGO, made_person
from tests.registry.roles import NOW, Places, agreement, made_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> Places:
    return made_places()


@pytest.fixture
def editor(places) -> User:
    """Who keeps the unit-level agreements of one unit and of what sits inside it."""
    return made_person("editor", "unit-editor", unit=places.own, level="unit")


def renamed(value):
    return replace(value, title="新")


# Declared -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("package", "door_of"), [(operations, door_of_operation), (queries, door_of_query)])
def test_every_public_function_declares_its_door(package, door_of) -> None:
    undeclared = []
    for module in iter_modules(package.__path__):
        loaded = import_module(f"{package.__name__}.{module.name}")
        for name, made in inspect.getmembers(loaded, inspect.isfunction):
            if made.__module__ == loaded.__name__ and not name.startswith("_") and door_of(module.name, name) is None:
                undeclared.append(f"{module.name}.{name}")
    assert undeclared == []


@pytest.mark.parametrize(("package", "declared"), [(operations, OPERATIONS), (queries, QUERIES)])
def test_no_door_is_declared_of_a_function_that_there_is_not(package, declared) -> None:
    for name in declared:
        module, _, function = name.partition(".")
        assert callable(getattr(import_module(f"{package.__name__}.{module}"), function)), name


# Each takes who asks; what follows the door does not matter, and mostly fails.
CALLS = {
    "appointing.appoint": lambda by: appoint("nobody", "viewer", by=by, at=NOW),
    "appointing.end_appointment": lambda by: end_appointment(10**6, by=by, at=NOW),
    "concluding.record": lambda by: record(agreement(3, 1), by=by, at=NOW),
    "concluding.revise": lambda by: revise(10**6, renamed, version=None, by=by, at=NOW),
    "concluding.revise_many": lambda by: revise_many({10**6: None}, renamed, by=by, at=NOW),
    "concluding.split_up": lambda by: split_up(10**6, [], version=1, by=by, at=NOW),
    "concluding.undo": lambda by: undo("none", by=by, at=NOW),
    "deciding.decide": lambda by: deciding.decide(10**6, [10**6], "ours", by=by, at=NOW),
    "deciding.undo_decided": lambda by: deciding.undo_decided(10**6, "x", by=by, at=NOW),
    "deciding.decide_waiting": lambda by: deciding.decide_waiting(10**6, "ours", by=by, at=NOW),
    "editions.draft_edition": lambda by: editions.draft_edition(1, "unit", NOW.date(), by=by, at=NOW),
    "editions.withdraw_edition_draft": lambda by: editions.withdraw_edition_draft(10**6, by=by),
    "editions.publish": lambda by: editions.publish(10**6, sha256="", by=by, at=NOW),
    "alignment.alignment": lambda by: alignment.alignment(10**6, by=by),
    "alignment.waiting_rows": lambda by: alignment.waiting_rows(10**6, None, by=by),
    "edition_drafts.edition_drafts": lambda by: edition_drafts.edition_drafts(by=by),
    "edition_drafts.edition_lines": lambda by: edition_drafts.edition_lines(by=by),
    "edition_drafts.homes_to_publish": lambda by: edition_drafts.homes_to_publish(by=by),
    "edition_drafts.edition_draft_page": lambda by: edition_drafts.edition_draft_page(10**6, by=by),
    "edition_drafts.rows_waiting": lambda by: edition_drafts.rows_waiting(by=by),
    "desk_drafts.keep_form": lambda by: desk_drafts.keep_form("agreement/new", 0, {}, by=by, at=NOW),
    "desk_drafts.forget_form": lambda by: desk_drafts.forget_form("x", by=by),
    "desk_drafts.form_draft": lambda by: desk_drafts.form_draft("x", by=by),
    "desk_drafts.form_drafts": lambda by: desk_drafts.form_drafts(by=by),
    "desk_drafts.save_filter": lambda by: desk_drafts.save_filter("", "", by=by),
    "desk_drafts.delete_filter": lambda by: desk_drafts.delete_filter("x", by=by),
    "desk_drafts.hand_in_sheet": lambda by: desk_drafts.hand_in_sheet(b"", "x", by=by, at=NOW),
    "desk_drafts.sheet_draft": lambda by: desk_drafts.sheet_draft(10**6, by=by),
    "desk_drafts.forget_sheet": lambda by: desk_drafts.forget_sheet(10**6, by=by),
    "naming.add_institution": lambda by: naming.add_institution("新設大学", by=by, at=NOW),
    "naming.add_unit": lambda by: naming.add_unit(1, "新設学部", by=by, at=NOW),
    "raising.raise_level": lambda by: raising.raise_level(10**6, lambda value: (value, value), version=1, by=by, at=NOW),
    "sheets.take_in_sheet": lambda by: sheets.take_in_sheet({}, [], by=by, at=NOW),
    "acts.last_act": lambda by: acts.last_act(by=by, at=NOW),
    "kept_agreements.desk_page": lambda by: kept_agreements.desk_page(kept_agreements.Wanted(as_of=NOW.date()), by=by),
    "kept_agreements.every_row": lambda by: list(kept_agreements.every_row(kept_agreements.Wanted(as_of=NOW.date()), by=by)),
    "known_agreements.known_page": lambda by: known_agreements.known_page(kept_agreements.Wanted(as_of=NOW.date()), NOW.date(), by=by),
    "known_agreements.known_rows": lambda by: list(known_agreements.known_rows(kept_agreements.Wanted(as_of=NOW.date()), NOW.date(), by=by)),
    "kept_agreements.numbers_of": lambda by: kept_agreements.numbers_of(kept_agreements.Wanted(as_of=NOW.date()), by=by),
    "kept_agreements.rows_by_number": lambda by: kept_agreements.rows_by_number([1], as_of=NOW.date(), by=by),
    "naming.institutions_named": lambda by: name_queries.institutions_named("x", by=by),
    "naming.units_named": lambda by: name_queries.units_named(1, "x", by=by),
    "naming.home_institutions": lambda by: name_queries.home_institutions(by=by),
    "naming.institutions_by_key": lambda by: name_queries.institutions_by_key(["x"], by=by),
    "naming.units_by_key": lambda by: name_queries.units_by_key(1, "x", by=by),
    "one_agreement.kept_agreement": lambda by: one_agreement.kept_agreement(10**6, by=by),
    "one_agreement.current_value": lambda by: one_agreement.current_value(10**6, by=by),
    "one_agreement.value_at_version": lambda by: one_agreement.value_at_version(10**6, 1, by=by),
    "one_agreement.changed_by": lambda by: one_agreement.changed_by(10**6, 1, by=by),
    "waiting.waiting": lambda by: waiting.waiting(NOW.date(), by=by),
    "annotating.add_part": lambda by: annotating.add_part(10**6, "contacts", Contact(name="x"), version=None, by=by, at=NOW),
    "annotating.add_note": lambda by: annotating.add_note(10**6, "x", version=None, by=by, at=NOW),
    "annotating.take_away": lambda by: annotating.take_away(10**6, "contacts", 0, shown="", version=None, by=by, at=NOW),
    "attaching.attach": lambda by: attaching.attach(10**6, b"x", "x.txt", version=None, by=by, at=NOW),
    "attaching.detach": lambda by: attaching.detach(10**6, "x", version=None, by=by, at=NOW),
    "deadlines.leave_alone": lambda by: deadlines.leave_alone(10**6, "end", NOW.date(), reason="", by=by, at=NOW),
    "deadlines.add_address": lambda by: deadlines.add_address(None, "", "ja", by=by, at=NOW),
    "deadlines.remove_address": lambda by: deadlines.remove_address(10**6, by=by, at=NOW),
    "deadlines.make_calendar": lambda by: deadlines.make_calendar(None, label="x", language="ja", by=by, at=NOW),
    "deadlines.revoke_calendar": lambda by: deadlines.revoke_calendar(10**6, by=by, at=NOW),
    "proposals.save_draft": lambda by: proposals.save_draft(approval.Proposal(kind="new"), by=by, at=NOW),
    "proposals.propose": lambda by: proposals.propose(10**6, version=None, by=by, at=NOW),
    "proposals.decide": lambda by: proposals.decide(10**6, "x", "approved", on=NOW.date(), version=None, by=by, at=NOW),
    "proposals.withdraw": lambda by: proposals.withdraw(10**6, version=None, by=by, at=NOW),
    "proposals.conclude": lambda by: proposals.conclude(10**6, concluded_on=NOW.date(), version=None, by=by, at=NOW),
    "deadlines.coming_deadlines": lambda by: deadline_queries.coming_deadlines(by=by, today=NOW.date()),
    "deadlines.comes": lambda by: deadline_queries.comes(1, "end", NOW.date(), by=by, today=NOW.date()),
    "deadlines.left_alone": lambda by: deadline_queries.left_alone(by=by),
    "deadlines.last_sent": lambda by: deadline_queries.last_sent(by=by),
    "deadlines.addresses": lambda by: deadline_queries.addresses(by=by),
    "deadlines.calendars": lambda by: deadline_queries.calendars(by=by),
    "deadlines.units_to_remind": lambda by: deadline_queries.units_to_remind(by=by),
    "papers.papers_of": lambda by: papers.papers_of(10**6, by=by),
    "papers.document_for_staff": lambda by: papers.document_for_staff(10**6, "x", by=by),
    "papers.documents_with": lambda by: papers.documents_with("x", by=by),
    "proposals.proposals": lambda by: proposal_queries.proposals(by=by, today=NOW.date()),
    "proposals.proposal_page": lambda by: proposal_queries.proposal_page(10**6, by=by, today=NOW.date()),
    "proposals.agreement_proposed_for": lambda by: proposal_queries.agreement_proposed_for(10**6, by=by),
    "proposals.homes_with_units": lambda by: proposal_queries.homes_with_units(by=by),
    "proposals.institution_named": lambda by: proposal_queries.institution_named("x", by=by),
    "survey.survey_page": lambda by: survey.survey_page(NOW.date(), by=by),
    "survey.year_page": lambda by: survey.year_page(date(2020, 5, 1), NOW.date(), by=by),
    "survey.survey": lambda by: survey.survey(NOW.date(), by=by),
    "survey.yearly": lambda by: survey.yearly(NOW.date(), NOW.date(), by=by),
    "drafts.stage": lambda by: drafts.stage(b"", "x", by=by, at=NOW),
    "drafts.withdraw": lambda by: drafts.withdraw(10**6, by=by),
    "drafts.read_again": lambda by: drafts.read_again(10**6, "", by=by, at=NOW),
    "drafts.accept": lambda by: drafts.accept(10**6, 1, by=by, at=NOW),
    "drafts.correct": lambda by: drafts.correct(10**6, 1, 0, ["x"], by=by, at=NOW),
    "drafts.dismiss": lambda by: drafts.dismiss(10**6, 1, "", by=by, at=NOW),
    "drafts.undo": lambda by: drafts.undo(10**6, "x", by=by),
    "drafts.correct_entry": lambda by: drafts.correct_entry(10**6, 1, {}, by=by, at=NOW),
    "institutions.add_institution": lambda by: institutions.add_institution(Named(names=()), by=by, at=NOW),
    "institutions.add_unit": lambda by: institutions.add_unit(UnitValue(institution=1, names=()), by=by, at=NOW),
    "institutions.revise_institution": lambda by: institutions.revise_institution(10**6, renamed, version=None, by=by, at=NOW),
    "institutions.revise_unit": lambda by: institutions.revise_unit(10**6, renamed, version=None, by=by, at=NOW),
    "institutions.succeed_units": lambda by: institutions.succeed_units([10**6], [], on=NOW.date(), kind="merged", by=by, at=NOW),
    "institutions.succeed_institutions": lambda by: institutions.succeed_institutions([1], [], on=NOW.date(), kind="merged", by=by, at=NOW),
    "institutions.absorb_units": lambda by: institutions.absorb_units([10**6], 10**6, by=by, at=NOW),
    "institutions.absorb_institutions": lambda by: institutions.absorb_institutions([10**6], 10**6, by=by, at=NOW),
    "restoring.restore": lambda by: restoring.restore("x", by=by, at=NOW),
    "trying.effect": lambda by: trying.effect(lambda: None, institutions=[], units=[], day=NOW.date(), by=by),
    "acts.last_restructuring": lambda by: acts.last_restructuring(by=by, at=NOW),
    "structure.institution_list": lambda by: structure.institution_list("x", by=by),
    "structure.kept_institution": lambda by: structure.kept_institution(10**6, day=NOW.date(), by=by),
    "structure.kept_unit": lambda by: structure.kept_unit(10**6, day=NOW.date(), by=by),
    "structure.unit_values": lambda by: structure.unit_values(1, by=by),
    "structure.last_of": lambda by: structure.last_of("x", by=by),
    "drafts.take_out_entry": lambda by: drafts.take_out_entry(10**6, 1, "x", by=by, at=NOW),
    "drafts.add_entry": lambda by: drafts.add_entry(10**6, 1, {}, "x", by=by, at=NOW),
    "drafts.line_of": lambda by: draft_queries.line_of(None, 1, by=by),
    "drafts.place_before": lambda by: draft_queries.place_before(None, None, by=by),
    "judging.choose": lambda by: judging.choose(10**6, "05gzceg21", by=by, at=NOW),
    "judging.set_aside": lambda by: judging.set_aside(10**6, "none", by=by, at=NOW),
    "judging.accept_above": lambda by: judging.accept_above(0.9, mark="", by=by, at=NOW),
    "judging.undo": lambda by: judging.undo(10**6, by=by, at=NOW),
    "judging.undo_batch": lambda by: judging.undo_batch("x", by=by, at=NOW),
    "keeping.keep_draft": lambda by: keeping.keep_draft(10**6, institution="本学", level="unit", as_of=None, by=by, at=NOW),
    "matching.find_candidates": lambda by: matching.find_candidates(by=by, at=NOW),
    "records.refresh_records": lambda by: records.refresh_records(by=by, at=NOW),
    "drafts.drafts_waiting": lambda by: draft_queries.drafts_waiting(by=by),
    "drafts.draft_head": lambda by: draft_queries.draft_head(1, by=by),
    "drafts.reading_page": lambda by: draft_queries.reading_page(None, 1, by=by),
    "drafts.entry_of": lambda by: draft_queries.entry_of(None, 1, by=by),
    "drafts.findings_page": lambda by: draft_queries.findings_page(None, page=1, only_open=False, by=by),
    "drafts.decided_by_hand": lambda by: draft_queries.decided_by_hand(None, by=by),
    "partners.queue_counts": lambda by: partners.queue_counts(by=by),
    "partners.queue_page": lambda by: partners.queue_page("open", page=1, by=by),
    "partners.around": lambda by: partners.around(1, "open", by=by),
    "partners.next_in": lambda by: partners.next_in("open", 1, by=by),
    "partners.partner_page": lambda by: partners.partner_page(1, by=by),
    "partners.last_step": lambda by: partners.last_step(by=by, at=NOW),
    "partners.preview_above": lambda by: partners.preview_above(0.9, by=by),
    "partners.matching_state": lambda by: partners.matching_state(by=by),
    "records.records_found": lambda by: record_queries.records_found("x", "", by=by, at=NOW),
    "people.people_page": lambda by: people.people_page(by=by, day=NOW.date()),
    "people.appointment_subject": lambda by: people.appointment_subject(10**6, by=by, day=NOW.date()),
    "people.agreement_subject": lambda by: people.agreement_subject(10**6, by=by, day=NOW.date()),
    "people.why_page": lambda by: people.why_page("desk.open", None, by=by, day=NOW.date()),
    "exchanging.take_in_copy": lambda by: exchanging.take_in_copy(10**6, b"", by=by, at=NOW),
    "exchanged.copies_of": lambda by: exchanged.copies_of(10**6, by=by),
    "exchanged.both_copies": lambda by: exchanged.both_copies(10**6, as_of=NOW.date(), by=by),
    "exchanged.comparison": lambda by: exchanged.comparison(10**6, as_of=NOW.date(), by=by),
    "open_agreements.agreement_history": lambda by: open_agreements.agreement_history(10**6, by=by),
    "tokens.make_token": lambda by: tokens.make_token("x", ["read"], by=by, at=NOW),
    "tokens.revoke_token": lambda by: tokens.revoke_token(10**6, by=by, at=NOW),
    "tokens.own_tokens": lambda by: token_queries.own_tokens(by=by),
    "scope.within": lambda by: within("agreement.read", by=by),
    "scope.agreement_within": lambda by: agreement_within("agreement.read", by=by),
    "scope.agreement_seen": lambda by: agreement_seen(10**6, by=by),
}  # fmt: skip
# What these ask first: whether there is anything at all for the person.
SCOPED = {
    "people.agreement_subject": "desk.open", "people.why_page": "desk.open", "scope.within": "desk.open", "scope.agreement_within": "desk.open",
    "scope.agreement_seen": "agreement.read",
}  # fmt: skip
ASKED = {name: SCOPED.get(name, door) for name, door in {**OPERATIONS, **QUERIES}.items() if door in ACTIONS or door == "SCOPED"}


def passes(ask, by: Person) -> bool:
    """Whether somebody comes past the door, whatever waits behind it."""
    try:
        with transaction.atomic():
            ask(by)
    except NotAllowed:
        return False
    except Exception:
        return True
    return True


def test_every_operation_and_query_that_asks_is_tried() -> None:
    assert set(CALLS) == set(ASKED)


def test_every_operation_and_query_lets_in_the_roles_that_the_table_names_and_nobody_else(places, tmp_path, settings) -> None:
    settings.TEIKEI_AUTHORITY = ""
    asking: dict[str | None, Person] = {role: made_person(f"all-{role}", role) for role in ROLES}
    made_person("gone", "officer")
    User.objects.filter(username="gone").update(is_active=False)
    asking["switched off"] = User.objects.get(username="gone")
    asking["nothing"], asking["nobody"] = made_person("teacher", None), AnonymousUser()
    cells, wrong = 0, []
    for name, action in ASKED.items():
        for role, person in asking.items():
            expected = role in ACTION_SPECS[action].roles
            cells += 1
            if passes(CALLS[name], person) != expected:
                wrong.append((name, role, expected))
    assert wrong == []
    assert cells == len(CALLS) * (len(ROLES) + 3)


# Agreements × roles × scopes ------------------------------------------------------------------------------------------

WRITES = {
    "agreement.revise": lambda by, pk, _places: revise(pk, renamed, version=None, by=by, at=NOW),
    "agreement.split": lambda by, pk, _places: split_up(pk, [], version=1, by=by, at=NOW),
    "agreement.undo": lambda by, pk, _places: undo(Change.objects.get(kind="agreement", subject=pk).batch, by=by, at=NOW),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_agreement_is_hidden_shown_or_open_to_change_as_the_scope_says(places, role) -> None:
    """route × role × object, objects: own unit, inside it, shared, another's, other level, another institution, missing."""
    scopes = {
        "everything": ({}, set(places.agreements)),
        "institution": ({"institution": places.home}, set(places.agreements) - {"foreign"}),
        "unit": ({"unit": places.own}, {"own", "inner", "shared", "own-university"}),
        "unit at its level": ({"unit": places.own, "level": "unit"}, {"own", "inner", "shared"}),
        "kind": ({"kinds": ("学術交流",)}, {"own", "other"}),
    }
    for number, (scope, inside) in enumerate(scopes.values()):
        by = made_person(f"p{number}", role, **scope)
        for name, pk in [*places.agreements.items(), ("missing", 10**6)]:
            reads = name in inside and role in ACTION_SPECS["agreement.read"].roles
            writes = name in inside and role in ACTION_SPECS["agreement.revise"].roles
            seen = agreement_seen(pk, by=by) if role in ACTION_SPECS["agreement.read"].roles else None
            assert (seen is not None) == reads, (scope, name)
            assert people.agreement_subject(pk, by=by, day=NOW.date()) is not None or not reads
            if writes:
                with transaction.atomic():
                    assert revise(pk, renamed, version=None, by=by, at=NOW) > 1
                    transaction.set_rollback(True)
            elif role in ACTION_SPECS["agreement.revise"].roles:
                with pytest.raises(Agreement.DoesNotExist):  # hidden and missing look the same
                    revise(pk, renamed, version=None, by=by, at=NOW)
            else:
                with pytest.raises(NotAllowed):
                    revise(pk, renamed, version=None, by=by, at=NOW)


def test_the_filter_of_tables_gives_what_asking_one_by_one_gives(places) -> None:
    scopes = [
        {}, {"institution": places.home}, {"institution": places.elsewhere}, {"unit": places.own}, {"unit": places.inner},
        {"unit": places.other, "level": "unit"}, {"level": "university"}, {"kinds": ("学術交流",)}, {"unit": places.own, "kinds": ("学生交流",)},
        {"unit": places.foreign},
    ]  # fmt: skip
    homes, values = Homes(), {row.pk: current(AGREEMENTS, row.pk)[1] for row in Agreement.objects.all()}
    for number, (role, scope) in enumerate(product(ROLES, scopes)):
        by = made_person(f"p{number}", role, **scope)
        for action in ("agreement.read", "agreement.revise"):
            one_by_one = {
                pk for pk, value in values.items() if decision_on(by, action, homes.agreement(value, timezone.localdate())).allowed
            }  # fmt: skip
            assert set(Agreement.objects.filter(within(action, by=by)).values_list("pk", flat=True)) == one_by_one, (role, scope)


# 67: the number of another unit, wherever it may stand -------------------------------------------------------------------


def with_unit(value, unit, role="participating"):
    ours, *others = value.parties
    return replace(value, parties=(replace(ours, units=(*ours.units, PartyUnit(unit=unit, role=role))), *others))


FOREIGN = {
    "as a party's unit": lambda value, places: with_unit(value, places.other),
    "in an exchange of a memorandum": lambda value, places: replace(
        value,
        memoranda=(
            Memorandum(
                id="m", kind="student-exchange",
                exchanges=(Exchange(sending=places.home, receiving=places.partner, sending_units=(places.other,)),),
            ),
        ),
    ),
    "in what an amendment brings": lambda value, places: replace(
        value, amendments=(Amendment(effective_on=date(2020, 4, 1), changes={"parties": plain(with_unit(value, places.other).parties)}),)
    ),
    "with a contact": lambda value, places: replace(value, contacts=(Contact(name="a", unit=places.other),)),
    "of another institution of ours": lambda value, places: replace(
        value, parties=(*value.parties, type(value.parties[0])(institution=places.elsewhere, units=(PartyUnit(unit=places.foreign),)))
    ),
    "raised to the level that is not theirs": lambda value, _places: replace(value, level="university"),
}  # fmt: skip


@pytest.mark.parametrize("where", FOREIGN)
def test_bad_input_67_the_number_of_another_unit_in_what_is_sent_changes_nothing(places, editor, where) -> None:
    pk = places.agreements["own"]
    before, lines = current(AGREEMENTS, pk), Change.objects.count()
    with pytest.raises(NotAllowed):
        revise(pk, lambda value: FOREIGN[where](value, places), version=None, by=editor, at=NOW)
    with pytest.raises(NotAllowed):
        record(FOREIGN[where](agreement(places.partner, places.home, places.own), places), by=editor, at=NOW)
    assert (current(AGREEMENTS, pk), Change.objects.count()) == (before, lines)
    # The same by somebody in whose scope it lies is taken.
    assert revise(pk, lambda value: FOREIGN[where](value, places), version=None, by=made_person("officer"), at=NOW) == 2


def test_bad_input_67_another_units_agreement_in_a_bulk_list_stops_all_of_it(places, editor) -> None:
    lines = Change.objects.count()
    chosen = {places.agreements["own"]: None, places.agreements["other"]: None}
    with pytest.raises(Agreement.DoesNotExist):
        revise_many(chosen, renamed, by=editor, at=NOW)
    assert Change.objects.count() == lines


def test_bad_input_67_a_link_to_a_hidden_agreement_is_refused_as_one_to_none(places, editor) -> None:
    words = []
    for target in (places.agreements["foreign"], 10**6):
        with pytest.raises(NoSuchAgreement) as refused:
            revise(
                places.agreements["own"], lambda value, to=target: replace(value, links=(Link(kind="supersedes", agreement=to),)),
                version=None, by=editor, at=NOW,
            )  # fmt: skip
        words.append(refused.value.text.en.replace(str(target), "N"))
    assert words[0] == words[1] == "There is no agreement N to link to. Nothing was stored."


def test_bad_input_67_an_act_on_other_units_cannot_be_undone_by_its_batch(places, editor) -> None:
    officer = made_person("officer")
    revise_many(dict.fromkeys([places.agreements["other"]]), renamed, by=officer, at=NOW)
    hidden = Change.objects.latest("position").batch
    for batch in (hidden, "no such batch"):
        with pytest.raises(NothingToUndo):
            undo(batch, by=editor, at=NOW)
    revise_many(dict.fromkeys([places.agreements["own"], places.agreements["university"]]), renamed, by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        undo(Change.objects.latest("position").batch, by=editor, at=NOW)


def test_a_unit_that_is_not_theirs_stays_in_a_shared_agreement(places, editor) -> None:
    pk = places.agreements["shared"]
    revise(pk, renamed, version=None, by=editor, at=NOW)

    def alone(value):
        ours, *others = value.parties
        return replace(value, parties=(replace(ours, units=ours.units[:1]), *others))

    with pytest.raises(NotAllowed):
        revise(pk, alone, version=None, by=editor, at=NOW)
    assert len(current(AGREEMENTS, pk)[1].parties[0].units) == 2


def test_what_is_hidden_from_an_editor_survives_a_save(places) -> None:
    """A reader of the parts for units is needed to see them; whoever edits without, neither sees nor loses them."""
    pk, officer = places.agreements["own"], made_person("officer")
    viewer = made_person("viewer", "viewer")
    seen = agreement_seen(pk, by=viewer)
    assert seen is not None
    assert [paper.name for paper in seen.value.documents] == ["public.pdf", "staff.pdf"]
    assert seen.value.notes == ()
    given = []
    revise(pk, lambda value: given.append(value) or renamed(value), version=None, by=officer, at=NOW)
    assert len(given[0].documents) == 3
    assert len(current(AGREEMENTS, pk)[1].notes) == 1


# Appointing -----------------------------------------------------------------------------------------------------------


def test_appointing_and_ending_stand_in_the_ledger_and_verify(places) -> None:
    chief = made_person("chief", "administrator")
    made_person("taro", None)
    pk = appoint("taro", "unit-editor", unit=places.own, level="unit", reason="人事異動", by=chief, at=NOW)
    end_appointment(pk, version=1, reason="退職", by=chief, at=NOW)
    lines = Change.objects.filter(kind="appointment", subject=pk).order_by("version")
    assert [(line.operation, line.who, line.reason, line.version) for line in lines] == [
        ("appoint", "chief", "人事異動", 1), ("end appointment", "chief", "退職", 2),
    ]  # fmt: skip
    # The documents that the made agreements name are not there, which is told, too.
    assert [one for one in verify().tampering if not one.place.startswith("document ")] == []
    Appointment.objects.filter(pk=pk).update(role="administrator")
    assert [one.place for one in verify().tampering if not one.place.startswith("document ")] == [f"appointment {pk}"]


def test_an_appointment_ends_at_once_and_what_was_looked_at_has_to_be_current(places) -> None:
    chief, taro = made_person("chief", "administrator"), made_person("taro", "viewer")
    pk = Appointment.objects.get(person=taro).pk
    now = timezone.now()
    assert partners.queue_counts(by=User.objects.get(username="taro"))
    with pytest.raises(ChangedMeanwhile):
        end_appointment(pk, version=7, by=chief, at=now)
    end_appointment(pk, version=1, by=chief, at=now)
    with pytest.raises(NotAllowed):
        partners.queue_counts(by=User.objects.get(username="taro"))
    with pytest.raises(AlreadyEnded):
        end_appointment(pk, version=2, by=chief, at=now)


def test_an_operation_asks_anew_even_of_somebody_who_was_asked_before(places) -> None:
    officer = made_person("officer")
    assert partners.queue_counts(by=officer)
    end_appointment(Appointment.objects.get(person=officer).pk, by=None, at=NOW)
    with pytest.raises(NotAllowed):
        drafts.stage(b"x", "x", by=officer, at=timezone.now())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "nobody"}, "There is no account nobody"),
        ({"role": "owner"}, "no such role"),
        ({"level": "all"}, "no level"),
        ({"valid_from": date(2024, 5, 1), "valid_to": date(2024, 4, 1)}, "before the first"),
        ({"institution": 10**6}, "no such institution or unit of ours"),
        ({"unit": 10**6}, "no such institution or unit of ours"),
    ],
)
def test_nobody_is_appointed_to_what_there_is_not(places, given, words) -> None:
    made_person("taro", None)
    with pytest.raises(NotAppointed) as refused:
        appoint(**({"name": "taro", "role": "viewer"} | given), by=None, at=NOW)
    assert words in refused.value.text.en
    assert not Appointment.objects.exists()


def test_a_partner_has_no_scope_and_nobody_is_appointed_twice(places) -> None:
    made_person("taro", "viewer", unit=places.own)
    with pytest.raises(NotAppointed):
        appoint("taro", "viewer", institution=places.partner, by=None, at=NOW)
    with pytest.raises(NotAppointed):
        appoint("taro", "viewer", institution=places.home, unit=places.own, by=None, at=NOW)
    with pytest.raises(AlreadyAppointed):
        appoint("taro", "viewer", unit=places.own, by=None, at=NOW)
    assert appoint("taro", "viewer", unit=places.other, by=None, at=NOW)


def test_an_administrator_of_an_institution_appoints_within_it(places) -> None:
    chief = made_person("chief", "administrator", institution=places.home)
    made_person("taro", None)
    assert appoint("taro", "unit-editor", unit=places.inner, by=chief, at=NOW)
    assert appoint("taro", "officer", institution=places.home, by=chief, at=NOW)
    for scope in ({}, {"institution": places.elsewhere}, {"unit": places.foreign}, {"unit": 10**6}):
        with pytest.raises(NotAllowed):
            appoint("taro", "viewer", **scope, by=chief, at=NOW)
    page = people.people_page(by=chief, day=timezone.localdate())
    assert {one.name for one in page.standing} == {"chief", "taro"}
    assert [name for _, name in page.scopes] == ["本学", "工学部", "理学部", "電気工学科"]
    assert not page.everything


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "owner"}, {"level": "all"}, {"valid_to": date(1999, 1, 1)}, {"ended_on": date(1999, 1, 1)}, {"both": True},
    ],
)  # fmt: skip
def test_the_database_itself_takes_no_appointment_that_cannot_be(places, changed) -> None:
    taro = made_person("taro", None)
    sound = {"body": "{}", "person": taro, "role": "viewer", "level": "both", "valid_from": LONG_AGO}
    if changed.pop("both", False):
        changed = {"institution_id": places.home, "unit_id": places.own}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**sound | changed)
    Appointment.objects.create(**sound)


def test_the_command_appoints_within_a_unit_by_its_name(places, capsys) -> None:
    made_person("taro", None)
    asked = [
        "appoint",
        "taro",
        "unit-editor",
        "--unit",
        "工学部",
        "--level",
        "unit",
        "--from",
        "2024-04-01",
        "--to",
        "2025-03-31",
        "--kind",
        "学術交流",
    ]
    assert admin.run(asked) == 0
    assert capsys.readouterr().out == "taro is appointed: unit editor.\n"
    one = Appointment.objects.get()
    assert (one.role, one.unit_id, one.level, one.valid_from, one.valid_to) == (
        "unit-editor", places.own, "unit", date(2024, 4, 1), date(2025, 3, 31),
    )  # fmt: skip
    assert Change.objects.get(kind="appointment").who == "teikei-admin"
    assert admin.run(["appoint", "taro", "viewer", "--unit", "どこか学部"]) == 2
    assert "knows no such unit" in capsys.readouterr().err
    assert admin.run(["appoint", "taro", "viewer", "--from", "soon"]) == 2
    assert "--from soon: not a day" in capsys.readouterr().err


def test_whose_list_it_becomes_is_asked_when_it_is_kept(places) -> None:
    officer = made_person("officer", institution=places.home, level="unit")
    subjects: dict[str, Subject] = {
        "own": keeping._subject("本学", "unit"), "level": keeping._subject("本学", "university"),
        "other": keeping._subject("分校大学", "unit"), "new": keeping._subject("新設大学", "unit"), "partner": keeping._subject("ボン大学", "unit"),
    }  # fmt: skip
    taken = {name: decision_on(officer, "list.take-in", subject).allowed for name, subject in subjects.items()}
    assert taken == {"own": True, "level": False, "other": False, "new": False, "partner": False}
    assert decision_on(made_person("all"), "list.take-in", subjects["new"]).allowed


def test_a_door_is_never_asked_about_somewhere(places) -> None:
    from teikei.registry.permissions import require

    with pytest.raises(TypeError, match="say to which"):
        require(made_person("officer"), "agreement.revise")
    assert decision_on(AnonymousUser(), "partner.read", Office()).allowed is False
    assert decision_on(AnonymousUser(), "list.take-in", OfList()).allowed is False


def test_who_could_use_the_desk_before_is_an_officer_after_migrating() -> None:
    step = import_module("teikei.registry.migrations.0006_roles")
    kinds = ContentType.objects.get(app_label="registry", model="draft")
    keeping_lists = Permission.objects.create(codename="keep_list", content_type=kinds, name="Can take in, correct and keep lists")
    User.objects.create_user("staff", is_staff=True)
    User.objects.create_user("left", is_staff=True, is_active=False)
    User.objects.create_user("root", is_superuser=True)
    User.objects.create_user("given").user_permissions.add(keeping_lists)
    group = Group.objects.create(name="office")
    group.permissions.add(keeping_lists)
    User.objects.create_user("member").groups.add(group)
    User.objects.create_user("teacher")
    step.appoint_those_who_kept_lists(apps, None)
    given = Appointment.objects.order_by("person__username", "pk").values_list("person__username", "role")
    assert list(given) == [
        ("given", "officer"), ("member", "officer"), ("root", "officer"), ("root", "administrator"), ("staff", "officer"),
    ]  # fmt: skip
    assert verify().tampering == ()
    assert partners.queue_counts(by=User.objects.get(username="given"))
    assert not Permission.objects.filter(codename="keep_list").exists()
    pk = Appointment.objects.get(person__username="staff").pk
    end_appointment(pk, version=1, by=None, at=timezone.now())  # its value is one that the program reads and writes
    assert verify().tampering == ()
