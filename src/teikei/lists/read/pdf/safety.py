"""Before a PDF is opened: whether what it would unpack to is safe, and whether it is whole."""

import re
import zlib

from teikei.names.bilingual import Refusal

# A drawing of a million letters is a megabyte, takes PDFium two seconds and 110 MB, and is a thousand pages of a list.
# All drawings together unpack to some times the file, fonts left out (bytes).
_LARGEST_DRAWING, _USUAL_RATIO = 4 * 1024**2, 8
# The largest other stream that a list needs is a Japanese font. Pictures are never unpacked here. Deflate packs 1,032
# bytes into one at most, so that a short stream need not be tried.
_LARGEST_STREAM = 32 * 1024**2
_SHORTEST_BOMB = _LARGEST_STREAM // 1032
_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*\[?([^\]>]*)")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_NO_DRAWING = re.compile(rb"/Subtype\s*/(?!Form)|/Length1|/Type\s*/(?:ObjStm|XRef|Metadata|EmbeddedFile)")
_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_INDEX = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)")


def refuse_bombs(content: bytes, name: str) -> None:
    """Refusal where a stream unpacks to more than any list needs, or all drawings together."""
    drawn = 0
    for found in _STREAM.finditer(content):
        start = found.end()
        head = content[max(content.rfind(b"obj", 0, start), start - 2_000) : start]
        if _PICTURE.search(head):
            continue
        filters = _FILTERS.search(head)
        times = filters[1].count(b"FlateDecode") + len(re.findall(rb"/Fl\b", filters[1])) if filters else 0
        end = content.find(b"endstream", start)
        size = (end if end >= 0 else len(content)) - start
        is_drawing = not _NO_DRAWING.search(head)
        if times and (is_drawing or size > _SHORTEST_BOMB or times > 1):
            limit = _LARGEST_DRAWING if is_drawing else _LARGEST_STREAM
            size = _unpacked_size(content[start : start + size], times, limit)
            if size > limit:
                raise _unsafe(name, size)
        drawn += size if is_drawing else 0
        if drawn > _LARGEST_DRAWING + _USUAL_RATIO * len(content):
            raise _unsafe(name, drawn)


def _unsafe(name: str, size: int) -> Refusal:
    return Refusal(
        f"{name}: a part of the PDF unpacks to {size // 1024**2:,} MB or more, which no list needs. Print the list to a new PDF.",
        f"{name}: PDF の一部が展開すると {size // 1024**2:,} MB 以上になります。一覧だけを PDF に印刷し直してください。",
    )


def _unpacked_size(packed: bytes, times: int, limit: int) -> int:
    """How many bytes a stream that was packed so many times unpacks to, counted until the limit is passed."""
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while packed and not unpacker.eof and size <= limit:
            piece = unpacker.decompress(packed, 1024**2)
            packed = unpacker.unconsumed_tail
            size += len(piece)
            if times > 1 and piece:
                size = max(size, _unpacked_size(piece, times - 1, limit))  # its first part tells enough
                times = 1
    except zlib.error:
        pass  # PDFium reads what is sound before the fault
    return size


def is_damaged(content: bytes) -> bool:
    """Whether the file lacks its end, or its last index does not stand where the end says."""
    found = next(iter(reversed(list(_STARTXREF.finditer(content, max(len(content) - 4_096, 0))))), None)
    if found is None or b"%%EOF" not in content[found.end() : found.end() + 64]:
        return True
    header = max(content.find(b"%PDF-", 0, 1024), 0)
    return not any(_INDEX.match(content, int(found[1]) + shift) for shift in {0, header})


def was_changed(content: bytes) -> bool:
    """Whether the file was saved again by adding to its end. (A file laid out for the web has two ends from the start.)"""
    ends = len(_STARTXREF.findall(content))
    return ends > (2 if b"/Linearized" in content[:2_048] else 1)
