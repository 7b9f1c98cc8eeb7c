"""Agreements as people keep them: recorded, changed, split, undone. Each call is one act in the ledger.

What may become of a value is said by rules.changes; here it is asked whether this person may do it, whether anybody else
did something meanwhile, and whether the value holds together; then it is stored, once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import add, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, require_desk
from teikei.registry.refusals import ChangedMeanwhile, NothingToUndo, NotSound
from teikei.rules import agreement as values
from teikei.rules.changes import closed
from teikei.rules.problems import problems
from teikei.rules.splitting import split

Edit = Callable[[values.Agreement], values.Agreement]


def record(value: values.Agreement, *, by: Person, at: datetime, reason: str = "", source: int | None = None) -> int:
    """Keep a new agreement; gives its number. NotSound, naming every problem, where the value does not hold together."""
    act = Act("record", at, require_desk(by), reason=reason, source=source)
    _refuse_unsound([(None, value)], at)
    return int(add(AGREEMENTS, [value], act)[0].pk)


def revise(
    agreement: int, edit: Edit, *, version: int | None, by: Person, at: datetime, operation: str = "revise", reason: str = "",
    source: int | None = None,
) -> int:  # fmt: skip
    """Keep what `edit` makes of an agreement; gives its version then.

    version: the one that the person looked at (None: whatever it is now); ChangedMeanwhile where it is no longer the
    current one. NotSound where the result does not hold together, and whatever `edit` refuses; then nothing is stored.
    """
    return revise_many({agreement: version}, edit, by=by, at=at, operation=operation, reason=reason, source=source)[agreement]


def revise_many(
    agreements: Mapping[int, int | None], edit: Edit, *, by: Person, at: datetime, operation: str = "revise", reason: str = "",
    source: int | None = None,
) -> dict[int, int]:  # fmt: skip
    """The same for several at once, all or none: number → version that was looked at; gives number → version then."""
    act = Act(operation, at, require_desk(by), reason=reason, source=source)
    with transaction.atomic():
        chain = ledger.lock()
        kept = kept_values(agreements)
        changed = {pk: (agreements[pk], edit(value)) for pk, (_, value) in kept.items()}
        _refuse_unsound([(kept[pk][1], value) for pk, (_, value) in changed.items()], at)
        change(AGREEMENTS, changed, act, chain=chain)
        return dict(Agreement.objects.filter(pk__in=list(agreements)).values_list("pk", "version"))


def split_up(
    agreement: int,
    parts: Sequence[values.Agreement],
    *,
    version: int,
    by: Person,
    at: datetime,
    reason: str = "",
    source: int | None = None,
) -> list[int]:
    """Say which agreements stand behind a rolled-up row; gives their numbers. The first keeps the row's number, all its rows."""
    act = Act("split", at, require_desk(by), reason=reason, source=source)
    with transaction.atomic():
        chain = ledger.lock()
        _, value = kept_values([agreement])[agreement]
        first, *others = split(value, parts, today=localdate(at))
        _refuse_unsound([(value, one) for one in (first, *others)], at)
        change(AGREEMENTS, {agreement: (version, first)}, act, chain=chain)
        return [agreement, *(row.pk for row in add(AGREEMENTS, others, act, chain=chain))]


def undo(batch: str, *, by: Person, at: datetime, reason: str = "") -> int:
    """Put back what an act changed, all of it; gives how many. What it added is closed as a mistake: nothing is ever removed.

    ChangedMeanwhile where anything of it was changed since; NothingToUndo where there is no such act.
    """
    act = Act("undo", at, require_desk(by), reason=reason)
    with transaction.atomic():
        chain = ledger.lock()
        lines = {line.subject: line for line in Change.objects.filter(batch=batch, kind=AGREEMENTS.name)}
        if not lines:
            raise NothingToUndo
        for pk, version in Agreement.objects.filter(pk__in=list(lines)).values_list("pk", "version"):
            if version != lines[pk].version:
                raise ChangedMeanwhile(AGREEMENTS.name, pk, version)
        change(AGREEMENTS, {pk: (None, _before(line, at)) for pk, line in lines.items()}, act, chain=chain)
    return len(lines)


def _before(line: Change, at: datetime) -> values.Agreement:
    if line.version > 1:
        earlier = Change.objects.get(kind=line.kind, subject=line.subject, version=line.version - 1)
        return value_of(AGREEMENTS, earlier.after)
    value = value_of(AGREEMENTS, line.after)
    return closed(value, localdate(at), "mistaken", today=localdate(at))


def kept_values(agreements: Mapping[int, object] | Sequence[int]) -> dict[int, tuple[int, values.Agreement]]:
    """Number → version and value, for those that are kept. Agreement.DoesNotExist where one is not."""
    found: dict[int, tuple[int, values.Agreement]] = {}
    for pks in chunks(agreements):
        for pk, version, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "version", "body"):
            found[pk] = (version, value_of(AGREEMENTS, body))
    if missing := [pk for pk in agreements if pk not in found]:
        raise Agreement.DoesNotExist(missing[0])
    return found


def _refuse_unsound(changes: Sequence[tuple[values.Agreement | None, values.Agreement]], at: datetime) -> None:
    """NotSound for problems that a change brings. Those that a list brought with it are findings, and block nothing."""
    today = localdate(at)
    for old, new in changes:
        before = {problem.text for problem in problems(old, today)} if old else set()
        if brought := [problem.text for problem in problems(new, today) if problem.text not in before]:
            raise NotSound(brought)
