"""Many agreements changed together: choose, look at each before and after, then do it. It can be undone as one."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teikei.desk.agreement_address import table_address
from teikei.desk.agreement_forms.bulk import EDITS, SPECS, Edit, edit_of, numbers_in, read_edit
from teikei.desk.agreement_forms.showing import Node, Shown, nodes
from teikei.desk.agreement_forms.spec import Part
from teikei.desk.doors import tell
from teikei.desk.words import numbers_in as numbers_mentioned
from teikei.desk.words import said_changes
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.concluding import revise_many
from teikei.registry.queries.kept_agreements import MOST_AT_ONCE, DeskRow, numbers_of, rows_by_number
from teikei.registry.queries.naming import home_institutions, units_named
from teikei.registry.queries.one_agreement import Names, names_by_number
from teikei.rules.agreement import Agreement
from teikei.rules.difference import FieldChange, difference
from teikei.rules.problems import brought, problems

_NO_NAMES = Names({}, {})


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """What was ticked, and an edit to choose; with an edit its preview; with the preview confirmed it is done."""
    sent, now = request.POST, timezone.now()
    today = timezone.localdate(now)
    numbers = _numbers(request, today)
    back = reverse("desk:agreements") + (f"?{table_address(QueryDict(sent.get('query', '')), today).query()}" if sent.get("query") else "")
    if not numbers or len(numbers) > MOST_AT_ONCE:
        tell(request, _none_or_too_many(len(numbers)))
        return redirect(back)
    rows = rows_by_number(numbers, as_of=today, by=request.user)
    name = sent.get("edit", "")
    context: dict[str, Any] = {"rows": rows, "back": back, "query": sent.get("query", ""), "numbers": [row.id for row in rows]}
    if name not in EDITS:
        return render(request, "desk/bulk.html", {**context, "edits": _edits(request)})
    read = read_edit(name, sent)
    units = {
        unit: home for home in home_institutions(by=request.user) for unit in [one.id for one in units_named(home, "", by=request.user)]
    }
    chosen = sent.get("unit", "")
    unit_of = (int(chosen), units[int(chosen)]) if chosen.isdecimal() and len(chosen) < 16 and int(chosen) in units else None
    try:
        edit = edit_of(name, read, unit_of=unit_of, today=today)
    except Refusal as refusal:
        tell(request, refusal)
        return render(request, "desk/bulk.html", {**context, "edits": _edits(request, name)})
    if sent.get("confirmed") and _do(request, edit, now):
        return redirect(back)
    previews, good = _preview(rows, edit, today)
    fields = [(key, value) for key, found in sent.lists() if key not in _CONTROLS for value in found]
    return render(
        request, "desk/bulk_preview.html",
        {**context, "previews": previews, "good": good, "edit": EDITS[name].to(page_language()), "fields": fields},
    )  # fmt: skip


_CONTROLS = frozenset({"csrfmiddlewaretoken", "agreement", "all", "row", "confirmed"})


def _numbers(request: HttpRequest, today: date) -> list[int]:
    sent = request.POST
    if sent.get("all"):
        return numbers_of(table_address(QueryDict(sent.get("query", "")), today).wanted, by=request.user)
    return numbers_in(sent.getlist("agreement"))


def _none_or_too_many(number: int) -> Refusal:
    if not number:
        return Refusal("Nothing was changed: tick the agreements first.", "変更していません。先に協定を選んでください。")
    return Refusal(
        f"Nothing was changed: at most {MOST_AT_ONCE} agreements can be changed together. Narrow the filter.",
        f"変更していません。一度に変更できるのは{MOST_AT_ONCE}件までです。絞り込んでください。",
    )


def _edits(request: HttpRequest, chosen: str = "") -> list[tuple[str, str, list[Node], bool]]:
    """Each edit with its fields."""
    language = page_language()
    units = [one for home in home_institutions(by=request.user) for one in units_named(home, "", by=request.user)]
    made = []
    for name, words in EDITS.items():
        spec: tuple[Part, ...] = SPECS[name]
        drawn = nodes(spec, {}, Shown(names=_NO_NAMES, language=language))
        if name == "unit":
            drawn[0].options = [(str(one.id), one.name, False) for one in units]
        made.append((name, words.to(language), drawn, name == chosen))
    return made


def _preview(rows: list[DeskRow], edit: Edit, today: date) -> tuple[list[dict[str, Any]], list[DeskRow]]:
    """Each row with what would change, or why it would not."""
    tried: list[tuple[DeskRow, tuple[FieldChange, ...], str]] = []
    for row in rows:
        new, refusal = _tried(row.value, edit, today)
        tried.append((row, difference(row.value, new) if new else (), refusal))
    changes = [change for _, found, _ in tried for change in found]
    names = names_by_number(*numbers_mentioned(changes))
    language = page_language()
    previews = [{"row": row, "changes": said_changes(found, names, language), "refusal": refusal} for row, found, refusal in tried]
    return previews, [row for row, found, _ in tried if found]


def _tried(value: Agreement, edit: Edit, today: date) -> tuple[Agreement | None, str]:
    try:
        new = edit(value)
    except Refusal as refusal:
        return None, refusal.text.to(page_language())
    wrong = brought(problems(new, today), problems(value, today))
    return (None, " ".join(problem.text.to(page_language()) for problem in wrong)) if wrong else (new, "")


def _do(request: HttpRequest, edit: Edit, now: Any) -> bool:
    """Change the rows that the preview showed, at the versions that it showed."""
    versions = {
        int(match[1]): int(match[2]) for text in request.POST.getlist("row") if (match := re.fullmatch(r"([0-9]{1,15}):([0-9]{1,9})", text))
    }
    if not versions or len(versions) > MOST_AT_ONCE:
        return False
    try:
        changed = revise_many(versions, edit, by=request.user, at=now, operation="bulk", reason=request.POST.get("why", "")[:1000])
    except Refusal as refusal:
        tell(request, refusal)
        return False
    messages.success(
        request, _("Changed together: %(number)s. Until somebody changes one of them, all can be put back.") % {"number": len(changed)}
    )
    return True
