"""What is wrong with an agreement, field by field, in both languages: nothing is kept that has a problem."""

from dataclasses import dataclass
from datetime import date

from teikei.names.bilingual import Text
from teikei.rules.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where (`terms[1].valid_to`, as positions in the value), with its remedy."""

    path: str
    text: Text


def problems(agreement: Agreement, today: date) -> tuple[Problem, ...]:
    """All that is wrong with a value, in the order of its fields; empty where it can be kept."""
    raise NotImplementedError
