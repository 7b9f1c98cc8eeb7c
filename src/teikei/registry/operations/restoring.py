"""Putting back what an act did to institutions and units: their values before it, as a further act in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal
from teikei.registry.models import Chain, Change, EntryUnit, Institution, OrganizationalUnit, Party
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import refresh_agreements
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.institutions import require_institutions, require_units
from teikei.registry.operations.kept import Kind, before, change, remove
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.refusals import NothingToUndo

KINDS = (INSTITUTIONS, UNITS)


class CannotBePutBack(Refusal):
    """The act did more than change institutions and units: it joined spellings, and agreements follow it."""

    def __init__(self) -> None:
        super().__init__(
            en="This cannot be put back: agreements were changed with it, or something was taken away. Nothing was changed. "
            "The history shows what it was; set it right with the forms.",
            ja="この操作は元に戻せません（協定も変更されたか、項目が取り除かれています）。何も変更していません。履歴を見て、各フォームで直してください。",
        )


class StillNamed(Refusal):
    """What the act added is named elsewhere by now."""

    def __init__(self, name: str) -> None:
        super().__init__(
            en=f"{name} was added by it and is in use by now. Nothing was changed: take it out there first, or end it.",
            ja=f"この操作で追加した「{name}」はすでに使われています。何も変更していません。先に使用箇所から外すか、廃止として登録してください。",
        )


def restore(batch: str, *, by: Person, at: datetime, reason: str = "") -> int:
    """Put back what an act did to institutions and units; gives how many. What it added and nobody names is taken away.

    NothingToUndo where there is no such act; CannotBePutBack where agreements went with it; ChangedMeanwhile where anything of
    it was changed since; NotAllowed where any of it is not theirs to change.
    """
    require_anywhere(by, "unit.revise")
    with transaction.atomic():
        chain = ledger.lock()
        lines = list(Change.objects.filter(batch=batch).order_by("position"))
        of_kind = {kind.name: [line for line in lines if line.kind == kind.name] for kind in KINDS}
        if not any(of_kind.values()):
            raise NothingToUndo
        person = require_institutions(by, [line.subject for line in of_kind[INSTITUTIONS.name]], at)
        person = require_units(by, [line.subject for line in of_kind[UNITS.name]], at) if of_kind[UNITS.name] else person
        if sum(map(len, of_kind.values())) < len(lines) or any(not line.after for line in lines):
            raise CannotBePutBack
        act = Act("undo", at, person, reason=reason)
        added = {kind.name: [line.subject for line in of_kind[kind.name] if line.version == 1] for kind in KINDS}
        for kind in KINDS:
            put_back(kind, lines, act, chain)
        # Nothing stands for anything by what is added any more: now it can be asked who still names it.
        for kind in KINDS:
            _take_away(kind, added[kind.name], act, chain)
        numbers = {kind.name: [line.subject for line in of_kind[kind.name]] for kind in KINDS}
        refresh_agreements(institutions=numbers[INSTITUTIONS.name], units=numbers[UNITS.name], today=localdate(at))
    return len(lines)


def put_back(kind: Kind[Any], lines: Sequence[Change], act: Act, chain: Chain) -> None:
    """Each subject as it was before these lines of one act; what the act added stays. ChangedMeanwhile where any was changed since."""
    change(kind, {pk: (version, value) for pk, (version, value) in before(kind, lines).items() if value is not None}, act, chain=chain)


def _take_away(kind: Kind[Any], numbers: Sequence[int], act: Act, chain: Chain) -> None:
    if not numbers:
        return
    if kind.name == UNITS.name:
        named: Mapping[int, str] = dict(OrganizationalUnit.objects.filter(pk__in=numbers).values_list("pk", "name"))
        used = {
            *Party.units.through.objects.filter(organizationalunit__in=numbers).values_list("organizationalunit_id", flat=True),
            *EntryUnit.objects.filter(unit__in=numbers).values_list("unit_id", flat=True),
            *OrganizationalUnit.objects.filter(parent__in=numbers).values_list("parent_id", flat=True),
        }
    else:
        named = dict(Institution.objects.filter(pk__in=numbers).values_list("pk", "printed"))
        used = {
            *Party.objects.filter(institution__in=numbers).values_list("institution_id", flat=True),
            *OrganizationalUnit.objects.filter(institution__in=numbers).values_list("institution_id", flat=True),
        }
    if used:
        raise StillNamed(named[min(used)])
    try:
        remove(kind, numbers, act, chain=chain)
    except ProtectedError as error:  # somebody was appointed to it
        raise StillNamed(named[numbers[0]]) from error
