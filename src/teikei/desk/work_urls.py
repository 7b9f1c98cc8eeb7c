"""Addresses of the desk's work around agreements: documents, people, checks, proposals, reminders, the survey.

They stand before the addresses of agreements themselves, whose last part is any word.
"""

from django.urls import path

from teikei.desk.views.checks import checks
from teikei.desk.views.documents import document_file, document_search, documents
from teikei.desk.views.people_of import people_of

work_patterns = [
    path("documents/", document_search, name="document_search"),
    path("agreements/<int:agreement_id>/documents/", documents, name="documents"),
    path("agreements/<int:agreement_id>/documents/<str:sha256>/", document_file, name="document_file"),
    path("agreements/<int:agreement_id>/people/", people_of, name="people_of"),
    path("agreements/<int:agreement_id>/checks/", checks, name="checks"),
]
