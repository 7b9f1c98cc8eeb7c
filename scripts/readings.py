"""Korean and Cantonese readings of Han characters, derived from Unihan.

`python scripts/readings.py Unihan_Readings.txt.bz2` writes src/teikei/names/data/readings.tsv; with `--check` it says
whether the committed file is what Unihan gives. The source file is part of Debian's package unicode-data
(/usr/share/unicode/); where it is absent, `--check` says so and passes.
"""

import bz2
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

SOURCE = Path("/usr/share/unicode/Unihan_Readings.txt.bz2")
TARGET = Path(__file__).parent.parent / "src/teikei/names/data/readings.tsv"
HEAD = """\
# Readings of Han characters. Columns: language, reading, the characters whose first reading it is, those that also have it.
# Korean (ko): hangul without the initial-sound rule. Cantonese (yue): Jyutping without tones.
# Derived by scripts/readings.py from Unihan's kHangul and kCantonese (Unicode Character Database 15.0.0, Unihan_Readings).
# Copyright 1991-2022 Unicode, Inc. Used under the Unicode License Agreement for Data Files and Software; facts unchanged.
"""


def readings(source: Path) -> str:
    """The lines of the derived file."""
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
        print(f"{source} is absent (Debian package unicode-data): {TARGET.name} was not {'checked' if check else 'built'}", file=sys.stderr)
        return 0 if check else 1
    built = readings(source)
    if check:
        fresh = TARGET.read_text(encoding="utf-8") == built
        print(f"{TARGET.name}: {'fresh' if fresh else 'not what Unihan gives; run scripts/readings.py'}")
        return 0 if fresh else 1
    TARGET.write_text(built, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
