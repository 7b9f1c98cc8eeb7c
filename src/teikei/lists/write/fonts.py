"""The fonts of the printed register, from packages, and which characters they can show."""

import struct
from functools import cache
from pathlib import Path

import manimgx_fonts
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

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
    """The code points in a font's `cmap` table (OpenType specification, formats 4 and 12)."""
    with path.open("rb") as font:
        count = struct.unpack(">4xH6x", font.read(12))[0]
        records = [struct.unpack(">4sIII", font.read(16)) for _ in range(count)]
        offset, length = next((offset, length) for tag, _, offset, length in records if tag == b"cmap")
        font.seek(offset)
        cmap = font.read(length)
    points: set[int] = set()
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        start = struct.unpack_from(">I", cmap, 4 + 8 * index + 4)[0]
        match struct.unpack_from(">H", cmap, start)[0]:
            case 4:
                points |= _segments(cmap, start)
            case 12:
                points |= _groups(cmap, start)
    return points


def _groups(cmap: bytes, start: int) -> set[int]:
    count = struct.unpack_from(">I", cmap, start + 12)[0]
    points: set[int] = set()
    for first, last, _ in struct.iter_unpack(">III", cmap[start + 16 : start + 16 + 12 * count]):
        points.update(range(first, last + 1))
    return points


def _segments(cmap: bytes, start: int) -> set[int]:
    """Format 4. A segment may hold code points without a glyph; those with a glyph array are looked up."""
    size = struct.unpack_from(">H", cmap, start + 6)[0]
    count = size // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", cmap, start + place) for place in (14, 16 + size, 16 + 2 * size, 16 + 3 * size)
    )
    points: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            if offset:
                glyph = struct.unpack_from(">H", cmap, start + 16 + 3 * size + 2 * index + offset + 2 * (point - first))[0]
            else:
                glyph = (point + delta) & 0xFFFF
            if glyph:
                points.add(point)
    return points
