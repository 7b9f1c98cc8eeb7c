"""The worker that sends reminders every day…"""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest

from teikei.registry.operations import working
from teikei.registry.operations.reminding import Reminded


def run_worker(instants, monkeypatch, fail=()):
    """The days on which a worker that asks the clock at these instants sends reminders."""
    stop, clock, asked = Event(), iter(instants), []

    def now():
        at = next(clock, None)
        if at is None:
            stop.set()
            return instants[-1]
        return at

    def fake(*, on, at):
        asked.append(on)
        if on in fail:
            raise RuntimeError
        return Reminded((), 0)

    monkeypatch.setattr(working, "remind", fake)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    working.work(stop, hour=7, now=now, pace=0)
    return asked


def test_the_worker_sends_once_a_day_from_its_hour_on_in_tokyo(monkeypatch):
    first = datetime(2024, 2, 28, 21, 59, tzinfo=UTC)  # 06:59 on the 29th in Tokyo
    hours = [first + timedelta(hours=n) for n in range(48)]
    assert run_worker(hours, monkeypatch) == [date(2024, 2, 29), date(2024, 3, 1)]


def test_a_day_that_failed_is_not_tried_at_every_look(monkeypatch):
    at = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
    assert run_worker([at] * 20, monkeypatch, fail={date(2024, 7, 1)}) == [date(2024, 7, 1)]


ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    "DJANGO_SETTINGS_MODULE": "teikei.settings",
}


def admin(home, *arguments, **more):
    environment = {**ENVIRONMENT, "TEIKEI_HOME": str(home), "TEIKEI_LANG": "en", "TEIKEI_REMIND_HOUR": "0", **more}
    return subprocess.Popen(
        [sys.executable, "-c", "from teikei.admin import main; main()", *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def kept_home(tmp_path_factory):
    """A registry of its own on disk with an agreement that ends in a week."""
    home = tmp_path_factory.mktemp("home")
    script = """
import django; django.setup()
from datetime import date, timedelta
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from teikei.registry.operations.concluding import record
from teikei.registry.operations.ingest import ingest
from teikei.registry.models import Institution
from teikei.rules.agreement import Agreement, Party, Term, Renewal
from tests.people import made_person
from tests.registry.made import made_listing
ingest(made_listing(), b"x", institution="広島大学", received_at=timezone.now())
by = made_person("officer", email="officer@example.ac.jp")
end = timezone.localdate() + timedelta(days=7)
parties = tuple(Party(institution=pk) for pk in Institution.objects.order_by("pk").values_list("pk", flat=True)[:2])
for number in range(20):
    record(Agreement(level="unit", parties=parties, concluded_on="2020-04-01", terms=(Term(valid_from=date(2020, 4, 1), valid_to=end),), renewal=Renewal(kind="procedure")), by=by, at=timezone.now())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env={**ENVIRONMENT, "TEIKEI_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return home


def mails_in(folder) -> int:
    return sum(path.read_text(encoding="utf-8").count("Message-ID:") for path in folder.iterdir()) if folder.exists() else 0


def test_two_processes_at_once_send_each_reminder_once(kept_home, tmp_path):
    folder = tmp_path / "mail"
    both = [admin(kept_home, "remind", TEIKEI_EMAIL_URL=f"file://{folder}") for _ in range(2)]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert mails_in(folder) == 1


def test_the_worker_sends_and_ends_cleanly_on_sigterm(kept_home, tmp_path):
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\nfrom teikei.registry.models import Reminder; Reminder.objects.all().delete()"],
        env={**ENVIRONMENT, "TEIKEI_HOME": str(kept_home)}, check=True,
    )  # fmt: skip
    folder = tmp_path / "mail"
    worker = admin(kept_home, "worker", TEIKEI_EMAIL_URL=f"file://{folder}")
    try:
        until = time.monotonic() + 60
        while not mails_in(folder) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(0.5)
        worker.send_signal(signal.SIGTERM)
        out, problems = worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert (worker.returncode, mails_in(folder)) == (0, 1), (out, problems)
    assert "The worker has ended; days done: 1." in out
