"""Taking a rolled-up row apart: a line for each agreement behind it, prefilled with one for each unit."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.agreement_forms.spec import MOST_ROWS
from teikei.desk.doors import tell
from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal, Text
from teikei.pages.tongues import page_language
from teikei.registry.operations.concluding import split_up
from teikei.registry.queries.one_agreement import KeptAgreement, kept_agreement
from teikei.registry.refusals import ChangedMeanwhile
from teikei.rules.agreement import Agreement, Party
from teikei.rules.days import read_day
from teikei.rules.problems import problems
from teikei.rules.splitting import by_unit, split

_KEPT_BY_FIRST: dict[str, Any] = dict.fromkeys(("memoranda", "documents", "contacts", "checks", "notes", "links"), ())


@require_http_methods(["GET", "HEAD", "POST"])
def split_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The lines; kept where together they name all that the row names."""
    kept = kept_agreement(agreement_id, by=request.user)
    if kept is None:
        raise Http404
    if not kept.value.rolled_up:
        tell(request, Refusal("Somebody has already said what stands behind this row.", "この行の協定はすでに確定しています。"))
        return redirect("desk:agreement", agreement_id=agreement_id)
    if request.method != "POST":
        return _page(request, kept, _one_each(kept))
    lines, wrong = _lines(request.POST)
    if "preset" in request.POST:
        whole = request.POST["preset"] == "one"
        return _page(request, kept, _line_of([kept.value]) if whole else _one_each(kept))
    if "more" in request.POST and len(lines) < MOST_ROWS:
        return _page(request, kept, [*lines, {"concluded_on": "", "title": "", "kinds": "", "units": [], "wrong": []}])
    if "remove" in request.POST:
        return _page(request, kept, [line for index, line in enumerate(lines) if str(index) != request.POST["remove"]])
    if wrong or not lines:
        return _page(request, kept, lines)
    return _keep(request, kept, lines)


def _keep(request: HttpRequest, kept: KeptAgreement, lines: list[dict[str, Any]]) -> HttpResponse:
    now = timezone.now()
    parts = [_part(kept.value, line, first=index == 0) for index, line in enumerate(lines)]
    if _put_problems(lines, parts, timezone.localdate(now)):
        return _page(request, kept, lines)
    version = request.POST.get("version", "")
    try:
        split(kept.value, parts, today=timezone.localdate(now))
        made = split_up(
            kept.id, parts, version=int(version) if re.fullmatch("[0-9]{1,9}", version) else 0, by=request.user, at=now,
            reason=request.POST.get("reason", "")[:1000],
        )  # fmt: skip
    except ChangedMeanwhile as refusal:
        tell(request, refusal)
        return _page(request, kept, lines, status=409)
    except Refusal as refusal:
        tell(request, refusal)
        return _page(request, kept, lines)
    numbers = ", ".join(map(str, made))
    messages.success(
        request, _("The row now stands for these agreements: %(numbers)s. Each keeps the row as its source.") % {"numbers": numbers}
    )
    return redirect("desk:agreement", agreement_id=kept.id)


def _put_problems(lines: list[dict[str, Any]], parts: list[Agreement], today: date) -> bool:
    """What is wrong with each part, at its line."""
    found = False
    for line, part in zip(lines, parts, strict=True):
        line["wrong"] = [problem.text.to(page_language()) for problem in problems(part, today)]
        found = found or bool(line["wrong"])
    return found


def _one_each(kept: KeptAgreement) -> list[dict[str, Any]]:
    sides = [party.institution for party in kept.value.parties]
    home = next((side for side in sides if side in kept.names.institutions and kept.names.institutions[side].is_home), sides[0])
    return _line_of(by_unit(kept.value, home))


def _line_of(parts: Any) -> list[dict[str, Any]]:
    return [
        {"concluded_on": part.concluded_on, "title": part.title, "kinds": "、".join(part.kinds),
         "units": [unit.unit for party in part.parties for unit in party.units], "wrong": []}
        for part in parts
    ]  # fmt: skip


def _lines(sent: QueryDict) -> tuple[list[dict[str, Any]], bool]:
    """The lines as typed, and whether a date among them cannot be read."""
    found = sorted({int(match[1]) for name in sent if (match := re.match(r"parts\[(\d{1,3})\]\.", name))})[:MOST_ROWS]
    lines, wrong = [], False
    for index in found:
        here = f"parts[{index}]."
        typed = one_line(sent.get(f"{here}concluded_on", ""))[:100]
        line: dict[str, Any] = {
            "concluded_on": typed, "title": one_line(sent.get(f"{here}title", ""))[:300], "kinds": one_line(sent.get(f"{here}kinds", ""))[:300],
            "units": [int(one) for one in sent.getlist(f"{here}units") if re.fullmatch("[0-9]{1,15}", one)], "wrong": [],
        }  # fmt: skip
        if typed:
            read = read_day(typed)
            if read.date is None or read.problem:
                line["wrong"].append(_NO_DATE.to(page_language()) % typed)
                wrong = True
            else:
                line["concluded_on"] = read.date.isoformat()
        lines.append(line)
    return lines, wrong


_NO_DATE = Text(
    "%s is no date. Enter a day as 2015-11-09, or leave it empty.",
    "%s は日付として読めません。2015-11-09 のように入力するか、空欄にしてください。",
)


def _part(value: Agreement, line: dict[str, Any], *, first: bool) -> Agreement:
    """The agreement of one line: the row's own value with the line's units, date and names."""
    ticked = set(line["units"])

    def own(party: Party) -> Party:
        return replace(party, units=tuple(unit for unit in party.units if unit.unit in ticked))

    kinds = tuple(dict.fromkeys(word.strip() for word in re.split(r"[、,，]", line["kinds"]) if word.strip()))
    return replace(
        value, parties=tuple(own(party) for party in value.parties), concluded_on=line["concluded_on"], title=line["title"], kinds=kinds,
        rolled_up=False, **({} if first else _KEPT_BY_FIRST),
    )  # fmt: skip


def _page(request: HttpRequest, kept: KeptAgreement, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
    names = kept.names
    sides = [
        (names.institutions[party.institution], [(unit.unit, names.units[unit.unit]) for unit in party.units if unit.unit in names.units])
        for party in kept.value.parties
        if party.institution in names.institutions
    ]
    context = {
        "kept": kept,
        "lines": lines,
        "sides": sides,
        "version": kept.latest,
        "partners": [one for one, _ in sides if not one.is_home],
    }
    return render(request, "desk/split.html", context, status=status)
