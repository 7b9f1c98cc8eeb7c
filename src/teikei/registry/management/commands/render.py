"""`teikei-admin render --as-of DATE --to FORMAT -o OUT`: lay out what the registry holds as of a day."""

import sys
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import CommandParser

from teikei.lists.write import Format, write_listing
from teikei.lists.write.english import headings_in_english
from teikei.lists.write.files import write_file
from teikei.names.bilingual import LANGUAGES, Text
from teikei.registry.commands import BilingualCommand, add_as_of, add_institution, add_level, institution_name, known_at, refuse
from teikei.registry.models import Institution
from teikei.registry.queries.computed import behind, computed_as_of
from teikei.registry.queries.in_english import english_words, in_english
from teikei.registry.queries.publication import edition_findings, home_named, homes_kept, levels_kept
from teikei.registry.queries.published import known_partners
from teikei.registry.refusals import NothingKept


class Command(BilingualCommand):
    """Lay out what the registry holds as of a day."""

    about = Text(en="Lay out what the registry holds as of a day, as a file.", ja="ある日現在の一覧をファイルに書き出します。")

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, the format, the file."""
        add_as_of(self, parser, required=True, help_text=Text(en="the day", ja="基準日"))
        to = Text(en="the file's format", ja="ファイル形式")
        parser.add_argument("--to", required=True, choices=get_args(Format), help=self.words(to))
        out = Text(en="the file to write; - is standard output", ja="書き出すファイル。- は標準出力")
        parser.add_argument("-o", "--out", required=True, metavar="OUT", help=self.words(out))
        known = Text(
            en="as it was known on that day, at its end: what has been entered since is left out",
            ja="その日の終わりの時点で登録されていた内容による（以後の登録を除く）",
        )
        parser.add_argument("--known-at", type=known_at, metavar="YYYY-MM-DD", default=None, help=self.words(known))
        add_institution(self, parser)
        add_level(self, parser)
        language = Text(
            en="language of headings and totals; in English, names too where English ones are known",
            ja="見出し・合計の言語。英語では、英語名のわかる機関・部局はその名称",
        )
        parser.add_argument("--layout-language", choices=LANGUAGES, default="ja", help=self.words(language))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lay out, and write the file whole or not at all."""
        home = self._home(options["institution"])
        level = options["level"] or self._level(home)
        computed = computed_as_of(home, level, options["as_of"], known_at=options["known_at"])
        listing = computed.listing
        findings = edition_findings(computed.edition) if computed.edition else ()
        partners = known_partners(listing) if options["to"] == "json" else {}
        if options["layout_language"] == "en":
            known = english_words(home.pk, level)
            listing = headings_in_english(listing, known) if options["to"] == "json" else in_english(listing, computed, known)
        content = write_listing(
            listing, options["to"], language=options["layout_language"], findings=tuple(findings), partners=partners,
            behind=behind(computed),
        )  # fmt: skip
        if (out := options["out"]) == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        write_file(Path(out), content)
        self.say(f"{out}: {len(listing.entries)} rows.", f"{out}: {len(listing.entries)}行。")

    def _home(self, given: str) -> Institution:
        """The institution given, or the one in the settings, or the only one whose lists are kept."""
        homes = homes_kept()
        if len(homes) == 1 and not (given or settings.TEIKEI_INSTITUTION):
            return homes[0]
        return home_named(institution_name(self, given))

    def _level(self, home: Institution) -> str:
        levels = levels_kept(home)
        if not levels:
            raise NothingKept(home.printed, "")
        if len(levels) > 1:
            refuse(
                f"{home} has lists of both levels. Say which: --level unit or --level university",
                f"{home}には大学間・部局間の両方の一覧があります。--level university か --level unit で指定してください。",
            )
        return levels[0]
