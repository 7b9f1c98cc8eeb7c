"""Addresses of the desk's work around agreements: documents, people, checks, proposals, reminders, the survey.

They stand before the addresses of agreements themselves, whose last part is any word.
"""

from django.urls import path

import teikei.pages.addresses  # noqa: F401 (knows "text")
from teikei.desk.views.checks import checks
from teikei.desk.views.documents import document_file, document_search, documents
from teikei.desk.views.iia import iia
from teikei.desk.views.people_of import people_of
from teikei.desk.views.proposal import proposal
from teikei.desk.views.proposals import proposals
from teikei.desk.views.propose import edit_proposal, new_proposal
from teikei.desk.views.reminders import calendars, reminded, reminders
from teikei.desk.views.survey import survey, yearly

work_patterns = [
    path("documents/", document_search, name="document_search"),
    path("agreements/<int:agreement_id>/documents/", documents, name="documents"),
    path("agreements/<int:agreement_id>/documents/<text:sha256>/", document_file, name="document_file"),
    path("agreements/<int:agreement_id>/people/", people_of, name="people_of"),
    path("agreements/<int:agreement_id>/checks/", checks, name="checks"),
    path("agreements/<int:agreement_id>/iia/", iia, name="iia"),
    path("proposals/", proposals, name="proposals"),
    path("proposals/new/", new_proposal, name="new_proposal"),
    path("proposals/<int:proposal_id>/", proposal, name="proposal"),
    path("proposals/<int:proposal_id>/edit/", edit_proposal, name="edit_proposal"),
    path("reminders/", reminders, name="reminders"),
    path("reminders/addresses/", reminded, name="reminded"),
    path("reminders/calendars/", calendars, name="calendars"),
    path("survey/", survey, name="survey"),
    path("yearly/", yearly, name="yearly"),
]
