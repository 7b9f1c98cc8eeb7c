"""Tables and fences of a page, and the words for what nobody described."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Undescribed(Exception):
    """Something that the program has and the manual lacks, or the other way round."""


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def fenced(text: str, kind: str = "text") -> str:
    return f"```{kind}\n{text.rstrip()}\n```"


def described(what: str, text: str | None) -> str:
    if not (text or "").strip():
        raise Undescribed(f"{what} has no description")
    return " ".join(str(text).split())
