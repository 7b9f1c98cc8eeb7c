"""The commands and their options."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import teikei
from teikei.cli import names, report, words
from teikei.lists.check import check
from teikei.lists.layout import Profile, profile_of
from teikei.lists.model import Listing
from teikei.lists.read import LARGEST, content_of, read_content
from teikei.lists.write import FORMATS, Format, write_listing
from teikei.lists.write.files import write_file
from teikei.names.bilingual import Language, Refusal, Text
from teikei.names.collector import collector_waits
from teikei.rules.comparison import compare_rows

Command = Callable[..., int | None]


def group(language: Language) -> click.Group:
    """The command group, its help in that language."""
    version = click.version_option(teikei.__version__, prog_name="teikei", message="%(prog)s %(version)s", help=words.VERSION.to(language))
    commands = [
        _read(language),
        _check(language),
        _write(language),
        _compare(language),
        _profile_of(language),
        _match(language),
        names.authority(language),
    ]
    settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    made = click.Group("teikei", params=[_lang(language)], help=words.GROUP.to(language), context_settings=settings)
    for command in commands:
        for each in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            each.params.append(_lang(language))
        made.add_command(command)
    return version(made)


def _read(language: Language) -> click.Command:
    def run(file: str, to: str, units: str | None, profile: str | None, explain: bool) -> None:
        listing = _listing(file, units, profile, language)
        if explain:
            report.print_explanation(listing, to, language)
            return
        report.print_entries(listing, to)
        findings = len(check(listing))
        counted = listing.counted().institutions
        click.echo(words.SUMMARY.to(language).format(entries=len(listing.entries), counted=counted, findings=findings, name=file), err=True)

    return click.Command(
        "read",
        callback=run,
        params=[
            _file(),
            _to(["jsonl", "json", "csv"], "jsonl", language),
            _units(language),
            _profile(language),
            click.Option(["--explain"], is_flag=True, help=words.EXPLAIN.to(language)),
        ],
        help=words.READ.to(language),
    )


def _check(language: Language) -> click.Command:
    def run(file: str, to: str, units: str | None, profile: str | None) -> int:
        listing = _listing(file, units, profile, language)
        with _announced(words.CHECKING, file, language), collector_waits():
            findings = check(listing)
        report.print_check(listing, findings, to, language)
        return int(any(finding.severity != "info" for finding in findings))

    return click.Command(
        "check",
        callback=run,
        params=[_file(), _to(["text", "json"], "text", language), _units(language), _profile(language)],
        help=words.CHECK.to(language),
    )


def _write(language: Language) -> click.Command:
    def run(file: str, to: Format, out: str, units: str | None, profile: str | None, layout_language: Language) -> None:
        listing = _listing(file, units, profile, language)
        with _announced(words.WRITING, out, language):
            content = write_listing(listing, to, language=layout_language, findings=check(listing))
            if out == "-":
                sys.stdout.buffer.write(content)
                sys.stdout.buffer.flush()
                return
            write_file(Path(out), content)
        click.echo(words.WRITTEN.to(language).format(name=out, entries=len(listing.entries), size=len(content)), err=True)

    out = click.Option(["-o", "--out"], required=True, metavar="OUT", help=words.OUT.to(language))
    layout = click.Option(
        ["--layout-language"], type=click.Choice(["ja", "en"]), default="ja", show_default=True, help=words.LAYOUT_LANGUAGE.to(language)
    )
    params = [_file(), _to(list(FORMATS), None, language), out, _units(language), _profile(language), layout]
    return click.Command("write", callback=run, params=params, help=words.WRITE.to(language))


def _compare(language: Language) -> click.Command:
    def run(old: str, new: str, to: str, units: str | None, profile: str | None) -> int:
        if old == new == "-":
            raise Refusal("Only one of the two lists can come from standard input.", "標準入力から読めるのは一方だけです。")
        comparison = compare_rows(_listing(old, units, profile, language).entries, _listing(new, units, profile, language).entries)
        report.print_comparison(comparison, to, language)
        return int(not comparison.same)

    params = [
        click.Argument(["old"]),
        click.Argument(["new"]),
        _to(["text", "json"], "text", language),
        _units(language),
        _profile(language),
    ]
    return click.Command("compare", callback=run, params=params, help=words.COMPARE.to(language))


def _profile_of(language: Language) -> click.Command:
    def run(file: str, units: str | None) -> None:
        click.echo(profile_of(_listing(file, units, None, language)).to_toml(), nl=False)

    return click.Command("profile", callback=run, params=[_file(), _units(language)], help=words.PROFILE_COMMAND.to(language))


def _match(language: Language) -> click.Command:
    return names.match_command(language, read_content, _content)


# Parameters and steps that the commands share -----------------------------------------------------------------


def _file() -> click.Argument:
    return click.Argument(["file"], metavar="FILE")


def _to(formats: list[str], default: str | None, language: Language) -> click.Option:
    help_text = words.TO.to(language)
    if default is None:
        return click.Option(["--to"], type=click.Choice(formats), required=True, help=help_text)
    return click.Option(["--to"], type=click.Choice(formats), default=default, show_default=True, help=help_text)


def _lang(language: Language) -> click.Option:
    """Heeded by `language_of` before the commands are built, wherever it stands; here for the help and the parser."""
    return click.Option(["--lang"], type=click.Choice(["ja", "en"]), expose_value=False, help=words.LANG.to(language))


def _units(language: Language) -> click.Option:
    return click.Option(["--units"], metavar="FILE", help=words.UNITS.to(language))


def _profile(language: Language) -> click.Option:
    return click.Option(["--profile"], metavar="FILE", help=words.PROFILE.to(language))


def _listing(file: str, units: str | None, profile: str | None, language: Language) -> Listing:
    known = _text_of(units).split("\n") if units else []
    decided = Profile.fromtoml(_text_of(profile), Path(profile).name) if profile else None
    with _announced(words.READING, file, language):
        name = "-" if file == "-" else Path(file).name
        return read_content(_content(file), name, known_units={unit.strip() for unit in known} - {""}, profile=decided)


def _text_of(file: str) -> str:
    return content_of(Path(file)).decode("utf-8-sig", errors="replace")


def _content(file: str) -> bytes:
    return sys.stdin.buffer.read(LARGEST + 1) if file == "-" else content_of(Path(file))


@contextmanager
def _announced(step: Text, name: str, language: Language) -> Iterator[None]:
    """What is being done, on a terminal's last line while it lasts: reading and setting a large list takes seconds."""
    shown = sys.stderr.isatty()
    if shown:
        click.echo(step.to(language).format(name=name), err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)
