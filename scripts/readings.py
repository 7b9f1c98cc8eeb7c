"""Korean, Cantonese and Japanese readings of Han characters, derived from Unihan.

`python scripts/readings.py Unihan_Readings.txt.bz2` writes readings.tsv and onyomi.tsv in src/teikei/names/data; with
`--check` it says whether the committed files are what Unihan gives. The source file is part of Debian's package unicode-data
(/usr/share/unicode/); where it is absent, `--check` says so and passes.
"""

import bz2
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from kept import keep

SOURCE = Path("/usr/share/unicode/Unihan_Readings.txt.bz2")
FOLDER = Path(__file__).parent.parent / "src/teikei/names/data"
HEAD = """\
# Readings of Han characters. Columns: language, reading, the characters whose first reading it is, those that also have it.
# Korean (ko): hangul without the initial-sound rule. Cantonese (yue): Jyutping without tones.
# Derived by scripts/readings.py from Unihan's kHangul and kCantonese (Unicode Character Database 15.0.0, Unihan_Readings).
# Copyright 1991-2022 Unicode, Inc. Used under the Unicode License Agreement for Data Files and Software; facts unchanged.
"""
ONYOMI_HEAD = """\
# Japanese readings (on) of Han characters. Columns: reading in hiragana, the characters of JIS X 0208 whose first reading it is.
# Derived by scripts/readings.py from Unihan's kJapaneseOn (Unicode Character Database 15.0.0, Unihan_Readings).
# Copyright 1991-2022 Unicode, Inc. Used under the Unicode License Agreement for Data Files and Software; facts unchanged.
"""
# Hepburn syllables as Unihan writes them, to hiragana.
_SYLLABLES = """
A I U E O KA KI KU KE KO SA SHI SU SE SO TA CHI TSU TE TO NA NI NU NE NO HA HI FU HE HO MA MI MU ME MO YA YU YO RA RI RU RE RO WA N
GA GI GU GE GO ZA JI ZU ZE ZO DA DE DO BA BI BU BE BO PA PI PU PE PO JA JU JO SHA SHU SHO CHA CHU CHO
"""
_KANA = """
あ い う え お か き く け こ さ し す せ そ た ち つ て と な に ぬ ね の は ひ ふ へ ほ ま み む め も や ゆ よ ら り る れ ろ わ ん
が ぎ ぐ げ ご ざ じ ず ぜ ぞ だ で ど ば び ぶ べ ぼ ぱ ぴ ぷ ぺ ぽ じゃ じゅ じょ しゃ しゅ しょ ちゃ ちゅ ちょ
"""
_PLAIN = dict(zip(_SYLLABLES.split(), _KANA.split(), strict=True))
_GLIDES = {"KY": "き", "NY": "に", "HY": "ひ", "MY": "み", "RY": "り", "GY": "ぎ", "BY": "び", "PY": "ぴ"}
_SMALL = dict(zip("AUO", "ゃゅょ", strict=True))


def hiragana(romaji: str) -> str | None:
    """KYOU gives きょう; None for what is no reading in Hepburn letters."""
    written, at = "", 0
    while at < len(romaji):
        for length in (3, 2, 1):
            part = romaji[at : at + length]
            kana = _PLAIN.get(part) or (_GLIDES[part[:2]] + _SMALL[part[2]] if part[:2] in _GLIDES and part[2:] in tuple("AUO") else None)
            if kana and len(part) == length:
                break
        else:
            return None
        written, at = written + kana, at + length
    return written


def onyomi(source: Path) -> str:
    """The lines of onyomi.tsv."""
    found: dict[str, str] = {}
    for line in bz2.decompress(source.read_bytes()).decode("utf-8").splitlines():
        code, field, printed = line.split("\t") if line.count("\t") == 2 else ("", "", "")
        if field == "kJapaneseOn" and _in_jis(char := chr(int(code[2:], 16))):
            reading = next((kana for romaji in printed.split() if (kana := hiragana(romaji))), None)
            if reading:
                found[reading] = found.get(reading, "") + char
    return ONYOMI_HEAD + "".join(f"{reading}\t{found[reading]}\n" for reading in sorted(found))


def _in_jis(char: str) -> bool:
    """Whether a character is of JIS X 0208: two bytes in EUC-JP."""
    try:
        return len(char.encode("euc_jp")) == 2
    except UnicodeEncodeError:
        return False


def readings(source: Path) -> str:
    """The lines of readings.tsv."""
    first: dict[tuple[str, str], list[str]] = defaultdict(list)
    further: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in bz2.decompress(source.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("#") or line.count("\t") != 2:
            continue
        code, field, printed = line.split("\t")
        char = chr(int(code[2:], 16))
        if unicodedata.normalize("NFKC", char) != char:
            continue
        if field == "kHangul":
            # "북:0E": 0 stands for KS X 1001, 1 for KS X 1002, E for the school list. Those of the school list first.
            found = sorted(printed.split(), key=lambda part: ("E" not in part, "0" not in part))
            language, sounds = "ko", [part.split(":")[0] for part in found]
        elif field == "kCantonese" and _in_big5(char):
            language, sounds = "yue", [part.rstrip("123456") for part in printed.split()]
        else:
            continue
        sounds = list(dict.fromkeys(sounds))
        first[language, sounds[0]].append(char)
        for sound in sounds[1:3]:
            further[language, sound].append(char)
    keys = sorted(first.keys() | further.keys())
    return HEAD + "".join(f"{key[0]}\t{key[1]}\t{''.join(first[key])}\t{''.join(further[key])}\n" for key in keys)


def _in_big5(char: str) -> bool:
    """Whether a character is of the usual traditional set: the rare ones are left out."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    source = paths[0] if paths else SOURCE
    if not source.exists():
        print(f"{source} is absent (Debian package unicode-data): readings were not {'checked' if check else 'built'}", file=sys.stderr)
        return 0 if check else 1
    made = {FOLDER / "readings.tsv": readings(source), FOLDER / "onyomi.tsv": onyomi(source)}
    return keep(made, check=check, sources="the files of Unihan", script="readings.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
