"""Days in addresses, and what was held on them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from teikei.names.bilingual import Refusal
from teikei.pages import tongues
from teikei.pages.errors import error_page
from teikei.registry.queries.computed import Computed
from teikei.registry.queries.editions import EditionHead
from teikei.registry.queries.published import held_listing
from teikei.rules.days import exact_day


def held_as_asked(request: HttpRequest, edition_id: int) -> tuple[date, EditionHead, Computed] | HttpResponse:
    """The day of ?as_of=, the edition and what is held as of the day, or the page that says why there is none."""
    day = exact_day(request.GET["as_of"])
    if day is None:
        return error_page(request, 400, _("This is not a day."), _("Give the day as year, month and day: 2024-05-01."))
    try:
        held = held_listing(edition_id, day)
    except Refusal as refusal:
        return error_page(request, 404, _("There is no list as of this day."), refusal.text.to(tongues.page_language()))
    if held is None:
        raise Http404
    return day, *held
