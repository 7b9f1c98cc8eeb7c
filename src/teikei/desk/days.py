"""Days in the addresses of the desk."""

from datetime import date
from typing import overload

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from teikei.rules.days import exact_day


@overload
def day_asked(request: HttpRequest, name: str, otherwise: date) -> date: ...
@overload
def day_asked(request: HttpRequest, name: str, otherwise: None) -> date | None: ...
def day_asked(request: HttpRequest, name: str, otherwise: date | None) -> date | None:
    """The day that a parameter names, in any form that lists have; the usual one where there is none. One that cannot be read is said."""
    text = request.GET.get(name, "").strip()
    day = exact_day(text)
    if text and day is None:
        messages.error(request, _("The day in the address is not a day; it was left out. Write it as 2024-05-01."))
    return day or otherwise
