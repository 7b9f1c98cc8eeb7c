"""The staff pages, one view file each."""

from django.urls import path

import teikei.pages.addresses  # noqa: F401 (knows "text")
from teikei.desk.doors import behind_doors
from teikei.desk.structure_urls import structure_patterns
from teikei.desk.views.accept_partners import accept_partners
from teikei.desk.views.agreement import agreement, undo_act
from teikei.desk.views.agreement_act import agreement_act, check_act, remove_memorandum
from teikei.desk.views.agreements import agreements, saved_filters
from teikei.desk.views.alignment import alignment
from teikei.desk.views.bulk import bulk
from teikei.desk.views.choose import choose_institutions, choose_units
from teikei.desk.views.edition_draft import edition_draft, english_of_list, withdraw_edition
from teikei.desk.views.editions import edition_file, editions
from teikei.desk.views.entry import entry, no_entry
from teikei.desk.views.findings import findings, judge, take_back
from teikei.desk.views.keep import keep
from teikei.desk.views.layout import layout, profile_file
from teikei.desk.views.line import line
from teikei.desk.views.login import log_in, log_out
from teikei.desk.views.partner import partner
from teikei.desk.views.partners import match_partners, partners, undo_judgment
from teikei.desk.views.people import end, people
from teikei.desk.views.raise_agreement import raise_agreement
from teikei.desk.views.reading import reading, state
from teikei.desk.views.record_agreement import check_record, record_agreement
from teikei.desk.views.sheets import export_agreements, sheet, sheets
from teikei.desk.views.split_agreement import split_agreement
from teikei.desk.views.today import today
from teikei.desk.views.tokens import tokens
from teikei.desk.views.why import why
from teikei.desk.views.withdraw import withdraw
from teikei.desk.work_urls import work_patterns

app_name = "desk"

_MEMORANDA = "agreements/<int:agreement_id>/memoranda/"

urlpatterns = behind_doors(
    app_name,
    [
        path("", today, name="today"),
        path("login/", log_in, name="log_in"),
        path("logout/", log_out, name="log_out"),
        path("why/", why, name="why"),
        path("tokens/", tokens, name="tokens"),
        path("people/", people, name="people"),
        path("people/<int:appointment_id>/end/", end, name="end_appointment"),
        path("partners/", partners, name="partners"),
        path("partners/match/", match_partners, name="match_partners"),
        path("partners/undo/", undo_judgment, name="undo_judgment"),
        path("partners/accept/", accept_partners, name="accept_partners"),
        path("partners/<int:partner_id>/", partner, name="partner"),
        *work_patterns,
        *structure_patterns,
        path("agreements/", agreements, name="agreements"),
        path("agreements/new/", record_agreement, name="record_agreement"),
        path("agreements/new/check/", check_record, name="check_record"),
        path("agreements/filters/", saved_filters, name="saved_filters"),
        path("agreements/bulk/", bulk, name="bulk"),
        path("agreements/undo/", undo_act, name="undo_act"),
        path("agreements/sheets/", sheets, name="sheets"),
        path("agreements/sheets/<int:sheet_id>/", sheet, name="sheet"),
        path("agreements/agreements.<text:form>", export_agreements, name="export_agreements"),
        path("agreements/<int:agreement_id>/", agreement, name="agreement"),
        path("agreements/<int:agreement_id>/split/", split_agreement, name="split_agreement"),
        path("agreements/<int:agreement_id>/raise/", raise_agreement, name="raise_agreement"),
        path(f"{_MEMORANDA}new/", agreement_act, {"act_name": "memorandum", "memorandum": "new"}, name="new_memorandum"),
        path(f"{_MEMORANDA}new/check/", check_act, {"act_name": "memorandum", "memorandum": "new"}, name="check_new_memorandum"),
        path(f"{_MEMORANDA}<slug:memorandum>/", agreement_act, {"act_name": "memorandum"}, name="memorandum"),
        path(f"{_MEMORANDA}<slug:memorandum>/check/", check_act, {"act_name": "memorandum"}, name="check_memorandum"),
        path(f"{_MEMORANDA}<slug:memorandum>/remove/", remove_memorandum, name="remove_memorandum"),
        path("agreements/<int:agreement_id>/<slug:act_name>/", agreement_act, name="agreement_act"),
        path("agreements/<int:agreement_id>/<slug:act_name>/check/", check_act, name="check_act"),
        path("choose/institutions/", choose_institutions, name="choose_institutions"),
        path("choose/units/", choose_units, name="choose_units"),
        path("editions/", editions, name="editions"),
        path("editions/drafts/<int:draft_id>/", edition_draft, name="edition_draft"),
        path("editions/drafts/<int:draft_id>/english/", english_of_list, name="english_of_list"),
        path("editions/drafts/<int:draft_id>/withdraw/", withdraw_edition, name="withdraw_edition"),
        path("editions/<int:edition_id>/rows/", alignment, name="alignment"),
        path("editions/<int:edition_id>/files/<text:language>/<text:file_format>", edition_file, name="edition_file"),
        path("drafts/<int:draft_id>/", reading, name="reading"),
        path("drafts/<int:draft_id>/state/", state, name="state"),
        path("drafts/<int:draft_id>/findings/", findings, name="findings"),
        path("drafts/<int:draft_id>/findings/<int:position>/", judge, name="judge"),
        path("drafts/<int:draft_id>/take-back/", take_back, name="take_back"),
        path("drafts/<int:draft_id>/entries/<int:n>/", entry, name="entry"),
        path("drafts/<int:draft_id>/entries/<int:n>/no-entry/", no_entry, name="no_entry"),
        path("drafts/<int:draft_id>/lines/<int:position>/", line, name="line"),
        path("drafts/<int:draft_id>/layout/", layout, name="layout"),
        path("drafts/<int:draft_id>/profile.toml", profile_file, name="profile"),
        path("drafts/<int:draft_id>/keep/", keep, name="keep"),
        path("drafts/<int:draft_id>/delete/", withdraw, name="withdraw"),
    ],
)
