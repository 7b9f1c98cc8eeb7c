"""The pages for what went wrong, in the style of all others."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood; 413 where it is larger than any form."""
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413, _("What was sent is too large."), _("Nothing was stored. Please go back and send less at once."))
    return error_page(request, 400, _("This request cannot be read."), _("Please go back and try again, or begin from the search."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor; the reason where it is known."""
    advice = exception.text.to(page_language()) if isinstance(exception, Refusal) else _("Please begin from the home page.")
    return error_page(request, 403, _("This page cannot be opened."), advice)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """403: a form without its token, or from another site."""
    return error_page(
        request, 403, _("The form could not be taken."),
        _("It was opened too long ago, or cookies are switched off. Please go back, open the page anew and send it again. Nothing was changed."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """404: nothing stands at this address."""
    return error_page(
        request, 404, _("There is no page at this address."), _("The address may be mistyped, or what it named is not in this registry.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return error_page(
        request, 500, _("The page could not be made."), _("The fault is on our side, and nothing was changed. Please try again later.")
    )


def error_page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """A page that says what happened and what to do, with that status; of the desk where somebody at the desk asked."""
    # Not for a fault of ours: the frame of the desk asks the database what this person may do.
    at_desk = (
        status != 500 and request.resolver_match is not None and request.resolver_match.app_name == "desk" and request.user.is_authenticated
    )
    context = {
        "status": status,
        "title": title,
        "advice": advice,
        "at_desk": at_desk,
        "frame": "desk/page.html" if at_desk else "pages/frame.html",
    }
    return render(request, "pages/error.html", context, status=status)
