"""Search as you type: institutions and units to choose from, as rows of the form that asked."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.desk.agreement_forms.filling import UNIT_LISTS, institution_beside
from teikei.desk.agreement_forms.showing import id_of
from teikei.registry.queries.naming import institutions_named, units_named

_PATH = re.compile(r"[a-z_]+(\[\d{1,3}\])?(\.[a-z_]+(\[\d{1,3}\])?){0,4}")


@require_safe
def choose_institutions(request: HttpRequest) -> HttpResponse:
    """Institutions of a name, to be ticked."""
    path, words = _asked(request)
    found = institutions_named(words, by=request.user)
    return render(
        request, "desk/parts/found_names.html", {"id": id_of(path), "path": path, "found": found, "asked": words, "what": "institutions"}
    )


@require_safe
def choose_units(request: HttpRequest) -> HttpResponse:
    """Units of the institution beside them in the form."""
    path, words = _asked(request)
    found = units_named(institution_beside(request.GET, path), words, by=request.user)
    what = "unit-list" if path.rpartition(".")[2] in UNIT_LISTS else "units"
    return render(request, "desk/parts/found_names.html", {"id": id_of(path), "path": path, "found": found, "asked": words, "what": what})


def _asked(request: HttpRequest) -> tuple[str, str]:
    given = request.GET.get("path", "")
    path = given if _PATH.fullmatch(given) else "parties[0].institution"
    return path, request.GET.get(f"{path}.find", "")[:200].replace("\x00", "")
