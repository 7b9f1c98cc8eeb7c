"""The files of an edition: every format in both languages, stored under their hashes."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from teikei.lists.write import Format
from teikei.names.bilingual import Language
from teikei.registry.models import Edition, EditionFile
from teikei.registry.operations.documents import stored_document

Files = Mapping[tuple[Format, Language], bytes]


@contextmanager
def stored_files(files: Files) -> Iterator[dict[str, str]]:
    """Store all of them under their hashes for the transaction inside, "pdf ja" → SHA-256; where it fails, none is left."""
    hashes = {f"{written} {language}": hashlib.sha256(content).hexdigest() for (written, language), content in files.items()}
    with ExitStack() as stack:
        for (written, language), content in files.items():
            stack.enter_context(stored_document(hashes[f"{written} {language}"], content))
        yield hashes


def keep_files(edition: Edition, files: Files, hashes: Mapping[str, str]) -> None:
    """Note which files the edition has."""
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, format=written, language=language, sha256=hashes[f"{written} {language}"], size=len(content))
        for (written, language), content in files.items()
    )
