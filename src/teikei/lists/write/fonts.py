"""The fonts of the printed register, from packages, and which characters they can show."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import manimgx_fonts
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst
from fontTools.ttLib import TTFont

from teikei.names.folding import INVISIBLE

# Noto Sans stands first: the Japanese font lacks Č ő Ł. The others carry one script each.
FAMILIES = (
    "Noto Sans", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Armenian", "Noto Sans Bengali", "Noto Sans Devanagari",
    "Noto Sans Ethiopic", "Noto Sans Georgian", "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Hebrew", "Noto Sans Kannada",
    "Noto Sans Khmer", "Noto Sans Lao", "Noto Sans Malayalam", "Noto Sans Myanmar", "Noto Sans Oriya", "Noto Sans Sinhala",
    "Noto Sans Symbols", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Thai", "Noto Emoji",
)  # fmt: skip


def _folders() -> list[Path]:
    packages = (manimgx_fonts, noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)
    return [Path(package.__file__).parent for package in packages]


@cache
def fonts() -> typst.Fonts:
    """The fonts as Typst takes them. None of the system's, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in _folders()])


@cache
def showable() -> frozenset[int]:
    """Every code point that one of the fonts has a glyph for."""
    files = [path for folder in _folders() for path in folder.iterdir() if path.suffix in (".ttf", ".otf")]
    upright = [path for path in files if "Italic" not in path.name and "Bold" not in path.name]
    return frozenset[int]().union(*map(_characters_of, upright))


def _characters_of(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


# What these character sets hold, the Japanese font shows, but for these few signs (tests/lists/write/test_fonts.py).
_SHOWN_SETS = ("euc_jp", "gb2312", "big5", "euc_kr")
_NOT_SHOWN = "∼≒◈"


def unprintable(characters: Iterable[str]) -> set[str]:
    """Those of the characters that a PDF cannot show: without a glyph, or for private use, which an archive may not hold."""
    # Most texts end at the character sets, without opening a font.
    rare = {char for char in characters if char not in "\n " and not (char >= " " and _in_shown_set(char))}
    return {char for char in rare if unicodedata.category(char) == "Co" or (ord(char) not in showable() and not INVISIBLE.match(char))}


def _in_shown_set(char: str) -> bool:
    if char in _NOT_SHOWN or char == "\x7f":
        return False
    for name in _SHOWN_SETS:
        try:
            char.encode(name)
        except UnicodeEncodeError:
            continue
        return True
    return False
