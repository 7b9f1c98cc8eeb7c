"""Agreements as people keep them: recorded, changed, split, undone. Each call is one act in the ledger.

What may become of a value is said by rules.changes; here it is asked whether this person may do it, whether anybody else
did something meanwhile, and whether the value holds together; then it is stored, once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change, Institution, OrganizationalUnit
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import add, before, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Action, Asker, Person, asker, kept_hidden, visible
from teikei.registry.permissions.named import named_agreements, named_institutions, named_units
from teikei.registry.permissions.parts import kept_memoranda
from teikei.registry.refusals import NothingToUndo, NotSound
from teikei.rules import agreement as values
from teikei.rules.changes import closed
from teikei.rules.held import took_effect
from teikei.rules.problems import brought, problems
from teikei.rules.splitting import split

Edit = Callable[[values.Agreement], values.Agreement]


class NoSuchAgreement(Refusal):
    """A link to an agreement that there is not, as far as the person may know."""

    def __init__(self, agreement: int) -> None:
        super().__init__(
            en=f"There is no agreement {agreement} to link to. Nothing was stored.",
            ja=f"リンク先の協定 {agreement} はありません。保存していません。",
        )


class NotKnown(Refusal):
    """The value names somebody by a number that is nobody's."""

    def __init__(self, what_en: str, what_ja: str, number: int) -> None:
        super().__init__(
            en=f"There is no {what_en} with the number {number}. Nothing was stored: look the number up, or add it first.",
            ja=f"番号 {number} の{what_ja}はありません。保存していません。番号を確かめるか、先に追加してください。",
        )


def record(value: values.Agreement, *, by: Person, at: datetime, reason: str = "", source: int | None = None) -> int:
    """Keep a new agreement; gives its number. NotSound, naming every problem, where the value does not hold together."""
    asked = asker(by, "agreement.record", day=localdate(at))
    act = Act("record", at, asked.person, reason=reason, source=source)
    with transaction.atomic():
        chain = ledger.lock()
        refuse_foreign(asked, "agreement.record", [], [value])
        refuse_unsound([(None, value)], at)
        return int(add(AGREEMENTS, [value], act, chain=chain)[0].pk)


def revise(
    agreement: int, edit: Edit, *, version: int | None, by: Person, at: datetime, operation: str = "revise", reason: str = "",
    source: int | None = None,
) -> int:  # fmt: skip
    """Keep what `edit` makes of an agreement; gives its version then.

    `edit` is given what the person may see; the parts that they may not are put back into what it makes. version: the one
    that the person looked at (None: whatever it is now); ChangedMeanwhile where it is no longer the current one. NotSound
    where the result does not hold together, and whatever `edit` refuses; then nothing is stored. Agreement.DoesNotExist
    where there is none, or none that the person may see; NotAllowed where they may see but not change it, before or after.
    """
    return revise_many({agreement: version}, edit, by=by, at=at, operation=operation, reason=reason, source=source)[agreement]


def revise_many(
    agreements: Mapping[int, int | None], edit: Edit, *, by: Person, at: datetime, operation: str = "revise", reason: str = "",
    source: int | None = None,
) -> dict[int, int]:  # fmt: skip
    """The same for several at once, all or none: number → version that was looked at; gives number → version then."""
    asked = asker(by, "agreement.revise", day=localdate(at))
    act = Act(operation, at, asked.person, reason=reason, source=source)
    with transaction.atomic():
        chain = ledger.lock()
        kept = seen_values(agreements, asked)
        changed: dict[int, tuple[int | None, values.Agreement]] = {}
        for pk, (_, value) in kept.items():
            asked.require("agreement.revise", value)
            sight = asked.sight(value)
            new = kept_hidden(value, edit(visible(value, sight)), sight)
            refuse_foreign(asked, "agreement.revise", [value], [new])
            changed[pk] = (agreements[pk], new)
        refuse_unsound([(kept[pk][1], value) for pk, (_, value) in changed.items()], at)
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
    asked = asker(by, "agreement.split", day=localdate(at))
    act = Act("split", at, asked.person, reason=reason, source=source)
    with transaction.atomic():
        chain = ledger.lock()
        _, value = seen_values([agreement], asked)[agreement]
        asked.require("agreement.split", value)
        sight = asked.sight(value)
        whole = [replace(part, memoranda=kept_memoranda(value.memoranda, part.memoranda, sight)) for part in parts]
        first, *others = split(value, whole, today=localdate(at))
        refuse_foreign(asked, "agreement.split", [value], [first, *others])
        refuse_unsound([(value, one) for one in (first, *others)], at)
        change(AGREEMENTS, {agreement: (version, first)}, act, chain=chain)
        return [agreement, *(row.pk for row in add(AGREEMENTS, others, act, chain=chain))]


def undo(batch: str, *, by: Person, at: datetime, reason: str = "") -> int:
    """Put back what an act changed, all of it; gives how many. What it added is closed as a mistake: nothing is ever removed.

    ChangedMeanwhile where anything of it was changed since; NothingToUndo where there is no such act, or none that the
    person may see; NotAllowed where any of it is not theirs to change.
    """
    asked = asker(by, "agreement.undo", day=localdate(at))
    act = Act("undo", at, asked.person, reason=reason)
    with transaction.atomic():
        chain = ledger.lock()
        lines = list(Change.objects.filter(batch=batch, kind=AGREEMENTS.name).order_by("position"))
        kept = kept_values({line.subject: None for line in lines})
        if not any(asked.reads(value) for _, value in kept.values()):
            raise NothingToUndo
        for _, value in kept.values():
            asked.require("agreement.undo", value)
        earlier = before_act(lines, localdate(at))
        for _, value in earlier.values():
            asked.require("agreement.undo", value)
        change(AGREEMENTS, earlier, act, chain=chain)
    return len(earlier)


def before_act(lines: Iterable[Change], today: date) -> dict[int, tuple[int | None, values.Agreement]]:
    """What undoes an act's lines on agreements: version and value of each before it. One that it recorded is closed as a mistake,
    from its first day on, so that no list shows it: nothing is ever removed. ChangedMeanwhile.
    """
    found: dict[int, tuple[int | None, values.Agreement]] = {}
    earlier = before(AGREEMENTS, lines)
    kept = kept_values([pk for pk, (_, value) in earlier.items() if value is None])
    for pk, (version, value) in earlier.items():
        if value is None:
            value = replace(kept[pk][1], closing=None)
            value = closed(value, min(took_effect(value), today), "mistaken", today=today)
        found[pk] = (version, value)
    return found


def kept_values(agreements: Mapping[int, object] | Sequence[int]) -> dict[int, tuple[int, values.Agreement]]:
    """Number → version and value, for those that are kept. Agreement.DoesNotExist where one is not."""
    found: dict[int, tuple[int, values.Agreement]] = {}
    for pks in chunks(agreements):
        for pk, version, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "version", "body"):
            found[pk] = (version, value_of(AGREEMENTS, body))
    if missing := [pk for pk in agreements if pk not in found]:
        raise Agreement.DoesNotExist(missing[0])
    return found


def seen_values(agreements: Mapping[int, object] | Sequence[int], asked: Asker) -> dict[int, tuple[int, values.Agreement]]:
    """The same, of those that the person may see: one that they may not is one that there is not."""
    found = kept_values(agreements)
    if hidden := [pk for pk, (_, value) in found.items() if not asked.reads(value)]:
        raise Agreement.DoesNotExist(hidden[0])
    return found


def refuse_foreign(asked: Asker, action: Action, old: Sequence[values.Agreement], new: Sequence[values.Agreement]) -> None:
    """NotAllowed where the result is not theirs either, or names a unit that is not; NoSuchAgreement for a link to nowhere."""
    _refuse_unknown(old, new)
    for value in new:
        asked.require(action, value)
    asked.require_touched(action, old, new)
    linked = frozenset().union(*map(named_agreements, new)) - frozenset().union(*map(named_agreements, old))
    try:
        seen_values(sorted(linked), asked)
    except Agreement.DoesNotExist as missing:
        raise NoSuchAgreement(missing.args[0]) from None


def _refuse_unknown(old: Sequence[values.Agreement], new: Sequence[values.Agreement]) -> None:
    """NotKnown where a change names an institution or a unit that there is not, or a unit under another's name."""
    institutions = frozenset().union(*map(named_institutions, new)) - frozenset().union(*map(named_institutions, old))
    for pks in chunks(institutions):
        if missing := set(pks) - set(Institution.objects.filter(pk__in=pks).values_list("pk", flat=True)):
            raise NotKnown("institution", "機関", min(missing))
    before = {(party.institution, unit.unit) for value in old for party in value.parties for unit in party.units}
    sides = {(party.institution, unit.unit) for value in new for party in value.parties for unit in party.units} - before
    units = frozenset().union(*map(named_units, new)) - frozenset().union(*map(named_units, old)) | {unit for _, unit in sides}
    owners: dict[int, int] = {}
    for pks in chunks(units):
        owners |= dict(OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "institution_id"))
    if wrong := [unit for unit in units if unit not in owners] or [unit for owner, unit in sides if owners[unit] != owner]:
        raise NotKnown("unit of that party", "その当事者の部局", min(wrong))


def refuse_unsound(changes: Sequence[tuple[values.Agreement | None, values.Agreement]], at: datetime) -> None:
    """NotSound for problems that a change brings. Those that a list brought with it are findings, and block nothing."""
    today = localdate(at)
    for old, new in changes:
        if wrong := brought(problems(new, today), problems(old, today) if old else ()):
            raise NotSound([problem.text for problem in wrong])
