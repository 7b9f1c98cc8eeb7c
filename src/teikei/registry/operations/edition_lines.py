"""What the ledger says of an edition: the hash of what its list says, and that of all that is kept beside it."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import models

from teikei.lists.model import Listing
from teikei.registry.models import Correction, Edition, Entry, Finding, FindingPlace, Heading, Source, SourceLine
from teikei.registry.operations.kept import text_of
from teikei.registry.queries.publication import edition_listing
from teikei.rules.days import PartialDate


def content_hash(listing: Listing) -> str:
    """SHA-256 of what the list says, without places: the same for the same list read from another format."""
    return hashlib.sha256(json.dumps(listing.content(), ensure_ascii=False, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"no plain form for {type(value).__name__}")


# What is kept of an edition beside what its rows say, and never changes: the table, the path to the edition, the values.
_BESIDE: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Source, "edition", ("sha256", "name", "format", "encoding", "size", "received_at", "received_from")),
    (SourceLine, "source__edition", ("position", "sheet", "page", "line", "text", "role")),
    (Heading, "edition", ("position", "page", "line")),
    (Entry, "edition", ("n", "page", "line", "sheet", "columns", "raw", "why")),
    (Entry.stands_for.through, "entry__edition", ("entry__n", "agreement")),
    (
        Finding, "edition",
        ("position", "code", "severity", "message_en", "message_ja", "proposal", "verdict", "reason", "judged_by", "judged_at"),
    ),
    (FindingPlace, "finding__edition", ("finding__position", "position", "page", "line", "column", "sheet", "entry__n")),
    (Correction, "edition", ("entry__n", "finding__position", "field", "printed", "value", "corrected_by", "corrected_at")),
)  # fmt: skip


def hash_beside(edition: Edition) -> str:
    """SHA-256 of what is kept of it beside what its rows say: its document, lines, places, reasons, findings, corrections."""
    found = hashlib.sha256()
    for table, of, values in _BESIDE:
        rows = table._default_manager.filter(**{of: edition.pk}).order_by(*values[:2], "pk").values_list(*values)
        for row in rows.iterator(chunk_size=2_000):
            found.update(json.dumps([table.__name__, *row], ensure_ascii=False, sort_keys=True, default=str).encode())
    return found.hexdigest()


def edition_line(edition: Edition, files: Mapping[str, str] | None = None) -> str:
    """The ledger's words on an edition, once all of it is kept. files: "pdf ja" → SHA-256.

    Of what the tables hold, so that `verify` can read it again: a number too large for them is in the source only.
    """
    return text_of(
        {
            "institution": edition.institution_id, "level": edition.level, "number": edition.number, "as_of": edition.as_of.isoformat(),
            "title": edition.title, "source": edition.source_id, "content": content_hash(edition_listing(edition)),
            "beside": hash_beside(edition), "files": dict(files or {}),
            "corrects": edition.corrects_id, "correction": edition.correction,
            **({"english": edition.english} if edition.english else {}),
        }
    )  # fmt: skip
