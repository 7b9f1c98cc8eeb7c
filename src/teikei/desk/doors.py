"""The desk's doors: who may pass, and drafts only for those who may see them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.permissions import may_keep_lists
from teikei.registry.queries.drafts import DraftHead, draft_head

P = ParamSpec("P")


def staff_only(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for people who may keep lists: others are asked to log in, or told that they may not. Never cached."""

    @never_cache
    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            # After logging in a person sees a page again; what they had sent has to be sent anew.
            back = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else reverse("desk:today")
            answer = redirect_to_login(back, reverse("desk:log_in"))
            return HttpResponseClientRedirect(answer.url) if "HX-Request" in request.headers else answer
        if not may_keep_lists(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return door  # type: ignore[return-value]


def draft_or_404(request: HttpRequest, draft_id: int) -> DraftHead:
    """The draft, for somebody who may see it."""
    head = draft_head(draft_id, by=request.user)
    if head is None:
        raise Http404
    return head


def tell(request: HttpRequest, refusal: Refusal) -> None:
    """Show a refusal on the next page, in its language."""
    messages.error(request, refusal.text.to(page_language()))
