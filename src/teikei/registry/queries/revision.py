"""How far the registry has come: what a kept answer of a program is compared with."""

from hashlib import sha256

from django.db.models import Subquery

from teikei.registry.models import AuthorityRecord, Chain, Edition, Matching


def revision() -> str:
    """A text that is another whenever anything that programs may read has changed. One query.

    The ledger knows of every value and judgment; lists, records of the authority and candidates tell by their moments.
    """
    latest = Edition.objects.order_by("-pk").values("pk")[:1]
    taken = AuthorityRecord.objects.order_by("-taken_at").values("taken_at")[:1]
    matched = Matching.objects.order_by("-matched_at").values("matched_at")[:1]
    found = Chain.objects.annotate(edition=Subquery(latest), taken=Subquery(taken), matched=Subquery(matched)).filter(pk=1)
    seen = found.values_list("sha256", "edition", "taken", "matched").first()
    return sha256(repr(seen).encode()).hexdigest()[:24]
