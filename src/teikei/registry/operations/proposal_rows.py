"""What follows from the value of a proposal: the columns and decisions that queries look in."""

from collections.abc import Sequence
from datetime import date

from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import Decision, Proposal
from teikei.registry.operations.kept import Kind
from teikei.rules import approval as values
from teikei.rules.approval import waiting

Pairs = Sequence[tuple[Proposal, values.Proposal]]


def _columns(pairs: Pairs) -> None:
    for row, value in pairs:
        found = waiting(value, date.min)
        row.kind, row.state, row.title = value.kind, value.state, value.title[:300]
        row.agreement_id = value.result or value.agreement
        row.step, row.due_on = (found.step.id[:40], found.due_on) if found else ("", None)


def _decisions(pairs: Pairs, _today: date) -> None:
    Decision.objects.bulk_create(
        (
            Decision(
                proposal=row, position=position, step=one.step[:40], outcome=one.outcome, decided_on=one.on, minute=one.minute[:100],
                by=one.by[:150], delegate_of=one.delegate_of[:150],
            )
            for row, value in pairs
            for position, one in enumerate(value.decisions, 1)
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _without_decisions(proposals: Sequence[int]) -> None:
    for pks in chunks(proposals):
        Decision.objects.filter(proposal__in=pks).delete()


PROPOSALS = Kind(
    "proposal",
    values.Proposal,
    Proposal,
    _columns,
    _decisions,
    _without_decisions,
    ("kind", "state", "step", "title", "agreement", "due_on"),
)
