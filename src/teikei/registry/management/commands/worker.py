"""`teikei-admin worker`: sends the reminders once a day, for installations without a scheduler. Ends cleanly on SIGTERM."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand
from teikei.registry.operations.working import work


class Command(BilingualCommand):
    """Run until told to end."""

    about = Text(
        en="Send the reminders every day from TEIKEI_REMIND_HOUR on, until SIGTERM or Ctrl+C. Several at once do no harm.",
        ja="毎日 TEIKEI_REMIND_HOUR 時以降に通知を送ります。SIGTERM か Ctrl+C で終わります。同時に複数動かしても差し支えありません。",
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """What is under way when the signal comes is done to its end."""
        stop = Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        self.say("The worker has begun.", "ワーカーを開始しました。")
        self.stdout.flush()
        days = work(stop, hour=settings.TEIKEI_REMIND_HOUR)
        self.say(f"The worker has ended; days done: {days}.", f"ワーカーを終了しました（{days}日分）。")
