"""The bytes of documents taken in, and of files published, under their hash: SOURCES_DIR/<sha256>."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from teikei.registry.models import DocumentText, EditionFile, Source
from teikei.registry.refusals import NotStored


def document_path(sha256: str) -> Path:
    """Where the document of that hash is kept."""
    return Path(settings.SOURCES_DIR) / sha256


@contextlib.contextmanager
def stored_document(sha256: str, content: bytes) -> Iterator[Path]:
    """Store the document for the transaction inside; where that fails, take it away again.

    The file appears whole under its name. A kill between here and the commit leaves a file without a row: nobody
    looks for it, and the next attempt writes the same bytes over it. Raises NotStored.
    """
    path = document_path(sha256)
    there_before = path.exists()
    try:
        _write_whole(path, content)
    except OSError as fault:
        raise NotStored(fault, path.parent) from fault
    try:
        yield path
    except BaseException:
        # Another process may have taken in the same document meanwhile: then the file is its.
        if not there_before and not _named(sha256):
            path.unlink(missing_ok=True)
        raise


def _named(sha256: str) -> bool:
    return (
        Source.objects.filter(sha256=sha256).exists()
        or EditionFile.objects.filter(sha256=sha256).exists()
        or DocumentText.objects.filter(pk=sha256).exists()
    )


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:16]}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
