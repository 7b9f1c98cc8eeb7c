"""A sheet of agreements taken in: changes and new agreements together, as one act that can be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import refuse_foreign, seen_values
from teikei.registry.operations.kept import add, change
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, asker, kept_hidden
from teikei.registry.refusals import NotSound
from teikei.rules import agreement as values
from teikei.rules.problems import problems


def take_in_sheet(
    changed: Mapping[int, tuple[int, values.Agreement]], new: Sequence[values.Agreement], *, by: Person, at: datetime, reason: str = ""
) -> tuple[int, int]:
    """Keep changed agreements (number → the version that the sheet shows, the new value) and new ones; gives how many of each.

    ChangedMeanwhile where a version is no longer the current one, NotSound for a new value that does not hold together;
    then nothing is stored.
    """
    asked = asker(by, "agreement.revise", day=localdate(at))
    act = Act("sheet", at, asked.person, reason=reason)
    today = localdate(at)
    if unsound := [problem.text for value in new for problem in problems(value, today)]:
        raise NotSound(unsound)
    with transaction.atomic():
        chain = ledger.lock()
        whole: dict[int, tuple[int | None, values.Agreement]] = {}
        for number, (_, value) in seen_values(changed, asked).items():
            asked.require("agreement.revise", value)
            version, edited = changed[number]
            whole[number] = (version, kept_hidden(value, edited, asked.sight(value)))
            refuse_foreign(asked, "agreement.revise", [value], [whole[number][1]])
        refuse_foreign(asked, "agreement.record", [], new)
        rows = change(AGREEMENTS, whole, act, chain=chain)
        added = add(AGREEMENTS, new, act, chain=chain)
    return len(rows), len(added)
