"""From a file to a listing, whatever its format."""

import gc
import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from teikei.lists.model import Listing, Row, SourceFile
from teikei.lists.read import text
from teikei.lists.read.encoding import decode
from teikei.lists.read.layout import interpret
from teikei.names.bilingual import Refusal

# A list of a large university is 40 kB of text; a whole country's is some megabytes.
LARGEST = 100 * 1024 * 1024


def read_listing(path: Path, *, known_units: Collection[str] = ()) -> Listing:
    """The listing in a file. Refusal where the file cannot be read or holds no list of agreements.

    known_units: names of our units that are never split, beside what the rule of `split_units` finds.
    """
    return read_content(content_of(path), path.name, known_units=known_units)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Refusal where there is none, it cannot be opened, or it is larger than LARGEST."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise too_large(str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(f"{path}: there is no such file.", f"{path}: ファイルがありません。") from error
    except IsADirectoryError as error:
        raise Refusal(f"{path}: this is a folder; name the file in it.", f"{path}: フォルダーです。中のファイルを指定してください。") from error
    except OSError as error:
        raise Refusal(f"{path}: the file cannot be opened ({error.strerror}).", f"{path}: ファイルを開けません({error.strerror})。") from error


def too_large(name: str) -> Refusal:
    """What is said of a file over the limit."""
    limit = LARGEST // (1024 * 1024)
    return Refusal(
        f"{name}: larger than {limit} MB, which no list of agreements is. Give the list alone, without scans or attachments.",
        f"{name}: {limit} MB を超えています。協定一覧だけのファイルを指定してください(画像や添付を除く)。",
    )


def read_content(content: bytes, name: str, *, known_units: Collection[str] = ()) -> Listing:
    """The listing in the bytes of a file whose name is `name`."""
    if len(content) > LARGEST:
        raise too_large(name)
    with without_collection():
        rows, format_name, encoding = _rows(content, name)
        listing = interpret(rows, known_units=known_units)
    if not listing.entries and "header" not in listing.roles:
        raise Refusal(
            f"{name}: no list of agreements in it: no row names a partner institution under a head such as "
            "“国・地域 / 協定機関名 / 部局 / 締結年月日” or “Country / Institution / Date”. Give the file that holds the table.",
            f"{name}: 協定の一覧が見つかりません。「国・地域 協定機関名 部局 締結年月日」のような見出しの表を含むファイルを指定してください。",
        )
    digest = hashlib.sha256(content).hexdigest()
    return replace(listing, source=SourceFile(name, format_name, encoding, len(content), digest))


@contextmanager
def without_collection() -> Iterator[None]:
    """Garbage collection set aside while a large list is built: all that is made is kept, and the collector would
    visit it again and again, so that time would no longer be linear.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _rows(content: bytes, name: str) -> tuple[list[Row], str, str | None]:
    decoded, encoding = decode(content, name)
    return text.rows_of(decoded), "txt", encoding
