"""Keeping values: the one way in which an agreement, an institution or a unit is added or changed.

A value is stored whole beside what is derived from it, its version counts up, and the ledger gets its line: all in one
transaction, after the ledger was locked, so that whoever comes second sees what the first one did.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec
from django.db import models, transaction
from django.utils.timezone import localdate

from teikei.registry.keys import BATCH, chunks
from teikei.registry.models import Chain, Change
from teikei.registry.operations import ledger
from teikei.registry.operations.ledger import Act, Line
from teikei.registry.refusals import ChangedMeanwhile

V = TypeVar("V")


@dataclass(frozen=True)
class Kind(Generic[V]):
    """One kind of kept value: its name in the ledger, its type, its table, and how columns and tables follow from values.

    columns sets the derived columns of unsaved or saved rows; hang makes the tables that hang on them, as of a day
    (deadlines are kept some years ahead of it); clear empties these tables for the rows of these numbers.
    """

    name: str
    value: type[V]
    table: type[Any]
    columns: Callable[[Sequence[tuple[Any, V]]], None]
    hang: Callable[[Sequence[tuple[Any, V]], date], None]
    clear: Callable[[Sequence[int]], None]
    derived: tuple[str, ...]
    decoder: msgspec.json.Decoder[V] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """What msgspec works out about a type is worked out here, as the program starts: two threads at it at once crash it."""
        object.__setattr__(self, "decoder", msgspec.json.Decoder(self.value))


def text_of(value: object) -> str:
    """The canonical JSON of a value: the same for equal values."""
    return msgspec.json.encode(value, order="sorted").decode()


def value_of(kind: Kind[V], text: str) -> V:
    """The inverse of text_of."""
    return kind.decoder.decode(text)


def add(kind: Kind[V], values: Sequence[V], act: Act, *, chain: Chain | None = None) -> list[Any]:
    """Keep new values; gives their rows, in order. Inside a transaction of the caller's or one of its own."""
    if not values:
        return []
    with transaction.atomic():
        chain = chain or ledger.lock()
        rows = [kind.table(body=text_of(value), version=1) for value in values]
        kind.columns(list(zip(rows, values, strict=True)))
        kind.table.objects.bulk_create(rows, batch_size=BATCH // 4)
        kind.hang(list(zip(rows, values, strict=True)), localdate(act.at))
        ledger.enter((Line(kind.name, row.pk, 1, row.body) for row in rows), act, chain=chain)
    return rows


def change(kind: Kind[V], values: Mapping[int, tuple[int | None, V]], act: Act, *, chain: Chain | None = None) -> list[Any]:
    """Keep changed values: id → (the version that was looked at, or None for whatever it is; the new value).

    Gives the rows that changed; equal values change nothing. ChangedMeanwhile where a version is no longer the current
    one, with nothing stored.
    """
    with transaction.atomic():
        chain = chain or ledger.lock()
        changed: list[tuple[Any, V]] = []
        for pks in chunks(values):
            for row in kind.table.objects.filter(pk__in=pks).order_by("pk"):
                version, value = values[row.pk]
                if version is not None and version != row.version:
                    raise ChangedMeanwhile(kind.name, row.pk, row.version)
                if (body := text_of(value)) != row.body:
                    row.body, row.version = body, row.version + 1
                    changed.append((row, value))
        kind.columns(changed)
        kind.table.objects.bulk_update([row for row, _ in changed], ["body", "version", *kind.derived], batch_size=BATCH // 20)
        kind.clear([row.pk for row, _ in changed])
        kind.hang(changed, localdate(act.at))
        ledger.enter((Line(kind.name, row.pk, row.version, row.body) for row, _ in changed), act, chain=chain)
    return [row for row, _ in changed]


def before(kind: Kind[V], lines: Iterable[Change]) -> dict[int, tuple[int, V | None]]:
    """What the subjects of these lines of one act were before it, which may have touched one more than once: number → the version
    that the act left, and the value before; None for what it added. Lines in order; those of other kinds are passed over.

    ChangedMeanwhile where anything of it was changed since.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for line in lines:
        if line.kind == kind.name:
            first.setdefault(line.subject, line.version)
            last[line.subject] = line.version
    found: dict[int, tuple[int, V | None]] = {}
    for pks in chunks(first):
        versions = dict(kind.table.objects.filter(pk__in=pks).values_list("pk", "version"))
        earlier = Change.objects.filter(kind=kind.name, subject__in=pks, version__in={first[pk] - 1 for pk in pks})
        bodies = {(pk, version): body for pk, version, body in earlier.values_list("subject", "version", "after")}
        for pk in pks:
            if versions.get(pk) != last[pk]:
                raise ChangedMeanwhile(kind.name, pk, versions.get(pk, 0))
            found[pk] = (last[pk], value_of(kind, bodies[pk, first[pk] - 1]) if first[pk] > 1 else None)
    return found


def remove(kind: Kind[Any], subjects: Sequence[int], act: Act, *, chain: Chain | None = None) -> None:
    """Take values away that were never more than another spelling of one that stays. The ledger keeps what they were."""
    with transaction.atomic():
        chain = chain or ledger.lock()
        versions = dict(kind.table.objects.filter(pk__in=list(subjects)).order_by("pk").values_list("pk", "version"))
        kind.table.objects.filter(pk__in=list(versions)).delete()
        ledger.enter((Line(kind.name, pk, version + 1, "") for pk, version in versions.items()), act, chain=chain)


def refresh(kind: Kind[Any], subjects: Iterable[int], today: date) -> None:
    """Derive columns and tables anew for these, whose values are as they were but what they name has changed."""
    for pks in chunks(subjects):
        with transaction.atomic():
            pairs = [(row, value_of(kind, row.body)) for row in kind.table.objects.filter(pk__in=pks).order_by("pk")]
            kind.columns(pairs)
            kind.table.objects.bulk_update([row for row, _ in pairs], list(kind.derived), batch_size=BATCH // 20)
            kind.clear([row.pk for row, _ in pairs])
            kind.hang(pairs, today)


def current(kind: Kind[V], pk: int) -> tuple[int, V]:
    """The version and value kept under that id. Raises the table's DoesNotExist."""
    row: models.Model = kind.table.objects.only("version", "body").get(pk=pk)
    return row.version, value_of(kind, row.body)  # type: ignore[attr-defined]
