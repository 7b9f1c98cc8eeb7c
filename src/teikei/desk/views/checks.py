"""Checks before an agreement is signed: what was checked, with what result, how long it is good for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.papers_forms import AddCheck
from teikei.desk.views.documents import papers_or_404
from teikei.desk.views.people_of import taken_away
from teikei.names.bilingual import Refusal
from teikei.registry.operations.annotating import add_part
from teikei.rules.agreement import SigningCheck
from teikei.rules.papers import mark


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The list and the form."""
    papers = papers_or_404(request, agreement_id)
    form = AddCheck(initial={"version": papers.version})
    if request.method == "POST":
        try:
            if taken_away(request, agreement_id):
                return redirect("desk:checks", agreement_id=agreement_id)
            form = AddCheck(request.POST)
            if form.is_valid():
                fields = dict(form.cleaned_data)
                version = fields.pop("version")
                add_part(agreement_id, "checks", SigningCheck(**fields), version=version, by=request.user, at=timezone.now())
                return redirect("desk:checks", agreement_id=agreement_id)
        except Refusal as refusal:
            tell(request, refusal)
    today = timezone.localdate()
    listed = [(one, mark(one), one.valid_to is not None and one.valid_to < today) for one in papers.value.checks]
    return render(request, "desk/checks.html", {"papers": papers, "form": form, "checks": listed, "tab": "checks"})
