"""People: who is appointed to what; appointing somebody, and ending an appointment."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.forms import Appointing, Ending
from teikei.names.bilingual import Refusal
from teikei.registry.operations.appointing import appoint, end_appointment
from teikei.registry.permissions import NotAllowed
from teikei.registry.queries.people import people_page


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Every appointment within the scope of whoever asks; and, for administrators, the form."""
    page = people_page(by=request.user, day=localdate())
    form = Appointing(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            appoint(**form.given(), by=request.user, at=timezone.now())
            messages.info(request, _("%(name)s is appointed.") % {"name": form.cleaned_data["name"]})
            return redirect("desk:people")
        except NotAllowed:
            raise
        except Refusal as refusal:
            tell(request, refusal)
    return render(request, "desk/people.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Say what would be ended; end it."""
    page = people_page(by=request.user, day=localdate())
    one = next((one for one in (*page.standing, *page.over) if one.id == appointment_id), None)
    if one is None:
        raise Http404
    form = Ending(request.POST or None, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(appointment_id, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.info(request, _("The appointment of %(name)s is ended.") % {"name": one.name})
        except ObjectDoesNotExist:
            raise Http404 from None
        except NotAllowed:
            raise
        except Refusal as refusal:
            tell(request, refusal)
        return redirect("desk:people")
    return render(request, "desk/end_appointment.html", {"one": one, "form": form})
