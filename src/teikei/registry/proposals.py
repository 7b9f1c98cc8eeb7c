"""What queries and operations on judgments share."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from teikei.registry.models import AuthorityRecord, Candidate, Matching

if TYPE_CHECKING:
    from teikei.names.authority import AuthorityRecord as Record

Proposal = tuple[int, str, float, str]  # institution, ROR id, score, the authority's version


def proposals_above(score: float) -> list[Proposal]:
    """The first candidates with at least that score of partners that nobody has judged, in the list's order.

    Only where the matcher itself is sure: what it leaves to a person, such as a homonym, may have a high score too.
    """
    sure = Candidate.objects.filter(rank=1, score__gte=score, matching__decision=Matching.Decision.ACCEPT)
    return list(
        sure.filter(matching__institution__judgment=None, matching__institution__is_home=False)
        .exclude(record__status=AuthorityRecord.Status.WITHDRAWN)
        .order_by("matching__institution")
        .values_list("matching__institution_id", "record_id", "score", "matching__version")
    )


def mark_of(proposals: Iterable[Proposal]) -> str:
    """A mark of exactly these proposals: what was shown is what is accepted."""
    return hashlib.sha256(repr([(institution, ror) for institution, ror, *_ in proposals]).encode()).hexdigest()[:32]


def kept_form(record: "Record", *, name: str, successors: Sequence[str], version: str, at: datetime) -> AuthorityRecord:
    """A record of the authority as the table has it, not yet stored.

    `name` is the one kept before: it stays where the record has no name in English, as one written by hand may.
    """
    place = record.places[0] if record.places else None
    english = any(form.language == "en" and form.kind == "label" for form in record.names)
    located = place is not None and place.latitude is not None and place.longitude is not None
    return AuthorityRecord(
        ror=record.ror, status=record.status, name_en=(record.english if english or not name else name)[:500],
        names=[{"text": form.text, "kind": form.kind, "language": form.language} for form in record.names], kinds=list(record.kinds),
        city=place.name[:200] if place else "", territory_code=place.territory[:2] if place else "",
        latitude=place.latitude if place and located else None, longitude=place.longitude if place and located else None,
        website=record.website[:500], relations=[tie._asdict() for tie in record.relations], successors=list(successors),
        version=version[:100], taken_at=at,
    )  # fmt: skip
