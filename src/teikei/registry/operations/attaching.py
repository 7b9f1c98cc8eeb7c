"""Documents of agreements: attached under their hash, read for search, taken off again. The bytes stay where they are."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction

from teikei.lists.read.words_of import Words, words_limited
from teikei.names.bilingual import Refusal, Text
from teikei.names.folding import fold, tidy
from teikei.registry.models import DocumentText
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.documents import document_path, stored_document
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.refusals import EmptyFile
from teikei.rules.agreement import DocumentRef, Visibility
from teikei.rules.papers import with_document, without_document

LONGEST_NAME = 200


class DocumentTooLarge(Refusal):
    """A document over the limit."""

    def __init__(self, name: str) -> None:
        most = settings.UPLOAD_BYTES // (1024 * 1024)
        super().__init__(
            en=f"{name}: larger than {most} MB. Nothing was stored. Save it smaller, or in parts.",
            ja=f"{name}: {most} MB を超えています。保存していません。小さくするか、分けて登録してください。",
        )


def attach(
    agreement: int, content: bytes, name: str, *, title: str = "", language: str = "", visibility: Visibility = "staff",
    memorandum: str = "", version: int | None, by: Person, at: datetime,
) -> Text | None:  # fmt: skip
    """Keep a document and hang it on an agreement or one of its memoranda; gives why no text was found in it, None where one was.

    Refusal with nothing stored: an empty or too large file, the same one attached there already, ChangedMeanwhile.
    """
    require_anywhere(by, "agreement.revise")
    name = file_name(name)
    if not content:
        raise EmptyFile(name)
    if len(content) > settings.UPLOAD_BYTES:
        raise DocumentTooLarge(name)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = DocumentText.objects.filter(pk=sha256).first()
    # Reading takes seconds, so it comes before anything is locked.
    row = kept or _read(content, name, sha256, at)
    document = DocumentRef(
        sha256=sha256, name=name, title=tidy(title)[:300], language=language, visibility=visibility, added_at=at.isoformat()
    )
    with stored_document(sha256, content), transaction.atomic():
        revise(
            agreement, lambda value: with_document(value, document, memorandum=memorandum), version=version, by=by, at=at,
            operation="attach", reason=name,
        )  # fmt: skip
        if kept is None:
            DocumentText.objects.bulk_create([row], ignore_conflicts=True)  # another one may have attached the same file meanwhile
    return Text(en=row.refusal_en, ja=row.refusal_ja) if row.refusal_en else None


def detach(agreement: int, sha256: str, *, memorandum: str = "", version: int | None, by: Person, at: datetime, reason: str = "") -> None:
    """Take a document off an agreement or a memorandum. What was kept before still names it, so its bytes stay."""
    require_anywhere(by, "agreement.revise")
    revise(
        agreement, lambda value: without_document(value, sha256, memorandum=memorandum), version=version, by=by, at=at,
        operation="detach", reason=reason,
    )  # fmt: skip


def is_kept(sha256: str) -> bool:
    """Whether the bytes of that hash are there."""
    return document_path(sha256).is_file()


def file_name(name: str) -> str:
    """The last part of a file's name without signs that steer terminals or headers; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(char for char in tidy(last) if char.isprintable())
    stem, dot, suffix = clean.rpartition(".")
    if len(clean) > LONGEST_NAME and dot and len(suffix) < 10:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"
    return clean[:LONGEST_NAME] or "document"


def _read(content: bytes, name: str, sha256: str, at: datetime) -> DocumentText:
    found: Words = words_limited(content, name, seconds=settings.READING_SECONDS, megabytes=settings.READING_MB)
    refusal = found.refusal or Text(en="", ja="")
    return DocumentText(
        sha256=sha256, size=len(content), format=found.format, text=found.text, key=fold(found.text), received_at=at,
        refusal_en=refusal.en[:500], refusal_ja=refusal.ja[:500],
    )  # fmt: skip
