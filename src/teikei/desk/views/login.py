"""Logging in and out."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from teikei.pages.tongues import page_language
from teikei.pages.visitor import address_of
from teikei.registry.operations.logins import forget_failures, note_failure, refuse_many_failures
from teikei.registry.refusals import TooManyLogins


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; lead on to where the person was going. After five mistakes a pause."""
    going = _own_page(request)
    if request.method != "POST":
        return (
            redirect(going)
            if request.user.is_authenticated and "next" not in request.GET
            else _page(request, AuthenticationForm(request), going)
        )
    account, address, now = request.POST.get("username", ""), address_of(request), timezone.now()
    form = AuthenticationForm(request, data=request.POST)
    try:
        refuse_many_failures(account, address, at=now)
    except TooManyLogins as refusal:
        return _page(request, AuthenticationForm(request), going, refusal.text.to(page_language()), status=429)
    if not form.is_valid():
        note_failure(account, address, at=now)
        return _page(request, form, going, _("User name or password is not right. Capital and small letters differ in the password."))
    forget_failures(account, address)
    login(request, form.get_user())
    return redirect(going)


@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("portal:home")


def _page(request: HttpRequest, form: AuthenticationForm, going: str, refused: str = "", status: int = 200) -> HttpResponse:
    return render(request, "desk/log_in.html", {"form": form, "next": going, "refused": refused}, status=status)


def _own_page(request: HttpRequest) -> str:
    """Where to go after: a page of this site, or the desk."""
    going = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(going, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return going if own and going.startswith("/") else reverse("desk:today")
