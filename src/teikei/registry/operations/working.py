"""The built-in worker: what has to be done once a day is done once a day, whatever the clock does."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from threading import Event
from time import monotonic

from django.db import close_old_connections
from django.utils import timezone

from teikei.registry.operations.reminding import remind

_log = logging.getLogger("teikei.worker")
# The clock is asked this often (seconds), so that one set forward or back, or a machine that slept, delays nothing for long.
PACE = 30.0
# What failed is tried again after so long (seconds).
AGAIN_AFTER = 1800.0


def work(stop: Event, *, hour: int, now: Callable[[], datetime] = timezone.now, pace: float = PACE) -> int:
    """Send the day's reminders from that hour (Asia/Tokyo) on, every day, until `stop` is set; gives how many days were done.

    A day that failed is tried again after AGAIN_AFTER. A clock set back does a day again, which sends nothing twice.
    """
    done: date | None = None
    days, not_before = 0, 0.0
    while not stop.is_set():
        at = now()
        today = timezone.localdate(at)
        if today != done and timezone.localtime(at).hour >= hour and monotonic() >= not_before:
            not_before = monotonic() + AGAIN_AFTER
            close_old_connections()
            try:
                told = remind(on=today, at=at)
                _log.info("%s: %s e-mails, %s failed", today, len(told.mails), told.failed)
                if not told.failed:
                    done, days, not_before = today, days + 1, 0.0
            except Exception:
                _log.exception("the reminders of %s could not be made", today)
            close_old_connections()
        stop.wait(pace)
    return days
