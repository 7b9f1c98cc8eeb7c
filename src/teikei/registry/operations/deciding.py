"""What a newer list says is accepted, row by row or in bulk, or what is kept stays: one act in the ledger each time."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from django.db import transaction
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal, Text
from teikei.registry.keys import BATCH
from teikei.registry.models import AlignedRow, Change, Edition
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS, refresh_agreements
from teikei.registry.operations.aligned_rows import Rows
from teikei.registry.operations.concluding import before_act
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import change
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.restoring import CannotBePutBack, put_back
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.permissions.decide import OfList
from teikei.registry.refusals import NothingToUndo

Accept = Literal["none", "all"]
Verdict = Literal["accepted", "corrected", "ours", "other"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class AlignedMeanwhile(Refusal):
    """Somebody decided one of these rows meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            en="Somebody decided one of these rows meanwhile. Nothing was changed: look again, then decide.",
            ja="その間にほかの人がこの中の行を判断しました。何も変更していません。もう一度確かめてください。",
        )


class NothingWaits(Refusal):
    """No row of that edition waits for a decision."""

    def __init__(self) -> None:
        super().__init__(en="No row of this list waits for a decision.", ja="この一覧に判断を待っている行はありません。")


@dataclass(frozen=True, slots=True)
class Decided:
    """How many rows were decided, by kind; and those that could not be, each with the reason. They wait on."""

    counts: dict[str, int]
    left: tuple[tuple[int, Text], ...]
    batch: str

    @property
    def total(self) -> int:
        """All that were decided."""
        return sum(self.counts.values())


def decide(edition: int, positions: Collection[int], verdict: Verdict, *, by: Person, at: datetime, reason: str = "") -> Decided:
    """Decide these rows of a newer list, all in one act. Raises AlignedMeanwhile, and a Refusal where a single row cannot be.

    accepted: it is so from the list's day. corrected: it was always so. ours: what is kept stays. other: a person sets it
    right by hand.
    """
    require_anywhere(by, "list.take-in")
    with transaction.atomic():
        ledger.lock()
        found = Edition.objects.select_related("institution").get(pk=edition)
        person = require(by, "list.take-in", _of(found))
        rows = list(AlignedRow.objects.filter(edition=edition, position__in=list(positions), verdict=""))
        if len(rows) != len(set(positions)):
            raise AlignedMeanwhile
        act = Act("align", at, person, reason=reason, source=found.source_id)
        decided = _decide(found, rows, verdict, act)
        if decided.left and len(rows) == 1:
            text = decided.left[0][1]
            raise Refusal(text.en, text.ja)
    return decided


def decide_waiting(
    edition: int, verdict: Verdict, *, by: Person | None, at: datetime, reason: str = "", expected: int | None = None
) -> Decided:
    """The same for every row that waits. by: None at a terminal of the server. expected: how many the person was shown.

    Raises NothingWaits, AlignedMeanwhile.
    """
    if by is not None:
        require_anywhere(by, "list.take-in")
    with transaction.atomic():
        ledger.lock()
        found = Edition.objects.select_related("institution").get(pk=edition)
        person = require(by, "list.take-in", _of(found)) if by is not None else None
        rows = list(AlignedRow.objects.filter(edition=edition, verdict=""))
        if not rows:
            raise NothingWaits
        if expected is not None and expected != len(rows):
            raise AlignedMeanwhile
        return _decide(found, rows, verdict, Act("align", at, person, reason=reason, source=found.source_id))


def undo_decided(edition: int, batch: str, *, by: Person, at: datetime) -> int:
    """Put back what one act of deciding did; gives how many rows wait again. Agreements that it recorded are closed as mistaken;
    institutions and units that it added stay. NothingToUndo where it decided nothing of this list; ChangedMeanwhile where
    anything of it was changed since.
    """
    require_anywhere(by, "list.take-in")
    with transaction.atomic():
        chain = ledger.lock()
        found = Edition.objects.get(pk=edition)
        person = require(by, "list.take-in", _of(found))
        rows = AlignedRow.objects.filter(edition=edition, batch=batch).exclude(verdict__in=["", AlignedRow.Verdict.LINKED])
        if not rows.exists():
            raise NothingToUndo
        act = Act("undo", at, person, source=found.source_id)
        lines = list(Change.objects.filter(batch=batch).order_by("position"))
        if any(not line.after for line in lines):
            raise CannotBePutBack
        change(AGREEMENTS, before_act(lines, localdate(at)), act, chain=chain)
        for kind in (INSTITUTIONS, UNITS):
            put_back(kind, lines, act, chain)
        named = {kind: [line.subject for line in lines if line.kind == kind.name] for kind in (INSTITUTIONS, UNITS)}
        refresh_agreements(institutions=named[INSTITUTIONS], units=named[UNITS], today=localdate(at))
        return rows.update(verdict="", reason="", decided_by=None, decided_at=None, batch="")


def _of(edition: Edition) -> OfList:
    return OfList(institution=edition.institution_id, level="unit" if edition.level == "unit" else "university")


def decide_all(edition: Edition, ingested: Act) -> Decided:
    """Take a list as it stands while it is taken in: inside that transaction, and as a second act of the same moment."""
    rows = list(AlignedRow.objects.filter(edition=edition, verdict=""))
    act = Act("align", ingested.at, ingested.by, reason="accept all", source=ingested.source)
    return _decide(edition, rows, "accepted", act)


def _decide(edition: Edition, rows: Sequence[AlignedRow], verdict: Verdict, act: Act) -> Decided:
    today = localdate(act.at)
    left: list[tuple[int, Text]] = []
    done = rows
    if verdict in ("accepted", "corrected"):
        left = Rows(edition, _in_turn(rows), act, today).accept(always_so=verdict == "corrected")
        done = [row for row in rows if row.position not in {position for position, _ in left}]
    else:
        Rows(edition, rows, act, today).stay()
    for row in done:
        row.verdict, row.reason, row.decided_by, row.decided_at, row.batch = verdict, act.reason[:500], act.by, act.at, act.batch
    fields = ["verdict", "reason", "decided_by", "decided_at", "batch"]
    AlignedRow.objects.bulk_update(done, fields, batch_size=BATCH // 20)
    return Decided(dict(Counter(_kinds(done))), tuple(left), act.batch)


def _in_turn(rows: Iterable[AlignedRow]) -> list[AlignedRow]:
    """Units first, so that the rows after them find them by their new names; then what changed, what is new, what is gone."""
    order = [AlignedRow.Kind.UNIT, AlignedRow.Kind.CHANGED, AlignedRow.Kind.NEW, AlignedRow.Kind.GONE]
    return sorted(rows, key=lambda row: (order.index(AlignedRow.Kind(row.kind)), row.position))


def _kinds(rows: Iterable[AlignedRow]) -> list[str]:
    return [str(row.changes[0] if row.kind == AlignedRow.Kind.CHANGED and len(row.changes) == 1 else row.kind) for row in rows]
