"""One target a reader, and what holds of everything that a reader is given.

python -m fuzz.targets csv FOLDER -max_total_time=60     fuzz from the inputs in FOLDER
python -m fuzz.targets csv FILE                          try one input again
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["teikei.lists", "teikei.rules", "teikei.names"]):
    from teikei.lists.model import Listing
    from teikei.lists.read import read_content
    from teikei.names.bilingual import Refusal, Text

from fuzz.seeds import members, seeds, with_member

# The first byte of an input says what becomes of the others; so mutations meet the reader, not only the wrapping.
Made = Callable[[int, bytes], bytes]
_ENCODINGS = ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-8-sig", "utf-32")


@dataclass(frozen=True, slots=True)
class Target:
    """The ending of the file's name, and how an input becomes a file."""

    ending: str
    made: Made
    corpus: list[bytes]


def target(ending: str) -> Target:
    """The target for files of that ending, with the inputs to begin from."""
    files = seeds(ending)
    if ending in ("txt", "csv", "html", "json"):
        begins = {"html": b"<html>", "json": b"{"}.get(ending, b"")
        corpus = [bytes([mode]) + file for file in files for mode in range(len(_ENCODINGS) + 1)]
        return Target(ending, lambda mode, rest: _encoded(mode, rest, begins), corpus)
    if ending in ("xlsx", "ods", "docx"):
        parts = members(files[0])
        corpus = [b"\0" + file for file in files] + [bytes([place]) + body for place, (_, body) in enumerate(parts, 1)]
        return Target(ending, lambda mode, rest: with_member(files[0], parts[(mode - 1) % len(parts)][0], rest) if mode else rest, corpus)
    return Target(ending, lambda _, rest: rest, [b"\0" + file for file in files])


def _encoded(mode: int, rest: bytes, begins: bytes) -> bytes:
    """The bytes as they are, or their text in one of the encodings of an office."""
    if not rest.lstrip(b"\xef\xbb\xbf").startswith(begins[:1]):
        rest = begins + rest
    if mode % (len(_ENCODINGS) + 1) == 0:
        return rest
    return rest.decode("utf-8", errors="ignore").encode(_ENCODINGS[mode % (len(_ENCODINGS) + 1) - 1], errors="replace")


def try_input(target: Target, data: bytes) -> None:
    """Read it. AssertionError where what comes is neither a listing that accounts for every row nor a full refusal."""
    if not data:
        return
    name = f"fuzzed.{target.ending}"
    said = _listing_or_refusal(target.made(data[0], data[1:]), name)
    if isinstance(said, Listing):
        assert_whole(said)
    else:
        assert said.en.startswith(name), said
        assert said.ja.startswith(name), said


def _listing_or_refusal(content: bytes, name: str) -> Listing | Text:
    try:
        return read_content(content, name)
    except Refusal as refusal:
        return refusal.text


def assert_whole(listing: Listing) -> None:
    """Every filled row has a role, every entry a name, every finding its words in both languages."""
    assert len(listing.rows) == len(listing.roles)
    for row, role in zip(listing.rows, listing.roles, strict=True):
        assert role != "blank" or not any(row.cells), row
    assert all(entry.institution and isinstance(entry.to_json(), dict) for entry in listing.entries)
    assert all(finding.text.en and finding.text.ja for finding in listing.findings)
    assert 0 <= listing.coverage <= 1


def main() -> None:
    """Begin from the seeds where an empty folder is given, and leave the rest to libFuzzer."""
    chosen = target(sys.argv.pop(1))
    folder = Path(sys.argv[1])
    if folder.is_dir() and not any(folder.iterdir()):
        for number, data in enumerate(chosen.corpus):
            Path(folder, str(number)).write_bytes(data)
    atheris.Setup(sys.argv, lambda data: try_input(chosen, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
