"""The files of an edition: every format in both languages, made whole before any is stored."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import product

from teikei.lists.model import Listing
from teikei.lists.write import FORMATS, Behind, Format, write_listing
from teikei.lists.write.partners import Partners
from teikei.names.bilingual import LANGUAGES, Language, Refusal
from teikei.registry.models import Edition, EditionFile
from teikei.registry.operations.documents import stored_document

Files = Mapping[tuple[Format, Language], bytes]


class NotWritten(Refusal):
    """A file of the edition could not be made: a font or a template is missing, or a writer failed."""

    def __init__(self, written: str, fault: Exception) -> None:
        cause = f"{type(fault).__name__}: {fault}"[:300]
        super().__init__(
            en=f"The {written.upper()} file could not be made ({cause}). Nothing was published; put the installation right and publish again.",
            ja=f"{written.upper()} ファイルを作成できません（{cause}）。公開していません。設置状態を直してから、もう一度公開してください。",
        )


def written_files(listing: Listing, english: Listing, *, partners: Partners, behind: Behind) -> dict[tuple[Format, Language], bytes]:
    """The bytes of each file. NotWritten where one cannot be made: then there is none.

    english: the same with English names, for the files that are read in English. JSON keeps the printed names in both: who
    the partners are stands beside them there.
    """
    made: dict[tuple[Format, Language], bytes] = {}
    for written, language in product(FORMATS, LANGUAGES):
        try:
            named = english if language == "en" and written != "json" else listing
            made[written, language] = write_listing(named, written, language=language, partners=partners, behind=behind)
        except Refusal:
            raise
        except Exception as fault:
            raise NotWritten(written, fault) from fault
    return made


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
