"""The door of every public function of registry.operations and registry.queries. One that is not named here fails a test.

An action: the function asks it of `by` before anything else. TERMINAL: for somebody at a terminal of the server, who needs no
account. INNER: a step of others, or for programs; no page calls it. PUBLIC: what anybody may see or do. OWN: about the own
login. SCOPED: gives only what whoever asks may see.
"""

from collections.abc import Mapping
from typing import Final, Literal

from teikei.registry.permissions.spec import Action

Plain = Literal["INNER", "TERMINAL", "PUBLIC", "OWN", "SCOPED"]

_WHOLE: Final[Mapping[str, Plain]] = {
    "agreement_rows": "INNER", "agreements": "INNER", "aligned_rows": "INNER", "aligning": "INNER", "edition_files": "INNER",
    "edition_lines": "INNER", "verify_editions": "TERMINAL", "appointment_rows": "INNER", "documents": "INNER", "ingest": "TERMINAL",
    "institution_rows": "INNER", "judged": "INNER", "judgment_files": "TERMINAL", "keepable": "INNER", "kept": "INNER",
    "ledger": "INNER", "logins": "OWN", "names": "INNER", "printed": "INNER", "readings": "INNER", "search_names": "INNER",
    "shown": "INNER", "territories": "INNER", "verify": "TERMINAL",
}  # fmt: skip

OPERATIONS: Final[Mapping[str, Action | Plain]] = {
    "appointing.appoint": "people.appoint",
    "appointing.end_appointment": "people.appoint",
    "appointing.scope_of": "INNER",
    "concluding.record": "agreement.record",
    "concluding.revise": "agreement.revise",
    "concluding.revise_many": "agreement.revise",
    "concluding.split_up": "agreement.split",
    "concluding.undo": "agreement.undo",
    "concluding.kept_values": "INNER",
    "concluding.seen_values": "INNER",
    "concluding.refuse_foreign": "INNER",
    "concluding.refuse_unsound": "INNER",
    "desk_drafts.keep_form": "desk.open",
    "desk_drafts.forget_form": "desk.open",
    "desk_drafts.form_draft": "desk.open",
    "desk_drafts.form_drafts": "desk.open",
    "desk_drafts.save_filter": "desk.open",
    "desk_drafts.delete_filter": "desk.open",
    "desk_drafts.hand_in_sheet": "desk.open",
    "desk_drafts.sheet_draft": "desk.open",
    "desk_drafts.forget_sheet": "desk.open",
    "naming.add_institution": "partner.judge",
    "naming.add_unit": "unit.revise",
    "raising.raise_level": "agreement.revise",
    "sheets.take_in_sheet": "agreement.revise",
    "deciding.decide": "list.take-in",
    "deciding.decide_waiting": "list.take-in",
    "deciding.decide_all": "INNER",
    "editions.draft_edition": "edition.draft",
    "editions.withdraw_edition_draft": "edition.draft",
    "editions.publish": "edition.publish",
    "editions.prepared": "INNER",
    "editions.of_list": "INNER",
    "drafts.stage": "list.take-in",
    "drafts.withdraw": "list.take-in",
    "drafts.read_again": "list.take-in",
    "drafts.accept": "list.take-in",
    "drafts.correct": "list.take-in",
    "drafts.dismiss": "list.take-in",
    "drafts.undo": "list.take-in",
    "drafts.correct_entry": "list.take-in",
    "drafts.take_out_entry": "list.take-in",
    "drafts.add_entry": "list.take-in",
    "drafts.corrections_of": "INNER",
    "drafts.clear": "INNER",
    "institutions.add_institution": "partner.judge",
    "institutions.add_unit": "unit.revise",
    "institutions.revise_institution": "unit.revise",
    "institutions.revise_unit": "unit.revise",
    "institutions.succeed_units": "unit.revise",
    "institutions.succeed_institutions": "unit.revise",
    "institutions.absorb_units": "unit.revise",
    "institutions.absorb_institutions": "unit.revise",
    "judging.choose": "partner.judge",
    "judging.set_aside": "partner.judge",
    "judging.accept_above": "partner.judge",
    "judging.undo": "partner.judge",
    "judging.undo_batch": "partner.judge",
    "judging.settle": "INNER",
    "judging.entered": "INNER",
    "judging.judgment_text": "INNER",
    "keeping.keep_draft": "list.take-in",
    "matching.find_candidates": "partner.judge",
    "people.create_user": "TERMINAL",
    "records.refresh_records": "partner.judge",
    "records.keep_records": "INNER",
    "records.known_record": "INNER",
}

QUERIES: Final[Mapping[str, Action | Plain]] = {
    "acts.last_act": "agreement.undo",
    "kept_agreements.desk_page": "agreement.read",
    "kept_agreements.every_row": "agreement.read",
    "kept_agreements.numbers_of": "agreement.read",
    "kept_agreements.rows_by_number": "agreement.read",
    "kept_agreements.matching_agreements": "INNER",
    "kept_agreements.has_status": "INNER",
    "kept_agreements.without": "INNER",
    "one_agreement.end_of_day": "INNER",
    "one_agreement.names_of": "INNER",
    "one_agreement.names_by_number": "INNER",
    "naming.institutions_named": "desk.open",
    "naming.units_named": "desk.open",
    "naming.home_institutions": "desk.open",
    "naming.institutions_by_key": "desk.open",
    "naming.units_by_key": "desk.open",
    "one_agreement.kept_agreement": "agreement.read",
    "one_agreement.current_value": "agreement.read",
    "one_agreement.value_at_version": "agreement.read",
    "one_agreement.changed_by": "agreement.read",
    "waiting.waiting": "desk.open",
    "alignment.alignment": "list.read",
    "alignment.waiting_rows": "list.read",
    "alignment.effect": "INNER",
    "edition_drafts.edition_drafts": "edition.read",
    "edition_drafts.edition_lines": "edition.read",
    "edition_drafts.homes_to_publish": "edition.read",
    "edition_drafts.edition_draft_page": "edition.read",
    "edition_drafts.rows_waiting": "edition.read",
    "drafts.drafts_waiting": "list.read",
    "drafts.draft_head": "list.read",
    "drafts.reading_page": "list.read",
    "drafts.entry_of": "list.read",
    "drafts.line_of": "list.read",
    "drafts.place_before": "list.read",
    "drafts.findings_page": "list.read",
    "drafts.decided_by_hand": "list.read",
    "drafts.place_text": "INNER",
    "partners.queue_counts": "partner.read",
    "partners.queue_page": "partner.read",
    "partners.around": "partner.read",
    "partners.next_in": "partner.read",
    "partners.partner_page": "partner.read",
    "partners.last_step": "partner.read",
    "partners.preview_above": "partner.read",
    "partners.matching_state": "partner.read",
    "partners.partners_of": "INNER",
    "partners.judgment_line": "INNER",
    "records.records_found": "partner.read",
    "records.record_shown": "INNER",
    "people.people_page": "people.read",
    "people.appointment_subject": "people.read",
    "people.agreement_subject": "SCOPED",
    "people.why_page": "SCOPED",
    "people.home_of_name": "TERMINAL",
    "people.unit_of_name": "TERMINAL",
    "scope.within": "SCOPED",
    "scope.agreement_seen": "SCOPED",
}

# Whole modules of queries: what the public pages show, and what programs ask.
_WHOLE_QUERIES: Final[Mapping[str, Plain]] = {
    "agreements": "PUBLIC", "arranging": "INNER", "computed": "INNER", "differences": "INNER", "editions": "PUBLIC", "held": "INNER", "findings": "PUBLIC", "institutions": "PUBLIC", "known": "INNER", "overview": "PUBLIC",
    "publication": "PUBLIC", "published": "PUBLIC", "rows": "PUBLIC", "search": "PUBLIC", "sources": "PUBLIC",
}  # fmt: skip


def door_of_operation(module: str, function: str) -> Action | Plain | None:
    """What it takes to call that operation; None where nobody declared it."""
    return OPERATIONS.get(f"{module}.{function}") or _WHOLE.get(module)


def door_of_query(module: str, function: str) -> Action | Plain | None:
    """What it takes to ask that query; None where nobody declared it."""
    return QUERIES.get(f"{module}.{function}") or _WHOLE_QUERIES.get(module)
