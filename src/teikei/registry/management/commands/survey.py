"""`teikei-admin survey --as-of DATE -o OUT.xlsx`: the ministry's survey as of a day, with what is missing to complete it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from teikei.lists.write.files import write_file
from teikei.names.bilingual import LANGUAGES, Text
from teikei.registry.commands import BilingualCommand, add_as_of
from teikei.registry.queries.survey import survey, survey_workbook


class Command(BilingualCommand):
    """Write the survey."""

    about = Text(
        en="Write the agreements in force on a day as the ministry's survey asks for them, and what is missing, as XLSX.",
        ja="ある日に有効な協定を文部科学省の調査の項目で XLSX に書き出します。不足している項目は2枚目のシートに並べます。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, the file."""
        add_as_of(self, parser, required=True, help_text=Text(en="the day", ja="基準日"))
        out = Text(en="the file to write", ja="書き出すファイル")
        parser.add_argument("-o", "--out", required=True, metavar="OUT.xlsx", help=self.words(out))
        language = Text(en="language of the heads", ja="見出しの言語")
        parser.add_argument("--layout-language", choices=LANGUAGES, default="ja", help=self.words(language))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole or not at all."""
        rows = survey(options["as_of"], by=None)
        write_file(Path(options["out"]), survey_workbook(rows, options["as_of"], options["layout_language"]))
        lacking = sum(bool(row.answer.missing) for row in rows)
        self.say(
            f"{options['out']}: {len(rows)} agreements, {lacking} incomplete.",
            f"{options['out']}: 協定{len(rows)}件、うち記入不足{lacking}件。",
        )
