"""Words for people, in Japanese and English at once.

The core speaks to the command line, to files and to pages alike, so a message carries both
languages and whoever shows it chooses one.
"""

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


class Refusal(Exception):
    """Something was not done. Says what, where, why, and what to do, in both languages.

    Nothing has been stored or written when it is raised.
    """

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, ja=ja)
