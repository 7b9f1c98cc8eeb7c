"""`teikei-admin yearly --since DATE --until DATE -o OUT.xlsx`: what became of the agreements between two days."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from teikei.lists.write.files import write_file
from teikei.names.bilingual import LANGUAGES, Text
from teikei.registry.commands import BilingualCommand, a_day, refuse
from teikei.registry.queries.survey import yearly, yearly_workbook


class Command(BilingualCommand):
    """Write the year's changes."""

    about = Text(
        en="Write what became of the agreements between two days (new, renewed, amended, ended, renamed) as XLSX.",
        ja="2つの日の間の協定の異動（新規・更新・変更・終了・改称）を XLSX に書き出します。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The days, the file."""
        since = Text(
            en="the day before the first change, such as last year's May 1", ja="起点の日（前年の5月1日など）。この日の翌日からの異動"
        )
        until = Text(en="the last day", ja="終わりの日")
        parser.add_argument("--since", type=a_day("--since"), required=True, metavar="YYYY-MM-DD", help=self.words(since))
        parser.add_argument("--until", type=a_day("--until"), required=True, metavar="YYYY-MM-DD", help=self.words(until))
        out = Text(en="the file to write", ja="書き出すファイル")
        parser.add_argument("-o", "--out", required=True, metavar="OUT.xlsx", help=self.words(out))
        language = Text(en="language of the heads", ja="見出しの言語")
        parser.add_argument("--layout-language", choices=LANGUAGES, default="ja", help=self.words(language))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole or not at all."""
        since, until = options["since"], options["until"]
        if since >= until:
            refuse(
                f"{since} is not before {until}. Give the earlier day first.",
                f"{since} は {until} より前ではありません。日を入れ替えてください。",
            )
        rows = yearly(since, until, by=None)
        write_file(Path(options["out"]), yearly_workbook(rows, since, until, options["layout_language"]))
        self.say(f"{options['out']}: {len(rows)} changes.", f"{options['out']}: 異動{len(rows)}件。")
