"""`teikei-admin appoint NAME ROLE`: give somebody a role, at a terminal of the server."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, a_day
from teikei.registry.operations.appointing import appoint
from teikei.registry.permissions.spec import ROLE_SPECS, ROLES
from teikei.registry.queries.people import home_of_name, unit_of_name


class Command(BilingualCommand):
    """Appoint an account to a role in a scope."""

    about = Text(
        en="Appoint somebody to a role: for everything, for an institution, or for a unit with all inside it.",
        ja="利用者を役割に任命します。範囲は全体、機関、部局（その下の組織を含む）のいずれかです。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """NAME, ROLE and the scope."""
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("role", metavar="ROLE", choices=ROLES)
        for option, metavar, en, ja in (
            ("--institution", "NAME", "only for this institution whose list is kept here", "一覧が登録されているこの機関に限る"),
            ("--unit", "NAME", "only for this unit and all inside it", "この部局（その下の組織を含む）に限る"),
            ("--reason", "TEXT", "why, for the ledger", "理由（台帳に残す）"),
        ):
            parser.add_argument(option, metavar=metavar, default="", help=self.words(Text(en=en, ja=ja)))
        parser.add_argument(
            "--level", choices=["university", "unit", "both"], default="both",
            help=self.words(Text(en="only for agreements of that level", ja="この区分の協定に限る（university 大学間・unit 部局間・both 両方）")),
        )  # fmt: skip
        parser.add_argument(
            "--kind", metavar="KIND", action="append", default=[],
            help=self.words(Text(en="only for agreements of this kind; may be given several times", ja="この種類の協定に限る（複数指定可）")),
        )  # fmt: skip
        for option, en, ja in (
            ("--from", "the first day; without it today", "開始日（指定がなければ今日）"),
            ("--to", "the last day", "最終日"),
        ):
            parser.add_argument(
                option,
                dest=f"day_{option[2:]}",
                metavar="YYYY-MM-DD",
                type=a_day(option),
                default=None,
                help=self.words(Text(en=en, ja=ja)),
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Find the scope by its name and appoint."""
        institution = home_of_name(options["institution"]) if options["institution"] else None
        unit = unit_of_name(options["unit"], institution) if options["unit"] else None
        appoint(
            options["name"], options["role"], institution=None if unit else institution, unit=unit, level=options["level"],
            kinds=options["kind"], valid_from=options["day_from"], valid_to=options["day_to"], reason=options["reason"], by=None,
            at=timezone.now(),
        )  # fmt: skip
        name = ROLE_SPECS[options["role"]].name
        self.say(f"{options['name']} is appointed: {name.en}.", f"{options['name']} を{name.ja}に任命しました。")
