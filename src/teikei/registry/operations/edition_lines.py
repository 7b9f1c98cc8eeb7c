"""What the ledger says of an edition, and the hash of what a list says."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date

from teikei.lists.model import Listing
from teikei.registry.models import Edition
from teikei.registry.operations.kept import text_of
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


def edition_line(edition: Edition, content: str, files: Mapping[str, str] | None = None) -> str:
    """The ledger's words on an edition. content: the hash of its rows as the tables hold them; files: "pdf ja" → SHA-256."""
    return text_of(
        {
            "institution": edition.institution_id, "level": edition.level, "number": edition.number, "as_of": edition.as_of.isoformat(),
            "title": edition.title, "source": edition.source_id, "content": content, "files": dict(files or {}),
            "corrects": edition.corrects_id, "correction": edition.correction,
            **({"english": edition.english} if edition.english else {}),
        }
    )  # fmt: skip
