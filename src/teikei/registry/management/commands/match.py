"""`teikei-admin match`: find candidates for the partners of the registry."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand, refuse
from teikei.registry.operations.matching import find_candidates
from teikei.registry.operations.records import refresh_records


class Command(BilingualCommand):
    """Find candidates for the partners of the registry."""

    about = Text(
        en="Find candidates for the partners of the registry, by the authority that TEIKEI_AUTHORITY names, and look judged records up in "
        "it again.",
        ja="設定 TEIKEI_AUTHORITY の典拠ファイルで協定機関の候補を求め、判定済みのレコードも確かめ直します。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--all and --jobs."""
        every = Text(en="also those that have candidates from this release", ja="この版の候補がすでにある機関も求め直す")
        parser.add_argument("--all", action="store_true", dest="every", help=self.words(every))
        jobs = Text(en="number of processes; 1 where not given", ja="プロセス数（省略時 1）")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help=self.words(jobs))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Match, look again, say what became of it."""
        if not 1 <= options["jobs"] <= 64:
            refuse("--jobs: give a number from 1 to 64.", "--jobs: 1から64までの数を指定してください。")
        now = timezone.now()
        found = find_candidates(every=options["every"], jobs=options["jobs"], by=None, at=now, progress=self._progress)
        self.say(
            f"{found.version}: {found.matched} partners matched: {found.accept} sure, {found.review} to review, {found.none} without a record.",
            f"{found.version}: {found.matched}機関を照合: 確実 {found.accept}、要確認 {found.review}、該当なし {found.none}。",
        )
        looked = refresh_records(by=None, at=now)
        if looked.records:
            self.say(
                f"Judged records: {looked.records}; no longer active {looked.changed}, not in this authority {looked.absent}.",
                f"判定済みのレコード {looked.records}件: 活動中でないもの {looked.changed}件、この典拠にないもの {looked.absent}件。",
            )

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} / {total}", ending="\n" if done == total else "")
