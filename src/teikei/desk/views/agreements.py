"""The table of agreements: search, saved filters, and what is ticked to be changed together."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teikei.desk.agreement_address import TableAddress, table_address
from teikei.desk.doors import tell
from teikei.desk.numbers import page_number
from teikei.names.bilingual import Refusal
from teikei.pages.templatetags.pages import region_words, territory_words
from teikei.pages.term_bar import term_bar
from teikei.pages.tongues import page_language
from teikei.registry.operations.desk_drafts import delete_filter, save_filter
from teikei.registry.queries.acts import last_act
from teikei.registry.queries.kept_agreements import MOST_AT_ONCE, PAGE, Choice, DeskPage, desk_page
from teikei.registry.queries.known_agreements import known_page
from teikei.rules.words import CHOICES, STATUS

SOON = timedelta(days=90)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """A page of the table; twelve queries or fewer at any size."""
    address = table_address(request.GET, timezone.localdate())
    wanted, number = address.wanted, page_number(request)
    if address.known_on:
        page = known_page(wanted, address.known_on, page=number, by=request.user)
    else:
        page = desk_page(wanted, edge=address.edge, by=request.user)
    context = {
        "address": address, "wanted": wanted, "page": page, "filters": _filters(address, page), "query": address.query(),
        "rows": [(row, term_bar(row.value, wanted.as_of, small=True)) for row in page.rows],
        "after": address.page_query(page.after) if page.after else "", "before": address.page_query(page.before) if page.before else "",
        "sorts": _sorts(address), "most": MOST_AT_ONCE, "ready": _ready_made(address),
        "number": number, "pages": max(1, -(-page.total // PAGE)), "last": None if address.known_on else last_act(by=request.user, at=timezone.now()),
    }  # fmt: skip
    return render(request, "desk/agreements.html", context)


def _filters(address: TableAddress, page: DeskPage) -> list[dict[str, Any]]:
    """The selects of the form: name, label, choices with the chosen one marked."""
    wanted, language = address.wanted, page_language()

    def told(words: dict[str, Any]) -> list[Choice]:
        return [Choice(value, text.to(language)) for value, text in words.items()]

    territories = sorted(
        (Choice(one.value, territory_words(one.value)) for one in page.choices.get("territory", ())), key=lambda one: one.label
    )
    listed: list[tuple[str, str, list[Choice], Any]] = [
        ("status", _("Status on that day"), told(STATUS), wanted.status),
        ("level", _("Level"), told(CHOICES["level"]), wanted.level),
        ("unit", _("Our unit"), page.choices.get("unit", []), wanted.unit),
        ("region", _("Region"), [Choice(one.value, region_words(one.label)) for one in page.choices.get("region", ())], wanted.region),
        ("territory", _("Country or region"), territories, wanted.territory),
        ("kind", _("Kind"), page.choices.get("kind", []), wanted.kind),
        ("memorandum", _("With a memorandum of"), told(CHOICES["memoranda.kind"]), wanted.memorandum),
        ("rolled_up", _("Rows of lists"), [Choice("yes", _("rolled up, to be taken apart")), Choice("no", _("known one by one"))],
         {True: "yes", False: "no", None: ""}[wanted.rolled_up]),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "label": label,
            "choices": [(one.value, one.label, one.value == str(chosen or "")) for one in choices],
            "set": bool(chosen),
        }
        for name, label, choices, chosen in listed
        if choices
    ]


def _sorts(address: TableAddress) -> list[dict[str, Any]]:
    titles = {
        "list": _("The list's order"), "partner": _("Partner"), "newest": _("Newest first"), "oldest": _("Oldest first"),
        "deadline": _("Next deadline"),
    }  # fmt: skip
    return [{"title": title, "query": address.query(order=name), "current": name == address.wanted.order} for name, title in titles.items()]


def _ready_made(address: TableAddress) -> list[tuple[str, str]]:
    """Searches that everybody needs."""
    today = address.today
    return [
        (_("Ending or notice due within 90 days"), f"expiring={(today + SOON).isoformat()}&sort=deadline"),
        (_("Renewal assumed, not confirmed"), "unconfirmed=yes"),
        (_("Renewal to be decided"), "status=pending"),
        (_("Rolled up, to be taken apart"), "rolled_up=yes"),
    ]


@require_POST
def saved_filters(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name, or forget one."""
    query = table_address(request.POST, timezone.localdate()).query()
    try:
        if name := request.POST.get("delete", ""):
            delete_filter(name, by=request.user)
        else:
            save_filter(request.POST.get("name", "").replace("\x00", ""), query, by=request.user)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(reverse("desk:agreements") + (f"?{query}" if query else ""))
