"""What may be done with an agreement: each takes the old value and gives the new one, or refuses and says why.

Nothing is stored here. Every result was checked by `rules.problems`: a change that brings a new problem is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, ClosingReason, DocumentRef, IsoDay, Memorandum, Party, Renewal, Term


class Uncovered(Refusal):
    """Parts of a row leave out what the row names. missing: institutions with a unit, or None for the institution itself."""

    def __init__(self, missing: tuple[tuple[int, int | None], ...]) -> None:
        self.missing = missing
        super().__init__("", "")


def renewed(agreement: Agreement, term: Term, *, today: date) -> Agreement:
    """A further term was agreed. What was assumed or listed until the day before it becomes confirmed."""
    raise NotImplementedError


def confirmed(agreement: Agreement, until: date, *, today: date) -> Agreement:
    """The assumed terms that begin on or before `until` become confirmed ones; it holds on the same days as before."""
    raise NotImplementedError


def closed(agreement: Agreement, closed_on: date, reason: ClosingReason, *, note: str = "", today: date) -> Agreement:
    """It no longer holds from that day on, for that reason."""
    raise NotImplementedError


def reopened(agreement: Agreement, *, today: date) -> Agreement:
    """The closing is taken back."""
    raise NotImplementedError


def amended(
    agreement: Agreement,
    effective_on: date,
    changes: Mapping[str, Any],
    *,
    reason: str = "",
    documents: tuple[DocumentRef, ...] = (),
    today: date,
) -> Agreement:
    """New values (in plain form) of some fields were agreed, from that day on."""
    raise NotImplementedError


def with_memorandum(agreement: Agreement, memorandum: Memorandum, *, replacing: bool = False, today: date) -> Agreement:
    """With a further memorandum; `replacing`: in the place of the one with the same id."""
    raise NotImplementedError


def without_memorandum(agreement: Agreement, memorandum_id: str, *, today: date) -> Agreement:
    """Without the memorandum of that id."""
    raise NotImplementedError


def by_unit(agreement: Agreement, institution: int) -> tuple[Agreement, ...]:
    """A first proposal for `split`: one part for each unit of that institution."""
    raise NotImplementedError


def split(agreement: Agreement, parts: Sequence[Agreement], *, today: date) -> tuple[Agreement, ...]:
    """The agreements that stand behind a rolled-up one, each with its rows. Uncovered where they leave out what it names."""
    raise NotImplementedError


def raised(
    agreement: Agreement,
    agreement_id: int,
    *,
    raised_on: date,
    concluded_on: IsoDay = "",
    parties: tuple[Party, ...] = (),
    terms: tuple[Term, ...] = (),
    renewal: Renewal | None = None,
    memoranda: tuple[str, ...] = (),
    today: date,
) -> tuple[Agreement, Agreement]:
    """A unit-level agreement raised to university level: the old one closed on that day, and the new one, linked to it."""
    raise NotImplementedError
