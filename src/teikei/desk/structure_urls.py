"""Addresses of institutions and units at the desk."""

from django.urls import path

from teikei.desk.views.institutions import institution, institutions, new_institution, undo_structure, unit
from teikei.desk.views.structure_act import check_structure, structure_act

_INSTITUTION = "institutions/<int:institution_id>/"
_UNIT = "units/<int:unit_id>/"

structure_patterns = [
    path("institutions/", institutions, name="institutions"),
    path("institutions/new/", new_institution, name="new_institution"),
    path("institutions/undo/", undo_structure, name="undo_structure"),
    path(_INSTITUTION, institution, name="institution"),
    path(f"{_INSTITUTION}<slug:act_name>/", structure_act, name="institution_act"),
    path(f"{_INSTITUTION}<slug:act_name>/check/", check_structure, name="check_institution_act"),
    path(_UNIT, unit, name="unit"),
    path(f"{_UNIT}<slug:act_name>/", structure_act, name="unit_act"),
    path(f"{_UNIT}<slug:act_name>/check/", check_structure, name="check_unit_act"),
]
