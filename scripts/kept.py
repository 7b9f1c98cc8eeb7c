"""Tables that the scripts make of their sources: written, or held against what is committed (`--check`)."""

from collections.abc import Mapping
from pathlib import Path


def keep(made: Mapping[Path, str], *, check: bool, sources: str, script: str) -> int:
    """Write each text to its file; with `check` say of each whether the file is that text. 1 where one is not, else 0."""
    stale = False
    for target, text in made.items():
        if check:
            fresh = target.exists() and target.read_text(encoding="utf-8") == text
            print(f"{target.name}: {'fresh' if fresh else f'not what {sources} give; run scripts/{script}'}")
            stale |= not fresh
        else:
            target.write_text(text, encoding="utf-8")
    return int(stale)
