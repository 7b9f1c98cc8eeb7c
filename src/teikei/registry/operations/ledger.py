"""The ledger: every operation that writes leaves its lines here, in the same transaction, one chained to the other."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.models import User

from teikei.registry.keys import BATCH
from teikei.registry.models import Chain, Change

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Act:
    """What is done: its name, when, by whom (None: a program at a terminal of the server), why, from which source.

    batch is the same for all that the act changes, so that it can be undone as one.
    """

    operation: str
    at: datetime
    by: User | None = None
    program: str = "teikei-admin"
    reason: str = ""
    source: int | None = None
    batch: str = field(default_factory=lambda: uuid4().hex)

    @property
    def who(self) -> str:
        """The account's name, or the program's."""
        return self.by.get_username() if self.by else self.program


class Line(NamedTuple):
    """What became of one subject: its kind and number, its version now, its value in canonical JSON ("": removed)."""

    kind: str
    subject: int
    version: int
    after: str


def lock() -> Chain:
    """The end of the ledger, locked until the transaction ends: whoever writes comes one after the other."""
    Chain.objects.get_or_create(pk=1)
    return Chain.objects.select_for_update().get(pk=1)


def enter(lines: Iterable[Line], act: Act, *, chain: Chain | None = None) -> None:
    """Add lines for what an act did. Inside its transaction; chain: as `lock` gave it, so that it is locked from the start."""
    chain = chain or lock()
    at = act.at.astimezone(UTC)
    changes = []
    for line in lines:
        chain.length += 1
        change = Change(
            position=chain.length, at=at, by=act.by, who=act.who, operation=act.operation, kind=line.kind, subject=line.subject,
            version=line.version, reason=act.reason[:1000], source_id=act.source, batch=act.batch, after=line.after, previous=chain.sha256,
        )  # fmt: skip
        change.sha256 = chain.sha256 = line_hash(change)
        changes.append(change)
    Change.objects.bulk_create(changes, batch_size=BATCH // 4)
    chain.save(update_fields=["length", "sha256"])


def line_hash(change: Change) -> str:
    """The SHA-256 of a line: every field of it, and the hash of the line before it."""
    fields = (
        change.position, change.at.astimezone(UTC).isoformat(), change.by_id or "", change.who, change.operation, change.kind,
        change.subject, change.version, change.reason, change.source_id or "", change.batch, change.after, change.previous,
    )  # fmt: skip
    # Lengths before the texts, so that no text can run into the next.
    return hashlib.sha256("".join(f"{len(str(value))}:{value}" for value in fields).encode(errors="surrogatepass")).hexdigest()
