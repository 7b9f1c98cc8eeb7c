"""Before a PDF is opened: whether what it would unpack to is safe, and whether it is whole."""

import re
import zlib

from teikei.names.bilingual import Refusal

# Deflate packs 1,032 bytes into one at most, so that a short stream cannot unpack to more than this (bytes).
_LARGEST_STREAM = 128 * 1024**2
_SHORTEST_BOMB = _LARGEST_STREAM // 1032
_LARGEST_UNPACKED = 512 * 1024**2
_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*\[?([^\]>]*)")
_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_INDEX = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)")


def refuse_bombs(content: bytes, name: str) -> None:
    """Refusal where a stream unpacks to more than any list needs, or all of them together."""
    total = 0
    for found in _STREAM.finditer(content):
        start = found.end()
        head = content[max(content.rfind(b"obj", 0, start), start - 2_000) : start]
        filters = _FILTERS.search(head)
        times = filters[1].count(b"FlateDecode") + len(re.findall(rb"/Fl\b", filters[1])) if filters else 0
        end = content.find(b"endstream", start)
        length = (end if end >= 0 else len(content)) - start
        if times and (length > _SHORTEST_BOMB or times > 1):
            size = _unpacked_size(memoryview(content)[start : start + length], times)
            total += size
            if size > _LARGEST_STREAM or total > _LARGEST_UNPACKED:
                raise Refusal(
                    f"{name}: a part of the PDF unpacks to more than {size // 1024**2:,} MB, which no list needs. Print the list to a new PDF.",
                    f"{name}: PDF の一部が展開すると {size // 1024**2:,} MB を超えます。一覧だけを PDF に印刷し直してください。",
                )


def _unpacked_size(packed: bytes | memoryview, times: int) -> int:
    """How many bytes the stream unpacks to, counted no further than the limit."""
    unpacker = zlib.decompressobj()
    inner = _Inner(times - 1) if times > 1 else None
    size, rest = 0, bytes(packed)
    try:
        while rest and not unpacker.eof and size <= _LARGEST_STREAM:
            piece = unpacker.decompress(rest, 1024**2)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            if inner and piece:
                size += inner.count(piece)
    except zlib.error:
        pass  # PDFium reads what is sound before the fault
    return size


class _Inner:
    """The next of several packings, fed piece by piece."""

    def __init__(self, times: int) -> None:
        self.unpacker = zlib.decompressobj()
        self.inner = _Inner(times - 1) if times > 1 else None

    def count(self, packed: bytes) -> int:
        """How many bytes more this piece unpacks to, here and further in."""
        size = 0
        while packed and not self.unpacker.eof and size <= _LARGEST_STREAM:
            piece = self.unpacker.decompress(packed, 1024**2)
            packed = self.unpacker.unconsumed_tail
            size += len(piece) + (self.inner.count(piece) if self.inner and piece else 0)
        return size


def is_damaged(content: bytes) -> bool:
    """Whether the file lacks its end, or its last index does not stand where the end says."""
    found = None
    for found in _STARTXREF.finditer(content, max(len(content) - 4_096, 0)):
        pass
    if found is None or b"%%EOF" not in content[found.end() : found.end() + 64]:
        return True
    header = max(content.find(b"%PDF-", 0, 1024), 0)
    return not any(_INDEX.match(content, int(found[1]) + shift) for shift in {0, header})


def was_changed(content: bytes) -> bool:
    """Whether the file was saved again by adding to its end. (A file laid out for the web has two ends from the start.)"""
    ends = len(_STARTXREF.findall(content))
    return ends > (2 if b"/Linearized" in content[:2_048] else 1)
