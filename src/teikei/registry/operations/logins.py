"""Failed logins: counted, so that nobody tries passwords by the thousand."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from teikei.names.folding import fold
from teikei.registry.models import FailedLogin
from teikei.registry.refusals import TooManyLogins

MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


def refuse_many_failures(account: str, address: str, *, at: datetime) -> None:
    """TooManyLogins where this account failed too often from this address within the last minutes."""
    failures = FailedLogin.objects.filter(account=_key(account), address=address, failed_at__gt=at - WINDOW).order_by("-failed_at")
    latest = list(failures.values_list("failed_at", flat=True)[:MOST_FAILURES])
    if len(latest) == MOST_FAILURES:
        raise TooManyLogins(minutes=int((latest[-1] + WINDOW - at).total_seconds() // 60) + 1)


@transaction.atomic
def note_failure(account: str, address: str, *, at: datetime) -> None:
    """Remember a failure, and forget those of yesterday."""
    FailedLogin.objects.filter(failed_at__lt=at - KEPT).delete()
    FailedLogin.objects.create(account=_key(account), address=address, failed_at=at)


def forget_failures(account: str, address: str) -> None:
    """The right password was given: earlier mistakes no longer count."""
    FailedLogin.objects.filter(account=_key(account), address=address).delete()


def _key(account: str) -> str:
    return hashlib.sha256(fold(account).encode(errors="replace")).hexdigest()
