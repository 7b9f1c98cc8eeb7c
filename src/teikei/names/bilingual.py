"""Words for people, in Japanese and English at once.

The core speaks to the command line, to files and to pages alike, so a message carries both
languages and whoever shows it chooses one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages."""

    en: str
    ja: str

    def to(self, language: Language) -> str:
        """The message in that language."""
        return self.ja if language == "ja" else self.en


def spoken(environment: Mapping[str, str] = os.environ) -> Language:
    """The language for messages on a terminal: TEIKEI_LANG, else the system's locale; English where none is Japanese."""
    names = ("TEIKEI_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return "ja" if chosen.lower().startswith("ja") else "en"


class Refusal(Exception):
    """Something was not done. Says what, where, why, and what to do, in both languages.

    Nothing has been stored or written when it is raised.
    """

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, ja=ja)
