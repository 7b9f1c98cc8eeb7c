"""Whether the ledger is whole and the tables say what it says: what `teikei-admin verify` asks."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from teikei.names.bilingual import Text
from teikei.registry.keys import chunks
from teikei.registry.models import (
    Agreement,
    AgreementKind,
    AgreementLink,
    AttachedDocument,
    Chain,
    Change,
    Decision,
    DocumentText,
    Judgment,
    Memorandum,
    NameForm,
    Party,
    Source,
    Span,
    Territory,
    UnitName,
)
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.appointment_rows import APPOINTMENTS
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.judging import judgment_text
from teikei.registry.operations.kept import Kind, value_of
from teikei.registry.operations.ledger import FIRST, line_hash
from teikei.registry.operations.list_words import LIST_WORDS
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.registry.operations.territories import altered_territories
from teikei.registry.operations.verify_editions import editions_altered

# What hangs on each kind, and would deceive a query if it were altered: the table, the path to the subject, the values.
# Deadlines are not among them: they follow from the day on which they were last made.
HANGING: dict[str, tuple[tuple[type[Any], str, tuple[str, ...]], ...]] = {
    "agreement": (
        (Party, "agreement", ("institution", "position")),
        (Party.units.through, "party__agreement", ("party__position", "organizationalunit")),
        (Agreement.territories.through, "agreement", ("territory",)),
        (Agreement.entries.through, "agreement", ("entry",)),
        (AgreementKind, "agreement", ("kind",)),
        (AgreementLink, "agreement", ("kind", "other")),
        (Span, "agreement", ("valid_from", "valid_to", "basis")),
        (Memorandum, "agreement", ("local", "kind", "title", "valid_from", "valid_to")),
        (AttachedDocument, "agreement", ("memorandum", "sha256", "visibility")),
    ),
    "proposal": ((Decision, "proposal", ("position", "step", "outcome", "decided_on", "minute", "by", "delegate_of")),),
    "institution": ((NameForm, "institution", ("text", "key", "language", "kind", "used_from", "used_to")),),
    "unit": ((UnitName, "unit", ("text", "key", "language", "kind", "used_from", "used_to")),),
    "appointment": (),
    "list-words": (),
}
KINDS: tuple[Kind[Any], ...] = (AGREEMENTS, INSTITUTIONS, UNITS, APPOINTMENTS, PROPOSALS, LIST_WORDS)


class Tampering(NamedTuple):
    """One thing that does not agree: where (a line of the ledger, a subject, a document), and what."""

    place: str
    text: Text


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was looked at, the hash at the end of the ledger, and all that does not agree."""

    lines: int
    subjects: int
    documents: int
    sha256: str
    tampering: tuple[Tampering, ...]


def verify() -> Verified:
    """Recompute every hash of the ledger, and hold every kept value and document against it."""
    found = list(_chain())
    subjects = 0
    for kind in KINDS:
        wrong, number = _subjects(kind)
        found += wrong
        subjects += number
    found += _judgments()
    documents = _documents()
    found += [one for sha256, name in documents.items() for one in _document(sha256, name)]
    found += [Tampering(place, text) for place, text in editions_altered()]
    found += _territories()
    end = Chain.objects.filter(pk=1).first()
    return Verified(Change.objects.count(), subjects, len(documents), end.sha256 if end else FIRST, tuple(found))


def _chain() -> Iterator[Tampering]:
    previous, position = FIRST, 0
    for change in Change.objects.order_by("position").iterator(chunk_size=2_000):
        position += 1
        place = f"ledger {change.position}"
        if change.position != position:
            yield Tampering(
                place, Text(f"lines {position} to {change.position - 1} are missing", f"{position}〜{change.position - 1}行目がありません")
            )
            position = change.position
        elif change.previous != previous:
            yield Tampering(place, Text("it does not follow the line before it", "前の行とつながっていません"))
        if change.sha256 != line_hash(change):
            yield Tampering(place, Text("it was altered: its hash is another", "書き換えられています（ハッシュ値が一致しません）"))
        previous = change.sha256
    end = Chain.objects.filter(pk=1).first()
    if (end.length, end.sha256) != (position, previous) if end else position:
        yield Tampering(
            "ledger", Text("lines are missing at its end, or its end was altered", "末尾の行がないか、末尾が書き換えられています")
        )


def _subjects(kind: Kind[Any]) -> tuple[list[Tampering], int]:
    """Values that are not those of the ledger's last line about them, and subjects that only one of both knows."""
    found: list[Tampering] = []
    last: dict[int, tuple[int, str]] = {}
    lines = Change.objects.filter(kind=kind.name).order_by("position")
    for subject, version, after in lines.values_list("subject", "version", "after").iterator(chunk_size=2_000):
        last[subject] = (version, hashlib.sha256(after.encode()).hexdigest() if after else "")
    rows = 0
    for pk, version, body in kind.table.objects.values_list("pk", "version", "body").iterator(chunk_size=2_000):
        rows += 1
        told = last.pop(pk, None)
        if told is None:
            found.append(Tampering(f"{kind.name} {pk}", Text("the ledger knows nothing of it", "台帳に記録がありません")))
        elif told != (version, hashlib.sha256(body.encode()).hexdigest()):
            found.append(Tampering(f"{kind.name} {pk}", Text("it was altered without the ledger", "台帳を通さずに書き換えられています")))
    gone = [pk for pk, (_, digest) in last.items() if digest]
    found += [Tampering(f"{kind.name} {pk}", Text("it was removed without the ledger", "台帳を通さずに削除されています")) for pk in gone]
    numbers = list(kind.table.objects.values_list("pk", flat=True))
    try:
        found += [*_columns(kind, numbers), *_hanging(kind, numbers)]
    except KeyError as missing:  # an institution or unit that was deleted although values name it, as SQLite's shell allows
        en = f"its tables cannot be held against its values: these name number {missing}, which is not there any more"
        found.append(Tampering(kind.name, Text(en, f"本体が番号 {missing} を参照していますが、もうないため、表を本体と照合できません")))
    return found, rows


def _columns(kind: Kind[Any], pks: list[int]) -> Iterator[Tampering]:
    """Rows whose derived columns are not those that follow from their value."""
    for part in chunks(pks):
        rows = list(kind.table.objects.filter(pk__in=part).order_by("pk"))
        before = [{name: getattr(row, _attribute(kind, name)) for name in kind.derived} for row in rows]
        kind.columns([(row, value_of(kind, row.body)) for row in rows])
        for row, was in zip(rows, before, strict=True):
            differs = [name for name in kind.derived if getattr(row, _attribute(kind, name)) != was[name]]
            if differs:
                names = ", ".join(differs)
                yield Tampering(
                    f"{kind.name} {row.pk}",
                    Text(f"its table says otherwise than its value: {names}", f"表の値が本体と一致しません（{names}）"),
                )  # fmt: skip


def _hanging(kind: Kind[Any], pks: list[int]) -> Iterator[Tampering]:
    """Subjects whose tables are not those that follow from their value: hung anew, compared, and put back as they were."""
    for part in chunks(pks):
        with transaction.atomic():
            rows = list(kind.table.objects.filter(pk__in=part))
            before = _hung(kind, part)
            kind.clear(part)
            kind.hang([(row, value_of(kind, row.body)) for row in rows], date.min)
            after = _hung(kind, part)
            transaction.set_rollback(True)
        for number in sorted({row[1] for row in before ^ after}):
            words = Text("a table that hangs on it says otherwise than its value", "関連する表の値が本体と一致しません")
            yield Tampering(f"{kind.name} {number}", words)


def _hung(kind: Kind[Any], pks: list[int]) -> set[tuple[Any, ...]]:
    """What hangs on these: the table, the subject's number, the values."""
    found: set[tuple[Any, ...]] = set()
    for table, subject, fields in HANGING[kind.name]:
        rows = table.objects.filter(**{f"{subject}__in": pks}).values_list(subject, *fields)
        found |= {(table.__name__, *row) for row in rows}
    return found


def _attribute(kind: Kind[Any], name: str) -> str:
    return str(kind.table._meta.get_field(name).attname)


def _judgments() -> Iterator[Tampering]:
    """Judgments that are not those of the ledger. Those of before it was kept have no line there, until they are taken back."""
    told = dict(Change.objects.filter(kind="judgment").order_by("position").values_list("subject", "after"))
    for judgment in Judgment.objects.order_by("pk").iterator(chunk_size=2_000):
        after = told.pop(judgment.pk, None)
        if after is not None and after != judgment_text(judgment):
            yield Tampering(f"judgment {judgment.pk}", Text("it was altered without the ledger", "台帳を通さずに書き換えられています"))
    for number in told:
        yield Tampering(f"judgment {number}", Text("it was removed without the ledger", "台帳を通さずに削除されています"))


def _territories() -> Iterator[Tampering]:
    """Territories whose names are not those that are shipped."""
    kept = set(Territory.objects.values_list("code", flat=True))
    for one in altered_territories():
        if one.code in kept:
            yield Tampering(f"territory {one.code}", Text("its names are not those that are shipped", "名称が同梱のものと一致しません"))


def _documents() -> dict[str, str]:
    """Every document that was ever taken in or attached: hash → name. Those taken off again count: old values name them."""
    attached = {sha256: sha256[:12] for sha256 in DocumentText.objects.values_list("sha256", flat=True)}
    attached |= {one.sha256: f"{one.sha256[:12]} of agreement {one.agreement_id}" for one in AttachedDocument.objects.all()}
    return attached | dict(Source.objects.values_list("sha256", "name"))


def _document(sha256: str, name: str) -> Iterator[Tampering]:
    path = document_path(sha256)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        yield Tampering(f"document {name}", Text(f"{path} is not there", f"{path} がありません"))
        return
    if digest != sha256:
        yield Tampering(f"document {name}", Text(f"{path} was altered", f"{path} が書き換えられています"))
