"""`teikei-admin judgments FILE`: take in who the partners are, as a file says."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.lists.read import content_of
from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand
from teikei.registry.operations.judgment_files import Loaded, load_judgments


class Command(BilingualCommand):
    """Take in judgments from a file."""

    about = Text(
        en="Take in who the partners are from a file (columns: examples/README.md). What people have judged stays.",
        ja="協定機関の判定をファイルから取り込みます（列は examples/README.md）。人が判定したものは変えません。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, take in, say what became of it."""
        path: Path = options["file"]
        report(self, load_judgments(content_of(path), path.name, at=timezone.now()))


def report(command: BilingualCommand, loaded: Loaded) -> None:
    """What became of a file of judgments."""
    command.say(
        f"Judgments: {loaded.new} new, {loaded.known} known already; {loaded.by_people} left to what a person judged, "
        f"{loaded.unknown} of institutions that are not in the registry.",
        f"判定: 新規 {loaded.new}件、取込済み {loaded.known}件、人の判定を優先 {loaded.by_people}件、登録のない機関 {loaded.unknown}件。",
    )
