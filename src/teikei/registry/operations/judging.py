"""Who a partner is: one judgment, many in one step, and taking them back. Judgments are added and never changed."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.registry.authority import ror_id
from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import AuthorityRecord, Candidate, Change, Institution, Judgment
from teikei.registry.operations.ledger import Act, Line, enter
from teikei.registry.operations.records import known_record
from teikei.registry.operations.search_names import rekey_institutions
from teikei.registry.permissions import Person, require
from teikei.registry.proposals import mark_of, proposals_above
from teikei.registry.refusals import JudgedMeanwhile, NoRecord, RecordWithdrawn

REASON_LENGTH = 1000


def choose(institution: int, ror: str, *, reason: str = "", by: Person, at: datetime) -> int:
    """Say that this record is the institution; gives the judgment's number.

    ror: nine characters or an address. NoRecord where it is none, or of no record known here; RecordWithdrawn where the
    authority has taken it back.
    """
    person = require(by, "partner.judge", day=localdate(at))
    known = ror_id(ror)
    record = known_record(known, at=at) if known else None
    if record is None:
        raise NoRecord(ror.strip()[:100])
    _refuse_withdrawn(record)
    with transaction.atomic():
        found = _locked(institution)
        candidate = Candidate.objects.filter(matching__institution=found, record=record).select_related("matching").first()
        made = Judgment.objects.create(
            institution=found, verdict=Judgment.Verdict.ACCEPTED if candidate else Judgment.Verdict.OTHER, record=record,
            reason=one_line(reason)[:REASON_LENGTH], score=candidate.score if candidate else None,
            version=candidate.matching.version if candidate else record.version, made_by=person, made_at=at,
        )  # fmt: skip
        settle([found.pk])
        entered([made], Act("judge", at, person, reason=made.reason))
    return made.pk


def set_aside(institution: int, verdict: str, *, reason: str = "", by: Person, at: datetime) -> int:
    """Say that the institution has no record ("none"), or that nobody can tell yet ("unsure")."""
    person = require(by, "partner.judge", day=localdate(at))
    if verdict not in (Judgment.Verdict.NONE, Judgment.Verdict.UNSURE):
        raise Refusal("There is no such judgment.", "そのような判定はありません。")
    with transaction.atomic():
        found = _locked(institution)
        version = Institution.objects.filter(pk=found.pk).values_list("matching__version", flat=True).first() or ""
        made = Judgment.objects.create(
            institution=found, verdict=verdict, reason=one_line(reason)[:REASON_LENGTH], version=version, made_by=person, made_at=at
        )
        settle([found.pk])
        entered([made], Act("judge", at, person, reason=made.reason))
    return made.pk


def accept_above(score: float, *, mark: str, by: Person, at: datetime) -> str:
    """Accept all these proposals in one step; gives the number of the batch, by which they are undone together.

    mark: `mark_of` the proposals that the person was shown; JudgedMeanwhile where they are others by now, or none.
    """
    person = require(by, "partner.judge", day=localdate(at))
    batch = uuid4().hex
    with transaction.atomic():
        proposals = proposals_above(score)
        if not proposals or mark_of(proposals) != mark:
            raise JudgedMeanwhile
        made = Judgment.objects.bulk_create(
            (
                Judgment(
                    institution_id=institution, verdict=Judgment.Verdict.ACCEPTED, record_id=ror, score=own, version=version,
                    made_by=person, made_at=at, batch=batch,
                )
                for institution, ror, own, version in proposals
            ),
            batch_size=BATCH // 10,
        )  # fmt: skip
        settle([institution for institution, *_ in proposals])
        entered(made, Act("judge", at, person, batch=batch))
    return batch


def undo(judgment: int, *, by: Person, at: datetime) -> int:
    """Take one judgment back, so that the one before it counts again, or none; gives the institution."""
    return _undo(Judgment.objects.filter(pk=judgment), by=by, at=at)[0]


def undo_batch(batch: str, *, by: Person, at: datetime) -> int:
    """Take back what was accepted in one step and still holds; gives how many."""
    return len(_undo(Judgment.objects.filter(batch=batch).exclude(batch=""), by=by, at=at))


def _undo(judgments: QuerySet[Judgment], *, by: Person, at: datetime) -> list[int]:
    person = require(by, "partner.judge", day=localdate(at))
    with transaction.atomic():
        found = list(judgments.filter(undone_at=None).select_for_update().values_list("pk", "institution_id"))
        if not found:
            raise JudgedMeanwhile
        for pks in chunks([pk for pk, _ in found]):
            Judgment.objects.filter(pk__in=pks).update(undone_at=at, undone_by=person)
        settle([institution for _, institution in found])
        entered(Judgment.objects.in_bulk([pk for pk, _ in found]).values(), Act("undo-judgment", at, person))
    return [institution for _, institution in found]


def entered(judgments: Iterable[Judgment], act: Act) -> None:
    """Leave a line in the ledger for each judgment that was made, taken back, or moved to another institution."""
    every = list(judgments)
    last: dict[int, int] = {}
    for pks in chunks([one.pk for one in every]):
        lines = Change.objects.filter(kind="judgment", subject__in=pks).order_by("position")
        last |= dict(lines.values_list("subject", "version"))
    enter((Line("judgment", one.pk, last.get(one.pk, 0) + 1, judgment_text(one)) for one in every), act)


def judgment_text(judgment: Judgment) -> str:
    """The canonical JSON of a judgment: what the ledger keeps of it."""
    return json.dumps(
        {
            "institution": judgment.institution_id, "verdict": judgment.verdict, "record": judgment.record_id, "maybe": judgment.maybe_id,
            "reason": judgment.reason, "score": judgment.score, "version": judgment.version, "source": judgment.source,
            "undone": judgment.undone_at is not None,
        },
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip


def settle(institutions: Sequence[int]) -> None:
    """Let the latest judgment that was not undone count for each of these, and their agreements be found by its record."""
    for pks in chunks(dict.fromkeys(institutions)):
        latest: dict[int, int] = dict(
            Judgment.objects.filter(institution__in=pks, undone_at=None).order_by("pk").values_list("institution_id", "pk")
        )
        changed = []
        for found in Institution.objects.filter(pk__in=pks).only("pk", "judgment"):
            if found.judgment_id != latest.get(found.pk):
                found.judgment_id = latest.get(found.pk)
                changed.append(found)
        Institution.objects.bulk_update(changed, ["judgment"], batch_size=BATCH // 10)
        rekey_institutions(pks)


def _locked(institution: int) -> Institution:
    """The institution, locked until the transaction ends. Raises Institution.DoesNotExist."""
    return Institution.objects.select_for_update(of=("self",)).get(pk=institution)


def _refuse_withdrawn(record: AuthorityRecord) -> None:
    if record.status == AuthorityRecord.Status.WITHDRAWN:
        names = AuthorityRecord.objects.filter(ror__in=record.successors).values_list("name_en", "ror")
        raise RecordWithdrawn(record.name_en, record.ror, "; ".join(f"{name} ({ror})" for name, ror in names))
