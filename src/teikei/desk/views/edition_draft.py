"""An edition in preparation: what would change, why, and publishing it, which somebody else has to do."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teikei.desk.doors import tell
from teikei.desk.numbers import page_number
from teikei.names.bilingual import Refusal
from teikei.registry.operations.editions import publish, withdraw_edition_draft
from teikei.registry.operations.list_words import set_english
from teikei.registry.queries.edition_drafts import PAGE, edition_draft_page, list_of_draft

MOST_PHRASES = 300  # of one form: a list of many notes has the first of them


@require_http_methods(["GET", "HEAD", "POST"])
def edition_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The differences from the edition before, each with its reasons, once they are worked out; publish exactly these."""
    if request.method == "POST":
        return _publish(request, draft_id)
    number = page_number(request)
    page = edition_draft_page(draft_id, page=number, by=request.user)
    if page is None:
        raise Http404
    context = {
        "page": page, "head": page.head, "waits": page.waits, "number": number, "pages": -(-page.different // PAGE),
        "phrases": page.phrases[:MOST_PHRASES], "most_phrases": MOST_PHRASES,
    }  # fmt: skip
    return render(request, "desk/edition_draft.html", context)


def _publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        edition = publish(draft_id, sha256=request.POST.get("sha256", ""), by=request.user, at=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("desk:edition_draft", draft_id=draft_id)
    messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
    return redirect("desk:editions")


@require_POST
def english_of_list(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Set the English of the list's own words: only those that this form changed, so that nobody else's are overwritten."""
    sent = request.POST
    given = list(zip(sent.getlist("printed"), sent.getlist("english"), sent.getlist("was"), strict=False))[:MOST_PHRASES]
    try:
        of_list = list_of_draft(draft_id, by=request.user)
        if of_list is None:
            raise Http404
        changed = {printed: english for printed, english, was in given if english.strip() != was}
        set_english(*of_list, changed, title=given[0][0] if given else "", by=request.user, at=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("The English of the list is stored. Drafts and computed lists have it; published editions stay."))
    return redirect(reverse("desk:edition_draft", args=[draft_id]) + "#english")


@require_POST
def withdraw_edition(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put the draft away; nothing is published of it."""
    try:
        withdraw_edition_draft(draft_id, by=request.user)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("desk:edition_draft", draft_id=draft_id)
    messages.info(request, _("The draft was withdrawn. Nothing was published."))
    return redirect("desk:editions")
