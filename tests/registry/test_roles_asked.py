"""Roles where they are asked: by every operation and query, in the database, by number (BAD_INPUTS 67, 68, 74)."""

import inspect
from datetime import date
from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from teikei.registry import operations, queries
from teikei.registry.models import Agreement, Change, Institution
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
    list_words,
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
from teikei.registry.operations.appointing import appoint, end_appointment
from teikei.registry.operations.concluding import record, revise, revise_many, split_up, undo
from teikei.registry.operations.kept import current
from teikei.registry.permissions import NotAllowed, Person
from teikei.registry.permissions.asking import Homes, decision_on
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
    survey_files,
    waiting,
)
from teikei.registry.queries import deadlines as deadline_queries
from teikei.registry.queries import drafts as draft_queries
from teikei.registry.queries import naming as name_queries
from teikei.registry.queries import proposals as proposal_queries
from teikei.registry.queries import records as record_queries
from teikei.registry.queries import tokens as token_queries
from teikei.registry.queries.scope import agreement_seen, agreement_within, within
from teikei.rules import approval
from teikei.rules.agreement import Contact
from teikei.rules.institution import Institution as Named
from teikei.rules.institution import Unit as UnitValue
from tests.people import made_person
from tests.registry.roles import NOW, agreement, renamed

pytestmark = pytest.mark.django_db


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
    "list_words.set_english": lambda by: list_words.set_english(10**6, "unit", {}, by=by, at=NOW),
    "editions.withdraw_edition_draft": lambda by: editions.withdraw_edition_draft(10**6, by=by),
    "editions.publish": lambda by: editions.publish(10**6, sha256="", by=by, at=NOW),
    "alignment.alignment": lambda by: alignment.alignment(10**6, by=by),
    "alignment.waiting_rows": lambda by: alignment.waiting_rows(10**6, None, by=by),
    "edition_drafts.edition_drafts": lambda by: edition_drafts.edition_drafts(by=by),
    "edition_drafts.edition_lines": lambda by: edition_drafts.edition_lines(by=by),
    "edition_drafts.homes_to_publish": lambda by: edition_drafts.homes_to_publish(by=by),
    "edition_drafts.edition_draft_page": lambda by: edition_drafts.edition_draft_page(10**6, by=by),
    "edition_drafts.list_of_draft": lambda by: edition_drafts.list_of_draft(10**6, by=by),
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
    "naming.add_unit": lambda by: naming.add_unit(Institution.objects.filter(is_home=True).first().pk, "新設学部", by=by, at=NOW),
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
    "proposals.proposals_to_decide": lambda by: proposal_queries.proposals_to_decide(by=by, today=NOW.date()),
    "proposals.proposals": lambda by: proposal_queries.proposals(by=by, today=NOW.date()),
    "proposals.proposal_page": lambda by: proposal_queries.proposal_page(10**6, by=by, today=NOW.date()),
    "proposals.agreement_proposed_for": lambda by: proposal_queries.agreement_proposed_for(10**6, by=by),
    "proposals.homes_with_units": lambda by: proposal_queries.homes_with_units(by=by),
    "proposals.institution_named": lambda by: proposal_queries.institution_named("x", by=by),
    "deadlines.nearest_deadlines": lambda by: deadline_queries.nearest_deadlines(by=by, today=NOW.date(), most=5),
    "survey_files.survey_file": lambda by: survey_files.survey_file(NOW.date(), "ja", by=by),
    "survey_files.year_file": lambda by: survey_files.year_file(date(2020, 5, 1), NOW.date(), "ja", by=by),
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
