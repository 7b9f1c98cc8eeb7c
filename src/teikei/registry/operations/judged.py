"""What people decided of a list before it was kept: of its findings, and of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from teikei.lists.corrections import Correction as ListCorrection
from teikei.lists.corrections import Values, Where, places_of
from teikei.lists.model import Finding as ListFinding
from teikei.lists.model import Listing
from teikei.registry.keys import BATCH
from teikei.registry.models import Correction, Edition, Entry, Finding


@dataclass(frozen=True, slots=True)
class Judgment:
    """One decision: the verdict, its reason, by whom (the account's number) and when."""

    verdict: str
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction, by whom and when; the finding that prompted it by its place in `Judged.findings`, from 0.

    before: what was read where it is of one entry.
    """

    correction: ListCorrection
    by: int
    at: datetime
    finding: int | None = None
    before: Values = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings of a list, each with what was decided of it (None where it is open), and what was corrected."""

    findings: tuple[tuple[ListFinding, Judgment | None], ...]
    corrections: tuple[Corrected, ...] = field(default=())
    places: tuple[Where, ...] | None = None  # of the list's entries as the reading has them; None where nothing was taken out or added


def keep_judged(edition: Edition, listing: Listing, judged: Judged, findings: Sequence[Finding], entries: Sequence[Entry]) -> None:
    """Keep what was corrected, beside the entry and the finding that it concerns."""
    if not judged.corrections:
        return
    places = places_of(listing.entries) if judged.places is None else judged.places
    standing: Mapping[tuple[object, ...], Entry] = dict(zip(places, entries, strict=True))
    Correction.objects.bulk_create(
        (
            Correction(
                edition=edition, entry=standing.get(one.correction.where) if one.correction.where else None,
                finding=None if one.finding is None else findings[one.finding], field=one.correction.field,
                printed=list(one.before) if one.correction.where else [one.correction.printed], value=list(one.correction.value),
                corrected_by_id=one.by, corrected_at=one.at,
            )
            for one in judged.corrections
        ),
        batch_size=BATCH,
    )  # fmt: skip
