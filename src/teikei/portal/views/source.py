"""A source document, line by line."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.registry.queries.sources import source_page


@require_safe
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """The window of lines that holds ?line=, the first where the parameter is missing or no line."""
    line = request.GET.get("line", "")
    number = int(line) if re.fullmatch("[0-9]{1,9}", line) else 1
    page = source_page(source_id, line=number, sheet=request.GET.get("sheet", "").replace("\x00", ""))
    if page is None:
        raise Http404
    return render(request, "portal/source.html", {"page": page})
