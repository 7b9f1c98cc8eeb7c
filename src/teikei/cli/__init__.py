"""The command `teikei`: the core without a server. The contract of its output is docs/reference/command-line.md."""

import os
import sys
from collections.abc import Sequence

import click

from teikei.cli.commands import group
from teikei.cli.language import language_of, speak
from teikei.names.bilingual import Refusal, Text

EXIT_REFUSED = 2
EXIT_FAULT = 70


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `teikei` and leave with its exit status. Never a traceback for what a user did or gave."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(arguments, os.environ)
    speak(language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        status = group(language).main(arguments, prog_name="teikei", standalone_mode=False)
        sys.stdout.flush()
    except Refusal as refusal:
        click.echo(f"teikei: {refusal.text.to(language)}", err=True)
        status = EXIT_REFUSED
    except click.ClickException as error:
        error.show()
        status = EXIT_REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo(Text("teikei: stopped.", "teikei: 中止しました。").to(language), err=True)
        status = 130
    except BrokenPipeError:
        # The reader of our output went away (`teikei read … | head`): nothing to say, and no complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    except OSError as error:
        click.echo(_system(error).to(language), err=True)
        status = EXIT_REFUSED
    except Exception as error:
        if os.environ.get("TEIKEI_TRACE"):
            raise
        click.echo(_fault(error).to(language), err=True)
        status = EXIT_FAULT
    sys.exit(status or 0)


def _system(error: OSError) -> Text:
    where = f"{error.filename}: " if error.filename else ""
    return Text(
        f"teikei: {where}{error.strerror}. Check that the place exists, may be written and has room.",
        f"teikei: {where}{error.strerror}。場所があるか、書き込めるか、空き容量があるか確かめてください。",
    )


def _fault(error: Exception) -> Text:
    what = f"{type(error).__name__}: {error}"
    return Text(
        f"teikei: a fault of this program ({what}). Nothing was written. Please report it with the file; TEIKEI_TRACE=1 shows where.",
        f"teikei: プログラムの不具合です({what})。何も書き出していません。ファイルを添えて報告してください。TEIKEI_TRACE=1 で場所が分かります。",
    )
