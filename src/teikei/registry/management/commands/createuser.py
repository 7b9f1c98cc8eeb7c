"""`teikei-admin createuser NAME`: make an account for the desk."""

import getpass
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, refuse
from teikei.registry.operations.people import USUAL_ROLE, create_user
from teikei.registry.permissions.spec import ROLE_SPECS, ROLES


class Command(BilingualCommand):
    """Make an account; its password is asked for on the terminal."""

    about = Text(
        en="Make an account for the desk. Its password is asked for on the terminal.",
        ja="事務室の利用者を作ります。パスワードは端末で入力します。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """NAME, --email and --role."""
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--email", default="", help=self.words(Text(en="the person's address", ja="メールアドレス")))
        parser.add_argument(
            "--role", choices=ROLES, default=USUAL_ROLE,
            help=self.words(Text(en="what the person is appointed to, for everything; without it officer", ja="全範囲の役割（指定がなければ officer）")),
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask for the password twice and make the account."""
        user = create_user(options["name"], password=self._password(), email=options["email"], role=options["role"], at=timezone.now())
        role = ROLE_SPECS[options["role"]].name
        self.say(f"Account {user.username} is made: {role.en}.", f"利用者 {user.username} を作りました（{role.ja}）。")

    def _password(self) -> str:
        if not sys.stdin.isatty():
            return ""  # which the operation refuses, saying why
        password = getpass.getpass(self.words(Text(en="Password: ", ja="パスワード: ")))
        if password != getpass.getpass(self.words(Text(en="Password again: ", ja="パスワード（確認）: "))):
            refuse("The two passwords differ. Nothing was done.", "2つのパスワードが一致しません。何も変更していません。")
        return password
