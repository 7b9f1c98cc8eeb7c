"""Editions at the desk: those in preparation, those that stand, and the form for another."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teikei.desk.doors import tell
from teikei.desk.forms import day_field
from teikei.lists.write import CONTENT_TYPES, FORMATS
from teikei.names.bilingual import LANGUAGES, Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.editions import DraftOpen, draft_edition
from teikei.registry.queries.edition_drafts import edition_drafts, edition_lines, homes_to_publish
from teikei.registry.queries.published import published_file


class Drafting(forms.Form):
    """An edition to be prepared."""

    institution = forms.TypedChoiceField(label=_("Institution"), coerce=int)
    level = forms.ChoiceField(label=_("Level"), choices=[("unit", _("Between units")), ("university", _("Between universities"))])
    as_of = day_field(_("As of"), required=True, placeholder="2025-05-01")
    correction = forms.CharField(
        label=_("Reason, where a published edition of that day is to be corrected"), required=False, max_length=1000,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: HttpRequest) -> HttpResponse:
    """Three queries; a form that prepares an edition leads to its differences."""
    homes = homes_to_publish(by=request.user)
    form = Drafting(request.POST) if request.method == "POST" else Drafting(initial={"as_of": _next_first_of_may()})
    form.fields["institution"].choices = homes  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = draft_edition(
                given["institution"], given["level"], given["as_of"], correction=given["correction"], by=request.user, at=timezone.now()
            )
            return redirect("desk:edition_draft", draft_id=draft)
        except DraftOpen as refusal:
            tell(request, refusal)
            return redirect("desk:edition_draft", draft_id=refusal.draft)
        except Refusal as refusal:
            messages.error(request, refusal.text.to(page_language()))
    context = {
        "form": form, "homes": homes, "drafts": edition_drafts(by=request.user), "editions": edition_lines(by=request.user),
        "formats": FORMATS, "languages": LANGUAGES,
    }  # fmt: skip
    return render(request, "desk/editions.html", context)


def _next_first_of_may() -> str:
    """The day for which most universities publish."""
    today = timezone.localdate()
    return date(today.year + (today > date(today.year, 5, 1)), 5, 1).isoformat()


@require_safe
def edition_file(_request: HttpRequest, edition_id: int, language: str, file_format: str) -> HttpResponse:
    """A file as it was published, in either language."""
    found = published_file(edition_id, file_format, language)
    if found is None:
        raise Http404
    answer = HttpResponse(found[1], content_type=CONTENT_TYPES[file_format])  # type: ignore[index]
    answer["Content-Disposition"] = f'attachment; filename="agreements-{edition_id}-{language}.{file_format}"'
    return answer
