"""Documents of an agreement: attached by drag and drop, listed, taken off; and documents found by their words."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teikei.desk.doors import tell
from teikei.desk.papers_forms import Attaching
from teikei.desk.uploads import too_large
from teikei.names.bilingual import Refusal
from teikei.pages.files import sent_file
from teikei.pages.tongues import page_language
from teikei.registry.operations.attaching import DocumentTooLarge, attach, detach
from teikei.registry.queries.papers import Papers, document_for_staff, documents_with, papers_of
from teikei.rules.agreement import Visibility


def papers_or_404(request: HttpRequest, agreement_id: int) -> Papers:
    """The agreement with what hangs on it."""
    papers = papers_of(agreement_id, by=request.user)
    if papers is None:
        raise Http404
    return papers


def version_in(request: HttpRequest) -> int | None:
    """The version that the person looked at."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The documents, and the form. `take_off` takes one off."""
    papers = papers_or_404(request, agreement_id)
    memoranda = [(one.id, one.title or one.id) for one in papers.value.memoranda]
    form = Attaching(initial={"version": papers.version}, memoranda=memoranda)
    status = 200
    if request.method == "POST":
        form = Attaching(request.POST, request.FILES, memoranda=memoranda)  # reads what was sent, and so measures it
        try:
            if too_large(request):
                status = 413
                raise DocumentTooLarge(_("The file"))
            if "take_off" in request.POST:
                detach(
                    agreement_id, request.POST["take_off"], memorandum=request.POST.get("memorandum", ""), version=version_in(request),
                    by=request.user, at=timezone.now(),
                )  # fmt: skip
                messages.success(request, _("The document was taken off. The history keeps it."))
                return redirect("desk:documents", agreement_id=agreement_id)
            if form.is_valid():
                _attach(request, agreement_id, form)
                return redirect("desk:documents", agreement_id=agreement_id)
        except Refusal as refusal:
            tell(request, refusal)
            form = Attaching(initial={"version": papers.version}, memoranda=memoranda)
    context = {"papers": papers, "form": form, "tab": "documents", "most": settings.UPLOAD_BYTES // (1024 * 1024)}
    return render(request, "desk/documents.html", context, status=status)


def _attach(request: HttpRequest, agreement_id: int, form: Attaching) -> None:
    file = form.cleaned_data["file"]
    said = attach(
        agreement_id, file.read(), file.name, title=form.cleaned_data["title"], language=form.cleaned_data["language"],
        visibility=cast("Visibility", form.cleaned_data["visibility"]), memorandum=form.cleaned_data["memorandum"],
        version=form.cleaned_data["version"], by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("%(name)s is attached.") % {"name": file.name})
    if said:
        messages.info(request, said.to(page_language()))


@require_safe
def document_file(request: HttpRequest, agreement_id: int, sha256: str) -> HttpResponse:
    """A document as a file."""
    found = document_for_staff(agreement_id, sha256, by=request.user)
    if found is None:
        raise Http404
    return sent_file(found.path, found.name, found.content_type, public=False)  # type: ignore[return-value]  # a stream


@require_safe
def document_search(request: HttpRequest) -> HttpResponse:
    """Documents by their words."""
    words = request.GET.get("q", "")[:200]
    return render(request, "desk/document_search.html", {"words": words, "found": documents_with(words, by=request.user)})
