"""The text of any document, for search: read in a child process with limits on time and memory.

An agreement is prose, not a list, so the words are taken as they come: the pages of a PDF, the paragraphs and tables of DOCX,
the cells of workbooks. The child is this module run by itself, as `lists.read.limited` is for lists: it gets the name and
bytes on standard input and writes JSON.
"""

import json
import os
import subprocess
import sys
from typing import NamedTuple

import pypdfium2

from teikei.lists.read import document_of, format_of
from teikei.lists.read.encoding import decode
from teikei.lists.read.limited import limit
from teikei.lists.read.pdf.safety import refuse_bombs
from teikei.names.bilingual import Refusal, Text

MOST_PAGES, MOST_CHARACTERS = 1_000, 2_000_000
_ERRORS = (pypdfium2.PdfiumError, ValueError, KeyError, IndexError)


class Words(NamedTuple):
    """What was found in a document: its format ("" where unknown), its text, and where there is none, why."""

    format: str
    text: str
    refusal: Text | None


def words_limited(content: bytes, name: str, *, seconds: int = 20, megabytes: int = 1024) -> Words:
    """The text in the bytes of a file, read by a child that may take so much processor time and memory. Never raises a
    Refusal: what could not be read is said in `refusal`.
    """
    with subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-P", "-m", "teikei.lists.read.words_of", str(seconds), str(megabytes)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True, cwd="/",
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    ) as child:  # fmt: skip
        try:
            named = json.dumps(name).encode() + b"\n" + content
            written, _ = child.communicate(named, timeout=3 * seconds + 10)
        except subprocess.TimeoutExpired:
            written = b""
        finally:
            child.kill()
    try:
        told = json.loads(written)
        refusal = Text(en=str(told["en"]), ja=str(told["ja"])) if told["en"] else None
        return Words(str(told["format"]), str(told["text"]), refusal)
    except (ValueError, KeyError, TypeError):
        return Words("", "", _unread(name))


def _unread(name: str) -> Text:
    return Text(
        en=f"{name}: no text could be taken from the file, so a search does not find its words. The file itself is kept.",
        ja=f"{name}: ファイルから文字を取り出せなかったため、本文は検索されません。ファイル自体は保存されています。",
    )


def _no_text(name: str) -> Text:
    return Text(
        en=f"{name}: the file holds no text (a scan?), so a search does not find its words. The file itself is kept.",
        ja=f"{name}: 文字が含まれていない（スキャン画像など）ため、本文は検索されません。ファイル自体は保存されています。",
    )


def words_of(content: bytes, name: str) -> Words:
    """The text of a document, in this process. Refusal for what the readers refuse."""
    if _is_binary(content):
        return Words("", "", _unread(name))
    format_name, _ = format_of(content, name)
    match format_name:
        case "pdf":
            text = _pdf_text(content, name)
        case "txt" | "csv" | "json":
            text = decode(content, name).text
        case _:
            text = "\n".join(row.raw for row in document_of(content, name, format_name).rows)
    text = text.replace("\x00", "")[:MOST_CHARACTERS]
    return Words(format_name, text, None if text.strip() else _no_text(name))


def _is_binary(content: bytes) -> bool:
    """Whether the bytes are a picture or the like, which would be decoded into rubbish: zero bytes in what has no known head."""
    known = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")) or b"%PDF-" in content[:1024]
    return not known and (b"\x00" in content[:4096] or content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")))


def _pdf_text(content: bytes, name: str) -> str:
    refuse_bombs(content, name)
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()
    return "\n".join(pages)


def main(seconds: int, megabytes: int) -> None:
    """The child: limits first, then the name and bytes from standard input, then JSON to standard output."""
    limit(seconds, megabytes)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the answer
    named, _, content = sys.stdin.buffer.read().partition(b"\n")
    name = str(json.loads(named))
    try:
        found = words_of(content, name)
    except Refusal as refusal:
        found = Words("", "", refusal.text)
    except (MemoryError, *_ERRORS):
        found = Words("", "", _unread(name))
    why = found.refusal or Text(en="", ja="")
    out.write(json.dumps({"format": found.format, "text": found.text, "en": why.en, "ja": why.ja}).encode())
    out.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
