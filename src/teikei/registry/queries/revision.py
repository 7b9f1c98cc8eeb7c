"""How far the registry has come: what a kept answer of a program is compared with."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Subquery

from teikei.registry.models import AuthorityRecord, Chain, Edition, Matching


class Standing(NamedTuple):
    """How far the ledger has come, and what it does not tell of: the latest list, records of the authority, candidates."""

    length: int
    sha256: str
    edition: int | None
    taken: datetime | None
    matched: datetime | None


def revision() -> str:
    """A text that is another whenever anything that programs may read has changed. One query."""
    return sha256(repr(standing()).encode()).hexdigest()[:24]


def standing() -> Standing:
    """The same, part by part. One query."""
    latest = Edition.objects.order_by("-pk").values("pk")[:1]
    taken = AuthorityRecord.objects.order_by("-taken_at").values("taken_at")[:1]
    matched = Matching.objects.order_by("-matched_at").values("matched_at")[:1]
    found = Chain.objects.annotate(edition=Subquery(latest), taken=Subquery(taken), matched=Subquery(matched)).filter(pk=1)
    return Standing(*(found.values_list("length", "sha256", "edition", "taken", "matched").first() or (0, "", None, None, None)))
