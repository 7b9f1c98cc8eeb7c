"""`teikei-admin remind [--on DATE] [--dry-run]`: write to those whose agreements come due. From any scheduler, daily."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, a_day
from teikei.registry.operations.reminding import remind


class Command(BilingualCommand):
    """Send reminders."""

    about = Text(
        en="Write to contacts, units and officers about deadlines that come near. No reminder goes out twice, however often this is run.",
        ja="期限の近い協定について、担当者・部局・国際担当に通知します。何度実行しても、同じ通知は一度しか送りません。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The day; whether to send."""
        on = Text(en="the day (today in Tokyo)", ja="基準日（指定がなければ日本時間の今日）")
        parser.add_argument("--on", type=a_day("--on"), metavar="YYYY-MM-DD", default=None, help=self.words(on))
        dry = Text(en="show what would be sent; send and store nothing", ja="送る内容を表示するだけで、送信も記録もしない")
        parser.add_argument("--dry-run", action="store_true", help=self.words(dry))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say who was written to. Ends with 1 where an e-mail could not be sent."""
        at, dry_run = timezone.now(), options["dry_run"]
        done = remind(on=options["on"] or timezone.localdate(at), at=at, dry_run=dry_run)
        for mail in done.mails:
            self.stdout.write(f"{mail.address}: {mail.subject}")
            if dry_run:
                self.stdout.write(mail.text)
        if dry_run:
            self.say(f"{len(done.mails)} e-mails would be sent.", f"送信予定 {len(done.mails)}通。")
        else:
            self.say(
                f"{len(done.mails)} e-mails sent, {done.failed} could not be sent.", f"送信 {len(done.mails)}通、失敗 {done.failed}通。"
            )
        if done.failed:
            sys.exit(1)
