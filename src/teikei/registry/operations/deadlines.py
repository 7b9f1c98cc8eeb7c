"""What people decide about reminders: a deadline left to pass, addresses, and calendars with their tokens."""

import secrets
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal
from teikei.registry.models import Agreement, CalendarToken, LeftAlone, OrganizationalUnit, ReminderAddress
from teikei.registry.operations import ledger
from teikei.registry.operations.concluding import seen_values
from teikei.registry.operations.kept import text_of
from teikei.registry.operations.ledger import Act, Line
from teikei.registry.permissions import Person, asker
from teikei.registry.permissions.asking import require_anywhere


class NoReason(Refusal):
    """A deadline is left alone, and nobody says why."""

    def __init__(self) -> None:
        super().__init__(
            en="Say why the deadline is left to pass. Nothing was stored.", ja="そのままにする理由を入力してください。保存していません。"
        )


class NoAddress(Refusal):
    """What was entered is no e-mail address."""

    def __init__(self, text: str) -> None:
        super().__init__(
            en=f"{text}: this is no e-mail address. Nothing was stored.", ja=f"{text}: メールアドレスではありません。保存していません。"
        )


def leave_alone(agreement: int, about: str, due_on: date, *, reason: str, by: Person, at: datetime) -> None:
    """Let a deadline pass: nothing more is said of it. NoReason without one. Agreement.DoesNotExist."""
    asked = asker(by, "agreement.revise", day=localdate(at))
    person = asked.person
    if not reason.strip():
        raise NoReason
    _, value = seen_values([agreement], asked)[agreement]
    asked.require("agreement.revise", value)
    with transaction.atomic():
        chain = ledger.lock()
        row, new = LeftAlone.objects.get_or_create(
            agreement=Agreement.objects.get(pk=agreement), about=about[:10], due_on=due_on,
            defaults={"reason": reason.strip()[:1000], "by": person, "at": at},
        )  # fmt: skip
        if new:
            after = text_of({"agreement": agreement, "about": about, "due_on": due_on, "reason": row.reason})
            ledger.enter([Line("left-alone", row.pk, 1, after)], Act("leave-alone", at, person, reason=row.reason), chain=chain)


def add_address(unit: int | None, email: str, language: str, *, by: Person, at: datetime) -> None:
    """Remind an address of what comes due for a unit, or (None) for all. NoAddress. Twice is as good as once."""
    person, email = require_anywhere(by, "feed.make"), email.strip()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise NoAddress(email[:100]) from fault
    with transaction.atomic():
        chain = ledger.lock()
        row, new = ReminderAddress.objects.update_or_create(
            unit_id=unit, email=email, defaults={"language": "en" if language == "en" else "ja"}
        )
        if new:
            after = text_of({"unit": unit, "email": email, "language": row.language})
            ledger.enter([Line("address", row.pk, 1, after)], Act("add-address", at, person), chain=chain)


def remove_address(number: int, *, by: Person, at: datetime) -> None:
    """Remind an address no more. Does nothing where it is gone."""
    person = require_anywhere(by, "feed.make")
    with transaction.atomic():
        chain = ledger.lock()
        if ReminderAddress.objects.filter(pk=number).delete()[0]:
            ledger.enter([Line("address", number, 2, "")], Act("remove-address", at, person), chain=chain)


def make_calendar(unit: int | None, *, label: str, language: str, by: Person, at: datetime) -> str:
    """A token that opens the deadlines of a unit (None: of all) as a calendar. It is shown once: only its hash is kept."""
    person, token = require_anywhere(by, "feed.make"), secrets.token_urlsafe(32)
    with transaction.atomic():
        chain = ledger.lock()
        row = CalendarToken.objects.create(
            unit=OrganizationalUnit.objects.get(pk=unit) if unit is not None else None, sha256=token_hash(token), label=label.strip()[:100],
            language="en" if language == "en" else "ja", made_by=person, made_at=at,
        )  # fmt: skip
        after = text_of({"unit": unit, "label": row.label})
        ledger.enter([Line("calendar", row.pk, 1, after)], Act("make-calendar", at, person), chain=chain)
    return token


def revoke_calendar(number: int, *, by: Person, at: datetime) -> None:
    """The token opens nothing any more. Does nothing where it was revoked before."""
    person = require_anywhere(by, "feed.make")
    with transaction.atomic():
        chain = ledger.lock()
        if CalendarToken.objects.filter(pk=number, revoked_at=None).update(revoked_at=at):
            ledger.enter([Line("calendar", number, 2, "")], Act("revoke-calendar", at, person), chain=chain)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()
