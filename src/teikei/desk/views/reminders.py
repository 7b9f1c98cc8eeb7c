"""Deadlines that come near, who is reminded of them, and calendars of them."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.numbers import page_number
from teikei.names.bilingual import Refusal, Text
from teikei.registry.digests import ABOUT, Remark
from teikei.registry.operations.deadlines import add_address, leave_alone, make_calendar, remove_address, revoke_calendar
from teikei.registry.queries import deadlines as queries
from teikei.rules.days import exact_day

TONGUES = [("ja", "日本語"), ("en", "English")]


class OfUnit(forms.Form):
    """A unit, or all; a language."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int, empty_value=None, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=TONGUES)

    def __init__(self, *args: object, units: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].choices = [("", _("all units")), *units]  # type: ignore[attr-defined]


class AddAddress(OfUnit):
    """Who is reminded."""

    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254)


class MakeCalendar(OfUnit):
    """A calendar and a name by which it is known again."""

    label = forms.CharField(label=gettext_lazy("For whom"), max_length=100, required=False)


def shown_deadlines(remarks: Iterable[Remark], today: date) -> list[tuple[Remark, Text, int]]:
    """Each with what comes, and in how many days."""
    return [(remark, ABOUT[remark.due.about], (remark.due.due_on - today).days) for remark in remarks]


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """What comes within half a year; a form beside each leaves it alone."""
    today = timezone.localdate()
    if request.method == "POST":
        agreement, due_on = request.POST.get("agreement", ""), exact_day(request.POST.get("due_on", ""))
        number, about = int(agreement) if agreement.isdecimal() and len(agreement) < 16 else 0, request.POST.get("about", "")
        try:
            if due_on is None or not queries.comes(number, about, due_on, by=request.user, today=today):
                raise Refusal("This deadline is not there any more.", "この期限はもうありません。")
            leave_alone(number, about, due_on, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
            messages.success(request, _("The deadline is left to pass. Nothing more is said of it."))
            return redirect("desk:reminders")
        except Refusal as refusal:
            tell(request, refusal)
    page = page_number(request)
    coming = queries.coming_deadlines(by=request.user, today=today, page=page)
    rows = shown_deadlines(coming.remarks, today)
    left = [(one, ABOUT[one.about]) for one in queries.left_alone(by=request.user) if one.about in ABOUT]
    context = {
        "rows": rows, "left": left, "last": queries.last_sent(by=request.user), "tab": "coming", "within": queries.WITHIN,
        "number": page, "pages": -(-coming.total // queries.PAGE),
    }  # fmt: skip
    return render(request, "desk/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reminded(request: HttpRequest) -> HttpResponse:
    """Addresses by unit."""
    units = queries.units_to_remind(by=request.user)
    form = AddAddress(units=units)
    if request.method == "POST":
        number = request.POST.get("remove", "")
        if number.isdecimal() and len(number) < 16:
            remove_address(int(number), by=request.user, at=timezone.now())
            return redirect("desk:reminded")
        form = AddAddress(request.POST, units=units)
        try:
            if form.is_valid():
                said = form.cleaned_data
                add_address(said["unit"], said["email"], said["language"], by=request.user, at=timezone.now())
                return redirect("desk:reminded")
        except Refusal as refusal:
            tell(request, refusal)
    return render(request, "desk/reminded.html", {"form": form, "addresses": queries.addresses(by=request.user), "tab": "addresses"})


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """Calendars by unit. The address of a new one is shown once, on the answer to its form."""
    units = queries.units_to_remind(by=request.user)
    form, made = MakeCalendar(units=units), ""
    if request.method == "POST":
        number = request.POST.get("revoke", "")
        if number.isdecimal() and len(number) < 16:
            revoke_calendar(int(number), by=request.user, at=timezone.now())
            return redirect("desk:calendars")
        form = MakeCalendar(request.POST, units=units)
        if form.is_valid():
            said = form.cleaned_data
            token = make_calendar(said["unit"], label=said["label"], language=said["language"], by=request.user, at=timezone.now())
            made, form = request.build_absolute_uri(reverse("portal:calendar", args=[token])), MakeCalendar(units=units)
    context = {"form": form, "made": made, "tokens": queries.calendars(by=request.user), "tab": "calendars"}
    return render(request, "desk/calendars.html", context)
