"""What the check of a list remarked, each with the lines that it compares."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from teikei.registry.queries.editions import edition_head, latest_edition
from teikei.registry.queries.findings import SEVERITIES, findings_of


@require_safe
def latest_findings(request: HttpRequest) -> HttpResponse:
    """Leads to the findings of the latest edition; says what would be here where there is none."""
    head = latest_edition()
    if head is None:
        return render(request, "portal/findings.html", {"head": None})
    return redirect("portal:findings", edition_id=head.id)


@require_safe
def findings(request: HttpRequest, edition_id: int) -> HttpResponse:
    """All findings of one edition. Six queries or fewer."""
    head = edition_head(edition_id)
    if head is None:
        raise Http404
    found = findings_of(head)
    # The first finding of a code carries the code as its anchor, so that other pages can link to the reason.
    first = {finding.code: finding.position for finding in reversed(found)}
    severities = [(name, sum(finding.severity == name for finding in found)) for name in SEVERITIES]
    return render(
        request, "portal/findings.html", {"head": head, "findings": found, "severities": severities, "first": set(first.values())}
    )
