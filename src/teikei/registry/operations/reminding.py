"""Reminders: each remark goes to each address once, however often and by however many processes this is run.

A run claims what nobody has claimed, by a constraint of the database, sends it, and marks it sent. What could not be sent is
set free for the next run. What a run claimed and never marked, because it was killed, may be claimed again after LOST.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max

from teikei.names.bilingual import Language
from teikei.registry.digests import Remark, digest
from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import Agreement, Reminder, Span
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.coming_due import Told, told_on
from teikei.registry.operations.kept import refresh

_log = logging.getLogger("teikei.reminders")
LOST = timedelta(hours=1)
# Deadlines are kept some years ahead (agreement_rows.AHEAD); where fewer are left, they are made anew.
KEPT_UP = timedelta(days=366 * 5)
Key = tuple[str, int, str, date, int]
_FIELDS = ("subject_kind", "subject", "about", "due_on", "stage")


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail: to whom, in which language, its words, how many remarks are in it, and a mark that tells it from others."""

    address: str
    language: Language
    subject: str
    text: str
    remarks: int
    mark: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run did: the e-mails that went out (or would have), and how many could not be sent."""

    mails: tuple[Mail, ...]
    failed: int


def remind(*, on: date, at: datetime, dry_run: bool = False, send: Callable[[Mail], None] | None = None) -> Reminded:
    """Send what is due on a day and was not sent before. dry_run: send and store nothing; give what would be sent."""
    told = told_on(on)
    if dry_run:
        return Reminded(tuple(_mails(_unsent(told), on)), 0)
    keep_up(on)
    run = uuid4().hex
    sent, failed = [], 0
    for mail in _mails(_claimed(told, run, at), on):
        mine = Reminder.objects.filter(run=run, address=mail.address)
        try:
            (send or send_mail)(mail)
        except Exception:  # whatever a mail server does: the others still get theirs
            _log.exception("the reminder to %s could not be sent", mail.address)
            mine.filter(sent_at=None).delete()
            failed += 1
        else:
            mine.update(sent_at=at)
            sent.append(mail)
    return Reminded(tuple(sent), failed)


def send_mail(mail: Mail) -> None:
    """Send one e-mail by Django's backend."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    headers = {"Message-ID": f"<{mail.mark}@{domain}>", "Auto-Submitted": "auto-generated", "Content-Language": mail.language}
    EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers).send()


def _mails(told: Told, on: date) -> list[Mail]:
    made = []
    for address, (language, remarks) in sorted(told.items()):
        subject, text = digest(remarks, language, on)
        mark = sha256(repr((address, sorted(remark.key for remark in remarks))).encode()).hexdigest()[:32]
        made.append(Mail(address, language, subject, text, len(remarks), mark))
    return made


def _unsent(told: Told) -> Told:
    kept: set[tuple[str, Key]] = set()
    for addresses in chunks(told):
        rows = Reminder.objects.filter(address__in=addresses).values_list("address", *_FIELDS)
        kept |= {(address, tuple(key)) for address, *key in rows}
    return _of(told, lambda address, remark: (address, remark.key) not in kept)


def _claimed(told: Told, run: str, at: datetime) -> Told:
    """What this run, and no other, sends."""
    wanted = [
        Reminder(address=address, run=run, claimed_at=at, **dict(zip(_FIELDS, remark.key, strict=True)))
        for address, (_, remarks) in told.items()
        for remark in remarks
    ]
    with transaction.atomic():
        Reminder.objects.bulk_create(wanted, batch_size=BATCH // 10, ignore_conflicts=True)
        # A run that was killed between claiming and marking: the clock that it claimed by may have been wrong either way.
        lost = Reminder.objects.filter(sent_at=None).exclude(run=run).exclude(claimed_at__range=(at - LOST, at + LOST))
        lost.update(run=run, claimed_at=at)
    mine: set[tuple[str, Key]] = {
        (address, tuple(key)) for address, *key in Reminder.objects.filter(run=run).values_list("address", *_FIELDS)
    }
    return _of(told, lambda address, remark: (address, remark.key) in mine)


def _of(told: Told, keep: Callable[[str, Remark], bool]) -> Told:
    kept = {address: (language, [one for one in remarks if keep(address, one)]) for address, (language, remarks) in told.items()}
    return {address: (language, remarks) for address, (language, remarks) in kept.items() if remarks}


def keep_up(on: date) -> int:
    """Make the deadlines of agreements that renew themselves without limit anew, where fewer than KEPT_UP are left; gives how many."""
    endless = Span.objects.filter(valid_to=None, basis=Span.Basis.ASSUMED).values("agreement")
    short = Agreement.objects.filter(pk__in=endless).annotate(last=Max("deadlines__due_on")).filter(last__lt=on + KEPT_UP)
    numbers: Sequence[int] = list(short.values_list("pk", flat=True))
    for pks in chunks(numbers):
        with transaction.atomic():
            ledger.lock()
            refresh(AGREEMENTS, pks, on)
    return len(numbers)
