"""What the registry's commands share: a language, a place to ask, Django's options out of the way."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from teikei.names.bilingual import Refusal, Text, spoken
from teikei.registry.models import Agreement
from teikei.registry.queries.known import end_of_day
from teikei.registry.refusals import NoInstitution
from teikei.rules.days import exact_day


class BilingualCommand(BaseCommand):
    """A management command that speaks Japanese or English.

    `about` is its help. A Refusal is let through: `teikei.admin` shows it and ends with 2.
    """

    about: Text
    requires_system_checks = ()  # `teikei-admin check` runs them; a list is taken in whatever the pages' state

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's parser with the help in the language spoken."""
        self.help = self.words(self.about)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def words(self, text: Text) -> str:
        """The text in the language spoken."""
        return text.to(spoken())

    def say(self, en: str, ja: str) -> None:
        """A line for the person at the terminal."""
        self.stdout.write(self.words(Text(en=en, ja=ja)))

    def ask(self, en: str, ja: str) -> str:
        """Ask on the terminal; the empty string where nobody sits at it."""
        if not sys.stdin.isatty():
            return ""
        try:
            return input(self.words(Text(en=en, ja=ja))).strip()
        except EOFError:
            return ""


def add_institution(command: BilingualCommand, parser: CommandParser) -> None:
    """The option --institution."""
    parser.add_argument(
        "--institution", metavar="NAME", default="",
        help=command.words(Text(en="whose list it is (setting TEIKEI_INSTITUTION)", ja="一覧の機関名（設定 TEIKEI_INSTITUTION）")),
    )  # fmt: skip


def add_level(command: BilingualCommand, parser: CommandParser) -> None:
    """The option --level."""
    parser.add_argument(
        "--level", choices=[str(level) for level in Agreement.Level.values], default=None,
        help=command.words(Text(en="who concluded the agreements: the institution or its units", ja="大学間 university・部局間 unit の別")),
    )  # fmt: skip


def add_as_of(command: BilingualCommand, parser: CommandParser, *, required: bool, help_text: Text) -> None:
    """The option --as-of."""
    parser.add_argument(
        "--as-of", type=a_day("--as-of"), metavar="YYYY-MM-DD", required=required, default=None, help=command.words(help_text)
    )


def a_day(option: str) -> Callable[[str], date]:
    """What reads that option's day, in any form that lists have; it raises a Refusal for anything else."""

    def read(text: str) -> date:
        day = exact_day(text)
        if day is None:
            refuse(
                f"{option} {text}: not a day. Write it as 2024-05-01.",
                f"{option} {text}: 日付ではありません。2024-05-01 のように書いてください。",
            )
        return day

    return read


def known_at(text: str) -> datetime:
    """The last instant of a day in the registry's time zone; Refusal for anything else."""
    return end_of_day(a_day("--known-at")(text))


def refuse(en: str, ja: str) -> NoReturn:
    """Raise a Refusal with these words."""
    raise Refusal(en, ja)


def institution_name(command: BilingualCommand, given: str) -> str:
    """The institution from the option, the setting, or the person at the terminal; NoInstitution without any."""
    name = given or settings.TEIKEI_INSTITUTION or command.ask("Whose list is it? Institution: ", "どの機関の一覧ですか。機関名: ")
    if not name:
        raise NoInstitution
    return name
