"""What queries and operations on drafts share."""

import hashlib
from collections.abc import Mapping
from typing import Any

from teikei.lists.corrections import FIELDS, Where
from teikei.registry.models import DraftLines

PAGE = 100  # lines on one page of the reading
SHAPE = 3  # of the pages and the summary; a reading kept in another shape is made again
_FIELD_OF = {"unit": "units", "date": "concluded_on"}


def entry_key(where: Where) -> str:
    """The key under which an entry's own corrections are kept."""
    return hashlib.sha256(repr(tuple(where)).encode()).hexdigest()


def proposed_field(proposal: Mapping[str, str] | None) -> str:
    """The field that a proposal sets right; "" where there is no proposal, or none that an entry could take."""
    of = proposal["of"] if proposal else ""
    field = _FIELD_OF.get(of, of)
    return field if field in FIELDS else ""


def entry_shown(draft: int, summary: Mapping[str, Any], n: int) -> dict[str, Any] | None:
    """An entry as the reading page holds it, with its line. The summary knows with which entry each page begins."""
    firsts: list[int] = summary.get("first_entries", [])
    number = next((page for page in range(len(firsts), 0, -1) if firsts[page - 1] <= n), 0)
    for page in DraftLines.objects.filter(draft=draft, number=number):
        for line in page.lines:
            for entry in line["entries"]:
                if entry["n"] == n:
                    return {**entry, "line": line}
    return None


def line_shown(draft: int, position: int) -> dict[str, Any] | None:
    """A line as the reading page holds it, by its number; None where there is none."""
    page = DraftLines.objects.filter(draft=draft, number=(position - 1) // PAGE + 1).first() if position > 0 else None
    return next((line for line in page.lines if line["position"] == position), None) if page else None


def added_at(line: Mapping[str, Any]) -> Where:
    """Where an entry stands that a person finds on that line."""
    return Where(line["sheet"] or "", line["page"] or 0, line["line"] or 0)
