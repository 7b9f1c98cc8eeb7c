"""A unit-level agreement raised to university level: the old one closed, the new one added, in one act."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import kept_values
from teikei.registry.operations.kept import add, change
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, require_desk
from teikei.rules import agreement as values

Raise = Callable[[values.Agreement], tuple[values.Agreement, values.Agreement]]


def raise_level(agreement: int, raised: Raise, *, version: int, by: Person, at: datetime, reason: str = "") -> int:
    """Keep both that `raised` makes of an agreement, the closed one and the new one; gives the number of the new one.

    ChangedMeanwhile where the version is no longer the current one, and whatever `raised` refuses; then nothing is stored.
    """
    act = Act("raise", at, require_desk(by), reason=reason)
    with transaction.atomic():
        chain = ledger.lock()
        _, value = kept_values([agreement])[agreement]
        old, new = raised(value)
        change(AGREEMENTS, {agreement: (version, old)}, act, chain=chain)
        return int(add(AGREEMENTS, [new], act, chain=chain)[0].pk)
