"""Appointing people to roles and ending appointments: by administrators, or at a terminal of the server. Each is in the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import get_args

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate

from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.registry.models import Appointment as Row
from teikei.registry.models import Institution, OrganizationalUnit
from teikei.registry.operations import ledger
from teikei.registry.operations.appointment_rows import APPOINTMENTS
from teikei.registry.operations.kept import add, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import OfScope, Person, Role, require
from teikei.registry.permissions.asking import Homes
from teikei.registry.permissions.decide import Appointment, ScopeLevel
from teikei.registry.permissions.spec import ROLES

_KIND_LENGTH = 100


class NotAppointed(Refusal):
    """Nobody was appointed: what was given names no account, no role, no scope or no days."""


class AlreadyAppointed(Refusal):
    """The person has this role in this scope already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            en=f"{name} has this role in this scope already. End that appointment first if it is to change. Nothing was done.",
            ja=f"{name} はこの範囲でこの役割にすでに任命されています。変えるときは、先にその任命を終了してください。何も変更していません。",
        )


class AlreadyEnded(Refusal):
    """The appointment was ended before."""

    def __init__(self) -> None:
        super().__init__(
            en="This appointment has ended already. Nothing was done.", ja="この任命はすでに終了しています。何も変更していません。"
        )


def appoint(
    name: str, role: str, *, institution: int | None = None, unit: int | None = None, level: str = "both", kinds: Sequence[str] = (),
    valid_from: date | None = None, valid_to: date | None = None, reason: str = "", by: Person | None, at: datetime,
) -> int:  # fmt: skip
    """Appoint the account of that name to a role in a scope; gives the appointment's number.

    Neither institution nor unit: everything. valid_from None: from today on. by: None for somebody at a terminal of the
    server; anybody else has to be an administrator whose own scope holds this one. NotAppointed, AlreadyAppointed.
    """
    today = localdate(at)
    scope_level = _level(level)
    named = tuple(dict.fromkeys(word for kind in kinds if (word := one_line(kind)[:_KIND_LENGTH])))
    person = None
    if by is not None:
        # Before anything that was given is looked up: whoever may not appoint learns nothing of accounts and units.
        scope = Homes().scope(institution=institution, unit=unit, level=scope_level, kinds=named, day=today)
        person = require(by, "people.appoint", scope, day=today)
    _refuse_scope(institution, unit)
    first = valid_from or today
    if valid_to is not None and valid_to < first:
        raise NotAppointed(
            en=f"The last day ({valid_to}) is before the first ({first}). Correct the days.",
            ja=f"終了日（{valid_to}）が開始日（{first}）より前です。日付を直してください。",
        )
    account = _account(name)
    value = Appointment(
        person=account.pk, role=_role(role), institution=institution, unit=unit, level=scope_level, kinds=named, valid_from=first,
        valid_to=valid_to, by=person.pk if person else None,
    )  # fmt: skip
    act = Act("appoint", at, person, reason=one_line(reason))
    with transaction.atomic():
        chain = ledger.lock()
        _refuse_twin(account, value)
        return int(add(APPOINTMENTS, [value], act, chain=chain)[0].pk)


def end_appointment(appointment: int, *, version: int | None = None, reason: str = "", by: Person | None, at: datetime) -> None:
    """End an appointment now: it does not hold from today on. What it allowed before stays as it was done.

    version: the one that the person looked at. Appointment.DoesNotExist where there is none, or none that they may see;
    AlreadyEnded; ChangedMeanwhile.
    """
    today = localdate(at)
    person = None
    with transaction.atomic():
        chain = ledger.lock()
        found = Row.objects.filter(pk=appointment).first()
        value = value_of(APPOINTMENTS, found.body) if found else None
        if by is not None:
            scope = scope_of(value, day=today) if value else Homes().scope(day=today)
            person = require(by, "people.appoint", scope, day=today)
        if value is None:
            raise Row.DoesNotExist(appointment)
        if value.ended_on is not None or (value.valid_to is not None and value.valid_to < today):
            raise AlreadyEnded
        ended = replace(value, ended_on=max(today, value.valid_from))
        change(APPOINTMENTS, {appointment: (version, ended)}, Act("end appointment", at, person, reason=one_line(reason)), chain=chain)


def scope_of(value: Appointment, *, day: date) -> OfScope:
    """What decides on whoever wants to see or end an appointment."""
    return Homes().scope(institution=value.institution, unit=value.unit, level=value.level, kinds=value.kinds, day=day)


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    known = ", ".join(ROLES)
    raise NotAppointed(
        en=f"{text}: there is no such role. The roles are: {known}.", ja=f"{text}: そのような役割はありません。役割: {known}"
    )


def _level(text: str) -> ScopeLevel:
    for level in get_args(ScopeLevel):
        if level == text:
            found: ScopeLevel = level
            return found
    raise NotAppointed(
        en=f"{text}: no level. Give university, unit or both.",
        ja=f"{text}: 区分ではありません。university・unit・both のいずれかを指定してください。",
    )


def _refuse_scope(institution: int | None, unit: int | None) -> None:
    """NotAppointed for a scope that there is not: both at once, or an institution or unit whose list is not kept here."""
    if institution is not None and unit is not None:
        raise NotAppointed(
            en="Give an institution or a unit, not both: a unit says itself to which institution it belongs.",
            ja="機関か部局のどちらか一方を指定してください。部局の属する機関は決まっています。",
        )
    missing = (
        institution is not None and not Institution.objects.filter(pk=institution, is_home=True).exists(),
        unit is not None and not OrganizationalUnit.objects.filter(pk=unit, institution__is_home=True).exists(),
    )
    if any(missing):
        raise NotAppointed(
            en="There is no such institution or unit of ours. Give one whose list is kept here.",
            ja="該当する本学の機関・部局がありません。一覧が登録されている機関か、その部局を指定してください。",
        )


def _account(name: str) -> User:
    found = User.objects.filter(username=name.strip(), is_active=True).first()
    if found is None:
        raise NotAppointed(
            en=f"There is no account {name.strip()}. Make it first: teikei-admin createuser NAME",
            ja=f"利用者 {name.strip()} はいません。先に作ってください: teikei-admin createuser 名前",
        )
    return found


def _refuse_twin(account: User, value: Appointment) -> None:
    """AlreadyAppointed where one of the same role and scope holds on a day of this one."""
    for body in Row.objects.filter(person=account, role=value.role, ended_on=None).values_list("body", flat=True):
        other = value_of(APPOINTMENTS, body)
        same = (other.institution, other.unit, other.level, other.kinds) == (value.institution, value.unit, value.level, value.kinds)
        if same and other.valid_from <= (value.valid_to or date.max) and value.valid_from <= (other.valid_to or date.max):
            raise AlreadyAppointed(account.get_username())
