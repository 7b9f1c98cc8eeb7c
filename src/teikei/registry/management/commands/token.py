"""`teikei-admin token NAME`: make, list and revoke tokens of programs, at a terminal of the server."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, refuse
from teikei.registry.operations.tokens import DAYS, make_token, revoke_token
from teikei.registry.permissions.scopes import SCOPES
from teikei.registry.queries.tokens import all_tokens


class Command(BilingualCommand):
    """Make a token for an account; without a name, list all; with --revoke, end one."""

    about = Text(
        en="Make a token by which a program acts as an account, and print it once. Without NAME: list all tokens.",
        ja="プログラムが利用者として動くためのトークンを作り、一度だけ表示します。NAME がなければ、すべてのトークンを一覧にします。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """NAME and what the token is for."""
        parser.add_argument("name", metavar="NAME", nargs="?", default="")
        parser.add_argument("--label", metavar="TEXT", default="", help=self.words(Text(en="what it is for", ja="用途")))
        parser.add_argument(
            "--scope", choices=SCOPES, action="append", default=[],
            help=self.words(Text(en="what it may do; may be given several times; without it read", ja="許す操作（複数指定可。指定がなければ read）")),
        )  # fmt: skip
        parser.add_argument(
            "--days", type=int, metavar="DAYS", default=DAYS,
            help=self.words(Text(en=f"days until it expires; without it {DAYS}", ja=f"有効日数（指定がなければ {DAYS}）")),
        )  # fmt: skip
        parser.add_argument(
            "--revoke", type=int, metavar="NUMBER", default=None,
            help=self.words(Text(en="end the token of that number", ja="その番号のトークンを失効させる")),
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the three."""
        now = timezone.now()
        if options["revoke"] is not None:
            if options["revoke"] not in {one.id for one in all_tokens() if one.revoked_at is None}:
                refuse(f"There is no valid token {options['revoke']}.", f"有効なトークン {options['revoke']} はありません。")
            revoke_token(options["revoke"], by=None, at=now)
            self.say(f"Token {options['revoke']} is revoked.", f"トークン {options['revoke']} を失効させました。")
        elif options["name"]:
            made = make_token(options["label"], options["scope"] or ["read"], days=options["days"], holder=options["name"], by=None, at=now)
            self.stdout.write(made)
        else:
            for one in all_tokens():
                state = "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "valid"
                words = {"revoked": "失効", "expired": "期限切れ", "valid": "有効"}
                shown = f"{one.id}\t{one.holder}\t{one.label}\t{','.join(one.scopes)}\t{one.expires_at:%Y-%m-%d}"
                self.say(f"{shown}\t{state}", f"{shown}\t{words[state]}")
