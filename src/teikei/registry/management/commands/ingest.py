"""`teikei-admin ingest FILE`: take a published list into the registry."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from teikei.lists.read import content_of, read_content
from teikei.names.bilingual import Text
from teikei.registry.aligned import tell_alignment
from teikei.registry.commands import BilingualCommand, add_as_of, add_institution, add_level, institution_name
from teikei.registry.models import Edition
from teikei.registry.operations.ingest import ingest, level_of
from teikei.registry.refusals import NoLevel


class Command(BilingualCommand):
    """Take a published list into the registry."""

    about = Text(en="Take a published list into the registry.", ja="公表された一覧を取り込みます。")

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, and what the file does not say of itself."""
        parser.add_argument("file", type=Path, metavar="FILE")
        add_institution(self, parser)
        parser.add_argument(
            "--institution-en", metavar="NAME", default="",
            help=self.words(Text(en="its English name (setting TEIKEI_INSTITUTION_EN)", ja="英語の機関名（設定 TEIKEI_INSTITUTION_EN）")),
        )  # fmt: skip
        add_level(self, parser)
        as_of = Text(en="the day that the list speaks for, where it does not say", ja="一覧に基準日がない場合の基準日")
        add_as_of(self, parser, required=False, help_text=as_of)
        accept = Text(
            en="of a newer list: take all that it says as it stands (all), or let it wait for a decision (none, the default)",
            ja="新しい一覧の場合: 内容をそのまま反映する（all）か、判断を待つ（none。指定がないとき）",
        )
        parser.add_argument("--accept", choices=["all", "none"], default="none", help=self.words(accept))
        units = Text(en="a text file with names of units that are never split, one a line", ja="分割しない部局名のファイル（1行1件）")
        parser.add_argument("--units", type=Path, metavar="FILE", help=self.words(units))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, ask for what is missing, take in, say what became of it."""
        path: Path = options["file"]
        known = content_of(options["units"]).decode("utf-8-sig", "replace").splitlines() if options["units"] else []
        content = content_of(path)
        listing = read_content(content, path.name, known_units=[name.strip() for name in known if name.strip()])
        if options["as_of"]:
            listing = replace(listing, as_of=options["as_of"])
        name = institution_name(self, options["institution"])
        # The English name in the settings belongs to the institution in the settings, and to no other.
        name_en = options["institution_en"] or (settings.TEIKEI_INSTITUTION_EN if name == settings.TEIKEI_INSTITUTION else "")
        edition = ingest(
            listing, content, institution=name, institution_en=name_en, level=options["level"] or self._level(listing.title),
            received_at=timezone.now(), received_from="teikei-admin ingest", accept=options["accept"],
        )  # fmt: skip
        self._report(edition)

    def _level(self, title: str) -> str:
        try:
            return level_of(title)
        except NoLevel:
            answer = self.ask("At which level are the agreements: unit or university? ", "大学間・部局間の別（university または unit）: ")
            if not answer:
                raise
            return answer

    def _report(self, edition: Edition) -> None:
        rows = edition.entries.count()
        uncounted = edition.entries.filter(counted=False).count()
        findings = edition.findings.count()
        left_out_en = f" ({uncounted} not counted)" if uncounted else ""
        left_out_ja = f"（うち{uncounted}行は数えない）" if uncounted else ""
        self.say(
            f"{edition.institution}: edition {edition.number}, as of {edition.as_of}: {rows} rows{left_out_en}, {findings} findings.",
            f"{edition.institution}: 第{edition.number}版（{edition.as_of}現在）: {rows}行{left_out_ja}、指摘{findings}件。",
        )
        tell_alignment(self, edition.pk)
