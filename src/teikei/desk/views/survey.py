"""The ministry's survey and the year's changes: what is missing, and the files."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from teikei.desk.days import day_asked
from teikei.desk.numbers import page_number
from teikei.pages.tongues import page_language
from teikei.registry.queries import survey as queries
from teikei.registry.queries.survey_files import survey_file, year_file
from teikei.rules.words import CONTENTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _last_first_of_may(today: date) -> date:
    return date(today.year - (today < date(today.year, 5, 1)), 5, 1)


@require_safe
def survey(request: HttpRequest) -> HttpResponse:
    """How many agreements answer, what is missing, agreement by agreement, once it is worked out; with ?file=xlsx the file."""
    day = day_asked(request, "as_of", _last_first_of_may(timezone.localdate()))
    if request.GET.get("file") == "xlsx":
        return _file(request, survey_file(day, page_language(), by=request.user), f"survey-{day}.xlsx")
    page = page_number(request)
    found = queries.survey_page(day, page=page, by=request.user)
    context: dict[str, Any] = {"day": day, "found": found, "waits": found is None, "tab": "survey", "number": page, "query": f"as_of={day}"}
    if found is not None:
        contents = [(number, text, found.contents[number]) for number, text in CONTENTS.items()]
        context |= {"contents": contents, "pages": -(-found.number_lacking // queries.PAGE)}
    return render(request, "desk/survey.html", context)


@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    """What happened between two days, once it is worked out; with ?file=xlsx the file."""
    last = _last_first_of_may(timezone.localdate())
    until = day_asked(request, "until", last)
    since = day_asked(request, "since", date(max(until.year - 1, 1), 5, 1))
    wrong = since >= until
    context = {"since": since, "until": until, "wrong": wrong, "tab": "yearly"}
    if request.GET.get("file") == "xlsx" and not wrong:
        return _file(request, year_file(since, until, page_language(), by=request.user), f"changes-{since}-{until}.xlsx")
    if not wrong:
        page = page_number(request)
        found = queries.year_page(since, until, page=page, by=request.user)
        context |= {"found": found, "waits": found is None, "number": page, "query": f"since={since}&until={until}"}
        if found is not None:
            counts = [(text, found.counts[became]) for became, text in queries.BECAME.items()]
            context |= {"counts": counts, "pages": -(-found.counts.total() // queries.PAGE)}
    return render(request, "desk/yearly.html", context)


def _file(request: HttpRequest, content: bytes | None, name: str) -> HttpResponse:
    """The file; while it is being made, a page that asks for it again."""
    if content is None:
        return render(request, "desk/making.html", {"name": name, "waits": True})
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(request.get_full_path())  # the page that waited fetches it as a file
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
