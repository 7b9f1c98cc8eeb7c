"""Candidates for partners: what the matcher finds, kept with its evidence, so that people can judge."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from teikei.registry import authority as authorities
from teikei.registry.authority import Asked
from teikei.registry.keys import BATCH, NAME_LENGTH, chunks
from teikei.registry.models import Candidate, Institution, Matching, NameForm
from teikei.registry.operations.records import keep_records
from teikei.registry.permissions import Person, require

if TYPE_CHECKING:
    from teikei.names.authority import Authority
    from teikei.names.match import Match

_STEP = 500  # institutions stored at once
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Matched:
    """How many institutions were matched with which decision, and how many wait for the next time."""

    version: str
    matched: int
    accept: int
    review: int
    none: int
    left: int


def find_candidates(
    *, every: bool = False, most: int | None = None, jobs: int = 1, by: Person | None, at: datetime,
    progress: Progress = lambda _done, _all: None,
) -> Matched:  # fmt: skip
    """Match the partners that have no candidates from this release of the authority, or all of them.

    most: stop after so many. by: None for somebody at a terminal of the server. What was judged stays as it is. Stored
    in steps: what a run that is broken off has found is kept, and the next one goes on. Refusal without an authority.
    """
    if by is not None:
        require(by, "partner.judge", day=localdate(at))
    with authorities.opened() as authority:
        wanted = Institution.objects.filter(is_home=False).order_by("pk")
        if not every:
            wanted = wanted.exclude(matching__version=authority.version)
        total = wanted.count()
        rows = list(wanted.values_list("pk", "printed", "territory_id")[:most])
        others = _other_names([pk for pk, *_ in rows])
        found = authorities.matches([Asked(name, others.get(pk, ""), code or "") for pk, name, code in rows], jobs=jobs)
        decisions: Counter[str] = Counter()
        for start in range(0, len(rows), _STEP):
            step = [pk for pk, *_ in rows[start : start + _STEP]]
            answers = list(islice(found, len(step)))
            with transaction.atomic():
                _keep(step, answers, authority, at)
            decisions.update(answer.decision for answer in answers)
            progress(start + len(step), len(rows))
        return Matched(
            authority.version, len(rows), decisions["accept"], decisions["review"], decisions["none"], total - len(rows)
        )  # fmt: skip


def _other_names(institutions: Sequence[int]) -> dict[int, str]:
    """The English name that a list prints beside the Japanese one."""
    found: dict[int, str] = {}
    for pks in chunks(institutions):
        names = (
            NameForm.objects.filter(institution__in=pks, language="en")
            .order_by("-pk")
            .values_list("institution_id", "institution__printed", "text")
        )
        found |= {pk: text for pk, printed, text in names if text != printed}
    return found


def _keep(institutions: Sequence[int], answers: Sequence["Match"], authority: "Authority", at: datetime) -> None:
    rors = dict.fromkeys(candidate.ror for answer in answers for candidate in answer.candidates)
    records = {ror: record for ror in rors if (record := authority.get(ror))}
    keep_records(records.values(), authority, at=at)
    Matching.objects.filter(institution__in=institutions).delete()
    made = Matching.objects.bulk_create(
        (
            Matching(
                institution_id=pk, decision=answer.decision, score=_share(answer.candidates[0].score) if answer.candidates else 0.0,
                correction=answer.correction[:NAME_LENGTH], version=authority.version, matched_at=at,
            )
            for pk, answer in zip(institutions, answers, strict=True)
        ),
        batch_size=BATCH // 10,
    )  # fmt: skip
    Candidate.objects.bulk_create(
        (
            Candidate(
                matching=matching, rank=rank, record_id=one.ror, name=one.name[:500], score=_share(one.score),
                why=[[text.en, text.ja] for text in one.why],
            )
            for matching, answer in zip(made, answers, strict=True)
            for rank, one in enumerate((one for one in answer.candidates if one.ror in records), 1)
        ),
        batch_size=BATCH // 10,
    )  # fmt: skip


def _share(score: float) -> float:
    return min(max(float(score), 0.0), 1.0)
