"""Agreements out as a sheet, and a sheet in: looked at first, then taken in as one act."""

import itertools
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teikei.desk.agreement_address import table_address
from teikei.desk.agreement_forms.columns import cells_of, columns_for, head_of
from teikei.desk.agreement_forms.sheet import SheetRead, read_sheet
from teikei.desk.doors import tell
from teikei.desk.uploads import too_large
from teikei.desk.words import numbers_in, said_changes, said_value
from teikei.lists.read.limited import rows_limited
from teikei.lists.write.sheet import sheet_csv, sheet_xlsx
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.desk_drafts import forget_sheet, hand_in_sheet, sheet_draft
from teikei.registry.operations.sheets import take_in_sheet
from teikei.registry.queries.kept_agreements import every_row
from teikei.registry.queries.known_agreements import known_rows
from teikei.registry.queries.one_agreement import names_by_number, names_of

SHOWN = 200
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


@require_safe
def export_agreements(request: HttpRequest, form: str) -> HttpResponse:
    """What the table shows, all of it, as a sheet that can be edited and taken in again."""
    if form not in _TYPES:
        raise Http404
    address = table_address(request.GET, timezone.localdate())
    known_on, wanted = address.known_on, address.wanted
    rows = list(known_rows(wanted, known_on, by=request.user) if known_on else every_row(wanted, by=request.user))
    names = names_of(row.value for row in rows)
    columns = columns_for(max((len(row.value.parties) for row in rows), default=0))
    head = [head_of(column, page_language()) for column in columns]
    body = (cells_of(row.id, row.version, row.value, names, columns) for row in rows)
    content = sheet_xlsx(_("Agreements"), head, body) if form == "xlsx" else sheet_csv(head, body)
    answer = HttpResponse(content, content_type=_TYPES[form])
    answer["Content-Disposition"] = (
        f'attachment; filename="agreements-{wanted.as_of.isoformat()}{f"-known-{known_on}" if known_on else ""}.{form}"'
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Hand in a sheet; what it would do is shown next."""
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if too_large(request):
            wrong = _("The file is larger than the desk takes. Hand in the sheet alone.")
        elif file is None:
            wrong = _("Choose a file.")
        else:
            content = file.read()
            try:
                rows_limited(content, file.name or "")
                number = hand_in_sheet(content, file.name or "", by=request.user, at=timezone.now())
                return redirect("desk:sheet", sheet_id=number)
            except Refusal as refusal:
                wrong = refusal.text.to(page_language())
    return render(request, "desk/sheets.html", {"wrong": wrong}, status=413 if too_large(request) else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """What a sheet would change, row by row; taken in where the person says so. With faults nothing is."""
    found = sheet_draft(sheet_id, by=request.user)
    if found is None:
        raise Http404
    if "forget" in request.POST:
        forget_sheet(sheet_id, by=request.user)
        return redirect("desk:sheets")
    now = timezone.now()
    name, content = found
    try:
        read = read_sheet(rows_limited(content, name), now=now, by=request.user)
        if request.method == "POST" and not read.faults and (read.changed or read.new):
            changed, added = take_in_sheet(
                read.changed, read.new, by=request.user, at=now, reason=request.POST.get("reason", "")[:1000] or name
            )
            forget_sheet(sheet_id, by=request.user)
            messages.success(
                request,
                _("Taken in: %(changed)s changed, %(added)s new. All of it can be put back.") % {"changed": changed, "added": added},
            )
            return redirect("desk:agreements")
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("desk:sheets")
    return render(request, "desk/sheet.html", _context(sheet_id, name, read))


def _context(sheet_id: int, name: str, read: SheetRead) -> dict[str, Any]:
    language = page_language()
    changes = [change for _number, _value, found in read.differences for change in found]
    names = names_by_number(*numbers_in(changes))
    new_names = names_of(read.new[:SHOWN])
    return {
        "sheet": sheet_id, "name": name, "read": read, "faults": read.faults[:SHOWN], "more_faults": max(0, len(read.faults) - SHOWN),
        "changed": [
            (number, said_changes(found, names, language)) for number, _value, found in itertools.islice(read.differences, SHOWN)
        ],
        "more_changed": max(0, len(read.differences) - SHOWN),
        "new": [
            (" · ".join(said_value("institution", party.institution, new_names, language) for party in value.parties), value)
            for value in read.new[:SHOWN]
        ],
        "more_new": max(0, len(read.new) - SHOWN),
    }  # fmt: skip
