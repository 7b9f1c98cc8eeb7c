"""`teikei-admin serve`: the pages on this machine, from an empty directory in one step."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.lists.read import content_of, read_content
from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, refuse
from teikei.registry.models import Edition, Source
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.judgment_files import Loaded, load_judgments

EXAMPLE = Path("examples/hiroshima-2024-05-01.txt")
JUDGMENTS = Path("examples/hiroshima-2024-05-01.judgments.tsv")
FROM_EXAMPLE = "teikei-admin serve --example"


class Command(BilingualCommand):
    """Serve the pages on this machine."""

    about = Text(
        en="Serve the pages on this machine: makes the tables, gathers the static files, starts the server.",
        ja="この計算機で画面を表示します。表の作成、静的ファイルの収集、サーバーの起動まで行います。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--port and --example."""
        parser.add_argument("--port", type=int, default=8000, help=self.words(Text(en="8000 where not given", ja="省略時 8000")))
        example = Text(en="fill an empty registry from the example list", ja="空の場合に見本の一覧を取り込む")
        parser.add_argument("--example", action="store_true", help=self.words(example))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, say the address, become the server."""
        port: int = options["port"]
        refuse_port(port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if options["example"] and not Edition.objects.exists():
            edition = ingest_example(Path.cwd() / EXAMPLE)
            self.say(f"Example list taken in: {edition}.", f"見本の一覧を取り込みました: {edition}")
        if options["example"] and (loaded := judge_example(Path.cwd() / JUDGMENTS)) and loaded.new:
            self.say(f"Its partners' records: {loaded.new} judgments.", f"協定機関の判定も取り込みました: {loaded.new}件")
        _ = str(settings.SECRET_KEY)[:0]  # made before the workers start
        self.stdout.write(f"提携（Teikei）: http://127.0.0.1:{port}/  （終了は Ctrl+C）")
        self.stdout.write(f"Teikei is on http://127.0.0.1:{port}/  (Ctrl+C ends it)")
        self.stdout.flush()
        become_server(port)


def ingest_example(path: Path) -> Edition:
    """Take in the example list of Hiroshima University. Refusal where the clone's examples/ is not here."""
    if not path.exists():
        refuse(
            f"{path}: the example list is not here. Run this in the clone of the project, or leave --example out.",
            f"{path}: 見本の一覧がありません。リポジトリのフォルダーで実行するか、--example を外してください。",
        )
    content = content_of(path)
    return ingest(
        read_content(content, path.name), content, institution="広島大学", institution_en="Hiroshima University",
        received_at=timezone.now(), received_from=FROM_EXAMPLE,
    )  # fmt: skip


def judge_example(path: Path) -> Loaded | None:
    """Who the partners of the example list are: names in English and places without an authority. The same again changes nothing.

    None where the registry holds other lists, or the file is not here.
    """
    if not path.exists() or not Source.objects.filter(received_from=FROM_EXAMPLE).exists():
        return None
    return load_judgments(content_of(path), path.name, at=timezone.now())


def refuse_port(port: int) -> None:
    """Refusal where another program listens on that port of this machine."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as fault:
            words = getattr(fault, "strerror", None) or str(fault)
            refuse(
                f"Port {port} cannot be used: {words}. Choose another: make run PORT=8001, or serve --port 8001",
                f"ポート {port} を使えません（{words}）。別のポートを指定してください: make run PORT=8001 または serve --port 8001",
            )


def become_server(port: int) -> None:
    """Replace this process by gunicorn, so that signals reach it and nothing stays behind."""
    bind = f"127.0.0.1:{port}"
    options = ["--bind", bind, "--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "teikei.wsgi", *options])  # noqa: S606 (no shell, own arguments)
