"""Records of the authority as the registry keeps them: those that were proposed or chosen, and what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from teikei.registry import authority as authorities
from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import AuthorityRecord, Institution, Judgment
from teikei.registry.operations.search_names import rekey_institutions
from teikei.registry.permissions import Person, require
from teikei.registry.proposals import kept_form

if TYPE_CHECKING:
    from teikei.names.authority import Authority
    from teikei.names.authority import AuthorityRecord as Record

FIELDS = (
    "status", "name_en", "names", "kinds", "city", "territory_code", "latitude", "longitude", "website", "relations", "successors",
    "version", "taken_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many judged records were looked at again, are no longer active, and are not in this authority at all."""

    version: str
    records: int
    changed: int
    absent: int


def keep_records(records: Iterable["Record"], authority: "Authority", *, at: datetime) -> None:
    """Keep what the authority says now of these records, and of the successors of those that are no longer active."""
    taken = {record.ror: record for record in records}
    followers = {ror: authority.successors(record) for ror, record in taken.items() if record.status != "active"}
    taken |= {record.ror: record for several in followers.values() for record in several}
    kept = {
        ror: name
        for rors in chunks(taken)
        for ror, name in AuthorityRecord.objects.filter(ror__in=rors).values_list("ror", "name_en")
    }  # fmt: skip
    made = [
        kept_form(
            record,
            name=kept.get(ror, ""),
            successors=[follower.ror for follower in followers.get(ror, ())],
            version=authority.version,
            at=at,
        )
        for ror, record in taken.items()
    ]
    AuthorityRecord.objects.bulk_create(made, update_conflicts=True, unique_fields=["ror"], update_fields=FIELDS, batch_size=BATCH // 20)


def known_record(ror: str, *, at: datetime) -> AuthorityRecord | None:
    """The record of an id: as kept, else taken from the authority. None where neither knows it, or there is no authority."""
    if kept := AuthorityRecord.objects.filter(ror=ror).first():
        return kept
    if authorities.missing():
        return None
    with authorities.opened() as authority:
        record = authority.get(ror)
        if record is None:
            return None
        keep_records([record], authority, at=at)
    return AuthorityRecord.objects.get(ror=ror)


def refresh_records(*, by: Person | None, at: datetime) -> Refreshed:
    """Look all judged records up in the authority again. A judgment stays; its record learns that it was withdrawn or merged.

    by: None for somebody at a terminal of the server. Refusal where there is no authority.
    """
    if by is not None:
        require(by, "partner.judge", day=localdate(at))
    with authorities.opened() as authority, transaction.atomic():
        judged = list(Judgment.objects.filter(undone_at=None, record__isnull=False).order_by().values_list("record", flat=True).distinct())
        found: Mapping[str, Record | None] = {ror: authority.get(ror) for ror in judged}
        there = [record for record in found.values() if record is not None]
        keep_records(there, authority, at=at)
        rekey_institutions(list(Institution.objects.filter(judgment__record__in=[r.ror for r in there]).values_list("pk", flat=True)))
        changed = sum(record.status != "active" for record in there)
        return Refreshed(authority.version, len(judged), changed, len(judged) - len(there))
