"""`teikei-admin align`: what a newer list says beside what is kept; and taking it as it stands."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.names.bilingual import Text
from teikei.registry.aligned import WORDS, tell_alignment
from teikei.registry.commands import BilingualCommand, refuse
from teikei.registry.models import AlignedRow
from teikei.registry.operations.deciding import NothingWaits, decide_waiting


class Command(BilingualCommand):
    """Show what waits; accept it."""

    about = Text(
        en="Show what a newer list says beside what is kept; with --accept all, take it as it stands.",
        ja="新しい一覧と登録内容の照合を表示します。--accept all で一覧のとおりに反映します。",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition, and what to do."""
        edition = Text(
            en="the edition, by the number in its address; else the one that waits",
            ja="版（画面のアドレスの番号）。指定がなければ判断待ちの版",
        )
        parser.add_argument("--edition", type=int, metavar="NUMBER", default=None, help=self.words(edition))
        accept = Text(
            en="all: take what waits as the list has it; none: only show it", ja="all: 判断待ちの行を一覧のとおりに反映する。none: 表示だけ"
        )
        parser.add_argument("--accept", choices=["all", "none"], default="none", help=self.words(accept))

    def handle(self, *_args: Any, **options: Any) -> None:
        """List the rows that wait, or accept them."""
        edition = options["edition"] or self._waiting()
        if options["accept"] == "all":
            decided = decide_waiting(edition, "accepted", by=None, at=timezone.now(), reason="teikei-admin align --accept all")
            for position, text in decided.left:
                self.say(f"Row {position} waits on: {text.en}", f"{position}件目は保留: {text.ja}")
        else:
            for row in AlignedRow.objects.filter(edition=edition, verdict="").order_by("position"):
                kinds = [WORDS[name] for name in (row.changes or [row.kind])]
                self.say(
                    f"{', '.join(kind.en for kind in kinds)}: {_words(row.ours)} → {_words(row.theirs)}",
                    f"{'・'.join(kind.ja for kind in kinds)}: {_words(row.ours)} → {_words(row.theirs)}",
                )
        tell_alignment(self, edition)

    def _waiting(self) -> int:
        editions = list(AlignedRow.objects.filter(verdict="").order_by("edition").values_list("edition", flat=True).distinct())
        if not editions:
            raise NothingWaits
        if len(editions) > 1:
            numbers = ", ".join(map(str, editions))
            refuse(
                f"Rows of several editions wait. Say which: --edition {numbers}",
                f"複数の版で判断を待っています。--edition で指定してください: {numbers}",
            )
        return int(editions[0])


def _words(side: dict[str, Any] | None) -> str:
    if side is None:
        return "–"
    if "name" in side:
        return str(side["name"])
    return " ".join(filter(None, (side["institution"], side["partner_unit"], "・".join(side["units"]), side["concluded_on"])))
