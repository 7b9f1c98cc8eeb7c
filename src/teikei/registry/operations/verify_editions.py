"""Whether editions are what they were when they were kept or published: their rows, and the files that were made of them."""

import hashlib
import json
from collections.abc import Iterator

from teikei.names.bilingual import Text
from teikei.registry.models import Change, Edition, EditionFile
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.edition_lines import content_hash, hash_beside
from teikei.registry.queries.publication import edition_listing


def editions_altered() -> Iterator[tuple[str, Text]]:
    """Place and words for every edition or file of one that is not what the ledger says of it."""
    lines = dict(Change.objects.filter(kind="edition").order_by("position").values_list("subject", "after"))
    for edition in Edition.objects.select_related("institution").order_by("pk"):
        place = f"edition {edition.pk}"
        told = json.loads(lines.pop(edition.pk, "") or "{}")
        expected = told.get("content", edition.sha256)  # one kept before editions were in the ledger
        if content_hash(edition_listing(edition)) != expected:
            yield place, Text("its rows were altered", "行が書き換えられています")
        if "beside" in told and hash_beside(edition) != told["beside"]:
            words = "its document's record or lines, the places of its values, its findings or corrections were altered"
            yield place, Text(words, "出典の記録や行、値の位置、指摘、訂正のいずれかが書き換えられています")
        head = {
            "institution": edition.institution_id, "level": edition.level, "number": edition.number, "as_of": edition.as_of.isoformat(),
            "source": edition.source_id, "corrects": edition.corrects_id, "correction": edition.correction,
        }  # fmt: skip
        if told and any(told[name] != value for name, value in head.items()):
            yield place, Text("its number, day or source was altered", "版番号・基準日・出典が書き換えられています")
        if told.get("english", {}) != edition.english:
            yield place, Text("its words in English were altered", "英語の表題・凡例が書き換えられています")
        yield from _files(edition, told.get("files", {}))
    for subject in lines:
        yield f"edition {subject}", Text("it was removed", "削除されています")


def _files(edition: Edition, told: dict[str, str]) -> Iterator[tuple[str, Text]]:
    kept = {f"{one.format} {one.language}": one.sha256 for one in EditionFile.objects.filter(edition=edition)}
    if kept != told:
        yield f"edition {edition.pk}", Text("its files are not those that were published", "公開時のファイルと一致しません")
    for name, sha256 in kept.items():
        path = document_path(sha256)
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            yield f"edition {edition.pk} {name}", Text(f"{path} is not there", f"{path} がありません")
            continue
        if digest != sha256:
            yield f"edition {edition.pk} {name}", Text(f"{path} was altered", f"{path} が書き換えられています")
