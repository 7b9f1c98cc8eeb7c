"""Documents, contacts, checks and notes of one agreement, and documents found by their words."""

from dataclasses import dataclass
from pathlib import Path

from teikei.names.folding import fold
from teikei.registry.models import Agreement, AttachedDocument, DocumentText, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Person, visible
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.permissions.parts import PUBLIC_SIGHT
from teikei.registry.queries.scope import agreement_seen
from teikei.rules import agreement as values
from teikei.rules.papers import documents_of

# What a browser may be told of a file; anything else is bytes. Every one is sent as an attachment.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOUND, AROUND = 50, 60


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document as a page lists it: where it hangs, what it is, and why a search does not find its words (if so).

    removable: it hangs on the agreement or a memorandum, not on an amendment, which is what was signed.
    """

    ref: values.DocumentRef
    memorandum: str
    removable: bool
    size: int
    refusal_en: str
    refusal_ja: str


@dataclass(frozen=True, slots=True)
class Papers:
    """One agreement with what hangs on it, for the pages that change it."""

    id: int
    version: int
    value: values.Agreement
    partners: tuple[str, ...]
    documents: tuple[ShownDocument, ...]
    units: tuple[tuple[int, str], ...]  # of its parties: whose contact somebody may be


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document to be sent: its place, name and type."""

    path: Path
    name: str
    content_type: str


def papers_of(agreement: int, *, by: Person) -> Papers | None:
    """The agreement with its documents, contacts, checks and notes; None where there is none."""
    row = agreement_seen(agreement, by=by)
    if row is None:
        return None
    value = row.value
    named = documents_of(value)
    kept = DocumentText.objects.defer("text", "key").in_bulk([one.sha256 for _, one in named])
    return Papers(
        id=row.id, version=row.version, value=value, partners=partner_names(value),
        documents=tuple(
            ShownDocument(
                one, memorandum, bool(memorandum) or one in value.documents, found.size if found else 0,
                found.refusal_en if found else "", found.refusal_ja if found else "",
            )
            for memorandum, one in named
            for found in [kept.get(one.sha256)]
        ),
        units=tuple(
            OrganizationalUnit.objects.filter(institution__in=[party.institution for party in value.parties])
            .order_by("institution", "position")
            .values_list("pk", "name")
        ),
    )  # fmt: skip


def partner_names(value: values.Agreement) -> tuple[str, ...]:
    """The names of the parties whose lists are not kept here; of all where there is none."""
    rows = Institution.objects.in_bulk([party.institution for party in value.parties])
    ordered = [rows[party.institution] for party in value.parties if party.institution in rows]
    return tuple(row.printed for row in ordered if not row.is_home) or tuple(row.printed for row in ordered)


def document_for_staff(agreement: int, sha256: str, *, by: Person) -> DocumentFile | None:
    """A document of an agreement for somebody at the desk; None where it does not hang on it, or its bytes are gone."""
    seen = agreement_seen(agreement, by=by)
    return _document(seen.value, sha256) if seen else None


def public_document(agreement: int, sha256: str) -> DocumentFile | None:
    """A document for anybody: only one that was made public."""
    body = Agreement.objects.filter(pk=agreement).values_list("body", flat=True).first()
    return _document(visible(value_of(AGREEMENTS, body), PUBLIC_SIGHT), sha256) if body else None


def _document(value: values.Agreement, sha256: str) -> DocumentFile | None:
    """A document that hangs on what somebody may see of an agreement, and is there."""
    ref = next((one for _, one in documents_of(value) if one.sha256 == sha256), None)
    path = document_path(sha256)
    if ref is None or not path.is_file():
        return None
    kept = DocumentText.objects.filter(pk=sha256).values_list("format", flat=True).first()
    return DocumentFile(path, ref.name, CONTENT_TYPES.get(kept or "", "application/octet-stream"))


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document whose words match: the agreement, its partners, the document, some words around the first match."""

    agreement: int
    partners: tuple[str, ...]
    ref: values.DocumentRef
    around: str


def documents_with(words: str, *, by: Person) -> list[FoundDocument]:
    """Documents that hold these words (folded, so that widths and cases do not matter), FOUND at most."""
    require_anywhere(by, "agreement.read")
    sought = fold(words)
    if not sought:
        return []
    texts = dict(DocumentText.objects.filter(key__contains=sought).order_by("-received_at").values_list("sha256", "key")[:FOUND])
    hung = AttachedDocument.objects.filter(sha256__in=list(texts)).select_related("agreement").order_by("-agreement_id")[:FOUND]
    found = []
    for one in hung:
        seen = agreement_seen(one.agreement_id, by=by)
        ref = next((ref for _, ref in documents_of(seen.value) if ref.sha256 == one.sha256), None) if seen else None
        if seen is None or ref is None:
            continue
        value = seen.value
        place = texts[one.sha256].find(sought)
        around = texts[one.sha256][max(0, place - AROUND) : place + len(sought) + AROUND]
        found.append(FoundDocument(one.agreement_id, partner_names(value), ref, around))
    return found
