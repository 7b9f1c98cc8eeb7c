"""What hangs on an agreement beside its terms: documents, contacts, checks before signing, notes. Old value in, new one out.

A contact, check or note is named by its position; `shown` says which one the person saw there, so that what moved meanwhile
is not mistaken for it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Contact, DocumentRef, Memorandum, Note, SigningCheck

Part = Literal["contacts", "checks", "notes"]


def documents_of(agreement: Agreement) -> tuple[tuple[str, DocumentRef], ...]:
    """Every document with the id of its memorandum, "" for the agreement's own; those of amendments count as its own."""
    own = [("", one) for one in agreement.documents]
    amended = [("", one) for amendment in agreement.amendments for one in amendment.documents]
    return (*own, *amended, *((memorandum.id, one) for memorandum in agreement.memoranda for one in memorandum.documents))


def with_document(agreement: Agreement, document: DocumentRef, *, memorandum: str = "") -> Agreement:
    """With a further document, on itself or on a memorandum. Refusal: the same file hangs there already."""

    def added(documents: tuple[DocumentRef, ...]) -> tuple[DocumentRef, ...]:
        if any(one.sha256 == document.sha256 for one in documents):
            raise Refusal(
                f"{document.name}: this very file is attached there already. Nothing was stored.",
                f"{document.name}: 同じファイルがすでに添付されています。保存していません。",
            )
        return (*documents, document)

    return _with_documents(agreement, memorandum, added)


def without_document(agreement: Agreement, sha256: str, *, memorandum: str = "") -> Agreement:
    """Without that document; its bytes stay, for what was kept before names them. Refusal: it hangs there no more."""

    def removed(documents: tuple[DocumentRef, ...]) -> tuple[DocumentRef, ...]:
        kept = tuple(one for one in documents if one.sha256 != sha256)
        if len(kept) == len(documents):
            raise _gone()
        return kept

    return _with_documents(agreement, memorandum, removed)


def _with_documents(agreement: Agreement, memorandum: str, edit: Callable[[tuple[DocumentRef, ...]], tuple[DocumentRef, ...]]) -> Agreement:
    if not memorandum:
        return replace(agreement, documents=edit(agreement.documents))
    if memorandum not in [one.id for one in agreement.memoranda]:
        raise _gone()

    def edited(one: Memorandum) -> Memorandum:
        return replace(one, documents=edit(one.documents)) if one.id == memorandum else one

    return replace(agreement, memoranda=tuple(map(edited, agreement.memoranda)))


def with_part(agreement: Agreement, part: Part, added: Contact | SigningCheck | Note) -> Agreement:
    """With a further contact, check or note."""
    return _with_part(agreement, part, (*getattr(agreement, part), added))


def without_part(agreement: Agreement, part: Part, position: int, *, shown: str) -> Agreement:
    """Without the contact, check or note at that position, if it is still the one that was shown (see `mark`)."""
    every = getattr(agreement, part)
    if not 0 <= position < len(every) or mark(every[position]) != shown:
        raise _gone()
    return _with_part(agreement, part, (*every[:position], *every[position + 1 :]))


def _with_part(agreement: Agreement, part: Part, every: tuple[Any, ...]) -> Agreement:
    match part:
        case "contacts":
            return replace(agreement, contacts=every)
        case "checks":
            return replace(agreement, checks=every)
        case "notes":
            return replace(agreement, notes=every)


def mark(part: Contact | SigningCheck | Note) -> str:
    """By what a contact, check or note is told from the others: a few words of it."""
    match part:
        case Contact():
            return f"{part.name}/{part.email}"
        case SigningCheck():
            return f"{part.kind}/{part.checked_on.isoformat()}"
        case Note():
            return part.at


def _gone() -> Refusal:
    return Refusal(
        "It is no longer there: somebody changed the agreement meanwhile. Nothing was stored; look at it again.",
        "その間に変更され、もうありません。保存していません。最新の状態を確認してください。",
    )
