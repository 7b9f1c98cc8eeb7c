"""ROR's own dump: a zip with one JSON array of records in schema 2."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from teikei.names.authority.record import AuthorityRecord, record_from
from teikei.names.bilingual import Refusal

LARGEST = 2_000_000_000  # bytes unpacked; ROR's dump of 2026 has about 300 million
_VERSION = re.compile(r"v\d+(?:\.\d+)*")


class Dump(NamedTuple):
    """A dump that was read: its version as its name says it, its records in order, and what was left out with the reason."""

    version: str
    records: tuple[AuthorityRecord, ...]
    left_out: tuple[str, ...]


def read_dump(path: Path) -> Dump:
    """The records of a dump, a zip or the JSON in it. Refusal where it is damaged or in another schema."""
    name, content = _json_in(path)
    try:
        sources = json.loads(content)
    except ValueError as error:
        raise _damaged(path, f"{name} is no JSON ({error})", f"{name} が JSON ではありません({error})") from None
    if not isinstance(sources, list) or not sources:
        raise _damaged(path, f"{name} holds no array of records", f"{name} にレコードの配列がありません")
    records: dict[str, AuthorityRecord] = {}
    left_out: list[str] = []
    for position, source in enumerate(sources):
        try:
            record = record_from(source)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            left_out.append(f"{_identifier(source) or position}: {type(error).__name__} {error}")
            continue
        records[record.ror] = record
    if len(left_out) * 100 > len(sources):
        raise _damaged(
            path,
            f"{len(left_out)} of {len(sources)} records are not in ROR's schema 2; the first: {left_out[0]}",
            f"{len(sources)}件中{len(left_out)}件が ROR スキーマ2ではありません。最初の例: {left_out[0]}",
        )
    version = _VERSION.search(name) or _VERSION.search(path.name)
    return Dump(version[0] if version else path.stem, tuple(records.values()), tuple(left_out))


def _json_in(path: Path) -> tuple[str, bytes]:
    if not zipfile.is_zipfile(path):
        content = path.read_bytes()
        if content[:1] not in (b"[", b"\xef"):
            raise _damaged(path, "it is neither a zip nor a JSON array", "zip でも JSON の配列でもありません")
        return path.name, content
    try:
        with zipfile.ZipFile(path) as archive:
            # Dumps of 2024 and 2025 carry schema 1 beside schema 2, told by the name.
            found = [entry for entry in archive.infolist() if entry.filename.endswith(".json")]
            chosen = next((entry for entry in found if "schema_v2" in entry.filename), found[0] if found else None)
            if chosen is None:
                raise _damaged(path, "it holds no JSON file", "JSON ファイルが入っていません")
            if chosen.file_size > LARGEST:
                raise _damaged(
                    path,
                    f"{chosen.filename} would unpack to {chosen.file_size} bytes",
                    f"{chosen.filename} は展開すると {chosen.file_size} バイトになります",
                )
            return chosen.filename, archive.read(chosen)
    # RuntimeError: what zipfile raises for a compression that it does not know, and for a password.
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        raise _damaged(path, f"the zip is damaged ({error})", f"zip が壊れています({error})") from None


def _identifier(source: Any) -> str:
    return str(source.get("id", "")) if isinstance(source, dict) else ""


def _damaged(path: Path, en: str, ja: str) -> Refusal:
    return Refusal(
        f"{path.name}: not a dump of ROR that can be used: {en}. Fetch the dump again from where ROR publishes it; nothing was written.",
        f"{path.name}: ROR のダンプとして使えません: {ja}。ROR の公開場所からもう一度取得してください。何も書き出していません。",
    )
