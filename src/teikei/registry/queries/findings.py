"""Findings of an edition, each with the lines that it compares."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.timezone import localtime

from teikei.registry.models import Finding, FindingPlace, SourceLine
from teikei.registry.queries.editions import EditionHead
from teikei.registry.queries.rows import Place

# A finding may compare thousands of lines; the page holds so many of each and says how many more there are.
SHOWN_PLACES = 200
SEVERITIES = ("serious", "warning", "info")  # the gravest first


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line that a finding compares, verbatim."""

    place: Place | None
    text: str
    agreement: int | None


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding. `more` is the number of places beyond those shown."""

    position: int
    code: str
    severity: str
    message_en: str
    message_ja: str
    proposal: dict[str, str] | None
    places: tuple[ComparedLine, ...]
    more: int
    verdict: str
    judged_on: str


def findings_of(head: EditionHead) -> list[FindingShown]:
    """All findings of an edition, in the checker's order. Four queries."""
    findings = list(Finding.objects.filter(edition=head.id).order_by("position"))
    totals = dict(
        FindingPlace.objects.filter(finding__edition=head.id)
        .order_by()
        .values("finding_id")
        .annotate(found=Count("pk"))
        .values_list("finding_id", "found")
    )
    places = _places(head)
    return [
        FindingShown(
            position=finding.position,
            code=finding.code,
            severity=finding.severity,
            message_en=finding.message_en,
            message_ja=finding.message_ja,
            proposal=_proposal(finding.proposal),
            places=tuple(places[finding.pk]),
            more=totals.get(finding.pk, 0) - len(places[finding.pk]),
            verdict=finding.verdict,
            judged_on=localtime(finding.judged_at).date().isoformat() if finding.judged_at else "",
        )
        for finding in findings
    ]


def finding_counts(head: EditionHead) -> list[tuple[str, int]]:
    """Severity and number of findings, the gravest first, without those that there are none of. One query."""
    counts = Finding.objects.filter(edition=head.id).order_by().values("severity").annotate(found=Count("pk"))
    found = dict(counts.values_list("severity", "found"))
    return [(severity, found[severity]) for severity in SEVERITIES if severity in found]


def _places(head: EditionHead) -> dict[int, list[ComparedLine]]:
    shown = FindingPlace.objects.filter(finding__edition=head.id, position__lte=SHOWN_PLACES).order_by("finding", "position")
    values = list(shown.values_list("finding_id", "page", "line", "sheet", "entry_id", "entry__raw", "entry__agreements"))
    numbers = {line for _, _, line, *_ in values if line is not None}
    texts: dict[tuple[str, int], str] = {}
    if head.source_id is not None and numbers:
        lines = SourceLine.objects.filter(source=head.source_id, line__in=list(numbers)[:30_000])
        texts = {(sheet, line): text for sheet, line, text in lines.values_list("sheet", "line", "text")}
    found: dict[int, list[ComparedLine]] = defaultdict(list)
    seen: set[tuple[int, Any, Any]] = set()
    for finding, page, line, sheet, entry, raw, agreement in values:
        if (finding, sheet, line) in seen and line is not None:
            continue  # a row that stands for several agreements joins once for each
        seen.add((finding, sheet, line))
        place = Place(head.source_id, page, line, sheet) if head.source_id is not None and line is not None else None
        text = texts.get((sheet, line), raw or "") if line is not None else (raw or "")
        found[finding].append(ComparedLine(place, text, agreement if entry else None))
    return found


def _proposal(proposal: Any) -> dict[str, str] | None:
    return {key: str(value) for key, value in proposal.items()} if isinstance(proposal, dict) else None
