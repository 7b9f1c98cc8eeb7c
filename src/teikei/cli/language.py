"""In which language the command line speaks."""

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from teikei.names.bilingual import Language, spoken

_LOCALE = Path(__file__).parent / "locale"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """`--lang ja|en` before all else, then the environment's."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return "ja" if arguments[position + 1] == "ja" else "en"
        if argument.startswith("--lang="):
            return "ja" if argument.removeprefix("--lang=") == "ja" else "en"
    return spoken(environment)


def speak(language: Language) -> None:
    """Let click's own words ("Usage", "Options", its errors) come in that language too."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("teikei", str(_LOCALE))
    gettext.textdomain("teikei")
