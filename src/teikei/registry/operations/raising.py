"""A unit-level agreement raised to university level: the old one closed, the new one added, in one act."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import refuse_foreign, seen_values
from teikei.registry.operations.kept import add, change
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, asker, kept_hidden, visible
from teikei.rules import agreement as values

Raise = Callable[[values.Agreement], tuple[values.Agreement, values.Agreement]]


def raise_level(agreement: int, raised: Raise, *, version: int, by: Person, at: datetime, reason: str = "") -> int:
    """Keep both that `raised` makes of an agreement, the closed one and the new one; gives the number of the new one.

    ChangedMeanwhile where the version is no longer the current one, and whatever `raised` refuses; then nothing is stored.
    """
    asked = asker(by, "agreement.revise", day=localdate(at))
    act = Act("raise", at, asked.person, reason=reason)
    with transaction.atomic():
        chain = ledger.lock()
        _, value = seen_values([agreement], asked)[agreement]
        asked.require("agreement.revise", value)
        sight = asked.sight(value)
        old, new = raised(visible(value, sight))
        old = kept_hidden(value, old, sight)
        refuse_foreign(asked, "agreement.revise", [value], [old])
        refuse_foreign(asked, "agreement.record", [value], [new])
        change(AGREEMENTS, {agreement: (version, old)}, act, chain=chain)
        return int(add(AGREEMENTS, [new], act, chain=chain)[0].pk)
